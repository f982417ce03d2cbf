"""Every sum a budget promises, and the smallest place where one is broken.

An `Equation` says that one printed amount should be the sum of others.  One wrong figure breaks
several equations; `find_faults` names the figure once, at the smallest equation it stands in.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from nscl.plandoc.budget.facts import Facts, Split, TableFacts
from nscl.plandoc.budget.render import accepted_total, grand_split, lost_factor, number, phase_nodes
from nscl.plandoc.budget.tree import Node
from nscl.plandoc.source import Document
from nscl.plandoc.tables.funding import is_state

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
    def is_same_figure(self) -> bool:
        """Two printings of one figure rather than a sum."""
        return self.check == "same_figure"


@dataclass(frozen=True, slots=True)
class Fault:
    """A broken equation that no smaller one explains, with the figure that is likely wrong."""

    equation: Equation
    suspect: CellKey


def find_faults(equations: Sequence[Equation]) -> list[Fault]:
    """The fewest figures that explain all broken equations, each at its smallest place.

    A sum that is broken only because a figure below it is broken is not named again.
    """
    alias = _same_figures(equations)
    broken = [e for e in equations if not e.holds]
    faults: list[Fault] = []
    while broken:
        suspect, explained = _best_suspect(broken, equations, alias)
        if len(explained) < 2:
            break
        smallest = max(explained, key=lambda e: (e.depth, not e.is_same_figure, len(e.parts) > 0))
        faults.append(Fault(smallest, suspect))
        broken = [e for e in broken if e not in explained]
    for equation in sorted(broken, key=lambda e: -e.depth):
        if not any(_follows_from(equation, fault.equation) for fault in faults):
            faults.append(Fault(equation, equation.whole))
    return sorted(faults, key=lambda fault: fault.equation.start)


def _same_figures(equations: Iterable[Equation]) -> dict[CellKey, CellKey]:
    """Cells that print one figure twice and agree count as one cell."""
    alias: dict[CellKey, CellKey] = {}
    for equation in equations:
        if equation.is_same_figure and equation.holds:
            alias[equation.parts[0]] = alias.get(equation.whole, equation.whole)
    return alias


def _best_suspect(
    broken: Sequence[Equation], equations: Sequence[Equation], alias: dict[CellKey, CellKey]
) -> tuple[CellKey, list[Equation]]:
    """The one figure whose correction would mend most broken sums without breaking a right one."""
    touched: dict[CellKey, list[tuple[Equation, Decimal]]] = {}
    for equation in broken:
        delta = equation.computed - equation.printed
        for cell, change in ((equation.whole, delta), *((part, -delta) for part in equation.parts)):
            touched.setdefault(alias.get(cell, cell), []).append((equation, change))
    sound: set[CellKey] = set()
    for equation in equations:
        if equation.holds and not equation.is_same_figure:
            sound.update(alias.get(cell, cell) for cell in (equation.whole, *equation.parts))
    best: tuple[CellKey, list[Equation]] = (broken[0].whole, [])
    for cell, changes in touched.items():
        slack = max(equation.tolerance for equation, _ in changes)
        agree = max(change for _, change in changes) - min(change for _, change in changes) <= 2 * slack
        if cell not in sound and agree and len(changes) > len(best[1]):
            best = (cell, [equation for equation, _ in changes])
    return best


def _follows_from(equation: Equation, cause: Equation) -> bool:
    """A sum further up, or beside, that is off by the same difference."""
    same_size = abs(abs(equation.printed - equation.computed) - abs(cause.printed - cause.computed)) <= max(
        equation.tolerance, cause.tolerance
    )
    return same_size and (equation.place in cause.ancestors or equation.place == cause.place)


# Which sums there are ---------------------------------------------------------------------------


def list_equations(facts: Facts) -> list[Equation]:
    """Every sum of the tables and of the running text, passed or failed."""
    found: list[Equation] = []
    for order, table in enumerate(facts.tables):
        phases = table.column_phases()
        for years in (None, *phases):
            found += _TableSums(facts, table, order, years).run()
        if len(phases) > 1:
            found += _phase_columns(table, order, phases)
    found += _text_sums(facts)
    return found


def _phase_columns(table: TableFacts, order: int, phases: Sequence[tuple[int, int]]) -> list[Equation]:
    """Where columns carry the phases: each row's total against its phases."""
    found = []
    rows = [(node, key, depth) for node, key, depth in _keyed(table.tree.root, "", 0) if node.amounts]
    if table.tree.grand_total is not None:
        rows.append((table.tree.grand_total, "/total", 0))
    grain = _grain(table)
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
        label = _label(node, 1) if node.kind != "total" else "Tổng cộng"
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
                _tolerance(grain, parts.values()),
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


