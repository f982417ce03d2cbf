"""Up to which number all events are there to be told.

Numbers are given inside a capture's transaction, so a slow capture may commit number 5 after a quick one has
committed number 6. Who has told up to 6 would never look at 5 again. The horizon is the number below which no
capture is still under way:

1. take the highest number that is there to be seen (what is not seen below it was given before now),
2. then ask which captures hold their lock (`locks.take` comes before any number is given),
3. when every one of these has ended, all numbers up to the one of step 1 are settled: there, or never.

A capture's lock is let go after its rows can be seen, so nothing slips between. Nobody waits for anybody: an
unfinished capture only keeps the horizon where it was. On SQLite one writes at a time and numbers appear in
order.
"""

from __future__ import annotations

from nscl.apps.traceability import sql
from nscl.apps.traceability.locks import EVENTS


class Horizon:
    """The horizon as one worker sees it; asked again and again, it moves on."""

    def __init__(self) -> None:
        self.number = 0
        self._candidate = 0
        self._under_way: frozenset[str] = frozenset()

    def advance(self) -> int:
        """Look once; the number up to which events may be told now."""
        if not sql.is_postgres():
            self.number = _last()
            return self.number
        if self._under_way:
            self._under_way &= _capturing()
            if self._under_way:
                return self.number
            self.number = max(self.number, self._candidate)
        self._candidate = _last()
        if self._candidate > self.number:
            self._under_way = _capturing()
            if not self._under_way:
                self.number = self._candidate
        return self.number


def _last() -> int:
    return int(sql.rows("SELECT COALESCE(MAX(id), 0) FROM traceability_eventhash")[0][0])


def _capturing() -> frozenset[str]:
    """The other transactions that hold a capture's lock, by a name that is theirs alone."""
    found = sql.rows(
        """SELECT virtualtransaction FROM pg_locks
        WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND classid = 0 AND objid = %s
          AND pid <> pg_backend_pid()
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())""",
        [EVENTS],
    )
    return frozenset(name for (name,) in found)
