"""Masses and costs through the network: one linear system each, so that recycle loops close exactly.

Every centre has two outlets, product and loss. A link takes a share of one outlet to another centre, where
it divides into that centre's product, loss and stock. The amounts X at the outlets solve X = X0 + A·X.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nscl.measures.errors import Inconsistent, Infeasible, MissingField
from nscl.measures.mfca.costs import CARRIED
from nscl.measures.mfca.lines import ANY, Line
from nscl.measures.mfca.links import Link, outlet
from nscl.measures.mfca.reading import Centre
from nscl.measures.result import Array, show

LEAK = 1e-12  # a loop that lets less than this out has no exit


@dataclass(frozen=True)
class Split:
    """How what arrives divides: fractions of it to product, loss and stock."""

    product: float
    loss: float
    stock: float


@dataclass(frozen=True)
class Flow:
    """The solved network. Outlets: products of all centres, then losses of all centres."""

    mass: Array  # at each outlet
    shares: Array  # of its outlet, for each link
    splits: tuple[Split, ...]  # of the mass of each link
    costs: Array  # outlet × kind (material, energy, system, waste management)
    left: Array  # outlet × kind: what leaves the network
    mass_left: Array
    stock: Array  # centre × kind: cost of arrived intermediates still in stock
    arrived: Array  # centre × kind
    distribution: Array  # centre: share of the mass that becomes product


def solve(centres: Sequence[Centre], links: Sequence[Link], carry_over: str, tolerance: float) -> Flow:
    """Masses first; then, with the distribution they give, the costs of each kind."""
    size = len(centres)
    splits = tuple(_split(link, centres) for link in links)
    _refuse_no_exit(centres, links, splits)
    mass, shares = _masses(centres, links, splits)
    _check_arrivals(centres, links, mass, shares, tolerance)
    whole = mass[:size] + mass[size:]
    distribution = np.divide(mass[:size], whole, out=np.full(size, np.nan), where=whole > 0)
    found, left, stock, arrived = _costs(centres, links, splits, shares, distribution, carry_over)
    mass_left = mass.copy()
    for link, share in zip(links, shares, strict=True):
        mass_left[outlet(link, size)] -= share * mass[outlet(link, size)]
    return Flow(
        mass=mass,
        shares=shares,
        splits=splits,
        costs=found,
        left=_without_dust(left, found),
        mass_left=_without_dust(mass_left, mass),
        stock=stock,
        arrived=arrived,
        distribution=distribution,
    )


def _costs(
    centres: Sequence[Centre],
    links: Sequence[Link],
    splits: Sequence[Split],
    shares: Array,
    distribution: Array,
    carry_over: str,
) -> tuple[Array, Array, Array, Array]:
    """Costs at the outlets, what of them leaves, what stays in stock, and what arrived at each centre."""
    size, sources = len(centres), _sources(centres, distribution)
    found = np.zeros((2 * size, 4))
    left = np.zeros((2 * size, 4))
    stock, arrived = np.zeros((size, 4)), np.zeros((size, 4))
    found[size:, 3] = left[size:, 3] = [centre.waste for centre in centres]
    for kind, name in enumerate(CARRIED):
        weights = np.array(
            [
                share if link.carry_all or name == "material" else 0.0
                for link, share in zip(links, shares, strict=True)
            ]
        )
        kinds = [
            _cost_split(link, split, centres[link.target], name, carry_over, float(distribution[link.target]))
            for link, split in zip(links, splits, strict=True)
        ]
        found[:, kind] = _solved(_matrix(links, kinds, weights, size), sources[:, kind])
        left[:, kind] = found[:, kind]
        for link, split, weight in zip(links, kinds, weights, strict=True):
            moved = weight * found[outlet(link, size), kind]
            left[outlet(link, size), kind] -= moved
            arrived[link.target, kind] += moved
            stock[link.target, kind] += split.stock * moved
    return found, left, stock, arrived


def _without_dust(values: Array, scale: Array) -> Array:
    """Zero where a subtraction left only the rounding of what was subtracted."""
    found: Array = np.where(np.abs(values) <= 1e-12 * np.abs(scale), 0.0, values)
    return found


def line_of(link: Link, centres: Sequence[Centre]) -> Line | None:
    """The line of the target that says how what arrives over this link divides."""
    lines = [line for line in centres[link.target].lines if line.source is not None]
    named = [line for line in lines if line.source == centres[link.source].id]
    return next(iter(named or [line for line in lines if line.source == ANY]), None)


def _split(link: Link, centres: Sequence[Centre]) -> Split:
    """By the intermediate's own line, else by the ratio of the centre's materials, else whole to product."""
    line = line_of(link, centres)
    if line is not None:
        total = line.used + line.closing
        return Split(line.product / total, line.loss / total, line.closing / total)
    centre = centres[link.target]
    product = sum(line.product * line.factor for line in centre.lines if line.in_allocation)
    loss = sum(line.loss * line.factor for line in centre.lines if line.in_allocation)
    if not product + loss:  # packing, inspection: nothing says that anything is lost
        return Split(1.0, 0.0, 0.0)
    if not product:
        came = centres[link.source].id
        raise MissingField(
            f"{centre.place}.materials",
            f"Vật liệu của “{centre.id}” đều thành tổn thất, nên chưa biết bán thành phẩm từ “{came}” chia "
            f"thế nào. Hãy thêm một dòng có “from”: “{came}”, “product_quantity” và “loss_quantity”.",
        )
    return Split(product / (product + loss), loss / (product + loss), 0.0)


def _cost_split(
    link: Link, mass: Split, centre: Centre, kind: str, carry_over: str, distribution: float
) -> Split:
    stated = centre.allocation.product_pct.get(f"carried_{kind}")
    if stated is None and carry_over == "intermediate":
        return mass
    if stated is None and not np.isfinite(distribution):
        return mass
    share = distribution if stated is None else stated / 100
    used = mass.product + mass.loss
    return Split(share * used, (1 - share) * used, mass.stock)


def _matrix(links: Sequence[Link], splits: Sequence[Split], shares: Array, size: int) -> Array:
    found = np.zeros((2 * size, 2 * size))
    for link, split, share in zip(links, splits, shares, strict=True):
        found[link.target, outlet(link, size)] += share * split.product
        found[size + link.target, outlet(link, size)] += share * split.loss
    return found


def _solved(matrix: Array, right: Array) -> Array:
    """X = right + matrix·X, scaled so that large and small amounts meet the same precision."""
    scale = float(np.abs(right).max(initial=0.0)) or 1.0
    try:
        found = np.asarray(np.linalg.solve(np.eye(len(right)) - matrix, right / scale), dtype=float)
    except np.linalg.LinAlgError as problem:
        raise _no_exit("") from problem
    gap = np.abs(found - matrix @ found - right / scale).max(initial=0.0)
    if not np.isfinite(found).all() or gap > 1e-9 * max(1.0, float(np.abs(found).max(initial=0.0))):
        raise _no_exit("")
    kept: Array = np.maximum(found, 0.0) * scale
    return kept


def _no_exit(name: str) -> Infeasible:
    where = f" qua “{name}”" if name else ""
    return Infeasible("links", f"Vòng tuần hoàn{where} không có lối ra: vật liệu quay mãi. Hãy sửa “share”.")


def _masses(centres: Sequence[Centre], links: Sequence[Link], splits: Sequence[Split]) -> tuple[Array, Array]:
    """Mass at each outlet and the share of it that each link takes.

    A link with a quantity takes that mass whatever the outlet holds; one without either takes what is left.
    """
    size = len(centres)
    right = np.zeros(2 * size)
    for place, centre in enumerate(centres):
        own = [line for line in centre.lines if line.source is None and line.in_allocation]
        right[place] = sum(line.product * line.factor for line in own)
        right[size + place] = sum(line.loss * line.factor for line in own)
    taken, fixed = np.zeros(len(links)), np.zeros(len(links))
    for place, link in enumerate(links):
        same = [other for other in links if (other.source, other.what) == (link.source, link.what)]
        if link.quantity is not None:
            fixed[place] = link.quantity
        elif link.share is not None:
            taken[place] = link.share
        else:
            taken[place] = max(0.0, 1.0 - sum(other.share or 0.0 for other in same))
            fixed[place] = -sum(other.quantity or 0.0 for other in same)
    for link, split, amount in zip(links, splits, fixed, strict=True):
        right[link.target] += amount * split.product
        right[size + link.target] += amount * split.loss
    mass = _solved(_matrix(links, splits, taken, size), right)
    return mass, _actual_shares(centres, links, mass, taken, fixed)


def _actual_shares(
    centres: Sequence[Centre], links: Sequence[Link], mass: Array, taken: Array, fixed: Array
) -> Array:
    size = len(centres)
    at_outlet = np.array([mass[outlet(link, size)] for link in links])
    moved = taken * at_outlet + fixed
    left = mass.copy()
    for link, amount in zip(links, moved, strict=True):
        left[outlet(link, size)] -= amount
        there = mass[outlet(link, size)]
        if amount < -1e-9 * there or left[outlet(link, size)] < -1e-9 * there:
            what = "sản phẩm" if link.what == "product" else "tổn thất"
            raise Inconsistent(
                f"{link.place}.{'quantity' if link.quantity is not None else 'share'}",
                f"Trung tâm “{centres[link.source].id}” có {show(float(there))} {what}, "
                "không đủ cho các liên kết.",
            )
    # An outlet without mass may still carry cost (all of it waste treatment, say): the stated share stands.
    found: Array = np.divide(moved, at_outlet, out=taken.copy(), where=at_outlet > 0)
    return found


def _check_arrivals(
    centres: Sequence[Centre], links: Sequence[Link], mass: Array, shares: Array, tolerance: float
) -> None:
    """What an intermediate's line states must be what arrives."""
    arriving: dict[str, tuple[Line, float]] = {}
    for link, share in zip(links, shares, strict=True):
        line = line_of(link, centres)
        if line is not None:
            before = arriving.get(line.place, (line, 0.0))[1]
            arriving[line.place] = (line, before + float(share * mass[outlet(link, len(centres))]))
    for place, (line, came) in arriving.items():
        stated = (line.quantity or 0.0) * line.factor
        if abs(stated - came) > tolerance / 100 * max(stated, came):
            raise Inconsistent(
                f"{place}.quantity",
                f"“{line.name}”: trung tâm trước chuyển sang {show(came)}, ở đây ghi {show(stated)}, "
                f"chênh lệch {show(came - stated)}. Hãy kiểm tra số liệu hoặc nâng “tolerance_pct”.",
            )


