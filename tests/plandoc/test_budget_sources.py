"""Units, totals and sources as other layouts print them; every odd layout beside its plain twin."""

from __future__ import annotations

from typing import Any

import pytest

from tests.plandoc.grids import budget_of, faults_of, findings, flattened

MILLIONS = "Đơn vị tính: triệu đồng"
STATE, OWN = "state_budget.provincial", "enterprise_counterpart"


def prose(*lines: str) -> tuple[str, ...]:
    return (
        "KẾ HOẠCH\nNâng cao năng suất\nI. MỤC TIÊU\nNâng cao năng suất.\nII. KINH PHÍ\n" + "\n".join(lines),
    )


def amounts(budget: dict[str, Any]) -> list[Any]:
    return [(source["code"], source["amount"]) for source in budget["sources"]]


# The unit over a column ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("Kinh phí (nghìn đồng)", "thousand_vnd"),
        ("Kinh phí (1.000 đ)", "thousand_vnd"),
        ("Kinh phí (tr.đ)", "million_vnd"),
        ("Kinh phí, triệu đồng", "million_vnd"),
        ("Kinh phí (đồng)", "vnd"),
        ("Kinh phí (tỷ đồng)", "billion_vnd"),
    ],
)
def test_the_unit_over_a_money_column_governs_the_table(heading: str, unit: str) -> None:
    table = f"STT | Nội dung | {heading} | Đơn vị phối hợp\n1 | Khảo sát | 20 | Hội đồng\n2 | Đào tạo | 30 | Hội đồng"
    budget = budget_of("Ngân sách bảo đảm các hoạt động.", table)
    assert budget["amount_unit"] == unit


def test_a_price_in_another_unit_does_not_govern_the_table() -> None:
    budget = budget_of(
        "TT | Nội dung | Đơn giá (đồng) | Thành tiền (triệu đồng)\n1 | Lớp ISO | 5.000.000 | 20\n2 | Lớp 5S | 5.000.000 | 30"
    )
    assert budget["amount_unit"] == "million_vnd"
    assert [line["total"] for line in budget["groups"][0]["lines"]] == [20, 30]


def test_ngan_sach_in_a_heading_is_no_unit_of_thousands() -> None:
    table = "STT | Nội dung | Tổng kinh phí (triệu đồng) | Đơn vị phối hợp | Ngân sách tỉnh\n1 | Khảo sát | 20 | Sở | 20"
    assert budget_of(table)["amount_unit"] == "million_vnd"


# A figure in words, a figure with a mark ----------------------------------------------------------


def test_a_total_and_sources_in_words_only_are_amounts() -> None:
    budget = budget_of(
        *prose(
            "Tổng kinh phí: Ba tỷ đồng, trong đó ngân sách tỉnh một tỷ tám trăm triệu đồng; "
            "doanh nghiệp đóng góp một tỷ hai trăm triệu đồng."
        )
    )
    assert budget["total_printed"] is None and budget["total_words"] == "Ba tỷ đồng"
    assert budget["total_words_vnd"] == budget["total_accepted_vnd"] == 3_000_000_000
    factor = {"million_vnd": 1, "billion_vnd": 1000}[budget["amount_unit"]]
    assert [(code, round(amount * factor)) for code, amount in amounts(budget)] == [
        (STATE, 1800),
        (OWN, 1200),
    ]


def test_words_below_a_figure_are_not_a_second_amount() -> None:
    lines = ("Tổng kinh phí: 3.000 triệu đồng.", "(Bằng chữ: Ba tỷ đồng)", "Nguồn: ngân sách tỉnh.")
    budget = budget_of(*prose(*lines))
    assert (budget["total_printed"], budget["total_words_vnd"]) == ("3.000 triệu đồng", 3_000_000_000)
    assert amounts(budget) == [(STATE, None)]


@pytest.mark.parametrize(
    "printed", ["3.000 triệu đồng", "3.000 triệu đồng1", "3.0001 triệu đồng", "3.000² triệu đồng"]
)
def test_a_footnote_mark_glued_to_the_total_is_not_part_of_it(printed: str) -> None:
    budget = budget_of(*prose(f"Tổng kinh phí: {printed} (Ba tỷ đồng), từ ngân sách tỉnh."))
    assert budget["total_printed_vnd"] == budget["total_words_vnd"] == 3_000_000_000


def test_four_digits_without_groups_are_a_number_and_no_footnote() -> None:
    assert budget_of(*prose("Tổng kinh phí: 3001 triệu đồng."))["total_printed_vnd"] == 3_001_000_000


