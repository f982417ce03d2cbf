"""Filling stations: priority rules, an exact enumeration of station loads, and a mixed-integer programme.

The limits count steps, never seconds: the same problem gives the same answer on any machine.
"""

from __future__ import annotations

import math
from bisect import insort
from collections.abc import Sequence

import numpy as np
from scipy import optimize, sparse

from nscl.measures.lean.balance_problem import Problem, members

Plan = list[int]

# Tasks up to which loads are enumerated, and up to which the programme is tried.
ENUMERATED = 120
PROGRAMMED = 60
STEPS = 300_000
# Nodes of the programme after the enumeration gave up, and where it is asked for by name.
NODES = {"auto": 300, "milp": 5_000}


class Budget:
    """Steps left to a search; it raises `Spent` at zero."""

    def __init__(self, steps: int = STEPS) -> None:
        self.left = steps

    def step(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Spent


class Spent(Exception):
    """The budget ran out before the search could decide."""


def least_stations(problem: Problem, cycle: int) -> int:
    """A number of stations below which there is surely no solution.

    Work over cycle; tasks above half a cycle cannot share (two halves can); thirds likewise; and each task
    needs room for all that comes before and after it.
    """
    times = problem.times
    work = math.ceil(problem.total / cycle)
    halves = 2 * sum(2 * time > cycle for time in times) + sum(2 * time == cycle for time in times)
    thirds = sum(
        6
        if 3 * time > 2 * cycle
        else 4
        if 3 * time == 2 * cycle
        else 3
        if 3 * time > cycle
        else 2 * (3 * time == cycle)
        for time in times
    )
    return max(work, math.ceil(halves / 2), math.ceil(thirds / 6), 1)


def least_cycle(problem: Problem, stations: int) -> int:
    """A cycle below which `stations` surely do not suffice."""
    falling = sorted(problem.times, reverse=True)
    pair = falling[stations - 1] + falling[stations] if len(falling) > stations else 0
    return max(falling[0], math.ceil(problem.total / stations), pair)


def priorities(problem: Problem) -> list[list[float]]:
    """Figures by which rules rank tasks: positional weight, time, number of followers, both."""
    times = problem.times
    weight = [time + problem.load(problem.followers[task]) for task, time in enumerate(times)]
    followers = [problem.followers[task].bit_count() for task in range(len(times))]
    return [
        [float(value) for value in weight],
        [float(time) for time in times],
        [float(count) for count in followers],
        [time * (count + 1.0) for time, count in zip(times, followers, strict=True)],
    ]


def ranked(problem: Problem, priority: Sequence[float], cycle: int) -> Plan:
    """Fill station after station with the free task of highest priority that still fits."""
    plan: Plan = []
    waiting = [mask.bit_count() for mask in problem.before]
    free = sorted((-priority[task], task) for task, number in enumerate(waiting) if number == 0)
    while free:
        station, room = 0, cycle
        while True:
            fits = next((item for item in free if problem.times[item[1]] <= room), None)
            if fits is None:
                break
            free.remove(fits)
            station |= 1 << fits[1]
            room -= problem.times[fits[1]]
            for later in problem.after[fits[1]]:
                waiting[later] -= 1
                if waiting[later] == 0:
                    insort(free, (-priority[later], later))
        plan.append(station)
    return plan


def heuristic(problem: Problem, cycle: int) -> Plan:
    """The best plan of all rules, forwards and backwards; fewest stations, then lowest peak."""
    backwards = problem.reversed()
    plans = [ranked(problem, rule, cycle) for rule in priorities(problem)]
    plans += [ranked(backwards, rule, cycle)[::-1] for rule in priorities(backwards)]
    return min(plans, key=lambda plan: (len(plan), peak(problem, plan)))


def peak(problem: Problem, plan: Plan) -> int:
    """The largest station load: the pace the plan can really keep."""
    return max(problem.load(station) for station in plan)


def enumerate_loads(problem: Problem, cycle: int, stations: int, budget: Budget) -> Plan | None:
    """A plan within `stations` and `cycle`, or None when there is surely none.

    Depth first over stations; only full loads (to which no free task can be added), because a solution with
    a task moved forward is a solution too. A set of finished tasks reached again at no earlier station cannot
    succeed where it failed.
    """
    times, before, after = problem.times, problem.before, problem.after
    everything = (1 << len(times)) - 1
    slack = stations * cycle - problem.total
    weight = priorities(problem)[0]
    by_rank = sorted(range(len(times)), key=lambda task: -weight[task])
    failed: dict[int, int] = {}

    def loads(done: int, least: int) -> list[tuple[int, int]]:
        full: dict[int, int] = {}
        seen: set[int] = set()

        def extend(station: int, load: int, free: list[int]) -> None:
            budget.step()
            fitting = [task for task in free if times[task] <= cycle - load]
            if not fitting:
                if load >= least:
                    full[station] = load
                return
            for task in fitting:
                larger = station | 1 << task
                if larger not in seen:
                    seen.add(larger)
                    freed = [later for later in after[task] if not before[later] & ~(done | larger)]
                    extend(larger, load + times[task], [other for other in free if other != task] + freed)

        extend(0, 0, [task for task in by_rank if not done >> task & 1 and not before[task] & ~done])
        return sorted(full.items(), key=lambda pair: (-pair[1], pair[0]))

    def fill(done: int, used: int, idle: int) -> Plan | None:
        if done == everything:
            return []
        if used == stations or failed.get(done, stations + 1) <= used:
            return None
        for station, load in loads(done, cycle - (slack - idle)):
            rest = fill(done | station, used + 1, idle + cycle - load)
            if rest is not None:
                return [station, *rest]
        failed[done] = used
        return None

    return fill(0, 0, 0) if slack >= 0 else None


def programme(problem: Problem, cycle: int, stations: int, nodes: int) -> tuple[Plan | None, bool]:
    """The lowest cycle up to `cycle` with `stations`, by HiGHS; and whether the answer is proven.

    x[task, station] over the stations that precedence leaves open, one station a task, loads ≤ c, station
    numbers rising along precedence; minimise c.
    """
    count = len(problem.times)
    windows = _windows(problem, cycle, stations)
    if any(first > last for first, last in windows):
        return None, True
    column: dict[tuple[int, int], int] = {}
    for task, (first, last) in enumerate(windows):
        for station in range(first, last + 1):
            column[task, station] = len(column)
    size = len(column) + 1
    rows = sparse.lil_matrix((count + stations + len(problem.edges), size))
    low, high = np.full(rows.shape[0], -np.inf), np.zeros(rows.shape[0])
    low[:count] = high[:count] = 1.0
    for (task, station), place in column.items():
        rows[task, place] = 1.0
        rows[count + station, place] = problem.times[task] / cycle
    rows[count : count + stations, size - 1] = -1.0
    for at, (sooner, later) in enumerate(problem.edges):
        for task, sign in ((sooner, 1.0), (later, -1.0)):
            for station in range(windows[task][0], windows[task][1] + 1):
                rows[count + stations + at, column[task, station]] = sign * station
    aim = np.zeros(size)
    aim[-1] = 1.0
    least = np.zeros(size)
    least[-1] = least_cycle(problem, stations) / cycle
    found = optimize.milp(
        aim,
        constraints=optimize.LinearConstraint(rows.tocsr(), low, high),
        bounds=optimize.Bounds(least, np.ones(size)),
        integrality=np.append(np.ones(size - 1), 0.0),
        options={"node_limit": nodes, "mip_rel_gap": 0.0},
    )
    if found.x is None:
        return None, found.status == 2
    plan = [0] * stations
    for task, (first, last) in enumerate(windows):
        at = max(range(first, last + 1), key=lambda station: float(found.x[column[task, station]]))
        plan[at] |= 1 << task
    sound = peak(problem, plan) <= cycle and follows(problem, plan)
    return (plan if sound else None), bool(found.status == 0 and sound)


def _windows(problem: Problem, cycle: int, stations: int) -> list[tuple[int, int]]:
    """First and last station of each task, from the work that must come before and after it."""
    found = []
    for task, time in enumerate(problem.times):
        head = math.ceil((problem.load(problem.forerunners[task]) + time) / cycle)
        tail = math.ceil((problem.load(problem.followers[task]) + time) / cycle)
        found.append((max(head, 1) - 1, stations - max(tail, 1)))
    return found


def follows(problem: Problem, plan: Plan) -> bool:
    """Whether every task stands once, and after all that must come before it."""
    done = 0
    for station in plan:
        if done & station or any(problem.before[task] & ~(done | station) for task in members(station)):
            return False
        done |= station
    return done == (1 << len(problem.times)) - 1
