"""Everything the document says about money, read once and kept with its places.

Amounts here are `Decimal`s in `Facts.unit`, the unit of the table or, without one, of the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from nscl.plandoc.budget.prose import Prose, read_prose
from nscl.plandoc.budget.tree import Node, Tree, grow
from nscl.plandoc.source import Document
from nscl.plandoc.structure import Outline
from nscl.plandoc.tables import FACTORS, AmountUnit, Column, Grid, find_phase, read_grids
from nscl.plandoc.tables.funding import find_sources, is_state, is_uncommon, leaf_codes, slug_of
from nscl.plandoc.wording import flat
from nscl.vietnamese.money import Unit

_UNIT_OF: dict[Unit, AmountUnit] = {
    Unit.DONG: "vnd",
    Unit.THOUSAND: "thousand_vnd",
    Unit.MILLION: "million_vnd",
    Unit.BILLION: "billion_vnd",
}
_DEFAULT_UNIT: AmountUnit = "million_vnd"


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase of the plan and the id its money goes under."""

    id: str
    first: int
    last: int


@dataclass(slots=True)
class Split:
    """One amount with its parts. `total` None means that no total is printed, not zero."""

    total: Decimal | None = None
    by_source: dict[str, Decimal] = field(default_factory=dict)
    by_year: dict[int, Decimal] = field(default_factory=dict)
    subtotals: dict[str, Decimal] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.total is not None or bool(self.by_source) or bool(self.by_year)


@dataclass(slots=True)
class TableFacts:
    """A money table as a tree; `codes` gives every source column its code in this plan."""

    tree: Tree
    codes: dict[int, str]
    heading_phase: tuple[int, int] | None

    @property
    def grid(self) -> Grid:
        return self.tree.grid

    def column_phases(self) -> list[tuple[int, int]]:
        """The phases the columns are split by, in printed order; empty when rows carry the phases."""
        return list(dict.fromkeys(c.phase for c in self.grid.columns_of("amount") if c.phase))

    def split(self, node: Node, phase: tuple[int, int] | None = None) -> Split:
        """The amounts of a row as total, sources and years; for one phase when columns are split by phase."""
        columns = [c for c in self.grid.columns_of("amount") if c.index in node.amounts and c.phase == phase]
        amounts = node.amounts
        totals = [c for c in columns if c.source is None and c.year is None]
        split = Split(total=amounts[totals[0].index] if totals else None)
        plain_sources = [c for c in columns if c.source and c.year is None]
        by_source = self._gather(plain_sources or [c for c in columns if c.source], amounts)
        if not plain_sources and not any(c.year for c in columns if c.source is None) and by_source:
            split.by_year = _by_year([c for c in columns if c.year], amounts)
        else:
            split.by_year = _by_year([c for c in columns if c.year and c.source is None], amounts)
        kept = leaf_codes(list(by_source))
        split.by_source = {code: by_source[code] for code in kept}
        split.subtotals = {code: value for code, value in by_source.items() if code not in kept}
        if not by_source and split.total is not None and (code := self._named_source(node)):
            split.by_source = {code: split.total}
        if node.by_source_rows:
            split.by_source = {**split.by_source, **node.by_source_rows}
        return split

    def _named_source(self, node: Node) -> str | None:
        """The one source that the row's own cell names, in tables with a column for it."""
        column = self.grid.column_of("source_name")
        if column is None or node.row is None or column.index >= len(node.row.cells):
            return None
        cell = node.row.cells[column.index]
        named = {code for code, _, _ in find_sources(cell.text)} if cell else set()
        return named.pop() if len(named) == 1 else None

    def _gather(self, columns: Iterable[Column], amounts: dict[int, Decimal]) -> dict[str, Decimal]:
        found: dict[str, Decimal] = {}
        for column in columns:
            code = self.codes[column.index]
            found[code] = found.get(code, Decimal(0)) + amounts[column.index]
        return found


def _by_year(columns: Iterable[Column], amounts: dict[int, Decimal]) -> dict[int, Decimal]:
    found: dict[int, Decimal] = {}
    for column in columns:
        if column.year is not None:
            found[column.year] = found.get(column.year, Decimal(0)) + amounts[column.index]
    return found


@dataclass(slots=True)
class Facts:
    """The money of one document: running text, tables, unit and phases."""

    prose: Prose
    tables: list[TableFacts]
    unit: AmountUnit
    unit_printed: str | None
    phases: list[Phase]

    @property
    def factor(self) -> int:
        return FACTORS[self.unit]

    def in_unit(self, vnd: int) -> Decimal:
        """Đồng in the unit of the amounts."""
        return Decimal(vnd) / self.factor

    def phase_id(self, years: tuple[int, int] | None, order: int | None = None) -> str:
        """The id of a phase by its years, else by its order; the first one when nothing says."""
        for phase in self.phases:
            if years == (phase.first, phase.last):
                return phase.id
        if years is not None:
            inside = [p for p in self.phases if p.first <= years[0] and years[1] <= p.last]
            return inside[0].id if inside else (self.phases[0].id if self.phases else "P1")
        if order is not None and order <= len(self.phases):
            return self.phases[order - 1].id
        return self.phases[0].id if self.phases else "P1"


def read_facts(document: Document, outline: Outline, plan: dict[str, Any]) -> Facts:
    """Read all money of a document. `plan` gives the horizon found so far and may be empty."""
    grids = read_grids(document)
    prose = read_prose(document, outline, grids[0].start if grids else 0)
    tables = _choose(grids, document, prose)
    unit, printed = _unit(tables, prose)
    facts = Facts(prose, tables, unit, printed, [])
    facts.phases = _phases(facts, plan)
    for table in tables:
        _demote_unknown_phases(table, len(facts.phases))
    return facts


