"""The roads to value added: two additions and a subtraction, each with what it still lacks."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

Amounts = dict[str, Decimal]


@dataclass(frozen=True)
class Side:
    """One road to value added: its figure, its parts, and what was missing."""

    value: Decimal | None
    parts: Amounts
    missing: tuple[str, ...] = ()


def _need(fields: Amounts, *names: str) -> tuple[str, ...]:
    return tuple(name for name in names if name not in fields)


def _operating_profit(fields: Amounts) -> tuple[Decimal | None, tuple[str, ...]]:
    """Profit before financial and other items: given, or 20 − 25 − 26 (20 − 24)."""
    if "operating_profit" in fields:
        return fields["operating_profit"], ()
    if "selling_admin_expense" in fields:
        missing = _need(fields, "gross_profit")
        return (None, missing) if missing else (fields["gross_profit"] - fields["selling_admin_expense"], ())
    missing = _need(fields, "gross_profit", "selling_expense", "admin_expense")
    if missing:
        return None, missing
    return fields["gross_profit"] - fields["selling_expense"] - fields["admin_expense"], ()


def core(fields: Amounts) -> Side:
    """Addition, operating only: who received what the operations made."""
    profit, missing = _operating_profit(fields)
    missing += _need(fields, "labour_cost", "depreciation")
    if missing or profit is None:
        return Side(None, {}, missing)
    names = ("labour_cost", "depreciation", "production_taxes")
    parts = {"operating_profit": profit} | {name: fields[name] for name in names if name in fields}
    return Side(sum(parts.values(), Decimal(0)), parts)


def full(fields: Amounts) -> Side:
    """Addition as the productivity reports write it: profit before tax, and what was paid before it."""
    if "pre_tax_profit" in fields:
        parts = {"pre_tax_profit": fields["pre_tax_profit"]}
        missing: tuple[str, ...] = ()
    elif "net_profit" in fields and "income_tax" in fields:
        parts = {"net_profit": fields["net_profit"], "income_tax": fields["income_tax"]}
        missing = ()
    else:
        parts, missing = {}, ("pre_tax_profit",)
    missing += _need(fields, "labour_cost", "depreciation")
    if missing:
        return Side(None, {}, missing)
    names = ("interest", "labour_cost", "depreciation", "production_taxes")
    parts |= {name: fields[name] for name in names if name in fields}
    return Side(sum(parts.values(), Decimal(0)), parts)


def subtraction(fields: Amounts) -> Side:
    """Output less what was bought in."""
    parts: Amounts = {}
    missing: tuple[str, ...] = ()
    if "output" in fields:
        parts["output"] = fields["output"]
    elif "net_revenue" in fields:
        made = fields["net_revenue"] + sum(
            (fields[name] for name in ("inventory_change", "own_capex") if name in fields), Decimal(0)
        )
        parts["output"] = made - fields.get("resale_cost", Decimal(0))
    else:
        missing = ("net_revenue",)
    if "bims" in fields:
        parts["bims"] = fields["bims"]
    else:
        absent = _need(fields, "materials", "outside_services")
        missing += absent
        if not absent:
            bought = fields["materials"] + fields["outside_services"]
            parts["bims"] = bought + fields.get("other_cash", Decimal(0))
    if missing:
        return Side(None, parts, missing)
    return Side(parts["output"] - parts["bims"], parts)
