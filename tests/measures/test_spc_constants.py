"""The constants of control charts against integrals taken another way."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from nscl.measures import MeasureError
from nscl.measures.spc import c4, chart_constants, d2, d3, d4
from nscl.measures.spc.constants import range_cdf

GRID = np.linspace(-12, 12, 40_001)
NODES, WEIGHTS = np.polynomial.legendre.leggauss(400)


@pytest.mark.parametrize("n", [2, 3, 7, 25, 100])
def test_the_mean_range_is_the_gap_between_the_extreme_order_statistics(n: int) -> None:
    """E(max) = ∫ x n φ Φⁿ⁻¹, and the range has twice that mean."""
    density = GRID * n * stats.norm.pdf(GRID) * stats.norm.cdf(GRID) ** (n - 1)
    assert d2(n) == pytest.approx(2 * np.trapezoid(density, GRID), rel=1e-12)


@pytest.mark.parametrize("n", [2, 5, 10])
def test_the_spread_of_the_range_agrees_with_a_double_integral(n: int) -> None:
    """E W² = ∫∫ w² n(n−1) φ(x) φ(x+w) [Φ(x+w) − Φ(x)]ⁿ⁻² over x and w."""
    x, w = 9 * NODES, (8 * (NODES + 1))[:, None]
    inside = stats.norm.cdf(x + w) - stats.norm.cdf(x)
    density = w**2 * n * (n - 1) * stats.norm.pdf(x) * stats.norm.pdf(x + w) * inside ** (n - 2)
    square = 72 * WEIGHTS @ density @ WEIGHTS
    assert d3(n) ** 2 == pytest.approx(square - d2(n) ** 2, rel=1e-10)


def test_two_values_have_closed_forms() -> None:
    assert d2(2) == pytest.approx(2 / math.sqrt(math.pi), rel=1e-14)
    assert d3(2) == pytest.approx(math.sqrt(2 - 4 / math.pi), rel=1e-12)
    assert d4(2) == pytest.approx(math.sqrt(2) * stats.norm.ppf(0.75), rel=1e-12)
    assert c4(2) == pytest.approx(math.sqrt(2 / math.pi), rel=1e-15)


def test_c4_is_smooth_where_the_series_takes_over() -> None:
    below, above = c4(300.999999), c4(301.000001)
    slope = (c4(302) - c4(300)) / 2
    assert above - below == pytest.approx(2e-6 * slope, rel=1e-3)
    assert c4(1e9) == pytest.approx(1 - 1 / (4 * 1e9), rel=1e-15)


def test_the_distribution_of_the_range_is_that_of_drawn_ranges() -> None:
    drawn = np.ptp(np.random.default_rng(1).standard_normal((200_000, 6)), axis=1)
    for w in (1.0, d4(6), 4.0):
        assert range_cdf(w, 6) == pytest.approx((drawn <= w).mean(), abs=0.004)


def test_factors_follow_from_the_constants_and_the_width() -> None:
    found = chart_constants(4, width=2)
    means, ranges, low, high = found.A2, found.D4, found.B3, found.B4
    assert means == pytest.approx(2 / (d2(4) * 2))
    assert ranges == pytest.approx(1 + 2 * d3(4) / d2(4))
    assert low + high == pytest.approx(2)
    assert chart_constants(4).D3 == 0 and chart_constants(7).D3 > 0


@pytest.mark.parametrize("n", [1, 0, -3, 2.5, 10_001, None, "5", True, float("nan")])
def test_impossible_sizes_are_refused_by_name(n: object) -> None:
    with pytest.raises(MeasureError) as refusal:
        chart_constants(n)  # type: ignore[arg-type]
    assert refusal.value.field == "n"
