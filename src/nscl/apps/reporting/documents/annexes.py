"""Annexes: one block a target with its rows and its reckoning, one row a budget line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docx.document import Document as DocxDocument
from docx.shared import Cm, Pt

from nscl.apps.core.documents import layout
from nscl.apps.core.documents.layout import CENTRE, LEFT, SMALL_PT, paragraph
from nscl.apps.reporting.documents.facts import IssueFacts
from nscl.apps.reporting.documents.wording import MISSING, STATE_WORDS, day, million
from nscl.vietnamese import format_date_administrative

ROW_HEADS = ["Năm", "Thành phần", "Kết quả", "Bằng chứng", "Duyệt"]
ROW_CM = [1.6, 4.6, 4.2, 9.6, 5.2]
LINE_HEADS = ["Đề mục", "Nội dung", "Dự toán", "Đã giao", "Đã chi"]
LINE_CM = [2.0, 13.2, 3.3, 3.3, 3.4]


def annex_targets(document: DocxDocument, snapshot: Mapping[str, Any], facts: IssueFacts) -> None:
    """Annex I: for every target its goal, verdict, reasons, reckoning, and the approved rows behind it."""
    layout.landscape(document)
    _annex_title(document, "PHỤ LỤC I", "Kết quả từng chỉ tiêu", snapshot, facts)
    for target in snapshot["targets"]:
        _target(document, target)


def _target(document: DocxDocument, target: Mapping[str, Any]) -> None:
    heading = f"{target['number']}. {target['title']}"
    paragraph(document, heading, bold=True, size=13, keep=True, align=LEFT)
    _fact(document, "Mục tiêu", f"{target['goal_words']} ({target['first_year']}–{target['last_year']})")
    if target["base"]:
        _fact(document, "Mốc so sánh", target["base"])
    achieved = target["achieved_text"] or MISSING
    if target["parts_text"]:
        achieved += f" ({target['parts_text']})"
    _fact(document, "Kết quả lũy kế", f"{achieved}; đánh giá: {STATE_WORDS[target['state']]}")
    for reason in target["reasons"]:
        _fact(document, "Lý do", reason)
    for label, formula in target["steps"]:
        _fact(document, "Cách tính", f"{label}: {formula}")
    if not target["observations"]:
        paragraph(document, "Chưa có kết quả nào được duyệt.", italic=True, size=SMALL_PT, align=LEFT)
        return
    table = layout.grid(document, ROW_HEADS, ROW_CM, {2})
    for row in target["observations"]:
        approved = f"{row['approved_by'] or MISSING}, {day(row['approved_on'])}"
        values = [str(row["year"]), row["component"] or "", row["text"] or MISSING, row["evidence"], approved]
        layout.fill(table.add_row(), values, ROW_CM, {2})
    paragraph(document, "", after=Pt(0), size=6)


def _fact(document: DocxDocument, label: str, text: str) -> None:
    line = paragraph(document, size=SMALL_PT, align=LEFT, after=Pt(2), keep=True)
    line.paragraph_format.left_indent = Cm(0.6)
    for words, bold in ((f"{label}: ", True), (text, False)):
        run = line.add_run(words)
        run.bold, run.font.size = bold, Pt(SMALL_PT)


def annex_budget(document: DocxDocument, snapshot: Mapping[str, Any], facts: IssueFacts) -> None:
    """Annex II: the budget tree with what was allotted and paid to the end of the year."""
    lines = snapshot["money"]["lines"]
    if not lines:
        return
    document.add_page_break()
    _annex_title(document, "PHỤ LỤC II", "Kinh phí theo từng dòng", snapshot, facts)
    unit = paragraph(document, "Đơn vị tính: triệu đồng", italic=True, size=SMALL_PT, keep=True)
    unit.alignment = layout.RIGHT
    table = layout.grid(document, LINE_HEADS, LINE_CM, {2, 3, 4})
    for line in lines:
        values = [
            line["path"],
            line["name"],
            *(million(line[key]) for key in ("planned", "allocated", "paid")),
        ]
        layout.fill(table.add_row(), values, LINE_CM, {2, 3, 4}, bold=not line["is_entry"])


def _annex_title(
    document: DocxDocument, number: str, title: str, snapshot: Mapping[str, Any], facts: IssueFacts
) -> None:
    paragraph(document, number, align=CENTRE, bold=True, after=Pt(0))
    paragraph(document, f"{title} năm {snapshot['year']}".upper(), align=CENTRE, bold=True, after=Pt(0))
    issued = format_date_administrative(facts.issued_on) if facts.issued_on else "ngày      tháng      năm"
    number = facts.number or "      /BC-UBND"
    with_report = (
        f"(Kèm theo Báo cáo số {number} {issued} của Ủy ban nhân dân "
        f"{snapshot['plan']['owner_kind']} {snapshot['plan']['owner']})"
    )
    paragraph(document, with_report, align=CENTRE, italic=True, size=13)
