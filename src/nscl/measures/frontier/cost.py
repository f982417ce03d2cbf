"""Cost and revenue efficiency: the frontier seen through prices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from nscl.measures.errors import OutOfRange, WrongLength
from nscl.measures.frontier.against import CONVEX, against
from nscl.measures.frontier.firms import Firms, cautions_about, duplicates, in_reach, read_firms
from nscl.measures.frontier.scores import RETURNS_VI, weights_by_peer
from nscl.measures.frontier.technology import Envelopment, Progress, Pull, Technology
from nscl.measures.inputs import choice, matrix, numbers
from nscl.measures.method import measure
from nscl.measures.result import Array, Assumption, Caution, Result, Step, show


@dataclass(frozen=True, kw_only=True, eq=False)
class CostResult(Result):
    """Cost efficiency and its two parts."""

    cost: Array
    technical: Array
    allocative: Array
    optimal_x: Array
    minimum_cost: Array
    actual_cost: Array
    peers: tuple[dict[str, float], ...]
    names: tuple[str, ...] | None


@dataclass(frozen=True, kw_only=True, eq=False)
class RevenueResult(Result):
    """Revenue efficiency and its two parts."""

    revenue: Array
    technical: Array
    allocative: Array
    optimal_y: Array
    maximum_revenue: Array
    actual_revenue: Array
    peers: tuple[dict[str, float], ...]
    names: tuple[str, ...] | None


@measure("dea.cost", "Hiệu quả chi phí, kỹ thuật và phân bổ (DEA)", hidden=("progress",))
def cost(
    *,
    x: Any,
    y: Any,
    input_prices: Any,
    returns: Any = "vrs",
    names: Any = None,
    progress: Progress | None = None,
) -> CostResult:
    """How much cheaper a firm's outputs could be made, by less of everything and by a better mix.

    Cost efficiency is the least cost of the outputs over the cost paid; it is technical efficiency (radial,
    input) times allocative efficiency. All three are at most 1. Prices may be common or each firm's own.
    Refused: what `dea.scores` refuses, negative prices, a firm whose inputs cost nothing.

    Formula:
        min w_o·x   subject to   Σ λ_j x_j ≤ x,   Σ λ_j y_j ≥ y_o,   λ ≥ 0 and the returns to scale
        CE = w_o·x* / w_o·x_o        TE = θ        AE = CE / TE

    Input:
        x (firms × inputs): quantities used; a flat list is one input
        y (firms × outputs): quantities given
        input_prices (money per unit): one list for all firms, or firms × inputs
        returns (word): crs, vrs, drs or irs; default vrs
        names (list): names of the firms for warnings; default none

    Output:
        cost (ratio): cost efficiency CE ≤ 1
        technical (ratio): technical efficiency TE ≤ 1
        allocative (ratio): allocative efficiency AE = CE / TE
        optimal_x (units of x): the inputs of least cost
        minimum_cost (money): their cost
        actual_cost (money): what the firm pays
        peers (numbers): for each firm {number of a reference firm, from 1: weight λ} at least cost
        names (list): as given

    Source:
        Färe, Grosskopf & Lovell, The Measurement of Efficiency of Production (1985); Coelli, A Guide to DEAP
        Version 2.1 (1996), section 4 and example 3.

    Traps:
        - DEAP's example takes CRS; the returns must be said when figures are compared.
        - Prices of quantities, not cost shares: multiply units out first.
        - With each firm's own prices a firm that pays less for the same inputs is not rewarded: only the mix
          and the quantities count.

    Example:
        >>> found = cost(
        ...     x=[[2, 5], [2, 4], [6, 6], [3, 2], [6, 2]],
        ...     y=[1, 2, 3, 1, 2],
        ...     input_prices=[1, 3],
        ...     returns="crs",
        ... )
        >>> found.cost.round(4).tolist(), found.allocative.round(4).tolist()
        ([0.3529, 0.8571, 0.75, 0.6667, 1.0], [0.7059, 0.8571, 0.9, 0.9333, 1.0])
    """
    returns = choice(returns, "returns", CONVEX)
    firms = read_firms(x, y, names)
    prices = _prices(input_prices, "input_prices", firms.x)
    found, peer_items = _priced(firms, returns, "input", prices, progress)
    technology = Technology(firms.items, firms.x.shape[1], returns)
    technical = against(firms.items, technology, Pull("input"), progress).reach
    paid = np.einsum("ni,ni->n", prices, firms.x)
    least = np.minimum(found.reach, technical)
    return CostResult(
        cost=least,
        technical=technical,
        allocative=least / np.where(technical == 0, np.nan, technical),
        optimal_x=peer_items[:, : firms.x.shape[1]],
        minimum_cost=least * paid,
        actual_cost=paid,
        peers=weights_by_peer(found),
        names=firms.names,
        assumptions=_assumptions(returns, input_prices),
        warnings=_cautions(firms, found),
        trace=_trace(firms, "CE = w·x* / w·x", least, paid),
    )


@measure("dea.revenue", "Hiệu quả doanh thu, kỹ thuật và phân bổ (DEA)", hidden=("progress",))
def revenue(
    *,
    x: Any,
    y: Any,
    output_prices: Any,
    returns: Any = "vrs",
    names: Any = None,
    progress: Progress | None = None,
) -> RevenueResult:
    """How much more a firm's inputs could earn, by more of everything and by a better mix.

    Revenue efficiency is the revenue earned over the most that the inputs allow; it is technical efficiency
    (output orientation, as 1/φ) times allocative efficiency. All three are at most 1. Refused: what
    `dea.scores` refuses, negative prices, a firm whose outputs earn nothing.

    Formula:
        max p_o·y   subject to   Σ λ_j x_j ≤ x_o,   Σ λ_j y_j ≥ y,   λ ≥ 0 and the returns to scale
        RE = p_o·y_o / p_o·y*        TE = 1/φ        AE = RE / TE

    Input:
        x (firms × inputs): quantities used; a flat list is one input
        y (firms × outputs): quantities given
        output_prices (money per unit): one list for all firms, or firms × outputs
        returns (word): crs, vrs, drs or irs; default vrs
        names (list): names of the firms for warnings; default none

    Output:
        revenue (ratio): revenue efficiency RE ≤ 1
        technical (ratio): technical efficiency TE = 1/φ ≤ 1
        allocative (ratio): allocative efficiency AE = RE / TE
        optimal_y (units of y): the outputs that earn most
        maximum_revenue (money): what they earn
        actual_revenue (money): what the firm earns
        peers (numbers): for each firm {number of a reference firm, from 1: weight λ} at most revenue
        names (list): as given

    Source:
        Färe, Grosskopf & Lovell (1985); Bogetoft & Otto, Benchmarking with DEA, SFA, and R (2011), chapter 4.

    Traps:
        - TE here is 1/φ, so that the three ratios multiply; `dea.scores` gives φ.

    Example:
        >>> found = revenue(x=[2, 4, 4], y=[2, 3, 4], output_prices=[5], returns="crs")
        >>> found.revenue.round(4).tolist()
        [1.0, 0.75, 1.0]
    """
    returns = choice(returns, "returns", CONVEX)
    firms = read_firms(x, y, names)
    prices = _prices(output_prices, "output_prices", firms.y)
    found, peer_items = _priced(firms, returns, "output", prices, progress)
    technology = Technology(firms.items, firms.x.shape[1], returns)
    technical = 1.0 / against(firms.items, technology, Pull("output"), progress).reach
    earned = np.einsum("ni,ni->n", prices, firms.y)
    share = np.minimum(1.0 / found.reach, technical)
    return RevenueResult(
        revenue=share,
        technical=technical,
        allocative=share / technical,
        optimal_y=peer_items[:, firms.x.shape[1] :],
        maximum_revenue=earned / share,
        actual_revenue=earned,
        peers=weights_by_peer(found),
        names=firms.names,
        assumptions=_assumptions(returns, output_prices),
        warnings=_cautions(firms, found),
        trace=_trace(firms, "RE = p·y / p·y*", share, earned),
    )


def _prices(given: Any, field: str, quantities: Array) -> Array:
    """Prices firm by firm; each firm's quantities must be worth something."""
    count, items = quantities.shape
    is_list = isinstance(given, list | tuple | np.ndarray) and len(given) > 0
    flat = is_list and not isinstance(given[0], list | tuple | np.ndarray)
    if flat or not is_list:
        shared = numbers(given, field, at_least=0)
        in_reach(shared, field)
        if len(shared) != items:
            raise WrongLength(
                field, f"Danh sách “{field}” có {len(shared)} giá, cần đúng {items} giá, mỗi cột một giá."
            )
        found = np.tile(shared, (count, 1))
    else:
        found = matrix(given, field, rows=count, columns=items, at_least=0)
        in_reach(found, field)
    worth = np.einsum("ni,ni->n", found, quantities)
    free = np.flatnonzero(worth <= 0)
    if len(free):
        raise OutOfRange(
            field if flat else f"{field}[{free[0]}]",
            f"Với giá đã cho, giá trị của đơn vị {free[0] + 1} bằng 0 nên không tính được tỷ lệ. "
            "Hãy nhập giá dương.",
        )
    return found


