"""A band around TFP growth: corners of the inputs' ranges, random draws, and which input matters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from nscl.measures.errors import Inconsistent
from nscl.measures.inputs import number, refuse_unknown, whole
from nscl.measures.macro import contribution
from nscl.measures.macro.checks import growth_rate, share, share_cautions
from nscl.measures.method import measure
from nscl.measures.result import Array, Assumption, Caution, Result, Step, show

FIELDS = ("output_growth", "capital_growth", "labour_growth", "labour_share")
VERDICTS = {
    "met": "đạt dưới mọi bộ giả định",
    "not_met": "không đạt dưới mọi bộ giả định",
    "undetermined": "chưa kết luận được",
}
MET_SLACK = 1e-9


@dataclass(frozen=True, kw_only=True)
class Range:
    """The lowest, central and highest value."""

    low: float
    central: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Swing:
    """What one input does to the result from its low to its high, the others central."""

    field: str
    low_value: float
    high_value: float
    tfp_growth: dict[str, float]
    contribution_pct: dict[str, float | None]


@dataclass(frozen=True, kw_only=True)
class Draws:
    """The random draws: percentiles, and how many meet the target."""

    draws: int
    seed: int
    tfp_growth: dict[str, float]
    contribution_pct: dict[str, float] | None
    undefined_count: int
    met_count: int | None
    set_count: int
    met_share: float | None


@dataclass(frozen=True, kw_only=True, eq=False)
class GrowthBand(Result):
    """TFP growth and its contribution as ranges, with the verdict on a target."""

    tfp_growth: Range
    contribution_pct: Range | None
    reason: str | None
    tornado: list[Swing]
    target_pct: float | None
    met_share: float | None
    met_count: int | None
    set_count: int
    undefined_count: int
    verdict: str | None
    met_sentence: str | None
    monte_carlo: Draws


@measure("growth.band", "Khoảng của tốc độ tăng TFP và tỷ lệ đóng góp")
def band(
    *,
    output_growth: Any,
    capital_growth: Any,
    labour_growth: Any,
    labour_share: Any,
    target_pct: Any = None,
    seed: Any = 20250701,
    draws: Any = 10000,
) -> GrowthBand:
    """The range of TFP growth and its contribution when each input is a low, a central and a high value.

    Promises the exact lowest and highest result over all corners of the ranges, the same random draws for the
    same seed, and a verdict on a target that is undetermined wherever the range straddles it. Refuses
    low > central or central > high, and shares outside 0–1. Where any corner has output growth below one
    point the contribution has no range and the verdict is undetermined.

    Formula:
        TFP = GY − (1 − β)·GK − β·GL;  contribution = 100·TFP/GY, only if GY ≥ 1
        assumption sets: all 2^n choices of low or high of the n uncertain inputs, and the central one
        low, high: smallest and largest over the sets (exact: TFP is linear in each input)
        draws: independent triangular (low, central, high)
        tornado: one input at low and at high, the others central; swing = |high − low|

    Input:
        output_growth (%): growth of real output, a number or {low, central, high}
        capital_growth (%): growth of the real capital stock, a number or {low, central, high}
        labour_growth (%): growth of employment or hours, a number or {low, central, high}
        labour_share (0–1): a number or {low, central, high}
        target_pct (%): optional target for the contribution; met means at least
        seed (whole): of the random draws; default 20250701
        draws (count): 1 to 1,000,000; default 10,000

    Output:
        tfp_growth (points): low, central, high
        contribution_pct (%): low, central, high, or null
        reason (text): why null
        tornado: field, low_value, high_value, and tfp_growth and contribution_pct as {low, high, swing}, by
            falling swing of the contribution (of TFP growth where there is none)
        target_pct (%): as given
        met_share (0–1): met_count / set_count, null without a target
        met_count (count): assumption sets that meet the target
        set_count (count): assumption sets
        undefined_count (count): sets without a percentage; they do not meet a target
        verdict (met, not_met, undetermined): null without a target
        met_sentence (text): the same in words
        monte_carlo: draws, seed, mean, sd and percentiles p2_5, p5, p50, p95, p97_5 of both, met_count,
            met_share, undefined_count

    Source:
        Joint Committee for Guides in Metrology, JCGM 101:2008 (propagation by Monte Carlo, triangular
        distribution, §6.4.5); Saltelli et al. (2008), Global Sensitivity Analysis (one at a time).

    Traps:
        - A single contribution without its assumptions is not a figure: β alone can decide a target.
        - Corners are a worst case; draws assume independence, which the inputs rarely have.
        - Counting only the sets with a percentage would hide the years near zero: all sets are counted.

    Example:
        Viet Nam 2011–17, Penn World Table 9.1: growth 6.06, capital 6.72, labour 0.94 %, β 0.45 to 0.65:

        >>> found = band(output_growth=6.06, capital_growth=6.72, labour_growth=0.94,
        ...              labour_share={"low": 0.45, "central": 0.55, "high": 0.65}, target_pct=45)
        >>> round(found.contribution_pct.low), round(found.contribution_pct.high), found.verdict
        (32, 51, 'undetermined')
        >>> found.met_count, found.set_count
        (1, 3)
    """
    given = {
        "output_growth": output_growth,
        "capital_growth": capital_growth,
        "labour_growth": labour_growth,
        "labour_share": labour_share,
    }
    ranges = {field: _range(given[field], field) for field in FIELDS}
    aim = None if target_pct is None else number(target_pct, "target_pct", at_least=-1e6, at_most=1e6)
    start, count = whole(seed, "seed", at_least=0), whole(draws, "draws", at_least=1, at_most=1_000_000)
    sets = _sets(ranges)
    tfp, percent = account(sets)
    undefined = int(np.isnan(percent).sum())
    share_band = None if undefined else _over(percent)
    met = None if aim is None else _met(percent, aim)
    verdict = None if aim is None else judge(share_band, aim)
    monte = _monte_carlo(ranges, start, count, aim)
    return GrowthBand(
        tfp_growth=_over(tfp),
        contribution_pct=share_band,
        reason=_reason(undefined, len(sets)),
        tornado=_tornado(ranges),
        target_pct=aim,
        met_share=None if met is None else met / len(sets),
        met_count=met,
        set_count=len(sets),
        undefined_count=undefined,
        verdict=verdict,
        met_sentence=None
        if met is None
        else f"Đạt dưới {met} trong {len(sets)} bộ giả định: {VERDICTS[str(verdict)]}.",
        monte_carlo=monte,
        assumptions=_assumptions(ranges, start, count),
        warnings=_cautions(ranges, undefined, len(sets)),
        trace=_trace(sets, tfp, percent),
    )


def _range(value: Any, field: str) -> Range:
    """A number, or an object of all three values in order."""
    check = share if field == "labour_share" else growth_rate
    if not isinstance(value, Mapping):
        found = check(value, field)
        return Range(low=found, central=found, high=found)
    refuse_unknown(value, ("low", "central", "high"), field)
    low, central, high = (check(value.get(key), f"{field}.{key}") for key in ("low", "central", "high"))
    if low > central:
        raise Inconsistent(
            f"{field}.low", f"Trong “{field}”, mức thấp lớn hơn mức trung tâm. Hãy nhập theo thứ tự tăng dần."
        )
    if central > high:
        raise Inconsistent(
            f"{field}.high", f"Trong “{field}”, mức cao nhỏ hơn mức trung tâm. Hãy nhập theo thứ tự tăng dần."
        )
    return Range(low=low, central=central, high=high)


def account(sets: Array) -> tuple[Array, Array]:
    """TFP growth and its contribution (NaN where there is none) of rows GY, GK, GL, β."""
    growth, capital, labour, beta = sets.T
    tfp = growth - (1 - beta) * capital - beta * labour
    percent = np.full(len(sets), np.nan)
    fit = growth >= contribution.THRESHOLD - contribution.SLACK
    percent[fit] = 100 * tfp[fit] / growth[fit]
    return tfp, percent


def _sets(ranges: Mapping[str, Range]) -> Array:
    """The central set first, then every corner of the inputs that have a range."""
    central = [item.central for item in ranges.values()]
    if not any(item.low < item.high for item in ranges.values()):
        return np.array([central])
    ends = [(item.low, item.high) if item.low < item.high else (item.central,) for item in ranges.values()]
    return np.array([central, *product(*ends)])


def _over(values: Array) -> Range:
    return Range(low=float(values.min()), central=float(values[0]), high=float(values.max()))


def _met(percent: Array, aim: float) -> int:
    return int((np.nan_to_num(percent, nan=-np.inf) >= aim - MET_SLACK).sum())


def judge(found: Range | None, aim: float) -> str:
    """Met, not met, or undetermined where the band straddles the target or there is none."""
    if found is None:
        return "undetermined"
    if found.low >= aim - MET_SLACK:
        return "met"
    return "not_met" if found.high < aim - MET_SLACK else "undetermined"


def _reason(undefined: int, count: int) -> str | None:
    if not undefined:
        return None
    return (
        f"{undefined} trong {count} bộ giả định có đầu ra tăng dưới 1 điểm phần trăm: "
        "tỷ lệ đóng góp không có ý nghĩa. Hãy dùng đóng góp theo điểm phần trăm."
    )


def _tornado(ranges: Mapping[str, Range]) -> list[Swing]:
    central = np.array([item.central for item in ranges.values()])
    found = []
    for place, (field, item) in enumerate(ranges.items()):
        ends = np.vstack((central, central))
        ends[:, place] = item.low, item.high
        tfp, percent = account(ends)
        told = [None if np.isnan(value) else float(value) for value in percent]
        swing = None if told[0] is None or told[1] is None else abs(told[1] - told[0])
        found.append(
            Swing(
                field=field,
                low_value=item.low,
                high_value=item.high,
                tfp_growth={
                    "low": float(tfp[0]),
                    "high": float(tfp[1]),
                    "swing": abs(float(tfp[1] - tfp[0])),
                },
                contribution_pct={"low": told[0], "high": told[1], "swing": swing},
            )
        )
    if all(item.contribution_pct["swing"] is not None for item in found):
        return sorted(found, key=lambda item: -(item.contribution_pct["swing"] or 0.0))
    return sorted(found, key=lambda item: -item.tfp_growth["swing"])


def _monte_carlo(ranges: Mapping[str, Range], seed: int, count: int, aim: float | None) -> Draws:
    source = np.random.default_rng(seed)
    columns = [
        source.triangular(item.low, item.central, item.high, count)
        if item.low < item.high
        else np.full(count, item.central)
        for item in ranges.values()
    ]
    tfp, percent = account(np.column_stack(columns))
    undefined = int(np.isnan(percent).sum())
    met = None if aim is None else _met(percent, aim)
    return Draws(
        draws=count,
        seed=seed,
        tfp_growth=_spread(tfp),
        contribution_pct=None if undefined else _spread(percent),
        undefined_count=undefined,
        met_count=met,
        set_count=count,
        met_share=None if met is None else met / count,
    )


def _spread(values: Array) -> dict[str, float]:
    marks = np.percentile(values, [2.5, 5, 50, 95, 97.5])
    found = dict(zip(("p2_5", "p5", "p50", "p95", "p97_5"), marks.tolist(), strict=True))
    spread = float(values.std(ddof=1)) if len(values) > 1 else 0.0
    return {"mean": float(values.mean()), "sd": spread, **found}


def _assumptions(ranges: Mapping[str, Range], seed: int, draws: int) -> tuple[Assumption, ...]:
    return (
        Assumption("mode", "gso", "Tốc độ tăng phần trăm, hệ số cố định."),
        *(
            Assumption(field, item.central, f"{show(item.low)} đến {show(item.high)}")
            for field, item in ranges.items()
        ),
        Assumption("sets", "corners_and_central", "Mọi tổ hợp thấp, cao và bộ trung tâm."),
        Assumption("distribution", "triangular", "Tam giác, các đầu vào độc lập."),
        Assumption("seed", seed, f"{draws} lần rút ngẫu nhiên."),
        contribution.RULE,
    )


def _cautions(ranges: Mapping[str, Range], undefined: int, count: int) -> tuple[Caution, ...]:
    beta = ranges["labour_share"]
    found = share_cautions(np.array([beta.low, beta.high]))
    if undefined:
        found.append(Caution("contribution_undefined", str(_reason(undefined, count)), "output_growth"))
    if count == 1:
        found.append(Caution("no_range", "Không đầu vào nào có khoảng: kết quả chỉ có một bộ giả định."))
    return tuple(found)


def _trace(sets: Array, tfp: Array, percent: Array) -> tuple[Step, ...]:
    labels = ["Bộ trung tâm", *(f"Bộ góc {place}" for place in range(1, len(sets)))]
    return tuple(
        Step(
            f"{label}: TFP ({show(None if np.isnan(part) else float(part), 4)} %)",
            f"{show(float(row[0]))} − {show(float(1 - row[3]))} × {show(float(row[1]))}"
            f" − {show(float(row[3]))} × {show(float(row[2]))}",
            float(value),
            "điểm %",
        )
        for label, row, value, part in zip(labels, sets, tfp, percent, strict=True)
    )
