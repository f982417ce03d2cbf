"""The judge: HiGHS solves again whatever the side-by-side simplex could not prove.

HiGHS is asked for a basis, not for a figure: the basis goes through the same proof as ours, so that a score
is either proven or not given.
"""

from __future__ import annotations

from typing import Any

import highspy
import numpy as np

from nscl.measures.frontier.simplex import TINY, Bases, Places, Programmes, prove
from nscl.measures.result import Array

# What double precision leaves of data so ill-scaled that the first proof failed.
LAST_TOLERANCE = 1e-7


def rejudge(p: Programmes, bases: Bases, unproven: Places, *, with_slacks: bool) -> None:
    """Solve the unproven programmes with HiGHS and write what can be proven into `bases`."""
    for one in map(int, unproven):
        # On a frontier of all but parallel facets the second goal may spoil the basis that proves the score.
        if not _judged(p, bases, one, with_slacks) and with_slacks:
            _judged(p, bases, one, False)


def _judged(p: Programmes, bases: Bases, one: int, with_slacks: bool) -> bool:
    """Whether one programme is settled: proven, or proven to have no solution."""
    basis = _basis(p, one, with_slacks)
    bases.infeasible[one] = bases.proven[one] = basis is None
    if basis is None or len(basis) != p.rhs.shape[1]:
        return basis is None
    found = prove(
        p.part(slice(one, one + 1)), basis[None, :], with_slacks=with_slacks, tolerance=LAST_TOLERANCE
    )
    for name in ("basis", "values", "weighs", "prices", "feasible", "proven", "infeasible"):
        getattr(bases, name)[one] = getattr(found, name)[0]
    return bool(found.proven[0])


def _basis(p: Programmes, one: int, with_slacks: bool) -> Places | None:
    """The optimal basis of one programme; None when HiGHS finds that it has no solution.

    An empty basis means that HiGHS did not get there.
    """
    columns = np.hstack([p.maps[one] @ p.activities, p.pull[one][:, None]])
    columns /= np.maximum(np.abs(columns).max(axis=0), TINY)
    solver = _solver(p, one, columns)
    solver.run()
    if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible and p.drive_out:
        return None
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return np.empty(0, dtype=np.intp)
    if with_slacks:
        _most_slack(solver, p, one, columns)
    count, rows = p.activities.shape[1], p.rhs.shape[1]
    basis, basic = solver.getBasis(), highspy.HighsBasisStatus.kBasic
    inside = [place for place, status in enumerate(basis.col_status) if status == basic]
    bound = [count + row for row, status in enumerate(basis.row_status) if status == basic]
    return np.array([count + rows if place == count else place for place in inside] + bound, dtype=np.intp)


def _solver(p: Programmes, one: int, columns: Array) -> Any:
    """One programme as a HiGHS model: activities, then reach, which is the goal."""
    rows, count = columns.shape[0], columns.shape[1] - 1
    upper = np.full(count + 1, highspy.kHighsInf)
    if p.barred[one] >= 0:
        upper[p.barred[one]] = 0.0
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = count + 1, rows
    model.col_cost_ = np.append(np.zeros(count), 1.0)
    model.col_lower_ = np.append(np.zeros(count), -highspy.kHighsInf)
    model.col_upper_ = upper
    model.row_lower_ = np.where(p.sign > 0, -highspy.kHighsInf, p.rhs[one])
    model.row_upper_ = np.where(p.sign < 0, highspy.kHighsInf, p.rhs[one])
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.arange(count + 2) * rows
    model.a_matrix_.index_ = np.tile(np.arange(rows), count + 1)
    model.a_matrix_.value_ = columns.T.ravel()
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in (
        ("output_flag", False),
        ("threads", 1),
        ("presolve", "off"),
        ("primal_feasibility_tolerance", 1e-10),
        ("dual_feasibility_tolerance", 1e-10),
    ):
        solver.setOptionValue(name, value)
    solver.passModel(model)
    return solver


def _most_slack(solver: Any, p: Programmes, one: int, columns: Array) -> None:
    """The second goal on what the first leaves free: whatever would cost reach is held where it is."""
    solution, count = solver.getSolution(), columns.shape[1] - 1
    for place in np.flatnonzero(np.abs(solution.col_dual[:count]) > 1e-9).tolist():
        solver.changeColBounds(place, 0.0, 0.0)
    for row in np.flatnonzero(np.abs(solution.row_dual) > 1e-9).tolist():
        solver.changeRowBounds(row, float(p.rhs[one, row]), float(p.rhs[one, row]))
    # A slack is what a row leaves: its cost, seen from the columns, changes sign.
    for place, cost in enumerate(-(p.slack_cost[one] * p.sign) @ columns):
        solver.changeColCost(place, float(cost))
    solver.run()
