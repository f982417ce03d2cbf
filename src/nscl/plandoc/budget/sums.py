"""Every sum a budget promises, and the smallest place where one is broken.

One wrong figure breaks several equations; `find_faults` names the figure once, at the smallest
equation it stands in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from nscl.plandoc.budget.equations import CellKey, Equation
from nscl.plandoc.budget.facts import Facts
from nscl.plandoc.budget.render import grand_split, lost_factor
from nscl.plandoc.budget.table_sums import table_sums
from nscl.plandoc.budget.text_sums import text_sums

_DOWN_A_COLUMN = frozenset({"sum_lines_equals_group", "sum_groups_equals_phase", "sum_phases_equals_total"})
_TOO_MANY = 4

__all__ = ["Equation", "Fault", "find_faults", "is_misread", "list_checks", "list_equations"]


def list_equations(facts: Facts) -> list[Equation]:
    """Every sum of the tables and of the running text, passed or failed."""
    found = [equation for order, table in enumerate(facts.tables) for equation in table_sums(table, order)]
    return found + text_sums(facts)


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
        faults.append(Fault(_statement(suspect, explained, alias), suspect))
        broken = [e for e in broken if e not in explained]
    for equation in sorted(broken, key=lambda e: -e.depth):
        if not any(_follows_from(equation, fault.equation) for fault in faults):
            faults.append(Fault(equation, equation.whole))
    faults = [fault for fault in faults if not _is_share_of_another(fault.equation, faults)]
    return sorted(faults, key=lambda fault: fault.equation.start)


def _statement(suspect: CellKey, explained: Sequence[Equation], alias: dict[CellKey, CellKey]) -> Equation:
    """The sum to show for a wrong figure: the one that should give it, else the smallest it stands in."""

    def rank(equation: Equation) -> tuple[bool, int, bool]:
        is_its_sum = alias.get(equation.whole, equation.whole) == suspect and not equation.is_same_figure
        return is_its_sum, equation.depth, not equation.is_same_figure

    return max(explained, key=rank)


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


def _is_share_of_another(equation: Equation, faults: Sequence[Fault]) -> bool:
    """True when the total of the same row is off by what its sources (or years) are off together.

    A row left out of a group breaks every column of the group, but it is one fault.
    """
    kind = equation.whole[1].partition(":")[0]
    if kind == "total":
        return False
    beside = [
        f.equation
        for f in faults
        if f.equation.place == equation.place and f.equation.check == equation.check
    ]
    total = next((e for e in beside if e.whole[1] == "total"), None)
    if total is None:
        return False
    together = sum((e.gap for e in beside if e.whole[1].startswith(kind + ":")), Decimal(0))
    return abs(together - total.gap) <= total.tolerance + equation.tolerance


def is_misread(equations: Sequence[Equation], faults: Sequence[Fault]) -> bool:
    """True when most headings of a table do not fit what stands below them.

    Then the table's nesting was not understood, and its sums prove nothing about the plan.
    """
    columns = [e for e in equations if e.check in _DOWN_A_COLUMN]
    places = {e.place for e in columns}
    wrong = {f.equation.place for f in faults if f.equation.check in _DOWN_A_COLUMN}
    return len(wrong) >= _TOO_MANY and len(wrong) * 2 > len(places)


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


def list_checks(facts: Facts) -> list[dict[str, Any]]:
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
