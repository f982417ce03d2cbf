"""From the facts to the `budget` object of schema nscl-plan/1."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from nscl.plandoc.budget.facts import Facts, Phase, Split, TableFacts
from nscl.plandoc.budget.lines import find_quantity, support_content
from nscl.plandoc.budget.tree import Node
from nscl.plandoc.source import Document
from nscl.plandoc.tables.funding import is_state
from nscl.plandoc.wording import plain

_WORDS_GOVERN = "Lấy theo số bằng chữ; số bằng số thiếu đơn vị (chênh đúng {factor} lần)."
_APPENDIX_AGREES = "Lấy theo {which}, khớp với tổng của phụ lục."


def number(value: Decimal | None) -> int | float | None:
    """A JSON number: whole amounts as integers.

    >>> number(Decimal("18450.0")), number(Decimal("12.5")), number(None)
    (18450, 12.5, None)
    """
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def sources_of(split: Split) -> dict[str, int | float]:
    return {code: value for code, amount in split.by_source.items() if (value := number(amount)) is not None}


def years_of(split: Split) -> dict[str, int | float]:
    return {
        str(year): value for year, amount in split.by_year.items() if (value := number(amount)) is not None
    }


def grand_split(facts: Facts) -> Split:
    """The grand-total row of the table; several tables have none of their own."""
    if len(facts.tables) != 1 or facts.tables[0].tree.grand_total is None:
        return Split()
    return facts.tables[0].split(facts.tables[0].tree.grand_total)


def render_phases(facts: Facts) -> list[dict[str, Any]]:
    """One object per phase with money, from the table's phase rows, else from the running text."""
    found = []
    for place, phase in enumerate(facts.phases, start=1):
        split = phase_split(facts, phase) or _told(facts, phase, place)
        if not split and len(facts.phases) == 1 and facts.tables:
            split = grand_split(facts) or Split(
                total=facts.in_unit(facts.prose.total.vnd) if facts.prose.total else None
            )
        if not split and not facts.tables:
            continue
        if not split.by_year and len(facts.phases) == 1:
            split.by_year = {year: facts.in_unit(vnd) for year, vnd in facts.prose.by_year.items()}
        found.append(
            {
                "id": phase.id,
                "from": phase.first,
                "to": phase.last,
                "total": number(split.total),
                "by_source": sources_of(split),
                "by_year": years_of(split),
            }
        )
    return found


def phase_split(facts: Facts, phase: Phase) -> Split:
    """What the tables print for a whole phase."""
    years = (phase.first, phase.last)
    for table in facts.tables:
        for order, node in enumerate(phase_nodes(table), start=1):
            if facts.phase_id(node.years, order) == phase.id and node.amounts:
                return table.split(node)
        if years in table.column_phases() and table.tree.grand_total:
            return table.split(table.tree.grand_total, years)
        if len(facts.tables) > 1 and table.heading_phase == years and table.tree.grand_total:
            return table.split(table.tree.grand_total)
    return Split()


def phase_nodes(table: TableFacts) -> list[Node]:
    return [node for node in table.tree.root.walk() if node.kind == "phase"]


def _told(facts: Facts, phase: Phase, place: int) -> Split:
    """A phase's money as the running text gives it."""
    for told in facts.prose.phases:
        if told.years == (phase.first, phase.last) or (told.years is None and told.order == place):
            return Split(
                total=None if told.total is None else facts.in_unit(told.total),
                by_source={code: facts.in_unit(vnd) for code, vnd in told.by_source.items()},
                by_year={year: facts.in_unit(vnd) for year, vnd in told.by_year.items()},
            )
    return Split()


def render_sources(facts: Facts) -> list[dict[str, Any]]:
    """Sources the text names, those with amounts first; then those only the table has."""
    printed = grand_split(facts)
    rows = []
    for source in sorted(facts.prose.sources, key=lambda s: s.amount is None and s.share is None):
        amount = facts.in_unit(source.amount.vnd) if source.amount else printed.by_source.get(source.code)
        row: dict[str, Any] = {
            "code": source.code,
            "name": source.name,
            "amount": number(amount),
            "uses": source.uses,
        }
        if source.share is not None:
            row["share_printed"] = number(source.share)
        rows.append(row)
    told = {row["code"] for row in rows}
    for table in facts.tables:
        for column in table.grid.columns_of("amount"):
            code = table.codes.get(column.index)
            if code and code not in told and code not in printed.subtotals:
                told.add(code)
                amount = number(printed.by_source.get(code))
                rows.append({"code": code, "name": column.label, "amount": amount, "uses": []})
    for code, value in printed.by_source.items():
        if code not in told:
            rows.append({"code": code, "name": code, "amount": number(value), "uses": []})
    return rows


