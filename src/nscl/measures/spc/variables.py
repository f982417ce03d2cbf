"""Charts of measured values: means with ranges or standard deviations, individuals with moving ranges."""

from __future__ import annotations

import numpy as np

from nscl.measures.errors import TooFew
from nscl.measures.result import Array, Assumption, Caution, Step
from nscl.measures.spc import sigma as estimate
from nscl.measures.spc.constants import c4, d2, d3
from nscl.measures.spc.drawing import Chart, Dispersion, Plan, beyond, limits, single, standardised
from nscl.measures.spc.samples import Mask, Samples


def chart_of_means(samples: Samples, plan: Plan) -> Chart:
    """X̄ with R (`xbar_r`) or with S (`xbar_s`)."""
    used = plan.used(len(samples), samples.field)
    if samples.sizes.max() < 2:
        raise TooFew(
            samples.field,
            "Mỗi nhóm chỉ có một giá trị. Hãy nhập “subgroups”, hoặc “sizes” để chia “data” thành nhóm; "
            "với từng giá trị rời, hãy dùng biểu đồ i_mr.",
        )
    spread, method = sigma_of_samples(samples, plan, used)
    center = plan.center
    if center is None:
        center = estimate.weighted_mean(samples.mean[used], samples.sizes[used])
    error = spread / np.sqrt(samples.sizes)
    lcl, ucl = limits(center, error, plan)
    return Chart(
        kind=plan.kind,
        center=center,
        lcl=lcl,
        ucl=ucl,
        points=samples.mean,
        signals=beyond(samples.mean, lcl, ucl),
        dispersion=_spread_chart(samples, spread, plan),
        sigma=single(spread),
        standardised=standardised(samples.mean, center, error),
        samples=len(samples),
        samples_used=int(used.sum()),
        assumptions=assumptions(plan, method),
        warnings=plan.cautions(used) + _cautions(samples, spread, plan),
        trace=steps(center, spread, method, lcl, ucl, plan),
    )


def sigma_of_samples(samples: Samples, plan: Plan, used: Mask) -> tuple[Array, str]:
    """σ of each sample and how it was found."""
    if plan.sigma is not None:
        return np.full(len(samples), plan.sigma), "given"
    default = {"xbar_r": "uwave_r", "xbar_s": "uwave_s"}.get(
        plan.kind, "uwave_r" if samples.sizes.max() <= 10 else "uwave_s"
    )
    method = plan.sigma_method or default
    return estimate.within(samples, method, used), method


def chart_of_individuals(values: Array, plan: Plan) -> Chart:
    """Individuals with moving ranges."""
    used = plan.used(len(values), "data")
    method = "given" if plan.sigma is not None else plan.sigma_method or "mr_mean"
    spread = plan.sigma or estimate.individual(values, method, plan.span, used)
    center = plan.center
    if center is None:
        center = estimate.weighted_mean(values[used], np.ones(int(used.sum())))
    lcl, ucl = limits(center, spread, plan)
    middle, width = d2(plan.span) * spread, plan.width * d3(plan.span) * spread
    ranges = estimate.moving_ranges(values, plan.span)
    low, high = max(0.0, middle - width), middle + width
    return Chart(
        kind=plan.kind,
        center=center,
        lcl=lcl,
        ucl=ucl,
        points=values,
        signals=beyond(values, lcl, ucl),
        dispersion=Dispersion(middle, low, high, ranges, beyond(ranges, low, high)),
        sigma=spread,
        standardised=standardised(values, center, spread),
        samples=len(values),
        samples_used=int(used.sum()),
        assumptions=(
            *assumptions(plan, method),
            Assumption("span", plan.span, "Số giá trị liên tiếp trong một khoảng di động."),
        ),
        warnings=plan.cautions(used) + no_variation(spread),
        trace=(
            *steps(center, np.array([spread]), method, lcl, ucl, plan),
            Step("Đường tâm của khoảng di động", f"d2({plan.span}) σ̂", middle),
            Step("Giới hạn trên của khoảng di động", f"(d2 + {plan.width:g} d3) σ̂", high),
        ),
    )


def _spread_chart(samples: Samples, spread: Array, plan: Plan) -> Dispersion:
    """R: d2 σ ∓ L d3 σ. S: c4 σ ∓ L √(1−c4²) σ."""
    if plan.kind == "xbar_r":
        estimate.refuse_large(samples)
        points, middle, width = samples.range, _of(d2, samples), _of(d3, samples)
    else:
        points, middle = samples.sd, _of(c4, samples)
        width = np.sqrt(1 - middle**2)
    low = single(np.maximum(0.0, (middle - plan.width * width) * spread))
    high = single((middle + plan.width * width) * spread)
    return Dispersion(single(middle * spread), low, high, points, beyond(points, low, high))


def _of(constant: object, samples: Samples) -> Array:
    return estimate.by_size(constant, samples.sizes)  # type: ignore[arg-type]


def assumptions(plan: Plan, method: str) -> tuple[Assumption, ...]:
    """The choices every chart of measured values rests on."""
    return (
        Assumption(
            "width", plan.width if plan.fixed is None else None, "Giới hạn cách đường tâm, theo sigma."
        ),
        Assumption("sigma_method", method, estimate.FORMULAS[method]),
        Assumption("center", "given" if plan.center is not None else "mean", "Trung bình theo số giá trị."),
        Assumption("baseline", plan.baseline, "Số mẫu đầu lập giới hạn; trống là tất cả."),
        Assumption("exclude", ", ".join(map(str, plan.exclude)) or None, "Mẫu để ngoài khi lập giới hạn."),
        Assumption("beyond", "strict", "Điểm nằm đúng trên giới hạn không phải tín hiệu."),
    )


def steps(
    center: float, spread: Array, method: str, lcl: float | Array, ucl: float | Array, plan: Plan
) -> tuple[Step, ...]:
    """Centre, sigma and limits of the chart of locations."""
    rule = f"± {plan.width:g} σ̂/√n" if plan.fixed is None else "cho trước"
    return (
        Step("Đường tâm", "cho trước" if plan.center is not None else "Σ n x̄ / Σ n", center),
        Step("Sigma của quá trình", estimate.FORMULAS[method], one(single(spread))),
        Step("Giới hạn dưới", rule, one(lcl)),
        Step("Giới hạn trên", rule, one(ucl)),
    )


def one(value: float | Array) -> float | None:
    """The number, where there is only one."""
    return value if isinstance(value, float) else None


def no_variation(spread: float) -> tuple[Caution, ...]:
    """Say so when all values were the same."""
    if spread > 0:
        return ()
    return (Caution("no_variation", "Số liệu không biến động: giới hạn trùng với đường tâm.", "data"),)


def _cautions(samples: Samples, spread: Array, plan: Plan) -> tuple[Caution, ...]:
    found = no_variation(float(spread.max()))
    if plan.kind == "xbar_r" and samples.sizes.max() > 10:
        found += (Caution("large_subgroups", "Nhóm trên 10 giá trị: nên dùng biểu đồ xbar_s.", "subgroups"),)
    return found