# Sources in running text --------------------------------------------------------------------------


def test_a_source_named_with_commas_and_the_word_new_keeps_its_place_and_amount() -> None:
    lines = (
        "1. Tổng kinh phí 900 triệu đồng",
        "2. Nguồn kinh phí",
        "2.1. Ngân sách chi khoa học, công nghệ, đổi mới sáng tạo: 500 triệu đồng.",
        "2.2. Doanh nghiệp đóng góp: 400 triệu đồng.",
    )
    assert amounts(budget_of(*prose(*lines))) == [("state_budget.science", 500), (OWN, 400)]
    assert faults_of(*prose(*lines)) == []


def test_an_amount_for_each_thing_is_no_source() -> None:
    budget = budget_of(
        *prose("Tổng kinh phí: 900 triệu đồng. Ngân sách tỉnh hỗ trợ mỗi doanh nghiệp 50 triệu đồng.")
    )
    assert 50 not in [amount for _, amount in amounts(budget)]


def test_an_uncommon_source_in_a_list_counts_in_the_sum() -> None:
    lines = (
        "Nhu cầu kinh phí là 1.000 triệu đồng, gồm: ngân sách tỉnh 600 triệu đồng; "
        "Quỹ Bảo vệ môi trường 300 triệu đồng; hiệp hội ngành hàng 100 triệu đồng.",
    )
    assert amounts(budget_of(*prose(*lines))) == [
        (STATE, 600),
        ("quy_bao_ve_moi_truong", 300),
        ("hiep_hoi_nganh_hang", 100),
    ]
    assert faults_of(*prose(*lines)) == []


def test_an_uncommon_source_is_found_in_a_sentence_that_names_the_phase() -> None:
    lines = (
        "Nhu cầu kinh phí giai đoạn 2021-2025 là 1.000 triệu đồng, trong đó: ngân sách tỉnh 200 triệu đồng, "
        "dự án hợp tác 300 triệu đồng, doanh nghiệp 500 triệu đồng.",
    )
    assert amounts(budget_of(*prose(*lines))) == [(STATE, 200), ("du_an_hop_tac", 300), (OWN, 500)]
    assert faults_of(*prose(*lines)) == []


def test_a_use_of_the_money_is_not_a_source() -> None:
    lines = (
        "Tổng kinh phí: 1.000 triệu đồng, trong đó chi cho đào tạo 300 triệu đồng. Nguồn: ngân sách tỉnh.",
    )
    assert amounts(budget_of(*prose(*lines))) == [(STATE, None)]


def test_an_amount_under_the_heading_of_its_source_belongs_to_it() -> None:
    lines = (
        "1. Tổng kinh phí: 900 triệu đồng.",
        "2. Ngân sách tỉnh",
        "Số tiền: 500 triệu đồng.",
        "3. Đối ứng của doanh nghiệp",
        "Số tiền: 400 triệu đồng.",
    )
    assert amounts(budget_of(*prose(*lines))) == [(STATE, 500), (OWN, 400)]


# Sources in tables --------------------------------------------------------------------------------

UNCOMMON = """
STT | Nội dung | Tổng kinh phí | Ngân sách tỉnh | {name} | Thời gian
1 | Khảo sát | 30 | 20 | 10 | 2022
2 | Đào tạo | 50 | 20 | {last} | 2023
Tổng cộng | < | 80 | 40 | 40 |
"""


@pytest.mark.parametrize("shape", [str, flattened])
def test_an_uncommon_column_that_completes_the_totals_is_a_source(shape: Any) -> None:
    budget = budget_of(MILLIONS, shape(UNCOMMON.format(name="Đối tác quốc tế", last=30)))
    assert [line["by_source"] for line in budget["groups"][0]["lines"]] == [
        {STATE: 20, "doi_tac_quoc_te": 10},
        {STATE: 20, "doi_tac_quoc_te": 30},
    ]
    assert [amount for _, amount in amounts(budget)] == [40, 40]


def test_an_uncommon_column_that_adds_up_to_nothing_is_no_source() -> None:
    table = UNCOMMON.format(name="Số hồ sơ", last=3).replace("| 40 | 40 |", "| 40 | 13 |")
    budget = budget_of(MILLIONS, table)
    assert [line["by_source"] for line in budget["groups"][0]["lines"]] == [{STATE: 20}, {STATE: 20}]


def test_a_fault_in_one_row_is_found_with_an_uncommon_source_too() -> None:
    rows = UNCOMMON.format(name="Đối tác quốc tế", last=30).replace("1 | Khảo sát | 30", "1 | Khảo sát | 31")
    assert faults_of(MILLIONS, rows) == [("1", 31, 30)]


