"""The exact reduction of the reference set: only firms on the frontier can be anyone's reference.

A first few firms are taken at the far ends of many directions. Whoever falls short of even those few is
behind the full frontier too, for more reference firms can only push the frontier out. The rest, which holds
every firm of the frontier, is the reference set; nobody's score changes.
"""

from __future__ import annotations

import numpy as np

from nscl.measures.frontier.simplex import Places, product
from nscl.measures.frontier.technology import Pull, Technology, envelop
from nscl.measures.result import Array

# A set smaller than this is not worth reducing.
WORTH_REDUCING = 200
DIRECTIONS = 150
# Far looser than the rounding of the scores: a firm this near the frontier is kept.
KEEP = 1e-6


def references(technology: Technology, orientation: str) -> Places:
    """The places of firms that hold every firm of the frontier, each set of duplicates once."""
    _, first = np.unique(technology.items, axis=0, return_index=True)
    kept = np.sort(first)
    while len(kept) > WORTH_REDUCING:
        survivors = _survivors(technology, kept, orientation)
        shrunk = len(survivors) / len(kept)
        kept = survivors
        if shrunk > 0.7:
            break
    return kept


def _survivors(technology: Technology, kept: Places, orientation: str) -> Places:
    """Those not behind the frontier of a few."""
    items = technology.items[kept]
    few = Technology(items[_far_ends(items, technology)], technology.inputs, technology.returns)
    found = envelop(items, few, Pull(orientation, trial=True))
    score = found.reach if orientation == "input" else 1.0 / found.reach
    return kept[~(score < 1.0 - KEEP)]


def _far_ends(items: Array, technology: Technology) -> Places:
    """Firms that are best under some prices, over a fixed spread of prices."""
    scaled = items / np.maximum(items.mean(axis=0), 1e-300)
    prices = np.random.default_rng(0).exponential(size=(DIRECTIONS, items.shape[1])) ** 2
    prices = np.vstack([prices, np.eye(items.shape[1]) + 1e-3])
    found = []
    for some in np.array_split(prices, len(prices) // 16):
        cost, worth = np.empty((2, len(items), len(some)))
        product(scaled[:, : technology.inputs], some[:, : technology.inputs].T, cost)
        product(scaled[:, technology.inputs :], some[:, technology.inputs :].T, worth)
        found.append((worth / np.maximum(cost, 1e-300)).argmax(axis=0))
        if technology.returns != "crs":
            found += [(weight * worth - cost).argmax(axis=0) for weight in (1 / 3, 1.0, 3.0)]
    return np.unique(np.concatenate(found))
