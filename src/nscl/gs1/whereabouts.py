"""Who holds the goods of a trace now: the place or party each item was left at, and how much of a lot.

A single thing is where its last event left it, on its own or with the container around it. A lot is in many
hands at once: everybody it reached is named, with what came in less what went out where the events tell both
in one unit, else without an amount. Rules:

- goods sent to a destination are with the destination, whether or not it wrote their arrival;
- an arrival belongs to the one sending that it can belong to: the one it names, or of its container, or the
  only one open; else both stay, for to ask one holder too many costs less than to miss one;
- goods put into store where they lie already came no second time: storing arrives only where nothing was;
- what a making used, what was destroyed, and amounts that went out in full are told and not held;
- a place or party is an organisation's where the register says so, where one organisation alone wrote what
  happened there, or where it wrote the arrival of what was sent there.

Source: EPCIS 2.0, sections 7.3.5 (read point, business location), 7.4 (events); CBV 2.0, section 7.1 (steps).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Literal

from nscl.gs1.facts import Fact, is_lot
from nscl.gs1.spans import holds
from nscl.gs1.tracing import Trace

Amounts = tuple[tuple[str, Decimal | None], ...]  # by unit; None: named without an amount
Standing = Literal["here", "on_way", "sold", "used", "ended", "passed_on"]
HELD: tuple[Standing, ...] = ("here", "on_way")
SENDING = frozenset({"shipping", "departing", "dispatching", "consigning"})
ARRIVING = frozenset({"receiving", "arriving", "accepting", "storing", "unloading"})
SELLING = frozenset({"retail_selling", "dispensing"})
_STORING = "storing"
_MAKING, _OBJECT, _PACKING = "TransformationEvent", "ObjectEvent", ("AggregationEvent", "AssociationEvent")
_PARTY = "https://id.gs1.org/417/"


@dataclass(frozen=True)
class Told:
    """How much of an item an event tells of; `amount` is None where it names the item without an amount."""

    event: str
    item: str
    amount: Decimal | None
    unit: str


@dataclass(frozen=True)
class Holder:
    """An organisation by its number, or else the code of a place or party; both empty: nobody knows."""

    organisation: int | None = None
    code: str = ""


@dataclass(frozen=True)
class Holding:
    """An item with a holder: how it stands there, since which event, and how much is left by unit.

    `place` is the last place or party named, `through` the container it came or lies in, `sender` who last
    wrote of it, to be asked where the holder is not known. No `amounts`: the events do not tell.
    """

    item: str
    holder: Holder
    standing: Standing
    since: datetime
    event: str
    place: str = ""
    through: str = ""
    sender: int | None = None
    amounts: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True)
class _Seen:
    """An event of an item, its own or of a container around it, with the amount it moved."""

    fact: Fact
    carrier: str = ""
    amounts: Amounts = ()

    def is_arrival(self) -> bool:
        return self.fact.step in ARRIVING and self.fact.kind != _MAKING

    def is_sending(self) -> bool:
        return not self.is_arrival() and (bool(self.fact.destinations) or self.fact.step in SENDING)


def whereabouts(
    found: Trace,
    told: Iterable[Told] = (),
    written_by: Mapping[str, int] | None = None,
    known: Mapping[str, int] | None = None,
) -> list[Holding]:
    """Every holding of the traced items that are exposed in themselves, by item and time.

    `written_by` gives the organisation of each event, `known` the organisation of places and parties.

    >>> from nscl.gs1.tracing import Graph, facts_of, trace
    >>> sent = {"type": "ObjectEvent", "action": "OBSERVE", "eventTime": "2026-03-02T09:00:00Z",
    ...     "eventID": "urn:e:1", "bizStep": "shipping", "epcList": ["urn:vi-du:thung-1"],
    ...     "destinationList": [{"type": "owning_party", "destination": "urn:vi-du:cua-hang"}]}
    >>> found = trace(Graph(facts_of([sent])), ["urn:vi-du:thung-1"], "forward")
    >>> [(one.holder.code, one.standing) for one in whereabouts(found, written_by={"urn:e:1": 7})]
    [('urn:vi-du:cua-hang', 'on_way')]
    """
    search = _Search(found, told, written_by or {}, known or {})
    rows = [row for item in sorted(found.items) for row in search.of(item)]
    return sorted(rows, key=lambda one: (one.item, one.since, one.event, one.place))


@dataclass
class _Account:
    """What is known of a lot at one holder, by unit."""

    came: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    sent_here: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    arrived: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    seen: dict[str, Decimal] = field(default_factory=dict)
    went: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    used: bool = False
    is_vague: bool = False
    last: _Seen | None = None
    is_on_way: bool = False

    def left(self) -> tuple[tuple[str, Decimal], ...]:
        """What should be there still; nothing where the events do not tell."""
        units = self.came.keys() | self.sent_here.keys() | self.arrived.keys()
        came = {u: self.came[u] + max(self.sent_here[u], self.arrived[u]) for u in units}
        came = came or dict(self.seen)
        if self.is_vague or not came or not self.went.keys() <= came.keys():
            return ()
        return tuple(sorted((unit, max(much - self.went[unit], Decimal(0))) for unit, much in came.items()))

    def has_some(self) -> bool:
        """Goods of the lot came or were seen here, and the events do not tell that all went."""
        left = self.left()
        told = self.came or self.arrived or self.seen
        return bool(told) and (not left or any(amount for _unit, amount in left))

    def standing(self) -> Standing:
        left = self.left()
        if left and not any(amount for _unit, amount in left):
            return "used" if self.used else "passed_on"
        return "on_way" if self.is_on_way else "here"


@dataclass
class _Sending:
    """Goods under way, until an arrival is known to be theirs."""

    sender: Holder
    to: Holder
    seen: _Seen


class _Search:
    def __init__(
        self, found: Trace, told: Iterable[Told], written_by: Mapping[str, int], known: Mapping[str, int]
    ) -> None:
        self.found, self.graph, self.written_by = found, found.graph, written_by
        self.told: dict[tuple[str, str], list[tuple[str, Decimal | None]]] = defaultdict(list)
        for one in told:
            self.told[one.event, one.item].append((one.unit, one.amount))
        self.owner = self._owners() | dict(known)

    def _owners(self) -> dict[str, int]:
        """Whose a place or party is, by who wrote of it; two writers leave it open."""
        at_place: dict[str, set[int]] = defaultdict(set)
        arrived: dict[str, set[int]] = defaultdict(set)
        for fact in self.graph.facts:
            writer = self.written_by.get(fact.key)
            if writer is None:
                continue
            for place in {fact.place, fact.location} - {"", *fact.destinations}:
                at_place[place].add(writer)
            for code in fact.destinations if fact.step in ARRIVING else ():
                arrived[code].add(writer)
                if code == fact.location:
                    at_place[code].add(writer)
        return {
            code: min(writers)
            for writers_of in (at_place, arrived)
            for code, writers in writers_of.items()
            if len(writers) == 1
        }

    def holder(self, code: str, fact: Fact, *, is_writer: bool) -> Holder:
        """The holder behind a code; without one, whoever wrote the event where it speaks of itself."""
        if code in self.owner:
            return Holder(self.owner[code])
        if code:
            return Holder(code=code)
        return Holder(self.written_by.get(fact.key)) if is_writer else Holder()

    def of(self, item: str) -> list[Holding]:
        seen = sorted(self._history(item), key=lambda one: (one.fact.order(), one.carrier))
        if not seen:
            return []
        return self._lot(item, seen) if is_lot(item) else [self._single(item, seen)]

    # ── The history of an item ─────────────────────────────────────────

    def _history(self, item: str) -> Iterator[_Seen]:
        """Its events while exposed, and those of the containers around it then, each once."""
        spans = self.found.exposures[item]
        for fact in self.graph.events.get(item, ()):
            if holds(spans, fact.at):
                yield _Seen(fact, "", tuple(self.told.get((fact.key, item), ())))
        done: set[tuple[str, str]] = set()
        level: list[tuple[str, datetime, datetime, Amounts | None]] = [(item, *span, None) for span in spans]
        while level:
            one, start, end, amounts = level.pop()
            timeline = self.graph.inside_of.get(one)
            for stay in timeline.meeting(start, end) if timeline else ():
                first, last = max(start, stay.start), min(end, stay.end)
                carried = amounts if amounts is not None else self._carried(item, stay.parent, first, last)
                for fact in self.graph.events.get(stay.parent, ()):
                    if first <= fact.at <= last and (fact.key, stay.parent) not in done:
                        done.add((fact.key, stay.parent))
                        if item not in fact.named():
                            yield _Seen(fact, stay.parent, carried)
                level.append((stay.parent, first, last, carried))

    def _carried(self, item: str, parent: str, start: datetime, end: datetime) -> Amounts:
        """How much of a lot was put into a container in a stretch of time."""
        found: list[tuple[str, Decimal | None]] = []
        for fact in self.graph.events.get(parent, ()):
            if start <= fact.at <= end and fact.action != "DELETE" and item in fact.children:
                found += [(unit, amount) for one, amount, unit in fact.amounts if one == item]
        return tuple(found) or (("", None),)

    # ── Single things ──────────────────────────────────────────────────

    def _single(self, item: str, seen: list[_Seen]) -> Holding:
        last = next((one for one in reversed(seen) if self._code(one)), seen[-1])
        standing: Standing = "on_way" if last.is_sending() else "here"
        holder = self._at(last)
        if last.is_sending():
            holder = self.holder(self._destination(last.fact), last.fact, is_writer=False)
        end = seen[-1]
        over = self._over(end, item)
        if over:
            # An end without a place happened where the thing was.
            standing, last = over, end
            holder = self._at(end) if self._at(end) != Holder() else holder
        left = (("", Decimal(1)),) if standing in HELD else ()
        return self._holding(item, holder, standing, last, left)

    def _over(self, end: _Seen, item: str) -> Standing | None:
        """How a thing's last event ended it, if it did."""
        if self._uses(end, item):
            return "used"
        if end.fact.step in SELLING:
            return "sold"
        return "ended" if end.fact.kind == _OBJECT and end.fact.action == "DELETE" else None

    def _uses(self, one: _Seen, item: str) -> bool:
        used = one.carrier or item
        return one.fact.kind == _MAKING and used in one.fact.inputs and item not in one.fact.outputs

    def _code(self, one: _Seen) -> str:
        return self._destination(one.fact) if one.is_sending() else one.fact.location

    def _destination(self, fact: Fact) -> str:
        """The destination that is somebody's, else the party, else the place."""
        ranked = sorted(fact.destinations, key=lambda code: (code not in self.owner, _PARTY not in code))
        return ranked[0] if ranked else ""

    def _at(self, one: _Seen) -> Holder:
        """Where an event happened. An arrival may name only to whom the goods came."""
        code = one.fact.location or (self._destination(one.fact) if one.is_arrival() else "")
        return self.holder(code, one.fact, is_writer=True)

    def _holding(
        self,
        item: str,
        holder: Holder,
        standing: Standing,
        last: _Seen,
        left: tuple[tuple[str, Decimal], ...],
    ) -> Holding:
        return Holding(
            item=item,
            holder=holder,
            standing=standing,
            since=last.fact.at,
            event=last.fact.key,
            place=self._code(last),
            through=last.carrier,
            sender=self.written_by.get(last.fact.key),
            amounts=left,
        )

    # ── Lots ───────────────────────────────────────────────────────────

    def _lot(self, item: str, seen: list[_Seen]) -> list[Holding]:
        accounts: dict[Holder, _Account] = defaultdict(_Account)
        sendings: list[_Sending] = []
        for one in seen:
            if one.is_sending():
                self._send(one, accounts, sendings)
            elif one.fact.kind in _PACKING and not one.carrier:
                # Packing moves nothing by itself: the amounts count when the container moves.
                accounts[self._at(one)].last = one
            else:
                self._change(item, one, accounts, sendings)
        return [
            replace(row, holder=holder)
            for holder, account in accounts.items()
            if account.last is not None
            for row in [self._holding(item, holder, account.standing(), account.last, account.left())]
        ]

    def _send(self, one: _Seen, accounts: dict[Holder, _Account], sendings: list[_Sending]) -> None:
        sender = self._at(one)
        to = self.holder(self._destination(one.fact), one.fact, is_writer=False)
        if to == sender:  # moved within one house
            accounts[sender].last = one
            return
        if accounts[sender].last is None:
            accounts[sender].last = one
        _add(accounts[sender], accounts[sender].went, one.amounts)
        _add(accounts[to], accounts[to].sent_here, one.amounts)
        accounts[to].last, accounts[to].is_on_way = one, True
        sendings.append(_Sending(sender, to, one))

    def _change(
        self, item: str, one: _Seen, accounts: dict[Holder, _Account], sendings: list[_Sending]
    ) -> None:
        at, fact = self._at(one), one.fact
        lies = fact.step == _STORING and at in accounts and accounts[at].has_some()
        comes = one.is_arrival() and not lies
        if comes:
            self._settle(one, at, accounts, sendings)
        account = accounts[at]
        account.last, account.is_on_way = one, False
        made = item in fact.outputs or (fact.kind == _OBJECT and fact.action == "ADD" and not one.carrier)
        if made:
            _add(account, account.came, one.amounts)
        elif comes:
            _add(account, account.arrived, one.amounts)
        elif self._uses(one, item):
            account.used = True
            _add(account, account.went, one.amounts)
        elif fact.step in SELLING or (fact.kind == _OBJECT and fact.action == "DELETE" and not one.carrier):
            _add(account, account.went, one.amounts)
        else:
            for unit, amount in one.amounts if not one.carrier else ():
                if amount is not None:
                    account.seen[unit] = max(amount, account.seen.get(unit, amount))

    def _settle(
        self, one: _Seen, at: Holder, accounts: dict[Holder, _Account], sendings: list[_Sending]
    ) -> None:
        """An arrival at somebody other than named: where it can be only one sending's, that was to here."""
        fit = [s for s in sendings if s.to == at and _is_same_load(s.seen, one)]
        if fit or any(s.to == at for s in sendings):
            first = fit[0] if fit else next(s for s in sendings if s.to == at)
            sendings.remove(first)
            return
        fit = [s for s in sendings if s.to.organisation is None and s.sender != at]
        same = [s for s in fit if one.carrier and s.seen.carrier == one.carrier]
        fit = same or fit
        if len(fit) != 1:
            return
        [sending] = fit
        sendings.remove(sending)
        _take(accounts[sending.to].sent_here, sending.seen.amounts)
        _add(accounts[at], accounts[at].sent_here, sending.seen.amounts)
        if not any(s.to == sending.to for s in sendings) and not accounts[sending.to].arrived:
            del accounts[sending.to]


def _is_same_load(sent: _Seen, arrived: _Seen) -> bool:
    return sent.carrier == arrived.carrier


def _add(account: _Account, sums: dict[str, Decimal], amounts: Iterable[tuple[str, Decimal | None]]) -> None:
    given = list(amounts)
    account.is_vague |= not given or any(amount is None for _unit, amount in given)
    for unit, amount in given:
        if amount is not None:
            sums[unit] = sums.get(unit, Decimal(0)) + amount


def _take(sums: dict[str, Decimal], amounts: Iterable[tuple[str, Decimal | None]]) -> None:
    for unit, amount in amounts:
        if amount is not None:
            sums[unit] = sums.get(unit, Decimal(0)) - amount
            if not sums[unit]:
                del sums[unit]
