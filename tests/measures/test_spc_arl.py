"""Run lengths: against a Markov chain, against simulation, and where matrices lose their digits."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from nscl.measures import MeasureError, method
from nscl.measures.spc import arl


def markov(drift: float, h: float, states: int) -> float:
    """Brook and Evans 1972: the one-sided cusum on a grid."""
    width = 2 * h / (2 * states - 1)
    places = np.arange(states)
    upper = stats.norm.cdf((places - places[:, None] + 0.5) * width + drift)
    lower = stats.norm.cdf((places - places[:, None] - 0.5) * width + drift)
    moves = upper - lower
    moves[:, 0] = upper[:, 0]
    return float(np.linalg.solve(np.eye(states) - moves, np.ones(states))[0])


@pytest.mark.parametrize(("k", "h", "shift"), [(0.5, 4, 0), (0.5, 5, 1), (0.25, 8, 0.5), (1, 2.5, 0)])
def test_the_integral_equation_is_the_limit_of_the_markov_chain(k: float, h: float, shift: float) -> None:
    coarse, fine = markov(k - shift, h, 200), markov(k - shift, h, 400)
    limit = fine + (fine - coarse) / 3
    assert arl("cusum", k=k, h=h, shift=shift, sided="one").arl == pytest.approx(limit, rel=1e-5)


@settings(deadline=None, max_examples=20)
@given(st.floats(0, 1.5), st.floats(0.5, 5), st.floats(-2, 2))
def test_two_sides_combine_as_rates_and_left_is_right(k: float, h: float, shift: float) -> None:
    both = arl("cusum", k=k, h=h, shift=shift)
    assert 1 / both.arl == pytest.approx(1 / both.arl_plus + 1 / both.arl_minus, rel=1e-9)
    assert both.arl == pytest.approx(arl("cusum", k=k, h=h, shift=-shift).arl, rel=1e-9)
    assert both.arl_plus == pytest.approx(arl("cusum", k=k, h=h, shift=shift, sided="one").arl, rel=1e-12)


@settings(deadline=None, max_examples=15)
@given(st.floats(0.05, 1), st.floats(1, 4), st.floats(0, 2), st.floats(0.05, 1))
def test_a_larger_shift_is_found_sooner_and_wider_limits_later(
    weight: float, limit: float, shift: float, more: float
) -> None:
    found = arl("ewma", lambda_=weight, limit=limit, shift=shift).arl
    assert arl("ewma", lambda_=weight, limit=limit, shift=shift + more).arl < found
    assert arl("ewma", lambda_=weight, limit=limit + more, shift=shift).arl > found
    assert arl("ewma", lambda_=weight, limit=limit, shift=-shift).arl == pytest.approx(found, rel=1e-9)


def test_digits_survive_run_lengths_no_matrix_can_hold() -> None:
    """In control ARL grows as e^(2kh): ratios settle although the ARL passes 10^22."""
    one, two, three = (arl("cusum", k=0.5, h=h, sided="one").arl for h in (50, 51, 52))
    assert two / one == pytest.approx(math.e, rel=1e-9)
    assert three / two == pytest.approx(math.e, rel=1e-9) and one > 1e21
    assert arl("ewma", lambda_=1, limit=9.5).arl == pytest.approx(1 / (2 * stats.norm.sf(9.5)), rel=1e-9)


@pytest.mark.parametrize("limits", ["asymptotic", "exact"])
@pytest.mark.parametrize("shift", [0.0, 0.8])
def test_simulated_ewma_charts_run_as_long_as_computed(limits: str, shift: float) -> None:
    weight, width, rng = 0.1, 2.2, np.random.default_rng(4)
    runs, steps = 4000, 2500
    z, length, alive = np.zeros(runs), np.zeros(runs), np.ones(runs, bool)
    for step in range(1, steps + 1):
        grown = 1 - (1 - weight) ** (2 * step) if limits == "exact" else 1.0
        z = (1 - weight) * z + weight * rng.normal(shift, 1, runs)
        length[alive] = step
        alive &= np.abs(z) <= width * math.sqrt(weight / (2 - weight) * grown)
        if not alive.any():
            break
    found = arl("ewma", lambda_=weight, limit=width, shift=shift, limits=limits).arl
    assert length.mean() == pytest.approx(found, abs=4 * length.std() / math.sqrt(runs))


def test_a_chart_without_memory_has_one_run_length_whatever_its_limits() -> None:
    exact = arl("ewma", lambda_=1, limit=2.5, shift=0.3, limits="exact").arl
    assert exact == pytest.approx(arl("shewhart", limit=2.5, shift=0.3).arl, rel=1e-12)


def test_exact_limits_signal_an_early_shift_sooner() -> None:
    fixed = arl("ewma", lambda_=0.05, limit=2.6, shift=1.5).arl
    exact = arl("ewma", lambda_=0.05, limit=2.6, shift=1.5, limits="exact").arl
    assert exact < 0.7 * fixed


def test_a_head_start_shortens_the_run_more_out_of_control_than_in() -> None:
    def ratio(shift: float) -> float:
        return (
            arl("cusum", k=0.5, h=5, shift=shift, head_start=2.5).arl
            / arl("cusum", k=0.5, h=5, shift=shift).arl
        )

    assert 0.85 < ratio(0) < 1 and ratio(1) < 0.7


@pytest.mark.parametrize(
    ("given", "error", "field"),
    [
        ({}, "missing_field", "kind"),
        ({"kind": "shewart"}, "out_of_range", "kind"),
        ({"kind": "cusum", "k": 0.5}, "missing_field", "h"),
        ({"kind": "cusum", "h": 5}, "missing_field", "k"),
        ({"kind": "ewma", "lambda": 0.2}, "missing_field", "limit"),
        ({"kind": "ewma", "limit": 3}, "missing_field", "lambda"),
        ({"kind": "ewma", "lambda": 0, "limit": 3}, "out_of_range", "lambda"),
        ({"kind": "ewma", "lambda": 1.2, "limit": 3}, "out_of_range", "lambda"),
        ({"kind": "ewma", "lambda": 0.2, "limit": 0}, "out_of_range", "limit"),
        ({"kind": "ewma", "lambda": 0.2, "limit": 11}, "out_of_range", "limit"),
        ({"kind": "ewma", "lambda": 0.2, "limit": 3, "k": 1}, "inconsistent", "k"),
        ({"kind": "ewma", "lambda": 0.2, "limit": 3, "limits": "fixed"}, "out_of_range", "limits"),
        ({"kind": "ewma", "lambda": 0.005, "limit": 3, "limits": "exact"}, "out_of_range", "lambda"),
        ({"kind": "cusum", "k": -1, "h": 5}, "out_of_range", "k"),
        ({"kind": "cusum", "k": 0.5, "h": 5, "head_start": 6}, "out_of_range", "head_start"),
        ({"kind": "cusum", "k": 0.5, "h": 5, "sided": "both"}, "out_of_range", "sided"),
        ({"kind": "cusum", "k": 0.5, "h": 5, "shift": float("nan")}, "not_finite", "shift"),
        ({"kind": "cusum", "k": 50, "h": 5}, "too_large", "shift"),
    ],
)
def test_what_has_no_run_length_is_refused_by_its_field(given: dict, error: str, field: str) -> None:
    with pytest.raises(MeasureError) as refusal:
        method.run("spc.arl", given)
    assert (refusal.value.code, refusal.value.field) == (error, field)
