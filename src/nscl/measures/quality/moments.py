"""Sums that keep their digits: exact summation, deviations from the mean, no squared large numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from nscl.measures import inputs
from nscl.measures.result import Array

# Beyond this a square no longer fits a float64; no measured quantity comes near it.
MOST = 1e100


def sample(values: Any, field: str, *, at_least_items: int = 1, length: int | None = None) -> Array:
    """A list of measured values: finite and of a size whose squares can be held."""
    return inputs.numbers(
        values, field, at_least_items=at_least_items, length=length, at_least=-MOST, at_most=MOST
    )


def amount(value: Any, field: str, *, at_least: float = 0) -> float:
    """A count or a sum of money; the upper bound is spoken of only where it is passed."""
    return inputs.number(inputs.number(value, field, at_least=at_least), field, at_most=MOST)


@dataclass(frozen=True)
class Moments:
    """Mean and spread of one sample; `deviations` are scaled by `scale`, their largest size."""

    n: int
    mean: float
    scale: float
    deviations: Array
    scaled_ss: float

    @property
    def ss(self) -> float:
        """Sum of squared deviations."""
        return self.scale * self.scale * self.scaled_ss

    @property
    def sd(self) -> float:
        """Sample standard deviation (n − 1); NaN for one value."""
        return self.scale * math.sqrt(self.scaled_ss / (self.n - 1)) if self.n > 1 else math.nan


def moments(values: Array) -> Moments:
    """Two passes: the exact mean first, then the deviations, with the correction for the mean's own error.

    >>> found = moments(np.array([10000001.0, 10000003.0, 10000002.0]))
    >>> found.mean, found.sd
    (10000002.0, 1.0)
    """
    n = len(values)
    first = float(values[0])
    # Subtracting a data value first is exact for data that share their leading digits.
    shifted = values - first
    centre = math.fsum(shifted.tolist()) / n
    away = shifted - centre
    scale = float(np.max(np.abs(away)))
    if scale == 0.0 or (shifted == 0.0).all():
        return Moments(n, first, 0.0, np.zeros(n), 0.0)
    unit = away / scale
    square = math.fsum((unit * unit).tolist()) - math.fsum(unit.tolist()) ** 2 / n
    return Moments(n, first + centre, scale, unit, max(square, 0.0))


def product_sum(one: Array, other: Array) -> float:
    """Σ one·other, summed exactly."""
    return math.fsum((one * other).tolist())
