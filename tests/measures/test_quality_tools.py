"""The seven tools: Pareto, check sheet, histogram, scatter, stratification, cause and effect."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nscl.measures import MeasureError
from nscl.measures.errors import (
    ConstantData,
    Duplicate,
    Inconsistent,
    MissingField,
    OutOfRange,
    TooFew,
    TooLarge,
    UnknownField,
    WrongLength,
)
from nscl.measures.quality import cause_effect, check_sheet, histogram, pareto, scatter, stratify

NAMES = st.text("abcdexyz", min_size=1, max_size=4)
AMOUNTS = st.integers(0, 1000)
VALUES = st.floats(-1e6, 1e6, allow_nan=False, width=32)


@settings(deadline=None, max_examples=50)
@given(counts=st.dictionaries(NAMES, AMOUNTS, min_size=1, max_size=12))
def test_pareto_loses_no_count_and_ends_at_a_hundred(counts: dict[str, int]) -> None:
    if sum(counts.values()) == 0:
        with pytest.raises(OutOfRange):
            pareto(counts=counts)
        return
    found = pareto(counts=counts)
    assert sorted(found.order) == sorted(counts)
    assert found.cumulative_pct[-1] == 100
    assert found.counts.tolist() == sorted(counts.values(), reverse=True)
    assert (np.diff(found.cumulative_pct) >= -1e-12).all()


@pytest.mark.parametrize("name", ["other", "Others", "khác", "Khác…", "KHÁC", "Loại khác", "(other)"])
def test_the_bundle_stands_last_whatever_its_size(name: str) -> None:
    found = pareto(counts={name: 50, "a": 3, "b": 7})
    assert found.order == ("b", "a", name) and found.other == name
    assert name not in found.vital_few
    assert [caution.code for caution in found.warnings] == ["large_other"]


def test_a_cause_that_merely_contains_the_word_is_no_bundle() -> None:
    assert pareto(counts={"mother board": 9, "a": 3}).order == ("mother board", "a")


def test_ties_keep_the_order_given() -> None:
    assert pareto(counts={"z": 2, "a": 2, "m": 5, "b": 2}).order == ("m", "z", "a", "b")


def test_costs_turn_the_order() -> None:
    found = pareto(counts={"xước": 90, "vỡ": 10}, unit_costs={"xước": 1, "vỡ": 50})
    assert found.order == ("vỡ", "xước") and found.total == 590


def test_the_cut_counts_a_share_that_reaches_it_exactly() -> None:
    counts = {"a": 0.1, "b": 0.7, "c": 0.2}
    assert pareto(counts=counts).vital_few == ("b", "c")
    assert pareto(counts=counts, cut_pct=90).vital_few == ("b", "c")
    assert pareto(counts=counts, cut_pct=91).vital_few == ("b", "c", "a")


@pytest.mark.parametrize(
    ("inputs", "error", "field"),
    [
        ({"counts": {"a": 1, " a": 2}}, Duplicate, "counts. a"),
        ({"counts": {"a": 1}, "unit_costs": {}}, TooFew, "unit_costs"),
        ({"counts": {"a": 1}, "unit_costs": {"b": 1}}, UnknownField, "unit_costs.b"),
        ({"counts": {"a": 1, "b": 1}, "unit_costs": {"b": 1}}, MissingField, "unit_costs.a"),
        ({"counts": {"a": 1}, "other": "b"}, UnknownField, "other"),
        ({"counts": {"a": 1}, "cut_pct": 0}, OutOfRange, "cut_pct"),
    ],
)
def test_pareto_names_what_it_cannot_use(inputs: dict, error: type[MeasureError], field: str) -> None:
    with pytest.raises(error) as refusal:
        pareto(**inputs)
    assert refusal.value.field == field


RECORDS = st.lists(
    st.fixed_dictionaries(
        {"category": NAMES}, optional={"stratum": NAMES, "time": st.integers(0, 5), "count": AMOUNTS}
    ),
    min_size=1,
    max_size=30,
)


@settings(deadline=None, max_examples=50)
@given(records=RECORDS)
def test_every_margin_and_table_of_a_check_sheet_holds_the_total(records: list[dict]) -> None:
    sheet = check_sheet(records=records)
    assert sheet.total == sum(record.get("count", 1) for record in records)
    for margin in (sheet.by_category, sheet.by_stratum, sheet.by_time):
        assert sum(margin.values()) == sheet.total
    for table, rows in (
        (sheet.category_by_stratum, sheet.by_category),
        (sheet.stratum_by_time, sheet.by_stratum),
    ):
        assert {name: sum(row.values()) for name, row in table.items()} == rows


def test_an_unrecorded_shift_is_shown_not_dropped() -> None:
    sheet = check_sheet(records=[{"category": "a", "stratum": "ca 1"}, {"category": "a"}])
    assert sheet.by_stratum == {"ca 1": 1, "(không ghi)": 1}
    assert [caution.code for caution in sheet.warnings] == ["stratum_unrecorded"]


def test_a_fixed_list_of_categories_shows_the_empty_ones_and_refuses_others() -> None:
    assert check_sheet(records=[{"category": "b"}], categories=["a", "b"]).by_category == {"a": 0, "b": 1}
    with pytest.raises(OutOfRange) as refusal:
        check_sheet(records=[{"category": "b"}, {"category": "x"}], categories=["a", "b"])
    assert refusal.value.field == "records[1].category"


def test_a_sheet_of_a_hundred_thousand_kinds_is_refused_as_unreadable() -> None:
    with pytest.raises(TooLarge):
        check_sheet(records=[{"category": f"c{n}", "stratum": f"s{n}"} for n in range(600)])


@settings(deadline=None, max_examples=50)
@given(
    data=st.lists(VALUES, min_size=1, max_size=60),
    rule=st.sampled_from(["sturges", "rice", "sqrt", "scott", "freedman_diaconis"]),
    breaks=st.sampled_from(["pretty", "equal"]),
    closed=st.sampled_from(["right", "left"]),
)
def test_every_value_falls_into_one_bin(data: list[float], rule: str, breaks: str, closed: str) -> None:
    try:
        found = histogram(data=data, rule=rule, breaks=breaks, closed=closed)
    except TooLarge:
        return
    assert found.counts.sum() == len(data)
    assert (np.diff(found.edges) > 0).all()
    hair = 1e-7 * float(np.diff(found.edges).max())  # pretty edges may cut a hair off, as in R
    assert found.edges[0] <= min(data) + hair and found.edges[-1] >= max(data) - hair


def test_an_edge_belongs_to_the_side_that_is_closed() -> None:
    data = [0, 1, 1, 2, 3]
    assert histogram(data=data, edges=[0, 1, 2, 3]).counts.tolist() == [3, 1, 1]
    assert histogram(data=data, edges=[0, 1, 2, 3], closed="left").counts.tolist() == [1, 2, 2]
    assert histogram(data=data, edges=[0, 1, 2, 3], closed="left").counts.tolist() == (
        np.histogram(data, [0, 1, 2, 3])[0].tolist()
    )


def test_bins_give_exactly_that_many_and_equal_ones() -> None:
    found = histogram(data=[0, 1, 5, 10], bins=4)
    assert found.edges.tolist() == [0, 2.5, 5, 7.5, 10] and found.rule == "bins"


def test_a_density_integrates_to_one() -> None:
    found = histogram(data=[1, 2, 2, 3, 8], edges=[0, 1, 4, 10])
    assert float((found.density * np.diff(found.edges)).sum()) == pytest.approx(1, abs=1e-12)


def test_a_value_outside_given_edges_is_named_not_dropped() -> None:
    with pytest.raises(OutOfRange) as refusal:
        histogram(data=[1, 2, 7], edges=[0, 5])
    assert refusal.value.field == "data[2]"


@pytest.mark.parametrize(
    ("inputs", "field"),
    [
        ({"data": [1, 2], "edges": [2, 1]}, "edges[1]"),
        ({"data": [1, 2], "edges": [1, 2], "bins": 3}, "bins"),
        ({"data": [1, 2], "bins": 0}, "bins"),
        ({"data": []}, "data"),
        ({"data": [1, None]}, "data[1]"),
        ({"data": [0, 1e-9, 2e-9, 3e-9, 4e-9, 5e-9, 1e99], "rule": "freedman_diaconis"}, "data"),
    ],
)
def test_a_histogram_refuses_what_it_cannot_draw(inputs: dict, field: str) -> None:
    with pytest.raises(MeasureError) as refusal:
        histogram(**inputs)
    assert refusal.value.field == field


def test_constant_data_have_no_shape_but_a_mean() -> None:
    found = histogram(data=[7, 7, 7])
    assert found.mean == 7 and found.sd == 0 and math.isnan(found.skewness)
    assert found.as_json()["skewness"] is None
    assert "constant" in {caution.code for caution in found.warnings}


@settings(deadline=None, max_examples=50)
@given(
    data=st.lists(st.integers(-50, 50), min_size=2, max_size=40),
    offset=st.sampled_from([0, 10**9, -(10**12)]),
)
def test_mean_and_spread_are_exact_whatever_is_added(data: list[int], offset: int) -> None:
    found = histogram(data=[float(value + offset) for value in data])
    mean = Fraction(sum(data), len(data))
    variance = sum((value - mean) ** 2 for value in data) / (len(data) - 1)
    assert found.mean == pytest.approx(float(mean + offset), rel=1e-15, abs=1e-12)
    assert found.variance == pytest.approx(float(variance), rel=1e-12)


def test_each_of_a_hundred_thousand_values_stands_in_one_bin() -> None:
    found = histogram(data=np.random.default_rng(1).normal(size=100_000))
    assert sum(found.counts) == 100_000


PAIRS = st.lists(st.tuples(st.integers(-99, 99), st.integers(-99, 99)), min_size=4, max_size=25)


@settings(deadline=None, max_examples=50)
@given(pairs=PAIRS, a=st.sampled_from([2.0, -3.0, 0.5]), b=st.sampled_from([0.0, 1000.0]))
def test_correlation_keeps_its_size_under_a_change_of_units(pairs: list, a: float, b: float) -> None:
    x, y = [float(pair[0]) for pair in pairs], [float(pair[1]) for pair in pairs]
    if len(set(x)) == 1 or len(set(y)) == 1:
        with pytest.raises(ConstantData) as refusal:
            scatter(x=x, y=y)
        assert refusal.value.field == ("x" if len(set(x)) == 1 else "y")
        return
    one, other = scatter(x=x, y=y), scatter(x=[a * value + b for value in x], y=y)
    assert other.r == pytest.approx(math.copysign(1, a) * one.r, abs=1e-9)
    assert other.slope * a == pytest.approx(one.slope, abs=1e-9)
    assert one.ss_regression + one.ss_residual == pytest.approx(np.var(y) * len(y), rel=1e-9)
    assert one.r_low - 1e-12 <= one.r <= one.r_high + 1e-12 and 0 <= one.p <= 1
    assert one.r == pytest.approx(float(np.corrcoef(x, y)[0, 1]), abs=1e-9)


def test_points_on_a_line_have_no_t_but_no_doubt_either() -> None:
    found = scatter(x=[1, 2, 3, 4], y=[2, 4, 6, 8]).as_json()
    assert (found["r"], found["t"], found["p"], found["slope"]) == (1.0, None, 0.0, 2.0)


def test_three_points_have_no_interval() -> None:
    found = scatter(x=[1, 2, 3], y=[1, 2, 1])
    assert math.isnan(found.r_low) and found.df == 1


def test_an_outlier_parts_pearson_from_spearman() -> None:
    found = scatter(x=[1, 2, 3, 4, 5, 100], y=[5, 4, 3, 2, 1, 100])
    assert found.r > 0.9 and found.spearman < 0
    assert "pearson_spearman" in {caution.code for caution in found.warnings}


@pytest.mark.parametrize(
    ("inputs", "error", "field"),
    [
        ({"x": [1, 2], "y": [1, 2]}, TooFew, "x"),
        ({"x": [1, 2, 3], "y": [1, 2, 3, 4]}, WrongLength, "y"),
        ({"x": [1, 2, 3], "y": [1, 2, 3], "confidence": 1}, OutOfRange, "confidence"),
    ],
)
def test_a_scatter_names_what_it_cannot_use(inputs: dict, error: type[MeasureError], field: str) -> None:
    with pytest.raises(error) as refusal:
        scatter(**inputs)
    assert refusal.value.field == field


GROUPS = st.dictionaries(
    NAMES, st.lists(st.integers(-20, 20), min_size=2, max_size=8), min_size=2, max_size=5
)


@settings(deadline=None, max_examples=50)
@given(groups=GROUPS, offset=st.sampled_from([0, 10**9]))
def test_sums_of_squares_add_up_and_an_offset_changes_nothing(groups: dict, offset: int) -> None:
    moved = {name: [value + offset for value in values] for name, values in groups.items()}
    everything = [value for values in groups.values() for value in values]
    if len(set(everything)) == 1:
        with pytest.raises(ConstantData):
            stratify(groups=moved)
        return
    found = stratify(groups=moved)
    total = float(np.var(everything) * len(everything))
    assert found.ss_between + found.ss_within == pytest.approx(total, rel=1e-9)
    assert found.df_between + found.df_within == len(everything) - 1
    assert 0 <= found.p <= 1


def test_two_groups_give_the_square_of_students_t() -> None:
    found = stratify(groups={"a": [1.0, 2, 4], "b": [3.0, 5, 8, 8]})
    pooled = (2 * np.var([1, 2, 4], ddof=1) + 3 * np.var([3, 5, 8, 8], ddof=1)) / 5
    t = (6 - 7 / 3) / math.sqrt(pooled * (1 / 3 + 1 / 4))
    assert found.f == pytest.approx(t * t, rel=1e-12)


def test_values_with_labels_are_the_same_as_groups() -> None:
    one = stratify(data=[1, 5, 2, 6], strata=["a", "b", "a", "b"])
    assert one.f == stratify(groups={"a": [1, 2], "b": [5, 6]}).f
    assert list(one.groups) == ["a", "b"]


def test_groups_without_spread_within_have_no_f() -> None:
    found = stratify(groups={"a": [1, 1], "b": [2, 2]}).as_json()
    assert found["f"] is None and found["p"] == 0 and found["r_squared"] == 1


@pytest.mark.parametrize(
    ("inputs", "error", "field"),
    [
        ({"groups": {"a": [1, 2]}}, TooFew, "groups"),
        ({"groups": {"a": [1], "b": [2]}}, TooFew, "groups"),
        ({"groups": {"a": [1, 2], "b": []}}, TooFew, "groups.b"),
        ({"groups": {"a": [1, 2], "b": [1]}, "data": [1]}, Inconsistent, "groups"),
        ({"data": [1, 2], "strata": ["a"]}, WrongLength, "strata"),
        ({"data": [1, 2]}, MissingField, "strata"),
        ({}, MissingField, "groups"),
    ],
)
def test_stratification_names_what_it_cannot_use(inputs: dict, error: type[MeasureError], field: str) -> None:
    with pytest.raises(error) as refusal:
        stratify(**inputs)
    assert refusal.value.field == field


def fish(*causes: dict) -> list[dict]:
    return [{"group": "man", **cause} if "parent" not in cause else cause for cause in causes]


def test_leaves_are_ranked_by_votes_and_weights_on_their_way() -> None:
    found = cause_effect(
        effect="lỗi",
        causes=fish(
            {"id": "a", "weight": 0.5},
            {"id": "b", "parent": "a", "votes": 6, "weight": 1},
            {"id": "c", "parent": "a", "votes": 4, "weight": 0.5},
            {"id": "d", "votes": 3},
        ),
    )
    assert [(leaf["id"], leaf["score"], leaf["rank"]) for leaf in found.ranking] == [
        ("b", 3.0, 1),
        ("d", 3.0, 1),
        ("c", 1.0, 3),
    ]
    assert found.ranking[0]["path"] == ["a", "b"] and found.ranking[0]["group"] == "man"
    assert found.group_score["man"] == 7 and found.depth == 2
    assert found.tree["man"][0]["causes"][0]["id"] == "b"
    assert "machine" in found.empty_groups


@pytest.mark.parametrize(
    ("causes", "error", "field"),
    [
        (fish({"id": "a"}, {"id": "a"}), Duplicate, "causes[1].id"),
        (fish({"id": "a", "name": "x"}, {"id": "b", "name": "X"}), Duplicate, "causes[1].name"),
        (fish({"id": "a", "parent": "z"}), UnknownField, "causes[0].parent"),
        (fish({"id": "a", "parent": "b"}, {"id": "b", "parent": "a"}), Inconsistent, "causes[0].parent"),
        (fish({"id": "a", "parent": "a"}), Inconsistent, "causes[0].parent"),
        ([{"id": "a", "group": "man", "parent": "b"}], Inconsistent, "causes[0].parent"),
        ([{"id": "a"}], Inconsistent, "causes[0].parent"),
        ([{"id": "a", "group": "magic"}], OutOfRange, "causes[0].group"),
        (fish({"id": "a", "votes": -1}), OutOfRange, "causes[0].votes"),
        ([{"id": "a", "group": "man", "wieght": 1}], UnknownField, "causes[0].wieght"),
    ],
)
def test_a_fishbone_that_is_no_tree_is_refused(causes: list, error: type[MeasureError], field: str) -> None:
    with pytest.raises(error) as refusal:
        cause_effect(effect="e", causes=causes)
    assert refusal.value.field == field


def test_a_chain_of_a_thousand_whys_is_a_tree_too() -> None:
    chain = [{"id": "0", "group": "man"}, *({"id": str(n), "parent": str(n - 1)} for n in range(1, 300))]
    assert cause_effect(effect="e", causes=chain).depth == 300
