"""`spc.chart`: one door to all control charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from nscl.measures.errors import Duplicate, Inconsistent, OutOfRange, WrongType
from nscl.measures.inputs import choice, flag, number, whole
from nscl.measures.method import measure
from nscl.measures.result import Array
from nscl.measures.spc.attributes import chart_of_counts
from nscl.measures.spc.drawing import Chart, Plan, fixed_limits
from nscl.measures.spc.memory import Cusum, Ewma, chart_of_cusum, chart_of_ewma
from nscl.measures.spc.registry import check_rules, find_signals
from nscl.measures.spc.samples import (
    LARGEST_VALUE,
    Samples,
    read_counts,
    read_individuals,
    read_samples,
    read_sizes,
)
from nscl.measures.spc.sigma import INDIVIDUAL, WITHIN
from nscl.measures.spc.variables import chart_of_individuals, chart_of_means

_ALL = ("center", "baseline", "exclude", "limits")
_MEANS = (*_ALL, "subgroups", "data", "sizes", "sigma", "sigma_method")
_COUNTS = (*_ALL, "data", "sizes", "rules")
_EWMA = (*_MEANS, "span", "lambda", "asymptotic", "k")
_CUSUM = (*_MEANS, "span", "k", "h", "head_start", "scale")

# What each kind of chart takes; anything else given is a misunderstanding and refused.
TAKES = {
    "xbar_r": (*_MEANS, "rules"),
    "xbar_s": (*_MEANS, "rules"),
    "i_mr": (*_ALL, "data", "sigma", "sigma_method", "span", "rules"),
    "p": _COUNTS,
    "np": _COUNTS,
    "c": (*_ALL, "data", "rules"),
    "u": _COUNTS,
    "p_prime": _COUNTS,
    "u_prime": _COUNTS,
    "ewma": _EWMA,
    "cusum": tuple(key for key in _CUSUM if key != "limits"),
}


@measure("spc.chart", "Biểu đồ kiểm soát")
def chart(
    kind: str,
    subgroups: Any = None,
    data: Any = None,
    sizes: Any = None,
    center: float | None = None,
    sigma: float | None = None,
    sigma_method: str | None = None,
    span: int | None = None,
    baseline: int | None = None,
    exclude: Any = None,
    limits: Any = None,
    lambda_: float | None = None,
    asymptotic: bool | None = None,
    k: float | None = None,
    h: float | None = None,
    head_start: float | None = None,
    scale: str | None = None,
    rules: str | None = None,
) -> Chart:
    """A control chart: centre line, limits, points, and the points beyond the limits.

    Promises exact constants (by integral), strict signals (a point on a limit is inside), limits that new
    samples do not move when `baseline` is given, and points numbered from 1. Refuses options that the kind
    does not use, fewer than two samples to estimate from, defectives above the size, and a mixture of scales.
    Constant data give limits on the centre line, with a caution.

    Formula:
        xbar_r, xbar_s: x̿ = Σ n x̄ / Σ n;  x̿ ± L σ̂/√n;  R: d2 σ̂ ± L d3 σ̂;  S: c4 σ̂ ± L √(1−c4²) σ̂
        i_mr: x̄ ± L σ̂, σ̂ = MR̄/d2(span);  MR: d2 σ̂ ± L d3 σ̂
        p: p̄ ± L √(p̄(1−p̄)/n);  np: n p̄ ± L √(n p̄(1−p̄));  c: c̄ ± L √c̄;  u: ū ± L √(ū/n)
        p_prime, u_prime: as p and u with L σ_z, σ_z = mean |zᵢ − zᵢ₋₁| / d2(2)
        ewma: zᵢ = λ x̄ᵢ + (1−λ) zᵢ₋₁, z₀ = centre;  centre ± L σ̂/√n √(λ/(2−λ) [1 − (1−λ)²ⁱ])
        cusum: C⁺ᵢ = max(0, x̄ᵢ − μ₀ − K + C⁺ᵢ₋₁), C⁻ᵢ = max(0, μ₀ − K − x̄ᵢ + C⁻ᵢ₋₁); K = k σ̂/√n, H = h σ̂/√n
        lower limits of counts, ranges and deviations at least 0, upper limits of p at most 1

    Input:
        kind (word): xbar_r, xbar_s, i_mr, p, np, c, u, p_prime, u_prime, ewma or cusum
        subgroups (data units): lists of measured values, sizes may differ; for xbar_r, xbar_s, ewma, cusum
        data (data units, counts): individual values, or counts of defectives (p, np) or defects (c, u)
        sizes (pieces, areas): sizes of the samples of counts, one number or a list; with measured `data` it
            cuts them into subgroups
        center (data units): given centre line or target; default the mean of the samples used
        sigma (data units): given process standard deviation; default estimated within samples
        sigma_method (word): uwave_r (default of xbar_r), mvlue_r, uwave_s (default of xbar_s), mvlue_s, rmsdf
            (pooled, unbiased), pooled_s (Montgomery's for unequal sizes); individuals mr_mean (default),
            mr_median, sd; ewma and cusum of subgroups: uwave_r up to 10 values, uwave_s beyond
        span (points): of moving ranges; default 2
        baseline (samples): the first samples alone set the limits, the later are judged by them
        exclude (samples): numbers, from 1, of samples left out of the limits; they are still drawn and judged
        limits (sigmas): width L, default 3; or [lcl, ucl] given; for ewma also exact (default) or asymptotic
        lambda (share): weight of the newest sample in ewma, above 0 to 1; default 0.2
        asymptotic (true/false): ewma limits as i → ∞; default false
        k (sigmas): cusum reference value, default 0.5; for ewma the width L
        h (sigmas): cusum decision interval; default 5
        head_start (sigmas): start of both cusum sums, 0 to h (fast initial response h/2); default 0
        scale (word): cusum sums in data units (data, default) or in sigmas of the mean (sigma)
        rules (word): nelson or western_electric on the chart of locations; default none

    Output:
        center, lcl, ucl (units of the points): one number, or a list where they vary; for cusum the target
            and ∓H
        points (data units, shares or counts): the plotted values; for cusum the sample means
        signals (points): strictly beyond the limits, numbered from 1
        dispersion (data units): center, lcl, ucl, points, signals of the R, S or MR chart; else null
        c_plus, c_minus (units of `scale`): the sums of cusum; n_plus, n_minus: for how many points above 0
        decision_interval, reference_value (units of `scale`): H and K of cusum
        sigma (data units): process standard deviation; for counts the standard error of a point
        sigma_z (ratio): Laney's correction
        standardised (sigmas): (point − centre) / its standard error
        rule_signals (points): by rule number, when rules were asked
        samples, samples_used (samples): how many there are, how many set the limits
        kind: as asked

    Source:
        ISO 7870-2:2013 (Shewhart), ISO 7870-4:2021 (cusum), ISO 7870-6:2016 (EWMA); Montgomery, Introduction
        to Statistical Quality Control, 8th ed. 2019, ch. 6, 7, 9; unequal sizes: Burr 1969, Journal of
        Quality Technology 1, as in R's qcc (uwave, default there and here), Minitab (mvlue); Laney 2002,
        Quality Engineering 14(4); Lucas and Crosier 1982, Technometrics 24 (head start).

    Traps:
        - Printed examples use rounded constants (1.128, 2.326): limits differ in the fifth digit.
        - The moving ranges of an i_mr chart are correlated: use only rule 1 on them.
        - Limits recomputed with every new sample follow the process they should judge: freeze a baseline.
        - A cusum printed in sigmas (qcc) is `scale: "sigma"`; in data units (NIST, Montgomery) the default.
        - With unequal sizes packages disagree on σ̂; equal sizes give one answer.
        - An ewma of unequal subgroups has the exact variance of its recursion at each point (asymptotic:
          σ/√n_i of the point); a cusum of unequal subgroups needs `scale: "sigma"`.
        - The centre of an np chart is a count, that of a p chart a share.
        - Widths other than 3 also widen the chart of dispersion.

    Example:
        >>> found = chart("c", data=[16, 14, 28, 16, 12, 20, 10, 12, 10, 17, 19, 17, 14, 16, 15, 13, 14, 16,
        ...                          11, 20, 11, 19, 16, 31, 13])
        >>> found.center, found.lcl, found.ucl, found.signals
        (16.0, 4.0, 28.0, [24])
    """
    given = {
        "subgroups": subgroups,
        "data": data,
        "sizes": sizes,
        "sigma": sigma,
        "sigma_method": sigma_method,
        "span": span,
        "limits": limits,
        "lambda": lambda_,
        "asymptotic": asymptotic,
        "k": k,
        "h": h,
        "head_start": head_start,
        "scale": scale,
        "rules": rules,
    }
    kind = choice(kind, "kind", list(TAKES))
    _refuse_unused(kind, given)
    asked = check_rules(rules)
    plan = _plan(kind, center, sigma, sigma_method, span, baseline, exclude, *_limits(kind, limits, k))
    if kind == "i_mr":
        found = chart_of_individuals(read_individuals(data), plan)
    elif kind in ("xbar_r", "xbar_s"):
        found = chart_of_means(read_samples(subgroups, data, sizes, "subgroups"), plan)
    elif kind == "ewma":
        found = chart_of_ewma(_samples(given, plan), plan, _ewma(lambda_, asymptotic, limits))
    elif kind == "cusum":
        found = chart_of_cusum(_samples(given, plan), plan, _cusum(k, h, head_start, scale))
    else:
        counts = read_counts(data)
        found = chart_of_counts(counts, _sizes_of_counts(kind, sizes, len(counts)), plan)
    return replace(found, rule_signals=find_signals(found.standardised, asked)) if asked else found


def _refuse_unused(kind: str, given: dict[str, Any]) -> None:
    for key, value in given.items():
        if value is not None and key not in TAKES[kind]:
            raise Inconsistent(key, f"Biểu đồ {kind} không dùng trường “{key}”. Hãy bỏ trường này.")


def _limits(kind: str, limits: Any, k: Any) -> tuple[float, tuple[float, float] | None]:
    """The width, and the two limits where they are given."""
    width = 3.0
    if kind == "ewma" and k is not None:
        width = number(k, "k", above=0, at_most=1000)
    if limits is None:
        return width, None
    if isinstance(limits, str):
        choice(limits, "limits", ["exact", "asymptotic"] if kind == "ewma" else [])
        return width, None
    if isinstance(limits, Sequence | np.ndarray):
        return width, fixed_limits(limits)
    asked = number(limits, "limits", above=0, at_most=1000)
    if kind == "ewma" and k is not None and asked != width:
        raise Inconsistent("k", "“k” và “limits” cho hai độ rộng khác nhau. Hãy giữ một.")
    return asked, None


def _plan(
    kind: str,
    center: Any,
    sigma: Any,
    sigma_method: Any,
    span: Any,
    baseline: Any,
    exclude: Any,
    width: float,
    fixed: tuple[float, float] | None,
) -> Plan:
    if sigma is not None and sigma_method is not None:
        raise Inconsistent("sigma_method", "“sigma” đã cho trước nên không cần “sigma_method”. Hãy giữ một.")
    if sigma_method is not None:
        methods = INDIVIDUAL if kind == "i_mr" else WITHIN
        choice(sigma_method, "sigma_method", (*INDIVIDUAL, *WITHIN) if kind in ("ewma", "cusum") else methods)
    return Plan(
        kind=kind,
        center=None
        if center is None
        else number(center, "center", at_least=-LARGEST_VALUE, at_most=LARGEST_VALUE),
        sigma=None if sigma is None else number(sigma, "sigma", above=0, at_most=LARGEST_VALUE),
        sigma_method=sigma_method,
        span=2 if span is None else whole(span, "span", at_least=2, at_most=100),
        width=width,
        fixed=fixed,
        baseline=None if baseline is None else whole(baseline, "baseline", at_least=1),
        exclude=_exclude(exclude),
    )


def _exclude(exclude: Any) -> tuple[int, ...]:
    if exclude is None:
        return ()
    if isinstance(exclude, str) or not isinstance(exclude, Sequence | np.ndarray):
        raise WrongType("exclude", "“exclude” phải là danh sách số thứ tự mẫu, đếm từ 1.")
    found = [whole(sample, f"exclude[{place}]", at_least=1) for place, sample in enumerate(exclude)]
    seen: set[int] = set()
    for place, sample in enumerate(found):
        if sample in seen:
            raise Duplicate(f"exclude[{place}]", f"Mẫu {sample} được ghi hai lần. Hãy giữ một.")
        seen.add(sample)
    return tuple(found)


def _samples(given: dict[str, Any], plan: Plan) -> Samples:
    """Samples of a chart with memory; the way sigma is found must fit them."""
    found = read_samples(given["subgroups"], given["data"], given["sizes"])
    fitting = INDIVIDUAL if found.sizes.max() == 1 else WITHIN
    if plan.sigma_method is not None:
        choice(plan.sigma_method, "sigma_method", fitting)
    return found


def _sizes_of_counts(kind: str, sizes: Any, length: int) -> Array:
    if kind == "c":
        return np.ones(length)
    return read_sizes(sizes, length, whole_pieces=kind in ("p", "np", "p_prime"))


def _ewma(lambda_: Any, asymptotic: Any, limits: Any) -> Ewma:
    weight = 0.2 if lambda_ is None else number(lambda_, "lambda", above=0, at_most=1)
    forever = limits == "asymptotic" if isinstance(limits, str) else False
    if asymptotic is not None:
        if isinstance(limits, str) and flag(asymptotic, "asymptotic") != forever:
            raise Inconsistent("asymptotic", "“asymptotic” và “limits” trái nhau. Hãy giữ một.")
        forever = flag(asymptotic, "asymptotic")
    return Ewma(weight, forever)


def _cusum(k: Any, h: Any, head_start: Any, scale: Any) -> Cusum:
    interval = 5.0 if h is None else number(h, "h", above=0, at_most=1e6)
    start = 0.0 if head_start is None else number(head_start, "head_start", at_least=0, at_most=1e6)
    if start > interval:
        raise OutOfRange("head_start", "“head_start” không được lớn hơn “h”. Thường lấy h/2.")
    return Cusum(
        k=0.5 if k is None else number(k, "k", at_least=0, at_most=1e6),
        h=interval,
        head_start=start,
        scale="data" if scale is None else choice(scale, "scale", ["data", "sigma"]),
    )
