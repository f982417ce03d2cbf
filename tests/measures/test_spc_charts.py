"""Control charts: what scales, what must not move, what is refused and where."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nscl.measures import MeasureError, method
from nscl.measures.spc import chart, d2, d3

values = st.lists(st.integers(-1000, 1000), min_size=4, max_size=30).filter(lambda found: len(set(found)) > 2)
subgroups = st.lists(st.lists(st.integers(-99, 99), min_size=2, max_size=6), min_size=3, max_size=12).filter(
    lambda rows: any(len(set(row)) > 1 for row in rows)
)
scales = st.sampled_from([0.001, 0.5, 3.0, 1000.0])


def broadcast(found: Any, length: int) -> np.ndarray:
    return np.broadcast_to(np.asarray(found, float), length)


@settings(deadline=None, max_examples=50)
@given(values, scales, st.integers(-10_000, 10_000), st.sampled_from(["i_mr", "ewma", "cusum"]))
def test_a_change_of_units_changes_the_chart_as_it_changes_the_data(
    data: list[int], scale: float, shift: int, kind: str
) -> None:
    one, other = chart(kind, data=data), chart(kind, data=[scale * x + shift for x in data])
    assert other.center == pytest.approx(scale * one.center + shift, rel=1e-9, abs=1e-9)
    assert other.sigma == pytest.approx(scale * one.sigma, rel=1e-6)
    if kind == "cusum":
        assert other.c_plus == pytest.approx(scale * one.c_plus, rel=1e-6, abs=1e-6 * scale)
    else:
        assert other.ucl == pytest.approx(scale * np.asarray(one.ucl) + shift, rel=1e-6, abs=1e-6)
        assert other.signals == one.signals
    assert other.standardised == pytest.approx(one.standardised, rel=1e-6, abs=1e-6)


@settings(deadline=None, max_examples=40)
@given(values)
def test_a_chart_upside_down_has_the_same_signals(data: list[int]) -> None:
    one, other = chart("i_mr", data=data), chart("i_mr", data=[-x for x in data])
    assert (other.lcl, other.ucl) == pytest.approx((-one.ucl, -one.lcl))
    assert other.signals == one.signals
    up, down = chart("cusum", data=data), chart("cusum", data=[-x for x in data])
    assert up.c_plus == pytest.approx(down.c_minus, abs=1e-9)


@settings(deadline=None, max_examples=40)
@given(subgroups, subgroups, st.sampled_from(["xbar_r", "xbar_s", "ewma", "cusum"]))
def test_later_samples_never_move_frozen_limits(first: list[Any], later: list[Any], kind: str) -> None:
    more = {"scale": "sigma"} if kind == "cusum" else {}
    alone = chart(kind, subgroups=first, **more)
    both = chart(kind, subgroups=first + later, baseline=len(first), **more)
    assert both.center == alone.center
    assert broadcast(both.ucl, len(both.points))[: len(first)] == pytest.approx(
        broadcast(alone.ucl, len(first))
    )
    assert [point for point in both.signals if point <= len(first)] == alone.signals
    assert both.samples_used == len(first)


@settings(deadline=None, max_examples=40)
@given(subgroups, st.data())
def test_leaving_a_sample_out_of_the_limits_is_as_if_it_had_not_been_taken(
    rows: list[Any], data: Any
) -> None:
    out = data.draw(st.integers(1, len(rows)))
    rest = rows[: out - 1] + rows[out:]
    if all(len(set(row)) == 1 for row in rest):
        return
    with_it, without = chart("xbar_s", subgroups=rows, exclude=[out]), chart("xbar_s", subgroups=rest)
    assert with_it.center == pytest.approx(without.center, abs=1e-12)
    assert np.min(with_it.sigma) == pytest.approx(np.min(without.sigma))
    assert len(with_it.points) == len(rows)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(20, 60)), min_size=2, max_size=20))
def test_np_is_p_in_pieces_and_c_is_u_of_one_piece(rows: list[tuple[int, int]]) -> None:
    counts, sizes = [row[0] for row in rows], [row[1] for row in rows]
    p, np_ = chart("p", data=counts, sizes=sizes), chart("np", data=counts, sizes=sizes)
    assert broadcast(np_.ucl, len(rows)) == pytest.approx(broadcast(p.ucl, len(rows)) * sizes)
    assert np_.signals == p.signals
    c, u = chart("c", data=counts), chart("u", data=counts, sizes=1)
    assert (c.center, c.lcl, c.ucl, c.signals) == (u.center, u.lcl, u.ucl, u.signals)


def test_ewma_of_weight_one_is_the_chart_of_individuals() -> None:
    data = [3, 5, 4, 8, 6, 5, 4]
    one, other = chart("ewma", data=data, lambda_=1), chart("i_mr", data=data)
    assert (one.center, one.lcl, one.ucl) == pytest.approx((other.center, other.lcl, other.ucl))
    assert one.points == pytest.approx(other.points)


def test_ewma_error_with_unequal_sizes_is_the_sum_of_weighted_variances() -> None:
    rows, weight = [[1, 2], [2, 3, 5, 1], [4, 4, 1], [0, 1]], 0.3
    found = chart("ewma", subgroups=rows, center=2, sigma=1.5, lambda_=weight)
    for i in range(4):
        terms = [(weight * (1 - weight) ** (i - j)) ** 2 * 1.5**2 / len(rows[j]) for j in range(i + 1)]
        assert found.ucl[i] == pytest.approx(2 + 3 * np.sqrt(sum(terms)))


def test_exact_ewma_limits_widen_to_the_asymptotic_ones() -> None:
    data = np.random.default_rng(3).normal(10, 1, 200)
    exact, forever = chart("ewma", data=data), chart("ewma", data=data, asymptotic=True)
    assert np.all(np.diff(exact.ucl) >= 0)
    assert exact.ucl[-1] == pytest.approx(forever.ucl)
    assert isinstance(forever.ucl, float)


def test_cusum_sums_are_the_rise_above_the_lowest_walk() -> None:
    """C⁺ᵢ = Sᵢ − min(0, S₁ … Sᵢ): the closed form of the recursion."""
    data = np.random.default_rng(5).normal(0.3, 1, 300)
    found = chart("cusum", data=data, center=0, sigma=1, k=0.5, h=4)
    walk = np.cumsum(data - 0.5)
    assert found.c_plus == pytest.approx(walk - np.minimum(0, np.minimum.accumulate(walk)), abs=1e-10)
    assert found.signals == [i + 1 for i in range(300) if found.c_plus[i] > 4 or found.c_minus[i] > 4]


def test_a_head_start_reacts_sooner_and_is_forgotten() -> None:
    data = [1.2] * 12 + [0.0] * 30
    plain = chart("cusum", data=data, center=0, sigma=1)
    ahead = chart("cusum", data=data, center=0, sigma=1, head_start=2.5)
    assert ahead.signals[0] < plain.signals[0]
    assert ahead.c_minus[-1] == plain.c_minus[-1] == 0


def test_a_large_common_offset_costs_no_digits() -> None:
    """As NIST's NumAcc data: a deviation of 0.1 around ten million."""
    small = [0.2, 0.1, 0.3] * 40
    near = chart("i_mr", data=small, sigma_method="sd")
    far = chart("i_mr", data=[10_000_000 + x for x in small], sigma_method="sd")
    assert far.sigma == pytest.approx(near.sigma, rel=1e-7)
    rows = [[1e9 + x for x in row] for row in ([1, 2, 4], [2, 2, 3], [0, 1, 1])]
    assert chart("xbar_s", subgroups=rows).sigma == pytest.approx(
        chart("xbar_s", subgroups=[[1, 2, 4], [2, 2, 3], [0, 1, 1]]).sigma, rel=1e-12
    )


