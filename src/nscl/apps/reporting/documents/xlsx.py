"""The annex as a workbook: typed cells, sums that recompute, rows behind every figure."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from nscl.apps.core.documents.archive import timeless
from nscl.apps.reporting.documents.facts import IssueFacts
from nscl.apps.reporting.documents.wording import STATE_WORDS, plan_reference

TARGETS = [("TT", 6), ("Chỉ tiêu", 60), ("Mục tiêu", 18), ("Đơn vị", 14), ("Trong năm", 14), ("Lũy kế", 14)]
TARGETS += [("Tử số", 12), ("Mẫu số", 12), ("Đánh giá", 16), ("Lý do", 60)]
ROWS = [("Chỉ tiêu số", 10), ("Chỉ tiêu", 50), ("Năm", 8), ("Thành phần", 20), ("Giá trị", 14), ("Tử số", 12)]
ROWS += [("Mẫu số", 12), ("Bằng chứng", 50), ("Người duyệt", 24), ("Ngày duyệt", 14)]
LINES = [
    ("Đề mục", 10),
    ("Nội dung", 70),
    ("Dự toán (đồng)", 20),
    ("Đã giao (đồng)", 20),
    ("Đã chi (đồng)", 20),
]
FIRST_ROW = 3


def render_xlsx(snapshot: Mapping[str, Any], facts: IssueFacts) -> bytes:
    """The workbook as bytes; the same snapshot and facts give the same bytes for ever."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties(
            {"author": "NSCL", "created": datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)}
        )
        pen = _Pen(
            book, f"Báo cáo {facts.number} kết quả thực hiện {plan_reference(snapshot['plan'])}", snapshot
        )
        _targets(pen, snapshot)
        _observations(pen, snapshot)
        _lines(pen, snapshot)
    return timeless(out.getvalue())


class _Pen:
    """A workbook's formats and the head every sheet bears."""

    def __init__(self, book: Any, title: str, snapshot: Mapping[str, Any]) -> None:
        self.book = book
        self.title = f"{' '.join(title.split())} năm {snapshot['year']}"
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#E6F0F3"})
        self.bold = book.add_format({"bold": True, "valign": "top", "text_wrap": True})
        self.dong = book.add_format({"num_format": "#,##0", "valign": "top"})
        self.number = book.add_format({"num_format": "#,##0.####", "valign": "top"})
        self.date = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"})
        self.sum = book.add_format({"num_format": "#,##0", "bold": True, "top": 1})

    def sheet(self, name: str, columns: list[tuple[str, int]]) -> Worksheet:
        sheet = self.book.add_worksheet(name)
        sheet.write_string(0, 0, self.title, self.book.add_format({"bold": True, "font_size": 13}))
        for index, (head, width) in enumerate(columns):
            sheet.set_column(index, index, width)
            sheet.write_string(FIRST_ROW - 1, index, head, self.head)
        sheet.freeze_panes(FIRST_ROW, 0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        return sheet

    def row(self, sheet: Worksheet, row: int, values: list[Any], number: Any = None) -> None:
        """Numbers as numbers, text as text (never as a formula), missing left empty."""
        for column, value in enumerate(values):
            if isinstance(value, bool) or value is None or value == "":
                continue
            if isinstance(value, int | Decimal):
                sheet.write_number(
                    row, column, float(value) if isinstance(value, Decimal) else value, number or self.number
                )
            elif isinstance(value, datetime):
                sheet.write_datetime(row, column, value, self.date)
            else:
                sheet.write_string(row, column, str(value), self.text)


def _targets(pen: _Pen, snapshot: Mapping[str, Any]) -> None:
    sheet = pen.sheet("Chỉ tiêu", TARGETS)
    for offset, target in enumerate(snapshot["targets"]):
        values = [
            target["number"],
            target["title"],
            target["goal_text"],
            target["unit"],
            target["year_text"],
            _number(target["achieved"]),
            _number(target["numerator"]),
            _number(target["denominator"]),
            STATE_WORDS[target["state"]],
            " ".join(target["reasons"]),
        ]
        pen.row(sheet, FIRST_ROW + offset, values)
    _counts(
        pen, sheet, FIRST_ROW + len(snapshot["targets"]) + 1, len(snapshot["targets"]), snapshot["states"]
    )


def _counts(pen: _Pen, sheet: Worksheet, row: int, targets: int, states: Mapping[str, int]) -> None:
    """How many targets stand where, counted by the sheet itself."""
    last = FIRST_ROW + max(targets, 1)
    for offset, (code, word) in enumerate(STATE_WORDS.items()):
        sheet.write_string(row + offset, 1, word, pen.bold)
        formula = f'=COUNTIF(I{FIRST_ROW + 1}:I{last},"{word}")'
        sheet.write_formula(row + offset, 2, formula, pen.sum, states.get(code, 0))


def _observations(pen: _Pen, snapshot: Mapping[str, Any]) -> None:
    sheet = pen.sheet("Kết quả đã duyệt", ROWS)
    row = FIRST_ROW
    for target in snapshot["targets"]:
        for seen in target["observations"]:
            approved = seen["approved_on"]
            values = [
                target["number"],
                target["title"],
                seen["year"],
                seen["component"],
                _number(seen["value"]) if seen["value"] is not None else seen["text"],
                _number(seen["numerator"]),
                _number(seen["denominator"]),
                seen["evidence"],
                seen["approved_by"],
                datetime.fromisoformat(approved[:10]) if approved else None,
            ]
            pen.row(sheet, row, values)
            row += 1


def _lines(pen: _Pen, snapshot: Mapping[str, Any]) -> None:
    """The tree; every line that heads others is the live sum of the lines it heads for given and paid."""
    sheet = pen.sheet("Kinh phí", LINES)
    lines = snapshot["money"]["lines"]
    for offset, line in enumerate(lines):
        row = FIRST_ROW + offset
        values = [line["path"], "   " * line["depth"] + line["name"], line["planned"]]
        pen.row(sheet, row, values, pen.dong)
        for column, key in ((3, "allocated"), (4, "paid")):
            below = _children(lines, offset)
            if below:
                cells = "+".join(xl_rowcol_to_cell(FIRST_ROW + child, column) for child in below)
                sheet.write_formula(row, column, f"={cells}", pen.sum, line[key])
            else:
                sheet.write_number(row, column, line[key], pen.dong)


def _children(lines: list[Mapping[str, Any]], index: int) -> list[int]:
    """Positions of the lines directly below one, in a list in tree order."""
    depth, found = lines[index]["depth"], []
    for position in range(index + 1, len(lines)):
        if lines[position]["depth"] <= depth:
            break
        if lines[position]["depth"] == depth + 1:
            found.append(position)
    return found


def _number(text: str | int | None) -> Decimal | None:
    """A frozen number: decimals are kept as text so that nothing is lost."""
    return None if text is None else Decimal(str(text))
