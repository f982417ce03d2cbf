"""Rules for patterns of points: Nelson 1–8 and Western Electric 1–4, each by name and number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nscl.measures.errors import MeasureError, OutOfRange
from nscl.measures.inputs import choice, flag, number, numbers, table, whole
from nscl.measures.method import measure
from nscl.measures.result import Array, Assumption, Result, Step, plain

Mask = NDArray[np.bool_]

# On a line within this much is on the line, not beyond it.
_NOISE = 1e-11


@dataclass(frozen=True)
class Rule:
    """`count` points of the last `window` show the pattern, measured against `sigmas`."""

    number: str
    name_vi: str
    pattern: str
    count: int
    window: int
    sigmas: float = 0.0


NELSON = (
    Rule("1", "1 điểm ngoài 3 sigma", "beyond_one_side", 1, 1, 3),
    Rule("2", "9 điểm liên tiếp cùng một phía đường tâm", "beyond_one_side", 9, 9, 0),
    Rule("3", "6 điểm liên tiếp cùng tăng hoặc cùng giảm", "trend", 6, 6),
    Rule("4", "14 điểm liên tiếp luân phiên lên xuống", "alternating", 14, 14),
    Rule("5", "2 trong 3 điểm ngoài 2 sigma, cùng phía", "beyond_one_side", 2, 3, 2),
    Rule("6", "4 trong 5 điểm ngoài 1 sigma, cùng phía", "beyond_one_side", 4, 5, 1),
    Rule("7", "15 điểm liên tiếp trong vòng 1 sigma", "within", 15, 15, 1),
    Rule("8", "8 điểm liên tiếp ngoài 1 sigma, phía nào cũng được", "beyond_either_side", 8, 8, 1),
)
WESTERN_ELECTRIC = (
    Rule("1", "1 điểm ngoài 3 sigma", "beyond_one_side", 1, 1, 3),
    Rule("2", "2 trong 3 điểm ngoài 2 sigma, cùng phía", "beyond_one_side", 2, 3, 2),
    Rule("3", "4 trong 5 điểm ngoài 1 sigma, cùng phía", "beyond_one_side", 4, 5, 1),
    Rule("4", "8 điểm liên tiếp cùng một phía đường tâm", "beyond_one_side", 8, 8, 0),
)
SETS = {"nelson": NELSON, "western_electric": WESTERN_ELECTRIC}


@dataclass(frozen=True, kw_only=True, eq=False)
class RuleSignals(Result):
    """Signalling points by rule; in JSON each rule number is also a key of its own."""

    set_: str
    signals: dict[str, list[int]]
    windows: dict[str, list[list[int]]]
    names_vi: dict[str, str]

    def as_json(self) -> dict[str, Any]:
        """The rule numbers first, then the rest."""
        return {**plain(self.signals), **super().as_json()}


@measure("spc.rules", "Quy tắc nhận biết nguyên nhân đặc biệt")
def rules(z: Any, set_: str = "nelson", lengths: Any = None, both_sides: bool = False) -> RuleSignals:
    """Which points complete a pattern that chance alone hardly makes.

    Promises every point that completes a pattern in a full window, numbered from 1, with its window. The
    point itself belongs to the pattern: in "2 of 3 beyond 2 sigma" the signal stands on the second of the two
    and not on an ordinary point after them. `null` in `z` is a gap: no run reaches over it. Refuses other
    values that are not numbers.

    Formula:
        beyond k sigma, one side: zᵢ > k, or zᵢ < −k (strictly), in `count` of the last `window` points
        trend: zᵢ₋₅ < … < zᵢ or zᵢ₋₅ > … > zᵢ;  alternating: (zⱼ − zⱼ₋₁)(zⱼ₊₁ − zⱼ) < 0 throughout
        within: |zⱼ| ≤ 1 throughout;  beyond either side: |zⱼ| > 1 throughout

    Input:
        z (sigmas): standardised points (point − centre) / its standard error, in order; null for a gap
        set (word): nelson (rules 1–8) or western_electric (rules 1–4); default nelson
        lengths (points): other lengths of runs by rule number, e.g. {"2": 7} as qcc 2.7 has it; default none
        both_sides (true/false): Nelson 8 only with points on both sides of the centre; default false

    Output:
        1, 2, … (points): for each rule, the points that complete its pattern, numbered from 1
        signals (points): the same lists under one key
        windows (points): for each signal its first and last point
        names_vi: each rule in words
        set: the set used

    Source:
        Nelson 1984, The Shewhart control chart: tests for special causes, Journal of Quality Technology
        16(4); Western Electric, Statistical Quality Control Handbook, 1956, part B. A point on a zone line
        counts to the inner zone and counts do not restart after a signal: JMP's documentation of the tests.
        The last point of "2 of 3" and "4 of 5" is itself beyond: R's qcc (qccRulesViolatingWER2).

    Traps:
        - Runs on one side: 9 with Nelson, 8 with Western Electric, 7 in R's qcc 2.7 (`lengths` sets it).
        - Only a full window counts: three points of which two lie beyond two sigma, not the first two of a
          series; and the point that signals must itself lie beyond.
        - SAS by default does not let patterns overlap: it marks the first signal of a run, not each.
        - Nelson 8 after SAS and qcc 3 wants points on both sides (`both_sides`), Minitab does not.
        - "Beyond" is strict: a point on the line does not count (within 1e-11 sigma is on the line).
        - More rules, more false alarms: Western Electric 1–4 together give one in 92 points on average (Champ
          and Woodall 1987), rule 1 alone one in 370.
        - The rules presume independent points: do not use them on EWMA, CUSUM or moving ranges.

    Example:
        >>> found = rules([0.1, 2.3, -0.4, 2.4, 3.2], set_="western_electric")
        >>> found.signals
        {'1': [5], '2': [4, 5], '3': [], '4': []}
    """
    points = _points(z)
    chosen = _with_lengths(SETS[choice(set_, "set", list(SETS))], lengths)
    if flag(both_sides, "both_sides"):
        chosen = tuple(
            replace(
                rule,
                pattern="beyond_both_sides",
                name_vi=rule.name_vi.replace("phía nào cũng được", "có cả hai phía"),
            )
            if rule.pattern == "beyond_either_side"
            else rule
            for rule in chosen
        )
    ends = find_signals(points, chosen)
    return RuleSignals(
        set_=set_,
        signals=ends,
        windows={
            rule.number: [[max(1, end - rule.window + 1), end] for end in ends[rule.number]]
            for rule in chosen
        },
        names_vi={rule.number: rule.name_vi for rule in chosen},
        assumptions=(
            Assumption("beyond", "strict", "Điểm nằm trên đường ranh thuộc vùng bên trong."),
            Assumption(
                "signal", "last", "Tín hiệu đặt tại điểm hoàn thành mẫu hình; điểm ấy thuộc mẫu hình."
            ),
            Assumption("restart", "no", "Số đếm không bắt đầu lại sau một tín hiệu."),
        ),
        trace=tuple(
            Step(f"Quy tắc {rule.number}", rule.name_vi, float(len(ends[rule.number])), "tín hiệu")
            for rule in chosen
        ),
    )


def find_signals(z: Array, chosen: tuple[Rule, ...]) -> dict[str, list[int]]:
    """For each rule the numbers of the points that complete its pattern."""
    return {rule.number: _PATTERNS[rule.pattern](z, rule) for rule in chosen}


def _points(z: Any) -> Array:
    """The points, with NaN where null leaves a gap."""
    if not isinstance(z, list | tuple) or not any(value is None for value in z):
        return numbers(z, "z")
    return np.array([np.nan if value is None else number(value, f"z[{i}]") for i, value in enumerate(z)])


def _with_lengths(chosen: tuple[Rule, ...], lengths: Any) -> tuple[Rule, ...]:
    if lengths is None:
        return chosen
    asked = {}
    for key, value in table(lengths, "lengths").items():
        rule = next((rule for rule in chosen if rule.number == str(key)), None)
        if rule is None or rule.count != rule.window or rule.window == 1:
            raise OutOfRange(
                f"lengths.{key}", f"Quy tắc “{key}” không có độ dài chuỗi để đổi. Hãy bỏ mục này."
            )
        length = whole(value, f"lengths.{key}", at_least=3, at_most=1000)
        name = rule.name_vi.replace(str(rule.window), str(length), 1)
        asked[str(key)] = replace(rule, name_vi=name, count=length, window=length)
    return tuple(asked.get(rule.number, rule) for rule in chosen)


def _ends(shown: Mask, count: int, window: int) -> list[int]:
    """Points that show it and close a full window in which `count` points show it, themselves included."""
    so_far = np.concatenate((np.zeros(window, int), np.cumsum(shown)))
    seen = so_far[window:] - so_far[:-window]
    full = np.arange(len(shown)) >= window - 1
    return [int(place) + 1 for place in np.flatnonzero(shown & full & (seen >= count))]


def _beyond_one_side(z: Array, rule: Rule) -> list[int]:
    line = rule.sigmas + _NOISE
    return sorted(_ends(z > line, rule.count, rule.window) + _ends(z < -line, rule.count, rule.window))


def _beyond_either_side(z: Array, rule: Rule) -> list[int]:
    return _ends(np.abs(z) > rule.sigmas + _NOISE, rule.count, rule.window)


def _beyond_both_sides(z: Array, rule: Rule) -> list[int]:
    one_sided = set(_beyond_one_side(z, rule))
    return [end for end in _beyond_either_side(z, rule) if end not in one_sided]


def _within(z: Array, rule: Rule) -> list[int]:
    return _ends(np.abs(z) <= rule.sigmas + _NOISE, rule.count, rule.window)


def _trend(z: Array, rule: Rule) -> list[int]:
    moves, steps = _moves(z), rule.window - 1
    return sorted(end + 1 for sign in (1, -1) for end in _ends(moves == sign, steps, steps))


def _alternating(z: Array, rule: Rule) -> list[int]:
    moves = _moves(z)
    turns = moves[1:] * moves[:-1] == -1
    return [end + 2 for end in _ends(turns, rule.window - 2, rule.window - 2)]


def _moves(z: Array) -> NDArray[np.int_]:
    """Up 1, down −1, level 0 (also beside a gap)."""
    with np.errstate(invalid="ignore", over="ignore"):
        steps = np.diff(z)
    return np.where(steps > _NOISE, 1, np.where(steps < -_NOISE, -1, 0))


_PATTERNS: dict[str, Callable[[Array, Rule], list[int]]] = {
    "beyond_one_side": _beyond_one_side,
    "beyond_either_side": _beyond_either_side,
    "beyond_both_sides": _beyond_both_sides,
    "within": _within,
    "trend": _trend,
    "alternating": _alternating,
}


def check_rules(value: Any) -> tuple[Rule, ...] | None:
    """The rules a chart was asked to run, if any."""
    if value is None:
        return None
    try:
        return SETS[choice(value, "rules", list(SETS))]
    except MeasureError as refusal:
        raise OutOfRange("rules", "“rules” phải là nelson hoặc western_electric.") from refusal
