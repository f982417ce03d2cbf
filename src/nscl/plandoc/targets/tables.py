"""Targets printed as a table: indicator, unit, and a column for each year or period."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from nscl.plandoc.horizon import Horizon
from nscl.plandoc.numbers import find_quantities
from nscl.plandoc.source import Block, Cell, Document
from nscl.plandoc.structure import Outline, Section
from nscl.plandoc.targets.clauses import Segment
from nscl.plandoc.targets.forms import Form, form_of
from nscl.plandoc.targets.indicators import indicator
from nscl.plandoc.targets.items import objective_sections
from nscl.plandoc.times import Time, find_times
from nscl.plandoc.wording import plain

_NAME = re.compile(r"\b(?:chỉ tiêu|nội dung|mục tiêu|tên|hoạt động|nhiệm vụ|chỉ số)\b")
_UNIT = re.compile(r"^(?:đơn vị(?: tính)?|đvt|đv)\b")
_VALUE = re.compile(r"mục tiêu|chỉ tiêu|kế hoạch|số lượng|tổng|giai đoạn|cả kỳ|^cộng\b|toàn kỳ|cả giai đoạn")
_PAST = re.compile(
    r"hiện trạng|(?<!trình )(?<!hoạch )(?<!kỳ )thực hiện|kết quả|năm gốc|thực trạng"
    r"|ghi chú|giải pháp|cơ quan|đơn vị chủ trì"
)
_YEAR = re.compile(r"^(?:đến |cuối )?(?:năm )?((?:19|20)\d{2})$")
# “2024”, “Năm 2024”, “Lộ trình: năm 2024”, but no milestone as “đến năm 2024”.
_BARE_YEAR = re.compile(r"^(?!.*\b(?:đến|tới|hết|cuối|giai đoạn)\b)\D*?(?:năm )?((?:19|20)\d{2})$")
_ANY_YEAR = re.compile(r"(?:19|20)\d{2}")
_FIGURE = re.compile(r"\d")

Row = tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where a table of targets keeps what: name, unit, and (column, time) for each figure.

    `path` holds the columns of single years that lead to the figure of the whole period.
    """

    name: int
    unit: int | None
    values: tuple[tuple[int, Time | None], ...]
    path: tuple[tuple[int, int], ...]
    first_row: int


def table_targets(document: Document, outline: Outline, horizon: Horizon, taken: int) -> list[dict[str, Any]]:
    """The targets of tables in the objectives section, numbered after the `taken` ones before them.

    A figure column without a year is for the main period; columns of past results give no targets.
    Columns of single years are phasing: the whole-period column, else the last year, is the target and the
    years stand in its `note`.  Milestones (“đến năm 2025”) are targets of their own.
    """
    found: list[dict[str, Any]] = []
    for region in objective_sections(outline):
        for section in region.walk():
            block = document.blocks[section.block]
            if section.style == "table" and (columns := _columns(block, horizon)):
                for row in block.rows[columns.first_row :]:
                    for target in _row_targets(document, section, columns, row, horizon):
                        target["id"] = f"T{taken + len(found) + 1}"
                        found.append({"id": target.pop("id"), **target})
    return found


def _columns(block: Block, horizon: Horizon) -> _Columns | None:
    for depth in (2, 1) if _has_two_header_rows(block) else (1, 2):
        if len(block.rows) <= depth:
            continue
        heads = [_heading(block.rows[:depth], i) for i in range(len(block.rows[0]))]
        name = next((i for i, head in enumerate(heads) if _NAME.search(head) and not find_times(head)), None)
        unit = next((i for i, head in enumerate(heads) if _UNIT.match(head)), None)
        values = [
            (i, time)
            for i, head in enumerate(heads)
            if i not in (name, unit)
            and not _PAST.search(head)
            and ((time := _column_time(head)) or _VALUE.search(head))
            and not (time and time.last < horizon.main_first)
        ]
        if name is not None and values:
            years = _yearly(heads, values)
            return _Columns(name, unit, _without_years(values, years), years, depth)
    return None


def _has_two_header_rows(block: Block) -> bool:
    """Whether the second row goes on with the heading: nothing in it but years and words, no number."""
    if len(block.rows) < 3 or block.rows[1][0] is not None and block.rows[1][0].text.strip():
        return False
    return any(cell and cell.text.strip() for cell in block.rows[1]) and not any(
        cell and _FIGURE.search(_ANY_YEAR.sub("", cell.text)) for cell in block.rows[1]
    )


def _without_years(
    values: list[tuple[int, Time | None]], years: tuple[tuple[int, int], ...]
) -> tuple[tuple[int, Time | None], ...]:
    """The figure columns that are targets: not the years of a path, but its last when nothing sums it up."""
    path = dict(years)
    others = [(i, time) for i, time in values if i not in path]
    if not years or any(time is None or time.last >= years[-1][1] for _, time in others):
        return tuple(others)
    return tuple((i, time) for i, time in values if i not in dict(years[:-1]))


def _yearly(heads: list[str], values: list[tuple[int, Time | None]]) -> tuple[tuple[int, int], ...]:
    """The columns headed by nothing but one year, when they run year by year; else none."""
    found = [(i, int(year[1])) for i, _ in values if (year := _BARE_YEAR.match(heads[i]))]
    runs = all(after[1] == before[1] + 1 for before, after in pairwise(found))
    return tuple(found) if runs and len(found) > 1 else ()


