"""The head and foot of an administrative letter (Decree 30/2020/NĐ-CP), and a Word file without a clock.

Number and day are written by hand when the letter is signed.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.shared import Pt

from nscl.apps.core.documents import layout
from nscl.apps.core.documents.archive import timeless
from nscl.apps.core.documents.layout import CENTRE, HEAD_PT, LEFT, SMALL_PT, paragraph

FRAME_CM = [6.5, 10.0]
SIGN_CM = [8.0, 8.5]


def blank() -> Any:
    """An empty document in the house form; the same content gives the same bytes."""
    document = Document()
    properties = document.core_properties
    properties.author = properties.last_modified_by = "NSCL"
    properties.comments = properties.title = ""
    properties.created = properties.modified = datetime(2020, 1, 1, tzinfo=UTC)
    layout.set_up(document)
    return document


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return timeless(out.getvalue())


def without_page_numbers(document: Any) -> None:
    """For several letters in one file: the number of a place in the file would mislead."""
    for run in list(document.sections[0].header.paragraphs[0].runs):
        run._r.getparent().remove(run._r)


def next_letter(document: Any) -> None:
    """The next letter of the file begins on a page of its own."""
    gap = paragraph(document, "", size=1, after=Pt(0))
    gap.paragraph_format.page_break_before = True
    gap.paragraph_format.line_spacing = Pt(1)


def head(document: Any, *, province: Any, office: str, about: str, year: int) -> None:
    """Who writes, under the committee; what about; where, and the year."""
    left, right = layout.bare_table(document, FRAME_CM).rows[0].cells
    committee = "Ủy ban nhân dân"
    place = province.full_name
    if office.casefold().startswith(committee.casefold()) or not office:
        paragraph(left, committee.upper(), align=CENTRE, size=12.5, bold=True, after=Pt(0))
        name = paragraph(left, place.upper(), align=CENTRE, size=12.5, bold=True, after=Pt(0))
    else:
        for text in (committee, place):
            paragraph(left, text.upper(), align=CENTRE, size=SMALL_PT, after=Pt(0))
        name = paragraph(left, office.upper(), align=CENTRE, size=12.5, bold=True, after=Pt(0))
    layout.rule_below(name, 2.5, FRAME_CM[0])
    paragraph(left, "Số:            /", align=CENTRE, size=HEAD_PT, after=Pt(0))
    if about:
        paragraph(left, f"V/v {about}", align=CENTRE, size=SMALL_PT, after=Pt(0))
    paragraph(right, layout.NATION, align=CENTRE, size=12, bold=True, after=Pt(0))
    motto = paragraph(right, layout.MOTTO, align=CENTRE, size=13, bold=True, after=Pt(0))
    layout.rule_below(motto, 5.4, FRAME_CM[1])
    when = f"{province.name}, ngày        tháng        năm {year}"
    paragraph(right, when, align=CENTRE, size=HEAD_PT, italic=True, after=Pt(0))


def signature(document: Any) -> None:
    """To whom copies go, and room for signature and seal."""
    left, right = layout.bare_table(document, SIGN_CM).rows[0].cells
    paragraph(left, "Nơi nhận:", align=LEFT, size=SMALL_PT, bold=True, italic=True, after=Pt(0))
    paragraph(left, "- Như trên;", align=LEFT, size=11, after=Pt(0))
    paragraph(left, "- Lưu: VT.", align=LEFT, size=11, after=Pt(0))
    paragraph(right, "Thủ trưởng cơ quan".upper(), align=CENTRE, bold=True, after=Pt(0), keep=True)
    paragraph(right, "(Ký tên, đóng dấu)", align=CENTRE, size=SMALL_PT, italic=True, after=Pt(0))
