"""A trace as plain values: the answer of /api/v1/trace and the file an officer saves."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from nscl.apps.traceability.queries.answers import Answer
from nscl.apps.traceability.queries.event_rows import EventRow
from nscl.apps.traceability.queries.naming import Named
from nscl.apps.traceability.queries.telling import Told
from nscl.apps.traceability.wording import because, break_sentence
from nscl.gs1.facts import Fact
from nscl.gs1.trace_table import Row, as_table, explain
from nscl.gs1.tracing import Link, Trace

SCHEMA = "nscl-trace/1"


def as_bytes(found: Answer, *, at: datetime) -> bytes:
    """The file of an answer: each direction as one trace."""
    traces = [as_json(part.trace, part.told, at=found.at) for part in found.parts]
    whole = {"schema": SCHEMA, "madeAt": _iso(at), "roots": list(found.roots), "traces": traces}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def as_json(trace: Trace, told: Told, *, at: datetime | None = None) -> dict[str, Any]:
    """Nodes, edges, events and breaks of one trace; times are ISO 8601 with zone, missing is null.

    What is not in view (`Told.hidden`, `Told.unseen_events`) keeps its code and says no more.
    """
    rows = as_table(trace)
    said: dict[int, str] = {}
    steps: dict[int, dict[str, Any]] = {}
    return {
        "schema": SCHEMA,
        "direction": trace.direction,
        "roots": list(trace.roots),
        "at": _iso(at),
        "isCutOff": trace.is_cut_off,
        "summary": summary(trace, told),
        "nodes": [_node(trace, told, row, said, steps) for row in rows],
        "edges": [_edge(link, told) for link in trace.links],
        "events": [_event(fact, told.events[fact.key]) for fact in trace.events if fact.key in told.events],
        "voidedEvents": [
            {
                "eventID": one.row.key,
                "eventTime": _iso(one.at),
                "type": one.row.type,
                "reason": one.reason or None,
                "declarationTime": one.declared_at or None,
                "correctiveEventIDs": list(one.corrections),
            }
            for one in told.voided
        ],
        "breaks": [_break(one, told) for one in trace.breaks],
    }


def summary(trace: Trace, told: Told) -> dict[str, int]:
    """How many of each there are; organisations and places as far as they are in view."""
    rows = [told.events[fact.key] for fact in trace.events if fact.key in told.events]
    named = [told.names.of(code) for code in trace.exposures if code not in told.hidden]
    places = {place for fact in trace.events if fact.key in told.events for place in _places(fact)}
    firms = {row.organisation_id for row in rows} | {one.organisation_id for one in named} - {0}
    return {
        "items": len(trace.items),
        "carriers": len(trace.carriers),
        "events": len(trace.events),
        "eventsInView": len(rows),
        "organisations": len(firms),
        "places": len(places),
        "products": len({one.product_id or one.gtin for one in named if one.product_id or one.gtin}),
        "breaks": len(trace.breaks),
    }  # fmt: skip


def _places(fact: Fact) -> Iterable[str]:
    return (place for place in (fact.place, fact.location) if place)


def _node(
    trace: Trace, told: Told, row: Row, said: dict[int, str], steps: dict[int, dict[str, Any]]
) -> dict[str, Any]:
    named = told.names.of(row.item)
    role = "root" if row.why == "root" else "carrier" if row.is_carrier else "item"
    found: dict[str, Any] = {"item": row.item, "kind": row.kind, "role": role, "inView": True}
    if row.item in told.hidden:
        return {**found, "inView": False}
    links = explain(trace, row.item)
    return {
        **found,
        **_code(named),
        "title": named.title,
        "product": _record(named.product_id, named.product),
        "organisation": _record(named.organisation_id, named.organisation),
        "quantities": [
            {"quantity": much, "uom": uom or None} for much, uom in told.amounts.get(row.item, ())
        ],
        "first": _iso(row.first),
        "last": _iso(row.last),
        **_whereabouts(row, told),
        "because": because(links, told.names, told.events, said),
        "path": [steps.get(id(link)) or steps.setdefault(id(link), _edge(link, told)) for link in links],
    }


def _whereabouts(row: Row, told: Told) -> dict[str, Any]:
    """Where it was last, when an event in view says so."""
    if row.place not in told.places:
        return {"place": None, "placeAt": None, "carriedBy": None, "destinations": []}
    return {
        "place": row.place or None,
        "placeAt": _iso(row.place_at),
        "carriedBy": row.carried_by or None,
        "destinations": list(row.destinations),
    }


def _code(named: Named) -> dict[str, str | None]:
    return {name: getattr(named, name) or None for name in ("gtin", "lot", "serial", "sscc")}


def _record(number: int, name: str) -> dict[str, Any] | None:
    return {"id": number, "name": name} if number else None


def _edge(link: Link, told: Told) -> dict[str, Any]:
    seen = link.event in told.events
    return {
        "source": link.source,
        "target": link.target,
        "why": link.why,
        "event": link.event if seen else None,
        "at": _iso(link.at) if seen else None,
    }


def _event(fact: Fact, row: EventRow) -> dict[str, Any]:
    items: Mapping[str, Iterable[str]] = {
        "items": fact.items, "children": fact.children, "inputs": fact.inputs, "outputs": fact.outputs,
    }  # fmt: skip
    return {
        "eventID": fact.key,
        "eventTime": _iso(fact.at),
        "recordTime": _iso(row.record_time),
        "type": fact.kind,
        "action": fact.action or None,
        "bizStep": row.step or None,
        "disposition": row.disposition or None,
        "parent": fact.parent or None,
        **{name: list(codes) for name, codes in items.items()},
        "readPoint": fact.place or None,
        "bizLocation": fact.location or None,
        "destinations": list(fact.destinations),
        "organisation": _record(row.organisation_id, row.organisation),
        "warnings": list(row.warnings),
    }


def _break(one: Any, told: Told) -> dict[str, Any]:
    found = {"why": one.why, "item": one.item or None, "near": one.near or None, "event": one.event or None}
    sentence = break_sentence(one, told.names)
    return {**found, "text": sentence.text, "advice": sentence.advice}


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None
