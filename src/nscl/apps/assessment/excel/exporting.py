"""All answers of a survey as one table for further work: a row for each organisation, typed cells.

A question with several choices is a column for each choice (1 chosen, 0 answered without it, empty not
answered), because such columns add up and make pivot tables, and joined text does not. Whom to call stays
out: name and telephone of the person who answered are not needed for figures.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter
from django.db import transaction
from django.utils import timezone
from xlsxwriter.utility import xl_col_to_name

from nscl.apps.assessment.definitions import definition_of
from nscl.apps.assessment.models import Response, Survey
from nscl.apps.core import audit
from nscl.apps.core.access import Actor
from nscl.apps.core.registers.export import EXACT, MAX_TEXT, RISKY
from nscl.apps.registry.models import SizeClass
from nscl.policy.questionnaires import (
    KIND_NAMES,
    OTHER,
    Definition,
    Question,
    Section,
    TableColumn,
    options_of,
    shown,
)

DEED = "assessment.survey.export"
SHEET, GUIDE = "Trả lời", "Bộ câu hỏi"
HEAD_ROW, FIRST_ROW = 1, 2
SIZES = dict(SizeClass._meta.get_field("size").flatchoices)
_BOOK = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
NOTES = (
    "Mỗi dòng ở trang “Trả lời” là một đơn vị; dòng đầu là mã cột, dòng thứ hai là câu hỏi.",
    "Ô trống: đơn vị không trả lời hoặc không phải trả lời câu này. Ô trống không phải là số 0.",
    "Câu chọn nhiều: mỗi lựa chọn một cột; 1 là có chọn, 0 là có trả lời câu nhưng không chọn mục này.",
    "Tiền tính bằng đồng, kể cả khi phiếu hỏi bằng đơn vị khác. Tỷ lệ ghi 15 nghĩa là 15 %.",
)

Value = str | int | float | date | datetime | None


@dataclass(frozen=True)
class ExportColumn:
    """A column of the table: its value from a response, and what the guide says of it."""

    code: str
    title: str
    value: Callable[[Response], Value]
    section: str = ""
    kind: str = ""
    unit: str = ""
    words: str = ""
    width: int = 18


@transaction.atomic
def export_responses(survey: Survey, responses: Iterable[Response], *, by: Actor, at: datetime) -> bytes:
    """`responses_workbook` with an audit entry that says who took how many answers out."""
    rows = list(responses)
    data = responses_workbook(survey, rows, actor=by)
    audit.record(by=by, at=at, deed=DEED, obj=survey, after={"responses": len(rows)})
    return data


def responses_workbook(survey: Survey, responses: Iterable[Response], *, actor: Actor) -> bytes:
    """The responses as a workbook; `responses` come with `invitation__organisation`, in the order wanted.

    Answers to questions that were not asked are not there; text that looks like a formula stays text.
    """
    actor.require(DEED, survey)
    columns = columns_of(definition_of(survey.version))
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _BOOK) as book:
        pen = _Pen(book)
        sheet = book.add_worksheet(SHEET)
        count = _table(sheet, pen, columns, responses)
        sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + max(count, 1), len(columns) - 1)
        sheet.freeze_panes(FIRST_ROW, 2)
        _guide(book.add_worksheet(GUIDE), pen, survey, columns)
    return out.getvalue()


# ── Columns ────────────────────────────────────────────────────────────


def columns_of(definition: Definition) -> list[ExportColumn]:
    """Who answered, then every question in order."""
    found = list(_about_the_organisation())
    number = 0
    for section in definition.sections:
        for question in section.questions:
            number += 1
            found += _question(section, question, number)
    return found


def _about_the_organisation() -> Iterator[ExportColumn]:
    """Sector, size and place as they were when the list was drawn, as the response rate counts them."""
    facts: list[tuple[str, str, Callable[[Response], Value], int]] = [
        ("bien_nhan", "Mã biên nhận", lambda one: one.receipt, 16),
        ("don_vi", "Đơn vị", lambda one: one.invitation.organisation.name, 40),
        ("ma_so_thue", "Mã số thuế", lambda one: one.invitation.organisation.tax_code, 16),
        ("loai", "Loại", lambda one: one.invitation.get_kind_display(), 20),
        ("nganh", "Ngành", lambda one: one.invitation.sector_name or one.invitation.sector, 30),
        ("quy_mo", "Quy mô", lambda one: str(SIZES.get(one.invitation.size, one.invitation.size)), 12),
        ("dia_ban", "Xã, phường", lambda one: one.invitation.place, 20),
        ("cach_tra_loi", "Cách trả lời", lambda one: one.get_channel_display(), 16),
        ("gui_luc", "Gửi lúc", lambda one: one.submitted_at, 16),
    ]
    for code, title, value, width in facts:
        yield ExportColumn(code, title, value, width=width)


def _question(section: Section, question: Question, number: int) -> Iterator[ExportColumn]:
    title = f"{number}. {question.label}"
    if question.kind == "multi":
        yield from _choices(section, question, title)
    elif question.kind == "table":
        for row in question.rows:
            for column in question.columns:
                yield _cell(section, question, title, row.code, row.label, column)
    else:
        yield ExportColumn(
            question.code,
            title,
            lambda one: _typed(question, one.answers.get(question.code)),
            section.title,
            KIND_NAMES[question.kind],
            _unit(question),
            _options(question),
            _width(question),
        )
    if question.allows_other:
        name = f"{question.code}__{OTHER}"
        yield ExportColumn(
            name,
            f"{title} – khác, ghi rõ",
            lambda one: one.answers.get(name),
            section.title,
            KIND_NAMES["text"],
            width=30,
        )


def _choices(section: Section, question: Question, title: str) -> Iterator[ExportColumn]:
    for option in options_of(question):

        def value(one: Response, code: str = option.code) -> Value:
            chosen = one.answers.get(question.code)
            return None if chosen is None else int(code in chosen)

        yield ExportColumn(
            f"{question.code}__{option.code}" if option.code != OTHER else f"{question.code}__chon_khac",
            f"{title} – {option.label}",
            value,
            section.title,
            KIND_NAMES["multi"],
            words="1: có chọn; 0: không chọn",
            width=14,
        )


def _cell(
    section: Section, question: Question, title: str, row: str, label: str, column: TableColumn
) -> ExportColumn:
    def value(one: Response) -> Value:
        cells = (one.answers.get(question.code) or {}).get(row) or {}
        return _typed(column, cells.get(column.code))

    return ExportColumn(
        f"{question.code}__{row}__{column.code}",
        f"{title} – {label} – {column.label}",
        value,
        section.title,
        KIND_NAMES[column.kind],
        _unit(column),
        _options(column),
        _width(column),
    )


def _typed(what: Question | TableColumn, value: Any) -> Value:
    """The kept value as a cell's own type; a choice by its label."""
    if value is None:
        return None
    match what.kind:
        case "number" | "percent":
            return float(value)
        case "money" | "year" | "scale":
            return int(value)
        case "date":
            return date.fromisoformat(value)
        case "text" | "long_text":
            return str(value)
    return shown(what, value)


