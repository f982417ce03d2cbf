"""One record as an official paper in Word: letterhead by Decree 30/2020/NĐ-CP, facts, tables, as of when."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from docx import Document
from docx.shared import Pt

from nscl.apps.core.access import Actor
from nscl.apps.core.documents import layout
from nscl.apps.core.documents.archive import timeless
from nscl.apps.core.documents.layout import CENTRE, HEAD_PT, LEFT, SMALL_PT, paragraph
from nscl.apps.core.models import Attachment
from nscl.apps.core.registers.cells import Cell, said
from nscl.apps.core.registers.spec import Register, Section
from nscl.vietnamese import format_date, format_date_administrative

FRAME_CM = [6.5, 10.0]
FACTS_CM = [5.5, 11.0]
WIDTH_CM = 16.5


def render_record(
    register: Register,
    record: Any,
    *,
    cells: Sequence[Cell],
    sections: Sequence[tuple[Section, Any]],
    files: Sequence[Attachment],
    by: Actor,
    at: datetime,
) -> bytes:
    """The paper as bytes; the same record at the same moment gives the same bytes."""
    document = Document()
    properties = document.core_properties
    properties.author = properties.last_modified_by = "NSCL"
    properties.comments = properties.title = ""
    properties.created = properties.modified = datetime(2020, 1, 1, tzinfo=UTC)
    layout.set_up(document)
    _letterhead(document, by, at)
    _title(document, register, record, at)
    _facts(document, cells)
    for section, rows in sections:
        if section.printed is not None:
            _table(document, said(section.label), *section.printed(rows))
    if files:
        heads = [_("Tài liệu"), _("Tệp"), _("Đính kèm lúc")]
        rows = [[one.title, one.name, format_date(timezone.localtime(one.added_at).date())] for one in files]
        _table(document, _("Tài liệu đính kèm"), heads, rows)
    _signature(document, by)
    out = io.BytesIO()
    document.save(out)
    return timeless(out.getvalue())


def _letterhead(document: Any, by: Actor, at: datetime) -> None:
    left, right = layout.bare_table(document, FRAME_CM).rows[0].cells
    name = (by.office_name or _("Cơ quan")).upper()
    line = paragraph(left, name, align=CENTRE, size=HEAD_PT, bold=True, after=Pt(0))
    layout.rule_below(line, 2.5, FRAME_CM[0])
    paragraph(right, layout.NATION, align=CENTRE, size=12, bold=True, after=Pt(0))
    motto = paragraph(right, layout.MOTTO, align=CENTRE, size=13, bold=True, after=Pt(0))
    layout.rule_below(motto, 5.4, FRAME_CM[1])
    day = format_date_administrative(timezone.localtime(at).date())
    paragraph(right, day[:1].upper() + day[1:], align=CENTRE, size=HEAD_PT, italic=True, after=Pt(0))


def _title(document: Any, register: Register, record: Any, at: datetime) -> None:
    what = _("Phiếu thông tin {what}").format(what=said(register.singular)).upper()
    paragraph(document, what, align=CENTRE, bold=True, after=Pt(0)).paragraph_format.space_before = Pt(18)
    name = paragraph(document, str(record), align=CENTRE, bold=True, after=Pt(0))
    layout.rule_below(name, 4.0, WIDTH_CM)
    local = timezone.localtime(at)
    said_when = _("Theo sổ lúc {time} ngày {day}").format(time=f"{local:%H:%M}", day=f"{local:%d/%m/%Y}")
    paragraph(document, said_when, align=CENTRE, italic=True, size=SMALL_PT)


def _facts(document: Any, cells: Sequence[Cell]) -> None:
    table = layout.grid(document, [_("Mục"), _("Nội dung")], FACTS_CM, set())
    for cell in cells:
        layout.fill(table.add_row(), [cell.label, cell.text], FACTS_CM, set())
    paragraph(document, "", after=Pt(0), size=6)


def _table(document: Any, title: str, heads: list[str], rows: list[list[str]]) -> None:
    """A titled table over the page's width; an empty one says so in words."""
    paragraph(document, title, align=LEFT, bold=True, keep=True)
    if not rows:
        paragraph(document, _("Chưa có."), align=LEFT)
        return
    widths = [WIDTH_CM / len(heads)] * len(heads)
    table = layout.grid(document, heads, widths, set())
    for row in rows:
        layout.fill(table.add_row(), row, widths, set())
    paragraph(document, "", after=Pt(0), size=6)


def _signature(document: Any, by: Actor) -> None:
    left, right = layout.bare_table(document, [8.0, 8.5]).rows[0].cells
    paragraph(left, "", after=Pt(0))
    paragraph(right, _("Người lập").upper(), align=CENTRE, bold=True, after=Pt(0), keep=True)
    for _line in range(4):
        paragraph(right, "", align=CENTRE, after=Pt(0), keep=True)
    paragraph(right, by.name, align=CENTRE, bold=True, after=Pt(0))
