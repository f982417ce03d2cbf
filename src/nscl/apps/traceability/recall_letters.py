"""Printed notices of a recall: one letter a holder, with its goods, its QR code and the address to type.

The form is that of an administrative letter (Decree 30/2020/NĐ-CP); number and signature are left to the
office. Letters are Vietnamese whatever the language of the page they were asked from.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import segno
from django.conf import settings
from django.utils import timezone, translation
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.shared import Cm, Pt

from nscl.apps.core.documents import layout, letterhead
from nscl.apps.core.documents.layout import CENTRE, HEAD_PT, LEFT, SMALL_PT, paragraph
from nscl.apps.registry.models import OrganisationAddress
from nscl.apps.traceability.models import RecallCase, RecallHolding, RecallNotice
from nscl.apps.traceability.queries.recalls import Stock, stocks_of
from nscl.apps.traceability.recall_links import url_of
from nscl.apps.traceability.recall_mails import asked_of
from nscl.vietnamese import format_date

GOODS_CM = [1.1, 7.6, 4.0, 3.8]
HOW_CM = [4.2, 12.3]
QR_CM = 3.7
LETTER_PT = 13.5
ON_ONE_LINE = 57  # letters of the address that fit beside the code


def qr_of(notice: RecallNotice, base_url: str) -> segno.QRCode:
    """Medium error correction: a fold or a stamp over a corner still reads."""
    return segno.make_qr(url_of(notice, base_url), error="m")


def letters_docx(case: RecallCase, notices: Sequence[RecallNotice], *, base_url: str, at: datetime) -> bytes:
    """The letters as one Word file, in the order given; asked again at the same moment, the same bytes."""
    with translation.override(settings.LANGUAGE_CODE):
        document = letterhead.blank()
        letterhead.without_page_numbers(document)
        goods, places = stocks_of(case), _addresses(notices)
        for index, notice in enumerate(notices):
            if index:
                letterhead.next_letter(document)
            place = places.get(notice.holder.organisation_id or 0, "")
            _letter(document, case, notice, goods.get(notice.holder_id, []), place, base_url, at)
        return letterhead.saved(document)


def _addresses(notices: Sequence[RecallNotice]) -> dict[int, str]:
    keys = [row.holder.organisation_id for row in notices if row.holder.organisation_id]
    rows = OrganisationAddress.objects.filter(organisation__in=keys, kind="head", valid_to=None)
    rows = rows.select_related("province").order_by("valid_from", "-pk")
    return {row.organisation_id: str(row) for row in rows}


def _letter(
    document: Any,
    case: RecallCase,
    notice: RecallNotice,
    goods: Sequence[Stock],
    place: str,
    base_url: str,
    at: datetime,
) -> None:
    letterhead.head(
        document,
        province=case.province,
        office=case.office_name,
        about="thu hồi hàng hóa",
        year=timezone.localtime(at).year,
    )
    line = paragraph(
        document, f"Kính gửi: {notice.holder}", align=CENTRE, bold=True, after=Pt(0 if place else 10)
    )
    line.paragraph_format.space_before = Pt(14)
    if place:
        paragraph(document, f"Địa chỉ: {place}", align=CENTRE, size=SMALL_PT, italic=True, after=Pt(10))
    for text in _asking(case):
        paragraph(document, text, size=LETTER_PT, indent=True)
    _goods(document, goods)
    line = paragraph(document, asked_of(case), size=LETTER_PT, indent=True)
    line.paragraph_format.space_before = Pt(8)
    day = format_date(notice.due_on)
    text = f"Đề nghị Quý đơn vị xác nhận đã nhận thông báo và báo số lượng chậm nhất ngày {day}:"
    paragraph(document, text, size=LETTER_PT, indent=True, keep=True)
    _how(document, notice, base_url)
    if case.contact:
        line = paragraph(
            document, f"Đầu mối liên hệ: {case.contact.rstrip('.')}.", size=LETTER_PT, indent=True
        )
        line.paragraph_format.space_before = Pt(10)
    paragraph(document, "Rất mong Quý đơn vị khẩn trương phối hợp./.", size=LETTER_PT, indent=True, keep=True)
    paragraph(document, "", size=6, after=Pt(0), keep=True)
    letterhead.signature(document)


def _asking(case: RecallCase) -> list[str]:
    basis = f"Căn cứ {case.basis}, " if case.basis else ""
    lines = [one.strip() for one in case.reason.splitlines() if one.strip()]
    reason = lines[0].rstrip(".") if lines else ""
    return [
        f"{basis}{case.office_name} thông báo thu hồi: {case.title} (hồ sơ số {case.code}).",
        f"Lý do: {reason}. Mối nguy: {case.get_hazard_display().lower()}; mức độ: "
        f"{case.get_level_display().lower()}.",
        *lines[1:],
        "Theo dữ liệu truy xuất nguồn gốc, Quý đơn vị đang giữ hoặc đã nhận các mặt hàng sau:",
    ]


def _goods(document: Any, goods: Sequence[Stock]) -> None:
    standings = dict(RecallHolding.Standing.choices)
    heads = ["TT", "Mặt hàng, mã", "Tình trạng theo dữ liệu", "Số lượng theo dữ liệu"]
    table = layout.grid(document, heads, GOODS_CM, {3})
    for number, one in enumerate(goods, 1):
        cells = [str(number), one.name, standings.get(one.standing, ""), one.amount]
        layout.fill(table.add_row(), cells, GOODS_CM, {3})


def _how(document: Any, notice: RecallNotice, base_url: str) -> None:
    """The code to scan beside the address to type."""
    left, right = layout.bare_table(document, HOW_CM).rows[0].cells
    picture = io.BytesIO()
    qr_of(notice, base_url).save(picture, kind="png", scale=6, border=2)
    picture.seek(0)
    paragraph(left, "", align=CENTRE, after=Pt(0)).add_run().add_picture(picture, width=Cm(QR_CM))
    right.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph(right, "1. Mở máy ảnh của điện thoại và quét mã bên.", align=LEFT, size=LETTER_PT)
    paragraph(right, "2. Hoặc gõ địa chỉ sau vào trình duyệt:", align=LEFT, size=LETTER_PT)
    typed = url_of(notice, base_url).split("://", 1)[-1].rstrip("/")
    size = HEAD_PT if len(typed) <= ON_ONE_LINE else SMALL_PT - 1
    paragraph(right, typed, align=LEFT, size=size, bold=True)
    note = "Mã và địa chỉ dành riêng cho Quý đơn vị, xin không chuyển cho đơn vị khác."
    paragraph(right, note, align=LEFT, size=SMALL_PT, italic=True, after=Pt(0))
