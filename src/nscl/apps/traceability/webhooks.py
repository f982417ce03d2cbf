"""One POST to a subscriber: bounded in time and size, never redirected, to a checked address only."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from nscl.apps.traceability import addresses

STEP, WHOLE = 10.0, 20.0  # seconds for one wait on the net, and for everything
_GONE = 410


@dataclass(frozen=True)
class Outcome:
    """How a try ended: the status answered, or what went wrong; `is_final` when trying again is no use."""

    status: int | None = None
    error: str = ""
    is_final: bool = False

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def asks_for_less(self) -> bool:
        return self.status == 413


def post(
    url: str, body: bytes, headers: Mapping[str, str], *, allow_private: bool, whole: float = WHOLE
) -> Outcome:
    """Send once and say how it went; never raises for what the other side or the net does."""
    fault = addresses.fault_of(url, allow_private=allow_private)
    if fault:
        return Outcome(error=fault, is_final=True)
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        address = addresses.resolved(parts.hostname or "", port, allow_private=allow_private)
        status = _send(
            _Connection(parts.hostname or "", port, address, parts.scheme), parts, body, headers, whole
        )
    except addresses.Forbidden as error:
        return Outcome(error=str(error), is_final=True)
    except socket.gaierror:
        return Outcome(error="Không tìm thấy máy nhận theo tên.")
    except TimeoutError:
        return Outcome(error="Máy nhận không trả lời kịp.")
    except ssl.SSLError as error:
        return Outcome(
            error=f"Chứng thư hoặc kết nối TLS của máy nhận không dùng được: {error.reason or error}."
        )
    except ConnectionRefusedError:
        return Outcome(error="Không kết nối được: máy nhận không mở cổng của địa chỉ này.")
    except (ConnectionError, http.client.HTTPException):
        return Outcome(error="Máy nhận cắt kết nối, hoặc trả lời không theo HTTP.")
    except (OSError, ValueError):
        return Outcome(error="Không kết nối được với máy nhận.")
    return Outcome(status, _told(status), is_final=status == _GONE)


def _told(status: int) -> str:
    if 200 <= status < 300:
        return ""
    if 300 <= status < 400:
        return f"Máy nhận chuyển hướng ({status}); tin chỉ gửi tới địa chỉ đã đăng ký."
    return f"Máy nhận từ chối ({status})."


def _send(
    connection: _Connection, parts: SplitResult, body: bytes, headers: Mapping[str, str], whole: float
) -> int:
    """The status answered. A watch ends the connection when the whole takes too long, however it drips."""
    target = parts.path or "/"
    if parts.query:
        target += f"?{parts.query}"
    watch = threading.Timer(whole, connection.cut)
    watch.daemon = True
    watch.start()
    try:
        connection.request("POST", target, body=body, headers=dict(headers))
        status = connection.getresponse().status
        if connection.was_cut:  # half an answer reads as a whole one when its line ends there
            raise TimeoutError
        return status
    except Exception:
        if connection.was_cut:
            raise TimeoutError from None
        raise
    finally:
        watch.cancel()
        connection.close()


class _Connection(http.client.HTTPConnection):
    """A connection to one checked IP address, under the name that was asked for."""

    def __init__(self, host: str, port: int, address: str, scheme: str) -> None:
        super().__init__(host, port, timeout=STEP)
        self.address, self.is_secure, self.was_cut = address, scheme == "https", False
        self.default_port = 443 if self.is_secure else 80

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), STEP)
        if self.is_secure:
            self.sock = _tls().wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        """End it from another thread."""
        self.was_cut = True
        if self.sock is not None:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()
