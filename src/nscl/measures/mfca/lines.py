"""One line of material at a quantity centre: its balance in physical units and its cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nscl.measures.errors import Inconsistent, MissingField
from nscl.measures.inputs import flag, number, refuse_unknown, text
from nscl.measures.result import show

LARGEST_NUMBER = 10**9  # of a centre that people number
LIMIT = 1e18  # a larger amount is a slip of the pen, and its products would leave the range of floats
AMOUNTS = ("opening_quantity", "quantity", "closing_quantity", "product_quantity", "loss_quantity")
PRICES = ("unit_cost", "opening_unit_cost", "closing_unit_cost", "cost", "product_cost", "loss_cost")
LINE_KEYS = (
    "name",
    "unit",
    "mass_per_unit",
    *AMOUNTS,
    *PRICES,
    "auxiliary",
    "in_allocation",
    "from",
    "note",
)
ANY = "*"  # the intermediate of every link into the centre that has no line of its own


@dataclass(frozen=True)
class Line:
    """A material, in its own unit. `source` names the centre it comes from if it is an intermediate."""

    place: str
    name: str
    unit: str
    mass_per_unit: float | None
    opening: float
    quantity: float | None
    closing: float
    product: float
    loss: float
    derived: str
    cost: float | None
    opening_cost: float
    closing_cost: float
    product_cost: float
    loss_cost: float
    auxiliary: bool
    in_allocation: bool
    source: str | None
    factor: float = 1.0

    @property
    def listed(self) -> bool:
        """It stands in a list of materials, with a name of its own; else it is the totals of a centre."""
        return self.place.endswith("]") and "materials[" in self.place

    @property
    def used(self) -> float:
        """What went into product and loss, in the line's unit."""
        return self.product + self.loss


def read_line(
    given: Mapping[str, Any], place: str, tolerance: float, names: Mapping[str, str] | None = None
) -> Line:
    """Check one line; `names` gives the field another name in refusals (the totals-only form)."""
    kept = {key: value for key, value in given.items() if value is not None}
    refuse_unknown(kept, LINE_KEYS, place)
    values = {
        key: number(kept[key], f"{place}.{(names or {}).get(key, key)}", at_least=0, at_most=LIMIT)
        for key in (*AMOUNTS, *PRICES)
        if key in kept
    }
    name = text(kept.get("name"), f"{place}.name")
    auxiliary = flag(kept.get("auxiliary", False), f"{place}.auxiliary")
    source = identity(kept["from"], f"{place}.from") if "from" in kept else None
    amounts = _balanced(values, place, name, auxiliary, tolerance)
    priced = _priced(values, amounts, place, name, source, tolerance)
    mass = kept.get("mass_per_unit")
    return Line(
        place=place,
        name=name,
        unit=text(kept.get("unit", "kg"), f"{place}.unit"),
        mass_per_unit=None
        if mass is None
        else number(mass, f"{place}.mass_per_unit", above=0, at_most=LIMIT),
        auxiliary=auxiliary,
        in_allocation=flag(kept.get("in_allocation", not auxiliary), f"{place}.in_allocation"),
        source=source,
        **amounts,
        **priced,
    )


