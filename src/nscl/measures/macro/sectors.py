"""From the growth accounts of sectors to those of the province."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nscl.measures.errors import Inconsistent, MissingField
from nscl.measures.inputs import choice, records, refuse_unknown, table
from nscl.measures.macro import contribution
from nscl.measures.macro.checks import growth_rate, level, names, share
from nscl.measures.method import measure
from nscl.measures.result import Array, Assumption, Result, Step, show

BASES = {"previous": "năm trước", "mean": "bình quân hai năm", "current": "năm nay"}
RATES = ("output_growth", "capital_growth", "labour_growth")
TOLERANCE = 1e-6


@dataclass(frozen=True, kw_only=True)
class SectorAccount:
    """One sector: its own account, and what it brings to the province."""

    name: str
    weight: float
    tfp_growth: float
    contribution_pct: float | None
    output_contribution: float
    capital_contribution: float
    labour_contribution: float
    tfp_contribution: float


@dataclass(frozen=True, kw_only=True, eq=False)
class SectorGrowth(Result):
    """The weighted sum of sectors, the province's own account, and the difference left standing."""

    sectors: list[SectorAccount]
    weighted: dict[str, float]
    contribution_pct: float | None
    reason: str | None
    province: dict[str, float] | None
    residual: dict[str, float] | None


@measure("growth.sectors", "Tổng hợp tăng trưởng và TFP từ các ngành lên toàn tỉnh")
def sectors(*, sectors: Any, province: Any = None, weights: Any = "previous") -> SectorGrowth:
    """Growth and TFP of the province as the weighted sum of its sectors, with the residual shown.

    Promises that weighted output growth is the sum of the weighted capital, labour and TFP contributions
    exactly, and that any difference from the province's own account is reported as a residual and never
    spread over the sectors. Refuses weights that do not add up to 1, and a name given twice.

    Formula:
        TFP[i] = GY[i] − (1 − β[i])·GK[i] − β[i]·GL[i]
        weighted: Σ w[i]·GY[i] = Σ w[i]·(1 − β[i])·GK[i] + Σ w[i]·β[i]·GL[i] + Σ w[i]·TFP[i]
        w[i] = value_added[i] / Σ value_added
        residual = province − weighted, for output, capital, labour and TFP

    Input:
        sectors (list): {name, output_growth (%), capital_growth (%), labour_growth (%), labour_share (0–1),
            value_added (money, current prices) or weight (0–1)}
        province (object): {output_growth, capital_growth, labour_growth, labour_share} of the province itself
        weights (previous, mean, current): which year's value added was entered; stored; default previous

    Output:
        sectors: name, weight, tfp_growth (points), contribution_pct (%), and contributions to the province's
            growth (points): output, capital, labour, tfp
        weighted (points): output_growth, capital, labour, tfp
        contribution_pct (%): of TFP in weighted output growth, or null by the near-zero rule
        reason (text): why null
        province (points): output_growth, capital, labour, tfp, if entered
        residual (points): province − weighted, if entered

    Source:
        OECD (2001), Measuring Productivity, ch. 8 (aggregation across industries); D. Jorgenson, F. Gollop,
        B. Fraumeni (1987); Eurostat/EU KLEMS methodology, value-added weights.

    Traps:
        - Chain-linked volumes do not add up: the residual is real, not an error to be plugged.
        - Product taxes belong to GRDP and to no sector; they sit in the residual.
        - Labour moving to better sectors shows in the residual of labour and of TFP, not in any sector.

    Example:
        >>> found = sectors(
        ...     sectors=[
        ...         {"name": "farms", "output_growth": 3, "capital_growth": 4, "labour_growth": -1,
        ...          "labour_share": 0.75, "weight": 0.4},
        ...         {"name": "other", "output_growth": 8, "capital_growth": 9, "labour_growth": 3,
        ...          "labour_share": 0.5, "weight": 0.6},
        ...     ],
        ...     province={"output_growth": 6.2, "capital_growth": 8, "labour_growth": 1, "labour_share": 0.6},
        ... )
        >>> round(found.weighted["tfp"], 4), round(found.residual["output_growth"], 4)
        (2.3, 0.2)
    """
    known = ("name", *RATES, "labour_share", "value_added", "weight")
    listed = records(sectors, "sectors", known=known)
    titles = names(listed, "sectors")
    basis = choice(weights, "weights", list(BASES))
    parts = [_account(item, f"sectors[{place}].") for place, item in enumerate(listed)]
    weight = _weights(listed)
    accounts = [_sector(*found) for found in zip(titles, weight.tolist(), parts, strict=True)]
    weighted = {
        key: float(sum(w * part[key] for w, part in zip(weight.tolist(), parts, strict=True)))
        for key in ("output_growth", "capital", "labour")
    }
    weighted["tfp"] = weighted["output_growth"] - weighted["capital"] - weighted["labour"]
    own = _province(province)
    growth = weighted["output_growth"]
    percent = contribution.percentages({"tfp": weighted["tfp"]}, growth, growth)["tfp"]
    return SectorGrowth(
        sectors=accounts,
        weighted=weighted,
        contribution_pct=percent,
        reason=contribution.reason(growth),
        province=own,
        residual=None if own is None else {key: own[key] - weighted[key] for key in weighted},
        assumptions=(
            Assumption("weights", basis, f"Tỷ trọng giá trị tăng thêm giá hiện hành {BASES[basis]}."),
            Assumption(
                "residual", "reported", "Phần chênh lệch được nêu riêng, không phân bổ cho ngành nào."
            ),
            contribution.RULE,
        ),
        trace=_trace(accounts, weighted, own),
    )


