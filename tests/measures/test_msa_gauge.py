"""Gauge studies: the analysis of variance, the ranges, and designs with holes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nscl.measures import MeasureError, method
from nscl.measures.msa import gauge_rr, nested

FLAT = [[[1, 1], [1, 1]], [[1, 1], [1, 1]]]
STUDY = np.random.default_rng(3).normal(50, 1, (6, 3, 2)) + 4 * np.arange(6)[:, None, None]

designs = arrays(
    np.float64,
    st.tuples(st.integers(2, 4), st.integers(2, 3), st.integers(2, 3)),
    elements=st.integers(0, 50).map(float),
).filter(lambda a: np.ptp(a) > 0)


def refused(name: str, **given_: Any) -> tuple[str, str]:
    with pytest.raises(MeasureError) as refusal:
        method.run(name, given_)
    return refusal.value.code, refusal.value.field


def residual_ss(y: Any, columns: list[Any]) -> float:
    """Sum of squares left by least squares on indicator columns: an independent way to every SS."""
    design = np.column_stack([np.ones(y.size), *columns])
    return float(np.sum((y.ravel() - design @ np.linalg.lstsq(design, y.ravel(), rcond=None)[0]) ** 2))


def indicators(index: Any) -> Any:
    return (index.ravel()[:, None] == np.unique(index)).astype(float)


@settings(deadline=None, max_examples=40)
@given(designs)
def test_sums_of_squares_are_those_of_least_squares(y: Any) -> None:
    part, operator, _ = np.indices(y.shape)
    found = gauge_rr(values=y.tolist()).anova
    assert found is not None
    p, o, both = indicators(part), indicators(operator), indicators(part * 10 + operator)
    expected = {
        "part": residual_ss(y, []) - residual_ss(y, [p]),
        "operator": residual_ss(y, []) - residual_ss(y, [o]),
        "interaction": residual_ss(y, [p, o]) - residual_ss(y, [both]),
        "repeatability": residual_ss(y, [both]),
        "total": residual_ss(y, []),
    }
    for name, ss in expected.items():
        assert found[name].ss == pytest.approx(ss, rel=1e-7, abs=1e-7), name


@settings(deadline=None, max_examples=40)
@given(designs, st.sampled_from(["anova", "xbar_r"]))
def test_variances_add_up_and_shares_sum_to_a_hundred(y: Any, way: str) -> None:
    found = gauge_rr(values=y.tolist(), method=way) if np.ptp(y, axis=2).any() or way == "anova" else None
    if found is None:
        return
    one = found.contribution_pct
    assert one["rr"] + one["part"] == pytest.approx(100)
    assert one["repeatability"] + one["reproducibility"] == pytest.approx(one["rr"])
    assert all(value is None or value >= 0 for value in found.varcomp.values())


@settings(deadline=None, max_examples=40)
@given(designs, st.floats(0.01, 100), st.integers(-100, 100))
def test_units_and_origin_do_not_change_the_shares(y: Any, scale: float, shift: int) -> None:
    first, other = gauge_rr(values=y.tolist()), gauge_rr(values=(y * scale + shift).tolist())
    for source, share in first.contribution_pct.items():
        assert other.contribution_pct[source] == pytest.approx(share, abs=1e-6)


@settings(deadline=None, max_examples=30)
@given(designs, st.randoms(use_true_random=False))
def test_the_order_of_operators_does_not_matter(y: Any, random: Any) -> None:
    order = list(range(y.shape[1]))
    random.shuffle(order)
    first, other = gauge_rr(values=y.tolist()), gauge_rr(values=y[:, order, :].tolist())
    assert other.varcomp == pytest.approx(first.varcomp, abs=1e-9)


def test_a_large_common_offset_loses_nothing() -> None:
    far = gauge_rr(values=(STUDY.round(3) + 1e7).tolist())
    near = gauge_rr(values=STUDY.round(3).tolist())
    for source, variance in near.varcomp.items():
        if variance is not None:
            assert far.varcomp[source] == pytest.approx(variance, rel=1e-6)


def test_the_pooling_rule_is_a_parameter() -> None:
    p = gauge_rr(values=STUDY).interaction_p
    assert p is not None and 0 < p < 1
    assert gauge_rr(values=STUDY, pooling_alpha=p).pooled is True
    kept = gauge_rr(values=STUDY, pooling_alpha=min(1, p + 1e-6))
    assert kept.pooled is False and kept.anova_reduced is None
    assert kept.varcomp["interaction"] is not None


def test_a_negative_variance_is_zero_and_said_so() -> None:
    values = [[[1, 3], [1, 3.2]], [[2, 4], [2, 4.1]]]
    found = gauge_rr(values=values, pooling_alpha=1)
    assert found.pooled is False and found.varcomp["interaction"] == 0
    assert {"negative_interaction"} <= {one.code for one in found.warnings}


def test_one_operator_leaves_reproducibility_unknown_not_zero() -> None:
    for way in ("anova", "xbar_r"):
        found = gauge_rr(values=STUDY[:, :1, :], method=way)
        assert found.varcomp["reproducibility"] is None and found.interaction_p is None
        assert found.varcomp["rr"] == found.varcomp["repeatability"]
        assert found.pooled is None and "one_operator" in [one.code for one in found.warnings]


def test_a_gauge_that_never_varies_has_no_number_of_categories() -> None:
    found = gauge_rr(values=[[[1, 1], [1, 1]], [[2, 2], [2, 2]]])
    assert found.ndc is None and found.varcomp["rr"] == 0
    assert "no_gauge_variation" in [one.code for one in found.warnings]


def test_parts_that_do_not_differ_give_one_category() -> None:
    found = gauge_rr(values=[[[1, 2], [2, 1]], [[2, 1], [1, 2]]])
    assert found.ndc == 1 and found.varcomp["part"] == 0


def test_the_number_of_categories_is_cut_not_rounded() -> None:
    found = gauge_rr(values=STUDY)
    ratio = 1.41 * found.stddev["part"] / found.stddev["rr"]
    assert found.ndc == int(ratio)


def test_tolerance_and_process_give_their_own_shares() -> None:
    found = gauge_rr(values=STUDY, tolerance=30, process_sigma=8, sigma_multiple=5.15)
    assert found.tolerance_pct["rr"] == pytest.approx(100 * 5.15 * found.stddev["rr"] / 30)
    assert found.process_pct["rr"] == pytest.approx(100 * found.stddev["rr"] / 8)
    assert gauge_rr(values=STUDY).tolerance_pct is None


def test_a_wild_cell_is_named_by_the_range_chart() -> None:
    values = STUDY.copy()
    values[2, 1] = [0, 40]
    found = gauge_rr(values=values, method="xbar_r")
    assert found.ranges is not None and found.ranges.beyond == [[3, 2]]


def test_printed_factors_reach_only_as_far_as_the_table() -> None:
    tall = np.random.default_rng(0).normal(size=(11, 2, 2))
    assert refused("msa.gauge_rr", values=tall.tolist(), method="xbar_r", constants="aiag") == (
        "out_of_range",
        "constants",
    )
    assert gauge_rr(values=tall, method="xbar_r").ranges is not None


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (FLAT, ("constant_data", "values")),
        ([[[1, 2], [1, 2]]], ("too_few", "values")),
        ([[[1], [1]], [[2], [3]]], ("too_few", "values[0][0]")),
        ([[], []], ("too_few", "values[0]")),
        ([[[1, 2], [1, 2]], [[1, 2]]], ("unbalanced", "values[1]")),
        ([[[1, 2], [1, 2]], [[1, 2], [1]]], ("unbalanced", "values[1][1]")),
        ([[[1, 2], [1, None]], [[1, 2], [1, 3]]], ("unbalanced", "values[0][1][1]")),
        ([[[1, 2], None], [[1, 2], [1, 3]]], ("unbalanced", "values[0][1]")),
        ([[[1, 2], [1, "x"]], [[1, 2], [1, 3]]], ("wrong_type", "values[0][1][1]")),
        ([[1, 2], [3, 4]], ("wrong_type", "values[0][0]")),
        ([[[1, 2], [1, 1e200]], [[1, 2], [1, 3]]], ("out_of_range", "values[0][1][1]")),
        ("abc", ("wrong_type", "values")),
    ],
)
def test_a_design_with_holes_is_refused_where_the_hole_is(values: Any, expected: tuple[str, str]) -> None:
    assert refused("msa.gauge_rr", values=values) == expected


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("tolerance", 0),
        ("pooling_alpha", 1.5),
        ("sigma_multiple", 0),
        ("method", "range"),
        ("process_sigma", -1),
    ],
)
def test_options_outside_their_meaning_are_refused(option: str, value: Any) -> None:
    assert refused("msa.gauge_rr", values=STUDY.tolist(), **{option: value}) == ("out_of_range", option)


@settings(deadline=None, max_examples=30)
@given(designs)
def test_nested_sums_of_squares_are_those_of_least_squares(y: Any) -> None:
    operator, part, _ = np.indices(y.shape)
    found = nested(values=y.tolist()).anova
    o, within = indicators(operator), indicators(operator * 10 + part)
    assert found["operator"].ss == pytest.approx(residual_ss(y, []) - residual_ss(y, [o]), rel=1e-7, abs=1e-7)
    assert found["part"].ss == pytest.approx(
        residual_ss(y, [o]) - residual_ss(y, [within]), rel=1e-7, abs=1e-7
    )
    assert found["repeatability"].ss == pytest.approx(residual_ss(y, [within]), rel=1e-7, abs=1e-7)


def test_nested_needs_two_operators() -> None:
    assert refused("msa.nested", values=[[[1, 2], [2, 3]]]) == ("too_few", "values")
