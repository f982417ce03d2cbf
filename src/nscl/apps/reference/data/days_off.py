"""Weekdays off in Viet Nam, year by year: fixed holidays, Tết, substitute and exchanged days.

Labour Code 45/2019/QH14 art. 112 and the yearly announcements; only weekdays are listed, since
Saturdays and Sundays are never working days.  "MM-DD" strings by year and name.
"""

from __future__ import annotations

from datetime import date

TET = "Tết Nguyên đán"
NEW_YEAR, KINGS = "Tết Dương lịch", "Giỗ Tổ Hùng Vương"
VICTORY, LABOUR, NATIONAL = "Ngày Chiến thắng", "Ngày Quốc tế Lao động", "Quốc khánh"

DAYS: dict[int, dict[str, str]] = {
    2021: {NEW_YEAR: "01-01", TET: "02-10 02-11 02-12 02-15 02-16", KINGS: "04-21", VICTORY: "04-30",
           LABOUR: "05-03", NATIONAL: "09-02 09-03"},
    2022: {NEW_YEAR: "01-03", TET: "01-31 02-01 02-02 02-03 02-04", KINGS: "04-11", VICTORY: "05-02",
           LABOUR: "05-03", NATIONAL: "09-01 09-02"},
    2023: {NEW_YEAR: "01-02", TET: "01-20 01-23 01-24 01-25 01-26", LABOUR: "05-01", KINGS: "05-02",
           VICTORY: "05-03", NATIONAL: "09-01 09-04"},
    2024: {NEW_YEAR: "01-01", TET: "02-08 02-09 02-12 02-13 02-14", KINGS: "04-18", VICTORY: "04-29 04-30",
           LABOUR: "05-01", NATIONAL: "09-02 09-03"},
    2025: {NEW_YEAR: "01-01", TET: "01-27 01-28 01-29 01-30 01-31", KINGS: "04-07", VICTORY: "04-30",
           LABOUR: "05-01 05-02", NATIONAL: "09-01 09-02"},
    2026: {NEW_YEAR: "01-01", TET: "02-16 02-17 02-18 02-19 02-20", KINGS: "04-27", VICTORY: "04-30",
           LABOUR: "05-01", NATIONAL: "08-31 09-01 09-02", "Ngày Văn hóa Việt Nam": "11-24"},
}  # fmt: skip


def days_off() -> list[tuple[date, str]]:
    """Every weekday off with its name, in order.

    >>> days_off()[0]
    (datetime.date(2021, 1, 1), 'Tết Dương lịch')
    """
    rows = [
        (date.fromisoformat(f"{year}-{day}"), name)
        for year, names in DAYS.items()
        for name, days in names.items()
        for day in days.split()
    ]
    return sorted(rows)
