"""From a target of the reading to its columns."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from nscl.policy.targets import InvalidTerms, default_terms

UNREAD = "Chưa đọc chắc được con số của chỉ tiêu này; hãy đối chiếu câu gốc và sửa."


def columns_of(item: Mapping[str, Any], horizon: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of `Target` for one target object, its count mode and open base decided by `policy`.

    A form whose numbers do not fit is staged as a goal without number and says so; it is never guessed.
    """
    timed = _timed(item, horizon)
    try:
        terms = default_terms(timed, horizon=horizon)
    except InvalidTerms:
        note = f"{item.get('ambiguity') or ''} {UNREAD}".strip()
        timed = {
            **timed,
            "kind": "qualitative",
            "op": None,
            "value": None,
            "min": None,
            "max": None,
            "ambiguity": note,
        }
        terms = default_terms(timed, horizon=horizon)
    base = timed.get("base_period") or {}
    period = timed["period"] or {}
    return {
        "kind": timed["kind"],
        "comparator": timed["op"] or "",
        "value": _number(timed["value"]),
        "low": _number(timed["min"]),
        "high": _number(timed["max"]),
        "unit": (timed["unit"] or "")[:80],
        "indicator": timed["indicator"][:80],
        "count_mode": terms.count_mode,
        "of": (timed["of"] or "")[:300],
        "period_from": period.get("from"),
        "period_to": period.get("to"),
        "deadline": timed["deadline"],
        "base_status": timed.get("base_status") or "",
        "base_from": base.get("from"),
        "base_to": base.get("to"),
        "is_soft": bool(timed.get("soft")),
        "is_contributory": bool(timed.get("contributory")),
        "is_additional": bool(timed.get("additional")),
        "is_average": timed.get("aggregation") == "average",
        "composition": timed.get("composition") or {},
        "ambiguity": timed.get("ambiguity") or "",
        "needs_base": terms.base_required,
    }


def _timed(item: Mapping[str, Any], horizon: Mapping[str, Any]) -> dict[str, Any]:
    """The item with exactly one of period and deadline; where the reading has none, the plan's own years."""
    period, deadline = item.get("period"), item.get("deadline")
    if deadline is not None:
        period = None
    elif not period or period["from"] > period["to"]:
        period = {"from": horizon["from"], "to": horizon["to"]}
    return {**item, "period": period, "deadline": deadline}


def _number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))
