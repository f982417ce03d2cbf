"""Firms held against a technology under any returns: the one door to the programmes and the hull."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np

from nscl.measures.frontier.fdh import hull
from nscl.measures.frontier.reduce import references
from nscl.measures.frontier.simplex import Flags, Places
from nscl.measures.frontier.technology import Envelopment, Progress, Pull, Technology, envelop
from nscl.measures.result import Array

RETURNS = ("crs", "vrs", "drs", "irs", "fdh")
CONVEX = ("crs", "vrs", "drs", "irs")
ORIENTATIONS = ("input", "output")
# A firm is on the frontier when its score is within this of one.
EFFICIENT = 1e-7


def against(
    firms: Array, technology: Technology, pull: Pull, progress: Progress | None = None
) -> Envelopment:
    """Scores, weights and slacks of firms; peers are places in the technology as given."""
    if technology.returns == "fdh":
        return hull(firms, technology, pull, progress)
    kept = references(technology, pull.orientation)
    return _held(firms, technology, kept, pull, progress)


def above_one(
    found: Envelopment, technology: Technology, pull: Pull, progress: Progress | None = None
) -> tuple[Envelopment, Places]:
    """The scores again with every efficient firm measured against the others only (super-efficiency).

    A firm behind the frontier has the same score with or without itself, and so has one that stands in the
    technology twice. Returns the places measured again. Where nothing of the others suffices: NaN.
    """
    items = technology.items
    _, place, count = np.unique(items, axis=0, return_inverse=True, return_counts=True)
    alone = count[place.ravel()] == 1
    chosen = np.flatnonzero(on_frontier(found.reach) & alone)
    if not len(chosen):
        return found, chosen
    pull = replace(pull, views=None, trial=False)
    if technology.returns == "fdh":
        again = hull(items[chosen], technology, replace(pull, barred=chosen), progress)
    else:
        kept = _two_layers(technology, pull.orientation)
        barred = np.minimum(np.searchsorted(kept, chosen), len(kept) - 1)
        barred = np.where(kept[barred] == chosen, barred, -1)
        again = _held(items[chosen], technology, kept, replace(pull, barred=barred), progress)
    for field in fields(Envelopment):
        getattr(found, field.name)[chosen] = getattr(again, field.name)
    return found, chosen


def on_frontier(reach: Array) -> Flags:
    """Whether a score is one within the tolerance (of the nearer side)."""
    return np.asarray(np.abs(reach - 1.0) <= EFFICIENT)


def _held(
    firms: Array, technology: Technology, kept: Places, pull: Pull, progress: Progress | None
) -> Envelopment:
    """Held against some of the firms of a technology, peers told as places in the whole."""
    small = Technology(technology.items[kept], technology.inputs, technology.returns)
    found = envelop(firms, small, pull, progress)
    return replace(found, peers=np.where(found.peers >= 0, kept[found.peers], -1))


def _two_layers(technology: Technology, orientation: str) -> Places:
    """The frontier and the one that shows when it is taken away.

    Without one firm of the frontier others come to light, but only such as lead among the rest.
    """
    every = np.arange(len(technology.items))
    first = references(technology, orientation)
    rest = np.setdiff1d(every, first)
    if not len(rest):
        return first
    inner = references(Technology(technology.items[rest], technology.inputs, technology.returns), orientation)
    return np.union1d(first, rest[inner])
