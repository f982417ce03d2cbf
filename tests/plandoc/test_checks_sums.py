"""Broken sums are named once, at the smallest wrong place; right and rounded ones never."""

from __future__ import annotations

import random
from typing import Any

import pytest

from nscl.plandoc.budget import read_facts
from nscl.plandoc.budget.sums import list_equations
from nscl.plandoc.structure import outline
from tests.plandoc.grids import document, faults_of, findings, flattened, horizon

MILLIONS = "Đơn vị tính: triệu đồng"

TREE = """
STT | Nội dung | Tổng | Ngân sách | Doanh nghiệp
I | Giai đoạn 2021-2025 | {p1} | {p1s} | 400
1 | Đào tạo | {g1} | 200 | 100
a | Lớp ISO 9001 | {l1} | {l1s} | 40
b | Lớp 5S | 200 | 140 | 60
2 | Hỗ trợ | 500 | 200 | 300
a | Tư vấn Lean | 500 | 200 | 300
II | Giai đoạn 2026-2030 | 200 | 100 | 100
1 | Đào tạo | 200 | 100 | 100
a | Lớp ISO 14001 | 200 | 100 | 100
Tổng cộng | < | {total} | 500 | {own}
"""
RIGHT = {"p1": "800", "p1s": "400", "g1": "300", "l1": "100", "l1s": "60", "total": "1.000", "own": "500"}


def tree(**wrong: str) -> str:
    return TREE.format(**{**RIGHT, **wrong})


def test_a_right_table_raises_nothing() -> None:
    assert faults_of(MILLIONS, tree(), last=2030) == []


@pytest.mark.parametrize(
    ("wrong", "place", "printed", "computed"),
    [
        ({"l1": "110"}, "I.1.a", 110, 100),
        ({"l1s": "70"}, "I.1.a", 100, 110),
        ({"g1": "350"}, "I.1", 350, 300),
        ({"p1": "900"}, "I", 900, 800),
        ({"p1s": "450"}, "I", 450, 400),
        ({"total": "1.100"}, "Tổng cộng", 1100, 1000),
        ({"own": "550"}, "Tổng cộng", 550, 500),
    ],
)
def test_one_wrong_figure_is_one_fault_at_its_own_place(
    wrong: dict[str, str], place: str, printed: float, computed: float
) -> None:
    found = faults_of(MILLIONS, tree(**wrong), last=2030)
    assert len(found) == 1
    assert found[0][0] == place
    assert abs(found[0][1] - found[0][2]) == abs(printed - computed)
    assert found[0][1:] == (printed, computed)


def test_two_wrong_figures_are_two_faults() -> None:
    found = faults_of(MILLIONS, tree(g1="350", total="1.200"), last=2030)
    assert [place for place, _, _ in found] == ["I.1", "Tổng cộng"]


def test_a_wrong_group_carried_up_to_the_total_is_named_once() -> None:
    carried = tree(g1="350", p1="850", total="1.050")
    assert [place for place, _, _ in faults_of(MILLIONS, carried, last=2030)] == ["I.1"]


def test_a_wrong_year_column_is_named_with_its_year() -> None:
    rows = """
    TT | Nội dung | Năm 2022 | Năm 2023 | Năm 2024 | Cộng
    I | Đào tạo | 30 | 55 | 70 | 150
    1 | Lớp ISO | 10 | 20 | 30 | 60
    2 | Lớp 5S | 20 | 30 | 40 | 90
    Tổng cộng | < | 30 | 50 | 70 | 150
    """
    (found,) = findings(MILLIONS, rows, code="sum_mismatch")
    assert found["where"] == "I"
    assert set(found["values"]) in ({55, 50}, {150, 155})


def test_full_dong_are_summed_exactly() -> None:
    rows = """
    STT | Nội dung | Kinh phí (đồng)
    I | Đào tạo | 1.250.000.000
    1 | Lớp ISO | 250.000.000
    2 | Lớp 5S | 999.000.000
    """
    assert faults_of(rows) == [("I", 1_250_000_000, 1_249_000_000)]


