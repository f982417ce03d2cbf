"""A band over a whole series: every combination of alternative inputs, year by year, at once."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nscl.measures.errors import Inconsistent, MissingField, OutOfRange, TooLarge
from nscl.measures.inputs import choice, number, table
from nscl.measures.macro import contribution
from nscl.measures.macro.band import MET_SLACK, Range, judge
from nscl.measures.macro.checks import LARGEST, SMALLEST, bounded, level, levels, shares, year_list
from nscl.measures.method import measure
from nscl.measures.result import Array, Assumption, Caution, Result, Step, show

MOST_CELLS = 20_000_000
CENTRAL = "central"


@dataclass(frozen=True)
class Choice:
    """The alternatives of one input: names, one row of values each, and which one is the reference."""

    field: str
    names: list[str]
    rows: Array
    reference: int


@dataclass(frozen=True, kw_only=True)
class YearBand:
    """TFP growth and its contribution over all assumption sets."""

    tfp_growth: Range
    contribution_pct: Range | None
    undefined_count: int


@dataclass(frozen=True, kw_only=True)
class DimensionSwing:
    """The period's result for each alternative of one input, the others at their reference."""

    field: str
    tfp_growth: dict[str, float]
    contribution_pct: dict[str, float | None]
    swing: float
    contribution_swing: float | None


@dataclass(frozen=True, kw_only=True, eq=False)
class SeriesBand(Result):
    """Ranges by year and for the period, over every assumption set."""

    set_count: int
    alternatives: dict[str, list[str]]
    reference: dict[str, str]
    by_year: dict[int, YearBand]
    period: YearBand
    reason: str | None
    tornado: list[DimensionSwing]
    target_pct: float | None
    met_count: int | None
    met_share: float | None
    verdict: str | None


@measure("growth.series_band", "Khoảng của TFP theo chuỗi năm và nhiều bộ giả định")
def series_band(
    *,
    years: Any,
    output: Any,
    labour: Any,
    labour_share: Any,
    capital: Any = None,
    investment: Any = None,
    depreciation: Any = None,
    initial_capital: Any = None,
    mode: Any = "tornqvist",
    target_pct: Any = None,
) -> SeriesBand:
    """TFP growth by year under every combination of alternative inputs: β method, δ, K0, concepts of I and L.

    Promises every combination of the alternatives, each computed exactly, with the lowest, the reference and
    the highest result by year and for the period, and on how many of N sets a target is met. Refuses levels
    that are not positive in any alternative, missing years, and a capital both given and to be accumulated.

    Formula:
        K[t] = (1 − δ)·K[t−1] + I[t], K[0] = initial_capital: used only where capital is not given
        tornqvist: TFP = 100·(Δln Y − (1 − β̄)·Δln K − β̄·Δln L)
        gso: TFP = GY − (1 − β[t])·GK − β[t]·GL, percentage growth
        period: contribution = 100·Σ TFP / Σ GY, only if mean GY ≥ 1 % a year

    Input:
        years (year): consecutive; the first is the base
        output (any one unit, constant prices): a list by year, or {name: list} of alternatives
        labour (persons or hours): a list by year, or {name: list} of alternatives
        capital (any one unit, constant prices): a list by year, or {name: list}; or the next three
        labour_share (0–1): a number, a list, or {name: number or list}; name one "central" for the reference
        investment (money): a list by year after the base year's stock (one a year, the first is not used), or
            {name: list}; instead of capital
        depreciation (0–1): a number or {name: number}, with investment
        initial_capital (money): stock at the end of the first year, a number or {name: number}
        mode (tornqvist, gso): default tornqvist
        target_pct (%): optional target for the contribution over the period

    Output:
        set_count (count): combinations
        alternatives (names): by input
        reference (name): by input
        by_year: by later year {tfp_growth: {low, central, high} (points), contribution_pct or null,
            undefined_count}
        period: the same, TFP in points a year on average
        reason (text): why the period has no percentage
        tornado: by input, the period under each alternative with the others at reference, by falling swing
        target_pct (%): as given
        met_count (count): sets that meet the target
        met_share (0–1): met_count / set_count
        verdict (met, not_met, undetermined): null without a target

    Source:
        As growth.tornqvist, growth.gso and capital.pim; each set is one scenario.

    Traps:
        - The reference is the alternative named "central", otherwise the first: name it with care.
        - Combinations are not probabilities: "met under n of N sets" is no chance of being met.

    Example:
        >>> found = series_band(years=[2010, 2011, 2012], output=[100, 106, 112], labour=[50, 50.5, 51],
        ...                     capital={"central": [200, 214, 228], "high": [200, 216, 232]},
        ...                     labour_share={"low": 0.45, "central": 0.55, "high": 0.65}, target_pct=30)
        >>> found.set_count, found.met_count, found.verdict
        (6, 4, 'undetermined')
    """
    span = year_list(years)
    for place in range(1, len(span)):
        if span[place] != span[place - 1] + 1:
            raise Inconsistent(
                f"years[{place}]",
                f"Giữa năm {span[place - 1]} và {span[place]} thiếu số liệu. Hãy bổ sung các năm còn thiếu.",
            )
    way = choice(mode, "mode", ["tornqvist", "gso"])
    aim = None if target_pct is None else number(target_pct, "target_pct", at_least=-1e6, at_most=1e6)
    count = len(span)
    choices = [_levels(output, "output", count), _levels(labour, "labour", count)]
    choices.append(_shares(labour_share, count))
    choices += _capital(capital, investment, depreciation, initial_capital, count)
    shape = [len(item.names) for item in choices]
    if math.prod(shape) * count > MOST_CELLS:
        raise TooLarge(
            "years", f"{math.prod(shape)} bộ giả định × {count} năm là quá nhiều. Hãy bớt phương án."
        )
    index = np.indices(shape).reshape(len(shape), -1)
    growth, tfp = _account(choices, index, way)
    central = int(np.ravel_multi_index([item.reference for item in choices], shape))
    period = _Period.of(growth, tfp, way)
    met = None if aim is None else int((np.nan_to_num(period.percent, nan=-np.inf) >= aim - MET_SLACK).sum())
    told = _band(period.tfp, period.percent, central)
    return SeriesBand(
        set_count=math.prod(shape),
        alternatives={item.field: item.names for item in choices},
        reference={item.field: item.names[item.reference] for item in choices},
        by_year=_by_year(span, growth, tfp, way, central),
        period=told,
        reason=_reason(told.undefined_count, math.prod(shape)),
        tornado=_tornado(choices, index, period),
        target_pct=aim,
        met_count=met,
        met_share=None if met is None else met / math.prod(shape),
        verdict=None if aim is None else judge(told.contribution_pct, aim),
        assumptions=_assumptions(choices, way, capital is None),
        warnings=_cautions(told.undefined_count, math.prod(shape)),
        trace=_trace(told, span, math.prod(shape)),
    )


