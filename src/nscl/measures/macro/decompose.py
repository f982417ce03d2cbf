"""Growth of labour productivity as product taxes × within sectors × structure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from nscl.measures.errors import OutOfRange
from nscl.measures.macro.checks import levels
from nscl.measures.macro.structure import Structure, read
from nscl.measures.method import measure
from nscl.measures.result import Array, Assumption, Caution, Result, Step, show


@dataclass(frozen=True, kw_only=True, eq=False)
class ProductivityIndices(Result):
    """Three indices whose product is the index of productivity, and effects that add up to its change."""

    productivity: Array
    k: Array
    index: float
    index_k: float
    index_within: float
    index_structure: float
    growth_pct: float
    effects: dict[str, float]
    effects_pct: dict[str, float]
    log_shares_pct: dict[str, float] | None
    closure: float


@measure("productivity.decompose", "Phân tích năng suất lao động: thuế sản phẩm, nội ngành, cơ cấu")
def decompose(*, sectors: Any, grdp: Any = None) -> ProductivityIndices:
    """The index of labour productivity as product-tax coefficient × within sectors × labour structure.

    Promises that the three indices multiply to the index of productivity, and the three effects add up to its
    change, both to 1e-12. Refuses sectors without workers, totals that are not positive, and a single year.

    Formula:
        P = k · Σ s[i]·p[i];  k = (GRDP/L) / Σ s[i]·p[i] = GRDP / Σ VA[i]
        I_P = I_k · I_within · I_structure
        I_k = k1/k0;  I_within = Σ p1·s1 / Σ p0·s1;  I_structure = Σ p0·s1 / Σ p0·s0
        effects: (k1 − k0)·Σ p1·s1;  k0·(Σ p1·s1 − Σ p0·s1);  k0·(Σ p0·s1 − Σ p0·s0)

    Input:
        sectors (list): {name, value_added: [y0, y1] (constant prices), workers: [y0, y1]}, or
            {name, productivity: [p0, p1], share: [s0, s1]} with labour shares that add up to 1
        grdp ([y0, y1], same unit and prices as value added): with product taxes less subsidies; with
            productivity and share: GRDP per worker; default none, then k = 1

    Output:
        productivity (unit of productivity): [P0, P1]
        k (ratio): [k0, k1]
        index (ratio): I_P
        index_k (ratio): of the product-tax coefficient
        index_within (ratio): of productivity within sectors
        index_structure (ratio): of labour structure
        growth_pct (%): 100·(index − 1)
        effects (unit of productivity): product_tax, within, structure; they sum to P1 − P0
        effects_pct (points of growth): effects / P0
        log_shares_pct (%): each ln I over ln I_P; null where productivity hardly changed
        closure (ratio): |I_P / (I_k·I_within·I_structure) − 1|

    Source:
        General Statistics Office of Viet Nam, GRDP with product taxes (since 2014); index method with weights
        of the compared year within and of the base year for structure (Laspeyres–Paasche).

    Traps:
        - GRDP holds product taxes that belong to no sector: without k the sectors do not make the whole.
        - The order matters: within is weighted with the new structure, structure with the old productivity.
        - Constant prices throughout; chain-linked volumes do not add up over sectors.

    Example:
        >>> found = decompose(
        ...     sectors=[
        ...         {"name": "farms", "value_added": [100, 105], "workers": [50, 40]},
        ...         {"name": "other", "value_added": [300, 390], "workers": [50, 60]},
        ...     ],
        ...     grdp=[440, 550],
        ... )
        >>> [round(i, 4) for i in (found.index, found.index_k, found.index_within, found.index_structure)]
        [1.25, 1.0101, 1.125, 1.1]
    """
    data = read(sectors)
    base, cross, after = _sums(data)
    k = _coefficients(grdp, data)
    indices = {"product_tax": float(k[1] / k[0]), "within": after / cross, "structure": cross / base}
    total = float(k[1]) * after / (float(k[0]) * base)
    effects = {
        "product_tax": float(k[1] - k[0]) * after,
        "within": float(k[0]) * (after - cross),
        "structure": float(k[0]) * (cross - base),
    }
    level = k * data.level
    return ProductivityIndices(
        productivity=level,
        k=k,
        index=total,
        index_k=indices["product_tax"],
        index_within=indices["within"],
        index_structure=indices["structure"],
        growth_pct=100 * (total - 1),
        effects=effects,
        effects_pct={name: 100 * effect / float(level[0]) for name, effect in effects.items()},
        log_shares_pct=_log_shares(indices, total),
        closure=abs(total / math.prod(indices.values()) - 1),
        assumptions=(
            Assumption("within_weights", "current", "Nội ngành theo cơ cấu lao động năm so sánh."),
            Assumption("structure_weights", "base", "Cơ cấu theo năng suất năm gốc."),
            Assumption("k", "grdp" if grdp is not None else "none", "Hệ số thuế sản phẩm trừ trợ cấp."),
        ),
        warnings=_cautions(data, k, grdp is not None),
        trace=_trace(k, base, cross, after, indices, total),
    )


def _sums(data: Structure) -> tuple[float, float, float]:
    """Σ p0·s0, Σ p0·s1, Σ p1·s1."""
    base, after = data.level
    cross = float(data.p[:, 0] @ data.s[:, 1])
    if not cross > 0:
        raise OutOfRange(
            "sectors",
            "Năng suất năm gốc theo cơ cấu năm so sánh không dương. Hãy kiểm tra giá trị tăng thêm.",
        )
    return float(base), cross, float(after)


def _coefficients(grdp: Any, data: Structure) -> Array:
    if grdp is None:
        return np.ones(2)
    whole = levels(grdp, "grdp", length=2)
    parts = data.level if data.value_added is None else data.value_added.sum(axis=0)
    return np.asarray(whole / parts, dtype=np.float64)


def _log_shares(indices: dict[str, float], total: float) -> dict[str, float] | None:
    """No shares of a change that is next to nothing."""
    if abs(total - 1) < 0.01:
        return None
    return {name: 100 * math.log(index) / math.log(total) for name, index in indices.items()}


def _cautions(data: Structure, k: Array, given: bool) -> tuple[Caution, ...]:
    found = list(data.cautions)
    if given and not ((k > 0.7) & (k < 1.5)).all():
        found.append(
            Caution(
                "k_suspect",
                f"Hệ số thuế sản phẩm {show(float(k[0]), 4)} và {show(float(k[1]), 4)} là bất thường. "
                "Hãy kiểm tra đơn vị của grdp.",
                "grdp",
            )
        )
    return tuple(found)


def _trace(
    k: Array, base: float, cross: float, after: float, indices: dict[str, float], total: float
) -> tuple[Step, ...]:
    return (
        Step(
            "Chỉ số hệ số thuế", f"{show(float(k[1]))} / {show(float(k[0]))}", indices["product_tax"], "lần"
        ),
        Step("Chỉ số nội ngành", f"{show(after)} / {show(cross)}", indices["within"], "lần"),
        Step("Chỉ số cơ cấu", f"{show(cross)} / {show(base)}", indices["structure"], "lần"),
        Step(
            "Chỉ số năng suất lao động",
            " × ".join(show(index) for index in indices.values()),
            total,
            "lần",
        ),
    )
