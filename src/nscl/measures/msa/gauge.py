"""Gauge repeatability and reproducibility of a crossed study."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nscl.measures.inputs import choice, number
from nscl.measures.method import measure
from nscl.measures.msa.anova import Crossed, crossed
from nscl.measures.msa.ranges import CONSTANTS, Ranges, by_ranges
from nscl.measures.msa.study import Components, Line, Table, Tables, advice, cube, tables
from nscl.measures.result import Assumption, Caution, Result, Step


@dataclass(frozen=True, kw_only=True, eq=False)
class GaugeStudy(Result):
    """A gauge study by source: variance, share, standard deviation, study variation, tolerance."""

    varcomp: Table
    contribution_pct: Table
    stddev: Table
    study_variation: Table
    study_variation_pct: Table
    tolerance_pct: Table | None
    process_pct: Table | None
    ndc: int | None
    interaction_p: float | None
    pooled: bool | None
    anova: dict[str, Line] | None
    anova_reduced: dict[str, Line] | None
    ranges: Ranges | None
    parts: int
    operators: int
    trials: int


@measure("msa.gauge_rr", "Độ lặp lại và tái lập của hệ đo (Gauge R&R)")
def gauge_rr(
    values: Any,
    method: str = "anova",
    tolerance: float | None = None,
    pooling_alpha: float = 0.05,
    sigma_multiple: float = 6,
    process_sigma: float | None = None,
    constants: str = "exact",
) -> GaugeStudy:
    """How much of the variation one sees is the gauge: repeatability, reproducibility, parts.

    Promises the crossed study (every operator measures every part the same number of times) by analysis of
    variance or by averages and ranges. Refuses a design with holes, fewer than two parts or two trials,
    and readings that are all equal. With one operator reproducibility is null, not zero. A variance
    estimated below zero is put at zero with a caution.

    Formula:
        p parts, o operators, r trials; MS by two-way analysis of variance
        repeatability = MS_e;  interaction = (MS_po − MS_e)/r
        operator = (MS_o − MS_po)/(p r);  part = (MS_p − MS_po)/(o r)
        interaction pooled when its p ≥ pooling_alpha: MS_e = (SS_e + SS_po)/(df_e + df_po), which then
        also takes the place of MS_po
        X̄-R: EV = R̄ K1;  AV = √((x̄_diff K2)² − EV²/(p r));  PV = R_p K3;  GRR² = EV² + AV²
        K1 = 1/d2(r);  K2 = 1/d2*(o);  K3 = 1/d2*(p);  d2* = √(d2² + d3²)
        study variation = sigma_multiple × standard deviation;  ndc = max(1, ⌊1.41 part/rr⌋)

    Input:
        values (measured unit): values[part][operator][trial], full
        method (word): anova or xbar_r; default anova
        tolerance (measured unit): width USL − LSL, for tolerance_pct
        pooling_alpha (probability): pool the interaction when its p is at least this; default 0.05
        sigma_multiple (sigmas): width of study variation; default 6 (older manuals 5.15)
        process_sigma (measured unit): known standard deviation of the process, for process_pct
        constants (word): of xbar_r: exact; aiag (the printed four digits); d2_star (K1 = 1/d2* of all p·o
            ranges); default exact

    Output:
        varcomp (unit²), stddev, study_variation (unit): by rr, repeatability, reproducibility, operator,
            interaction, part, total; null where the design does not separate it
        contribution_pct, study_variation_pct (%): shares of the total variance, of the total deviation
        tolerance_pct (%): study variation over the tolerance; null without it
        process_pct (%): standard deviation over process_sigma; null without it
        ndc (number): distinct categories; null where the gauge shows no variation
        interaction_p (probability), pooled (true/false): the pooling test and its outcome; null where none
        anova, anova_reduced: df, ss, ms, f, p by source, before and after pooling
        ranges: r_bar, x_diff, part_range, k1, k2, k3, ucl_r and cells beyond it [part, operator]
        parts, operators, trials (number): size of the study

    Source:
        AIAG, Measurement Systems Analysis, 4th ed. 2010, ch. III; Montgomery, 8th ed. 2019, ch. 8.7;
        Minitab support, crossed gage R&R (pooling at 0.05); Duncan 1986 (d2*).

    Traps:
        - Shares of study variation do not add to 100: deviations do not add, variances do.
        - Programmes pool at 0.05 (Minitab, SixSigma) or 0.25 (AIAG); with p between, figures differ.
        - The two methods answer differently: ranges cannot see the interaction.
        - AIAG cuts ndc down, it does not round.

    Example:
        >>> found = gauge_rr(values=[[[3.1, 3.2], [3.0, 3.1]], [[5.0, 5.2], [5.1, 5.1]]])
        >>> found.ndc, found.pooled, round(found.contribution_pct["part"], 1)
        (23, True, 99.7)
    """
    way = choice(method, "method", ("anova", "xbar_r"))
    kind = choice(constants, "constants", CONSTANTS)
    alpha = number(pooling_alpha, "pooling_alpha", at_least=0, at_most=1)
    multiple = number(sigma_multiple, "sigma_multiple", at_least=0.1, at_most=100)
    readings = cube(values, ("chi tiết", "người đo", "lần đo"), (2, 1, 2))
    analysis: Crossed | None = None
    spans: Ranges | None = None
    if way == "anova":
        analysis = crossed(readings, alpha)
        components = analysis.components
    else:
        spans, components = by_ranges(readings, kind)
    if readings.shape[1] == 1:
        components.cautions.append(
            Caution(
                "one_operator", "Chỉ một người đo: không biết độ tái lập, R&R chỉ gồm độ lặp lại.", "values"
            )
        )
    made = tables(components, multiple, tolerance, process_sigma)
    cautions = components.cautions + advice(made)
    if spans is not None and spans.beyond:
        cautions.append(
            Caution(
                "range_beyond", "Có ô vượt giới hạn trên của biểu đồ R: hãy xem lại các lần đo đó.", "values"
            )
        )
    return GaugeStudy(
        **_columns(made),
        interaction_p=analysis.interaction_p if analysis else None,
        pooled=None if analysis is None or readings.shape[1] == 1 else analysis.reduced is not None,
        anova=analysis.full if analysis else None,
        anova_reduced=analysis.reduced if analysis else None,
        ranges=spans,
        parts=readings.shape[0],
        operators=readings.shape[1],
        trials=readings.shape[2],
        assumptions=_conventions(way, kind, alpha, multiple),
        warnings=tuple(cautions),
        trace=_steps(components, made, analysis, spans),
    )


def _columns(made: Tables) -> dict[str, Any]:
    return {name: getattr(made, name) for name in made.__dataclass_fields__}


def _conventions(way: str, kind: str, alpha: float, multiple: float) -> tuple[Assumption, ...]:
    first = (
        Assumption("pooling_alpha", alpha, "Gộp tương tác vào độ lặp lại khi p ≥ giá trị này.")
        if way == "anova"
        else Assumption("constants", kind, "Hệ số K1, K2, K3 của phương pháp X̄-R.")
    )
    return (
        Assumption("method", way, "Phân tích phương sai hoặc trung bình và khoảng biến thiên."),
        first,
        Assumption("sigma_multiple", multiple, "Biến động nghiên cứu = bội số này × độ lệch chuẩn."),
        Assumption("ndc", "1.41", "ndc cắt xuống số nguyên, ít nhất 1."),
    )


def _steps(
    components: Components, made: Tables, analysis: Crossed | None, spans: Ranges | None
) -> tuple[Step, ...]:
    steps = []
    if analysis is not None:
        shown = analysis.reduced or analysis.full
        steps += [Step(f"MS {name}", "SS / df", one.ms) for name, one in shown.items() if one.ms is not None]
    if spans is not None:
        steps += [
            Step("Khoảng biến thiên trung bình", "R̄", spans.r_bar),
            Step("Chênh lệch giữa người đo", "x̄ max − x̄ min", spans.x_diff),
            Step("Khoảng của trung bình chi tiết", "Rp", spans.part_range),
        ]
    share = made.study_variation_pct["rr"]
    return (
        *steps,
        Step("Phương sai độ lặp lại", "σ²(lặp lại)", components.repeatability),
        Step("Phương sai độ tái lập", "σ²(người đo) + σ²(tương tác)", components.reproducibility),
        Step("Phương sai giữa các chi tiết", "σ²(chi tiết)", components.part),
        Step("R&R trên biến động nghiên cứu", "100 √(σ²(R&R) / σ²(tổng))", share, "%"),
        Step("Số nhóm phân biệt được", "⌊1,41 σ(chi tiết) / σ(R&R)⌋", made.ndc),
    )
