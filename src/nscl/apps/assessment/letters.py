"""Printed letters of a survey: one page for each organisation, with its QR code and the address to type.

The form is that of an administrative letter (Decree 30/2020/NĐ-CP); number and signature are left to the
office. Letters are Vietnamese whatever the language of the page they were asked from.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import segno
from django.utils import timezone
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.shared import Cm, Pt

from nscl.apps.assessment.links import path_of
from nscl.apps.assessment.models import Invitation, Survey
from nscl.apps.core.access import Actor
from nscl.apps.core.documents import layout, letterhead
from nscl.apps.core.documents.layout import CENTRE, HEAD_PT, LEFT, SMALL_PT, paragraph
from nscl.apps.registry.models import OrganisationAddress
from nscl.vietnamese import format_date

HOW_CM = [4.2, 12.3]
QR_CM = 3.7
LETTER_PT = 13.5
ON_ONE_LINE = 57  # letters of the address that fit beside the code


def url_of(invitation: Invitation, base_url: str) -> str:
    """The whole address an organisation answers at."""
    return base_url.rstrip("/") + path_of(invitation)


def typed_of(invitation: Invitation, base_url: str) -> str:
    """The address as one types it: browsers add the scheme, and our server the last slash."""
    return url_of(invitation, base_url).split("://", 1)[-1].rstrip("/")


def qr_of(invitation: Invitation, base_url: str) -> segno.QRCode:
    """Medium error correction: a fold or a stamp over a corner still reads."""
    return segno.make_qr(url_of(invitation, base_url), error="m")


def letters(
    survey: Survey, invitations: Sequence[Invitation], *, base_url: str, by: Actor, at: datetime
) -> bytes:
    """The letters as one Word file, in the order given; asked again at the same moment, the same bytes."""
    document = letterhead.blank()
    letterhead.without_page_numbers(document)
    places = _addresses(invitations)
    for index, invitation in enumerate(invitations):
        if index:
            letterhead.next_letter(document)
        _letter(document, survey, invitation, places.get(invitation.organisation_id, ""), base_url, by, at)
    return letterhead.saved(document)


def _addresses(invitations: Sequence[Invitation]) -> dict[int, str]:
    keys = [row.organisation_id for row in invitations]
    rows = OrganisationAddress.objects.filter(organisation__in=keys, kind="head", valid_to=None)
    rows = rows.select_related("province").order_by("valid_from", "-pk")
    return {row.organisation_id: str(row) for row in rows}


def _letter(
    document: Any, survey: Survey, invitation: Invitation, place: str, base_url: str, by: Actor, at: datetime
) -> None:
    letterhead.head(
        document,
        province=survey.province,
        office=by.office_name,
        about="mời trả lời phiếu khảo sát",
        year=timezone.localtime(at).year,
    )
    to = f"Kính gửi: {invitation.organisation.name}"
    line = paragraph(document, to, align=CENTRE, bold=True, after=Pt(0 if place else 10))
    line.paragraph_format.space_before = Pt(14)
    if place:
        paragraph(document, f"Địa chỉ: {place}", align=CENTRE, size=SMALL_PT, italic=True, after=Pt(10))
    for text in _asking(survey, by):
        paragraph(document, text, size=LETTER_PT, indent=True)
    _how(document, invitation, base_url)
    for index, text in enumerate(_closing(survey)):
        line = paragraph(document, text, size=LETTER_PT, indent=True)
        line.paragraph_format.space_before = Pt(0 if index else 10)
    paragraph(document, "", size=6, after=Pt(0))
    letterhead.signature(document)


def _asking(survey: Survey, by: Actor) -> list[str]:
    basis = f"Thực hiện {survey.basis}, " if survey.basis else ""
    day = format_date(survey.closes_on) if survey.closes_on else "…"
    return [
        f"{basis}{by.office_name} tổ chức cuộc khảo sát “{survey.title}” và trân trọng mời Quý đơn vị trả "
        "lời phiếu khảo sát.",
        *(line.strip() for line in survey.intro.splitlines() if line.strip()),
        f"Quý đơn vị trả lời trên điện thoại hoặc máy tính, chậm nhất ngày {day}, bằng một trong hai cách:",
    ]


def _how(document: Any, invitation: Invitation, base_url: str) -> None:
    """The code to scan beside the address to type."""
    left, right = layout.bare_table(document, HOW_CM).rows[0].cells
    picture = io.BytesIO()
    qr_of(invitation, base_url).save(picture, kind="png", scale=6, border=2)
    picture.seek(0)
    paragraph(left, "", align=CENTRE, after=Pt(0)).add_run().add_picture(picture, width=Cm(QR_CM))
    right.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph(right, "1. Mở máy ảnh của điện thoại và quét mã bên.", align=LEFT, size=LETTER_PT)
    paragraph(right, "2. Hoặc gõ địa chỉ sau vào trình duyệt:", align=LEFT, size=LETTER_PT)
    typed = typed_of(invitation, base_url)
    # On one line: a break at its hyphen would be taken for one of hyphenation.
    paragraph(
        right, typed, align=LEFT, size=HEAD_PT if len(typed) <= ON_ONE_LINE else SMALL_PT - 1, bold=True
    )
    note = "Mã và địa chỉ dành riêng cho Quý đơn vị, xin không chuyển cho đơn vị khác."
    paragraph(right, note, align=LEFT, size=SMALL_PT, italic=True, after=Pt(0))


def _closing(survey: Survey) -> list[str]:
    found = [
        "Câu trả lời được lưu khi đang làm; Quý đơn vị có thể dừng rồi mở lại địa chỉ trên để làm tiếp.",
        "Rất mong Quý đơn vị quan tâm, phối hợp./.",
    ]
    if survey.contact:
        found.insert(1, f"Đầu mối giải đáp: {survey.contact.rstrip('.')}.")
    return found