def _demote_unknown_phases(table: TableFacts, known: int) -> None:
    """“Giai đoạn 1”, “Giai đoạn 2” whose years are nowhere printed are ordinary headings."""
    nodes = [node for node in table.tree.root.walk() if node.kind == "phase"]
    if len(nodes) > known and any(node.years is None for node in nodes):
        for node in nodes:
            node.kind = "group" if node.children else "line"


def _choose(grids: Sequence[Grid], document: Document, prose: Prose) -> list[TableFacts]:
    """The budget table with most rows, with its companions for other phases."""
    if not grids:
        return []
    main = max(grids, key=lambda grid: len(grid.rows))
    chosen = [main]
    phases = {_heading_phase(main, document)}
    for grid in grids:
        phase = _heading_phase(grid, document)
        if grid is not main and phase and phase not in phases and len(grid.columns) == len(main.columns):
            chosen.append(grid)
            phases.add(phase)
    chosen.sort(key=lambda grid: grid.start)
    return [TableFacts(grow(grid), _codes(grid, prose), _heading_phase(grid, document)) for grid in chosen]


def _heading_phase(grid: Grid, document: Document) -> tuple[int, int] | None:
    """The phase in the lines right above a table."""
    above = [block for block in document.blocks if block.end <= grid.start][-5:]
    for block in reversed(above):
        if block.kind == "paragraph" and (phase := find_phase(block.text)):
            return phase
    return None


def _codes(grid: Grid, prose: Prose) -> dict[int, str]:
    """Source columns by code; a general word takes the particular code the text gives it."""
    columns = [column for column in grid.columns_of("amount") if column.source]
    codes = {column.index: column.source or "" for column in columns}
    codes = _told_uncommon(codes, prose)
    in_table = {code for code in codes.values() if is_state(code)}
    in_text = {source.code for source in prose.sources if is_state(source.code)}
    if len(in_table) == 1 and len(in_text) == 1:
        meant = (
            in_text.pop() if "state_budget" in in_table or "state_budget" not in in_text else in_table.pop()
        )
        codes = {index: meant if is_state(code) else code for index, code in codes.items()}
    return _told_apart(columns, codes)


def _told_apart(columns: Sequence[Column], codes: dict[int, str]) -> dict[int, str]:
    """Two columns of one code under one heading are two sources: their own words tell them apart."""
    labels: dict[str, set[str]] = {}
    for column in columns:
        labels.setdefault(codes[column.index], set()).add(flat(column.label))
    clashing = {
        code
        for code, words in labels.items()
        if len(words) > 1 and _clash([c for c in columns if codes[c.index] == code])
    }
    return {
        column.index: f"{codes[column.index]}.{slug_of(column.label)}"
        if codes[column.index] in clashing
        else codes[column.index]
        for column in columns
    }


def _clash(columns: Sequence[Column]) -> bool:
    places = [(column.year, column.phase) for column in columns]
    return len(set(places)) < len(places)


def _told_uncommon(codes: dict[int, str], prose: Prose) -> dict[int, str]:
    """The one source without a common name in the table is the one of the text, however each words it."""
    in_table = {code for code in codes.values() if is_uncommon(code)}
    in_text = {source.code for source in prose.sources if is_uncommon(source.code)}
    if len(in_table) != 1 or len(in_text) != 1:
        return codes
    meant = in_text.pop()
    return {index: meant if code in in_table else code for index, code in codes.items()}


def _unit(tables: Sequence[TableFacts], prose: Prose) -> tuple[AmountUnit, str | None]:
    for table in tables:
        if table.grid.unit is not None:
            printed = prose.total.unit.label if prose.total else table.grid.unit_printed
            return table.grid.unit, printed
    printed = prose.total.unit.label if prose.total else None
    if tables and prose.total is not None:
        total = tables[0].tree.grand_total
        figure = tables[0].split(total).total if total else None
        for unit, factor in FACTORS.items():
            if figure and figure * factor == prose.total.vnd:
                return unit, printed
    amounts = [source.amount for source in prose.sources if source.amount]
    if tables or amounts or any(phase.total for phase in prose.phases):
        told = prose.total or (amounts[0] if amounts else None)
        return (_UNIT_OF[told.unit], printed) if told else (_DEFAULT_UNIT, printed)
    return _DEFAULT_UNIT, printed


def _phases(facts: Facts, plan: dict[str, Any]) -> list[Phase]:
    """The plan's phases, else those the money is split by, else the horizon when a table needs one."""
    horizon = (plan.get("plan") or {}).get("horizon") or {}
    given = [Phase(p["id"], p["from"], p["to"]) for p in horizon.get("phases") or []]
    if given:
        return given
    years: list[tuple[int, int]] = []
    for table in facts.tables:
        years += [node.years for node in table.tree.root.walk() if node.kind == "phase" and node.years]
        years += table.column_phases()
    years += [phase.years for phase in facts.prose.phases if phase.years]
    if len(facts.tables) > 1:
        years += [table.heading_phase for table in facts.tables if table.heading_phase]
    found = sorted(set(years))
    if found:
        return [Phase(f"P{n}", first, last) for n, (first, last) in enumerate(found, start=1)]
    if facts.tables or facts.prose.by_year:
        heading = facts.tables[0].heading_phase if facts.tables else None
        first, last = (horizon["from"], horizon["to"]) if horizon.get("from") else heading or (0, 0)
        return [Phase("P1", first, last)] if first else []
    return []
