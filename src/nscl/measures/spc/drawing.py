"""What a chart is made of: a centre line, two limits, points, and which of them lie beyond."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nscl.measures.errors import Inconsistent, OutOfRange, TooFew
from nscl.measures.inputs import numbers, whole
from nscl.measures.result import Array, Caution, Result
from nscl.measures.spc.samples import Mask

# A point is beyond a limit only by more than rounding: this share of the half width, or a few last bits.
_NOISE, _BITS = 1e-11, 16 * np.finfo(np.float64).eps


@dataclass(frozen=True)
class Dispersion:
    """The chart of ranges, standard deviations or moving ranges beside the chart of locations."""

    center: float | Array
    lcl: float | Array
    ucl: float | Array
    points: Array
    signals: list[int]


@dataclass(frozen=True, kw_only=True, eq=False)
class Chart(Result):
    """A control chart."""

    kind: str
    center: float | Array
    lcl: float | Array
    ucl: float | Array
    points: Array
    signals: list[int]
    dispersion: Dispersion | None = None
    c_plus: Array | None = None
    c_minus: Array | None = None
    n_plus: list[int] | None = None
    n_minus: list[int] | None = None
    decision_interval: float | None = None
    reference_value: float | None = None
    sigma: float | Array | None = None
    sigma_z: float | None = None
    standardised: Array
    rule_signals: dict[str, list[int]] | None = None
    samples: int
    samples_used: int


@dataclass(frozen=True)
class Plan:
    """The options common to all kinds, checked."""

    kind: str
    center: float | None
    sigma: float | None
    sigma_method: str | None
    span: int
    width: float
    fixed: tuple[float, float] | None
    baseline: int | None
    exclude: tuple[int, ...]

    def used(self, count: int, field: str) -> Mask:
        """The samples that the centre line and the limits are taken from."""
        mask = np.ones(count, dtype=bool)
        if self.baseline is not None:
            whole(self.baseline, "baseline", at_most=count)
            mask[self.baseline :] = False
        for place, sample in enumerate(self.exclude):
            if sample > count:
                raise OutOfRange(f"exclude[{place}]", f"Không có mẫu {sample}: chỉ có {count} mẫu.")
            mask[sample - 1] = False
        least = 1 if self.center is not None and (self.sigma is not None or not needs_sigma(self.kind)) else 2
        if mask.sum() < least:
            raise TooFew(
                field, f"Chỉ còn {int(mask.sum())} mẫu để lập giới hạn; cần ít nhất {least}. Hãy thêm mẫu."
            )
        return mask

    def cautions(self, used: Mask) -> tuple[Caution, ...]:
        """Few samples make uncertain limits."""
        kept = int(used.sum())
        if kept >= 20 or (self.center is not None and (self.sigma is not None or not needs_sigma(self.kind))):
            return ()
        return (Caution("few_samples", f"Giới hạn lập từ {kept} mẫu; nên có ít nhất 20 mẫu.", "baseline"),)


def needs_sigma(kind: str) -> bool:
    """Whether sigma is a second thing to estimate (counts give it away with their mean)."""
    return kind in ("xbar_r", "xbar_s", "i_mr", "ewma", "cusum", "p_prime", "u_prime")


def fixed_limits(value: object) -> tuple[float, float]:
    """Two given limits."""
    low, high = numbers(value, "limits", length=2)
    if low >= high:
        raise Inconsistent("limits", "Giới hạn dưới phải nhỏ hơn giới hạn trên.")
    return float(low), float(high)


def beyond(points: Array, lcl: float | Array, ucl: float | Array) -> list[int]:
    """Numbers, from 1, of the points strictly beyond the limits."""
    slack = _NOISE * (np.asarray(ucl) - np.asarray(lcl)) / 2
    low = points < lcl - (slack + _BITS * np.abs(lcl))
    high = points > ucl + (slack + _BITS * np.abs(ucl))
    return [int(place) + 1 for place in np.flatnonzero(low | high)]


def standardised(points: Array, center: float | Array, error: float | Array) -> Array:
    """(point − centre) / its standard error; without variation 0 on the line, infinite off it."""
    rest, error = points - center, np.broadcast_to(error, points.shape)
    rest = np.where(np.abs(rest) <= _BITS * np.abs(center), 0.0, rest)
    flat = np.where(rest == 0, 0.0, np.copysign(np.inf, rest))
    with np.errstate(over="ignore"):  # a tiny error makes a z that is infinite, and shown as null
        return np.divide(rest, error, out=flat, where=error > 0)


def single(values: float | Array) -> float | Array:
    """One number where all are the same, the list where they vary."""
    found = np.asarray(values, dtype=np.float64)
    if found.ndim == 0 or (found == found.flat[0]).all():
        return float(found.flat[0])
    return found


def limits(
    center: float | Array,
    error: float | Array,
    plan: Plan,
    floor: float = -np.inf,
    ceiling: float | Array = np.inf,
) -> tuple[float | Array, float | Array]:
    """Centre ∓ width × standard error, cut where no point can lie; or the limits given."""
    if plan.fixed is not None:
        return plan.fixed
    half = plan.width * np.asarray(error)
    return single(np.maximum(floor, center - half)), single(np.minimum(ceiling, center + half))
