"""The signature on what is sent to a subscriber: HMAC-SHA256 (RFC 2104) over number, time and body.

EPCIS 2.0 leaves the kind of signature in the header `GS1-Signature` to the implementation. Ours reads
`t=<seconds since 1970>,id=<number of the delivery>,v1=<hex>`; `v1` is HMAC-SHA256, under the subscriber's
own `signatureToken`, of the bytes `<id>.<t>.<body>`. The time lets a receiver refuse what is replayed late,
the number lets it leave aside what it has had.
"""

from __future__ import annotations

import hashlib
import hmac
import re

_HEADER = re.compile(r"t=([0-9]{1,12}),id=([0-9A-Za-z\-]{1,64}),v1=([0-9a-f]{64})", re.ASCII)
TOLERANCE = 300  # seconds that clocks of sender and receiver may lie apart


def signature(token: str, number: str, seconds: int, body: bytes) -> str:
    """The value of `GS1-Signature`.

    >>> signature("0123456789abcdef", "7", 1772416800, b"{}")[:20]
    't=1772416800,id=7,v1'
    """
    return f"t={seconds},id={number},v1={_mark(token, number, seconds, body)}"


def _mark(token: str, number: str, seconds: int, body: bytes) -> str:
    signed = f"{number}.{seconds}.".encode() + body
    return hmac.new(token.encode(), signed, hashlib.sha256).hexdigest()


def is_signed(token: str, header: str, body: bytes, now: int) -> bool:
    """What a receiver asks: did the holder of the token send just this, just now?

    >>> header = signature("0123456789abcdef", "7", 1772416800, b"{}")
    >>> is_signed("0123456789abcdef", header, b"{}", 1772416850)
    True
    >>> is_signed("0123456789abcdef", header, b"{ }", 1772416850)
    False
    """
    found = _HEADER.fullmatch(header)
    if found is None or abs(now - int(found[1])) > TOLERANCE:
        return False
    return hmac.compare_digest(found[3], _mark(token, found[2], int(found[1]), body))
