"""Sums that do not add up, named once at the smallest wrong place."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from nscl.plandoc.budget.render import number
from nscl.plandoc.budget.sums import Equation, find_faults, is_misread, list_equations
from nscl.plandoc.checks.base import Case, Finding, finding

_KINDS = {
    "line_sources_equal_total": ("sources_of_line", "cộng các nguồn được"),
    "line_years_equal_total": ("years_of_line", "cộng các năm được"),
    "sum_lines_equals_group": ("lines_of_group", "cộng các dòng bên dưới được"),
    "sum_groups_equals_phase": ("groups_of_phase", "cộng các nhóm được"),
    "sum_phases_equals_total": ("phases_of_total", "cộng các phần được"),
    "sum_sources_equals_total": ("sources_of_total", "cộng các nguồn được"),
    "same_figure": ("text_vs_appendix", "chỗ khác in"),
}


def find_sum_mismatches(case: Case) -> Iterator[Finding]:
    """One finding for every wrong figure; the sums above it that only follow are left out."""
    equations = list_equations(case.facts)
    faults = find_faults(equations)
    if is_misread(equations, faults):
        yield _not_understood(case)
        return
    for fault in faults:
        yield _state(case, fault.equation)


def _not_understood(case: Case) -> Finding:
    table = case.facts.tables[0]
    detail = (
        "Phần lớn các mục của bảng kinh phí không khớp với các dòng bên dưới, có thể do cách đánh số; "
        "chưa kết luận được các phép cộng. Đề nghị xem lại cấu trúc bảng ở bước rà soát."
    )
    return finding(
        "other", "structure", "table_unclear", detail, where="phụ lục",
        span=case.span(table.grid.start, table.grid.end),
    )  # fmt: skip


def _state(case: Case, equation: Equation) -> Finding:
    kind, how = _KINDS[equation.check]
    column = _column(case, equation.whole[1])
    place = f"mục {equation.label}" if equation.label else "phần tổng kinh phí"
    gap = equation.printed - equation.computed
    detail = (
        f"Tại {place}{column}: in {case.amount(equation.printed)}, {how} {case.amount(equation.computed)}, "
        f"chênh {case.amount(abs(gap))}. Đề nghị kiểm tra lại các số ở mục này."
    )
    return finding(
        "sum_mismatch",
        "error",
        kind,
        detail,
        values=[_json(equation.printed), _json(equation.computed)],
        where=equation.label or "tổng kinh phí",
        quotes=_quotes(case, equation),
        span=case.span(equation.start, equation.end),
    )


def _json(value: Decimal) -> float | int:
    return number(value) or 0


def _column(case: Case, column: str) -> str:
    """Which column the figure stands in, for the sentence."""
    if column.startswith("year:"):
        return f", cột năm {column[5:]}"
    if column.startswith("source:"):
        names = {row["code"]: row["name"] for row in case.budget["sources"]}
        return f", nguồn “{names.get(column[7:], column[7:])}”"
    return ""


def _quotes(case: Case, equation: Equation) -> list[str]:
    """The row that prints the figure: its first words and the figure itself."""
    row = case.text[equation.start : equation.end]
    first_cell = next(
        (line.strip() for part in row.split("\n") for line in part.split(" | ") if len(line.strip()) > 6), ""
    )
    return [first_cell[:160].strip()]
