"""Workbooks: the cells of one chosen sheet, and the first rows of the others."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine as calamine

from nscl.apps.core.imports.reading.grid import (
    DATE,
    ERROR,
    FORMULA,
    INSTANT,
    Book,
    Cell,
    Merge,
    Sheet,
    column_letter,
)
from nscl.apps.core.imports.reading.limits import (
    DAMAGED,
    HEAD_ROWS,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SHEETS,
    MOST_TEXT,
    UnreadableFile,
    too_many_columns,
    too_many_rows,
)
from nscl.apps.core.imports.reading.mending import mend_texts
from nscl.apps.core.imports.reading.prescan import Archive, SheetFacts, facts_of, sheet_parts
from nscl.apps.core.imports.reading.prescan_others import facts_of_old_excel, facts_of_open_document
from nscl.apps.core.imports.reading.sniff import NOT_A_LIST, FileKind, sniff
from nscl.apps.core.imports.reading.texts import read_text_list
from nscl.vietnamese.fold import nfc

_WHOLE = float(10**15)
_EPOCH = re.compile(rb'<(?:\w+:)?workbookPr\b[^>]*\bdate1904="(?:1|true)"')


def read_book(data: bytes, sheet: int | None = None) -> Book:
    """Read a file of any accepted kind; `sheet` is the number of the sheet to read whole.

    Without it the sheet with the most cells among the visible ones is taken. Raises `UnreadableFile`.
    """
    kind = sniff(data)
    if kind == "csv":
        return read_text_list(data)
    try:
        return _workbook(data, kind, sheet)
    except calamine.PasswordError as error:
        raise UnreadableFile("wrong_type", NOT_A_LIST["encrypted"]) from error
    except calamine.CalamineError as error:
        raise UnreadableFile("damaged", DAMAGED) from error


def _workbook(data: bytes, kind: FileKind, wanted: int | None) -> Book:
    archive = Archive(data) if kind == "xlsx" else None
    parts = sheet_parts(archive) if archive else {}
    notes = []
    if archive and any(name.startswith("xl/externalLinks/") for name in archive.names):
        notes.append("Tệp có liên kết sang tệp khác; hệ thống dùng giá trị đang lưu trong tệp này.")
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    metas = [m for m in book.sheets_metadata if m.typ == calamine.SheetTypeEnum.WorkSheet][:MOST_SHEETS]
    if not metas:
        raise UnreadableFile("empty", "Tệp không có trang tính nào. Hãy kiểm tra lại tệp.")
    others = _facts_of_others(data, kind)
    if len(others) != len(metas):
        others = [SheetFacts() for _meta in metas]
    sheets = [_opened(book, meta, archive, parts, other) for meta, other in zip(metas, others, strict=True)]
    chosen = _chosen([made for made, _rows, _facts in sheets], wanted)
    for number, (made, raw, facts) in enumerate(sheets):
        if made.problem:
            if number == chosen:
                raise UnreadableFile("too_large", made.problem)
        elif raw is not None:
            _fill(made, raw, facts, whole=number == chosen)
    for number, (made, _rows, _facts) in enumerate(sheets):
        said = mend_texts(made.rows)
        notes += said if number == chosen else []
    system = 1904 if archive and _EPOCH.search(archive.part("xl/workbook.xml")) else 1900
    return Book(kind, [made for made, _rows, _facts in sheets], chosen, notes, date_system=system)


def _facts_of_others(data: bytes, kind: FileKind) -> list[SheetFacts]:
    """What is told of the sheets of a workbook that is no .xlsx, in their order."""
    if kind == "ods":
        return facts_of_open_document(Archive(data).part("content.xml"))
    return facts_of_old_excel(data) if kind == "xls" else []


def _opened(
    book: Any, meta: Any, archive: Archive | None, parts: dict[str, str], facts: SheetFacts
) -> tuple[Sheet, Any, SheetFacts]:
    """One sheet with its size; its cells stay unread when it reaches too far."""
    made = Sheet(meta.name, is_hidden=meta.visible != calamine.SheetVisibleEnum.Visible)
    if archive and parts.get(meta.name):
        facts = facts_of(archive.part(parts[meta.name]))
    try:
        _require_reach(meta.name, facts.last_row, facts.last_column + 1)
        raw = book.get_sheet_by_name(meta.name)
        end = raw.end  # of cells with content; `total_height` is one less
        made.row_count, made.column_count = (end[0] + 1, end[1] + 1) if end else (0, 0)
        _require_reach(meta.name, made.row_count, made.column_count)
    except UnreadableFile as refusal:
        made.problem = str(refusal)
        made.row_count, made.column_count = facts.last_row, facts.last_column + 1
        return made, None, facts
    made.formulas, made.hidden_rows, made.hidden_columns = (
        facts.formulas,
        facts.hidden_rows[:2000],
        facts.hidden_columns,
    )
    made.merges = [
        Merge(top, left, bottom, right)
        for (top, left), (bottom, right) in (raw.merged_cell_ranges or [])[:20_000]
    ]
    return made, raw, facts


def _require_reach(name: str, rows: int, columns: int) -> None:
    if rows > MOST_ROWS:
        raise too_many_rows(name, rows)
    if columns > MOST_COLUMNS:
        raise too_many_columns(name, column_letter(columns - 1))
    if rows * columns > MOST_CELLS:
        raise too_many_rows(name, rows)


def _chosen(sheets: list[Sheet], wanted: int | None) -> int:
    if wanted is not None and 0 <= wanted < len(sheets):
        return wanted
    sizes = [
        (not sheet.problem, not sheet.is_hidden, sheet.row_count * sheet.column_count, -number)
        for number, sheet in enumerate(sheets)
    ]
    return -max(sizes)[3]


def _fill(made: Sheet, raw: Any, facts: SheetFacts, *, whole: bool) -> None:
    if not made.row_count:
        return
    rows = raw.to_python(skip_empty_area=False, nrows=None if whole else HEAD_ROWS)
    made.rows = [_cells(row) for row in rows]
    for marks, sign in ((facts.errors, ERROR), (facts.without_result, FORMULA)):
        for row, column in marks:
            if row < len(made.rows):
                line = made.rows[row]
                line += [None] * (column + 1 - len(line))
                line[column] = sign
    while whole and made.rows and not made.rows[-1]:
        made.rows.pop()


def _cells(row: Iterable[Any]) -> list[Cell]:
    """One row as it travels, empty cells at its end cut off."""
    cells = [_cell(value) for value in row]
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def _cell(value: Any) -> Cell:
    if type(value) is str:
        text: str = value.replace("\x00", "")[:MOST_TEXT]
        return nfc(text) if text and not text.isspace() else None
    if type(value) is float:
        return int(value) if value.is_integer() and abs(value) < _WHOLE else value
    if isinstance(value, datetime):
        bare = value.time() == time.min
        return DATE + value.date().isoformat() if bare else INSTANT + value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return DATE + value.isoformat()
    if isinstance(value, time | timedelta):
        return str(value)
    return value if isinstance(value, bool | int) else None
