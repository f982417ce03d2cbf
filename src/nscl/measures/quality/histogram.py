"""Histogram with its bin rule, and the figures that describe one sample."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nscl.measures import inputs
from nscl.measures.errors import Inconsistent, OutOfRange
from nscl.measures.method import measure
from nscl.measures.quality import bins as rules
from nscl.measures.quality.moments import Moments, moments, product_sum, sample
from nscl.measures.result import Array, Assumption, Caution, Result, Step, show

RULES = ("sturges", "scott", "freedman_diaconis", "rice", "sqrt")


@dataclass(frozen=True, kw_only=True, eq=False)
class HistogramResult(Result):
    """The bars and the describing figures."""

    edges: Array
    counts: Array
    density: Array
    rule: str
    closed: str
    n: int
    mean: float
    sd: float
    variance: float
    minimum: float
    q1: float
    median: float
    q3: float
    maximum: float
    skewness: float
    kurtosis: float
    autocorrelation: float


@measure("quality.histogram", "Biểu đồ phân bố tần số (histogram)")
def histogram(
    *,
    data: Sequence[float],
    rule: str = "sturges",
    breaks: str = "pretty",
    bins: int | None = None,
    edges: Sequence[float] | None = None,
    closed: str = "right",
) -> HistogramResult:
    """Count values in bins by a stated rule and describe the sample.

    The rule that chose the bins is kept with the result, so that two histograms can be compared. Refuses
    values outside given edges (nothing is silently left out), edges that do not rise, and rules that ask
    for more than 10,000 bins.

    Formula:
        sturges: ⌈log₂n + 1⌉ bins; rice: ⌈2·n^⅓⌉; sqrt: ⌈√n⌉
        scott: width 3.5·s·n^(−⅓); freedman_diaconis: width 2·IQR·n^(−⅓)
        pretty: edges on 1, 2 or 5 × 10^k near that number; equal: that number of equal bins from min to max
        s² = Σ(x − x̄)²/(n − 1); r₁ = Σ(x_t − x̄)(x_{t+1} − x̄)/Σ(x − x̄)²

    Input:
        data (unit of measure): the sample, in the order of time
        rule: sturges | scott | freedman_diaconis | rice | sqrt; default sturges
        breaks: pretty (as R hist) | equal; default pretty
        bins: exact number of equal bins from min to max, instead of a rule
        edges (unit of measure): the edges themselves, rising, instead of a rule
        closed: right (a, b], the first bin also at its left end, as R; left [a, b), as numpy; default right

    Output:
        edges, counts, density: the bars (density integrates to 1)
        rule, closed: how the bins were chosen
        n, mean, sd, variance: size, mean, sample standard deviation and variance (n − 1)
        minimum, q1, median, q3, maximum: quantiles by linear interpolation (R type 7)
        skewness, kurtosis: g₁ = m₃/m₂^1.5 and excess g₂ = m₄/m₂² − 3
        autocorrelation: lag-1 coefficient

    Source:
        Sturges H. A., JASA 21 (1926) 65; Scott D. W., Biometrika 66 (1979) 605; Freedman & Diaconis, Z.
        Wahrscheinlichkeitstheorie 57 (1981) 453; R base hist and pretty; NIST StRD univariate data sets.

    Traps:
        - The shape depends on the bins: say the rule, try another.
        - A value on an edge goes left or right by convention: R and numpy differ (`closed`).
        - A bell shape does not show a stable process: draw a control chart first.

    Example:
        >>> found = histogram(data=[10000001, 10000003, 10000002])
        >>> found.mean, found.sd, found.autocorrelation
        (10000002.0, 1.0, -0.5)
    """
    values = sample(data, "data")
    side = inputs.choice(closed, "closed", ("right", "left"))
    borders, chosen = _edges(values, rule, breaks, bins, edges)
    counts = _counts(values, borders, side, edges is not None)
    with np.errstate(over="ignore"):  # bins narrower than 1e-308 have no density that a float holds
        density = counts / len(values) / np.diff(borders)
    found = moments(values)
    low, q1, median, q3, high = (float(figure) for figure in np.quantile(values, [0, 0.25, 0.5, 0.75, 1]))
    skewness, kurtosis, autocorrelation = _shape(found)
    return HistogramResult(
        edges=borders,
        counts=counts,
        density=density,
        rule=chosen,
        closed=side,
        n=found.n,
        mean=found.mean,
        sd=found.sd,
        variance=found.sd**2,
        minimum=low,
        q1=q1,
        median=median,
        q3=q3,
        maximum=high,
        skewness=skewness,
        kurtosis=kurtosis,
        autocorrelation=autocorrelation,
        assumptions=(
            Assumption("rule", chosen, "Quy tắc chia khoảng."),
            Assumption("closed", side, "Phía đóng của khoảng."),
            Assumption("sd", "n-1", "Độ lệch chuẩn mẫu, mẫu số n − 1."),
        ),
        warnings=_cautions(found, len(counts)),
        trace=(
            Step("Trung bình", f"Σx/{found.n}", found.mean),
            Step("Độ lệch chuẩn", "√(Σ(x − x̄)²/(n − 1))", found.sd),
            Step("Số khoảng", chosen, float(len(counts)), "khoảng"),
            Step(
                "Khoảng đông nhất",
                f"{show(borders[counts.argmax()])} trở lên",
                float(counts.max()),
                "giá trị",
            ),
        ),
    )


def _edges(values: Array, rule: Any, breaks: Any, bins: Any, edges: Any) -> tuple[Array, str]:
    name = inputs.choice(rule, "rule", RULES)
    style = inputs.choice(breaks, "breaks", ("pretty", "equal"))
    if bins is not None and edges is not None:
        raise Inconsistent("bins", "Chỉ nhập một trong hai: “bins” hoặc “edges”.")
    if edges is not None:
        given = sample(edges, "edges", at_least_items=2)
        falling = np.flatnonzero(np.diff(given) <= 0)
        if falling.size:
            raise OutOfRange(f"edges[{falling[0] + 1}]", "Các biên trong “edges” phải tăng dần.")
        return given, "edges"
    low, high = float(values.min()), float(values.max())
    if bins is not None:
        number = inputs.whole(bins, "bins", at_least=1, at_most=rules.MOST_BINS)
        return _rising(rules.equal_edges(low, high, number)), "bins"
    number = rules.bin_count(values, name)
    shape = rules.pretty_edges if style == "pretty" else rules.equal_edges
    return _rising(shape(low, high, number)), f"{name}/{style}"


def _rising(edges: Array) -> Array:
    """Edges that float64 can tell apart: data such as 1e15 ± 0.1 have no room for ten bins."""
    apart = np.unique(edges)
    return (
        apart
        if len(apart) > 1
        else np.array([np.nextafter(apart[0], -np.inf), np.nextafter(apart[0], np.inf)])
    )


def _counts(values: Array, edges: Array, side: str, given: bool) -> Array:
    fuzz = 0.0 if given else 1e-7 * float(np.median(np.diff(edges)))
    outside = np.flatnonzero((values < edges[0] - fuzz) | (values > edges[-1] + fuzz))
    if outside.size:
        place = int(outside[0])
        raise OutOfRange(
            f"data[{place}]",
            f"Giá trị thứ {place + 1} ({show(values[place])}) nằm ngoài các biên. Hãy mở rộng “edges”.",
        )
    # As R: a value within rounding of an edge counts as on it.
    right = side == "right"
    places = (
        np.searchsorted(edges + (fuzz if right else -fuzz), values, side="left" if right else "right") - 1
    )
    return np.bincount(places.clip(0, len(edges) - 2), minlength=len(edges) - 1).astype(np.float64)


def _shape(found: Moments) -> tuple[float, float, float]:
    """Skewness, excess kurtosis and lag-1 autocorrelation; undefined for constant data."""
    if found.scaled_ss == 0:
        return math.nan, math.nan, math.nan
    unit = found.deviations
    second = found.scaled_ss / found.n
    return (
        product_sum(unit**2, unit) / found.n / second**1.5,
        product_sum(unit**2, unit**2) / found.n / second**2 - 3,
        product_sum(unit[:-1], unit[1:]) / found.scaled_ss,
    )


def _cautions(found: Moments, bars: int) -> tuple[Caution, ...]:
    cautions = []
    if found.scaled_ss == 0:
        cautions.append(Caution("constant", "Mọi giá trị bằng nhau: không có phân bố để vẽ.", "data"))
    if found.n < 30:
        cautions.append(
            Caution(
                "small_sample",
                f"Chỉ có {found.n} giá trị: hình dạng chưa đáng tin (nên từ 30 trở lên).",
                "data",
            )
        )
    if bars > found.n and found.n > 1:
        cautions.append(Caution("many_bins", "Số khoảng nhiều hơn số giá trị: hãy bớt khoảng.", "data"))
    return tuple(cautions)