def _alternatives(value: Any, field: str) -> tuple[list[str], list[Any], list[str], int]:
    """Names, values, their paths, and the place of the reference."""
    if not isinstance(value, Mapping):
        return ["given"], [value], [field], 0
    found = table(value, field)
    titles = [str(name) for name in found]
    reference = titles.index(CENTRAL) if CENTRAL in titles else 0
    return titles, list(found.values()), [f"{field}.{name}" for name in titles], reference


def _levels(value: Any, field: str, count: int) -> Choice:
    titles, values, paths, reference = _alternatives(value, field)
    rows = [levels(item, path, length=count) for item, path in zip(values, paths, strict=True)]
    return Choice(field, titles, np.array(rows), reference)


def _shares(value: Any, count: int) -> Choice:
    titles, values, paths, reference = _alternatives(value, "labour_share")
    rows = [shares(item, path, count) for item, path in zip(values, paths, strict=True)]
    return Choice("labour_share", titles, np.array(rows), reference)


def _capital(capital: Any, investment: Any, depreciation: Any, initial: Any, count: int) -> list[Choice]:
    """The capital alternatives, or those of investment, depreciation and the first stock."""
    others = {"investment": investment, "depreciation": depreciation, "initial_capital": initial}
    if capital is not None:
        for key, value in others.items():
            if value is not None:
                raise Inconsistent(
                    key, "Đã nhập capital thì không nhập số liệu để tích lũy vốn. Hãy bỏ một bên."
                )
        return [_levels(capital, "capital", count)]
    for key, value in others.items():
        if value is None:
            raise MissingField(key, f"Thiếu trường “{key}”: hãy nhập nó, hoặc nhập capital.")
    titles, values, paths, reference = _alternatives(investment, "investment")
    rows = [bounded(item, path, length=count) for item, path in zip(values, paths, strict=True)]
    found = [Choice("investment", titles, np.array(rows), reference)]
    titles, values, paths, reference = _alternatives(depreciation, "depreciation")
    rates = [number(item, path, at_least=0, below=1) for item, path in zip(values, paths, strict=True)]
    found.append(Choice("depreciation", titles, np.array(rates)[:, None], reference))
    titles, values, paths, reference = _alternatives(initial, "initial_capital")
    stocks = [level(item, path) for item, path in zip(values, paths, strict=True)]
    return [*found, Choice("initial_capital", titles, np.array(stocks)[:, None], reference)]


def _account(choices: Sequence[Choice], index: NDArray[np.intp], way: str) -> tuple[Array, Array]:
    """Growth of output and TFP in points, assumption sets in rows and years in columns."""
    picked = [item.rows[places] for item, places in zip(choices, index, strict=True)]
    output, labour, beta = picked[:3]
    capital = picked[3] if len(picked) == 4 else _accumulate(*picked[3:])
    if way == "tornqvist":
        used = (beta[:, 1:] + beta[:, :-1]) / 2
        growth, by_capital, by_labour = (100 * np.diff(np.log(item)) for item in (output, capital, labour))
    else:
        used = beta[:, 1:]
        growth, by_capital, by_labour = (
            100 * (item[:, 1:] / item[:, :-1] - 1) for item in (output, capital, labour)
        )
    return growth, growth - (1 - used) * by_capital - used * by_labour


