"""Which addresses may be written to: those of others on the open net, never a machine beside ours.

A subscriber names the address; without this a program could make the system knock on doors inside the
province's own network (server-side request forgery, CWE-918).
"""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

_TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("2002::/16"))
_HERE = (".localhost", ".local", ".internal", ".home.arpa")


class Forbidden(Exception):
    """The address leads where we may not write; `str(error)` says why in Vietnamese."""


def is_open(text: str) -> bool:
    """Whether an IP address is one of the open net, also when it is wrapped into an IPv6 one.

    >>> [is_open(one) for one in ("8.8.8.8", "10.0.0.1", "::ffff:127.0.0.1", "169.254.169.254")]
    [True, False, False, False]
    """
    found = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            found = found.ipv4_mapped
        elif any(found in net for net in _TRANSLATED):
            return False
    return found.is_global and not found.is_multicast


def fault_of(url: str, *, allow_private: bool) -> str:
    """What already the text of an address shows to be forbidden; empty when nothing."""
    if allow_private:
        return ""
    parts = urlsplit(url)
    if parts.scheme != "https":
        return "Địa chỉ nhận tin phải bắt đầu bằng https:// để dữ liệu không đi trần trên mạng."
    host = (parts.hostname or "").rstrip(".")
    try:
        closed = not is_open(host)
    except ValueError:
        closed = "." not in host or host.endswith(_HERE)
    return "Địa chỉ nhận tin phải là máy trên mạng Internet, không phải máy nội bộ." if closed else ""


def resolved(host: str, port: int, *, allow_private: bool) -> str:
    """The IP address to connect to; every address the name has must be allowed, or none is used.

    The connection is made to just this address, so that a name cannot turn inwards after it was checked.
    Raises `Forbidden`, or `OSError` when the name is not known.
    """
    found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not allow_private and not all(is_open(one) for one in found):
        raise Forbidden("Tên máy nhận dẫn vào mạng nội bộ.")
    return found[0]
