"""Whether a process was in control while it was sampled: what capability must know before it speaks.

The rule is the chart's own: a point strictly beyond three sigma. On a long chart chance alone puts points
there (of 100 stable single values, on one chart in four), so a point counts as a special cause only when
it is also rarer than what one stable chart in ten shows somewhere. Up to some 37 points on the location
chart that is the three-sigma rule itself. More points beyond than chance explains (1 %) count all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from nscl.measures.result import Array
from nscl.measures.spc.constants import c4, d2, d3, range_cdf
from nscl.measures.spc.within import NOISE, Samples, Within, by_size, means, ranges, squares

Places = NDArray[np.intp]
FALSE_ALARM_OF_A_CHART = 0.10
RARE_COUNT = 0.01


@dataclass(frozen=True)
class Stability:
    """Points strictly beyond three sigma on the location and on the dispersion chart, from 1.

    `special` names those that chance does not explain, chart by chart in the same order.
    """

    chart: str
    location: list[int]
    dispersion: list[int]
    special_location: list[int]
    special_dispersion: list[int]

    @property
    def stable(self) -> bool:
        return not (self.special_location or self.special_dispersion)


def stability(samples: Samples, within: Within) -> Stability:
    """Hold the samples against three-sigma limits built on their own sigma within."""
    sigma, centre = within.sigma, float(np.mean(samples.values))
    if samples.sizes is None:
        steps = np.abs(np.diff(samples.values)) / sigma
        above = _beyond(steps - d2(2), 3 * d3(2))
        tails = 2 * stats.norm.sf(steps[above] / np.sqrt(2))
        location = _location((samples.values - centre) / sigma)
        dispersion = _judged(above, tails, len(steps), 2 * float(stats.norm.sf((d2(2) + 3 * d3(2)) / 2**0.5)))
        return _told("I-MR", location, [[at + 1 for at in points] for points in dispersion])
    location = _location((means(samples) - centre) * np.sqrt(samples.sizes) / sigma)
    useful = np.flatnonzero(samples.sizes > 1)
    sizes = samples.sizes[useful]
    by_range = within.method == "r_bar"
    judged = _ranges(samples, useful, sigma) if by_range else _deviations(samples, useful, sizes, sigma)
    chart = "X̄-R" if by_range else "X̄-S"
    return _told(chart, location, [[int(useful[at - 1]) + 1 for at in points] for points in judged])


def _told(chart: str, location: list[list[int]], dispersion: list[list[int]]) -> Stability:
    return Stability(chart, location[0], dispersion[0], location[1], dispersion[1])


def _location(z: Array) -> list[list[int]]:
    beyond = _beyond(z, 3)
    return _judged(beyond, 2 * stats.norm.sf(np.abs(z[beyond])), len(z), 2 * float(stats.norm.sf(3)))


def _ranges(samples: Samples, useful: Places, sigma: float) -> list[list[int]]:
    points = ranges(samples)[useful] / sigma
    assert samples.sizes is not None
    sizes = samples.sizes[useful]
    middle, spread = by_size(sizes, d2), by_size(sizes, d3)
    beyond = _beyond(points - middle, 3 * spread)
    tails = np.array([_range_tail(float(points[at]), int(sizes[at])) for at in beyond])
    n, limit = int(sizes[0]), float(middle[0] + 3 * spread[0])
    return _judged(beyond, tails, len(points), _range_tail(limit, n))


def _range_tail(w: float, n: int) -> float:
    under = range_cdf(w, n)
    return min(under, 1 - under)


def _deviations(samples: Samples, useful: Places, sizes: Array, sigma: float) -> list[list[int]]:
    points = np.sqrt(squares(samples)[useful] / (sizes - 1)) / sigma
    middle = by_size(sizes, c4)
    spread = np.sqrt(1 - middle**2)
    beyond = _beyond(points - middle, 3 * spread)
    tails = _deviation_tail(points[beyond], sizes[beyond])
    limit = _deviation_tail(middle[:1] + 3 * spread[:1], sizes[:1])
    return _judged(beyond, tails, len(points), float(limit[0]))


def _deviation_tail(s: Array, sizes: Array) -> Array:
    square, df = s**2 * (sizes - 1), sizes - 1
    return np.asarray(np.minimum(stats.chi2.sf(square, df), stats.chi2.cdf(square, df)), dtype=np.float64)


def _beyond(deviations: Array, distance: float | Array) -> Places:
    return np.flatnonzero(np.abs(deviations) > np.asarray(distance) * (1 + NOISE))


def _judged(beyond: Places, tails: Array, count: int, tail_at_limit: float) -> list[list[int]]:
    """The points beyond, and those of them that chance does not explain; both counted from 1."""
    seen = [int(at) + 1 for at in beyond]
    if len(seen) > float(stats.binom.isf(RARE_COUNT, count, tail_at_limit)):
        return [seen, seen]
    rare = 1 - (1 - FALSE_ALARM_OF_A_CHART) ** (1 / count)
    # Up to some forty points the chart's own limit decides, as in every textbook.
    bound = rare if rare < tail_at_limit else 1.0
    return [seen, [at for at, tail in zip(seen, tails, strict=True) if tail < bound]]
