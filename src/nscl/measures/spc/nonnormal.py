"""Data that are not normal: a test that sees it, distributions that fit, and Box and Cox's power."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import optimize, special, stats

from nscl.measures.errors import Infeasible, OutOfRange
from nscl.measures.result import Array

FITTED = ("lognormal", "weibull", "gamma", "exponential")
DISTRIBUTIONS = ("normal", *FITTED, "boxcox", "percentile")

# The shares below the reference limits of ISO 22514-2, where a normal process has mean ∓ 3 sigma: 0.135 %.
TAIL = float(special.ndtr(-3))
# Logs that span more than this are a mistake of units, and their powers leave the range of a float.
WIDEST = 100.0
# Anderson and Darling's p-value is an approximation made for samples of at least eight.
SMALLEST_TESTED = 8


@dataclass(frozen=True)
class Normality:
    """Anderson and Darling's test that the values are normal with unknown mean and variance."""

    statistic: float
    p_value: float | None


@dataclass(frozen=True)
class Fit:
    """A distribution fitted to the values above the threshold."""

    distribution: str
    parameters: dict[str, float]
    frozen: Any

    @property
    def percentiles(self) -> tuple[float, float, float]:
        """The 0.135th, 50th and 99.865th percentile."""
        return float(self.frozen.ppf(TAIL)), float(self.frozen.ppf(0.5)), float(self.frozen.isf(TAIL))

    def normal_scores(self, values: Array) -> Array:
        """Φ⁻¹(F(x)): the values on the scale on which this distribution is normal."""
        below, above = self.frozen.logcdf(values), self.frozen.logsf(values)
        scores = np.where(below < above, special.ndtri_exp(below), -special.ndtri_exp(above))
        return np.asarray(np.clip(scores, -40, 40), dtype=np.float64)


def normality(values: Array) -> Normality:
    """Anderson-Darling with the p-value of D'Agostino and Stephens (1986), table 4.9."""
    n = len(values)
    z = np.sort((values - np.mean(values)) / np.std(values, ddof=1))
    statistic = anderson_darling(special.log_ndtr(z), special.log_ndtr(-z))
    if n < SMALLEST_TESTED:
        return Normality(statistic, None)
    a = statistic * (1 + 0.75 / n + 2.25 / n**2)
    if a >= 0.6:
        exponent = 1.2937 - 5.709 * a + 0.0186 * a * a
        # The parabola turns up again beyond its lowest point; there the p-value is nothing.
        p = math.exp(exponent) if a < 153 else 0.0
    elif a >= 0.34:
        p = math.exp(0.9177 - 4.279 * a - 1.38 * a * a)
    elif a >= 0.2:
        p = 1 - math.exp(-8.318 + 42.796 * a - 59.938 * a * a)
    else:
        p = 1 - math.exp(-13.436 + 101.14 * a - 223.73 * a * a)
    return Normality(statistic, min(1.0, p))


def anderson_darling(log_below: Array, log_above: Array) -> float:
    """A² from the logs of F and 1−F at the values in ascending order."""
    n = len(log_below)
    weights = 2 * np.arange(1, n + 1) - 1
    return float(-n - np.sum(weights * (log_below + log_above[::-1])) / n)


def positive(values: Array, field: str, name: str) -> None:
    """Refuse a value that the distribution cannot take."""
    if values.min() <= 0:
        place = int(np.flatnonzero(values <= 0)[0])
        raise OutOfRange(
            field,
            f"Phân bố {name} chỉ dùng cho giá trị lớn hơn ngưỡng; giá trị thứ {place + 1} không đạt. "
            "Hãy chọn distribution khác (normal, percentile) hoặc ngưỡng “threshold” thấp hơn.",
        )
    if float(np.ptp(np.log(values))) > WIDEST:
        raise OutOfRange(
            field, f"Giá trị trải quá rộng cho phân bố {name}. Hãy kiểm tra đơn vị từng giá trị."
        )


def fit(values: Array, name: str, field: str) -> Fit:
    """The distribution with threshold 0: maximum likelihood, the lognormal by mean and s of the logs."""
    positive(values, field, name)
    scale = float(np.mean(values))
    logs = np.log(values) - math.log(scale)
    if name == "lognormal":
        # The sample standard deviation of the logs, as Minitab and most packages take it.
        location, spread = float(np.mean(logs)) + math.log(scale), float(np.std(logs, ddof=1))
        frozen = stats.lognorm(spread, scale=math.exp(location))
        return Fit(name, {"location": location, "scale": spread}, frozen)
    if name == "exponential":
        return Fit(name, {"mean": scale}, stats.expon(scale=scale))
    if name == "gamma":
        # ln k − ψ(k) = ln x̄ − mean ln x, which is positive unless all values are equal.
        shape = _root(lambda k: math.log(k) - float(special.digamma(k)) + float(np.mean(logs)), field, name)
        return Fit(name, {"shape": shape, "scale": scale / shape}, stats.gamma(shape, scale=scale / shape))
    top = float(logs.max())
    centred = logs - top

    def score(k: float) -> float:
        powers = np.exp(k * centred)
        return 1 / k + float(np.mean(centred)) - float(np.sum(powers * centred) / np.sum(powers))

    shape = _root(score, field, name)
    size = scale * math.exp(top + math.log(float(np.mean(np.exp(shape * centred)))) / shape)
    return Fit(name, {"shape": shape, "scale": size}, stats.weibull_min(shape, scale=size))


def _root(score: Any, field: str, name: str) -> float:
    """Where a falling likelihood score is zero."""
    low, high = 1e-3, 1e7
    if not score(low) > 0 > score(high):
        raise Infeasible(
            field, f"Không khớp được phân bố {name}: giá trị gần như bằng nhau hoặc trải quá rộng."
        )
    return float(optimize.brentq(score, low, high, xtol=1e-14, rtol=1e-14, maxiter=500))


def best_power(values: Array) -> float:
    """Box and Cox's λ of the highest profile likelihood between −5 and 5."""
    logs = np.log(values)
    logs = logs - np.mean(logs)

    def loss(power: float) -> float:
        changed = _power(logs, power)
        return 0.5 * math.log(float(np.var(changed)))

    # Beyond this power the largest value leaves the range of a float.
    most = min(5.0, 300 / float(np.abs(logs).max()))
    found = optimize.minimize_scalar(loss, bounds=(-most, most), method="bounded", options={"xatol": 1e-10})
    return float(found.x)


def box_cox(values: Array | float, power: float, centre: float) -> Any:
    """(u^λ − 1)/λ of u = x / centre, ln u at λ = 0: rises with x whatever the sign of λ."""
    return _power(np.log(values) - math.log(centre), power)


def _power(logs: Any, power: float) -> Any:
    # A limit far from the data may pass the range of a float: then it is infinitely far.
    with np.errstate(over="ignore"):
        return logs if abs(power) < 1e-12 else np.expm1(power * logs) / power
