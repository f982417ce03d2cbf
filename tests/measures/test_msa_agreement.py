"""Kappas, concordance and the attribute study."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nscl.measures import MeasureError, method
from nscl.measures.msa import agreement, cohen_kappa, fleiss_kappa, kendall

tables = st.lists(st.lists(st.integers(0, 20), min_size=3, max_size=3), min_size=3, max_size=3).filter(
    lambda t: sum(map(sum, t)) > 0
)
labels = st.lists(st.lists(st.sampled_from("abc"), min_size=3, max_size=3), min_size=2, max_size=12)


def refused(name: str, **given_: Any) -> tuple[str, str]:
    with pytest.raises(MeasureError) as refusal:
        method.run(name, given_)
    return refusal.value.code, refusal.value.field


@settings(deadline=None, max_examples=50)
@given(tables, st.permutations([0, 1, 2]))
def test_plain_kappa_does_not_care_for_the_order_of_categories(table: Any, order: list[int]) -> None:
    first = cohen_kappa(table=table)
    other = cohen_kappa(table=np.array(table)[np.ix_(order, order)].tolist())
    for key in ("kappa", "se", "se_null"):
        assert getattr(other, key) == pytest.approx(getattr(first, key), abs=1e-9)


@settings(deadline=None, max_examples=50)
@given(tables, st.sampled_from(["none", "linear", "quadratic"]))
def test_kappa_is_one_at_most_and_symmetric_in_the_raters(table: Any, weights: str) -> None:
    first = cohen_kappa(table=table, weights=weights)
    assume(first.kappa is not None)
    other = cohen_kappa(table=np.array(table).T.tolist(), weights=weights)
    assert first.kappa is not None and -1 - 1e-9 <= first.kappa <= 1 + 1e-9
    assert other.kappa == pytest.approx(first.kappa)


def test_all_on_the_diagonal_is_one() -> None:
    assert cohen_kappa(table=[[5, 0], [0, 7]]).kappa == pytest.approx(1)
    assert fleiss_kappa(counts=[[3, 0], [0, 3]]).kappa == pytest.approx(1)


def test_the_standard_error_is_that_of_a_simulation() -> None:
    p = np.array([[0.4, 0.1], [0.15, 0.35]])
    draws = np.random.default_rng(5).multinomial(400, p.ravel(), size=1500).reshape(-1, 2, 2)
    kappas = [cohen_kappa(table=one).kappa for one in draws]
    assert cohen_kappa(table=(p * 400).round()).se == pytest.approx(np.std(kappas), rel=0.06)


def test_labels_and_their_table_give_the_same_kappa() -> None:
    first, second = ["a"] * 25 + ["b"] * 25, ["a"] * 20 + ["b"] * 5 + ["a"] * 10 + ["b"] * 15
    assert cohen_kappa(first=first, second=second).kappa == cohen_kappa(table=[[20, 5], [10, 15]]).kappa


def test_numbers_are_ordered_as_numbers_and_true_is_a_label() -> None:
    found = cohen_kappa(first=[2, 10, 2.0, 10], second=[2, 10, 10, 2], weights="linear")
    assert found.categories == ["2", "10"]
    assert cohen_kappa(first=[True, False], second=[True, False]).categories == ["false", "true"]


@settings(deadline=None, max_examples=50)
@given(labels)
def test_fleiss_of_two_raters_is_the_pi_of_scott(rows: Any) -> None:
    pairs = [row[:2] for row in rows]
    found = fleiss_kappa(ratings=pairs)
    share = np.array([sum(row.count(c) for row in pairs) for c in "abc"]) / (2 * len(pairs))
    expected = float(np.sum(share**2))
    assume(expected < 1)
    observed = np.mean([a == b for a, b in pairs])
    assert found.kappa == pytest.approx((observed - expected) / (1 - expected))


@settings(deadline=None, max_examples=50)
@given(labels)
def test_overall_kappa_is_the_weighted_mean_of_the_categories(rows: Any) -> None:
    found = fleiss_kappa(ratings=rows)
    assume(found.kappa is not None)
    flat = [c for row in rows for c in row]
    weight = {c: flat.count(c) / len(flat) * (1 - flat.count(c) / len(flat)) for c in found.by_category}
    total = sum(weight[c] * one.kappa for c, one in found.by_category.items() if one.kappa is not None)
    assert total / sum(weight.values()) == pytest.approx(found.kappa)


def test_one_category_alone_leaves_kappa_undefined() -> None:
    for found in (fleiss_kappa(counts=[[3, 0], [3, 0]]), cohen_kappa(table=[[9, 0], [0, 0]])):
        assert found.kappa is None and [one.code for one in found.warnings] == ["kappa_undefined"]


STUDY = [[["ok", "ok"], ["ok", "ok"]], [["no", "ok"], ["no", "no"]], [["no", "no"], ["ok", "ok"]]]


def test_a_part_with_one_slip_is_not_matched() -> None:
    found = agreement(ratings=STUDY, standard=["ok", "no", "no"], appraisers=["An", "Bình"], defective="no")
    assert found.within is not None and found.each_vs_standard is not None and found.between is not None
    assert [one.matched for one in found.within] == [2, 3]
    assert [one.matched for one in found.each_vs_standard] == [2, 2]
    assert found.between.matched == 1
    assert [one.miss_rate_pct for one in found.each_vs_standard] == [25, 50]
    assert [one.false_alarm_pct for one in found.each_vs_standard] == [0, 0]
    assert found.pairs[0].first == "An" and found.pairs[0].percent == pytest.approx(50)


def test_what_the_design_does_not_have_is_null() -> None:
    found = agreement(ratings=[["a", "b"], ["a", "a"]])
    assert found.within is None and found.each_vs_standard is None and found.all_vs_standard is None
    assert agreement(ratings=[[["a", "b"]], [["a", "a"]]]).between is None


def test_flat_rows_are_single_trials() -> None:
    flat = agreement(ratings=[["a", "b"], ["a", "a"], ["b", "b"]])
    deep = agreement(ratings=[[["a"], ["b"]], [["a"], ["a"]], [["b"], ["b"]]])
    assert flat.between == deep.between


def test_concordance_of_one_order_is_one_and_of_opposites_nothing() -> None:
    assert kendall(scores=[[1, 10], [2, 20], [3, 30]]).w == pytest.approx(1)
    assert kendall(scores=[[1, 3], [2, 2], [3, 1]]).w == pytest.approx(0)


def test_ties_are_corrected_for() -> None:
    assert kendall(scores=[[1, 1], [1, 1], [2, 2]]).w == pytest.approx(1)


@pytest.mark.parametrize(
    ("name", "given_", "expected"),
    [
        ("msa.cohen_kappa", {}, ("missing_field", "table")),
        ("msa.cohen_kappa", {"first": ["a"]}, ("missing_field", "second")),
        ("msa.cohen_kappa", {"first": ["a"], "second": ["a", "b"]}, ("wrong_length", "second")),
        ("msa.cohen_kappa", {"table": [[1, 2]]}, ("wrong_length", "table")),
        ("msa.cohen_kappa", {"table": [[0, 0], [0, 0]]}, ("too_few", "table")),
        ("msa.cohen_kappa", {"table": [[1, 2], [0.5, 1]]}, ("out_of_range", "table[1][0]")),
        ("msa.cohen_kappa", {"table": [[1, -2], [1, 1]]}, ("out_of_range", "table[0][1]")),
        ("msa.cohen_kappa", {"first": ["a", None], "second": ["a", "b"]}, ("missing_field", "first[1]")),
        (
            "msa.cohen_kappa",
            {"first": ["a", "c"], "second": ["a", "b"], "categories": ["a", "b"]},
            ("out_of_range", "categories"),
        ),
        ("msa.fleiss_kappa", {}, ("missing_field", "counts")),
        ("msa.fleiss_kappa", {"counts": [[1, 0], [0, 1]]}, ("too_few", "counts[0]")),
        ("msa.fleiss_kappa", {"ratings": [["a"], ["b"]]}, ("too_few", "ratings[0]")),
        ("msa.fleiss_kappa", {"ratings": [["a", "b"], ["b"]]}, ("unbalanced", "ratings[1]")),
        ("msa.agreement", {"ratings": []}, ("too_few", "ratings")),
        ("msa.agreement", {"ratings": [[["a", "b"], ["a"]]]}, ("unbalanced", "ratings[0][1]")),
        ("msa.agreement", {"ratings": [["a", "b"], ["a"]]}, ("unbalanced", "ratings[1]")),
        ("msa.agreement", {"ratings": STUDY, "standard": ["ok"]}, ("wrong_length", "standard")),
        ("msa.agreement", {"ratings": STUDY, "appraisers": ["An", "An"]}, ("duplicate", "appraisers")),
        ("msa.agreement", {"ratings": STUDY, "defective": "hỏng"}, ("out_of_range", "defective")),
        ("msa.kendall", {"scores": [[1, 2], [2, 1]]}, ("too_few", "scores")),
        ("msa.kendall", {"scores": [[1], [2], [3]]}, ("too_few", "scores[0]")),
        ("msa.kendall", {"scores": [[1, 1], [1, 1], [1, 1]]}, ("constant_data", "scores")),
    ],
)
def test_what_cannot_be_compared_is_refused_where_it_is(
    name: str, given_: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert refused(name, **given_) == expected
