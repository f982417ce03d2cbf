"""How far a caller looks into a trace, and what stands in place of what he may not see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from nscl.apps.api.callers import Caller
from nscl.apps.traceability.queries.telling import EventRow
from nscl.gs1.tracing import Trace

OTHERS = "Bước của tổ chức khác"


def sees_for(caller: Caller, found: Trace, *, at: datetime) -> Callable[[EventRow], bool]:
    """Which events of a trace the caller may look into: an officer his province's, a program its own."""
    if caller.client is not None:
        own = caller.client.organisation_id
        return lambda row: row.organisation_id == own
    scope = caller.actor.scope if caller.actor else frozenset()
    return lambda row: scope is None or row.province_id in scope


def redacted(told: dict[str, Any]) -> dict[str, Any]:
    """The trace with what belongs to others made nameless: a step of another organisation, its day alone.

    The chain keeps its shape: a hidden item has the same name wherever it stands in this answer, and no
    other answer has it.
    """
    hidden = [node["item"] for node in told["nodes"] if not node["inView"]]
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
        if not node["inView"]:
            node["title"] = OTHERS
    found["breaks"] = [one for one in found["breaks"] if one["item"] not in names.values()]
    return found
