"""Workbooks we hand out: the template of an import, and the rows of a file that could not be loaded."""

from __future__ import annotations

import io
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from nscl.apps.core.imports.header import header_at
from nscl.apps.core.imports.mapping import REASON_HEADING
from nscl.apps.core.imports.reading.grid import Book, Unread, shown, value_of
from nscl.apps.core.imports.secrets import hide_cell, personal_cells
from nscl.apps.core.imports.spec import ImportField, ImportSpec

_BOOK = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_TEXTS = {"tax_code", "gtin", "phone", "email", "text"}
CODES = {"tax_code", "gtin", "phone", "text"}
_KINDS = {
    "text": "Chữ",
    "number": "Số, phần lẻ sau dấu phẩy",
    "whole": "Số nguyên",
    "money": "Số tiền",
    "date": "Ngày, như 05/04/2021",
    "year": "Năm, đủ bốn chữ số",
    "flag": "Có hoặc Không",
    "choice": "Chọn trong danh sách",
    "tax_code": "Mã số thuế 10 số, 10 số kèm 3 số chi nhánh, hoặc 12 số; định dạng ô kiểu Văn bản",
    "gtin": "Mã vạch 8, 12, 13 hoặc 14 số; định dạng ô kiểu Văn bản",
    "phone": "Số điện thoại; định dạng ô kiểu Văn bản",
    "email": "Một địa chỉ thư điện tử",
}
HIDDEN = "Số định danh cá nhân trong dòng này đã được che; hãy ghi lại đủ 12 số trước khi nhập."
ROWS = 5000  # rows of the template that carry a drop-down or a check


