"""Linearity of a gauge: how its bias changes along the range."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special, stats

from nscl.measures.errors import ConstantData, TooFew, WrongType
from nscl.measures.inputs import kind_vi, number, numbers, same_length
from nscl.measures.method import measure
from nscl.measures.msa.bias import share_of
from nscl.measures.msa.study import LARGEST
from nscl.measures.result import Array, Assumption, Result, Step


@dataclass(frozen=True)
class AtReference:
    """Bias at one reference."""

    reference: float
    n: int
    mean: float
    bias: float
    bias_pct: float | None
    t: float | None
    p_value: float | None


@dataclass(frozen=True)
class Coefficient:
    """A coefficient of the line, its error and its test against zero."""

    value: float
    se: float
    t: float | None
    p_value: float | None
    ci: list[float]


@dataclass(frozen=True, kw_only=True, eq=False)
class Linearity(Result):
    """The line of bias against reference."""

    slope: float
    intercept: float
    coefficients: dict[str, Coefficient]
    s: float
    r_squared: float | None
    linearity: float | None
    linearity_pct: float
    average_bias: float
    average_bias_pct: float | None
    average_bias_t: float | None
    average_bias_p: float | None
    by_reference: list[AtReference]
    n: int
    df: int


@measure("msa.linearity", "Độ tuyến tính của hệ đo")
def linearity(
    references: Any, values: Any, process_variation: float | None = None, confidence: float = 0.95
) -> Linearity:
    """Whether the bias of a gauge changes along its range: the line of bias on reference value.

    Promises the least-squares line with tests of slope and intercept, and the bias at each reference and
    on average. Refuses fewer than two different references, fewer than three readings, and references
    that are all one.

    Formula:
        bias_ij = x_ij − reference_i;  bias = a + b reference by least squares
        mean bias: t = mean/(s/√N) with N − 2 degrees of freedom
        s² = SSE/(N − 2);  t_b = b/(s/√S_xx);  t_a = a/(s √(1/N + x̄²/S_xx))
        linearity = |b| × process_variation;  % linearity = 100 |b|
        % bias = 100 |mean bias|/process_variation

    Input:
        references (measured unit): reference value of each master
        values (measured unit): values[i] the readings of master i, not necessarily equally many
        process_variation (measured unit): 6σ of the process, for linearity and bias_pct
        confidence (share): of the intervals; default 0.95

    Output:
        slope (ratio), intercept (measured unit): b, a; coefficients: value, se, t, p_value, ci of each
        s (measured unit): standard deviation about the line; r_squared (share)
        linearity (measured unit): null without process_variation; linearity_pct (%)
        average_bias (measured unit), average_bias_pct (%), average_bias_t, average_bias_p
        by_reference: reference, n, mean, bias, bias_pct, t, p_value of each master
        n (number): readings; df (number): N − 2

    Source:
        AIAG, Measurement Systems Analysis, 4th ed. 2010, ch. III B; Minitab support, gage linearity and bias.

    Traps:
        - A gauge with slope zero may still be biased everywhere: look at both tests.
        - Regress single readings, not means of masters: s and R² differ.

    Example:
        >>> found = linearity(references=[2, 4, 6], values=[[2.1, 2.2], [4.0, 4.1], [5.9, 6.0]])
        >>> round(found.slope, 3), round(found.intercept, 3)
        (-0.05, 0.25)
    """
    masters = numbers(references, "references", at_least_items=2, at_least=-LARGEST, at_most=LARGEST)
    rows = _readings(values)
    same_length(masters, "references", (np.zeros(len(rows)), "values"))
    if not float(np.ptp(masters)) > 1 / LARGEST:
        raise ConstantData("references", "Các giá trị quy chiếu bằng nhau nên không có đường thẳng.")
    level = number(confidence, "confidence", above=0, below=1)
    whole_variation = (
        None if process_variation is None else number(process_variation, "process_variation", above=0)
    )
    x = np.repeat(masters, [len(row) for row in rows])
    if len(x) < 3:
        raise TooFew("values", f"Cần ít nhất 3 lần đo; nhận được {len(x)}.")
    y = np.concatenate([row - master for row, master in zip(rows, masters, strict=True)])
    slope, intercept, s, r_squared = _line(x, y, level)
    average = float(np.mean(y))
    # Against the scatter about the line: the bias of the masters themselves differs by design.
    average_t = average / (s / math.sqrt(len(x))) if s > 0 else None
    return Linearity(
        slope=slope.value,
        intercept=intercept.value,
        coefficients={"slope": slope, "intercept": intercept},
        s=s,
        r_squared=r_squared,
        linearity=None if whole_variation is None else abs(slope.value) * whole_variation,
        linearity_pct=100 * abs(slope.value),
        average_bias=average,
        average_bias_pct=share_of(abs(average), whole_variation),
        average_bias_t=average_t,
        average_bias_p=None if average_t is None else 2 * float(special.stdtr(len(x) - 2, -abs(average_t))),
        by_reference=[_at(row, float(m), whole_variation) for row, m in zip(rows, masters, strict=True)],
        n=len(x),
        df=len(x) - 2,
        assumptions=(Assumption("confidence", level, "Khoảng tin cậy hai phía theo t."),),
        trace=(
            Step("Độ dốc", "b = S_xy / S_xx", slope.value),
            Step("Hệ số chặn", "a = ȳ − b x̄", intercept.value),
            Step("Độ lệch chuẩn quanh đường thẳng", "√(SSE / (N − 2))", s),
            Step("Độ chệch trung bình", "Σ(x − quy chiếu) / N", average),
        ),
    )


def _readings(values: Any) -> list[Array]:
    if isinstance(values, str | Mapping) or not isinstance(values, Sequence | np.ndarray):
        raise WrongType("values", f"“values” phải là danh sách các dòng, không phải {kind_vi(values)}.")
    return [
        numbers(row, f"values[{place}]", at_least=-LARGEST, at_most=LARGEST)
        for place, row in enumerate(values)
    ]


def _line(x: Array, y: Array, level: float) -> tuple[Coefficient, Coefficient, float, float | None]:
    n, centre = len(x), float(np.mean(x))
    u, v = x - centre, y - np.mean(y)
    s_xx = float(np.sum(u * u))
    b = float(np.sum(u * v)) / s_xx
    a = float(np.mean(y)) - b * centre
    error, total = float(np.sum((v - b * u) ** 2)), float(np.sum(v * v))
    s = math.sqrt(error / (n - 2))
    quantile = float(stats.t.isf((1 - level) / 2, n - 2))

    def coefficient(value: float, se: float) -> Coefficient:
        t = value / se if se > 0 else None
        p = None if t is None else 2 * float(special.stdtr(n - 2, -abs(t)))
        return Coefficient(value, se, t, p, [value - quantile * se, value + quantile * se])

    slope = coefficient(b, s / math.sqrt(s_xx))
    intercept = coefficient(a, s * math.sqrt(1 / n + centre**2 / s_xx))
    return slope, intercept, s, 1 - error / total if total > 0 else None


def _one_sample(y: Array) -> tuple[float | None, float | None]:
    """t of the mean against zero and its p-value, where there is variation to test with."""
    if len(y) < 2 or not np.std(y) > 0:
        return None, None
    t = float(np.mean(y)) / (float(np.std(y, ddof=1)) / math.sqrt(len(y)))
    return t, 2 * float(special.stdtr(len(y) - 1, -abs(t)))


def _at(row: Array, master: float, whole_variation: float | None) -> AtReference:
    off = float(np.mean(row - master))
    t, p = _one_sample(row - master)
    return AtReference(master, len(row), float(np.mean(row)), off, share_of(abs(off), whole_variation), t, p)
