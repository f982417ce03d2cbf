"""Benchmarks show where a firm stands without showing any other; support is compared like with like."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nscl.measures import MeasureError, method
from nscl.measures.errors import MissingField, NotComparable
from nscl.measures.firm import before_after, benchmark
from nscl.measures.firm.disclosure import Rules, checks, safe
from nscl.measures.firm.quantiles import TYPES, quantile

NUMPY = {
    1: "inverted_cdf",
    2: "averaged_inverted_cdf",
    4: "interpolated_inverted_cdf",
    5: "hazen",
    6: "weibull",
    7: "linear",
    8: "median_unbiased",
    9: "normal_unbiased",
}
# SSBtools, dataset "magnitude1": sector, company, value.
SALES = [
    *[("Agriculture", "A", 75.9), ("Agriculture", "B", 24.5), ("Agriculture", "A", 96.6)],
    *[("Agriculture", "B", 43.2), ("Entertainment", "B", 16.8), ("Entertainment", "B", 7.1)],
    *[("Entertainment", "D", 2.3), ("Entertainment", "A", 77.4), ("Entertainment", "B", 11.5)],
    *[("Entertainment", "C", 16.4), ("Governmental", "B", 21.6), ("Governmental", "D", 2.0)],
    *[("Governmental", "C", 6.5), ("Governmental", "D", 2.7), ("Industry", "B", 9.6)],
    *[("Industry", "C", 8.8), ("Industry", "D", 1.9), ("Industry", "B", 25.7)],
    *[("Industry", "D", 3.4), ("Industry", "C", 8.4)],
]


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40),
    st.integers(0, 100),
    st.sampled_from(sorted(NUMPY)),
)
def test_quantiles_are_those_of_numpy_under_every_definition(
    values: list[float], percent: int, kind: int
) -> None:
    ours = quantile(np.sort(np.array(values)), percent / 100, kind)
    theirs = float(np.quantile(values, percent / 100, method=NUMPY[kind]))  # type: ignore[call-overload]
    # At a jump of a stepwise definition 0.07 × 100 may fall on either side; R and we allow for it.
    if kind > 2 or (len(values) * percent) % 100:
        assert ours == pytest.approx(theirs, rel=1e-9, abs=1e-6)


def test_stepwise_quantiles_are_those_of_r() -> None:
    """R 4: quantile(c(1,2,3,4,5,6,7,8,9,10), c(.25,.5,.55), type = 1, 2, 3), recomputed by definition."""
    data = np.arange(1.0, 11)
    assert [quantile(data, p, 1) for p in (0.25, 0.5, 0.55)] == [3, 5, 6]
    assert [quantile(data, p, 2) for p in (0.25, 0.5, 0.55)] == [3, 5.5, 6]
    assert [quantile(data, p, 3) for p in (0.25, 0.5, 0.55)] == [2, 5, 6]
    assert [quantile(data, p, kind) for kind in TYPES for p in (0, 1)] == [1, 10] * 9


@settings(deadline=None, max_examples=40)
@given(st.lists(st.floats(1, 1e6), min_size=5, max_size=30), st.floats(0.5, 4), st.integers(4, 9))
def test_quantiles_scale_with_their_unit_and_do_not_care_for_order(
    values: list[float], scale: float, kind: int
) -> None:
    rules: dict[str, Any] = {"dominance": [], "quantile_type": kind}
    plain = benchmark(values=values, **rules).quantiles
    scaled = benchmark(values=[value * scale for value in reversed(values)], **rules).quantiles
    assert plain is not None and scaled is not None
    assert [value * scale for value in plain.values()] == pytest.approx(list(scaled.values()))


def test_fewer_than_five_firms_show_nothing() -> None:
    found = benchmark(values=[1, 2, 3, 4], firm=3)
    assert (found.published, found.reasons) == (False, ("min_cell",))
    assert found.quantiles is None and found.mean is None and found.position_pct is None
    assert benchmark(values=[1, 2, 3, 4, 5]).published


def test_a_dominated_cell_shows_nothing_and_the_limit_itself_is_safe() -> None:
    assert benchmark(values=[85, 5, 5, 3, 2]).published
    assert benchmark(values=[85.1, 5, 5, 3, 1.9]).reasons == ("dominance_1_85",)
    assert not safe(np.array([50.0, 41, 3, 3, 3]), Rules(5, ((2, 90.0),), None))
    assert safe(np.array([0.0] * 5), Rules(5, ((1, 85.0),), 10))


@settings(deadline=None, max_examples=50)
@given(st.lists(st.floats(0, 1e9), min_size=3, max_size=20), st.floats(1, 80))
def test_safe_under_the_matching_dominance_is_safe_under_p(values: list[float], p: float) -> None:
    """SDC handbook, proposition A: (2, k) with k = 100·100/(100 + p) is the stricter rule."""
    sizes = np.array(values)
    if safe(sizes, Rules(1, ((2, 100 * 100 / (100 + p) * (1 - 1e-9)),), None)):
        assert safe(sizes, Rules(1, (), p))


def test_firms_of_one_owner_are_one_respondent() -> None:
    sectors, companies, values = zip(*SALES, strict=True)
    found = benchmark(
        values=values,
        groups=list(sectors),
        holdings=list(companies),
        min_cell=1,
        dominance=[{"n": 1, "k": 65}],
    )
    shares = {name: cell.checks[1].value for name, cell in found.cells.items()}
    assert shares == pytest.approx(
        {"Agriculture": 71.815, "Entertainment": 58.859, "Governmental": 65.854, "Industry": 61.073}, abs=5e-4
    )
    assert found.suppressed == ("Agriculture", "Governmental")
    assert benchmark(values=[1] * 6, holdings=["x"] * 6).reasons == ("min_cell", "dominance_1_85")


def test_one_hidden_cell_asks_for_another() -> None:
    groups = ["a"] * 2 + ["b"] * 6 + ["c"] * 9
    found = benchmark(values=[10] * 17, groups=groups)
    assert (found.suppressed, found.secondary) == (("a",), ("b",))
    assert "secondary_suppression" in [one.code for one in found.warnings]
    assert benchmark(values=[10] * 15, groups=["b"] * 6 + ["c"] * 9).secondary == ()
    pair = benchmark(values=[10] * 12, groups=["a"] * 3 + ["b"] * 3 + ["c"] * 6)
    assert (pair.suppressed, pair.secondary) == (("a", "b"), ())


def test_a_quantile_that_is_one_firms_value_is_pointed_out() -> None:
    small = benchmark(values=[1, 2, 3, 4, 5])
    assert "quantile_is_an_observation" in [one.code for one in small.warnings]
    even = benchmark(values=[1, 2, 3, 5, 8, 13])
    assert "quantile_is_an_observation" not in [one.code for one in even.warnings]


def test_a_firm_is_placed_among_its_like() -> None:
    found = benchmark(values=[10, 20, 30, 40, 50], firm=30)
    assert (found.position_pct, found.gap_to_median_pct) == (50.0, 0.0)
    assert benchmark(values=[10, 20, 30, 40, 50], firm=60).position_pct == 100.0


def test_a_hundred_thousand_firms_are_no_trouble() -> None:
    values = np.random.default_rng(7).lognormal(5, 1, 100_000)
    found = benchmark(values=values, groups=["a", "b"] * 50_000)
    assert found.published and found.quantiles is not None
    assert found.quantiles["0.5"] == pytest.approx(float(np.median(values)))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"values": []}, "values"),
        ({"values": [1, None, 3]}, "values[1]"),
        ({"values": [1, True, 3]}, "values[1]"),
        ({"contributions": [1]}, "contributions"),
        ({"groups": ["a"]}, "groups"),
        ({"groups": "aaaaa"}, "groups"),
        ({"groups": ["a", "b", "", "c", "d"]}, "groups[2]"),
        ({"probabilities": [1.5]}, "probabilities[0]"),
        ({"quantile_type": 10}, "quantile_type"),
        ({"min_cell": 0}, "min_cell"),
        ({"dominance": [{"n": 1, "k": 100}]}, "dominance[0].k"),
        ({"dominance": [{"n": 1.5, "k": 50}]}, "dominance[0].n"),
        ({"dominance": {"n": 1, "k": 85}}, "dominance"),
        ({"p_percent": 0}, "p_percent"),
        ({"firm": "x"}, "firm"),
    ],
)
def test_impossible_benchmarks_are_refused_by_name(change: dict[str, Any], field: str) -> None:
    with pytest.raises(MeasureError) as refusal:
        method.run("firm.benchmark", {"values": [1, 2, 3, 4, 5], **change})
    assert refusal.value.field == field


def test_a_check_keeps_its_order_and_says_what_it_saw() -> None:
    found = checks(np.array([-6.0, 3, 1]), Rules(2, ((1, 50.0), (2, 95.0)), 20))
    assert [one.rule for one in found] == ["min_cell", "dominance_1_50", "dominance_2_95", "p_20"]
    assert [one.value for one in found] == pytest.approx([3, 60, 90, 100 / 6])
    assert [one.safe for one in found] == [True, False, True, False]


def rows(*values: tuple[str, float], **change: str) -> list[dict[str, Any]]:
    return [
        {"phase": phase, "value": value, "definition": "lp@1", "perimeter": "nhà máy A", **change}
        for phase, value in values
    ]


def test_a_change_is_shown_and_not_attributed() -> None:
    found = before_after(
        indicator="NSLĐ",
        observations=rows(("before", 90), ("before", 110), ("during", 115), ("after", 130)),
        target_pct=25,
    )
    assert (found.before, found.during, found.after, found.change) == (100, 115, 130, 30)
    assert found.attribution == "not_attributable" and found.did is None
    assert found.change_pct == pytest.approx(30) and found.target_met is True
    assert "not_attributable" in [one.code for one in found.warnings]


@settings(deadline=None, max_examples=30)
@given(st.floats(1, 1e6), st.floats(1, 1e6), st.lists(st.floats(1, 1e6), min_size=3, max_size=9))
def test_an_industry_that_moves_alike_leaves_nothing(before: float, step: float, firms: list[float]) -> None:
    industry = {"before": firms, "after": [value + step for value in firms]}
    found = before_after(
        indicator="x", observations=rows(("before", before), ("after", before + step)), industry=industry
    )
    assert found.did == pytest.approx(0, abs=1e-6)


def test_less_may_be_better() -> None:
    found = before_after(
        indicator="Tỷ lệ lỗi",
        observations=rows(("before", 8), ("after", 6)),
        higher_is_better=False,
        target_pct=20,
    )
    assert found.target_met is True
    assert before_after(indicator="x", observations=rows(("before", 0), ("after", 6))).change_pct is None


@pytest.mark.parametrize("key", ["definition", "perimeter", "price_basis", "unit"])
def test_two_definitions_are_never_compared(key: str) -> None:
    observations = [*rows(("before", 1)), *rows(("after", 2), **{key: "khác"})]
    with pytest.raises(NotComparable) as refusal:
        before_after(indicator="x", observations=observations)
    assert refusal.value.field == f"observations[1].{key}"


def test_the_industry_must_speak_of_the_same_thing() -> None:
    with pytest.raises(NotComparable) as refusal:
        before_after(
            indicator="x",
            observations=rows(("before", 1), ("after", 2)),
            industry={"before": 1, "after": 2, "definition": "lp@2"},
        )
    assert refusal.value.field == "industry.definition"


def test_a_comparison_needs_both_ends_and_a_stated_definition() -> None:
    with pytest.raises(MissingField) as refusal:
        before_after(indicator="x", observations=rows(("before", 1), ("during", 2)))
    assert refusal.value.field == "observations"
    bare = [
        {"phase": "before", "value": 1, "perimeter": "A"},
        {"phase": "after", "value": 1, "perimeter": "A"},
    ]
    with pytest.raises(MissingField) as missing:
        before_after(indicator="x", observations=bare)
    assert missing.value.field == "observations[0].definition"
