"""FMEA, six sigma and the scorecard."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nscl.measures import MeasureError
from nscl.measures.errors import Duplicate, Inconsistent, MissingField, OutOfRange, WrongType
from nscl.measures.quality import fmea, scorecard, sigma_level, sixsigma
from nscl.measures.quality.action_priority import LEVELS, action_priority

RATING = st.integers(1, 10)


def mode(name: str, s: int, o: int, d: int, **more: object) -> dict:
    return {"name": name, "severity": s, "occurrence": o, "detection": d, **more}


@settings(deadline=None, max_examples=50)
@given(s=RATING, o=RATING, d=RATING)
def test_a_worse_rating_never_lowers_the_priority(s: int, o: int, d: int) -> None:
    here = LEVELS.index(action_priority(s, o, d))
    for worse in ((s + 1, o, d), (s, o + 1, d), (s, o, d + 1)):
        if max(worse) <= 10:
            assert LEVELS.index(action_priority(*worse)) <= here


def test_the_table_of_priorities_says_that_it_is_not_verified() -> None:
    found = fmea(items=[mode("a", 5, 5, 5)])
    assert found.table_verified is False
    assert "action_priority_unverified" in {caution.code for caution in found.warnings}


def test_modes_are_ordered_by_rpn_then_severity_then_as_given() -> None:
    found = fmea(items=[mode("a", 2, 5, 5), mode("b", 5, 5, 2), mode("c", 10, 5, 2), mode("d", 2, 5, 5)])
    assert found.order == ("c", "b", "a", "d")
    assert [item["rank"] for item in found.items] == [1, 2, 2, 2]


def test_priority_comes_before_rpn_when_asked() -> None:
    items = [mode("rpn 200", 5, 5, 8), mode("severe", 10, 4, 2)]
    assert fmea(items=items).order == ("rpn 200", "severe")
    assert fmea(items=items, rank_by="action_priority").order == ("severe", "rpn 200")


def test_the_threshold_lists_those_at_and_above_it() -> None:
    items = [mode("a", 10, 10, 1), mode("b", 9, 11 - 1, 1), mode("c", 1, 1, 1)]
    assert fmea(items=items, threshold=90).above_threshold == ("a", "b")
    assert fmea(items=items).above_threshold == ()


def test_action_shows_its_effect() -> None:
    item = fmea(items=[mode("a", 8, 6, 5, after={"severity": 8, "occurrence": 3, "detection": 5})]).items[0]
    assert (item["rpn"], item["rpn_after"], item["reduction_pct"]) == (240, 120, 50)


@pytest.mark.parametrize(
    ("item", "error", "field"),
    [
        (mode("a", 0, 1, 1), OutOfRange, "items[0].severity"),
        (mode("a", 1, 11, 1), OutOfRange, "items[0].occurrence"),
        ({**mode("a", 1, 1, 1), "detection": 2.5}, WrongType, "items[0].detection"),
        ({**mode("a", 1, 1, 1), "detection": None}, MissingField, "items[0].detection"),
        (mode("a", 1, 1, 1, after={"severity": 1}), MissingField, "items[0].after.occurrence"),
    ],
)
def test_a_rating_outside_the_scale_is_named(item: dict, error: type[MeasureError], field: str) -> None:
    with pytest.raises(error) as refusal:
        fmea(items=[item])
    assert refusal.value.field == field


def test_a_mode_given_twice_is_refused() -> None:
    with pytest.raises(Duplicate):
        fmea(items=[mode("a", 1, 1, 1), mode("a", 2, 2, 2)])


@settings(deadline=None, max_examples=50)
@given(sigma=st.floats(0, 7), shift=st.sampled_from([0.0, 1.5]))
def test_sigma_and_dpmo_turn_into_each_other(sigma: float, shift: float) -> None:
    there = sigma_level(sigma=sigma, shift=shift)
    back = sigma_level(dpmo=there.dpmo, shift=shift)
    assert back.sigma_level == pytest.approx(sigma, abs=1e-6)
    assert there.yield_ == pytest.approx(1 - there.dpmo / 1e6)


def test_exactly_one_figure_is_converted() -> None:
    with pytest.raises(MissingField):
        sigma_level()
    with pytest.raises(Inconsistent) as refusal:
        sigma_level(dpmo=3, sigma=6)
    assert refusal.value.field == "sigma"


@settings(deadline=None, max_examples=50)
@given(steps=st.lists(st.tuples(st.integers(0, 40), st.integers(100, 999)), min_size=1, max_size=6))
def test_rolled_yield_is_never_better_than_the_worst_step(steps: list[tuple[int, int]]) -> None:
    found = sixsigma(defects=[d for d, _ in steps], units=[n for _, n in steps])
    assert found.rty <= found.step_yield.min() + 1e-12
    assert found.dpu == pytest.approx(sum(d / n for d, n in steps))
    assert found.normalised_yield ** len(steps) == pytest.approx(found.rty)


def test_one_number_of_units_serves_all_steps() -> None:
    assert sixsigma(defects=[1, 2], units=100).rty == sixsigma(defects=[1, 2], units=[100, 100]).rty


def test_opportunities_by_step_and_for_the_whole_agree() -> None:
    by_step = sixsigma(defects=[4, 6], units=100, opportunities=[2, 3])
    assert by_step.dpmo == pytest.approx(sixsigma(defects=[4, 6], units=100, opportunities=5).dpmo)


def test_no_defect_is_not_an_infinite_sigma() -> None:
    found = sixsigma(defects=0, units=50)
    assert math.isnan(found.sigma_level) and found.as_json()["sigma_level"] is None
    assert [caution.code for caution in found.warnings] == ["no_defects"]


def test_more_defects_than_units_have_yields_but_no_dpmo_without_opportunities() -> None:
    found = sixsigma(defects=26, units=10, yield_model="poisson")
    assert found.dpu == 2.6 and found.rty == pytest.approx(math.exp(-2.6))
    assert found.as_json()["dpmo"] is None and found.as_json()["yield"] is None
    assert [caution.code for caution in found.warnings] == ["opportunities_unknown"]


def test_the_shift_is_said_and_can_be_left_out() -> None:
    with_shift, without = sixsigma(defects=7, units=1000), sixsigma(defects=7, units=1000, shift=0)
    assert with_shift.sigma_level - without.sigma_level == pytest.approx(1.5)
    assert with_shift.assumptions[0].key == "shift" and with_shift.assumptions[0].value == 1.5


@pytest.mark.parametrize(
    ("inputs", "field"),
    [
        ({"defects": [5, 20], "units": 10}, "defects[1]"),
        ({"defects": 20, "units": 10}, "defects"),
        ({"defects": 20, "units": 10, "yield_model": "poisson", "opportunities": 1}, "opportunities"),
        ({"defects": [1, 2], "units": [10]}, "units"),
        ({"defects": 1, "units": 0}, "units"),
        ({"defects": -1, "units": 10}, "defects"),
        ({"defects": 1, "units": 10, "opportunities": 0}, "opportunities"),
        ({"defects": 1, "units": 10, "shift": -1}, "shift"),
    ],
)
def test_six_sigma_names_what_it_cannot_use(inputs: dict, field: str) -> None:
    with pytest.raises(MeasureError) as refusal:
        sixsigma(**inputs)
    assert refusal.value.field == field


def line(name: str, weight: float, **more: object) -> dict:
    return {"name": name, "weight": weight, "direction": "up", "target": 100, **more}


def test_a_missing_figure_opens_a_range_and_is_not_zero() -> None:
    found = scorecard(indicators=[line("a", 60, actual=90), line("b", 40)], pass_score=50)
    assert math.isnan(found.score)
    assert (found.score_low, found.score_high, found.score_known) == pytest.approx((54, 102, 90))
    assert found.missing == ("b",) and found.status == "met"


@pytest.mark.parametrize(("threshold", "status"), [(54, "met"), (60, "undetermined"), (103, "not_met")])
def test_the_status_waits_for_what_is_missing(threshold: float, status: str) -> None:
    found = scorecard(indicators=[line("a", 60, actual=90), line("b", 40)], pass_score=threshold)
    assert found.status == status


@pytest.mark.parametrize(
    ("indicator", "score"),
    [
        ({"actual": 80}, 80),
        ({"actual": 500}, 120),
        ({"actual": -5}, 0),
        ({"actual": 80, "baseline": 60}, 50),
        ({"direction": "down", "target": 2, "actual": 4}, 50),
        ({"direction": "down", "target": 2, "actual": 0}, 120),
        ({"direction": "down", "target": 2, "actual": 4, "baseline": 6}, 50),
        ({"direction": "range", "low": 20, "high": 25, "actual": 25}, 100),
        ({"direction": "range", "low": 20, "high": 25, "actual": 27}, 0),
        ({"direction": "range", "low": 20, "high": 25, "actual": 27, "tolerance": 4}, 50),
    ],
)
def test_each_direction_has_its_score(indicator: dict, score: float) -> None:
    found = scorecard(indicators=[line("a", 100, **indicator)])
    assert found.score == pytest.approx(score)


def test_perspectives_carry_their_own_scores() -> None:
    found = scorecard(
        indicators=[line("a", 25, actual=80, perspective="x"), line("b", 75, actual=100, perspective="x")]
    )
    assert found.perspectives["x"] == pytest.approx(
        {"weight": 100, "score": 95, "score_low": 95, "score_high": 95}
    )


@pytest.mark.parametrize(
    ("indicators", "field"),
    [
        ([line("a", 99, actual=1)], "indicators"),
        ([line("a", 50), line("a", 50)], "indicators[1].name"),
        ([line("a", 100, target=0)], "indicators[0].target"),
        ([line("a", 100, target=None)], "indicators[0].target"),
        ([line("a", 100, baseline=200)], "indicators[0].baseline"),
        ([line("a", 100, direction="range", low=1)], "indicators[0].high"),
        ([line("a", 100, direction="range", low=2, high=1)], "indicators[0].high"),
        ([line("a", 100, direction="sideways")], "indicators[0].direction"),
        ([line("a", 100, direction="down", actual=-1)], "indicators[0].actual"),
    ],
)
def test_a_scorecard_names_what_it_cannot_use(indicators: list[dict], field: str) -> None:
    with pytest.raises(MeasureError) as refusal:
        scorecard(indicators=indicators)
    assert refusal.value.field == field
