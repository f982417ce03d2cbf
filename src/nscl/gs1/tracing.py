"""Where a lot came from and where it went, from plain events: the meaning that every store must give.

An item is exposed during a stretch of time. Forward: what it was made into, and what carried it while it was
inside. Back: what it was made of, and what lay inside it. Rules:

- inputs and outputs of one transformation belong together, also where several captures share its
  transformationID (EPCIS 2.0, section 7.4.6: any input may have gone into any output);
- time order holds everywhere else: what entered a shared lot later is not in what left it earlier;
- a container carries the exposure only while the item is inside, and never to its other contents;
- a kind of goods without lot or serial (a bare GTIN) is never followed: it would join everything;
- an event declared wrong does not count.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from nscl.gs1.canonical import canonical_epc
from nscl.gs1.epcis.formats import instant
from nscl.gs1.epcis.hashing import Event, event_hash

Direction = Literal["back", "forward"]
BEGINNING = datetime.min.replace(tzinfo=UTC)
END = datetime.max.replace(tzinfo=UTC)
MOST_NODES = 50_000
_FAMILIES = ("AggregationEvent", "AssociationEvent")
_LOTS = ("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList")


@dataclass(frozen=True)
class Fact:
    """One event as tracing sees it; items are canonical links."""

    key: str
    at: datetime
    kind: str
    action: str = ""
    items: tuple[str, ...] = ()
    parent: str = ""
    children: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    transformation: str = ""
    place: str = ""
    step: str = ""

    def named(self) -> Iterable[str]:
        """Every item the event names, each once."""
        whole = (*self.items, self.parent, *self.children, *self.inputs, *self.outputs)
        return dict.fromkeys(one for one in whole if one)


@dataclass(frozen=True)
class Link:
    """Why one item was reached from another: a step of the trace, by one event."""

    source: str
    target: str
    why: Literal["made_into", "inside"]
    event: str
    at: datetime


@dataclass(frozen=True)
class Break:
    """Where the chain cannot be followed."""

    item: str
    why: Literal["no_lot", "no_origin", "no_unpack", "cut_off"]


@dataclass
class Trace:
    """Everything reached: when each item was exposed, by which steps, the events in order, and the gaps.

    `carriers` were reached only because something exposed was inside them.
    """

    direction: Direction
    roots: tuple[str, ...]
    exposures: dict[str, list[tuple[datetime, datetime]]] = field(default_factory=dict)
    carriers: set[str] = field(default_factory=set)
    links: list[Link] = field(default_factory=list)
    events: list[Fact] = field(default_factory=list)
    breaks: list[Break] = field(default_factory=list)
    is_cut_off: bool = False

    @property
    def items(self) -> set[str]:
        """What was made of the roots, or what they were made of: the closure without mere carriers."""
        return set(self.exposures) - self.carriers


# ── Facts ──────────────────────────────────────────────────────────────


def is_traceable(item: str) -> bool:
    """Whether an item is fine enough to be followed; a bare GTIN is not.

    >>> is_traceable("https://id.gs1.org/01/04012345123456/10/L1"), is_traceable("https://id.gs1.org/01/04012345123456")
    (True, False)
    """
    stem, _slash, rest = item.partition("/01/")
    return not (stem == "https://id.gs1.org" and rest and "/" not in rest)


def fact_of(event: Event, namespaces: Mapping[str, str] | None = None) -> Fact | None:
    """The fact of an event as its document holds it; None when it has no time."""
    at = instant(str(event.get("eventTime", "")))
    if at is None:
        return None
    place = event.get("readPoint") or event.get("bizLocation")
    return Fact(
        key=str(event.get("eventID") or event_hash(event, namespaces)),
        at=at,
        kind=str(event.get("type", "")),
        action=str(event.get("action", "")),
        items=_codes(event, "epcList", "quantityList"),
        parent=canonical_epc(str(event.get("parentID") or "")),
        children=_codes(event, "childEPCs", "childQuantityList"),
        inputs=_codes(event, "inputEPCList", "inputQuantityList"),
        outputs=_codes(event, "outputEPCList", "outputQuantityList"),
        transformation=canonical_epc(str(event.get("transformationID") or "")),
        place=canonical_epc(str(place.get("id", ""))) if isinstance(place, Mapping) else "",
        step=str(event.get("bizStep", "")),
    )


def _codes(event: Event, epcs: str, quantities: str) -> tuple[str, ...]:
    codes: list[Any] = list(event.get(epcs) or [])
    codes += [one.get("epcClass", "") for one in event.get(quantities) or [] if isinstance(one, Mapping)]
    return tuple(dict.fromkeys(canonical_epc(str(code)) for code in codes if code))


def facts_of(events: Iterable[Event], namespaces: Mapping[str, str] | None = None) -> list[Fact]:
    """The facts that count, in order of time: each event once, none that was declared wrong."""
    kept: dict[str, Fact] = {}
    void: set[str] = set()
    for event in events:
        fact = fact_of(event, namespaces)
        if fact is None:
            continue
        if event.get("errorDeclaration") is not None:
            void |= {fact.key, event_hash(event, namespaces)}
        else:
            kept.setdefault(fact.key, fact)
    return sorted((one for one in kept.values() if one.key not in void), key=lambda one: (one.at, one.key))


# ── The graph ──────────────────────────────────────────────────────────


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
class Making:
    """One transformation, of one capture or of several: inputs and outputs with their times and events."""

    inputs: tuple[tuple[str, datetime, str], ...]
    outputs: tuple[tuple[str, datetime, str], ...]
    is_joined: bool


class Graph:
    """The facts by item: makings, stays and events. Built once, asked often."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self.facts = sorted(facts, key=lambda one: (one.at, one.key))
        self.events: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.facts:
            for item in fact.named():
                self.events[item].append(fact)
        self.made_from: dict[str, list[Making]] = defaultdict(list)  # by output
        self.made_into: dict[str, list[Making]] = defaultdict(list)  # by input
        for making in self._makings():
            for item in dict.fromkeys(one[0] for one in making.outputs):
                self.made_from[item].append(making)
            for item in dict.fromkeys(one[0] for one in making.inputs):
                self.made_into[item].append(making)
        self.inside_of: dict[str, list[Stay]] = defaultdict(list)  # by child
        self.contents: dict[str, list[Stay]] = defaultdict(list)  # by container
        self.unclosed: set[str] = set()  # moved on without having been taken out
        for stay in _Stays(self.facts, self.unclosed).all():
            self.inside_of[stay.child].append(stay)
            self.contents[stay.parent].append(stay)

    def _makings(self) -> Iterable[Making]:
        groups: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.facts:
            if fact.kind == "TransformationEvent":
                groups[fact.transformation or f"\0{fact.key}"].append(fact)
        for name, group in groups.items():
            inputs = tuple((item, fact.at, fact.key) for fact in group for item in fact.inputs)
            outputs = tuple((item, fact.at, fact.key) for fact in group for item in fact.outputs)
            yield Making(inputs, outputs, is_joined=not name.startswith("\0"))


