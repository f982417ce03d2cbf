"""The events of a province in the order of their numbers, each with the sealed day that it belongs to."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from nscl.apps.traceability import locks, sql
from nscl.apps.traceability.drafts import declaration_mark
from nscl.apps.traceability.keys import key_of
from nscl.apps.traceability.models import CaptureJob, DailyRoot
from nscl.gs1.day_roots import Sealed, leaf_hash_of
from nscl.gs1.epcis.hashing import event_hash, namespaces_of

BATCH = 4_000
_LINES = """
    SELECT e.id, e.record_time, e.event_id, e.hash, e.organisation_id, e.raw, e.job_id,
      h.declaration, h.hash, h.event_id, h.record_time, h.organisation_id
    FROM traceability_event e LEFT JOIN traceability_eventhash h ON h.id = e.id
    WHERE e.province_id = %s AND e.id > %s AND e.id <= %s ORDER BY e.id LIMIT {}
"""


class Line(NamedTuple):
    """One event as it stands in the store, with what the directory says of it."""

    number: int
    recorded_at: datetime
    event_id: str
    hash: bytes
    organisation_id: int
    raw: str
    job_id: int
    declaration: str
    listed_hash: bytes | None
    listed_event_id: str | None
    listed_at: datetime | None
    listed_organisation_id: int | None

    @property
    def key(self) -> str:
        return key_of(self.event_id, self.hash)

    @property
    def sealed(self) -> Sealed:
        return Sealed.of(
            self.hash, self.declaration, self.event_id, self.recorded_at, self.organisation_id, self.raw
        )

    @property
    def leaf_hash(self) -> bytes:
        return leaf_hash_of(
            self.hash, self.declaration, self.event_id, self.recorded_at, self.organisation_id, self.raw
        )

    @property
    def is_listed(self) -> bool:
        """Whether the directory says the same of it."""
        return (
            self.hash == self.listed_hash
            and self.recorded_at == self.listed_at
            and self.event_id == self.listed_event_id
            and self.organisation_id == self.listed_organisation_id
        )


def batches(province_id: int, first: int = 0, last: int | None = None) -> Iterator[list[Line]]:
    """The events of a province numbered `first` to `last`, in order, some thousands at a time."""
    after, last = first - 1, 2**62 if last is None else last
    while True:
        found = sql.rows(_LINES.format(BATCH), [province_id, after, last])
        yield [_line(row) for row in found]
        if len(found) < BATCH:
            return
        after = found[-1][0]


def _line(row: tuple[Any, ...]) -> Line:
    """A row with its bytes and moments as both databases mean them."""
    number, recorded, event_id, digest, organisation, raw, job, declaration, listed, named, at, by = row
    return Line(
        number,
        sql.moment(recorded),
        event_id,
        bytes(digest),
        organisation,
        raw,
        job,
        declaration or "",
        None if listed is None else bytes(listed),
        named,
        None if at is None else sql.moment(at),
        by,
    )


def last_number() -> int:
    """The highest number given to an event of any province, once every capture under way has ended.

    On PostgreSQL captures hold a lock from before they take numbers until they commit (`locks`), so what
    commits later has a higher number. The lock is let go with the transaction: keep that one short.
    """
    locks.wait_for_all()
    return int(sql.rows("SELECT COALESCE(MAX(id), 0) FROM traceability_eventhash")[0][0])


class Days:
    """The sealed days of a province in order, and which of them an event belongs to."""

    def __init__(self, roots: Sequence[DailyRoot]) -> None:
        self.roots = roots
        self._ends = [root.ends for root in roots]
        self._through = [root.sealed_through for root in roots]

    def place(self, line: Line) -> int:
        """The place of the event's day; the number of days when it is not sealed yet.

        The first day that ends after the event was recorded and was sealed when it stood there already.
        """
        return max(bisect_right(self._ends, line.recorded_at), bisect_left(self._through, line.number))


class Rehash:
    """Events' hashes computed again from their text, with the names their documents declared."""

    def __init__(self) -> None:
        self._namespaces: dict[int, Mapping[str, str]] = {}

    def fault(self, line: Line) -> str:
        """Why the text is not that of the event's hash, declaration and eventID; empty where it is."""
        try:
            event = json.loads(line.raw)
        except ValueError:
            return "nguyên văn không còn đọc được"
        if not isinstance(event, dict):
            return "nguyên văn không còn là một sự kiện"
        found = event_hash(event, self._namespaces.get(line.job_id)).removeprefix("ni:///sha-256;")[:64]
        if found != line.hash.hex():
            return "nguyên văn không khớp với mã băm đã ghi"
        declared = event.get("errorDeclaration")
        mark = declaration_mark(declared, line.organisation_id) if isinstance(declared, Mapping) else ""
        if mark != line.declaration:
            return "khai báo sai sót không khớp với dấu đã ghi"
        named = event.get("eventID")
        if (named if isinstance(named, str) else "") != line.event_id:
            return "eventID trong nguyên văn không khớp với mã đã ghi"
        return ""

    def know(self, lines: Sequence[Line]) -> None:
        """Read the names that the documents of these events declared, all at once."""
        missing = {line.job_id for line in lines} - self._namespaces.keys()
        for pk, context in CaptureJob.objects.filter(pk__in=missing).values_list("pk", "context"):
            self._namespaces[pk] = namespaces_of({"@context": context})
