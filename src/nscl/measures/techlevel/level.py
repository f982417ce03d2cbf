"""The technology level of a firm: points by group, how evenly the groups stand, and the class."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from nscl.measures.errors import Inconsistent, MissingField, OutOfRange, UnknownField
from nscl.measures.inputs import number, refuse_unknown, table, text
from nscl.measures.method import measure
from nscl.measures.result import Assumption, Caution, Result, Step, show
from nscl.measures.techlevel.scheme import FORMULAS, TOTAL, Level, Scheme, cautions, check_maxima, read


@dataclass(frozen=True)
class GroupScore:
    """The points of one group: as far as answered, at least and at most."""

    max: float
    answered: int
    criteria: int
    score: float | None
    low: float
    high: float
    share: float | None


@dataclass(frozen=True, kw_only=True, eq=False)
class TechnologyLevel(Result):
    """A technology-level assessment; with unanswered criteria a range, and no class."""

    scheme: str
    complete: bool
    total: float | None
    total_low: float
    total_high: float
    groups: Mapping[str, GroupScore]
    coefficient: float | None
    class_: str | None
    class_name: str | None
    class_low: str
    class_high: str
    unanswered: tuple[str, ...]
    unverified: tuple[str, ...]


@measure("technology.level", "Trình độ và năng lực công nghệ sản xuất của doanh nghiệp")
def level(
    *,
    scores: Mapping[str, Any] | None = None,
    measured: Mapping[str, Any] | None = None,
    industry: str | None = None,
    maxima: Mapping[str, Any] | None = None,
    min_coefficients: Mapping[str, Any] | None = None,
    scheme: Any = "tt17-2019",
) -> TechnologyLevel:
    """Points, synchronisation coefficient and class of a firm under a versioned scoring scheme.

    It promises that an unanswered criterion is not zero: the total is then a range (missing ones at zero, and
    at their maximum) and there is no class. It refuses points beyond the maximum of a criterion or a group,
    and marks every limit of the scheme that nobody has held against the circular.

    Formula:
        group = Σ points of its criteria; total = Σ groups (0-100); share of a group = points / maximum
        coefficient (by default, unverified) = lowest share / mean share of the groups
        norm criterion: points = maximum × min(1, value / norm), or norm / value where lower is better
        class = highest class whose limit the total reaches and whose coefficient is reached, where one is set
    Input:
        scores (points): by criterion code ("1" … "26"); null or absent means unanswered.
        measured (unit of the norm): values of norm criteria (4, 5, 6, 8) to be scored against the industry's
            norm; needs industry and norms in the scheme; default none.
        industry: key of the norms; default none.
        maxima (points): maximum by criterion code, to fill in what the scheme leaves open; default none.
        min_coefficients (0-1): least coefficient by class code, to fill in; default none.
        scheme: tt17-2019 (default) or an own scheme object (see technology.scheme).
    Output:
        scheme: id@version. complete: all criteria answered.
        total (points): null unless complete; total_low, total_high: bounds.
        groups: by code {max, answered, criteria, score, low, high, share}.
        coefficient (0-1): null unless complete and some points were given.
        class, class_name: null unless complete. class_low, class_high: classes of the bounds by total alone.
        unanswered: criterion codes. unverified: parts of the scheme to be checked.
    Source:
        Circular 17/2019/TT-BKHCN, Articles 3-5: 100 points, 26 criteria, groups T 30, E 20, O 19, R 17, I 14,
        class from the total and the synchronisation coefficient. Class limits and formula: unverified.
    Traps:
        - A blank in the questionnaire scored as zero turns an incomplete form into a backward firm.
        - A high total with one weak group is what the coefficient is there to catch.
    Example:
        >>> points = {"1": 4, "2": 4, "3": 4, "4": 5, "5": 5, "6": 4, "7": 4}
        >>> part = level(scores=points)
        >>> part.groups["T"].score, part.total_low, part.total_high, part.class_
        (30.0, 30.0, 100.0, None)
    """
    plan = _filled(read(scheme), maxima, min_coefficients)
    points = _points(plan, scores, measured, industry)
    groups = {group.code: _group(plan, group.code, group.max, points) for group in plan.groups}
    unanswered = tuple(criterion.code for criterion in plan.criteria if criterion.code not in points)
    complete = not unanswered
    low = math.fsum(group.low for group in groups.values())
    high = math.fsum(group.high for group in groups.values())
    coefficient = _coefficient(plan.formula, groups) if complete else None
    found = _class(plan, low, coefficient, by_total=False) if complete else None
    return TechnologyLevel(
        scheme=f"{plan.id}@{plan.version}",
        complete=complete,
        total=low if complete else None,
        total_low=low,
        total_high=high,
        groups=groups,
        coefficient=coefficient,
        class_=None if found is None else found.code,
        class_name=None if found is None else found.name,
        class_low=_class(plan, low, None, by_total=True).code,
        class_high=_class(plan, high, None, by_total=True).code,
        unanswered=unanswered,
        unverified=plan.unverified,
        assumptions=(
            Assumption("scheme", f"{plan.id}@{plan.version}", plan.title),
            Assumption("coefficient_formula", plan.formula, FORMULAS[plan.formula]),
        ),
        warnings=(*_cautions(plan, unanswered, complete), *cautions(plan)),
        trace=_trace(plan, groups, low, high, coefficient),
    )


def _filled(plan: Scheme, maxima: Any, min_coefficients: Any) -> Scheme:
    """The scheme with the caller's maxima and coefficient limits in the open places."""
    if maxima is not None:
        given = _by_code(maxima, "maxima", [criterion.code for criterion in plan.criteria], above=0)
        criteria = tuple(
            replace(criterion, max=given.get(criterion.code, criterion.max)) for criterion in plan.criteria
        )
        plan = replace(plan, criteria=criteria)
        for group in plan.groups:
            check_maxima(group, [criterion.max for criterion in plan.members(group.code)], "maxima")
    if min_coefficients is not None:
        codes = [one.code for one in plan.classes[1:]]
        limits = _by_code(min_coefficients, "min_coefficients", codes, at_least=0, at_most=1)
        classes = tuple(
            replace(one, min_coefficient=limits.get(one.code, one.min_coefficient)) for one in plan.classes
        )
        plan = replace(plan, classes=classes)
    return plan