@pytest.mark.parametrize("value", [0.1, 0.0, 1e9 + 0.1, -7])
@pytest.mark.parametrize("kind", ["i_mr", "xbar_r", "xbar_s", "ewma", "cusum"])
def test_constant_data_collapse_the_limits_and_say_so(kind: str, value: float) -> None:
    given = {"subgroups": [[value] * 7] * 5} if kind.startswith("xbar") else {"data": [value] * 20}
    found = chart(kind, **given)
    assert found.signals == [] and not np.any(found.standardised)
    assert np.all(found.points == value)
    assert "no_variation" in {caution.code for caution in found.warnings}


def test_a_later_point_off_a_constant_baseline_signals_without_a_finite_z() -> None:
    found = chart("i_mr", data=[5, 5, 5, 5.01], baseline=3, rules="nelson")
    assert found.signals == [4] and found.rule_signals["1"] == [4]
    assert found.as_json()["standardised"] == [0, 0, 0, None]


def test_no_defects_at_all_is_handled_as_stated() -> None:
    found = chart("p", data=[0, 0, 0], sizes=50)
    assert (found.center, found.lcl, found.ucl, found.signals) == (0, 0, 0, [])
    assert {caution.code for caution in found.warnings} >= {"no_variation"}


def test_a_point_on_the_limit_is_inside_though_rounding_says_otherwise() -> None:
    noisy = float(np.nextafter(0.1 * 3, 1))
    found = chart("i_mr", data=[noisy, 0.3, 0.3], center=0, sigma=0.1, rules="nelson")
    assert found.points[0] > found.ucl and found.signals == [] and found.rule_signals["1"] == []
    assert chart("i_mr", data=[0.3001, 0.3], center=0, sigma=0.1).signals == [1]


