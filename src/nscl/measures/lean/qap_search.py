"""Searching permutations: the change of cost by a swap, tabu search, and branch and bound.

A layout `p` puts facility i at location p[i]; cost = Σ_ij flow[i, j]·distance[p[i], p[j]].
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from nscl.measures.result import Array

Layout = NDArray[np.int64]


def cost_of(flow: Array, distance: Array, layout: Layout) -> float:
    """The cost of one layout."""
    return float((flow * distance[np.ix_(layout, layout)]).sum())


class Swaps:
    """What each pair swap would change, kept up to date from swap to swap.

    `placed[i, j]` is the distance between the present locations of i and j. The sums over third facilities
    are products of flow and placed; a swap changes two rows and two columns of placed, so the products are
    amended (n² steps) and not taken anew (n³).
    """

    def __init__(self, flow: Array, distance: Array, layout: Layout) -> None:
        self.flow, self.layout = flow, layout.copy()
        self.placed = np.ascontiguousarray(distance[np.ix_(layout, layout)])
        self.plain = _plain(flow) and _plain(self.placed)
        self.columns = flow.T @ self.placed
        self.rows = self.columns if self.plain else flow @ self.placed.T

    def gains(self) -> Array:
        """The change of cost by swapping each pair."""
        flow, placed = self.flow, self.placed
        sums = _crossed(self.columns)
        if self.plain:
            return 2 * (sums + 2 * flow * placed)
        sums += _crossed(self.rows)
        f, d = np.diag(flow), np.diag(placed)
        # The two facilities themselves were counted as third ones; their own terms differ.
        own = (f[:, None] - flow) * (placed - d[:, None]) + (f[:, None] - flow.T) * (placed.T - d[:, None])
        own += (flow.T - f) * (d - placed.T) + (flow - f) * (d - placed)
        between = (f[:, None] - f) * (d - d[:, None]) + (flow - flow.T) * (placed.T - placed)
        return np.asarray(sums - own + between)

    def swap(self, r: int, s: int) -> None:
        """Exchange the locations of r and s."""
        pair, turned = [r, s], [s, r]
        before = self.placed[pair].copy(), self.placed[:, pair].T.copy()
        self.layout[pair] = self.layout[turned]
        self.placed[pair] = self.placed[turned]
        self.placed[:, pair] = self.placed[:, turned]
        self._amend(self.columns, self.flow, self.placed, before[0], pair)
        if not self.plain:
            self._amend(self.rows, self.flow.T, self.placed.T, before[1], pair)

    @staticmethod
    def _amend(product: Array, flow: Array, placed: Array, before: Array, pair: list[int]) -> None:
        """flowᵀ·placed after the rows and columns of the pair have changed."""
        product += flow[pair].T @ (placed[pair] - before)
        product[:, pair] = flow.T @ placed[:, pair]


def _crossed(product: Array) -> Array:
    own = np.diag(product)
    return np.asarray(product + product.T - own[:, None] - own)


def _plain(square: Array) -> bool:
    """Symmetric with an empty diagonal: then half the sums are enough."""
    return not square.diagonal().any() and bool((square == square.T).all())


def evened(flow: Array, distance: Array) -> tuple[Array, Array]:
    """The same problem with symmetric matrices where one of them is so: only the sums of both ways count."""
    if (distance == distance.T).all():
        return (flow + flow.T) / 2, distance
    if (flow == flow.T).all():
        return flow, (distance + distance.T) / 2
    return flow, distance


def descend(flow: Array, distance: Array, layout: Layout) -> Layout:
    """Best pair swaps until none lowers the cost."""
    swaps = Swaps(flow, distance, layout)
    slack = 1e-9 * abs(cost_of(flow, distance, layout))
    for _ in range(20 * len(layout)):
        gains = swaps.gains()
        r, s = divmod(int(np.argmin(gains)), len(layout))
        if gains[r, s] >= -slack or r == s:
            break
        swaps.swap(r, s)
    return swaps.layout


def tabu(flow: Array, distance: Array, start: Layout, rounds: int, seed: int) -> Layout:
    """Robust tabu search (Taillard 1991): the best swap not lately undone, better or worse."""
    rng = np.random.default_rng(seed)
    n = len(start)
    swaps = Swaps(flow, distance, start)
    cost = least = cost_of(flow, distance, start)
    best = start.copy()
    until = np.zeros((n, n), dtype=np.int64)
    tenures = rng.integers(int(0.9 * n), int(1.1 * n) + 2, size=(rounds, 2))
    lower, facilities = np.tri(n, dtype=bool), np.arange(n)[:, None]
    for turn in range(1, rounds + 1):
        gains = swaps.gains()
        banned = until[facilities, swaps.layout] > turn
        gains[lower | (banned & banned.T & (cost + gains >= least - 1e-9 * abs(least)))] = np.inf
        r, s = divmod(int(np.argmin(gains)), n)
        if not np.isfinite(gains[r, s]):
            continue
        cost += float(gains[r, s])
        until[r, swaps.layout[r]], until[s, swaps.layout[s]] = turn + tenures[turn - 1]
        swaps.swap(r, s)
        if cost < least - 1e-9 * abs(least):
            best, least = swaps.layout.copy(), cost
    return best


def heuristic(
    flow: Array, distance: Array, starts: int, rounds: int, seed: int, floor: float = -np.inf
) -> Layout:
    """The best of several starts: pair swaps from the given order, then tabu searches from random ones.

    A layout at the proven bound `floor` ends the search.
    """
    n = len(flow)
    rng = np.random.default_rng(seed)
    best = descend(flow, distance, np.arange(n))
    least = cost_of(flow, distance, best)
    for start in range(starts if n > 2 else 0):
        if least <= floor * (1 + 1e-12):
            break
        first = best if start == 0 else rng.permutation(n)
        found = tabu(flow, distance, first, rounds, seed + start + 1)
        cost = cost_of(flow, distance, found)
        if cost < least - 1e-9 * abs(least):
            best, least = found, cost
    return best


class GilmoreLawler:
    """Lower bounds of partial layouts: facilities 0 … k−1 are placed, the rest is free.

    Costs against placed facilities are exact; among free ones the smallest scalar product (flows rising,
    distances falling) is a bound, and an assignment problem joins them.
    """

    def __init__(self, flow: Array, distance: Array) -> None:
        self.flow, self.distance = flow, distance
        self.own_flow, self.own_distance = np.diag(flow), np.diag(distance)
        # What is free among the facilities depends on the depth alone.
        self.rising = [np.sort(_off_diagonal(flow[k:, k:]), axis=1) for k in range(len(flow))]

    def bound(self, placed: list[int], free: list[int]) -> float:
        """A cost that no completion of the placed ones can undercut; at least one facility is free."""
        k = len(placed)
        at, open_ = np.array(placed, dtype=np.intp), np.array(free, dtype=np.intp)
        near = self.distance[open_]
        costs = self.own_flow[k:, None] * self.own_distance[open_]
        falling = -np.sort(-_off_diagonal(near[:, open_]), axis=1)
        costs = costs + self.rising[k] @ falling.T
        fixed = 0.0
        if k:
            back = self.distance[at]
            costs += self.flow[k:, :k] @ near[:, at].T + self.flow[:k, k:].T @ back[:, open_]
            fixed = float((self.flow[:k, :k] * back[:, at]).sum())
        rows, columns = linear_sum_assignment(costs)
        return fixed + float(costs[rows, columns].sum())


def _off_diagonal(square: Array) -> Array:
    """The rows without their diagonal entry."""
    n = len(square)
    return (
        np.asarray(square.ravel()[1:].reshape(n - 1, n + 1)[:, :-1].reshape(n, n - 1))
        if n > 1
        else square[:, :0]
    )


def lower_bound(flow: Array, distance: Array) -> float:
    """The Gilmore–Lawler bound of the whole problem."""
    return GilmoreLawler(flow, distance).bound([], list(range(len(flow))))


def branch_and_bound(flow: Array, distance: Array, first: Layout, nodes: int) -> tuple[Layout, float, bool]:
    """The best layout, the proven lower bound, and whether they meet; at most `nodes` nodes.

    Facilities are placed one after another, the busiest first; a branch goes on only while its bound stays
    below the best cost known.
    """
    busiest = np.argsort(-(flow.sum(axis=0) + flow.sum(axis=1)), kind="stable")
    flow = np.ascontiguousarray(flow[np.ix_(busiest, busiest)])
    bounds = GilmoreLawler(flow, distance)
    best = first[busiest]
    least = cost_of(flow, distance, best)
    margin = _margin(flow, distance, least)
    stack: list[tuple[float, list[int]]] = [(bounds.bound([], list(range(len(flow)))), [])]
    while stack and nodes > 0:
        bound, placed = stack.pop()
        if bound >= least - margin:
            continue
        nodes -= 1
        free = sorted(set(range(len(flow))) - set(placed))
        if len(free) <= 2:
            for tail in (free, free[::-1]):
                full = np.array([*placed, *tail], dtype=np.int64)
                cost = cost_of(flow, distance, full)
                if cost < least:
                    best, least = full, cost
            continue
        children = []
        for place in free:
            child = [*placed, place]
            bound = bounds.bound(child, [other for other in free if other != place])
            if bound < least - margin:
                children.append((bound, child))
        # The stack gives back the last first: the most promising child goes on top.
        stack.extend(sorted(children, key=lambda child: -child[0]))
    layout = np.empty(len(flow), dtype=np.int64)
    layout[busiest] = best
    left = [bound for bound, _ in stack if bound < least - margin]
    return layout, min([least, *left]), not left


def _margin(flow: Array, distance: Array, least: float) -> float:
    """How close to the best cost a bound closes a branch: for whole numbers, 577.2 already means 578."""
    whole = bool((flow == np.rint(flow)).all() and (distance == np.rint(distance)).all())
    return 1 - 1e-6 if whole and least < 1e9 else 1e-9 * least
