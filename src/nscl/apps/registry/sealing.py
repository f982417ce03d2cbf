"""Personal codes at rest: sealed so that a copy of the database tells nothing, found again by fingerprint."""

from __future__ import annotations

from nscl.apps.core.sealing import Seals

_CODES = Seals(b"nscl.registry.personal-code.v1")


def seal(code: str) -> bytes:
    """The code as it may lie in the database."""
    return _CODES.seal(code.encode())


def unseal(sealed: bytes) -> str:
    """The code again; refuses when it was sealed under another secret."""
    return _CODES.open(sealed).decode()


def fingerprint(code: str) -> str:
    """The same for the same code, and no way back without the secret."""
    return _CODES.fingerprint(code.encode())