def _heading(rows: tuple[Row, ...], column: int) -> str:
    """What stands over a column, a merged cell counting for each column it covers."""
    parts = []
    for row in rows:
        at = column
        while at >= 0 and row[at] is None:
            at -= 1
        cell = row[at] if at >= 0 else None
        if cell is not None and at + cell.colspan > column:
            parts.append(cell.text)
    return plain(" ".join(" ".join(parts).split()))


def _column_time(head: str) -> Time | None:
    year = _YEAR.match(head) or _BARE_YEAR.match(head)
    if year:
        return Time(0, 0, "deadline", int(year[1]), int(year[1]))
    return next(iter(find_times(head)), None)


def _row_targets(
    document: Document, section: Section, columns: _Columns, row: Row, horizon: Horizon
) -> Iterator[dict[str, Any]]:
    name = row[columns.name]
    if name is None or not name.text.strip():
        return
    unit_cell = row[columns.unit] if columns.unit is not None else None
    unit = unit_cell.text.strip() if unit_cell else ""
    path = [(cell, year) for i, year in columns.path if (cell := row[i]) and _FIGURE.search(cell.text)]
    chosen = [(cell, time) for i, time in columns.values if (cell := row[i]) and _FIGURE.search(cell.text)]
    if not chosen and path:
        chosen = [(path[-1][0], Time(0, 0, "deadline", path[-1][1], path[-1][1]))]
    for cell, time in chosen:
        only_years = bool(path) and cell is path[-1][0]
        if only_years and (every := _same_each_year(name.text, unit, path)):
            first, last = path[0][1], path[-1][1]
            yield _target(document, section, name, cell, *every, _period(first, last))
        elif read := _cell(name.text, cell.text, unit):
            form = read[2]
            if path and (time is None or time.last >= path[-1][1]):
                _note_path(form, path, only_years)
            yield _target(document, section, name, cell, *read, _when(time, form, horizon))


def _same_each_year(name: str, unit: str, path: list[tuple[Cell, int]]) -> tuple[str, Segment, Form] | None:
    """A count printed alike under every year is one of every year."""
    if len(path) < 2 or len({plain(cell.text).strip() for cell, _ in path}) > 1 or "/" in unit:
        return None
    read = _cell(name, path[0][0].text, unit)
    if read is None or read[2].kind not in ("count", "at_least", "range"):
        return None
    return _cell(name, path[0][0].text, f"{unit or 'đơn vị'}/năm")


def _note_path(form: Form, path: list[tuple[Cell, int]], only_years: bool) -> None:
    years = "; ".join(f"{year}: {' '.join(cell.text.split())}" for cell, year in path)
    form.extras["note"] = "; ".join(filter(None, [form.extras.get("note"), f"lộ trình theo năm: {years}"]))
    if only_years and len(path) > 1 and form.flow:
        form.doubts.append("số ở các cột năm là của từng năm hay lũy kế chưa nêu rõ")


def _cell(name: str, figure: str, unit: str) -> tuple[str, Segment, Form] | None:
    """A cell read as the sentence it abbreviates: name, figure, unit."""
    percent = "%" in unit and "%" not in figure
    lead = plain(" ".join(name.split())).rstrip(" :.") + " đạt "
    text = (
        lead + plain(" ".join(figure.split())) + (plain(unit) if percent else " " + plain(unit or "đơn vị"))
    )
    quantity = next((q for q in find_quantities(text, len(lead) - 4, len(text))), None)
    if quantity is None:
        return None
    segment = Segment(0, len(text), 0, len(text), 0, 0, len(text), quantity)
    return text, segment, form_of(text, segment)


def _when(time: Time | None, form: Form, horizon: Horizon) -> dict[str, Any]:
    if time is None:
        return _period(horizon.main_first, horizon.main_last)
    if time.kind == "period":
        return _period(time.first, time.last)
    if form.each_year:
        return _period(horizon.starts_after(time.last), time.last)
    return {"period": None, "deadline": time.last}


def _period(first: int, last: int) -> dict[str, Any]:
    return {"period": {"from": first, "to": last}, "deadline": None}


def _target(
    document: Document,
    section: Section,
    name: Cell,
    cell: Cell,
    text: str,
    segment: Segment,
    form: Form,
    when: dict[str, Any],
) -> dict[str, Any]:
    quantity = segment.quantity
    assert quantity is not None
    kinds = {"percent_of": "percent", "growth_rate": "growth", "per_year": "year"}
    start, end = min(name.start, cell.start), max(name.end, cell.end)
    extras = {k: v for k, v in form.extras.items() if k != "scope"}
    if form.doubts:
        extras["ambiguity"] = "; ".join(form.doubts)
    return {
        "id": "",
        "section": section.path or None,
        "quote": document.text[start:end],
        "kind": form.kind,
        "op": quantity.op,
        "value": quantity.value,
        "min": quantity.min,
        "max": quantity.max,
        "unit": form.unit,
        "indicator": indicator(
            text[: quantity.start],
            text[quantity.number_start :],
            kinds.get(form.kind, "count"),
            form.unit or "",
        ),
        "of": form.of,
        **when,
        "span": document.span(start, end),
        **extras,
    }
