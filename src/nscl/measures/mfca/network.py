"""`mfca.network`: material flow cost accounting over a network of quantity centres."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nscl.measures.inputs import choice, number, text
from nscl.measures.method import measure
from nscl.measures.mfca.costs import KINDS, Costs, costs, percent
from nscl.measures.mfca.flow import Flow, product_share, solve
from nscl.measures.mfca.lines import Line
from nscl.measures.mfca.links import Link, outlet, read_links, with_sources
from nscl.measures.mfca.reading import Centre, read_centres
from nscl.measures.mfca.telling import assumptions, cautions, steps
from nscl.measures.result import Result


@dataclass(frozen=True)
class Balance:
    """The mass balance: opening + input + carried in = product + loss + closing."""

    in_: float
    out: float
    difference: float
    difference_pct: float
    opening: float
    input: float
    carried_in: float
    product: float
    loss: float
    closing: float
    unit: str


@dataclass(frozen=True)
class Inventory:
    """Value of the stocks of materials (đ)."""

    opening_cost: float
    input_cost: float
    closing_cost: float


@dataclass(frozen=True)
class CentreResult:
    """One quantity centre: its balance, and its costs divided into product and loss."""

    id: str
    balance: Balance
    material_distribution_pct: Mapping[str, float]
    allocation_pct: Mapping[str, Mapping[str, float]]
    materials: tuple[Mapping[str, Any], ...]
    new_costs: Costs
    carried_in: Costs
    total_cost: float
    product: Costs
    loss: Costs
    product_share_pct: float
    loss_share_pct: float
    in_stock: Costs
    product_leaving: Costs
    loss_leaving: Costs
    inventory: Inventory
    scrap_revenue: float | None


@dataclass(frozen=True)
class Total:
    """The network seen from outside: what went in, what left as product and as loss."""

    balance: Balance
    input: Costs
    product: Costs
    loss: Costs
    in_stock: Costs
    total_cost: float
    product_share_pct: float
    loss_share_pct: float
    scrap_revenue: float | None
    conservation_gap: float


@dataclass(frozen=True, kw_only=True, eq=False)
class NetworkResult(Result):
    """Costs of product and loss by kind, per quantity centre and for the network."""

    centres: tuple[CentreResult, ...]
    flows: tuple[Mapping[str, Any], ...]
    total: Total
    unit: str


@measure("mfca.network", "Hạch toán chi phí dòng vật liệu (MFCA) theo mạng trung tâm định lượng")
def network(
    centres: Sequence[Mapping[str, Any]],
    links: Sequence[Mapping[str, Any]] | None = None,
    unit: str | None = None,
    tolerance_pct: float | None = None,
    carry_over: str | None = None,
) -> NetworkResult:
    """What the losses of a production line really cost: material flow cost accounting by ISO 14051.

    Every quantity centre is balanced in physical units, its material, energy and system costs are divided
    between product and material loss, waste management goes to the loss, and the product carries its
    accumulated cost to the next centre, kind by kind. Recycle loops are solved exactly as one linear
    system. Refused: a balance beyond the tolerance (with its figures), units that cannot be added, shares
    above one, branches without shares, a centre apart from the others, a loop without exit, an
    intermediate without a line of its own where every listed material is lost.

    Formula:
        balance of each material and centre:  opening + input + carried in = product + loss + closing
        material cost used  C = opening cost + quantity·unit cost − closing cost (weighted average)
        product material cost = C·p/(p+ℓ),  loss material cost = C·ℓ/(p+ℓ), with the material's own p and ℓ
        material distribution  d = Σp/(Σp+Σℓ) over the masses of the centre, intermediates included
        energy, system:  product = cost·d,  loss = cost·(1−d);  waste management: loss = cost
        carried over:  product_j = own_j + Σ s·r·X,  loss_j = own_j + Σ s·(1−r)·X
            X = the costs at the outlet the link leaves from, s = the link's share of that outlet,
            r = the share of the arriving intermediate that becomes product of centre j
        all outlets together:  X = X₀ + A·X, solved once for mass and once for each kind of cost
        total cost = Σ new costs = product leaving + loss leaving + intermediates in stock

    Input:
        centres (list): quantity centres, each `{id, materials, energy_cost, system_cost, waste_cost}`
        centres[].id (text or whole number): name, unique
        centres[].materials[].name (text): name of the material
        centres[].materials[].quantity (unit): input of the period; default by the balance
        centres[].materials[].unit_cost (đ/unit): price; at a linked centre a line without any price is the
            intermediate that arrives, and so is a free line of its mass with a product or its name
        centres[].materials[].cost (đ): cost of the amount used, instead of `unit_cost`
        centres[].materials[].product_quantity (unit): amount in the product
        centres[].materials[].loss_quantity (unit): amount lost; one of the two may follow from the balance
        centres[].materials[].opening_quantity, closing_quantity (unit): stocks; default 0
        centres[].materials[].opening_unit_cost, closing_unit_cost (đ/unit): default weighted average
        centres[].materials[].product_cost, loss_cost (đ): stated division of a line of several materials
        centres[].materials[].auxiliary (true/false): not in the product, 100 % loss; default false
        centres[].materials[].in_allocation (true/false): counts in the distribution; default not auxiliary
        centres[].materials[].from (text or whole number): the line is the intermediate of that centre and
            has no price; without one it divides as the listed materials do (caution `assumed_division`),
            and passes whole where none is listed (caution `assumed_no_loss`)
        centres[].materials[].unit (text): default kg
        centres[].materials[].mass_per_unit (kg/unit): to add unlike units
        centres[].energy_cost, system_cost, waste_cost (đ): costs of the centre
        centres[].waste_management_cost (đ): the same as `waste_cost`
        centres[].scrap_revenue (đ): sales of scrap, reported beside, never netted
        centres[].allocation (text or object): `mass` (default), `cost`, or percent to the product
            `{energy, system, carried_material, carried_energy, carried_system, note}`
        centres[].opening_quantity, quantity, closing_quantity, product_quantity, loss_quantity (unit): totals
            instead of `materials`
        centres[].material_cost (đ), unit_cost (đ/unit): cost of the totals
        links (list): `{from, to}`; default none: several centres are then computed separately and summed,
            with the caution `no_links`
        links[].from, to (text or whole number): the `id` of two centres
        links[].what (text): product (default) or loss
        links[].share (0–1): part of the outlet; default what the other links leave
        links[].quantity (unit): instead of `share`
        links[].carry (text): all (default), or material only
        unit (text): unit of the balance; default the common unit of the materials
        tolerance_pct (%): largest difference of a balance; default 0.1
        carry_over (text): carried costs divide as the `intermediate` (default) or as the whole `centre`

    Output:
        centres[].balance (unit): in, out, difference, difference_pct and their parts
        centres[].material_distribution_pct (%): product, loss
        centres[].allocation_pct (%): product and loss share used for energy and for system costs
        centres[].materials (list): each material's amount used, cost, and both in product and loss
        centres[].new_costs, carried_in (đ): material, energy, system, waste_management, total
        centres[].product, loss (đ): costs at the two outlets by kind and total
        centres[].total_cost (đ): of both outlets
        centres[].product_share_pct, loss_share_pct (%): of the centre's total cost
        centres[].product_leaving, loss_leaving (đ): what no link takes on
        centres[].in_stock (đ): cost of the intermediates kept there
        centres[].scrap_revenue (đ): as entered; null if not given
        centres[].inventory (đ): opening_cost, input_cost, closing_cost of the materials
        flows (list): each link's quantity (unit), share and costs (đ)
        total.input, product, loss, in_stock (đ): of the network, by kind
        total.total_cost (đ): of what entered
        total.product_share_pct, loss_share_pct (%): of the total cost
        total.balance (unit): the balance of the whole network
        total.scrap_revenue (đ): null if none was given
        total.conservation_gap (đ): costs in less costs out; rounding only
        unit (text): unit of the balances

    Source:
        ISO 14051:2011 clauses 5.2–5.4 and annex B; ISO 14053:2021; METI, Guide for Material Flow Cost
        Accounting, 2007; APO, Manual on Material Flow Cost Accounting, 2014, modules 5–6; M. Schmidt,
        The interpretation and extension of MFCA in the context of environmental material flow analysis,
        Journal of Cleaner Production 108 (2015), for the linear system.

    Traps:
        - The loss is not the scrap's purchase price: it carries energy, labour and depreciation as well.
        - Money from selling scrap does not make the loss smaller; it stands beside.
        - An intermediate brings its cost over the link. Entering it again with a price counts it twice: a
          priced line of its mass, or with the name of a material upstream, gets `possible_double_count`.
        - New materials seldom divide as the intermediate does. Give it a line with `from`.
        - Solvents, detergents and cutting oil are not in the product: auxiliary, 100 % loss, and outside
          the mass distribution.
        - The distribution is by mass, the material cost by each material's own ratio: a centre may lose
          30 % of its mass and 20 % of its material cost.
        - A recycled loss still cost energy and labour. `carry: material` returns only its material cost
          and leaves the rest as loss.

    Example:
        >>> steel = {"name": "steel", "quantity": 100, "unit_cost": 10,
        ...          "product_quantity": 70, "loss_quantity": 30}
        >>> found = network([{"id": "press", "materials": [steel],
        ...                   "energy_cost": 50, "system_cost": 800, "waste_cost": 80}])
        >>> round(found.total.product.total, 6), round(found.total.loss.total, 6)
        (1295.0, 635.0)
        >>> round(found.total.loss_share_pct, 2)
        32.9
    """
    tolerance = (
        0.1 if tolerance_pct is None else number(tolerance_pct, "tolerance_pct", at_least=0, at_most=100)
    )
    rules = ["intermediate", "centre"]
    carry = rules[0] if carry_over is None else choice(carry_over, "carry_over", rules)
    read, base = read_centres(centres, None if unit is None else text(unit, "unit"), tolerance)
    joined = read_links(links, read)
    placed, doubts = with_sources(read, joined)
    flow = solve(placed, joined, carry, tolerance)
    results = tuple(_centre(placed, place, joined, flow, base) for place in range(len(placed)))
    total = _total(results, flow, base)
    return NetworkResult(
        centres=results,
        flows=tuple(_flow(link, placed, joined, flow) for link in joined),
        total=total,
        unit=base,
        assumptions=assumptions(placed, joined, flow, carry, tolerance),
        warnings=(*doubts, *cautions(placed, joined, flow)),
        trace=steps(placed, flow, base, total.product.total, total.loss.total),
    )


def _centre(
    centres: Sequence[Centre], place: int, links: Sequence[Link], flow: Flow, unit: str
) -> CentreResult:
    centre, size = centres[place], len(centres)
    own = [line for line in centre.lines if line.source is None]
    distribution = float(flow.distribution[place])
    product, loss = costs(flow.costs[place]), costs(flow.costs[size + place])
    total = product.total + loss.total
    used = sum(line.product_cost + line.loss_cost for line in own)
    opening = sum(line.opening_cost for line in own)
    closing = sum(line.closing_cost for line in own)
    return CentreResult(
        id=centre.id,
        balance=_balance(centres, place, links, flow, unit),
        material_distribution_pct=_two(distribution),
        allocation_pct={
            kind: _two(product_share(centre, kind, distribution)) for kind in ("energy", "system")
        },
        materials=tuple(_material(line) for line in centre.lines),
        new_costs=costs([used, centre.energy, centre.system, centre.waste]),
        carried_in=costs(flow.arrived[place]),
        total_cost=total,
        product=product,
        loss=loss,
        product_share_pct=percent(product.total, total),
        loss_share_pct=percent(loss.total, total),
        in_stock=costs(flow.stock[place]),
        product_leaving=costs(flow.left[place]),
        loss_leaving=costs(flow.left[size + place]),
        inventory=Inventory(opening, used + closing - opening, closing),
        scrap_revenue=centre.scrap_revenue,
    )


def _two(share: float) -> dict[str, float]:
    return {"product": 100 * share, "loss": 100 - 100 * share}


def _material(line: Line) -> dict[str, Any]:
    priced = line.source is None
    return {
        "name": line.name,
        "unit": line.unit,
        "from": line.source,
        "auxiliary": line.auxiliary,
        "quantity": line.used,
        "cost": line.product_cost + line.loss_cost if priced else None,
        "product_quantity": line.product,
        "product_cost": line.product_cost if priced else None,
        "loss_quantity": line.loss,
        "loss_cost": line.loss_cost if priced else None,
        "loss_pct": percent(line.loss, line.used),
    }


def _balance(centres: Sequence[Centre], place: int, links: Sequence[Link], flow: Flow, unit: str) -> Balance:
    size = len(centres)
    own = [line for line in centres[place].lines if line.source is None and line.in_allocation]
    carried = kept = 0.0
    for link, share, split in zip(links, flow.shares, flow.splits, strict=True):
        if link.target == place:
            moved = float(share * flow.mass[outlet(link, size)])
            carried += moved
            kept += split.stock * moved
    return _balanced(
        opening=sum(line.opening * line.factor for line in own),
        entered=sum((line.quantity or 0.0) * line.factor for line in own),
        carried=carried,
        product=float(flow.mass[place]),
        loss=float(flow.mass[size + place]),
        closing=kept + sum(line.closing * line.factor for line in own),
        unit=unit,
    )


def _balanced(
    *, opening: float, entered: float, carried: float, product: float, loss: float, closing: float, unit: str
) -> Balance:
    into, out = opening + entered + carried, product + loss + closing
    difference = 0.0 if abs(into - out) <= 1e-12 * max(into, out) else into - out
    return Balance(
        in_=into,
        out=out,
        difference=difference,
        difference_pct=percent(difference, into),
        opening=opening,
        input=entered,
        carried_in=carried,
        product=product,
        loss=loss,
        closing=closing,
        unit=unit,
    )


def _flow(link: Link, centres: Sequence[Centre], links: Sequence[Link], flow: Flow) -> dict[str, Any]:
    node, share = outlet(link, len(centres)), float(flow.shares[links.index(link)])
    carried = [share * flow.costs[node, kind] if link.carry_all or kind == 0 else 0.0 for kind in range(3)]
    return {
        "from": centres[link.source].id,
        "to": centres[link.target].id,
        "what": link.what,
        "share": share,
        "quantity": share * float(flow.mass[node]),
        "costs": costs([*carried, 0.0]),
    }


def _total(results: Sequence[CentreResult], flow: Flow, unit: str) -> Total:
    size = len(results)
    entered = costs([sum(getattr(found.new_costs, kind) for found in results) for kind in KINDS])
    product = costs(flow.left[:size].sum(axis=0))
    loss = costs(flow.left[size:].sum(axis=0))
    stock = costs(flow.stock.sum(axis=0))
    revenues = [found.scrap_revenue for found in results if found.scrap_revenue is not None]
    return Total(
        balance=_balanced(
            opening=sum(found.balance.opening for found in results),
            entered=sum(found.balance.input for found in results),
            carried=0.0,
            product=float(flow.mass_left[:size].sum()),
            loss=float(flow.mass_left[size:].sum()),
            closing=sum(found.balance.closing for found in results),
            unit=unit,
        ),
        input=entered,
        product=product,
        loss=loss,
        in_stock=stock,
        total_cost=entered.total,
        product_share_pct=percent(product.total, entered.total),
        loss_share_pct=percent(loss.total, entered.total),
        scrap_revenue=sum(revenues) if revenues else None,
        conservation_gap=entered.total - product.total - loss.total - stock.total,
    )
