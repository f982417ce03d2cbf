"""Money tables in many layouts become the same kind of grid."""

from __future__ import annotations

import pytest

from nscl.plandoc.tables import Grid, NumberStyle, find_phase, find_unit, read_grids
from nscl.plandoc.tables.funding import find_sources, source_code
from nscl.plandoc.tables.header import classify
from tests.plandoc.grids import document, flattened


def only_grid(*parts: str) -> Grid:
    (grid,) = read_grids(document(*parts))
    return grid


def roles(grid: Grid) -> list[str]:
    """Each column in one word: its role, or what part of the money it holds."""
    return [
        column.role
        if column.role != "amount"
        else str(column.source or column.year or column.phase or "total")
        for column in grid.columns
    ]


def body(grid: Grid) -> list[list[str | None]]:
    return [[cell.text if cell else None for cell in row.cells] for row in grid.rows]


TWO_ROWS = """
STT | Nội dung | Đơn vị chủ trì | Tổng kinh phí | Trong đó | < | Thời gian thực hiện
^ | ^ | ^ | ^ | Ngân sách nhà nước | Đối ứng của doanh nghiệp | ^
I | Đào tạo | | 300 | 200 | 100 |
1 | Mở 10 lớp | Sở KH&CN | 300 | 200 | 100 | Hàng năm
Tổng cộng | < | | 300 | 200 | 100 |
"""


def test_two_header_rows_with_spans_give_one_column_per_leaf() -> None:
    grid = only_grid("Đơn vị tính: triệu đồng", TWO_ROWS)
    assert roles(grid) == [
        "number",
        "name",
        "lead",
        "total",
        "state_budget",
        "enterprise_counterpart",
        "time",
    ]
    assert grid.unit == "million_vnd"
    assert len(grid.rows) == 3


def test_the_same_table_one_cell_a_line_gives_the_same_columns_and_rows() -> None:
    whole = only_grid("Đơn vị tính: triệu đồng", TWO_ROWS)
    lines = only_grid("Đơn vị tính: triệu đồng", flattened(TWO_ROWS))
    assert roles(lines) == roles(whole)
    amounts = [list(row[3:6]) for row in body(lines)]
    assert amounts == [row[3:6] for row in body(whole)]


def test_flattened_rows_keep_their_amounts_when_empty_cells_are_lost() -> None:
    text = "\n".join(line for line in flattened(TWO_ROWS).split("\n") if line)
    grid = only_grid("Đơn vị tính: triệu đồng", text)
    assert [row[3:6] for row in body(grid)] == [["300", "200", "100"]] * 3
    assert body(grid)[1][6] == "Hàng năm"


YEARS = """
TT | Nội dung chi | Năm 2021 | Năm 2022 | Năm 2023 | Tổng
1 | Khảo sát | 100 | | 50 | 150
2 | Tuyên truyền | - | 200 | 100 | 300
 | Cộng | 100 | 200 | 150 | 450
"""


def test_year_columns_are_years_and_the_last_column_is_the_total() -> None:
    grid = only_grid("ĐVT: triệu đồng", YEARS)
    assert roles(grid) == ["number", "name", "2021", "2022", "2023", "total"]


def test_bare_years_under_one_heading_are_year_columns() -> None:
    grid = only_grid(
        """
        STT | Nhiệm vụ | Tổng số | Kinh phí theo năm (triệu đồng) | < | <
        ^ | ^ | ^ | 2022 | 2023 | 2024
        1 | Hỗ trợ ISO 9001 | 600 | 200 | 200 | 200
        2 | Hỗ trợ 5S | 90 | 30 | 30 | 30
        """
    )
    assert roles(grid) == ["number", "name", "total", "2022", "2023", "2024"]
    assert grid.unit == "million_vnd"


def test_flattened_year_columns_before_the_total_are_told_by_arithmetic() -> None:
    literal = """
    Số TT | Nội dung chi | Kinh phí theo năm | < | < | Tổng cộng
    ^ | ^ | Năm 2021 | Năm 2022 | Năm 2023 | ^
    1 | Khảo sát | 100 | 20 | 50 | 170
    2 | Tuyên truyền | 10 | 200 | 100 | 310
    """
    assert roles(only_grid("Đơn vị tính: triệu đồng", flattened(literal))) == [
        "number",
        "name",
        "2021",
        "2022",
        "2023",
        "total",
    ]


