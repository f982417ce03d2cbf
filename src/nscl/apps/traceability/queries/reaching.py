"""Which items a trace can reach, level by level: one question a level, however many items stand in it.

This only gathers: it goes by the rows that captures wrote (`Edge`, `Containment`), keeps for each item one
stretch of time that holds all its exposures, and rather takes one item too many. What is truly reached is
said by `nscl.gs1.tracing` over the events of these items (`tracing`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from nscl.apps.traceability import sql
from nscl.gs1.tracing import BEGINNING, END, Direction

Mode = Literal["own", "up", "down"]
Span = tuple[datetime, datetime]
Place = tuple[int, Mode]


# What stands next to the items of a level, the kind of which is said first: then the other item (or the
# making), from when to when, the events of that, and the stretch that was asked for.
_EDGES = """
    WITH near AS MATERIALIZED (
        SELECT e.kind, e.{far} AS other, e.event_time AS at, e.event_number AS number
        FROM {windows} JOIN traceability_edge e ON e.{near} = w.item
          AND e.event_time >= w.first AND e.event_time <= w.last AND NOT e.is_void
        WHERE e.kind IN ('{side}', 'of_lot'))
    SELECT kind, other, at, at, number, CAST(NULL AS bigint), at, at FROM near
    UNION ALL
    SELECT '{beyond}', o.{far}, o.event_time, o.event_time, o.event_number, NULL, o.event_time, o.event_time
    FROM (SELECT DISTINCT other FROM near WHERE kind = '{side}') AS making
    JOIN traceability_edge o ON o.{near} = making.other AND o.kind = '{beyond}' AND NOT o.is_void
"""
_STAYS = """
    SELECT '{}', c.{}, c.start, c."end", c.add_event, c.del_event, w.first, w.last
    FROM {} JOIN traceability_containment c ON c.{} = w.item
      AND c.start <= w.last AND (c."end" IS NULL OR c."end" >= w.first) AND NOT c.is_void
"""


@dataclass
class Reached:
    """Items with the stretch in which each may be exposed, and events that say how they were reached."""

    direction: Direction
    most: int
    spans: dict[Place, Span] = field(default_factory=dict)
    events: set[int] = field(default_factory=set)
    makings: set[int] = field(default_factory=set)  # shared by several captures
    level: dict[Place, Span] = field(default_factory=dict)
    questions: int = 0
    is_cut_off: bool = False

    @property
    def items(self) -> set[int]:
        return {item for item, _mode in self.spans}

    def hull(self, item: int) -> Span:
        """All the time in which an item may be exposed, in whichever way."""
        modes: tuple[Mode, ...] = ("own", "up", "down")
        found = [self.spans[item, mode] for mode in modes if (item, mode) in self.spans]
        return min(one[0] for one in found), max(one[1] for one in found)

    def reach(self, item: int, mode: Mode, span: Span) -> None:
        """Note a stretch; only where it is longer than what is known is it followed (again)."""
        if span[0] > span[1]:
            return
        known = self.spans.get((item, mode))
        if known is not None:
            if known[0] <= span[0] and span[1] <= known[1]:
                return
            span = (min(known[0], span[0]), max(known[1], span[1]))
        elif len(self.spans) >= 3 * self.most:
            self.is_cut_off = True
            return
        self.spans[item, mode] = self.level[item, mode] = span

    def expose(self, item: int, own: Span, down: Span) -> None:
        """An item in itself, and what lies in it."""
        self.reach(item, "own", own)
        self.reach(item, "down", down)

    def run(self) -> None:
        """Follow until nothing new is reached: one question a level."""
        _near, _far, side, beyond = self._sides()
        while self.level:
            level, self.level = self.level, {}
            for how, other, start, end, added, removed, first, last in self._around(level):
                self.events |= {added, removed} - {None}
                if how == side:
                    self.makings |= {other} if other > 0 else set()
                elif how in (beyond, "of_lot"):
                    self._made(other, sql.moment(start))
                else:
                    until = END if end is None else sql.moment(end)
                    span = (max(sql.moment(first), sql.moment(start)), min(sql.moment(last), until))
                    self._packed(how, other, span)

    def _around(self, level: dict[Place, Span]) -> list[tuple[Any, ...]]:
        """What stands next to the items of a level: through makings, serials, containers, contents."""
        near, far, side, beyond = self._sides()
        around, down = _windows(level, ("own", "up")), _windows(level, ("down",))
        parts, parameters = [], []
        if around:
            parts += [_EDGES.format(windows=sql.windows("w"), near=near, far=far, side=side, beyond=beyond)]
            parts += [_STAYS.format("up", "parent_id", sql.windows("w"), "child_id")]
            parameters += [*sql.windowed(around), *sql.windowed(around)]
        if down:
            parts += [_STAYS.format("down", "child_id", sql.windows("w"), "parent_id")]
            parameters += sql.windowed(down)
        self.questions += 1
        return sql.prepared(" UNION ALL ".join(parts), parameters)

    def _sides(self) -> tuple[str, str, str, str]:
        """How edges are walked: from which column to which, by which side of a making out to which."""
        return (
            ("src", "dst", "input", "output")
            if self.direction == "forward"
            else ("dst", "src", "output", "input")
        )

    def _packed(self, how: str, item: int, span: Span) -> None:
        if how == "up":
            self.reach(item, "up", span)
        else:
            own = (span[0], END) if self.direction == "forward" else (BEGINNING, span[1])
            self.expose(item, own, span)

    def _made(self, item: int, at: datetime) -> None:
        if self.direction == "forward":
            self.expose(item, (at, END), (at, END))
        else:
            self.expose(item, (BEGINNING, at), (at, at))


def _windows(level: dict[Place, Span], modes: Iterable[str]) -> list[tuple[int, datetime, datetime]]:
    wanted = set(modes)
    return [(item, *span) for (item, mode), span in level.items() if mode in wanted]
