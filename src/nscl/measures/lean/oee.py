"""Overall equipment effectiveness and its six big losses."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nscl.measures import inputs
from nscl.measures.errors import Inconsistent
from nscl.measures.lean.amounts import amount
from nscl.measures.method import measure
from nscl.measures.result import Assumption, Caution, Result, Step, show

LOSS_KEYS = ("breakdown_min", "setup_min", "minor_stops_min", "startup_rejects")


@dataclass(frozen=True, kw_only=True, eq=False)
class OeeResult(Result):
    """The three rates, their product, and where the minutes went."""

    availability: float
    performance: float
    quality: float
    oee: float
    utilisation: float
    teep: float
    fully_productive_min: float
    losses: dict[str, float]


@measure("lean.oee", "Hiệu suất thiết bị tổng thể (OEE)")
def oee(
    *,
    planned_min: float,
    run_min: float,
    ideal_cycle_min: float,
    made: float,
    good: float,
    calendar_min: float | None = None,
    losses: Mapping[str, float] | None = None,
) -> OeeResult:
    """Measure how much of the planned time made good pieces at the ideal rate.

    Performance above 1 is reported as it is, with a warning (the ideal cycle time is wrong), never capped.
    Refuses run time above planned time, good pieces above made, pieces made in no time, and named losses
    above the loss they explain.

    Formula:
        A = run/planned;  P = ideal cycle·made/run;  Q = good/made
        OEE = A·P·Q = ideal cycle·good/planned
        utilisation = planned/calendar;  TEEP = OEE·utilisation

    Input:
        planned_min (min): planned production time, breaks and unplanned shifts taken out
        run_min (min): time the machine ran
        ideal_cycle_min (min/piece): shortest time for one piece
        made, good (pieces): all pieces, and those right first time
        calendar_min (min): all time (24 h × days) for TEEP; default none
        losses: {breakdown_min, setup_min, minor_stops_min (min), startup_rejects (pieces)}, any of them

    Output:
        availability, performance, quality, oee: shares; performance null without run time, quality without
            pieces
        utilisation, teep: shares, null without calendar_min
        fully_productive_min (min): ideal cycle × good
        losses (min): availability, performance, quality and their parts breakdown, setup,
            availability_other, minor_stops, speed, startup_rejects, production_rejects; parts not given null

    Source:
        Nakajima S., Introduction to TPM, 1988; ISO 22400-2:2014, OEE index; Vorne Industries, The Fast Guide
        to OEE, 2002–2008.

    Traps:
        - Reworked pieces are not good at first: count them as not good.
        - Averaging OEE over machines is wrong: sum the times, then divide.
        - Planned stops hidden outside planned time flatter OEE: look at TEEP too.
        - A high OEE on a machine that is not the bottleneck makes stock, not money.

    Example:
        >>> found = oee(planned_min=480, run_min=420, ideal_cycle_min=1, made=400, good=380)
        >>> found.availability, round(found.performance, 6), found.quality, round(found.oee, 7)
        (0.875, 0.952381, 0.95, 0.7916667)
    """
    planned = amount(planned_min, "planned_min", above=0)
    run = amount(run_min, "run_min", at_least=0)
    ideal = amount(ideal_cycle_min, "ideal_cycle_min", above=0)
    pieces = amount(made, "made", at_least=0)
    right = amount(good, "good", at_least=0)
    _check(planned, run, pieces, right)
    used = math.nan
    if calendar_min is not None:
        calendar = amount(calendar_min, "calendar_min", above=0)
        if calendar < planned:
            raise Inconsistent(
                "calendar_min", "Thời gian lịch ngắn hơn thời gian kế hoạch. Hãy kiểm tra lại."
            )
        used = planned / calendar
    availability = run / planned
    performance = ideal * pieces / run if run > 0 else math.nan
    quality = right / pieces if pieces > 0 else math.nan
    total = ideal * right / planned
    return OeeResult(
        availability=availability,
        performance=performance,
        quality=quality,
        oee=total,
        utilisation=used,
        teep=total * used,
        fully_productive_min=ideal * right,
        losses=_losses(planned, run, ideal, pieces, right, losses),
        assumptions=(
            Assumption(
                "performance", "uncapped", "Hiệu suất tốc độ trên 100 % được giữ nguyên, kèm cảnh báo."
            ),
            Assumption("good", "right first time", "Sản phẩm phải làm lại không tính là đạt."),
        ),
        warnings=_cautions(performance, total, run, pieces),
        trace=(
            Step("Mức sẵn sàng", f"{show(run)}/{show(planned)}", availability),
            Step("Hiệu suất tốc độ", f"{show(ideal)}·{show(pieces)}/{show(run)}", performance),
            Step("Tỷ lệ chất lượng", f"{show(right)}/{show(pieces)}", quality),
            Step("OEE", f"{show(ideal)}·{show(right)}/{show(planned)}", total),
        ),
    )


def _check(planned: float, run: float, pieces: float, right: float) -> None:
    if run > planned:
        raise Inconsistent("run_min", "Thời gian chạy máy dài hơn thời gian kế hoạch. Hãy kiểm tra lại.")
    if right > pieces:
        raise Inconsistent("good", "Số sản phẩm đạt nhiều hơn số sản phẩm làm ra. Hãy kiểm tra lại.")
    if run == 0 and pieces > 0:
        raise Inconsistent("made", "Máy không chạy mà vẫn có sản phẩm. Hãy kiểm tra thời gian chạy máy.")


def _losses(
    planned: float, run: float, ideal: float, pieces: float, right: float, given: Any
) -> dict[str, float]:
    stop, slow, bad = planned - run, run - ideal * pieces, ideal * (pieces - right)
    named = dict.fromkeys(LOSS_KEYS, math.nan)
    if given is not None:
        table = inputs.table(given, "losses")
        inputs.refuse_unknown(table, LOSS_KEYS, "losses")
        for key, value in table.items():
            if value is not None:
                named[key] = amount(value, f"losses.{key}", at_least=0)
    slack = 1e-9 * planned
    known_stop = sum(named[key] for key in ("breakdown_min", "setup_min") if not math.isnan(named[key]))
    minor, startup = named["minor_stops_min"], named["startup_rejects"]
    if known_stop > stop + slack:
        raise Inconsistent("losses", f"Hỏng máy và chuyển đổi vượt {show(stop)} phút dừng (kế hoạch − chạy).")
    if minor > max(slow, 0.0) + slack:
        raise Inconsistent(
            "losses.minor_stops_min", f"Dừng nhỏ vượt {show(max(slow, 0.0))} phút mất do tốc độ."
        )
    if startup > pieces - right:
        raise Inconsistent("losses.startup_rejects", "Phế phẩm khởi động nhiều hơn tổng số không đạt.")
    return {
        "availability": stop,
        "performance": slow,
        "quality": bad,
        "breakdown": named["breakdown_min"],
        "setup": named["setup_min"],
        "availability_other": stop - known_stop,
        "minor_stops": minor,
        "speed": slow - minor,
        "startup_rejects": ideal * startup,
        "production_rejects": ideal * (pieces - right - startup),
    }


def _cautions(performance: float, total: float, run: float, pieces: float) -> tuple[Caution, ...]:
    if performance > 1:
        return (
            Caution(
                "performance_above_one",
                f"Hiệu suất tốc độ là {show(100 * performance)} %, vượt 100 %: chu kỳ lý tưởng đặt quá dài.",
                "ideal_cycle_min",
            ),
        )
    if run == 0:
        return (
            Caution("no_run", "Máy không chạy: hiệu suất tốc độ và chất lượng không xác định.", "run_min"),
        )
    if pieces == 0:
        return (Caution("nothing_made", "Không có sản phẩm: tỷ lệ chất lượng không xác định.", "made"),)
    if total > 0.95:
        return (
            Caution(
                "very_high", "OEE trên 95 %: hiếm gặp, hãy kiểm tra thời gian kế hoạch và số đếm.", "good"
            ),
        )
    return ()