@dataclass(slots=True)
class _Place:
    """A node with what its findings are called after."""

    key: str
    label: str
    depth: int
    ancestors: tuple[str, ...]


class _TableSums:
    """The sums of one table, for all its columns or those of one phase."""

    def __init__(self, facts: Facts, table: TableFacts, order: int, years: tuple[int, int] | None) -> None:
        self.facts = facts
        self.table = table
        self.years = years
        self.prefix = f"T{order}" + (f":{years[0]}" if years else "")
        self.splits: dict[int, Split] = {}
        self.grain = _grain(table)
        self.found: list[Equation] = []

    def run(self) -> list[Equation]:
        root = self.table.tree.root
        nodes = [node for node in root.walk() if node is not root]
        rows = [self._split(node) for node in nodes]
        self.by_source = _is_exhaustive(rows, "by_source")
        self.by_year = _is_exhaustive(rows, "by_year")
        self._below(root, _Place(self.prefix, "", 0, ()))
        self._grand_total()
        return self.found

    def _split(self, node: Node) -> Split:
        if id(node) not in self.splits:
            self.splits[id(node)] = self.table.split(node, self.years)
        return self.splits[id(node)]

    def _below(self, node: Node, place: _Place) -> None:
        for order, child in enumerate(node.children, start=1):
            label = _label(child, order)
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
        for column, value in _cells(self._split(target)).items():
            again = _cells(self._split(repeat)).get(column)
            if again is not None:
                other = (f"{place.key}:repeat:{id(repeat)}", column)
                span = (repeat.row.start, repeat.row.end) if repeat.row else (0, 0)
                self._add("same_figure", place, column, value, {other: again}, span)

    def _sum_up(
        self, check: str, place: _Place, split: Split, below: Sequence[tuple[str, Split]], node: Node
    ) -> None:
        span = (node.row.start, node.row.end) if node.row else (self.table.grid.start, self.table.grid.end)
        for column, printed in _cells(split).items():
            parts = {
                (key, column): value
                for key, child in below
                if (value := self._value_below(key, child, column)) is not None
            }
            if parts and (len(parts) == len([1 for _, child in below if child]) or column == "total"):
                self._add(check, place, column, printed, parts, span)

    def _value_below(self, key: str, split: Split, column: str) -> Decimal | None:
        """A row's amount in a column; a heading row that prints none counts with what stands below it."""
        cells = _cells(split)
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
                tolerance=_tolerance(self.grain, parts.values()),
                depth=place.depth,
                ancestors=(*place.ancestors, f"{self.prefix}/total", "text"),
                start=span[0],
                end=span[1],
                is_line=is_line,
            )
        )


def _cells(split: Split) -> dict[str, Decimal]:
    found = {} if split.total is None else {"total": split.total}
    found |= {f"source:{code}": value for code, value in (split.by_source | split.subtotals).items()}
    return found | {f"year:{year}": value for year, value in split.by_year.items()}


def _label(node: Node, order: int) -> str:
    """How a finding names a row: its printed path, with its place when it has no number of its own."""
    if node.number:
        return node.path or node.number
    above = node.parent.path if node.parent else None
    return f"{above}, dòng {order}" if above else f"dòng {order}"


def _is_exhaustive(rows: Sequence[Split], part: str) -> bool:
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


def _grain(table: TableFacts) -> Decimal:
    """The unit amounts were rounded to: 0 when they are round figures, which are never rounded sums."""
    values = [value for node in table.tree.root.walk() for value in node.amounts.values() if value]
    places = max((-int(value.normalize().as_tuple().exponent) for value in values), default=0)
    step = Decimal(1).scaleb(-max(places, 0))
    whole = [value / step for value in values]
    round_ones = sum(value % 10 == 0 for value in whole)
    return Decimal(0) if not whole or round_ones * 10 >= len(whole) * 8 else step


