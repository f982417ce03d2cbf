"""Writes documents from literals, for tests of tables, budgets and checks.

In a table literal every line is a row and `|` parts the cells; `<` continues the cell on the left,
`^` the cell above.
"""

from __future__ import annotations

from typing import Any

from nscl.plandoc.budget import read_budget, read_facts
from nscl.plandoc.budget.sums import find_faults, list_equations
from nscl.plandoc.checks import find_all
from nscl.plandoc.readers.build import Builder, CellText
from nscl.plandoc.source import Document
from nscl.plandoc.structure import outline

LEFT, ABOVE = "<", "^"


def cells(literal: str) -> list[list[CellText | None]]:
    """The grid of a table literal with its merged cells."""
    lines = literal.strip().splitlines()
    rows = [[part.strip().replace("\\n", "\n") for part in line.strip().split("|")] for line in lines]
    width = max(map(len, rows))
    rows = [row + [""] * (width - len(row)) for row in rows]
    return [[_cell(rows, r, c) for c in range(width)] for r in range(len(rows))]


def _cell(rows: list[list[str]], r: int, c: int) -> CellText | None:
    if rows[r][c] in (LEFT, ABOVE):
        return None
    colspan = 1
    while c + colspan < len(rows[r]) and rows[r][c + colspan] == LEFT:
        colspan += 1
    rowspan = 1
    while r + rowspan < len(rows) and rows[r + rowspan][c] == ABOVE:
        rowspan += 1
    return CellText(rows[r][c], colspan, rowspan)


def document(*parts: str) -> Document:
    """A document of paragraphs and tables; a part with a `|` in its first line is a table literal."""
    builder = Builder()
    for part in parts:
        first = part.strip().splitlines()[0] if part.strip() else ""
        if "|" in first:
            builder.table(cells(part))
        else:
            for line in part.split("\n"):
                builder.paragraph(line.strip())
    return builder.finish("docx")


def flattened(literal: str) -> str:
    """The same table written one cell a line; covered cells vanish, as they do on a web page."""
    grid = [[part.strip() for part in line.strip().split("|")] for line in literal.strip().splitlines()]
    return "\n".join(text for row in grid for text in row if text not in (LEFT, ABOVE))


def budget_of(*parts: str, first: int = 2021, last: int = 2025) -> dict[str, Any]:
    """The budget object of a document."""
    found = document(*parts)
    return read_budget(found, outline(found), {"plan": horizon(first, last)})


def faults_of(*parts: str, first: int = 2021, last: int = 2025) -> list[tuple[str, float, float]]:
    """The broken sums of a document: (place, printed, computed)."""
    found = document(*parts)
    facts = read_facts(found, outline(found), {"plan": horizon(first, last)})
    return [
        (fault.equation.label, float(fault.equation.printed), float(fault.equation.computed))
        for fault in find_faults(list_equations(facts))
    ]


def horizon(first: int = 2021, last: int = 2025, phases: tuple[tuple[int, int], ...] = ()) -> dict[str, Any]:
    numbered = [{"id": f"P{n}", "from": a, "to": b} for n, (a, b) in enumerate(phases, start=1)]
    return {
        "horizon": {"from": first, "to": last, "phases": numbered, "milestones": [], "covered_in_text": None}
    }


def plan(found: Document, **changes: Any) -> dict[str, Any]:
    """A plan object around a document with everything quiet but what `changes` says."""
    meta: dict[str, Any] = {
        "id": "plan",
        "text": {"file": "plan.docx", "form": "Word", "completeness": "complete"},
        "number": "12/KH-UBND",
        "number_printed": "Số: 12/KH-UBND",
        "number_in_appendix": None,
        "date": "2022-03-15",
        "date_printed": "ngày 15 tháng 3 năm 2022",
        "date_partial": None,
        "date_in_appendix": None,
        "title": "Nâng cao năng suất chất lượng giai đoạn 2021-2025",
        "signer": {"name": "A", "position": "Phó Chủ tịch", "mode": ["TM", "KT"]},
        **horizon(),
    }
    meta.update(changes.pop("meta", {}))
    whole: dict[str, Any] = {
        "plan": meta,
        "targets": [],
        "tasks": [],
        "rules": [{"kind": "cap"}],
        "reporting": [{"who": "Sở", "to": [], "every": "year", "quote": None}],
        "support_contents": [],
        "catalogue_named": {},
        "legal_bases": [],
        **changes,
    }
    whole["budget"] = read_budget(found, outline(found), whole)
    return whole


def findings(*parts: str, code: str | None = None, **changes: Any) -> list[dict[str, Any]]:
    """The findings on a document, all or those of one code."""
    found = document(*parts)
    stated = find_all(plan(found, **changes), found, outline(found))
    return [finding for finding in stated if code is None or finding["code"] == code]


def target(identifier: str, quote: str, kind: str = "count", **fields: Any) -> dict[str, Any]:
    """A target with every required key; a deadline in 2025 unless told otherwise."""
    base: dict[str, Any] = {
        "id": identifier,
        "section": "I.2",
        "quote": quote,
        "kind": kind,
        "op": None if kind == "qualitative" else "eq",
        "value": None,
        "min": None,
        "max": None,
        "unit": None,
        "indicator": "orgs_supported",
        "of": None,
        "period": None,
        "deadline": 2025,
    }
    base.update(fields)
    if base["period"]:
        base["deadline"] = None
    return base


def output(quote: str, value: float, unit: str, **fields: Any) -> dict[str, Any]:
    """A counted output of a task."""
    base: dict[str, Any] = {
        "quote": quote,
        "what": None,
        "kind": "count",
        "op": "eq",
        "value": value,
        "unit": unit,
        "support_content": None,
        "indicator": None,
    }
    return {**base, **fields}


def task(identifier: str, *outputs: dict[str, Any]) -> dict[str, Any]:
    return {"id": identifier, "title": "Nhiệm vụ", "items": [], "outputs": list(outputs)}
