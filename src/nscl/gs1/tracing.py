"""Where a lot came from and where it went, from plain events: the meaning that every store must give.

Forward: what was made of the roots, and what carried it. Back: what they were made of, and what carried that.
An item is exposed in itself (`items`), or only around something exposed (`carriers`). Rules:

- inputs and outputs of one transformation belong together, also where several captures share its
  transformationID (EPCIS 2.0, section 7.4.6: any input may have gone into any output);
- time order holds everywhere else: what entered a shared lot later is not in what left it earlier; an item
  that is named before its first making counts as made then (clocks differ, days are entered without hours);
- what carries something exposed is exposed while it is inside, and not beyond; where the container itself is
  an input in that time, what was made of it is exposed; its other contents are not;
- a container that is exposed in itself, as a root or as made of something exposed, exposes what lies in it;
- a serial belongs to the lot it was made or marked under: what concerns the lot concerns the serial;
- a kind of goods without lot or serial (a bare GTIN) is never followed: it would join everything;
- an event declared wrong does not count.

Within one instant no order is known: everything of it counts. b is exposed forward from a exactly where a is
exposed back from b. Where the events leave room, the larger answer is given: to miss a lot in a recall costs
more than to name one too many.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from nscl.gs1.canonical import canonical_epc
from nscl.gs1.errors import Gs1Error
from nscl.gs1.facts import Fact, facts_of, is_traceable
from nscl.gs1.spans import Span, holds, join
from nscl.gs1.stays import END, Stay
from nscl.gs1.trace_graph import Graph, Making, Part

__all__ = ["BEGINNING", "END", "Break", "Graph", "Link", "Trace", "facts_of", "trace"]

Direction = Literal["back", "forward"]
Why = Literal["made_into", "of_lot", "inside", "held"]
BEGINNING = datetime.min.replace(tzinfo=UTC)
MOST_NODES = 50_000
MOST_STEPS = 20  # a node; an item may be reached again, for longer
MOST_LINKS = 200_000


@dataclass(frozen=True)
class Link:
    """One item was exposed through another, by an event: `target` was made of `source`, is a serial of this
    lot, had it inside, or was held in it. The source is always the earlier one, in both directions."""

    source: str
    target: str
    why: Why
    event: str
    at: datetime


@dataclass(frozen=True, order=True)
class Break:
    """Where the chain cannot be followed, or not surely.

    `no_lot` a kind of goods without lot or serial · `no_origin` neither made, marked nor filled ·
    `no_unpack`, `no_pack` a packing without its counterpart · `no_amount` perhaps still inside ·
    `before_made` named before it was made · `not_seen` a root in no event · `cut_off` too many items ·
    `links_cut_off` all items, not all links.
    """

    why: str
    item: str = ""
    near: str = ""
    event: str = ""


@dataclass(frozen=True)
class Step:
    """How an item came to be exposed in a stretch of time: through which earlier step, by which link."""

    item: str
    mode: Literal["own", "up", "down"]
    start: datetime
    end: datetime
    previous: int = -1
    link: Link | None = None


@dataclass
class Trace:
    """Everything reached: when each item was exposed, by which links, the events in order, and the gaps.

    `carriers` were reached only because something exposed was inside them. `steps` and `first_step` say how
    each item was reached first, in the fewest steps (see `explain`).
    """

    direction: Direction
    roots: tuple[str, ...]
    graph: Graph = field(repr=False, compare=False)
    exposures: dict[str, list[Span]] = field(default_factory=dict)
    carriers: set[str] = field(default_factory=set)
    links: list[Link] = field(default_factory=list)
    events: list[Fact] = field(default_factory=list)
    breaks: list[Break] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list, repr=False)
    first_step: dict[str, int] = field(default_factory=dict, repr=False)
    is_cut_off: bool = False

    @property
    def items(self) -> set[str]:
        """What was made of the roots, or what they were made of: the closure without mere carriers."""
        return set(self.exposures) - self.carriers


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
    if direction not in ("back", "forward"):
        raise Gs1Error("direction", "Chưa rõ truy về nguồn hay truy tới nơi nhận. Hãy chọn một chiều.")
    if at is not None and (not isinstance(at, datetime) or at.tzinfo is None):
        raise Gs1Error("no_zone", "Thời điểm truy vết thiếu múi giờ. Hãy ghi cả múi giờ, ví dụ +07:00.")
    given = list(roots) if not isinstance(roots, str | bytes) and isinstance(roots, Iterable) else [None]
    if not all(isinstance(root, str) and root for root in given):
        raise Gs1Error("roots", "Chưa có mã để truy vết. Hãy nhập danh sách mã lô, mã đơn chiếc hoặc SSCC.")
    named = tuple(dict.fromkeys(canonical_epc(str(root)) for root in given))
    window = (at or BEGINNING, END) if direction == "forward" else (BEGINNING, at or END)
    return _Walk(graph, Trace(direction, named, graph), most).run(window)


class _Walk:
    """One trace, level by level, so that each item is first reached in the fewest steps.

    `own` is when an item is exposed in itself, `up` when something exposed is inside it, `down` when its
    contents are exposed through it.
    """

    def __init__(self, graph: Graph, found: Trace, most: int) -> None:
        self.graph, self.found, self.most = graph, found, most
        self.is_forward = found.direction == "forward"
        self.makings_of = graph.made_into if self.is_forward else graph.made_from
        self.spans: dict[str, dict[str, list[Span]]] = {"own": {}, "up": {}, "down": {}}
        self.level: list[int] = []
        self.fired: dict[int, dict[Part, None]] = {}  # making → its parts it was reached by
        self.scanned: dict[str, int] = {}
        self.broken: dict[tuple[str, str], Break] = {}
        self.stay_links: dict[Link, None] = {}

    def run(self, window: Span) -> Trace:
        for root in self.found.roots:
            if root not in self.graph.events and is_traceable(root):
                self.found.breaks.append(Break("not_seen", root))
            self._expose(root, window, window, -1, None)
        while self.level:
            level, self.level = self.level, []
            for number in level:
                step = self.found.steps[number]
                if step.mode == "down":
                    self._contents(number, step)
                else:
                    self._makings(number, step)
                    self._containers(number, step)
        _Report(self).write()
        return self.found

    def _expose(self, item: str, own: Span, down: Span, previous: int, link: Link | None) -> bool:
        """An item is exposed in itself, and exposes what lies in it."""
        known = self._reach(item, "own", own, previous, link)
        if known and item in self.graph.contents:
            self._reach(item, "down", down, previous, link)
        return known

    def _reach(
        self, item: str, mode: Literal["own", "up", "down"], span: Span, previous: int, link: Link | None
    ) -> bool:
        """Note when an item is exposed; only what is new is followed. False when it cannot be followed."""
        if not is_traceable(item):
            near = self.found.steps[previous].item if previous >= 0 else ""
            event = link.event if link else ""
            self.broken.setdefault((item, near), Break("no_lot", item, near, event))
            return False
        if item not in self.found.first_step:
            if len(self.found.first_step) >= self.most:
                self.found.is_cut_off = True
                return False
            self.found.first_step[item] = len(self.found.steps)
        if len(self.found.steps) >= MOST_STEPS * self.most:
            self.found.is_cut_off = True
            return False
        known = self.spans[mode].setdefault(item, [])
        if mode == "own" and not known:
            self.found.first_step[item] = len(self.found.steps)
        for start, end in join(known, *span):
            self.level.append(len(self.found.steps))
            self.found.steps.append(Step(item, mode, start, end, previous, link))
        return True

    # ── Makings ────────────────────────────────────────────────────────

    def _makings(self, number: int, step: Step) -> None:
        """The makings that the step's item takes part in at that time; each is followed once."""
        known = self.makings_of.get(step.item, [])
        until = bisect_right(known, step.end, key=lambda one: one[0])
        place = bisect_left(known, step.start, key=lambda one: one[0])
        if step.mode == "up" and not self.is_forward:
            # What a container was made of is in what it holds ever after: all makings up to then, each once.
            place = self.scanned.get(step.item, 0)
            self.scanned[step.item] = max(place, until)
        met = known[place:until]
        # The widest exposure first: forward the earliest, back the latest.
        for _at, making, part in met if self.is_forward else reversed(met):
            is_new = making not in self.fired
            self.fired.setdefault(making, {})[part] = None
            if is_new:
                self._fire(number, part, self.graph.makings[making])

    def _fire(self, number: int, part: Part, making: Making) -> None:
        item, at, key = part
        if self.is_forward:
            for output, made, event in making.outputs:
                since = (self.graph.since(output, made), END)
                self._expose(output, since, since, number, Link(item, output, making.why, event, made))
            return
        for source, used, _event in making.inputs:
            link = Link(source, item, making.why, key, at)
            self._expose(source, (BEGINNING, used), (used, used), number, link)

    # ── Containers ─────────────────────────────────────────────────────

    def _containers(self, number: int, step: Step) -> None:
        """What the step's item was inside at that time."""
        timeline = self.graph.inside_of.get(step.item)
        for stay in timeline.meeting(step.start, step.end) if timeline else ():
            span = (max(step.start, stay.start), min(step.end, stay.end))
            self._pack(stay, "inside" if self.is_forward else "held", "up", span, number)

    def _contents(self, number: int, step: Step) -> None:
        """What was inside the step's item at that time."""
        timeline = self.graph.contents.get(step.item)
        for stay in timeline.meeting(step.start, step.end) if timeline else ():
            span = (max(step.start, stay.start), min(step.end, stay.end))
            self._pack(stay, "held" if self.is_forward else "inside", "down", span, number)

    def _pack(self, stay: Stay, why: Why, mode: Literal["up", "down"], span: Span, number: int) -> None:
        ends = (stay.child, stay.parent) if why == "inside" else (stay.parent, stay.child)
        link = Link(*ends, why, stay.first, stay.start)
        if mode == "up":
            is_reached = self._reach(stay.parent, "up", span, number, link)
        else:
            own = (span[0], END) if self.is_forward else (BEGINNING, span[1])
            is_reached = self._expose(stay.child, own, span, number, link)
        if is_reached:
            self.stay_links[link] = None


