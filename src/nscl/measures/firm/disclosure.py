"""Whether a cell of a table gives a firm away: few firms, or one or two that make up most of it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from nscl.measures.inputs import number, records, whole
from nscl.measures.result import Array


@dataclass(frozen=True)
class Rules:
    """The safety rules of a publication; `dominance` holds (n, k) pairs, k and p in percent."""

    min_cell: int
    dominance: tuple[tuple[int, float], ...]
    p_percent: float | None


@dataclass(frozen=True)
class Check:
    """One rule on one cell. `value` is for the officer's eyes only: it can itself disclose."""

    rule: str
    value: float | None
    limit: float
    safe: bool


def read_rules(min_cell: Any, dominance: Any, p_percent: Any) -> Rules:
    """The rules as given; an empty list of dominance rules means none."""
    pairs = tuple(
        (
            whole(rule.get("n"), f"dominance[{place}].n", at_least=1),
            number(rule.get("k"), f"dominance[{place}].k", above=0, below=100),
        )
        for place, rule in enumerate(records(dominance, "dominance", known=["n", "k"], at_least_items=0))
    )
    return Rules(
        whole(min_cell, "min_cell", at_least=1),
        pairs,
        None if p_percent is None else number(p_percent, "p_percent", above=0),
    )


def checks(contributions: Array, rules: Rules) -> list[Check]:
    """Every rule on one cell's contributions (by respondent, in absolute value).

    >>> [check.safe for check in checks(np.array([50000., 49000, 1000]), Rules(3, ((1, 90),), 10))]
    [True, True, False]
    """
    sizes = np.sort(np.abs(contributions))[::-1]
    # Shares of the whole: contributions near the largest float must not overflow their own sum.
    scaled = (sizes / sizes[0]).tolist() if len(sizes) and sizes[0] > 0 else sizes.tolist()
    total = math.fsum(scaled)
    found = [Check("min_cell", float(len(sizes)), float(rules.min_cell), len(sizes) >= rules.min_cell)]
    for count, percent in rules.dominance:
        top = math.fsum(scaled[:count])
        share = 100 * top / total if total else None
        found.append(Check(f"dominance_{count}_{percent:g}", share, percent, top <= percent / 100 * total))
    if rules.p_percent is not None:
        rest = math.fsum(scaled[2:])
        largest = scaled[0] if scaled else 0.0
        margin = 100 * rest / largest if largest else None
        safe = not rest < rules.p_percent / 100 * largest
        found.append(Check(f"p_{rules.p_percent:g}", margin, rules.p_percent, safe))
    return found


def safe(contributions: Array, rules: Rules) -> bool:
    """Whether the cell passes every rule."""
    return all(check.safe for check in checks(contributions, rules))


def secondary(cells: Mapping[str, Array], rules: Rules) -> list[str]:
    """Further cells to keep back, smallest first, until what is hidden is safe as one cell.

    A hint, not an optimal pattern: with the total and all other cells printed, the hidden ones together are
    known, and that sum must not give a firm away either.
    """
    hidden = [name for name, values in cells.items() if not safe(values, rules)]
    if not hidden:
        return []
    open_cells = sorted(
        (name for name in cells if name not in hidden), key=lambda name: sum(np.abs(cells[name]).tolist())
    )
    further: list[str] = []
    while open_cells and (
        len(hidden) + len(further) < 2
        or not safe(np.concatenate([cells[name] for name in (*hidden, *further)]), rules)
    ):
        further.append(open_cells.pop(0))
    return further
