"""Assembly line balancing: the fewest stations for a cycle, or the shortest cycle for some stations."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nscl.measures import inputs
from nscl.measures.errors import Inconsistent, Infeasible, MissingField
from nscl.measures.lean import balance_search as search
from nscl.measures.lean.balance_problem import MOST_TIME, Problem, cycle_units, members, read
from nscl.measures.method import measure
from nscl.measures.result import Assumption, Caution, Result, Step, show

# The textbook's one rule, in the order of `balance_search.priorities`.
RULES = ("rpw", "longest_task", "most_followers")
SOLVERS = ("auto", "milp", "heuristic", *RULES)


@dataclass(frozen=True)
class Found:
    """A plan, the proven bound beside it, and whether they meet."""

    plan: search.Plan
    bound: int
    exact: bool


@dataclass(frozen=True, kw_only=True, eq=False)
class LineBalanceResult(Result):
    """The balanced line."""

    stations: int
    optimal_cycle: float
    total_time: float
    efficiency: float
    balance_delay: float
    smoothness: float
    assignment: tuple[tuple[str, ...], ...]
    loads: tuple[float, ...]
    cycle: float
    theoretical_stations: int
    lower_bound: float
    exact: bool
    cycle_exact: bool
    positional_weights: dict[str, float]


@measure("lean.line_balance", "Cân bằng chuyền")
def line_balance(
    *,
    times: Mapping[str, float],
    precedence: Sequence[Any] | None = None,
    cycle: float | None = None,
    stations: int | None = None,
    solver: str = "auto",
) -> LineBalanceResult:
    """Assign tasks to stations in line so that no station is overloaded and no task comes too early.

    With `cycle`: the fewest stations, then the shortest cycle for that many. With `stations`: the shortest
    cycle. Proven optimal (`exact`) as a rule up to about 50 tasks and often far above; otherwise the best
    plan found with its bound. Refuses a ring in the precedence, a task longer than the cycle, unknown tasks,
    and both or neither of cycle and stations.

    Formula:
        Σ_{tasks in station} t ≤ cycle;  station(a) ≤ station(b) for “a-b”
        efficiency = Σt/(stations·cycle);  balance delay = 1 − efficiency
        smoothness = √Σ(max load − load)²;  theoretical stations = ⌈Σt/cycle⌉
        positional weight of a task = its time + times of all tasks that follow

    Input:
        times (any unit): {task: time}, each ≥ 0, at least one > 0
        precedence: list of "a-b" (a before b) or ["a", "b"]; default none
        cycle (same unit) or stations (count): exactly one
        solver: auto (rules, then exact enumeration, then mixed-integer programme) | milp | heuristic (the
            best of all rules) | rpw | longest_task | most_followers (one rule, as a textbook fills stations
            by hand; with cycle only); default auto

    Output:
        stations: number of stations
        optimal_cycle (time): the shortest cycle found for that number of stations
        total_time (time): Σt
        efficiency, balance_delay (share): at the given cycle, or at optimal_cycle when stations are given
        smoothness (time)
        assignment: tasks by station, in line; loads (time): their work
        cycle (time): the cycle to which efficiency refers; theoretical_stations: ⌈Σt/cycle⌉
        lower_bound: proven least number of stations, or least cycle when stations are given
        exact: the number of stations (or the cycle, when stations are given) is proven optimal
        cycle_exact: optimal_cycle is proven optimal
        positional_weights (time): by task

    Source:
        Scholl A., Balancing and Sequencing of Assembly Lines, 2nd ed., 1999, ch. 2 and 4 (SALBP-1, SALBP-2,
        bounds); Helgeson & Birnie, J. Industrial Engineering 12 (1961) 394 (positional weight); Jackson,
        Management Science 2 (1956) 261 (station-wise enumeration).

    Traps:
        - ⌈Σt/cycle⌉ is a bound, not an answer: precedence and indivisible tasks may need more.
        - Efficiency at the takt differs from efficiency at the line's own pace: see `cycle`.
        - A textbook's answer is often its rule's, not the fewest stations: name the rule as solver to see it.
        - Several assignments can be optimal: compare the number of stations, not the lists.
        - Mean times balance on paper; a station at 100 % of the cycle stops the line.

    Example:
        >>> found = line_balance(times={"A": 45, "B": 11, "C": 9, "D": 50, "E": 15, "F": 12, "G": 12,
        ...     "H": 12, "I": 12, "J": 8, "K": 9}, stations=4, precedence=["A-B", "B-C", "C-F", "C-G",
        ...     "F-J", "G-J", "J-K", "D-E", "E-H", "E-I", "H-J", "I-J"])
        >>> found.optimal_cycle, found.total_time, found.efficiency, found.exact
        (50.0, 195.0, 0.975, True)
    """
    way = inputs.choice(solver, "solver", SOLVERS)
    problem = read(times, precedence)
    if (cycle is None) == (stations is None):
        if cycle is None:
            raise MissingField("cycle", "Hãy nhập “cycle” (chu kỳ) hoặc “stations” (số trạm).")
        raise Inconsistent("stations", "Chỉ nhập một trong hai: “cycle” hoặc “stations”.")
    if cycle is not None:
        pace = inputs.number(cycle, "cycle", above=0, at_most=MOST_TIME * 1000)
        limit = _limit(problem, pace, times)
        main = _by_rule(problem, limit, way) if way in RULES else _fewest(problem, limit, way)
        by_hand = Found(main.plan, search.least_cycle(problem, len(main.plan)), False)
        smooth = by_hand if way in RULES else _shortest(problem, len(main.plan), way, main.plan)
    else:
        if way in RULES:
            raise Inconsistent("solver", "Một quy tắc ưu tiên chỉ xếp được theo “cycle”. Hãy nhập “cycle”.")
        count = inputs.whole(stations, "stations", at_least=1, at_most=10_000)
        pace, main = None, _shortest(problem, count, way, None)
        smooth = main
    return _result(problem, main, smooth, pace, way)


def _limit(problem: Problem, pace: float, times: Mapping[str, float]) -> int:
    limit = cycle_units(pace, problem.scale)
    for key, time in zip(times, problem.times, strict=True):
        if time > limit:
            raise Infeasible(
                f"times.{key}",
                f"Công việc “{key}” ({show(time / problem.scale)}) dài hơn chu kỳ {show(pace)}. "
                "Hãy chia nhỏ công việc hoặc tăng chu kỳ.",
            )
    return limit


def _by_rule(problem: Problem, limit: int, way: str) -> Found:
    """Stations filled by one priority rule alone, as done by hand."""
    plan = search.ranked(problem, search.priorities(problem)[RULES.index(way)], limit)
    bound = search.least_stations(problem, limit)
    return Found(plan, bound, bound == len(plan))


def _fewest(problem: Problem, limit: int, way: str) -> Found:
    """SALBP-1: raise the number of stations from the bound until a plan exists."""
    best = search.heuristic(problem, limit)
    bound = search.least_stations(problem, limit)
    budget = search.Budget()
    while way != "heuristic" and bound < len(best):
        plan, proven = _enumerated(problem, limit, bound, way, budget)
        if not proven and len(problem.times) <= search.PROGRAMMED:
            plan, proven = search.programme(problem, limit, bound, search.NODES[way])
        if plan is not None:
            return Found(plan, bound, True)
        if not proven:
            break
        bound += 1
    return Found(best, bound, bound == len(best))


def _shortest(problem: Problem, count: int, way: str, known: search.Plan | None) -> Found:
    """SALBP-2: halve the span between the bound and the best cycle known, then one programme for the rest."""
    bound = search.least_cycle(problem, count)
    best = _eased(problem, known or _any_plan(problem, count, bound), count, bound)
    budget = search.Budget()
    while bound < search.peak(problem, best):
        middle = (bound + search.peak(problem, best) - 1) // 2
        plan, proven = _enumerated(problem, middle, count, way, budget)
        if not proven:
            break
        best, bound = (best, middle + 1) if plan is None else (plan, bound)
    if way != "heuristic" and bound < search.peak(problem, best) and len(problem.times) <= search.PROGRAMMED:
        plan, proven = search.programme(problem, search.peak(problem, best) - 1, count, search.NODES[way])
        best = best if plan is None else plan
        bound = search.peak(problem, best) if proven else bound
    exact = bound == search.peak(problem, best)
    return Found(best + [0] * (count - len(best)), bound, exact)


def _any_plan(problem: Problem, count: int, bound: int) -> search.Plan:
    """A first plan: everything in one station is always within one station's total."""
    low, high = bound, problem.total
    best = [(1 << len(problem.times)) - 1]
    while low <= high:
        middle = (low + high) // 2
        plan = search.heuristic(problem, middle)
        if len(plan) <= count:
            best, high = plan, min(middle, search.peak(problem, plan)) - 1
        else:
            low = middle + 1
    return best


