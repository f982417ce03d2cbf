"""Reading labels of attribute studies: words, numbers or true/false, one spelling each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from nscl.measures.errors import (
    Duplicate,
    MissingField,
    NotFinite,
    OutOfRange,
    TooFew,
    Unbalanced,
    WrongLength,
    WrongType,
)
from nscl.measures.inputs import kind_vi, text

LARGEST = 10**15


def label(value: Any, path: str) -> str:
    """One label as text: 1 and 1.0 are the same, true is “true”.

    >>> label(1.0, "x"), label(True, "x"), label(" Đạt ", "x")
    ('1', 'true', 'Đạt')
    """
    if isinstance(value, np.generic):
        value = value.item()
    if value is None:
        raise MissingField(path, f"Thiếu nhãn ở “{path}”. Hãy đánh giá lại mẫu này.")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        if not -LARGEST < value < LARGEST:
            raise NotFinite(path, f"Nhãn ở “{path}” phải là một số hữu hạn, không quá dài.")
        return str(int(value)) if value == int(value) else repr(value)
    if isinstance(value, str):
        return text(value, path)
    raise WrongType(path, f"Nhãn ở “{path}” phải là chữ, số hoặc đúng/sai, không phải {kind_vi(value)}.")


def sequence(value: Any, path: str) -> Any:
    """A list, whatever is in it."""
    if value is None:
        raise MissingField(path, f"Thiếu “{path}”. Hãy nhập một danh sách.")
    if isinstance(value, str | Mapping) or not isinstance(value, Sequence | np.ndarray):
        raise WrongType(path, f"“{path}” phải là một danh sách, không phải {kind_vi(value)}.")
    return value


def label_list(values: Any, path: str, length: int | None = None) -> list[str]:
    """A list of labels, of a given length when asked."""
    found = [label(value, f"{path}[{at}]") for at, value in enumerate(sequence(values, path))]
    if not found:
        raise TooFew(path, f"“{path}” đang trống. Hãy nhập ít nhất một nhãn.")
    if length is not None and len(found) != length:
        raise WrongLength(path, f"“{path}” có {len(found)} nhãn, cần đúng {length}.")
    return found


def label_rows(values: Any, path: str) -> list[list[str]]:
    """Rows of labels, all of one length."""
    rows = [label_list(row, f"{path}[{at}]") for at, row in enumerate(sequence(values, path))]
    if not rows:
        raise TooFew(path, f"“{path}” đang trống. Hãy nhập ít nhất một mẫu.")
    for at, row in enumerate(rows):
        if len(row) != len(rows[0]):
            raise Unbalanced(
                f"{path}[{at}]",
                f"Mẫu {at + 1} có {len(row)} đánh giá, mẫu 1 có {len(rows[0])}: phải bằng nhau.",
            )
    return rows


def codes(found: list[str], categories: Any) -> dict[str, int]:
    """Label → position: the given order, else ascending (numbers as numbers)."""
    if categories is None:
        return {name: at for at, name in enumerate(sorted(set(found), key=_order))}
    names = label_list(categories, "categories")
    if len(set(names)) < len(names):
        raise Duplicate("categories", "“categories” có nhãn ghi hai lần. Hãy giữ một.")
    for name in found:
        if name not in names:
            raise OutOfRange("categories", f"Nhãn “{name}” không có trong “categories”. Hãy thêm vào.")
    return {name: at for at, name in enumerate(names)}


def _order(name: str) -> tuple[int, float, str]:
    try:
        return 0, float(name), name
    except ValueError:
        return 1, 0.0, name
