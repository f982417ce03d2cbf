"""When things happen in the demo: everything settled lies in 2025, what is fresh lies just before `now`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
SATURDAY = 5


@dataclass(frozen=True)
class Deed:
    """Something done at an instant."""

    at: datetime
    do: Callable[[datetime], object]


def at(day: int, month: int, hour: int = 9, minute: int = 0, year: int = 2025) -> datetime:
    """An instant in Vietnam's time, on the Monday after when it falls on a weekend."""
    return _off_weekend(datetime(year, month, day, hour, minute, tzinfo=HANOI), forward=True)


def before(now: datetime, days: int, hour: int = 9) -> datetime:
    """A working hour some days before `now`, never after it; a weekend gives the Friday before.

    >>> before(datetime(2026, 3, 3, 15, tzinfo=HANOI), 2, 14).isoformat()
    '2026-02-27T14:00:00+07:00'
    """
    day = (now.astimezone(HANOI) - timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)
    return min(_off_weekend(day, forward=False), now)


def days_later(moment: datetime, days: int, hour: int) -> datetime:
    """A working hour some days later.

    >>> days_later(datetime(2025, 8, 15, 9, tzinfo=HANOI), 1, 14).isoformat()
    '2025-08-18T14:00:00+07:00'
    """
    return _off_weekend((moment + timedelta(days=days)).replace(hour=hour), forward=True)


def _off_weekend(moment: datetime, *, forward: bool) -> datetime:
    while moment.weekday() >= SATURDAY:
        moment += timedelta(days=1 if forward else -1)
    return moment


def run_in_order(deeds: Iterable[Deed], *, now: datetime) -> int:
    """Do all deeds in the order of their instants, so that the chained record tells them so; none after `now`.

    >>> told = []
    >>> run_in_order([Deed(at(2, 9), told.append), Deed(at(1, 9), told.append)], now=at(1, 10))
    2
    >>> [moment.day for moment in told]
    [1, 2]
    """
    found = sorted(deeds, key=lambda deed: min(deed.at, now))
    for deed in found:
        deed.do(min(deed.at, now))
    return len(found)