def test_four_sources_with_a_state_subtotal() -> None:
    rows = """
    STT | Nội dung | Tổng | Ngân sách nhà nước | < | < | Doanh nghiệp
    ^ | ^ | ^ | Cộng | Trung ương | Địa phương | ^
    1 | Đào tạo | 100 | 60 | 20 | 40 | 40
    2 | Hỗ trợ | 200 | 120 | 30 | {local} | 80
    """
    assert faults_of(MILLIONS, rows.format(local="90")) == []
    (fault,) = faults_of(MILLIONS, rows.format(local="80"))
    assert fault[0] == "2"


def test_phase_columns_are_summed_across_and_down() -> None:
    rows = """
    Nội dung | Tổng số | Giai đoạn 2021-2025 | Giai đoạn 2026-2030
    TỔNG CỘNG | 90 | 40 | 50
    I. Đào tạo | {group} | 10 | 20
    1. Lớp ISO | 30 | 10 | 20
    II. Hỗ trợ | 60 | 30 | 30
    1. Tư vấn | 60 | 30 | 30
    """
    assert faults_of(MILLIONS, rows.format(group="30"), last=2030) == []
    assert faults_of(MILLIONS, rows.format(group="40"), last=2030) == [("I", 40, 30)]


@pytest.mark.parametrize("total", ["100", "101", "99"])
def test_sums_of_rounded_figures_may_be_off_by_their_rounding(total: str) -> None:
    rows = f"STT | Nội dung | Kinh phí\nI | Đào tạo | {total}\n1 | Lớp A | 33\n2 | Lớp B | 33\n3 | Lớp C | 34\nII | Họp | 17\n1 | Họp | 17"
    assert faults_of(MILLIONS, rows) == []


def test_rounded_decimals_may_be_off_by_their_last_place() -> None:
    rows = "STT | Nội dung | Kinh phí (tỷ đồng)\nI | Đào tạo | 3,34\n1 | Lớp A | 1,11\n2 | Lớp B | 1,11\n3 | Lớp C | 1,11"
    assert faults_of(rows) == []


def test_round_figures_are_never_rounded_sums() -> None:
    rows = "STT | Nội dung | Kinh phí\nI | Đào tạo | 101\n1 | Lớp A | 30\n2 | Lớp B | 30\n3 | Lớp C | 40\n4 | Lớp D | 0"
    assert faults_of(MILLIONS, rows) == [("I", 101, 100)]


def test_columns_that_are_only_a_part_of_the_total_are_not_summed() -> None:
    rows = """
    STT | Nội dung | Tổng kinh phí | Trong đó | <
    ^ | ^ | ^ | Ngân sách tỉnh | Doanh nghiệp
    1 | Đào tạo | 100 | 20 | 30
    2 | Hỗ trợ | 200 | 70 | 30
    3 | Tư vấn | 300 | 90 | 10
    """
    assert faults_of(MILLIONS, rows) == []


def test_rows_under_of_which_are_not_summed() -> None:
    rows = """
    STT | Nội dung | Kinh phí
    1 | Hội nghị | 100
     | Trong đó: |
     | - In tài liệu | 20
     | - Thuê hội trường | 30
    2 | Đào tạo | 50
    Tổng cộng | < | 150
    """
    assert faults_of(MILLIONS, rows) == []


def test_headings_without_amounts_count_with_what_stands_below_them() -> None:
    rows = """
    STT | Nội dung | Kinh phí
    I | Đào tạo |
    1 | Lớp ISO | 30
    2 | Lớp 5S | 40
    II | Hỗ trợ |
    1 | Tư vấn | 50
    Tổng cộng | < | {total}
    """
    assert faults_of(MILLIONS, rows.format(total="120")) == []
    assert faults_of(MILLIONS, rows.format(total="130")) == [("Tổng cộng", 130, 120)]


def test_a_subtotal_row_belongs_to_its_group() -> None:
    rows = """
    STT | Nội dung | Kinh phí
    I | Đào tạo |
    1 | Lớp ISO | 30
    2 | Lớp 5S | 40
     | Cộng I | {sub}
    II | Hỗ trợ |
    1 | Tư vấn | 50
     | Cộng II | 50
    Tổng cộng | < | 120
    """
    assert faults_of(MILLIONS, rows.format(sub="70")) == []
    assert [place for place, _, _ in faults_of(MILLIONS, rows.format(sub="80"))] == ["I"]


