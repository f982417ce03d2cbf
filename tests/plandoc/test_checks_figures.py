"""Figures against words, numbers and dates against the appendix line, shares, blanks, missing appendices."""

from __future__ import annotations

import pytest

from tests.plandoc.grids import findings

PROSE = """KẾ HOẠCH
NÂNG CAO NĂNG SUẤT
I. MỤC TIÊU
1. Đào tạo 20 chuyên gia.
II. KINH PHÍ THỰC HIỆN
{body}
III. TỔ CHỨC THỰC HIỆN
1. Sở Khoa học và Công nghệ: chủ trì."""


def prose(body: str) -> str:
    return PROSE.format(body=body)


@pytest.mark.parametrize(
    ("figure", "words", "factor"),
    [
        ("9.230.000 đồng", "chín tỷ hai trăm ba mươi triệu đồng", "1.000 lần"),
        ("2.500 triệu đồng", "Hai tỷ năm trăm linh năm triệu đồng", None),
        ("12,5 tỷ đồng", "mười hai tỷ đồng", None),
    ],
)
def test_figure_and_words_that_differ_are_named(figure: str, words: str, factor: str | None) -> None:
    (found,) = findings(prose(f"Tổng kinh phí: {figure} (bằng chữ: {words})."), code="words_mismatch")
    assert found["quotes"][:1] == [figure]
    assert (factor is None) == ("lần" not in found["detail"])
    assert factor is None or factor in found["detail"]
    assert found["values"][0] != found["values"][1]


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        ("2.500 triệu đồng", "Hai tỷ năm trăm triệu đồng"),
        ("35.100 triệu đồng", "Ba mươi năm tỷ một trăm triệu đồng"),
        ("17.825 triệu đồng", "Mười bảy tỷ, tám trăm hai mươi lăm triệu đồng chẵn"),
        ("12,5 tỷ đồng", "mười hai tỷ năm trăm triệu đồng"),
        ("905.000.000 đồng", "chín trăm lẻ năm triệu đồng"),
    ],
)
def test_words_in_every_spelling_that_agree_raise_nothing(figure: str, words: str) -> None:
    assert findings(prose(f"Tổng kinh phí: {figure} ({words})."), code="words_mismatch") == []


def test_words_below_the_table_are_compared_with_its_total() -> None:
    table = "STT | Nội dung | Kinh phí\n1 | Khảo sát | 400\n2 | Đào tạo | 800\nTổng cộng | < | 1.200"
    heading = "PHỤ LỤC\nDỰ TOÁN\nĐơn vị tính: triệu đồng"
    right = findings(
        prose("Theo phụ lục."),
        heading,
        table,
        "(Bằng chữ: Một tỷ hai trăm triệu đồng)",
        code="words_mismatch",
    )
    wrong = findings(
        prose("Theo phụ lục."), heading, table, "(Bằng chữ: Một tỷ ba trăm triệu đồng)", code="words_mismatch"
    )
    assert right == []
    assert [found["values"] for found in wrong] == [[1_200_000_000, 1_300_000_000]]


def test_the_words_of_a_phase_are_compared_too() -> None:
    body = "Tổng kinh phí: 50 tỷ đồng.\n- Giai đoạn 2021-2025: 20 tỷ đồng (hai mươi mốt tỷ đồng)."
    (found,) = findings(prose(body), code="words_mismatch")
    assert found["values"] == [20_000_000_000, 21_000_000_000]


def test_another_number_in_the_appendix_line_is_named_with_its_place() -> None:
    line = "(Kèm theo Kế hoạch số 21/KH-UBND ngày 15 tháng 3 năm 2022)"
    (found,) = findings(
        prose("Chi tiết tại Phụ lục đính kèm."), "PHỤ LỤC\nDỰ TOÁN\n" + line, code="number_mismatch",
        meta={"number_in_appendix": "21/KH-UBND"},
    )  # fmt: skip
    assert found["values"] == ["12/KH-UBND", "21/KH-UBND"]
    assert "Kế hoạch số 21/KH-UBND" in found["quotes"][1]
    assert found["span"] is not None


@pytest.mark.parametrize(
    "meta",
    [
        {"number_in_appendix": "12/KH-UBND"},
        {"number_in_appendix": "12 /KH-UBND"},
        {"number_in_appendix": "012/KH-UBND"},
        {"number": None, "number_printed": "Số: /KH-UBND", "number_in_appendix": "12/KH-UBND"},
        {"number_in_appendix": None},
    ],
)
def test_the_same_or_a_silent_appendix_number_raises_nothing(meta: dict[str, str | None]) -> None:
    assert findings(prose("Tổng kinh phí: 5 tỷ đồng."), code="number_mismatch", meta=meta) == []