BY_YEAR = """
TT | Nguồn vốn | Năm 2024 | Năm 2025 | Cả giai đoạn
1 | Ngân sách tỉnh | 20 | 30 | 50
2 | Doanh nghiệp | 10 | 20 | {own}
 | Tổng cộng | 30 | 50 | 80
"""


@pytest.mark.parametrize("shape", [str, flattened])
def test_rows_of_sources_and_columns_of_years_divide_the_whole_money(shape: Any) -> None:
    budget = budget_of(MILLIONS, shape(BY_YEAR.format(own=30)), first=2024, last=2025)
    assert budget["groups"] == []
    assert budget["phases"] == [
        {"id": "P1", "from": 2024, "to": 2025, "total": 80, "by_source": {STATE: 50, OWN: 30},
         "by_year": {"2024": 30, "2025": 50}}
    ]  # fmt: skip
    assert amounts(budget) == [(STATE, 50), (OWN, 30)]


def test_a_source_worded_differently_in_text_and_table_is_one_source() -> None:
    table = (
        "Nguồn vốn | 2024 | 2025 | Tổng\nNgân sách tỉnh | 20 | 20 | 40\nHiệp hội ngành hàng | 30 | 40 | 70"
        "\nCộng | 50 | 60 | 110"
    )
    text = "Tổng kinh phí: 110 triệu đồng, gồm ngân sách tỉnh 40 triệu đồng và các hiệp hội 70 triệu đồng."
    budget = budget_of(*prose(text), MILLIONS, table, first=2024, last=2025)
    assert amounts(budget) == [(STATE, 40), ("cac_hiep_hoi", 70)]
    assert budget["phases"][0]["by_source"] == {STATE: 40, "cac_hiep_hoi": 70}


def test_a_wrong_sum_in_a_table_of_sources_is_found_once() -> None:
    assert faults_of(MILLIONS, BY_YEAR.format(own=30), first=2024, last=2025) == []
    assert faults_of(MILLIONS, BY_YEAR.format(own=35), first=2024, last=2025) == [("2", 35, 30)]


def test_a_column_for_the_whole_phase_beside_its_years_is_the_total() -> None:
    table = "TT | Nội dung | Năm 2024 | Năm 2025 | Giai đoạn 2024-2025\n1 | Khảo sát | 20 | 30 | 50\n2 | Đào tạo | 1 | 2 | 3"
    budget = budget_of(MILLIONS, table, first=2024, last=2025)
    assert [line["total"] for line in budget["groups"][0]["lines"]] == [50, 3]


# Appendices one by one ------------------------------------------------------------------------------

BODY = "KẾ HOẠCH\nNâng cao năng suất\nI. KINH PHÍ\nChi tiết tại Phụ lục I kèm theo. Phân công tại Phụ lục {n} kèm theo.\nII. TỔ CHỨC\nSở thực hiện."
TABLE = "STT | Nội dung | Kinh phí\n1 | Khảo sát | 20\n2 | Đào tạo | 30\n3 | Hỗ trợ | 30"


def test_one_of_two_numbered_appendices_that_is_not_there_is_noticed() -> None:
    budget = budget_of(BODY.format(n="II"), "PHỤ LỤC I", MILLIONS, TABLE)
    assert budget["appendix"]["present"] == "partial"


def test_two_numbered_appendices_that_are_there_are_complete() -> None:
    parts = (
        "PHỤ LỤC 01",
        MILLIONS,
        TABLE,
        "PHỤ LỤC 02\nPHÂN CÔNG NHIỆM VỤ",
        "TT | Việc | Cơ quan\n1 | Khảo sát | Sở\n2 | Đào tạo | Sở",
    )
    assert budget_of(BODY.format(n="II"), *parts)["appendix"]["present"] == "complete"


def test_one_appendix_referred_to_twice_is_complete() -> None:
    assert budget_of(BODY.format(n="I"), "PHỤ LỤC I", MILLIONS, TABLE)["appendix"]["present"] == "complete"


def test_the_finding_quotes_the_appendix_that_is_not_there() -> None:
    (found,) = findings(BODY.format(n="II"), "PHỤ LỤC I", MILLIONS, TABLE, code="missing_appendix")
    assert found["quotes"] == ["Phân công tại Phụ lục II kèm theo"]
    assert findings(BODY.format(n="I"), "PHỤ LỤC I", MILLIONS, TABLE, code="missing_appendix") == []
