"""A payload of figures as a workbook and as a paper in Word, ready to stand in a report."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _
from docx import Document
from docx.document import Document as DocxDocument
from docx.shared import Pt

from nscl.apps.assessment.results_freeze import written
from nscl.apps.core.documents import layout
from nscl.apps.core.documents.archive import timeless
from nscl.apps.core.documents.layout import CENTRE, LEFT, SMALL_PT, paragraph
from nscl.vietnamese import format_date, format_number

RISKY = ("=", "+", "-", "@", "\t", "\r")
WIDTH_CM = 16.5
MOST_COLUMNS = 7  # more do not fit a page that stands upright


class Sheets:
    """A workbook whose cells are typed: numbers as numbers, what looks like a formula as text."""

    def __init__(self) -> None:
        self.out = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.book = xlsxwriter.Workbook(self.out, options)
        self.book.set_properties({"author": "NSCL", "created": datetime(2020, 1, 1, tzinfo=UTC)})
        self.title = self.book.add_format({"bold": True, "font_size": 13})
        self.head = self.book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E6F0F3"}
        )
        self.text = self.book.add_format({"text_wrap": True, "valign": "top"})
        self.quoted = self.book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        self.number = self.book.add_format({"num_format": "#,##0.##", "valign": "top"})
        self.bold = self.book.add_format({"bold": True, "num_format": "#,##0.##", "valign": "top"})

    def sheet(self, name: str, widths: Sequence[int]) -> Any:
        sheet = self.book.add_worksheet(name[:31])
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return sheet

    def write(self, sheet: Any, row: int, column: int, value: Any, *, is_head: bool = False) -> None:
        """Nothing for what is missing; a whole number with more than fifteen digits stays text."""
        if value is None or value == "":
            return
        if isinstance(value, int | Decimal) and abs(value) < 10**15:
            sheet.write_number(row, column, float(value), self.head if is_head else self.number)
            return
        text = str(value)[:32_767]
        form = self.head if is_head else self.quoted if text.startswith(RISKY) else self.text
        sheet.write_string(row, column, text, form)

    def rows(self, sheet: Any, top: int, heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> int:
        """A table with its heads; the row after it."""
        for column, head in enumerate(heads):
            self.write(sheet, top, column, head, is_head=True)
        for place, row in enumerate(rows, top + 1):
            for column, value in enumerate(row):
                self.write(sheet, place, column, value)
        return top + 1 + len(rows)

    def done(self) -> bytes:
        self.book.close()
        return self.out.getvalue()


def render_xlsx(payload: Mapping[str, Any], *, label: str) -> bytes:
    """Four sheets: rates, questions, breakdowns, contents wanted. `label` says which figures these are."""
    sheets = Sheets()
    for name, fill in (
        (_("Tỷ lệ trả lời"), _rates_sheet),
        (_("Từng câu hỏi"), _questions_sheet),
        (_("Phân tổ"), _breakdowns_sheet),
        (_("Nhu cầu hỗ trợ"), _needs_sheet),
    ):
        sheet = sheets.sheet(name, [52, *([13] * 12)])
        sheet.write_string(0, 0, payload["survey"]["title"], sheets.title)
        sheets.write(sheet, 1, 0, f"{label}. {about(payload)}")
        fill(sheets, sheet, payload)
    return sheets.done()


def about(payload: Mapping[str, Any]) -> str:
    """What the figures rest on, in one sentence."""
    at = timezone.localtime(datetime.fromisoformat(payload["at"]))
    rate = payload["rate"]
    return _(
        "Số liệu lúc {time} ngày {day}: {answered} đơn vị trả lời trên {invited} đơn vị được mời ({pct} %)."
    ).format(
        time=f"{at:%H:%M}",
        day=format_date(timezone.localdate(at)),
        answered=format_number(rate["answered"]),
        invited=format_number(rate["invited"]),
        pct=written(rate["pct"]),
    )


def _rates_sheet(sheets: Sheets, sheet: Any, payload: Mapping[str, Any]) -> None:
    row = 3
    for table in payload["rates"]:
        row = _table_rows(sheets, sheet, row, table)


def _questions_sheet(sheets: Sheets, sheet: Any, payload: Mapping[str, Any]) -> None:
    row = 3
    for section in payload["sections"]:
        sheet.write_string(row, 0, section["title"], sheets.title)
        row += 1
        for question in section["questions"]:
            row = _question_rows(sheets, sheet, row, question)


def _question_rows(sheets: Sheets, sheet: Any, row: int, question: Mapping[str, Any]) -> int:
    if "table" not in question:
        sheets.write(sheet, row, 0, question["label"])
        sheets.write(sheet, row + 1, 0, question["headline"])
        return row + 3
    row = _table_rows(sheets, sheet, row, question["table"], said=question["headline"])
    for cell in question.get("cells", ()):
        row = _table_rows(sheets, sheet, row, cell)
    return row


def _breakdowns_sheet(sheets: Sheets, sheet: Any, payload: Mapping[str, Any]) -> None:
    row = 3
    for section in payload["sections"]:
        for question in section["questions"]:
            for table in question.get("breakdowns", ()):
                row = _table_rows(sheets, sheet, row, table)


def _table_rows(sheets: Sheets, sheet: Any, row: int, table: Mapping[str, Any], *, said: str = "") -> int:
    sheet.write_string(row, 0, table["title"][:32_767], sheets.bold)
    for text in (said, table["note"]):
        if text:
            row += 1
            sheets.write(sheet, row, 0, text)
    heads, rows = spread(table)
    return sheets.rows(sheet, row + 1, heads, rows) + 1


def spread(table: Mapping[str, Any]) -> tuple[list[str], list[list[Any]]]:
    """The table with one value a cell: a count and its share stand side by side."""
    heads = [table["head"]]
    for _code, label, kind in table["columns"]:
        heads += [label, f"{label} (%)"] if kind == "share" else [label]
    rows = []
    for _code, label, _is_total, cells in table["lines"]:
        row: list[Any] = [label]
        for (_column, _label, kind), cell in zip(table["columns"], cells, strict=True):
            pair = cell if isinstance(cell, list) else [cell, None]
            row += [_typed(value) for value in (pair if kind == "share" else pair[:1])]
        rows.append(row)
    return heads, rows


def _typed(value: Any) -> int | Decimal | None:
    return value if value is None or isinstance(value, int) else Decimal(value)


def _needs_sheet(sheets: Sheets, sheet: Any, payload: Mapping[str, Any]) -> None:
    heads, rows = needs_table(payload["needs"])
    sheets.rows(sheet, 3, heads, rows)


def needs_table(needs: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[list[Any]]]:
    heads = [
        _("Nội dung hỗ trợ"),
        _("Có nhu cầu"),
        _("Đang áp dụng"),
        _("Có nhu cầu nhưng đã có"),
        _("Có nhu cầu nhưng không còn hoạt động"),
        _("Nên mời"),
        _("Lưu ý"),
    ]
    names = ("name", "wants", "has", "has_already", "gone", "open_to", "warning")
    return heads, [[need[name] for name in names] for need in needs]


# Word -------------------------------------------------------------------------------------------


def render_docx(payload: Mapping[str, Any], *, label: str) -> bytes:
    """Rates, each question with its sentence and table, and contents wanted; the same payload gives the same
    bytes. Breakdowns stand in the workbook."""
    document = Document()
    properties = document.core_properties
    properties.author = properties.last_modified_by = "NSCL"
    properties.comments = properties.title = ""
    properties.created = properties.modified = datetime(2020, 1, 1, tzinfo=UTC)
    layout.set_up(document)
    title = _("Kết quả khảo sát").upper()
    paragraph(document, title, align=CENTRE, bold=True, after=Pt(0))
    name = paragraph(document, payload["survey"]["title"], align=CENTRE, bold=True, after=Pt(0))
    layout.rule_below(name, 4.0, WIDTH_CM)
    paragraph(document, f"{label}. {about(payload)}", align=CENTRE, italic=True, size=SMALL_PT)
    number = 1
    for table in payload["rates"]:
        number = _docx_table(document, number, table)
    for section in payload["sections"]:
        paragraph(document, section["title"], align=LEFT, bold=True, keep=True)
        for question in section["questions"]:
            number = _docx_question(document, number, question)
    _docx_needs(document, number, payload["needs"])
    out = io.BytesIO()
    document.save(out)
    return timeless(out.getvalue())


def _docx_question(document: DocxDocument, number: int, question: Mapping[str, Any]) -> int:
    if "table" not in question:
        paragraph(document, f"{question['label']}: {question['headline']}", align=LEFT, indent=True)
        return number
    paragraph(document, question["headline"], align=LEFT, indent=True, keep=True)
    number = _docx_table(document, number, question["table"])
    for cell in question.get("cells", ()):
        number = _docx_table(document, number, cell)
    return number


def _docx_table(document: DocxDocument, number: int, table: Mapping[str, Any]) -> int:
    caption = _("Bảng {n}. {title}").format(n=number, title=table["title"])
    paragraph(document, caption, align=LEFT, bold=True, size=13, keep=True, after=Pt(2))
    heads = [table["head"], *(label for _code, label, _kind in table["columns"])]
    rows = [[label, *(written(cell) for cell in cells)] for _code, label, _is_total, cells in table["lines"]]
    totals = {place for place, line in enumerate(table["lines"]) if line[2]}
    _grid(document, heads, rows, totals)
    if table["note"]:
        paragraph(document, table["note"], align=LEFT, italic=True, size=SMALL_PT)
    return number + 1


def _grid(
    document: DocxDocument, heads: Sequence[str], rows: Sequence[Sequence[str]], totals: set[int]
) -> None:
    heads, rows = list(heads)[:MOST_COLUMNS], [list(row)[:MOST_COLUMNS] for row in rows]
    first = WIDTH_CM * (0.5 if len(heads) < 4 else 0.34)
    widths = [first] + [(WIDTH_CM - first) / (len(heads) - 1)] * (len(heads) - 1)
    numeric = set(range(1, len(heads)))
    table = layout.grid(document, heads, widths, numeric)
    for place, row in enumerate(rows):
        layout.fill(table.add_row(), row, widths, numeric, bold=place in totals)
    paragraph(document, "", after=Pt(0), size=6)


def _docx_needs(document: DocxDocument, number: int, needs: Sequence[Mapping[str, Any]]) -> None:
    if not needs:
        return
    caption = _("Bảng {n}. Nội dung hỗ trợ theo nhu cầu").format(n=number)
    paragraph(document, caption, align=LEFT, bold=True, size=13, keep=True, after=Pt(2))
    heads, rows = needs_table(needs)
    _grid(document, heads[:6], [[str(row[0]), *map(written, row[1:6])] for row in rows], set())
    for need in needs:
        if need["warning"]:
            text = f"{need['name']}: {need['warning']}"
            paragraph(document, text, align=LEFT, italic=True, size=SMALL_PT)
