"""Dates as Vietnamese documents print them: day, month, year in that order, always.

Nothing here looks at a clock. Formats are our own: the usual locale tables differ from administrative usage.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from nscl.vietnamese.errors import UnreadableDate, quoted
from nscl.vietnamese.fold import nfc_with_map, squash

_BLANK = r"[\s*_.,…]{0,24}"
_YEAR = r"(?P<{}>[12][0-9]{{3}})(?![0-9])"
_SLASH = r"\s?/\s?"
_IN_WORDS = (
    rf"ngày{_BLANK}(?:(?:mùng|mồng)\s+)?(?P<day>[0-9]{{1,2}})?{_BLANK}tháng{_BLANK}(?P<month>[0-9]{{1,2}})?"
    rf"(?:{_BLANK}năm{_BLANK}|{_SLASH}){_YEAR.format('year')}"
)
_DAY_BLANK = rf"ngày{_BLANK}/{_BLANK}(?P<blank_month>[0-9]{{1,2}}){_SLASH}{_YEAR.format('blank_year')}"
_MONTH = (
    rf"tháng{_BLANK}(?P<only_month>[0-9]{{1,2}})(?:{_BLANK}năm{_BLANK}|{_SLASH}){_YEAR.format('month_year')}"
)
_SHORT = (
    r"(?<![0-9A-Za-z])(?<![0-9][/.,-])(?P<d>[0-9]{1,2})"
    r"(?:\s?(?=/))?(?P<sep>[/.-])(?:(?<=/)\s)?(?P<m>[0-9]{1,2})(?:\s?(?=/))?(?P=sep)(?:(?<=/)\s)?"
    rf"{_YEAR.format('y')}(?![A-Za-z])(?![/.,-][0-9])(?!\s?/\s?[A-ZĐ])"
)
_ANY = re.compile("|".join((_IN_WORDS, _DAY_BLANK, _MONTH, _SHORT)), re.IGNORECASE)
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


@dataclass(frozen=True)
class DateMatch:
    """A date in a running text: text[start:end] is `printed`.

    `date` is None when a part is left blank, and `partial` is then `YYYY-MM` if month and year stand there.
    It is None too when the calendar has no such day; `problem` is then the sentence that says so.
    """

    start: int
    end: int
    printed: str
    date: date | None
    partial: str | None
    problem: str | None = None


def _day(printed: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise UnreadableDate(
            f"Không có ngày {quoted(printed)} trong lịch; hãy kiểm tra lại ngày và tháng."
        ) from None


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _parts(match: re.Match[str]) -> tuple[int, int | None, int | None]:
    """Year, month and day of a match, None where the document leaves a blank."""
    return (
        int(match["year"] or match["blank_year"] or match["month_year"] or match["y"]),
        _number(match["month"] or match["blank_month"] or match["only_month"] or match["m"]),
        _number(match["day"] or match["d"]),
    )


def find_dates(text: str) -> list[DateMatch]:
    """The dates in a text, in order, line breaks, bold marks and dotted blanks inside them allowed.

    Reads `ngày 05 tháng 4 năm 2021` (day and month may be blank), `ngày   /3/2023`, `tháng 3 năm 2023`,
    `tháng 3/2023`, `31/8/2020`, `5-4-2021`, `5.4.2021`. A date without its year is left out, and so are
    document numbers (`80/2021/NĐ-CP`) and periods (`2021-2025`).

    >>> blank, short = find_dates("ngày tháng 3 năm 2023, theo Quyết định ngày 31/8/2020")
    >>> blank.date, blank.partial, short.printed
    (None, '2023-03', '31/8/2020')
    """
    composed, offsets = nfc_with_map(text)
    found = []
    for match in _ANY.finditer(composed):
        start, end = offsets[match.start()], offsets[match.end()]
        year, month, day = _parts(match)
        read, partial, problem = None, None, None
        if month is not None:
            try:
                read = _day(match[0], year, month, 1 if day is None else day)
            except UnreadableDate as refused:
                problem = str(refused)
        if read is not None and day is None:
            read, partial = None, f"{year:04d}-{month:02d}"
        found.append(DateMatch(start, end, text[start:end], read, partial, problem))
    return found


def parse_date(text: str) -> date:
    """The date that the text is: `5/4/2021`, `05-04-2021`, `5.4.2021`, `ngày 05 tháng 4 năm 2021`, or ISO.

    Raises `UnreadableDate` for a day the calendar does not have (31/02/2025), a year of two digits and a
    missing part.

    >>> parse_date("03/04/2025")
    datetime.date(2025, 4, 3)
    """
    printed = squash(text)
    iso = _ISO.fullmatch(printed)
    if iso:
        return _day(printed, int(iso[1]), int(iso[2]), int(iso[3]))
    match = _ANY.fullmatch(re.sub(r"^ngày (?=[0-9]+\s?[/.-])", "", printed, flags=re.IGNORECASE))
    year, month, day = _parts(match) if match else (0, None, None)
    if month is None or day is None:
        raise UnreadableDate(
            f"Không đọc được ngày {quoted(text)}; hãy viết đủ ngày/tháng/năm, ví dụ 05/04/2021."
        )
    return _day(printed, year, month, day)


def format_date(d: date) -> str:
    """`dd/mm/yyyy`, as pages show it.

    >>> format_date(date(2021, 4, 5))
    '05/04/2021'
    """
    return f"{d.day:02d}/{d.month:02d}/{d.year:04d}"


def format_date_administrative(d: date) -> str:
    """The date as official documents print it: days below 10 and months 1 and 2 with a leading zero.

    >>> format_date_administrative(date(2021, 4, 5)), format_date_administrative(date(2022, 2, 28))
    ('ngày 05 tháng 4 năm 2021', 'ngày 28 tháng 02 năm 2022')
    """
    return f"ngày {d.day:02d} tháng {_month(d)} năm {d.year:04d}"


def format_date_citation(d: date) -> str:
    """The short date of a citation (`Quyết định số … ngày 05/4/2021`), zeros as in the long form.

    >>> format_date_citation(date(2020, 8, 31)), format_date_citation(date(2021, 1, 11))
    ('31/8/2020', '11/01/2021')
    """
    return f"{d.day:02d}/{_month(d)}/{d.year:04d}"


def _month(d: date) -> str:
    return f"{d.month:02d}" if d.month < 3 else str(d.month)


def is_working_day(d: date, holidays: Collection[date], working_weekends: Collection[date] = ()) -> bool:
    """Monday to Friday except the holidays given, and the weekend days that the year's table makes up for."""
    return d in working_weekends or (d.weekday() < 5 and d not in holidays)


def add_working_days(
    d: date, n: int, holidays: Collection[date], working_weekends: Collection[date] = ()
) -> date:
    """The n-th working day after `d`, which itself does not count; before it for a negative n; `d` for 0.

    >>> add_working_days(date(2026, 4, 28), 2, {date(2026, 4, 30), date(2026, 5, 1)})
    datetime.date(2026, 5, 4)
    """
    step = timedelta(days=1 if n > 0 else -1)
    left = abs(n)
    while left:
        d += step
        left -= is_working_day(d, holidays, working_weekends)
    return d
