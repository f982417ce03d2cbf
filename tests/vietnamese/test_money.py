"""Amounts of money."""

import unicodedata
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nscl.vietnamese import (
    AmbiguousNumber,
    CannotAllocate,
    Unit,
    UnreadableAmount,
    UnreadableNumber,
    allocate,
    find_amounts,
    find_unit,
    format_money,
    parse_amount,
    unit_named,
)

M = 10**6


@pytest.mark.parametrize(
    ("text", "vnd", "unit"),
    [
        ("9.230.000 đồng", 9_230_000, Unit.DONG),
        ("35.100 triệu đồng", 35_100 * M, Unit.MILLION),
        ("17.825 triệu đồng", 17_825 * M, Unit.MILLION),
        ("17.825 trđ", 17_825 * M, Unit.MILLION),
        ("17.825 tr.đ", 17_825 * M, Unit.MILLION),
        ("17.825 tr. đồng", 17_825 * M, Unit.MILLION),
        ("17.825Tr.Đ", 17_825 * M, Unit.MILLION),
        ("500.000 VNĐ", 500_000, Unit.DONG),
        ("500.000 vnd", 500_000, Unit.DONG),
        ("500.000đ", 500_000, Unit.DONG),
        ("500 nghìn đồng", 500_000, Unit.THOUSAND),
        ("500 ngàn đồng", 500_000, Unit.THOUSAND),
        ("1,5 tỷ đồng", 1_500 * M, Unit.BILLION),
        ("1,5 tỉ", 1_500 * M, Unit.BILLION),
        ("9 tỷ 230 triệu đồng", 9_230 * M, Unit.BILLION),
        ("9 tỷ 230 triệu 500.000 đồng", 9_230 * M + 500_000, Unit.BILLION),
        ("2 tỷ rưỡi", 2_500 * M, Unit.BILLION),
        ("1,2 nghìn tỷ đồng", 1_200_000 * M, Unit.BILLION),
        ("1,78 triệu tỷ đồng", 1_780_000_000 * M, Unit.BILLION),
        ("35.100\u00a0triệu\nđồng", 35_100 * M, Unit.MILLION),
        ("0 đồng", 0, Unit.DONG),
    ],
)
def test_amounts_are_read_to_whole_dong(text: str, vnd: int, unit: Unit) -> None:
    for form in ("NFC", "NFD"):
        amount = parse_amount(unicodedata.normalize(form, text))
        assert (amount.vnd, amount.unit) == (vnd, unit)


def test_a_figure_of_a_table_takes_the_unit_of_the_table() -> None:
    assert parse_amount("18.450", Unit.MILLION).vnd == 18_450 * M
    assert parse_amount("18.450 đồng", Unit.MILLION).vnd == 18_450


@pytest.mark.parametrize(
    ("text", "error", "sentence"),
    [
        ("18.450", UnreadableAmount, "chưa có đơn vị"),
        ("1,234 triệu đồng", AmbiguousNumber, "hãy viết"),
        ("500,000 đồng", AmbiguousNumber, "“500.000”"),
        ("1,234 đồng", AmbiguousNumber, "“1.234”"),
        ("2.000.000.000 tỷ đồng", UnreadableAmount, "quá lớn"),
        ("1" * 100 + " đồng", UnreadableNumber, "…”"),
        ("1,234.5 triệu đồng", AmbiguousNumber, "“1.234,5”"),
        ("0,0000001 triệu đồng", UnreadableAmount, "số nguyên đồng"),
        ("230 triệu 9 tỷ đồng", UnreadableAmount, "từ lớn đến nhỏ"),
        ("9 tỷ 1.230 triệu đồng", UnreadableAmount, "từ lớn đến nhỏ"),
        ("đồng", UnreadableAmount, "Không đọc được"),
        ("", UnreadableAmount, "Không đọc được"),
        ("100 USD", UnreadableAmount, "Không đọc được"),
        ("1.23.456 đồng", UnreadableNumber, "Không đọc được"),
    ],
)
def test_an_amount_that_is_not_certain_is_refused(text: str, error: type[Exception], sentence: str) -> None:
    with pytest.raises(error, match=sentence):
        parse_amount(text)


def found(text: str) -> list[tuple[str, int]]:
    matches = find_amounts(text)
    assert all(text[match.start : match.end] == match.printed for match in matches)
    return [(match.printed, match.vnd) for match in matches]


def test_amounts_are_found_in_running_text_with_unit_and_number() -> None:
    text = "Tổng: **17.825** triệu\nđồng, trong đó 6.665 trđ và 9 tỷ 230 triệu đồng."
    assert found(text) == [
        ("17.825** triệu\nđồng", 17_825 * M),
        ("6.665 trđ", 6_665 * M),
        ("9 tỷ 230 triệu đồng", 9_230 * M),
    ]
    assert [(match.number, match.unit) for match in find_amounts(text)] == [
        (Decimal(17825), Unit.MILLION),
        (Decimal(6665), Unit.MILLION),
        (Decimal("9.23"), Unit.BILLION),
    ]


