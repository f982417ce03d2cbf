"""Failure mode and effects analysis: risk priority number and action priority."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nscl.measures import inputs
from nscl.measures.errors import Duplicate
from nscl.measures.method import measure
from nscl.measures.quality import action_priority as table
from nscl.measures.result import Assumption, Caution, Result, Step

RATINGS = ("severity", "occurrence", "detection")
KEYS = ("name", *RATINGS, "after")


@dataclass(frozen=True, kw_only=True, eq=False)
class FmeaResult(Result):
    """Failure modes from the highest to the lowest risk."""

    order: tuple[str, ...]
    items: tuple[dict[str, Any], ...]
    rpn: dict[str, int]
    action_priority: dict[str, str]
    count_by_priority: dict[str, int]
    above_threshold: tuple[str, ...]
    table_version: str
    table_verified: bool


@measure("quality.fmea", "Phân tích kiểu sai hỏng và tác động (FMEA)")
def fmea(
    *,
    items: Sequence[Mapping[str, Any]],
    rank_by: str = "rpn",
    threshold: float | None = None,
) -> FmeaResult:
    """Rate failure modes by RPN and by action priority, before and after action.

    Refuses ratings that are not whole numbers from 1 to 10, a rating that is missing, and the same failure
    mode twice.

    Formula:
        RPN = S · O · D (1–1000)
        action priority = table(S, O, D): H (act), M (should act), L (may act)

    Input:
        items: list of {name, severity, occurrence, detection, after}; ratings 1–10, 10 the worst (detection
            10 = not detectable); after: the three ratings expected or seen after action, optional
        rank_by: rpn | action_priority (H before M before L, then RPN); default rpn
        threshold (RPN): list the modes at or above it; default none

    Output:
        order: names, highest risk first; ties by severity, then occurrence, then as given
        items: in that order {rank, name, severity, occurrence, detection, rpn, action_priority, rpn_after,
            action_priority_after, reduction_pct}
        rpn, action_priority: by name
        count_by_priority: how many H, M, L
        above_threshold: names with RPN ≥ threshold
        table_version, table_verified: the action-priority table used

    Source:
        IEC 60812:2018; AIAG, Potential FMEA Reference Manual, 4th ed., 2008 (RPN); AIAG & VDA FMEA Handbook,
        1st ed., 2019 (action priority; table not verified against the print).

    Traps:
        - RPN multiplies ranks: 8·3·3 = 72 is not “less than” 3·5·5 = 75 when lives are at stake.
        - A fixed RPN threshold is not in the standards: severity 9–10 deserves attention whatever the RPN.
        - Ratings without written scales are not comparable between teams.

    Example:
        >>> found = fmea(items=[{"name": "a", "severity": 8, "occurrence": 5, "detection": 5},
        ...                     {"name": "b", "severity": 9, "occurrence": 4, "detection": 2}])
        >>> found.rpn, found.action_priority
        ({'a': 200, 'b': 72}, {'a': 'M', 'b': 'H'})
    """
    way = inputs.choice(rank_by, "rank_by", ("rpn", "action_priority"))
    limit = None if threshold is None else inputs.number(threshold, "threshold", at_least=1, at_most=1000)
    rated = [_rated(item, place) for place, item in enumerate(inputs.records(items, "items", known=KEYS))]
    seen: set[str] = set()
    for place, row in enumerate(rated):
        if row["name"] in seen:
            raise Duplicate(f"items[{place}].name", f"Kiểu sai hỏng “{row['name']}” được nhập hai lần.")
        seen.add(row["name"])
    rated.sort(key=lambda row: _urgency(row, way))
    first: dict[tuple[int, int], int] = {}
    listed = [{"rank": first.setdefault(_main(row, way), place), **row} for place, row in enumerate(rated, 1)]
    return FmeaResult(
        order=tuple(row["name"] for row in listed),
        items=tuple(listed),
        rpn={row["name"]: row["rpn"] for row in listed},
        action_priority={row["name"]: row["action_priority"] for row in listed},
        count_by_priority={
            level: sum(row["action_priority"] == level for row in listed) for level in table.LEVELS
        },
        above_threshold=tuple(row["name"] for row in listed if limit is not None and row["rpn"] >= limit),
        table_version=table.VERSION,
        table_verified=table.VERIFIED,
        assumptions=(
            Assumption("rank_by", way, "Cách xếp thứ tự rủi ro."),
            Assumption(
                "action_priority_table", table.VERSION, "Bảng mức ưu tiên hành động, chưa đối chiếu bản in."
            ),
        ),
        warnings=_cautions(listed),
        trace=tuple(
            Step(row["name"], f"{row['severity']}·{row['occurrence']}·{row['detection']}", float(row["rpn"]))
            for row in listed[:5]
        ),
    )


def _rated(item: Mapping[str, Any], place: int) -> dict[str, Any]:
    path = f"items[{place}]"
    name = inputs.text(item.get("name"), f"{path}.name")
    before = _ratings(item, path)
    row: dict[str, Any] = {
        "name": name,
        **before,
        "rpn": before["severity"] * before["occurrence"] * before["detection"],
        "action_priority": table.action_priority(**before),
        "rpn_after": None,
        "action_priority_after": None,
        "reduction_pct": None,
    }
    if item.get("after") is not None:
        later = inputs.table(item["after"], f"{path}.after")
        inputs.refuse_unknown(later, RATINGS, f"{path}.after")
        after = _ratings(later, f"{path}.after")
        row["rpn_after"] = after["severity"] * after["occurrence"] * after["detection"]
        row["action_priority_after"] = table.action_priority(**after)
        row["reduction_pct"] = 100 * (row["rpn"] - row["rpn_after"]) / row["rpn"]
    return row


def _ratings(item: Mapping[str, Any], path: str) -> dict[str, int]:
    return {key: inputs.whole(item.get(key), f"{path}.{key}", at_least=1, at_most=10) for key in RATINGS}


def _main(row: dict[str, Any], way: str) -> tuple[int, int]:
    level = table.LEVELS.index(row["action_priority"]) if way == "action_priority" else 0
    return level, -row["rpn"]


def _urgency(row: dict[str, Any], way: str) -> tuple[int, ...]:
    return (*_main(row, way), -row["severity"], -row["occurrence"])


def _cautions(rows: list[dict[str, Any]]) -> tuple[Caution, ...]:
    found = [
        Caution(
            "action_priority_unverified",
            "Bảng mức ưu tiên hành động chưa được đối chiếu với sổ tay AIAG & VDA bản in.",
            "items",
        )
    ]
    severe = [row["name"] for row in rows if row["severity"] >= 9]
    if severe:
        found.append(
            Caution(
                "severe", f"Mức nghiêm trọng 9–10, phải xem xét dù RPN thấp: {', '.join(severe)}.", "items"
            )
        )
    return tuple(found)
