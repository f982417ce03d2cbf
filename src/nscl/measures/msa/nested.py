"""Gauge study where each operator has his own parts: destructive tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from nscl.measures.inputs import number
from nscl.measures.method import measure
from nscl.measures.msa.study import Components, Line, Table, advice, cube, floor_of, line, tables, tested
from nscl.measures.result import Array, Assumption, Result, Step


@dataclass(frozen=True, kw_only=True, eq=False)
class NestedStudy(Result):
    """A nested gauge study by source."""

    varcomp: Table
    contribution_pct: Table
    stddev: Table
    study_variation: Table
    study_variation_pct: Table
    tolerance_pct: Table | None
    process_pct: Table | None
    ndc: int | None
    anova: dict[str, Line]
    operators: int
    parts: int
    trials: int


@measure("msa.nested", "Gauge R&R lồng (phép đo phá huỷ)")
def nested(
    values: Any,
    tolerance: float | None = None,
    sigma_multiple: float = 6,
    process_sigma: float | None = None,
) -> NestedStudy:
    """Repeatability and reproducibility when no part can be measured by two operators.

    Promises the balanced nested analysis: each operator measures parts (or batches taken as one part) of
    his own, the same number of times. Refuses a design with holes, fewer than two operators, two parts
    each or two trials, and readings that are all equal.

    Formula:
        o operators, p parts each, r trials; SS = SS_operator + SS_part(operator) + SS_repeatability
        repeatability = MS_e;  part = (MS_p(o) − MS_e)/r;  operator = (MS_o − MS_p(o))/(p r)
        F_operator = MS_o/MS_p(o);  F_part = MS_p(o)/MS_e;  negative variances are 0

    Input:
        values (measured unit): values[operator][part][trial], full; parts of different operators differ
        tolerance (measured unit): width USL − LSL, for tolerance_pct
        sigma_multiple (sigmas): width of study variation; default 6
        process_sigma (measured unit): known standard deviation of the process, for process_pct

    Output:
        varcomp (unit²), stddev, study_variation (unit): by rr, repeatability, reproducibility, operator,
            interaction (always null), part, total
        contribution_pct, study_variation_pct, tolerance_pct, process_pct (%): as in msa.gauge_rr
        ndc (number): distinct categories
        anova: df, ss, ms, f, p of operator, part, repeatability, total
        operators, parts, trials (number): size of the study, parts per operator

    Source:
        AIAG, Measurement Systems Analysis, 4th ed. 2010, ch. IV; Minitab support, nested gage R&R.

    Traps:
        - The axes are operator, part, trial: the other way round than in msa.gauge_rr.
        - Where pieces of a batch differ, their difference is counted as repeatability.

    Example:
        >>> found = nested(values=[[[3.1, 3.2], [5.0, 5.2]], [[4.0, 4.1], [6.1, 6.1]]])
        >>> found.anova["part"].df, round(found.varcomp["repeatability"], 6)
        (2, 0.0075)
    """
    multiple = number(sigma_multiple, "sigma_multiple", at_least=0.1, at_most=100)
    readings = cube(values, ("người đo", "chi tiết", "lần đo"), (2, 2, 2))
    lines = _analysis(readings)
    found = _components(lines, readings.shape)
    made = tables(found, multiple, tolerance, process_sigma)
    return NestedStudy(
        **{name: getattr(made, name) for name in made.__dataclass_fields__},
        anova=lines,
        operators=readings.shape[0],
        parts=readings.shape[1],
        trials=readings.shape[2],
        assumptions=(
            Assumption("design", "nested", "Mỗi người đo có các chi tiết riêng."),
            Assumption("sigma_multiple", multiple, "Biến động nghiên cứu = bội số này × độ lệch chuẩn."),
        ),
        warnings=tuple(found.cautions + advice(made)),
        trace=(
            Step("Phương sai độ lặp lại", "MS_e", found.repeatability),
            Step("Phương sai giữa người đo", "(MS_o − MS_p) / (p r)", found.operator),
            Step("Phương sai giữa các chi tiết", "(MS_p − MS_e) / r", found.part),
        ),
    )


def _analysis(readings: Array) -> dict[str, Line]:
    operators, parts, trials = readings.shape
    quiet = floor_of(readings)
    y = readings - np.mean(readings)
    cells = y.mean(axis=2)
    people = cells.mean(axis=1)
    inner = line(operators * parts * (trials - 1), float(np.sum((y - cells[:, :, None]) ** 2)), quiet)
    part = line(operators * (parts - 1), trials * float(np.sum((cells - people[:, None]) ** 2)), quiet)
    operator = line(operators - 1, parts * trials * float(np.sum(people**2)), quiet)
    return {
        "operator": tested(operator, part),
        "part": tested(part, inner),
        "repeatability": inner,
        "total": Line(y.size - 1, float(np.sum(y**2)), None),
    }


def _components(lines: dict[str, Line], shape: tuple[int, ...]) -> Components:
    _, parts, trials = shape
    inner, part, operator = (lines[name].ms or 0.0 for name in ("repeatability", "part", "operator"))
    found = Components(inner, 0.0, None, 0.0)
    found.part = found.clip("part", (part - inner) / trials, "giữa các chi tiết")
    found.operator = found.clip("operator", (operator - part) / (parts * trials), "giữa người đo")
    return found
