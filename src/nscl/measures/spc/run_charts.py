"""`spc.run_chart`: tests for randomness that need no limits."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from nscl.measures.inputs import choice, number, numbers
from nscl.measures.method import measure
from nscl.measures.result import Array, Assumption, Caution, Result, Step
from nscl.measures.spc.samples import LARGEST_VALUE, Mask, tame


@dataclass(frozen=True, kw_only=True, eq=False)
class RunChart(Result):
    """Runs about the median and runs up and down, with the chance of as few or as many."""

    median: float
    center: float
    points: Array
    above: int
    below: int
    runs_about_median: int
    runs_expected: float
    longest_run_about_median: int
    p_clustering: float
    p_mixtures: float
    runs_up_down: int
    runs_up_down_expected: float
    longest_run_up_down: int
    p_trends: float
    p_oscillation: float


@measure("spc.run_chart", "Biểu đồ chuỗi (run chart)")
def run_chart(data: Any, center: float | None = None, ties: str = "below") -> RunChart:
    """Whether points in order behave as chance would have them: clusters, mixtures, trends, oscillation.

    Promises the number of runs, its expectation and the normal approximation of both tails. Refuses fewer
    than 2 values and values that are not numbers; where a test says nothing (all points on one side) its
    chance is null.

    Formula:
        about the median: E = 1 + 2mn/N,  V = 2mn(2mn − N) / (N²(N−1));  m above, n not above, N = m + n
        up and down: E = (2N − 1)/3,  V = (16N − 29)/90
        z = (runs − E)/√V;  p of clustering and of trends Φ(z);  p of mixtures and of oscillation 1 − Φ(z)

    Input:
        data (data units): values, or means of subgroups, in order of time
        center (data units): line to count runs about; default the median
        ties (word): points on the line count as below (below, default) or are left out (omit)

    Output:
        median (data units): of the data; center: the line used; points: the data
        above, below (points): how many lie above the line, and not above
        runs_about_median, longest_run_about_median (runs, points): observed
        runs_expected (runs): expected about the line
        p_clustering, p_mixtures (probability): chance of as few, of as many runs about the line
        runs_up_down, longest_run_up_down (runs, points): rising and falling runs, steps in the longest
        runs_up_down_expected (runs): expected
        p_trends, p_oscillation (probability): chance of as few, of as many runs up and down

    Source:
        Wald and Wolfowitz 1940, Annals of Mathematical Statistics 11; Levene 1952, Annals of Mathematical
        Statistics 23 (runs up and down); Minitab, Methods and formulas for Run Chart (points on the centre
        line belong to the run below it).

    Traps:
        - The normal approximation is rough below about 10 points a side.
        - Other authors leave out points on the median: `ties: "omit"`.
        - A run chart has no limits: it says nothing of a single far point.

    Example:
        >>> found = run_chart([1, 1, 1, 5, 5, 5])
        >>> found.median, found.runs_about_median, found.runs_expected, round(found.p_clustering, 6)
        (3.0, 2, 4.0, 0.033945)
    """
    values = tame(numbers(data, "data", at_least_items=2), "data")
    middle = float(np.median(values))
    line = (
        middle if center is None else number(center, "center", at_least=-LARGEST_VALUE, at_most=LARGEST_VALUE)
    )
    counted = values[values != line] if choice(ties, "ties", ["below", "omit"]) == "omit" else values
    sides = counted > line
    above, below = int(sides.sum()), int((~sides).sum())
    runs, longest = _runs(sides)
    expected, variance = _about(above, below)
    few, many = _tails(runs, expected, variance)
    moves = np.diff(values)
    rising = moves[moves != 0] > 0
    turns, steps = _runs(rising)
    places = len(rising) + 1
    turns_expected, turns_variance = (2 * places - 1) / 3, (16 * places - 29) / 90
    trends, swings = _tails(turns, turns_expected, turns_variance if len(rising) else 0.0)
    return RunChart(
        median=middle,
        center=line,
        points=values,
        above=above,
        below=below,
        runs_about_median=runs,
        runs_expected=expected,
        longest_run_about_median=longest,
        p_clustering=few,
        p_mixtures=many,
        runs_up_down=turns,
        runs_up_down_expected=turns_expected,
        longest_run_up_down=steps,
        p_trends=trends,
        p_oscillation=swings,
        assumptions=(
            Assumption("ties", ties, "Điểm nằm trên đường: tính là ở dưới, hoặc bỏ qua."),
            Assumption(
                "level_steps", "omitted", "Hai giá trị liền nhau bằng nhau không mở hay đóng một chuỗi."
            ),
            Assumption("p", "normal approximation", "Không hiệu chỉnh liên tục."),
        ),
        warnings=_cautions(above, below, len(rising)),
        trace=(
            Step("Đường giữa", "trung vị" if center is None else "cho trước", line),
            Step("Số chuỗi kỳ vọng", f"1 + 2·{above}·{below}/{above + below}", expected),
            Step("Số chuỗi quan sát", "quanh đường giữa", float(runs)),
            Step("Xác suất ít chuỗi đến thế", "Φ(z)", few),
        ),
    )


def _runs(sides: Mask) -> tuple[int, int]:
    """How many runs of equal signs, and how long the longest is."""
    if not len(sides):
        return 0, 0
    edges = np.flatnonzero(np.concatenate(([True], sides[1:] != sides[:-1], [True])))
    return len(edges) - 1, int(np.diff(edges).max())


def _about(above: int, below: int) -> tuple[float, float]:
    total, pairs = above + below, 2 * above * below
    if total < 2:
        return float(total), 0.0
    return 1 + pairs / total, pairs * (pairs - total) / (total**2 * (total - 1))


def _tails(runs: int, expected: float, variance: float) -> tuple[float, float]:
    if variance <= 0:
        return math.nan, math.nan
    z = (runs - expected) / math.sqrt(variance)
    return float(special.ndtr(z)), float(special.ndtr(-z))


def _cautions(above: int, below: int, steps: int) -> tuple[Caution, ...]:
    if not above or not below or not steps:
        sentence = "Các điểm đều nằm một phía hoặc không đổi: không kiểm định được chuỗi."
        return (Caution("no_variation", sentence, "data"),)
    if min(above, below) < 10:
        return (Caution("few_points", "Dưới 10 điểm mỗi phía: xác suất chỉ là gần đúng.", "data"),)
    return ()
