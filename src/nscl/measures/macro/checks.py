"""The inputs that several measures of growth share: years, levels, growth rates, shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from nscl.measures.errors import Duplicate, OutOfRange
from nscl.measures.inputs import number, numbers, text, whole
from nscl.measures.result import Array, Caution, show

# Beyond these a level is a slip of units, and a ratio of two would leave the range of a float.
LARGEST = 1e100
SMALLEST = 1e-100
LARGEST_GROWTH = 1e6


def year_list(value: Any, field: str = "years", *, at_least_items: int = 2) -> list[int]:
    """Whole years, rising, none twice. Gaps are for the method to judge."""
    found = numbers(value, field, at_least_items=at_least_items)
    years = [whole(year, f"{field}[{place}]", at_least=1, at_most=9999) for place, year in enumerate(found)]
    for place, (before, after) in enumerate(pairwise(years), start=1):
        path = f"{field}[{place}]"
        if after in years[:place]:
            raise Duplicate(path, f"Năm {after} được ghi hai lần. Hãy giữ một số liệu cho mỗi năm.")
        if after < before:
            raise OutOfRange(path, f"Năm {after} đứng sau năm {before}. Hãy xếp các năm tăng dần.")
    return years


def levels(value: Any, field: str, *, length: int | None = None, at_least_items: int = 1) -> Array:
    """Positive levels (output, capital, labour, workers) of a size that can be divided."""
    found = numbers(value, field, length=length, at_least_items=at_least_items, above=0)
    bad = np.flatnonzero((found > LARGEST) | (found < SMALLEST))
    if len(bad):
        path = f"{field}[{int(bad[0])}]"
        raise OutOfRange(path, f"Trường “{path}” quá lớn hoặc quá nhỏ. Hãy kiểm tra đơn vị.")
    return found


def level(value: Any, field: str) -> float:
    """One positive level."""
    found = number(value, field, above=0)
    if not SMALLEST <= found <= LARGEST:
        raise OutOfRange(field, f"Trường “{field}” quá lớn hoặc quá nhỏ. Hãy kiểm tra đơn vị.")
    return found


def bounded(value: Any, field: str, *, length: int | None = None, at_least_items: int = 1) -> Array:
    """Amounts of either sign (investment, value added) of a size that can be summed."""
    found = numbers(value, field, length=length, at_least_items=at_least_items)
    bad = np.flatnonzero(np.abs(found) > LARGEST)
    if len(bad):
        path = f"{field}[{int(bad[0])}]"
        raise OutOfRange(path, f"Trường “{path}” quá lớn. Hãy kiểm tra đơn vị.")
    return found


def growth_rate(value: Any, field: str) -> float:
    """A growth rate in percent: above −100 (nothing shrinks below zero)."""
    return number(value, field, above=-100, at_most=LARGEST_GROWTH)


def growth_rates(value: Any, field: str, *, length: int | None = None, at_least_items: int = 1) -> Array:
    """Growth rates in percent."""
    return numbers(
        value, field, length=length, at_least_items=at_least_items, above=-100, at_most=LARGEST_GROWTH
    )


def share(value: Any, field: str) -> float:
    """A share between 0 and 1; a percentage is refused with a hint."""
    found = number(value, field)
    if 1 < found <= 100:
        raise OutOfRange(
            field,
            f"Trường “{field}” là tỷ phần từ 0 đến 1; {show(found)} có phải là phần trăm? "
            f"Hãy nhập {show(found / 100)}.",
        )
    return number(value, field, at_least=0, at_most=1)


def shares(value: Any, field: str, length: int) -> Array:
    """Shares by year; one number stands for the same share in every year."""
    if isinstance(value, int | float | np.number):
        return np.full(length, share(value, field))
    found = numbers(value, field, length=length)
    return np.array([share(item, f"{field}[{place}]") for place, item in enumerate(found)])


def share_cautions(labour_share: Array | float) -> list[Caution]:
    """A share at its bound leaves one factor without any contribution."""
    if np.any(np.asarray(labour_share) == 0) or np.any(np.asarray(labour_share) == 1):
        return [
            Caution(
                "share_at_bound",
                "Tỷ phần lao động bằng 0 hoặc 1: một yếu tố không có đóng góp nào. "
                "Hãy kiểm tra nguồn số liệu.",
                "labour_share",
            )
        ]
    return []


def fraction_cautions(rates: Sequence[float]) -> list[Caution]:
    """Growth typed as 0.06 where 6 is meant."""
    largest = max(abs(rate) for rate in rates)
    if 0 < largest < 0.3:
        return [
            Caution(
                "perhaps_fractions",
                f"Mọi tốc độ tăng đều dưới 0,3 % (lớn nhất {show(largest)} %). "
                "Tốc độ tăng được nhập theo phần trăm: 6 nghĩa là 6 %, không phải 0,06.",
            )
        ]
    return []


def vector(value: Any, field: str) -> bool:
    """Whether a list was given where a number or a list may stand."""
    return isinstance(value, np.ndarray) or (isinstance(value, Sequence) and not isinstance(value, str))


def names(items: Sequence[Mapping[str, Any]], field: str) -> list[str]:
    """The `name` of each record (or “1”, “2”, …), none twice."""
    found: list[str] = []
    for place, item in enumerate(items):
        given = item.get("name")
        name = str(place + 1) if given is None else text(given, f"{field}[{place}].name")
        if name in found:
            raise Duplicate(
                f"{field}[{place}].name", f"Tên “{name}” được ghi hai lần. Hãy đặt tên khác nhau."
            )
        found.append(name)
    return found