def test_limits_may_be_given_as_two_numbers() -> None:
    found = chart("i_mr", data=[1, 2, 9], limits=[0, 5])
    assert (found.lcl, found.ucl, found.signals) == (0, 5, [3])


def test_data_cut_by_sizes_are_the_same_as_subgroups() -> None:
    one = chart("xbar_r", data=[1, 2, 3, 4, 7, 6], sizes=2)
    other = chart("xbar_r", subgroups=[[1, 2], [3, 4], [7, 6]])
    assert (one.center, one.ucl) == (other.center, other.ucl)
    ragged = chart("xbar_s", data=[1, 2, 3, 4, 7, 6], sizes=[2, 4])
    assert ragged.points.tolist() == [1.5, 5.0]


def test_unequal_subgroups_have_stair_step_limits_on_both_charts() -> None:
    found = chart("xbar_r", subgroups=[[1, 3], [2, 4, 3, 6], [5]], center=3, sigma=2)
    assert found.ucl == pytest.approx([3 + 6 / np.sqrt(n) for n in (2, 4, 1)])
    assert found.dispersion.center[:2] == pytest.approx([2 * d2(2), 2 * d2(4)])
    assert found.dispersion.ucl[1] == pytest.approx(2 * (d2(4) + 3 * d3(4)))
    assert found.as_json()["dispersion"]["points"] == [2, 4, None]


def test_montgomery_pools_unequal_subgroups_before_c4() -> None:
    rows = [[1, 3], [2, 4, 3, 6]]
    pooled = np.sqrt((2 + 8.75) / 4)
    found = chart("xbar_s", subgroups=rows, sigma_method="pooled_s")
    assert found.dispersion.center == pytest.approx(pooled)


def test_moving_ranges_do_not_reach_over_a_sample_left_out() -> None:
    found = chart("i_mr", data=[1, 2, 50, 4, 7], exclude=[3])
    assert found.dispersion.center == pytest.approx((1 + 3) / 2)
    assert found.dispersion.points[2] == 48


def test_laney_limits_equal_binomial_ones_times_sigma_z() -> None:
    counts, sizes = [20, 35, 18, 44, 30, 21], 400
    plain, primed = chart("p", data=counts, sizes=sizes), chart("p_prime", data=counts, sizes=sizes)
    assert primed.ucl - primed.center == pytest.approx(primed.sigma_z * (plain.ucl - plain.center))
    assert chart("u_prime", data=counts, sizes=sizes).sigma_z > 1


