"""A line-balancing problem, read and checked: whole-number times, direct and indirect precedence.

Times are turned into whole numbers (0.1 + 0.2 must fit a cycle of 0.3), so that every comparison of a load
with a cycle is exact. Sets of tasks are bit masks.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from nscl.measures import inputs
from nscl.measures.errors import Duplicate, Inconsistent, OutOfRange, TooLarge, UnknownField, WrongType

MOST_TASKS = 500
MOST_TIME = 1e9
DIGITS = 9


@dataclass(frozen=True)
class Problem:
    """Tasks with their links.

    `before` holds masks and `after` lists of direct neighbours; `followers` and `forerunners` are masks of
    all, near and far; `order` is one technological order.
    """

    names: tuple[str, ...]
    times: tuple[int, ...]
    measured: tuple[float, ...]
    scale: int
    edges: tuple[tuple[int, int], ...]
    before: tuple[int, ...]
    after: tuple[tuple[int, ...], ...]
    followers: tuple[int, ...]
    forerunners: tuple[int, ...]
    order: tuple[int, ...]

    @property
    def total(self) -> int:
        """All work, in whole units."""
        return sum(self.times)

    def load(self, tasks: int) -> int:
        """Work of a set of tasks."""
        return sum(self.times[task] for task in members(tasks))

    def time_of(self, tasks: int) -> float:
        """The same in the unit given."""
        if all(time == whole / self.scale for time, whole in zip(self.measured, self.times, strict=True)):
            return self.load(tasks) / self.scale
        return math.fsum(self.measured[task] for task in members(tasks))

    def reversed(self) -> Problem:
        """The line run backwards: every solution of one is a solution of the other."""
        edges = tuple((later, sooner) for sooner, later in self.edges)
        return _linked(self.names, self.measured, self.times, self.scale, edges)


def members(tasks: int) -> list[int]:
    """The tasks of a mask.

    >>> members(0b1011)
    [0, 1, 3]
    """
    found = []
    while tasks:
        low = tasks & -tasks
        found.append(low.bit_length() - 1)
        tasks ^= low
    return found


def read(times: Any, precedence: Any) -> Problem:
    """The problem as given, or a refusal with the path of what is wrong."""
    given: dict[str, float] = {}
    table = inputs.table(times, "times")
    if len(table) > MOST_TASKS:
        raise TooLarge("times", f"Có {len(table)} công việc; nhiều nhất {MOST_TASKS}. Hãy gộp bớt công việc.")
    for key, value in table.items():
        name = inputs.text(str(key), f"times.{key}")
        if name in given:
            raise Duplicate(f"times.{key}", f"Công việc “{name}” được nhập hai lần.")
        given[name] = inputs.number(value, f"times.{key}", at_least=0, at_most=MOST_TIME)
    if not any(given.values()):
        raise OutOfRange("times", "Mọi công việc có thời gian 0: không có gì để cân bằng.")
    names = tuple(given)
    scale, whole = _whole(list(given.values()))
    edges = _edges(precedence, names)
    _refuse_ring(names, edges)
    return _linked(names, tuple(given.values()), whole, scale, edges)


def _whole(times: list[float]) -> tuple[int, tuple[int, ...]]:
    """Times as whole multiples of 1/scale; beyond nine decimals they are cut, so that 7 · 1/7 fits in 1."""
    decimals = [max(0, -int(Decimal(repr(time)).normalize().as_tuple().exponent)) for time in times]
    scale = 10 ** min(DIGITS, max(decimals))
    return scale, tuple(math.floor(Fraction(Decimal(repr(time))) * scale) for time in times)


def cycle_units(cycle: float, scale: int) -> int:
    """The largest whole load within a cycle.

    >>> cycle_units(0.3, 10), cycle_units(50.4, 1)
    (3, 50)
    """
    return int(Fraction(Decimal(repr(cycle))) * scale)


def _edges(precedence: Any, names: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    if precedence is None:
        return ()
    if isinstance(precedence, str | Mapping) or not isinstance(precedence, Sequence):
        raise WrongType(
            "precedence", 'Trường “precedence” phải là danh sách như ["a-b", …] hoặc [["a", "b"], …].'
        )
    place_of = {name: place for place, name in enumerate(names)}
    found: dict[tuple[int, int], None] = {}
    for place, item in enumerate(precedence):
        path = f"precedence[{place}]"
        sooner, later = _pair(item, path, place_of)
        if sooner == later:
            raise Inconsistent(path, f"Công việc “{sooner}” không thể đứng trước chính nó.")
        found[place_of[sooner], place_of[later]] = None
    return tuple(found)


def _pair(item: Any, path: str, known: Mapping[str, int]) -> tuple[str, str]:
    if isinstance(item, str):
        # A name may itself hold hyphens: only the cut that leaves two known names is meant.
        cuts = [(item[:at].strip(), item[at + 1 :].strip()) for at, sign in enumerate(item) if sign == "-"]
        fitting = [pair for pair in cuts if pair[0] in known and pair[1] in known]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            raise Inconsistent(path, f'“{item}” có nhiều cách hiểu. Hãy ghi dạng ["trước", "sau"].')
        if not cuts:
            raise WrongType(path, f'“{item}” không có dạng "trước-sau".')
        raise UnknownField(path, f"“{item}”: không tìm thấy hai công việc này trong “times”.")
    if isinstance(item, list | tuple) and len(item) == 2:
        first, second = (inputs.text(str(name), path) if isinstance(name, str | int) else "" for name in item)
        for name in (first, second):
            if name not in known:
                raise UnknownField(path, f"Không có công việc “{name}” trong “times”.")
        return first, second
    raise WrongType(path, 'Mỗi quan hệ trước sau phải là "a-b" hoặc ["a", "b"].')


def _refuse_ring(names: tuple[str, ...], edges: tuple[tuple[int, int], ...]) -> None:
    order = _sorted(len(names), edges)
    if len(order) == len(names):
        return
    caught = set(range(len(names))) - set(order)
    place = next(at for at, (sooner, later) in enumerate(edges) if sooner in caught and later in caught)
    shown = ", ".join(names[task] for task in sorted(caught)[:6])
    raise Inconsistent(
        "precedence",
        f"Quan hệ trước sau tạo thành vòng kín quanh: {shown}. Hãy bỏ một quan hệ (ví dụ quan hệ "
        f"“{names[edges[place][0]]}” trước “{names[edges[place][1]]}”).",
    )


def _sorted(count: int, edges: tuple[tuple[int, int], ...]) -> list[int]:
    """A technological order; shorter than `count` when there is a ring."""
    waiting = [0] * count
    after: list[list[int]] = [[] for _ in range(count)]
    for sooner, later in edges:
        waiting[later] += 1
        after[sooner].append(later)
    order = [task for task in range(count) if waiting[task] == 0]
    for task in order:
        for later in after[task]:
            waiting[later] -= 1
            if waiting[later] == 0:
                order.append(later)
    return order


def _linked(
    names: tuple[str, ...],
    measured: tuple[float, ...],
    times: tuple[int, ...],
    scale: int,
    edges: tuple[tuple[int, int], ...],
) -> Problem:
    count = len(names)
    order = _sorted(count, edges)
    before, followers, forerunners = [0] * count, [0] * count, [0] * count
    after: list[list[int]] = [[] for _ in range(count)]
    for sooner, later in edges:
        before[later] |= 1 << sooner
        after[sooner].append(later)
    for task in order:
        for later in after[task]:
            forerunners[later] |= forerunners[task] | 1 << task
    for task in reversed(order):
        for later in after[task]:
            followers[task] |= followers[later] | 1 << later
    return Problem(
        names=names,
        times=times,
        measured=measured,
        scale=scale,
        edges=edges,
        before=tuple(before),
        after=tuple(tuple(tasks) for tasks in after),
        followers=tuple(followers),
        forerunners=tuple(forerunners),
        order=tuple(order),
    )
