"""Whether the store is whole: everything it holds recomputed from the events as they came, and compared."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from nscl.apps.traceability import writing
from nscl.apps.traceability.drafts import Draft, draft_of
from nscl.apps.traceability.models import CaptureJob, Containment, Edge, Event, EventHash, EventItem, Item
from nscl.gs1 import stays
from nscl.gs1.epcis.hashing import namespaces_of
from nscl.gs1.facts import Fact


def faults() -> list[str]:
    """What is missing, too much, or not as the events say; nothing when the store is whole."""
    return [*_twice(), *_events_and_stays(), *_jobs()]


def _twice() -> Iterator[str]:
    names = EventHash.objects.filter(declaration="").values_list("event_id", flat=True)
    marks = EventHash.objects.values_list("hash", "declaration")
    for key, number in Counter([*names, *((bytes(one), other) for one, other in marks)]).items():
        if key and number > 1:
            yield f"event {key!r} stands twice"
    entered, stored = (set(model.objects.values_list("id", flat=True)) for model in (EventHash, Event))
    if entered != stored:
        yield f"{len(entered - stored)} events entered and not stored, {len(stored - entered)} the other way"
    known = set(stored)
    for model, name in ((EventItem, "event_id"), (Edge, "event_number"), (Containment, "add_event")):
        strange = set(model.objects.values_list(name, flat=True)) - known
        if strange:
            yield f"{model.__name__} of {len(strange)} events that are not there"


def _events_and_stays() -> Iterator[str]:
    codes = dict(Item.objects.values_list("id", "canonical"))
    numbers = {code: number for number, code in codes.items()}
    named, edges = _rows_by_event(codes)
    void = dict(EventHash.objects.values_list("id", "is_void"))
    contexts = dict(CaptureJob.objects.values_list("id", "context"))
    facts: list[Fact] = []
    for event in Event.objects.all():
        draft = _draft(event, contexts)
        draft.id, draft.is_void = event.id, void.get(event.id, False)
        if draft.hash != bytes(event.hash):
            yield f"event {event.id} has another hash"
        if Counter((one.role, one.code, one.quantity, one.uom) for one in draft.named) != named[event.id]:
            yield f"event {event.id} has other items"
        if Counter(tuple(row[:4]) for row in writing._edges(draft, numbers)) != edges[event.id]:
            yield f"event {event.id} has other edges"
        if not draft.is_void:
            facts.append(draft.fact)
    yield from _stays(facts, codes)


def _draft(event: Event, contexts: dict[int, Any]) -> Draft:
    raw = json.loads(event.raw)
    return draft_of(raw, "", namespaces_of({"@context": contexts[event.job_id]}))


def _rows_by_event(codes: dict[int, str]) -> tuple[dict[int, Counter[Any]], dict[int, Counter[Any]]]:
    named: dict[int, Counter[Any]] = defaultdict(Counter)
    for event, role, item, quantity, uom in EventItem.objects.values_list(
        "event_id", "role", "item_id", "quantity", "uom"
    ):
        named[event][role, codes.get(item), quantity, uom] += 1
    edges: dict[int, Counter[Any]] = defaultdict(Counter)
    for src, dst, event, kind in Edge.objects.values_list("src", "dst", "event_number", "kind"):
        edges[event][src, dst, event, kind] += 1
    return named, edges


def _stays(facts: list[Fact], codes: dict[int, str]) -> Iterator[str]:
    found, _doubts = stays.stays_of(sorted(facts, key=Fact.order))
    meant = Counter((one.child, one.parent, one.start, one.end if one.last else None) for one in found)
    kept = Counter(
        (codes.get(child), codes.get(parent), start, end)
        for child, parent, start, end in Containment.objects.filter(is_void=False).values_list(
            "child_id", "parent_id", "start", "end"
        )
    )
    if meant != kept:
        yield f"stays missing: {list((meant - kept).elements())[:3]}, too many: {list((kept - meant).elements())[:3]}"


def _jobs() -> Iterator[str]:
    stored = Counter(Event.objects.values_list("job_id", flat=True))
    for job in CaptureJob.objects.all():
        if job.stored_count != stored[job.pk]:
            yield f"job {job.pk} says {job.stored_count} events, {stored[job.pk]} stand"
