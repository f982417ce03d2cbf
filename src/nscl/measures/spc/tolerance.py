"""Tolerance intervals of a normal population: limits that hold a share of it with a confidence."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import optimize, special, stats

from nscl.measures.errors import Inconsistent
from nscl.measures.inputs import number, whole
from nscl.measures.method import measure
from nscl.measures.result import Array, Assumption, Result, Step

LARGEST = 1_000_000
EXTREME = 1e-6
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(120)


@dataclass(frozen=True, kw_only=True, eq=False)
class ToleranceFactor(Result):
    """Factors k of x̄ ± k s, and the limits when x̄ and s are given."""

    k2: float
    k2_exact: float
    k1: float
    k1_approximate: float | None
    n: int
    df: float
    coverage: float
    confidence: float
    two_sided: list[float] | None
    two_sided_howe: list[float] | None
    lower: float | None
    upper: float | None


@measure("spc.tolerance_factor", "Hệ số của khoảng dung sai thống kê (phân bố chuẩn)")
def tolerance_factor(
    n: int,
    coverage: float,
    confidence: float = 0.95,
    df: float | None = None,
    mean: float | None = None,
    sigma: float | None = None,
) -> ToleranceFactor:
    """How many standard deviations about the mean hold a share of the population with a confidence.

    Promises the two-sided factor exactly and by Howe's approximation (the one the handbooks print), and
    the one-sided factor exactly and by Natrella's approximation. Refuses shares outside 0–1 and samples
    under 2.

    Formula:
        k2 (Howe) = z((1+p)/2) √(ν (1 + 1/n) / χ²(1−γ; ν))
        k2_exact: √(2n/π) ∫₀^∞ P(χ²_ν > ν χ²(p; 1, u²)/k²) e^(−n u²/2) du = γ
        k1 = t(γ; n−1, δ = z(p)√n) / √n, t noncentral
        k1_approximate = (z_p + √(z_p² − a b))/a, a = 1 − z_γ²/(2ν), b = z_p² − z_γ²/n

    Input:
        n (pieces): sample size, 2 to 1,000,000
        coverage (share): p, of the population to be held, from 0.000001 to 0.999999
        confidence (share): γ; default 0.95
        df (number): ν, degrees of freedom of sigma; default n − 1; at least 1
        mean, sigma (measured unit): x̄ and s, both or neither, for the limits themselves

    Output:
        k2, k2_exact (sigmas): two-sided factor by Howe, and exactly
        k1, k1_approximate (sigmas): one-sided factor exactly, and by Natrella (null where undefined)
        n, df, coverage, confidence: as used
        two_sided (measured unit): [x̄ − k2_exact s, x̄ + k2_exact s]; null without mean and sigma
        two_sided_howe (measured unit): the same with k2, as the handbooks print
        lower, upper (measured unit): one-sided limits x̄ ∓ k1 s

    Source:
        Howe 1969, JASA 64; Natrella 1963, NBS Handbook 91; NIST/SEMATECH e-Handbook 7.2.6.3; Krishnamoorthy
        and Mathew 2009, Statistical Tolerance Regions, eq. 2.3.4; ISO 16269-6:2014.

    Traps:
        - A tolerance interval is not a confidence interval of the mean: it does not shrink to nothing.
        - The two one-sided limits together are not the two-sided interval.
        - Howe's factor is too high for very small n (n = 2, p = .9, γ = .95: 32.1 against 31.1).

    Example:
        >>> found = tolerance_factor(n=43, coverage=0.9, confidence=0.99)
        >>> round(found.k2, 4), round(found.k1, 3)
        (2.2173, 1.874)
    """
    size = whole(n, "n", at_least=2, at_most=LARGEST)
    share = number(coverage, "coverage", at_least=EXTREME, at_most=1 - EXTREME)
    level = number(confidence, "confidence", at_least=EXTREME, at_most=1 - EXTREME)
    freedom = float(size - 1) if df is None else number(df, "df", at_least=1, at_most=LARGEST)
    if (mean is None) != (sigma is None):
        key = "mean" if mean is None else "sigma"
        raise Inconsistent(key, "Hãy nhập cả “mean” và “sigma”, hoặc bỏ cả hai.")
    howe = _howe(size, share, level, freedom)
    exact = _two_sided(size, share, level, freedom, howe)
    one = _one_sided(size, share, level, freedom)
    centre = None if mean is None else number(mean, "mean")
    spread = None if sigma is None else number(sigma, "sigma", at_least=0)
    limits = None if centre is None or spread is None else (centre, spread)
    return ToleranceFactor(
        k2=howe,
        k2_exact=exact,
        k1=one,
        k1_approximate=_natrella(size, share, level, freedom),
        n=size,
        df=freedom,
        coverage=share,
        confidence=level,
        two_sided=limits and [limits[0] - exact * limits[1], limits[0] + exact * limits[1]],
        two_sided_howe=limits and [limits[0] - howe * limits[1], limits[0] + howe * limits[1]],
        lower=limits and limits[0] - one * limits[1],
        upper=limits and limits[0] + one * limits[1],
        assumptions=(
            Assumption("distribution", "normal", "Tổng thể theo phân bố chuẩn; mẫu ngẫu nhiên."),
            Assumption("df", freedom, "Bậc tự do của sigma; mặc định n − 1."),
        ),
        trace=(
            Step("Hệ số hai phía theo Howe", "z √(ν(1 + 1/n)/χ²)", howe, "sigma"),
            Step("Hệ số hai phía chính xác", "tích phân theo trung bình mẫu", exact, "sigma"),
            Step("Hệ số một phía", "t không trung tâm / √n", one, "sigma"),
        ),
    )


def _howe(n: int, share: float, level: float, df: float) -> float:
    quantile = float(stats.chi2.ppf(1 - level, df))
    return -float(special.ndtri((1 - share) / 2)) * math.sqrt(df * (1 + 1 / n) / quantile)


def _integral(
    integrand: Callable[[Array], Array], low: float, high: float, step: float, width: float
) -> float:
    """Gauss-Legendre in three pieces, so that a steep step of known place and width is resolved."""
    inside = [min(max(step + side * 9 * width, low), high) for side in (-1, 1)]
    total = 0.0
    for left, right in itertools.pairwise((low, *inside, high)):
        if right > left:
            x = (right - left) / 2 * (_NODES + 1) + left
            total += (right - left) / 2 * float(np.sum(_WEIGHTS * integrand(x)))
    return total


def _two_sided(n: int, share: float, level: float, df: float, start: float) -> float:
    """Solve for k: the mean of the sample is off by u with density √(n/2π) e^(−n u²/2)."""
    root = math.sqrt(n)

    def missing(k: float) -> float:
        def held(z: Array) -> Array:
            needed = np.asarray(stats.ncx2.ppf(share, 1, z * z / n), dtype=np.float64)
            return np.asarray(special.chdtrc(df, df * needed / k**2) * _density(z), dtype=np.float64)

        # With s = 1 the share is held up to the offset where the reach k just suffices.
        ends = special.ndtr(np.array([k, 12 / root + k])) - special.ndtr(np.array([-k, 12 / root - k]))
        step = 0.0 if ends[0] < share else 12.0
        if ends[1] < share < ends[0]:
            step = root * float(
                optimize.brentq(
                    lambda u: float(special.ndtr(u + k) - special.ndtr(u - k)) - share, 0, 12 / root
                )
            )
        return 2 * _integral(held, 0, 12, step, root * k / math.sqrt(2 * df)) - level

    return _solve(missing, start)


def _one_sided(n: int, share: float, level: float, df: float) -> float:
    """Solve E_Z P(k√n s ≥ z(p)√n + Z) = γ for k: noncentral t by its definition."""
    root = math.sqrt(n)
    delta = float(special.ndtri(share)) * root
    never = float(special.ndtr(-delta))  # where k = 0 already holds the share
    if abs(level - never) < 1e-15:
        return 0.0
    sign = 1.0 if level > never else -1.0
    # Only on one side of −δ does it depend on s.
    edge = min(max(-delta, -12.0), 12.0)
    low, high = (edge, 12.0) if sign > 0 else (-12.0, edge)
    law = special.chdtrc if sign > 0 else special.chdtr

    def missing(k: float) -> float:
        def held(z: Array) -> Array:
            return np.asarray(law(df, df * ((delta + z) / (k * root)) ** 2) * _density(z), dtype=np.float64)

        found = _integral(held, low, high, sign * k * root - delta, k * root / math.sqrt(2 * df))
        # Along |k| the held share rises for positive k and falls for negative k.
        return sign * (found + (never if sign > 0 else 0.0) - level)

    return sign * _solve(missing, 1.0)


def _density(z: Array) -> Array:
    return np.asarray(np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi), dtype=np.float64)


def _solve(missing: Callable[[float], float], start: float) -> float:
    """Where a rising function of a positive number is zero."""
    low = high = start
    while missing(low) > 0:
        low /= 2
    while missing(high) < 0:
        high *= 2
    return low if low == high else float(optimize.brentq(missing, low, high, xtol=1e-13, rtol=1e-12))


def _natrella(n: int, share: float, level: float, df: float) -> float | None:
    z_p, z_g = float(special.ndtri(share)), float(special.ndtri(level))
    a, b = 1 - z_g**2 / (2 * df), z_p**2 - z_g**2 / n
    inside = z_p**2 - a * b
    return (z_p + math.sqrt(inside)) / a if a > 0 and inside >= 0 else None
