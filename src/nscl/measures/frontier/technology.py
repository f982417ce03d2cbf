"""From firms and reference firms to linear programmes, and back to scores, weights and slacks.

Both orientations are one programme. Let `a` be the items that are pulled and `f` those that are kept
(input: a = x, f = -y, reach = θ; output: a = -y, f = x, reach = -φ):

    min reach   subject to   Σ λ a_j - reach·|a_o| + slack = 0,   Σ λ f_j + slack = f_o,   Σ λ by the returns

Every firm sees the reference firms in units of its own, so that a workshop and a steel mill are solved
equally well.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace

import numpy as np

from nscl.measures.frontier.highs import rejudge
from nscl.measures.frontier.simplex import Bases, Flags, Places, Programmes, solve
from nscl.measures.result import Array

Progress = Callable[[int, int], None]

# Firms × reference firms priced at once: large enough for numpy, small enough for the cache and memory.
CELLS = 1 << 19
# The sum of the weights: at most one, exactly one, at least one.
SUM_SIGN = {"crs": 0.0, "drs": 1.0, "vrs": 0.0, "irs": -1.0}


@dataclass(frozen=True)
class Technology:
    """The reference firms: items are inputs then outputs."""

    items: Array  # N × W
    inputs: int
    returns: str


@dataclass(frozen=True)
class Pull:
    """How firms are held against a technology.

    `views` (n × q × W), with `inputs_seen` of the q rows being inputs, turns the items of a reference firm
    into what the programme of a firm sees: a cost at its own prices instead of quantities. None sees all.
    """

    orientation: str
    among: bool = True  # the firms are themselves within the technology
    barred: Places | None = None  # the reference firm each firm may not use, -1 for none
    trial: bool = False  # the firm itself, made worse, may stay in the mix; nothing is proven
    with_slacks: bool = False
    slack_weights: Array | None = None  # per item, in its own unit
    views: Array | None = None
    inputs_seen: int = 0


@dataclass(frozen=True)
class Envelopment:
    """What the programmes found, firm by firm."""

    reach: Array  # θ or φ; NaN where there is no solution
    peers: Places  # n × rows: reference firm, -1 for none
    weights: Array  # n × rows
    slacks: Array  # n × items seen
    multipliers: Array  # n × items seen
    free: Array  # input: θ = u·y + free; output: φ = v·x + free
    rejudged: Flags  # solved by HiGHS after all
    doubtful: Flags  # proven by neither


def envelop(
    firms: Array, technology: Technology, pull: Pull, progress: Progress | None = None
) -> Envelopment:
    """Hold every firm against the technology; exact, with the optimality of every firm proven."""
    count = len(firms)
    size = max(1, CELLS // len(technology.items))
    parts = []
    for low in range(0, count, size):
        some = slice(low, min(low + size, count))
        parts.append(_envelop_some(firms[some], technology, _some(pull, some)))
        if progress is not None:
            progress(some.stop, count)
    return joined(parts)


def joined(parts: list[Envelopment]) -> Envelopment:
    """What was found for some firms after another, as one."""
    columns = [[getattr(part, field.name) for part in parts] for field in fields(Envelopment)]
    return Envelopment(*map(np.concatenate, columns))


def _some(pull: Pull, some: slice) -> Pull:
    """The pull of some of the firms."""
    barred = None if pull.barred is None else pull.barred[some]
    views = None if pull.views is None else pull.views[some]
    return replace(pull, barred=barred, views=views)


def _envelop_some(firms: Array, technology: Technology, pull: Pull) -> Envelopment:
    programmes, units = _programmes(firms, technology, pull)
    bases = solve(programmes, with_slacks=pull.with_slacks)
    rejudged = ~bases.proven & (not pull.trial)
    if rejudged.any():
        rejudge(programmes, bases, np.flatnonzero(rejudged), with_slacks=pull.with_slacks)
    return _read(programmes, units, bases, pull, rejudged)


def _programmes(firms: Array, technology: Technology, pull: Pull) -> tuple[Programmes, Array]:
    """The programmes of some firms, and the units (n × items seen) each firm measures in."""
    count, width = firms.shape
    views = np.broadcast_to(np.eye(width), (count, width, width)) if pull.views is None else pull.views
    inputs = technology.inputs if pull.views is None else pull.inputs_seen
    seen = np.einsum("nij,nj->ni", views, firms)
    typical = np.einsum("nij,j->ni", views, technology.items.mean(axis=0))
    units = np.where(seen > 0, seen, np.where(typical > 0, typical, 1.0))
    items = seen.shape[1]
    signs = np.where(np.arange(items) < inputs, 1.0, -1.0)
    moved = (signs > 0) == (pull.orientation == "input")
    present = (seen > 0).astype(np.float64)

    bounded = technology.returns != "crs"
    maps = np.zeros((count, items + bounded, width + bounded))
    maps[:, :items, :width] = views * (signs / units)[:, :, None]
    activities = technology.items.T
    if bounded:
        maps[:, -1, -1] = 1.0
        activities = np.vstack([activities, np.ones(activities.shape[1])])
    rhs = _with_sum(np.where(moved, 0.0, present * signs), bounded)
    starting, start_row = _starting(present * signs, moved, bounded)
    programmes = Programmes(
        activities=activities,
        maps=maps,
        pull=_with_sum(np.where(moved, -present, 0.0), bounded, 0.0),
        start=_with_sum(starting, bounded),
        rhs=rhs,
        sign=np.append(np.ones(items), [SUM_SIGN[technology.returns]] * bounded),
        limited=np.append(signs > 0, [technology.returns != "irs"] * bounded).astype(bool),
        slack_cost=_with_sum(_slack_cost(units, pull.slack_weights), bounded, 0.0),
        pull_row=_last(present * moved),
        start_row=start_row,
        barred=np.full(count, -1) if pull.barred is None else pull.barred,
        drive_out=not pull.among or pull.barred is not None,
    )
    return programmes, units


def _with_sum(items: Array, bounded: bool, value: float = 1.0) -> Array:
    """The rows of the items with that of the sum of weights below them."""
    return np.hstack([items, np.full((len(items), int(bounded)), value)])


def _slack_cost(units: Array, weights: Array | None) -> Array:
    cost = units if weights is None else units * weights
    return np.asarray(-cost / cost.max(axis=1, keepdims=True))


def _last(marks: Array) -> Places:
    """The last marked column of each row."""
    return np.asarray(marks.shape[1] - 1 - (marks[:, ::-1] > 0).argmax(axis=1))


def _starting(signed: Array, moved: Flags, bounded: bool) -> tuple[Array, Places]:
    """An activity to start from: the firm itself made worse, so it adds nothing to a technology with it.

    The items that are pulled are made worse by factors above two, each a little different, lest all bind at
    once. Without a sum of weights the activity may also be scaled, and the kept items differ as well.
    """
    count, items = signed.shape
    spread = (np.arange(items) + 1.0) / (items + 1.0)
    worse = np.where(signed > 0, 2.0 + spread, 1.0 / (2.0 + spread))
    kept = np.ones_like(signed)
    if not bounded:
        kept = np.where(signed < 0, 1.0 + spread / 2, 1.0 / (1.0 + spread / 2))
    starting = signed * np.where(moved, worse, kept)
    kept_there = (signed != 0) & np.logical_not(moved)
    row = np.full(count, items) if bounded else kept_there.argmax(axis=1)
    return starting, row


def _read(programmes: Programmes, units: Array, bases: Bases, pull: Pull, rejudged: Flags) -> Envelopment:
    """Scores, weights, slacks and multipliers from the final bases."""
    count, items = units.shape
    activities, rows = programmes.activities.shape[1], programmes.rhs.shape[1]
    doubtful = ~(bases.feasible if pull.trial else bases.proven)
    unsolved = bases.infeasible | doubtful
    values = np.where(unsolved[:, None], np.nan, bases.values)
    reach = np.where(bases.basis == activities + rows, values, 0.0).sum(axis=1)
    used = (bases.basis < activities) & (bases.values * bases.weighs > 1e-9) & ~unsolved[:, None]
    if not (programmes.drive_out or pull.trial):
        # The firm itself is a solution; rounding must not make it worse than itself.
        reach = np.minimum(reach, 1.0 if pull.orientation == "input" else -1.0)
    # A share of inputs, a multiple of outputs: where it is almost none, rounding may pass below it.
    reach = np.maximum(reach, 0.0) if pull.orientation == "input" else np.minimum(reach, 0.0)
    slacks = np.zeros((count, items))
    firm, place = np.nonzero((bases.basis >= activities) & (bases.basis < activities + items))
    amount = values[firm, place]
    item = bases.basis[firm, place] - activities
    slacks[firm, item] = np.where(amount < 1e-9, 0.0, amount) * units[firm, item]
    slacks[unsolved] = np.nan
    prices = np.where(unsolved[:, None], np.nan, bases.prices)
    free = prices[:, items:].sum(axis=1)
    outward = pull.orientation == "output"
    return Envelopment(
        reach=0.0 - reach if outward else reach,
        peers=np.where(used, bases.basis, -1),
        weights=np.where(used, bases.values, 0.0),
        slacks=slacks,
        multipliers=0.0 - prices[:, :items] / units,
        free=0.0 - free if outward else free + 0.0,
        rejudged=rejudged,
        doubtful=doubtful,
    )