def _sources(centres: Sequence[Centre], distribution: Array) -> Array:
    """New costs of each centre at its two outlets, by kind (waste management aside)."""
    size = len(centres)
    found = np.zeros((2 * size, 3))
    for place, centre in enumerate(centres):
        own = [line for line in centre.lines if line.source is None]
        found[place, 0] = sum(line.product_cost for line in own)
        found[size + place, 0] = sum(line.loss_cost for line in own)
        for kind, (name, amount) in enumerate(
            (("energy", centre.energy), ("system", centre.system)), start=1
        ):
            share = product_share(centre, name, float(distribution[place]))
            if amount and not np.isfinite(share):
                raise MissingField(
                    f"{centre.place}.materials",
                    f"Trung tâm “{centre.id}” không có khối lượng nào để phân bổ chi phí. "
                    "Hãy nhập vật liệu hoặc “allocation” theo %.",
                )
            found[place, kind] = amount * share if amount else 0.0
            found[size + place, kind] = amount - found[place, kind]
    return found


def product_share(centre: Centre, kind: str, distribution: float) -> float:
    """The share of a new energy or system cost that goes to the product."""
    stated = centre.allocation.product_pct.get(kind)
    if stated is not None:
        return stated / 100
    if centre.allocation.by_cost:
        own = [line for line in centre.lines if line.source is None]
        cost = sum(line.product_cost + line.loss_cost for line in own)
        return sum(line.product_cost for line in own) / cost if cost else distribution
    return distribution


