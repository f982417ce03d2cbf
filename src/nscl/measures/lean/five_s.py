"""5S audit: a weighted checklist in which what does not apply does not count."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nscl.measures import inputs
from nscl.measures.errors import Inconsistent, MissingField, OutOfRange, TooFew
from nscl.measures.method import measure
from nscl.measures.result import Assumption, Caution, Result, Step, show

KEYS = ("name", "group", "score", "maximum", "weight", "not_applicable")
GROUPS = ("sort", "set", "shine", "standardise", "sustain")
NAMES_VI = ("Sàng lọc", "Sắp xếp", "Sạch sẽ", "Săn sóc", "Sẵn sàng")


@dataclass(frozen=True, kw_only=True, eq=False)
class FiveSResult(Result):
    """Score in percent, in total and by S."""

    score_pct: float
    points: float
    possible: float
    groups: dict[str, dict[str, float]]
    weakest: str | None
    not_applicable: tuple[str, ...]
    level: str | None


@measure("lean.five_s", "Chấm điểm 5S")
def five_s(
    *,
    items: Sequence[Mapping[str, Any]],
    maximum: float = 5,
    groups: Sequence[str] | None = None,
    levels: Mapping[str, float] | None = None,
) -> FiveSResult:
    """Score an audit checklist by group and in total.

    An item that does not apply leaves both numerator and denominator. An item without a score is refused:
    score it, or say that it does not apply. Refuses a score above its maximum, and a checklist in which
    nothing applies.

    Formula:
        score = 100·Σ w_i·s_i/Σ w_i·max_i over the items that apply

    Input:
        items: list of {name, group, score, maximum (default the general one), weight (default 1),
            not_applicable (default false)}
        maximum (points): highest score of an item; default 5
        groups: names of the groups; default sort, set, shine, standardise, sustain
        levels (%): {level: lowest score}; default none

    Output:
        score_pct (%): total; points, possible: weighted points reached and reachable
        groups: for each {score_pct, points, possible, applicable, not_applicable}; score_pct null when
            nothing applies
        weakest: group with the lowest score
        not_applicable: names of the items left out
        level: the highest level reached, null without levels or below all of them

    Source:
        Osada T., The 5S's, Asian Productivity Organization, 1991; Hirano H., 5 Pillars of the Visual
        Workplace, 1995. Weights and levels are the auditor's own.

    Traps:
        - A “not applicable” scored zero punishes a workshop for what it does not have.
        - The mean of the five group scores is another figure than the total when groups differ in size.
        - Scores of two auditors without written criteria are not comparable.

    Example:
        >>> found = five_s(items=[{"name": "1", "group": "sort", "score": 4},
        ...     {"name": "2", "group": "sort", "not_applicable": True},
        ...     {"name": "3", "group": "set", "score": 3}])
        >>> found.score_pct, found.groups["sort"]["score_pct"], found.weakest
        (70.0, 80.0, 'set')
    """
    top = inputs.number(maximum, "maximum", above=0, at_most=1e6)
    names = GROUPS if groups is None else _names(groups)
    rows = [
        _row(item, place, top, names) for place, item in enumerate(inputs.records(items, "items", known=KEYS))
    ]
    by_group = {name: _sum([row for row in rows if row[1] == name]) for name in names}
    whole = _sum(rows)
    if whole["possible"] <= 0:
        raise TooFew("items", "Không mục nào được áp dụng (hoặc mọi trọng số bằng 0): không có gì để chấm.")
    scored = {name: found["score_pct"] for name, found in by_group.items() if found["possible"] > 0}
    unused = tuple(name for name, found in by_group.items() if found["possible"] == 0)
    return FiveSResult(
        score_pct=whole["score_pct"],
        points=whole["points"],
        possible=whole["possible"],
        groups=by_group,
        weakest=min(scored, key=lambda name: scored[name]),
        not_applicable=tuple(row[0] for row in rows if math.isnan(row[2])),
        level=_level(levels, whole["score_pct"]),
        assumptions=(
            Assumption("maximum", top, "Điểm tối đa chung của một mục."),
            Assumption("not_applicable", "removed", "Mục không áp dụng bị loại khỏi cả tử số và mẫu số."),
        ),
        warnings=(Caution("unused_groups", f"Nhóm không có mục nào: {', '.join(_vi(unused))}.", "items"),)
        if unused
        else (),
        trace=(
            Step("Điểm đạt", "Σ w·s", whole["points"]),
            Step("Điểm có thể đạt", "Σ w·max", whole["possible"]),
            Step("Tỷ lệ", f"100·{show(whole['points'])}/{show(whole['possible'])}", whole["score_pct"], "%"),
        ),
    )


Row = tuple[str, str, float, float, float]


def _names(groups: Any) -> tuple[str, ...]:
    if isinstance(groups, str | Mapping) or not isinstance(groups, Sequence) or not groups:
        raise MissingField("groups", "Trường “groups” phải là danh sách tên nhóm, ít nhất một tên.")
    return tuple(dict.fromkeys(inputs.text(name, f"groups[{place}]") for place, name in enumerate(groups)))


def _row(item: Mapping[str, Any], place: int, top: float, names: Sequence[str]) -> Row:
    path = f"items[{place}]"
    name = inputs.text(item.get("name"), f"{path}.name")
    group = inputs.choice(item.get("group"), f"{path}.group", names)
    weight = item.get("weight")
    load = 1.0 if weight is None else inputs.number(weight, f"{path}.weight", at_least=0, at_most=1e6)
    limit = item.get("maximum")
    most = top if limit is None else inputs.number(limit, f"{path}.maximum", above=0, at_most=1e6)
    skip = item.get("not_applicable")
    skipped = False if skip is None else inputs.flag(skip, f"{path}.not_applicable")
    score = item.get("score")
    if skipped:
        if score is not None:
            raise Inconsistent(f"{path}.score", f"Mục “{name}” vừa không áp dụng vừa có điểm. Hãy bỏ một.")
        return name, group, math.nan, most, load
    if score is None:
        raise MissingField(
            f"{path}.score", f"Mục “{name}” chưa có điểm. Hãy chấm điểm hoặc ghi not_applicable: true."
        )
    points = inputs.number(score, f"{path}.score", at_least=0)
    if points > most:
        raise OutOfRange(f"{path}.score", f"Mục “{name}”: điểm {show(points)} vượt mức tối đa {show(most)}.")
    return name, group, points, most, load


def _sum(rows: list[Row]) -> dict[str, float]:
    applied = [row for row in rows if not math.isnan(row[2])]
    points = math.fsum(row[4] * row[2] for row in applied)
    possible = math.fsum(row[4] * row[3] for row in applied)
    return {
        "score_pct": 100 * points / possible if possible > 0 else math.nan,
        "points": points,
        "possible": possible,
        "applicable": len(applied),
        "not_applicable": len(rows) - len(applied),
    }


def _level(levels: Any, score: float) -> str | None:
    if levels is None:
        return None
    found = {
        str(name): inputs.number(value, f"levels.{name}", at_least=0, at_most=100)
        for name, value in inputs.table(levels, "levels").items()
    }
    reached = [name for name, lowest in found.items() if score >= lowest - 1e-9]
    return max(reached, key=lambda name: found[name]) if reached else None


def _vi(names: Sequence[str]) -> list[str]:
    words = dict(zip(GROUPS, NAMES_VI, strict=True))
    return [words.get(name, name) for name in names]
