"""The groups and lines of the `budget` object, from the tree of each table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nscl.plandoc.budget.breakdown import is_breakdown
from nscl.plandoc.budget.facts import Facts, TableFacts
from nscl.plandoc.budget.lines import find_quantity, line_indicator, support_content
from nscl.plandoc.budget.render import number, phase_nodes, sources_of, years_of
from nscl.plandoc.budget.tree import Node
from nscl.plandoc.source import Cell, Document
from nscl.plandoc.tables.grid import Role
from nscl.plandoc.wording import plain


def render_groups(facts: Facts, document: Document, indicators: frozenset[str]) -> list[dict[str, Any]]:
    """The groups of all tables in document order; columns split by phase give one set per phase.

    `indicators` are those of the plan's targets: a line that pays for one of them says so.
    """
    writer = _GroupWriter(facts, document, indicators)
    for table in facts.tables:
        if is_breakdown(table):
            continue
        phases: Sequence[tuple[int, int] | None] = table.column_phases() or [None]
        for years in phases:
            writer.write(table, years)
    return writer.rows


_UNGROUPED = "Các nội dung chi"


def _has_groups(node: Node) -> bool:
    return any(child.kind == "group" for child in node.children)


class _GroupWriter:
    def __init__(self, facts: Facts, document: Document, indicators: frozenset[str]) -> None:
        self.facts = facts
        self.document = document
        self.indicators = indicators
        self.rows: list[dict[str, Any]] = []
        self.counters: dict[str, int] = {}

    def write(self, table: TableFacts, years: tuple[int, int] | None) -> None:
        self.table, self.years = table, years
        nodes = phase_nodes(table)
        base = years or (table.heading_phase if len(self.facts.tables) > 1 else None)
        self._children(table.tree.root, self.facts.phase_id(base), None)
        for order, node in enumerate(nodes, start=1):
            self._children(node, self.facts.phase_id(node.years or base, order), None)

    def _children(self, node: Node, phase: str, parent: dict[str, Any] | None) -> None:
        implicit: dict[str, Any] | None = None
        for child in node.children:
            if child.kind == "phase":
                continue
            if child.kind == "group":
                implicit = None
                group = self._group(child, phase, parent)
                self._children(child, phase, group)
            elif parent is not None:
                parent["lines"].append(self._line(child, parent["id"]))
            else:
                if implicit is None:
                    implicit = self._implicit(child, node, phase)
                implicit["lines"].append(self._line(child, implicit["id"]))

    def _next(self, above: str) -> str:
        self.counters[above] = self.counters.get(above, 0) + 1
        return f"{above}.{self.counters[above]}"

    def _group(self, node: Node, phase: str, parent: dict[str, Any] | None) -> dict[str, Any]:
        split = self.table.split(node, self.years)
        group: dict[str, Any] = {
            "id": self._next(parent["id"] if parent else phase),
            "phase": phase,
            "name": node.name,
            "total": number(split.total),
            "lines": [],
            "by_source": sources_of(split),
            "by_year": years_of(split),
            "path": node.path,
            "span": self._span(node),
        }
        if parent is not None:
            group["parent"] = parent["id"]
        self.rows.append(group)
        return group

    def _implicit(self, line: Node, above: Node, phase: str) -> dict[str, Any]:
        """Lines without a heading row stand in a group that prints no amounts of its own."""
        group: dict[str, Any] = {
            "id": self._next(phase),
            "phase": phase,
            "name": above.name or (line.name if _has_groups(above) else _UNGROUPED),
            "total": None,
            "lines": [],
            "by_source": {},
            "by_year": {},
            "path": above.path,
            "span": None,
        }
        self.rows.append(group)
        return group

    def _line(self, node: Node, group_id: str) -> dict[str, Any]:
        split = self.table.split(node, self.years)
        quantity, unit = self._quantity(node)
        bullets = (
            node.details + (1 if node.is_bullet or not node.number else 0) if node.details else _bullets(node)
        )
        return {
            "id": self._next(group_id),
            "name": node.name,
            "qty": quantity,
            "unit": unit,
            "total": number(split.total),
            "support_content": support_content(node.name),
            "indicator": line_indicator(node.name, self.indicators),
            "merged_bullets": bullets,
            "by_source": sources_of(split),
            "by_year": years_of(split),
            "path": node.path,
            "span": self._span(node),
            "lead": self._cell(node, "lead"),
            "coordinating": self._cell(node, "coordinating"),
            "time": self._cell(node, "time"),
        }

    def _quantity(self, node: Node) -> tuple[int | None, str | None]:
        """Quantity columns when the table has them, else what the name says."""
        printed = self._cell(node, "quantity")
        if printed and (value := self.table.grid.style.read(printed)) is not None and value == int(value):
            unit = self._cell(node, "unit")
            return int(value), plain(unit) if unit else find_quantity(node.name)[1]
        return find_quantity(node.name)

    def _cell(self, node: Node, role: Role) -> str | None:
        column = self.table.grid.column_of(role)
        if column is None or node.row is None or column.index >= len(node.row.cells):
            return None
        cell = node.row.cells[column.index]
        if cell is None:
            cell = self._covering(node, column.index)
        return " ".join(cell.text.split()) or None if cell is not None else None

    def _covering(self, node: Node, column: int) -> Cell | None:
        """The merged cell above a covered place."""
        rows = self.table.grid.rows
        at = next((i for i, row in enumerate(rows) if row is node.row), 0)
        for back in range(at - 1, -1, -1):
            cell = rows[back].cells[column] if column < len(rows[back].cells) else None
            if cell is not None:
                return cell if cell.rowspan > at - back else None
        return None

    def _span(self, node: Node) -> dict[str, int | None] | None:
        return self.document.span(node.row.start, node.row.end) if node.row else None


def _bullets(node: Node) -> int | None:
    """Bullets that stand in one cell."""
    cell_text = (
        next((c.text for c in node.row.cells if c and node.name[:20] in c.text), "") if node.row else ""
    )
    count = sum(line.strip().startswith(("-", "+", "–", "•")) for line in cell_text.split("\n"))
    return count if count > 1 else None
