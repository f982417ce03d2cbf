"""From the facts to the `budget` object of schema nscl-plan/1."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from nscl.plandoc.budget.breakdown import source_rows, with_rows
from nscl.plandoc.budget.facts import Facts, Phase, Split, TableFacts
from nscl.plandoc.budget.tree import Node
from nscl.plandoc.tables.funding import is_state, is_uncommon

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


def whole_split(facts: Facts) -> Split:
    """The grand total with the sources or years that the rows of the table are."""
    split = grand_split(facts)
    if not split:
        return split
    split = with_rows(facts.tables[0], split)
    told = [source.code for source in facts.prose.sources]
    only_text = [code for code in told if is_uncommon(code) and code not in split.by_source]
    only_table = [code for code in split.by_source if is_uncommon(code) and code not in told]
    if len(only_text) == len(only_table) == 1:  # the text and the table word one source differently
        meant = {only_table[0]: only_text[0]}
        split.by_source = {meant.get(code, code): value for code, value in split.by_source.items()}
    return split


def render_phases(facts: Facts) -> list[dict[str, Any]]:
    """One object per phase with money, from the table's phase rows, else from the running text."""
    found = []
    for place, phase in enumerate(facts.phases, start=1):
        split = phase_split(facts, phase) or _told(facts, phase, place)
        if len(facts.phases) == 1:
            split = _whole(facts, split)
        if not split and not facts.tables:
            continue
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


def _whole(facts: Facts, split: Split) -> Split:
    """The only phase is the whole plan: what is printed for the plan is printed for it."""
    if not split and (facts.tables or facts.prose.by_year):
        total = facts.in_unit(facts.prose.total.vnd) if facts.prose.total else None
        split = whole_split(facts) or Split(total=total)
    if split and not split.by_year:
        split.by_year = {year: facts.in_unit(vnd) for year, vnd in facts.prose.by_year.items()}
    return split


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
    printed = whole_split(facts)
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
                found = number(printed.by_source.get(code))
                rows.append({"code": code, "name": column.label, "amount": found, "uses": []})
    names = {code: row.name for table in facts.tables for code, row in source_rows(table).items()}
    for code, value in printed.by_source.items():
        if code not in told:
            rows.append({"code": code, "name": names.get(code, code), "amount": number(value), "uses": []})
    return rows


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
