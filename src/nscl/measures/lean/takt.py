"""Takt time: the rhythm the customer asks for, and the hands it takes."""

from __future__ import annotations

import math
from dataclasses import dataclass

from nscl.measures import inputs
from nscl.measures.errors import Inconsistent
from nscl.measures.lean.amounts import amount
from nscl.measures.method import measure
from nscl.measures.result import Assumption, Caution, Result, Step, show


@dataclass(frozen=True, kw_only=True, eq=False)
class TaktResult(Result):
    """Takt and what follows from it."""

    available_min: float
    takt_min: float
    takt_s: float
    operators_exact: float
    operators: int | None
    pitch_min: float
    load_pct: float


@measure("lean.takt", "Nhịp sản xuất (takt time)")
def takt(
    *,
    available_min: float,
    demand: float,
    breaks_min: float = 0,
    work_content_min: float | None = None,
    efficiency: float = 1,
    pack: float | None = None,
) -> TaktResult:
    """Divide the time available by the pieces asked for in it.

    Refuses no demand, breaks that fill the time, and an efficiency outside (0, 1].

    Formula:
        takt = (available − breaks)/demand
        operators = ⌈work content/(takt·efficiency)⌉;  pitch = takt·pack

    Input:
        available_min (min): working time in the period, all shifts together
        demand (pieces): asked for in the same period
        breaks_min (min): breaks and planned stops within it; default 0
        work_content_min (min/piece): manual work in one piece; default none
        efficiency (share): expected line efficiency; default 1
        pack (pieces): pieces in one container, for the pitch; default none

    Output:
        available_min (min): net time; takt_min (min/piece), takt_s (s/piece)
        operators_exact, operators: needed, exact and rounded up; null without work content
        pitch_min (min): time of one container, null without pack
        load_pct (%): load of the rounded number of operators

    Source:
        Rother M., Shook J., Learning to See, Lean Enterprise Institute, 1999, part III; Monden Y., Toyota
        Production System, ch. 4.

    Traps:
        - Takt is demand, cycle is capability: a cycle above takt needs overtime or another station.
        - Leave breaks out, but not breakdowns: those belong to the efficiency.
        - Demand and time must cover the same period.

    Example:
        >>> takt(available_min=2 * 480, breaks_min=2 * 20, demand=920).takt_s
        60.0
    """
    time = amount(available_min, "available_min", above=0)
    pieces = amount(demand, "demand", above=1e-12)
    rest = amount(breaks_min, "breaks_min", at_least=0)
    share = inputs.number(efficiency, "efficiency", above=1e-6, at_most=1)
    if rest >= time:
        raise Inconsistent("breaks_min", "Thời gian nghỉ chiếm hết thời gian làm việc. Hãy kiểm tra lại.")
    net = time - rest
    beat = net / pieces
    exact, hands = math.nan, None
    if work_content_min is not None:
        work = amount(work_content_min, "work_content_min", at_least=0)
        exact = work / (beat * share)
        # 3.0000000000000004 operators are three.
        hands = max(1, math.ceil(exact * (1 - 1e-12)))
    size = math.nan if pack is None else amount(pack, "pack", above=0)
    return TaktResult(
        available_min=net,
        takt_min=beat,
        takt_s=60 * beat,
        operators_exact=exact,
        operators=hands,
        pitch_min=beat * size,
        load_pct=100 * exact / hands if hands else math.nan,
        assumptions=(Assumption("efficiency", share, "Hiệu suất dây chuyền dự kiến."),),
        warnings=()
        if hands is None or exact / hands > 0.7
        else (
            Caution(
                "low_load",
                "Người thao tác cuối còn rảnh nhiều: hãy cân đối lại công việc.",
                "work_content_min",
            ),
        ),
        trace=(
            Step("Thời gian hữu ích", f"{show(time)} − {show(rest)}", net, "phút"),
            Step("Nhịp sản xuất", f"{show(net)}/{show(pieces)}", beat, "phút/sản phẩm"),
            Step("Số người cần", f"việc/({show(beat)}·{show(share)})", exact, "người"),
        ),
    )
