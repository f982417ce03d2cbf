"""Capability from a mean and a standard deviation somebody else worked out: what textbooks print."""

from __future__ import annotations

from dataclasses import dataclass

from nscl.measures.errors import MissingField
from nscl.measures.inputs import number, whole
from nscl.measures.method import measure
from nscl.measures.result import Assumption, Result, Step
from nscl.measures.spc.indices import (
    Interval,
    about_target,
    bench,
    fallout,
    indices,
    interval_of_k,
    interval_of_p,
    read_spec,
)
from nscl.measures.spc.within import LARGEST


@dataclass(frozen=True, kw_only=True, eq=False)
class CapabilitySummary(Result):
    """The indices of one mean and one sigma; intervals only where the sample size is known."""

    cp: float | None
    cpk: float
    cpl: float | None
    cpu: float | None
    cpm: float | None
    k: float | None
    cp_ci: Interval
    cpk_ci: Interval
    cp_lower: float | None
    cpk_lower: float | None
    ppm: dict[str, float]
    z_bench: float | None
    mean: float
    sigma: float
    n: int | None
    df: float | None
    lsl: float | None
    usl: float | None
    target: float | None
    confidence: float


@measure("spc.capability_summary", "Năng lực quá trình từ trung bình và sigma đã biết")
def capability_summary(
    mean: float,
    sigma: float,
    lsl: float | None = None,
    usl: float | None = None,
    target: float | None = None,
    n: int | None = None,
    df: float | None = None,
    confidence: float = 0.95,
) -> CapabilitySummary:
    """Capability indices when only the mean, sigma and perhaps the sample size are known.

    Promises the same formulas as `spc.capability`; whether the result is to be called Cp or Pp depends on
    what sigma was given. Intervals need `n`. Refuses a sigma that is not positive and limits in the wrong
    order. It cannot see whether the process was stable or normal.

    Formula:
        Cp = (USL − LSL)/6σ;  Cpl = (μ − LSL)/3σ;  Cpu = (USL − μ)/3σ;  Cpk = min(Cpl, Cpu)
        k = |m − μ| / ((USL − LSL)/2), m the midpoint;  Cpk = Cp (1 − k) while μ is within the limits
        Cpm = (USL − LSL) / (6 √(σ² + (μ − T)²))
        interval of Cp: Cp √(χ²(α/2; ν)/ν) … Cp √(χ²(1−α/2; ν)/ν);  of Cpk: Cpk ± z √(1/(9n) + Cpk²/(2ν))

    Input:
        mean (measured unit): mean of the process
        sigma (measured unit): its standard deviation, above 0
        lsl, usl (measured unit): specification limits, at least one
        target (measured unit): target of Cpm; default the midpoint
        n (pieces): number of values behind the figures, at least 2; none means no intervals
        df (number): ν of sigma; default n − 1
        confidence (share): of the intervals; default 0.95

    Output:
        cp, cpk, cpl, cpu, cpm, k (ratio): null where undefined
        cp_ci, cpk_ci (ratio): two-sided [low, high]
        cp_lower, cpk_lower (ratio): one-sided lower bounds at the same confidence
        ppm (parts per million): expected below, above, total
        z_bench (sigmas): one-sided z of the same total
        mean, sigma, n, df, lsl, usl, target, confidence: as used

    Source:
        NIST/SEMATECH e-Handbook of Statistical Methods, 7.1.6; Montgomery, 8th ed. 2019, ch. 8.3;
        Bissell 1990, Applied Statistics 39.

    Traps:
        - k of NIST is a share of half the tolerance; beyond the limits it passes 1 and Cpk is negative.
        - Two-sided bounds at 95 % are not one-sided bounds at 95 %.

    Example:
        >>> found = capability_summary(mean=16, sigma=2, lsl=8, usl=20)
        >>> round(found.cp, 4), round(found.cpk, 4), round(found.k, 4)
        (1.0, 0.6667, 0.3333)
    """
    centre = number(mean, "mean", at_least=-LARGEST, at_most=LARGEST)
    spread = number(sigma, "sigma", above=0, at_most=LARGEST)
    spec, said, cautions = read_spec(lsl, usl, target)
    level = number(confidence, "confidence", above=0, below=1)
    size = None if n is None else whole(n, "n", at_least=2)
    freedom = None if size is None else float(size - 1)
    if df is not None:
        freedom = number(df, "df", above=0)
        if size is None:
            raise MissingField("n", "Có “df” thì cần cả “n” để tính khoảng tin cậy của Cpk.")
    found, lost = indices(spec, centre, spread), fallout(spec, centre, spread)
    two: tuple[Interval, Interval] = ([None, None], [None, None])
    one: tuple[Interval, Interval] = ([None, None], [None, None])
    if size is not None and freedom is not None:
        # The lower bound at confidence c is the low end of the interval at 2c − 1.
        two, one = (
            (interval_of_p(found.p, freedom, share), interval_of_k(found.k, size, freedom, share))
            for share in (level, 2 * level - 1)
        )
    middle = None if spec.lsl is None or spec.usl is None else spec.lsl + (spec.usl - spec.lsl) / 2
    off = None if middle is None or spec.usl is None else abs(centre - middle) / (spec.usl - middle)
    return CapabilitySummary(
        cp=found.p,
        cpk=found.k,
        cpl=found.lower,
        cpu=found.upper,
        cpm=about_target(spec, centre, spread),
        k=off,
        cp_ci=two[0],
        cpk_ci=two[1],
        cp_lower=one[0][0],
        cpk_lower=one[1][0],
        ppm=lost.as_table,
        z_bench=bench(lost.total),
        mean=centre,
        sigma=spread,
        n=size,
        df=freedom,
        lsl=spec.lsl,
        usl=spec.usl,
        target=spec.target,
        confidence=level,
        assumptions=(
            *said,
            Assumption("distribution", "normal", "Giả định phân bố chuẩn và quá trình ổn định."),
            Assumption("df", freedom, "Bậc tự do của sigma; mặc định n − 1."),
        ),
        warnings=tuple(cautions),
        trace=(
            Step("Cp", "(USL − LSL) / (6σ)", found.p),
            Step("Cpk", "min(x̄ − LSL; USL − x̄) / (3σ)", found.k),
            Step("Ngoài giới hạn", "Φ((LSL − μ)/σ) + 1 − Φ((USL − μ)/σ)", lost.total, "ppm"),
        ),
    )
