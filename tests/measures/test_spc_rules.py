"""Runs rules against a slow reading of their definitions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nscl.measures import MeasureError, method
from nscl.measures.spc import NELSON, WESTERN_ELECTRIC, rules
from nscl.measures.spc.registry import SETS, find_signals

points = st.lists(
    st.sampled_from([-3.5, -2.5, -1.5, -0.5, 0.0, 0.5, 1.0, 1.5, 2.5, 3.0, 3.5]), min_size=1, max_size=60
)


def slowly(z: list[float], number: str) -> list[int]:
    """Nelson's rules read off window by window."""
    found = []
    for end in range(1, len(z) + 1):

        def last(n: int, end: int = end) -> list[float]:
            return z[end - n : end] if end >= n else []

        def of(count: int, n: int, line: float, end: int = end) -> bool:
            window = z[end - n : end] if end >= n else []
            return any(
                bool(window) and side * window[-1] > line and sum(side * x > line for x in window) >= count
                for side in (1, -1)
            )

        up = [b - a for a, b in zip(last(6), last(6)[1:], strict=False)]
        turns = [b - a for a, b in zip(last(14), last(14)[1:], strict=False)]
        holds = {
            "1": of(1, 1, 3),
            "2": of(9, 9, 0),
            "3": bool(up) and (all(x > 0 for x in up) or all(x < 0 for x in up)),
            "4": bool(turns) and all(a * b < 0 for a, b in zip(turns, turns[1:], strict=False)),
            "5": of(2, 3, 2),
            "6": of(4, 5, 1),
            "7": bool(last(15)) and all(abs(x) <= 1 for x in last(15)),
            "8": bool(last(8)) and all(abs(x) > 1 for x in last(8)),
        }
        if holds[number]:
            found.append(end)
    return found


@settings(deadline=None, max_examples=50)
@given(points)
def test_every_rule_finds_what_a_slow_reading_finds(z: list[float]) -> None:
    found = rules(z).signals
    assert found == {rule.number: slowly(z, rule.number) for rule in NELSON}


@settings(deadline=None, max_examples=30)
@given(st.lists(st.floats(0.1, 0.9), min_size=14, max_size=30))
def test_points_that_alternate_are_found_wherever_they_lie(heights: list[float]) -> None:
    z = [height if place % 2 else -height for place, height in enumerate(heights)]
    assert rules(z).signals["4"] == list(range(14, len(z) + 1))


@settings(deadline=None, max_examples=40)
@given(points)
def test_the_chart_turned_over_has_the_same_signals(z: list[float]) -> None:
    assert rules(z).signals == rules([-x for x in z]).signals


@settings(deadline=None, max_examples=40)
@given(points, points)
def test_later_points_never_change_earlier_signals(z: list[float], more: list[float]) -> None:
    before, after = rules(z).signals, rules(z + more).signals
    assert all(before[n] == [end for end in after[n] if end <= len(z)] for n in before)


def test_western_electric_rules_are_nelsons_of_other_numbers_but_for_eight() -> None:
    z = np.random.default_rng(2).standard_normal(5000) * 1.3
    nelson, western = rules(z).signals, rules(z, "western_electric").signals
    assert western["1"] == nelson["1"] and western["2"] == nelson["5"] and western["3"] == nelson["6"]
    assert set(nelson["2"]) < set(western["4"])
    assert rules(z, lengths={"2": 8}).signals["2"] == western["4"]


def test_rule_numbers_are_keys_of_the_result() -> None:
    found = method.run("spc.rules", {"z": [0, 3.5], "set": "western_electric"}).as_json()
    assert found["1"] == [2] and found["2"] == [] and list(found)[:4] == ["1", "2", "3", "4"]
    assert found["windows"]["1"] == [[2, 2]] and found["set"] == "western_electric"


def test_a_gap_ends_a_run() -> None:
    whole, broken = [0.5] * 9, [0.5] * 5 + [None] + [0.5] * 8
    assert rules(whole).signals["2"] == [9]
    assert rules(broken).signals["2"] == []
    assert rules([1, 2, 3, None, 4, 5, 6]).signals["3"] == []


def test_points_on_a_line_belong_to_the_inner_zone() -> None:
    assert rules([3.0]).signals["1"] == []
    assert rules([0.0] * 9).signals["2"] == []
    assert rules([1.0] * 15).signals["7"] == [15]
    assert rules([3.0000001]).signals["1"] == [1]


def test_the_registry_states_window_and_threshold_of_each_rule() -> None:
    assert [(rule.count, rule.window, rule.sigmas) for rule in WESTERN_ELECTRIC] == [
        (1, 1, 3), (2, 3, 2), (4, 5, 1), (8, 8, 0),
    ]  # fmt: skip
    assert [rule.window for rule in NELSON] == [1, 9, 6, 14, 3, 5, 15, 8]


def test_the_western_electric_rules_cry_wolf_once_in_92_points() -> None:
    """Champ and Woodall 1987: in-control average run length 91.75."""
    rng, first = np.random.default_rng(11), []
    for _ in range(1500):
        found = find_signals(rng.standard_normal(1200), SETS["western_electric"])
        first.append(min((ends[0] for ends in found.values() if ends), default=1200))
    assert np.mean(first) == pytest.approx(91.75, abs=4 * 91.75 / np.sqrt(1500))


@pytest.mark.parametrize(
    ("given", "error", "field"),
    [
        ({}, "missing_field", "z"),
        ({"z": []}, "too_few", "z"),
        ({"z": "abc"}, "wrong_type", "z"),
        ({"z": [1, "a"]}, "wrong_type", "z[1]"),
        ({"z": [None, float("inf")]}, "not_finite", "z[1]"),
        ({"z": [1], "set": "aiag"}, "out_of_range", "set"),
        ({"z": [1], "lengths": {"1": 5}}, "out_of_range", "lengths.1"),
        ({"z": [1], "lengths": {"5": 5}}, "out_of_range", "lengths.5"),
        ({"z": [1], "lengths": {"2": 2}}, "out_of_range", "lengths.2"),
        ({"z": [1], "lengths": 7}, "wrong_type", "lengths"),
        ({"z": [1], "both_sides": 1}, "wrong_type", "both_sides"),
    ],
)
def test_what_cannot_be_judged_is_refused_by_its_field(given: dict, error: str, field: str) -> None:
    with pytest.raises(MeasureError) as refusal:
        method.run("spc.rules", given)
    assert (refusal.value.code, refusal.value.field) == (error, field)
