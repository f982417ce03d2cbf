"""Sample quantiles by the nine definitions of Hyndman and Fan, numbered as in R."""

from __future__ import annotations

import numpy as np

from nscl.measures.result import Array

# Continuous types: (a, b) of p_k = (k − a) / (n + 1 − a − b).
CONTINUOUS = {
    4: (0.0, 1.0),
    5: (0.5, 0.5),
    6: (0.0, 0.0),
    7: (1.0, 1.0),
    8: (1 / 3, 1 / 3),
    9: (0.375, 0.375),
}
TYPES = (1, 2, 3, *CONTINUOUS)


def quantile(ordered: Array, probability: float, kind: int) -> float:
    """The quantile of values already in order.

    >>> data = np.array([6., 7, 15, 36, 39, 40, 41, 42, 43, 47, 49])
    >>> [quantile(data, p, 6) for p in (0.25, 0.5, 0.75)]
    [15.0, 40.0, 43.0]
    >>> quantile(data, 0.25, 7)
    25.5
    """
    size = len(ordered)
    fuzz = 4 * float(np.finfo(np.float64).eps)
    if kind in CONTINUOUS:
        a, b = CONTINUOUS[kind]
        position = a + probability * (size + 1 - a - b)
        below = int(np.floor(position + fuzz))
        weight = position - below
        weight = 0.0 if abs(weight) < fuzz else weight
    else:
        position = size * probability - (0.5 if kind == 3 else 0.0)
        below = int(np.floor(position + fuzz))
        exact = abs(position - below) <= fuzz * max(1, size)
        if kind == 3:
            weight = 0.0 if exact and below % 2 == 0 else 1.0
        else:
            weight = (0.5 if kind == 2 else 0.0) if exact else 1.0
    first = float(ordered[min(max(below, 1), size) - 1])
    second = float(ordered[min(max(below + 1, 1), size) - 1])
    return first if weight == 0 else (1 - weight) * first + weight * second
