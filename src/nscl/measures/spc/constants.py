"""The constants of control charts, by integral and to the last digits; no printed table is used."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import optimize, special

from nscl.measures.inputs import number, whole
from nscl.measures.method import measure
from nscl.measures.result import Array, Assumption, Result, Step

LARGEST = 10_000
_STEP = 1 / 64
_X = np.arange(-12.0, 12.0 + _STEP, _STEP)
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(240)


def d2(n: int) -> float:
    """Mean of the range of n standard normal values: ∫ 1 − Φⁿ − (1−Φ)ⁿ.

    >>> round(d2(5), 10)
    2.3259289473
    """
    return _range_moments(_size(n))[0]


def d3(n: int) -> float:
    """Standard deviation of the range of n standard normal values.

    >>> round(d3(5), 10)
    0.8640819411
    """
    return _range_moments(_size(n))[1]


def d4(n: int) -> float:
    """Median of the range of n standard normal values.

    >>> round(d4(2), 3)
    0.954
    """
    return _range_median(_size(n))


def c4(n: float) -> float:
    """Mean of the standard deviation of n standard normal values: √(2/(n−1)) Γ(n/2) / Γ((n−1)/2).

    `n` may be as large as you like, and need not be whole (pooled degrees of freedom plus one).

    >>> round(c4(5), 6)
    0.939986
    """
    nu = number(n, "n", above=1) - 1
    if nu < 300:
        return math.sqrt(2 / nu) * math.gamma((nu + 1) / 2) / math.gamma(nu / 2)
    # Γ overflows; the asymptotic series is exact to the last bit from here on.
    return 1 - (1 / 4 - (1 / 32 + (5 / 128 - (21 / 2048 + 399 / 8192 / nu) / nu) / nu) / nu) / nu


def range_cdf(w: float, n: int) -> float:
    """P(range of n standard normal values ≤ w) = n ∫ φ(x) [Φ(x+w) − Φ(x)]ⁿ⁻¹ dx.

    >>> round(range_cdf(d4(5), 5), 12)
    0.5
    """
    return float(_range_cdf(np.array([number(w, "w", at_least=0)]), _size(n))[0])


def _size(n: int) -> int:
    return whole(n, "n", at_least=2, at_most=LARGEST)


@lru_cache(maxsize=4096)
def _range_moments(n: int) -> tuple[float, float]:
    # The integrand is analytic and falls off like e^(−x²/2): the trapezoid is exact to rounding.
    above, below = special.log_ndtr(_X), special.log_ndtr(-_X)
    mean = _STEP * float(np.sum(1 - np.exp(n * above) - np.exp(n * below)))
    # E W² = 2 ∫ w P(W > w) dw; beyond 20 nothing is left even for n = 10,000.
    w = 10 * (_NODES + 1)
    square = 20 * float(np.sum(_WEIGHTS * w * (1 - _range_cdf(w, n))))
    return mean, math.sqrt(square - mean**2)


def _range_cdf(w: Array, n: int) -> Array:
    density = np.exp(-(_X**2) / 2) / math.sqrt(2 * math.pi)
    inside = special.ndtr(_X + w[:, None]) - special.ndtr(_X)
    found: Array = n * _STEP * (inside ** (n - 1) @ density)
    return found


@lru_cache(maxsize=4096)
def _range_median(n: int) -> float:
    return float(optimize.brentq(lambda w: _range_cdf(np.array([w]), n)[0] - 0.5, 0.01, 20, xtol=1e-13))


@dataclass(frozen=True, kw_only=True, eq=False)
class Constants(Result):
    """The constants for samples of n; limits are centre ± constant × the estimate each belongs to."""

    n: int
    width: float
    d2: float
    d3: float
    d4: float
    c4: float
    A: float
    A2: float
    A3: float
    B3: float
    B4: float
    B5: float
    B6: float
    D1: float
    D2: float
    D3: float
    D4: float
    E2: float


@measure("spc.constants", "Hệ số của biểu đồ kiểm soát")
def chart_constants(n: int, width: float = 3) -> Constants:
    """The constants of Shewhart charts for samples of n, exact where printed tables round.

    Promises at least ten correct digits for n from 2 to 10,000. Refuses n = 1 (no range, no standard
    deviation), larger n, and a width that is not positive. Factors that would be negative are 0.

    Formula:
        d2 = ∫ [1 − Φ(x)ⁿ − (1−Φ(x))ⁿ] dx;  d3² = 2 ∫ w P(W > w) dw − d2²;  P(W ≤ d4) = ½
        P(W ≤ w) = n ∫ φ(x) [Φ(x+w) − Φ(x)]ⁿ⁻¹ dx
        c4 = √(2/(n−1)) Γ(n/2) / Γ((n−1)/2)
        A = L/√n;  A2 = L/(d2 √n);  A3 = L/(c4 √n);  E2 = L/d2
        B3, B4 = 1 ∓ L √(1−c4²)/c4;  B5, B6 = c4 ∓ L √(1−c4²)
        D1, D2 = d2 ∓ L d3;  D3, D4 = 1 ∓ L d3/d2

    Input:
        n (pieces): size of the sample, 2 to 10,000
        width (sigmas): L, distance of the limits from the centre; default 3

    Output:
        d2, d3, d4 (sigmas): mean, standard deviation and median of the range
        c4 (sigmas): mean of the sample standard deviation
        A, A2, A3 (per sigma, per R̄, per s̄): half width of the limits of means
        B3, B4 (per s̄), B5, B6 (per sigma): limits of standard deviations
        D1, D2 (per sigma), D3, D4 (per R̄): limits of ranges
        E2 (per MR̄): half width of the limits of individuals, span n
        n (pieces), width (sigmas): as used

    Source:
        Tippett 1925, Biometrika 17; ISO 7870-2:2013, table 2; Montgomery, Introduction to Statistical
        Quality Control, 8th ed. 2019, appendix VI (rounded to 3–4 digits there).

    Traps:
        - Printed tables round d2 and d3, and some derive D4 from the rounded ones: D4(5) is printed 2.114
          or 2.115, exactly 2.1145; limits then differ in the fifth digit.
        - E2 belongs to the span of the moving range (2), not to the number of points.
        - d4 here is the median of the range, AIAG's d4; it is not D4.

    Example:
        >>> found = chart_constants(5)
        >>> [round(value, 3) for value in (found.A2, found.D3, found.D4, found.A3, found.B4)]
        [0.577, 0.0, 2.114, 1.427, 2.089]
    """
    size = _size(n)
    limit = number(width, "width", above=0)
    mean, spread, c = d2(size), d3(size), c4(size)
    root, rest = math.sqrt(size), math.sqrt(1 - c * c)
    return Constants(
        n=size,
        width=limit,
        d2=mean,
        d3=spread,
        d4=d4(size),
        c4=c,
        A=limit / root,
        A2=limit / (mean * root),
        A3=limit / (c * root),
        B3=max(0.0, 1 - limit * rest / c),
        B4=1 + limit * rest / c,
        B5=max(0.0, c - limit * rest),
        B6=c + limit * rest,
        D1=max(0.0, mean - limit * spread),
        D2=mean + limit * spread,
        D3=max(0.0, 1 - limit * spread / mean),
        D4=1 + limit * spread / mean,
        E2=limit / mean,
        assumptions=(
            Assumption("distribution", "normal", "Các giá trị độc lập, cùng phân bố chuẩn."),
            Assumption("width", limit, "Giới hạn cách đường tâm chừng ấy sigma."),
        ),
        trace=(
            Step("Trung bình của khoảng biến thiên", "d2 = ∫ 1 − Φⁿ − (1−Φ)ⁿ", mean, "sigma"),
            Step("Độ lệch chuẩn của khoảng biến thiên", "d3 = √(E W² − d2²)", spread, "sigma"),
            Step("Trung bình của độ lệch chuẩn mẫu", "c4 = √(2/(n−1)) Γ(n/2)/Γ((n−1)/2)", c, "sigma"),
        ),
    )