def test_a_year_before_an_amount_is_not_part_of_it() -> None:
    assert found("Giai đoạn 2021- 2025 18.450 triệu đồng") == [("18.450 triệu đồng", 18_450 * M)]
    assert found("năm 2025: 8.050 triệu đồng;2026 7.050 triệu đồng") == [
        ("8.050 triệu đồng", 8_050 * M),
        ("7.050 triệu đồng", 7_050 * M),
    ]


def test_an_ambiguous_amount_is_found_and_marked() -> None:
    [match] = find_amounts("hết 1,234 tỷ đồng")
    assert match.ambiguous and match.vnd == 1_234 * M
    assert [m.ambiguous for m in find_amounts("hết 35.100 triệu đồng")] == [False]
    assert [(m.vnd, m.ambiguous) for m in find_amounts("hết 1,234 đồng")] == [(1234, True)]


def test_decomposed_text_keeps_its_own_offsets() -> None:
    text = unicodedata.normalize("NFD", "Tổng kinh phí: 35.100 triệu đồng.")
    assert [vnd for _, vnd in found(text)] == [35_100 * M]


@pytest.mark.parametrize(
    "text",
    [
        "17 triệu dân",
        "01 đồng chí Phó Chủ tịch",
        "3 đồng bộ",
        "điểm 5 đ)",
        "khoản 2 đ",
        "đạt 10đ",
        "10 đợt",
        "2 triệu USD",
        "1.23.456 đồng",
        "0,3 đồng",
        "2021-2025",
        "tỷ đồng",
    ],
)
def test_what_is_no_amount_is_left_out(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Đơn vị tính: triệu đồng", Unit.MILLION),
        ("ĐVT: Tr.đ", Unit.MILLION),
        ("(Đơn vị: 1.000 đồng)", Unit.THOUSAND),
        ("ĐVT: 1000đ", Unit.THOUSAND),
        ("Đơn vị tính: nghìn đồng", Unit.THOUSAND),
        ("Đơn vị tính: đồng", Unit.DONG),
        ("Kinh phí (tỷ đồng)", Unit.BILLION),
        ("Đơn vị: VNĐ", Unit.DONG),
        ("Thời gian thực hiện", None),
        ("Hội đồng nghiệm thu", None),
        ("Hợp đồng", None),
        ("Hoạt động cộng đồng", None),
    ],
)
def test_unit_of_a_table_is_read_from_its_heading(text: str, unit: Unit | None) -> None:
    assert find_unit(text) is unit


def test_money_is_written_exactly_in_the_unit_asked_for() -> None:
    assert format_money(9_230_000_000) == "9.230.000.000 đồng"
    assert format_money(35_100 * M, "triệu đồng") == "35.100 triệu đồng"
    assert format_money(9_230_500, Unit.MILLION) == "9,2305 triệu đồng"
    assert format_money(9_250_000, Unit.MILLION, places=1) == "9,3 triệu đồng"
    assert format_money(-1_500 * M, Unit.BILLION, with_unit=False) == "-1,5"
    with pytest.raises(UnreadableAmount, match="“đô la”"):
        format_money(1, "đô la")
    assert unit_named("tỷ đồng") is Unit.BILLION


@given(st.integers(-(10**15), 10**15), st.sampled_from(list(Unit)))
def test_written_money_is_read_back_to_the_dong(vnd: int, unit: Unit) -> None:
    text = format_money(abs(vnd), unit)
    try:
        assert parse_amount(text).vnd == abs(vnd)
    except AmbiguousNumber:
        assert text.split(",")[1].split()[0].__len__() == 3


WEIGHTS = st.lists(st.integers(0, 10**12) | st.decimals(0, 1000, places=3), min_size=1, max_size=30)


@given(st.integers(-(10**15), 10**15), WEIGHTS)
def test_parts_add_up_and_none_is_a_dong_away_from_its_share(
    total: int, weights: list[int | Decimal]
) -> None:
    whole = sum(Fraction(weight) for weight in weights)
    if whole == 0:
        with pytest.raises(CannotAllocate):
            allocate(total, weights)
        return
    parts = allocate(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - total * Fraction(weight) / whole) < 1
    assert allocate(-total, weights) == [-part for part in parts]


def test_larger_remainders_are_served_first_and_ties_by_place() -> None:
    assert allocate(10, [1, 1, 1]) == [4, 3, 3]
    assert allocate(100, [Decimal("0.5"), Decimal("0.25"), Decimal("0.25")]) == [50, 25, 25]
    assert allocate(7, [5, 3]) == [4, 3]
    assert allocate(5, [0, 1]) == [0, 5]


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1, 3]])
def test_weights_that_divide_nothing_are_refused(weights: list[int]) -> None:
    with pytest.raises(CannotAllocate, match="tỷ lệ"):
        allocate(100, weights)
