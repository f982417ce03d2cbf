"""The crossed analysis of variance of a gauge study, with and without its interaction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nscl.measures.msa.study import Components, Line, floor_of, line, tested
from nscl.measures.result import Array

Lines = dict[str, Line]


@dataclass(frozen=True)
class Crossed:
    """The full table, the table after pooling (or None), and the components that follow."""

    full: Lines
    reduced: Lines | None
    components: Components
    interaction_p: float | None


def crossed(readings: Array, alpha: float) -> Crossed:
    """Readings by part, operator and trial; one operator makes it a one-way analysis."""
    parts, operators, trials = readings.shape
    # Centred first: a large common offset would eat the digits of the squares.
    y = readings - np.mean(readings)
    quiet = floor_of(readings)
    cells = y.mean(axis=2)
    by_part, by_operator = cells.mean(axis=1), cells.mean(axis=0)
    inner = line(parts * operators * (trials - 1), float(np.sum((y - cells[:, :, None]) ** 2)), quiet)
    part = line(parts - 1, operators * trials * float(np.sum(by_part**2)), quiet)
    total = Line(y.size - 1, float(np.sum(y**2)), None)
    if operators == 1:
        full = {"part": tested(part, inner), "repeatability": inner, "total": total}
        return Crossed(full, None, _one_way(part, inner, trials), None)
    operator = line(operators - 1, parts * trials * float(np.sum(by_operator**2)), quiet)
    rest = cells - by_part[:, None] - by_operator[None, :]
    both = tested(line((parts - 1) * (operators - 1), trials * float(np.sum(rest**2)), quiet), inner)
    full = {
        "part": tested(part, both),
        "operator": tested(operator, both),
        "interaction": both,
        "repeatability": inner,
        "total": total,
    }
    if both.p is not None and both.p < alpha:
        return Crossed(full, None, _with_interaction(full, readings.shape), both.p)
    error = line(inner.df + both.df, inner.ss + both.ss, quiet)
    reduced = {
        "part": tested(part, error),
        "operator": tested(operator, error),
        "repeatability": error,
        "total": total,
    }
    return Crossed(full, reduced, _without_interaction(reduced, readings.shape), both.p)


def _ms(one: Line) -> float:
    return one.ms or 0.0


def _one_way(part: Line, inner: Line, trials: int) -> Components:
    found = Components(_ms(inner), None, None, 0.0)
    found.part = found.clip("part", (_ms(part) - _ms(inner)) / trials, "giữa các chi tiết")
    return found


def _with_interaction(lines: Lines, shape: tuple[int, ...]) -> Components:
    parts, operators, trials = shape
    inner, both = _ms(lines["repeatability"]), _ms(lines["interaction"])
    found = Components(inner, 0.0, 0.0, 0.0)
    found.interaction = found.clip("interaction", (both - inner) / trials, "tương tác")
    found.operator = found.clip(
        "operator", (_ms(lines["operator"]) - both) / (parts * trials), "giữa người đo"
    )
    found.part = found.clip("part", (_ms(lines["part"]) - both) / (operators * trials), "giữa các chi tiết")
    return found


def _without_interaction(lines: Lines, shape: tuple[int, ...]) -> Components:
    parts, operators, trials = shape
    error = _ms(lines["repeatability"])
    found = Components(error, 0.0, None, 0.0)
    found.operator = found.clip(
        "operator", (_ms(lines["operator"]) - error) / (parts * trials), "giữa người đo"
    )
    found.part = found.clip("part", (_ms(lines["part"]) - error) / (operators * trials), "giữa các chi tiết")
    return found
