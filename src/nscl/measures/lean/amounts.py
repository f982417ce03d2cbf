"""Times, pieces and money of a shop floor: a number within what a floor can have."""

from __future__ import annotations

from typing import Any

from nscl.measures import inputs

# Beyond this an entry is a slip of the pen.
MOST = 1e12


def amount(value: Any, field: str, *, above: float | None = None, at_least: float | None = None) -> float:
    """One number; the upper bound is spoken of only where it is passed."""
    return inputs.number(inputs.number(value, field, above=above, at_least=at_least), field, at_most=MOST)