PROSE = """KẾ HOẠCH
NÂNG CAO NĂNG SUẤT
I. MỤC TIÊU
1. Đào tạo 20 chuyên gia.
II. KINH PHÍ THỰC HIỆN
{body}
III. TỔ CHỨC THỰC HIỆN
1. Sở Khoa học và Công nghệ: chủ trì."""


def prose(body: str) -> list[tuple[str, float, float]]:
    return faults_of(PROSE.format(body=body), last=2030)


def test_sources_of_the_running_text_are_summed() -> None:
    text = "Tổng kinh phí: 2.500 triệu đồng, trong đó:\n- Ngân sách tỉnh: {state} triệu đồng;\n- Doanh nghiệp: 1.000 triệu đồng."
    assert prose(text.format(state="1.500")) == []
    assert [fault[1:] for fault in prose(text.format(state="1.600"))] == [(2500, 2600)]


def test_phases_of_the_running_text_are_summed() -> None:
    text = "Tổng kinh phí: 50 tỷ đồng.\n- Giai đoạn 2021-2025: {first} tỷ đồng;\n- Giai đoạn 2026-2030: 30 tỷ đồng."
    assert prose(text.format(first="20")) == []
    assert [fault[1:] for fault in prose(text.format(first="25"))] == [(50, 55)]


def test_a_source_without_amount_leaves_room_in_the_total() -> None:
    text = "Tổng kinh phí: 2.500 triệu đồng, trong đó:\n- Ngân sách tỉnh: 1.500 triệu đồng;\n- Doanh nghiệp: 500 triệu đồng;\n- Nguồn vốn hợp pháp khác."
    assert prose(text) == []


def test_rounded_billions_in_running_text_agree_with_the_table() -> None:
    body = PROSE.format(body="Tổng kinh phí: khoảng 1,2 tỷ đồng.")
    table = "STT | Nội dung | Kinh phí\n1 | Khảo sát | 417\n2 | Đào tạo | 783\nTổng cộng | < | 1.200"
    assert faults_of(body, "PHỤ LỤC\nDỰ TOÁN\n" + MILLIONS, table) == []


def test_the_text_against_the_appendix() -> None:
    body = PROSE.format(body="Tổng kinh phí: {total} triệu đồng.")
    table = "STT | Nội dung | Kinh phí\n1 | Khảo sát | 400\n2 | Đào tạo | 800\nTổng cộng | < | 1.200"
    heading = "PHỤ LỤC\nDỰ TOÁN\n" + MILLIONS
    assert faults_of(body.format(total="1.200"), heading, table) == []
    (fault,) = faults_of(body.format(total="1.300"), heading, table)
    assert set(fault[1:]) == {1300, 1200}


def test_a_lost_unit_in_the_figure_is_not_told_again_as_a_sum() -> None:
    body = PROSE.format(body="Tổng kinh phí: 1.200.000 đồng (một tỷ hai trăm triệu đồng).")
    table = "STT | Nội dung | Kinh phí\n1 | Khảo sát | 400\n2 | Đào tạo | 800\nTổng cộng | < | 1.200"
    assert faults_of(body, "PHỤ LỤC\nDỰ TOÁN\n" + MILLIONS, table) == []


def test_the_finding_says_what_was_expected_what_was_found_and_where() -> None:
    (found,) = findings(MILLIONS, tree(g1="350"), code="sum_mismatch", meta=horizon(2021, 2030))
    assert found["values"] == [350, 300]
    assert found["where"] == "I.1"
    assert (
        "350 triệu đồng" in found["detail"]
        and "300 triệu đồng" in found["detail"]
        and "50 triệu đồng" in found["detail"]
    )
    assert found["span"] is not None and found["severity"] == "error"


def test_every_sum_of_a_table_is_listed_as_a_check() -> None:
    found = document(MILLIONS, tree())
    facts = read_facts(found, outline(found), {"plan": horizon(2021, 2030)})
    counts: dict[str, int] = {}
    for equation in list_equations(facts):
        counts[equation.check] = counts.get(equation.check, 0) + 1
    assert counts["line_sources_equal_total"] == 10
    assert counts["sum_lines_equals_group"] == 9
    assert counts["sum_groups_equals_phase"] == 6
    assert counts["sum_phases_equals_total"] == 3


