"""What lay in what, from when to when: kept in step with the events, whatever order they come in.

The meaning is `nscl.gs1.stays`; here is only which events it must see. The stays of a single thing depend on
the events that name it, on the emptyings of what it was in, and, where it was in two things at once, on
whether one of them stood in the other; those of a lot in a container on the events that name both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from nscl.apps.traceability import sql
from nscl.apps.traceability.keys import key_of
from nscl.gs1 import stays as meaning
from nscl.gs1.facts import Fact, is_lot

COLUMNS = ("child_id", "parent_id", "start", "end", "add_event", "del_event", "is_void")
Pair = tuple[int, int]  # item, container


@dataclass(frozen=True, slots=True)
class Stay:
    """A row of the table."""

    child: int
    parent: int
    start: datetime
    end: datetime | None
    add_event: int
    del_event: int | None

    @property
    def place(self) -> tuple[int, int, int]:
        return self.child, self.parent, self.add_event


def restay(pairs: Collection[Pair]) -> None:
    """Bring the stays of these items (each in the container it was named with) in step with the store.

    Part of the capture's transaction, under its locks (`locks`). Where the stays of a container changed,
    things that were in it and in another at once are looked at again.
    """
    done: set[int] = set()
    while pairs:
        wanted = _Wanted.of(pairs)
        changed = _settle(wanted, _computed(wanted))
        done |= wanted.singles
        pairs = {(child, 0) for child in _in_two(changed) if child not in done}


@dataclass
class _Wanted:
    """Single things, whose whole history counts, and lots in certain containers."""

    codes: dict[int, str]
    singles: set[int] = field(default_factory=set)
    lots: set[Pair] = field(default_factory=set)

    @classmethod
    def of(cls, pairs: Collection[Pair]) -> _Wanted:
        found = cls(_codes({child for child, _parent in pairs}))
        for child, parent in pairs:
            if not is_lot(found.codes[child]):
                found.singles.add(child)
            elif parent:
                found.lots.add((child, parent))
        return found


def _codes(numbers: Collection[int]) -> dict[int, str]:
    question = f"SELECT id, canonical FROM traceability_item WHERE {sql.among('id')}"
    return dict(sql.rows(question, [sql.listed(numbers)])) if numbers else {}


# ── What the events say ────────────────────────────────────────────────

_ROWS = """
    SELECT c.item_id, c.role, c.quantity, c.uom, p.item_id, e.id, e.event_time, e.type, e.action,
        e.transformation_id, h.event_id, h.hash
"""
_NAMING_A_SINGLE = f"""{_ROWS}
    FROM traceability_eventitem c
    JOIN traceability_eventhash h ON h.id = c.event_id AND NOT h.is_void
    JOIN traceability_event e ON e.id = c.event_id AND e.record_time = c.record_time
    LEFT JOIN traceability_eventitem p
      ON p.event_id = c.event_id AND p.record_time = c.record_time AND p.role = 'parent'
    WHERE {{}} AND (c.role NOT IN ('epc', 'class', 'parent', 'emptied', 'lot')
      OR c.role = 'epc' AND e.type = 'ObjectEvent' AND e.action = 'DELETE')
"""
_NAMING_A_LOT_IN = f"""{_ROWS}
    FROM traceability_eventitem p
    JOIN traceability_eventhash h ON h.id = p.event_id AND NOT h.is_void
    JOIN traceability_event e ON e.id = p.event_id AND e.record_time = p.record_time
    JOIN traceability_eventitem c
      ON c.event_id = p.event_id AND c.record_time = p.record_time AND c.role IN ('child', 'child_class')
    WHERE {{}} AND {{}} AND p.role = 'parent'
"""
_EMPTYING = """
    SELECT p.item_id, 'emptied', NULL, '', p.item_id, e.id, e.event_time, e.type, e.action,
        e.transformation_id, h.event_id, h.hash
    FROM traceability_eventitem p
    JOIN traceability_eventhash h ON h.id = p.event_id AND NOT h.is_void
    JOIN traceability_event e ON e.id = p.event_id AND e.record_time = p.record_time
    WHERE {} AND p.role = 'emptied' AND p.event_time >= %s
