"""Growth accounting in logarithms with moving labour shares (Törnqvist)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nscl.measures.errors import Inconsistent
from nscl.measures.inputs import choice
from nscl.measures.macro import contribution
from nscl.measures.macro.checks import levels, share_cautions, shares, vector, year_list
from nscl.measures.method import measure
from nscl.measures.result import Array, Assumption, Caution, Result, Step, show

WEIGHTS = {"mean": "bình quân năm trước và năm nay", "previous": "năm trước", "current": "năm nay"}


@dataclass(frozen=True, kw_only=True)
class LogPeriod:
    """The whole period: sums of the yearly parts."""

    first_year: int
    last_year: int
    dln_output: float
    dln_tfp: float
    contributions: dict[str, float]
    contribution_pct: dict[str, float | None]
    reason: str | None
    annual_growth_pct: dict[str, float]


@dataclass(frozen=True, kw_only=True, eq=False)
class TornqvistGrowth(Result):
    """Yearly growth in natural logarithms, keyed by the later year; parts add up to `dln_output`."""

    dln_tfp: dict[int, float]
    dln_output: dict[int, float]
    dln_capital: dict[int, float]
    dln_labour: dict[int, float]
    mean_labour_share: dict[int, float]
    contributions: dict[int, dict[str, float]]
    contribution_pct: dict[int, dict[str, float | None]]
    reason: dict[int, str | None]
    labour_productivity: dict[int, dict[str, float]]
    tfp_index: dict[int, float]
    period: LogPeriod


@measure("growth.tornqvist", "Tốc độ tăng TFP theo chỉ số Törnqvist")
def tornqvist(
    *,
    years: Any,
    output: Any,
    capital: Any,
    labour: Any,
    labour_share: Any,
    weights: Any = "mean",
    gaps: Any = "refuse",
) -> TornqvistGrowth:
    """TFP growth from levels, in logarithms, with the labour share of each year.

    Promises that contributions of capital, labour and TFP add up to the growth of output, that the period
    is the sum of its years and never the mean of yearly percentages. Refuses levels that are not positive,
    shares outside 0–1, years out of order or twice, and missing years unless `gaps` says how to read them.

    Formula:
        β̄ = ½(β[t] + β[t−1]);  Δln A = Δln Y − (1 − β̄)·Δln K − β̄·Δln L
        contributions: capital (1 − β̄)·Δln K, labour β̄·Δln L, tfp Δln A
        contribution_pct = 100 · part / Δln Y, only if Y grew by 1 % a year or more
        period: sums over the years;  tfp_index = exp(Σ Δln A), first year 1

    Input:
        years (year): rising, one each
        output (any one unit, constant prices): real output
        capital (any one unit, constant prices): capital stock or services
        labour (persons or hours): persons × hours × quality, as the user defines it
        labour_share (0–1): labour income in gross value added; a list, or one number for all years
        weights (mean, previous, current): which year's share weighs a growth; default mean (Törnqvist)
        gaps (refuse, annual, total): a missing year is refused (default), or the change over it is given
            per year (annual) or whole (total)

    Output:
        dln_tfp (log units; × 100 = log points): growth of TFP, by later year
        dln_output (log units): growth of output, by later year
        dln_capital (log units): growth of capital, by later year
        dln_labour (log units): growth of labour, by later year
        mean_labour_share (0–1): the share used, by later year
        contributions (log units): capital, labour, tfp, by later year
        contribution_pct (%): the same in percent of dln_output, null by the near-zero rule
        reason (text): why null, by later year
        labour_productivity (log units): growth = capital_deepening + tfp, by later year
        tfp_index (first year 1): level of TFP, by year
        period: sums over all years, their percentages, and mean growth a year in percent

    Source:
        OECD (2001), Measuring Productivity, ch. 3 and 7; R. Feenstra, R. Inklaar, M. Timmer (2015), The Next
        Generation of the Penn World Table, AER 105(10), eq. for RTFPNA; L. Törnqvist (1936).

    Traps:
        - Log growth is below percentage growth (6.29 log points are 6.50 %): never mix both in one series.
        - A frozen share and a moving share give different TFP; the result says which was used.
        - Capital stock, capital services and their year-end or mid-year timing move TFP; say which.
        - A mean of yearly percentages is meaningless when one year is near zero: use `period`.

    Example:
        Republic of Korea 2009–2010, Penn World Table 9.1 (rtfpna moves by 0.032734):

        >>> found = tornqvist(
        ...     years=[2009, 2010],
        ...     output=[1440309.75, 1533883.75],
        ...     capital=[0.9160994887, 0.9585686922],
        ...     labour=[23.53944588 * 2168.052979 * 3.439317226, 23.82834816 * 2157.064941 * 3.467933178],
        ...     labour_share=[0.5112292767, 0.4987407923],
        ... )
        >>> round(found.dln_tfp[2010], 6), round(found.mean_labour_share[2010], 6)
        (0.032734, 0.504985)
    """
    span = year_list(years)
    weighting = choice(weights, "weights", list(WEIGHTS))
    steps = _steps(span, choice(gaps, "gaps", ["refuse", "annual", "total"]))
    logs = {
        name: np.diff(np.log(levels(value, name, length=len(span))))
        for name, value in (("output", output), ("capital", capital), ("labour", labour))
    }
    beta = shares(labour_share, "labour_share", len(span))
    used = {"mean": (beta[1:] + beta[:-1]) / 2, "previous": beta[:-1], "current": beta[1:]}[weighting]
    whole = _parts(logs["output"], logs["capital"], logs["labour"], used)
    divisor = steps if gaps == "annual" else np.ones(len(steps))
    rates = {name: value / divisor for name, value in whole.items()}
    period = _period(span, whole)
    by_year = _by_year(span[1:], rates, used, np.diff(span) / divisor)
    level = np.exp(np.concatenate(([0.0], np.cumsum(whole["tfp"]))))
    return TornqvistGrowth(
        **by_year,
        tfp_index=dict(zip(span, level.tolist(), strict=True)),
        period=period,
        assumptions=_assumptions(weighting, vector(labour_share, "labour_share"), str(gaps)),
        warnings=tuple(share_cautions(beta) + _gap_cautions(steps, str(gaps))),
        trace=_trace(span, rates, used, period),
    )


def _steps(span: Sequence[int], gaps: str) -> Array:
    steps = np.diff(np.array(span, dtype=np.float64))
    if gaps == "refuse" and (steps > 1).any():
        place = int(np.argmax(steps > 1)) + 1
        raise Inconsistent(
            f"years[{place}]",
            f"Giữa năm {span[place - 1]} và {span[place]} thiếu số liệu. Hãy bổ sung các năm còn thiếu, hoặc "
            "chọn gaps là annual (chia đều mỗi năm) hay total (cả khoảng).",
        )
    return steps


def _parts(output: Array, capital: Array, labour: Array, beta: Array) -> dict[str, Array]:
    """Growth of output and factors, and its parts; TFP is what is left, so that they add up."""
    by_capital, by_labour = (1 - beta) * capital, beta * labour
    return {
        "output": output,
        "capital": capital,
        "labour": labour,
        "by_capital": by_capital,
        "by_labour": by_labour,
        "tfp": output - by_capital - by_labour,
    }


def _by_year(years: Sequence[int], rates: dict[str, Array], beta: Array, length: Array) -> dict[str, Any]:
    """Every figure keyed by the later year. `length` is the number of years each figure spans."""
    found: dict[str, Any] = {
        "dln_tfp": _keyed(years, rates["tfp"]),
        "dln_output": _keyed(years, rates["output"]),
        "dln_capital": _keyed(years, rates["capital"]),
        "dln_labour": _keyed(years, rates["labour"]),
        "mean_labour_share": _keyed(years, beta),
        "contributions": {},
        "contribution_pct": {},
        "reason": {},
        "labour_productivity": {},
    }
    for place, year in enumerate(years):
        parts = _named(rates, place)
        growth = _percent(rates["output"][place] / length[place])
        found["contributions"][year] = parts
        found["contribution_pct"][year] = contribution.percentages(
            parts, float(rates["output"][place]), growth
        )
        found["reason"][year] = contribution.reason(growth)
        found["labour_productivity"][year] = {
            "growth": float(rates["output"][place] - rates["labour"][place]),
            "capital_deepening": float(
                (1 - beta[place]) * (rates["capital"][place] - rates["labour"][place])
            ),
            "tfp": parts["tfp"],
        }
    return found


def _keyed(years: Sequence[int], values: Array) -> dict[int, float]:
    return dict(zip(years, values.tolist(), strict=True))


def _named(rates: dict[str, Array], place: int) -> dict[str, float]:
    return {
        "capital": float(rates["by_capital"][place]),
        "labour": float(rates["by_labour"][place]),
        "tfp": float(rates["tfp"][place]),
    }


def _percent(log_growth: float) -> float:
    """Growth in percent; what exceeds the range of a float is large enough anyway."""
    return 100 * math.expm1(min(float(log_growth), 500.0))


def _period(span: Sequence[int], whole: dict[str, Array]) -> LogPeriod:
    sums = {name: float(value.sum()) for name, value in whole.items()}
    parts = {"capital": sums["by_capital"], "labour": sums["by_labour"], "tfp": sums["tfp"]}
    years = span[-1] - span[0]
    annual = {name: _percent(sums[name] / years) for name in ("output", "capital", "labour", "tfp")}
    return LogPeriod(
        first_year=span[0],
        last_year=span[-1],
        dln_output=sums["output"],
        dln_tfp=sums["tfp"],
        contributions=parts,
        contribution_pct=contribution.percentages(parts, sums["output"], annual["output"]),
        reason=contribution.reason(annual["output"]),
        annual_growth_pct=annual,
    )


def _assumptions(weighting: str, moving: bool, gaps: str) -> tuple[Assumption, ...]:
    return (
        Assumption("mode", "tornqvist", "Chênh lệch lôgarit tự nhiên; nhân 100 được điểm lôgarit."),
        Assumption("weights", weighting, f"Tỷ phần lao động {WEIGHTS[weighting]}."),
        Assumption(
            "labour_share",
            "moving" if moving else "fixed",
            "Tỷ phần lao động thay đổi theo năm." if moving else "Một tỷ phần lao động cho mọi năm.",
        ),
        Assumption("capital_share", "1 − labour_share", "Lợi tức không đổi theo quy mô."),
        Assumption("gaps", gaps, "Cách xử lý năm thiếu số liệu."),
        contribution.RULE,
    )


def _gap_cautions(steps: Array, gaps: str) -> list[Caution]:
    if not (steps > 1).any():
        return []
    reading = "chia đều cho mỗi năm" if gaps == "annual" else "là của cả khoảng"
    return [Caution("missing_years", f"Có năm thiếu số liệu: mức tăng qua khoảng đó {reading}.", "years")]


def _trace(
    span: Sequence[int], rates: dict[str, Array], beta: Array, period: LogPeriod, most: int = 30
) -> tuple[Step, ...]:
    steps = [
        Step(
            f"Δln A năm {year}",
            f"{show(rates['output'][place])} − {show(1 - beta[place])} × {show(rates['capital'][place])}"
            f" − {show(beta[place])} × {show(rates['labour'][place])}",
            float(rates["tfp"][place]),
            "đơn vị lôgarit",
        )
        for place, year in enumerate(span[1 : most + 1])
    ]
    steps.append(
        Step(
            f"Cả giai đoạn {period.first_year}–{period.last_year}: tỷ lệ đóng góp của TFP",
            f"100 × {show(period.dln_tfp)} / {show(period.dln_output)}",
            period.contribution_pct["tfp"],
            "%",
        )
    )
    return tuple(steps)
