"""What the person is told about a file before anything of it is checked."""

from __future__ import annotations

from collections.abc import Sequence

from nscl.apps.core.imports.header import Header
from nscl.apps.core.imports.reading.grid import Book, column_letter, shown
from nscl.apps.core.imports.secrets import hide_cell

_SEPARATORS = {";": "dấu chấm phẩy", ",": "dấu phẩy", "\t": "dấu Tab", "|": "dấu gạch đứng"}


def notes_of(book: Book, header: Header) -> list[str]:
    """Sentences about encoding, hidden and merged cells, formulas and other sheets; stored, so Vietnamese."""
    sheet = book.sheet
    notes = list(book.notes)
    if book.separator:
        notes.append(
            f"Các cột của tệp văn bản cách nhau bằng {_SEPARATORS.get(book.separator, book.separator)}."
        )
    if book.date_system == 1904:
        notes.append("Tệp tính ngày từ năm 1904 (Excel trên Mac); ngày đã được đọc theo cách đó.")
    hidden = [number for number in sheet.hidden_rows if number > header.bottom + sheet.first_row]
    if hidden:
        notes.append(f"Có {len(hidden)} dòng ẩn ({_ranges(hidden)}); các dòng này vẫn được đọc.")
    columns = [c for c in sheet.hidden_columns if c < sheet.column_count]
    if columns:
        notes.append(
            f"Có cột ẩn ({', '.join(column_letter(c) for c in columns[:10])}); các cột này vẫn được đọc."
        )
    down = [m for m in sheet.merges if m.top >= header.data_from and m.bottom > m.top]
    if down:
        first = down[0]
        value = shown(sheet.rows[first.top][first.left]) if first.left < len(sheet.rows[first.top]) else ""
        notes.append(
            f"Có {len(down)} ô gộp nhiều dòng, ví dụ "
            f"{column_letter(first.left)}{first.top + sheet.first_row}:"
            f"{column_letter(first.right)}{first.bottom + sheet.first_row} “{hide_cell(value)[:60]}”."
        )
    if sheet.formulas:
        notes.append(f"Có {sheet.formulas} ô công thức; hệ thống dùng kết quả đang lưu trong tệp.")
    others = [one for one in book.sheets if one is not sheet and (one.row_count or one.problem)]
    if others:
        names = ", ".join(f"“{one.name}”" for one in others[:6])
        notes.append(f"Tệp còn trang khác có dữ liệu: {names}. Mỗi lần chỉ nhập một trang.")
    return notes


def _ranges(numbers: Sequence[int]) -> str:
    """1, 2, 3, 7 → `1–3, 7`, at most six pieces."""
    pieces: list[list[int]] = []
    for number in numbers:
        if pieces and number == pieces[-1][1] + 1:
            pieces[-1][1] = number
        else:
            pieces.append([number, number])
    said = [str(a) if a == b else f"{a}–{b}" for a, b in pieces[:6]]
    return ", ".join(said) + (" …" if len(pieces) > 6 else "")
