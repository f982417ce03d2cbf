"""The reading of one target of a plan document, before any person has decided anything."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from nscl.policy.terms import Base, CountMode, Period, Rollup, TargetTerms

# Words with which officials name things that exist once each; everything else happens and is added.
_THINGS = (
    "doanh nghiệp|tổ chức|đơn vị|cơ sở|trường|hợp tác xã|hộ|chuyên gia|cán bộ|người|sản phẩm|mô hình|"
    "cổng|hệ thống|viện|phòng thử nghiệm|học viên|công chức"
)
_STARTS_WITH_THING = re.compile(rf"(?:số\s+)?(?:{_THINGS})\b", re.IGNORECASE)
_TURNS = re.compile(r"(?:số\s+)?lượt\b", re.IGNORECASE)
_SHARE_OF_GROWTH = re.compile(r"\btăng(?:\s+trưởng)?\b|\bGRDP\b|\bGDP\b", re.IGNORECASE)
# "Also counted towards other targets" is another doubt: it changes those targets, not this one's base.
_CUMULATIVE_OR_NOT = re.compile(
    r"cumulative|additional|l[ũu][yỹ] kế|luỹ kế|cộng dồn|cộng thêm|tính thêm(?!\s+vào các chỉ tiêu)",
    re.IGNORECASE,
)


def default_terms(target: Mapping[str, Any], *, horizon: Mapping[str, Any] | None = None) -> TargetTerms:
    """The terms of one target object of schema `nscl-plan/1`.

    `horizon` is `plan.horizon` of the same document; with it a target that names only a deadline
    knows its first year, and one that is additional knows its phase. `count_mode_reason` says in
    Vietnamese why the count mode was chosen. Raises InvalidTerms when form and numbers do not fit.

    >>> terms = default_terms({"id": "a", "kind": "count", "op": "eq", "value": 45, "min": None,
    ...     "max": None, "unit": "lượt doanh nghiệp", "of": None, "period": {"from": 2021, "to": 2025},
    ...     "deadline": None})
    >>> terms.count_mode, terms.value
    ('events', Decimal('45'))
    """
    mode, rollup, reason = _count_mode(target)
    period = _period(target, mode, horizon)
    return TargetTerms(
        id=target["id"],
        kind=target["kind"],
        op=target["op"],
        value=_number(target.get("value")),
        low=_number(target.get("min")),
        high=_number(target.get("max")),
        unit=target.get("unit") or "",
        period=period,
        deadline=target.get("deadline"),
        count_mode=mode,
        rollup=rollup,
        per_year=_is_per_year(target),
        base=_stated_base(target, period),
        base_required=_leaves_base_open(target),
        additional=bool(target.get("additional")),
        soft=bool(target.get("soft")),
        contributory=bool(target.get("contributory")),
        composition=dict(target.get("composition") or {}),
        parent=target.get("parent"),
        condition=target.get("condition"),
        count_mode_reason=reason,
    )


def _number(number: Any) -> Decimal | None:
    return None if number is None else Decimal(str(number))


def _is_per_year(target: Mapping[str, Any]) -> bool:
    if target["kind"] == "per_year":
        return True
    yearly = (target.get("unit") or "").replace(" ", "").endswith("/năm")
    return target["kind"] == "growth_rate" and yearly and target.get("aggregation") != "average"


def _count_mode(target: Mapping[str, Any]) -> tuple[CountMode, Rollup, str]:
    """Count mode and roll-up, with the reason to show."""
    kind, unit = target["kind"], target.get("unit") or ""
    if kind == "qualitative":
        return "state", "latest", "Mục tiêu định tính: người phụ trách xác nhận trạng thái kèm minh chứng."
    if kind == "percent_of":
        return _share_mode(target)
    if kind == "growth_rate":
        return _growth_mode(target)
    if _TURNS.match(unit):
        return "events", "sum", "Đơn vị là “lượt”: mỗi lần tính một, được cộng các năm."
    if kind == "count" and target.get("value") == 1 and target.get("deadline") is not None:
        return "state", "latest", "Một việc phải xong trước hạn: theo dõi đã xong hay chưa."
    if _STARTS_WITH_THING.match(unit):
        return "distinct", "sum", f"Đơn vị là “{unit}”: mỗi đối tượng chỉ tính một lần trong kỳ."
    return "events", "sum", f"Đơn vị là “{unit}”: mỗi lần thực hiện tính một, được cộng các năm."


def _share_mode(target: Mapping[str, Any]) -> tuple[CountMode, Rollup, str]:
    if _SHARE_OF_GROWTH.search(target.get("of") or ""):
        if target.get("period"):
            return "average", "average", "Tỷ trọng đóng góp vào tăng trưởng: lấy bình quân các năm của kỳ."
        return "latest", "latest", "Tỷ trọng đóng góp vào tăng trưởng: lấy số liệu của năm đánh giá."
    if target.get("period"):
        return "ratio", "sum", "Tỷ lệ của cả kỳ: cộng tử số, cộng mẫu số các năm rồi chia."
    return "ratio", "latest", "Tỷ lệ bao phủ tại một thời điểm: tử số và mẫu số của năm mới nhất."


def _growth_mode(target: Mapping[str, Any]) -> tuple[CountMode, Rollup, str]:
    if target.get("aggregation") == "average":
        return "average", "latest", "Tăng bình quân: lấy bình quân nhân của các năm."
    scope = target.get("scope") or ""
    if target.get("base_status") == "period":
        return "events", "sum", "So với cả một giai đoạn: so tổng kỳ này với tổng kỳ gốc."
    if _STARTS_WITH_THING.match(scope):
        return "distinct", "sum", "Mức tăng của số đối tượng: trong mỗi năm, một đối tượng tính một lần."
    return "latest", "latest", "Mức tăng của một chỉ số: so mức của năm với mức của mốc."


def _leaves_base_open(target: Mapping[str, Any]) -> bool:
    """Whether a person must decide the base before there can be a verdict."""
    doubt = target.get("ambiguity") or ""
    if target["kind"] == "growth_rate":
        return target.get("base_status") in (None, "undefined")
    if target["kind"] == "percent_of":
        return target.get("of") is None or bool(doubt)
    return target["kind"] in ("count", "at_least", "range") and bool(_CUMULATIVE_OR_NOT.search(doubt))


def _stated_base(target: Mapping[str, Any], period: Period | None) -> Base | None:
    if target.get("base_status") == "period":
        stated = Period(target["base_period"]["from"], target["base_period"]["to"])
        return Base("period", period=stated, label=f"giai đoạn {stated.first}-{stated.last}")
    if target.get("base_status") == "year_on_year":
        year = period.first - 1 if period else None
        return Base("previous_year", year=year, label=f"năm {year}" if year else "năm liền trước")
    return None


def _period(target: Mapping[str, Any], mode: CountMode, horizon: Mapping[str, Any] | None) -> Period | None:
    """The counted years: as printed, else from the start of the plan or of the phase to the deadline."""
    if target.get("period"):
        return Period(target["period"]["from"], target["period"]["to"])
    if target.get("base_status") == "period":
        return Period(target["base_period"]["to"] + 1, target["deadline"])
    if horizon is None or target.get("deadline") is None:
        return None
    whole = Period(min(horizon["from"], target["deadline"]), target["deadline"])
    own_phase = target.get("additional") or mode == "average"
    return _phase(target["deadline"], horizon) or whole if own_phase else whole


def _phase(deadline: int, horizon: Mapping[str, Any]) -> Period | None:
    """The phase of the plan that ends at the deadline, by printed phases or milestones."""
    phases = [Period(phase["from"], phase["to"]) for phase in horizon.get("phases") or []]
    milestones = sorted(horizon.get("milestones") or [])
    starts = [horizon["from"], *(year + 1 for year in milestones)]
    phases += [Period(first, last) for first, last in zip(starts, milestones, strict=False) if first <= last]
    return next((phase for phase in phases if phase.last == deadline), None)
