"""The answer to a question of an officer: one trace or two (back and forward) as one table, one story."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from nscl.apps.registry.queries import counted_as
from nscl.apps.traceability.queries.event_rows import EventRow
from nscl.apps.traceability.queries.naming import Named, Names
from nscl.apps.traceability.queries.telling import Sees, Told, Voided, tell
from nscl.apps.traceability.queries.tracing import follow
from nscl.apps.traceability.wording import Sentence, because, break_sentence
from nscl.gs1.facts import Fact
from nscl.gs1.trace_table import Row, as_table, explain
from nscl.gs1.tracing import BEGINNING, Direction, Link, Trace

MOST = 5_000  # items a direction that a page or a file shows


@dataclass(frozen=True)
class Part:
    """One direction of the answer."""

    trace: Trace
    told: Told


@dataclass(frozen=True)
class Node:
    """One item of the answer, in whichever directions it was reached."""

    named: Named
    role: str  # root, source, target, both, carrier
    is_hidden: bool
    rows: tuple[Row, ...]
    amounts: tuple[tuple[float, str], ...]
    breaks: tuple[Sentence, ...] = ()
    seen: tuple[datetime, datetime] | None = None  # its first and last event in view

    @property
    def row(self) -> Row:
        """The row that tells where it was last."""
        return max(self.rows, key=lambda row: row.place_at or BEGINNING)


@dataclass(frozen=True)
class Moment:
    """One line of the timeline; `voided` where the event was declared wrong."""

    at: datetime
    row: EventRow
    fact: Fact | None = None
    voided: Voided | None = None


@dataclass(frozen=True)
class Answer:
    """Everything that the pages and files about a question show."""

    roots: tuple[str, ...]
    at: datetime | None
    parts: tuple[Part, ...] = ()
    note: str = ""

    @cached_property
    def names(self) -> Names:
        return Names({code: one for part in self.parts for code, one in part.told.names.items.items()})

    @cached_property
    def hidden(self) -> frozenset[str]:
        """Items that no event in view names, in no direction."""
        shown = {code for part in self.parts for code in part.trace.exposures if code not in part.told.hidden}
        return frozenset(code for part in self.parts for code in part.told.hidden) - shown

    @cached_property
    def events(self) -> dict[str, EventRow]:
        return {key: row for part in self.parts for key, row in part.told.events.items()}

    @cached_property
    def breaks(self) -> list[Sentence]:
        found = {one: None for part in self.parts for one in part.trace.breaks}
        return [break_sentence(one, self.names) for one in found]

    @cached_property
    def links(self) -> list[Link]:
        return list(dict.fromkeys(link for part in self.parts for link in part.trace.links))

    @property
    def is_cut_off(self) -> bool:
        return any(part.trace.is_cut_off for part in self.parts)

    @property
    def unseen_events(self) -> int:
        keys = {fact.key for part in self.parts for fact in part.trace.events}
        return len(keys - self.events.keys())

    @cached_property
    def nodes(self) -> list[Node]:
        """One row an item: the roots, then what was reached in itself, then the containers."""
        rows: dict[str, list[tuple[Part, Row]]] = {}
        for part in self.parts:
            for row in as_table(part.trace):
                rows.setdefault(row.item, []).append((part, row))
        breaks: dict[str, list[Sentence]] = {}
        for one in self.breaks:  # a kind of goods has no row: its break stands with what it was next to
            breaks.setdefault(one.item if one.item in rows else one.near, []).append(one)
        found = [self._node(code, known, breaks.get(code, ())) for code, known in rows.items()]
        rank = {"root": 0, "source": 1, "target": 2, "both": 2, "carrier": 3}
        return sorted(found, key=lambda node: (rank[node.role], _since(node), node.named.code))

    def _node(self, code: str, known: list[tuple[Part, Row]], breaks: Iterable[Sentence]) -> Node:
        reached = [part.trace.direction for part, row in known if not row.is_carrier]
        role = {("back",): "source", ("forward",): "target", (): "carrier"}.get(tuple(reached), "both")
        if code in self.roots:
            role = "root"
        amounts = next((part.told.amounts[code] for part, _row in known if code in part.told.amounts), ())
        is_hidden = code in self.hidden
        rows = tuple(row for _part, row in known)
        return Node(
            self.names.of(code),
            role,
            is_hidden,
            rows,
            amounts,
            tuple(breaks),
            None if is_hidden else self.seen.get(code),
        )

    def because(self, node: Node) -> tuple[str, ...]:
        """Why an item is in the answer, in each direction that reached it; nothing for roots.

        Asked for the items that are shown, not for all.
        """
        code = node.named.code
        if node.is_hidden or node.role == "root":
            return ()
        reasons = [
            because(explain(part.trace, code), self.names, part.told.events)
            for part in self.parts
            if code in part.trace.exposures
        ]
        return tuple(dict.fromkeys(reasons))[: 1 if node.role == "carrier" else 2]

    @cached_property
    def seen(self) -> dict[str, tuple[datetime, datetime]]:
        """When each item was named first and last, by the events in view."""
        found: dict[str, tuple[datetime, datetime]] = {}
        for moment in self.moments:
            for code in moment.fact.named() if moment.fact else ():
                found[code] = (found.get(code, (moment.at, moment.at))[0], moment.at)
        return found

    @cached_property
    def moments(self) -> list[Moment]:
        """The events in view in order of time, those declared wrong among them."""
        found: dict[str, Moment] = {}
        for part in self.parts:
            for fact in part.trace.events:
                if fact.key in part.told.events:
                    found[fact.key] = Moment(fact.at, part.told.events[fact.key], fact)
            for one in part.told.voided:
                found[f"\0{one.row.number}"] = Moment(one.at, one.row, voided=one)
        return sorted(found.values(), key=lambda one: (one.at, one.row.number))

    @cached_property
    def counts(self) -> dict[str, int]:
        """Lots and things by role, organisations (each counted once), places, events."""
        roles = [node.role for node in self.nodes]
        firms = {row.organisation_id for row in self.events.values()}
        firms |= {node.named.organisation_id for node in self.nodes if node.named.organisation_id}
        same = counted_as(firms)
        facts = [one.fact for one in self.moments if one.fact is not None]
        return {
            "roots": roles.count("root"),
            "sources": roles.count("source"),
            "targets": roles.count("target") + roles.count("both"),
            "carriers": roles.count("carrier"),
            "organisations": len({same.get(one, one) for one in firms}),
            "places": len({place for fact in facts for place in (fact.place, fact.location) if place}),
            "events": len(facts),
            "voided": len(self.moments) - len(facts),
            "warned": sum(1 for one in self.moments if one.row.warnings),
            "breaks": len(self.breaks),
        }


def _since(node: Node) -> datetime:
    return node.seen[0] if node.seen else BEGINNING


def answer(
    roots: Iterable[str],
    directions: Iterable[Direction],
    *,
    at: datetime | None = None,
    sees: Sees = lambda row: True,
    note: str = "",
    most: int = MOST,
) -> Answer:
    """Trace the roots each way; forward from the moment on, back up to it."""
    named = tuple(roots)
    found = [follow(named, direction, at=at, most=most) for direction in directions]
    return Answer(named, at, tuple(Part(one.trace, tell(one, sees)) for one in found), note)