@pytest.mark.parametrize(
    ("there", "values"),
    [
        ("2022-03-25", ["2022-03-15", "2022-03-25"]),
        ("15/3/2022", None),
        ("2022-03-15", None),
        (None, None),
    ],
)
def test_another_date_in_the_appendix_line(there: str | None, values: list[str] | None) -> None:
    found = findings(
        prose("Tổng kinh phí: 5 tỷ đồng."), code="date_mismatch", meta={"date_in_appendix": there}
    )
    assert [finding["values"] for finding in found] == ([values] if values else [])


def test_a_blank_number_and_day_are_one_finding() -> None:
    meta = {
        "number": None,
        "number_printed": "Số: /KH-UBND",
        "date": None,
        "date_printed": "ngày tháng 3 năm 2022",
    }
    (found,) = findings(prose("Tổng kinh phí: 5 tỷ đồng."), code="blank_number", meta=meta)
    assert found["quotes"] == ["Số: /KH-UBND", "ngày tháng 3 năm 2022"]


def test_a_text_that_prints_no_place_for_a_number_has_no_blank_number() -> None:
    meta = {"number": None, "number_printed": None, "date": None, "date_printed": None}
    assert findings(prose("Tổng kinh phí: 5 tỷ đồng."), code="blank_number", meta=meta) == []


def test_shares_that_do_not_make_the_whole() -> None:
    text = "Nguồn kinh phí: ngân sách nhà nước {state}%, vốn đối ứng của doanh nghiệp 30%."
    assert findings(prose(text.format(state=70)), code="share_mismatch") == []
    (found,) = findings(prose(text.format(state=60)), code="share_mismatch")
    assert (found["kind"], found["values"]) == ("shares_not_100", [100, 90])


def test_a_share_that_does_not_fit_its_amount() -> None:
    text = (
        "Tổng kinh phí: 1.000 triệu đồng, trong đó:\n- Ngân sách tỉnh: {state} triệu đồng (chiếm {share}%);\n"
        "- Doanh nghiệp đối ứng: {own} triệu đồng."
    )
    assert findings(prose(text.format(state=700, own=300, share=70)), code="share_mismatch") == []


def test_sources_without_amount_beside_a_full_total() -> None:
    text = (
        "Tổng kinh phí: 1.000 triệu đồng.\nNguồn kinh phí: ngân sách tỉnh; doanh nghiệp; chương trình mục tiêu quốc gia, trong đó:\n"
        "- Ngân sách tỉnh: {state} triệu đồng;\n- Doanh nghiệp: 300 triệu đồng."
    )
    (found,) = findings(prose(text.format(state=700)), code="share_mismatch")
    assert found["kind"] == "sources_without_amount"
    assert "chương trình mục tiêu quốc gia" in found["detail"]
    assert findings(prose(text.format(state=600)), code="share_mismatch") == []


TABLE = "STT | Nội dung | Kinh phí\n1 | Khảo sát | 400\nTổng cộng | < | 400"


def test_an_appendix_that_is_referred_to_and_absent() -> None:
    (found,) = findings(
        prose("Tổng kinh phí: 400 triệu đồng (có phụ lục kèm theo)."), code="missing_appendix"
    )
    assert found["quotes"] == ["có phụ lục kèm theo"]
    assert found["where"] == "II"


def test_an_appendix_that_is_only_a_heading() -> None:
    heading = "PHỤ LỤC\nDỰ TOÁN KINH PHÍ\nĐơn vị tính: triệu đồng"
    (found,) = findings(prose("Chi tiết tại Phụ lục đính kèm."), heading, code="missing_appendix")
    assert "chỉ có tiêu đề" in found["detail"]
    assert "Đơn vị tính: triệu đồng" in found["quotes"]


@pytest.mark.parametrize("reference", ["Chi tiết tại Phụ lục đính kèm.", "Không có phần nào khác."])
def test_a_present_or_unmentioned_appendix_raises_nothing(reference: str) -> None:
    heading = "PHỤ LỤC\nDỰ TOÁN KINH PHÍ\nĐơn vị tính: triệu đồng"
    assert findings(prose(reference), heading, TABLE, code="missing_appendix") == []
    assert findings(prose("Tổng kinh phí: 5 tỷ đồng."), code="missing_appendix") == []


def test_a_task_appendix_with_a_table_but_no_money_is_present() -> None:
    tasks = "STT | Nhiệm vụ | Cơ quan chủ trì | Thời gian\n1 | Khảo sát | Sở KH&CN | 2022"
    assert (
        findings(
            prose("Chi tiết tại Phụ lục đính kèm."),
            "PHỤ LỤC\nDANH MỤC NHIỆM VỤ",
            tasks,
            code="missing_appendix",
        )
        == []
    )
