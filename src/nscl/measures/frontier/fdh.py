"""The free disposal hull: a firm is held against single firms, never against mixes of them.

No programme is needed: among the firms that give at least as much (input orientation) the one whose most
demanding input is least, found by comparing all with all.
"""

from __future__ import annotations

import numpy as np

from nscl.measures.frontier.simplex import Places
from nscl.measures.frontier.technology import CELLS, Envelopment, Progress, Pull, Technology, joined
from nscl.measures.result import Array


def hull(firms: Array, technology: Technology, pull: Pull, progress: Progress | None = None) -> Envelopment:
    """Hold every firm against the single firms of the technology."""
    size = max(1, CELLS // len(technology.items))
    parts = []
    for low in range(0, len(firms), size):
        some = slice(low, min(low + size, len(firms)))
        barred = None if pull.barred is None else pull.barred[some]
        parts.append(_hull_some(firms[some], technology, pull, barred))
        if progress is not None:
            progress(some.stop, len(firms))
    return joined(parts)


def _hull_some(firms: Array, technology: Technology, pull: Pull, barred: Places | None) -> Envelopment:
    inward = pull.orientation == "input"
    items, inputs, count = technology.items, technology.inputs, len(firms)
    # In both orientations: kept items must be no worse, pulled items set the ratio (least is best).
    sign = np.where(np.arange(items.shape[1]) < inputs, 1.0, -1.0)
    reach = np.full((count, len(items)), -np.inf)
    allowed = np.ones((count, len(items)), dtype=bool)
    if barred is not None:
        has = np.flatnonzero(barred >= 0)
        allowed[has, barred[has]] = False
    for item in range(items.shape[1]):
        own, theirs = firms[:, item : item + 1], items[:, item]
        if (item < inputs) != inward:
            allowed &= theirs * sign[item] <= own * sign[item]
        elif inward:
            np.maximum(reach, _ratio(theirs, own), out=reach)
        else:
            np.maximum(reach, -_ratio(theirs, own, np.inf), out=reach)
    reach[~allowed] = np.inf
    best = reach.min(axis=1)
    solved = np.isfinite(best)
    tied = reach <= (best + np.abs(best) * 1e-12)[:, None]
    weights = np.ones(items.shape[1]) if pull.slack_weights is None else pull.slack_weights
    left_over = np.where(tied, -(items * weights) @ sign, -np.inf)
    peer = left_over.argmax(axis=1)
    score = np.where(solved, best if inward else -best, np.nan)
    pulled = np.where((sign > 0) == inward, firms * score[:, None], firms)
    gap = (pulled - items[peer]) * sign
    rounding = 1e-12 * (np.abs(pulled) + np.abs(items[peer]))
    unknown = np.full_like(firms, np.nan)
    return Envelopment(
        reach=score,
        peers=np.where(solved, peer, -1)[:, None],
        weights=np.where(solved, 1.0, 0.0)[:, None],
        slacks=np.where(gap <= rounding, 0.0, gap) + np.where(solved, 0.0, np.nan)[:, None],
        multipliers=unknown,
        free=unknown[:, 0],
        rejudged=np.zeros(count, dtype=bool),
        doubtful=np.zeros(count, dtype=bool),
    )


def _ratio(theirs: Array, own: Array, absent: float = -np.inf) -> Array:
    """Their item by one's own; of an item one has none of, any amount is too much, none does not count."""
    there = own > 0
    found: Array = np.where(there, theirs / np.where(there, own, 1.0), absent)
    return np.where(~there & (theirs > 0), np.inf, found)
