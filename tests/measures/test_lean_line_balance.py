"""Line balancing: feasible, no worse than the bound, the same by two exact ways."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nscl.measures import MeasureError
from nscl.measures.errors import Infeasible
from nscl.measures.lean import balance_problem, balance_search, line_balance
from nscl.measures.lean.line_balance import LineBalanceResult


@st.composite
def lines(draw: st.DrawFn, most: int = 9) -> tuple[dict[str, int], list[str]]:
    """Tasks with small times, and precedence from earlier to later ones."""
    times = draw(st.lists(st.integers(0, 9), min_size=1, max_size=most).filter(any))
    pairs = [(i, j) for i, j in itertools.combinations(range(len(times)), 2)]
    kept = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=10)) if pairs else []
    return {f"t{i}": time for i, time in enumerate(times)}, [f"t{i}-t{j}" for i, j in kept]


def feasible(found: LineBalanceResult, times: dict[str, float], precedence: list[str], cycle: float) -> bool:
    station = {task: place for place, tasks in enumerate(found.assignment) for task in tasks}
    return (
        sorted(station) == sorted(times)
        and all(sum(times[task] for task in tasks) <= cycle + 1e-9 for tasks in found.assignment)
        and all(station[a] <= station[b] for a, b in (pair.split("-") for pair in precedence))
    )


def least_by_force(times: dict[str, int], precedence: list[str], cycle: int) -> int:
    """The fewest stations over all technological orders (a line is an order, cut greedily)."""
    edges = [tuple(pair.split("-")) for pair in precedence]
    best = len(times)
    for order in itertools.permutations(times):
        place = {task: at for at, task in enumerate(order)}
        if any(place[a] > place[b] for a, b in edges):
            continue
        stations, load = 1, 0
        for task in order:
            if load + times[task] > cycle:
                stations, load = stations + 1, 0
            load += times[task]
        best = min(best, stations)
    return best


@settings(deadline=None, max_examples=40)
@given(problem=lines(most=6), extra=st.integers(0, 12))
def test_the_number_of_stations_is_the_least_of_all_orders(problem: tuple, extra: int) -> None:
    times, precedence = problem
    cycle = max(times.values()) + extra
    found = line_balance(times=times, precedence=precedence, cycle=cycle)
    assert found.exact and found.stations == least_by_force(times, precedence, cycle)
    assert feasible(found, times, precedence, cycle)
    assert found.lower_bound == found.stations >= found.theoretical_stations


@settings(deadline=None, max_examples=25)
@given(problem=lines(), stations=st.integers(1, 5))
def test_the_shortest_cycle_fits_and_one_less_does_not(problem: tuple, stations: int) -> None:
    times, precedence = problem
    found = line_balance(times=times, precedence=precedence, stations=stations)
    assert found.exact and found.cycle_exact and len(found.assignment) == stations
    assert feasible(found, times, precedence, found.optimal_cycle)
    if found.optimal_cycle > max(times.values()):
        shorter = line_balance(times=times, precedence=precedence, cycle=found.optimal_cycle - 1)
        assert shorter.stations > stations


@settings(deadline=None, max_examples=25)
@given(problem=lines(), extra=st.integers(0, 6))
def test_the_programme_and_the_enumeration_agree(problem: tuple, extra: int) -> None:
    times, precedence = problem
    cycle = max(times.values()) + extra
    one = line_balance(times=times, precedence=precedence, cycle=cycle)
    other = line_balance(times=times, precedence=precedence, cycle=cycle, solver="milp")
    assert (one.stations, one.optimal_cycle) == (other.stations, other.optimal_cycle)
    rules = line_balance(times=times, precedence=precedence, cycle=cycle, solver="heuristic")
    assert rules.stations >= one.stations >= rules.lower_bound
    assert feasible(rules, times, precedence, cycle)


def test_a_unit_changes_nothing() -> None:
    times = {"a": 7, "b": 2, "c": 5, "d": 4}
    minutes = line_balance(times=times, precedence=["a-c"], cycle=9)
    seconds = line_balance(
        times={task: 60 * time for task, time in times.items()}, precedence=["a-c"], cycle=540
    )
    assert minutes.assignment == seconds.assignment and minutes.efficiency == seconds.efficiency


def test_decimal_times_fill_a_decimal_cycle_exactly() -> None:
    found = line_balance(times={"a": 0.1, "b": 0.2, "c": 0.3}, cycle=0.3)
    assert found.stations == 2 and found.loads == (0.3, 0.3) and found.efficiency == 1
    assert line_balance(times={str(n): 1 / 7 for n in range(7)}, cycle=1).stations == 1


def test_names_with_hyphens_are_found_and_ambiguous_ones_refused() -> None:
    times = {"cắt-vải": 2, "may": 3, "ủi": 1}
    found = line_balance(times=times, precedence=["cắt-vải-may", ["may", "ủi"]], cycle=3)
    assert found.assignment == (("cắt-vải",), ("may",), ("ủi",))
    with pytest.raises(MeasureError) as refusal:
        line_balance(times={"a": 1, "b": 1, "a-b": 1, "b-b": 1}, precedence=["a-b-b"], cycle=3)
    assert refusal.value.field == "precedence[0]"


def test_a_task_longer_than_the_cycle_is_named() -> None:
    with pytest.raises(Infeasible) as refusal:
        line_balance(times={"a": 1, "b": 5}, cycle=4.9)
    assert refusal.value.field == "times.b"


def test_more_stations_than_tasks_leave_some_empty_and_say_so() -> None:
    found = line_balance(times={"a": 2, "b": 2}, stations=3)
    assert found.optimal_cycle == 2 and () in found.assignment
    assert "empty_stations" in {caution.code for caution in found.warnings}


def test_the_figures_of_a_balance() -> None:
    found = line_balance(times={"a": 4, "b": 2, "c": 3}, precedence=["a-b", "b-c"], cycle=5)
    assert (found.stations, found.total_time, found.cycle, found.theoretical_stations) == (2, 9, 5, 2)
    assert found.efficiency == pytest.approx(0.9) and found.balance_delay == pytest.approx(0.1)
    assert found.smoothness == 1 and found.positional_weights == {"a": 9, "b": 5, "c": 3}


def test_a_search_that_runs_out_says_that_nothing_is_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(balance_search, "PROGRAMMED", 0)
    monkeypatch.setattr(balance_search, "STEPS", 1)
    monkeypatch.setattr(balance_search.Budget.__init__, "__defaults__", (1,))
    times = {f"t{n}": time for n, time in enumerate([51, 27, 19, 12, 24, 37, 31, 17])}
    found = line_balance(times=times, stations=3)
    assert not found.exact and found.lower_bound < found.optimal_cycle
    assert "not_proven" in {caution.code for caution in found.warnings}


def test_the_enumeration_finds_a_line_without_any_idle_time() -> None:
    problem = balance_problem.read({"a": 5, "b": 4, "c": 3, "d": 3, "e": 3}, ["a-e"])
    plan = balance_search.enumerate_loads(problem, 9, 2, balance_search.Budget())
    assert plan is not None and balance_search.follows(problem, plan)
    assert [problem.load(station) for station in plan] == [9, 9]
    assert balance_search.enumerate_loads(problem, 8, 2, balance_search.Budget()) is None


def test_bounds_count_tasks_that_cannot_share() -> None:
    found = line_balance(times={str(n): 6 for n in range(5)}, cycle=10)
    assert found.stations == 5 and found.theoretical_stations == 3


def test_a_line_of_five_hundred_tasks_is_balanced_by_rules() -> None:
    times = {f"t{n}": 1 + n * 7919 % 97 for n in range(500)}
    precedence = [f"t{n}-t{n + 7}" for n in range(490)]
    found = line_balance(times=times, precedence=precedence, cycle=400)
    assert feasible(found, times, precedence, 400)
    assert found.stations <= math.ceil(1.05 * found.lower_bound)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"precedence": ["a-b", "b-a"]}, "precedence"),
        ({"precedence": ["a-a"]}, "precedence[0]"),
        ({"precedence": ["a-z"]}, "precedence[0]"),
        ({"precedence": [["a"]]}, "precedence[0]"),
        ({"precedence": "a-b"}, "precedence"),
        ({"stations": 2}, "stations"),
        ({"cycle": None}, "cycle"),
        ({"times": {}}, "times"),
        ({"times": {"a": 0}}, "times"),
        ({"times": {"a": -1}}, "times.a"),
        ({"times": {"a": 1, " a": 1}}, "times. a"),
        ({"cycle": 0}, "cycle"),
        ({"solver": "magic"}, "solver"),
    ],
)
def test_a_line_names_what_it_cannot_use(change: dict, field: str) -> None:
    with pytest.raises(MeasureError) as refusal:
        line_balance(**{"times": {"a": 1, "b": 2}, "cycle": 3, **change})
    assert refusal.value.field == field
