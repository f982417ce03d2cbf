"""The closing report of a recall as Word, from its frozen snapshot alone: the same bytes each time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from docx.shared import Pt

from nscl.apps.core.documents import layout, letterhead
from nscl.apps.core.documents.layout import CENTRE, LEFT, SMALL_PT, paragraph
from nscl.apps.traceability.recall_wording import amount, title_of, unit_of
from nscl.vietnamese import format_date, format_number

SUM_CM = [1.9, 2.2, 2.9, 2.3, 2.4, 2.5, 2.3]
HOLDER_CM = [1.4, 5.8, 4.6, 2.4, 2.3, 2.3, 2.4, 2.6]
GOODS_CM = [1.0, 7.0, 15.7]
ENDED = {
    "answered": "đã trả lời đủ",
    "acknowledged": "đã xác nhận, chưa đủ số liệu",
    "owing": "đã xác nhận, quá hạn báo số liệu",
    "told": "chưa trả lời",
    "overdue": "quá hạn, chưa trả lời đủ",
    "untold": "chưa thông báo",
    "unknown": "chưa rõ là ai",
}


class _Province:
    """What the letterhead asks of a province, from the snapshot."""

    def __init__(self, case: Mapping[str, Any]) -> None:
        self.full_name, self.name = case["province"], case["province_name"]


def report_docx(snapshot: Mapping[str, Any]) -> bytes:
    """The report: why, what was reached, figures, who held it; annexes of holders and goods."""
    with translation.override(settings.LANGUAGE_CODE):
        document = letterhead.blank()
        case = snapshot["case"]
        year = timezone.localtime(datetime.fromisoformat(snapshot["as_of"])).year
        letterhead.head(document, province=_Province(case), office=case["office"], about="", year=year)
        line = paragraph(document, "BÁO CÁO", align=CENTRE, bold=True, after=Pt(0))
        line.paragraph_format.space_before = Pt(14)
        paragraph(document, f"Kết quả thu hồi: {case['title']}", align=CENTRE, bold=True, after=Pt(0))
        paragraph(document, f"(Hồ sơ số {case['number']})", align=CENTRE, italic=True, after=Pt(10))
        _reason(document, case)
        _reach(document, snapshot)
        _result(document, snapshot)
        _heading(document, "4. Kết luận")
        for text in case["conclusion"].splitlines():
            paragraph(document, text, indent=True, keep=True)
        paragraph(document, "", size=6, after=Pt(0), keep=True)
        letterhead.signature(document)
        layout.landscape(document)
        _holders(document, snapshot["holders"])
        _goods(document, snapshot["closure"])
        return letterhead.saved(document)


def _heading(document: Any, text: str) -> None:
    line = paragraph(document, text, bold=True, keep=True)
    line.paragraph_format.space_before = Pt(6)


def _reason(document: Any, case: Mapping[str, Any]) -> None:
    _heading(document, "1. Lý do thu hồi")
    if case["basis"]:
        paragraph(document, f"Căn cứ: {case['basis']}.", indent=True)
    for text in case["reason"].splitlines():
        paragraph(document, text, indent=True)
    told = f"Mối nguy: {case['hazard'].lower()}; mức độ: {case['level'].lower()}."
    paragraph(document, told, indent=True)
    roots = "; ".join(title_of(code) for code in case["roots"])
    paragraph(document, f"Hàng bắt đầu thu hồi: {roots}.", indent=True)


def _reach(document: Any, snapshot: Mapping[str, Any]) -> None:
    closure, counts = snapshot["closure"], snapshot["counts"]
    goods = [one for one in closure["items"] if not one["is_carrier"]]
    _heading(document, "2. Phạm vi và nơi giữ hàng")
    text = (
        f"Từ {format_number(closure['events'])} sự kiện truy xuất, phạm vi chốt phiên bản "
        f"{closure['version']} ({_day(closure['frozen_at'])}) gồm {format_number(len(goods))} mã hàng ở "
        f"{format_number(counts['holders'])} nơi giữ."
    )
    paragraph(document, text, indent=True)
    text = (
        f"Đã thông báo {format_number(counts['told'])} nơi; "
        f"{format_number(counts['acknowledged'])} nơi xác nhận; "
        f"{format_number(counts['answered'])} nơi trả lời đủ số liệu."
    )
    if counts["unknown"]:
        text += f" Còn {format_number(counts['unknown'])} nơi nhận chưa xác định được là ai."
    paragraph(document, text, indent=True)
    for one in closure["breaks"]:
        paragraph(document, f"Chỗ chưa truy được: {one}", indent=True)
    text = f"Mã băm của phạm vi đã chốt: {closure['hash']}"
    paragraph(document, text, align=LEFT, size=SMALL_PT - 1, italic=True)


def _result(document: Any, snapshot: Mapping[str, Any]) -> None:
    _heading(document, "3. Kết quả thu hồi")
    if not snapshot["sums"]:
        paragraph(document, "Chưa có số lượng nào được ghi.", indent=True)
        return
    heads = ["Đơn vị", "Số dòng", "Lượng theo dữ liệu", "Còn giữ", "Đã bán", "Đã thu hồi", "Đã hủy"]
    numeric = set(range(1, 7))
    table = layout.grid(document, heads, SUM_CM, numeric)
    for one in snapshot["sums"]:
        known = _figure(one["known"])
        if one["known_missing"]:
            known += f" (+{one['known_missing']} chưa rõ)"
        figures = [_figure(one[name]) for name in ("held", "sold", "recovered", "destroyed")]
        cells = [unit_of(one["unit"]), str(one["lines"]), known, *figures]
        layout.fill(table.add_row(), cells, SUM_CM, numeric)
    for one in snapshot["sums"]:
        if one["pct"] is not None:
            least = "ít nhất " if one["recovered_missing"] else ""
            unit = unit_of(one["unit"])
            text = f"Đã thu hồi {least}{_figure(one['pct'])} % lượng tính bằng {unit} theo dữ liệu."
            _below(document, text)
        if one["recovered_missing"]:
            text = (
                f"Chưa có số đã thu hồi của {one['recovered_missing']} dòng hàng tính bằng "
                f"{unit_of(one['unit'])}; số trên chỉ cộng các dòng đã báo."
            )
            _below(document, text)


def _below(document: Any, text: str) -> None:
    """A sentence under a table."""
    paragraph(document, text, indent=True).paragraph_format.space_before = Pt(4)


def _holders(document: Any, holders: Sequence[Mapping[str, Any]]) -> None:
    paragraph(document, "Phụ lục 1. Nơi giữ hàng và số liệu", align=CENTRE, bold=True)
    heads = ["TT", "Nơi giữ", "Mặt hàng", "Theo dữ liệu", "Còn giữ", "Đã bán", "Đã thu hồi", "Đã hủy"]
    numeric = {3, 4, 5, 6, 7}
    table = layout.grid(document, heads, HOLDER_CM, numeric)
    for number, one in enumerate(holders, 1):
        who = f"{one['name']} ({ENDED[one['stand']]})"
        if one["stand"] == "unknown" and one["asked"]:
            who += f"; cần hỏi {one['asked']}"
        for index, goods in enumerate(one["goods"]):
            unit = goods["unit"] or ""
            known = amount(None if goods["known"] is None else Decimal(goods["known"]), unit)
            figures = [_figure(goods[name]) for name in ("held", "sold", "recovered", "destroyed")]
            first = [str(number), who] if index == 0 else [f"{number}.{index + 1}", ""]
            layout.fill(table.add_row(), [*first, goods["name"], known, *figures], HOLDER_CM, numeric)


def _goods(document: Any, closure: Mapping[str, Any]) -> None:
    line = paragraph(document, "Phụ lục 2. Hàng thuộc phạm vi và lý do", align=CENTRE, bold=True)
    line.paragraph_format.space_before = Pt(12)
    table = layout.grid(document, ["TT", "Mã hàng", "Vì sao"], GOODS_CM, set())
    for number, one in enumerate(closure["items"], 1):
        name = title_of(one["code"])
        name = f"{name} ({one['product']})" if one["product"] else name
        why = "hàng bắt đầu thu hồi" if one["is_root"] else one["because"]
        if one["is_carrier"]:
            why = f"chỉ là vật chứa: {why}"
        layout.fill(table.add_row(), [str(number), name, why], GOODS_CM, set())


def _figure(text: str | None) -> str:
    return "–" if text is None else format_number(Decimal(text))


def _day(text: str) -> str:
    return format_date(timezone.localtime(datetime.fromisoformat(text)).date())
