"""The outline of documents in numbering styles of all kinds."""

from __future__ import annotations

import pytest

from nscl.plandoc.markers import candidates
from tests.plandoc.small import PLAN, outline_of


def paths(*paragraphs: str) -> list[tuple[str, str | None]]:
    """Path and role of every numbered or named heading."""
    _, parts = outline_of("KẾ HOẠCH", "Nâng cao năng suất tỉnh An Bình", *paragraphs)
    return [(s.path, s.role) for s in parts.walk() if s.is_numbered or s.role]


def test_roman_decimal_letter() -> None:
    assert paths(
        "I. MỤC TIÊU", "1. Mục tiêu chung", "2. Mục tiêu cụ thể", "a) Giai đoạn 2021-2025", "đ) Khác"
    ) == [
        ("I", "objectives"),
        ("I.1", "general_goal"),
        ("I.2", "specific_targets"),
        ("I.2.a", None),
        ("I.2.đ", None),
    ]


def test_decimals_carry_their_own_path() -> None:
    found = paths(
        "1. Mục tiêu", "1.1. Mục tiêu chung", "1.2 Mục tiêu cụ thể", "1.2.1. Đến năm 2023", "2. Nhiệm vụ"
    )
    assert [path for path, _ in found] == ["1", "1.1", "1.2", "1.2.1", "2"]
    assert paths("II. NỘI DUNG", "1. Mục tiêu", "1.2. Mục tiêu cụ thể")[-1] == ("II.1.2", "specific_targets")


def test_parts_written_in_words() -> None:
    found = paths(
        "Phần thứ nhất", "CĂN CỨ VÀ THỰC TRẠNG", "I. Căn cứ", "Phần thứ hai", "NỘI DUNG KẾ HOẠCH", "I. MỤC TIÊU",
        "II. KINH PHÍ", "Phần thứ ba", "TỔ CHỨC THỰC HIỆN", "1. Sở Tài chính",
    )  # fmt: skip
    assert found == [
        ("1", "basis"), ("1.I", None), ("2", None), ("2.I", "objectives"), ("2.II", "budget"),
        ("3", "organisation"), ("3.1", None),
    ]  # fmt: skip


def test_capital_letters_above_roman_ones() -> None:
    found = paths(
        "A. MỤC TIÊU",
        "B. NHIỆM VỤ",
        "I. Truyền thông",
        "II. Đào tạo",
        "C. KINH PHÍ",
        "D. GIẢI PHÁP",
        "Đ. TỔ CHỨC THỰC HIỆN",
    )
    assert [path for path, _ in found] == ["A", "B", "B.I", "B.II", "C", "D", "Đ"]


def test_a_letter_that_is_also_roman_goes_on_with_its_list() -> None:
    letters = "ABCDĐEGHIKL"
    found = paths(*(f"{letter}. Phần việc" for letter in letters))
    assert [path for path, _ in found] == list(letters)


def test_headings_without_numbers() -> None:
    assert paths(
        "MỤC TIÊU",
        "Mục tiêu chung:",
        "Nâng cao.",
        "Mục tiêu cụ thể:",
        "- 10 lớp",
        "NHIỆM VỤ",
        "Truyền thông.",
    ) == [
        ("", "objectives"),
        ("", "general_goal"),
        ("", "specific_targets"),
        ("", "tasks"),
    ]


def test_viewpoints_and_goals_under_one_heading_keep_the_goals() -> None:
    roles = dict(paths("I. QUAN ĐIỂM, MỤC TIÊU", "1. Quan điểm", "2. Mục tiêu", "2.1. Mục tiêu cụ thể"))
    assert roles == {"I": "objectives", "I.1": "principles", "I.2": None, "I.2.1": "specific_targets"}


def test_heading_over_several_parts_is_no_part_itself() -> None:
    roles = dict(paths("II. NỘI DUNG KẾ HOẠCH", "1. Mục tiêu", "2. Nhiệm vụ", "3. Kinh phí"))
    assert roles == {"II": None, "II.1": "objectives", "II.2": "tasks", "II.3": "budget"}


def test_paragraph_after_lettered_items_belongs_to_their_heading() -> None:
    _, parts = outline_of(
        "KẾ HOẠCH", "Nâng cao năng suất", "I. MỤC TIÊU", "1. Mục tiêu cụ thể", "a) 10 lớp.", "b) 5 hội nghị.",
        "Trong đó có 70% lớp cho hợp tác xã.",
    )  # fmt: skip
    assert [(s.style, s.path) for s in parts.walk()][-1] == ("text", "I.1")


@pytest.mark.parametrize(
    "text",
    ["25 lớp tập huấn", "17.825 triệu đồng", "2021-2025", "7,5% mỗi năm", "Mục tiêu chung", "Sở Tài chính"],
)
def test_text_that_only_looks_numbered_has_no_marker(text: str) -> None:
    assert candidates(text) == []


def test_regions_of_a_whole_plan() -> None:
    document, parts = outline_of(
        *PLAN, "PHỤ LỤC", "DỰ TOÁN KINH PHÍ", "(Kèm theo Kế hoạch số 31/KH-UBND)", "Số liệu"
    )
    assert parts.title_block is not None and document.blocks[parts.title_block].text == "KẾ HOẠCH"
    assert document.text[parts.recipients.start :].startswith("Nơi nhận")
    assert document.text[parts.signature.start :].startswith("TM. ỦY BAN NHÂN DÂN")
    (appendix,) = parts.appendices
    assert (appendix.title, appendix.attached_to) == ("DỰ TOÁN KINH PHÍ", "(Kèm theo Kế hoạch số 31/KH-UBND)")
    assert document.blocks[appendix.body_first].text == "Số liệu"
    assert parts.role_at(document.text.index("40 doanh nghiệp")) == "specific_targets"
    assert parts.path_at(document.text.index("06 phóng sự")) == "C.I"
    assert parts.role_at(document.text.index("Số liệu")) == "appendix"
    assert parts.role_at(document.text.index("Các sở, ban")) == "recipients"


def test_plan_annexed_to_a_decision_has_the_decisions_signature() -> None:
    document, parts = outline_of(
        "Số: 45/QĐ-UBND", "QUYẾT ĐỊNH", "Về việc ban hành Kế hoạch nâng cao năng suất", "Điều 1. Ban hành kèm theo Kế hoạch.",
        "Nơi nhận:", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Trần Thị Mẫu",
        "KẾ HOẠCH", "Nâng cao năng suất chất lượng", "tỉnh An Bình giai đoạn 2021-2025",
        "(Ban hành kèm theo Quyết định số 45/QĐ-UBND ngày 03/02/2022)", "I. MỤC TIÊU", "1. Mục tiêu cụ thể", "- 10 lớp.",
    )  # fmt: skip
    assert not parts.appendices
    assert "Trần Thị Mẫu" in document.text[parts.signature.start : parts.signature.end]
    assert [s.path for s in parts.walk() if s.is_numbered] == ["I", "I.1"]


def test_running_text_is_cut_where_its_sentences_announce_a_part() -> None:
    document, parts = outline_of(
        "Tỉnh An Bình có kế hoạch mới. Mục tiêu chung là nâng cao năng suất. Về mục tiêu cụ thể, sẽ mở 10 lớp; 5 hội nghị. "
        "Tổng kinh phí là 2 tỷ đồng."
    )
    assert parts.is_summary
    assert [(s.role, document.text[s.start : s.start + 8]) for s in parts.walk()] == [
        ("general_goal", "Mục tiêu"),
        ("specific_targets", "Về mục t"),
        ("budget", "Tổng kin"),
    ]
