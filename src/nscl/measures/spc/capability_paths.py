"""The three ways to capability: the normal law, Box and Cox's power, and percentiles of a distribution."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from nscl.measures.errors import OutOfRange
from nscl.measures.inputs import number
from nscl.measures.result import Step
from nscl.measures.spc import nonnormal
from nscl.measures.spc.indices import (
    Fallout,
    Indices,
    Interval,
    Spec,
    about_target,
    fallout,
    indices,
    interval_of_k,
    interval_of_p,
)
from nscl.measures.spc.within import Samples, Within, estimate

UNDEFINED: Interval = [None, None]


@dataclass(frozen=True)
class Part:
    """What the normal path and the distribution path each have to say."""

    within: Indices | None
    overall: Indices
    cpm: float | None
    cpm_overall: float | None
    intervals: tuple[Interval, Interval, Interval, Interval]
    out_within: Fallout | None
    out_overall: Fallout
    distribution: dict[str, Any]
    steps: tuple[Step, ...]


def normal(samples: Samples, spec: Spec, within: Within, counting: str, level: float) -> Part:
    mean, sd = float(np.mean(samples.values)), deviation(samples)
    n, df = len(samples.values), degrees(samples, within, counting)
    inner, outer = indices(spec, mean, within.sigma), indices(spec, mean, sd)
    return Part(
        inner,
        outer,
        about_target(spec, mean, within.sigma),
        # Overall as Minitab does: the mean square about the target, divisor N.
        about_target(spec, mean, sd * math.sqrt((n - 1) / n)),
        (
            interval_of_p(inner.p, df, level),
            interval_of_k(inner.k, n, df, level),
            interval_of_p(outer.p, n - 1, level),
            interval_of_k(outer.k, n, n - 1, level),
        ),
        fallout(spec, mean, within.sigma),
        fallout(spec, mean, sd),
        {"name": "normal"},
        (
            Step("Cp", "(USL − LSL) / (6σ trong nhóm)", inner.p),
            Step("Cpk", "min(x̄ − LSL; USL − x̄) / (3σ trong nhóm)", inner.k),
            Step("Pp", "(USL − LSL) / (6s)", outer.p),
            Step("Ppk", "min(x̄ − LSL; USL − x̄) / (3s)", outer.k),
        ),
    )


def box_cox(
    samples: Samples, spec: Spec, raw: Within, counting: str, level: float, power: float | None
) -> tuple[Samples, Part, Within]:
    """The normal path on powers of the data and of the limits."""
    nonnormal.positive(samples.values, samples.field, "Box-Cox")
    for key, limit in (("lsl", spec.lsl), ("usl", spec.usl), ("target", spec.target)):
        if limit is not None and limit <= 0:
            raise OutOfRange(
                key, f"Với Box-Cox, “{key}” phải dương; nếu đó là giới hạn vật lý (không thể âm), hãy bỏ nó."
            )
    centre = float(np.exp(np.mean(np.log(samples.values))))
    chosen = (
        nonnormal.best_power(samples.values)
        if power is None
        else number(power, "power", at_least=-5, at_most=5)
    )

    def changed(value: float | None) -> float | None:
        return None if value is None else float(nonnormal.box_cox(value, chosen, centre))

    moved = samples.replaced(nonnormal.box_cox(samples.values, chosen, centre))
    limits = Spec(changed(spec.lsl), changed(spec.usl), changed(spec.target))
    within = estimate(moved, raw.method)
    part = normal(moved, limits, within, counting, level)
    part.distribution.update(
        name="boxcox",
        power=chosen,
        centre=centre,
        mean=float(np.mean(moved.values)),
        sigma_within=within.sigma,
        sigma_overall=deviation(moved),
        lsl=limits.lsl,
        usl=limits.usl,
        target=limits.target,
    )
    return moved, part, within


def fitted(samples: Samples, spec: Spec, kind: str, threshold: float) -> tuple[Samples, Part]:
    """Overall indices from three percentiles, of a fitted distribution or of the data themselves."""
    found: dict[str, Any] = {"name": kind}
    if kind == "percentile":
        judged = samples
        low, middle, high = (
            float(value) for value in np.quantile(samples.values, [nonnormal.TAIL, 0.5, 1 - nonnormal.TAIL])
        )
        out = observed(samples, spec)
    else:
        above_zero = samples.values - threshold
        fit = nonnormal.fit(above_zero, kind, samples.field)
        low, middle, high = (threshold + percentile for percentile in fit.percentiles)
        judged = samples.replaced(fit.normal_scores(above_zero))
        ordered = np.sort(above_zero)
        found["parameters"] = {**fit.parameters, "threshold": threshold}
        found["anderson_darling"] = nonnormal.anderson_darling(
            fit.frozen.logcdf(ordered), fit.frozen.logsf(ordered)
        )
        with np.errstate(over="ignore"):
            below = 0.0 if spec.lsl is None else float(fit.frozen.cdf(spec.lsl - threshold))
            above = 0.0 if spec.usl is None else float(fit.frozen.sf(spec.usl - threshold))
        out = Fallout(1e6 * below, 1e6 * above)
    found["percentiles"] = {"0.135": low, "50": middle, "99.865": high}
    overall = _by_percentiles(spec, low, middle, high)
    steps = (
        Step("Phân vị 0,135 %", kind, low),
        Step("Trung vị", kind, middle),
        Step("Phân vị 99,865 %", kind, high),
        Step("Pp", "(USL − LSL) / (X99,865 − X0,135)", overall.p),
        Step("Ppk", "min((X50 − LSL)/(X50 − X0,135); (USL − X50)/(X99,865 − X50))", overall.k),
    )
    none = (UNDEFINED, UNDEFINED, UNDEFINED, UNDEFINED)
    return judged, Part(None, overall, None, None, none, None, out, found, steps)


def _by_percentiles(spec: Spec, low: float, middle: float, high: float) -> Indices:
    lower = None if spec.lsl is None else _ratio(middle - spec.lsl, middle - low)
    upper = None if spec.usl is None else _ratio(spec.usl - middle, high - middle)
    width = None if spec.lsl is None or spec.usl is None else _ratio(spec.usl - spec.lsl, high - low)
    return Indices(width, lower, upper, min(side for side in (lower, upper) if side is not None))


def _ratio(top: float, bottom: float) -> float:
    """A side without spread leaves the index without bound (null in JSON)."""
    return top / bottom if bottom > 0 else math.copysign(math.inf, top)


def deviation(samples: Samples) -> float:
    """The overall standard deviation, in two passes."""
    return float(np.std(samples.values, ddof=1))


def degrees(samples: Samples, within: Within, counting: str) -> float:
    """ν of the within intervals. R̄ and s̄ take N − 1 by default, as qcc and the textbooks do."""
    if counting == "default":
        counting = "total" if within.method in ("r_bar", "s_bar") else "effective"
    return float(len(samples.values) - 1) if counting == "total" else within.df_effective


def observed(samples: Samples, spec: Spec) -> Fallout:
    """What the data themselves put outside the limits."""
    n = len(samples.values)
    below = 0 if spec.lsl is None else int(np.sum(samples.values < spec.lsl))
    above = 0 if spec.usl is None else int(np.sum(samples.values > spec.usl))
    return Fallout(1e6 * below / n, 1e6 * above / n)
