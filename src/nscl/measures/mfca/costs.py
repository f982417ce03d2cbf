"""Costs by kind, as ISO 14051 keeps them apart: material, energy, system, waste management."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

KINDS = ("material", "energy", "system", "waste_management")
CARRIED = KINDS[:3]  # what travels with a flow; waste management stays with the loss it was paid for


@dataclass(frozen=True)
class Costs:
    """One bundle of costs (đ) with its total."""

    material: float
    energy: float
    system: float
    waste_management: float
    total: float


def costs(parts: Sequence[float]) -> Costs:
    """The bundle of these four parts, in the order of `KINDS`.

    >>> costs([700, 35, 560, 0]).total
    1295.0
    """
    material, energy, system, waste = (float(part) for part in parts)
    return Costs(material, energy, system, waste, material + energy + system + waste)


def percent(part: float, whole: float) -> float:
    """`part` as a percentage of `whole`; NaN of nothing."""
    return 100.0 * part / whole if whole else float("nan")
