"""Where a lot came from and where it went, over everything in the store.

The meaning is `nscl.gs1.tracing`, and the answer is its own: the database only finds the events that it must
see. First the items within reach are gathered level by level (`reaching`), then their events are read and
traced. Where that shows an item whose events were not read, they are read and traced again, so that the
answer never rests on what the gathering thought.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from nscl.apps.traceability import items, sql
from nscl.apps.traceability.keys import key_of
from nscl.apps.traceability.queries.event_rows import COLUMNS, EventRow, firms_of, row_of
from nscl.apps.traceability.queries.reaching import Reached, Span
from nscl.gs1.canonical import canonical_epc
from nscl.gs1.facts import Fact, fact_of, is_traceable
from nscl.gs1.tracing import BEGINNING, END, MOST_NODES, Break, Direction, Graph, Trace
from nscl.gs1.tracing import trace as traced

ROUNDS = 40  # times that more events are read; each reads what the one before showed to be missing
ALWAYS: Span = (BEGINNING, END)


@dataclass(frozen=True)
class Followed:
    """A trace, and the rows behind its events by their key: they came with the events."""

    trace: Trace
    rows: Mapping[str, EventRow] = field(default_factory=dict)


def trace(
    roots: Iterable[str], direction: Direction, *, at: datetime | None = None, most: int = MOST_NODES
) -> Trace:
    """Follow the roots from a moment on (`forward`) or up to a moment (`back`); by default all their time."""
    return _followed(roots, direction, at, most)[0]


def follow(
    roots: Iterable[str], direction: Direction, *, at: datetime | None = None, most: int = MOST_NODES
) -> Followed:
    """The trace with the rows behind its events, to be told to people."""
    found, search = _followed(roots, direction, at, most)
    return Followed(found, search.rows_of(found))


def _followed(
    roots: Iterable[str], direction: Direction, at: datetime | None, most: int
) -> tuple[Trace, _Search]:
    named = list(roots)
    traced(Graph([]), named, direction, at=at)  # refuses what cannot be asked
    window = (at or BEGINNING, END) if direction == "forward" else (BEGINNING, at or END)
    search = _Search(direction, most)
    search.extend({canonical_epc(root): window for root in named})
    for _round in range(ROUNDS):
        found = traced(Graph(search.known()), named, direction, at=at, most=most)
        more = search.extend(_needed(found), carriers=found.carriers, whole=_unclear(found))
        if not (search.join(_shared(found)) | more):
            return found, search
    found.is_cut_off = True
    found.breaks = sorted({*found.breaks, Break("cut_off")})
    return found, search


def _needed(found: Trace) -> dict[str, Span]:
    """The items that an answer rests on, each with the stretch in which its events must be known."""
    needed = {item: (spans[0][0], spans[-1][1]) for item, spans in found.exposures.items()}
    # What a carrier was put into before it carried: whether it left that since is told by its own events.
    for item in found.carriers:
        stays, (first, last) = found.graph.inside_of.get(item), needed[item]
        since = [stay.start for stay in stays.meeting(first, first)] if stays else []
        needed[item] = (min(since, default=first), last)
    # Two containers of one thing at once: whether one stood in the other is told by their own events.
    tangled = [
        doubt
        for item in found.exposures
        for doubt in found.graph.doubts.get(item, ())
        if doubt.why == "no_unpack"
    ]
    if tangled:
        events = {doubt.event for doubt in tangled}
        level = {doubt.container for doubt in tangled}
        level |= {fact.parent for fact in found.graph.facts if fact.key in events and fact.parent}
        while level:
            needed |= dict.fromkeys(level, ALWAYS)
            above = [stays for item in level if (stays := found.graph.inside_of.get(item))]
            level = {stay.parent for stays in above for stay in stays.rows} - needed.keys()
    return needed


def _unclear(found: Trace) -> set[str]:
    """Items named before anything says how they came to be: what is said later counts for them too."""
    origins, events = found.graph.origins, found.graph.events
    return {
        item
        for item in found.exposures
        if item not in origins or (item in events and events[item][0].at < origins[item])
    }


def _shared(found: Trace) -> set[str]:
    """The transformationIDs under which anything exposed was used or made."""
    return {
        fact.transformation
        for fact in found.graph.facts
        if fact.transformation and not found.exposures.keys().isdisjoint((*fact.inputs, *fact.outputs))
    }


class _Search:
    """The events read so far, and for which items in which stretch they are all."""

    def __init__(self, direction: Direction, most: int) -> None:
        self.reached = Reached(direction, most)
        self.facts: dict[int, Fact | None] = {}  # None: declared wrong
        self.rows: dict[str, tuple[Any, ...]] = {}  # by key, as far as the events count
        self.read: dict[int, Span] = {}
        self.numbers: dict[str, int | None] = {}  # None: in no event
        self.reused: set[int] = set()
        self.goods: set[int] = set()
        self.whole: set[int] = set()  # goods of which every event is read
        self.makings: set[int] = set()

    def known(self) -> list[Fact]:
        return [fact for fact in self.facts.values() if fact is not None]

    def rows_of(self, found: Trace) -> dict[str, EventRow]:
        """The rows behind the events of a trace."""
        rows = {fact.key: self.rows[fact.key] for fact in found.events}
        firms = firms_of(rows.values())
        return {key: row_of(row, firms) for key, row in rows.items()}

    def join(self, shared: Collection[str]) -> bool:
        """Read all events of these transformationIDs; whether any were missing."""
        self._number(shared)
        makings = {number for code in shared if (number := self.numbers[code])}
        if makings <= self.makings:
            return False
        self.reached.makings |= makings
        before = len(self.facts)
        self._read()
        return len(self.facts) > before

    def extend(
        self, needed: Mapping[str, Span], *, carriers: Collection[str] = (), whole: Collection[str] = ()
    ) -> bool:
        """Reach out from these items and read the events that are missing; whether there were any."""
        self._number(needed)
        self.whole |= {number for code in whole if (number := self.numbers[code])}
        missing = False
        for code, span in needed.items():
            number = self.numbers[code]
            if number is None or _holds(self.read.get(number), self._stretch(number, span)):
                continue
            missing = True
            if code in carriers and span != ALWAYS:
                self.reached.reach(number, "up", span)
            else:
                self.reached.expose(number, span, span)
        if missing:
            self.reached.run()
            self._read()
        return missing

    def _number(self, codes: Iterable[str]) -> None:
        new = [code for code in codes if code not in self.numbers]
        self.numbers |= dict.fromkeys(new) | items.numbers_of(code for code in new if is_traceable(code))

    def _stretch(self, number: int, span: Span) -> Span:
        """When the events of an item are read, that is exposed in a stretch.

        Of things that carry again and again only what happens while they carry. Of goods that are traced
        back nothing that happened to them later, which for a lot of which much was made is most of it; but
        where nothing says until then how they came to be, a making that was entered too late may.
        """
        if number in self.reused and (number, "own") not in self.reached.spans:
            return span
        is_over = self.reached.direction == "back" and number in self.goods and number not in self.whole
        return (BEGINNING, span[1]) if is_over else ALWAYS

    def _read(self) -> None:
        """Read the events of all that was reached, as far as they are not read."""
        self._tell_kinds()
        windows = []
        for number in self.reached.items:
            span = self._stretch(number, self.reached.hull(number))
            if not _holds(self.read.get(number), span):
                self.read[number] = span
                windows.append((number, *span))
        self._keep(_naming(windows))
        events = self.reached.events | _sharing(self.reached.makings - self.makings)
        # What was in it before is known to be out of it by its emptyings, whenever they were.
        events |= _emptying([number for number, first, _last in windows if first != BEGINNING])
        self.makings |= self.reached.makings
        missing = events - self.facts.keys()
        self.facts |= dict.fromkeys(missing)
        self._keep(_named(missing))

    def _keep(self, events: Iterable[tuple[Any, ...]]) -> None:
        """What events say, from their own text, and the rows behind them."""
        for *row, raw in events:
            key = key_of(row[1], row[2])
            fact = self.facts[row[0]] = fact_of({**json.loads(raw), "eventID": key})
            if fact is not None:
                self.rows[fact.key] = tuple(row)

    def _tell_kinds(self) -> None:
        new = self.reached.items - self.read.keys()
        question = f"SELECT id, canonical, kind FROM traceability_item WHERE {sql.among('id')}"
        for number, code, kind in sql.prepared(question, [sql.listed(new)]) if new else ():
            self.numbers[code] = number
            if kind == "asset":
                self.reused.add(number)
            elif kind in ("lot", "instance"):
                self.goods.add(number)


def _holds(known: Span | None, wanted: Span) -> bool:
    return known is not None and known[0] <= wanted[0] and wanted[1] <= known[1]


# An event declared wrong is found by an index that holds no others.
_EVENTS = """
    SELECT {columns}, e.raw
    FROM ({which}) AS named
    JOIN traceability_event e ON e.id = named.id AND e.record_time = named.record_time
    WHERE NOT EXISTS (SELECT 1 FROM traceability_eventhash h WHERE h.id = named.id AND h.is_void)