def identity(value: Any, place: str) -> str:
    """The name of a centre: text, or a whole number as people number their lines."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < LARGEST_NUMBER:
        return str(value)
    return text(value, place)


def _balanced(
    values: Mapping[str, float], place: str, name: str, auxiliary: bool, tolerance: float
) -> dict[str, Any]:
    """Opening, input, closing, product, loss; one of the last two may follow from the balance."""
    opening, closing = values.get("opening_quantity", 0.0), values.get("closing_quantity", 0.0)
    quantity, product, loss = (values.get(key) for key in ("quantity", "product_quantity", "loss_quantity"))
    available = None if quantity is None else opening + quantity - closing
    if available is not None and available < -tolerance / 100 * (opening + (quantity or 0.0)):
        raise _unbalanced(place, name, opening, quantity or 0.0, 0.0, 0.0, closing)
    derived = ""
    if auxiliary and product is None:
        product, derived = 0.0, "product_quantity"
    if auxiliary and product:
        raise Inconsistent(
            f"{place}.product_quantity",
            f"“{name}” là vật liệu phụ trợ, không nằm trong sản phẩm. Hãy bỏ một.",
        )
    if product is None and loss is None or (available is None and (product is None or loss is None)):
        field = "quantity" if product is not None or loss is not None else "product_quantity"
        raise MissingField(
            f"{place}.{field}",
            f"“{name}”: cần lượng vào sản phẩm và lượng tổn thất, hoặc một trong hai cùng “quantity”.",
        )
    if product is None:
        product, derived = max(0.0, (available or 0.0) - (loss or 0.0)), "product_quantity"
    if loss is None:
        loss, derived = max(0.0, (available or 0.0) - product), "loss_quantity"
    into = opening + (quantity if quantity is not None else max(0.0, product + loss + closing - opening))
    out = product + loss + closing
    if abs(into - out) > tolerance / 100 * max(into, out):
        raise _unbalanced(place, name, opening, into - opening, product, loss, closing)
    return {
        "opening": opening,
        "quantity": quantity if quantity is not None else into - opening,
        "closing": closing,
        "product": product,
        "loss": loss or 0.0,
        "derived": derived,
    }


def _unbalanced(
    place: str, name: str, opening: float, quantity: float, product: float, loss: float, closing: float
) -> Inconsistent:
    into, out = opening + quantity, product + loss + closing
    return Inconsistent(
        f"{place}.quantity",
        f"“{name}” không cân bằng: vào {show(into)} (tồn đầu {show(opening)} + nhập {show(quantity)}), "
        f"ra {show(out)} (sản phẩm {show(product)} + tổn thất {show(loss)} + tồn cuối {show(closing)}), "
        f"chênh lệch {show(into - out)}. Hãy kiểm tra số liệu hoặc nâng “tolerance_pct”.",
    )


def _priced(
    values: Mapping[str, float],
    amounts: Mapping[str, Any],
    place: str,
    name: str,
    source: str | None,
    tolerance: float,
) -> dict[str, Any]:
    """Cost of what was used, of the stocks, and of its two destinations; None where none was given."""
    used = amounts["product"] + amounts["loss"]
    cost, opening_cost, closing_cost = _value(values, amounts, place, name, tolerance)
    if source is not None and cost is not None and cost > 0:
        raise Inconsistent(
            f"{place}.{'cost' if 'cost' in values else 'unit_cost'}",
            f"“{name}” đến từ trung tâm “{source}”, mang theo chi phí của nó. Hãy bỏ đơn giá.",
        )
    if cost is None or source is not None:
        return dict.fromkeys(("opening_cost", "closing_cost", "product_cost", "loss_cost"), 0.0) | {
            "cost": None
        }
    if not used and cost:
        raise Inconsistent(
            f"{place}.product_quantity",
            f"“{name}” có chi phí {show(cost)} nhưng không có lượng nào được dùng.",
        )
    to_product = values.get("product_cost")
    to_loss = values.get("loss_cost")
    if to_product is None:
        to_product = cost - to_loss if to_loss is not None else cost * (amounts["product"] / (used or 1.0))
    if to_loss is None:
        to_loss = cost - to_product
    if min(to_product, to_loss) < 0 or abs(to_product + to_loss - cost) > tolerance / 100 * cost:
        raise Inconsistent(
            f"{place}.product_cost",
            f"“{name}”: chi phí {show(cost)} khác tổng vào sản phẩm {show(to_product)} "
            f"và tổn thất {show(to_loss)}.",
        )
    return {
        "cost": to_product + to_loss,
        "opening_cost": opening_cost,
        "closing_cost": closing_cost,
        "product_cost": to_product,
        "loss_cost": to_loss,
    }


def _value(
    values: Mapping[str, float], amounts: Mapping[str, Any], place: str, name: str, tolerance: float
) -> tuple[float | None, float, float]:
    """Cost of the amount used and of the stocks: weighted average unless the stocks have their own price."""
    opening, quantity, closing = amounts["opening"], amounts["quantity"], amounts["closing"]
    unit, whole = values.get("unit_cost"), values.get("cost")
    if whole is None and unit is None:
        if "product_cost" in values and "loss_cost" in values:
            return values["product_cost"] + values["loss_cost"], 0.0, 0.0
        return None, 0.0, 0.0
    if unit is None:
        average = (whole or 0.0) / ((amounts["product"] + amounts["loss"]) or 1.0)
        return whole, opening * average, closing * average
    opening_cost = opening * values.get("opening_unit_cost", unit)
    value = opening_cost + quantity * unit
    share = closing / (opening + quantity) if opening + quantity else 0.0
    closing_cost = closing * values["closing_unit_cost"] if "closing_unit_cost" in values else value * share
    used = value - closing_cost
    if used < 0 or (whole is not None and abs(used - whole) > tolerance / 100 * max(used, whole)):
        raise Inconsistent(
            f"{place}.{'cost' if whole is not None else 'closing_unit_cost'}",
            f"“{name}”: đơn giá × lượng dùng cho {show(used)}, không khớp chi phí hoặc trị giá tồn kho.",
        )
    return (used if whole is None else whole), opening_cost, closing_cost