def _by_code(given: Any, field: str, codes: list[str], **bounds: float) -> dict[str, float]:
    found = table(given, field)
    refuse_unknown({str(key): value for key, value in found.items()}, codes, field)
    return {
        str(key): number(value, f"{field}.{key}", **bounds)
        for key, value in found.items()
        if value is not None
    }


def _points(plan: Scheme, scores: Any, measured: Any, industry: Any) -> dict[str, float]:
    """The points of every answered criterion within its maximum."""
    codes = [criterion.code for criterion in plan.criteria]
    if scores is None and measured is None:
        raise MissingField("scores", "Chưa có điểm tiêu chí nào. Hãy nhập “scores” theo mã tiêu chí.")
    points = {} if scores is None else _by_code(scores, "scores", codes, at_least=0)
    limits = {criterion.code: criterion.max for criterion in plan.criteria}
    for code, value in points.items():
        limit = limits[code]
        if limit is not None and value > limit:
            raise OutOfRange(
                f"scores.{code}",
                f"Điểm tiêu chí {code} là {show(value)}, vượt điểm tối đa {show(limit)}. Hãy chấm lại.",
            )
    if measured is None and industry is not None:
        text(industry, "industry")
    if measured is not None:
        points |= _measured(plan, measured, industry, points)
    for group in plan.groups:
        total = math.fsum(points.get(criterion.code, 0.0) for criterion in plan.members(group.code))
        if total > group.max + 1e-9:
            raise OutOfRange(
                "scores",
                f"Tổng điểm nhóm {group.code} là {show(total)}, vượt điểm tối đa {show(group.max)}. "
                "Hãy chấm lại các tiêu chí của nhóm.",
            )
    return points


def _measured(plan: Scheme, given: Any, industry: Any, points: Mapping[str, float]) -> dict[str, float]:
    """Points of norm criteria from values and the industry's norms."""
    scored = [criterion.code for criterion in plan.criteria if criterion.norm]
    values = _by_code(given, "measured", scored, at_least=0)
    name = text(industry, "industry")
    if name not in plan.norms:
        known = (
            f"Các ngành đã có: {', '.join(plan.norms)}."
            if plan.norms
            else "Hệ thống chưa có chuẩn ngành nào."
        )
        raise UnknownField(
            "industry",
            f"Chưa có chuẩn so sánh của ngành “{name}”. {known} Hãy bổ sung “norms” vào bộ tiêu chí.",
        )
    limits = {criterion.code: criterion.max for criterion in plan.criteria}
    found = {}
    for code, value in values.items():
        path = f"measured.{code}"
        if code in points:
            raise Inconsistent(path, f"Tiêu chí {code} đã có điểm trong “scores”. Hãy giữ một cách chấm.")
        norm, limit = plan.norms[name].get(code), limits[code]
        if norm is None:
            raise MissingField(path, f"Ngành “{name}” chưa có chuẩn của tiêu chí {code}. Hãy bổ sung.")
        if limit is None:
            raise MissingField(
                f"maxima.{code}", f"Chưa có điểm tối đa của tiêu chí {code}. Hãy nhập trong trường “maxima”."
            )
        reached = value / norm.norm if norm.better == "higher" else (norm.norm / value if value else math.inf)
        found[code] = limit * min(1.0, reached)
    return found