def template(spec: ImportSpec) -> bytes:
    """An empty workbook with the headings, drop-downs, checks, one sample row and a sheet of notes."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _BOOK) as book:
        head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E6F0F3", "bottom": 1}
        )
        must = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#CFE3E8", "bottom": 1}
        )
        sheet, notes, lists = (book.add_worksheet(name) for name in ("Nhap lieu", "Huong dan", "Danh muc"))
        lists.hide()
        for index, one in enumerate(spec.fields):
            sheet.write_string(0, index, heading(one), must if one.required else head)
            sheet.set_column(index, index, max(12, min(40, len(one.label) + 4)), _column_format(book, one))
            _write_sample(book, sheet, index, one)
            _guard(sheet, lists, index, one)
        sheet.freeze_panes(1, 1)
        _notes(book, notes, spec)
    return out.getvalue()


def heading(one: ImportField) -> str:
    """The label with its unit and a star when the field is required."""
    unit = f" ({one.unit})" if one.unit and f"({one.unit})" not in one.label else ""
    return f"{one.label}{unit}{' *' if one.required else ''}"


def _column_format(book: Any, one: ImportField) -> Any:
    if one.kind in _TEXTS:
        return book.add_format({"num_format": "@"})
    if one.kind == "date":
        return book.add_format({"num_format": "dd/mm/yyyy"})
    return book.add_format({"num_format": "#,##0"}) if one.kind in ("whole", "money") else None


def _write_sample(book: Any, sheet: Any, index: int, one: ImportField) -> None:
    """The sample as a person would type it; our own reader knows the row again and leaves it out."""
    if one.sample:
        form = {"italic": True, "font_color": "#666666"}
        if one.kind in _TEXTS:
            form["num_format"] = "@"
        sheet.write_string(1, index, one.sample, book.add_format(form))


def _guard(sheet: Any, lists: Any, index: int, one: ImportField) -> None:
    rule: dict[str, Any] | None = None
    if one.kind == "choice":
        labels = [label for _code, label in one.choices]
        lists.write_column(0, index, labels)
        rule = {"validate": "list", "source": ["='Danh muc'!", index, len(labels)]}
        from xlsxwriter.utility import xl_col_to_name

        letter = xl_col_to_name(index)
        rule["source"] = f"='Danh muc'!${letter}$1:${letter}${len(labels)}"
    elif one.kind == "flag":
        rule = {"validate": "list", "source": ["Có", "Không"]}
    elif one.kind in ("whole", "year"):
        low, high = (1900, 2100) if one.kind == "year" else (-(10**12), 10**12)
        rule = {"validate": "integer", "criteria": "between", "minimum": low, "maximum": high}
    elif one.kind == "date":
        first, last = datetime(1900, 1, 1), datetime(2100, 12, 31)  # noqa: DTZ001
        rule = {"validate": "date", "criteria": "between", "minimum": first, "maximum": last}
    if rule is not None:
        # A warning, not a stop: the reader understands more than the list offers.
        rule |= {
            "error_type": "warning",
            "error_title": one.label[:32],
            "error_message": _KINDS[one.kind][:255],
        }
        sheet.data_validation(1, index, ROWS, index, rule)


def _notes(book: Any, sheet: Any, spec: ImportSpec) -> None:
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 32, wrap)
    sheet.set_column(1, 3, 44, wrap)
    lines = [
        spec.title,
        "Ghi mỗi hồ sơ một dòng ở trang “Nhap lieu”. Cột có dấu * là bắt buộc. Dòng ví dụ không được nhập.",
        "Ô để trống nghĩa là chưa có thông tin: sổ giữ nguyên giá trị đang có, không ghi thành 0.",
        *spec.notes,
    ]
    for number, line in enumerate(lines):
        sheet.write_string(number, 0, line, bold if number == 0 else None)
    start = len(lines) + 1
    for column, text in enumerate(("Mục", "Cách ghi", "Giải thích", "Ví dụ")):
        sheet.write_string(start, column, text, bold)
    for number, one in enumerate(spec.fields, start + 1):
        for column, text in enumerate((heading(one), _KINDS[one.kind], one.help, one.sample)):
            sheet.write_string(number, column, text, wrap)


def errors_workbook(
    book: Book,
    header: tuple[int, int],
    reasons: dict[int, str],
    *,
    hide: Collection[int] = (),
    codes: Collection[int] = (),
) -> bytes:
    """The rows of these numbers as they stand in the file, under the same heads, with the reason beside them.

    The reasons' column is known again when the mended file is loaded, and left out. People's own numbers in
    the columns `hide` are masked, and the reason says so. Whole numbers in the columns `codes` become
    texts, so that a first zero typed there stays.
    """
    sheet = book.sheet
    found = header_at(sheet, *header)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _BOOK | {"constant_memory": True}) as made:
        head = made.add_format({"bold": True, "text_wrap": True, "bg_color": "#E6F0F3"})
        why = made.add_format({"text_wrap": True, "font_color": "#9A1B1B"})
        text, day = made.add_format({"num_format": "@"}), made.add_format({"num_format": "dd/mm/yyyy"})
        page = made.add_worksheet("Can sua")
        width = len(found.headings)
        for index, words in enumerate(found.headings):
            page.set_column(index, index, 20)
            page.write_string(0, index, words, head)
        page.set_column(width, width, 70)
        page.write_string(0, width, REASON_HEADING, head)
        for place, number in enumerate(sorted(reasons), 1):
            cells = sheet.rows[number - sheet.first_row]
            secret = [index for index in personal_cells(cells) if index in hide]
            kept = [None if i in secret else _as_code(c) if i in codes else c for i, c in enumerate(cells)]
            _write_cells(page, place, kept, text, day)
            for index in secret:
                page.write_string(place, index, hide_cell(shown(cells[index])), text)
            reason = f"{reasons[number]}\n{HIDDEN}" if secret else reasons[number]
            page.write_string(place, width, reason[:32_000], why)
        page.freeze_panes(1, 0)
    return out.getvalue()


def _as_code(cell: Any) -> Any:
    return str(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell


def _write_cells(page: Any, place: int, cells: Sequence[Any], text: Any, day: Any) -> None:
    for index, cell in enumerate(cells):
        value = value_of(cell)
        if value is None:
            continue
        if isinstance(value, bool | Unread | str):
            page.write_string(place, index, shown(cell), text)
        elif isinstance(value, int | float):
            page.write_number(place, index, value)
        elif isinstance(value, datetime):
            page.write_datetime(place, index, value.replace(tzinfo=None), day)
        else:
            page.write_datetime(place, index, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