def _accumulate(investment: Array, delta: Array, initial: Array) -> Array:
    stock = np.empty_like(investment)
    stock[:, 0] = initial[:, 0]
    for year in range(1, investment.shape[1]):
        stock[:, year] = (1 - delta[:, 0]) * stock[:, year - 1] + investment[:, year]
        if not ((stock[:, year] >= SMALLEST) & (stock[:, year] <= LARGEST)).all():
            raise OutOfRange(
                "investment",
                f"Vốn của năm thứ {year + 1} không dương hoặc quá lớn dưới một bộ giả định. "
                "Hãy kiểm tra đầu tư, đơn vị và vốn ban đầu.",
            )
    return stock


def _percent(tfp: Array, growth: Array, way: str) -> Array:
    """Contribution in percent; NaN where the near-zero rule gives none."""
    annual = 100 * np.expm1(np.minimum(growth / 100, 500.0)) if way == "tornqvist" else growth
    found = np.full(growth.shape, np.nan)
    fit = annual >= contribution.THRESHOLD - contribution.SLACK
    found[fit] = 100 * tfp[fit] / growth[fit]
    return found


@dataclass(frozen=True)
class _Period:
    tfp: Array
    percent: Array

    @classmethod
    def of(cls, growth: Array, tfp: Array, way: str) -> _Period:
        mean_growth, mean_tfp = growth.mean(axis=1), tfp.mean(axis=1)
        return cls(mean_tfp, _percent(mean_tfp, mean_growth, way))


def _band(tfp: Array, percent: Array, central: int) -> YearBand:
    undefined = int(np.isnan(percent).sum())
    return YearBand(
        tfp_growth=_over(tfp, central),
        contribution_pct=None if undefined else _over(percent, central),
        undefined_count=undefined,
    )


def _over(values: Array, central: int) -> Range:
    return Range(low=float(values.min()), central=float(values[central]), high=float(values.max()))


def _by_year(span: Sequence[int], growth: Array, tfp: Array, way: str, central: int) -> dict[int, YearBand]:
    percent = _percent(tfp, growth, way)
    return {year: _band(tfp[:, place], percent[:, place], central) for place, year in enumerate(span[1:])}


def _reason(undefined: int, count: int) -> str | None:
    if not undefined:
        return None
    return (
        f"{undefined} trong {count} bộ giả định có đầu ra tăng dưới 1 điểm phần trăm mỗi năm: "
        "tỷ lệ đóng góp không có ý nghĩa. Hãy dùng đóng góp theo điểm phần trăm."
    )


def _tornado(choices: Sequence[Choice], index: NDArray[np.intp], period: _Period) -> list[DimensionSwing]:
    reference = np.array([item.reference for item in choices])[:, None]
    found = []
    for place, item in enumerate(choices):
        held = np.delete(index == reference, place, axis=0).all(axis=0)
        rows = np.flatnonzero(held)
        tfp = {item.names[int(index[place, row])]: float(period.tfp[row]) for row in rows}
        percent = {
            item.names[int(index[place, row])]: None
            if np.isnan(period.percent[row])
            else float(period.percent[row])
            for row in rows
        }
        known = [value for value in percent.values() if value is not None]
        found.append(
            DimensionSwing(
                field=item.field,
                tfp_growth=tfp,
                contribution_pct=percent,
                swing=max(tfp.values()) - min(tfp.values()),
                contribution_swing=max(known) - min(known) if len(known) == len(percent) else None,
            )
        )
    return sorted(found, key=lambda one: -one.swing)


def _assumptions(choices: Sequence[Choice], way: str, accumulated: bool) -> tuple[Assumption, ...]:
    return (
        Assumption(
            "mode", way, "Lôgarit, tỷ phần bình quân hai năm." if way == "tornqvist" else "Phần trăm."
        ),
        Assumption(
            "capital",
            "accumulated" if accumulated else "given",
            "Tích lũy cuối năm từ vốn ban đầu." if accumulated else "Chuỗi vốn được nhập.",
        ),
        *(
            Assumption(f"reference.{item.field}", item.names[item.reference], ", ".join(item.names[:20]))
            for item in choices
        ),
        contribution.RULE,
    )


def _cautions(undefined: int, count: int) -> tuple[Caution, ...]:
    if not undefined:
        return ()
    return (Caution("contribution_undefined", str(_reason(undefined, count)), "output"),)


def _trace(told: YearBand, span: Sequence[int], count: int) -> tuple[Step, ...]:
    band = told.tfp_growth
    label = f"TFP bình quân {span[0]}–{span[-1]}, {count} bộ giả định"
    steps = [Step(label, f"từ {show(band.low)} đến {show(band.high)}", band.central, "điểm %/năm")]
    part = told.contribution_pct
    if part is not None:
        formula = f"từ {show(part.low)} đến {show(part.high)}"
        steps.append(Step("Tỷ lệ đóng góp của TFP", formula, part.central, "%"))
    return tuple(steps)
