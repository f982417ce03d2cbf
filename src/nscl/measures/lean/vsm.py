"""Value stream: how long a piece waits for how little work."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nscl.measures import inputs
from nscl.measures.errors import Inconsistent
from nscl.measures.lean.amounts import amount
from nscl.measures.method import measure
from nscl.measures.result import Array, Assumption, Caution, Result, Step, show

STEP_KEYS = ("name", "cycle_s", "value_added_s", "batch", "uptime_pct", "changeover_min", "operators")
STOCK_KEYS = ("name", "quantity", "days")


@dataclass(frozen=True, kw_only=True, eq=False)
class VsmResult(Result):
    """Lead time, processing time and their ratio."""

    lead_time_days: float
    lead_time_total_days: float
    processing_time_s: float
    value_added_s: float
    pce_pct: float
    inventory_days: Array
    takt_s: float
    bottleneck: str
    above_takt: tuple[str, ...]


@measure("lean.vsm", "Sơ đồ chuỗi giá trị (VSM)")
def vsm(
    *,
    demand_per_day: float,
    steps: Sequence[Mapping[str, Any]],
    inventories: Sequence[Mapping[str, Any]],
    available_s_per_day: float | None = None,
) -> VsmResult:
    """Add up the waiting in front of the steps and the work within them.

    Stock is turned into days by the customer's daily demand. Refuses a stock with both or neither of
    quantity and days, and value-added time above the cycle.

    Formula:
        stock days_i = quantity_i/demand per day;  lead time = Σ stock days
        processing time = Σ cycle;  total lead time = Σ stock days + Σ cycle·batch/available seconds
        PCE = 100·Σ value-added time/(total lead time·available seconds per day)
        takt = available seconds/demand

    Input:
        demand_per_day (pieces/day): what the customer takes
        steps: list of {name, cycle_s (s/piece), value_added_s (s/piece, default cycle_s), batch (pieces,
            default 1), uptime_pct (%, default 100), changeover_min (min), operators}; the last two are
            checked and kept for the map, no figure depends on them
        inventories: list of {name, quantity (pieces) or days}; an empty list is no stock
        available_s_per_day (s): working time a day; default 86,400 (calendar days), and then a caution

    Output:
        lead_time_days (days): stock alone, the figure on the map's time line
        lead_time_total_days (days): with the processing time
        processing_time_s, value_added_s (s): sums over the steps
        pce_pct (%): process cycle efficiency
        inventory_days (days): by stock, as given
        takt_s (s/piece); bottleneck: step with the longest cycle/uptime; above_takt: steps slower than takt

    Source:
        Rother M., Shook J., Learning to See, Lean Enterprise Institute, 1999, part II (Acme Stamping).

    Traps:
        - Days are working days or calendar days: say which by available_s_per_day; PCE changes threefold.
        - Stock is divided by demand, not by the step's own capacity.
        - Cycle time is not value-added time: loading and waiting within the cycle add nothing.

    Example:
        >>> found = vsm(demand_per_day=100, available_s_per_day=27000, inventories=[{"quantity": 500}],
        ...             steps=[{"name": "dập", "cycle_s": 10}, {"name": "hàn", "cycle_s": 50}])
        >>> found.lead_time_days, found.processing_time_s, found.takt_s, found.bottleneck
        (5.0, 60.0, 270.0, 'hàn')
    """
    demand = amount(demand_per_day, "demand_per_day", above=1e-9)
    given = 86400 if available_s_per_day is None else available_s_per_day
    seconds = inputs.number(given, "available_s_per_day", above=0, at_most=86400)
    works = [_step(item, place) for place, item in enumerate(inputs.records(steps, "steps", known=STEP_KEYS))]
    stocks = inputs.records(inventories, "inventories", known=STOCK_KEYS, at_least_items=0)
    days = np.array([_days(item, place, demand) for place, item in enumerate(stocks)], dtype=np.float64)
    waiting = math.fsum(days.tolist())
    processing = math.fsum(work["cycle_s"] for work in works)
    useful = math.fsum(work["value_added_s"] for work in works)
    total = waiting + math.fsum(work["cycle_s"] * work["batch"] for work in works) / seconds
    beat = seconds / demand
    slowest = max(works, key=lambda work: work["effective_s"])
    slow = tuple(work["name"] for work in works if work["effective_s"] > beat * (1 + 1e-12))
    return VsmResult(
        lead_time_days=waiting,
        lead_time_total_days=total,
        processing_time_s=processing,
        value_added_s=useful,
        pce_pct=100 * useful / (total * seconds) if total > 0 else math.nan,
        inventory_days=days,
        takt_s=beat,
        bottleneck=slowest["name"],
        above_takt=slow,
        assumptions=(
            Assumption("day", seconds, "Số giây làm việc trong một ngày dùng để đổi ngày ra giây."),
            Assumption("effective_cycle", "cycle/uptime", "Chu kỳ hiệu dụng để tìm nút thắt."),
        ),
        warnings=_cautions(slow, available_s_per_day),
        trace=(
            Step("Thời gian chờ", " + ".join(show(value) for value in days[:12]), waiting, "ngày"),
            Step(
                "Thời gian gia công",
                " + ".join(show(work["cycle_s"]) for work in works[:12]),
                processing,
                "giây",
            ),
            Step("Nhịp của khách hàng", f"{show(seconds)}/{show(demand)}", beat, "giây/sản phẩm"),
        ),
    )


def _step(item: Mapping[str, Any], place: int) -> dict[str, Any]:
    path = f"steps[{place}]"

    def given(key: str, default: float, **least: float) -> float:
        value = item.get(key)
        return default if value is None else amount(value, f"{path}.{key}", **least)

    cycle = amount(item.get("cycle_s"), f"{path}.cycle_s", at_least=0)
    useful = given("value_added_s", cycle, at_least=0)
    if useful > cycle:
        raise Inconsistent(
            f"{path}.value_added_s",
            f"Công đoạn {place + 1}: thời gian tạo giá trị dài hơn chu kỳ. Hãy kiểm tra lại.",
        )
    given("changeover_min", 0, at_least=0)
    given("operators", 1, above=0)
    uptime = inputs.number(given("uptime_pct", 100), f"{path}.uptime_pct", above=0.001, at_most=100)
    return {
        "name": inputs.text(item.get("name"), f"{path}.name"),
        "cycle_s": cycle,
        "value_added_s": useful,
        "batch": given("batch", 1, above=0),
        # The cycle of a step is already that of its whole crew; only downtime stretches it.
        "effective_s": cycle / (uptime / 100),
    }


def _days(item: Mapping[str, Any], place: int, demand: float) -> float:
    path = f"inventories[{place}]"
    if item.get("name") is not None:
        inputs.text(item["name"], f"{path}.name")
    quantity, days = item.get("quantity"), item.get("days")
    if (quantity is None) == (days is None):
        raise Inconsistent(
            f"{path}.quantity", f"Tồn kho thứ {place + 1}: nhập “quantity” hoặc “days”, chỉ một trong hai."
        )
    if days is not None:
        return amount(days, f"{path}.days", at_least=0)
    return amount(quantity, f"{path}.quantity", at_least=0) / demand


def _cautions(slow: tuple[str, ...], available: float | None) -> tuple[Caution, ...]:
    found = []
    if available is None:
        found.append(
            Caution(
                "calendar_day",
                "Chưa nhập thời gian làm việc một ngày: nhịp và PCE đang tính cho 24 giờ. "
                "Hãy nhập “available_s_per_day”.",
                "available_s_per_day",
            )
        )
    if slow:
        found.append(Caution("above_takt", f"Chậm hơn nhịp của khách hàng: {', '.join(slow)}.", "steps"))
    return tuple(found)
