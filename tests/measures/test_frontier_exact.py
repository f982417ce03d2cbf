"""The scores are those of the linear programme: against HiGHS one firm at a time, on ordinary and nasty data."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from nscl.measures.frontier import scores, simplex
from nscl.measures.frontier.reduce import references
from nscl.measures.frontier.technology import Pull, Technology, envelop


def naive(x: Any, y: Any, returns: str, orientation: str, one: int, without_own: bool = False) -> float:
    """The envelopment programme of one firm as a textbook writes it."""
    count, inputs, outputs = len(x), x.shape[1], y.shape[1]
    x, y = x / x.mean(axis=0), y / y.mean(axis=0)
    inward = orientation == "input"
    head = (
        np.concatenate([-x[one], np.zeros(outputs)]) if inward else np.concatenate([np.zeros(inputs), y[one]])
    )
    bound = (
        np.concatenate([np.zeros(inputs), -y[one]]) if inward else np.concatenate([x[one], np.zeros(outputs)])
    )
    rows = np.hstack([head[:, None], np.vstack([x.T, -y.T])])
    ones = np.append(0.0, np.ones(count))[None, :]
    equation: dict[str, Any] = {"A_eq": ones, "b_eq": [1.0]} if returns == "vrs" else {}
    if returns in ("drs", "irs"):
        sign = 1.0 if returns == "drs" else -1.0
        rows, bound = np.vstack([rows, sign * ones]), np.append(bound, sign)
    limits = [(0.0, None)] * (count + 1)
    if without_own:
        limits[one + 1] = (0.0, 0.0)
    goal = np.append(1.0 if inward else -1.0, np.zeros(count))
    tight = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}
    found = linprog(goal, rows, bound, bounds=limits, method="highs", options=tight, **equation)
    return float(found.x[0]) if found.status == 0 else float("nan")


def industry(kind: str, count: int = 60, inputs: int = 3, outputs: int = 2) -> tuple[Any, Any]:
    rng = np.random.default_rng(len(kind))
    x, y = rng.uniform(1, 10, (count, inputs)), rng.uniform(1, 10, (count, outputs))
    if kind == "ties":
        return np.ceil(x / 3), np.ceil(y / 3)
    if kind == "zeros":
        return np.floor(x / 3) + (x == x.max(axis=1, keepdims=True)), np.floor(y / 3) + (
            y == y.max(axis=1, keepdims=True)
        )
    if kind == "scales":
        return x * 10.0 ** np.arange(-6, 13, 9), y * np.array([1e12, 1e-6])
    return x, y


@pytest.mark.parametrize("kind", ["smooth", "ties", "zeros", "scales"])
@pytest.mark.parametrize("returns", ["crs", "vrs", "drs", "irs"])
@pytest.mark.parametrize("orientation", ["input", "output"])
def test_scores_are_those_of_one_programme_a_firm(kind: str, returns: str, orientation: str) -> None:
    x, y = industry(kind)
    found = scores(x=x, y=y, returns=returns, orientation=orientation)
    above = scores(x=x, y=y, returns=returns, orientation=orientation, super_=True)
    for one in range(0, len(x), 7):
        assert found.scores[one] == pytest.approx(naive(x, y, returns, orientation, one), abs=1e-8)
        alone = naive(x, y, returns, orientation, one, without_own=True)
        assert above.scores[one] == pytest.approx(alone, abs=1e-8, nan_ok=True)
    assert found.summary["settled_by_highs"] == 0


@pytest.mark.parametrize("returns", ["crs", "vrs", "drs", "irs"])
@pytest.mark.parametrize("orientation", ["input", "output"])
def test_a_large_set_is_reduced_without_changing_a_score(returns: str, orientation: str) -> None:
    x, y = industry("smooth", count=900, outputs=1)
    kept = references(Technology(np.hstack([x, y]), 3, returns), orientation)
    assert 0 < len(kept) < 400
    found = scores(x=x, y=y, returns=returns, orientation=orientation)
    every = envelop(np.hstack([x, y]), Technology(np.hstack([x, y]), 3, returns), Pull(orientation)).reach
    assert np.abs(found.scores - every).max() < 1e-9
    for one in (0, 449, 899):
        assert found.scores[one] == pytest.approx(naive(x, y, returns, orientation, one), abs=1e-8)


@pytest.mark.parametrize("returns", ["crs", "vrs", "fdh"])
def test_super_efficiency_sees_the_firms_hidden_behind_the_one_taken_away(returns: str) -> None:
    """The second layer is not on the frontier, yet it is the frontier once the leader is gone."""
    x = np.vstack([np.full((1, 2), 1.0), np.random.default_rng(3).uniform(2, 4, (400, 2))])
    y = np.ones((401, 1))
    found = scores(x=x, y=y, returns=returns, super_=True)
    single = (x[1:].max(axis=1)).min()
    if returns == "fdh":
        assert found.scores[0] == pytest.approx(single)
    else:
        assert found.scores[0] == pytest.approx(naive(x, y, returns, "input", 0, without_own=True), abs=1e-8)
        assert found.scores[0] <= single + 1e-9


def test_the_slacks_are_the_greatest_sum() -> None:
    x, y = industry("ties", count=40)
    found = scores(x=x, y=y, returns="vrs")
    total = found.slacks.x.sum(axis=1) + found.slacks.y.sum(axis=1)
    for one in range(0, 40, 3):
        room = np.concatenate([found.scores[one] * x[one], -y[one]])
        rows = np.hstack([np.vstack([x.T, -y.T]), np.eye(5)])
        goal = np.concatenate([np.zeros(40), -np.ones(5)])
        ones = np.concatenate([np.ones(40), np.zeros(5)])
        best = linprog(goal, A_eq=np.vstack([rows, ones]), b_eq=np.append(room, 1.0), method="highs")
        assert total[one] == pytest.approx(-best.fun, abs=1e-7)


def test_targets_are_the_mix_of_the_peers_and_multipliers_prove_the_score() -> None:
    x, y = industry("smooth")
    for orientation in ("input", "output"):
        found = scores(x=x, y=y, returns="vrs", orientation=orientation)
        for one, weights in enumerate(found.peers):
            mix = sum(weight * x[int(peer) - 1] for peer, weight in weights.items())
            assert found.targets.x[one] == pytest.approx(mix, abs=1e-9)
            assert sum(weights.values()) == pytest.approx(1.0)
        prices = found.multipliers
        worth, cost = (prices.y * y).sum(axis=1), (prices.x * x).sum(axis=1)
        if orientation == "input":
            assert cost == pytest.approx(1.0) and worth + prices.free == pytest.approx(found.scores)
            excess = prices.y @ y.T + prices.free[:, None] - prices.x @ x.T
        else:
            assert worth == pytest.approx(1.0) and cost + prices.free == pytest.approx(found.scores)
            excess = prices.y @ y.T - prices.x @ x.T - prices.free[:, None]
        assert excess.max() < 1e-8 and prices.x.min() >= -1e-9 and prices.y.min() >= -1e-9


def test_what_the_first_solver_cannot_prove_highs_settles(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first solver is stopped before it starts; HiGHS must bring every score, slack and infeasibility."""
    x, y = industry("smooth", count=30)
    wanted = scores(x=x, y=y, returns="vrs", super_=True)
    monkeypatch.setattr(simplex._Tableau, "minimise", lambda self, costs: None)
    found = scores(x=x, y=y, returns="vrs", super_=True)
    assert found.summary["settled_by_highs"] > 20
    assert found.scores == pytest.approx(wanted.scores, abs=1e-9, nan_ok=True)
    assert found.slacks.x == pytest.approx(wanted.slacks.x, abs=1e-7, nan_ok=True)
    assert found.infeasible == wanted.infeasible


def test_a_score_that_cannot_be_proven_is_not_given() -> None:
    """Eighteen powers of ten within one column: what is not proven is null and named, the rest is right."""
    rng = np.random.default_rng(0)
    x, y = 10.0 ** rng.uniform(-9, 9, (80, 3)), 10.0 ** rng.uniform(-9, 9, (80, 1))
    found = scores(x=x, y=y, returns="vrs")
    doubtful = np.isnan(found.scores)
    assert doubtful.any() == any(caution.code == "not_proven" for caution in found.warnings)
    assert (found.scores[~doubtful] <= 1.0).all()


def test_progress_is_reported_up_to_the_last_firm() -> None:
    x, y = industry("smooth", count=1000, outputs=1)
    seen: list[tuple[int, int]] = []
    scores(x=x, y=y, progress=lambda done, of: seen.append((done, of)))
    assert seen[-1] == (1000, 1000) and [done for done, _ in seen] == sorted(done for done, _ in seen)
