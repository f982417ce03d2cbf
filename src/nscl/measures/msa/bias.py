"""Bias of a gauge at one reference value."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import optimize, special, stats

from nscl.measures.inputs import choice, number, numbers
from nscl.measures.method import measure
from nscl.measures.msa.ranges import d2_star
from nscl.measures.msa.study import LARGEST
from nscl.measures.result import Array, Assumption, Caution, Result, Step
from nscl.measures.spc.constants import c4, d2


@dataclass(frozen=True, kw_only=True, eq=False)
class Bias(Result):
    """The mean error at one reference and whether it differs from zero."""

    bias: float
    bias_pct: float | None
    bias_ci: list[float]
    t: float | None
    df: float
    p_value: float | None
    significant: bool
    mean: float
    sigma_repeatability: float
    sigma_bias: float
    cg: float | None
    cgk: float | None
    n: int


@measure("msa.bias", "Độ chệch của hệ đo")
def bias(
    values: Any,
    reference: float,
    sigma_method: str = "sd",
    confidence: float = 0.95,
    process_variation: float | None = None,
    tolerance: float | None = None,
    tolerance_share: float = 0.2,
    sigma_multiple: float = 6,
) -> Bias:
    """How far the mean of repeated readings of one master lies from its reference value.

    Promises the independent-sample t test, with the standard deviation or with the range of the readings,
    and the gauge capability Cg, Cgk (type 1 study) where the tolerance is known. Refuses fewer than two
    readings. Readings without any variation give the bias but no test.

    Formula:
        bias = x̄ − reference;  σ_b = σ_r/√n;  t = bias/σ_b;  interval bias ± t(1−α/2; ν) σ_b
        sd: σ_r = s, ν = n − 1
        range: σ_r = R/d2*(n), d2* = √(d2² + d3²);  ν from c4(ν+1) = d2/d2*;  interval half d2/d2* · t · σ_b
        Cg = (share × tolerance)/(multiple × s);  Cgk = (share/2 × tolerance − |bias|)/(multiple/2 × s)

    Input:
        values (measured unit): readings of one part by one operator
        reference (measured unit): its reference value
        sigma_method (word): sd or range; default sd
        confidence (share): of the interval and the test; default 0.95
        process_variation (measured unit): 6σ of the process, for bias_pct
        tolerance (measured unit): width USL − LSL, for Cg and Cgk
        tolerance_share (share): of the tolerance in Cg, Cgk; default 0.2
        sigma_multiple (sigmas): of Cg; 0.1 to 100; default 6 (some manuals 4)

    Output:
        bias (measured unit), bias_pct (%): absolute bias over process_variation; null without it
        bias_ci (measured unit): [low, high]
        t, df, p_value: the two-sided test; null where the readings do not vary
        significant (true/false): zero lies outside the interval
        mean, sigma_repeatability, sigma_bias (measured unit)
        cg, cgk (ratio): null without tolerance or variation
        n (number): readings

    Source:
        AIAG, Measurement Systems Analysis, 4th ed. 2010, ch. III B (3rd ed. 2002 with the range); Patnaik
        1950 (ν of the range); Minitab support, type 1 gage study.

    Traps:
        - AIAG shrinks the interval of the range method by d2/d2*; the plain t interval is wider.
        - Cg uses one share for the whole band and half of it for Cgk.

    Example:
        >>> found = bias(values=[6.1, 5.9, 6.0, 6.2], reference=6)
        >>> round(found.bias, 3), found.significant
        (0.05, False)
    """
    y = numbers(values, "values", at_least_items=2, at_least=-LARGEST, at_most=LARGEST)
    master = number(reference, "reference", at_least=-LARGEST, at_most=LARGEST)
    way = choice(sigma_method, "sigma_method", ("sd", "range"))
    level = number(confidence, "confidence", above=0, below=1)
    n = len(y)
    off = float(np.mean(y - master))
    sd = float(np.std(y - master, ddof=1))
    sigma, df, shrink = (sd, n - 1.0, 1.0) if way == "sd" else _by_range(y)
    error = sigma / math.sqrt(n)
    half = shrink * float(stats.t.isf((1 - level) / 2, df)) * error
    t = off / error if error > 0 else None
    cg, cgk = _type_1(off, sd, tolerance, tolerance_share, sigma_multiple)
    cautions = (
        () if error > 0 else (Caution("no_variation", "Các lần đo bằng nhau nên không kiểm định.", "values"),)
    )
    return Bias(
        bias=off,
        bias_pct=share_of(abs(off), process_variation),
        bias_ci=[off - half, off + half],
        t=t,
        df=df,
        p_value=None if t is None else 2 * float(special.stdtr(df, -abs(t))),
        significant=abs(off) > half,
        mean=float(np.mean(y)),
        sigma_repeatability=sigma,
        sigma_bias=error,
        cg=cg,
        cgk=cgk,
        n=n,
        assumptions=(
            Assumption("sigma_method", way, "Cách ước lượng độ lặp lại."),
            Assumption("confidence", level, "Khoảng tin cậy và kiểm định hai phía."),
        ),
        warnings=cautions,
        trace=(
            Step("Trung bình", "x̄ = Σx / n", float(np.mean(y))),
            Step("Độ chệch", "x̄ − giá trị quy chiếu", off),
            Step("Độ lệch chuẩn lặp lại", "s" if way == "sd" else "R / d2*", sigma),
            Step("Thống kê t", "độ chệch / (σ/√n)", t),
        ),
    )


def _by_range(y: Array) -> tuple[float, float, float]:
    """Sigma from one range, its degrees of freedom by Patnaik, and AIAG's factor of the interval."""
    star = d2_star(len(y), 1)
    ratio = d2(len(y)) / star
    df = float(optimize.brentq(lambda nu: c4(nu + 1) - ratio, 0.5, 1e5))
    return float(np.ptp(y)) / star, df, ratio


def _type_1(
    off: float, sd: float, tolerance: Any, share: Any, multiple: Any
) -> tuple[float | None, float | None]:
    part = number(share, "tolerance_share", at_least=0.001, at_most=1)
    width = number(multiple, "sigma_multiple", at_least=0.1, at_most=100)
    if tolerance is None:
        return None, None
    band = part * number(tolerance, "tolerance", above=0)
    if sd == 0:
        return None, None
    return band / (width * sd), (band / 2 - abs(off)) / (width / 2 * sd)


def share_of(value: float, whole_variation: Any) -> float | None:
    """The value as a percentage of the process variation, when that is known."""
    if whole_variation is None:
        return None
    return 100 * value / number(whole_variation, "process_variation", above=0)
