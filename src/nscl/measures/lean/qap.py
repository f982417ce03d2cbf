"""Which facility to which location: the quadratic assignment problem of plant layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nscl.measures import inputs
from nscl.measures.errors import Duplicate, OutOfRange, TooLarge
from nscl.measures.lean import qap_search as search
from nscl.measures.method import measure
from nscl.measures.result import Array, Assumption, Caution, Result, Step, show

MOST = 1e12
MOST_FACILITIES = 200
# Up to the first size the search is run to its end as a rule; up to the second it is tried for a while.
EXACT, TRIED = 12, 20
NODES, TRIED_NODES = 60_000, 1_500


@dataclass(frozen=True, kw_only=True, eq=False)
class QapResult(Result):
    """The best layout found, and how far from optimal it can be at most."""

    cost: float
    order: tuple[int, ...]
    facility_at: tuple[int, ...]
    exact: bool
    lower_bound: float
    gap_pct: float
    current_cost: float
    saving_pct: float


@measure("layout.qap", "Bố trí mặt bằng: bài toán gán bậc hai (QAP)")
def qap(
    *,
    flow: Sequence[Sequence[float]],
    distance: Sequence[Sequence[float]],
    current: Sequence[int] | None = None,
    solver: str = "auto",
    seed: int = 1,
) -> QapResult:
    """Place facilities at locations so that the total of flow × distance is least.

    Proven optimal up to 12 facilities as a rule (`exact`), and for larger ones where the bounds are tight;
    above, the best of several tabu searches with a proven lower bound beside it. Deterministic for a seed.
    Refuses matrices that are not square and of one size, negative entries, and more than 200 facilities.

    Formula:
        cost = Σ_i Σ_j flow[i][j]·distance[order[i]][order[j]], over all ordered pairs as given
        gap = 100·(cost − lower bound)/cost

    Input:
        flow (loads/period): from facility i (row) to facility j (column), n × n, ≥ 0
        distance (length): from location to location, n × n, ≥ 0
        current: present location of each facility, 1–n; default facility i at location i
        solver: auto | heuristic; default auto
        seed: start of the random numbers; default 1

    Output:
        cost (load·length): least found
        order: location of each facility, counted from 1 (order[0] is where facility 1 goes)
        facility_at: facility at each location, counted from 1 (the inverse)
        exact: proven optimal; lower_bound (load·length): proven; gap_pct (%): 0 when exact
        current_cost (load·length), saving_pct (%): of the present layout

    Source:
        Koopmans & Beckmann, Econometrica 25 (1957) 53; Gilmore, J. SIAM 10 (1962) 305, and Lawler,
        Management Science 9 (1963) 586 (bound); Taillard, Parallel Computing 17 (1991) 443 (tabu search);
        Burkard, Karisch, Rendl, QAPLIB, J. Global Optimization 10 (1997) 391.

    Traps:
        - Symmetric flows written both ways count twice, as in QAPLIB (nug12: 578); half matrices give half.
        - QAPLIB files do not say which matrix is the flow: exchanged, the cost is the same and the
          permutation the inverse.
        - Equal cost, other order: compare costs, not permutations.
        - Facilities of very different areas cannot simply change places: see layout.flow_distance.

    Example:
        >>> found = qap(flow=[[0, 5, 2], [5, 0, 3], [2, 3, 0]],
        ...             distance=[[0, 8, 15], [8, 0, 13], [15, 13, 0]])
        >>> found.cost, found.order, found.exact
        (218.0, (1, 2, 3), True)
    """
    flows = inputs.matrix(flow, "flow", at_least=0)
    n = len(flows)
    flows = _square(flows, "flow", n)
    ways = _square(inputs.matrix(distance, "distance", at_least=0), "distance", n)
    if n > MOST_FACILITIES:
        raise TooLarge("flow", f"Có {n} bộ phận; nhiều nhất {MOST_FACILITIES}. Hãy gộp bớt.")
    way = inputs.choice(solver, "solver", ("auto", "heuristic"))
    start = inputs.whole(seed, "seed", at_least=0, at_most=2**31)
    now = _layout(current, n)
    starts, rounds = (3, 300) if n <= EXACT else (16, max(20, min(2_500, 2_500_000 // (n * n))))
    root = search.lower_bound(flows, ways)
    best = search.heuristic(*search.evened(flows, ways), starts, rounds, start, root)
    bound, exact = root, False
    if way == "auto" and n <= TRIED:
        best, bound, exact = search.branch_and_bound(flows, ways, best, NODES if n <= EXACT else TRIED_NODES)
    cost, before = search.cost_of(flows, ways, best), search.cost_of(flows, ways, now)
    if before <= cost:
        best, cost = now, before
    exact = exact or bound >= cost * (1 - 1e-12)
    bound = min(bound, cost)
    return QapResult(
        cost=cost,
        order=tuple(int(place) + 1 for place in best),
        facility_at=tuple(int(place) + 1 for place in np.argsort(best)),
        exact=exact,
        lower_bound=cost if exact else bound,
        gap_pct=0.0 if exact else 100 * (cost - bound) / cost,
        current_cost=before,
        saving_pct=100 * (before - cost) / before if before > 0 else 0.0,
        assumptions=(
            Assumption("pairs", "ordered", "Chi phí cộng mọi cặp có thứ tự như đã nhập."),
            Assumption("solver", way, "Giới hạn tính theo số bước, không theo thời gian chạy."),
            Assumption("seed", start, "Mầm số ngẫu nhiên của phần tìm kiếm gần đúng."),
        ),
        warnings=()
        if exact
        else (
            Caution(
                "not_proven",
                f"Phương án tốt nhất tìm được; tối ưu không thấp hơn {show(bound)} (khoảng cách "
                f"{show(100 * (cost - bound) / cost, 3)} %).",
                "flow",
            ),
        ),
        trace=(
            Step("Chi phí hiện tại", "Σ dòng·khoảng cách", before),
            Step("Cận dưới Gilmore–Lawler", "bài toán gán", root),
            Step("Chi phí tốt nhất", "tối ưu" if exact else "tốt nhất tìm được", cost),
        ),
    )


def _square(found: Array, field: str, n: int) -> Array:
    """The matrix with n rows and columns; entries too large to multiply are refused."""
    square = inputs.matrix(found, field, rows=n, columns=n, at_least=0)
    if (square > MOST).any():
        row, column = np.argwhere(square > MOST)[0]
        raise OutOfRange(
            f"{field}[{row}][{column}]", f"Số trong “{field}” lớn hơn {show(MOST)}. Hãy đổi đơn vị."
        )
    return square


def _layout(current: Any, n: int) -> search.Layout:
    if current is None:
        return np.arange(n)
    given = inputs.numbers(current, "current", length=n, at_least=1, at_most=n)
    places: list[int] = []
    for at, value in enumerate(given):
        place = inputs.whole(float(value), f"current[{at}]") - 1
        if place in places:
            raise Duplicate(f"current[{at}]", f"Vị trí {place + 1} được giao cho hai bộ phận.")
        places.append(place)
    return np.array(places, dtype=np.int64)
