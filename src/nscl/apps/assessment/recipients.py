"""The list of a survey's recipients, as it is on the page: a workbook to work with, a paper for the file."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from docx import Document
from docx.shared import Pt

from nscl.apps.assessment.letters import url_of
from nscl.apps.assessment.models import Survey
from nscl.apps.assessment.queries_surveys import STANDS
from nscl.apps.core.access import Actor
from nscl.apps.core.documents import layout
from nscl.apps.core.documents.archive import timeless
from nscl.apps.core.documents.layout import CENTRE, SMALL_PT, paragraph
from nscl.apps.core.registers import Column
from nscl.apps.core.registers.cells import heading, said, text_of, value_of
from nscl.apps.core.registers.export import WIDTHS, Pen
from nscl.apps.registry.models import Organisation
from nscl.apps.registry.registers.organisations import SIZES
from nscl.vietnamese import format_date, format_number

HEAD_ROW = 4
PAPER = ("don-vi", "nganh", "quy-mo", "xa", "tinh-hinh", "gui-luc", "in-luc")
PAPER_CM = [7.2, 5.0, 2.4, 3.6, 2.8, 2.4, 2.4]


def sector_of(row: Any) -> str:
    return f"{row.sector} · {row.sector_name}" if row.sector else ""


def size_of(row: Any) -> str:
    return said(SIZES.get(row.size, ""))


def kind_of(row: Any) -> str:
    return said(dict(Organisation.Kind.choices).get(row.kind, ""))


COLUMNS = (
    Column("don-vi", noop("Đơn vị"), "organisation.name"),
    Column("ma", noop("Mã số thuế"), "organisation.tax_code"),
    Column("loai", noop("Loại"), kind_of),
    Column("nganh", noop("Ngành"), sector_of),
    Column("quy-mo", noop("Quy mô"), size_of),
    Column("xa", noop("Xã, phường"), "place"),
    Column("thu", noop("Thư điện tử"), "email", deed="registry.organisation.contacts"),
    Column("tinh-hinh", noop("Tình hình"), lambda row: said(STANDS[row.stand].label)),
    Column("gui-luc", noop("Gửi thư lúc"), "sent_at", "date"),
    Column("in-luc", noop("In thư lúc"), "letter_at", "date"),
    Column("nhac", noop("Số lần nhắc"), "reminders", "number"),
    Column("nhac-luc", noop("Nhắc lần cuối"), "reminded_at", "date"),
    Column("ly-do", noop("Lý do từ chối"), "decline_reason"),
)


def columns_for(survey: Survey, actor: Actor, base_url: str = "") -> list[Column]:
    """What this person may take out; the links only when asked for (`base_url`), by those who may see."""
    found = [one for one in COLUMNS if not one.deed or actor.can(one.deed)]
    if base_url and actor.can("assessment.survey.links", survey):
        found.append(Column("lien-ket", noop("Liên kết trả lời"), _link(base_url)))
    return found


def _link(base_url: str) -> Callable[[Any], str]:
    return lambda row: url_of(row, base_url)


def workbook(survey: Survey, rows: Sequence[Any], columns: Sequence[Column], *, at: datetime) -> bytes:
    """Typed cells; text that looks like a formula or a link stays text."""
    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        local = timezone.localtime(at).replace(tzinfo=None)
        book.set_properties({"author": "NSCL", "created": local})
        sheet, pen = book.add_worksheet(_("Danh sách")), Pen(book)
        for index, column in enumerate(columns):
            wide = 44 if column.name in ("don-vi", "lien-ket") else WIDTHS.get(column.kind, 24)
            sheet.set_column(index, index, wide)
        sheet.write_string(0, 0, _("Danh sách khảo sát"), pen.title)
        sheet.write_string(1, 0, survey.title, pen.plain)
        sheet.write_string(2, 0, _counted(len(rows), at), pen.plain)
        for index, column in enumerate(columns):
            sheet.write_string(HEAD_ROW, index, heading(column), pen.head)
        for number, row in enumerate(rows, HEAD_ROW + 1):
            for index, column in enumerate(columns):
                pen.write(sheet, number, index, column, value_of(column, row))
        sheet.freeze_panes(HEAD_ROW + 1, 1)
        sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + max(len(rows), 1), len(columns) - 1)
    return out.getvalue()


def _counted(count: int, at: datetime) -> str:
    local = timezone.localtime(at)
    return _("{n} đơn vị, lúc {time} ngày {day}").format(
        n=format_number(count), time=f"{local:%H:%M}", day=format_date(local.date())
    )


def paper(survey: Survey, rows: Sequence[Any], *, at: datetime) -> bytes:
    """The list on paper, lying on its side."""
    document = Document()
    properties = document.core_properties
    properties.author = properties.last_modified_by = "NSCL"
    properties.comments = properties.title = ""
    properties.created = properties.modified = datetime(2020, 1, 1, tzinfo=UTC)
    layout.set_up(document)
    section = document.sections[0]
    section.page_width, section.page_height = layout.PAGE[1], layout.PAGE[0]
    section.orientation = layout.WD_ORIENT.LANDSCAPE
    section.left_margin = section.right_margin = layout.Mm(18)
    paragraph(document, _("Danh sách khảo sát").upper(), align=CENTRE, bold=True, after=Pt(0))
    line = paragraph(document, survey.title, align=CENTRE, bold=True, after=Pt(0))
    layout.rule_below(line, 4.0, sum(PAPER_CM))
    paragraph(document, _counted(len(rows), at), align=CENTRE, italic=True, size=SMALL_PT)
    by_name = {one.name: one for one in COLUMNS}
    columns = [by_name[name] for name in PAPER]
    widths = [1.1, PAPER_CM[0] - 1.1, *PAPER_CM[1:]]
    table = layout.grid(document, [_("TT"), *(heading(one) for one in columns)], widths, {0})
    for number, row in enumerate(rows, 1):
        texts = [_day_or_text(one, value_of(one, row)) for one in columns]
        layout.fill(table.add_row(), [str(number), *texts], widths, {0})
    out = io.BytesIO()
    document.save(out)
    return timeless(out.getvalue())


def _day_or_text(column: Column, value: Any) -> str:
    """On paper the day is enough."""
    if isinstance(value, datetime):
        return str(format_date(timezone.localtime(value).date()))
    return text_of(column, value)
