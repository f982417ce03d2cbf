"""Dates as spreadsheets hold them: typed in many ways, as serial numbers, turned round by a foreign locale.

Day before month, as the country writes; month before day only where the whole column shows it. `date_style`
finds that from the cells that allow one reading only, `has_swapped_dates` the column of which a foreign
locale has turned one half.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal

from nscl.vietnamese.cells import Cell
from nscl.vietnamese.dates import parse_date
from nscl.vietnamese.errors import AmbiguousDate, UnreadableDate, quoted
from nscl.vietnamese.fold import fold, squash

DateStyle = Literal["dmy", "mdy", "mixed", "unknown"]
DateSystem = Literal[1900, 1904]

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_FIRST_SERIAL_YEAR = 1930  # a smaller number in a column of dates is a slip, not a day
_TIME = re.compile(
    r"[T ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:\.[0-9]+)?(?: ?(?:AM|PM|SA|CH))?Z?$", re.IGNORECASE
)
_WEEKDAY = re.compile(r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|cn),? ", re.IGNORECASE)
_SHORT = re.compile(r"([0-9]{1,2}) ?([/.\- ]) ?([0-9]{1,2}) ?\2 ?([0-9]{4}|[0-9]{2})")
_YEAR_FIRST = re.compile(r"([0-9]{4})([/.\-])([0-9]{1,2})\2([0-9]{1,2})")
_COMPACT = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_MONTH = re.compile(r"(?:tháng )?([0-9]{1,2}) ?(?:[/.\-]|năm) ?([0-9]{4})")
_MONTH_LAST = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})")
_YEAR = re.compile(r"(?:năm )?([0-9]{4})")
_NAMED_MONTH = re.compile(r"([0-9]{1,2})[ -]([a-z]{3,9}|thg ?[0-9]{1,2})[ ,-]+([0-9]{4}|[0-9]{2})")
_MONTH_NAMED_FIRST = re.compile(r"([a-z]{3,9}) ([0-9]{1,2}),? ([0-9]{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True)
class DateReading:
    """A date, or the part of it that is written: `partial` is `2024` or `2024-03` and `date` then None.

    `notes` are sentences about what was read into it (a century, a serial number).
    """

    date: date | None
    partial: str | None
    printed: str
    notes: tuple[str, ...] = ()


def date_style(column: Iterable[object]) -> DateStyle:
    """Whether a column's texts put the day or the month first, from those with a number above twelve.

    `mixed` where both occur, `unknown` where none tells (then day first, as the country writes).

    >>> date_style(["03/04/2025", "25/12/2025"]), date_style(["12/25/2025"]), date_style(["03/04/2025"])
    ('dmy', 'mdy', 'unknown')
    """
    found = {_side_of_day(value) for value in column if isinstance(value, str)} - {None}
    if len(found) > 1:
        return "mixed"
    return next((style for style in found if style is not None), "unknown")


def _side_of_day(value: str) -> DateStyle | None:
    match = _SHORT.fullmatch(_without_time(squash(value)))
    if match is None:
        return None
    first, second = int(match[1]), int(match[3])
    if first > 12 >= second:
        return "dmy"
    return "mdy" if second > 12 >= first else None


def has_swapped_dates(column: Iterable[object]) -> bool:
    """Whether a foreign locale has turned day and month of part of a column, without a trace in the cells.

    A spreadsheet that expects the month first keeps `25/12/2025` as a text and turns `03/04/2025` into the
    date 4 March. So: texts with days above twelve only, and date cells with days up to twelve only.

    >>> has_swapped_dates(["25/12/2025", date(2025, 3, 4)]), has_swapped_dates([date(2025, 12, 25)])
    (True, False)
    """
    texts, cells = [], []
    for value in column:
        if isinstance(value, date):
            cells.append(value.day)
        elif isinstance(value, str) and _SHORT.fullmatch(_without_time(squash(value))):
            texts.append(_side_of_day(value))
    return bool(texts and cells) and set(texts) == {"dmy"} and max(cells) <= 12


def read_cell_date(value: Cell, style: DateStyle = "unknown", date_system: DateSystem = 1900) -> DateReading:
    """The date in a cell; `style` is that of its column, `date_system` that of its workbook.

    Reads date cells, serial numbers, `5/4/2021`, `5-4-21` (years 00 to 29 are of this century, as in Excel;
    noted), ISO, `ngày 5 tháng 4 năm 2021`, `3-Apr-25`; a time of day is dropped. `tháng 3/2024` and `2024`
    are partial, and so are number cells from 1900 to 2100. Raises `UnreadableDate` for days that the
    calendar does not have and for the wrong order; `AmbiguousDate` in a `mixed` column for 03/04/2025.

    >>> read_cell_date("03/04/2025").date, read_cell_date("03/04/2025", "mdy").date
    (datetime.date(2025, 4, 3), datetime.date(2025, 3, 4))
    >>> read_cell_date("tháng 3/2024").partial, read_cell_date(45750).date
    ('2024-03', datetime.date(2025, 4, 3))
    """
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        return DateReading(day, None, str(value))
    if isinstance(value, str):
        return _of_text(squash(value).removeprefix("'"), style)
    number = isinstance(value, int | float) or (isinstance(value, Decimal) and value.is_finite())
    if value is None or not number or isinstance(value, bool) or not 0 < value < 10**9:
        raise UnreadableDate(f"Ô {quoted(str(value))} không phải là ngày; hãy ghi như 05/04/2021.")
    return _of_number(float(value), date_system)


# ── Number cells ───────────────────────────────────────────────────────


def _of_number(value: float, date_system: DateSystem) -> DateReading:
    whole, printed = int(value), f"{value:g}" if value < 10**6 else f"{value:.0f}"
    if _FIRST_YEAR <= value <= _LAST_YEAR and value == whole:
        return DateReading(None, str(whole), printed)
    compact = _COMPACT.fullmatch(printed)
    if compact:
        return DateReading(_day(printed, *map(int, compact.groups())), None, printed)
    day = _of_serial(whole, date_system)
    if day is None:
        raise UnreadableDate(f"Số {quoted(printed)} không phải là ngày; hãy ghi như 05/04/2021.")
    note = f"Số {quoted(printed)} là ngày {day.day:02d}/{day.month:02d}/{day.year} theo cách lưu của Excel."
    return DateReading(day, None, printed, (note,))


def _of_serial(serial: int, date_system: DateSystem) -> date | None:
    """The day of a serial number; None for a number so small or so large that it is likely no day at all."""
    first = date(1899, 12, 30) if date_system == 1900 else date(1904, 1, 1)
    day = first + timedelta(days=min(serial, 200_000))
    return day if _FIRST_SERIAL_YEAR <= day.year <= _LAST_YEAR else None


# ── Texts ──────────────────────────────────────────────────────────────


def _without_time(printed: str) -> str:
    return _WEEKDAY.sub("", _TIME.sub("", printed), count=1)


def _of_text(printed: str, style: DateStyle) -> DateReading:
    text = _without_time(printed).lower()
    readers: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], DateReading]], ...] = (
        (_SHORT, lambda m: _short(printed, m, style)),
        (_YEAR_FIRST, lambda m: DateReading(_day(printed, int(m[1]), int(m[3]), int(m[4])), None, printed)),
        (_COMPACT, lambda m: DateReading(_day(printed, int(m[1]), int(m[2]), int(m[3])), None, printed)),
        (_MONTH, lambda m: _month(printed, int(m[2]), int(m[1]))),
        (_MONTH_LAST, lambda m: _month(printed, int(m[1]), int(m[2]))),
        (_YEAR, lambda m: DateReading(None, _checked_year(printed, int(m[1])), printed)),
        (_NAMED_MONTH, lambda m: _named(printed, m[3], m[2], m[1])),
        (_MONTH_NAMED_FIRST, lambda m: _named(printed, m[3], m[1], m[2])),
    )
    for pattern, read in readers:
        match = pattern.fullmatch(text)
        if match:
            return read(match)
    return DateReading(parse_date(text), None, printed)


def _day(printed: str, year: int, month: int, day: int) -> date:
    _checked_year(printed, year)
    try:
        return date(year, month, day)
    except ValueError:
        raise UnreadableDate(
            f"Không có ngày {quoted(printed)} trong lịch; hãy kiểm tra lại ngày và tháng."
        ) from None


def _checked_year(printed: str, year: int) -> str:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise UnreadableDate(f"Năm trong {quoted(printed)} không hợp lý; hãy kiểm tra lại.")
    return str(year)


def _month(printed: str, year: int, month: int) -> DateReading:
    _day(printed, year, month, 1)
    return DateReading(None, f"{year}-{month:02d}", printed)


def _short(printed: str, match: re.Match[str], style: DateStyle) -> DateReading:
    first, second = int(match[1]), int(match[3])
    year, notes = _full_year(printed, match[4])
    if style == "mixed":
        if first <= 12 and second <= 12 and first != second:
            raise AmbiguousDate(
                f"Ngày {quoted(printed)} có thể là ngày/tháng hoặc tháng/ngày, vì cột viết cả hai kiểu; "
                "hãy ghi lại cho rõ."
            )
        style = "mdy" if second > 12 else "dmy"
    day, month = (second, first) if style == "mdy" else (first, second)
    if month > 12 >= day:
        order = "ngày trước tháng" if style == "mdy" else "tháng trước ngày"
        raise UnreadableDate(
            f"Không có tháng {month} trong {quoted(printed)}; nếu ô viết {order}, hãy ghi lại như 25/12/2025."
        )
    return DateReading(_day(printed, year, month, day), None, printed, notes)


def _full_year(printed: str, digits: str) -> tuple[int, tuple[str, ...]]:
    if len(digits) == 4:
        return int(digits), ()
    year = int(digits) + (2000 if int(digits) < 30 else 1900)
    return year, (f"Năm “{digits}” trong {quoted(printed)} được hiểu là {year}.",)


def _named(printed: str, year_digits: str, month_name: str, day: str) -> DateReading:
    """`3-Apr-25` and `03-thg 4-25`, as Excel shows dates in two languages."""
    year, notes = _full_year(printed, year_digits)
    name = fold(month_name)
    month = int(name[3:]) if name.startswith("thg") else 1 + _index_of_month(printed, name)
    return DateReading(_day(printed, year, month, int(day)), None, printed, notes)


def _index_of_month(printed: str, name: str) -> int:
    if name[:3] not in _MONTHS:
        raise UnreadableDate(
            f"Không đọc được ngày {quoted(printed)}; hãy viết đủ ngày/tháng/năm, ví dụ 05/04/2021."
        )
    return _MONTHS.index(name[:3])
