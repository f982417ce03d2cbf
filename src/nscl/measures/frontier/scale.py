"""Scale efficiency and returns to scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from nscl.measures.frontier.against import EFFICIENT, ORIENTATIONS, against
from nscl.measures.frontier.firms import cautions_about, duplicates, read_firms
from nscl.measures.frontier.technology import Progress, Pull, Technology
from nscl.measures.inputs import choice
from nscl.measures.method import measure
from nscl.measures.result import Array, Assumption, Caution, Result, Step


@dataclass(frozen=True, kw_only=True, eq=False)
class ScaleResult(Result):
    """Scores under three returns to scale and what they say about the size of each firm."""

    crs: Array
    vrs: Array
    drs: Array
    scale: Array
    returns_to_scale: tuple[str | None, ...]
    names: tuple[str, ...] | None
    summary: dict[str, float | int]


@measure("dea.scale", "Hiệu quả quy mô và lợi suất theo quy mô", hidden=("progress",))
def scale(
    *, x: Any, y: Any, orientation: Any = "input", names: Any = None, progress: Progress | None = None
) -> ScaleResult:
    """How much of a firm's inefficiency comes from its size, and whether it is too small or too large.

    Scores under CRS, VRS and DRS (non-increasing returns) are held side by side. Scale efficiency is at most
    1 in both orientations; 1 is the most productive scale size. Refused: what `dea.scores` refuses; negative
    figures always, for CRS needs a zero point.

    Formula:
        input:  SE = θ_crs / θ_vrs        output:  SE = φ_vrs / φ_crs        (both ≤ 1)
        crs where SE = 1 within 1e-7;  drs where score_drs = score_vrs;  irs otherwise

    Input:
        x (firms × inputs): what each firm uses; a flat list is one input
        y (firms × outputs): what each firm gives
        orientation (word): input or output; default input
        names (list): names of the firms for warnings; default none

    Output:
        crs (ratio): Farrell scores under constant returns
        vrs (ratio): Farrell scores under variable returns ("pure" technical efficiency)
        drs (ratio): Farrell scores under non-increasing returns
        scale (ratio): scale efficiency ≤ 1
        returns_to_scale (words): irs (too small), drs (too large) or crs (at its best size) by firm
        names (list): as given
        summary (numbers): means of crs, vrs and scale, and how many firms are irs, crs, drs

    Source:
        Färe, Grosskopf & Lovell, The Measurement of Efficiency of Production (1985); Coelli, A Guide to DEAP
        Version 2.1 (1996), section 3 and example 2; Banker, Charnes & Cooper (1984).

    Traps:
        - Returns to scale are those of the point of the frontier a firm is projected to, so a firm behind the
          frontier can be irs in one orientation and drs in the other.
        - drs is R's and DEAP's label for decreasing returns; the technology DRS itself is non-increasing.

    Example:
        >>> found = scale(x=[2, 4, 3, 5, 6], y=[1, 2, 3, 4, 5])
        >>> found.scale.round(3).tolist(), found.returns_to_scale
        ([0.5, 0.8, 1.0, 0.889, 0.833], ('irs', 'irs', 'crs', 'drs', 'drs'))
    """
    orientation = choice(orientation, "orientation", ORIENTATIONS)
    firms = read_firms(x, y, names)
    reach = {
        returns: against(
            firms.items, Technology(firms.items, firms.x.shape[1], returns), Pull(orientation), progress
        ).reach
        for returns in ("crs", "vrs", "drs")
    }
    ratio = reach["crs"] / reach["vrs"] if orientation == "input" else reach["vrs"] / reach["crs"]
    kinds = [
        _kind(*(float(reach[returns][one]) for returns in ("crs", "vrs", "drs"))) for one in range(len(ratio))
    ]
    warnings = cautions_about(firms, duplicates(firms))
    unknown = np.flatnonzero(np.isnan(ratio))
    if len(unknown):
        warnings.append(
            Caution("not_proven", f"Không khẳng định được điểm của đơn vị {firms.listed(unknown)}.", "scale")
        )
    return ScaleResult(
        crs=reach["crs"],
        vrs=reach["vrs"],
        drs=reach["drs"],
        scale=ratio,
        returns_to_scale=tuple(kinds),
        names=firms.names,
        summary={
            "mean_crs": float(np.nanmean(reach["crs"])),
            "mean_vrs": float(np.nanmean(reach["vrs"])),
            "mean_scale": float(np.nanmean(ratio)),
            **{kind: kinds.count(kind) for kind in ("irs", "crs", "drs")},
        }
        if not np.isnan(ratio).all()
        else {},
        assumptions=(
            Assumption("orientation", orientation, "điểm Farrell; hiệu quả quy mô luôn không quá 1"),
            Assumption("tolerance", EFFICIENT, "hai điểm coi là bằng nhau khi chênh không quá mức này"),
        ),
        warnings=tuple(warnings),
        trace=tuple(
            Step(
                f"Đơn vị {firms.name(one)}",
                f"SE = {reach['crs'][one]:.6g} và {reach['vrs'][one]:.6g} → {kinds[one]}".replace(".", ","),
                float(ratio[one]),
            )
            for one in range(min(len(ratio), 3))
        ),
    )


def _kind(crs: float, vrs: float, drs: float) -> str | None:
    if np.isnan([crs, vrs, drs]).any():
        return None
    if abs(crs / vrs - 1.0) <= EFFICIENT:
        return "crs"
    return "drs" if abs(drs / vrs - 1.0) <= EFFICIENT else "irs"
