"""A trace made ready for people: names, the rows behind its events, amounts, and what was declared wrong.

The trace itself runs over everything in the store. What a person may look at is told apart here, event by
event (`sees`): an item that no event in view names keeps its place in the chain and its code, but neither
name nor amount.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from nscl.apps.traceability import sql
from nscl.apps.traceability.keys import key_of
from nscl.apps.traceability.queries.naming import Names, names_of
from nscl.gs1.tracing import Trace

PART = 5000
_MADE = ("output_class", "class", "input_class", "child_class")  # which amount is told first


@dataclass(frozen=True)
class EventRow:
    """What the store knows of an event beside what it says."""

    number: int
    key: str
    type: str
    action: str
    step: str
    disposition: str
    record_time: datetime
    province_id: int
    organisation_id: int
    organisation: str
    job_id: int
    warnings: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True)
class Voided:
    """An event of the trace's items that was declared wrong, with the reason given."""

    row: EventRow
    at: datetime
    reason: str
    declared_at: str
    corrections: tuple[str, ...] = ()


@dataclass(frozen=True)
class Told:
    """What may be said of a trace: names, the events in view by their key, amounts by code and unit."""

    names: Names
    events: dict[str, EventRow]
    hidden: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    amounts: dict[str, tuple[tuple[float, str], ...]] = field(default_factory=dict)
    voided: tuple[Voided, ...] = ()
    unseen_events: int = 0


Sees = Callable[[EventRow], bool]


def tell(found: Trace, sees: Sees = lambda row: True, rows: Mapping[str, EventRow] | None = None) -> Told:
    """Everything a page, a workbook or a message says of a trace, in a fixed number of questions.

    `rows` of its events need not be read again where the caller has them.
    """
    rows = rows_of(fact.key for fact in found.events) if rows is None else rows
    events = {key: row for key, row in rows.items() if sees(row)}
    in_view = {item for fact in found.events if fact.key in events for item in fact.named()}
    places = {place for fact in found.events if fact.key in events for place in (fact.place, fact.location)}
    codes = {*found.exposures, *found.roots, *(one.item for one in found.breaks if one.item)}
    parties = {one for fact in found.events if fact.key in events for one in fact.destinations}
    hidden = frozenset(found.exposures) - in_view
    names = names_of([*sorted((codes | in_view) - hidden), *sorted(places | parties)])
    numbers = {names.of(code).number: code for code in found.exposures if code not in hidden}
    return Told(
        names=names,
        events=events,
        hidden=hidden,
        places=frozenset(places),
        amounts=_amounts(events.values(), numbers),
        voided=tuple(one for one in _voided(numbers) if sees(one.row)),
        unseen_events=len(found.events) - sum(1 for fact in found.events if fact.key in events),
    )


# ── Rows of events ─────────────────────────────────────────────────────

_ROW = """
    SELECT h.id, h.event_id, h.hash, e.type, e.action, e.biz_step, e.disposition, e.record_time,
      e.province_id, e.organisation_id, o.name, e.job_id, e.warnings, e.event_time, h.declaration, {more}
    FROM traceability_eventhash h
    JOIN traceability_event e ON e.id = h.id AND e.record_time = h.record_time
    JOIN registry_organisation o ON o.id = e.organisation_id
    WHERE {where}
"""


def rows_of(keys: Iterable[str]) -> dict[str, EventRow]:
    """The rows behind events, by the key each goes by: its eventID or its hash."""
    wanted = list(dict.fromkeys(keys))
    named = f"{sql.among('h.event_id')} AND h.declaration = '' AND h.event_id <> ''"
    found = _rows(_ROW.format(where=named, more="''"), [sql.listed(wanted)])
    digests = [_digest(key) for key in wanted if key not in found and key.startswith("ni:///sha-256;")]
    for start in range(0, len(digests), PART):
        part = digests[start : start + PART]
        marks = ", ".join(["%s"] * len(part))
        where = f"h.hash IN ({marks}) AND h.declaration = '' AND h.event_id = ''"
        found |= _rows(_ROW.format(where=where, more="''"), part)
    return found


def _digest(key: str) -> bytes:
    try:
        return bytes.fromhex(key[len("ni:///sha-256;") :].partition("?")[0])
    except ValueError:
        return b""


def _rows(question: str, parameters: list[Any]) -> dict[str, EventRow]:
    return {row.key: row for row in (_row(one) for one in sql.rows(question, parameters))}


def _row(one: tuple[Any, ...]) -> EventRow:
    number, event_id, digest, kind, action, step, disposition, recorded, province = one[:9]
    return EventRow(
        number=number,
        key=key_of(event_id, digest),
        type=kind,
        action=action,
        step=step,
        disposition=disposition,
        record_time=sql.moment(recorded),
        province_id=province,
        organisation_id=one[9],
        organisation=one[10],
        job_id=one[11],
        warnings=tuple(_json(one[12]) or ()),
    )


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str | bytes) else value


# ── Amounts ────────────────────────────────────────────────────────────


def _amounts(rows: Iterable[EventRow], numbers: dict[int, str]) -> dict[str, tuple[tuple[float, str], ...]]:
    """How much of each lot there was: what was made of it, else the most that an event tells."""
    events = [row.number for row in rows]
    question = f"""
        SELECT item_id, role, quantity, uom FROM traceability_eventitem
        WHERE {sql.among("event_id")} AND quantity IS NOT NULL
    """
    told: dict[str, dict[str, dict[str, list[float]]]] = {}
    for item, role, quantity, uom in sql.rows(question, [sql.listed(events)]) if events else ():
        if item in numbers and role in _MADE:
            told.setdefault(numbers[item], {}).setdefault(role, {}).setdefault(uom, []).append(quantity)
    found = {}
    for code, roles in told.items():
        role = next(one for one in _MADE if one in roles)
        total = sum if role == "output_class" else max
        found[code] = tuple((round(total(many), 6), uom) for uom, many in sorted(roles[role].items()))
    return found


# ── Declared wrong ─────────────────────────────────────────────────────


def _voided(numbers: Collection[int]) -> list[Voided]:
    """Events that name these items and were declared wrong, in order of time."""
    wanted = [number for number in numbers if number]
    if not wanted:
        return []
    naming = f"SELECT i.event_id FROM traceability_eventitem i WHERE {sql.among('i.item_id')}"
    where = f"h.is_void AND h.id IN ({naming})"
    rows = sql.rows(_ROW.format(where=where, more="e.raw"), [sql.listed(wanted)])
    reasons: dict[Any, dict[str, Any]] = {}
    for one in rows:
        if one[14]:
            declared = json.loads(one[15]).get("errorDeclaration") or {}
            reasons[bytes(one[2])] = declared
            if one[1]:
                reasons[one[1]] = declared
    found = []
    for one in rows:
        if one[14]:
            continue
        declared = reasons.get(one[1]) or reasons.get(bytes(one[2])) or {}
        found.append(
            Voided(
                row=_row(one),
                at=sql.moment(one[13]),
                reason=str(declared.get("reason") or ""),
                declared_at=str(declared.get("declarationTime") or ""),
                corrections=tuple(str(key) for key in declared.get("correctiveEventIDs") or ()),
            )
        )
    return sorted(found, key=lambda one: (one.at, one.row.number))
