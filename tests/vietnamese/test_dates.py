"""Dates read, found and written."""

import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nscl.vietnamese import (
    UnreadableDate,
    add_working_days,
    find_dates,
    format_date,
    format_date_administrative,
    format_date_citation,
    is_working_day,
    parse_date,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("03/04/2025", date(2025, 4, 3)),
        ("3/4/2025", date(2025, 4, 3)),
        ("25/12/2025", date(2025, 12, 25)),
        ("31/8/2020", date(2020, 8, 31)),
        ("05-04-2021", date(2021, 4, 5)),
        ("5.4.2021", date(2021, 4, 5)),
        ("05 / 4 / 2021", date(2021, 4, 5)),
        ("2021-04-05", date(2021, 4, 5)),
        ("ngày 05 tháng 4 năm 2021", date(2021, 4, 5)),
        ("Ngày 5\u00a0tháng 4\nnăm 2021", date(2021, 4, 5)),
        ("ngày 14/4/2021", date(2021, 4, 14)),
        ("ngày 05 tháng 4/2021", date(2021, 4, 5)),
        ("ngày mùng 2 tháng 9 năm 2025", date(2025, 9, 2)),
        ("29/02/2024", date(2024, 2, 29)),
    ],
)
def test_day_comes_before_month_in_every_form(text: str, expected: date) -> None:
    assert parse_date(text) == expected
    assert parse_date(unicodedata.normalize("NFD", text)) == expected


@pytest.mark.parametrize(
    "text", ["31/02/2025", "12/25/2025", "29/02/2023", "00/04/2021", "ngày 31 tháng 4 năm 2021", "2021-02-30"]
)
def test_a_day_the_calendar_does_not_have_is_refused(text: str) -> None:
    with pytest.raises(UnreadableDate, match=f"Không có ngày “{text}” trong lịch"):
        parse_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5/4/21",
        "5/2021",
        "tháng 3 năm 2023",
        "ngày tháng 3 năm 2023",
        "05/04-2021",
        "hôm nay",
        "5/4/2021/1",
        "05/04/20211",
    ],
)
def test_an_incomplete_date_is_refused(text: str) -> None:
    with pytest.raises(UnreadableDate, match="hãy viết đủ ngày/tháng/năm"):
        parse_date(text)


def found(text: str) -> list[tuple[str, date | None, str | None]]:
    matches = find_dates(text)
    assert all(text[match.start : match.end] == match.printed for match in matches)
    return [(match.printed, match.date, match.partial) for match in matches]


def test_dates_are_found_in_order_through_breaks_marks_and_blanks() -> None:
    text = (
        "Lạng Sơn, ngày 05\ntháng 4 năm 2021; ngày **15** tháng **11** năm **2021**; ngày 31/08/2020, "
        "(ngày 22/4/2021); 5-4-2021. Ngày ... tháng 3 năm 2023; ngày     /6/2023; tháng 9/2022; tháng 12 năm 2024."
    )
    assert [(day, partial) for _, day, partial in found(text)] == [
        (date(2021, 4, 5), None),
        (date(2021, 11, 15), None),
        (date(2020, 8, 31), None),
        (date(2021, 4, 22), None),
        (date(2021, 4, 5), None),
        (None, "2023-03"),
        (None, "2023-06"),
        (None, "2022-09"),
        (None, "2024-12"),
    ]


def test_a_blank_day_gives_no_date_and_the_printed_form() -> None:
    assert found("Nam Định, ngày tháng 3 năm 2023") == [("ngày tháng 3 năm 2023", None, "2023-03")]


def test_a_blank_day_and_month_give_neither_date_nor_partial() -> None:
    assert found("ngày ….. tháng ….. năm 2023") == [("ngày ….. tháng ….. năm 2023", None, None)]


def test_an_impossible_day_is_found_with_its_problem() -> None:
    [match] = find_dates("trước ngày 31/02/2025")
    assert (match.printed, match.date, match.partial) == ("31/02/2025", None, None)
    assert match.problem is not None and "31/02/2025" in match.problem
    [zero] = find_dates("ngày 00/04/2021")
    assert zero.date is None and zero.problem is not None
    [partial] = find_dates("tháng 13 năm 2025")
    assert partial.partial is None and partial.problem is not None


def test_decomposed_text_keeps_its_own_offsets() -> None:
    text = unicodedata.normalize("NFD", "Lào Cai, ngày 22 tháng 4 năm 2021")
    assert [day for _, day, _ in found(text)] == [date(2021, 4, 22)]


@pytest.mark.parametrize(
    "text",
    [
        "Nghị định số 80/2021/NĐ-CP",
        "giai đoạn 2021-2025",
        "giai đoạn 2021 - 2025 18.450 triệu đồng",
        "9.230.000 đồng",
        "TCVN 1.2.20215",
        "ngày, tháng, năm sinh",
        "trước ngày 15 tháng 12 hằng năm",
        "1/2/3/2021",
        "tỷ lệ 3/2021",
    ],
)
def test_what_is_no_date_is_left_out(text: str) -> None:
    assert found(text) == []


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)))
def test_every_written_form_is_read_back(day: date) -> None:
    for text in (
        format_date(day),
        format_date_administrative(day),
        format_date_citation(day),
        day.isoformat(),
    ):
        assert parse_date(text) == day
    assert [match.date for match in find_dates(f"Căn cứ văn bản {format_date_administrative(day)};")] == [day]
    assert [match.date for match in find_dates(f"({format_date_citation(day)})")] == [day]


@pytest.mark.parametrize(
    ("day", "long", "short"),
    [
        (date(2021, 4, 5), "ngày 05 tháng 4 năm 2021", "05/4/2021"),
        (date(2022, 2, 28), "ngày 28 tháng 02 năm 2022", "28/02/2022"),
        (date(2025, 1, 1), "ngày 01 tháng 01 năm 2025", "01/01/2025"),
        (date(2023, 3, 9), "ngày 09 tháng 3 năm 2023", "09/3/2023"),
        (date(2026, 11, 10), "ngày 10 tháng 11 năm 2026", "10/11/2026"),
    ],
)
def test_official_dates_pad_small_days_and_the_first_two_months(day: date, long: str, short: str) -> None:
    assert format_date_administrative(day) == long
    assert format_date_citation(day) == short


HOLIDAYS = {date(2026, 4, 27), date(2026, 4, 30), date(2026, 5, 1)}


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        (date(2026, 4, 20), 0, date(2026, 4, 20)),
        (date(2026, 4, 20), 1, date(2026, 4, 21)),
        (date(2026, 4, 24), 1, date(2026, 4, 28)),  # Friday; Monday the 27th is a holiday
        (date(2026, 4, 25), 1, date(2026, 4, 28)),
        (date(2026, 4, 28), 3, date(2026, 5, 5)),
        (date(2026, 5, 4), -1, date(2026, 4, 29)),
    ],
)
def test_deadlines_skip_weekends_and_holidays(start: date, days: int, expected: date) -> None:
    assert add_working_days(start, days, HOLIDAYS) == expected


def test_a_saturday_made_up_for_counts_as_a_working_day() -> None:
    assert add_working_days(date(2026, 4, 24), 1, HOLIDAYS, working_weekends={date(2026, 4, 25)}) == date(
        2026, 4, 25
    )


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(1, 60))
def test_as_many_working_days_lie_between_as_were_added(start: date, days: int) -> None:
    end = add_working_days(start, days, HOLIDAYS)
    between = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    assert sum(is_working_day(day, HOLIDAYS) for day in between) == days
    assert is_working_day(end, HOLIDAYS)