class _Stays:
    """Reads from packing and unpacking which item was in which container from when to when."""

    def __init__(self, facts: Iterable[Fact], unclosed: set[str]) -> None:
        self.open: dict[tuple[str, str], tuple[datetime, str]] = {}
        self.closed: list[Stay] = []
        self.unclosed = unclosed
        for fact in facts:
            if fact.kind in _FAMILIES and fact.parent:
                self._take(fact)

    def all(self) -> list[Stay]:
        still = [
            Stay(child, parent, start, END, event) for (child, parent), (start, event) in self.open.items()
        ]
        return [*self.closed, *still]

    def _take(self, fact: Fact) -> None:
        if fact.action == "DELETE":
            gone = fact.children or [child for child, parent in self.open if parent == fact.parent]
            for child in gone:
                self._close(child, fact.parent, fact)
            return
        for child in fact.children:
            if (child, fact.parent) in self.open:
                continue
            if fact.kind == "AggregationEvent" and _is_single(child):
                for other in [parent for one, parent in self.open if one == child]:
                    self._close(
                        child, other, fact
                    )  # it cannot be in two places: an unpacking was not captured
                    self.unclosed.add(child)
            self.open[child, fact.parent] = (fact.at, fact.key)

    def _close(self, child: str, parent: str, fact: Fact) -> None:
        begun = self.open.pop((child, parent), None)
        if begun is not None:
            self.closed.append(Stay(child, parent, begun[0], fact.at, begun[1], fact.key))


def _is_single(item: str) -> bool:
    """Whether an item is one thing, not an amount of a lot."""
    return "/10/" not in item


# ── The trace ──────────────────────────────────────────────────────────


def trace(
    graph: Graph,
    roots: Iterable[str],
    direction: Direction,
    *,
    at: datetime | None = None,
    most: int = MOST_NODES,
) -> Trace:
    """Follow the roots from a moment on (`forward`) or up to a moment (`back`); by default all their time.

    >>> event = {"type": "TransformationEvent", "eventTime": "2026-03-02T09:00:00Z", "eventID": "urn:e:1",
    ...          "inputEPCList": ["urn:a"], "outputEPCList": ["urn:b"]}
    >>> graph = Graph(facts_of([event]))
    >>> sorted(trace(graph, ["urn:a"], "forward").items), sorted(trace(graph, ["urn:b"], "back").items)
    (['urn:a', 'urn:b'], ['urn:a', 'urn:b'])
    """
    named = tuple(dict.fromkeys(canonical_epc(root) for root in roots))
    walk = _Walk(graph, Trace(direction, named), most)
    window = (at or BEGINNING, END) if direction == "forward" else (BEGINNING, at or END)
    for root in named:
        walk.reach(root, window, is_carrier=False)
    walk.run()
    return walk.found


