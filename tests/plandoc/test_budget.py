"""The budget object: totals, sources, phases, the appendix as a tree, whatever the layout."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from nscl.plandoc.budget import read_budget
from nscl.plandoc.budget.lines import find_quantity, support_content
from nscl.plandoc.readers.text import read_text
from nscl.plandoc.structure import outline
from tests.plandoc.grids import budget_of, document, flattened, horizon

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "plans"
MILLIONS = "Đơn vị tính: triệu đồng"
STATE, OWN = "state_budget", "enterprise_counterpart"


def shape(budget: dict[str, Any]) -> list[Any]:
    """Groups and lines as (path or id, total) in document order."""
    found: list[Any] = []
    for group in budget["groups"]:
        found.append((group["id"], group["total"]))
        found += [(line["id"], line["total"]) for line in group["lines"]]
    return found


def lines(budget: dict[str, Any]) -> list[dict[str, Any]]:
    return [line for group in budget["groups"] for line in group["lines"]]


LETTERED = """
STT | Nội dung | Tổng cộng | NSNN | Đối ứng DN
A | Nâng cao nhận thức | 300 | 200 | 100
1 | Tuyên truyền | 100 | 100 | 0
2 | Tập huấn 10 lớp | 200 | 100 | 100
B | Hỗ trợ áp dụng | 700 | 200 | 500
1 | Hỗ trợ 20 doanh nghiệp áp dụng ISO 9001 | 700 | 200 | 500
 | Tổng cộng | 1.000 | 400 | 600
