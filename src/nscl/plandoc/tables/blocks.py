"""Money tables that come as real tables (docx, html, pdf, Markdown)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nscl.plandoc.source import Block, Cell
from nscl.plandoc.tables.grid import Row, is_amount
from nscl.plandoc.tables.header import is_header_word
from nscl.plandoc.wording import flat

CellRow = tuple[Cell | None, ...]

_COLUMN_NUMBER = re.compile(r"\(?\s*(?:\d{1,2}|[A-Z])\s*\)?(?:\s*=\s*[\d\s()+,.…-]+)?")
_ROW_NUMBER = re.compile(r"(?:[IVX]{1,5}|[A-Z]|\d{1,2}(?:\.\d{1,2})*)\s*[.)]?")
_YEAR = re.compile(r"(?:năm\s+)?20[1-4]\d", re.IGNORECASE)


def header_paths(rows: Sequence[CellRow], depth: int) -> list[list[str]]:
    """The header words above each column, top first, merged cells seen by every place they cover."""
    width = max((len(row) for row in rows), default=0)
    paths: list[list[str]] = [[] for _ in range(width)]
    for row in rows[:depth]:
        for c, cell in enumerate(row):
            if cell is not None and cell.text.strip():
                for path in paths[c : c + cell.colspan]:
                    path.append(cell.text)
    return paths


def header_depth(rows: Sequence[CellRow]) -> tuple[int, int]:
    """(first, end) of the header rows; (0, 0) when the table opens with data, as a continuation does."""
    first = 0
    while first < min(3, len(rows)) and len(_words(rows[first])) <= 1 and not _opens_header(rows[first]):
        first += 1
    if first >= len(rows) or not _is_header_row(rows[first], opening=True):
        return 0, 0
    end = first + 1
    reach = first + max((cell.rowspan for cell in rows[first] if cell), default=1)
    while end < len(rows) and (
        is_column_numbers(rows[end]) or _is_header_row(rows[end], opening=False, spanned=end < reach)
    ):
        end += 1
    return first, end


def body_rows(rows: Sequence[CellRow], header: Sequence[CellRow]) -> list[Row]:
    """The rows that are data: repeated headers, column numbers and empty rows are left out."""
    repeated = {_signature(row) for row in header}
    return [
        Row(row)
        for row in rows
        if _words(row) and _signature(row) not in repeated and not is_column_numbers(row)
    ]


def is_column_numbers(row: CellRow) -> bool:
    """True for a row such as (1) (2) (3)=(4)+(5)."""
    texts = _words(row)
    if len(texts) < 3 or not all(_COLUMN_NUMBER.fullmatch(text) for text in texts):
        return False
    numbers = [int(match[0]) for text in texts if (match := re.search(r"\d+", text))]
    return len(numbers) >= 2 and all(b - a == 1 for a, b in zip(numbers, numbers[1:], strict=False))


def continues_table(block: Block, width: int, header: Sequence[CellRow]) -> bool:
    """True when a table block goes on with the table before it, over a page break."""
    if not block.rows or len(block.rows[0]) != width:
        return False
    first, end = header_depth(block.rows)
    if end == 0:
        return True
    return {_signature(row) for row in block.rows[first:end]} <= {_signature(row) for row in header}


def _words(row: CellRow) -> list[str]:
    return [text for cell in row if cell and (text := " ".join(cell.text.split()))]


def _signature(row: CellRow) -> str:
    return "|".join(flat(text) for text in _words(row))


def _opens_header(row: CellRow) -> bool:
    return any(re.fullmatch(r"s?tt|so tt", flat(text)) for text in _words(row))


def _is_header_row(row: CellRow, *, opening: bool, spanned: bool = False) -> bool:
    texts = _words(row)
    if not texts:
        return spanned
    amounts = [text for text in texts if is_amount(text) and not _YEAR.fullmatch(text)]
    if amounts:
        return False
    if spanned and not opening:
        return True
    known = sum(is_header_word(text) or bool(_YEAR.fullmatch(text)) for text in texts)
    if opening:
        return known >= 2 and known * 2 >= len(texts)
    first = row[0].text.strip() if row and row[0] else ""
    if first and _ROW_NUMBER.fullmatch(first) and not _YEAR.fullmatch(first):
        return False
    if not first and len(texts) > 2:
        return known * 2 > len(texts)
    return known == len(texts) and (len(texts) > 1 or not first)
