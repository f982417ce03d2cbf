"""When things happen in the demo: everything settled lies in 2025, what is fresh lies just before `now`."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def at(day: int, month: int, hour: int = 9, minute: int = 0, year: int = 2025) -> datetime:
    """An instant in Vietnam's time."""
    return datetime(year, month, day, hour, minute, tzinfo=HANOI)


def before(now: datetime, days: int, hour: int = 9) -> datetime:
    """A working hour some days before `now`, never after it.

    >>> before(datetime(2026, 3, 2, 15, tzinfo=HANOI), 3, 14).isoformat()
    '2026-02-27T14:00:00+07:00'
    """
    local = now.astimezone(HANOI) - timedelta(days=days)
    return min(local.replace(hour=hour, minute=0, second=0, microsecond=0), now)
