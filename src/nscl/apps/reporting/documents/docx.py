"""The yearly report as an official document in Word, with its annexes."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from docx import Document
from docx.document import Document as DocxDocument
from docx.shared import Pt

from nscl.apps.core.documents import layout
from nscl.apps.core.documents.archive import timeless
from nscl.apps.core.documents.layout import BOTH, CENTRE, HEAD_PT, LEFT, SMALL_PT, paragraph
from nscl.apps.reporting.documents.annexes import annex_budget, annex_targets
from nscl.apps.reporting.documents.facts import IssueFacts
from nscl.apps.reporting.documents.wording import (
    MISSING,
    STATE_WORDS,
    million,
    money_sentences,
    plan_reference,
    summary,
)
from nscl.vietnamese import format_date, format_date_administrative

FRAME_CM = [6.0, 10.5]
ROMAN = ("I", "II", "III", "IV", "V")
TARGET_HEADS = ["TT", "Chỉ tiêu", "Mục tiêu", "Trong năm", "Lũy kế", "Đánh giá"]
TARGET_CM = [1.0, 6.3, 2.6, 2.1, 2.1, 2.4]
MONEY_HEADS = [
    "Nguồn vốn",
    "Dự toán cả kế hoạch",
    "Giao trong năm",
    "Chi trong năm",
    "Lũy kế giao",
    "Lũy kế chi",
]
NUMBERS = {1, 2, 3, 4, 5}
MONEY_CM = [4.5, 2.5, 2.3, 2.3, 2.4, 2.5]


def render_docx(snapshot: Mapping[str, Any], facts: IssueFacts) -> bytes:
    """The document as bytes; the same snapshot and facts give the same bytes for ever."""
    document = Document()
    _timeless_properties(document)
    layout.set_up(document)
    _letterhead(document, snapshot, facts)
    _title(document, snapshot)
    _body(document, snapshot, facts)
    _signature(document, snapshot, facts)
    annex_targets(document, snapshot, facts)
    annex_budget(document, snapshot, facts)
    out = io.BytesIO()
    document.save(out)
    return timeless(out.getvalue())


def _timeless_properties(document: DocxDocument) -> None:
    properties = document.core_properties
    properties.author = properties.last_modified_by = "NSCL"
    properties.comments = properties.title = ""
    properties.created = properties.modified = datetime(2020, 1, 1, tzinfo=UTC)


def owner_name(snapshot: Mapping[str, Any]) -> str:
    """`tỉnh Ninh Bình`: who answers for the plan now."""
    return f"{snapshot['plan']['owner_kind']} {snapshot['plan']['owner']}"


def _letterhead(document: DocxDocument, snapshot: Mapping[str, Any], facts: IssueFacts) -> None:
    table = layout.bare_table(document, FRAME_CM)
    left, right = table.rows[0].cells
    paragraph(left, "ỦY BAN NHÂN DÂN", align=CENTRE, size=HEAD_PT, bold=True, after=Pt(0))
    name = paragraph(left, owner_name(snapshot).upper(), align=CENTRE, size=HEAD_PT, bold=True, after=Pt(0))
    layout.rule_below(name, 2.5, FRAME_CM[0])
    paragraph(left, f"Số: {facts.number or '        /BC-UBND'}", align=CENTRE, size=HEAD_PT, after=Pt(0))
    paragraph(right, layout.NATION, align=CENTRE, size=12, bold=True, after=Pt(0))
    motto = paragraph(right, layout.MOTTO, align=CENTRE, size=13, bold=True, after=Pt(0))
    layout.rule_below(motto, 5.4, FRAME_CM[1])
    where_when = f"{snapshot['plan']['owner']}, {_issued(facts.issued_on)}"
    paragraph(right, where_when, align=CENTRE, size=HEAD_PT, italic=True, after=Pt(0))


def _issued(day: date | None) -> str:
    return str(format_date_administrative(day)) if day else "ngày        tháng        năm"


def _title(document: DocxDocument, snapshot: Mapping[str, Any]) -> None:
    paragraph(document, "BÁO CÁO", align=CENTRE, bold=True, after=Pt(0)).paragraph_format.space_before = Pt(
        18
    )
    plan = snapshot["plan"]
    what = f"Kết quả thực hiện {plan_reference(plan)} năm {snapshot['year']}"
    line = paragraph(document, what, align=CENTRE, bold=True, after=Pt(0))
    layout.rule_below(line, 4.0, sum(FRAME_CM))


def _body(document: DocxDocument, snapshot: Mapping[str, Any], facts: IssueFacts) -> None:
    plan, year = snapshot["plan"], snapshot["year"]
    opening = (
        f"Thực hiện {plan_reference(plan)} về {_lowered(plan['title'])}, Ủy ban nhân dân "
        f"{owner_name(snapshot)} báo cáo kết quả năm {year} như sau:"
    )
    paragraph(document, opening, indent=True).paragraph_format.space_before = Pt(12)
    if plan["inherited"]:
        paragraph(
            document,
            f"Kế hoạch do {plan['issuer']} ban hành; {owner_name(snapshot)} tiếp tục theo dõi sau sắp xếp "
            "đơn vị hành chính.",
            indent=True,
        )
    sections = [
        ("KẾT QUẢ THỰC HIỆN CHỈ TIÊU", lambda: _targets(document, snapshot)),
        ("KINH PHÍ THỰC HIỆN", lambda: _money(document, snapshot)),
        ("TÌNH HÌNH THỰC HIỆN NHIỆM VỤ", lambda: _tasks(document, snapshot)),
        ("ĐÁNH GIÁ CHUNG", lambda: _prose(document, facts.assessment or summary(snapshot))),
        ("KIẾN NGHỊ, ĐỀ XUẤT", lambda: _prose(document, facts.proposals or "Không có.")),
    ]
    for number, (title, write) in zip(ROMAN, sections, strict=True):
        paragraph(document, f"{number}. {title}", bold=True, indent=True, keep=True)
        write()
    closing = (
        f"Trên đây là báo cáo kết quả thực hiện năm {year}; số liệu chốt đến ngày "
        f"{format_date(date.fromisoformat(snapshot['as_of']))}. Chi tiết từng chỉ tiêu và dòng kinh phí "
        "tại các phụ lục kèm theo./."
    )
    paragraph(document, closing, indent=True)


def _lowered(title: str) -> str:
    """The plan's title inside a sentence; capitals of names stay as they are."""
    title = title.removeprefix("Kế hoạch ")
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def _prose(document: DocxDocument, text: str) -> None:
    for part in text.splitlines():
        if part.strip():
            paragraph(document, part.strip(), indent=True)