def test_counts_that_vary_too_much_are_remarked() -> None:
    wild = chart("p", data=[20, 80, 15, 90, 30, 70] * 4, sizes=400)
    calm = chart("p", data=[40, 45, 38, 42, 37, 41] * 4, sizes=400)
    assert "overdispersion" in {caution.code for caution in wild.warnings}
    assert "overdispersion" not in {caution.code for caution in calm.warnings}


def test_an_np_centre_is_given_in_pieces() -> None:
    assert chart("np", data=[3, 4], sizes=50, center=5).ucl == pytest.approx(5 + 3 * np.sqrt(5 * 0.9))
    with pytest.raises(MeasureError) as refusal:
        chart("np", data=[3, 4], sizes=[50, 60], center=5)
    assert refusal.value.field == "center"


def test_every_chart_tells_its_conventions_and_shows_its_work() -> None:
    found = chart("xbar_r", subgroups=[[1, 2], [2, 4], [3, 3]])
    told = {assumption.key: assumption.value for assumption in found.assumptions}
    assert told["sigma_method"] == "uwave_r" and told["beyond"] == "strict" and told["width"] == 3
    assert found.trace[0].value == found.center and found.method == "spc.chart@1"


REFUSALS: list[tuple[dict[str, Any], str, str]] = [
    ({"kind": "xbar"}, "out_of_range", "kind"),
    ({"kind": "xbar_r"}, "missing_field", "subgroups"),
    ({"kind": "i_mr"}, "missing_field", "data"),
    ({"kind": "xbar_r", "subgroups": []}, "too_few", "subgroups"),
    ({"kind": "xbar_r", "subgroups": [[1, 2], []]}, "too_few", "subgroups[1]"),
    ({"kind": "xbar_r", "subgroups": [[1, 2], [3, None]]}, "missing_field", "subgroups[1][1]"),
    ({"kind": "xbar_r", "subgroups": [[1, 2], [3, "4"]]}, "wrong_type", "subgroups[1][1]"),
    ({"kind": "xbar_r", "subgroups": [[1, 2], [3, float("nan")]]}, "not_finite", "subgroups[1][1]"),
    ({"kind": "xbar_r", "subgroups": [[1, 2], [3, 1e200]]}, "out_of_range", "subgroups[1][1]"),
    ({"kind": "xbar_r", "subgroups": [[1, 2], 3]}, "wrong_type", "subgroups[1]"),
    ({"kind": "xbar_r", "subgroups": {"a": 1}}, "wrong_type", "subgroups"),
    ({"kind": "xbar_r", "subgroups": [[1, 2, 3]]}, "too_few", "subgroups"),
    ({"kind": "xbar_r", "data": [1, 2, 3]}, "too_few", "data"),
    ({"kind": "xbar_r", "data": [1, 2, 3], "sizes": 2}, "wrong_length", "sizes"),
    ({"kind": "ewma", "data": [1, 2], "subgroups": [[1, 2]]}, "inconsistent", "data"),
    ({"kind": "i_mr", "data": [1]}, "too_few", "data"),
    ({"kind": "i_mr", "data": [1, True]}, "wrong_type", "data[1]"),
    ({"kind": "i_mr", "data": [1, 2], "span": 3}, "too_few", "data"),
    ({"kind": "i_mr", "data": [1, 2, 3], "sigma": 0}, "out_of_range", "sigma"),
    ({"kind": "i_mr", "data": [1, 2, 3], "sigma": 1, "sigma_method": "sd"}, "inconsistent", "sigma_method"),
    ({"kind": "i_mr", "data": [1, 2, 3], "sigma_method": "mvlue_r"}, "out_of_range", "sigma_method"),
    ({"kind": "i_mr", "data": [1, 2, 3], "baseline": 4}, "out_of_range", "baseline"),
    ({"kind": "i_mr", "data": [1, 2, 3], "baseline": 1}, "too_few", "data"),
    ({"kind": "i_mr", "data": [1, 2, 3], "exclude": [4]}, "out_of_range", "exclude[0]"),
    ({"kind": "i_mr", "data": [1, 2, 3], "exclude": [1, 1]}, "duplicate", "exclude[1]"),
    ({"kind": "i_mr", "data": [1, 2, 3], "exclude": 1}, "wrong_type", "exclude"),
    ({"kind": "i_mr", "data": [1, 2, 3], "limits": [3, 1]}, "inconsistent", "limits"),
    ({"kind": "i_mr", "data": [1, 2, 3], "limits": -3}, "out_of_range", "limits"),
    ({"kind": "i_mr", "data": [1, 2, 3], "limits": "asymptotic"}, "out_of_range", "limits"),
    ({"kind": "p", "data": [1, 2]}, "missing_field", "sizes"),
    ({"kind": "p", "data": [1, 2], "sizes": [5]}, "wrong_length", "sizes"),
    ({"kind": "p", "data": [1, 6], "sizes": 5}, "out_of_range", "data[1]"),
    ({"kind": "p", "data": [1, 2], "sizes": 5.5}, "wrong_type", "sizes"),
    ({"kind": "p", "data": [1, 2], "sizes": [5, 0]}, "out_of_range", "sizes[1]"),
    ({"kind": "p", "data": [0.1, 0.2], "sizes": 5}, "wrong_type", "data[0]"),
    ({"kind": "p", "data": [1, 2], "sizes": 5, "sigma": 1}, "inconsistent", "sigma"),
    ({"kind": "p", "data": [1, 2], "sizes": 5, "center": 1.2}, "out_of_range", "center"),
    ({"kind": "c", "data": [-1, 2]}, "out_of_range", "data[0]"),
    ({"kind": "c", "data": [1, 2], "sizes": 3}, "inconsistent", "sizes"),
    ({"kind": "p_prime", "data": [0, 0], "sizes": 9}, "constant_data", "data"),
    ({"kind": "ewma", "data": [1, 2], "lambda": 0}, "out_of_range", "lambda"),
    ({"kind": "ewma", "data": [1, 2], "lambda": 1.01}, "out_of_range", "lambda"),
    ({"kind": "ewma", "data": [1, 2], "k": 2, "limits": 3}, "inconsistent", "k"),
    ({"kind": "ewma", "data": [1, 2], "limits": "exact", "asymptotic": True}, "inconsistent", "asymptotic"),
    ({"kind": "ewma", "data": [1, 2], "rules": "nelson"}, "inconsistent", "rules"),
    ({"kind": "cusum", "data": [1, 2], "h": 0}, "out_of_range", "h"),
    ({"kind": "cusum", "data": [1, 2], "k": -1}, "out_of_range", "k"),
    ({"kind": "cusum", "data": [1, 2], "head_start": 6}, "out_of_range", "head_start"),
    ({"kind": "cusum", "data": [1, 1], "scale": "sigma"}, "constant_data", "data"),
    ({"kind": "cusum", "subgroups": [[1, 2], [1, 2, 3]]}, "inconsistent", "scale"),
    ({"kind": "i_mr", "data": [1, 2], "rules": "wheeler"}, "out_of_range", "rules"),
    ({"kind": "i_mr", "data": [1, 2], "lamda": 0.2}, "unknown_field", "lamda"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "error", "field"), REFUSALS, ids=[str(row[0])[:70] for row in REFUSALS])
def test_what_cannot_be_charted_is_refused_by_its_field(
    given: dict[str, Any], error: str, field: str
) -> None:
    with pytest.raises(MeasureError) as refusal:
        method.run("spc.chart", given)
    assert (refusal.value.code, refusal.value.field) == (error, field)
    assert refusal.value.message


def test_a_hundred_thousand_points_are_charted() -> None:
    data = np.random.default_rng(7).normal(50, 2, 100_000)
    found = chart("i_mr", data=data)
    assert found.sigma == pytest.approx(2, rel=0.01)
    assert 150 < len(found.signals) < 400
