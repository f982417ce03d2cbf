"""A supported firm before, during and after: one definition, one perimeter, no claim of cause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from nscl.measures.errors import MissingField, NotComparable, WrongType
from nscl.measures.firm.quantiles import quantile
from nscl.measures.inputs import choice, number, numbers, records, refuse_unknown, table, text
from nscl.measures.method import measure
from nscl.measures.result import Assumption, Caution, Result, Step, show

PHASES = ("before", "during", "after")
SAME = ("definition", "perimeter", "price_basis", "unit")
SAME_VI = {
    "definition": "định nghĩa (phiên bản công thức)",
    "perimeter": "phạm vi (đơn vị, địa điểm)",
    "price_basis": "gốc giá",
    "unit": "đơn vị tính",
}


@dataclass(frozen=True, kw_only=True, eq=False)
class BeforeAfter(Result):
    """The change of one indicator of one firm, beside that of its industry."""

    indicator: str
    before: float
    during: float | None
    after: float
    change: float
    change_pct: float | None
    attribution: str
    industry_change: float | None
    industry_change_pct: float | None
    did: float | None
    did_pct: float | None
    target_met: bool | None


@measure("firm.before_after", "So sánh trước, trong và sau hỗ trợ")
def before_after(
    *,
    indicator: str,
    observations: Any,
    industry: Mapping[str, Any] | None = None,
    higher_is_better: bool = True,
    target_pct: Any = None,
) -> BeforeAfter:
    """The change of an indicator from before to after support, beside the change of the industry median.

    It promises that all observations share one definition (with version), perimeter, price basis and unit,
    and labels the raw change "not_attributable". It refuses to compare across two definitions or perimeters
    (`not_comparable`, naming the observation) and a series without a before or an after.

    Formula:
        change = mean(after) − mean(before); change % = 100·change / mean(before), where mean(before) > 0
        difference in difference = change of the firm − change of the industry median
        did % = change % of the firm − change % of the industry median
    Input:
        indicator: its name.
        observations: [{phase: before|during|after, value, definition, perimeter, period, price_basis, unit}];
            definition and perimeter are required; several of one phase are averaged.
        industry: {before, after, definition, perimeter, price_basis, unit}: before and after a median, or the
            list of the firms' values; definition, price_basis and unit, where given, must equal the firm's.
        higher_is_better: for the target; default true.
        target_pct (%): the improvement asked for; default none.
    Output:
        before, during, after, change (unit of the indicator); change_pct (%).
        attribution: always not_attributable for the raw change.
        industry_change, did (unit), industry_change_pct, did_pct (points): null without an industry.
        target_met: true, false, or null without a target or a percentage.
    Source:
        D. Card and A. B. Krueger, American Economic Review 84 (1994), table 3, for the difference in
        difference; the comparison of supported firms as the plans ask it (same definition before and after).
    Traps:
        - A firm that is better after support is not better because of it: supported firms choose themselves.
        - Current prices turn inflation into improvement.
        - The difference in difference rests on parallel trends, which two points cannot show.
    Example:
        >>> rows = [{"phase": phase, "value": value, "definition": "fte@1", "perimeter": "store"}
        ...         for phase, value in (("before", 20.44), ("after", 21.03))]
        >>> found = before_after(indicator="FTE", observations=rows,
        ...                      industry={"before": 23.33, "after": 21.17})
        >>> round(found.change, 2), round(found.did, 2)
        (0.59, 2.75)
    """
    name = text(indicator, "indicator")
    rows = records(observations, "observations", known=["phase", "value", "period", *SAME], at_least_items=2)
    values, common = _one_definition(rows)
    means = {phase: _mean(values[phase]) for phase in PHASES if values[phase]}
    for phase in ("before", "after"):
        if phase not in means:
            raise MissingField(
                "observations",
                f"Chưa có số liệu giai đoạn “{phase}”. Cần ít nhất một kỳ trước và một kỳ sau.",
            )
    change = means["after"] - means["before"]
    change_pct = _pct(means["before"], means["after"])
    peers = None if industry is None else _industry(industry, common)
    peers_pct = None if peers is None else _pct(*peers)
    peers_change = None if peers is None else peers[1] - peers[0]
    if not isinstance(higher_is_better, bool | np.bool_):
        raise WrongType("higher_is_better", "Trường “higher_is_better” phải là true hoặc false.")
    return BeforeAfter(
        indicator=name,
        before=means["before"],
        during=means.get("during"),
        after=means["after"],
        change=change,
        change_pct=change_pct,
        attribution="not_attributable",
        industry_change=peers_change,
        industry_change_pct=peers_pct,
        did=None if peers_change is None else change - peers_change,
        did_pct=None if change_pct is None or peers_pct is None else change_pct - peers_pct,
        target_met=_target(target_pct, change_pct, bool(higher_is_better)),
        assumptions=tuple(
            Assumption(key, common.get(key) or "not_stated", f"Dùng chung cho mọi kỳ: {SAME_VI[key]}.")
            for key in SAME
        ),
        warnings=_cautions(common, peers is not None, change_pct),
        trace=_trace(means, change_pct, peers),
    )


def _one_definition(rows: list[Mapping[str, Any]]) -> tuple[dict[str, list[float]], dict[str, str | None]]:
    """The values by phase, once every row is seen to speak of the same thing."""
    values: dict[str, list[float]] = {phase: [] for phase in PHASES}
    common: dict[str, str | None] = {}
    for place, row in enumerate(rows):
        path = f"observations[{place}]"
        phase = choice(row.get("phase"), f"{path}.phase", PHASES)
        values[phase].append(number(row.get("value"), f"{path}.value"))
        for key in SAME:
            stated = row.get(key)
            said = None if stated is None and key not in SAME[:2] else text(stated, f"{path}.{key}")
            if place == 0:
                common[key] = said
            elif said != common[key]:
                _refuse(f"{path}.{key}", key, common[key], said, f"kỳ thứ {place + 1}")
    return values, common


def _refuse(path: str, key: str, first: str | None, other: str | None, where: str) -> None:
    raise NotComparable(
        path,
        f"Không so sánh được: {SAME_VI[key]} ở {where} là “{other or 'không nêu'}”, ở kỳ đầu là "
        f"“{first or 'không nêu'}”. Hãy tính lại các kỳ theo cùng một cách.",
    )


def _industry(given: Any, common: dict[str, str | None]) -> tuple[float, float]:
    """The industry's median before and after."""
    found = table(given, "industry")
    refuse_unknown(found, ["before", "after", *SAME], "industry")
    for key in ("definition", "price_basis", "unit"):
        stated = found.get(key)
        if stated is not None and text(stated, f"industry.{key}") != common[key]:
            _refuse(f"industry.{key}", key, common[key], text(stated, f"industry.{key}"), "số liệu ngành")
    return _median(found.get("before"), "industry.before"), _median(found.get("after"), "industry.after")


