"""The sums of a money table: along each row, and down each column from the lines to the total."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from nscl.plandoc.budget.equations import (
    CellKey,
    Equation,
    cells_of,
    grain_of,
    is_exhaustive,
    label_of,
    tolerance_of,
)
from nscl.plandoc.budget.facts import Split, TableFacts
from nscl.plandoc.budget.tree import Node


def table_sums(table: TableFacts, order: int) -> list[Equation]:
    """Every sum of one table; where columns carry the phases, each phase and the rows across them."""
    phases = table.column_phases()
    found: list[Equation] = []
    for years in (None, *phases):
        found += _TableSums(table, order, years).run()
    if len(phases) > 1:
        found += _phase_columns(table, order, phases)
    return found


@dataclass(slots=True)
class _Place:
    """A node with what its findings are called after."""

    key: str
    label: str
    depth: int
    ancestors: tuple[str, ...]


class _TableSums:
    """The sums of one table, for all its columns or those of one phase."""

    def __init__(self, table: TableFacts, order: int, years: tuple[int, int] | None) -> None:
        self.table = table
        self.years = years
        self.prefix = f"T{order}" + (f":{years[0]}" if years else "")
        self.splits: dict[int, Split] = {}
        self.grain = grain_of(table)
        self.found: list[Equation] = []

    def run(self) -> list[Equation]:
        root = self.table.tree.root
        nodes = [node for node in root.walk() if node is not root]
        rows = [self._split(node) for node in nodes]
        self.by_source = is_exhaustive(rows, "by_source")
        self.by_year = is_exhaustive(rows, "by_year")
        self._below(root, _Place(self.prefix, "", 0, ()))
        self._grand_total()
        return self.found

    def _split(self, node: Node) -> Split:
        if id(node) not in self.splits:
            self.splits[id(node)] = self.table.split(node, self.years)
        return self.splits[id(node)]

    def _below(self, node: Node, place: _Place) -> None:
        for order, child in enumerate(node.children, start=1):
            label = label_of(child, order)
            inner = _Place(f"{place.key}/{order}", label, place.depth + 1, (*place.ancestors, place.key))
            self._row(child, self._split(child), inner)
            if child.children and not child.is_partial:
                self._column_sums(child, inner)
            self._below(child, inner)

    def _row(self, node: Node, split: Split, place: _Place) -> None:
        """A row's own total against its sources and its years."""
        if split.total is None:
            return
        start, end = (
            (node.row.start, node.row.end) if node.row else (self.table.grid.start, self.table.grid.end)
        )
        for kind, parts, wanted in (
            ("source", split.by_source, self.by_source or bool(node.by_source_rows)),
            ("year", split.by_year, self.by_year),
        ):
            if wanted and len(parts) > 1:
                self._add(
                    "line_sources_equal_total" if kind == "source" else "line_years_equal_total",
                    place,
                    "total",
                    split.total,
                    {(place.key, f"{kind}:{code}"): value for code, value in parts.items()},
                    (start, end),
                    is_line=node.kind == "line",
                )
        for code, value in split.subtotals.items():
            parts_of = {
                (place.key, f"source:{other}"): amount
                for other, amount in split.by_source.items()
                if other.startswith(code + ".")
            }
            self._add("line_sources_equal_total", place, f"source:{code}", value, parts_of, (start, end))

    def _column_sums(self, node: Node, place: _Place) -> None:
        """Each amount of a heading row against the rows below it."""
        check = "sum_groups_equals_phase" if node.kind == "phase" else "sum_lines_equals_group"
        below = [(f"{place.key}/{n}", self._split(child)) for n, child in enumerate(node.children, start=1)]
        self._sum_up(check, place, self._split(node), below, node)

    def _grand_total(self) -> None:
        total = self.table.tree.grand_total
        if total is None:
            return
        split = self._split(total)
        place = _Place(f"{self.prefix}/total", "Tổng cộng", 0, ())
        self._row(total, split, place)
        root = self.table.tree.root
        below = [(f"{self.prefix}/{n}", self._split(child)) for n, child in enumerate(root.children, start=1)]
        self._sum_up("sum_phases_equals_total", place, split, below, total)
        for target, repeat in self.table.tree.repeated:
            self._repeated(target, repeat, place)

    def _repeated(self, target: Node, repeat: Node, place: _Place) -> None:
        for column, value in cells_of(self._split(target)).items():
            again = cells_of(self._split(repeat)).get(column)
            if again is not None:
                other = (f"{place.key}:repeat:{id(repeat)}", column)
                span = (repeat.row.start, repeat.row.end) if repeat.row else (0, 0)
                self._add("same_figure", place, column, value, {other: again}, span)

    def _sum_up(
        self, check: str, place: _Place, split: Split, below: Sequence[tuple[str, Split]], node: Node
    ) -> None:
        span = (node.row.start, node.row.end) if node.row else (self.table.grid.start, self.table.grid.end)
        for column, printed in cells_of(split).items():
            parts = {
                (key, column): value
                for key, child in below
                if (value := self._value_below(key, child, column)) is not None
            }
            if parts and (len(parts) == len([1 for _, child in below if child]) or column == "total"):
                self._add(check, place, column, printed, parts, span)

    def _value_below(self, key: str, split: Split, column: str) -> Decimal | None:
        """A row's amount in a column; a heading row that prints none counts with what stands below it."""
        cells = cells_of(split)
        if column in cells:
            return cells[column]
        if cells:
            return Decimal(0) if column != "total" else None
        node = self._node(key)
        values = [
            value
            for n, child in enumerate(node.children, start=1)
            if (value := self._value_below(f"{key}/{n}", self._split(child), column)) is not None
        ]
        return sum(values, Decimal(0)) if values else None

    def _node(self, key: str) -> Node:
        node = self.table.tree.root
        for step in key[len(self.prefix) + 1 :].split("/"):
            node = node.children[int(step) - 1]
        return node

    def _add(
        self,
        check: str,
        place: _Place,
        column: str,
        printed: Decimal,
        parts: dict[CellKey, Decimal],
        span: tuple[int, int],
        *,
        is_line: bool = False,
    ) -> None:
        if not parts:
            return
        self.found.append(
            Equation(
                check=check,
                scope=f"{place.label or 'plan'}.{column}",
                place=place.key,
                label=place.label,
                whole=(place.key, column),
                parts=tuple(parts),
                printed=printed,
                computed=sum(parts.values(), Decimal(0)),
                tolerance=tolerance_of(self.grain, parts.values()),
                depth=place.depth,
                ancestors=(*place.ancestors, f"{self.prefix}/total", "text"),
                start=span[0],
                end=span[1],
                is_line=is_line,
            )
        )


