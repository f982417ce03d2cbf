"""Which events are in the store already, and which of them count."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from nscl.apps.traceability import sql
from nscl.apps.traceability.drafts import Draft

PART = 400  # hashes in one question on SQLite
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


def look_up(drafts: Collection[Draft]) -> Known:
    """The lines that have a hash or an eventID in common with the drafts."""
    known = Known()
    if not drafts:
        return known
    hashes = list({draft.hash for draft in drafts})
    names = [name for name in {draft.event_id for draft in drafts} if name]
    table = f"SELECT {_FIELDS} FROM traceability_eventhash WHERE"
    same = sql.among("event_id")
    named = f"{table} {same} AND declaration = '' AND NOT event_id = ''"
    named += f" UNION ALL {table} {same} AND NOT declaration = ''"
    of_names = [sql.listed(names)] * 2 if names else []
    if sql.is_postgres():
        union = f"{table} hash = ANY(%s)" + (f" UNION ALL {named}" if names else "")
        _add(known, union, [hashes, *of_names])
        return known
    for part in _parts(hashes):
        _add(known, f"{table} hash IN ({', '.join(['%s'] * len(part))})", part)
    if names:
        _add(known, named, of_names)
    return known


def _parts(values: Sequence[bytes]) -> Iterable[Sequence[bytes]]:
    return (values[start : start + PART] for start in range(0, len(values), PART))


def _add(known: Known, question: str, parameters: Sequence[object]) -> None:
    for number, digest, declaration, event_id, organisation, is_void in sql.rows(question, parameters):
        known.add(Entry(number, bytes(digest), declaration, event_id, organisation, bool(is_void)))


def claim(drafts: Sequence[Draft], *, organisation_id: int, at: datetime) -> list[Draft]:
    """Enter the drafts and give each its number; those that another capture entered meanwhile stay out."""
    ordered = sorted(drafts, key=lambda draft: draft.mark)  # captures of the same events meet in one order
    if not sql.is_postgres():
        return _claim_alone(ordered, organisation_id, at)
    columns = ("hash", "declaration", "event_id", "record_time", "organisation_id", "is_void")
    types = ("bytea", "text", "text", "timestamptz", "bigint", "boolean")
    given = [
        (draft.hash, draft.declaration, draft.event_id, at, organisation_id, draft.is_void)
        for draft in ordered
    ]
    arrays = ", ".join(f"%s::{kind}[]" for kind in types)
    found = sql.rows(
        f"INSERT INTO traceability_eventhash ({', '.join(columns)}) SELECT * FROM unnest({arrays})"
        " ON CONFLICT DO NOTHING RETURNING id, hash, declaration",
        [list(column) for column in zip(*given, strict=True)],
    )
    numbers = {(bytes(digest), declaration): number for number, digest, declaration in found}
    for draft in drafts:
        draft.id = numbers.get(draft.mark, 0)
    return [draft for draft in drafts if draft.id]


def _claim_alone(drafts: Sequence[Draft], organisation_id: int, at: datetime) -> list[Draft]:
    """On SQLite nobody else writes now, and `look_up` has told what is there."""
    last = sql.rows("SELECT COALESCE(MAX(id), 0) FROM traceability_eventhash")[0][0]
    for number, draft in enumerate(drafts, last + 1):
        draft.id = number
    sql.insert(
        "traceability_eventhash",
        ("id", "hash", "declaration", "event_id", "record_time", "organisation_id", "is_void"),
        [(d.id, d.hash, d.declaration, d.event_id, at, organisation_id, d.is_void) for d in drafts],
    )
    return list(drafts)


def mark_void(numbers: Collection[int]) -> None:
    """These events were declared wrong."""
    sql.run(
        f"UPDATE traceability_eventhash SET is_void = %s WHERE {sql.among('id')}", [True, sql.listed(numbers)]
    )
