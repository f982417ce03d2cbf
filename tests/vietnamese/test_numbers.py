"""Numbers in digits."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nscl.vietnamese import AmbiguousNumber, UnreadableNumber, format_number, parse_number, read_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        ("05", "5"),
        ("35100", "35100"),
        ("35.100", "35100"),
        ("9.230.000", "9230000"),
        ("7,5", "7.5"),
        ("0,125", "0.125"),
        ("1.234,5", "1234.5"),
        ("1234,567", "1234.567"),
        (" 17.825 ", "17825"),
        ("-3,2", "-3.2"),
        ("\u22123,2", "-3.2"),
        ("+4", "4"),
    ],
)
def test_vietnamese_numbers_are_read(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)
    assert read_number(text).ambiguous is False
    assert read_number(text).readings == (Decimal(value),)


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("35100", "plain"),
        ("35.100", "vietnamese"),
        ("7,5", "vietnamese"),
        ("1,234", "vietnamese"),
        ("1,234.5", "foreign"),
    ],
)
def test_the_style_of_a_printed_number_is_told(text: str, style: str) -> None:
    assert (read_number(f" {text} ").style, read_number(f" {text} ").printed) == (style, text)


@pytest.mark.parametrize(
    ("text", "readings", "spellings"),
    [
        ("1,234.5", ["1234.5"], ["“1.234,5”"]),
        ("1,234,567", ["1234567"], ["“1.234.567”"]),
        ("1.5", ["1.5"], ["“1,5”"]),
        ("12.34", ["12.34"], ["“12,34”"]),
        ("0.125", ["0.125"], ["“0,125”"]),
        ("1,234", ["1.234", "1234"], ["“1,2340”", "“1.234”"]),
        ("35,100", ["35.1", "35100"], ["“35,1”", "“35.100”"]),
    ],
)
def test_forms_that_do_not_decide_are_shown_back_and_not_guessed(
    text: str, readings: list[str], spellings: list[str]
) -> None:
    reading = read_number(text)
    assert reading.ambiguous and reading.value is None
    assert list(reading.readings) == [Decimal(value) for value in readings]
    with pytest.raises(AmbiguousNumber) as refusal:
        parse_number(text)
    assert f"“{text}”" in str(refusal.value)
    assert all(spelling in str(refusal.value) for spelling in spellings)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "abc",
        "1.23.456",
        "1.2345.678",
        "1,2,3",
        "1 000",
        "12,",
        ",5",
        "--1",
        "1e5",
        "NaN",
        "٣",
        "5%",
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(UnreadableNumber, match="Không đọc được số"):
        parse_number(text)


def test_a_number_of_more_than_forty_characters_is_refused() -> None:
    assert parse_number("1" * 40) == Decimal("1" * 40)
    with pytest.raises(UnreadableNumber, match="1…”"):
        parse_number("1" * 61)
    with pytest.raises(UnreadableNumber):
        parse_number("1" * 41)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (0, None, "0"),
        (999, None, "999"),
        (1000, None, "1.000"),
        (17825000000, None, "17.825.000.000"),
        (Decimal("35100.50"), None, "35.100,5"),
        (Decimal("7.125"), 2, "7,13"),
        (Decimal("-7.125"), 2, "-7,13"),
        (Decimal("7"), 2, "7,00"),
        (Decimal("-0.04"), 1, "0,0"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("1234.5"), -2, "1.200"),
        (Decimal("1E+6"), None, "1.000.000"),
        (0.1, None, "0,1"),
        (10**30 + 1, 1, "1.000.000.000.000.000.000.000.000.000.001,0"),
    ],
)
def test_numbers_are_written_with_dots_and_a_comma(
    value: int | Decimal | float, places: int | None, text: str
) -> None:
    assert format_number(value, places) == text


def test_infinity_is_not_written() -> None:
    with pytest.raises(UnreadableNumber):
        format_number(float("inf"))


@given(st.decimals(min_value=-(10**15), max_value=10**15, places=2))
def test_a_written_number_is_read_back(value: Decimal) -> None:
    assert parse_number(format_number(value, 2)) == value
