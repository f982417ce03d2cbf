"""Yamazumi: the stacked work of each station beside the takt."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nscl.measures import inputs
from nscl.measures.errors import Duplicate, OutOfRange
from nscl.measures.lean.amounts import amount
from nscl.measures.method import measure
from nscl.measures.result import Assumption, Caution, Result, Step, show

KEYS = ("name", "tasks")
TASK_KEYS = ("name", "time", "kind")
KINDS = ("value_added", "necessary", "waste")


@dataclass(frozen=True, kw_only=True, eq=False)
class YamazumiResult(Result):
    """Loads of the stations and the figures of the balance as it stands."""

    loads: dict[str, float]
    by_kind: dict[str, dict[str, float]]
    total_time: float
    bottleneck: str
    cycle: float
    efficiency: float
    balance_delay: float
    smoothness: float
    value_added_pct: float
    above_takt: tuple[str, ...]


@measure("lean.yamazumi", "Biểu đồ tải công việc theo trạm (yamazumi)")
def yamazumi(*, stations: Sequence[Mapping[str, Any]], takt: float | None = None) -> YamazumiResult:
    """Stack the work of each station and compare it with the takt.

    Describes a balance that exists; `lean.line_balance` seeks a better one. Refuses a station twice, negative
    times and a line without work.

    Formula:
        load_j = Σ times;  cycle = max load;  efficiency = Σ load/(m·cycle);  balance delay = 1 − efficiency
        smoothness = √Σ(max load − load_j)²

    Input:
        stations: list of {name, tasks: list of {name, time, kind}}; kind value_added | necessary | waste,
            default value_added; times in one unit
        takt (same unit): default none

    Output:
        loads, by_kind (time): by station, and by kind within it
        total_time, cycle (time): all work, the largest load; bottleneck: its station
        efficiency, balance_delay (share); smoothness (time)
        value_added_pct (%): share of work that adds value
        above_takt: stations above the takt

    Source:
        Monden Y., Toyota Production System, ch. 10; smoothness index: Moodie & Young, J. Industrial
        Engineering 16 (1965) 23.

    Traps:
        - Waste balanced evenly is still waste: remove it before balancing.
        - Average times hide variation: a station at 98 % of takt stops the line often.

    Example:
        >>> found = yamazumi(takt=60, stations=[
        ...     {"name": "1", "tasks": [{"name": "a", "time": 50},
        ...                             {"name": "b", "time": 5, "kind": "waste"}]},
        ...     {"name": "2", "tasks": [{"name": "c", "time": 40}]}])
        >>> found.loads, round(found.efficiency, 4), found.smoothness
        ({'1': 55.0, '2': 40.0}, 0.8636, 15.0)
    """
    beat = None if takt is None else amount(takt, "takt", above=0)
    by_kind: dict[str, dict[str, float]] = {}
    for place, item in enumerate(inputs.records(stations, "stations", known=KEYS)):
        name = inputs.text(item.get("name"), f"stations[{place}].name")
        if name in by_kind:
            raise Duplicate(f"stations[{place}].name", f"Trạm “{name}” được nhập hai lần.")
        by_kind[name] = _kinds(item.get("tasks"), f"stations[{place}].tasks")
    loads = {name: math.fsum(kinds.values()) for name, kinds in by_kind.items()}
    total, cycle = math.fsum(loads.values()), max(loads.values())
    if cycle <= 0:
        raise OutOfRange("stations", "Tổng thời gian của mọi trạm bằng 0: không có gì để so sánh.")
    slow = tuple(name for name, load in loads.items() if beat is not None and load > beat * (1 + 1e-12))
    efficiency = total / (len(loads) * cycle)
    useful = math.fsum(kinds["value_added"] for kinds in by_kind.values())
    return YamazumiResult(
        loads=loads,
        by_kind=by_kind,
        total_time=total,
        bottleneck=max(loads, key=lambda name: loads[name]),
        cycle=cycle,
        efficiency=efficiency,
        balance_delay=1 - efficiency,
        smoothness=math.hypot(*(cycle - load for load in loads.values())),
        value_added_pct=100 * useful / total,
        above_takt=slow,
        assumptions=(Assumption("efficiency", "max load", "Hiệu suất tính theo trạm nặng nhất."),),
        warnings=(Caution("above_takt", f"Trạm chậm hơn nhịp: {', '.join(slow)}.", "takt"),) if slow else (),
        trace=(
            Step("Tổng thời gian", "Σ t", total),
            Step("Trạm nặng nhất", "max tải", cycle),
            Step("Hiệu suất", f"{show(total)}/({len(loads)}·{show(cycle)})", efficiency),
        ),
    )


def _kinds(tasks: Any, field: str) -> dict[str, float]:
    found = dict.fromkeys(KINDS, 0.0)
    for place, task in enumerate(inputs.records(tasks, field, known=TASK_KEYS, at_least_items=0)):
        path = f"{field}[{place}]"
        inputs.text(task.get("name"), f"{path}.name")
        kind = task.get("kind")
        kind = "value_added" if kind is None else inputs.choice(kind, f"{path}.kind", KINDS)
        found[kind] += amount(task.get("time"), f"{path}.time", at_least=0)
    return found