"""


@dataclass
class _Seen:
    """One event as far as it concerns what is looked at."""

    key: str
    at: datetime
    kind: str
    action: str
    parent: int
    transformation: int
    named: list[tuple[str, int, float | None, str]] = field(default_factory=list)  # role, item, how much

    def fact(self, codes: dict[int, str]) -> Fact:
        def of(*roles: str) -> tuple[str, ...]:
            return tuple(dict.fromkeys(codes[item] for role, item, _q, _u in self.named if role in roles))

        amounts = [
            (codes[item], None if quantity is None else Decimal(str(quantity)), uom)
            for role, item, quantity, uom in self.named
            if role == "child_class"
        ]
        return Fact(
            self.key,
            self.at,
            self.kind,
            self.action,
            items=of("epc"),
            parent=codes.get(self.parent, ""),
            children=of("child", "child_class"),
            amounts=tuple(amounts),
            inputs=of("input", "input_class"),
            outputs=of("output", "output_class"),
            transformation=str(self.transformation or ""),
        )


class _History:
    """The events that the stays of some items rest on, gathered until nothing is missing."""

    def __init__(self, wanted: _Wanted) -> None:
        self.wanted = wanted
        self.codes = dict(wanted.codes)
        self.seen: dict[int, _Seen] = {}
        self.parents: set[int] = set()

    def add_singles(self, singles: Collection[int]) -> None:
        question = _NAMING_A_SINGLE.format(sql.among("c.item_id"))
        self._add(sql.rows(question, [sql.listed(singles)]) if singles else [])

    def add_lots(self, lots: Collection[Pair]) -> None:
        question = _NAMING_A_LOT_IN.format(sql.among("p.item_id"), sql.among("c.item_id"))
        children, parents = {child for child, _p in lots}, {parent for _c, parent in lots}
        found = sql.rows(question, [sql.listed(parents), sql.listed(children)]) if lots else []
        self._add(row for row in found if (row[0], row[4]) in lots)

    def _add(self, rows: Iterable[Sequence[Any]]) -> None:
        for item, role, quantity, uom, parent, event, at, kind, action, transformation, name, digest in rows:
            one = self.seen.get(event)
            if one is None:
                key = key_of(name, digest)
                one = _Seen(key, sql.moment(at), kind, action, parent or 0, transformation or 0)
                self.seen[event] = one
            one.named.append((role, item, quantity, uom))
            if parent:
                self.parents.add(parent)

    def facts(self) -> list[Fact]:
        """What happened, the emptyings of the containers included."""
        moments = [one.at for one in self.seen.values() if one.parent]
        if moments:
            question = _EMPTYING.format(sql.among("p.item_id"))
            found = sql.rows(question, [sql.listed(self.parents), min(moments)])
            self._add(row for row in found if row[5] not in self.seen)
        missing = {item for one in self.seen.values() for _r, item, _q, _u in one.named} | self.parents
        self.codes |= _codes(missing - self.codes.keys())
        return sorted((one.fact(self.codes) for one in self.seen.values()), key=Fact.order)


def _computed(wanted: _Wanted) -> set[Stay]:
    """The stays as the events have them."""
    history = _History(wanted)
    history.add_singles(wanted.singles)
    history.add_lots(wanted.lots)
    above: set[int] = set()
    while True:
        found, doubts = meaning.stays_of(history.facts())
        numbers = {code: number for number, code in history.codes.items()}
        # Left one container for another: unless one of them stood in the other, which their own stays say.
        more = {numbers[doubt.container] for doubt in doubts if doubt.why == "no_unpack"}
        more = (more | (history.parents if more or above else set())) - above - wanted.singles
        if not more:
            break
        above |= more
        history.add_singles(more)
    events = {one.key: event for event, one in history.seen.items()}
    rows = (_row(stay, numbers, events) for stay in found)
    return {row for row in rows if row.child in wanted.singles or (row.child, row.parent) in wanted.lots}


def _row(stay: meaning.Stay, numbers: dict[str, int], events: dict[str, int]) -> Stay:
    end = stay.end if stay.last else None
    removed = events[stay.last] if stay.last else None
    return Stay(numbers[stay.child], numbers[stay.parent], stay.start, end, events[stay.first], removed)


# ── What the table says ────────────────────────────────────────────────


def _settle(wanted: _Wanted, computed: set[Stay]) -> set[int]:
    """Write what differs; whose stays did is given back."""
    known = {row: number for number, row in _known(wanted)}
    fresh, gone = computed - known.keys(), known.keys() - computed
    if not fresh and not gone:
        return set()
    places = {row.place: row for row in gone}
    longer = [row for row in fresh if row.place in places]
    for row in longer:
        sql.run(
            'UPDATE traceability_containment SET start = %s, "end" = %s, del_event = %s WHERE id = %s',
            [row.start, row.end, row.del_event, known[places[row.place]]],
        )
    kept = {row.place for row in longer}
    sql.insert(
        "traceability_containment",
        COLUMNS,
        [
            (row.child, row.parent, row.start, row.end, row.add_event, row.del_event, False)
            for row in fresh
            if row.place not in kept
        ],
    )
    _remove([(known[row], row.add_event) for row in gone if row.place not in kept])
    return {row.child for row in fresh | gone}


def _known(wanted: _Wanted) -> Iterator[tuple[int, Stay]]:
    children = wanted.singles | {child for child, _parent in wanted.lots}
    question = f"""
        SELECT id, child_id, parent_id, start, "end", add_event, del_event
        FROM traceability_containment WHERE {sql.among("child_id")} AND NOT is_void
    """
    for number, child, parent, start, end, added, removed in sql.rows(question, [sql.listed(children)]):
        if child in wanted.singles or (child, parent) in wanted.lots:
            until = None if end is None else sql.moment(end)
            yield number, Stay(child, parent, sql.moment(start), until, added, removed)


def _remove(gone: Collection[Pair]) -> None:
    """Stays that no longer follow: those of a packing declared wrong are kept as void."""
    if not gone:
        return
    question = f"SELECT id FROM traceability_eventhash WHERE is_void AND {sql.among('id')}"
    void = {row[0] for row in sql.rows(question, [sql.listed({event for _number, event in gone})])}
    kept = [number for number, event in gone if event in void]
    lost = [number for number, event in gone if event not in void]
    condition = sql.among("id")
    if kept:
        sql.run(
            f"UPDATE traceability_containment SET is_void = %s WHERE {condition}", [True, sql.listed(kept)]
        )
    if lost:
        sql.run(f"DELETE FROM traceability_containment WHERE {condition}", [sql.listed(lost)])


# ── Whose stays an event may change ────────────────────────────────────


def inside_at(emptied: Sequence[tuple[int, datetime]]) -> set[Pair]:
    """What lay in these containers at these moments: whose stays an emptying could close, or closed."""
    if not emptied:
        return set()
    question = f"""
        SELECT DISTINCT c.child_id, c.parent_id FROM {sql.windows("w")} JOIN traceability_containment c
        ON c.parent_id = w.item AND NOT c.is_void
          AND c.start <= w.first AND (c."end" IS NULL OR c."end" >= w.last)
    """
    return set(sql.rows(question, sql.windowed([(item, at, at) for item, at in emptied])))


def packed(items: Collection[int]) -> set[Pair]:
    """Which of these items, lots apart, were ever in something."""
    if not items:
        return set()
    question = f"SELECT DISTINCT child_id FROM traceability_containment WHERE {sql.among('child_id')}"
    return {(child, 0) for (child,) in sql.rows(question, [sql.listed(items)])}


def _in_two(containers: Collection[int]) -> set[int]:
    """Single things that were in one of these containers and in another too."""
    if not containers:
        return set()
    question = f"""
        SELECT DISTINCT a.child_id FROM traceability_containment a
        JOIN traceability_containment b
          ON b.child_id = a.child_id AND b.parent_id <> a.parent_id AND NOT b.is_void
        JOIN traceability_item i ON i.id = a.child_id AND i.kind <> 'lot'
        WHERE {sql.among("a.parent_id")} AND NOT a.is_void
    """
    return {row[0] for row in sql.rows(question, [sql.listed(containers)])}
