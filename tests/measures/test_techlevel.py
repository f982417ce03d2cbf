"""A technology level: sums, the even footing of groups, and no class from an unfinished form."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nscl.measures import MeasureError, method
from nscl.measures.techlevel import level, scheme_table
from nscl.measures.techlevel.scheme import FORMULAS

OWN: dict[str, Any] = {
    "id": "own",
    "version": "2",
    "groups": [{"code": "A", "max": 60}, {"code": "B", "max": 40}],
    "criteria": [
        {"code": "a1", "group": "A", "max": 40, "max_verified": True},
        {"code": "a2", "group": "A", "max": 20, "max_verified": True, "norm": True},
        {"code": "b1", "group": "B", "max": 40, "max_verified": True},
    ],
    "coefficient": {"formula": "min_over_max", "verified": True},
    "classes": [
        {"code": "low", "from": 0, "verified": True},
        {"code": "mid", "from": 40, "min_coefficient": 0.3, "verified": True},
        {"code": "high", "from": 70, "min_coefficient": 0.6, "verified": True},
    ],
    "norms": {"dệt may": {"a2": {"norm": 50, "better": "higher"}}},
}


def own(**change: Any) -> dict[str, Any]:
    return {**copy.deepcopy(OWN), **change}


def test_the_circulars_scheme_adds_up() -> None:
    found = scheme_table()
    assert found.total == 100 and len(found.criteria) == 26
    sizes = {group.code: sum(one.group == group.code for one in found.criteria) for group in found.groups}
    assert sizes == {"T": 7, "E": 5, "O": 5, "R": 5, "I": 4}
    assert [one.code for one in found.criteria if one.norm] == ["4", "5", "6", "8"]
    assert {one.code for one in found.warnings} == {
        "unverified_criterion_maxima",
        "unverified_class_limits",
        "unverified_coefficient_formula",
    }


@settings(deadline=None, max_examples=50)
@given(st.floats(0, 40), st.floats(0, 20), st.floats(0, 40))
def test_the_total_is_the_sum_and_the_coefficient_is_a_share(a1: float, a2: float, b1: float) -> None:
    for formula in FORMULAS:
        plan = own(coefficient={"formula": formula})
        found = level(scores={"a1": a1, "a2": a2, "b1": b1}, scheme=plan)
        assert found.total == pytest.approx(a1 + a2 + b1)
        assert found.total_low == found.total_high == found.total
        assert found.coefficient is None or 0 <= found.coefficient <= 1


@settings(deadline=None, max_examples=50)
@given(st.dictionaries(st.sampled_from(["a1", "a2", "b1"]), st.floats(0, 20), min_size=1))
def test_the_finished_form_lies_within_the_range_of_the_unfinished(scores: dict[str, float]) -> None:
    part = level(scores=scores, scheme=OWN)
    for rest in (0.0, 20.0):
        full = level(scores={"a1": rest, "a2": rest, "b1": rest, **scores}, scheme=OWN)
        assert full.total is not None
        assert part.total_low - 1e-9 <= full.total <= part.total_high + 1e-9
    assert part.complete is (len(scores) == 3)
    assert (part.class_ is None) is (not part.complete)


def test_an_unanswered_criterion_is_not_zero() -> None:
    zero = level(scores={"a1": 40, "a2": 0, "b1": 40}, scheme=OWN)
    blank = level(scores={"a1": 40, "a2": None, "b1": 40}, scheme=OWN)
    assert (zero.total, zero.class_) == (80, "high")
    assert (blank.total, blank.class_, blank.unanswered) == (None, None, ("a2",))
    assert (blank.total_low, blank.total_high) == (80, 100)
    assert (blank.class_low, blank.class_high) == ("high", "high")


def test_the_class_needs_total_and_coefficient() -> None:
    even = level(scores={"a1": 40, "a2": 8, "b1": 32}, scheme=OWN)
    uneven = level(scores={"a1": 40, "a2": 20, "b1": 12}, scheme=OWN)
    lame = level(scores={"a1": 40, "a2": 20, "b1": 4}, scheme=OWN)
    assert (even.class_, even.coefficient) == ("high", pytest.approx(1.0))
    assert (uneven.total, uneven.class_, uneven.coefficient) == (72, "mid", pytest.approx(0.3))
    assert (lame.total, lame.class_) == (64, "low")
    assert level(scores={"a1": 0, "a2": 0, "b1": 0}, scheme=OWN).coefficient is None


def test_a_norm_criterion_is_scored_against_its_industry() -> None:
    found = level(scores={"a1": 40, "b1": 40}, measured={"a2": 25}, industry="dệt may", scheme=OWN)
    assert found.total == 90
    above = level(scores={"a1": 40, "b1": 40}, measured={"a2": 80}, industry="dệt may", scheme=OWN)
    assert above.total == 100
    less = own(norms={"dệt may": {"a2": {"norm": 50, "better": "lower"}}})
    spent = level(scores={"a1": 40, "b1": 40}, measured={"a2": 100}, industry="dệt may", scheme=less)
    assert spent.total == 90


def test_open_maxima_and_limits_can_be_filled_in() -> None:
    maxima = {"1": 4, "2": 4, "3": 4, "4": 5, "5": 5, "6": 4, "7": 4}
    with pytest.raises(MeasureError) as refusal:
        level(scores={"1": 4.5}, maxima=maxima)
    assert refusal.value.field == "scores.1"
    assert level(scores={"1": 4.5}).total_high == 100
    assert level(scores={"1": 0}, maxima=maxima).groups["T"].high == 26
    full = {str(place): 2 for place in range(1, 27)}
    assert level(scores=full).class_ == "average"
    assert level(scores=full, min_coefficients={"average": 0.99}).class_ == "backward"
    codes = [one.code for one in level(scores=full).warnings]
    assert "coefficient_limits_missing" in codes


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"groups": [{"code": "A", "max": 60}, {"code": "B", "max": 41}]}, "scheme.groups"),
        ({"groups": [{"code": "A", "max": 60}, {"code": "A", "max": 40}]}, "scheme.groups[1].code"),
        ({"criteria": [*OWN["criteria"], {"code": "a1", "group": "B"}]}, "scheme.criteria[3].code"),
        ({"criteria": [*OWN["criteria"], {"code": "b2", "group": "B", "max": 1}]}, "scheme.criteria"),
        ({"criteria": OWN["criteria"][:2]}, "scheme.criteria"),
        ({"criteria": [*OWN["criteria"][:2], {"code": "b1", "group": "B", "max": 39}]}, "scheme.criteria"),
        ({"criteria": [{"code": "a1", "group": "X"}]}, "scheme.criteria[0].group"),
        ({"classes": [{"code": "x", "from": 5}]}, "scheme.classes[0].from"),
        ({"classes": [{"code": "x", "from": 0}, {"code": "y", "from": 0}]}, "scheme.classes[1].from"),
        ({"coefficient": {"formula": "mean"}}, "scheme.coefficient.formula"),
        ({"norms": {"x": {"a1": {"norm": 1}}}}, "scheme.norms.x.a1"),
        ({"norms": {"x": {"a2": {"norm": 0}}}}, "scheme.norms.x.a2.norm"),
        ({"version": None}, "scheme.version"),
        ({"colour": 1}, "scheme.colour"),
    ],
)
def test_a_scheme_that_does_not_add_up_is_refused(change: dict[str, Any], field: str) -> None:
    with pytest.raises(MeasureError) as refusal:
        scheme_table(scheme=own(**change))
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"scores": {"a1": 41}}, "scores.a1"),
        ({"scores": {"a1": -1}}, "scores.a1"),
        ({"scores": {"zz": 1}}, "scores.zz"),
        ({"scores": {"a1": True}}, "scores.a1"),
        ({"scores": {"a1": "4"}}, "scores.a1"),
        ({"scores": []}, "scores"),
        ({"scores": None}, "scores"),
        ({"measured": {"a2": 1}}, "industry"),
        ({"measured": {"a2": 1}, "industry": "gỗ"}, "industry"),
        ({"measured": {"b1": 1}, "industry": "dệt may"}, "measured.b1"),
        ({"measured": {"a2": 1}, "industry": "dệt may", "scores": {"a2": 1}}, "measured.a2"),
        ({"maxima": {"a1": 50}}, "maxima"),
        ({"min_coefficients": {"low": 0.5}}, "min_coefficients.low"),
        ({"scheme": "tt04"}, "scheme"),
        ({"scheme": 5}, "scheme"),
        ({"industry": 5}, "industry"),
    ],
)
def test_impossible_assessments_are_refused_by_name(change: dict[str, Any], field: str) -> None:
    with pytest.raises(MeasureError) as refusal:
        method.run("technology.level", {"scheme": OWN, "scores": {"a1": 1}, **change})
    assert refusal.value.field == field


def test_the_keys_of_the_answer_are_stable() -> None:
    shown = method.run("technology.level", {"scores": {"1": 3}}).as_json()
    assert list(shown)[:13] == [
        *["scheme", "complete", "total", "total_low", "total_high", "groups", "coefficient", "class"],
        *["class_name", "class_low", "class_high", "unanswered", "unverified"],
    ]
    assert shown["scheme"] == "tt17-2019@1"
    assert method.run("technology.scheme", {}).as_json()["classes"][1]["from"] == 35