def _group(plan: Scheme, code: str, limit: float, points: Mapping[str, float]) -> GroupScore:
    members = plan.members(code)
    missing = [criterion for criterion in members if criterion.code not in points]
    low = min(limit, math.fsum(points[one.code] for one in members if one.code in points))
    # An open maximum leaves only the group's as a bound.
    room = math.fsum(limit if one.max is None else one.max for one in missing)
    high = min(limit, low + room)
    score = low if not missing else None
    share = None if score is None else score / limit
    return GroupScore(limit, len(members) - len(missing), len(members), score, low, high, share)


def _coefficient(formula: str, groups: Mapping[str, GroupScore]) -> float | None:
    """How evenly the groups stand; undefined when nothing was scored.

    >>> even = {"T": GroupScore(30, 7, 7, 15, 15, 15, 0.5), "E": GroupScore(20, 5, 5, 10, 10, 10, 0.5)}
    >>> [_coefficient(name, even) for name in FORMULAS]
    [1.0, 1.0, 0.5, 1.0, 1.0]
    """
    shares = [group.share for group in groups.values() if group.share is not None]
    mean = math.fsum(shares) / len(shares)
    if mean <= 0:
        return None
    if formula == "min_over_mean":
        return min(shares) / mean
    if formula == "min_over_max":
        return min(shares) / max(shares)
    if formula == "min_share":
        return min(shares)
    if formula == "geometric_over_arithmetic":
        if min(shares) == 0:
            return 0.0
        return min(1.0, math.exp(math.fsum(math.log(share / mean) for share in shares) / len(shares)))
    spread = math.sqrt(math.fsum((share - mean) ** 2 for share in shares) / len(shares))
    return max(0.0, 1 - spread / mean)


def _class(plan: Scheme, total: float, coefficient: float | None, *, by_total: bool) -> Level:
    """The highest class whose limits are reached; the lowest asks for nothing."""
    found = plan.classes[0]
    for one in plan.classes[1:]:
        enough = total >= one.from_ - 1e-9
        even = by_total or one.min_coefficient is None or (coefficient or 0.0) >= one.min_coefficient
        if not (enough and even):
            break
        found = one
    return found


def _cautions(plan: Scheme, unanswered: tuple[str, ...], complete: bool) -> tuple[Caution, ...]:
    found = []
    if unanswered:
        sentence = (
            f"Còn {len(unanswered)} tiêu chí chưa trả lời ({', '.join(unanswered)}): chưa xếp loại, "
            "chỉ có khoảng điểm."
        )
        found.append(Caution("unanswered", sentence, "scores"))
    if complete and all(one.min_coefficient is None for one in plan.classes):
        sentence = "Bộ tiêu chí chưa có mức hệ số đồng bộ tối thiểu: xếp loại mới chỉ theo tổng điểm."
        found.append(Caution("coefficient_limits_missing", sentence, "min_coefficients"))
    return tuple(found)


def _trace(
    plan: Scheme, groups: Mapping[str, GroupScore], low: float, high: float, coefficient: float | None
) -> tuple[Step, ...]:
    steps = [
        Step(
            f"Nhóm {code}",
            f"{group.answered}/{group.criteria} tiêu chí, từ {show(group.low)} đến {show(group.high)} "
            f"trên {show(group.max)}",
            group.score,
            "điểm",
        )
        for code, group in groups.items()
    ]
    steps.append(
        Step(
            "Tổng điểm",
            f"từ {show(low)} đến {show(high)} trên {show(TOTAL)}",
            low if low == high else None,
            "điểm",
        )
    )
    steps.append(Step("Hệ số đồng bộ", FORMULAS[plan.formula], coefficient))
    return tuple(steps)