def _tolerance(grain: Decimal, parts: Iterable[Decimal]) -> Decimal:
    """How far a sum of rounded figures may be off: grows with the root of their number.

    Round parts (30, 30, 40) were not rounded, so their sum is exact.
    """
    values = [part for part in parts if part]
    if not grain or all(part / grain % 10 == 0 for part in values):
        return Decimal(0)
    return grain * max(1, round((1 + math.sqrt(len(values))) / 2))


def _text_sums(facts: Facts) -> list[Equation]:
    """The running text against itself and against the table."""
    return _TextSums(facts).run()


class _TextSums:
    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.prose = facts.prose
        self.found: list[Equation] = []
        total = facts.prose.total
        accepted = accepted_total(facts)[0] if facts.prose.total_words else None
        self.total = facts.in_unit(accepted or total.vnd) if total else None
        self.span = (total.start, total.end) if total else (0, 0)

    def run(self) -> list[Equation]:
        self._sources()
        self._phases()
        self._years()
        self._against_table()
        return self.found

    def _add(
        self,
        check: str,
        label: str,
        whole: CellKey,
        printed: Decimal,
        parts: dict[CellKey, Decimal],
        depth: int = 0,
    ) -> None:
        ancestors = () if whole[0] == "text" else ("text",)
        computed = sum(parts.values(), Decimal(0))
        self.found.append(
            Equation(
                check,
                f"{label or 'plan'}",
                whole[0],
                label,
                whole,
                tuple(parts),
                printed,
                computed,
                self._slack(parts),
                depth,
                ancestors,
                *self.span,
            )  # fmt: skip
        )

    def _slack(self, parts: dict[CellKey, Decimal]) -> Decimal:
        """Amounts with decimals (17,8 tỷ) are rounded; whole ones in running text are exact."""
        amounts = [*self.prose.amounts]
        coarse = max(
            (Decimal(10) ** _last_place(a.number) * a.unit.factor for a in amounts), default=Decimal(0)
        )
        if all(a.number == a.number.to_integral_value() for a in amounts):
            return Decimal(0)
        return coarse / self.facts.factor * Decimal(len(parts)) / 2

    def _sources(self) -> None:
        told = {s.code: self.facts.in_unit(s.amount.vnd) for s in self.prose.sources if s.amount}
        if self.total is None or len(told) < 1:
            return
        open_ended = any(s.amount is None for s in self.prose.sources)
        together = sum(told.values(), Decimal(0))
        if together > self.total or (len(told) > 1 and not open_ended) or together == self.total:
            parts = {("text", f"source:{code}"): value for code, value in told.items()}
            self._add("sum_sources_equals_total", "", ("text", "total"), self.total, parts)

    def _phases(self) -> None:
        totals = {}
        for order, phase in enumerate(self.prose.phases, start=1):
            place = f"text/phase{order}"
            if phase.total is None:
                continue
            total = self.facts.in_unit(phase.total)
            totals[(place, "total")] = total
            parts = {(place, f"source:{c}"): self.facts.in_unit(v) for c, v in phase.by_source.items()}
            if len(parts) > 1:
                label = (
                    f"giai đoạn {phase.years[0]}-{phase.years[1]}" if phase.years else f"giai đoạn {order}"
                )
                self._add("line_sources_equal_total", label, (place, "total"), total, parts, 1)
        if self.total is not None and len(totals) > 1:
            self._add("sum_phases_equals_total", "", ("text", "total"), self.total, totals)
        self._sources_of_phases()

    def _sources_of_phases(self) -> None:
        for source in self.prose.sources:
            parts = {
                (f"text/phase{order}", f"source:{source.code}"): self.facts.in_unit(
                    phase.by_source[source.code]
                )
                for order, phase in enumerate(self.prose.phases, start=1)
                if source.code in phase.by_source
            }
            if source.amount and len(parts) == len(self.prose.phases) > 1:
                whole = ("text", f"source:{source.code}")
                printed = self.facts.in_unit(source.amount.vnd)
                self._add("sum_phases_equals_total", source.name, whole, printed, parts)

    def _years(self) -> None:
        years = self.prose.by_year
        if self.total is None or len(years) < 2:
            return
        expected = sum(phase.last - phase.first + 1 for phase in self.facts.phases)
        together = self.facts.in_unit(sum(years.values()))
        if together > self.total or len(years) == expected:
            parts = {("text", f"year:{year}"): self.facts.in_unit(vnd) for year, vnd in years.items()}
            self._add("sum_phases_equals_total", "", ("text", "total"), self.total, parts)

    def _against_table(self) -> None:
        """The same figure in the text and in the appendix."""
        if len(self.facts.tables) != 1:
            return
        split = grand_split(self.facts)
        table = self.facts.tables[0]
        place = "T0/total"
        if self.total is not None and split.total is not None:
            self._same("Tổng cộng", ("text", "total"), self.total, (place, "total"), split.total)
        for source in self.prose.sources:
            if source.amount and source.code in split.by_source:
                column = f"source:{source.code}"
                told = self.facts.in_unit(source.amount.vnd)
                self._same(source.name, ("text", column), told, (place, column), split.by_source[source.code])
        self._phases_against_table(table)

    def _phases_against_table(self, table: TableFacts) -> None:
        root = table.tree.root
        for order, phase in enumerate(self.prose.phases, start=1):
            for n, node in enumerate(phase_nodes(table), start=1):
                same = node.years == phase.years if node.years and phase.years else n == order
                if not same or node not in root.children:
                    continue
                key = f"T0/{root.children.index(node) + 1}"
                split = table.split(node)
                told = {f"source:{c}": self.facts.in_unit(v) for c, v in phase.by_source.items()}
                if phase.total is not None:
                    told["total"] = self.facts.in_unit(phase.total)
                for column, value in told.items():
                    printed = _cells(split).get(column)
                    if printed is not None:
                        self._same(
                            node.name, (f"text/phase{order}", column), value, (key, column), printed, 1
                        )

    def _same(
        self, label: str, told: CellKey, value: Decimal, printed_at: CellKey, printed: Decimal, depth: int = 0
    ) -> None:
        self._add("same_figure", label, told, value, {printed_at: printed}, depth)


