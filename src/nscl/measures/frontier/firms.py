"""Reading firms: a table of inputs, a table of outputs, and what DEA can say about them.

Every firm needs an input and an output above zero, or ratios lose their meaning. A negative figure is
refused except where the score does not depend on the zero point: under VRS and FDH, on the side that is kept
(outputs in input orientation, inputs in output orientation); there the column is shifted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nscl.measures.errors import Duplicate, OutOfRange, TooLarge, WrongLength, WrongType
from nscl.measures.inputs import kind_vi, matrix, number
from nscl.measures.result import Array, Caution, show

MOST_FIRMS = 100_000
MOST_ITEMS = 60
NAMED = 8
LARGEST = 1e60


@dataclass(frozen=True)
class Firms:
    """Firms with their inputs and outputs, as given."""

    x: Array
    y: Array
    names: tuple[str, ...] | None = None

    @property
    def items(self) -> Array:
        return np.hstack([self.x, self.y])

    def name(self, place: int) -> str:
        """A firm as a sentence calls it."""
        return self.names[place] if self.names else str(place + 1)

    def listed(self, places: Sequence[int] | NDArray[np.intp]) -> str:
        """Some firms in a sentence, the first few named."""
        found = [self.name(int(place)) for place in places]
        rest = f" và {len(found) - NAMED} đơn vị khác" if len(found) > NAMED else ""
        return ", ".join(found[:NAMED]) + rest


def read_firms(
    x: Any, y: Any, names: Any = None, *, shiftable: str = "", fields: tuple[str, str] = ("x", "y")
) -> Firms:
    """Firms checked; `shiftable` names the side ("x" or "y") that may hold negative figures."""
    x_field, y_field = fields
    found_x, found_y = matrix(x, x_field), matrix(y, y_field)
    if len(found_x) != len(found_y):
        raise WrongLength(
            y_field,
            f"Bảng “{y_field}” có {len(found_y)} đơn vị, bảng “{x_field}” có {len(found_x)} đơn vị: "
            "mỗi đơn vị cần một dòng ở cả hai bảng.",
        )
    if len(found_x) > MOST_FIRMS:
        raise TooLarge(x_field, f"Có {len(found_x)} đơn vị; phương pháp nhận nhiều nhất {MOST_FIRMS}.")
    if found_x.shape[1] + found_y.shape[1] > MOST_ITEMS:
        raise TooLarge(x_field, f"Có quá {MOST_ITEMS} đầu vào và đầu ra. Hãy gộp bớt chỉ tiêu.")
    in_reach(found_x, x_field)
    in_reach(found_y, y_field)
    _check_side(found_x, x_field, "đầu vào", shiftable == "x")
    _check_side(found_y, y_field, "đầu ra", shiftable == "y")
    return Firms(found_x, found_y, read_names(names, "names", len(found_x)))


def in_reach(values: Array, field: str) -> None:
    """Refuse figures so large or small that their products leave double precision."""
    size = np.abs(values)
    beyond = np.argwhere((size > LARGEST) | ((size > 0) & (size < 1 / LARGEST)))
    if len(beyond):
        path = field + "".join(f"[{place}]" for place in beyond[0].tolist())
        raise OutOfRange(
            path,
            f"Trường “{path}” có độ lớn ngoài khoảng 1e-60 đến 1e60 "
            f"({show(float(values[tuple(beyond[0])]))}). Hãy đổi đơn vị tính.",
        )


def _check_side(values: Array, field: str, word: str, may_be_negative: bool) -> None:
    if may_be_negative and values.min() < 0:
        return
    if values.min() < 0:
        row, column = (int(place) for place in np.argwhere(values < 0)[0])
        raise OutOfRange(
            f"{field}[{row}][{column}]",
            f"{word.capitalize()} {column + 1} của đơn vị {row + 1} âm ({show(float(values[row, column]))}). "
            "Điểm hiệu quả cần số không âm; số âm chỉ dùng được với returns = vrs hoặc fdh ở phía không "
            "bị co giãn (đầu ra khi orientation = input, đầu vào khi orientation = output).",
        )
    empty = np.flatnonzero(values.max(axis=0) == 0)
    if len(empty):
        raise OutOfRange(
            f"{field}[0][{empty[0]}]",
            f"Cột {word} {empty[0] + 1} toàn số 0 nên không nói gì về hiệu quả. Hãy bỏ cột này.",
        )
    idle = np.flatnonzero(values.max(axis=1) == 0)
    if len(idle):
        raise OutOfRange(
            f"{field}[{idle[0]}]",
            f"Đơn vị {idle[0] + 1} có mọi {word} bằng 0 nên không so sánh được. Hãy bổ sung số liệu "
            "hoặc bỏ đơn vị này.",
        )


def read_names(names: Any, field: str, count: int) -> tuple[str, ...] | None:
    """Names of firms: texts or numbers, one each, none twice."""
    if names is None:
        return None
    if isinstance(names, str) or not isinstance(names, Sequence | np.ndarray):
        raise WrongType(field, f"Trường “{field}” phải là một danh sách tên, không phải {kind_vi(names)}.")
    found = [one_name(value, f"{field}[{place}]") for place, value in enumerate(names)]
    if len(found) != count:
        raise WrongLength(field, f"Danh sách “{field}” có {len(found)} tên, cần đúng {count} tên.")
    seen: dict[str, int] = {}
    for place, name in enumerate(found):
        if name in seen:
            raise Duplicate(
                f"{field}[{place}]",
                f"Tên “{name}” dùng cho cả đơn vị {seen[name] + 1} và đơn vị {place + 1}. Hãy đặt tên khác.",
            )
        seen[name] = place
    return tuple(found)


def one_name(value: Any, field: str) -> str:
    """A name: a text that is not empty, or a number."""
    if isinstance(value, str) and value.strip():
        return value.strip()
    if isinstance(value, str):
        raise WrongType(field, f"Tên ở “{field}” đang để trống. Hãy nhập tên.")
    if isinstance(value, int | float | np.number) and not isinstance(value, bool):
        found = number(value, field)
        return str(int(found)) if found.is_integer() else str(found)
    raise WrongType(field, f"Tên ở “{field}” phải là chữ hoặc số, không phải {kind_vi(value)}.")


def shifted(firms: Firms, others: Firms) -> tuple[Firms, Firms, list[int]]:
    """Both sets of firms with every column that goes below zero moved above it by the same amount.

    Also returns the columns moved (inputs first).
    """
    items, other = firms.items, others.items
    low = np.minimum(items.min(axis=0), other.min(axis=0))
    high = np.maximum(items.max(axis=0), other.max(axis=0))
    moved = np.flatnonzero(low < 0)
    if not len(moved):
        return firms, others, []
    amount = np.where(low < 0, np.where(high > low, high - 2 * low, 1 - low), 0.0)
    cut = firms.x.shape[1]
    parts = [
        Firms(table[:, :cut] + amount[:cut], table[:, cut:] + amount[cut:], set_of.names)
        for table, set_of in ((items, firms), (other, others))
    ]
    return parts[0], parts[1], [int(place) for place in moved]


def duplicates(firms: Firms) -> list[list[int]]:
    """Groups of firms (numbered from 1) with the same figures throughout."""
    _, place, count = np.unique(firms.items, axis=0, return_inverse=True, return_counts=True)
    group = place.ravel()
    members: dict[int, list[int]] = {}
    for firm in np.flatnonzero(count[group] > 1):
        members.setdefault(int(group[firm]), []).append(int(firm) + 1)
    return sorted(members.values())


def cautions_about(firms: Firms, groups: list[list[int]]) -> list[Caution]:
    """What a reader of scores must know about the firms themselves."""
    found = []
    if groups:
        said = "; ".join(firms.listed([number - 1 for number in group]) for group in groups[:NAMED])
        found.append(
            Caution(
                "duplicate_firms", f"Có đơn vị trùng số liệu hoàn toàn: {said}. Hãy kiểm tra nhập hai lần."
            )
        )
    inputs, outputs = firms.x.shape[1], firms.y.shape[1]
    least = max(inputs * outputs, 3 * (inputs + outputs))
    if len(firms.x) < least:
        found.append(
            Caution(
                "few_firms",
                f"Có {len(firms.x)} đơn vị cho {inputs} đầu vào và {outputs} đầu ra; nên có ít nhất {least}, "
                "nếu không nhiều đơn vị đạt 1 chỉ vì ít đơn vị để so.",
            )
        )
    return found
