"""The rows of what events say beyond the columns, written with the events."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from nscl.apps.traceability import sql
from nscl.gs1.epcis.fields import Field

TABLE = "traceability_eventfield"
COLUMNS = (
    "event_number", "position", "record_time", "event_time", "name", "mark", "text", "number", "moment",
    "is_repeated",
)  # fmt: skip


def mark_of(name: str, text: str) -> int:
    """The number by which equal values are found.

    >>> mark_of("source_owning_party", "urn:a") == mark_of("source_owning_party", "urn:a")
    True
    >>> -(2**63) <= mark_of("a", "b") < 2**63
    True
    """
    digest = hashlib.sha256(f"{name}\0{text}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def rows(event: int, event_time: datetime, fields: Sequence[Field], at: datetime) -> list[sql.Row]:
    """The rows of one event."""
    compared = [one.name for one in fields if one.number is not None or one.moment is not None]
    repeated = (
        {name for name, times in Counter(compared).items() if times > 1} if len(compared) > 1 else set()
    )
    return [
        (
            event,
            place,
            at,
            event_time,
            one.name,
            mark_of(one.name, one.text),
            one.text,
            one.number,
            one.moment,
            one.name in repeated,
        )
        for place, one in enumerate(fields)
    ]