def _last_place(value: Decimal) -> int:
    """The power of ten of the last printed digit."""
    exponent = value.as_tuple().exponent
    return int(exponent) if isinstance(exponent, int) else 0


# The list in the budget object ------------------------------------------------------------------

_SCHEMA_CHECKS = frozenset(
    {
        "sum_sources_equals_total",
        "line_sources_equal_total",
        "sum_lines_equals_group",
        "sum_groups_equals_phase",
        "sum_phases_equals_total",
    }
)


def list_checks(facts: Facts, document: Document) -> list[dict[str, Any]]:
    """The `checks` of the budget object: each sum above the lines, lines counted together."""
    checks = []
    total, words = facts.prose.total, facts.prose.total_words
    figure = total.vnd if total else _table_total(facts)
    if figure is not None and words is not None:
        factor = None if figure == words.value else lost_factor(figure, words.value)
        checks.append(
            _check("figure_equals_words", "plan", figure == words.value, figure, words.value, factor)
        )
    lines = right = 0
    for equation in list_equations(facts):
        if equation.check not in _SCHEMA_CHECKS:
            continue
        if equation.is_line:
            lines += 1
            right += equation.holds
            continue
        lhs, rhs = _whole_numbers(equation, facts)
        checks.append(_check(equation.check, equation.scope, equation.holds, lhs, rhs, None))
    if lines:
        checks.append(_check("line_sources_equal_total", "số dòng khớp", lines == right, right, lines, None))
    return checks


def _table_total(facts: Facts) -> int | None:
    printed = grand_split(facts).total
    return int(printed * facts.factor) if printed is not None else None


def _whole_numbers(equation: Equation, facts: Facts) -> tuple[int, int]:
    """Both sides in the amounts' unit, in đồng when they are not whole."""
    if any(value != value.to_integral_value() for value in (equation.printed, equation.computed)):
        return int(equation.printed * facts.factor), int(equation.computed * facts.factor)
    return int(equation.printed), int(equation.computed)


def _check(check: str, scope: str, holds: bool, lhs: int, rhs: int, factor: int | None) -> dict[str, Any]:
    return {
        "check": check,
        "scope": scope,
        "result": "pass" if holds else "fail",
        "lhs": lhs,
        "rhs": rhs,
        "factor": factor,
    }


__all__ = [
    "CellKey",
    "Equation",
    "Fault",
    "find_faults",
    "is_state",
    "list_checks",
    "list_equations",
    "number",
]
