"""Defects per unit and per opportunity, yields, and the sigma level with its shift said."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import stats

from nscl.measures import inputs
from nscl.measures.errors import Inconsistent, MissingField, OutOfRange
from nscl.measures.method import measure
from nscl.measures.quality.moments import MOST, amount
from nscl.measures.result import Array, Assumption, Caution, Result, Step, show

SHIFT_NOTE = "Độ trôi dài hạn cộng vào z: quy ước của Motorola là 1,5; không cộng thì đặt 0."


@dataclass(frozen=True, kw_only=True, eq=False)
class SixSigmaResult(Result):
    """Figures of the whole process, and first-time yield and DPU by step."""

    dpu: float
    dpo: float
    dpmo: float
    yield_: float
    fty: float
    rty: float
    normalised_yield: float
    step_yield: Array
    step_dpu: Array
    z: float
    sigma_level: float
    shift: float


@measure("quality.sixsigma", "DPMO, hiệu suất qua các công đoạn và mức sigma")
def sixsigma(
    *,
    defects: float | Sequence[float],
    units: float | Sequence[float],
    opportunities: float | Sequence[float] | None = None,
    rework: float | Sequence[float] | None = None,
    yield_model: str = "defectives",
    shift: float = 1.5,
) -> SixSigmaResult:
    """Turn defect counts of one or more steps into DPU, DPMO, yields and a sigma level.

    Refuses defects (with rework) above the units under the model `defectives`, where one unit counts once:
    use `poisson` when a unit can have several defects.

    Formula:
        step i: DPU_i = d_i/n_i;  DPU = Σ DPU_i
        DPO = Σd/Σ(n·o) with opportunities by step, otherwise DPU/o;  DPMO = 10⁶·DPO
        yield = 1 − DPU;  FTY = 1 − Σ(d_i + w_i)/n_i
        step yield y_i = 1 − (d_i + w_i)/n_i (defectives) or exp(−(d_i + w_i)/n_i) (poisson)
        RTY = Π y_i;  normalised yield = RTY^(1/m)
        z = Φ⁻¹(1 − DPO);  sigma level = z + shift

    Input:
        defects: count, or one count a step
        units: units that entered, one number for all steps or one a step
        opportunities (per unit): one number for the whole process, or one a step; default 1 for the whole
            process
        rework: units repaired within each step (in FTY and RTY, not in DPMO); default none
        yield_model: defectives | poisson; default defectives
        shift (sigma): added to z; default 1.5, 0 for none

    Output:
        dpu (defects/unit): defects by units
        dpo (defects/opportunity), dpmo (defects/10⁶ opportunities): null when opportunities are not given
            and DPU is above 1
        yield, fty, rty, normalised_yield: shares 0–1; yield and fty null below 0
        step_yield, step_dpu: by step
        z: without shift; sigma_level: with it; null when no or only defects were seen
        shift: as used

    Source:
        ISO 13053-1:2011, clause 5 and annex A (DPMO and sigma scores with shift 1.5); Harry M. J., The Vision
        of Six Sigma, 1994; R package SixSigma 0.11.1, ss.ca.yield.

    Traps:
        - A sigma level without its shift means nothing: 3.4 DPMO is 6 with shift 1.5 and 4.5 without.
        - More “opportunities” make any process look better: fix their count once.
        - No defect in a small sample is not an infinite sigma: it is “not known”.
        - RTY with rework counted shows the hidden factory; final yield does not.

    Example:
        >>> found = sixsigma(defects=[3, 5, 12], rework=[1, 2, 4], units=1915)
        >>> round(found.yield_, 8), round(found.fty, 8), round(found.rty, 8), round(found.dpmo, 3)
        (0.98955614, 0.98590078, 0.98595635, 10443.864)
    """
    bad = _counts(defects, "defects", None)
    entered = _counts(units, "units", len(bad), at_least=1)
    again = np.zeros(len(bad)) if rework is None else _counts(rework, "rework", len(bad))
    model = inputs.choice(yield_model, "yield_model", ("defectives", "poisson"))
    moved = inputs.number(shift, "shift", at_least=0, at_most=3)
    by_step = bad / entered
    lost = (bad + again) / entered
    if model == "defectives" and (lost > 1).any():
        place = int(np.argmax(lost > 1))
        raise Inconsistent(
            "defects" if np.ndim(defects) == 0 else f"defects[{place}]",
            f"Công đoạn {place + 1}: lỗi và làm lại nhiều hơn số sản phẩm. "
            "Nếu một sản phẩm có thể có nhiều lỗi, hãy chọn yield_model “poisson”.",
        )
    dpu = math.fsum(by_step.tolist())
    dpo = _per_opportunity(bad, entered, opportunities, dpu)
    step_yield = np.exp(-lost) if model == "poisson" else 1 - lost
    rty = float(np.prod(step_yield))
    z = float(stats.norm.isf(dpo)) if 0 < dpo < 1 else math.nan
    fty = 1 - math.fsum(lost.tolist())
    return SixSigmaResult(
        dpu=dpu,
        dpo=dpo,
        dpmo=1e6 * dpo,
        yield_=1 - dpu if dpu <= 1 else math.nan,
        fty=fty if fty >= 0 else math.nan,
        rty=rty,
        normalised_yield=rty ** (1 / len(bad)),
        step_yield=step_yield,
        step_dpu=by_step,
        z=z,
        sigma_level=z + moved,
        shift=moved,
        assumptions=(
            Assumption("shift", moved, SHIFT_NOTE),
            Assumption("yield_model", model, "Cách tính hiệu suất từng công đoạn."),
            Assumption(
                "opportunities",
                "by step" if isinstance(opportunities, list | tuple | np.ndarray) else "whole process",
                "Số cơ hội lỗi.",
            ),
        ),
        warnings=_cautions(dpo, bad),
        trace=(
            Step("Lỗi trên một sản phẩm", "Σ d/n", dpu),
            Step("Lỗi trên một triệu cơ hội", f"10⁶·{show(dpo)}", 1e6 * dpo),
            Step("Hiệu suất thông suốt", " · ".join(show(value) for value in step_yield[:8]), rty),
            Step("Mức sigma", f"{show(z)} + {show(moved)}", z + moved),
        ),
    )


def _counts(value: Any, field: str, length: int | None, *, at_least: float = 0) -> Array:
    """One number (for every step) or one number a step."""
    if isinstance(value, list | tuple | np.ndarray) and np.ndim(np.asarray(value, dtype=object)) >= 1:
        found = inputs.numbers(value, field, length=length, at_least=at_least)
        return inputs.numbers(found, field, at_most=MOST)
    one = amount(value, field, at_least=at_least)
    return np.full(length or 1, one)


def _per_opportunity(bad: Array, entered: Array, opportunities: Any, dpu: float) -> float:
    if opportunities is None:
        return dpu if dpu <= 1 else math.nan
    chances = _counts(opportunities, "opportunities", len(bad), at_least=1)
    if isinstance(opportunities, list | tuple | np.ndarray):
        dpo = float(bad.sum() / (entered * chances).sum())
    else:
        dpo = dpu / float(chances[0])
    if dpo > 1:
        raise Inconsistent("opportunities", "Số lỗi nhiều hơn số cơ hội lỗi. Hãy kiểm tra “opportunities”.")
    return dpo


def _cautions(dpo: float, bad: Array) -> tuple[Caution, ...]:
    if math.isnan(dpo):
        sentence = "Trung bình hơn một lỗi trên một sản phẩm: hãy nhập “opportunities” để tính DPMO."
        return (Caution("opportunities_unknown", sentence, "opportunities"),)
    if dpo == 0:
        return (
            Caution(
                "no_defects",
                "Chưa thấy lỗi nào: chưa xác định được mức sigma (không phải vô hạn).",
                "defects",
            ),
        )
    if dpo == 1:
        return (Caution("only_defects", "Mọi cơ hội đều lỗi: không xác định được mức sigma.", "defects"),)
    if bad.sum() < 5:
        return (Caution("few_defects", "Dưới 5 lỗi: DPMO và mức sigma còn rất bất định.", "defects"),)
    return ()


@dataclass(frozen=True, kw_only=True, eq=False)
class SigmaLevelResult(Result):
    """One row of a sigma conversion table."""

    sigma_level: float
    z: float
    dpmo: float
    yield_: float
    shift: float


@measure("quality.sigma_level", "Chuyển đổi giữa DPMO, hiệu suất và mức sigma")
def sigma_level(
    *,
    dpmo: float | None = None,
    sigma: float | None = None,
    yield_: float | None = None,
    shift: float = 1.5,
) -> SigmaLevelResult:
    """Convert one of DPMO, sigma level or yield into the others.

    One-sided, as the published tables are. Refuses more than one given figure, DPMO of 0 or a million, and
    a yield of 0 or 1 (their sigma is not a number).

    Formula:
        DPMO = 10⁶·(1 − Φ(sigma − shift));  yield = 1 − DPMO/10⁶

    Input:
        dpmo (defects/10⁶ opportunities), sigma (sigma level) or yield (0–1): exactly one of them
        shift (sigma): default 1.5, 0 for none

    Output:
        sigma_level, z: with and without the shift
        dpmo (defects/10⁶), yield (0–1)
        shift: as used

    Source:
        ISO 13053-1:2011, annex A; Gygi C. et al., Six Sigma For Dummies, 2005, table 13-3.

    Traps:
        - Tables with and without the shift look alike: check one row (6 sigma ↔ 3.4 with 1.5).
        - Some tables round or use approximations; figures here are from the normal distribution itself.

    Example:
        >>> round(sigma_level(sigma=6).dpmo, 1), round(sigma_level(sigma=3).dpmo)
        (3.4, 66807)
    """
    moved = inputs.number(shift, "shift", at_least=0, at_most=3)
    given = {"dpmo": dpmo, "sigma": sigma, "yield": yield_}
    named = [name for name, value in given.items() if value is not None]
    if not named:
        raise MissingField("dpmo", "Hãy nhập một trong ba: “dpmo”, “sigma” hoặc “yield”.")
    if len(named) > 1:
        raise Inconsistent(named[1], "Chỉ nhập một trong ba: “dpmo”, “sigma” hoặc “yield”.")
    if sigma is not None:
        z = inputs.number(sigma, "sigma", at_least=-20, at_most=20) - moved
        share = float(stats.norm.sf(z))
    elif dpmo is not None:
        share = inputs.number(dpmo, "dpmo", above=0, below=1e6) / 1e6
        z = float(stats.norm.isf(share))
    else:
        good = inputs.number(yield_, "yield", above=0, below=1)
        share, z = 1 - good, float(stats.norm.ppf(good))
    if not math.isfinite(z):
        raise OutOfRange(named[0], f"Giá trị “{named[0]}” quá gần giới hạn để đổi ra mức sigma.")
    return SigmaLevelResult(
        sigma_level=z + moved,
        z=z,
        dpmo=1e6 * share,
        yield_=1 - share,
        shift=moved,
        assumptions=(
            Assumption("shift", moved, SHIFT_NOTE),
            Assumption("sides", 1, "Một phía, như các bảng in."),
        ),
        trace=(Step("Mức sigma", f"{show(z)} + {show(moved)}", z + moved),),
    )
