"""Many small linear programmes over one shared set of activities, solved side by side.

A frontier asks the same question of every firm: how far can it be pulled (`reach`) before no mix of the
reference firms (the activities) keeps up? Each programme has few rows (inputs + outputs + 1) and many
columns, and the columns are the same for all. So thousands of revised simplex tableaux of that small size
advance together in numpy: one matrix product prices every activity for every firm.

For each programme, over activity weights, slacks, `reach` (free) and one starting activity:

    minimise, in this order: the starting activity (where asked), reach, the cost of slacks
    subject to   maps · activities · weights + pull · reach + start · starting + sign · slack = rhs

A later goal moves only through columns that cost the earlier goals nothing, so it never spoils them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nscl.measures.result import Array

Flags = NDArray[np.bool_]
Places = NDArray[np.intp]

TOLERANCE = 1e-9
# Below this a pivot would divide by rounding noise.
SMALLEST_PIVOT = 1e-8
TINY = 1e-300
# Multiplications in one matrix product: below where the library wakes its other threads.
PIECE = 200_000


@dataclass(frozen=True)
class Programmes:
    """The data of n programmes with r rows over N activities of R items (rows of `activities`)."""

    activities: Array  # R × N
    maps: Array  # n × r × R: how a programme sees the items of an activity
    pull: Array  # n × r: the column of `reach`
    start: Array  # n × r: the column of the starting activity
    rhs: Array  # n × r
    sign: Array  # r: +1 or -1 for a slack of that sign, 0 where the row is an equation
    limited: Flags  # r: rows that limit how much of the activities can be used
    slack_cost: Array  # n × r: the third goal
    pull_row: Places  # n: the row in which `reach` starts
    start_row: Places  # n: the row in which the starting activity starts
    barred: Places  # n: an activity this programme may not use, -1 for none
    drive_out: bool  # whether the starting activity must first be driven out

    def part(self, which: Places | slice) -> Programmes:
        """The programmes of some firms."""
        names = ("maps", "pull", "start", "rhs", "slack_cost", "pull_row", "start_row", "barred")
        return replace(self, **{name: getattr(self, name)[which] for name in names})


@dataclass(frozen=True)
class Bases:
    """Where the programmes ended: a basis each, its values, and the prices of the second goal."""

    basis: Places  # n × r: activity, N + row (slack), N + r (reach), N + r + 1 (starting activity)
    values: Array  # n × r
    weighs: Array  # n × r: how much each value is felt, to tell a small weight from noise
    prices: Array  # n × r
    feasible: Flags  # the values solve the rows and none is negative
    proven: Flags  # the basis is optimal, or proves that there is no solution
    infeasible: Flags


def solve(p: Programmes, *, with_slacks: bool) -> Bases:
    """Carry every programme to its optimum and prove it."""
    tableau = _Tableau(p)
    goals = _goals(p, with_slacks)
    for name in goals:
        tableau.minimise(tableau.goal(name))
        if name != goals[-1]:
            tableau.bar_what_costs(tableau.goal(name))
    return tableau.proof(with_slacks, TOLERANCE)


def prove(p: Programmes, basis: Places, *, with_slacks: bool, tolerance: float) -> Bases:
    """Check bases that were found elsewhere."""
    tableau = _Tableau(p)
    tableau.basis = basis
    return tableau.proof(with_slacks, tolerance)


def _goals(p: Programmes, with_slacks: bool) -> list[str]:
    return ["start"] * p.drive_out + ["reach"] + ["slacks"] * with_slacks


class _Tableau:
    """The working state: bases, their inverses and values."""

    def __init__(self, p: Programmes) -> None:
        self.p = p
        self.n, self.rows = p.rhs.shape
        self.count = p.activities.shape[1]
        every = np.arange(self.n)
        self.basis = np.tile(self.count + np.arange(self.rows), (self.n, 1))
        self.basis[every, p.pull_row] = self.count + self.rows
        self.basis[every, p.start_row] = self.count + self.rows + 1
        self.inverse = _inverse(self.columns(every, self.basis))
        self.values = np.einsum("nij,nj->ni", self.inverse, p.rhs)
        self.closed = self.barred()

    def barred(self) -> Flags | None:
        """The columns a programme may never use; None where all may use all."""
        has = np.flatnonzero(self.p.barred >= 0)
        if not len(has):
            return None
        found = np.zeros((self.n, self.count + self.rows), dtype=bool)
        found[has, self.p.barred[has]] = True
        return found

    def goal(self, name: str) -> Array:
        """The costs of slacks, reach and the starting activity under one goal (activities cost nothing)."""
        costs = np.zeros((self.n, self.rows + 2))
        if name == "slacks":
            costs[:, : self.rows] = self.p.slack_cost
        else:
            costs[:, self.rows + (name == "start")] = 1.0
        return costs

    def minimise(self, costs: Array) -> None:
        """Pivot until no open column lowers the goal; whoever does not get there is left unproven."""
        live = np.arange(self.n)
        for _ in range(60 + 20 * self.rows):
            reduced = self.reduced_costs(live, costs)
            if self.closed is not None:
                np.copyto(reduced, np.inf, where=self.closed[live])
            entering = reduced.argmin(axis=1)
            falls = reduced[np.arange(len(live)), entering] < -TOLERANCE
            live, entering = live[falls], entering[falls]
            if not len(live):
                return
            live = self.pivot(live, entering)

    def reduced_costs(self, live: Places, costs: Array) -> Array:
        """What one unit of each activity and slack does to the goal."""
        prices = self.prices(live, costs, self.inverse[live])
        found = np.empty((len(live), self.count + self.rows))
        seen = np.einsum("ni,nij->nj", prices, self.p.maps[live])
        product(-seen, self.p.activities, found[:, : self.count])
        found[:, self.count :] = costs[live, : self.rows] - prices * self.p.sign
        found[:, self.count :][:, self.p.sign == 0] = np.inf
        return found

    def prices(self, live: Places, costs: Array, inverse: Array) -> Array:
        """The price of each row under a goal: the goal's cost of the basis, through its inverse."""
        place = self.basis[live] - self.count
        cost = np.where(place >= 0, np.take_along_axis(costs[live], np.maximum(place, 0), axis=1), 0.0)
        found: Array = np.einsum("ni,nij->nj", cost, inverse)
        return found

    def pivot(self, live: Places, entering: Places) -> Places:
        """One exchange in each live programme; returns those that could make one."""
        column = self.columns(live, entering[:, None])[:, :, 0]
        change = np.einsum("nij,nj->ni", self.inverse[live], column)
        # Reach is free: it never leaves.
        least_pivot = SMALLEST_PIVOT * np.abs(change).max(axis=1, keepdims=True)
        leaves = (change > least_pivot) & (self.basis[live] != self.count + self.rows)
        values = np.maximum(self.values[live], 0.0)
        ratio = np.where(leaves, values / np.where(leaves, change, 1.0), np.inf)
        least = ratio.min(axis=1)
        tied = ratio <= least[:, None] + 1e-12
        row = np.where(tied, change, -np.inf).argmax(axis=1)
        able = np.isfinite(least)
        live, row, change, entering = live[able], row[able], change[able], entering[able]
        every = np.arange(len(live))
        turned = self.inverse[live]
        new_row = turned[every, row] / change[every, row][:, None]
        turned -= change[:, :, None] * new_row[:, None, :]
        turned[every, row] = new_row
        values = self.values[live]
        step = np.maximum(values[every, row], 0.0) / change[every, row]
        values -= change * step[:, None]
        values[every, row] = step
        self.inverse[live], self.values[live] = turned, values
        self.basis[live, row] = entering
        return live

    def columns(self, live: Places, which: Places) -> Array:
        """The columns of the given variables (n × k) as n × r × k."""
        p, count, rows = self.p, self.count, self.rows
        shared = p.activities[:, np.minimum(which, count - 1)].transpose(1, 0, 2)
        found = np.einsum("nij,njk->nik", p.maps[live], shared)
        slack = (which >= count) & (which < count + rows)
        unit = (which - count)[:, None, :] == np.arange(rows)[None, :, None]
        found = np.where(slack[:, None, :], unit * np.where(p.sign == 0, 1.0, p.sign)[None, :, None], found)
        found = np.where((which == count + rows)[:, None, :], p.pull[live][:, :, None], found)
        return np.where((which == count + rows + 1)[:, None, :], p.start[live][:, :, None], found)

    def bar_what_costs(self, costs: Array) -> None:
        """Close the columns that would worsen a goal already reached."""
        self.close(self.reduced_costs(np.arange(self.n), costs) > TOLERANCE * self.sizes())

    def close(self, columns: Flags) -> None:
        self.closed = columns if self.closed is None else self.closed | columns

    def sizes(self) -> Array:
        """How much of the limited rows one unit of each column takes up.

        No solution takes up more than there is, so a reduced cost of -t times its size cannot lower the goal
        by more than t times the limited rows.
        """
        found = np.ones((self.n, self.count + self.rows))
        limited = np.abs(self.p.maps[:, self.p.limited]).sum(axis=1)
        product(limited, np.abs(self.p.activities), found[:, : self.count])
        return np.maximum(found, TINY, out=found)

    def proof(self, with_slacks: bool, tolerance: float) -> Bases:
        """Solve each basis afresh and check it: nothing negative, nothing left to gain."""
        every, p, sizes = np.arange(self.n), self.p, self.sizes()
        square = self.columns(every, self.basis)
        largest = np.maximum(np.abs(square).max(axis=1), TINY)
        scaled = _inverse(square / largest[:, None, :])
        self.inverse = np.asarray(scaled / largest[:, :, None])
        values = np.einsum("nij,nj->ni", self.inverse, p.rhs)
        gap = np.abs(np.einsum("nij,nj->ni", square, values) - p.rhs).max(axis=1)
        felt = np.where(self.basis == self.count + self.rows, 0.0, values * largest)
        starting = np.where(self.basis == self.count + self.rows + 1, values, 0.0).max(axis=1)
        feasible = (felt.min(axis=1) >= -tolerance) & (gap <= tolerance)
        infeasible = (starting > 1e-7) if p.drive_out else np.zeros(self.n, dtype=bool)
        proven = feasible & (infeasible | (starting <= tolerance))
        self.closed = self.barred()
        for name in _goals(p, with_slacks):
            reduced = self.reduced_costs(every, self.goal(name)) / sizes
            if self.closed is not None:
                np.copyto(reduced, np.inf, where=self.closed)
            proven &= (reduced.min(axis=1) >= -tolerance) | (infeasible & (name != "start"))
            self.close(reduced > tolerance)
        prices = self.prices(every, self.goal("reach"), self.inverse)
        return Bases(self.basis, values, largest, prices, feasible, proven, infeasible)


def product(left: Array, right: Array, out: Array) -> None:
    """left @ right into `out`, a few rows at a time.

    Such thin products are short of memory, not of processors: the library's other threads would cost far
    more than they gain, all the more on a busy machine.
    """
    step = max(1, PIECE // left.shape[1] // right.shape[1])
    for low in range(0, len(left), step):
        np.matmul(left[low : low + step], right, out=out[low : low + step])


def _inverse(square: Array) -> Array:
    try:
        return np.asarray(np.linalg.inv(square), dtype=np.float64)
    except np.linalg.LinAlgError:
        return np.asarray(np.linalg.pinv(square), dtype=np.float64)
