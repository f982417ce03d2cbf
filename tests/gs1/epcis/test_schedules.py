"""Schedules of standing queries against dates that a calendar on the wall shows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nscl.gs1.epcis.schedules import BOUNDS, next_after, read_schedule

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HANOI)


def following(given_: dict[str, Any], text: str) -> str:
    schedule, problems = read_schedule(given_)
    assert schedule is not None and not problems, problems
    found = next_after(schedule, moment(text))
    assert found is not None and found.tzinfo is HANOI
    return found.isoformat(sep=" ")[:19]


# 2026-03-02 is a Monday.
@pytest.mark.parametrize(
    ("schedule", "now", "then"),
    [
        # the standard's own example: every night at 1.05
        ({"hour": "1", "minute": "5"}, "2026-03-02 00:00:00", "2026-03-02 01:05:00"),
        ({"hour": "1", "minute": "5"}, "2026-03-02 01:05:00", "2026-03-03 01:05:00"),
        ({"hour": "1", "minute": "5"}, "2026-03-02 01:04:59", "2026-03-02 01:05:00"),
        # … and its own way to write steps
        ({"second": "0/30"}, "2026-03-02 09:00:00", "2026-03-02 09:00:30"),
        ({"second": "0/30"}, "2026-03-02 09:00:30", "2026-03-02 09:01:00"),
        # a field that is not said: finer than the finest is 0, else any
        ({"hour": "7"}, "2026-03-02 07:00:00", "2026-03-03 07:00:00"),
        ({"minute": "15"}, "2026-03-02 09:20:00", "2026-03-02 10:15:00"),
        ({"dayOfMonth": "1"}, "2026-03-02 00:00:00", "2026-04-01 00:00:00"),
        ({"month": "1"}, "2026-03-02 00:00:00", "2027-01-01 00:00:00"),
        # Monday is 1 and Sunday is 7
        ({"dayOfWeek": "1"}, "2026-03-02 00:00:00", "2026-03-09 00:00:00"),
        ({"dayOfWeek": "7", "hour": "6"}, "2026-03-02 09:00:00", "2026-03-08 06:00:00"),
        ({"dayOfWeek": "[1-5]", "hour": "17"}, "2026-03-06 17:00:00", "2026-03-09 17:00:00"),
        # lists, ranges, steps
        ({"hour": "8,12,17"}, "2026-03-02 08:00:00", "2026-03-02 12:00:00"),
        ({"hour": "[8-10],17"}, "2026-03-02 10:00:00", "2026-03-02 17:00:00"),
        ({"minute": "*/20"}, "2026-03-02 09:40:00", "2026-03-02 10:00:00"),
        ({"minute": "[10-30]/10"}, "2026-03-02 09:11:00", "2026-03-02 09:20:00"),
        # all fields must hold: Friday the 13th
        ({"dayOfWeek": "5", "dayOfMonth": "13"}, "2026-03-14 00:00:00", "2026-11-13 00:00:00"),
        # months of 30 days, leap days, the turn of the year
        ({"dayOfMonth": "31"}, "2026-03-31 00:00:00", "2026-05-31 00:00:00"),
        ({"dayOfMonth": "29", "month": "2"}, "2026-03-02 00:00:00", "2028-02-29 00:00:00"),
        ({"dayOfMonth": "29", "month": "2"}, "2097-01-01 00:00:00", "2104-02-29 00:00:00"),
        ({"dayOfMonth": "29", "month": "2", "dayOfWeek": "7"}, "2026-01-01 00:00:00", "2032-02-29 00:00:00"),
        ({"second": "59", "minute": "59", "hour": "23"}, "2026-12-31 23:59:59", "2027-01-01 23:59:59"),
        ({"hour": 1, "minute": 5}, "2026-03-02 00:00:00", "2026-03-02 01:05:00"),
    ],
)
def test_the_next_run_is_the_one_of_the_calendar(schedule: dict[str, Any], now: str, then: str) -> None:
    assert following(schedule, now) == then


def test_parts_of_a_second_do_not_repeat_a_run() -> None:
    assert following({"hour": "1"}, "2026-03-02 01:00:00.400") == "2026-03-03 01:00:00"


def test_the_zone_of_the_moment_is_the_zone_of_the_schedule() -> None:
    schedule, _problems = read_schedule({"hour": "1"})
    assert schedule is not None
    at_home = next_after(schedule, datetime(2026, 3, 2, 12, tzinfo=HANOI))
    assert at_home is not None and at_home.astimezone(UTC) == datetime(2026, 3, 2, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    ("schedule", "pointer"),
    [
        ({}, "/schedule"),
        ([], "/schedule"),
        ("5 1 * * *", "/schedule"),
        ({"hour": "24"}, "/schedule/hour"),
        ({"minute": "60"}, "/schedule/minute"),
        ({"dayOfWeek": "0"}, "/schedule/dayOfWeek"),
        ({"dayOfMonth": "0"}, "/schedule/dayOfMonth"),
        ({"month": "13"}, "/schedule/month"),
        ({"hour": ""}, "/schedule/hour"),
        ({"hour": "-1"}, "/schedule/hour"),
        ({"hour": "1.5"}, "/schedule/hour"),
        ({"hour": True}, "/schedule/hour"),
        ({"hour": ["1"]}, "/schedule/hour"),
        ({"hour": "[1-3"}, "/schedule/hour"),
        ({"hour": "1-3]"}, "/schedule/hour"),
        ({"hour": "[5-3]"}, "/schedule/hour"),
        ({"hour": "1,,2"}, "/schedule/hour"),
        ({"hour": "*/0"}, "/schedule/hour"),
        ({"hour": "１"}, "/schedule/hour"),
        ({"hour": "1," * 200 + "1"}, "/schedule/hour"),
        ({"gio": "1"}, "/schedule/gio"),
        ({"dayOfMonth": "31", "month": "2,4,6"}, "/schedule"),
    ],
)
def test_a_schedule_that_means_nothing_is_refused_with_its_field(schedule: Any, pointer: str) -> None:
    found, problems = read_schedule(schedule)
    assert found is None and pointer in [one.pointer for one in problems]
    assert all(one.type == "epcisException:SubscriptionControlsException" for one in problems)


def fields() -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries(
        {},
        optional={
            name: st.lists(st.integers(low, high), min_size=1, max_size=3).map(
                lambda some: ",".join(map(str, some))
            )
            for name, (low, high) in BOUNDS.items()
            if name not in ("month", "dayOfMonth")
        },
    ).filter(bool)


@settings(max_examples=60, deadline=None, database=None)
@given(fields(), st.integers(0, 334 * 86_400))
def test_no_moment_between_now_and_the_next_run_fits(given_: dict[str, str], seconds: int) -> None:
    """Held against a reader that walks minute by minute (and second by second where seconds are said)."""
    schedule, _problems = read_schedule(given_)
    assert schedule is not None
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    found = next_after(schedule, now)
    assert found is not None and found > now
    assert found.second in schedule.seconds and found.minute in schedule.minutes
    assert found.hour in schedule.hours and found.isoweekday() in schedule.weekdays
    one = now.replace(microsecond=0)
    for _step in range(3000):
        one += timedelta(seconds=1) if len(schedule.seconds) > 1 else timedelta(seconds=60 - one.second)
        if one >= found:
            break
        fits = (
            one.second in schedule.seconds
            and one.minute in schedule.minutes
            and one.hour in schedule.hours
            and one.isoweekday() in schedule.weekdays
        )
        assert not fits, one
