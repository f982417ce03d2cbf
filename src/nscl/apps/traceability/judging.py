"""A document → the events that may be stored, and what is wrong with the others."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from nscl.apps.traceability import refusals, sizes
from nscl.apps.traceability.drafts import Draft, draft_of, size_of, too_long
from nscl.apps.traceability.sizes import MOST_EVENTS, MOST_ITEMS
from nscl.gs1.epcis.checks import problems
from nscl.gs1.epcis.hashing import Event
from nscl.gs1.epcis.problems import Problem
from nscl.gs1.epcis.reading import Document, read_document

_STEMS = {"capture": "/epcisBody/eventList/", "query": "/epcisBody/queryResults/resultsBody/eventList/"}


@dataclass
class Judged:
    """The good events as drafts; the errors, and whether one concerns the document as a whole."""

    drafts: list[Draft] = field(default_factory=list)
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    is_hopeless: bool = False
    context: Any = None
    event_count: int = 0
    content: Mapping[str, Any] = field(default_factory=dict)
    namespaces: Mapping[str, str] = field(default_factory=dict)


def read(given: bytes | Document | Sequence[Event], at: datetime) -> Document:
    """The document of what is handed over: bytes, a document, or events by themselves (from a form)."""
    if isinstance(given, Document):
        return given
    if isinstance(given, bytes | bytearray | memoryview):
        data = bytes(given)
        sizes.refuse(data)
        return read_document(data)
    whole = {
        "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": at.isoformat(),
        "epcisBody": {"eventList": list(given)},
    }
    return read_document(json.dumps(whole).encode())


def judge(document: Document, *, at: datetime, organisation_id: int, strict: Collection[str] = ()) -> Judged:
    """Judge every event; refuses a document beyond the limits before it looks closer."""
    _refuse_size(document)
    found = Judged(
        context=document.content.get("@context"),
        event_count=len(document.events),
        content=document.content,
        namespaces=document.namespaces,
    )
    by_event, loose = _by_event(document, problems(document, strict=strict, now=at))
    for problem in loose:
        (found.errors if problem.severity == "error" else found.warnings).append(problem)
        found.is_hopeless |= problem.severity == "error"
    for pointer, event in zip(document.pointers, document.events, strict=True):
        about = [*by_event.pop(pointer, ()), *too_long(event, pointer)]
        errors = [one for one in about if one.severity == "error"]
        warnings = [one for one in about if one.severity != "error"]
        found.errors += errors
        found.warnings += warnings
        if not errors and not found.is_hopeless:
            found.drafts.append(
                draft_of(event, pointer, document.namespaces, warnings, organisation_id=organisation_id)
            )
    for about in by_event.values():  # entries of the list that are no events at all
        found.errors += [one for one in about if one.severity == "error"]
    return found


def _refuse_size(document: Document) -> None:
    if len(document.events) > MOST_EVENTS:
        raise refusals.too_many_events(len(document.events), MOST_EVENTS)
    for pointer, event in zip(document.pointers, document.events, strict=True):
        size = size_of(event)
        if size > MOST_ITEMS:
            raise refusals.too_many_items(pointer, size, MOST_ITEMS)


def _by_event(document: Document, found: Sequence[Problem]) -> tuple[dict[str, list[Problem]], list[Problem]]:
    """Problems by the pointer of their event; those of no event apart."""
    by_event: dict[str, list[Problem]] = defaultdict(list)
    loose: list[Problem] = []
    stem = _STEMS.get(document.kind, "")
    for problem in found:
        if document.kind == "event":
            by_event[""].append(problem)
        elif stem and problem.pointer.startswith(stem):
            by_event[stem + problem.pointer[len(stem) :].partition("/")[0]].append(problem)
        else:
            loose.append(problem)
    return by_event, loose
