"""Process capability from data: Cp/Cpk within, Pp/Ppk overall, with intervals, for any distribution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from nscl.measures.errors import OutOfRange, UnstableProcess
from nscl.measures.inputs import choice, number, text
from nscl.measures.method import measure
from nscl.measures.result import Assumption, Caution, Result, Step, show
from nscl.measures.spc import nonnormal
from nscl.measures.spc.capability_paths import Part, box_cox, degrees, deviation, fitted, normal, observed
from nscl.measures.spc.indices import Interval, bench, read_spec
from nscl.measures.spc.stability import Stability, stability
from nscl.measures.spc.within import LARGEST, Samples, Within, estimate, method_of, read

ALPHA_OF_NORMALITY = 0.05
FEW_FOR_TAILS = 1000


@dataclass(frozen=True, kw_only=True, eq=False)
class Capability(Result):
    """Capability within (Cp…) and overall (Pp…); null where undefined."""

    cp: float | None
    cpk: float | None
    cpl: float | None
    cpu: float | None
    pp: float | None
    ppk: float | None
    ppl: float | None
    ppu: float | None
    cpm: float | None
    cpm_overall: float | None
    cp_ci: Interval
    cpk_ci: Interval
    pp_ci: Interval
    ppk_ci: Interval
    mean: float
    sigma_within: float
    sigma_overall: float
    n: int
    df_within: float
    df_overall: float
    lsl: float | None
    usl: float | None
    target: float | None
    confidence: float
    ppm_observed: float
    ppm_within: float | None
    ppm_overall: float
    ppm: dict[str, dict[str, float] | None]
    z_bench_within: float | None
    z_bench_overall: float | None
    normality: nonnormal.Normality
    distribution: dict[str, Any]
    stability: Stability


@measure("spc.capability", "Năng lực quá trình (Cp, Cpk, Pp, Ppk)")
def capability(
    data: Any = None,
    subgroups: Any = None,
    lsl: float | None = None,
    usl: float | None = None,
    target: float | None = None,
    confidence: float = 0.95,
    override_reason: str | None = None,
    sigma_method: str | None = None,
    subgroup_size: int | None = None,
    interval_df: str = "default",
    distribution: str = "normal",
    power: float | None = None,
    threshold: float | None = None,
) -> Capability:
    """How well a stable process fits its specification: within (Cp, Cpk) and overall (Pp, Ppk).

    Promises both families from one set of data, each with its interval, for two limits or one. Refuses a
    process whose own control chart shows points beyond the limits, unless `override_reason` says why the
    figure is wanted all the same; refuses constant data, a single point or a single subgroup, and limits
    in the wrong order. Data that are not normal are named by a caution and have their own path.

    Formula:
        Cp = (USL − LSL)/6σ_w;  Cpl = (x̄ − LSL)/3σ_w;  Cpu = (USL − x̄)/3σ_w;  Cpk = min(Cpl, Cpu)
        Pp, Ppl, Ppu, Ppk: the same with the overall standard deviation s (divisor N − 1)
        Cpm = (USL − LSL) / (6 √(σ_w² + (x̄ − T)²));  overall (USL − LSL) / (6 √(Σ(x − T)²/N))
        interval of Cp: Cp √(χ²(α/2; ν)/ν) … Cp √(χ²(1−α/2; ν)/ν)
        interval of Cpk: Cpk ± z √(1/(9N) + Cpk²/(2ν))
        σ_w: mr = MR̄/d2(2); median_mr = median(MR)/d4(2); mssd = √(Σ(x_i − x_{i−1})²/(2(n−1)))
        σ_w: r_bar = R̄/d2(n); s_bar = s̄/c4(n); pooled = √(ΣΣ(x − x̄_i)²/Σ(n_i − 1));
        pooled_unbiased = pooled/c4(ν+1); of unequal subgroups r_bar and s_bar are means weighted by what each
        size knows (Σ f_i R_i/d2(n_i)/Σ f_i, f = d2²/d3²), where a chart's default takes the plain mean
        other distributions: Pp = (USL − LSL)/(X99.865 − X0.135);  Ppl = (X50 − LSL)/(X50 − X0.135);
        Ppu = (USL − X50)/(X99.865 − X50)

    Input:
        data (measured unit): single values in order of time; or
        subgroups (measured unit): list of subgroups, sizes may differ
        lsl, usl (measured unit): specification limits, at least one
        target (measured unit): target of Cpm; default the midpoint
        confidence (share): of the two-sided intervals; default 0.95
        override_reason (text): why capability is wanted of a process out of control
        sigma_method (word): mr, median_mr, mssd for data; r_bar, s_bar, pooled, pooled_unbiased for
            subgroups; default mr or r_bar
        subgroup_size (pieces): cuts `data` into subgroups of that size, the rest is the last one
        interval_df (word): ν of the within intervals: total = N − 1; effective = 0.62(n − 1) for mr,
            0.9Σ(n_i − 1) for r_bar, k·c4²/(2(1 − c4²)) for s_bar, Σ(n_i − 1) for pooled;
            default: total for r_bar and s_bar, effective for all others
        distribution (word): normal, lognormal (mean and s of the logs), weibull, gamma, exponential
            (maximum likelihood), boxcox, percentile (of the data themselves); default normal
        power (number): Box and Cox's λ when known; default the most likely between −5 and 5
        threshold (measured unit): where lognormal, weibull, gamma, exponential begin; default 0

    Output:
        cp, cpk, cpl, cpu (ratio): within; null with one limit (cp) or another distribution (all)
        pp, ppk, ppl, ppu (ratio): overall
        cpm, cpm_overall (ratio): about the target, within and overall
        cp_ci, cpk_ci, pp_ci, ppk_ci (ratio): [low, high]
        mean, sigma_within, sigma_overall (measured unit): of the data as given
        n (pieces), df_within, df_overall (number): behind the intervals
        lsl, usl, target, confidence: as used
        ppm_observed, ppm_within, ppm_overall (parts per million): outside the limits; ppm: by side
        z_bench_within, z_bench_overall (sigmas): one-sided z of the same fallout
        normality: Anderson-Darling statistic and p_value (null under 8 values)
        distribution: what was fitted, with its percentiles or transformed figures
        stability: chart, the points of its location and dispersion part beyond three sigma, and which of
            them are special causes

    Source:
        Montgomery, Introduction to Statistical Quality Control, 8th ed. 2019, ch. 8; Bissell 1990, Applied
        Statistics 39; NIST/SEMATECH e-Handbook 7.1.6; ISO 22514-2:2017; D'Agostino and Stephens 1986, table
        4.9 (normality); Box and Cox 1964.

    Traps:
        - Some packages print as Cp what is Pp: R SixSigma divides by the overall standard deviation.
        - Programmes differ in ν for the interval of Cp: qcc takes N − 1 whatever the sigma, Minitab takes
          0.9k(n − 1) for R̄; see interval_df.
        - A printed d2 of three digits moves Cp in the fifth.
        - The default of Minitab for subgroups is pooled_unbiased, of qcc and most textbooks R̄.
        - A stable process shows points beyond three sigma by chance too, the more points the likelier. Up to
          some forty points each of them stops the calculation; on a longer chart only those do that are
          rarer than what one stable chart in ten shows, or too many points; the others are a caution.
        - Indices of a target off the middle differ: here Cpm keeps the whole width over 6τ.
        - A one-sided 95 % lower bound is the low end at confidence 0.90.

    Example:
        >>> found = capability(data=[10, 12, 11, 13, 12], lsl=6, usl=16)
        >>> round(found.cp, 4), round(found.cpk, 4), round(found.pp, 4), round(found.ppk, 4)
        (1.2538, 1.1033, 1.4618, 1.2864)
    """
    samples = read(data, subgroups, subgroup_size)
    spec, said, cautions = read_spec(lsl, usl, target)
    level = number(confidence, "confidence", above=0, below=1)
    kind = choice(distribution, "distribution", nonnormal.DISTRIBUTIONS)
    counting = choice(interval_df, "interval_df", ("default", "total", "effective"))
    reason = None if override_reason is None else text(override_reason, "override_reason")
    if power is not None and kind != "boxcox":
        raise OutOfRange("power", "Trường “power” chỉ đi cùng distribution “boxcox”. Hãy bỏ nó.")
    if threshold is not None and kind not in nonnormal.FITTED:
        raise OutOfRange("threshold", f"“threshold” chỉ đi cùng {', '.join(nonnormal.FITTED)}. Hãy bỏ nó.")
    origin = 0.0 if threshold is None else number(threshold, "threshold", at_least=-LARGEST, at_most=LARGEST)
    raw = estimate(samples, method_of(samples, sigma_method))
    if kind == "normal":
        judged, part, within = samples, normal(samples, spec, raw, counting, level), raw
    elif kind == "boxcox":
        judged, part, within = box_cox(samples, spec, raw, counting, level, power)
    else:
        judged, part = fitted(samples, spec, kind, origin)
        within = estimate(judged, raw.method)
    seen = stability(judged, within)
    _settle(seen, reason, said, cautions)
    tested = nonnormal.normality(judged.values)
    cautions += _cautions_of(kind, tested, samples)
    said += _conventions(samples, raw, counting, kind, level)
    out = observed(samples, spec)
    return Capability(
        **_indices(part),
        mean=float(np.mean(samples.values)),
        sigma_within=raw.sigma,
        sigma_overall=deviation(samples),
        n=len(samples.values),
        df_within=degrees(samples, raw, counting),
        df_overall=float(len(samples.values) - 1),
        lsl=spec.lsl,
        usl=spec.usl,
        target=spec.target,
        confidence=level,
        ppm_observed=out.total,
        ppm_within=part.out_within.total if part.out_within else None,
        ppm_overall=part.out_overall.total,
        ppm={
            "observed": out.as_table,
            "within": part.out_within.as_table if part.out_within else None,
            "overall": part.out_overall.as_table,
        },
        z_bench_within=bench(part.out_within.total) if part.out_within else None,
        z_bench_overall=bench(part.out_overall.total),
        normality=tested,
        distribution=part.distribution,
        stability=seen,
        assumptions=tuple(said),
        warnings=tuple(cautions),
        trace=_steps(samples, raw, part),
    )


def _indices(part: Part) -> dict[str, Any]:
    """The indices and their intervals under the names of the contract."""
    inner, outer = part.within, part.overall
    cp_ci, cpk_ci, pp_ci, ppk_ci = part.intervals
    return {
        "cp": inner.p if inner else None,
        "cpk": inner.k if inner else None,
        "cpl": inner.lower if inner else None,
        "cpu": inner.upper if inner else None,
        "pp": outer.p,
        "ppk": outer.k,
        "ppl": outer.lower,
        "ppu": outer.upper,
        "cpm": part.cpm,
        "cpm_overall": part.cpm_overall,
        "cp_ci": cp_ci,
        "cpk_ci": cpk_ci,
        "pp_ci": pp_ci,
        "ppk_ci": ppk_ci,
    }


def _settle(seen: Stability, reason: str | None, said: list[Assumption], cautions: list[Caution]) -> None:
    """An unstable process needs a reason; the reason stays with the figure."""
    if seen.stable:
        if seen.location or seen.dispersion:
            cautions.append(
                Caution(
                    "points_beyond",
                    f"Có điểm ngoài 3 sigma ({_where(seen, seen.location, seen.dispersion)}), song biểu đồ "
                    "dài như vậy của một quá trình ổn định cũng thường có; hãy xem lại các điểm đó.",
                )
            )
        return
    where = _where(seen, seen.special_location, seen.special_dispersion)
    if reason is None:
        raise UnstableProcess(
            "override_reason",
            f"Quá trình chưa ổn định, có điểm ngoài giới hạn 3 sigma ({where}). Hãy bỏ điểm có "
            "nguyên nhân đặc biệt; nếu vẫn cần con số này, hãy thêm trường “override_reason” nêu lý do.",
        )
    said.append(Assumption("override_reason", reason, "Vẫn tính năng lực dù quá trình chưa ổn định."))
    cautions.append(
        Caution("unstable", f"Quá trình chưa ổn định ({where}); con số không dự báo được.", "override_reason")
    )


def _where(seen: Stability, location: list[int], dispersion: list[int]) -> str:
    return "; ".join(
        f"biểu đồ {name}: điểm {', '.join(map(str, points[:5]))}{'…' if len(points) > 5 else ''}"
        for name, points in zip(seen.chart.split("-"), (location, dispersion), strict=True)
        if points
    )


def _cautions_of(kind: str, tested: nonnormal.Normality, samples: Samples) -> list[Caution]:
    found = []
    if kind in ("normal", "boxcox") and tested.p_value is not None and tested.p_value < ALPHA_OF_NORMALITY:
        found.append(
            Caution(
                "not_normal",
                f"Số liệu không theo phân bố chuẩn (Anderson-Darling, p = {show(tested.p_value, 2)}); "
                "hãy xem các lựa chọn khác của “distribution”.",
                "distribution",
            )
        )
    if kind == "percentile" and len(samples.values) < FEW_FOR_TAILS:
        found.append(
            Caution(
                "few_for_percentiles",
                f"Phân vị 0,135 % cần khoảng {FEW_FOR_TAILS} giá trị trở lên; ở đây có {len(samples.values)} "
                "nên đó gần như là giá trị nhỏ nhất và lớn nhất.",
                samples.field,
            )
        )
    return found


def _conventions(
    samples: Samples, within: Within, counting: str, kind: str, level: float
) -> list[Assumption]:
    said = [
        Assumption("sigma_method", within.method, f"Sigma trong nhóm = {within.formula}, hệ số chính xác."),
        Assumption("sigma_overall", "s", "Độ lệch chuẩn chung với mẫu số N − 1."),
        Assumption("distribution", kind, "Phân bố dùng để tính chỉ số."),
        Assumption(
            "stability",
            "3 sigma",
            "Xét ổn định bằng điểm nằm hẳn ngoài giới hạn 3 sigma của cả hai biểu đồ; trên biểu đồ dài chỉ "
            "tính điểm hiếm hơn điều một phần mười biểu đồ ổn định cũng có"
            + (", trên thang chuẩn hoá." if kind not in ("normal", "percentile") else "."),
        ),
    ]
    if kind in ("normal", "boxcox"):
        said += [
            Assumption(
                "interval_df",
                degrees(samples, within, counting),
                "Bậc tự do của khoảng tin cậy cho Cp, Cpk; đổi bằng “interval_df”.",
            ),
            Assumption("confidence", level, "Cp: chi bình phương; Cpk: Bissell; hai phía."),
        ]
    else:
        said.append(Assumption("percentiles", "0,135 / 50 / 99,865 %", "Theo ISO 22514-2; không có Cp, Cpk."))
    return said


def _steps(samples: Samples, within: Within, part: Part) -> tuple[Step, ...]:
    return (
        Step("Trung bình", "x̄ = Σx / N", float(np.mean(samples.values))),
        Step("Sigma trong nhóm", within.formula, within.sigma),
        Step("Sigma chung", "s = √(Σ(x − x̄)² / (N − 1))", deviation(samples)),
        *part.steps,
    )
