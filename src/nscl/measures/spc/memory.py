"""Charts that remember: the exponentially weighted moving average and the tabular cumulative sum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import signal

from nscl.measures.errors import ConstantData, Inconsistent
from nscl.measures.result import Array, Assumption, Step
from nscl.measures.spc import sigma as estimate
from nscl.measures.spc.drawing import Chart, Plan, beyond, limits, single, standardised
from nscl.measures.spc.samples import Mask, Samples
from nscl.measures.spc.variables import assumptions, no_variation, one, sigma_of_samples, steps


@dataclass(frozen=True)
class Ewma:
    """λ and whether the limits are those of a chart that has run for ever."""

    lambda_: float
    asymptotic: bool


@dataclass(frozen=True)
class Cusum:
    """Reference value, decision interval and head start in sigmas; the scale the sums are given in."""

    k: float
    h: float
    head_start: float
    scale: str


def chart_of_ewma(samples: Samples, plan: Plan, how: Ewma) -> Chart:
    """z₀ = centre, zᵢ = λ x̄ᵢ + (1−λ) zᵢ₋₁."""
    center, spread, method, used = _standards(samples, plan)
    rest = _smooth(samples.mean - center, how.lambda_)
    points = center + rest
    error = _error(spread**2 / samples.sizes, how)
    lcl, ucl = limits(center, error, plan)
    return Chart(
        kind=plan.kind,
        center=center,
        lcl=lcl,
        ucl=ucl,
        points=points,
        signals=beyond(points, lcl, ucl),
        sigma=single(spread),
        standardised=standardised(points, center, error),
        samples=len(samples),
        samples_used=int(used.sum()),
        assumptions=(
            *assumptions(plan, method),
            Assumption("lambda", how.lambda_, "Trọng số của mẫu mới nhất."),
            Assumption(
                "limits", "asymptotic" if how.asymptotic else "exact", "Giới hạn tiệm cận hay theo i."
            ),
            Assumption("start", center, "EWMA bắt đầu tại đường tâm."),
        ),
        warnings=plan.cautions(used) + no_variation(float(spread.max())),
        trace=(
            *steps(center, spread, method, lcl, ucl, plan)[:2],
            Step("Điểm cuối", f"z = {how.lambda_:g} x̄ + {1 - how.lambda_:g} z trước", float(points[-1])),
            Step("Giới hạn dưới cuối cùng", "μ − L σ_z", float(np.broadcast_to(lcl, points.shape)[-1])),
            Step("Giới hạn trên cuối cùng", "μ + L σ_z", float(np.broadcast_to(ucl, points.shape)[-1])),
        ),
    )


def _standards(samples: Samples, plan: Plan) -> tuple[float, Array, str, Mask]:
    """Centre, sigma of every sample, how sigma was found, and the samples used."""
    used = plan.used(len(samples), samples.field)
    if plan.sigma is None and samples.sizes.max() == 1:
        method = plan.sigma_method or "mr_mean"
        found = estimate.individual(samples.mean, method, plan.span, used)
        spread = np.full(len(samples), found)
    else:
        spread, method = sigma_of_samples(samples, plan, used)
    center = plan.center
    if center is None:
        center = estimate.weighted_mean(samples.mean[used], samples.sizes[used])
    return center, spread, method, used


def _smooth(values: Array, weight: float) -> Array:
    found: Array = signal.lfilter([weight], [1.0, weight - 1.0], values)
    return found


def _error(variance: Array, how: Ewma) -> Array:
    """Standard error of zᵢ; with equal sizes σ²/n · λ/(2−λ) · [1 − (1−λ)²ⁱ]."""
    if how.asymptotic:
        return np.sqrt(variance * how.lambda_ / (2 - how.lambda_))
    if variance.min() == variance.max():
        turns = 2 * np.arange(1, len(variance) + 1)
        grown = -np.expm1(turns * np.log1p(-how.lambda_)) if how.lambda_ < 1 else np.ones(len(variance))
        return np.sqrt(variance * how.lambda_ / (2 - how.lambda_) * grown)
    share: Array = signal.lfilter([how.lambda_**2], [1.0, -((1 - how.lambda_) ** 2)], variance)
    return np.sqrt(share)


def chart_of_cusum(samples: Samples, plan: Plan, how: Cusum) -> Chart:
    """C⁺ᵢ = max(0, xᵢ − (μ₀+K) + C⁺ᵢ₋₁), C⁻ᵢ = max(0, (μ₀−K) − xᵢ + C⁻ᵢ₋₁); a signal where C > H."""
    center, spread, method, used = _standards(samples, plan)
    error = spread / np.sqrt(samples.sizes)
    unit = _unit(error, samples, how)
    z = standardised(samples.mean, center, error)
    rest = z if how.scale == "sigma" else samples.mean - center
    reference, interval, start = how.k * unit, how.h * unit, how.head_start * unit
    plus, n_plus = _tabular(rest, reference, start)
    minus, n_minus = _tabular(-rest, reference, start)
    return Chart(
        kind=plan.kind,
        center=center,
        lcl=-interval,
        ucl=interval,
        points=samples.mean,
        signals=sorted({*beyond(plus, 0.0, interval), *beyond(minus, 0.0, interval)}),
        c_plus=plus,
        c_minus=minus,
        n_plus=n_plus,
        n_minus=n_minus,
        decision_interval=interval,
        reference_value=reference,
        sigma=single(spread),
        standardised=z,
        samples=len(samples),
        samples_used=int(used.sum()),
        assumptions=(
            *assumptions(plan, method)[1:],
            Assumption("k", how.k, "Giá trị tham chiếu K = k σ/√n."),
            Assumption("h", how.h, "Khoảng quyết định H = h σ/√n."),
            Assumption("head_start", how.head_start, "Giá trị đầu của C⁺ và C⁻, theo sigma."),
            Assumption("scale", how.scale, "Đơn vị của C⁺, C⁻, K, H: của số liệu hay theo sigma."),
            Assumption("reset", "no", "Các tổng không về 0 sau tín hiệu."),
        ),
        warnings=plan.cautions(used) + no_variation(float(spread.max())),
        trace=(
            Step("Mức chuẩn μ₀", "cho trước" if plan.center is not None else "Σ n x̄ / Σ n", center),
            Step("Sigma của quá trình", estimate.FORMULAS[method], one(single(spread))),
            Step("Giá trị tham chiếu K", f"{how.k:g} σ/√n", reference),
            Step("Khoảng quyết định H", f"{how.h:g} σ/√n", interval),
            Step("C⁺ lớn nhất", "", float(plus.max())),
            Step("C⁻ lớn nhất", "", float(minus.max())),
        ),
    )


def _unit(error: Array, samples: Samples, how: Cusum) -> float:
    """One sigma of the plotted means, in the units of the sums."""
    if how.scale == "sigma":
        if not error.all():
            raise ConstantData(samples.field, "Số liệu không biến động: hãy cho “sigma”, hoặc bỏ “scale”.")
        return 1.0
    if error.min() < error.max():
        raise Inconsistent("scale", 'Cỡ nhóm thay đổi: cusum phải tính theo sigma. Hãy đặt “scale”: "sigma".')
    return float(error[0])


def _tabular(rest: Array, reference: float, start: float) -> tuple[Array, list[int]]:
    """The sums and for how many points each has stayed above 0."""
    total, run = start, 0
    totals, runs = [], []
    for value in (rest - reference).tolist():
        total += value
        if total > 0:
            run += 1
        else:
            total, run = 0.0, 0
        totals.append(total)
        runs.append(run)
    return np.array(totals), runs