def _targets(document: DocxDocument, snapshot: Mapping[str, Any]) -> None:
    paragraph(document, summary(snapshot), indent=True)
    table = layout.grid(document, TARGET_HEADS, TARGET_CM, {3, 4})
    for target in snapshot["targets"]:
        values = [
            str(target["number"]),
            target["title"],
            target["goal_text"],
            target["year_text"] or MISSING,
            target["achieved_text"] or MISSING,
            STATE_WORDS[target["state"]],
        ]
        layout.fill(table.add_row(), values, TARGET_CM, {3, 4})
    _gap(document)


def _money(document: DocxDocument, snapshot: Mapping[str, Any]) -> None:
    for sentence in money_sentences(snapshot):
        paragraph(document, sentence, indent=True)
    money = snapshot["money"]
    if not money["sources"]:
        return
    unit = paragraph(document, "Đơn vị tính: triệu đồng", italic=True, size=SMALL_PT, keep=True)
    unit.alignment = layout.RIGHT
    table = layout.grid(document, MONEY_HEADS, MONEY_CM, NUMBERS)
    for source in money["sources"]:
        layout.fill(
            table.add_row(), _money_row(source["name"], source["whole"], source["year"]), MONEY_CM, NUMBERS
        )
    total = _money_row("Tổng cộng", money["total"], money["year"])
    layout.fill(table.add_row(), total, MONEY_CM, NUMBERS, bold=True)
    _gap(document)


def _money_row(name: str, whole: Mapping[str, Any], year: Mapping[str, Any]) -> list[str]:
    amounts = [whole["planned"], year["allocated"], year["paid"], whole["allocated"], whole["paid"]]
    return [name, *map(million, amounts)]


def _tasks(document: DocxDocument, snapshot: Mapping[str, Any]) -> None:
    tasks = snapshot["tasks"]
    said = f"Kế hoạch giao {tasks['count']} nhiệm vụ; đã hoàn thành {tasks['done']}."
    paragraph(document, said, indent=True)
    if not tasks["overdue"]:
        paragraph(document, "Không có nhiệm vụ quá hạn hoặc thiếu báo cáo.", indent=True)
    for load in tasks["overdue"]:
        parts = [
            f"{load[key]} nhiệm vụ {words}"
            for key, words in (("past_due", "quá hạn"), ("unreported", "thiếu báo cáo năm"))
            if load[key]
        ]
        paragraph(document, f"- {load['office']}: {', '.join(parts)};", indent=True)


def _signature(document: DocxDocument, snapshot: Mapping[str, Any], facts: IssueFacts) -> None:
    table = layout.bare_table(document, [8.0, 8.5])
    left, right = table.rows[0].cells
    paragraph(left, "Nơi nhận:", align=LEFT, size=SMALL_PT, bold=True, italic=True, after=Pt(0))
    for name in snapshot["recipients"]:
        paragraph(left, f"- {name};", align=LEFT, size=11, after=Pt(0))
    paragraph(left, "- Lưu: VT.", align=LEFT, size=11, after=Pt(0))
    for line in signing_lines(facts):
        paragraph(right, line, align=CENTRE, size=layout.BODY_PT, bold=True, after=Pt(0), keep=True)
    for _ in range(4):
        paragraph(right, "", align=CENTRE, after=Pt(0), keep=True)
    paragraph(right, facts.signer_name, align=CENTRE, size=layout.BODY_PT, bold=True, after=Pt(0))


def signing_lines(facts: IssueFacts) -> list[str]:
    """`TM. ỦY BAN NHÂN DÂN`, `KT. CHỦ TỊCH`, `PHÓ CHỦ TỊCH` as the mode asks.

    >>> signing_lines(IssueFacts(signer_position="Phó Chủ tịch", signing_mode=("TM", "KT")))
    ['TM. ỦY BAN NHÂN DÂN', 'KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH']
    """
    words = {
        "TM": "TM. ỦY BAN NHÂN DÂN",
        "KT": "KT. CHỦ TỊCH",
        "TL": "TL. CHỦ TỊCH",
        "TUQ": "TUQ. CHỦ TỊCH",
    }
    lines = [words[mode] for mode in facts.signing_mode]
    return [*lines, facts.signer_position.upper()] if facts.signer_position else lines


def _gap(document: DocxDocument) -> None:
    paragraph(document, "", after=Pt(0), align=BOTH, size=6)
