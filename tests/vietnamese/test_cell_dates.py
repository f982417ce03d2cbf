"""Dates as spreadsheets hold them."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nscl.vietnamese import (
    AmbiguousDate,
    UnreadableDate,
    date_style,
    format_date,
    has_swapped_dates,
    read_cell_date,
)
from nscl.vietnamese.cell_dates import DateStyle

DAY = date(2021, 4, 5)


@pytest.mark.parametrize(
    "value",
    [
        "5/4/2021",
        "05/04/2021",
        "5-4-2021",
        "5.4.2021",
        "5 / 4 / 2021",
        "2021-04-05",
        "2021/4/5",
        "2021-04-05 00:00:00",
        "2021-04-05T07:30:00Z",
        "05/04/2021 14:30",
        "ngày 5 tháng 4 năm 2021",
        "Ngày 05 tháng 4 năm 2021",
        "Thứ Hai, 05/04/2021",
        "5-Apr-2021",
        "Apr 5, 2021",
        "05-Thg4-2021",
        "5 thg 4 2021",
        "20210405",
        20210405,
        "'5/4/2021",
        DAY,
        datetime.combine(DAY, time(8, 30)),
    ],
)
def test_a_day_is_read_however_it_was_written(value: str | int | date) -> None:
    read = read_cell_date(value)
    assert (read.date, read.partial, read.notes) == (DAY, None, ())


@pytest.mark.parametrize(
    ("value", "system", "day"),
    [
        (45750, 1900, date(2025, 4, 3)),
        (45750.75, 1900, date(2025, 4, 3)),
        (44288, 1904, date(2025, 4, 3)),
        (44197, 1900, date(2021, 1, 1)),
        (36526, 1900, date(2000, 1, 1)),
    ],
)
def test_serial_numbers_are_read_by_the_system_of_their_workbook_and_told(
    value: float, system, day: date
) -> None:
    read = read_cell_date(value, date_system=system)
    assert read.date == day and format_date(day) in read.notes[0]


@pytest.mark.parametrize("value", [0, 12, 60, 1899, 200_000, -1, 1e12, True, None, float("nan")])
def test_numbers_that_are_hardly_days_are_refused(value: float) -> None:
    with pytest.raises(UnreadableDate):
        read_cell_date(value)


@pytest.mark.parametrize(
    ("value", "partial"),
    [
        ("tháng 3/2024", "2024-03"),
        ("Tháng 3 năm 2024", "2024-03"),
        ("03/2024", "2024-03"),
        ("2024-03", "2024-03"),
        ("2024", "2024"),
        ("năm 2024", "2024"),
        (2024, "2024"),
        (2024.0, "2024"),
    ],
)
def test_a_month_or_a_year_is_a_part_and_never_a_day(value: str | float, partial: str) -> None:
    read = read_cell_date(value)
    assert (read.date, read.partial) == (None, partial)


def test_a_year_of_two_digits_is_told() -> None:
    assert read_cell_date("5-4-21").date == DAY
    assert "được hiểu là 2021" in read_cell_date("5-4-21").notes[0]
    assert read_cell_date("5/4/95").date == date(1995, 4, 5)
    assert read_cell_date("5/4/29").date == date(2029, 4, 5)
    assert read_cell_date("5/4/30").date == date(1930, 4, 5)


@pytest.mark.parametrize(
    "value",
    ["31/02/2025", "29/02/2023", "00/01/2025", "32/1/2025", "13/13/2025", "2025-13-01", "tháng 13/2024", "5/4/2205",
     "5/4/1789", "quý 1/2024", "hôm nay", "", "45750", "3-Foo-25", "1/2", "5/4/021"],
)  # fmt: skip
def test_days_that_there_are_not_are_refused(value: str) -> None:
    with pytest.raises(UnreadableDate, match="hãy"):
        read_cell_date(value)


def test_a_month_in_front_is_refused_where_days_stand_in_front() -> None:
    with pytest.raises(UnreadableDate, match="Không có tháng 25 .* tháng trước ngày"):
        read_cell_date("12/25/2025", "dmy")
    with pytest.raises(UnreadableDate, match="Không có tháng 25 .* ngày trước tháng"):
        read_cell_date("25/12/2025", "mdy")
    assert read_cell_date("12/25/2025", "mdy").date == date(2025, 12, 25)


def test_in_a_column_of_both_orders_only_certain_days_are_read() -> None:
    assert (
        read_cell_date("25/12/2025", "mixed").date
        == read_cell_date("12/25/2025", "mixed").date
        == date(2025, 12, 25)
    )
    assert read_cell_date("04/04/2025", "mixed").date == date(2025, 4, 4)
    with pytest.raises(AmbiguousDate, match="ngày/tháng hoặc tháng/ngày"):
        read_cell_date("03/04/2025", "mixed")


@pytest.mark.parametrize(
    ("column", "style"),
    [
        (["03/04/2025", "25/12/2025"], "dmy"),
        (["03/04/2025", "12/25/2025"], "mdy"),
        (["25/12/2025", "12/25/2025"], "mixed"),
        (["03/04/2025", "2025-12-25", DAY, 45750, None, "abc"], "unknown"),
        (["25/12/25 10:00"], "dmy"),
        ([], "unknown"),
    ],
)
def test_the_order_of_a_column_comes_from_days_above_twelve(column: list[object], style: DateStyle) -> None:
    assert date_style(column) == style


@pytest.mark.parametrize(
    ("column", "swapped"),
    [
        (["25/12/2025", "13/01/2025", date(2025, 3, 4), date(2025, 12, 1)], True),
        (["25/12/2025", "03/04/2025", date(2025, 3, 4)], False),
        (["25/12/2025", date(2025, 3, 14)], False),
        ([date(2025, 3, 4)], False),
        (["25/12/2025"], False),
        (["12/25/2025", date(2025, 3, 4)], False),
    ],
)
def test_a_column_half_turned_by_a_foreign_locale_is_noticed(column: list[object], swapped: bool) -> None:
    assert has_swapped_dates(column) is swapped


@given(st.dates(date(1930, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_back_from_text_and_from_both_serial_systems(day: date) -> None:
    assert read_cell_date(format_date(day)).date == day
    assert read_cell_date((day - date(1899, 12, 30)).days).date == day
    if (day - date(1904, 1, 1)).days > 2100:  # smaller ones may be years
        assert read_cell_date((day - date(1904, 1, 1)).days, date_system=1904).date == day