class _Report:
    """What is told when the walk is over."""

    def __init__(self, walk: _Walk) -> None:
        self.walk, self.graph, self.found = walk, walk.graph, walk.found
        self.own = walk.spans["own"]

    def write(self) -> None:
        found, up = self.found, self.walk.spans["up"]
        found.carriers = set(up) - set(self.own)
        for item in found.first_step:
            spans: list[Span] = []
            for start, end in (*self.own.get(item, ()), *up.get(item, ())):
                join(spans, start, end)
            found.exposures[item] = spans
        found.links = self._links()
        found.events = self._events()
        found.breaks += [*self.walk.broken.values(), *self._gaps()]
        if found.is_cut_off:
            found.breaks.append(Break("cut_off"))
        found.breaks = sorted(set(found.breaks))

    def _links(self) -> list[Link]:
        links = dict(self.walk.stay_links)
        for number, marked in self.walk.fired.items():
            making = self.graph.makings[number]
            inputs, outputs = (marked, making.outputs) if self.walk.is_forward else (making.inputs, marked)
            sources = [item for item, _at, _key in inputs if item in self.found.exposures]
            for target, at, key in outputs:
                if target not in self.found.exposures:
                    continue
                for source in sources:
                    if len(links) >= MOST_LINKS:
                        self.found.breaks.append(Break("links_cut_off"))
                        return sorted(links, key=_order)
                    if source != target:
                        links[Link(source, target, making.why, key, at)] = None
        return sorted(links, key=_order)

    def _events(self) -> list[Fact]:
        """Events of every item while exposed, containers included; each once."""
        chosen: dict[int, Fact] = {}
        for item, spans in self.found.exposures.items():
            for fact in self.graph.events.get(item, ()):
                if id(fact) not in chosen and holds(spans, fact.at):
                    chosen[id(fact)] = fact
        return sorted(chosen.values(), key=Fact.order)

    def _gaps(self) -> Iterable[Break]:
        origins, contents = self.graph.origins, self.graph.contents
        for item, spans in self.own.items():
            first = self.graph.events[item][0].at if item in self.graph.events else END
            if item in self.graph.made_from and first < origins[item]:
                yield Break("before_made", item)
            if not self.walk.is_forward and item in self.graph.events:
                end = spans[-1][1]
                is_known = item in origins and self.graph.since(item, origins[item]) <= end
                if not is_known and not (item in contents and contents[item].rows[0].start <= end):
                    yield Break("no_origin", item)
        for item, spans in self.found.exposures.items():
            for doubt in self.graph.doubts.get(item, ()):
                if holds(spans, doubt.at):
                    yield Break(doubt.why, item, doubt.container, doubt.event)


def _order(link: Link) -> tuple[datetime, str, str, str, str]:
    return (link.at, link.event, link.source, link.target, link.why)
