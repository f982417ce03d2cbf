"""A drawing of a trace: which knots stand in which column, in which order, and how the arrows run.

Layered drawing after K. Sugiyama, S. Tagawa, M. Toda, “Methods for visual understanding of hierarchical
system structures” (IEEE Transactions on Systems, Man and Cybernetics, 1981): columns by the longest way, long
arrows through every column between, order by the mean of the neighbours, heights as near to it as order lets.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

SWEEPS = 8
COLUMN_GAP, ROW_GAP, MARGIN = 54.0, 18.0, 8.0

Point = tuple[float, float]


@dataclass(frozen=True)
class Size:
    """How much room a knot takes."""

    width: float
    height: float


@dataclass(frozen=True)
class Arrow:
    """From an earlier knot to a later one; `kind` says how it is drawn."""

    source: str
    target: str
    kind: str = ""


@dataclass(frozen=True)
class Layout:
    """The middle of each knot and the points each arrow runs through, in a sheet of this size."""

    middles: Mapping[str, Point]
    routes: Mapping[Arrow, tuple[Point, ...]]
    width: float
    height: float


def columns_of(knots: Iterable[str], arrows: Iterable[Arrow]) -> dict[str, int]:
    """The column of each knot: right of the last that leads to it; rounds are cut where they close.

    >>> columns_of("abcd", [Arrow("a", "b"), Arrow("b", "c"), Arrow("a", "c"), Arrow("c", "a")])
    {'a': 0, 'b': 1, 'c': 2, 'd': 0}
    """
    found = dict.fromkeys(knots, 0)
    after, order = _without_rounds(found, arrows)
    for knot in order:
        for other in after[knot]:
            found[other] = max(found[other], found[knot] + 1)
    entered = {other for others in after.values() for other in others}
    for knot in reversed(order):  # what nothing leads to stands next to what it leads to
        if knot not in entered and after[knot]:
            found[knot] = min(found[other] for other in after[knot]) - 1
    return found


def _without_rounds(
    knots: Mapping[str, int], arrows: Iterable[Arrow]
) -> tuple[dict[str, list[str]], list[str]]:
    """Where each knot leads to, arrows that close a round left out, and the knots in an order that fits."""
    all_after: dict[str, list[str]] = {knot: [] for knot in knots}
    for arrow in arrows:
        if arrow.source != arrow.target and arrow.target not in all_after[arrow.source]:
            all_after[arrow.source].append(arrow.target)
    after: dict[str, list[str]] = {knot: [] for knot in knots}
    done: list[str] = []
    state: dict[str, bool] = {}  # True: on the way we came; False: finished
    for start in knots:
        stack = [(start, iter(all_after[start]))] if start not in state else []
        state.setdefault(start, True)
        while stack:
            knot, rest = stack[-1]
            for other in rest:
                if state.get(other) is True:
                    continue  # it would close a round
                after[knot].append(other)
                if other not in state:
                    state[other] = True
                    stack.append((other, iter(all_after[other])))
                    break
            else:
                state[knot] = False
                done.append(knot)
                stack.pop()
    return after, done[::-1]


def folded(
    knots: Sequence[str], keys: Sequence[Callable[[str], Hashable]], most: int
) -> dict[str, list[str]]:
    """The knots in groups, named by their first: by the finest of the keys that leaves few enough groups.

    >>> folded(["a1", "a2", "b1"], [lambda knot: knot[0]], 2)
    {'a1': ['a1', 'a2'], 'b1': ['b1']}
    """
    groups: dict[Hashable, list[str]] = {knot: [knot] for knot in knots}
    for key in keys:
        if len(groups) <= most:
            break
        groups = {}
        for knot in knots:
            groups.setdefault(key(knot), []).append(knot)
    return {group[0]: group for group in groups.values()}


def lay_out(sizes: Mapping[str, Size], arrows: Iterable[Arrow]) -> Layout:
    """Where everything stands. The same input gives the same drawing.

    >>> found = lay_out({"a": Size(10, 10), "b": Size(10, 10)}, [Arrow("a", "b")])
    >>> found.middles["a"][0] < found.middles["b"][0], found.middles["a"][1] == found.middles["b"][1]
    (True, True)
    """
    drawn = list(dict.fromkeys(one for one in arrows if one.source in sizes and one.target in sizes))
    sheet = _Sheet(sizes, columns_of(sizes, drawn))
    for arrow in drawn:
        sheet.thread(arrow)
    sheet.order()
    return sheet.measured()


@dataclass
class _Sheet:
    sizes: Mapping[str, Size]
    column: dict[str, int]
    lanes: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    near: dict[str, dict[int, list[str]]] = field(default_factory=dict)  # knot → side (-1, 1) → neighbours
    threads: dict[Arrow, list[str]] = field(default_factory=dict)
    heights: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        first = min(self.column.values(), default=0)
        self.column = {knot: column - first for knot, column in self.column.items()}
        for knot, size in self.sizes.items():
            self._stand(knot, self.column[knot], size.height)

    def _stand(self, knot: str, column: int, height: float) -> None:
        self.column[knot] = column
        self.lanes[column].append(knot)
        self.near[knot] = {-1: [], 1: []}
        self.heights[knot] = height

    def thread(self, arrow: Arrow) -> None:
        """An arrow as a row of neighbours: through a place of its own in every column that it crosses."""
        ends = (arrow.source, arrow.target)
        left, right = sorted(ends, key=lambda knot: self.column[knot])
        steps = [left]
        for column in range(self.column[left] + 1, self.column[right]):
            place = f"{len(self.threads)}\0{column}"
            self._stand(place, column, 6.0)
            steps.append(place)
        steps.append(right)
        if self.column[left] != self.column[right]:
            for one, other in zip(steps, steps[1:], strict=False):
                self.near[one][1].append(other)
                self.near[other][-1].append(one)
        self.threads[arrow] = steps if left == arrow.source else steps[::-1]

    def order(self) -> None:
        """Each column by the mean place of its neighbours on one side, to and fro."""
        for sweep in range(SWEEPS):
            side = -1 if sweep % 2 == 0 else 1
            columns = sorted(self.lanes, reverse=side == 1)
            for column in columns:
                lane = self.lanes[column]
                place = {knot: n for n, knot in enumerate(self.lanes.get(column + side, ()))}
                here = {knot: float(n) for n, knot in enumerate(lane)}
                for knot in lane:
                    others = [place[one] for one in self.near[knot][side] if one in place]
                    if others:
                        here[knot] = sum(others) / len(others)
                lane.sort(key=lambda knot: here[knot])

    def measured(self) -> Layout:
        y: dict[str, float] = {}
        for lane in self.lanes.values():
            y |= self._stacked(lane, {})
        for sweep in range(SWEEPS):
            side = -1 if sweep % 2 == 0 else 1
            for column in sorted(self.lanes, reverse=side == 1):
                wanted = {}
                for knot in self.lanes[column]:
                    others = self.near[knot][side] or self.near[knot][-side]
                    wanted[knot] = sum(y[one] for one in others) / len(others) if others else y[knot]
                y |= self._stacked(self.lanes[column], wanted)
        return self._drawn(y)

    def _stacked(self, lane: Sequence[str], wanted: Mapping[str, float]) -> dict[str, float]:
        """Heights in this order, none over another, each as near to where it would like to be as may be."""
        offsets, at = [], 0.0
        for n, knot in enumerate(lane):
            if n:
                at += (self.heights[lane[n - 1]] + self.heights[knot]) / 2 + ROW_GAP
            offsets.append(at)
        if not wanted:
            return {knot: offset - at / 2 for knot, offset in zip(lane, offsets, strict=True)}
        pools: list[list[float]] = []  # sum of wishes, how many
        for knot, offset in zip(lane, offsets, strict=True):
            pools.append([wanted[knot] - offset, 1.0])
            while len(pools) > 1 and pools[-2][0] / pools[-2][1] > pools[-1][0] / pools[-1][1]:
                total, many = pools.pop()
                pools[-1][0] += total
                pools[-1][1] += many
        shifts = [total / many for total, many in pools for _n in range(int(many))]
        return {knot: offset + shift for knot, offset, shift in zip(lane, offsets, shifts, strict=True)}

    def _drawn(self, y: Mapping[str, float]) -> Layout:
        if not y:
            return Layout({}, {}, 2 * MARGIN, 2 * MARGIN)
        top = min(y[knot] - self.heights[knot] / 2 for knot in y)
        bottom = max(y[knot] + self.heights[knot] / 2 for knot in y)
        middles, left = {}, MARGIN
        for column in sorted(self.lanes):
            width = max(
                (self.sizes[knot].width for knot in self.lanes[column] if knot in self.sizes), default=0.0
            )
            for knot in self.lanes[column]:
                middles[knot] = (left + width / 2, y[knot] - top + MARGIN)
            left += width + COLUMN_GAP
        routes = {arrow: self._route(steps, middles) for arrow, steps in self.threads.items()}
        own = {knot: middles[knot] for knot in self.sizes}
        return Layout(own, routes, left - COLUMN_GAP + MARGIN, bottom - top + 2 * MARGIN)

    def _route(self, steps: Sequence[str], middles: Mapping[str, Point]) -> tuple[Point, ...]:
        """From the side of one knot to the side of the other, through the places between."""
        is_right = middles[steps[-1]][0] >= middles[steps[0]][0]
        points = [middles[knot] for knot in steps]
        for place, sign in ((0, 1), (-1, -1)):
            half = self.sizes[steps[place]].width / 2 * (sign if is_right else -sign)
            points[place] = (points[place][0] + half, points[place][1])
        return tuple((round(x, 1), round(y, 1)) for x, y in points)
