"""The rows of claimed events: events, their items, the edges of makings."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import orjson

from nscl.apps.traceability import fields, refusals, sql, stays
from nscl.apps.traceability.drafts import CHILDREN, Draft
from nscl.apps.traceability.senders import Sender
from nscl.gs1.epcis.fields import fields_of
from nscl.gs1.epcis.vocabulary import bare_word

Numbers = Mapping[str, int]
BATCH = 2_000  # events written at once
EVENTS, ITEMS, EDGES = "traceability_event", "traceability_eventitem", "traceability_edge"
_EVENT = (
    "id", "record_time", "event_time", "tz_offset",
    "type", "action", "biz_step", "disposition", "read_point_id",
    "biz_location_id", "transformation_id", "event_id", "hash",
    "is_error_declaration", "warnings", "raw", "job_id",
    "organisation_id", "province_id",
)  # fmt: skip
_ITEM = (
    "event_id", "position", "record_time", "event_time",
    "item_id", "role", "quantity", "uom",
)  # fmt: skip
_EDGE = (
    "src", "dst", "event_number", "kind", "event_time",
    "is_void",
)  # fmt: skip
Columns = tuple[str, ...]


def rows(
    drafts: Sequence[Draft], numbers: Numbers, *, by: Sender, job_id: int, at: datetime
) -> list[tuple[str, Columns, list[sql.Row]]]:
    """The rows of these events in each table, but for the stays."""
    return [
        (EVENTS, _EVENT, [_event(one, numbers, by, job_id, at) for one in drafts]),
        (ITEMS, _ITEM, [row for one in drafts for row in _items(one, numbers, at)]),
        (EDGES, _EDGE, [row for one in drafts for row in _edges(one, numbers)]),
        (
            fields.TABLE,
            fields.COLUMNS,
            [
                row
                for one in drafts
                for row in fields.rows(one.id, one.at, fields_of(one.event, one.namespaces), at)
            ],
        ),
    ]


def write(drafts: Sequence[Draft], numbers: Numbers, *, by: Sender, job_id: int, at: datetime) -> None:
    """Write many events, a batch after the other, so that not all rows stand in memory at once."""
    for start in range(0, len(drafts), BATCH):
        part = drafts[start : start + BATCH]
        for table, columns, found in rows(part, numbers, by=by, job_id=job_id, at=at):
            sql.insert(table, columns, found)


def _event(draft: Draft, numbers: Numbers, by: Sender, job_id: int, at: datetime) -> sql.Row:
    event = draft.event
    warnings = json.dumps([refusals.as_json(one) for one in draft.warnings]) if draft.warnings else "[]"
    return (
        draft.id,
        at,
        draft.at,
        event["eventTimeZoneOffset"],
        draft.type,
        draft.action,
        _word(event, "bizStep"),
        _word(event, "disposition"),
        numbers.get(draft.read_point),
        numbers.get(draft.biz_location),
        numbers.get(draft.transformation),
        draft.event_id,
        draft.hash,
        bool(draft.declaration),
        warnings,
        _text(event),
        job_id,
        by.organisation_id,
        by.province_id,
    )


def _text(event: Mapping[str, object]) -> str:
    """The event as JSON again; numbers beyond 64 bits are Python's work."""
    try:
        return orjson.dumps(event).decode()
    except orjson.JSONEncodeError:
        return json.dumps(event, ensure_ascii=False, separators=(",", ":"))


def _word(event: Mapping[str, object], name: str) -> str:
    """A word of the vocabulary bare, whatever its spelling; an address of another vocabulary as it is."""
    text = event.get(name)
    return bare_word(name, text) if isinstance(text, str) else ""


def _items(draft: Draft, numbers: Numbers, at: datetime) -> list[sql.Row]:
    return [
        (draft.id, place, at, draft.at, numbers[one.code], one.role, one.quantity, one.uom)
        for place, one in enumerate(draft.named)
    ]


def _edges(draft: Draft, numbers: Numbers) -> list[sql.Row]:
    """What the event joins: inputs with the making, the making with outputs, lots with their serials."""
    if draft.declaration:
        return []
    fact, end = draft.fact, (draft.at, draft.is_void)
    found: list[sql.Row] = [
        (numbers[lot], numbers[serial], draft.id, "of_lot", *end) for serial, lot in fact.lots
    ]
    if fact.kind == "TransformationEvent":
        making = numbers[draft.transformation] if draft.transformation else -draft.id
        found += [(numbers[code], making, draft.id, "input", *end) for code in fact.inputs]
        found += [(making, numbers[code], draft.id, "output", *end) for code in fact.outputs]
    return found


# ── Stays and voiding ──────────────────────────────────────────────────


def touched(drafts: Sequence[Draft], numbers: Numbers) -> set[stays.Pair]:
    """Whose stays these events may change: what they pack, unpack, use up or end."""
    counted = [draft for draft in drafts if not draft.is_void]
    packing = [draft for draft in counted if draft.is_family]
    emptied = [
        (numbers[one.code], draft.at) for draft in packing for one in draft.named if one.role == "emptied"
    ]
    pairs = {
        (numbers[code], numbers[draft.fact.parent])
        for draft in packing
        if draft.fact.parent
        for code in draft.fact.children
    }
    ended = {numbers[code] for draft in counted for code in _ended(draft)}
    return pairs | stays.inside_at(emptied) | stays.packed(ended - {child for child, _parent in pairs})


def _ended(draft: Draft) -> Sequence[str]:
    """What leaves whatever it is in by being used up or taken out of the world."""
    fact = draft.fact
    if fact.kind == "ObjectEvent" and fact.action == "DELETE":
        return fact.items
    return fact.inputs + fact.outputs if fact.kind == "TransformationEvent" else ()


def void(events: Collection[int]) -> set[stays.Pair]:
    """Mark the edges of events declared wrong; whose stays must be read anew is given back."""
    question = f"""
        SELECT event_id, item_id, role, event_time FROM traceability_eventitem WHERE {sql.among("event_id")}
    """
    found = sql.rows(question, [sql.listed(events)])
    named = sql.listed({item for _event, item, _role, _at in found})
    sql.run(
        f"""UPDATE traceability_edge SET is_void = %s
        WHERE ({sql.among("src")} OR {sql.among("dst")}) AND {sql.among("event_number")}""",
        [True, named, named, sql.listed(events)],
    )
    parents = {event: item for event, item, role, _at in found if role == "parent"}
    pairs = {
        (item, parents[event]) for event, item, role, _at in found if role in CHILDREN and event in parents
    }
    emptied = [(item, sql.moment(at)) for _event, item, role, at in found if role == "emptied"]
    others = {item for _event, item, role, _at in found if role not in CHILDREN}
    return pairs | stays.packed(others) | stays.inside_at(emptied)
