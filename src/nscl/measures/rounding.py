"""The one rounding of this room: half away from zero, once, at the end."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def half_up(value: float, digits: int = 2) -> float:
    """Round half away from zero as printed figures are (Python's own `round` goes to the even digit).

    >>> half_up(2.675), half_up(-0.125), round(2.675, 2)
    (2.68, -0.13, 2.67)
    """
    return float(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))