def test_four_sources_of_which_two_are_state_levels() -> None:
    grid = only_grid(
        """
        STT | Hạng mục | Ngân sách trung ương | Ngân sách tỉnh | Doanh nghiệp đối ứng | Nguồn khác | Tổng (tỷ đồng)
        1 | A1 việc | 0,5 | 1,25 | 2 | - | 3,75
        """
    )
    assert roles(grid)[2:6] == [
        "state_budget.central",
        "state_budget.provincial",
        "enterprise_counterpart",
        "other_legal",
    ]
    assert grid.unit == "billion_vnd"


def test_sources_under_phases_carry_both() -> None:
    grid = only_grid(
        """
        STT | Nội dung | Giai đoạn 2021-2025 | < | Giai đoạn 2026-2030 | <
        ^ | ^ | Ngân sách | Doanh nghiệp | Ngân sách | Doanh nghiệp
        1 | Hỗ trợ kinh phí ISO | 10 | 20 | 30 | 40
        """
    )
    assert [(c.source, c.phase) for c in grid.columns_of("amount")] == [
        ("state_budget", (2021, 2025)),
        ("enterprise_counterpart", (2021, 2025)),
        ("state_budget", (2026, 2030)),
        ("enterprise_counterpart", (2026, 2030)),
    ]


def test_a_table_without_number_column_keeps_the_numbering_in_the_name() -> None:
    grid = only_grid(
        """
        Nội dung | Kinh phí (đồng) | Đơn vị thực hiện
        1. Khảo sát | 150.000.000 | Sở KH&CN
        """
    )
    assert roles(grid) == ["name", "total", "lead"]
    assert grid.unit == "vnd"


def test_a_header_repeated_after_a_page_break_is_not_a_row() -> None:
    first = "STT | Nội dung | Kinh phí\n1 | Khảo sát | 10\n2 | Đào tạo | 20"
    second = "STT | Nội dung | Kinh phí\n3 | Tuyên truyền | 30\nTổng cộng | < | 60"
    grid = only_grid("Đơn vị tính: triệu đồng", first, second)
    assert [row[1] for row in body(grid)] == ["Khảo sát", "Đào tạo", "Tuyên truyền", None]


def test_a_header_repeated_inside_one_table_is_not_a_row() -> None:
    grid = only_grid(
        "Đơn vị tính: triệu đồng",
        "STT | Nội dung | Kinh phí\n1 | Khảo sát | 10\nSTT | Nội dung | Kinh phí\n2 | Đào tạo | 20",
    )
    assert len(grid.rows) == 2


def test_a_table_that_goes_on_without_header_is_one_table() -> None:
    grid = only_grid(
        "Đơn vị tính: triệu đồng",
        "STT | Nội dung | Kinh phí\n1 | Khảo sát | 10",
        "2 | Đào tạo | 20\n3 | Tuyên truyền | 30",
    )
    assert len(grid.rows) == 3


def test_column_numbers_under_the_header_are_not_a_row() -> None:
    grid = only_grid(
        "Đơn vị tính: triệu đồng",
        "STT | Nội dung | Tổng | Ngân sách | Doanh nghiệp\n(1) | (2) | (3)=(4)+(5) | (4) | (5)\n1 | Khảo sát | 30 | 10 | 20",
    )
    assert len(grid.rows) == 1


def test_a_target_table_is_not_a_money_table() -> None:
    literal = "STT | Chỉ tiêu | Đơn vị tính | 2021 | 2022\n1 | Số lớp tập huấn | lớp | 5 | 6\n2 | Số doanh nghiệp | DN | 10 | 12"
    assert read_grids(document(literal)) == []


def test_a_task_table_without_amounts_is_left_out() -> None:
    literal = "STT | Nhiệm vụ | Cơ quan chủ trì | Thời gian\n1 | Khảo sát | Sở KH&CN | Năm 2022"
    assert read_grids(document("Đơn vị tính: triệu đồng", literal)) == []


