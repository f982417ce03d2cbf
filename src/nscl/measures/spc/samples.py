"""Reading samples: subgroups of equal or unequal sizes, individual values, counts with their sizes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nscl.measures.errors import Inconsistent, MeasureError, MissingField, OutOfRange, WrongLength, WrongType
from nscl.measures.inputs import kind_vi, number, numbers, whole
from nscl.measures.result import Array

Counts = NDArray[np.int_]
Mask = NDArray[np.bool_]

LARGEST_VALUE = 1e100
SMALLEST_SIZE = 1e-6


@dataclass(frozen=True)
class Samples:
    """One row a sample: its size, mean, range and standard deviation (NaN where the size is 1)."""

    sizes: Array
    mean: Array
    range: Array
    sd: Array
    field: str

    def __len__(self) -> int:
        return len(self.sizes)

    def only(self, used: Mask) -> Samples:
        """The samples that the mask keeps."""
        return Samples(self.sizes[used], self.mean[used], self.range[used], self.sd[used], self.field)


def read_samples(subgroups: Any, data: Any, sizes: Any, wanted: str = "data") -> Samples:
    """Samples from `subgroups`, from `data` cut by `sizes`, or from `data` as individual values."""
    if subgroups is not None and data is not None:
        raise Inconsistent("data", "Có cả “subgroups” và “data”. Hãy giữ một.")
    if subgroups is None and data is None:
        raise MissingField(
            wanted, "Thiếu số liệu. Hãy nhập “subgroups” (các nhóm) hoặc “data” (từng giá trị)."
        )
    if subgroups is not None:
        if sizes is not None:
            raise Inconsistent("sizes", "“subgroups” đã cho biết cỡ nhóm. Hãy bỏ “sizes”.")
        flat, counts = _rows(subgroups)
        return _summaries(flat, counts, "subgroups")
    flat = tame(numbers(data, "data"), "data")
    return _summaries(flat, np.ones(len(flat), int) if sizes is None else _cut(len(flat), sizes), "data")


def read_individuals(data: Any) -> Array:
    """Individual values in order."""
    if data is None:
        raise MissingField(
            "data", "Thiếu trường “data”. Hãy nhập danh sách các giá trị theo thứ tự thời gian."
        )
    return tame(numbers(data, "data"), "data")


def read_counts(data: Any) -> Array:
    """Counts of defects or defectives: whole numbers from 0."""
    if data is None:
        raise MissingField("data", "Thiếu trường “data”. Hãy nhập danh sách số đếm của từng mẫu.")
    found = numbers(data, "data", at_least=0, at_most=2**53)
    odd = np.flatnonzero(found != np.floor(found))
    if odd.size:
        whole(float(found[odd[0]]), f"data[{odd[0]}]")
    return found


def read_sizes(sizes: Any, length: int, *, whole_pieces: bool) -> Array:
    """Sizes of the samples: one for all, or one a sample."""
    if sizes is None:
        raise MissingField("sizes", "Thiếu trường “sizes”. Hãy nhập cỡ mẫu: một số, hoặc một số cho mỗi mẫu.")
    if isinstance(sizes, Sequence | np.ndarray) and not isinstance(sizes, str):
        found = numbers(sizes, "sizes", at_least=SMALLEST_SIZE, at_most=LARGEST_VALUE)
        if len(found) != length:
            raise WrongLength("sizes", f"“sizes” có {len(found)} số, “data” có {length}: cần bằng nhau.")
    else:
        found = np.full(length, number(sizes, "sizes", at_least=SMALLEST_SIZE, at_most=LARGEST_VALUE))
    odd = np.flatnonzero(found != np.floor(found)) if whole_pieces else np.array([], int)
    if odd.size:
        single = isinstance(sizes, int | float)
        whole(float(found[odd[0]]), "sizes" if single else f"sizes[{odd[0]}]")
    return found


def tame(values: Array, field: str) -> Array:
    """Refuse values so large that their squares have no meaning."""
    far = np.flatnonzero(np.abs(values) > LARGEST_VALUE)
    if far.size:
        path = f"{field}[{far[0]}]"
        raise OutOfRange(path, f"Giá trị “{path}” lớn quá mức đo được. Hãy kiểm tra lại đơn vị.")
    return values


def _rows(subgroups: Any) -> tuple[Array, Counts]:
    if isinstance(subgroups, str | Mapping) or not isinstance(subgroups, Sequence | np.ndarray):
        raise WrongType(
            "subgroups", f"“subgroups” phải là danh sách các nhóm, không phải {kind_vi(subgroups)}."
        )
    if isinstance(subgroups, np.ndarray) and subgroups.ndim == 2 and subgroups.dtype.kind in "iuf":
        flat, counts = subgroups.ravel().astype(np.float64), np.full(len(subgroups), subgroups.shape[1])
    else:
        flat, counts = _listed(subgroups)
    sound = len(counts) and counts.all() and flat.size == counts.sum() and np.isfinite(flat).all()
    if not sound or np.abs(flat).max() > LARGEST_VALUE:
        _name_the_fault(subgroups)
    return flat, counts


def _listed(subgroups: Any) -> tuple[Array, Counts]:
    for place, row in enumerate(subgroups):
        if isinstance(row, str | Mapping) or not isinstance(row, Sequence | np.ndarray):
            raise WrongType(
                f"subgroups[{place}]",
                f"Nhóm {place + 1} phải là một danh sách số, không phải {kind_vi(row)}. "
                "Nếu mỗi mẫu là một giá trị, hãy dùng “data”.",
            )
    try:
        flat = numbers(list(chain.from_iterable(subgroups)), "subgroups")
    except MeasureError:  # said again below, with the row it stands in
        flat = np.array([])
    return flat, np.array([len(row) for row in subgroups], int)


def _name_the_fault(subgroups: Any) -> None:
    """Walk row by row to say where the fault is."""
    if not len(subgroups):
        numbers([], "subgroups")
    for place, row in enumerate(subgroups):
        tame(numbers(row, f"subgroups[{place}]"), f"subgroups[{place}]")


def _cut(length: int, sizes: Any) -> Counts:
    """Sizes that cut a flat list into subgroups."""
    if isinstance(sizes, Sequence | np.ndarray) and not isinstance(sizes, str):
        found = [whole(size, f"sizes[{place}]", at_least=1) for place, size in enumerate(sizes)]
    else:
        size = whole(sizes, "sizes", at_least=1)
        found = [size] * (length // size)
    if sum(found) != length:
        raise WrongLength("sizes", f"“data” có {length} giá trị, các cỡ nhóm cộng lại là {sum(found)}.")
    return np.array(found, int)


def _summaries(flat: Array, counts: Counts, field: str) -> Samples:
    """Means and deviations in two passes, so that a large common offset costs no digits."""
    starts = np.concatenate(([0], np.cumsum(counts)[:-1])).astype(int)
    sizes = counts.astype(np.float64)
    mean = np.add.reduceat(flat / np.repeat(sizes, counts), starts)
    rest = flat - np.repeat(mean, counts)
    mean = mean + np.add.reduceat(rest, starts) / sizes
    rest = flat - np.repeat(mean, counts)
    squares = np.add.reduceat(rest**2, starts) - np.add.reduceat(rest, starts) ** 2 / sizes
    several = counts > 1
    sd = np.where(several, np.sqrt(np.maximum(squares, 0) / np.maximum(sizes - 1, 1)), np.nan)
    spread = np.maximum.reduceat(flat, starts) - np.minimum.reduceat(flat, starts)
    return Samples(sizes, mean, np.where(several, spread, np.nan), np.where(spread == 0, sd * 0, sd), field)