class _Walk:
    def __init__(self, graph: Graph, found: Trace, most: int) -> None:
        self.graph, self.found, self.most = graph, found, most
        self.queue: deque[tuple[str, datetime, datetime]] = deque()
        self.broken: set[str] = set()

    def reach(self, item: str, window: tuple[datetime, datetime], *, is_carrier: bool) -> None:
        """Note that an item is exposed in a window; one inside a window known already changes nothing."""
        start, end = window
        if start > end:
            return
        if not is_traceable(item):
            if item not in self.broken:
                self.broken.add(item)
                self.found.breaks.append(Break(item, "no_lot"))
            return
        known = self.found.exposures.get(item)
        if known is None and len(self.found.exposures) >= self.most:
            self.found.is_cut_off = True
            return
        if known is None:
            known = self.found.exposures[item] = []
            if is_carrier:
                self.found.carriers.add(item)
        elif not is_carrier:
            self.found.carriers.discard(item)
        if any(first <= start and end <= last for first, last in known):
            return
        known[:] = [one for one in known if not (start <= one[0] and one[1] <= end)]
        known.append((start, end))
        self.queue.append((item, start, end))

    def run(self) -> None:
        step = self._forward if self.found.direction == "forward" else self._back
        while self.queue:
            step(*self.queue.popleft())
        self._close()

    def _forward(self, item: str, start: datetime, end: datetime) -> None:
        for making in self.graph.made_into[item]:
            used = [(at, key) for one, at, key in making.inputs if one == item and start <= at <= end]
            if used:
                for output, at, key in making.outputs:
                    if output != item:
                        self._link(item, output, "made_into", key, at)
                        self.reach(output, (at, END), is_carrier=False)
        for stay in self.graph.inside_of[item]:
            if stay.end > start and stay.start <= end:
                self._link(item, stay.parent, "inside", stay.first, stay.start)
                window = (max(start, stay.start), min(end, stay.end))
                self.reach(stay.parent, window, is_carrier=True)

    def _back(self, item: str, start: datetime, end: datetime) -> None:
        for making in self.graph.made_from[item]:
            made = [at for one, at, _key in making.outputs if one == item and start <= at <= end]
            if made:
                limit = END if making.is_joined else max(made)
                for source, at, key in making.inputs:
                    if source != item and at <= limit:
                        self._link(source, item, "made_into", key, at)
                        self.reach(source, (BEGINNING, at), is_carrier=False)
        for stay in self.graph.contents[item]:
            if stay.start <= end and stay.end > start:
                self._link(stay.child, item, "inside", stay.first, stay.start)
                self.reach(stay.child, (BEGINNING, min(end, stay.end)), is_carrier=False)

    def _link(self, source: str, target: str, why: Any, event: str, at: datetime) -> None:
        self.found.links.append(Link(source, target, why, event, at))

    # ── What is told at the end ────────────────────────────────────────

    def _close(self) -> None:
        self.found.links = list(dict.fromkeys(self.found.links))
        self.found.events = self._events()
        for item in sorted(self.found.items):
            if item in self.graph.unclosed:
                self.found.breaks.append(Break(item, "no_unpack"))
            if self.found.direction == "back" and not self._has_origin(item):
                self.found.breaks.append(Break(item, "no_origin"))
        if self.found.is_cut_off:
            self.found.breaks.append(Break("", "cut_off"))

    def _has_origin(self, item: str) -> bool:
        """Made, commissioned, or packed together from known contents."""
        if self.graph.made_from[item] or self.graph.contents[item]:
            return True
        return any(one.kind == "ObjectEvent" and one.action == "ADD" for one in self.graph.events[item])

    def _events(self) -> list[Fact]:
        """Events of every item while exposed, and those of its containers while it was inside; each once."""
        windows = {item: list(known) for item, known in self.found.exposures.items()}
        if self.found.direction == "back":
            for item, known in self.found.exposures.items():
                for start, end in known:
                    self._add_containers(item, start, end, windows)
        chosen: dict[str, Fact] = {}
        for item, known in windows.items():
            for fact in self.graph.events[item]:
                if any(start <= fact.at <= end for start, end in known):
                    chosen[fact.key] = fact
        return sorted(chosen.values(), key=lambda one: (one.at, one.key))

    def _add_containers(
        self, item: str, start: datetime, end: datetime, windows: dict[str, list[tuple[datetime, datetime]]]
    ) -> None:
        """The containers an item was in, and those they were in, each for the time it was inside."""
        level, seen = [(item, start, end)], set()
        while level:
            child, first, last = level.pop()
            for stay in self.graph.inside_of[child]:
                window = (stay.parent, max(first, stay.start), min(last, stay.end))
                if window[1] <= window[2] and window not in seen:
                    seen.add(window)
                    windows.setdefault(stay.parent, []).append(window[1:])
                    level.append(window)
