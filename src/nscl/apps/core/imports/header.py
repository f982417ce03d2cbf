"""Where a table's head stands in a sheet: below titles, in one row or several, above a row of numbers."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from nscl.apps.core.imports.reading.grid import Cell, Merge, Sheet, Unread, value_of
from nscl.vietnamese import fold

LOOKED_AT = 40  # rows from the top
TALLEST = 3  # rows of one head
_IN_BRACKETS = re.compile(r"\([^)]*\)|\[[^]]*\]")
_NO_WORD = re.compile(r"[^0-9a-z]+")
_NUMBERING = re.compile(r"[(\[]?\s*(?:[0-9]{1,2}|[a-zđ]|[ivx]{1,5})(?:\s*=.*)?\s*[)\]]?", re.IGNORECASE)
_ABBREVIATED = {
    "mst": "ma so thue",
    "msdn": "ma so doanh nghiep",
    "dn": "doanh nghiep",
    "htx": "hop tac xa",
    "hkd": "ho kinh doanh",
    "sdt": "so dien thoai",
    "dt": "dien thoai",
    "dtdd": "dien thoai di dong",
    "ld": "lao dong",
    "nld": "nguoi lao dong",
    "sl": "so luong",
    "sp": "san pham",
    "dc": "dia chi",
    "tp": "thanh pho",
    "dkkd": "dang ky kinh doanh",
    "gcn": "giay chung nhan",
    "qd": "quyet dinh",
}
_YEAR = re.compile(r"(?:nam )?(?:19|20)[0-9]{2}")


@dataclass(frozen=True)
class Header:
    """The head's first and last row and the first row of data, zero-based; `headings` by column."""

    top: int
    bottom: int
    data_from: int
    headings: tuple[str, ...]


def heading_key(text: str) -> str:
    """A heading as it is compared: no marks, no case, no signs, nothing in brackets, abbreviations in full.

    >>> heading_key("Doanh thu  (triệu đồng) *"), heading_key("MST:"), heading_key("Tên DN")
    ('doanh thu', 'ma so thue', 'ten doanh nghiep')
    """
    bare = _NO_WORD.sub(" ", fold(_IN_BRACKETS.sub(" ", text))).split()
    words = bare or _NO_WORD.sub(" ", fold(text)).split()
    return " ".join(_ABBREVIATED.get(word, word) for word in words)


def find_header(sheet: Sheet, known: Collection[str]) -> Header:
    """The head of the table; `known` are the keys of headings that the import knows.

    A head is the row with the most known headings; where none is known, the first row about as wide as the
    table. An empty sheet gives an empty head.
    """
    rows = _spread(sheet)
    if not rows:
        return Header(0, 0, 0, ())
    best = max(range(len(rows)), key=lambda number: (_score(rows[number], known), -number))
    if _hits(rows[best], known) == 0:
        best = _first_wide(rows)
    top, bottom = _grown(rows, sheet.merges, best, known)
    return header_at(sheet, top, bottom)


def best_sheet(sheets: list[Sheet], chosen: int, known: Collection[str]) -> int:
    """The number of the sheet whose head names the most known headings; `chosen` when none names more."""

    def hits(number: int) -> int:
        rows = _spread(sheets[number])
        return max((_hits(row, known) for row in rows), default=0)

    offered = [number for number, sheet in enumerate(sheets) if not sheet.problem and not sheet.is_hidden]
    return max([chosen, *offered], key=lambda number: (hits(number), number == chosen))


def header_at(sheet: Sheet, top: int, bottom: int) -> Header:
    """The head in the rows a person (or `find_header`) named."""
    rows = _spread(sheet)
    bottom = min(bottom, len(rows) - 1)
    width = max((len(row) for row in sheet.rows), default=0)
    headings = []
    for column in range(width):
        parts = (_text(row[column]) for row in rows[top : bottom + 1] if column < len(row))
        headings.append(" / ".join(dict.fromkeys(part for part in parts if part)))
    data_from = bottom + 1
    if data_from < len(rows) and _is_numbering(rows[data_from]):
        data_from += 1
    return Header(top, bottom, data_from, tuple(headings))


