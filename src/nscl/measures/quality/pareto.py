"""Pareto analysis: which few causes make most of the trouble."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from nscl.measures import inputs
from nscl.measures.errors import Duplicate, OutOfRange, UnknownField
from nscl.measures.method import measure
from nscl.measures.quality.moments import amount
from nscl.measures.result import Array, Assumption, Caution, Result, Step, show

# Names that mean "everything else", compared without case and diacritics.
OTHER_NAMES = ("other", "others", "khac", "cac loai khac", "loai khac", "muc khac", "loi khac")


@dataclass(frozen=True, kw_only=True, eq=False)
class ParetoResult(Result):
    """Causes from the largest to the smallest, the bundle “other” last."""

    order: tuple[str, ...]
    counts: Array
    share_pct: Array
    cumulative: Array
    cumulative_pct: Array
    total: float
    vital_few: tuple[str, ...]
    other: str | None


@measure("quality.pareto", "Phân tích Pareto")
def pareto(
    *,
    counts: Mapping[str, float],
    unit_costs: Mapping[str, float] | None = None,
    cut_pct: float = 80,
    other: str | None = None,
) -> ParetoResult:
    """Order causes by their counts (or costs) and accumulate their shares.

    Ties keep the order in which they were given. The bundle of remaining causes (“other”, “khác”…) stands
    last whatever its size, because it is not one cause. Refuses negative counts, a total of zero, and the
    same name twice.

    Formula:
        share_i = 100·c_i / Σc
        cumulative_k = share_(1) + … + share_(k), causes in descending order
        with unit costs: c_i = count_i · unit cost_i

    Input:
        counts (occurrences, minutes, đồng): {name: amount}, each ≥ 0
        unit_costs (đồng per occurrence): {name: cost}; default none (counts as they are)
        cut_pct (%): where the vital few end; default 80
        other: the name of the bundle; default a name such as “other”, “others”, “khác”, “loại khác”

    Output:
        order: names, largest first, the bundle last
        counts (as given, or đồng): amounts in that order
        share_pct (%): share of the total
        cumulative (as counts), cumulative_pct (%): running total and share
        total (as counts): sum of all amounts
        vital_few: the fewest leading causes that reach the cut; every named one where only the bundle would
        other: the name of the bundle, null without one

    Source:
        Juran J. M., Quality Control Handbook, 1951; ISO 13053-2:2011, factsheet Pareto diagram;
        R package qcc 2.7, function pareto.chart.

    Traps:
        - A large “other” means the categories are wrong, not that “other” is the problem (a warning says so).
        - Counting is not costing: the most frequent defect may be the cheapest; give unit costs.
        - 80/20 is a habit, not a law: read the curve.

    Example:
        >>> found = pareto(counts={"price code": 80, "schedule date": 27, "supplier code": 66,
        ...                        "contact num.": 94, "part num.": 33})
        >>> found.order
        ('contact num.', 'price code', 'supplier code', 'part num.', 'schedule date')
        >>> found.cumulative_pct.round(3).tolist()
        [31.333, 58.0, 80.0, 91.0, 100.0]
    """
    amounts = _amounts(counts, "counts")
    cut = inputs.number(cut_pct, "cut_pct", above=0, at_most=100)
    if unit_costs is not None:
        amounts = _costed(amounts, unit_costs)
    total = float(sum(amounts.values()))
    if total <= 0:
        raise OutOfRange("counts", "Tổng của “counts” bằng 0: chưa có gì để xếp thứ tự.")
    bundle = _bundle(amounts, other)
    order = sorted(amounts, key=lambda name: (name == bundle, -amounts[name]))
    values = np.array([amounts[name] for name in order])
    running = np.cumsum(values)
    running[-1] = total
    cumulative_pct = 100 * running / total
    # Figures such as 80.0 % must not miss the cut by one unit in the last binary digit.
    reached = int(np.argmax(cumulative_pct >= cut * (1 - 1e-12)))
    few = tuple(name for name in order[: reached + 1] if name != bundle)
    return ParetoResult(
        order=tuple(order),
        counts=values,
        share_pct=100 * values / total,
        cumulative=running,
        cumulative_pct=cumulative_pct,
        total=total,
        vital_few=few,
        other=bundle,
        assumptions=(
            Assumption("ties", "given order", "Các mục bằng nhau giữ thứ tự đã nhập."),
            Assumption("cut_pct", cut, "Ngưỡng của nhóm nguyên nhân chính."),
            Assumption("other", bundle, "Mục gộp luôn đứng cuối."),
        ),
        warnings=_cautions(order, values, bundle),
        trace=(
            Step("Tổng", "Σc", total),
            Step(
                "Tỷ lệ của mục đứng đầu", f"100·{show(values[0])}/{show(total)}", 100 * values[0] / total, "%"
            ),
            Step("Số mục đạt ngưỡng", f"tích lũy ≥ {show(cut)} %", float(len(few)), "mục"),
        ),
    )


def _amounts(counts: Any, field: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for key, value in inputs.table(counts, field).items():
        path = f"{field}.{key}"
        name = inputs.text(str(key), path)
        if name in found:
            raise Duplicate(path, f"Mục “{name}” được nhập hai lần. Hãy gộp lại thành một.")
        found[name] = amount(value, path)
    return found


def _costed(amounts: dict[str, float], unit_costs: Any) -> dict[str, float]:
    costs = _amounts(unit_costs, "unit_costs")
    for name in costs:
        if name not in amounts:
            raise UnknownField(f"unit_costs.{name}", f"Mục “{name}” không có trong “counts”.")
    return {
        name: count * inputs.number(costs.get(name), f"unit_costs.{name}") for name, count in amounts.items()
    }


def _bundle(amounts: dict[str, float], other: Any) -> str | None:
    if other is not None:
        name = inputs.text(other, "other")
        if name not in amounts:
            raise UnknownField("other", f"Mục gộp “{name}” không có trong “counts”.")
        return name
    return next((name for name in amounts if plain_name(name) in OTHER_NAMES), None)


def plain_name(name: str) -> str:
    """A name without case, diacritics and surrounding signs, for comparing.

    >>> plain_name(" Khác… ")
    'khac'
    """
    letters = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    kept = "".join(sign if sign.isalnum() else " " for sign in letters if not unicodedata.combining(sign))
    return " ".join(kept.split())


def _cautions(order: list[str], values: Array, bundle: str | None) -> tuple[Caution, ...]:
    if bundle is not None and len(order) > 1 and values[-1] >= values[0]:
        return (
            Caution(
                "large_other",
                f"Mục gộp “{bundle}” lớn hơn hoặc bằng mọi mục khác: hãy tách nhỏ rồi phân tích lại.",
                f"counts.{bundle}",
            ),
        )
    return ()
