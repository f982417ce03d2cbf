"""Layout: assignment of facilities, pair swaps, closeness."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nscl.measures import MeasureError
from nscl.measures.lean import closeness, flow_distance, qap, qap_search


def square(n: int, seed: int, symmetric: bool = False) -> np.ndarray:
    found = np.random.default_rng(seed).integers(0, 10, (n, n)).astype(float)
    if symmetric:
        found = found + found.T
        np.fill_diagonal(found, 0)
    return found


@settings(deadline=None, max_examples=20)
@given(
    n=st.integers(1, 6), seed=st.integers(0, 999), symmetric=st.booleans(), scale=st.sampled_from([1.0, 0.37])
)
def test_the_least_cost_is_that_of_all_permutations(n: int, seed: int, symmetric: bool, scale: float) -> None:
    flow, distance = square(n, seed, symmetric) * scale, square(n, seed + 1, symmetric)
    found = qap(flow=flow, distance=distance)
    force = min(
        qap_search.cost_of(flow, distance, np.array(order)) for order in itertools.permutations(range(n))
    )
    assert found.exact and found.cost == pytest.approx(force)
    places = np.array(found.order) - 1
    assert (flow * distance[np.ix_(places, places)]).sum() == pytest.approx(found.cost)
    assert [found.facility_at[place - 1] for place in found.order] == list(range(1, n + 1))


@settings(deadline=None, max_examples=20)
@given(n=st.integers(2, 8), seed=st.integers(0, 999), symmetric=st.booleans())
def test_every_swap_changes_the_cost_by_what_was_foretold(n: int, seed: int, symmetric: bool) -> None:
    flow, distance = square(n, seed, symmetric), square(n, seed + 1, symmetric)
    rng = np.random.default_rng(seed)
    swaps = qap_search.Swaps(flow, distance, rng.permutation(n))
    for _ in range(5):
        gains, before = swaps.gains(), qap_search.cost_of(flow, distance, swaps.layout)
        r, s = (int(at) for at in rng.choice(n, 2, replace=False))
        swaps.swap(r, s)
        assert qap_search.cost_of(flow, distance, swaps.layout) - before == pytest.approx(
            gains[r, s], abs=1e-6
        )


@settings(deadline=None, max_examples=20)
@given(n=st.integers(1, 6), seed=st.integers(0, 999))
def test_the_bound_of_gilmore_and_lawler_is_one(n: int, seed: int) -> None:
    flow, distance = square(n, seed), square(n, seed + 1)
    bound = qap_search.lower_bound(flow, distance)
    assert all(
        bound <= qap_search.cost_of(flow, distance, np.array(order)) + 1e-9
        for order in itertools.permutations(range(n))
    )


@settings(deadline=None, max_examples=40)
@given(n=st.integers(3, 5), seed=st.integers(0, 999))
def test_branch_and_bound_needs_no_good_start(n: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    flow, distance = rng.integers(0, 2, (n, n)).astype(float), rng.integers(0, 3, (n, n)).astype(float)
    costs = [
        qap_search.cost_of(flow, distance, np.array(order)) for order in itertools.permutations(range(n))
    ]
    layout, bound, exact = qap_search.branch_and_bound(flow, distance, np.arange(n), 10_000)
    assert exact and qap_search.cost_of(flow, distance, layout) == bound == min(costs)


def test_a_layout_not_proven_says_how_far_it_may_be() -> None:
    flow, distance = square(12, 1, True), square(12, 2, True)
    found = qap(flow=flow, distance=distance, solver="heuristic")
    assert not found.exact and 0 < found.lower_bound < found.cost <= found.current_cost
    assert found.gap_pct == pytest.approx(100 * (found.cost - found.lower_bound) / found.cost)
    assert [caution.code for caution in found.warnings] == ["not_proven"]


def test_the_same_seed_gives_the_same_layout() -> None:
    flow, distance = square(14, 3), square(14, 4)
    one, other = (qap_search.heuristic(flow, distance, 2, 50, seed=7) for _ in range(2))
    assert one.tolist() == other.tolist()


def test_a_search_cut_short_keeps_its_bound_below_the_optimum() -> None:
    flow, distance = square(8, 5), square(8, 6)
    best = qap(flow=flow, distance=distance)
    layout, bound, exact = qap_search.branch_and_bound(flow, distance, np.arange(8), 5)
    assert not exact and bound <= best.cost <= qap_search.cost_of(flow, distance, layout)


def test_no_flow_costs_nothing_and_is_proven() -> None:
    found = qap(flow=np.zeros((15, 15)), distance=square(15, 1))
    assert found.cost == 0 and found.exact and found.gap_pct == 0


def test_the_present_layout_is_costed_as_given() -> None:
    found = qap(flow=[[0, 2], [0, 0]], distance=[[0, 1], [5, 0]], current=[2, 1])
    assert found.current_cost == 10 and found.cost == 2 and found.order == (1, 2) and found.saving_pct == 80


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"flow": [[0, 1]]}, "flow"),
        ({"distance": [[0, 1, 2], [1, 0, 1], [2, 1, 0]]}, "distance"),
        ({"flow": [[0, -1], [1, 0]]}, "flow[0][1]"),
        ({"distance": [[0, 1], [1e13, 0]]}, "distance[1][0]"),
        ({"current": [1, 1]}, "current[1]"),
        ({"current": [0, 1]}, "current[0]"),
        ({"current": [1]}, "current"),
        ({"seed": -1}, "seed"),
        ({"flow": [[0, float("nan")], [1, 0]]}, "flow[0][1]"),
    ],
)
def test_a_layout_names_what_it_cannot_use(change: dict, field: str) -> None:
    with pytest.raises(MeasureError) as refusal:
        qap(**{"flow": [[0, 1], [1, 0]], "distance": [[0, 1], [1, 0]], **change})
    assert refusal.value.field == field


CRAFT = {
    "flow": [[0, 5, 0, 1], [2, 0, 3, 0], [0, 0, 0, 9], [4, 0, 0, 0]],
    "centroids": [[0, 0], [10, 0], [0, 10], [10, 10]],
}


def test_swaps_lower_the_cost_step_by_step_to_what_they_say() -> None:
    found = flow_distance(**CRAFT)
    costs = [found.cost, *(swap["cost"] for swap in found.swaps)]
    assert costs == sorted(costs, reverse=True) and found.final_cost == costs[-1]
    places = np.array(found.order) - 1
    assert (np.array(CRAFT["flow"]) * found.distance[np.ix_(places, places)]).sum() == found.final_cost


def test_only_equal_areas_swap_when_areas_are_given() -> None:
    found = flow_distance(**CRAFT, areas=[1, 2, 3, 4])
    assert found.swaps == () and found.order == (1, 2, 3, 4) and found.final_cost == found.cost


@pytest.mark.parametrize(("metric", "cost"), [("rectilinear", 7), ("euclidean", 5), ("squared", 25)])
def test_each_metric_measures_its_way(metric: str, cost: float) -> None:
    found = flow_distance(flow=[[0, 1], [0, 0]], centroids=[[0, 0], [3, 4]], metric=metric)
    assert found.cost == pytest.approx(cost)


def test_a_unit_cost_may_be_one_or_one_a_pair() -> None:
    assert flow_distance(**CRAFT, unit_cost=3).cost == 3 * flow_distance(**CRAFT).cost
    by_pair = [[0, 2, 0, 0]] + [[0, 0, 0, 0]] * 3
    assert flow_distance(**CRAFT, unit_cost=by_pair, improve=False).cost == 100


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"distance": [[0]]}, "distance"),
        ({"centroids": None}, "centroids"),
        ({"centroids": [[0, 0]]}, "centroids"),
        ({"areas": [1, 2, 3]}, "areas"),
        ({"areas": [1, 2, 3, 0]}, "areas[3]"),
        ({"unit_cost": [[1]]}, "unit_cost"),
        ({"metric": "taxi"}, "metric"),
    ],
)
def test_a_costing_names_what_it_cannot_use(change: dict, field: str) -> None:
    with pytest.raises(MeasureError) as refusal:
        flow_distance(**{**CRAFT, **change})
    assert refusal.value.field == field


RATINGS = [
    {"a": "kho", "b": "dập", "rating": "A"},
    {"a": "dập", "b": "sơn", "rating": "X"},
    {"a": "kho", "b": "sơn", "rating": "E"},
    {"a": "lắp", "b": "sơn", "rating": "I"},
]


def test_a_corner_is_not_a_shared_edge() -> None:
    found = closeness(ratings=RATINGS, grid=[["kho", "dập"], ["sơn", "lắp"]])
    assert found.adjacent == (("dập", "kho"), ("dập", "lắp"), ("kho", "sơn"), ("lắp", "sơn"))
    assert (found.score, found.maximum, found.normalised) == (9, 9, 1)
    assert found.missed == () and found.forbidden == ()


def test_broken_wishes_are_listed() -> None:
    found = closeness(ratings=RATINGS, grid=[["dập", "sơn"], ["lắp", "kho"]])
    assert found.missed == (("kho", "dập"),) and found.forbidden == (("dập", "sơn"),)
    assert found.score == 3 - 1 and found.normalised == pytest.approx(3 / 10)


def test_a_department_of_many_cells_touches_once() -> None:
    found = closeness(ratings=RATINGS[:1], grid=[["kho", "kho", None], ["dập", "dập", "x"]])
    assert found.score == 4 and found.by_rating["A"] == {"pairs": 1, "adjacent": 1}


def test_weights_are_the_authors_choice() -> None:
    weights = {"A": 64, "E": 16, "I": 4, "O": 1, "U": 0, "X": -1024}
    found = closeness(ratings=RATINGS, adjacent=[["kho", "dập"], ["sơn", "dập"]], weights=weights)
    assert found.score == 64 - 1024 and found.maximum == 84


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ratings": RATINGS + [{"a": "dập", "b": "kho", "rating": "U"}]}, "ratings[4]"),
        ({"ratings": [{"a": "kho", "b": "kho", "rating": "A"}]}, "ratings[0].b"),
        ({"ratings": [{"a": "kho", "b": "dập", "rating": "B"}]}, "ratings[0].rating"),
        ({"ratings": [{"a": "kho", "b": "văn phòng", "rating": "A"}]}, "ratings[0].b"),
        ({"grid": [["kho", "dập"], ["sơn"]]}, "grid[1]"),
        ({"adjacent": [["a", "b"]]}, "adjacent"),
        ({"grid": None}, "grid"),
        ({"grid": None, "adjacent": [["a", "a"]]}, "adjacent[0]"),
        ({"weights": {"A": 1}}, "weights.E"),
        ({"weights": {"A": 4, "E": 3, "I": 2, "O": 1, "U": 0, "X": 1}}, "weights.X"),
    ],
)
def test_closeness_names_what_it_cannot_use(change: dict, field: str) -> None:
    with pytest.raises(MeasureError) as refusal:
        closeness(**{"ratings": RATINGS, "grid": [["kho", "dập"], ["sơn", "lắp"]], **change})
    assert refusal.value.field == field
