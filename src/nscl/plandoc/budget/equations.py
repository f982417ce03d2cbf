"""What a sum is: one printed amount that should be others together, and how exact it can be."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from nscl.plandoc.budget.facts import Split, TableFacts
from nscl.plandoc.budget.tree import Node

CellKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Equation:
    """`printed` at `whole` should equal the sum of `parts`; depth 0 is the whole plan."""

    check: str
    scope: str
    place: str
    label: str
    whole: CellKey
    parts: tuple[CellKey, ...]
    printed: Decimal
    computed: Decimal
    tolerance: Decimal
    depth: int
    ancestors: tuple[str, ...]
    start: int
    end: int
    is_line: bool = False

    @property
    def holds(self) -> bool:
        return abs(self.printed - self.computed) <= self.tolerance

    @property
    def gap(self) -> Decimal:
        """How much too large the printed figure is."""
        return self.printed - self.computed

    @property
    def is_same_figure(self) -> bool:
        """Two printings of one figure rather than a sum."""
        return self.check == "same_figure"


def cells_of(split: Split) -> dict[str, Decimal]:
    found = {} if split.total is None else {"total": split.total}
    found |= {f"source:{code}": value for code, value in (split.by_source | split.subtotals).items()}
    return found | {f"year:{year}": value for year, value in split.by_year.items()}


def label_of(node: Node, order: int) -> str:
    """How a finding names a row: its printed path, with its place when it has no number of its own."""
    if node.number:
        return node.path or node.number
    above = node.parent.path if node.parent else None
    return f"{above}, dòng {order}" if above else f"dòng {order}"


def is_exhaustive(rows: Sequence[Split], part: str) -> bool:
    """Whether the columns are meant to make the whole: at least half of the rows say so."""
    parts: list[tuple[Decimal, Decimal]] = [
        (row.total, sum(getattr(row, part).values(), Decimal(0)))
        for row in rows
        if row.total and len(getattr(row, part)) > 1
    ]
    if not parts:
        return False
    right = sum(abs(total - together) <= 2 for total, together in parts)
    return right * 2 >= len(parts)


def grain_of(table: TableFacts) -> Decimal:
    """The unit amounts were rounded to: 0 when they are round figures, which are never rounded sums."""
    values = [value for node in table.tree.root.walk() for value in node.amounts.values() if value]
    places = max((-int(value.normalize().as_tuple().exponent) for value in values), default=0)
    step = Decimal(1).scaleb(-max(places, 0))
    whole = [value / step for value in values]
    round_ones = sum(value % 10 == 0 for value in whole)
    return Decimal(0) if not whole or round_ones * 10 >= len(whole) * 8 else step


def tolerance_of(grain: Decimal, parts: Iterable[Decimal]) -> Decimal:
    """How far a sum of rounded figures may be off: grows with the root of their number.

    Round parts (30, 30, 40) were not rounded, so their sum is exact.
    """
    values = [part for part in parts if part]
    if not grain or all(part / grain % 10 == 0 for part in values):
        return Decimal(0)
    return grain * max(1, round((1 + math.sqrt(len(values))) / 2))
