"""Exact amounts of money: whole đồng once the unit is said, exact decimals where it is not."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from nscl.measures.errors import OutOfRange, WrongType
from nscl.measures.inputs import choice, number
from nscl.measures.result import Assumption

UNITS = {"dong": 1, "thousand": 10**3, "million": 10**6, "billion": 10**9}
LABELS_VI = {"dong": "đồng", "thousand": "nghìn đồng", "million": "triệu đồng", "billion": "tỷ đồng"}
LARGEST = Decimal(10) ** 18

Amount = int | float


@dataclass(frozen=True)
class Unit:
    """What one unit of the given amounts is worth; no name means amounts kept as given."""

    name: str | None

    @property
    def scale(self) -> int:
        """Đồng to one unit."""
        return UNITS[self.name] if self.name else 1

    @property
    def out_vi(self) -> str:
        """The unit of the amounts that come out."""
        return "đồng" if self.name else "đơn vị tiền đã nhập"

    def assumption(self) -> Assumption:
        """How the amounts were read."""
        note = f"Số tiền nhập theo {LABELS_VI[self.name]}, kết quả theo đồng." if self.name else ""
        return Assumption(
            "unit", self.name or "as_given", note or "Không nêu đơn vị: kết quả theo đơn vị đã nhập."
        )


def unit_of(value: Any, field: str = "unit") -> Unit:
    """The unit of that name; None keeps the amounts as given.

    >>> unit_of("million").scale
    1000000
    """
    return Unit(None if value is None else choice(value, field, list(UNITS)))


def amount(value: Any, field: str, unit: Unit, *, at_least: float | None = None) -> Decimal:
    """One amount in đồng (or as given without a unit), exact.

    >>> amount(761.8, "profit", unit_of("million"))
    Decimal('761800000.0')
    >>> amount(0.5, "profit", unit_of("dong"))
    Traceback (most recent call last):
    nscl.measures.errors.WrongType: Trường “profit” phải là số nguyên đồng. Hãy kiểm tra đơn vị tính (unit).
    """
    checked = number(value, field, at_least=at_least)
    exact = Decimal(int(value)) if isinstance(value, int | np.integer) else Decimal(repr(checked))
    if abs(exact) * unit.scale > LARGEST:
        raise OutOfRange(
            field,
            f"Trường “{field}” vượt 10^18: không phải số tiền của một doanh nghiệp. Hãy kiểm tra đơn vị.",
        )
    exact *= unit.scale
    if unit.name and exact != exact.to_integral_value():
        raise WrongType(field, f"Trường “{field}” phải là số nguyên đồng. Hãy kiểm tra đơn vị tính (unit).")
    return exact


def plain(value: Decimal) -> Amount:
    """An exact amount as JSON holds it: a whole number where it is whole.

    >>> plain(Decimal("761800000.0")), plain(Decimal("2.5"))
    (761800000, 2.5)
    """
    return int(value) if value == value.to_integral_value() else float(value)


def shown(value: Decimal | Amount) -> str:
    """An amount as a Vietnamese reader writes it: thousands by points, decimals by a comma.

    >>> shown(Decimal("1234567.5")), shown(-42)
    ('1.234.567,5', '-42')
    """
    text = f"{plain(Decimal(str(value))):,}"
    return text.translate(str.maketrans(",.", ".,"))
