"""Which events are in the store already, and which of them count."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from nscl.apps.traceability import sql
from nscl.apps.traceability.drafts import Draft
from nscl.apps.traceability.senders import Sender
from nscl.apps.traceability.sql import Answer, Statement

PART = 400  # hashes in one question on SQLite
TABLE = "traceability_eventhash"
COLUMNS = (
    "id", "hash", "declaration", "event_id", "record_time",
    "organisation_id", "is_void",
)  # fmt: skip
_FIELDS = "id, hash, declaration, event_id, organisation_id, is_void"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the directory."""

    id: int
    hash: bytes
    declaration: str
    event_id: str
    organisation_id: int
    is_void: bool


@dataclass
class Known:
    """What the directory holds about some drafts."""

    by_mark: dict[tuple[bytes, str], Entry] = field(default_factory=dict)
    by_event_id: dict[str, Entry] = field(default_factory=dict)  # events, not declarations
    declarations: list[Entry] = field(default_factory=list)

    def add(self, entry: Entry) -> None:
        if (entry.hash, entry.declaration) in self.by_mark:
            return
        self.by_mark[entry.hash, entry.declaration] = entry
        if entry.declaration:
            self.declarations.append(entry)
        elif entry.event_id:
            self.by_event_id[entry.event_id] = entry

    def declared(self, draft: Draft) -> list[Entry]:
        """The events that a declaration is about."""
        wrong = Declared.of([draft])
        found = [self.by_mark.get((draft.hash, "")), self.by_event_id.get(draft.event_id)]
        return list({one.id: one for one in found if one is not None and wrong.names(one)}.values())


@dataclass(frozen=True)
class Declared:
    """What declarations of error are about (as `nscl.gs1.facts` has it): the events of their eventIDs, and
    their equals by hash where one of the two bears no eventID."""

    event_ids: frozenset[str]
    hashes: frozenset[bytes]
    nameless: frozenset[bytes]  # hashes of declarations without an eventID

    @classmethod
    def of(cls, declarations: Collection[Draft | Entry]) -> Declared:
        return cls(
            frozenset(one.event_id for one in declarations if one.event_id),
            frozenset(one.hash for one in declarations),
            frozenset(one.hash for one in declarations if not one.event_id),
        )

    def names(self, event: Draft | Entry) -> bool:
        """Whether the event is declared wrong."""
        if event.event_id in self.event_ids or event.hash in self.nameless:
            return True
        return not event.event_id and event.hash in self.hashes


def questions(drafts: Collection[Draft]) -> list[Statement]:
    """What must be asked for the lines that have a hash or an eventID in common with the drafts."""
    if not drafts:
        return []
    hashes = list({draft.hash for draft in drafts})
    names = [name for name in {draft.event_id for draft in drafts} if name]
    table = f"SELECT {_FIELDS} FROM traceability_eventhash WHERE"
    same = sql.among("event_id")
    named = f"{table} {same} AND declaration = '' AND NOT event_id = ''"
    named += f" UNION ALL {table} {same} AND NOT declaration = ''"
    of_names = [sql.listed(names)] * 2
    if sql.is_postgres():
        return [Statement(f"{table} hash = ANY(%s) UNION ALL {named}", [hashes, *of_names])]
    parts = (hashes[start : start + PART] for start in range(0, len(hashes), PART))
    found = [Statement(f"{table} hash IN ({', '.join(['%s'] * len(part))})", part) for part in parts]
    return [*found, Statement(named, of_names)] if names else found


def known(answers: Iterable[Answer]) -> Known:
    """The lines that were found."""
    found = Known()
    for answer in answers:
        for number, digest, declaration, event_id, organisation, is_void in answer.rows:
            read = bytes.fromhex(digest[2:]) if isinstance(digest, str) else bytes(digest)
            found.add(Entry(number, read, declaration, event_id, organisation, bool(is_void)))
    return found


def rows_of(drafts: Iterable[Draft], by: Sender, at: datetime) -> list[sql.Row]:
    """The lines that claim the events of these drafts, which have their numbers."""
    return [(d.id, d.hash, d.declaration, d.event_id, at, by.organisation_id, d.is_void) for d in drafts]


def order(row: sql.Row) -> tuple[bytes, str]:
    """The order in which lines are entered: by hash and declaration."""
    return row[1], row[2]


def mark_void(numbers: Collection[int]) -> None:
    """These events were declared wrong."""
    sql.run(
        f"UPDATE traceability_eventhash SET is_void = %s WHERE {sql.among('id')}", [True, sql.listed(numbers)]
    )
