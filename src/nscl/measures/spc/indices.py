"""The capability indices of a normal process: arithmetic on mean, sigma and the limits."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from scipy import special, stats

from nscl.measures.errors import Inconsistent, MissingField
from nscl.measures.inputs import number
from nscl.measures.result import Assumption, Caution, show
from nscl.measures.spc.within import LARGEST

Interval = list[float | None]


@dataclass(frozen=True)
class Spec:
    """The specification limits (one may be absent) and the target."""

    lsl: float | None
    usl: float | None
    target: float | None

    @property
    def two_sided(self) -> bool:
        return self.lsl is not None and self.usl is not None


@dataclass(frozen=True)
class Indices:
    """One family: potential (Cp), each side (Cpl, Cpu) and the worse of them (Cpk)."""

    p: float | None
    lower: float | None
    upper: float | None
    k: float


@dataclass(frozen=True)
class Fallout:
    """Parts per million below the lower limit, above the upper limit, and together."""

    below: float
    above: float

    @property
    def total(self) -> float:
        return self.below + self.above

    @property
    def as_table(self) -> dict[str, float]:
        return {"below": self.below, "above": self.above, "total": self.total}


def read_spec(lsl: Any, usl: Any, target: Any) -> tuple[Spec, list[Assumption], list[Caution]]:
    """The limits checked; the target is the midpoint when none is given."""
    low, high, aim = (
        None if value is None else number(value, name, at_least=-LARGEST, at_most=LARGEST)
        for name, value in (("lsl", lsl), ("usl", usl), ("target", target))
    )
    if low is None and high is None:
        raise MissingField("lsl", "Cần ít nhất một giới hạn kỹ thuật: hãy nhập “lsl”, “usl” hoặc cả hai.")
    said: list[Assumption] = []
    cautions: list[Caution] = []
    if low is None or high is None:
        cautions.append(
            Caution("one_sided", "Chỉ có một giới hạn kỹ thuật: Cp, Pp và Cpm không xác định.", "lsl")
        )
        return Spec(low, high, aim), said, cautions
    if not low < high:
        raise Inconsistent(
            "usl",
            f"Giới hạn trên ({show(high)}) phải lớn hơn giới hạn dưới ({show(low)}). Hãy kiểm tra lại.",
        )
    if aim is None:
        aim = low + (high - low) / 2
        said.append(Assumption("target", aim, "Không nhập đích nên lấy điểm giữa hai giới hạn kỹ thuật."))
    elif not low <= aim <= high:
        cautions.append(
            Caution("target_outside", "Đích nằm ngoài giới hạn kỹ thuật nên không tính Cpm.", "target")
        )
    return Spec(low, high, aim), said, cautions


def indices(spec: Spec, mean: float, sigma: float) -> Indices:
    """Cp, Cpl, Cpu and Cpk, or Pp, Ppl, Ppu and Ppk by another sigma."""
    lower = None if spec.lsl is None else (mean - spec.lsl) / (3 * sigma)
    upper = None if spec.usl is None else (spec.usl - mean) / (3 * sigma)
    width = None if spec.lsl is None or spec.usl is None else (spec.usl - spec.lsl) / (6 * sigma)
    return Indices(width, lower, upper, min(side for side in (lower, upper) if side is not None))


def about_target(spec: Spec, mean: float, sigma: float) -> float | None:
    """Cpm = (USL − LSL) / (6 √(σ² + (x̄ − T)²))."""
    if spec.lsl is None or spec.usl is None or spec.target is None:
        return None
    if not spec.lsl <= spec.target <= spec.usl:
        return None
    return (spec.usl - spec.lsl) / (6 * math.hypot(sigma, mean - spec.target))


def interval_of_p(value: float | None, df: float, confidence: float) -> Interval:
    """Exact, by the chi-square law of the variance."""
    if value is None:
        return [None, None]
    tail = (1 - confidence) / 2
    return [
        value * math.sqrt(float(stats.chi2.ppf(tail, df)) / df),
        value * math.sqrt(float(stats.chi2.isf(tail, df)) / df),
    ]


def interval_of_k(value: float, n: float, df: float, confidence: float) -> Interval:
    """Bissell's: C ± z √(1/(9n) + C²/(2ν))."""
    half = z_of(confidence) * math.hypot(1 / (3 * math.sqrt(n)), value / math.sqrt(2 * df))
    return [value - half, value + half]


def z_of(confidence: float) -> float:
    return -float(special.ndtri((1 - confidence) / 2))


def fallout(spec: Spec, mean: float, sigma: float) -> Fallout:
    """What a normal process of that mean and sigma puts outside the limits."""
    below = 0.0 if spec.lsl is None else float(special.ndtr((spec.lsl - mean) / sigma))
    above = 0.0 if spec.usl is None else float(special.ndtr((mean - spec.usl) / sigma))
    return Fallout(1e6 * below, 1e6 * above)


def bench(fraction_ppm: float) -> float | None:
    """The one-sided z with the same total fallout; none when it is nothing or everything."""
    share = fraction_ppm / 1e6
    return -float(special.ndtri(share)) if 0 < share < 1 else None
