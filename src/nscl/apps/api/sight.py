"""How far a caller looks into a trace, and what stands in place of what he may not see."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from nscl.apps.api.callers import Caller
from nscl.apps.traceability import sql
from nscl.apps.traceability.queries import View
from nscl.apps.traceability.queries.event_rows import EventRow

OTHERS = "Bước của tổ chức khác"


def sees_for(caller: Caller, rows: Iterable[EventRow], *, at: datetime) -> Callable[[EventRow], bool]:
    """Which events of a trace the caller may look into: those that it may read by a query too.

    About its own events the store is not asked: the question is a large one.
    """
    view = caller.view(at)
    if view.kind == "regulator":
        return lambda row: view.province_id in (None, row.province_id)
    others = [(row.number, row.record_time) for row in rows if row.organisation_id not in view.organisations]
    seen = _numbers(others, view)
    return lambda row: row.number in seen or row.organisation_id in view.organisations


def _numbers(events: Sequence[tuple[int, datetime]], view: View) -> set[int]:
    """Those of the events that may be seen."""
    if not events:
        return set()
    text, given = view.condition()
    question = f"""
        SELECT e.id FROM {sql.stamps("s")}
        JOIN traceability_event e ON e.id = s.event AND e.record_time = s.recorded WHERE {text}
    """
    return {number for (number,) in sql.prepared(question, [*sql.stamped(events), *given])}


def known(caller: Caller, items: Iterable[str], *, at: datetime) -> set[str]:
    """Those of the items that an event names which the caller may see."""
    wanted = sorted(set(items))
    if not wanted:
        return set()
    text, given = caller.view(at).condition()
    question = f"""
        SELECT DISTINCT t.canonical FROM traceability_item t
        JOIN traceability_eventitem i ON i.item_id = t.id
        JOIN traceability_event e ON e.id = i.event_id AND e.record_time = i.record_time
        WHERE {sql.among("t.canonical")} AND ({text})
    """
    return {code for (code,) in sql.prepared(question, [sql.listed(wanted), *given])}


def redacted(told: dict[str, Any]) -> dict[str, Any]:
    """The trace with what belongs to others made nameless: a step of another organisation, its day alone.

    The chain keeps its shape: a hidden item has the same name wherever it stands in this answer, and no
    other answer has it.
    """
    hidden = [node["item"] for node in told["nodes"] if not node["inView"] and node["role"] != "root"]
    if not hidden:
        return told
    names = {code: f"hidden:{place}" for place, code in enumerate(hidden, 1)}

    def again(value: Any) -> Any:
        if isinstance(value, str):
            return names.get(value, value)
        if isinstance(value, list):
            return [again(one) for one in value]
        if isinstance(value, dict):
            return {key: again(one) for key, one in value.items()}
        return value

    found: dict[str, Any] = again(told)
    for node in found["nodes"]:
        if node["item"] in names.values():
            node["title"] = OTHERS
    found["breaks"] = [one for one in found["breaks"] if one["item"] not in names.values()]
    return found
