"""One try to send: what the other side does to us, and where we never knock."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from nscl.apps.traceability import addresses, webhooks
from tests.apps.traceability.subscribing import Receiver, listening

HEADERS = {"Content-Type": "application/json"}


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with listening() as found:
        yield found


def post(url: str, *, allow_private: bool = True, **more: Any) -> webhooks.Outcome:
    return webhooks.post(url, b"{}", HEADERS, allow_private=allow_private, **more)


@contextmanager
def answering(work: Callable[[socket.socket], None]) -> Iterator[str]:
    """A listener that does what it likes with a connection."""
    server = socket.create_server(("127.0.0.1", 0))

    def run() -> None:
        try:
            with server.accept()[0] as one:
                work(one)
        except OSError:
            return

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.getsockname()[1]}"
    finally:
        server.close()
        thread.join(5)


def test_a_taken_letter_is_told_so(receiver: Receiver) -> None:
    outcome = post(receiver.address)
    assert outcome.is_taken and outcome.status == 200 and outcome.error == ""
    assert receiver.letters[0].headers["Host"] == f"127.0.0.1:{receiver.port}"
    assert receiver.letters[0].body == b"{}"


@pytest.mark.parametrize("status", [301, 302, 307, 308, 400, 404, 429, 500, 503])
def test_every_other_answer_is_no_success_and_is_tried_again(receiver: Receiver, status: int) -> None:
    receiver.answers = [status]
    outcome = post(receiver.address)
    assert not outcome.is_taken and not outcome.is_final and outcome.status == status
    assert str(status) in outcome.error and len(receiver.letters) == 1


def test_a_receiver_that_hangs_is_left_after_a_while(receiver: Receiver) -> None:
    receiver.is_silent = True
    outcome = post(receiver.address, whole=0.2)
    assert outcome == webhooks.Outcome(error="Máy nhận không trả lời kịp.")


def test_a_receiver_that_drips_is_left_too() -> None:
    def drip(one: socket.socket) -> None:
        one.sendall(b"HTTP/1.1 200 OK\r\n")
        for _drop in range(200):
            one.sendall(b"x")
            if threading.Event().wait(0.02):
                return

    with answering(drip) as where:
        assert post(f"http://{where}/", whole=0.3).error == "Máy nhận không trả lời kịp."


@pytest.mark.parametrize("told", [b"", b"chao\r\n\r\n", b"HTTP/1.1 2000 OK\r\n\r\n", b"\0" * 70_000])
def test_whoever_speaks_no_http_is_tried_again(told: bytes) -> None:
    def speak(one: socket.socket) -> None:
        one.recv(65536)
        one.sendall(told)

    with answering(speak) as where:
        outcome = post(f"http://{where}/")
    assert not outcome.is_taken and not outcome.is_final and outcome.error


def test_nobody_there_is_tried_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    outcome = post(f"http://127.0.0.1:{port}/")
    assert outcome.status is None and not outcome.is_final and "Không kết nối được" in outcome.error


# ── Where we never knock ───────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1", "10.0.0.1", "172.16.5.5", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1",
        "64:ff9b::a00:1", "2002:a00:1::", "ff02::1", "192.0.2.1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_of_the_open_net_are_closed(text: str) -> None:
    assert not addresses.is_open(text)


@pytest.mark.parametrize("text", ["8.8.8.8", "113.160.0.1", "2001:4860:4860::8888", "::ffff:8.8.8.8"])
def test_addresses_of_the_open_net_are_open(text: str) -> None:
    assert addresses.is_open(text)


def test_a_name_that_leads_inwards_is_not_connected_to(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    inwards = [(2, 1, 6, "", ("8.8.8.8", 443)), (2, 1, 6, "", ("127.0.0.1", receiver.port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: inwards)
    outcome = post("https://kho.vi-du.vn/", allow_private=False)
    assert outcome.is_final and "nội bộ" in outcome.error and receiver.letters == []


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that answers differently the second time gains nothing."""
    asked: list[Any] = []

    def resolve(*args: Any, **more: Any) -> Any:
        return [(2, 1, 6, "", ("8.8.8.8", 443))]

    def connect(address: Any, *args: Any, **more: Any) -> Any:
        asked.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    assert not post("https://kho.vi-du.vn/", allow_private=False).is_taken
    assert asked == [("8.8.8.8", 443)]


def test_http_without_tls_is_for_trials_only() -> None:
    assert post("http://vi-du.vn/", allow_private=False).is_final


def test_an_unknown_name_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(*args: Any, **more: Any) -> Any:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    outcome = post("https://khong-co.vi-du.vn/", allow_private=False)
    assert not outcome.is_final and "theo tên" in outcome.error


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(tmp_path: Path) -> None:
    chain = tmp_path / "self-signed.pem"
    chain.write_bytes(_self_signed())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)

    def speak(one: socket.socket) -> None:
        with context.wrap_socket(one, server_side=True) as secure:
            secure.recv(1)

    with answering(speak) as where:
        outcome = post(f"https://{where.replace('127.0.0.1', 'localhost')}/")
    assert outcome.status is None and "TLS" in outcome.error


def _self_signed() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return private + made.public_bytes(serialization.Encoding.PEM)
