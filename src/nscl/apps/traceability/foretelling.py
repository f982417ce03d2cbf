"""Small captures in one round trip, where what the look would find can be foretold (PostgreSQL).

Most documents bring new things into being at places that were named before, or name again what was captured
a moment ago. What the store would answer about them is known beforehand; so everything is written at once,
on the condition that the store is as foretold: the events are not there, the codes met before have the
numbers remembered of them, the register holds the products remembered. The database itself looks, under the
same locks and with the same unique keys as always: a memory that is wrong costs time and nothing else. Then
nothing is written, and the capture goes the ordinary way (`storing.store`).

Only what changes no stays is foretold: packing, using up, ending and declaring errors take the ordinary way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from django.db import IntegrityError, OperationalError, connection

from nscl.apps.traceability import (
    directory,
    fields,
    items,
    locks,
    master_data,
    partitions,
    records,
    sql,
    writing,
)
from nscl.apps.traceability.drafts import Draft
from nscl.apps.traceability.items import ProductLine
from nscl.apps.traceability.sql import Statement
from nscl.apps.traceability.storing import Part, Rows, Store

MOST_ROWS = 2_000  # of one attempt; more go by COPY
MOST_CODES = 50_000  # remembered; the oldest are forgotten first
RESERVE = 400  # numbers of codes and of records that a connection takes at a time
_KEPT = "nscl.numbers"  # the setting that tells the second statement of a message what the first gave
# Columns of an event's rows that come from the lists of `foretold` in the message: the event's number, given
# under the lock (until then its place in the lists stands there), and its times.
_TIMES = {"record_time": "recorded", "event_time": "happened"}
_TIMED = frozenset(_TIMES)
_NUMBERED: dict[str, dict[str, str]] = {
    directory.TABLE: {"id": "numbers", "record_time": "recorded"},
    writing.EVENTS: {"id": "numbers", **_TIMES},
    writing.ITEMS: {"event_id": "numbers", **_TIMES},
    writing.EDGES: {"event_number": "numbers", "event_time": "happened"},
    fields.TABLE: {"event_number": "numbers", **_TIMES},
}


def store(parts: Sequence[Part]) -> bool:
    """Store the documents in a transaction of their own; false, and nothing is stored, if that cannot be."""
    if not sql.is_postgres() or connection.in_atomic_block or not all(map(_is_plain, parts)):
        return False
    attempt = _Attempt(parts)
    if not attempt.foretell():
        return False
    try:
        return attempt.write()
    except IntegrityError:  # another entered the same thing meanwhile, or a month is missing
        return False
    except OperationalError as error:
        if "deadlock" not in str(error):
            raise
        return False


def _is_plain(part: Part) -> bool:
    """Whether its events ask for no others, and nothing comes with them."""
    judged = part.judged
    return (
        part.job is None
        and bool(judged.drafts)
        and not judged.errors
        and not any(one.declaration or locks.moves(one) for one in judged.drafts)
        and not master_data.vocabularies_of(judged.content)
        and partitions.are_there(part.at)
    )


# ── What is remembered ─────────────────────────────────────────────────


@dataclass
class _Memory:
    """What the store said or was told lately: the numbers of codes, the products of GTINs.

    Never relied on unasked.
    """

    numbers: dict[str, int] = field(default_factory=dict)
    products: dict[str, Sequence[ProductLine]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def add(self, codes: items.Dictionary) -> None:
        with self.lock:
            for kept, learnt in ((self.numbers, codes.numbers), (self.products, codes.lines)):
                kept.update(learnt)  # type: ignore[arg-type]
                while len(kept) > MOST_CODES:
                    del kept[next(iter(kept))]  # type: ignore[arg-type]


_memory = _Memory()
_reserves: WeakKeyDictionary[Any, dict[str, list[int]]] = WeakKeyDictionary()  # by connection


def remember(store: Store) -> None:
    """Keep what a capture learnt of the store; not where others may take it back."""
    if sql.is_postgres() and not connection.in_atomic_block:
        _memory.add(store.codes)


def _reserved(raw: Any, table: str, number: int) -> list[int]:
    """Numbers for new rows that nobody else gets; those left over when a connection ends are never used."""
    kept = _reserves.setdefault(raw, {}).setdefault(table, [])
    if len(kept) < number:
        kept += sql.next_numbers({table: number + RESERVE})[table]
    taken, kept[:number] = kept[:number], []
    return taken


# ── The attempt ────────────────────────────────────────────────────────


class _Attempt(Store):
    """The store's work, its look foretold."""

    def foretell(self) -> bool:
        """Decide upon what is remembered; false where something would have to be asked."""
        drafts = [draft for part in self.parts for draft in part.judged.drafts]
        codes = {code for draft in drafts for code in draft.codes}
        self.remembered = {
            code: number for code in codes if (number := _memory.numbers.get(code)) is not None
        }
        if any(_is_doubtful(draft, self.remembered) for draft in drafts):
            return False
        gtins = items.gtins_of(codes)
        lines = {gtin: found for gtin in gtins if (found := _memory.products.get(gtin)) is not None}
        if len(lines) < len(gtins):
            return False
        for part in self.parts:
            part.begin()
        self.codes.numbers |= self.remembered
        self.codes.know(lines)
        self.decide()
        if any(part.refusal or part.refused or part.replayed for part in self.parts):
            return False
        return sum(part.size for part in self.parts) <= MOST_ROWS

    def write(self) -> bool:
        """Everything in one message, committed when the answer is here; false if the store is not so."""
        fresh = self.fresh
        new = {code for draft in fresh for code in draft.codes} - self.remembered.keys()
        raw = sql.connected()
        self.numbers = {
            items.TABLE: _reserved(raw, items.TABLE, len(new)),
            directory.TABLE: list(range(len(fresh))),
            records.TABLE: _reserved(raw, records.TABLE, len(self.parts)),
        }
        entries = self.entries()
        times = [[part.at for part in self.parts for _draft in part.fresh], [draft.at for draft in fresh]]
        first = _statement(entries, times, self._conditions())
        # The database begins with codes and events while the other rows are made.
        answers = sql.together([*locks.wanted([]), first], then=lambda: [_statement(self._rest(), times)])
        is_so, numbers = answers[-2].rows[0]
        for draft, number in zip(fresh, numbers, strict=True):
            draft.id = number
        return bool(is_so)

    def _rest(self) -> list[Rows]:
        """The rows that follow the codes and the events' claims.

        What is written is remembered here, while there is time: if it comes to nothing, a memory is wrong,
        and the next capture of these codes finds it out.
        """
        self.end_records()
        remember(self)
        jobs = records.rows([part.job for part in self.parts if part.job is not None])
        return [jobs, *self.rows()]

    def _conditions(self) -> list[Statement]:
        """That the events are not there, and that codes and products are as remembered."""
        (events,) = directory.questions(self.fresh)
        are_new = Statement(f"NOT EXISTS ({events.text})", events.parameters)
        return [are_new, *items.as_remembered(self.remembered, self.codes.lines)]


