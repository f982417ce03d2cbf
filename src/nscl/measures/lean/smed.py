"""Quick changeover: what can be done while the machine still runs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nscl.measures import inputs
from nscl.measures.errors import Inconsistent
from nscl.measures.lean.amounts import amount
from nscl.measures.method import measure
from nscl.measures.result import Assumption, Caution, Result, Step, show

KEYS = ("name", "minutes", "kind", "after_kind", "after_minutes")
KINDS = ("internal", "external")
AFTER = ("internal", "external", "removed")


@dataclass(frozen=True, kw_only=True, eq=False)
class SmedResult(Result):
    """Changeover before and after, in minutes of stopped machine and of outside work."""

    total_min: float
    internal_min: float
    external_min: float
    after_internal_min: float
    after_external_min: float
    converted_min: float
    removed_min: float
    saving_min: float
    reduction_pct: float
    saving_min_per_period: float
    batch_ratio: float


@measure("lean.smed", "Chuyển đổi nhanh (QCO/SMED)")
def smed(*, steps: Sequence[Mapping[str, Any]], changeovers: float = 1) -> SmedResult:
    """Split a changeover into internal (machine stopped) and external work, before and after improvement.

    Only internal minutes stop the machine. Refuses minutes that grow after improvement, and external work
    turned internal.

    Formula:
        stop before = Σ internal minutes;  stop after = Σ minutes still internal
        saving = before − after;  reduction = 100·saving/before;  per period = saving·changeovers
        batch ratio = after/before (batches may shrink by it at the same time lost)

    Input:
        steps: list of {name, minutes (min), kind: internal | external, after_kind: internal | external |
            removed (default kind), after_minutes (min, default minutes)}
        changeovers (times/period): default 1

    Output:
        total_min, internal_min, external_min (min): before
        after_internal_min, after_external_min (min): after
        converted_min (min): internal work moved outside; removed_min (min): internal work no longer done
        saving_min (min), reduction_pct (%): of the stop; saving_min_per_period (min)
        batch_ratio: after/before; null without internal work

    Source:
        Shingo S., A Revolution in Manufacturing: The SMED System, Productivity Press, 1985, ch. 3–4.

    Traps:
        - Changeover runs from the last good piece to the first good piece, trials included.
        - Less work in total is not the aim: less stopped time is.
        - The saving is capacity only if it is used for smaller batches or more output.

    Example:
        >>> found = smed(steps=[
        ...     {"name": "lấy khuôn", "minutes": 20, "kind": "internal", "after_kind": "external"},
        ...     {"name": "thay khuôn", "minutes": 30, "kind": "internal", "after_minutes": 10}])
        >>> found.internal_min, found.after_internal_min, found.reduction_pct
        (50.0, 10.0, 80.0)
    """
    rows = [_row(item, place) for place, item in enumerate(inputs.records(steps, "steps", known=KEYS))]
    times = amount(changeovers, "changeovers", at_least=0)
    before = math.fsum(row[0] for row in rows if row[1] == "internal")
    outside = math.fsum(row[0] for row in rows if row[1] == "external")
    after = math.fsum(row[2] for row in rows if row[3] == "internal")
    converted = math.fsum(row[0] for row in rows if (row[1], row[3]) == ("internal", "external"))
    removed = math.fsum(row[0] for row in rows if (row[1], row[3]) == ("internal", "removed"))
    saving = before - after
    return SmedResult(
        total_min=before + outside,
        internal_min=before,
        external_min=outside,
        after_internal_min=after,
        after_external_min=math.fsum(row[2] for row in rows if row[3] == "external"),
        converted_min=converted,
        removed_min=removed,
        saving_min=saving,
        reduction_pct=100 * saving / before if before > 0 else math.nan,
        saving_min_per_period=saving * times,
        batch_ratio=after / before if before > 0 else math.nan,
        assumptions=(Assumption("changeovers", times, "Số lần chuyển đổi trong kỳ."),),
        warnings=()
        if before > 0
        else (Caution("no_internal", "Không có việc nào phải dừng máy: không có gì để rút ngắn.", "steps"),),
        trace=(
            Step("Dừng máy trước cải tiến", "Σ việc trong", before, "phút"),
            Step("Dừng máy sau cải tiến", "Σ việc còn phải dừng máy", after, "phút"),
            Step("Tiết kiệm mỗi kỳ", f"{show(saving)}·{show(times)}", saving * times, "phút"),
        ),
    )


def _row(item: Mapping[str, Any], place: int) -> tuple[float, str, float, str]:
    path = f"steps[{place}]"
    inputs.text(item.get("name"), f"{path}.name")
    minutes = amount(item.get("minutes"), f"{path}.minutes", at_least=0)
    kind = inputs.choice(item.get("kind"), f"{path}.kind", KINDS)
    after = (
        kind
        if item.get("after_kind") is None
        else inputs.choice(item["after_kind"], f"{path}.after_kind", AFTER)
    )
    if (kind, after) == ("external", "internal"):
        raise Inconsistent(
            f"{path}.after_kind", f"Bước {place + 1}: việc ngoài không nên chuyển thành việc dừng máy."
        )
    later = minutes
    if item.get("after_minutes") is not None:
        later = amount(item["after_minutes"], f"{path}.after_minutes", at_least=0)
    if later > minutes and after == "internal":
        raise Inconsistent(
            f"{path}.after_minutes", f"Bước {place + 1}: sau cải tiến lại lâu hơn. Hãy kiểm tra lại."
        )
    return minutes, kind, 0.0 if after == "removed" else later, after
