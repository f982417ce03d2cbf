"""The name an event goes by: its eventID or, where it has none, its hash."""

from __future__ import annotations

from typing import Any


def key_of(event_id: str, digest: Any) -> str:
    """As `nscl.gs1.tracing` names events.

    >>> key_of("urn:uuid:1", b""), key_of("", bytes(32))[:18]
    ('urn:uuid:1', 'ni:///sha-256;0000')
    """
    return event_id or f"ni:///sha-256;{bytes(digest).hex()}?ver=CBV2.0"