def render_groups(facts: Facts, document: Document) -> list[dict[str, Any]]:
    """The groups of all tables in document order; columns split by phase give one set per phase."""
    return [row for row, _, _, _ in groups_with_nodes(facts, document)]


GroupRow = tuple[dict[str, Any], Node | None, TableFacts, tuple[int, int] | None]


def groups_with_nodes(facts: Facts, document: Document) -> list[GroupRow]:
    """The group objects, each with the node it comes from and the phase of its columns."""
    writer = _GroupWriter(facts, document)
    for table in facts.tables:
        for years in table.column_phases() or [None]:
            writer.write(table, years)
    return writer.rows


class _GroupWriter:
    def __init__(self, facts: Facts, document: Document) -> None:
        self.facts = facts
        self.document = document
        self.rows: list[GroupRow] = []
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
        self.rows.append((group, node, self.table, self.years))
        return group

    def _implicit(self, line: Node, above: Node, phase: str) -> dict[str, Any]:
        """Lines without a heading row stand in a group that prints no amounts of its own."""
        group: dict[str, Any] = {
            "id": self._next(phase),
            "phase": phase,
            "name": above.name or self._title() or line.name,
            "total": None,
            "lines": [],
            "by_source": {},
            "by_year": {},
            "path": above.path,
            "span": None,
        }
        self.rows.append((group, None, self.table, self.years))
        return group

    def _title(self) -> str | None:
        column = self.table.grid.column_of("name")
        return column.label if column else None

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
            "indicator": None,
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

    def _cell(self, node: Node, role: Any) -> str | None:
        column = self.table.grid.column_of(role)
        if column is None or node.row is None or column.index >= len(node.row.cells):
            return None
        cell = node.row.cells[column.index]
        if cell is None:
            cell = self._covering(node, column.index)
        return " ".join(cell.text.split()) or None if cell is not None else None

    def _covering(self, node: Node, column: int) -> Any:
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


def line_defaults(groups: list[dict[str, Any]]) -> dict[str, str] | None:
    """Lead, coordinating offices and time when every line prints the same."""
    seen = {(row["lead"], row["coordinating"], row["time"]) for group in groups for row in group["lines"]}
    if len(seen) != 1:
        return None
    lead, coordinating, time = seen.pop()
    return (
        {"lead": lead, "coordinating": coordinating, "time": time} if lead and coordinating and time else None
    )


def accepted_total(facts: Facts) -> tuple[int | None, str | None]:
    """The total to work with when figure and words differ; None when a person has to say."""
    figure = facts.prose.total.vnd if facts.prose.total else None
    words = facts.prose.total_words.value if facts.prose.total_words else None
    printed = grand_split(facts).total
    table = int(printed * facts.factor) if printed is not None else None
    if figure is None or words is None or figure == words:
        told = figure if figure is not None else table
        return (told if told is not None else words), None
    if table in (figure, words):
        return table, _APPENDIX_AGREES.format(which="số bằng chữ" if table == words else "số bằng số")
    factor = lost_factor(figure, words)
    return (words, _WORDS_GOVERN.format(factor=f"{factor:,}".replace(",", "."))) if factor else (None, None)


def lost_factor(figure: int, words: int) -> int | None:
    """The power of ten between figure and words; None when they differ otherwise.

    >>> lost_factor(9230000, 9230000000), lost_factor(9230000, 9320000)
    (1000, None)
    """
    low, high = sorted((figure, words))
    if not low or high % low:
        return None
    factor = high // low
    return factor if factor > 1 and set(str(factor)[1:]) <= {"0"} and str(factor)[0] == "1" else None


def shares(sources: list[dict[str, Any]], total: Decimal | None) -> tuple[float | None, float | None]:
    """State and enterprise share of the total in percent, from amounts, else as printed."""
    amounts = {row["code"]: row["amount"] for row in sources if row["amount"] is not None}
    if total and amounts:
        state = sum((Decimal(str(v)) for code, v in amounts.items() if is_state(code)), Decimal(0))
        enterprise = Decimal(str(amounts.get("enterprise_counterpart", 0)))
        as_share = [float(round(part * 100 / total, 2)) if part else None for part in (state, enterprise)]
        return as_share[0], as_share[1]
    printed = {row["code"]: row["share_printed"] for row in sources if row.get("share_printed") is not None}
    state_printed = [v for code, v in printed.items() if is_state(code)]
    return (float(sum(state_printed)) if state_printed else None), (
        float(printed["enterprise_counterpart"]) if "enterprise_counterpart" in printed else None
    )
