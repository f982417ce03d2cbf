"""Which items a trace can reach, level by level: a few questions a level, however many items stand in it.

This only gathers: it goes by the rows that captures wrote (`Edge`, `Containment`), keeps for each item one
stretch of time that holds all its exposures, and rather takes one item too many. What is truly reached is
said by `nscl.gs1.tracing` over the events of these items (`tracing`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from nscl.apps.traceability import sql
from nscl.gs1.tracing import BEGINNING, END, Direction

Mode = Literal["own", "up", "down"]
Span = tuple[datetime, datetime]
Place = tuple[int, Mode]


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
        """Follow until nothing new is reached."""
        while self.level:
            level, self.level = self.level, {}
            around = _windows(level, ("own", "up"))
            self._makings(around)
            self._stays(around, "child_id")
            self._stays(_windows(level, ("down",)), "parent_id")

    # ── Makings ────────────────────────────────────────────────────────

    def _makings(self, around: Sequence[tuple[int, datetime, datetime]]) -> None:
        is_forward = self.direction == "forward"
        near, far, side, other = (
            ("src", "dst", "input", "output") if is_forward else ("dst", "src", "output", "input")
        )
        if not around:
            return
        found = self._ask(
            f"""SELECT e.{near}, e.{far}, e.kind, e.event_time, e.event_number
            FROM {sql.windows("w")} JOIN traceability_edge e ON e.{near} = w.item
              AND e.event_time >= w.first AND e.event_time <= w.last AND NOT e.is_void
            WHERE e.kind IN ('{side}', 'of_lot')""",
            sql.windowed(around),
        )
        makings: set[int] = set()
        for _item, end, kind, at, event in found:
            self.events.add(event)
            if kind == side:
                makings.add(end)
            else:
                self._made(end, sql.moment(at))
        if not makings:
            return
        self.makings |= {making for making in makings if making > 0}
        found = self._ask(
            f"""SELECT {far}, event_time, event_number FROM traceability_edge
            WHERE {sql.among(near)} AND kind = '{other}' AND NOT is_void""",
            [sql.listed(makings)],
        )
        for item, at, event in found:
            self.events.add(event)
            self._made(item, sql.moment(at))

    def _made(self, item: int, at: datetime) -> None:
        if self.direction == "forward":
            self.expose(item, (at, END), (at, END))
        else:
            self.expose(item, (BEGINNING, at), (at, at))

    # ── Containers ─────────────────────────────────────────────────────

    def _stays(self, windows: Sequence[tuple[int, datetime, datetime]], side: str) -> None:
        if not windows:
            return
        other = "parent_id" if side == "child_id" else "child_id"
        found = self._ask(
            f"""SELECT c.{other}, c.start, c."end", c.add_event, c.del_event, w.first, w.last
            FROM {sql.windows("w")} JOIN traceability_containment c ON c.{side} = w.item
              AND c.start <= w.last AND (c."end" IS NULL OR c."end" >= w.first) AND NOT c.is_void""",
            sql.windowed(windows),
        )
        for item, start, end, added, removed, first, last in found:
            self.events |= {added, removed} - {None}
            until = END if end is None else sql.moment(end)
            span = (max(sql.moment(first), sql.moment(start)), min(sql.moment(last), until))
            if side == "child_id":
                self.reach(item, "up", span)
            else:
                own = (span[0], END) if self.direction == "forward" else (BEGINNING, span[1])
                self.expose(item, own, span)

    def _ask(self, question: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        self.questions += 1
        return sql.rows(question, parameters)


def _windows(level: dict[Place, Span], modes: Iterable[str]) -> list[tuple[int, datetime, datetime]]:
    wanted = set(modes)
    return [(item, *span) for (item, mode), span in level.items() if mode in wanted]
