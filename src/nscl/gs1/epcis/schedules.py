"""When a standing query runs: the schedule of a subscription, and the next moment it names.

Source: EPCIS 2.0 §8.2.5.3 (QuerySchedule) and the REST binding: fields second … dayOfWeek, each a list of
numbers and ranges; a moment is meant when every field given matches it. The standard's own example
(`{"hour": "1", "minute": "5"}` = once at 1.05) is what tells how a missing field reads: finer than the
finest that is given, it is its least value; otherwise any value. The standard names no time zone: a schedule
is read in the zone of the moment it is asked about.
"""

from __future__ import annotations

import calendar
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from nscl.gs1.epcis.problems import Problem, step
from nscl.gs1.errors import shown

SUBSCRIPTION = "epcisException:SubscriptionControlsException"
BOUNDS = {
    "second": (0, 59),
    "minute": (0, 59),
    "hour": (0, 23),
    "dayOfMonth": (1, 31),
    "month": (1, 12),
    "dayOfWeek": (1, 7),  # Monday is 1
}
_LEVELS = {"second": 0, "minute": 1, "hour": 2, "dayOfMonth": 3, "dayOfWeek": 3, "month": 4}
_ELEMENT = re.compile(r"(?:(\*)|\[?([0-9]{1,2})(?:-([0-9]{1,2}))?\]?)(?:/([0-9]{1,2}))?", re.ASCII)
_LONGEST = 200  # letters of one field
# The calendar repeats after 400 years, but no day of a month stays away from a weekday longer than this.
_YEARS = 41

Values = tuple[int, ...]


@dataclass(frozen=True)
class Schedule:
    """The values that each field allows, in order."""

    seconds: Values
    minutes: Values
    hours: Values
    days: Values
    months: Values
    weekdays: Values

    def is_day(self, day: date) -> bool:
        """Whether it runs on this day."""
        return day.month in self.months and day.day in self.days and day.isoweekday() in self.weekdays


def read_schedule(given: Any, pointer: str = "/schedule") -> tuple[Schedule | None, list[Problem]]:
    """The schedule that a JSON object says, or what is wrong with it.

    >>> schedule, problems = read_schedule({"hour": "1", "minute": "5"})
    >>> schedule.hours, schedule.minutes, schedule.seconds, problems
    ((1,), (5,), (0,), [])
    >>> [one.pointer for one in read_schedule({"hour": "24"})[1]]
    ['/schedule/hour']
    """
    problems: list[Problem] = []
    if not isinstance(given, Mapping):
        return None, [_problem("object", "Lịch phải là một đối tượng JSON.", pointer)]
    for name in given.keys() - BOUNDS.keys():
        problems.append(
            _problem("unknown_field", f"Lịch không có trường {shown(name)}.", step(pointer, name))
        )
    found = {name: _read(name, given[name], pointer, problems) for name in BOUNDS if name in given}
    if not found and not problems:
        sentence = "Lịch phải nêu ít nhất một trong: " + ", ".join(BOUNDS) + "."
        problems.append(_problem("empty", sentence, pointer))
    if problems:
        return None, problems
    finest = min(_LEVELS[name] for name in found)
    values = [found.get(name) or _unsaid(name, finest) for name in BOUNDS]
    schedule = Schedule(*values)
    if next_after(schedule, datetime(2026, 1, 1, tzinfo=UTC)) is None:
        return None, [_problem("never", "Không có ngày nào như lịch này nêu.", pointer)]
    return schedule, []


def _unsaid(name: str, finest: int) -> Values:
    """Every value, or the least where only coarser fields are said; weekdays have no least."""
    low, high = BOUNDS[name]
    is_finer = _LEVELS[name] < finest and name != "dayOfWeek"
    return (low,) if is_finer else tuple(range(low, high + 1))


def _read(name: str, given: Any, pointer: str, problems: list[Problem]) -> Values:
    """The values of one field: numbers, ranges `[8-17]` or `8-17`, `*`, steps `0/30`, separated by commas."""
    low, high = BOUNDS[name]
    text = str(given) if isinstance(given, int) and not isinstance(given, bool) else given
    found: set[int] = set()
    if isinstance(text, str) and 0 < len(text) <= _LONGEST:
        for element in text.split(","):
            values = _element(element.strip(), low, high)
            if not values:
                break
            found.update(values)
        else:
            return tuple(sorted(found))
    sentence = f"{shown(str(given)[:40])} không dùng được cho {name}: ghi số từ {low} đến {high}, ví dụ "
    problems.append(_problem(name, f"{sentence}{low},[{low + 1}-{low + 3}].", step(pointer, name)))
    return ()


def _element(text: str, low: int, high: int) -> Sequence[int]:
    found = _ELEMENT.fullmatch(text)
    if found is None or text.startswith("[") != text.split("/")[0].endswith("]"):
        return ()
    star, first, last, by = found.groups()
    start = low if star else int(first)
    end = high if star or (by and not last) else int(last or first)
    every = int(by or 1)
    if every < 1 or not low <= start <= end <= high:
        return ()
    return range(start, end + 1, every)


def _problem(code: str, sentence: str, pointer: str) -> Problem:
    return Problem(code, sentence, pointer, type=SUBSCRIPTION)


# ── The next moment ────────────────────────────────────────────────────


def next_after(schedule: Schedule, moment: datetime) -> datetime | None:
    """The first moment of the schedule after this one, in its own time zone; None when there is none.

    >>> schedule, _ = read_schedule({"dayOfWeek": "1", "hour": "7"})
    >>> next_after(schedule, datetime(2026, 3, 2, 7)).isoformat()  # a Monday, at seven
    '2026-03-09T07:00:00'
    """
    start = moment.replace(microsecond=0) + timedelta(seconds=1)
    found = _time_from(schedule, start.time()) if schedule.is_day(start.date()) else None
    if found is not None:
        return datetime.combine(start.date(), found, start.tzinfo)
    day = _day_after(schedule, start.date())
    if day is None:
        return None
    first = time(schedule.hours[0], schedule.minutes[0], schedule.seconds[0])
    return datetime.combine(day, first, start.tzinfo)


def _time_from(schedule: Schedule, least: time) -> time | None:
    """The first time of the day at or after this one."""
    for hour in schedule.hours[bisect_left(schedule.hours, least.hour) :]:
        if hour > least.hour:
            return time(hour, schedule.minutes[0], schedule.seconds[0])
        for minute in schedule.minutes[bisect_left(schedule.minutes, least.minute) :]:
            if minute > least.minute:
                return time(hour, minute, schedule.seconds[0])
            place = bisect_left(schedule.seconds, least.second)
            if place < len(schedule.seconds):
                return time(hour, minute, schedule.seconds[place])
    return None


def _day_after(schedule: Schedule, day: date) -> date | None:
    """The first day after this one that the schedule names."""
    for months in range(12 * _YEARS + 1):
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        if year > date.max.year or month + 1 not in schedule.months:
            continue
        for number in schedule.days:
            if number > calendar.monthrange(year, month + 1)[1]:
                break
            found = date(year, month + 1, number)
            if found > day and schedule.is_day(found):
                return found
    return None