def _phase_columns(table: TableFacts, order: int, phases: Sequence[tuple[int, int]]) -> list[Equation]:
    """Where columns carry the phases: each row's total against its phases."""
    found = []
    rows = [(node, key, depth) for node, key, depth in _keyed(table.tree.root, "", 0) if node.amounts]
    if table.tree.grand_total is not None:
        rows.append((table.tree.grand_total, "/total", 0))
    grain = grain_of(table)
    for node, key, depth in rows:
        total = table.split(node).total
        parts = {
            (f"T{order}:{years[0]}{key}", "total"): value
            for years in phases
            if (value := table.split(node, years).total) is not None
        }
        if total is None or len(parts) < 2 or node.row is None:
            continue
        place = f"T{order}{key}"
        label = label_of(node, 1) if node.kind != "total" else "Tổng cộng"
        ancestors = tuple(place[:at] for at in range(len(place)) if place[at] == "/")
        found.append(
            Equation(
                "sum_phases_equals_total",
                f"{label}.total",
                place,
                label,
                (place, "total"),
                tuple(parts),
                total,
                sum(parts.values(), Decimal(0)),
                tolerance_of(grain, parts.values()),
                depth,
                (*ancestors, f"T{order}/total", "text"),
                node.row.start,
                node.row.end,
            )  # fmt: skip
        )
    right = sum(equation.holds for equation in found)
    return found if right * 2 >= len(found) else []


def _keyed(node: Node, key: str, depth: int) -> Iterable[tuple[Node, str, int]]:
    for order, child in enumerate(node.children, start=1):
        yield child, f"{key}/{order}", depth + 1
        yield from _keyed(child, f"{key}/{order}", depth + 1)