def test_findings_keep_their_order_and_ids() -> None:
    stated: list[dict[str, Any]] = findings(MILLIONS, tree(g1="350", total="1.200"), meta=horizon(2021, 2030))
    assert [finding["id"] for finding in stated] == [f"F{n}" for n in range(1, len(stated) + 1)]


def test_a_row_left_out_of_a_group_is_one_fault_though_it_breaks_every_column() -> None:
    rows = """
    STT | Nội dung | Tổng | Ngân sách | Doanh nghiệp
    I | Đào tạo | 60 | 25 | 35
    1 | Lớp ISO | 10 | 5 | 5
    2 | Lớp 5S | 20 | 10 | 10
    II | Hỗ trợ | 40 | 20 | 20
    1 | Tư vấn | 40 | 20 | 20
    Tổng cộng | < | 100 | 45 | 55
    """
    assert faults_of(MILLIONS, rows) == [("I", 60, 30)]


def test_a_table_whose_nesting_was_not_understood_raises_no_sum_alarm() -> None:
    groups = "".join(
        f"{n} | Mục lớn {n} | {n}0\n{n}.1 | Việc | 7\n{n}.2 | Việc khác | 9\n" for n in range(3, 9)
    )
    stated = findings(MILLIONS, "STT | Nội dung | Kinh phí\n" + groups)
    kinds = [(finding["code"], finding["kind"]) for finding in stated]
    assert ("other", "table_unclear") in kinds
    assert "sum_mismatch" not in [code for code, _ in kinds]


def sheet(seed: int) -> tuple[list[list[Any]], list[str]]:
    """A random right table: rows of [number, name, total, source, source …] and the place of each row."""
    rng = random.Random(seed)
    sources = rng.randint(2, 4)
    rows: list[list[Any]] = []
    places: list[str] = []
    groups = []
    for g in range(1, rng.randint(2, 4) + 1):
        lines = [[rng.randint(1, 60) * 10 for _ in range(sources)] for _ in range(rng.randint(2, 5))]
        sums = [sum(line[k] for line in lines) for k in range(sources)]
        groups.append(sums)
        numeral = ["I", "II", "III", "IV"][g - 1]
        rows.append([numeral, f"Nhóm việc {g}", sum(sums), *sums])
        places.append(numeral)
        for n, line in enumerate(lines, start=1):
            rows.append([str(n), f"Việc {g}.{n} của nhóm", sum(line), *line])
            places.append(f"{numeral}.{n}")
    total = [sum(group[k] for group in groups) for k in range(sources)]
    rows.append(["", "Tổng cộng", sum(total), *total])
    places.append("Tổng cộng")
    return rows, places


def written(rows: list[list[Any]], seed: int) -> str:
    """The table with its money columns in one of several orders."""
    names = ["Ngân sách tỉnh", "Doanh nghiệp", "Vốn đầu tư công", "Nguồn khác"]
    labels = ["Tổng kinh phí", *names[: len(rows[0]) - 3]]
    order = list(range(len(labels)))
    random.Random(seed).shuffle(order)
    lines = [" | ".join(["STT", "Nội dung", *(labels[k] for k in order)])]
    for row in rows:
        amounts = [f"{row[2 + k]:,}".replace(",", ".") for k in order]
        lines.append(" | ".join([row[0], row[1], *amounts]))
    return "\n".join(lines)


@pytest.mark.parametrize("seed", range(25))
def test_random_right_tables_raise_nothing_and_one_wrong_cell_is_named_at_its_row(seed: int) -> None:
    rows, places = sheet(seed)
    assert faults_of(MILLIONS, written(rows, seed)) == []
    rng = random.Random(1000 + seed)
    at, column = rng.randrange(len(rows)), rng.randrange(2, len(rows[0]))
    rows[at][column] += rng.choice([-5, 7, 130]) * 10
    assert [place for place, _, _ in faults_of(MILLIONS, written(rows, seed))] == [places[at]]


@pytest.mark.parametrize("seed", range(10))
def test_the_same_holds_for_tables_written_one_cell_a_line(seed: int) -> None:
    rows, places = sheet(seed)
    assert faults_of(MILLIONS, flattened(written(rows, seed))) == []
    at = random.Random(2000 + seed).randrange(len(rows))
    rows[at][2] += 250
    assert [place for place, _, _ in faults_of(MILLIONS, flattened(written(rows, seed)))] == [places[at]]
