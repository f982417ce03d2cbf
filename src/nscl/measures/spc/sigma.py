"""Estimates of the process standard deviation from within samples."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from nscl.measures.errors import TooFew, TooLarge
from nscl.measures.result import Array
from nscl.measures.spc.constants import LARGEST, c4, d2, d3, d4
from nscl.measures.spc.samples import Mask, Samples

# Named as in R's qcc, so that a reader of either knows which is meant.
WITHIN = ("mvlue_r", "uwave_r", "mvlue_s", "uwave_s", "rmsdf", "pooled_s")
INDIVIDUAL = ("mr_mean", "mr_median", "sd")

FORMULAS = {
    "mvlue_r": "σ̂ = Σ f·R/d2 / Σ f, f = d2²/d3²",
    "uwave_r": "σ̂ = trung bình của R/d2",
    "mvlue_s": "σ̂ = Σ f·s/c4 / Σ f, f = c4²/(1−c4²)",
    "uwave_s": "σ̂ = trung bình của s/c4",
    "rmsdf": "σ̂ = √(Σ(n−1)s²/Σ(n−1)) / c4(Σ(n−1)+1)",
    "pooled_s": "σ̂ᵢ = √(Σ(n−1)s²/Σ(n−1)) / c4(nᵢ)",
    "mr_mean": "σ̂ = MR̄/d2",
    "mr_median": "σ̂ = trung vị MR/d4",
    "sd": "σ̂ = s/c4(N)",
    "given": "σ cho trước",
}


def by_size(constant: Callable[[int], float], sizes: Array) -> Array:
    """A constant for each size; NaN for size 1, which has no range and no deviation."""
    distinct, place = np.unique(sizes, return_inverse=True)
    found: Array = np.array([constant(int(size)) if size > 1 else np.nan for size in distinct])[place]
    return found


def weighted_mean(values: Array, weights: Array) -> float:
    """Mean with weights, by deviations from the first value so that constant data stay constant."""
    first = float(values[0])
    found = first + float(np.sum(weights * (values - first)) / np.sum(weights))
    return found + float(np.sum(weights * (values - found)) / np.sum(weights))


def within(samples: Samples, method: str, used: Mask) -> Array:
    """σ̂ for every sample, from the used ones (`pooled_s` alone makes it depend on the size)."""
    kept = samples.only(used & (samples.sizes > 1))
    if not len(kept):
        raise TooFew(samples.field, "Không có nhóm nào từ 2 giá trị trở lên để ước lượng sigma.")
    everywhere = np.ones(len(samples))
    if method in ("rmsdf", "pooled_s"):
        freedom = float(np.sum(kept.sizes - 1))
        pooled = float(np.sqrt(np.sum((kept.sizes - 1) * kept.sd**2) / freedom))
        if method == "rmsdf":
            return everywhere * (pooled / c4(freedom + 1))
        # A single value has no c4; it is drawn with the limits of the smallest sample that has one.
        return pooled / by_size(c4, np.maximum(samples.sizes, 2))
    if method.endswith("_r"):
        refuse_large(kept)
        scale, spread = by_size(d2, kept.sizes), by_size(d3, kept.sizes)
        each, weight = kept.range / scale, (scale / spread) ** 2
    else:
        scale = by_size(c4, kept.sizes)
        each, weight = kept.sd / scale, scale**2 / (1 - scale**2)
    return everywhere * weighted_mean(each, weight if method.startswith("mvlue") else np.ones(len(each)))


def moving_ranges(values: Array, span: int) -> Array:
    """Range of each `span` consecutive values; the first `span − 1` are NaN."""
    found = np.full(len(values), np.nan)
    if len(values) >= span:
        windows = np.lib.stride_tricks.sliding_window_view(values, span)
        found[span - 1 :] = windows.max(axis=1) - windows.min(axis=1)
    return found


def whole_windows(used: Mask, span: int) -> Mask:
    """Where the last `span` points are all used: no moving range reaches over a point left out."""
    found = np.zeros(len(used), dtype=bool)
    if len(used) >= span:
        found[span - 1 :] = np.lib.stride_tricks.sliding_window_view(used, span).all(axis=1)
    return found


def individual(values: Array, method: str, span: int, used: Mask) -> float:
    """σ̂ of individual values."""
    if method == "sd":
        kept = values[used]
        if len(kept) < 2:
            raise TooFew("data", "Cần ít nhất 2 giá trị để ước lượng sigma.")
        rest = kept - weighted_mean(kept, np.ones(len(kept)))
        return float(np.sqrt(np.sum(rest**2) / (len(kept) - 1))) / c4(len(kept))
    ranges = moving_ranges(values, span)[whole_windows(used, span)]
    if not ranges.size:
        raise TooFew(
            "data", f"Không có {span} giá trị liên tiếp nào để tính khoảng di động. Hãy thêm số liệu."
        )
    if method == "mr_median":
        return float(np.median(ranges)) / d4(span)
    return weighted_mean(ranges, np.ones(len(ranges))) / d2(span)


def refuse_large(samples: Samples) -> None:
    """The range of more than 10,000 values is no estimate."""
    if samples.sizes.max() > LARGEST:
        raise TooLarge(samples.field, f"Nhóm lớn hơn {LARGEST} giá trị: hãy dùng biểu đồ xbar_s.")