def test_amounts_that_group_thousands_by_comma_are_read_by_the_whole_table() -> None:
    grid = only_grid(
        "STT | Nội dung | Kinh phí (triệu đồng)\n1 | Khảo sát | 1,050\n2 | Đào tạo | 12,300\n3 | Họp | 450"
    )
    assert [grid.style.read(row[2] or "") for row in body(grid)] == [1050, 12300, 450]


@pytest.mark.parametrize(
    ("texts", "printed", "value"),
    [
        (["18.450", "7.050"], "18.450", 18450),
        (["12,5", "3.450,75"], "3.450,75", 3450.75),
        (["1,234,567"], "1,234,567", 1234567),
        (["9.5", "12.25"], "9.5", 9.5),
        (["450 000 000"], "450 000 000", 450000000),
    ],
)
def test_numbers_are_read_in_the_style_of_their_table(texts: list[str], printed: str, value: float) -> None:
    assert NumberStyle.of(texts).read(printed) == value


@pytest.mark.parametrize("text", ["", "-", "5 lớp", "2021-2025", "1.2.3.4.5.", "Hàng năm"])
def test_what_is_not_one_number_is_not_read_as_one(text: str) -> None:
    assert NumberStyle().read(text) is None


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Vốn ngân sách NN", "state_budget"),
        ("NSNN", "state_budget"),
        ("Ngân sách nhà nước (nguồn kinh phí sự nghiệp khoa học và công nghệ)", "state_budget.science"),
        ("Kinh phí sự nghiệp KH&CN", "state_budget.science"),
        ("ngân sách nhà nước, từ nguồn chi thường xuyên của tỉnh", "state_budget.recurrent_provincial"),
        ("Ngân sách Trung ương", "state_budget.central"),
        ("NSTW", "state_budget.central"),
        ("Ngân sách địa phương", "state_budget.provincial"),
        ("Vốn đối ứng DN", "enterprise_counterpart"),
        ("Nguồn vốn của doanh nghiệp đóng góp", "enterprise_counterpart"),
        ("Doanh nghiệp", "enterprise_counterpart"),
        ("Kinh phí của doanh nghiệp", "enterprise_counterpart"),
        ("Chương trình mục tiêu quốc gia", "national_target_programmes"),
        ("vốn đầu tư công (nếu có)", "public_investment"),
        ("các nguồn vốn huy động hợp pháp khác", "other_legal"),
        ("Xã hội hóa", "other_legal"),
        ("Ngân sách hỗ trợ doanh nghiệp", "state_budget"),
    ],
)
def test_the_words_for_a_source_give_its_code(label: str, code: str) -> None:
    assert source_code(label) == code


@pytest.mark.parametrize(
    "label", ["Thời gian thực hiện", "Nội dung", "Tổng kinh phí", "Đơn vị chủ trì", "Ghi chú"]
)
def test_other_column_words_name_no_source(label: str) -> None:
    assert source_code(label) is None


def test_a_sentence_that_lists_sources_gives_each_with_its_words() -> None:
    text = "lồng ghép với chương trình mục tiêu quốc gia; vốn doanh nghiệp và các nguồn vốn hợp pháp khác."
    assert [(code, text[a:b].strip()) for code, a, b in find_sources(text)] == [
        ("national_target_programmes", "lồng ghép với chương trình mục tiêu quốc gia"),
        ("enterprise_counterpart", "vốn doanh nghiệp"),
        ("other_legal", "các nguồn vốn hợp pháp khác"),
    ]


def test_a_subtotal_under_a_source_belongs_to_the_source() -> None:
    column = classify(3, ["Ngân sách nhà nước", "Cộng"])
    assert column is not None and column.source == "state_budget"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Đơn vị: 1.000 đồng", "thousand_vnd"),
        ("(Nghìn đồng)", "thousand_vnd"),
        ("ĐVT: Tỷ đồng", "billion_vnd"),
        ("VNĐ", "vnd"),
        ("triệu đồng", "million_vnd"),
        ("Đơn vị chủ trì", None),
    ],
)
def test_units_are_read_from_headings(text: str, unit: str | None) -> None:
    assert find_unit(text) == unit


def test_the_years_of_a_phase_are_not_an_amount() -> None:
    assert find_phase("Giai đoạn từ 2021- 2025 18.450") == (2021, 2025)
    assert find_phase("Năm 2021") is None
