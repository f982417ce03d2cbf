"""A trace made ready for people: names, the rows behind its events, amounts, and what was declared wrong.

The trace itself runs over everything in the store. What a person may look at is told apart here, event by
event (`sees`): an item that no event in view names keeps its place in the chain and its code, but neither
name nor amount.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from nscl.apps.traceability import sql
from nscl.apps.traceability.queries.event_rows import COLUMNS, WIDTH, EventRow, firms_of, row_of
from nscl.apps.traceability.queries.naming import Names, names_of
from nscl.apps.traceability.queries.tracing import Followed

_MADE = ("output_class", "class", "input_class", "child_class")  # which amount is told first


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


def tell(followed: Followed, sees: Sees = lambda row: True) -> Told:
    """Everything a page, a workbook or a message says of a trace, in a fixed number of questions."""
    found, rows = followed.trace, followed.rows
    events = {key: row for key, row in rows.items() if sees(row)}
    shown = [fact for fact in found.events if fact.key in events]
    in_view = {item for fact in shown for item in fact.named()}
    places = {place for fact in shown for place in (fact.place, fact.location)}
    codes = {*found.exposures, *found.roots, *(one.item for one in found.breaks if one.item)}
    parties = {one for fact in shown for one in fact.destinations}
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
        unseen_events=len(found.events) - len(shown),
    )


# ── Amounts ────────────────────────────────────────────────────────────


def _amounts(rows: Iterable[EventRow], numbers: dict[int, str]) -> dict[str, tuple[tuple[float, str], ...]]:
    """How much of each lot there was: what was made of it, else the most that an event tells."""
    events = [(row.number, row.record_time) for row in rows]
    question = f"""
        SELECT i.item_id, i.role, i.quantity, i.uom FROM {sql.stamps("s")}
        JOIN traceability_eventitem i ON i.event_id = s.event AND i.record_time = s.recorded
        WHERE i.quantity IS NOT NULL
    """
    told: dict[str, dict[str, dict[str, list[float]]]] = {}
    for item, role, quantity, uom in sql.prepared(question, sql.stamped(events)) if events else ():
        if item in numbers and role in _MADE:
            told.setdefault(numbers[item], {}).setdefault(role, {}).setdefault(uom, []).append(quantity)
    found = {}
    for code, roles in told.items():
        role = next(one for one in _MADE if one in roles)
        total = sum if role == "output_class" else max
        found[code] = tuple((round(total(many), 6), uom) for uom, many in sorted(roles[role].items()))
    return found


# ── Declared wrong ─────────────────────────────────────────────────────


# Few events are declared wrong, so these are found first by an index that holds no others.
_VOIDED = f"""
    SELECT {COLUMNS}, e.event_time, h.declaration, e.raw
    FROM traceability_eventhash h
    JOIN traceability_event e ON e.id = h.id AND e.record_time = h.record_time
    WHERE h.is_void AND h.id IN (SELECT event_id FROM traceability_eventitem WHERE {{items}})
"""


def _voided(numbers: Collection[int]) -> list[Voided]:
    """Events that name these items and were declared wrong, in order of time."""
    wanted = [number for number in numbers if number]
    if not wanted:
        return []
    rows = sql.prepared(_VOIDED.format(items=sql.among("item_id")), [sql.listed(wanted)])
    reasons: dict[Any, dict[str, Any]] = {}
    for one in rows:
        if one[WIDTH + 1]:
            declared = json.loads(one[WIDTH + 2]).get("errorDeclaration") or {}
            reasons[bytes(one[2])] = declared
            if one[1]:
                reasons[one[1]] = declared
    wrong = [one for one in rows if not one[WIDTH + 1]]
    firms = firms_of(wrong)
    found = []
    for one in wrong:
        declared = reasons.get(one[1]) or reasons.get(bytes(one[2])) or {}
        found.append(
            Voided(
                row=row_of(one, firms),
                at=sql.moment(one[WIDTH]),
                reason=str(declared.get("reason") or ""),
                declared_at=str(declared.get("declarationTime") or ""),
                corrections=tuple(str(key) for key in declared.get("correctiveEventIDs") or ()),
            )
        )
    return sorted(found, key=lambda one: (one.at, one.row.number))
