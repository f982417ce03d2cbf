"""Reading quantity centres: their lines of material in physical units, and the costs entered there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from nscl.measures.errors import Duplicate, Inconsistent, MissingField, NotComparable, OutOfRange, TooLarge
from nscl.measures.inputs import choice, kind_vi, number, records, refuse_unknown, table, text
from nscl.measures.mfca.lines import AMOUNTS, LIMIT, Line, identity, read_line
from nscl.measures.result import Caution

MOST_CENTRES = 500
ALIASES = {
    "waste_management_cost": "waste_cost",
    "input_quantity": "quantity",
    **{f"{name}_kg": f"{name}_quantity" for name in ("opening", "closing", "product", "loss")},
    "input_kg": "quantity",
}
COSTS = {"energy_cost": "năng lượng", "system_cost": "hệ thống", "waste_cost": "quản lý chất thải"}
TOTALS = (*AMOUNTS, "unit_cost", "material_cost", "mass_per_unit")
CENTRE_KEYS = ("id", "name", "unit", "materials", *COSTS, "scrap_revenue", "allocation", *TOTALS, *ALIASES)
CARRY_KEYS = ("carried_material", "carried_energy", "carried_system")
ALLOCATION_KEYS = ("energy", "system", "note", *CARRY_KEYS)


@dataclass(frozen=True)
class Allocation:
    """Which share of a cost goes to the product: percent by kind; absent means by mass."""

    product_pct: Mapping[str, float]
    by_cost: bool = False
    note: str = ""


@dataclass(frozen=True)
class Centre:
    """One quantity centre as entered."""

    place: str
    id: str
    lines: tuple[Line, ...]
    energy: float
    system: float
    waste: float
    scrap_revenue: float | None
    allocation: Allocation
    cautions: tuple[Caution, ...] = field(default=())


def read_centres(values: Any, unit: str | None, tolerance: float) -> tuple[tuple[Centre, ...], str]:
    """The centres and the unit of mass they are balanced in."""
    items = records(values, "centres")
    if len(items) > MOST_CENTRES:
        raise TooLarge("centres", f"Có {len(items)} trung tâm; nhiều nhất {MOST_CENTRES}. Hãy gộp bớt.")
    found = tuple(_centre(item, f"centres[{place}]", tolerance) for place, item in enumerate(items))
    seen: dict[str, str] = {}
    for centre in found:
        if centre.id in seen:
            raise Duplicate(f"{centre.place}.id", f"Trung tâm “{centre.id}” có hai lần. Hãy đổi tên một cái.")
        seen[centre.id] = centre.place
    base = unit or _common_unit(found)
    return tuple(
        replace(centre, lines=tuple(_in(line, base) for line in centre.lines)) for centre in found
    ), base


def _centre(item: Mapping[str, Any], place: str, tolerance: float) -> Centre:
    given = canonical(item, place)
    refuse_unknown(given, CENTRE_KEYS, place)
    cautions = []
    amounts: dict[str, float] = {}
    for key, name in COSTS.items():
        if given.get(key) is None:
            cautions.append(
                Caution(
                    "cost_not_given",
                    f"Chưa có chi phí {name} của trung tâm; các tổng chưa gồm khoản này.",
                    f"{place}.{key}",
                )
            )
        amounts[key] = _money(given.get(key), f"{place}.{key}") or 0.0
    return Centre(
        place=place,
        id=identity(given.get("id"), f"{place}.id"),
        lines=_lines(given, place, tolerance),
        energy=amounts["energy_cost"],
        system=amounts["system_cost"],
        waste=amounts["waste_cost"],
        scrap_revenue=_money(given.get("scrap_revenue"), f"{place}.scrap_revenue"),
        allocation=_allocation(given.get("allocation"), f"{place}.allocation"),
        cautions=tuple(cautions),
    )


def canonical(item: Mapping[str, Any], place: str, aliases: Mapping[str, str] = ALIASES) -> dict[str, Any]:
    """The same object under the names of the contract, null fields left out."""
    found: dict[str, Any] = {}
    for key, value in item.items():
        name = aliases.get(str(key), str(key))
        if value is None:
            continue
        if name in found:
            raise Duplicate(f"{place}.{key}", f"“{key}” và “{name}” là một trường. Hãy giữ một.")
        found[name] = value
    return found


def _lines(given: Mapping[str, Any], place: str, tolerance: float) -> tuple[Line, ...]:
    unit = given.get("unit")
    totals = {key: given[key] for key in TOTALS if key in given}
    if given.get("materials") is None:
        if not totals:
            return ()
        if "material_cost" in totals:
            totals["cost"] = totals.pop("material_cost")
        return (
            read_line(
                {"name": "vật liệu", "unit": unit, **totals}, place, tolerance, {"cost": "material_cost"}
            ),
        )
    if totals:
        key = next(iter(totals))
        raise Inconsistent(
            f"{place}.{key}", f"Đã có danh sách “materials” thì không nhập “{key}” chung cho cả trung tâm."
        )
    items = records(given["materials"], f"{place}.materials", at_least_items=0)
    return tuple(
        read_line(
            {"unit": unit, **canonical(item, f"{place}.materials[{row}]")},
            f"{place}.materials[{row}]",
            tolerance,
        )
        for row, item in enumerate(items)
    )


def _money(value: Any, place: str) -> float | None:
    return None if value is None else number(value, place, at_least=0, at_most=LIMIT)


def _allocation(value: Any, place: str) -> Allocation:
    """`mass` (default), `cost` (by the distribution of the material cost), or percent to product by kind."""
    if value is None:
        return Allocation({})
    if isinstance(value, str):
        return Allocation({}, by_cost=choice(value, place, ["mass", "cost"]) == "cost")
    if not isinstance(value, Mapping):
        raise OutOfRange(
            place, f"“allocation” là mass, cost hoặc {{energy, system}} theo %, không phải {kind_vi(value)}."
        )
    refuse_unknown(table(value, place), ALLOCATION_KEYS, place)
    shares = {
        key: number(share, f"{place}.{key}", at_least=0, at_most=100)
        for key, share in value.items()
        if key != "note" and share is not None
    }
    note = value.get("note")
    return Allocation(shares, note=text(note, f"{place}.note") if note is not None else "")


def _common_unit(centres: tuple[Centre, ...]) -> str:
    units = {line.unit for centre in centres for line in centre.lines if line.in_allocation}
    return next(iter(units)) if len(units) == 1 else "kg"


def _in(line: Line, base: str) -> Line:
    """The line with its factor to the unit of the balance."""
    if line.mass_per_unit is not None:
        return replace(line, factor=line.mass_per_unit)
    if line.unit == base or not line.in_allocation:
        return replace(line, factor=1.0)
    raise NotComparable(
        f"{line.place}.unit",
        f"“{line.name}” tính bằng “{line.unit}”, cân bằng khối lượng tính bằng “{base}”. "
        f"Hãy nhập “mass_per_unit” (số {base} của một {line.unit}).",
    )


def missing_inputs(centre: Centre) -> MissingField:
    """The refusal of a centre through which nothing flows."""
    return MissingField(
        f"{centre.place}.materials",
        f"Trung tâm “{centre.id}” không có vật liệu nào và cũng không nhận gì từ trung tâm khác.",
    )