def _refuse_no_exit(centres: Sequence[Centre], links: Sequence[Link], splits: Sequence[Split]) -> None:
    """Every outlet must lead out: to a product or loss that leaves, or to a stock."""
    size = len(centres)
    taken = np.zeros(2 * size)
    leads: dict[int, set[int]] = {node: set() for node in range(2 * size)}
    out = set()
    for link, split in zip(links, splits, strict=True):
        node = outlet(link, size)
        group = [other for other in links if outlet(other, size) == node]
        rest = 1.0 - sum(other.share or 0.0 for other in group)
        fixed = any(other.quantity is not None for other in group)
        share = link.share if link.share is not None else (rest if link.quantity is None else 0.0)
        taken[node] += share
        if fixed or split.stock > LEAK:
            out.add(node)
        if share > 0 and split.product > 0:
            leads[node].add(link.target)
        if share > 0 and split.loss > 0:
            leads[node].add(size + link.target)
    out |= {node for node in range(2 * size) if taken[node] < 1 - LEAK}
    if not out & set(range(size)):
        raise Infeasible("links", "Không có sản phẩm nào ra khỏi mạng: mọi trung tâm đều chuyển hết đi.")
    while True:
        more = {node for node in leads if node not in out and leads[node] & out}
        if not more:
            break
        out |= more
    stuck = sorted(set(range(2 * size)) - out)
    if stuck:
        raise _no_exit(centres[stuck[0] % size].id)
