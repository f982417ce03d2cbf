"""Charts of counts: defectives (p, np), defects (c, u), and Laney's charts for counts that vary too much."""

from __future__ import annotations

import numpy as np
from scipy import stats

from nscl.measures.errors import ConstantData, Inconsistent, OutOfRange, TooFew
from nscl.measures.result import Array, Assumption, Caution, Step
from nscl.measures.spc.constants import d2
from nscl.measures.spc.drawing import Chart, Plan, beyond, limits, single, standardised
from nscl.measures.spc.samples import Mask
from nscl.measures.spc.sigma import moving_ranges, whole_windows
from nscl.measures.spc.variables import one

DEFECTIVES = ("p", "np", "p_prime")
LANEY = ("p_prime", "u_prime")


def chart_of_counts(counts: Array, sizes: Array, plan: Plan) -> Chart:
    """p, np, c, u, p_prime or u_prime; c is u with samples of one."""
    _refuse_too_many(counts, sizes, plan)
    used = plan.used(len(counts), "data")
    per_piece, error = _rate(counts, sizes, used, plan)
    rates = counts / sizes
    laney = _laney(rates, per_piece, error, used) if plan.kind in LANEY else None
    # np and c are drawn in counts, the others per piece: the same chart on another scale.
    scale = sizes if plan.kind in ("np", "c") else np.ones(len(counts))
    points = counts if plan.kind in ("np", "c") else rates
    center, wide = per_piece * scale, error * scale * (1.0 if laney is None else laney)
    ceiling = scale if plan.kind in DEFECTIVES else np.inf
    lcl, ucl = limits(center, wide, plan, floor=0.0, ceiling=ceiling)
    return Chart(
        kind=plan.kind,
        center=single(center),
        lcl=lcl,
        ucl=ucl,
        points=points,
        signals=beyond(points, lcl, ucl),
        sigma=single(wide),
        sigma_z=laney,
        standardised=standardised(points, center, wide),
        samples=len(counts),
        samples_used=int(used.sum()),
        assumptions=_assumptions(plan),
        warnings=plan.cautions(used) + _cautions(counts, sizes, per_piece, error, used, plan),
        trace=_steps(counts, sizes, used, per_piece, center, lcl, ucl, laney, plan),
    )


def _refuse_too_many(counts: Array, sizes: Array, plan: Plan) -> None:
    if plan.kind in DEFECTIVES and (counts > sizes).any():
        place = int(np.flatnonzero(counts > sizes)[0])
        raise OutOfRange(
            f"data[{place}]",
            f"Mẫu {place + 1} có {counts[place]:g} sản phẩm lỗi trên cỡ mẫu {sizes[place]:g}. Hãy kiểm lại.",
        )


def _rate(counts: Array, sizes: Array, used: Mask, plan: Plan) -> tuple[float, Array]:
    """The mean per piece, given or found, and its standard error in every sample."""
    rate = float(counts[used].sum() / sizes[used].sum())
    if plan.center is not None:
        rate = plan.center
        if plan.kind == "np":
            if sizes.min() < sizes.max():
                raise Inconsistent(
                    "center", "Cỡ mẫu thay đổi nên np không có một đường tâm. Hãy dùng biểu đồ p."
                )
            rate /= float(sizes[0])
        if rate < 0 or 0 < rate < 1e-100 or (plan.kind in DEFECTIVES and rate > 1):
            raise OutOfRange("center", "Đường tâm cho trước nằm ngoài khoảng có thể của tỷ lệ hay số đếm.")
    variance = rate * (1 - rate) if plan.kind in DEFECTIVES else rate
    return rate, np.sqrt(variance / sizes)


def _laney(rates: Array, center: float, error: Array, used: Mask) -> float:
    """σ_z: how much wider the points vary than their counts alone explain."""
    if not error.all():
        raise ConstantData(
            "data", "Tỷ lệ chung là 0 hoặc 100 %: không tính được sigma_z. Hãy dùng biểu đồ p, u."
        )
    ranges = moving_ranges((rates - center) / error, 2)[whole_windows(used, 2)]
    if not ranges.size:
        raise TooFew("data", "Cần ít nhất 2 mẫu liên tiếp để tính sigma_z.")
    return float(ranges.mean()) / d2(2)


def _cautions(
    counts: Array, sizes: Array, rate: float, error: Array, used: Mask, plan: Plan
) -> tuple[Caution, ...]:
    if not error.all():
        return (
            Caution(
                "no_variation", "Không có lỗi nào, hoặc tất cả đều lỗi: giới hạn trùng đường tâm.", "data"
            ),
        )
    found: tuple[Caution, ...] = ()
    if rate * sizes.min() < 5:
        found += (
            Caution(
                "small_counts", "Số lỗi kỳ vọng mỗi mẫu dưới 5: giới hạn ± sigma chỉ là gần đúng.", "sizes"
            ),
        )
    if plan.kind not in LANEY and int(used.sum()) > 1:
        square = float(np.sum(((counts / sizes - rate) / error)[used] ** 2))
        freedom = int(used.sum()) - (1 if plan.center is None else 0)
        if float(stats.chi2.sf(square, freedom)) < 0.001:
            sentence = (
                f"Số đếm biến động gấp {square / freedom:.2f} lần mức ngẫu nhiên: có nguyên nhân đặc biệt, "
                "hoặc nên xem biểu đồ Laney (p_prime, u_prime)."
            )
            found += (Caution("overdispersion", sentence, "data"),)
    return found


def _assumptions(plan: Plan) -> tuple[Assumption, ...]:
    law = "binomial" if plan.kind in DEFECTIVES else "poisson"
    return (
        Assumption("distribution", law, "Giới hạn từ phân bố này, xấp xỉ chuẩn."),
        Assumption(
            "width", plan.width if plan.fixed is None else None, "Giới hạn cách đường tâm, theo sigma."
        ),
        Assumption(
            "clipping", "0" if law == "poisson" else "0–100 %", "Giới hạn cắt tại mức không thể vượt."
        ),
        Assumption(
            "center", "given" if plan.center is not None else "weighted mean", "Tổng số đếm / tổng cỡ."
        ),
        Assumption("baseline", plan.baseline, "Số mẫu đầu lập giới hạn; trống là tất cả."),
        Assumption("exclude", ", ".join(map(str, plan.exclude)) or None, "Mẫu để ngoài khi lập giới hạn."),
        Assumption("beyond", "strict", "Điểm nằm đúng trên giới hạn không phải tín hiệu."),
    )


def _steps(
    counts: Array,
    sizes: Array,
    used: Mask,
    rate: float,
    center: Array,
    lcl: float | Array,
    ucl: float | Array,
    laney: float | None,
    plan: Plan,
) -> tuple[Step, ...]:
    how = f"{counts[used].sum():g} / {sizes[used].sum():g}" if plan.center is None else "cho trước"
    under = "p̄(1−p̄)/n" if plan.kind in DEFECTIVES else "ū/n"
    wide = f"{plan.width:g} √({under})" + ("" if laney is None else " σ_z")
    rule = f"± {wide}" if plan.fixed is None else "cho trước"
    middle = one(single(center))
    found = [Step("Tỷ lệ chung", how, rate, "trên một đơn vị"), Step("Đường tâm", "", middle)]
    if laney is not None:
        found.append(Step("Sigma của z", "trung bình |zᵢ − zᵢ₋₁| / d2(2)", laney))
    return (*found, Step("Giới hạn dưới", rule, one(lcl)), Step("Giới hạn trên", rule, one(ucl)))