def _priced(
    firms: Firms, returns: str, orientation: str, prices: Array, progress: Progress | None
) -> tuple[Envelopment, Array]:
    """The frontier with the priced side folded into one item, each firm at its own prices.

    Also returns the mix of reference firms each firm is held against, item by item.
    """
    count, inputs = firms.x.shape
    outputs = firms.y.shape[1]
    if orientation == "input":
        views = np.zeros((count, 1 + outputs, inputs + outputs))
        views[:, 0, :inputs] = prices
        views[:, 1:, inputs:] = np.eye(outputs)
    else:
        views = np.zeros((count, inputs + 1, inputs + outputs))
        views[:, :inputs, :inputs] = np.eye(inputs)
        views[:, inputs, inputs:] = prices
    seen = 1 if orientation == "input" else inputs
    technology = Technology(firms.items, inputs, returns)
    found = against(firms.items, technology, Pull(orientation, views=views, inputs_seen=seen), progress)
    mix = np.einsum("nk,nki->ni", found.weights, firms.items[np.maximum(found.peers, 0)])
    mix[np.isnan(found.reach)] = np.nan
    return found, mix


def _assumptions(returns: str, prices: Any) -> tuple[Assumption, ...]:
    own = isinstance(prices[0], list | tuple | np.ndarray)
    return (
        Assumption("returns", returns, RETURNS_VI[returns]),
        Assumption("prices", "own", "giá riêng từng đơn vị")
        if own
        else Assumption("prices", "common", "một bộ giá chung cho mọi đơn vị"),
    )


def _cautions(firms: Firms, found: Envelopment) -> tuple[Caution, ...]:
    said = cautions_about(firms, duplicates(firms))
    unknown = np.flatnonzero(np.isnan(found.reach))
    if len(unknown):
        said.append(Caution("not_proven", f"Không khẳng định được điểm của đơn vị {firms.listed(unknown)}."))
    return tuple(said)


def _trace(firms: Firms, formula: str, ratio: Array, actual: Array) -> tuple[Step, ...]:
    """The first few firms."""
    return tuple(
        Step(f"Đơn vị {firms.name(one)}", f"{formula}; thực tế {show(float(actual[one]))}", float(ratio[one]))
        for one in range(min(len(ratio), 3))
    )
