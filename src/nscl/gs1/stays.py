"""Which item was in which container from when to when, read from packing and unpacking.

Source: EPCIS 2.0, sections 7.4.3 (aggregation) and 7.4.6 (association). Rules:

- at one instant the order is unknown: taken out first, then put in, then taken out what was not in before;
- an amount of a lot is out when as much was taken out as was put in, in one unit; where the amounts do not
  say it, it counts as still inside (to miss a container costs more than to name one too many), and is told;
- a single thing is in one place: put in elsewhere, used up or at its end, it left; a lost unpacking is told;
- an observation inside opens a stay as a packing does, for the packing may be lost; it ends none.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from itertools import groupby

from nscl.gs1.facts import Fact, is_lot

END = datetime.max.replace(tzinfo=UTC)
PACKING = ("AggregationEvent", "AssociationEvent")
_FARTHEST = 100  # containers looked at above one another
Pair = tuple[str, str, str]  # kind of event, child, container
Amounts = Sequence[tuple[Decimal | None, str]]


@dataclass(frozen=True)
class Stay:
    """An item inside a container from one event to another; `last` is empty while it is still inside."""

    child: str
    parent: str
    start: datetime
    end: datetime
    first: str
    last: str = ""


@dataclass(frozen=True)
class Doubt:
    """Where packing and unpacking do not fit: `no_pack`, `no_unpack` or `no_amount`."""

    item: str
    why: str
    container: str
    event: str
    at: datetime


@dataclass
class _Open:
    """A stay that has not ended, with what is known to be inside by unit (empty: no amount told)."""

    start: datetime
    event: str
    known: dict[str, Decimal] = field(default_factory=dict)
    is_vague: bool = False

    @property
    def is_amount(self) -> bool:
        """Whether it was put in as so much of something, not as one thing."""
        return self.is_vague or bool(self.known)

    def put(self, amounts: Amounts) -> None:
        for amount, unit in amounts:
            if amount is None:
                self.is_vague = True
            else:
                self.known[unit] = self.known.get(unit, Decimal(0)) + amount

    def take(self, amounts: Amounts) -> str:
        """Take out so much: "out" when nothing is left, "in" when something is, "" when nobody can say."""
        for amount, unit in amounts:
            if amount is None:
                return "" if self.known else "out"
            if self.is_vague or unit not in self.known:
                return ""
            self.known[unit] -= amount
        return "in" if any(left > 0 for left in self.known.values()) else "out"


def stays_of(facts: Iterable[Fact]) -> tuple[list[Stay], list[Doubt]]:
    """All stays and all doubts of facts in order of time.

    >>> pack = Fact("1", END.replace(year=2026), "AggregationEvent", "ADD", parent="P", children=("a", "b"))
    >>> out = Fact("2", END.replace(year=2027), "AggregationEvent", "DELETE", parent="P", children=("a",))
    >>> [(one.child, one.last) for one in stays_of([pack, out])[0]]
    [('a', '2'), ('b', '')]
    """
    return _Packing(list(facts)).run()


class _Packing:
    def __init__(self, facts: Sequence[Fact]) -> None:
        self.facts = facts
        self.open: dict[Pair, _Open] = {}
        self.above: dict[str, dict[Pair, None]] = defaultdict(dict)
        self.inside: dict[tuple[str, str], dict[Pair, None]] = defaultdict(dict)
        self.stays: list[Stay] = []
        self.doubts: list[Doubt] = []
        self.made: dict[str, set[str]] = defaultdict(set)
        for fact in facts:
            if fact.outputs:
                self.made[fact.transformation or fact.key].update(fact.outputs)

    def run(self) -> tuple[list[Stay], list[Doubt]]:
        for _at, group in groupby(self.facts, key=lambda one: one.at):
            self._instant(list(group))
        still = [
            Stay(child, parent, one.start, END, one.event) for (_k, child, parent), one in self.open.items()
        ]
        return [*self.stays, *still], self.doubts

    def _instant(self, facts: Sequence[Fact]) -> None:
        packing = [fact for fact in facts if fact.kind in PACKING and fact.parent]
        outs = [fact for fact in packing if fact.action == "DELETE"]
        missed = [(fact, gone) for fact in outs if (gone := self._take_out(fact, _leaving(fact)))]
        ins = [fact for fact in packing if fact.action != "DELETE"]
        for fact in ins:
            self._put_in(fact)
        for fact, gone in missed:
            for child in self._take_out(fact, gone):
                if child:  # taken out of what it was never put into: it was inside until now
                    self.stays.append(Stay(child, fact.parent, fact.at, fact.at, fact.key, fact.key))
                    self.doubts.append(Doubt(child, "no_pack", fact.parent, fact.key, fact.at))
        for fact in ins:
            if fact.kind == "AggregationEvent":
                self._leave_others(fact)
        for fact in facts:
            self._end(fact)

    # ── Out ────────────────────────────────────────────────────────────

    def _take_out(self, fact: Fact, leaving: Mapping[str, Amounts]) -> dict[str, Amounts]:
        """Take out what is inside; answers what was not. The child "" stands for all of them."""
        missed: dict[str, Amounts] = {}
        for child, amounts in leaving.items():
            if child:
                pairs = [(fact.kind, child, fact.parent)]
            else:
                pairs = list(self.inside.get((fact.kind, fact.parent), ()))
            if not any(pair in self.open for pair in pairs):
                missed[child] = amounts
                continue
            for pair in pairs:
                found = self.open[pair].take(amounts) if amounts else "out"
                if found == "out":
                    self._close(pair, fact)
                elif not found:
                    self.doubts.append(Doubt(pair[1], "no_amount", fact.parent, fact.key, fact.at))
        return missed

    def _close(self, pair: Pair, fact: Fact) -> None:
        begun = self.open.pop(pair)
        del self.above[pair[1]][pair], self.inside[pair[0], pair[2]][pair]
        self.stays.append(Stay(pair[1], pair[2], begun.start, fact.at, begun.event, fact.key))

    # ── In ─────────────────────────────────────────────────────────────

    def _put_in(self, fact: Fact) -> None:
        amounts = _amounts(fact)
        for child in fact.children:
            if child == fact.parent:
                continue
            pair = (fact.kind, child, fact.parent)
            known = self.open.get(pair)
            if known is None:
                known = self.open[pair] = _Open(fact.at, fact.key)
                self.above[child][pair] = self.inside[fact.kind, fact.parent][pair] = None
                known.put(amounts.get(child, ()))
            elif fact.action == "ADD":
                known.put(amounts.get(child, ()))

    def _leave_others(self, fact: Fact) -> None:
        """A single thing left the containers it was in before, unless one of them is inside the other."""
        amounts = {one[0] for one in fact.amounts}
        for child in fact.children:
            others = self.above.get(child, {})
            if len(others) < 2 or child in amounts or is_lot(child):
                continue
            for pair in list(others):
                kind, _child, other = pair
                begun = self.open[pair]
                if kind != fact.kind or other == fact.parent or begun.start == fact.at or begun.is_amount:
                    continue
                if not self._is_within(other, fact.parent) and not self._is_within(fact.parent, other):
                    self._close(pair, fact)
                    self.doubts.append(Doubt(child, "no_unpack", other, fact.key, fact.at))

    def _is_within(self, inner: str, outer: str) -> bool:
        """Whether a container stands in another, at any depth; too tangled counts as standing in it."""
        seen, level = {inner}, [inner]
        while level:
            for _kind, _child, parent in self.above.get(level.pop(), ()):
                if parent == outer or len(seen) > _FARTHEST:
                    return True
                if parent not in seen:
                    seen.add(parent)
                    level.append(parent)
        return False

    # ── End ────────────────────────────────────────────────────────────

    def _end(self, fact: Fact) -> None:
        """A single thing that was used up, or is declared at its end, is in no container any more."""
        if fact.kind == "TransformationEvent":
            stays_whole = self.made.get(fact.transformation or fact.key, set())
            ending = [one for one in fact.inputs if one not in stays_whole]
        elif fact.kind == "ObjectEvent" and fact.action == "DELETE":
            ending = list(fact.items)
        else:
            return
        for item in ending:
            for pair in list(self.above.get(item, ())) if not is_lot(item) else ():
                begun = self.open[pair]
                if pair[0] == "AggregationEvent" and not begun.is_amount:
                    self._close(pair, fact)
                    if fact.inputs and begun.start < fact.at:
                        self.doubts.append(Doubt(item, "no_unpack", pair[2], fact.key, fact.at))


def _amounts(fact: Fact) -> dict[str, list[tuple[Decimal | None, str]]]:
    found: dict[str, list[tuple[Decimal | None, str]]] = {}
    for item, amount, unit in fact.amounts:
        found.setdefault(item, []).append((amount, unit))
    return found


def _leaving(fact: Fact) -> dict[str, Amounts]:
    """What an unpacking takes out, with amounts; without children it is everything."""
    amounts = _amounts(fact)
    return {child: amounts.get(child, ()) for child in fact.children} or {"": ()}
