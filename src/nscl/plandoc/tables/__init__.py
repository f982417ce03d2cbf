"""Money tables of a plan, as typed grids, whatever shape the file gave them.

>>> from nscl.plandoc.source import Document
>>> read_grids(Document("text", "", ()))
[]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nscl.plandoc.source import Block, Cell, Document
from nscl.plandoc.tables.blocks import CellRow, body_rows, continues_table, header_depth, header_paths
from nscl.plandoc.tables.flattened import Flattened, find_flattened
from nscl.plandoc.tables.grid import (
    FACTORS,
    AmountUnit,
    Column,
    Grid,
    NumberStyle,
    Row,
    find_phase,
    find_unit,
    find_year,
    is_amount,
    is_nil,
    texts_of,
)
from nscl.plandoc.tables.header import classify, header_text
from nscl.plandoc.tables.uncommon import with_uncommon_sources
from nscl.plandoc.wording import flat

__all__ = [
    "FACTORS", "AmountUnit", "Column", "Grid", "NumberStyle", "Row",
    "find_phase", "find_unit", "find_year", "is_amount", "is_nil", "read_grids", "texts_of",
]  # fmt: skip

_UNIT_LINE = re.compile(r"\b(?:đơn vị tính|đvt|đơn vị(?=\s*[:(]))\s*[:(]?\s*(.{0,40})", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\(([^()]{1,30})\)")
_MONEY_WORDS = re.compile(r"\b(?:kinh phi|von|ngan sach|du toan|thanh tien|trieu dong|nguon)\b")
_UNIT_AT_END = re.compile(
    r"(?:[(,:–-]|\n|đơn vị(?: tính)?:?|đvt:?)\s*"
    r"((?:1[. ]?000 ?|1[. ]?000[. ]?000 ?|(?:nghìn|ngàn|triệu|tỷ|tỉ|tr\.?)\s*)?"
    r"(?:đồng|đ|vnđ|vnd)|trđ|triệu|tỷ|tỉ)\s*\)?\s*$",
    re.IGNORECASE,
)
_HEADING_REACH = 6
_SAME_TABLE_GAP = 3


@dataclass(slots=True)
class _Draft:
    """A table being put together from one or more blocks."""

    first: int
    last: int
    header: list[CellRow]
    columns: tuple[Column, ...]
    rows: list[Row]
    words: str
    over_amounts: tuple[str, ...] = ()


def read_grids(document: Document) -> list[Grid]:
    """Every money table of the document, in order; tables without amounts are left out.

    A table that runs over several pages comes back as one; header rows repeated after a page break,
    column numbers and empty rows are not rows.
    """
    drafts = _from_tables(document.blocks) + _from_lines(document.blocks)
    grids = [_finish(draft, document) for draft in sorted(drafts, key=lambda draft: draft.first)]
    return [grid for grid in grids if grid is not None]


def _from_lines(blocks: Sequence[Block]) -> list[_Draft]:
    return [_from_flattened(table) for table in find_flattened(blocks)]


def _from_flattened(table: Flattened) -> _Draft:
    columns = tuple(_refined([*table.columns], table.rows))
    money = {column.label for column in columns if column.role == "amount"}
    over = tuple(text for text in table.header if header_text(text) in money)
    rows, words = list(table.rows), " ".join(table.header)
    return _Draft(table.first, table.end - 1, [], columns, rows, words, over)


def _from_tables(blocks: Sequence[Block]) -> list[_Draft]:
    drafts: list[_Draft] = []
    for at, block in enumerate(blocks):
        if block.kind != "table" or not block.rows:
            continue
        if drafts and _goes_on(blocks, drafts[-1], at):
            draft = drafts[-1]
            _append(draft, body_rows(block.rows, draft.header))
            draft.last = at
            continue
        first, end = header_depth(block.rows)
        if end == 0:
            continue
        header = list(block.rows[first:end])
        rows = body_rows(block.rows[end:], header)
        columns = _typed(header_paths(header, len(header)), rows)
        words = " ".join(cell.text for row in block.rows[:end] for cell in row if cell)
        paths = header_paths(header, len(header))
        over = tuple(text for c in columns if c.role == "amount" for text in reversed(paths[c.index]))
        drafts.append(_Draft(at, at, header, columns, rows, words, over))
    return drafts


def _goes_on(blocks: Sequence[Block], draft: _Draft, at: int) -> bool:
    between = [block.text for block in blocks[draft.last + 1 : at] if block.text.strip()]
    if len(between) > _SAME_TABLE_GAP or any(len(text) > 40 or "hụ lục" in text.lower() for text in between):
        return False
    return continues_table(blocks[at], len(draft.columns), draft.header)


def _append(draft: _Draft, rows: list[Row]) -> None:
    """Add the rows of the next page; a row cut by the page break is joined again."""
    if rows and draft.rows and _is_rest_of_row(rows[0], draft.columns):
        draft.rows[-1] = _joined(draft.rows[-1], rows[0])
        rows = rows[1:]
    draft.rows.extend(rows)


def _is_rest_of_row(row: Row, columns: Sequence[Column]) -> bool:
    texts = [text for cell in row.cells if cell and (text := cell.text.strip())]
    return bool(texts) and not any(map(is_amount, texts)) and all(text[:1].islower() for text in texts)


def _joined(row: Row, rest: Row) -> Row:
    """A row with the words that stand on the next page; its place stays that of the first part."""
    cells = [
        Cell(f"{cell.text} {more.text.strip()}", cell.start, cell.end, cell.colspan, cell.rowspan)
        if cell and more and more.text.strip()
        else cell
        for cell, more in zip(row.cells, rest.cells, strict=True)
    ]
    return Row(tuple(cells))


def _typed(paths: Sequence[Sequence[str]], rows: Sequence[Row]) -> tuple[Column, ...]:
    """Columns by their words; where the words fail, by what stands in the column."""
    columns = []
    for index, path in enumerate(paths):
        column = classify(index, path) or Column(index, header_text(path[-1]) if path else "", "note")
        texts = [row.cells[index].text for row in rows if index < len(row.cells) and row.cells[index]]  # type: ignore[union-attr]
        solid = [text for text in texts if text.strip()]
        amounts = sum(map(is_amount, solid))
        if column.role == "amount" and solid and amounts * 3 < len(solid) and not all(map(is_nil, solid)):
            column = Column(index, column.label, "source_name" if "ngu" in column.label.lower() else "note")
        elif column.role == "source_name" and solid and amounts * 2 > len(solid):
            column = Column(index, column.label, "amount")
        elif column.role == "note" and not path and index == 0:
            column = Column(index, column.label, "number")
        columns.append(column)
    return tuple(_refined(columns, rows))


def _refined(columns: list[Column], rows: Sequence[Row]) -> list[Column]:
    """What only the columns together tell: the one with names, the total of the years, uncommon sources."""
    return with_uncommon_sources(_with_whole_period(_with_name(columns, rows)), rows)


def _with_whole_period(columns: list[Column]) -> list[Column]:
    """One column for a phase beside the years it is made of is the total of the row."""
    years = {column.year for column in columns if column.role == "amount" and column.year}
    phases = [column for column in columns if column.role == "amount" and column.phase]
    if len(years) < 2 or len(phases) != 1 or phases[0].source or phases[0].year:
        return columns
    whole = phases[0]
    assert whole.phase is not None
    if not all(whole.phase[0] <= year <= whole.phase[1] for year in years):
        return columns
    return [Column(c.index, c.label, "amount") if c is whole else c for c in columns]


def _with_name(columns: list[Column], rows: Sequence[Row]) -> list[Column]:
    """Every table names its rows: without a heading for it, the wordiest column does."""
    if any(column.role == "name" for column in columns):
        return columns
    spare = [column for column in columns if column.role in ("note", "lead", "source_name")]
    if not spare:
        return columns
    best = max(spare, key=lambda column: sum(len(text) for row in rows for text in texts_of(row, [column])))
    return [Column(c.index, c.label, "name") if c is best else c for c in columns]


def _finish(draft: _Draft, document: Document) -> Grid | None:
    amount_columns = [column for column in draft.columns if column.role == "amount"]
    texts = [" ".join(text.split()) for row in draft.rows for text in texts_of(row, amount_columns)]
    if not amount_columns or not any(map(is_amount, texts)):
        return None
    unit, printed = _unit(draft, document)
    if unit is None:
        unit = next((found for text in texts if (found := find_unit(text))), None)
    names_sources = any(column.source for column in amount_columns)
    if unit is None and not names_sources and not _MONEY_WORDS.search(flat(draft.words)):
        return None
    return Grid(
        columns=draft.columns,
        rows=tuple(draft.rows),
        start=document.blocks[draft.first].start,
        end=document.blocks[draft.last].end,
        unit=unit,
        unit_printed=printed,
        style=NumberStyle.of(texts),
    )


def _unit(draft: _Draft, document: Document) -> tuple[AmountUnit | None, str | None]:
    """The unit over its money columns, else beside the table, else anywhere in its header."""
    for text in draft.over_amounts:
        if (match := _UNIT_AT_END.search(text)) and (unit := find_unit(match[1])):
            return unit, " ".join(match[1].split())
    before = document.blocks[max(0, draft.first - _HEADING_REACH) : draft.first]
    for block in reversed(before):
        if (match := _UNIT_LINE.search(block.text)) and (unit := find_unit(match[1])):
            return unit, match[1].strip(" .)")
        if len(block.text) < 30 and block.text.strip().startswith("(") and (unit := find_unit(block.text)):
            return unit, block.text.strip(" ().")
    if (match := _UNIT_LINE.search(draft.words)) and (unit := find_unit(match[1])):
        return unit, re.split(r"[).;]", match[1])[0].strip()
    for piece in _IN_BRACKETS.findall(draft.words):
        if unit := find_unit(piece):
            return unit, piece.strip()
    return None, None
