"""The result of a period from yearly growth rates: sums, and geometric means; never a mean of percentages."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from nscl.measures.errors import Inconsistent
from nscl.measures.macro import contribution
from nscl.measures.macro.checks import (
    fraction_cautions,
    growth_rates,
    share_cautions,
    shares,
    vector,
    year_list,
)
from nscl.measures.method import measure
from nscl.measures.result import Array, Assumption, Result, Step, show


@dataclass(frozen=True, kw_only=True)
class PeriodReading:
    """One way to read a period: growth in percent a year, parts in points a year, and their percentages."""

    output_growth: float
    capital_growth: float
    labour_growth: float
    labour_share: float
    tfp_growth: float
    contributions: dict[str, float]
    contributions_pct: dict[str, float | None]
    contribution_pct: float | None


@dataclass(frozen=True, kw_only=True, eq=False)
class PeriodGrowth(Result):
    """Yearly TFP growth and the two lawful readings of the period."""

    years: list[int]
    tfp_growth: Array
    contributions: dict[str, Array]
    annual_contribution_pct: list[float | None]
    contribution_pct: float | None
    reason: str | None
    sums: dict[str, float]
    by_sums: PeriodReading
    by_geometric_means: PeriodReading


@measure("growth.period", "Đóng góp của TFP trong cả giai đoạn")
def period(
    *,
    output_growth: Any,
    capital_growth: Any,
    labour_growth: Any,
    labour_share: Any,
    years: Any = None,
) -> PeriodGrowth:
    """The contribution of TFP over several years, from sums of points.

    Promises the share of a period as the sum of TFP points over the sum of output points, and beside it the
    same rule taken once on geometric mean growth; yearly percentages appear only where the year allows one,
    and are never averaged. Refuses lists of different lengths and years that are not consecutive.

    Formula:
        TFP[t] = GY[t] − (1 − β[t])·GK[t] − β[t]·GL[t]
        contribution_pct = 100 · Σ TFP[t] / Σ GY[t], only if mean GY ≥ 1 point
        geometric: G = 100·((Π(1 + G[t]/100))^(1/T) − 1) for Y, K, L, then the rule once with the mean β

    Input:
        output_growth (%): growth of real output, one a year
        capital_growth (%): growth of the real capital stock, one a year
        labour_growth (%): growth of employment or hours, one a year
        labour_share (0–1): a list, or one number for all years
        years (year): labels, consecutive; default 1, 2, …

    Output:
        years (year): the labels
        tfp_growth (points): by year, in order
        contributions (points): lists capital, labour, tfp, in order of years
        annual_contribution_pct (%): of TFP by year, null by the near-zero rule
        contribution_pct (%): of TFP over the period, by sums, or null
        reason (text): why there is no percentage, or null
        sums (points): Σ of output, capital, labour and tfp contributions
        by_sums (points a year): growth, parts and percentages from sums
        by_geometric_means (points a year): the same from geometric mean growth

    Source:
        General Statistics Office of Viet Nam, indicator “Tỷ trọng đóng góp của TFP vào tăng trưởng”:
        increase due to the factor over total increase.

    Traps:
        - The mean of yearly percentages lets one year near zero decide the period.
        - The two readings differ slightly (geometric means are below arithmetic ones): quote one, name it.
        - A share that changes with a new input–output table is entered year by year.

    Example:
        Growth 8 % and 0.4 %, capital 5 %, labour 1 %, share 0.5: the years say 62.5 % and −650 %, the
        period 28.6 %.

        >>> found = period(
        ...     output_growth=[8, 0.4], capital_growth=[5, 5], labour_growth=[1, 1], labour_share=0.5
        ... )
        >>> round(found.contribution_pct, 1), found.annual_contribution_pct
        (28.6, [62.5, None])
    """
    growth = growth_rates(output_growth, "output_growth")
    count = len(growth)
    capital = growth_rates(capital_growth, "capital_growth", length=count)
    labour = growth_rates(labour_growth, "labour_growth", length=count)
    beta = shares(labour_share, "labour_share", count)
    labels = _labels(years, count)
    parts = {"capital": (1 - beta) * capital, "labour": beta * labour}
    parts["tfp"] = growth - parts["capital"] - parts["labour"]
    sums = {"output": float(growth.sum()), **{name: float(part.sum()) for name, part in parts.items()}}
    by_sums = _by_sums(growth, capital, labour, beta, sums)
    by_means = _by_means(growth, capital, labour, float(beta.mean()))
    yearly = [
        contribution.percentages({"tfp": float(tfp)}, float(rate), float(rate))["tfp"]
        for tfp, rate in zip(parts["tfp"], growth, strict=True)
    ]
    return PeriodGrowth(
        years=labels,
        tfp_growth=parts["tfp"],
        contributions=parts,
        annual_contribution_pct=yearly,
        contribution_pct=by_sums.contribution_pct,
        reason=contribution.reason(by_sums.output_growth),
        sums=sums,
        by_sums=by_sums,
        by_geometric_means=by_means,
        assumptions=_assumptions(vector(labour_share, "labour_share")),
        warnings=tuple(
            share_cautions(beta)
            + fraction_cautions([float(np.abs(rates).max()) for rates in (growth, capital, labour)])
        ),
        trace=_trace(sums, by_sums, by_means, count),
    )


def _labels(years: Any, count: int) -> list[int]:
    if years is None:
        return list(range(1, count + 1))
    labels = year_list(years, at_least_items=1)
    if len(labels) != count:
        raise Inconsistent(
            "years", f"Có {len(labels)} năm nhưng {count} tốc độ tăng. Hãy nhập mỗi năm một số."
        )
    for place in range(1, count):
        if labels[place] != labels[place - 1] + 1:
            raise Inconsistent(
                f"years[{place}]",
                f"Giữa năm {labels[place - 1]} và {labels[place]} thiếu tốc độ tăng. "
                "Hãy bổ sung các năm còn thiếu.",
            )
    return labels


def _reading(
    growth: float, capital: float, labour: float, beta: float, parts: dict[str, float]
) -> PeriodReading:
    percent = contribution.percentages(parts, growth, growth)
    return PeriodReading(
        output_growth=growth,
        capital_growth=capital,
        labour_growth=labour,
        labour_share=beta,
        tfp_growth=parts["tfp"],
        contributions=parts,
        contributions_pct=percent,
        contribution_pct=percent["tfp"],
    )


def _by_sums(
    growth: Array, capital: Array, labour: Array, beta: Array, sums: dict[str, float]
) -> PeriodReading:
    count = len(growth)
    parts = {name: sums[name] / count for name in ("capital", "labour", "tfp")}
    return _reading(
        sums["output"] / count, float(capital.mean()), float(labour.mean()), float(beta.mean()), parts
    )


def _by_means(growth: Array, capital: Array, labour: Array, beta: float) -> PeriodReading:
    means = [geometric_mean(rates) for rates in (growth, capital, labour)]
    parts = {"capital": (1 - beta) * means[1], "labour": beta * means[2]}
    parts["tfp"] = means[0] - parts["capital"] - parts["labour"]
    return _reading(means[0], means[1], means[2], beta, parts)


def geometric_mean(rates: Array) -> float:
    """The constant growth a year that gives the same total.

    >>> round(geometric_mean(np.array([10.0, 21.0])), 6)
    15.368973
    """
    return 100 * math.expm1(float(np.log1p(rates / 100).mean()))


def _assumptions(moving: bool) -> tuple[Assumption, ...]:
    return (
        Assumption("mode", "gso", "Tốc độ tăng phần trăm; đóng góp theo điểm phần trăm."),
        Assumption(
            "period_rule", "sums", "Tổng điểm của TFP chia tổng điểm tăng đầu ra, không bình quân tỷ lệ."
        ),
        Assumption(
            "labour_share",
            "moving" if moving else "fixed",
            "Tỷ phần lao động thay đổi theo năm." if moving else "Một tỷ phần lao động cho mọi năm.",
        ),
        contribution.RULE,
    )


def _trace(
    sums: dict[str, float], by_sums: PeriodReading, by_means: PeriodReading, count: int
) -> tuple[Step, ...]:
    return (
        Step("Tổng điểm tăng đầu ra", f"Σ GY, {count} năm", sums["output"], "điểm %"),
        Step(
            "Tổng điểm của TFP",
            f"{show(sums['output'])} − {show(sums['capital'])} − {show(sums['labour'])}",
            sums["tfp"],
            "điểm %",
        ),
        Step(
            "Tỷ lệ đóng góp của TFP theo tổng",
            f"100 × {show(sums['tfp'])} / {show(sums['output'])}",
            by_sums.contribution_pct,
            "%",
        ),
        Step(
            "Tỷ lệ đóng góp của TFP theo bình quân nhân",
            f"100 × {show(by_means.tfp_growth)} / {show(by_means.output_growth)}",
            by_means.contribution_pct,
            "%",
        ),
    )