def _median(given: Any, path: str) -> float:
    if isinstance(given, list | tuple | np.ndarray):
        return quantile(np.sort(numbers(given, path)), 0.5, 7)
    return number(given, path)


def _mean(values: list[float]) -> float:
    return sum(value / len(values) for value in values)


def _pct(before: float, after: float) -> float | None:
    return 100 * (after / before - 1) if before > 0 else None


def _target(given: Any, change_pct: float | None, higher: bool) -> bool | None:
    if given is None:
        return None
    wanted = number(given, "target_pct", at_least=0)
    if change_pct is None:
        return None
    return (change_pct if higher else -change_pct) >= wanted


def _cautions(common: dict[str, str | None], peers: bool, change_pct: float | None) -> tuple[Caution, ...]:
    found = [
        Caution(
            "not_attributable",
            "Thay đổi trước và sau chưa chứng minh được là do hỗ trợ. Không ghi là “nhờ hỗ trợ”.",
            "change",
        )
    ]
    if peers:
        sentence = "Khác biệt của khác biệt dựa trên giả định doanh nghiệp và ngành cùng xu hướng."
        found.append(Caution("parallel_trends", sentence, "did"))
    if change_pct is None:
        sentence = "Mức trước không dương nên không tính phần trăm thay đổi."
        found.append(Caution("base_not_positive", sentence, "change_pct"))
    if common.get("price_basis") is None or common.get("price_basis") == "current":
        sentence = "Nếu là chỉ tiêu tiền theo giá hiện hành, thay đổi gồm cả lạm phát. Hãy dùng giá so sánh."
        found.append(Caution("price_basis", sentence, "observations"))
    return tuple(found)


def _trace(
    means: dict[str, float], change_pct: float | None, peers: tuple[float, float] | None
) -> tuple[Step, ...]:
    before, after = means["before"], means["after"]
    steps = [
        Step("Thay đổi", f"{show(after)} − {show(before)}", after - before),
        Step("Thay đổi tương đối", f"100 × ({show(after)} / {show(before)} − 1)", change_pct, "%"),
    ]
    if peers is not None:
        steps.append(
            Step(
                "Khác biệt của khác biệt",
                f"({show(after)} − {show(before)}) − ({show(peers[1])} − {show(peers[0])})",
                (after - before) - (peers[1] - peers[0]),
            )
        )
    return tuple(steps)
