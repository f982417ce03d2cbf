"""Run charts: runs counted by hand, and tests that keep their level."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from nscl.measures import MeasureError, method
from nscl.measures.spc import run_chart


def test_runs_counted_by_hand() -> None:
    found = run_chart([3, 5, 6, 2, 1, 7, 8, 9, 4])
    assert found.median == 5
    assert (found.runs_about_median, found.longest_run_about_median) == (5, 3)
    assert (found.above, found.below) == (4, 5)
    assert (found.runs_up_down, found.longest_run_up_down) == (4, 3)
    assert found.runs_up_down_expected == pytest.approx(17 / 3)
    assert found.p_trends == pytest.approx(stats.norm.cdf((4 - 17 / 3) / np.sqrt(115 / 90)))


def test_points_on_the_line_count_below_or_not_at_all() -> None:
    data = [1, 3, 5, 3, 1, 5]
    assert run_chart(data).runs_about_median == 4
    assert run_chart(data, ties="omit").runs_about_median == 4
    assert (run_chart(data).below, run_chart(data, ties="omit").below) == (4, 2)


def test_a_level_step_neither_opens_nor_closes_a_run() -> None:
    assert run_chart([1, 2, 2, 3, 1]).runs_up_down == run_chart([1, 2, 3, 1]).runs_up_down == 2


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(-50, 50), min_size=4, max_size=40), st.integers(1, 9), st.integers(-99, 99))
def test_units_do_not_matter_and_tails_add_up(data: list[int], scale: int, shift: int) -> None:
    one, other = run_chart(data), run_chart([scale * x + shift for x in data])
    assert (one.runs_about_median, one.runs_up_down) == (other.runs_about_median, other.runs_up_down)
    if not np.isnan(one.p_clustering):
        assert one.p_clustering + one.p_mixtures == pytest.approx(1)


def test_in_random_data_clusters_are_seldom_claimed() -> None:
    rng = np.random.default_rng(8)
    claims = [run_chart(rng.standard_normal(50)).p_clustering < 0.05 for _ in range(600)]
    assert 0.02 < np.mean(claims) < 0.09


def test_slow_and_fast_swings_are_told_apart() -> None:
    wave = np.sin(np.arange(60) / 6)
    assert run_chart(wave).p_clustering < 1e-6 and run_chart(wave).p_trends < 1e-6
    zigzag = [(-1) ** i * (1 + i / 100) for i in range(60)]
    assert run_chart(zigzag).p_mixtures < 1e-6 and run_chart(zigzag).p_oscillation < 1e-3


def test_constant_data_have_no_p_but_a_caution() -> None:
    found = method.run("spc.run_chart", {"data": [2, 2, 2]}).as_json()
    assert found["p_clustering"] is None and found["p_trends"] is None
    assert found["warnings"][0]["code"] == "no_variation"


@pytest.mark.parametrize(
    ("given", "error", "field"),
    [
        ({"data": [1]}, "too_few", "data"),
        ({"data": None}, "missing_field", "data"),
        ({"data": [1, None]}, "missing_field", "data[1]"),
        ({"data": [1, 2], "ties": "above"}, "out_of_range", "ties"),
        ({"data": [1, 2], "center": "x"}, "wrong_type", "center"),
        ({"data": [1, 1e300]}, "out_of_range", "data[1]"),
    ],
)
def test_what_cannot_be_run_is_refused_by_its_field(given: dict, error: str, field: str) -> None:
    with pytest.raises(MeasureError) as refusal:
        method.run("spc.run_chart", given)
    assert (refusal.value.code, refusal.value.field) == (error, field)
