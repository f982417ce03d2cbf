"""The handling cost of a layout, and CRAFT's pair swaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nscl.measures import inputs
from nscl.measures.errors import Inconsistent, MissingField, TooLarge
from nscl.measures.lean.amounts import MOST, amount
from nscl.measures.lean.qap_search import Swaps
from nscl.measures.method import measure
from nscl.measures.result import Array, Assumption, Caution, Result, Step, show

MOST_DEPARTMENTS = 200
METRICS = ("rectilinear", "euclidean", "squared")


@dataclass(frozen=True, kw_only=True, eq=False)
class FlowDistanceResult(Result):
    """Cost of the layout as it is, and after the swaps."""

    cost: float
    cost_matrix: Array
    distance: Array
    swaps: tuple[dict[str, object], ...]
    final_cost: float
    order: tuple[int, ...]
    saving_pct: float


@measure("layout.flow_distance", "Chi phí vận chuyển của mặt bằng và đổi chỗ từng cặp (CRAFT)")
def flow_distance(
    *,
    flow: Sequence[Sequence[float]],
    centroids: Sequence[Sequence[float]] | None = None,
    distance: Sequence[Sequence[float]] | None = None,
    metric: str = "rectilinear",
    unit_cost: float | Sequence[Sequence[float]] = 1,
    improve: bool = True,
    areas: Sequence[float] | None = None,
) -> FlowDistanceResult:
    """Cost a layout as flow × distance × unit cost, and improve it by the best pair swap at a time.

    A swap exchanges two centroids, as CRAFT predicts it; with `areas`, only departments of equal area swap,
    for which the prediction is exact. Refuses both or neither of centroids and distance, and sizes that do
    not agree.

    Formula:
        cost = Σ_i Σ_j flow_ij·cost_ij·d_ij over all ordered pairs
        rectilinear |Δx| + |Δy|;  euclidean √(Δx² + Δy²);  squared Δx² + Δy²

    Input:
        flow (loads/period): n × n, from row to column, ≥ 0
        centroids (length): n rows of [x, y]; or distance (length): n × n, ≥ 0
        metric: rectilinear | euclidean | squared; default rectilinear (with centroids)
        unit_cost (đồng per load and length): one number or n × n; default 1
        improve: look for swaps; default true
        areas (area): of each department; default none (every pair may swap)

    Output:
        cost (đồng): of the layout as given; cost_matrix (đồng): by pair; distance (length): used
        swaps: each {swap: [i, j] counted from 1, cost}, in order
        final_cost (đồng), saving_pct (%)
        order: place of each department after the swaps, counted from 1 as the places were given

    Source:
        Armour & Buffa, Management Science 9 (1963) 294 (CRAFT); Tompkins et al., Facilities Planning, 4th
        ed., 2010, ch. 6.

    Traps:
        - Swapping centroids of unequal departments only predicts the cost: redraw and cost again.
        - Pair swaps end in a local optimum; layout.qap searches further.
        - Aisles make walking longer than rectilinear distance: give measured distances where they matter.

    Example:
        >>> found = flow_distance(flow=[[0, 5, 2, 4, 0], [0, 0, 2, 5, 0], [2, 0, 0, 0, 5], [3, 0, 1, 0, 0],
        ...     [0, 0, 2, 0, 0]], centroids=[[2, 6], [2, 2], [7, 2], [8, 6], [5, 6]], improve=False)
        >>> found.cost, found.cost_matrix[0].tolist()
        (205.0, [0.0, 20.0, 18.0, 24.0, 0.0])
    """
    flows = inputs.matrix(flow, "flow", at_least=0)
    n = len(flows)
    if n > MOST_DEPARTMENTS:
        raise TooLarge("flow", f"Có {n} bộ phận; nhiều nhất {MOST_DEPARTMENTS}. Hãy gộp bớt.")
    flows = _bounded(flows, "flow", n, n)
    way = inputs.choice(metric, "metric", METRICS)
    ways = _distances(centroids, distance, way, n)
    loads = flows * _costs(unit_cost, n)
    seek = inputs.flag(improve, "improve")
    sizes = None if areas is None else inputs.numbers(areas, "areas", length=n, above=0)
    costs = loads * ways
    cost = float(costs.sum())
    swaps, places = _swaps(loads, ways, sizes) if seek and n > 1 else ([], list(range(n)))
    final = float(swaps[-1]["cost"]) if swaps else cost
    return FlowDistanceResult(
        cost=cost,
        cost_matrix=costs,
        distance=ways,
        swaps=tuple({"swap": swap["swap"], "cost": swap["cost"]} for swap in swaps),
        final_cost=final,
        order=tuple(place + 1 for place in places),
        saving_pct=100 * (cost - final) / cost if cost > 0 else 0.0,
        assumptions=(
            Assumption("metric", way if centroids is not None else "given", "Cách đo khoảng cách."),
            Assumption("swap", "equal area" if sizes is not None else "any pair", "Những cặp được đổi chỗ."),
            Assumption("pairs", "ordered", "Chi phí cộng mọi cặp có thứ tự như đã nhập."),
        ),
        warnings=(
            Caution(
                "predicted",
                "Đổi chỗ hai bộ phận khác diện tích chỉ là dự đoán: hãy vẽ lại mặt bằng.",
                "areas",
            ),
        )
        if swaps and sizes is None
        else (),
        trace=(
            Step("Chi phí hiện tại", "Σ dòng·đơn giá·khoảng cách", cost),
            *(
                Step(f"Đổi chỗ {swap['swap'][0]} và {swap['swap'][1]}", "", float(swap["cost"]))
                for swap in swaps[:10]
            ),
            Step("Tiết kiệm", f"{show(cost)} − {show(final)}", cost - final),
        ),
    )


def _bounded(values: Any, field: str, rows: int, columns: int) -> Array:
    found = inputs.matrix(values, field, rows=rows, columns=columns, at_least=0)
    for row in range(rows):
        inputs.numbers(found[row], f"{field}[{row}]", at_most=MOST)
    return found


def _distances(centroids: Any, distance: Any, metric: str, n: int) -> Array:
    if (centroids is None) == (distance is None):
        if centroids is None:
            raise MissingField(
                "centroids", "Hãy nhập “centroids” (tọa độ tâm) hoặc “distance” (bảng khoảng cách)."
            )
        raise Inconsistent("distance", "Chỉ nhập một trong hai: “centroids” hoặc “distance”.")
    if distance is not None:
        return _bounded(distance, "distance", n, n)
    points = inputs.matrix(centroids, "centroids", rows=n, columns=2)
    for row in range(n):
        inputs.numbers(points[row], f"centroids[{row}]", at_least=-MOST, at_most=MOST)
    away = np.abs(points[:, None, :] - points[None, :, :])
    if metric == "rectilinear":
        return np.asarray(away.sum(axis=2))
    squared = (away**2).sum(axis=2)
    return np.asarray(squared if metric == "squared" else np.sqrt(squared))


def _costs(unit_cost: Any, n: int) -> Array:
    if isinstance(unit_cost, list | tuple | np.ndarray):
        return _bounded(unit_cost, "unit_cost", n, n)
    return np.full((n, n), amount(unit_cost, "unit_cost", at_least=0))


def _swaps(loads: Array, ways: Array, sizes: Array | None) -> tuple[list[dict[str, Any]], list[int]]:
    """The steepest pair swap again and again, until none saves."""
    n = len(loads)
    allowed = np.triu(np.ones((n, n), dtype=bool), 1)
    if sizes is not None:
        allowed &= np.isclose(sizes[:, None], sizes[None, :], rtol=1e-9, atol=0)
    present = Swaps(loads, ways, np.arange(n))
    cost = float((loads * ways).sum())
    found: list[dict[str, Any]] = []
    while len(found) < 10 * n and allowed.any():
        gains = np.where(allowed, present.gains(), np.inf)
        i, j = divmod(int(np.argmin(gains)), n)
        if gains[i, j] >= -1e-9 * max(cost, 1e-300):
            break
        present.swap(i, j)
        cost = float((loads * present.placed).sum())
        found.append({"swap": [i + 1, j + 1], "cost": cost})
    return found, [int(place) for place in present.layout]