def _is_doubtful(draft: Draft, remembered: Mapping[str, int]) -> bool:
    """Whether only a look can tell what the store knows of its codes.

    What an event brings into being is taken for new, with its lots; all else must have been met before.
    """
    made = draft.made
    if not made:
        return any(code not in remembered for code in draft.codes)
    places = (draft.read_point, draft.biz_location)
    return any(code in remembered for code in made) or any(
        place and place not in remembered for place in places
    )


def _statement(
    rows: Sequence[Rows], times: list[list[datetime]], conditions: Sequence[Statement] = ()
) -> Statement:
    """The writing of rows. The first of a message has the conditions: if they hold, it gives the events
    their numbers, writes, and tells so; what follows in the message writes if the first did."""
    rows = [one for one in rows if one[2]]
    text = _text(
        tuple(one.text for one in conditions), tuple((table, columns) for table, columns, _r in rows)
    )
    told = (value for one in conditions for value in one.parameters)
    written = (
        sql.as_json(columns, given, without=_TIMED if table in _NUMBERED else frozenset())
        for table, columns, given in rows
    )
    return Statement(text, [*told, *times, *written])


@cache
def _text(conditions: tuple[str, ...], tables: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    parts = ", ".join(f"w{place} AS ({_inserting(*one)})" for place, one in enumerate(tables))
    if conditions:
        numbers = f"(SELECT array_agg(nextval('{directory.TABLE}_id_seq')) FROM unnest(recorded))"
        found = f"SELECT {' AND '.join(conditions)} AS is_so, recorded, happened, {numbers} AS numbers"
        kept = f"set_config('{_KEPT}', CASE WHEN is_so THEN numbers::text ELSE '' END, true)"
        told = f"SELECT is_so, numbers FROM foretold WHERE {kept} IS NOT NULL"
    else:
        kept = f"NULLIF(current_setting('{_KEPT}'), '')::bigint[]"
        found = f"SELECT {kept} IS NOT NULL AS is_so, recorded, happened, {kept} AS numbers"
        told = "SELECT is_so FROM foretold"
    return f"""
        WITH foretold AS MATERIALIZED (
          {found} FROM (SELECT %s::timestamptz[] AS recorded, %s::timestamptz[] AS happened) AS given
        ), {parts}
        {told}
    """


def _inserting(table: str, columns: tuple[str, ...]) -> str:
    taken = _NUMBERED.get(table, {})
    key = next((name for name, source in taken.items() if source == "numbers"), "")
    picked = ", ".join(
        f'foretold.{taken[name]}[r."{key}" + 1]' if name in taken else f'r."{name}"' for name in columns
    )
    return f"""
        INSERT INTO {table} ({", ".join(f'"{name}"' for name in columns)}) SELECT {picked}
        FROM foretold, json_populate_recordset(NULL::{table}, %s::json) r WHERE foretold.is_so
    """
