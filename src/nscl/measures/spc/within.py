"""Samples of a process and the sigma within them: what capability and its stability check stand on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nscl.measures.errors import ConstantData, Inconsistent, MissingField, OutOfRange, TooFew, WrongType
from nscl.measures.inputs import kind_vi, numbers, whole
from nscl.measures.result import Array
from nscl.measures.spc.constants import c4, d2, d3

# Squares of anything larger leave the range of a float, and so do squares of smaller differences.
LARGEST = 1e150
SMALLEST_SPREAD = 1e-150
# A point on a limit is not beyond it; this much of the limit's distance is the noise of arithmetic.
NOISE = 1e-12

INDIVIDUAL_METHODS = ("mr", "median_mr", "mssd")
SUBGROUP_METHODS = ("r_bar", "s_bar", "pooled", "pooled_unbiased")


@dataclass(frozen=True)
class Samples:
    """All values in order of time, and the sizes of the subgroups they came in (None: one by one)."""

    values: Array
    sizes: Array | None
    field: str

    @property
    def starts(self) -> Any:
        """Where each subgroup begins."""
        assert self.sizes is not None
        return np.concatenate(([0], np.cumsum(self.sizes)[:-1])).astype(np.intp)

    def replaced(self, values: Array) -> Samples:
        """The same sampling with other values (a transformation)."""
        return Samples(values, self.sizes, self.field)


@dataclass(frozen=True)
class Within:
    """The estimate of sigma within subgroups, and how much it knows."""

    sigma: float
    method: str
    formula: str
    df_effective: float


def read(data: Any, subgroups: Any, subgroup_size: Any) -> Samples:
    """The samples from `data` or `subgroups`, exactly one of them."""
    if (data is None) == (subgroups is None):
        kind = MissingField if data is None else Inconsistent
        raise kind(
            "data" if data is None else "subgroups",
            "Hãy nhập đúng một trong hai trường “data” (từng giá trị) hoặc “subgroups” (các nhóm con).",
        )
    if subgroups is not None:
        if subgroup_size is not None:
            raise Inconsistent("subgroup_size", "Trường “subgroup_size” chỉ đi cùng “data”; hãy bỏ nó.")
        return _from_groups(subgroups)
    values = numbers(data, "data", at_least_items=2, at_least=-LARGEST, at_most=LARGEST)
    _vary(values, "data")
    size = 1 if subgroup_size is None else whole(subgroup_size, "subgroup_size", at_least=1)
    if size == 1:
        return Samples(values, None, "data")
    groups, rest = divmod(len(values), size)
    if groups < 2:
        raise TooFew("data", f"Cần ít nhất 2 nhóm {size} giá trị; “data” có {len(values)} giá trị.")
    sizes = [size] * groups + ([rest] if rest else [])
    return Samples(values, np.array(sizes, dtype=np.float64), "data")


def _from_groups(subgroups: Any) -> Samples:
    if isinstance(subgroups, str) or not isinstance(subgroups, Sequence | np.ndarray):
        raise WrongType(
            "subgroups", f"Trường “subgroups” phải là danh sách các nhóm, không phải {kind_vi(subgroups)}."
        )
    rows = [
        numbers(row, f"subgroups[{place}]", at_least=-LARGEST, at_most=LARGEST)
        for place, row in enumerate(subgroups)
    ]
    if len(rows) < 2:
        raise TooFew("subgroups", f"Cần ít nhất 2 nhóm con; nhận được {len(rows)}.")
    sizes = np.array([len(row) for row in rows], dtype=np.float64)
    if sizes.max() < 2:
        raise TooFew("subgroups", "Mỗi nhóm con chỉ có 1 giá trị. Hãy nhập các giá trị ở trường “data”.")
    values = np.concatenate(rows)
    _vary(values, "subgroups")
    return Samples(values, sizes, "subgroups")


def _vary(values: Array, field: str) -> None:
    if not float(values.max()) - float(values.min()) > SMALLEST_SPREAD:
        raise ConstantData(
            field,
            f"Mọi giá trị của “{field}” bằng nhau nên không tính được năng lực. "
            "Hãy kiểm tra độ phân giải của dụng cụ đo.",
        )


def method_of(samples: Samples, chosen: str | None) -> str:
    """The method of sigma within, refused where it does not fit the sampling."""
    fit = INDIVIDUAL_METHODS if samples.sizes is None else SUBGROUP_METHODS
    if chosen is None:
        return fit[0]
    if chosen not in fit:
        raise OutOfRange("sigma_method", f"Với “{samples.field}” này, hãy chọn một trong: {', '.join(fit)}.")
    return chosen


def estimate(samples: Samples, method: str) -> Within:
    """Sigma within by the method."""
    found = _individuals(samples, method) if samples.sizes is None else _groups(samples, method)
    if not found.sigma > 0:
        raise ConstantData(
            samples.field,
            f"Sigma trong nhóm của “{samples.field}” theo cách {method} bằng 0: các giá trị kề nhau không "
            "khác nhau. Hãy chọn sigma_method khác hoặc kiểm tra độ phân giải của dụng cụ đo.",
        )
    return found


def _individuals(samples: Samples, method: str) -> Within:
    steps = np.abs(np.diff(samples.values))
    n = len(samples.values)
    if method == "mr":
        return Within(float(np.mean(steps)) / d2(2), method, "MR̄ / d2(2)", 0.62 * (n - 1))
    if method == "median_mr":
        # Median of |z1 − z2|: √2 times the upper quartile of the normal.
        return Within(float(np.median(steps)) / 0.9538725524, method, "median(MR) / d4(2)", 0.32 * (n - 1))
    mean_square = float(np.mean(steps * steps)) / 2
    return Within(mean_square**0.5, method, "√(Σ(x_i − x_{i−1})² / (2(n−1)))", 2 * (n - 1) ** 2 / (3 * n - 4))


def ranges(samples: Samples) -> Array:
    """The range of each subgroup."""
    starts = samples.starts
    high = np.maximum.reduceat(samples.values, starts)
    low = np.minimum.reduceat(samples.values, starts)
    return np.asarray(high - low, dtype=np.float64)


def means(samples: Samples) -> Array:
    """The mean of each subgroup."""
    assert samples.sizes is not None
    return np.asarray(np.add.reduceat(samples.values, samples.starts) / samples.sizes, dtype=np.float64)


def squares(samples: Samples) -> Array:
    """The sum of squares of each subgroup about its own mean, in two passes."""
    assert samples.sizes is not None
    centred = samples.values - np.repeat(means(samples), samples.sizes.astype(np.intp))
    return np.asarray(np.add.reduceat(centred * centred, samples.starts), dtype=np.float64)


def _groups(samples: Samples, method: str) -> Within:
    assert samples.sizes is not None
    useful = samples.sizes > 1
    sizes = samples.sizes[useful]
    if method == "r_bar":
        d2s, d3s = by_size(sizes, d2), by_size(sizes, d3)
        weights = (d2s / d3s) ** 2
        sigma = float(np.sum(weights * ranges(samples)[useful] / d2s) / np.sum(weights))
        formula = "R̄ / d2" if len(set(sizes)) == 1 else "Σ f_i R_i/d2(n_i) / Σ f_i, f = d2²/d3²"
        return Within(sigma, method, formula, 0.9 * float(np.sum(sizes - 1)))
    inside = squares(samples)[useful]
    if method == "s_bar":
        c4s = by_size(sizes, c4)
        weights = c4s**2 / (1 - c4s**2)
        sigma = float(np.sum(weights * np.sqrt(inside / (sizes - 1)) / c4s) / np.sum(weights))
        formula = "s̄ / c4" if len(set(sizes)) == 1 else "Σ h_i s_i/c4(n_i) / Σ h_i, h = c4²/(1−c4²)"
        return Within(sigma, method, formula, float(np.sum(weights)) / 2)
    df = float(np.sum(sizes - 1))
    sigma = (float(np.sum(inside)) / df) ** 0.5
    if method == "pooled":
        return Within(sigma, method, "√(ΣΣ(x − x̄_i)² / Σ(n_i − 1))", df)
    return Within(sigma / c4(df + 1), method, "√(ΣΣ(x − x̄_i)² / Σ(n_i − 1)) / c4(ν+1)", df)


def by_size(sizes: Array, constant: Any) -> Array:
    """A chart constant for every size, computed once for each different size."""
    different, back = np.unique(sizes, return_inverse=True)
    found: Array = np.array([constant(int(size)) for size in different], dtype=np.float64)[back]
    return found
