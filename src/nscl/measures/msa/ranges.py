"""The average-and-range method of a gauge study (AIAG)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from nscl.measures.errors import OutOfRange
from nscl.measures.msa.study import Components
from nscl.measures.result import Array
from nscl.measures.spc.constants import d2, d3

# As AIAG prints them, rounded to four digits.
K1_PRINTED = {2: 0.8862, 3: 0.5908}
K2_PRINTED = {2: 0.7071, 3: 0.5231}
K3_PRINTED = {
    2: 0.7071, 3: 0.5231, 4: 0.4467, 5: 0.4030, 6: 0.3742, 7: 0.3534, 8: 0.3375, 9: 0.3249, 10: 0.3146
}  # fmt: skip

CONSTANTS = ("exact", "aiag", "d2_star")


@dataclass(frozen=True)
class Ranges:
    """The intermediate figures of the form: ranges, factors, and the limit of the range chart."""

    r_bar: float
    x_diff: float | None
    part_range: float
    k1: float
    k2: float | None
    k3: float
    ucl_r: float
    beyond: list[list[int]]


def d2_star(size: int, groups: int) -> float:
    """√(d2² + d3²/g): for the mean range of g groups, so that its square is unbiased.

    >>> round(d2_star(10, 1), 3), round(d2_star(3, 1), 3)
    (3.179, 1.912)
    """
    return math.sqrt(d2(size) ** 2 + d3(size) ** 2 / groups)


def by_ranges(readings: Array, constants: str) -> tuple[Ranges, Components]:
    """Components from mean ranges; one operator leaves reproducibility unknown."""
    parts, operators, trials = readings.shape
    k1, k2, k3 = _factors(parts, operators, trials, constants)
    spans = np.ptp(readings, axis=2)
    r_bar = float(spans.mean())
    y = readings - np.mean(readings)
    part_range = float(np.ptp(y.mean(axis=(1, 2))))
    repeatability = (r_bar * k1) ** 2
    found = Components(repeatability, None, None, (part_range * k3) ** 2)
    x_diff = None
    if k2 is not None:
        x_diff = float(np.ptp(y.mean(axis=(0, 2))))
        left = (x_diff * k2) ** 2 - repeatability / (parts * trials)
        found.operator = found.clip("operator", left, "giữa người đo")
    upper = (1 + 3 * d3(trials) / d2(trials)) * r_bar
    outside = np.argwhere(spans > upper * (1 + 1e-12))
    beyond = [[int(part) + 1, int(operator) + 1] for part, operator in outside]
    return Ranges(r_bar, x_diff, part_range, k1, k2, k3, upper, beyond), found


def _factors(parts: int, operators: int, trials: int, constants: str) -> tuple[float, float | None, float]:
    if constants == "aiag":
        for size, printed, word in (
            (trials, K1_PRINTED, "lần đo"),
            (max(operators, 2), K2_PRINTED, "người đo"),
            (parts, K3_PRINTED, "chi tiết"),
        ):
            if size not in printed:
                raise OutOfRange(
                    "constants", f"Bảng AIAG không có hệ số cho {size} {word}. Hãy dùng constants “exact”."
                )
        return K1_PRINTED[trials], K2_PRINTED[operators] if operators > 1 else None, K3_PRINTED[parts]
    k1 = 1 / (d2_star(trials, parts * operators) if constants == "d2_star" else d2(trials))
    return k1, 1 / d2_star(operators, 1) if operators > 1 else None, 1 / d2_star(parts, 1)