"""


def test_groups_lines_and_their_sources_are_read_as_printed() -> None:
    budget = budget_of(MILLIONS, LETTERED)
    assert shape(budget) == [("P1.1", 300), ("P1.1.1", 100), ("P1.1.2", 200), ("P1.2", 700), ("P1.2.1", 700)]
    assert budget["groups"][0]["by_source"] == {STATE: 200, OWN: 100}
    assert [line["path"] for line in lines(budget)] == ["A.1", "A.2", "B.1"]
    assert budget["total_printed"] == "1.000"
    assert budget["total_printed_vnd"] == 1_000_000_000
    assert budget["amount_unit"] == "million_vnd"


def test_the_flattened_table_reads_like_the_table() -> None:
    whole, flat = budget_of(MILLIONS, LETTERED), budget_of(MILLIONS, flattened(LETTERED))
    assert shape(flat) == shape(whole)
    assert [line["by_source"] for line in lines(flat)] == [line["by_source"] for line in lines(whole)]


def test_the_total_row_may_stand_on_top() -> None:
    rows = LETTERED.strip().splitlines()
    budget = budget_of(MILLIONS, "\n".join([rows[0], rows[-1], *rows[1:-1]]))
    assert budget["total_printed_vnd"] == 1_000_000_000
    assert len(lines(budget)) == 3


def test_year_columns_give_years_and_empty_cells_are_zero() -> None:
    budget = budget_of(
        "(Đơn vị tính: triệu đồng)",
        """
        TT | Nhiệm vụ | Tổng số | Năm 2022 | Năm 2023 | Năm 2024
        I | Khảo sát | 150 | 100 | | 50
        1 | Khảo sát 50 doanh nghiệp | 150 | 100 | - | 50
        """,
    )
    (line,) = lines(budget)
    assert line["by_year"] == {"2022": 100, "2023": 0, "2024": 50}
    assert line["by_source"] == {}
    assert (line["qty"], line["unit"]) == (50, "doanh nghiệp")


def test_full_dong_and_billions_with_decimals_keep_their_unit() -> None:
    dong = budget_of(
        "Đơn vị: đồng", "STT | Nội dung | Kinh phí\n1 | Khảo sát | 150.000.000\nTổng cộng | < | 150.000.000"
    )
    billion = budget_of(
        "STT | Nội dung | Kinh phí (tỷ đồng)\n1 | Khảo sát | 0,15\n2 | Đào tạo | 1,35\nCộng | < | 1,5"
    )
    assert (dong["amount_unit"], dong["total_printed_vnd"]) == ("vnd", 150_000_000)
    assert (billion["amount_unit"], billion["total_printed_vnd"]) == ("billion_vnd", 1_500_000_000)
    assert [line["total"] for line in lines(billion)] == [0.15, 1.35]


def test_a_deep_tree_names_each_groups_parent() -> None:
    budget = budget_of(
        MILLIONS,
        """
        TT | Nội dung | Kinh phí
        A | Hỗ trợ doanh nghiệp | 60
        I | Hệ thống quản lý | 60
        1 | Tư vấn | 60
        a | ISO 9001 | 20
        b | ISO 14001 | 40
        B | Quản lý | 10
        I | Điều hành | 10
        1 | Hội đồng | 10
        Tổng cộng (A+B) | < | 70
        """,
    )
    groups = {group["path"]: group for group in budget["groups"]}
    assert list(groups) == ["A", "A.I", "A.I.1", "B", "B.I"]
    assert groups["A.I.1"]["parent"] == groups["A.I"]["id"]
    assert "parent" not in groups["A"]
    assert [line["path"] for line in lines(budget)] == ["A.I.1.a", "A.I.1.b", "B.I.1"]
    assert budget["total_printed_vnd"] == 70_000_000


def test_decimal_numbering_is_printed_once_in_the_path() -> None:
    budget = budget_of(
        MILLIONS,
        "STT | Nội dung | Kinh phí\n1 | Đào tạo | 30\n1.1 | Lớp ISO | 10\n1.2 | Lớp 5S | 20\n2 | Hỗ trợ | 5\n2.1 | Tư vấn | 5",
    )
    assert [line["path"] for line in lines(budget)] == ["1.1", "1.2", "2.1"]


def test_a_table_without_numbering_groups_by_rows_without_lead_and_time() -> None:
    budget = budget_of(
        MILLIONS,
        """
        Nội dung | Kinh phí | Cơ quan chủ trì | Thời gian
        Đào tạo, tập huấn | 30 | |
        Lớp ISO 9001 | 10 | Sở KH&CN | 2022
        Lớp 5S | 20 | Sở Công Thương | 2023
        Hỗ trợ áp dụng | 5 | |
        Tư vấn KPI | 5 | Sở KH&CN | 2024
        """,
    )
    assert shape(budget) == [("P1.1", 30), ("P1.1.1", 10), ("P1.1.2", 20), ("P1.2", 5), ("P1.2.1", 5)]
    assert [line["lead"] for line in lines(budget)] == ["Sở KH&CN", "Sở Công Thương", "Sở KH&CN"]


def test_a_flat_list_stands_in_one_group_that_prints_no_amounts() -> None:
    budget = budget_of(
        MILLIONS, "STT | Nội dung | Kinh phí\n1 | Khảo sát | 10\n2 | Đào tạo | 20\nTổng cộng | < | 30"
    )
    (group,) = budget["groups"]
    assert group["total"] is None and group["by_source"] == {}
    assert [line["total"] for line in group["lines"]] == [10, 20]


def test_phase_rows_become_phases_and_not_lines() -> None:
    budget = budget_of(
        MILLIONS,
        """
        STT | Nội dung | Tổng | Ngân sách | Doanh nghiệp
        I | Giai đoạn 2021-2025 | 30 | 10 | 20
        1 | Đào tạo | 30 | 10 | 20
        - | Lớp ISO | 30 | 10 | 20
        II | Giai đoạn 2026-2030 | 50 | 20 | 30
        1 | Đào tạo | 50 | 20 | 30
        - | Lớp ISO | 50 | 20 | 30
        Tổng cộng | < | 80 | 30 | 50
        """,
        last=2030,
    )
    assert [(p["id"], p["from"], p["to"], p["total"]) for p in budget["phases"]] == [
        ("P1", 2021, 2025, 30),
        ("P2", 2026, 2030, 50),
    ]
    assert [(line["id"], line["total"]) for line in lines(budget)] == [("P1.1.1", 30), ("P2.1.1", 50)]


def test_phase_columns_give_each_phase_its_own_groups() -> None:
    budget = budget_of(
        MILLIONS,
        """
        Nội dung | Tổng số | Giai đoạn 2021-2025 | Giai đoạn 2026-2030
        I. Đào tạo | 30 | 10 | 20
        1. Lớp ISO | 30 | 10 | 20
        TỔNG CỘNG | 30 | 10 | 20
        """,
        last=2030,
    )
    assert [(g["phase"], g["total"], g["lines"][0]["total"]) for g in budget["groups"]] == [
        ("P1", 10, 10),
        ("P2", 20, 20),
    ]
    assert [p["total"] for p in budget["phases"]] == [10, 20]


def test_rows_named_after_sources_split_the_row_above() -> None:
    budget = budget_of(
        MILLIONS,
        """
        STT | Nội dung | Kinh phí
        1 | Hỗ trợ áp dụng ISO 9001 | 30
        - | Ngân sách nhà nước | 10
        - | Vốn đối ứng của doanh nghiệp | 20
        2 | Tuyên truyền | 5
        """,
    )
    first, second = lines(budget)
    assert first["by_source"] == {STATE: 10, OWN: 20}
    assert second["by_source"] == {}


def test_bullets_that_share_one_merged_amount_are_one_line() -> None:
    budget = budget_of(
        MILLIONS,
        """
        STT | Nội dung | Kinh phí | Thời gian
        1 | Khảo sát | 30 |
        ^ | - Thống kê sản phẩm chủ lực | 30 | Hàng năm
        ^ | - Đánh giá thực trạng | ^ | ^
        ^ | - Định hướng phát triển | ^ | ^
        """,
    )
    (line,) = lines(budget)
    assert (line["total"], line["merged_bullets"]) == (30, 3)


def test_several_bullets_inside_one_cell_are_counted() -> None:
    budget = budget_of(
        MILLIONS,
        "STT | Nội dung | Kinh phí\n1 | - Thống kê sản phẩm\\n- Đánh giá thực trạng | 30\n2 | Đào tạo | 20",
    )
    assert [line["merged_bullets"] for line in lines(budget)] == [2, None]


def test_dash_and_plus_rows_of_one_level_are_siblings() -> None:
    budget = budget_of(
        MILLIONS,
        """
        STT | Nội dung | Kinh phí
        1 | Đào tạo | 60
         | - Lớp ISO | 10
         | + Lớp 5S | 20
         | + Lớp Lean | 30
        """,
    )
    assert [line["total"] for line in lines(budget)] == [10, 20, 30]
    assert len(budget["groups"]) == 1


def test_plus_rows_that_sum_to_the_dash_above_stand_under_it() -> None:
    budget = budget_of(
        MILLIONS,
        """
        STT | Nội dung | Kinh phí
        1 | Đào tạo | 60
         | - Lớp trong nước | 60
         | + Lớp 5S | 20
         | + Lớp Lean | 40
        """,
    )
    assert [line["total"] for line in lines(budget)] == [20, 40]
    assert [group["total"] for group in budget["groups"]] == [60, 60]


def test_quantity_columns_are_preferred_to_the_name() -> None:
    budget = budget_of(
        "STT | Nội dung | ĐVT | Số lượng | Đơn giá | Thành tiền (triệu đồng)\n1 | Lớp tập huấn 2 ngày | lớp | 15 | 20 | 300"
    )
    (line,) = lines(budget)
    assert (line["qty"], line["unit"], line["total"]) == (15, "lớp", 300)


def test_lead_and_time_that_all_lines_share_are_the_defaults() -> None:
    budget = budget_of(
        MILLIONS,
        """
        STT | Nội dung | Cơ quan chủ trì | Cơ quan phối hợp | Kinh phí | Thời gian
        1 | Đào tạo | Sở KH&CN | Các sở | 30 | Hàng năm
        2 | Tư vấn | ^ | ^ | 30 | Hàng năm
        """,
    )
    assert budget["line_defaults"] == {"lead": "Sở KH&CN", "coordinating": "Các sở", "time": "Hàng năm"}


PROSE = """KẾ HOẠCH
NÂNG CAO NĂNG SUẤT CHẤT LƯỢNG
I. MỤC TIÊU
1. Đào tạo 20 chuyên gia.
II. KINH PHÍ THỰC HIỆN
{body}
III. TỔ CHỨC THỰC HIỆN
1. Sở Khoa học và Công nghệ: chủ trì."""


def prose(body: str, **years: int) -> dict[str, Any]:
    return budget_of(PROSE.format(body=body), **years)


def sources(budget: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(row["code"], row["amount"]) for row in budget["sources"]]


def test_running_text_gives_total_words_and_sources() -> None:
    budget = prose(
        "1. Tổng kinh phí: 2.500 triệu đồng (Hai tỷ năm trăm triệu đồng), trong đó:\n"
        "- Ngân sách tỉnh: 1.500 triệu đồng, để chi đào tạo;\n- Doanh nghiệp đối ứng: 1.000 triệu đồng."
    )
    assert budget["total_printed"] == "2.500 triệu đồng"
    assert budget["total_words_vnd"] == budget["total_accepted_vnd"] == 2_500_000_000
    assert sources(budget) == [("state_budget.provincial", 1500), (OWN, 1000)]
    assert (budget["state_share_pct"], budget["enterprise_share_pct"]) == (60.0, 40.0)
    assert budget["counterpart_stated"] is True


def test_amounts_inside_one_sentence_belong_to_the_words_before_them() -> None:
    budget = prose(
        "Tổng kinh phí dự kiến 12 tỷ đồng; trong đó ngân sách nhà nước 7 tỷ đồng, doanh nghiệp đối ứng 4 tỷ đồng và "
        "nguồn huy động hợp pháp khác 1 tỷ đồng."
    )
    assert sources(budget) == [(STATE, 7), (OWN, 4), ("other_legal", 1)]
    assert budget["amount_unit"] == "billion_vnd"


def test_phases_and_their_sources_in_running_text() -> None:
    budget = prose(
        "1. Tổng kinh phí: 50 tỷ đồng.\n2. Phân kỳ:\na) Giai đoạn 2021-2025: 20 tỷ đồng\n- Ngân sách tỉnh: 15 tỷ đồng;\n"
        "- Doanh nghiệp: 5 tỷ đồng.\nb) Giai đoạn 2026-2030: 30 tỷ đồng",
        last=2030,
    )
    assert [(p["from"], p["total"], p["by_source"]) for p in budget["phases"]] == [
        (2021, 20, {"state_budget.provincial": 15, OWN: 5}),
        (2026, 30, {}),
    ]


def test_yearly_amounts_in_running_text_are_kept_by_year() -> None:
    budget = prose(
        "Tổng kinh phí: 900 triệu đồng.\n- Năm 2022: 300 triệu đồng;\n- Năm 2023: 600 triệu đồng.", last=2023
    )
    assert budget["total_printed_vnd"] == 900_000_000
    (phase,) = budget["phases"]
    assert (phase["total"], phase["by_year"]) == (900, {"2022": 300, "2023": 600})


def test_a_total_said_for_the_whole_period_is_the_total_and_not_a_phase() -> None:
    budget = prose(
        "Tổng kinh phí thực hiện giai đoạn 2021-2025 là 1.250.000.000 đồng (Một tỷ, hai trăm năm mươi triệu đồng), trong đó: "
        "Ngân sách tỉnh: 550.000.000 đồng; đối ứng của doanh nghiệp: 700.000.000 đồng."
    )
    assert budget["total_printed_vnd"] == budget["total_words_vnd"] == 1_250_000_000
    assert [(row["name"], row["amount"]) for row in budget["sources"]] == [
        ("Ngân sách tỉnh", 550_000_000),
        ("đối ứng của doanh nghiệp", 700_000_000),
    ]
    assert budget["phases"] == []


def test_sources_in_the_sentence_of_a_phase_belong_to_that_phase() -> None:
    budget = prose(
        "1. Tổng kinh phí: 30 tỷ đồng.\n"
        "1.1. Giai đoạn 2021-2025: 10 tỷ đồng, gồm: ngân sách nhà nước 4 tỷ đồng, doanh nghiệp 6 tỷ đồng;\n"
        "1.2. Giai đoạn 2026-2030: 20 tỷ đồng, gồm: ngân sách nhà nước 8 tỷ đồng, doanh nghiệp 12 tỷ đồng.",
        last=2030,
    )
    assert [phase["by_source"] for phase in budget["phases"]] == [{STATE: 4, OWN: 6}, {STATE: 8, OWN: 12}]


def test_units_inside_the_cells_are_the_tables_unit() -> None:
    budget = budget_of(
        "STT | Nội dung | Kinh phí | Nguồn kinh phí\n1 | Lớp ISO | 30 triệu đồng | Ngân sách tỉnh\n"
        "2 | Lớp 5S | 1.020 triệu đồng | Doanh nghiệp\nTổng cộng | < | 1.050 triệu đồng |"
    )
    assert (budget["amount_unit"], budget["total_printed_vnd"]) == ("million_vnd", 1_050_000_000)
    assert [line["by_source"] for line in lines(budget)] == [{"state_budget.provincial": 30}, {OWN: 1020}]


def test_years_split_by_source_are_added_up_by_source_and_by_year() -> None:
    budget = budget_of(
        """
        STT | Nhiệm vụ | Năm 2022 | < | < | Năm 2023 | < | < | Tổng cộng
        ^ | ^ | Tổng | NSNN | DN | Tổng | NSNN | DN | ^
        1 | Lớp ISO | 30 | 10 | 20 | 15 | 5 | 10 | 45
        """
    )
    (line,) = lines(budget)
    assert (line["total"], line["by_source"], line["by_year"]) == (
        45,
        {STATE: 15, OWN: 30},
        {"2022": 30, "2023": 15},
    )


def test_a_dot_before_one_or_two_digits_is_a_decimal_whatever_the_table_groups_by() -> None:
    budget = budget_of(
        MILLIONS, "STT | Nội dung | Kinh phí\n1 | Lớp ISO | 1.050\n2 | Lớp 5S | 9.5\n3 | Họp | 2.300"
    )
    assert [line["total"] for line in lines(budget)] == [1050, 9.5, 2300]


def test_shares_alone_are_kept_as_printed() -> None:
    budget = prose("Nguồn kinh phí: ngân sách nhà nước 70%, vốn đối ứng của doanh nghiệp 30%.")
    assert [(row["code"], row["amount"], row["share_printed"]) for row in budget["sources"]] == [
        (STATE, None, 70),
        (OWN, None, 30),
    ]
    assert budget["state_share_pct"] == 70.0


def test_shares_written_before_their_source() -> None:
    budget = prose("Kinh phí thực hiện từ các nguồn: 60% ngân sách tỉnh, 40% doanh nghiệp đối ứng.")
    assert [(row["code"], row["share_printed"]) for row in budget["sources"]] == [
        ("state_budget.provincial", 60),
        (OWN, 40),
    ]


def test_sources_named_without_amounts_are_listed_with_null() -> None:
    budget = prose(
        "Kinh phí thực hiện từ nguồn sự nghiệp khoa học và công nghệ; vốn doanh nghiệp và nguồn vốn hợp pháp khác."
    )
    assert sources(budget) == [("state_budget.science", None), (OWN, None), ("other_legal", None)]
    assert budget["total_printed"] is None and budget["total_accepted_vnd"] is None


def test_a_support_cap_is_not_the_plans_money() -> None:
    budget = prose("Mức hỗ trợ tối đa 50 triệu đồng/doanh nghiệp từ ngân sách nhà nước.")
    assert budget["total_printed"] is None
    assert all(row["amount"] is None for row in budget["sources"])


def test_words_govern_when_a_unit_was_lost() -> None:
    budget = prose("Tổng kinh phí: 9.230.000 đồng (bằng chữ: chín tỷ hai trăm ba mươi triệu đồng).")
    assert budget["total_printed_vnd"] == 9_230_000
    assert budget["total_accepted_vnd"] == 9_230_000_000
    assert "1.000" in budget["acceptance_reason"]


def test_figure_and_words_that_differ_otherwise_accept_nothing() -> None:
    budget = prose("Tổng kinh phí: 9.230 triệu đồng (bằng chữ: chín tỷ ba trăm hai mươi triệu đồng).")
    assert budget["total_accepted_vnd"] is None and budget["acceptance_reason"] is None


def test_the_table_decides_between_figure_and_words() -> None:
    budget = budget_of(
        PROSE.format(body="Tổng kinh phí: 40 triệu đồng (bằng chữ: ba mươi triệu đồng)."),
        "PHỤ LỤC\nDỰ TOÁN KINH PHÍ\nĐơn vị tính: triệu đồng",
        "STT | Nội dung | Kinh phí\n1 | Khảo sát | 10\n2 | Đào tạo | 20\nTổng cộng | < | 30",
    )
    assert budget["total_accepted_vnd"] == 30_000_000


def test_the_tables_general_state_column_takes_the_source_named_in_the_text() -> None:
    budget = budget_of(
        PROSE.format(body="Nguồn kinh phí: sự nghiệp khoa học và công nghệ; đối ứng của doanh nghiệp."),
        "PHỤ LỤC\nDỰ TOÁN KINH PHÍ\nĐơn vị tính: triệu đồng",
        LETTERED,
    )
    assert set(lines(budget)[0]["by_source"]) == {"state_budget.science", OWN}
    assert sources(budget) == [("state_budget.science", 400), (OWN, 600)]


def test_a_plan_without_money_gives_nulls_and_empty_lists() -> None:
    budget = budget_of("KẾ HOẠCH\nNÂNG CAO NĂNG SUẤT\nI. MỤC TIÊU\n1. Đào tạo 20 chuyên gia.")
    assert budget["total_printed"] is None and budget["sources"] == [] and budget["groups"] == []
    assert budget["appendix"] == {"referenced": False, "present": "absent", "title": None, "quote": None}


@pytest.mark.parametrize(
    ("reference", "quote"),
    [
        ("(Chi tiết tại Phụ lục đính kèm)", "Chi tiết tại Phụ lục đính kèm"),
        ("(có phụ lục dự toán kinh phí kèm theo).", "có phụ lục dự toán kinh phí kèm theo"),
        ("Phân bổ theo Biểu dự toán kèm theo Kế hoạch.", "Phân bổ theo Biểu dự toán kèm theo Kế hoạch"),
        ("Nội dung cụ thể tại Phụ lục I.", "Nội dung cụ thể tại Phụ lục I"),
    ],
)
def test_an_absent_appendix_is_noticed_by_its_reference(reference: str, quote: str) -> None:
    appendix = prose(f"Tổng kinh phí: 5 tỷ đồng. {reference}")["appendix"]
    assert appendix["referenced"] and appendix["present"] == "absent"
    assert quote in appendix["quote"] or appendix["quote"] in quote


def test_an_appendix_of_another_document_is_not_the_plans() -> None:
    appendix = prose("Định mức theo Phụ lục II ban hành kèm theo Thông tư số 35/2021/TT-BTC.")["appendix"]
    assert appendix["referenced"] is False


@pytest.mark.parametrize(
    ("name", "quantity"),
    [
        ("Hỗ trợ 05 doanh nghiệp áp dụng ISO/IEC 17025: 2005", (5, "doanh nghiệp")),
        ("Đào tạo cho 1.200 lượt người", (1200, "lượt người")),
        ("Tổ chức 20 lớp tập huấn", (20, "lớp")),
        ("Áp dụng ISO 9001 cho đơn vị", (None, None)),
        ("Kế hoạch năm 2022", (None, None)),
    ],
)
def test_the_quantity_is_the_first_number_of_things(
    name: str, quantity: tuple[int | None, str | None]
) -> None:
    assert find_quantity(name) == quantity


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Hỗ trợ 10 doanh nghiệp xây dựng tiêu chuẩn cơ sở", "base_standard"),
        ("Hỗ trợ áp dụng truy xuất nguồn gốc", "traceability"),
        ("Tư vấn 5S, Kaizen", "improvement_tool"),
        ("Hỗ trợ 5 doanh nghiệp áp dụng ISO 14001", "mgmt_system.iso_14001"),
        ("Tuyên truyền về hợp chuẩn, hợp quy", None),
        ("Đào tạo 20 chuyên gia đánh giá hợp chuẩn", None),
    ],
)
def test_a_line_names_the_support_it_pays_for(name: str, code: str | None) -> None:
    assert support_content(name) == code


def test_every_budget_is_valid_by_the_schema() -> None:
    path = SHARED / "nscl-plan-1.schema.json"
    if not path.exists():
        pytest.skip(f"the schema is not beside the checkout: {path}")
    schema = json.loads(path.read_text(encoding="utf-8"))
    validator = Draft202012Validator({"$defs": schema["$defs"], **schema["properties"]["budget"]})
    for budget in (
        budget_of(MILLIONS, LETTERED),
        prose("Tổng kinh phí: 5 tỷ đồng."),
        budget_of("KẾ HOẠCH\nI. MỤC TIÊU"),
    ):
        assert not list(validator.iter_errors(budget))


def test_all_126_amounts_of_the_longest_real_table_stand_in_order() -> None:
    path = SHARED / "lao-cai.txt"
    if not path.exists():
        pytest.skip(f"the real plans are not beside the checkout: {path}")
    raw = path.read_text(encoding="utf-8")
    table = raw[raw.index("Đơn vị: triệu đồng") :]
    printed = [
        int(line.replace(".", ""))
        for line in table.split("\n")
        if line.replace(".", "").isdigit() and len(line) > 2
    ]
    assert len(printed) == 126
    found = read_text(path.read_bytes())
    budget = read_budget(found, outline(found), {"plan": horizon(2021, 2030, ((2021, 2025), (2026, 2030)))})
    read: list[float] = []
    for phase in budget["phases"]:
        read += [phase["total"], *phase["by_source"].values()]
        for group in budget["groups"]:
            if group["phase"] == phase["id"]:
                for row in (group, *group["lines"]):
                    read += [row["total"], *row["by_source"].values()]
    total = [source["amount"] for source in budget["sources"] if source["amount"]]
    read += [budget["total_printed_vnd"] / 10**6, *total]
    assert read == printed


def test_a_document_of_paragraphs_only_is_read_without_an_outline_of_money() -> None:
    found = document("Một đoạn văn không có tiền.")
    assert read_budget(found, outline(found), {})["groups"] == []


def test_a_flattened_table_with_numbers_in_the_names_and_two_digit_amounts() -> None:
    literal = """
    Nội dung | Kinh phí | Cơ quan thực hiện
    I. Đào tạo | 50 | Sở KH&CN
    1. Lớp ISO | 30 | Sở KH&CN
    2. Lớp 5S | 20 | Sở Công Thương
    Tổng cộng | 50 |
    """
    budget = budget_of(MILLIONS, flattened(literal))
    assert shape(budget) == [("P1.1", 50), ("P1.1.1", 30), ("P1.1.2", 20)]
    assert [line["lead"] for line in lines(budget)] == ["Sở KH&CN", "Sở Công Thương"]


def test_a_flattened_year_in_the_time_column_is_not_an_amount() -> None:
    literal = """
    STT | Nhiệm vụ | Thời gian | Tổng | NSTW | NSĐP | DN | Khác | Ghi chú
    I | Đào tạo | | 50 | 10 | 20 | 15 | 5 |
    1 | Lớp ISO | 2022 | 30 | 5 | 10 | 10 | 5 | Sở
    2 | Lớp 5S | 2023 | 20 | 5 | 10 | 5 | - |
    Tổng cộng | | | 50 | 10 | 20 | 15 | 5 |
    """
    budget = budget_of(MILLIONS, flattened(literal))
    assert [(line["time"], line["total"]) for line in lines(budget)] == [("2022", 30), ("2023", 20)]
    assert budget["total_printed_vnd"] == 50_000_000


def test_phases_whose_years_are_nowhere_printed_are_groups() -> None:
    rows = "STT | Nội dung | Kinh phí\nA | Giai đoạn 1 | 50\n1 | Lớp ISO | 50\nB | Giai đoạn 2 | 30\n1 | Tư vấn | 30"
    budget = budget_of(MILLIONS, rows)
    assert [(group["name"], group["total"]) for group in budget["groups"]] == [
        ("Giai đoạn 1", 50),
        ("Giai đoạn 2", 30),
    ]


def test_phases_by_number_take_their_years_from_the_plan() -> None:
    rows = "STT | Nội dung | Kinh phí\nA | Giai đoạn 1 | 50\n1 | Lớp ISO | 50\nB | Giai đoạn 2 | 30\n1 | Tư vấn | 30"
    found = document(MILLIONS, rows)
    known = {"plan": horizon(2021, 2030, ((2021, 2025), (2026, 2030)))}
    budget = read_budget(found, outline(found), known)
    assert [(phase["to"], phase["total"]) for phase in budget["phases"]] == [(2025, 50), (2030, 30)]


def test_parts_written_in_words_are_numbering() -> None:
    budget = budget_of(
        "STT | Khoản mục chi | Dự toán (nghìn đồng)\nPhần I | Tuyên truyền | 150.000\n1 | Phóng sự | 150.000\n"
        "Phần II | Hỗ trợ cơ sở | 450.000\n1 | 5S | 450.000\nTổng | < | 600.000"
    )
    assert [(group["path"], group["name"]) for group in budget["groups"]] == [
        ("I", "Tuyên truyền"),
        ("II", "Hỗ trợ cơ sở"),
    ]
    assert budget["amount_unit"] == "thousand_vnd"


def test_a_row_cut_by_a_page_break_gets_its_words_back() -> None:
    first = "STT | Nội dung | Kinh phí\n1 | Hỗ trợ doanh nghiệp áp dụng hệ thống | 30"
    budget = budget_of(MILLIONS, first, " | quản lý chất lượng tiên tiến |\n2 | Lớp 5S | 20")
    assert [line["name"] for line in lines(budget)] == [
        "Hỗ trợ doanh nghiệp áp dụng hệ thống quản lý chất lượng tiên tiến",
        "Lớp 5S",
    ]


def test_a_share_and_its_amount_belong_to_one_source() -> None:
    budget = prose(
        "Tổng nhu cầu khoảng 15,5 tỷ đồng, gồm 60% ngân sách (9,3 tỷ đồng) và 40% vốn doanh nghiệp (6,2 tỷ đồng)."
    )
    assert [(row["name"], row["amount"], row["share_printed"]) for row in budget["sources"]] == [
        ("ngân sách", 9.3, 60),
        ("vốn doanh nghiệp", 6.2, 40),
    ]
