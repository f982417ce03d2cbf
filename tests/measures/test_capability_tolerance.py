"""Tolerance factors against independent computations."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import integrate, stats

from nscl.measures import MeasureError, method
from nscl.measures.spc.tolerance import tolerance_factor


@pytest.mark.parametrize("n", [2, 5, 43, 1000])
@pytest.mark.parametrize(("coverage", "confidence"), [(0.9, 0.95), (0.99, 0.5), (0.3, 0.2), (0.5, 0.05)])
def test_the_one_sided_factor_is_the_noncentral_t(n: int, coverage: float, confidence: float) -> None:
    found = tolerance_factor(n=n, coverage=coverage, confidence=confidence)
    delta = stats.norm.ppf(coverage) * np.sqrt(n)
    assert stats.nct.cdf(found.k1 * np.sqrt(n), n - 1, delta) == pytest.approx(confidence, abs=1e-9)


@pytest.mark.parametrize(
    ("n", "coverage", "confidence"), [(2, 0.9, 0.95), (10, 0.95, 0.95), (200, 0.99, 0.9)]
)
def test_the_two_sided_factor_holds_what_it_says(n: int, coverage: float, confidence: float) -> None:
    k = tolerance_factor(n=n, coverage=coverage, confidence=confidence).k2_exact

    def held(z: float) -> float:
        reach = np.sqrt(stats.ncx2.ppf(coverage, 1, z * z / n))
        return stats.chi2.sf((n - 1) * reach**2 / k**2, n - 1) * stats.norm.pdf(z)

    assert 2 * integrate.quad(held, 0, 10)[0] == pytest.approx(confidence, abs=1e-7)


def test_factors_approach_the_normal_quantile() -> None:
    found = tolerance_factor(n=1_000_000, coverage=0.95, confidence=0.95)
    assert (found.k2, found.k2_exact, found.k1) == pytest.approx((1.96, 1.96, 1.645), rel=0.003)


def test_limits_come_only_with_both_mean_and_sigma() -> None:
    found = tolerance_factor(n=10, coverage=0.9, mean=100, sigma=2)
    assert found.two_sided == pytest.approx([100 - 2 * found.k2_exact, 100 + 2 * found.k2_exact])
    assert (found.lower, found.upper) == pytest.approx((100 - 2 * found.k1, 100 + 2 * found.k1))
    assert tolerance_factor(n=10, coverage=0.9).two_sided is None


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ({"n": 1, "coverage": 0.9}, ("out_of_range", "n")),
        ({"n": 10.5, "coverage": 0.9}, ("wrong_type", "n")),
        ({"n": 10, "coverage": 1}, ("out_of_range", "coverage")),
        ({"n": 10, "coverage": 0.9, "confidence": 0}, ("out_of_range", "confidence")),
        ({"n": 10, "coverage": 0.9, "mean": 1}, ("inconsistent", "sigma")),
        ({"n": 10, "coverage": 0.9, "df": 0.5}, ("out_of_range", "df")),
    ],
)
def test_what_has_no_factor_is_refused(given_: dict[str, Any], expected: tuple[str, str]) -> None:
    with pytest.raises(MeasureError) as refusal:
        method.run("spc.tolerance_factor", given_)
    assert (refusal.value.code, refusal.value.field) == expected
