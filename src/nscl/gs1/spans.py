"""Stretches of time: joined ones per item, and a list of them that is asked which ones meet a stretch."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Generic, Protocol, TypeVar

Span = tuple[datetime, datetime]


class _Stretch(Protocol):
    @property
    def start(self) -> datetime: ...
    @property
    def end(self) -> datetime: ...


T = TypeVar("T", bound=_Stretch)


def join(spans: list[Span], start: datetime, end: datetime) -> list[Span]:
    """Add a stretch to sorted, separate ones, in place; answers the parts that are new.

    >>> spans: list[Span] = []
    >>> day = [datetime(2026, 3, n) for n in range(1, 10)]
    >>> _ = join(spans, day[0], day[2]), join(spans, day[4], day[6])
    >>> [(a.day, b.day) for a, b in join(spans, day[1], day[7])], len(spans)
    ([(3, 5), (7, 8)], 1)
    """
    low = bisect_left(spans, start, key=lambda one: one[1])
    high = bisect_right(spans, end, key=lambda one: one[0])
    met = spans[low:high]
    if not met:
        spans.insert(low, (start, end))
        return [(start, end)]
    parts, reached = [], start
    for first, last in met:
        if reached < first:
            parts.append((reached, first))
        reached = max(reached, last)
    if reached < end:
        parts.append((reached, end))
    if parts:
        spans[low:high] = [(min(start, met[0][0]), max(end, met[-1][1]))]
    return parts


def holds(spans: list[Span], moment: datetime) -> bool:
    """Whether a moment lies in one of the sorted, separate stretches."""
    place = bisect_left(spans, moment, key=lambda one: one[1])
    return place < len(spans) and spans[place][0] <= moment


class Timeline(Generic[T]):
    """Things with a start and an end; finds those that meet a stretch without looking at all of them."""

    def __init__(self, rows: Sequence[T]) -> None:
        self.rows = sorted(rows, key=lambda one: (one.start, one.end))
        size = 1
        while size < len(self.rows):
            size *= 2
        self.size = size
        # A tree over the rows: at each knot the latest end beneath it.
        self.latest: list[datetime | None] = [None] * size + [one.end for one in self.rows]
        self.latest += [None] * (2 * size - len(self.latest))
        for place in range(size - 1, 0, -1):
            beneath = [end for end in self.latest[2 * place : 2 * place + 2] if end is not None]
            self.latest[place] = max(beneath) if beneath else None

    def meeting(self, start: datetime, end: datetime) -> Iterator[T]:
        """Those that meet a stretch, ends included, in order of their start."""
        until = bisect_right(self.rows, end, key=lambda one: one.start)
        stack = [(1, 0, self.size)]
        while stack:
            knot, first, width = stack.pop()
            latest = self.latest[knot]
            if first >= until or latest is None or latest < start:
                continue
            if width == 1:
                yield self.rows[first]
            else:
                half = width // 2
                stack.append((2 * knot + 1, first + half, half))
                stack.append((2 * knot, first, half))
