"""Balanced scorecard: indicators with direction, weight and cap; what is missing is not zero."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nscl.measures import inputs
from nscl.measures.errors import Duplicate, Inconsistent, MissingField, OutOfRange
from nscl.measures.method import measure
from nscl.measures.quality.moments import MOST
from nscl.measures.result import Assumption, Caution, Result, Step, show

KEYS = (
    "name",
    "perspective",
    "weight",
    "direction",
    "target",
    "actual",
    "baseline",
    "low",
    "high",
    "tolerance",
)
DIRECTIONS = ("up", "down", "range")


@dataclass(frozen=True)
class Indicator:
    """One line of the scorecard; `score` is NaN when the actual figure is missing."""

    name: str
    perspective: str
    weight: float
    score: float
    formula: str


@dataclass(frozen=True, kw_only=True, eq=False)
class ScorecardResult(Result):
    """Scores in percent of target; a missing figure opens a range instead of counting zero."""

    score: float
    score_low: float
    score_high: float
    score_known: float
    weight_known: float
    status: str
    indicators: tuple[dict[str, Any], ...]
    perspectives: dict[str, dict[str, float]]
    missing: tuple[str, ...]


@measure("quality.scorecard", "Thẻ điểm cân bằng (BSC/KPI)")
def scorecard(
    *,
    indicators: Sequence[Mapping[str, Any]],
    cap: float = 120,
    pass_score: float | None = None,
) -> ScorecardResult:
    """Score indicators against their targets and weigh them together.

    Each score lies between 0 and the cap. An indicator without an actual figure is not counted as zero: the
    total is then undetermined, with its lowest and highest possible value. Refuses weights that do not sum
    to 100, ratios to a target that is not positive (give a baseline), and empty ranges.

    Formula:
        up: 100·actual/target;  down: 100·target/actual (the cap when actual = 0)
        up or down with baseline: 100·(actual − baseline)/(target − baseline)
        range: 100 inside [low, high], outside 100·(1 − distance/tolerance), 0 without tolerance
        score = Σ weight·min(max(score_i, 0), cap)/100

    Input:
        indicators: list of {name, perspective, weight, direction, target, actual, baseline, low, high,
            tolerance}; weight in percent, direction up | down | range, actual null when not yet known
        cap (%): highest score of one indicator; default 120, at least 100
        pass_score (%): the score that counts as met; default none

    Output:
        score (%): total, null while an indicator is missing
        score_low, score_high (%): missing ones at 0 and at the cap
        score_known (%): of the known indicators alone, re-weighted; weight_known (%): their weight
        status: met | not_met | undetermined | no_threshold
        indicators: {name, perspective, weight, score, points}
        perspectives: {name: {weight, score, score_low, score_high}}
        missing: names without an actual figure

    Source:
        Kaplan R. S., Norton D. P., The Balanced Scorecard, 1996, ch. 7 and 12; capped achievement ratios and
        weights of 100 are common practice, stated here as conventions.

    Traps:
        - Counting a missing figure as zero punishes late data; leaving it out flatters. Show the range.
        - Without a cap, one indicator far above target hides the failure of others.
        - A ratio to a negative or zero target turns its sign: use a baseline.

    Example:
        >>> found = scorecard(indicators=[
        ...     {"name": "NSLĐ", "weight": 60, "direction": "up", "target": 200, "actual": 190},
        ...     {"name": "Lỗi", "weight": 40, "direction": "down", "target": 2, "actual": 2.5}])
        >>> round(found.score, 6)
        89.0
    """
    ceiling = inputs.number(cap, "cap", at_least=100, at_most=1000)
    threshold = (
        None if pass_score is None else inputs.number(pass_score, "pass_score", at_least=0, at_most=1000)
    )
    lines = _lines(indicators, ceiling)
    low, high = _total(lines, 0.0), _total(lines, ceiling)
    known = [line for line in lines if not math.isnan(line.score)]
    weight_known = math.fsum(line.weight for line in known)
    missing = tuple(line.name for line in lines if math.isnan(line.score))
    return ScorecardResult(
        score=low if not missing else math.nan,
        score_low=low,
        score_high=high,
        score_known=100 * low / weight_known if weight_known else math.nan,
        weight_known=weight_known,
        status=_status(low, high, threshold),
        indicators=tuple(
            {
                "name": line.name,
                "perspective": line.perspective,
                "weight": line.weight,
                "score": line.score,
                "points": line.weight * line.score / 100,
            }
            for line in lines
        ),
        perspectives=_perspectives(lines, ceiling),
        missing=missing,
        assumptions=(
            Assumption("cap", ceiling, "Điểm cao nhất của một chỉ tiêu, %."),
            Assumption("floor", 0, "Điểm thấp nhất của một chỉ tiêu, %."),
            Assumption(
                "missing", "range", "Chỉ tiêu thiếu số liệu không tính là 0: tổng điểm là một khoảng."
            ),
        ),
        warnings=_cautions(missing, lines, ceiling),
        trace=(
            *(Step(line.name, line.formula, line.score, "%") for line in lines[:20]),
            Step("Tổng điểm", "Σ trọng số·điểm/100", low if not missing else None, "%"),
        ),
    )


def _lines(indicators: Any, cap: float) -> list[Indicator]:
    lines: list[Indicator] = []
    for place, item in enumerate(inputs.records(indicators, "indicators", known=KEYS)):
        line = _line(item, f"indicators[{place}]", cap)
        if any(line.name == other.name for other in lines):
            raise Duplicate(f"indicators[{place}].name", f"Chỉ tiêu “{line.name}” được nhập hai lần.")
        lines.append(line)
    total = math.fsum(line.weight for line in lines)
    if abs(total - 100) > 1e-6:
        raise Inconsistent("indicators", f"Tổng trọng số là {show(total)}, phải bằng 100.")
    return lines


def _line(item: Mapping[str, Any], path: str, cap: float) -> Indicator:
    name = inputs.text(item.get("name"), f"{path}.name")
    group = item.get("perspective")
    weight = inputs.number(item.get("weight"), f"{path}.weight", at_least=0, at_most=100)
    direction = inputs.choice(item.get("direction"), f"{path}.direction", DIRECTIONS)
    given = {
        key: None
        if item.get(key) is None
        else inputs.number(item[key], f"{path}.{key}", at_least=-MOST, at_most=MOST)
        for key in ("target", "actual", "baseline", "low", "high", "tolerance")
    }
    raw, formula = _range(given, path) if direction == "range" else _ratio(given, path, direction)
    return Indicator(
        name=name,
        perspective="" if group is None else inputs.text(group, f"{path}.perspective"),
        weight=weight,
        score=raw if math.isnan(raw) else min(max(raw, 0.0), cap),
        formula=formula,
    )


def _ratio(given: dict[str, float | None], path: str, direction: str) -> tuple[float, str]:
    target, actual, baseline = given["target"], given["actual"], given["baseline"]
    if target is None:
        raise MissingField(f"{path}.target", f"Thiếu trường “{path}.target”: mức phải đạt.")
    if baseline is not None:
        if (target > baseline) != (direction == "up") or target == baseline:
            raise Inconsistent(
                f"{path}.baseline",
                "Mức gốc và mức phải đạt ngược với chiều của chỉ tiêu. Hãy kiểm tra “direction”.",
            )
        if actual is None:
            return math.nan, "chưa có số liệu"
        raw = 100 * ((actual - baseline) / (target - baseline))
        return raw, f"100·({show(actual)} − {show(baseline)})/({show(target)} − {show(baseline)})"
    if target <= 0:
        raise OutOfRange(
            f"{path}.target", "Mức phải đạt không dương thì không lập được tỷ lệ. Hãy nhập “baseline”."
        )
    if actual is None:
        return math.nan, "chưa có số liệu"
    if direction == "up":
        return 100 * (actual / target), f"100·{show(actual)}/{show(target)}"
    if actual < 0:
        raise OutOfRange(f"{path}.actual", "Chỉ tiêu càng thấp càng tốt có giá trị âm. Hãy nhập “baseline”.")
    return (100 * (target / actual) if actual > 0 else math.inf), f"100·{show(target)}/{show(actual)}"


def _range(given: dict[str, float | None], path: str) -> tuple[float, str]:
    low, high, actual, tolerance = given["low"], given["high"], given["actual"], given["tolerance"]
    if low is None or high is None:
        key = "low" if low is None else "high"
        raise MissingField(f"{path}.{key}", f"Thiếu trường “{path}.{key}”: giới hạn của khoảng phải đạt.")
    if low > high:
        raise Inconsistent(f"{path}.high", "Giới hạn trên nhỏ hơn giới hạn dưới.")
    if tolerance is not None and tolerance <= 0:
        raise OutOfRange(f"{path}.tolerance", "Dung sai phải lớn hơn 0.")
    if actual is None:
        return math.nan, "chưa có số liệu"
    away = max(low - actual, actual - high, 0.0)
    if away == 0:
        return 100.0, f"{show(low)} ≤ {show(actual)} ≤ {show(high)}"
    if tolerance is None:
        return 0.0, "ngoài khoảng"
    return 100 * (1 - away / tolerance), f"100·(1 − {show(away)}/{show(tolerance)})"


def _total(lines: list[Indicator], missing: float) -> float:
    return (
        math.fsum(line.weight * (missing if math.isnan(line.score) else line.score) for line in lines) / 100
    )


def _status(low: float, high: float, threshold: float | None) -> str:
    if threshold is None:
        return "no_threshold"
    slack = 1e-9 * max(1.0, threshold)
    if low >= threshold - slack:
        return "met"
    return "not_met" if high < threshold - slack else "undetermined"


def _perspectives(lines: list[Indicator], cap: float) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for name in dict.fromkeys(line.perspective for line in lines):
        own = [line for line in lines if line.perspective == name]
        weight = math.fsum(line.weight for line in own)
        full = not any(math.isnan(line.score) for line in own)
        low = 100 * _total(own, 0.0) / weight if weight else math.nan
        high = 100 * _total(own, cap) / weight if weight else math.nan
        found[name] = {
            "weight": weight,
            "score": low if full else math.nan,
            "score_low": low,
            "score_high": high,
        }
    return found


def _cautions(missing: tuple[str, ...], lines: list[Indicator], cap: float) -> tuple[Caution, ...]:
    found = []
    if missing:
        found.append(
            Caution(
                "missing", f"Chưa có số liệu, tổng điểm là một khoảng: {', '.join(missing)}.", "indicators"
            )
        )
    capped = [line.name for line in lines if line.score == cap]
    if capped:
        found.append(Caution("capped", f"Chạm điểm trần {show(cap)} %: {', '.join(capped)}.", "indicators"))
    return tuple(found)