def _unit(what: Question | TableColumn) -> str:
    if what.kind == "money":
        return "đồng"
    return "%" if what.kind == "percent" else what.unit


def _options(what: Question | TableColumn) -> str:
    return "; ".join(option.label for option in options_of(what))


def _width(what: Question | TableColumn) -> int:
    return {"long_text": 50, "text": 30, "choice": 24, "money": 20}.get(what.kind, 14)


# ── Writing ────────────────────────────────────────────────────────────


class _Pen:
    """The formats, and the one way a value becomes a cell."""

    def __init__(self, book: Any) -> None:
        top: Mapping[str, Any] = {"valign": "top"}
        self.title = book.add_format({"bold": True, "font_size": 13})
        self.code = book.add_format({"font_color": "#52606D", "font_size": 9})
        self.head = book.add_format(
            {"bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#E6F0F3", **top}
        )
        self.text = book.add_format({"text_wrap": True, **top})
        # The mark a person types as ' before text: it stays text when the cell is edited or saved as CSV.
        self.quoted = book.add_format({"text_wrap": True, "quote_prefix": True, **top})
        self.number = book.add_format({"num_format": "General", **top})
        self.whole = book.add_format({"num_format": "0", **top})
        self.dong = book.add_format({"num_format": "#,##0", **top})
        self.day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left", **top})
        self.instant = book.add_format({"num_format": "dd/mm/yyyy hh:mm", "align": "left", **top})

    def write(self, sheet: Any, row: int, index: int, value: Value) -> None:
        if value is None or value == "":
            return
        if isinstance(value, datetime):
            sheet.write_datetime(row, index, timezone.localtime(value).replace(tzinfo=None), self.instant)
        elif isinstance(value, date):
            sheet.write_datetime(row, index, datetime(value.year, value.month, value.day), self.day)  # noqa: DTZ001
        elif isinstance(value, int | float) and abs(value) < EXACT:
            look = self.dong if isinstance(value, int) and value > 9999 else self.whole
            sheet.write_number(row, index, value, look if isinstance(value, int) else self.number)
        else:
            text = str(value)[:MAX_TEXT]
            sheet.write_string(row, index, text, self.quoted if text.startswith(RISKY) else self.text)


def _table(sheet: Any, pen: _Pen, columns: list[ExportColumn], responses: Iterable[Response]) -> int:
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
        sheet.write_string(0, index, column.code, pen.code)
    for index, column in enumerate(columns):
        sheet.write_string(HEAD_ROW, index, column.title, pen.head)
    count = 0
    for row, response in enumerate(responses, FIRST_ROW):
        count += 1
        for index, column in enumerate(columns):
            pen.write(sheet, row, index, column.value(response))
    return count


def _guide(sheet: Any, pen: _Pen, survey: Survey, columns: list[ExportColumn]) -> None:
    for index, width in enumerate((8, 26, 30, 60, 20, 12, 60)):
        sheet.set_column(index, index, width)
    pen_lines = [survey.title, *NOTES]
    for row, line in enumerate(pen_lines):
        sheet.write_string(row, 0, line, pen.title if row == 0 else pen.code)
    start = len(pen_lines) + 1
    heads = ("Cột", "Mã", "Phần", "Câu hỏi", "Loại", "Đơn vị", "Các giá trị")
    for index, head in enumerate(heads):
        sheet.write_string(start, index, head, pen.head)
    for row, column in enumerate(columns, start + 1):
        told = (column.code, column.section, column.title, column.kind, column.unit, column.words)
        for index, text in enumerate((xl_col_to_name(row - start - 1), *told)):
            pen.write(sheet, row, index, text)