def _eased(problem: Problem, best: search.Plan, count: int, bound: int) -> search.Plan:
    """Rules tried at ever shorter cycles, while they still need no more stations."""
    for _ in range(20):
        limit = search.peak(problem, best) - 1
        if limit < bound:
            break
        plan = search.heuristic(problem, limit)
        if len(plan) > count:
            break
        best = plan
    return best


def _enumerated(
    problem: Problem, limit: int, count: int, way: str, budget: search.Budget
) -> tuple[search.Plan | None, bool]:
    """A plan for this cycle and number of stations or None, and whether the search came to its end."""
    if way != "auto" or len(problem.times) > search.ENUMERATED:
        return None, False
    try:
        return search.enumerate_loads(problem, limit, count, budget), True
    except search.Spent:
        return None, False


def _result(problem: Problem, main: Found, smooth: Found, pace: float | None, way: str) -> LineBalanceResult:
    scale, plan = problem.scale, smooth.plan
    loads = tuple(problem.time_of(station) for station in plan)
    total, tightest = problem.time_of((1 << len(problem.times)) - 1), max(loads)
    cycle = tightest if pace is None else pace
    efficiency = total / (len(plan) * cycle)
    rank = {task: at for at, task in enumerate(problem.order)}
    units = cycle_units(cycle, scale)
    return LineBalanceResult(
        stations=len(plan),
        optimal_cycle=tightest,
        total_time=total,
        efficiency=efficiency,
        balance_delay=1 - efficiency,
        smoothness=math.hypot(*(tightest - load for load in loads)),
        assignment=tuple(
            tuple(problem.names[task] for task in sorted(members(station), key=lambda task: rank[task]))
            for station in plan
        ),
        loads=loads,
        cycle=cycle,
        theoretical_stations=-(-problem.total // units),
        lower_bound=float(main.bound) if pace is not None else main.bound / scale,
        exact=main.exact,
        cycle_exact=smooth.exact and main.exact,
        positional_weights={
            name: weight / scale
            for name, weight in zip(problem.names, search.priorities(problem)[0], strict=True)
        },
        assumptions=(
            Assumption(
                "problem", "SALBP-1" if pace is not None else "SALBP-2", "Bài toán cân bằng chuyền đơn giản."
            ),
            Assumption("solver", way, "Giới hạn tính theo số bước, không theo thời gian chạy."),
            Assumption("efficiency_at", cycle, "Chu kỳ dùng để tính hiệu suất."),
        ),
        warnings=_cautions(main, smooth, pace is not None),
        trace=(
            Step("Tổng thời gian", "Σ t", total),
            Step(
                "Số trạm lý thuyết",
                f"⌈{show(total)}/{show(cycle)}⌉",
                float(-(-problem.total // units)),
                "trạm",
            ),
            Step("Số trạm", "nhỏ nhất tìm được" if pace is not None else "đã cho", float(len(plan)), "trạm"),
            Step("Hiệu suất", f"{show(total)}/({len(plan)}·{show(cycle)})", efficiency),
        ),
    )


def _cautions(main: Found, smooth: Found, by_cycle: bool) -> tuple[Caution, ...]:
    found = []
    if not main.exact:
        found.append(
            Caution(
                "not_proven",
                "Đây là phương án tốt nhất tìm được, chưa chứng minh là tối ưu; xem “lower_bound”.",
                "times",
            )
        )
    elif by_cycle and not smooth.exact:
        found.append(
            Caution("cycle_not_proven", "Số trạm là tối ưu; chu kỳ ngắn nhất thì chưa chứng minh.", "times")
        )
    if 0 in smooth.plan:
        found.append(
            Caution(
                "empty_stations", "Có trạm không được giao việc: số trạm nhiều hơn cần thiết.", "stations"
            )
        )
    return tuple(found)
