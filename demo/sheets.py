"""Spreadsheets as offices write them: titles above, heads over two rows, group lines, totals, a signature."""

from __future__ import annotations

import io
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter

from nscl.vietnamese.legacy import _TCVN3

FIXED = datetime(2025, 7, 1, 8, 0)  # noqa: DTZ001  xlsxwriter takes no zone
_BOOK = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
SKIPPED = "skipped"


@dataclass(frozen=True)
class Line:
    """One row and what the import will say of it: new, changed, same, doubtful, wrong or skipped."""

    standing: str
    cells: tuple[Any, ...]


@dataclass(frozen=True)
class Table:
    """A list as somebody keeps it. A head `A|B` stands as B below a cell A merged over its neighbours."""

    titles: tuple[str, ...]
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    foot: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()  # lines of a second sheet
    hidden: int | None = None  # a column that is not shown

    @property
    def promise(self) -> dict[str, int]:
        """How many rows will stand where, without those that are no records."""
        return dict(Counter(line.standing for line in self.lines if line.standing != SKIPPED))


def group(text: str) -> Line:
    """A line that only names a part of the list."""
    return Line(SKIPPED, (text,))


def as_workbook(table: Table) -> bytes:
    """The table as .xlsx, the same bytes every time."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _BOOK) as book:
        book.set_properties({"author": "Dữ liệu minh họa", "created": FIXED})
        bold = book.add_format(
            {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1}
        )
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet("Tong hop")
        for number, title in enumerate(table.titles):
            sheet.merge_range(number, 0, number, len(table.heads) - 1, title, bold)
        at = _head(sheet, table.heads, len(table.titles) + 1, bold)
        for at, line in enumerate(table.lines, at):  # noqa: B020
            _row(sheet, at, line.cells, day)
        for number, text in enumerate(table.foot, at + 2):
            sheet.write_string(number, len(table.heads) - 2, text)
        sheet.set_column(1, 1, 44)
        sheet.set_column(2, len(table.heads) - 1, 16)
        if table.hidden is not None:
            sheet.set_column(table.hidden, table.hidden, 16, None, {"hidden": True})
        if table.aside:
            notes = book.add_worksheet("Ghi chu")
            for number, text in enumerate(table.aside):
                notes.write_string(number, 0, text)
    return out.getvalue()


def _head(sheet: Any, heads: Sequence[str], top: int, bold: Any) -> int:
    """One row, or two where some heads have a common one; returns the first row below."""
    if not any("|" in head for head in heads):
        for index, head in enumerate(heads):
            sheet.write_string(top, index, head, bold)
        return top + 1
    index = 0
    while index < len(heads):
        above, parted, below = heads[index].partition("|")
        if not parted:
            sheet.merge_range(top, index, top + 1, index, above, bold)
            index += 1
            continue
        last = index
        while last + 1 < len(heads) and heads[last + 1].startswith(f"{above}|"):
            last += 1
        sheet.merge_range(top, index, top, last, above, bold)
        for place in range(index, last + 1):
            sheet.write_string(top + 1, place, heads[place].partition("|")[2], bold)
        index = last + 1
    return top + 2


def _row(sheet: Any, at: int, cells: Sequence[Any], day: Any) -> None:
    for index, cell in enumerate(cells):
        if cell is None:
            continue
        if isinstance(cell, date):
            sheet.write_datetime(at, index, cell, day)
        elif isinstance(cell, str):
            sheet.write_string(at, index, cell)
        else:
            sheet.write_number(at, index, cell)


def as_tcvn3(table: Table) -> bytes:
    """The table as text with semicolons, in the font encoding of before Unicode."""
    lines = [list(table.heads), *([str(cell or "") for cell in line.cells] for line in table.lines)]
    return "".join(tcvn3(";".join(cells)) + "\r\n" for cells in lines).encode("latin-1")


_TO_TCVN3 = {letter: place for place, letter in _TCVN3.items()}


def tcvn3(text: str) -> str:
    """The text as its TCVN3 bytes read in Western letters; a toned capital becomes its small letter.

    >>> tcvn3("Hợp tác xã Ủ")
    'Hîp t¸c x· ñ'
    """
    letters = unicodedata.normalize("NFC", text)
    small = (c.lower() if ord(c) not in _TO_TCVN3 and ord(c.lower()) in _TO_TCVN3 else c for c in letters)
    return "".join(small).translate(_TO_TCVN3)