def _account(item: Mapping[str, Any], path: str) -> dict[str, float]:
    growth, capital, labour = (growth_rate(item.get(key), path + key) for key in RATES)
    beta = share(item.get("labour_share"), f"{path}labour_share")
    found = {"output_growth": growth, "capital": (1 - beta) * capital, "labour": beta * labour}
    found["tfp"] = growth - found["capital"] - found["labour"]
    return found


def _weights(listed: Sequence[Mapping[str, Any]]) -> Array:
    """Weights from value added, or as given; all sectors in the same way."""
    keys = {key for item in listed for key in ("value_added", "weight") if item.get(key) is not None}
    if len(keys) != 1:
        raise (Inconsistent if keys else MissingField)(
            "sectors[0].value_added",
            "Mọi ngành cần cùng một loại: hoặc “value_added” (giá trị tăng thêm) hoặc “weight” (tỷ trọng).",
        )
    if keys == {"value_added"}:
        values = np.array(
            [level(item.get("value_added"), f"sectors[{i}].value_added") for i, item in enumerate(listed)]
        )
        return np.asarray(values / values.sum(), dtype=np.float64)
    weights = np.array([share(item.get("weight"), f"sectors[{i}].weight") for i, item in enumerate(listed)])
    total = float(weights.sum())
    if abs(total - 1) > TOLERANCE:
        raise Inconsistent(
            "sectors[0].weight",
            f"Tỷ trọng các ngành cộng lại bằng {show(total)}, phải bằng 1. "
            "Hãy nhập đủ ngành hoặc dùng value_added.",
        )
    return weights


def _sector(name: str, weight: float, parts: dict[str, float]) -> SectorAccount:
    growth = parts["output_growth"]
    return SectorAccount(
        name=name,
        weight=weight,
        tfp_growth=parts["tfp"],
        contribution_pct=contribution.percentages({"tfp": parts["tfp"]}, growth, growth)["tfp"],
        output_contribution=weight * growth,
        capital_contribution=weight * parts["capital"],
        labour_contribution=weight * parts["labour"],
        tfp_contribution=weight * parts["tfp"],
    )


def _province(given: Any) -> dict[str, float] | None:
    if given is None:
        return None
    item = table(given, "province")
    refuse_unknown(item, (*RATES, "labour_share"), "province")
    return _account(item, "province.")


def _trace(
    accounts: Sequence[SectorAccount],
    weighted: dict[str, float],
    own: dict[str, float] | None,
    most: int = 20,
) -> tuple[Step, ...]:
    steps = [
        Step(
            f"TFP của {item.name} đóng góp cho tỉnh",
            f"{show(item.weight)} × {show(item.tfp_growth)}",
            item.tfp_contribution,
            "điểm %",
        )
        for item in accounts[:most]
    ]
    steps.append(Step("Tổng TFP theo ngành", "Σ tỷ trọng × TFP", weighted["tfp"], "điểm %"))
    if own is not None:
        steps.append(
            Step(
                "Phần chênh lệch TFP",
                f"{show(own['tfp'])} − {show(weighted['tfp'])}",
                own["tfp"] - weighted["tfp"],
                "điểm %",
            )
        )
    return tuple(steps)