"""


def _naming(windows: Sequence[tuple[int, datetime, datetime]]) -> list[tuple[Any, ...]]:
    """The events that name these items in these stretches."""
    if not windows:
        return []
    named = f"""
        SELECT DISTINCT i.event_id AS id, i.record_time FROM {sql.windows("w")} JOIN traceability_eventitem i
        ON i.item_id = w.item AND i.event_time >= w.first AND i.event_time <= w.last
    """
    return _events(named, sql.windowed(windows))


def _emptying(containers: Collection[int]) -> set[int]:
    if not containers:
        return set()
    question = f"""
        SELECT event_id FROM traceability_eventitem WHERE {sql.among("item_id")} AND role = 'emptied'
    """
    return {event for (event,) in sql.prepared(question, [sql.listed(containers)])}


def _sharing(makings: Collection[int]) -> set[int]:
    """The events that share these transformationIDs."""
    if not makings:
        return set()
    question = f"""
        SELECT event_number FROM traceability_edge WHERE {sql.among("src")} AND kind = 'output'
        UNION SELECT event_number FROM traceability_edge WHERE {sql.among("dst")} AND kind = 'input'
    """
    return {event for (event,) in sql.prepared(question, [sql.listed(makings)] * 2)}


def _named(events: Collection[int]) -> list[tuple[Any, ...]]:
    """These events."""
    if not events:
        return []
    known = f"SELECT id, record_time FROM traceability_eventhash WHERE {sql.among('id')}"
    return _events(known, [sql.listed(events)])


def _events(which: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Events with their rows and their text; those declared wrong are left out."""
    return sql.prepared(_EVENTS.format(columns=COLUMNS, which=which), parameters)
