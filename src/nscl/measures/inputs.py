"""Reading inputs: every function takes the value and the path of its field, and returns it checked.

None means "not given" and is never zero; booleans and texts are not numbers; NaN and infinity are refused
with the place where they stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from nscl.measures.errors import (
    MissingField,
    NotFinite,
    OutOfRange,
    TooFew,
    UnknownField,
    WrongLength,
    WrongType,
)
from nscl.measures.result import Array, show


def number(
    value: Any,
    field: str,
    *,
    above: float | None = None,
    at_least: float | None = None,
    below: float | None = None,
    at_most: float | None = None,
) -> float:
    """One finite number within the bounds.

    >>> number(3, "cycle", above=0)
    3.0
    >>> number(0, "cycle", above=0)
    Traceback (most recent call last):
    nscl.measures.errors.OutOfRange: Trường “cycle” phải lớn hơn 0; giá trị nhận được là 0.
    """
    if value is None:
        raise MissingField(field, f"Thiếu trường “{field}”. Hãy nhập một số.")
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | float | np.integer | np.floating):
        raise WrongType(field, f"Trường “{field}” phải là một số, không phải {kind_vi(value)}.")
    try:
        found = float(value)
    except OverflowError:
        found = float("inf")
    if not np.isfinite(found):
        raise NotFinite(field, f"Trường “{field}” phải là một số hữu hạn; hãy bỏ NaN hoặc vô cùng.")
    _within(found, field, above, at_least, below, at_most)
    return found


def whole(value: Any, field: str, *, at_least: int | None = None, at_most: int | None = None) -> int:
    """One whole number within the bounds (3.0 is whole, 3.5 is refused)."""
    found = number(value, field, at_least=at_least, at_most=at_most)
    if found != int(found):
        raise WrongType(field, f"Trường “{field}” phải là số nguyên; giá trị nhận được là {show(found)}.")
    return int(found)


def numbers(
    values: Any,
    field: str,
    *,
    length: int | None = None,
    at_least_items: int = 1,
    above: float | None = None,
    at_least: float | None = None,
    below: float | None = None,
    at_most: float | None = None,
) -> Array:
    """A list of finite numbers within the bounds, as an array; the first bad one is named.

    >>> numbers([1, 2.5], "output").tolist()
    [1.0, 2.5]
    >>> numbers([1, None], "output")
    Traceback (most recent call last):
    nscl.measures.errors.MissingField: Thiếu trường “output[1]”. Hãy nhập một số.
    """
    if values is None:
        raise MissingField(field, f"Thiếu trường “{field}”. Hãy nhập một danh sách số.")
    found = _array(values, field, 1)
    if length is not None and len(found) != length:
        raise WrongLength(field, f"Danh sách “{field}” có {len(found)} số, cần đúng {length} số.")
    if len(found) < at_least_items:
        raise TooFew(field, f"Danh sách “{field}” có {len(found)} số, cần ít nhất {at_least_items} số.")
    _all_within(found, field, above, at_least, below, at_most)
    return found


def matrix(
    values: Any,
    field: str,
    *,
    rows: int | None = None,
    columns: int | None = None,
    at_least_rows: int = 1,
    at_least: float | None = None,
    above: float | None = None,
) -> Array:
    """Rows of equal length of finite numbers. A flat list of numbers is one column."""
    if values is None:
        raise MissingField(field, f"Thiếu trường “{field}”. Hãy nhập một bảng số (danh sách các dòng).")
    flat = isinstance(values, np.ndarray) and values.ndim == 1
    if flat or (
        isinstance(values, Sequence) and len(values) and not isinstance(values[0], Sequence | np.ndarray)
    ):
        found = numbers(values, field, at_least=at_least, above=above).reshape(-1, 1)
    else:
        found = _array(values, field, 2)
        _all_within(found, field, above, at_least, None, None)
    if len(found) < at_least_rows:
        raise TooFew(field, f"Bảng “{field}” có {len(found)} dòng, cần ít nhất {at_least_rows} dòng.")
    if rows is not None and len(found) != rows:
        raise WrongLength(field, f"Bảng “{field}” có {len(found)} dòng, cần đúng {rows} dòng.")
    if columns is not None and found.shape[1] != columns:
        raise WrongLength(field, f"Bảng “{field}” có {found.shape[1]} cột, cần đúng {columns} cột.")
    if found.shape[1] == 0:
        raise TooFew(f"{field}[0]", f"Bảng “{field}” không có cột nào.")
    return found


def choice(value: Any, field: str, options: Sequence[str]) -> str:
    """One of the given words.

    >>> choice("vrs", "returns", ["crs", "vrs"])
    'vrs'
    """
    if value is None:
        raise MissingField(field, f"Thiếu trường “{field}”. Hãy chọn một trong: {', '.join(options)}.")
    if not isinstance(value, str) or value not in options:
        raise OutOfRange(field, f"Trường “{field}” phải là một trong: {', '.join(options)}.")
    return value


def text(value: Any, field: str) -> str:
    """A text that is not empty."""
    if value is None:
        raise MissingField(field, f"Thiếu trường “{field}”. Hãy nhập một dòng chữ.")
    if not isinstance(value, str):
        raise WrongType(field, f"Trường “{field}” phải là chữ, không phải {kind_vi(value)}.")
    if not value.strip():
        raise MissingField(field, f"Trường “{field}” đang để trống. Hãy nhập một dòng chữ.")
    return value.strip()


def flag(value: Any, field: str) -> bool:
    """True or false, nothing that merely looks so."""
    if not isinstance(value, bool | np.bool_):
        raise WrongType(field, f"Trường “{field}” phải là true hoặc false, không phải {kind_vi(value)}.")
    return bool(value)


def table(value: Any, field: str) -> Mapping[str, Any]:
    """A mapping from names to values, not empty."""
    if value is None:
        raise MissingField(field, f"Thiếu trường “{field}”. Hãy nhập một đối tượng tên: giá trị.")
    if not isinstance(value, Mapping):
        raise WrongType(
            field, f"Trường “{field}” phải là một đối tượng tên: giá trị, không phải {kind_vi(value)}."
        )
    if not value:
        raise TooFew(field, f"Đối tượng “{field}” đang trống. Hãy nhập ít nhất một mục.")
    return value


def records(
    values: Any, field: str, *, known: Sequence[str] | None = None, at_least_items: int = 1
) -> list[Mapping[str, Any]]:
    """A list of mappings; with `known`, any other key is refused by its path."""
    if values is None:
        raise MissingField(field, f"Thiếu trường “{field}”. Hãy nhập một danh sách.")
    if isinstance(values, str | Mapping) or not isinstance(values, Sequence):
        raise WrongType(field, f"Trường “{field}” phải là một danh sách, không phải {kind_vi(values)}.")
    if len(values) < at_least_items:
        raise TooFew(field, f"Danh sách “{field}” có {len(values)} mục, cần ít nhất {at_least_items} mục.")
    for place, item in enumerate(values):
        if not isinstance(item, Mapping):
            raise WrongType(
                f"{field}[{place}]",
                f"Mục “{field}[{place}]” phải là một đối tượng, không phải {kind_vi(item)}.",
            )
        if known is not None:
            refuse_unknown(item, known, f"{field}[{place}]")
    return list(values)


def refuse_unknown(item: Mapping[str, Any], known: Sequence[str], field: str = "") -> None:
    """Refuse the first key that is not among the known ones."""
    for key in item:
        if key not in known:
            path = f"{field}.{key}" if field else str(key)
            raise UnknownField(path, f"Không có trường “{key}”. Các trường dùng được: {', '.join(known)}.")


def same_length(first: Array, first_field: str, *others: tuple[Array, str]) -> None:
    """Refuse lists that do not run in parallel with the first."""
    for values, field in others:
        if len(values) != len(first):
            raise WrongLength(
                field,
                f"Danh sách “{field}” có {len(values)} số, “{first_field}” có {len(first)} số: "
                "hai danh sách phải dài bằng nhau.",
            )


def kind_vi(value: Any) -> str:
    """What a wrong value is, in words."""
    if value is None:
        return "giá trị trống"
    if isinstance(value, bool | np.bool_):
        return "đúng/sai"
    if isinstance(value, str):
        return "chữ"
    if isinstance(value, Mapping):
        return "đối tượng"
    if isinstance(value, Sequence | np.ndarray):
        return "danh sách"
    return "số"


def _array(values: Any, field: str, depth: int) -> Array:
    """The values as an array of `depth` dimensions; the slow walk only when something is wrong."""
    if isinstance(values, str | Mapping) or not isinstance(values, Sequence | np.ndarray):
        raise WrongType(field, f"Trường “{field}” phải là một danh sách số, không phải {kind_vi(values)}.")
    try:
        raw = np.asarray(values)
    except ValueError:  # rows of different lengths
        raw = np.asarray([], dtype=object)
    if raw.ndim == depth and raw.dtype.kind in "iuf" and not _has_flags(values, depth):
        found = raw.astype(np.float64)
        if np.isfinite(found).all():
            return found
    if depth == 1:
        return np.array(
            [number(value, f"{field}[{place}]") for place, value in enumerate(values)], dtype=np.float64
        )
    rows = [_array(row, f"{field}[{place}]", depth - 1) for place, row in enumerate(values)]
    for place, row in enumerate(rows):
        if row.shape != rows[0].shape:
            raise WrongLength(
                f"{field}[{place}]",
                f"Dòng {place + 1} của “{field}” có {len(row)} số, dòng đầu có {len(rows[0])} số: "
                "các dòng phải dài bằng nhau.",
            )
    return np.array(rows, dtype=np.float64)


def _has_flags(values: Any, depth: int) -> bool:
    """Whether booleans hide among the numbers (numpy would count them as 0 and 1)."""
    if isinstance(values, np.ndarray):
        return False
    if depth == 1:
        return not {bool, np.bool_}.isdisjoint(map(type, values))
    return any(_has_flags(row, depth - 1) for row in values)


def _within(
    value: float,
    field: str,
    above: float | None,
    at_least: float | None,
    below: float | None,
    at_most: float | None,
) -> None:
    words = [
        f"{word} {show(bound)}"
        for word, bound in (("lớn hơn", above), ("từ", at_least), ("nhỏ hơn", below), ("không quá", at_most))
        if bound is not None
    ]
    low = (above is not None and value <= above) or (at_least is not None and value < at_least)
    high = (below is not None and value >= below) or (at_most is not None and value > at_most)
    if low or high:
        rule = ", ".join(words)
        tail = " trở lên" if at_least is not None and len(words) == 1 else ""
        raise OutOfRange(field, f"Trường “{field}” phải {rule}{tail}; giá trị nhận được là {show(value)}.")


def _all_within(
    found: Array,
    field: str,
    above: float | None,
    at_least: float | None,
    below: float | None,
    at_most: float | None,
) -> None:
    bad = np.zeros(found.shape, dtype=bool)
    if above is not None:
        bad |= found <= above
    if at_least is not None:
        bad |= found < at_least
    if below is not None:
        bad |= found >= below
    if at_most is not None:
        bad |= found > at_most
    if bad.any():
        place = np.argwhere(bad)[0]
        path = field + "".join(f"[{int(index)}]" for index in place)
        _within(float(found[tuple(place)]), path, above, at_least, below, at_most)
