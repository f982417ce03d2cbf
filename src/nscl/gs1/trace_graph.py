"""The facts by item, ready to be followed: who was made of whom, inside whom, of which lot."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from nscl.gs1.facts import Fact
from nscl.gs1.spans import Timeline
from nscl.gs1.stays import Doubt, Stay, stays_of

Part = tuple[str, datetime, str]  # item, when, by which event


@dataclass(frozen=True)
class Making:
    """What was made of what: one transformation, of one capture or of several, or a lot and its serial."""

    inputs: tuple[Part, ...]
    outputs: tuple[Part, ...]
    why: Literal["made_into", "of_lot"] = "made_into"


class Graph:
    """The facts by item: makings, stays and events. Built once, asked often, never changed."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self.facts = sorted(facts, key=Fact.order)
        self.events: dict[str, list[Fact]] = {}
        for fact in self.facts:
            for item in fact.named():
                self.events.setdefault(item, []).append(fact)
        self.makings = [*_transformations(self.facts), *_lots(self.facts)]
        self.origins = self._origins()
        into: dict[str, list[tuple[datetime, int, Part]]] = defaultdict(list)
        of: dict[str, list[tuple[datetime, int, Part]]] = defaultdict(list)
        for number, making in enumerate(self.makings):
            for part in making.inputs:
                into[part[0]].append((part[1], number, part))
            for part in making.outputs:
                of[part[0]].append((self.since(part[0], part[1]), number, part))
        # From which moment on, by which making, as which part of it; sorted.
        self.made_into = {item: sorted(known) for item, known in into.items()}
        self.made_from = {item: sorted(known) for item, known in of.items()}
        stays, doubts = stays_of(self.facts)
        self.inside_of = _timelines(stays, "child")
        self.contents = _timelines(stays, "parent")
        self.doubts: dict[str, list[Doubt]] = {}
        for doubt in doubts:
            self.doubts.setdefault(doubt.item, []).append(doubt)

    def _origins(self) -> dict[str, datetime]:
        """When each item was first made or marked."""
        found: dict[str, datetime] = {}
        made = [(item, at) for one in self.makings for item, at, _key in one.outputs]
        marked = [
            (item, one.at)
            for one in self.facts
            if one.kind == "ObjectEvent" and one.action == "ADD"
            for item in one.named()
        ]
        for item, at in (*made, *marked):
            found[item] = min(at, found.get(item, at))
        return found

    def since(self, item: str, at: datetime) -> datetime:
        """From when on a making counts: the first one of an item from its first event on."""
        return min(at, self.events[item][0].at) if self.origins.get(item) == at else at


def _transformations(facts: Iterable[Fact]) -> Iterable[Making]:
    groups: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.kind == "TransformationEvent":
            groups[fact.transformation or f"\0{fact.order()}"].append(fact)
    for group in groups.values():
        yield Making(
            tuple((item, fact.at, fact.key) for fact in group for item in fact.inputs),
            tuple((item, fact.at, fact.key) for fact in group for item in fact.outputs),
        )


def _lots(facts: Iterable[Fact]) -> Iterable[Making]:
    """Each serial with its lot, by the first event that says so."""
    first: dict[tuple[str, str], Fact] = {}
    for fact in facts:
        for pair in fact.lots:
            first.setdefault(pair, fact)
    for (serial, lot), fact in first.items():
        yield Making(((lot, fact.at, fact.key),), ((serial, fact.at, fact.key),), "of_lot")


def _timelines(stays: Iterable[Stay], end: str) -> dict[str, Timeline[Stay]]:
    found: dict[str, list[Stay]] = defaultdict(list)
    for stay in stays:
        found[getattr(stay, end)].append(stay)
    return {item: Timeline(known) for item, known in found.items()}
