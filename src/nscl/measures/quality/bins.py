"""Where the bars of a histogram begin and end: the named rules and R's round numbers."""

from __future__ import annotations

import math

import numpy as np

from nscl.measures.errors import TooLarge
from nscl.measures.quality.moments import moments
from nscl.measures.result import Array

MOST_BINS = 10_000


def bin_count(values: Array, rule: str) -> int:
    """How many bins a named rule asks for (as R's nclass.* do).

    >>> bin_count(np.arange(100.0), "sturges"), bin_count(np.arange(100.0), "rice")
    (8, 10)
    """
    n = len(values)
    if rule == "sturges":
        return math.ceil(math.log2(n) + 1)
    if rule == "rice":
        return math.ceil(round(2.0 * math.cbrt(n), 9))
    if rule == "sqrt":
        return math.ceil(math.sqrt(n))
    width = bin_width(values, rule)
    spread = float(values.max() - values.min())
    if width <= 0 or spread == 0:
        return 1
    wanted = spread / width
    if wanted > MOST_BINS:
        raise TooLarge(
            "data",
            f"Quy tắc “{rule}” cho quá nhiều khoảng: có giá trị rất xa. Hãy nhập “bins” hoặc “edges”.",
        )
    return max(1, math.ceil(wanted))


def bin_width(values: Array, rule: str) -> float:
    """The width by Scott (3.5·s·n^(−1/3), as R has it) or Freedman–Diaconis (2·IQR·n^(−1/3))."""
    n = len(values)
    if rule == "freedman_diaconis":
        low, high = np.quantile(values, [0.25, 0.75])
        if high > low:
            return float(2 * (high - low) * n ** (-1 / 3))
    return 3.5 * moments(values).sd * n ** (-1 / 3) if n > 1 else 0.0


def equal_edges(low: float, high: float, count: int) -> Array:
    """`count` equal bins over the range; a constant sample gets bins around it."""
    if low == high:
        half = 0.5 if low == 0 else abs(low) * 0.05
        low, high = low - half, high + half
    return np.linspace(low, high, count + 1)


def pretty_edges(low: float, high: float, count: int) -> Array:
    """Edges on multiples of 1, 2 or 5 times a power of ten, about `count` bins: R's `pretty`.

    >>> pretty_edges(1.6, 5.1, 10).tolist()
    [1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0, 5.5]
    """
    fewest = count // 3
    unit = _unit(low, high, count, fewest)
    first = math.floor(low / unit + 1e-10)
    last = math.ceil(high / unit - 1e-10)
    lacking = fewest - (last - first)
    if lacking > 0:
        more, less = lacking // 2, lacking // 2 + lacking % 2
        first, last = (first - less, last + more) if first >= 0 else (first - more, last + less)
    if last == first:
        last += 1
    steps = np.arange(first, last + 1, dtype=np.float64)
    # Dividing by 10 gives 0.3 where multiplying by 0.1 gives 0.30000000000000004.
    return steps / round(1 / unit) if unit < 1 and 1 / unit < 1e15 else steps * unit


def _unit(low: float, high: float, count: int, fewest: int) -> float:
    """The round step of R_pretty with its default biases 1.5 and 2.75."""
    bias, bias5 = 1.5, 2.75
    spread = high - low
    cell = max(abs(low), abs(high))
    tiny = (1 + 1 / (1 + bias)) * max(1, count) * np.finfo(float).eps * 3
    if spread == 0 and high == 0:
        cell, small = 1.0, True
    else:
        small = bool(spread < cell * tiny)
    if small:
        cell = (9 + cell / 10 if cell > 10 else cell) * 0.75
        cell = cell / fewest if fewest > 1 else cell
    else:
        cell = spread / count if count > 1 else spread
    base = float(10.0 ** math.floor(math.log10(cell)))
    unit = base
    for times, pull in ((2, bias), (5, bias5), (10, bias)):
        if times * base - cell < pull * (cell - unit):
            unit = times * base
    return unit
