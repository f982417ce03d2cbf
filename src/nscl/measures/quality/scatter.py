"""Scatter diagram: correlation with its interval, and the straight line through the points."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy import stats

from nscl.measures import inputs
from nscl.measures.errors import ConstantData
from nscl.measures.method import measure
from nscl.measures.quality.moments import Moments, moments, product_sum, sample
from nscl.measures.result import Array, Assumption, Caution, Result, Step, show


@dataclass(frozen=True, kw_only=True, eq=False)
class ScatterResult(Result):
    """Correlation and line. `p`, `slope_p` are two-sided."""

    n: int
    r: float
    r_low: float
    r_high: float
    r_squared: float
    t: float
    df: int
    p: float
    spearman: float
    spearman_p: float
    intercept: float
    intercept_se: float
    slope: float
    slope_se: float
    slope_low: float
    slope_high: float
    residual_sd: float
    ss_regression: float
    ss_residual: float
    f: float


@measure("quality.scatter", "Biểu đồ phân tán và hệ số tương quan")
def scatter(*, x: Sequence[float], y: Sequence[float], confidence: float = 0.95) -> ScatterResult:
    """Measure how two quantities move together, with the uncertainty of that figure.

    Promises Pearson's r with Fisher's interval and t test, Spearman's rank correlation, and the least
    squares line of y on x with standard errors. Refuses lists of unequal length, fewer than three points,
    and constant x or y (a correlation does not exist there).

    Formula:
        r = Σ(x − x̄)(y − ȳ)/√(Σ(x − x̄)²·Σ(y − ȳ)²);  t = r·√((n − 2)/(1 − r²)), n − 2 degrees of freedom
        interval: tanh(artanh r ± z/√(n − 3))
        slope b = Σ(x − x̄)(y − ȳ)/Σ(x − x̄)²;  intercept a = ȳ − b·x̄;  s² = Σ(y − a − bx)²/(n − 2)
        se(b) = s/√Σ(x − x̄)²;  se(a) = s·√(1/n + x̄²/Σ(x − x̄)²)

    Input:
        x (any unit), y (any unit): paired values, the same number of each, at least 3
        confidence: level of the intervals, between 0 and 1; default 0.95

    Output:
        n, df: points, degrees of freedom n − 2
        r, r_low, r_high, r_squared: Pearson's correlation, its interval (null for n = 3), its square
        t, p: test of r = 0, two-sided (t null when the points lie on a line)
        spearman, spearman_p: rank correlation with mean ranks for ties, p by the t approximation
        intercept, intercept_se, slope, slope_se, slope_low, slope_high (unit of y, per x): the line
        residual_sd (unit of y), ss_regression, ss_residual, f: residual spread and analysis of variance

    Source:
        Fisher R. A., Statistical Methods for Research Workers, 1925, §§31–35; Draper & Smith, Applied
        Regression Analysis, 3rd ed., ch. 1; NIST StRD Norris (certified line); R cor.test and lm.

    Traps:
        - Correlation does not show cause, and r says nothing of a curve: look at the points.
        - One far point can make or hide a correlation: compare Spearman with Pearson.
        - Mixing strata (two machines) can turn the sign: stratify first.

    Example:
        >>> found = scatter(x=[1, 2, 3, 4, 5], y=[2, 4, 5, 4, 5])
        >>> round(found.r, 6), round(found.slope, 6), round(found.intercept, 6)
        (0.774597, 0.6, 2.2)
    """
    across = sample(x, "x", at_least_items=3)
    up = sample(y, "y", at_least_items=3)
    inputs.same_length(across, "x", (up, "y"))
    level = inputs.number(confidence, "confidence", above=0, below=1)
    mx, my = _varied(across, "x"), _varied(up, "y")
    cross = product_sum(mx.deviations, my.deviations)
    r = max(-1.0, min(1.0, cross / math.sqrt(mx.scaled_ss * my.scaled_ss)))
    n, df = mx.n, mx.n - 2
    low, high = _interval(r, n, level)
    t = r * math.sqrt(df / (1 - r * r)) if abs(r) < 1 else math.inf * r
    rank = _spearman(across, up)
    line = _line(mx, my, cross, level)
    return ScatterResult(
        n=n,
        r=r,
        r_low=low,
        r_high=high,
        r_squared=r * r,
        t=t,
        df=df,
        p=_two_sided(t, df),
        spearman=rank,
        spearman_p=_two_sided(rank * math.sqrt(df / (1 - rank**2)) if abs(rank) < 1 else math.inf, df),
        intercept=line.intercept,
        intercept_se=line.intercept_se,
        slope=line.slope,
        slope_se=line.slope_se,
        slope_low=line.slope - line.half,
        slope_high=line.slope + line.half,
        residual_sd=line.residual_sd,
        ss_regression=line.ss_regression,
        ss_residual=line.ss_residual,
        f=line.f,
        assumptions=(
            Assumption("confidence", level, "Mức tin cậy của các khoảng."),
            Assumption("interval", "fisher_z", "Khoảng của r theo biến đổi Fisher."),
            Assumption("spearman_p", "t_approximation", "Giá trị p của Spearman là gần đúng theo phân bố t."),
        ),
        warnings=_cautions(n, r, rank),
        trace=(
            Step("Hệ số tương quan", "Sxy/√(Sxx·Syy)", r),
            Step("Kiểm định", f"{show(r)}·√({df}/(1 − r²))", t),
            Step("Độ dốc", "Sxy/Sxx", line.slope),
            Step("Hệ số chặn", f"{show(my.mean)} − {show(line.slope)}·{show(mx.mean)}", line.intercept),
        ),
    )


def _varied(values: Array, field: str) -> Moments:
    found = moments(values)
    if found.scaled_ss == 0:
        raise ConstantData(field, f"Mọi giá trị của “{field}” bằng nhau: không tính được tương quan.")
    return found


def _interval(r: float, n: int, level: float) -> tuple[float, float]:
    if n <= 3:
        return math.nan, math.nan
    if abs(r) == 1:
        return r, r
    half = float(stats.norm.ppf((1 + level) / 2)) / math.sqrt(n - 3)
    return math.tanh(math.atanh(r) - half), math.tanh(math.atanh(r) + half)


def _two_sided(t: float, df: int) -> float:
    return 2 * float(stats.t.sf(abs(t), df)) if math.isfinite(t) else 0.0


def _spearman(x: Array, y: Array) -> float:
    one, other = moments(np.asarray(stats.rankdata(x))), moments(np.asarray(stats.rankdata(y)))
    cross = product_sum(one.deviations, other.deviations)
    return max(-1.0, min(1.0, cross / math.sqrt(one.scaled_ss * other.scaled_ss)))


class Line(NamedTuple):
    """The least squares line and its errors; `half` is half the interval of the slope."""

    intercept: float
    intercept_se: float
    slope: float
    slope_se: float
    half: float
    residual_sd: float
    ss_regression: float
    ss_residual: float
    f: float


def _line(mx: Moments, my: Moments, cross: float, level: float) -> Line:
    n, df = mx.n, mx.n - 2
    scaled_slope = cross / mx.scaled_ss
    slope = my.scale / mx.scale * scaled_slope
    left = my.deviations - scaled_slope * mx.deviations
    # Residuals themselves, not Syy − b·Sxy, which loses all digits for a tight line.
    left_ss = product_sum(left, left)
    s = my.scale * math.sqrt(left_ss / df)
    slope_se = s / (mx.scale * math.sqrt(mx.scaled_ss))
    explained = scaled_slope**2 * mx.scaled_ss
    centre = mx.mean / mx.scale
    return Line(
        intercept=my.mean - slope * mx.mean,
        intercept_se=s * math.sqrt(1 / n + centre * centre / mx.scaled_ss),
        slope=slope,
        slope_se=slope_se,
        half=float(stats.t.ppf((1 + level) / 2, df)) * slope_se,
        residual_sd=s,
        ss_regression=my.scale**2 * explained,
        ss_residual=my.scale**2 * left_ss,
        f=explained / (left_ss / df) if left_ss > 0 else math.nan,
    )


def _cautions(n: int, r: float, rank: float) -> tuple[Caution, ...]:
    found = []
    if n < 10:
        found.append(Caution("few_points", f"Chỉ có {n} điểm: khoảng tin cậy rất rộng.", "x"))
    if abs(r) == 1:
        found.append(
            Caution("exact_line", "Các điểm nằm trên một đường thẳng: kiểm định không còn ý nghĩa.", "y")
        )
    if abs(r - rank) > 0.3:
        found.append(
            Caution(
                "pearson_spearman",
                "Pearson và Spearman khác xa nhau: có điểm ngoại lai hoặc quan hệ cong.",
                "y",
            )
        )
    return tuple(found)
