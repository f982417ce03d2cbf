"""Additive shift-share: growth of labour productivity within sectors and between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nscl.measures.macro.structure import Structure, read
from nscl.measures.method import measure
from nscl.measures.result import Array, Assumption, Result, Step, show


@dataclass(frozen=True, kw_only=True)
class SectorShift:
    """What one sector brings, in units of productivity and in points of growth."""

    name: str
    within: float
    static: float
    dynamic: float
    total: float
    total_pct: float


@dataclass(frozen=True, kw_only=True, eq=False)
class ShiftShare(Result):
    """Within, static and dynamic effects; they add up to the change of productivity."""

    productivity: Array
    change: float
    growth_pct: float
    within: float
    static: float
    dynamic: float
    structural: float
    effects_pct: dict[str, float]
    shares_pct: dict[str, float] | None
    sectors: list[SectorShift]
    closure: float


@measure("productivity.shift_share", "Phân tích chuyển dịch cơ cấu (shift-share) của năng suất lao động")
def shift_share(*, sectors: Any) -> ShiftShare:
    """The change of labour productivity split into growth within sectors and movement of labour.

    Promises that within, static and dynamic add up to the change to 1e-12, sector by sector and in total.
    Refuses sectors without workers and shares that do not add up to 1.

    Formula:
        P1 − P0 = Σ s0·Δp + Σ p0·Δs + Σ Δs·Δp
        within = Σ s0·Δp;  static = Σ p0·Δs;  dynamic = Σ Δs·Δp
        structural = static + dynamic = Σ p1·Δs (the two-part form)

    Input:
        sectors (list): {name, value_added: [y0, y1] (constant prices), workers: [y0, y1]}, or
            {name, productivity: [p0, p1], share: [s0, s1]} with labour shares that add up to 1

    Output:
        productivity (unit of productivity): [P0, P1]
        change (unit of productivity): P1 − P0
        growth_pct (%): 100·(P1/P0 − 1)
        within (unit of productivity): Σ s0·Δp
        static (unit of productivity): Σ p0·Δs
        dynamic (unit of productivity): Σ Δs·Δp
        structural (unit of productivity): static + dynamic
        effects_pct (points of growth): within, static, dynamic, structural
        shares_pct (% of the change): the same; null where growth is within ±1 %
        sectors: name, within, static, dynamic, total, total_pct (points of growth)
        closure (ratio): |change − sum of effects| / P0

    Source:
        S. Fabricant (1942); J. Fagerberg (2000), Structural Change and Economic Dynamics 11;
        M. McMillan and D. Rodrik (2011), Globalization, Structural Change and Productivity Growth.

    Traps:
        - Static and dynamic of one sector depend on the level of p; compare totals, not single sectors.
        - Value added without product taxes: the sum of sectors is below GRDP per worker (see decompose).
        - A dynamic effect below zero says that labour moved to sectors whose productivity grows less.

    Example:
        >>> found = shift_share(
        ...     sectors=[
        ...         {"name": "farms", "productivity": [10, 12], "share": [0.6, 0.4]},
        ...         {"name": "other", "productivity": [40, 42], "share": [0.4, 0.6]},
        ...     ]
        ... )
        >>> round(found.within, 6), round(found.static, 6), round(found.dynamic, 6)
        (2.0, 6.0, 0.0)
    """
    data = read(sectors)
    rise, move = data.p[:, 1] - data.p[:, 0], data.s[:, 1] - data.s[:, 0]
    by_sector = {"within": data.s[:, 0] * rise, "static": data.p[:, 0] * move, "dynamic": move * rise}
    base, after = (float(value) for value in data.level)
    effects = {name: float(values.sum()) for name, values in by_sector.items()}
    effects["structural"] = effects["static"] + effects["dynamic"]
    growth = 100 * (after / base - 1)
    change = after - base
    return ShiftShare(
        productivity=data.level,
        change=change,
        growth_pct=growth,
        within=effects["within"],
        static=effects["static"],
        dynamic=effects["dynamic"],
        structural=effects["structural"],
        effects_pct={name: 100 * effect / base for name, effect in effects.items()},
        shares_pct={name: 100 * effect / change for name, effect in effects.items()}
        if abs(growth) >= 1
        else None,
        sectors=_sectors(data, by_sector, base),
        closure=abs(change - effects["within"] - effects["structural"]) / base,
        assumptions=(
            Assumption("weights", "base", "Quyền số năm gốc; phần động tách riêng."),
            Assumption("value_added", "without_product_taxes", "Tổng các ngành, không gồm thuế sản phẩm."),
        ),
        warnings=data.cautions,
        trace=_trace(effects, base, after),
    )


def _sectors(data: Structure, effects: dict[str, Array], base: float) -> list[SectorShift]:
    rows = zip(data.names, effects["within"], effects["static"], effects["dynamic"], strict=True)
    return [
        SectorShift(
            name=name,
            within=float(within),
            static=float(static),
            dynamic=float(dynamic),
            total=float(within + static + dynamic),
            total_pct=float(100 * (within + static + dynamic) / base),
        )
        for name, within, static, dynamic in rows
    ]


def _trace(effects: dict[str, float], base: float, after: float) -> tuple[Step, ...]:
    return (
        Step("Năng suất chung", f"từ {show(base)} đến {show(after)}", after - base),
        Step("Nội ngành", "Σ s0·Δp", effects["within"]),
        Step("Chuyển dịch tĩnh", "Σ p0·Δs", effects["static"]),
        Step("Chuyển dịch động", "Σ Δs·Δp", effects["dynamic"]),
        Step(
            "Tổng ba phần",
            " + ".join(show(effects[name]) for name in ("within", "static", "dynamic")),
            effects["within"] + effects["structural"],
        ),
    )