def _spread(sheet: Sheet) -> list[list[Cell]]:
    """The first rows with each merged cell's text in every place it covers."""
    rows = [list(row) for row in sheet.rows[:LOOKED_AT]]
    for merge in sheet.merges:
        if merge.top >= len(rows) or merge.left >= len(rows[merge.top]):
            continue
        text = rows[merge.top][merge.left]
        for row in rows[merge.top : merge.bottom + 1]:
            right = min(merge.right, sheet.column_count)
            row += [None] * (right + 1 - len(row))
            row[merge.left : right + 1] = [text] * (right + 1 - merge.left)
    return rows


def _text(cell: Cell) -> str:
    value = value_of(cell)
    if value is None or isinstance(value, Unread | bool):
        return ""
    return " ".join(str(value).split())


def _is_label(cell: Cell) -> bool:
    """A cell that can stand in a head: a text that is no number, or a year."""
    value = value_of(cell)
    if isinstance(value, int) and not isinstance(value, bool):
        return 1900 <= value <= 2100
    if not isinstance(value, str):
        return False
    text = value.strip()
    return bool(text) and len(text) <= 200 and (any(c.isalpha() for c in text) or bool(_YEAR.fullmatch(text)))


def _hits(row: list[Cell], known: Collection[str]) -> int:
    return len({key for cell in row if _is_label(cell) and (key := heading_key(_text(cell))) in known})


def _score(row: list[Cell], known: Collection[str]) -> float:
    labels = {_text(cell) for cell in row if _is_label(cell)}
    values = [cell for cell in row if isinstance(value_of(cell), int | float | date) and not _is_label(cell)]
    if len(labels) < 2:
        return 0
    long = sum(len(label) > 80 for label in labels)
    return 5 * _hits(row, known) + min(len(labels), 12) / 4 - 2 * len(values) - long


def _first_wide(rows: list[list[Cell]]) -> int:
    widths = [len({_text(cell) for cell in row if _is_label(cell)}) for row in rows]
    most = max(widths)
    return next(number for number, width in enumerate(widths) if width >= max(0.6 * most, 1) or most == 0)


def _grown(rows: list[list[Cell]], merges: list[Merge], row: int, known: Collection[str]) -> tuple[int, int]:
    """The head with the rows above and below that belong to it."""
    top = bottom = row
    while bottom + 1 < len(rows) and bottom - top + 1 < TALLEST and _continues(rows, merges, bottom, known):
        bottom += 1
    while top > 0 and bottom - top + 1 < TALLEST and _begins(rows, merges, top):
        top -= 1
    return top, bottom


def _continues(rows: list[list[Cell]], merges: list[Merge], row: int, known: Collection[str]) -> bool:
    """Whether the row below is part of the head: parts of a merged heading, or labels in its gaps."""
    below = rows[row + 1]
    filled = [cell for cell in below if value_of(cell) is not None]
    if not filled or not all(_is_label(cell) for cell in filled) or _is_numbering(below):
        return False
    if any(m.top <= row < m.bottom for m in merges):
        return True
    spans = [m for m in merges if m.top == m.bottom == row and m.right > m.left]
    if any(len({_text(c) for c in below[m.left : m.right + 1] if _text(c)}) > 1 for m in spans):
        return True
    here = rows[row]
    gaps = [i for i, cell in enumerate(below) if _text(cell) and (i >= len(here) or not _text(here[i]))]
    return bool(gaps) and len(gaps) >= len(filled) - 1 and _hits(below, known) > 0


def _begins(rows: list[list[Cell]], merges: list[Merge], row: int) -> bool:
    """Whether the row above is part of the head: it groups some columns, not all of them like a title."""
    above = {_text(cell) for cell in rows[row - 1] if _text(cell)}
    if any(m.top < row <= m.bottom for m in merges):
        return True
    spans = [m for m in merges if m.top == m.bottom == row - 1 and m.right > m.left]
    return len(above) > 1 and bool(spans) and all(_is_label(c) for c in rows[row - 1] if _text(c))


def _is_numbering(row: list[Cell]) -> bool:
    """The row `(1) (2) (3)` or `A B 1 2` under many heads."""
    texts = [_text(cell) for cell in row if _text(cell)]
    if len(texts) < 3 or not all(_NUMBERING.fullmatch(text) for text in texts):
        return False
    numbers = [int(d[0]) for text in texts if (d := re.findall(r"^[(\[]?\s*([0-9]{1,2})", text))]
    return all(b - a == 1 for a, b in zip(numbers, numbers[1:], strict=False)) and (
        not numbers or numbers[0] in (1, 2)
    )
