"""A trace for people: why each item is in it, where it was last, and who was there at a place and time."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from nscl.gs1.canonical import canonical_epc
from nscl.gs1.digital_link import CANONICAL, read_link
from nscl.gs1.errors import Gs1Error, shown
from nscl.gs1.facts import Fact, is_traceable
from nscl.gs1.parsing import parse
from nscl.gs1.spans import Span
from nscl.gs1.stays import END
from nscl.gs1.trace_codes import Kind
from nscl.gs1.trace_graph import Graph
from nscl.gs1.tracing import BEGINNING, Link, Trace

_KINDS: dict[str, Kind] = {"00": "logistic_unit", "414": "place", "417": "party"}


@dataclass(frozen=True)
class Row:
    """One item of a trace. Times are empty where the exposure has no beginning or no end.

    `place` is where its last event left it, on its own or with the container it was in (`carried_by`);
    `destinations` to whom that event sent it. `why` is "root" or the last link to it, `through` the item at
    its other end, `event` the event.
    """

    item: str
    kind: Kind
    is_carrier: bool
    first: datetime | None
    last: datetime | None
    place: str
    place_at: datetime | None
    carried_by: str
    destinations: tuple[str, ...]
    why: str
    through: str
    event: str


def explain(trace: Trace, item: str) -> list[Link]:
    """Why an item is in a trace: the fewest links from a root to it; none for a root.

    Each link follows from the one before in time as well. Forward, the first starts at a root; back, the
    first ends at one, for a link's source is always the earlier item.

    >>> from nscl.gs1.tracing import facts_of, trace
    >>> event = {"type": "TransformationEvent", "eventTime": "2026-03-02T09:00:00Z", "eventID": "urn:e:1",
    ...          "inputEPCList": ["urn:a"], "outputEPCList": ["urn:b"]}
    >>> found = trace(Graph(facts_of([event])), ["urn:a"], "forward")
    >>> [(link.source, link.why, link.target) for link in explain(found, "urn:b")]
    [('urn:a', 'made_into', 'urn:b')]
    """
    number = trace.first_step.get(canonical_epc(item)) if isinstance(item, str) else None
    if number is None:
        raise Gs1Error(
            "not_in_trace", f"Mã {shown(item)} không có trong kết quả truy vết này. Hãy kiểm tra mã."
        )
    path = []
    while number >= 0:
        step = trace.steps[number]
        if step.link is not None:
            path.append(step.link)
        number = step.previous
    return path[::-1]


def as_table(trace: Trace) -> list[Row]:
    """One row an item, what is exposed in itself first, then the carriers; each by time and code."""
    rows = [_row(trace, item) for item in trace.exposures]
    return sorted(rows, key=lambda row: (row.is_carrier, row.first or BEGINNING, row.item))


def _row(trace: Trace, item: str) -> Row:
    spans = trace.exposures[item]
    step = trace.steps[trace.first_step[item]]
    link = step.link
    latest, carrier = _latest(trace.graph, item, spans)
    return Row(
        item=item,
        kind=kind_of(item),
        is_carrier=item in trace.carriers,
        first=None if spans[0][0] == BEGINNING else spans[0][0],
        last=None if spans[-1][1] == END else spans[-1][1],
        place=latest.location if latest else "",
        place_at=latest.at if latest else None,
        carried_by=carrier,
        destinations=latest.destinations if latest else (),
        why=link.why if link else "root",
        through="" if link is None else link.source if link.target == item else link.target,
        event=link.event if link else "",
    )


def _latest(graph: Graph, item: str, spans: Iterable[Span]) -> tuple[Fact | None, str]:
    """The last event with a place while the item was exposed, its own or of a container around it then."""
    best: Fact | None = None
    carrier = ""
    level, seen = [(item, start, end) for start, end in spans], set()
    while level:
        one, start, end = level.pop()
        fact = _last(graph, one, start, end)
        if fact is not None and (best is None or (fact.order(), one == item) > (best.order(), False)):
            best, carrier = fact, "" if one == item else one
        timeline = graph.inside_of.get(one)
        for stay in timeline.meeting(start, end) if timeline else ():
            inner = (stay.parent, max(start, stay.start), min(end, stay.end))
            if inner not in seen:
                seen.add(inner)
                level.append(inner)
    return best, carrier


def _last(graph: Graph, item: str, start: datetime, end: datetime) -> Fact | None:
    events = graph.events.get(item, [])
    for place in range(bisect_right(events, end, key=lambda one: one.at) - 1, -1, -1):
        fact = events[place]
        if fact.at < start:
            return None
        if fact.location or fact.destinations:
            return fact
    return None


@lru_cache(maxsize=16384)
def kind_of(item: str) -> Kind:
    """What kind of thing a code names; a code with a wrong check digit still names one.

    >>> kind_of("https://id.gs1.org/01/08936000000011/10/L1"), kind_of("https://id.gs1.org/01/08936000000012/10/L1")
    ('lot', 'lot')
    """
    try:
        return _kind_of_link(item) if item.startswith(f"{CANONICAL}/") else parse(item).kind
    except Gs1Error:
        pass
    try:
        return _kind_of_link(item)
    except Gs1Error:
        return "other"


def _kind_of_link(item: str) -> Kind:
    """By its key and qualifiers alone: a tenth of the time that judging every digit takes."""
    link = read_link(item)
    codes = dict(link.qualifiers)
    if link.key == "01":
        return "item" if "21" in codes or "235" in codes else "lot" if "10" in codes else "product"
    return _KINDS.get(link.key, "other")


def seen_at(graph: Graph, places: Iterable[str], start: datetime, end: datetime) -> list[str]:
    """The items with an event at one of these places in a stretch of time: roots for a trace by place.

    Whatever lay in a container seen there comes with it when the container is traced.
    """
    wanted = {canonical_epc(place) for place in places}
    found = (
        item
        for fact in graph.facts
        if start <= fact.at <= end and wanted & {fact.place, fact.location}
        for item in fact.named()
        if is_traceable(item)
    )
    return list(dict.fromkeys(found))
