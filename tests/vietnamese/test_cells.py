"""What people type in spreadsheets."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nscl.vietnamese import (
    AmbiguousNumber,
    Unit,
    UnreadableAmount,
    UnreadableCell,
    UnreadableNumber,
    UnreadableText,
    format_number,
    is_blank,
    number_style,
    read_cell_date,
    read_cell_flag,
    read_cell_money,
    read_cell_number,
    read_cell_year,
)
from nscl.vietnamese.cells import NumberStyle

# ── Blanks ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "value", [None, "", "  ", "-", "–", "...", "…", "N/A", "n/a", "không rõ", float("nan")]
)
def test_cells_that_say_nothing_are_blank(value: object) -> None:
    assert is_blank(value)


@pytest.mark.parametrize("value", [0, "0", False, "không", "x", 0.0, "-5"])
def test_zero_and_no_are_not_blank(value: object) -> None:
    assert not is_blank(value)


# ── Numbers ────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (12, "12"),
        (12.5, "12.5"),
        (0.1 + 0.2, "0.3"),
        (Decimal("7.25"), "7.25"),
        ("12", "12"),
        ("12,5", "12.5"),
        ("1.5", "1.5"),
        ("0.125", "0.125"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1 200 000", "1200000"),
        ("1\u202f200\u00a0000,5", "1200000.5"),
        ("(1.200.000)", "-1200000"),
        ("-3,2", "-3.2"),
        ("'42", "42"),
    ],
)
def test_numbers_of_one_reading_need_no_style(value: str | float, number: str) -> None:
    assert read_cell_number(value) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [
        ("1.234", "1234", "1.234"),
        ("12.500", "12500", "12.5"),
        ("1,234", "1.234", "1234"),
        ("(1.200)", "-1200", "-1.2"),
    ],
)
def test_what_two_styles_read_differently_waits_for_the_style(text: str, vi: str, en: str) -> None:
    styles: tuple[NumberStyle, ...] = ("unknown", "mixed")
    for style in styles:
        with pytest.raises(AmbiguousNumber, match="hãy chọn kiểu số của cột"):
            read_cell_number(text, style)
    assert read_cell_number(text, "vi") == Decimal(vi) and read_cell_number(text, "en") == Decimal(en)


def test_a_refusal_shows_both_readings() -> None:
    with pytest.raises(AmbiguousNumber, match="“12.500” có thể là 12500 hoặc 12,5;"):
        read_cell_number("12.500")


@pytest.mark.parametrize(
    ("text", "style"), [("1.5", "vi"), ("1,234.5", "vi"), ("12,5", "en"), ("1.234,5", "en")]
)
def test_a_number_in_the_other_style_is_refused_once_the_style_is_known(
    text: str, style: NumberStyle
) -> None:
    with pytest.raises(UnreadableNumber, match="không viết theo kiểu của cột"):
        read_cell_number(text, style)


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("12%", "phần trăm"),
        ("#REF!", "công thức lỗi"),
        ("#DIV/0!", "công thức lỗi"),
        ("1.2E+06", "Excel rút gọn"),
        ("35 người", "chỉ ghi số"),
        ("khoảng 50", "chỉ ghi số"),
        ("50-60", "chỉ ghi số"),
        ("1 2 3", "chỉ ghi số"),
        ("", "chỉ ghi số"),
        (True, "không phải là số"),
        (None, "không phải là số"),
        (float("inf"), "không phải là số"),
        (float("nan"), "không phải là số"),
        (date(2024, 1, 1), "không phải là số"),
    ],
)
def test_what_is_no_number_is_refused_with_the_reason(value: str | float, why: str) -> None:
    with pytest.raises(UnreadableNumber, match=why):
        read_cell_number(value)


@pytest.mark.parametrize(
    ("column", "style"),
    [
        (["1.234", "12,5"], "vi"),
        (["1.234", "1.234.567"], "vi"),
        (["1.234", "0.5", 7, None], "en"),
        (["1,234,567"], "en"),
        (["1.234", "2,345"], "unknown"),
        (["12", 12.5, "", "abc", None], "unknown"),
        (["12,5", "1.5"], "mixed"),
        (["1.234 triệu", "1,5 tỷ"], "vi"),
        (["1.2 tỷ"], "en"),
        ([], "unknown"),
    ],
)
def test_the_style_of_a_column_comes_from_cells_of_one_reading(column: list[object], style: str) -> None:
    assert number_style(column) == style


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_a_written_number_is_read_back_in_its_style(value: Decimal) -> None:
    written = format_number(value, 2)
    assert read_cell_number(written, "vi") == read_cell_number(
        written.translate(str.maketrans(".,", ",.")), "en"
    )
    assert read_cell_number(written, "vi") == value


# ── Money ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("value", "vnd"),
    [
        ("1.2 tỷ", 1_200_000_000),
        ("1,2 tỷ", 1_200_000_000),
        ("35 triệu đồng", 35_000_000),
        ("35tr", 35_000_000),
        ("35 trđ", 35_000_000),
        ("9 tỷ 230 triệu", 9_230_000_000),
        ("2 tỷ rưỡi", 2_500_000_000),
        ("1.200.000 đ", 1_200_000),
        ("1.200.000 VNĐ", 1_200_000),
        ("1 200 000 đồng", 1_200_000),
        ("-5 triệu", -5_000_000),
    ],
)
def test_money_with_its_unit_is_read(value: str, vnd: int) -> None:
    assert read_cell_money(value) == vnd
    assert read_cell_money(value, Unit.BILLION) == vnd  # the cell's unit goes before the column's


def test_money_without_a_unit_takes_the_column_s() -> None:
    assert read_cell_money("12,5", Unit.MILLION) == read_cell_money(12.5, Unit.MILLION) == 12_500_000
    assert read_cell_money("18.450", Unit.MILLION, "vi") == 18_450_000_000
    for value in ("12,5", 12, 12.5):
        with pytest.raises(UnreadableAmount, match="chưa có đơn vị"):
            read_cell_money(value)


def test_money_that_can_be_two_sums_is_refused() -> None:
    with pytest.raises(AmbiguousNumber):
        read_cell_money("1.234 tỷ")
    with pytest.raises(AmbiguousNumber):
        read_cell_money("18.450", Unit.MILLION)
    assert read_cell_money("1.234 tỷ", style="vi") == 1_234_000_000_000
    assert read_cell_money("1.234 tỷ", style="en") == 1_234_000_000


def test_a_formula_s_fraction_is_rounded_and_a_typed_one_refused() -> None:
    assert read_cell_money(12.3333333333, Unit.MILLION) == 12_333_333
    assert read_cell_money(12.3333335, Unit.MILLION) == 12_333_334
    with pytest.raises(UnreadableAmount, match="không phải là số nguyên đồng"):
        read_cell_money("12,33333335 triệu đồng")


@pytest.mark.parametrize("value", ["100 USD", "abc", "#REF!", "", "5 tỷ tỷ", True, None])
def test_what_is_no_money_is_refused(value: str) -> None:
    with pytest.raises(UnreadableNumber):
        read_cell_money(value, Unit.DONG)


# ── Yes and no, years ──────────────────────────────────────────────────


@pytest.mark.parametrize(
    "value", ["có", "Có", "CÓ", "co", "x", "X", "✓", "✔", "v", "ü", "yes", "rồi", "1", 1, 1.0, True]
)
def test_yes(value: object) -> None:
    assert read_cell_flag(value) is True


@pytest.mark.parametrize("value", ["không", "Khong", "ko", "no", "chưa", "Chưa có", "0", 0, False, "☐"])
def test_no(value: object) -> None:
    assert read_cell_flag(value) is False


@pytest.mark.parametrize("value", ["", "-", "có thể", "2", 2, None, "xx"])
def test_what_is_neither_is_refused_and_blank_is_not_no(value: object) -> None:
    with pytest.raises(UnreadableCell, match="hãy ghi “có” hoặc “không”"):
        read_cell_flag(value)


@pytest.mark.parametrize(
    "value",
    [
        "2024",
        "năm 2024",
        2024,
        2024.0,
        "2024.0",
        date(2024, 12, 31),
        datetime.combine(date(2024, 1, 1), time()),
    ],
)
def test_years(value: str | float | date) -> None:
    assert read_cell_year(value) == 2024


@pytest.mark.parametrize("value", ["24", 24, 2024.5, "2205", 1899, "31/12/2024", "", None])
def test_what_is_no_year_is_refused(value: str | float) -> None:
    with pytest.raises(UnreadableText):
        read_cell_year(value)


@given(st.text(alphabet="0123456789/.,-: ()tháng năđồriệuỷxE+%", max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (read_cell_number, read_cell_money, read_cell_flag, read_cell_year, read_cell_date):
        try:
            read(text)  # type: ignore[operator]
        except UnreadableText as refused:
            assert str(refused).endswith(".")
