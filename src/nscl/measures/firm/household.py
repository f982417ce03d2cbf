"""A household business: no wages of the owner in the books, so they are imputed and flagged."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from nscl.measures.errors import Inconsistent, MissingField
from nscl.measures.firm.money import Amount, Unit, amount, plain, shown, unit_of
from nscl.measures.inputs import number
from nscl.measures.method import measure
from nscl.measures.result import Assumption, Caution, Result, Step


@dataclass(frozen=True, kw_only=True, eq=False)
class Household(Result):
    """Value added of a household business, with the owner's labour as an estimate."""

    value_added: Amount
    mixed_income: Amount
    imputed_owner_labour: Amount | None
    labour_cost: Amount
    labour_cost_with_owner: Amount | None
    labour_share_pct: float | None
    labour_productivity: float | None
    imputed: bool


@measure("firm.household", "Giá trị gia tăng của hộ kinh doanh")
def household(
    *,
    revenue: Any,
    materials: Any,
    workers: Any,
    hired_wages: Any = 0,
    outside_services: Any = None,
    taxes: Any = None,
    depreciation: Any = None,
    owners: Any = None,
    imputed_owner_labour: Any = None,
    wage_per_owner: Any = None,
    unit: str | None = None,
) -> Household:
    """Value added and mixed income of a household business; the owner's labour as a flagged estimate.

    It promises that mixed income is never split silently: without an estimate of the owner's labour the
    labour share is null. It refuses amounts below zero and a business without anybody at work.

    Formula:
        value added = revenue − materials − outside services
        mixed income = value added − hired wages − taxes in costs − depreciation
        owner's labour = owners × wage per owner, or as given
        labour share = 100·(hired wages + owner's labour) / value added
    Input:
        revenue, materials (unit): of the period, without VAT.
        workers (people): all at work, owners included.
        hired_wages (unit): wages paid to others; default 0.
        outside_services, taxes, depreciation (unit): default none stated.
        owners (people), wage_per_owner (unit/person): to impute the owner's labour; default none.
        imputed_owner_labour (unit): the estimate itself, instead; default none.
        unit: dong, thousand, million, billion; default: amounts as given.
    Output:
        value_added, mixed_income, labour_cost (đồng): from the books.
        imputed_owner_labour, labour_cost_with_owner (đồng), labour_share_pct (%): estimates, or null.
        labour_productivity (đồng/person): value added per person at work.
        imputed: an estimate is in the figures.
    Source:
        System of National Accounts 2008, ch. 7 (mixed income of household enterprises).
    Traps:
        - Hired wages alone make the labour share of a family business look tiny.
        - Goods bought for resale are materials here: revenue is turnover, not output.
    Example:
        >>> shop = household(revenue=600, materials=380, hired_wages=60, workers=3, owners=1,
        ...                  wage_per_owner=84)
        >>> shop.value_added, shop.mixed_income, round(shop.labour_share_pct, 2)
        (220, 160, 65.45)
    """
    money = unit_of(unit)
    required = {
        key: amount(value, key, money, at_least=0)
        for key, value in (("revenue", revenue), ("materials", materials), ("hired_wages", hired_wages))
    }
    stated = {
        key: amount(value, key, money, at_least=0)
        for key, value in (
            ("outside_services", outside_services),
            ("taxes", taxes),
            ("depreciation", depreciation),
        )
        if value is not None
    }
    people = number(workers, "workers", above=0)
    nothing = Decimal(0)
    made = required["revenue"] - required["materials"] - stated.get("outside_services", nothing)
    wages = required["hired_wages"]
    mixed = made - wages - stated.get("taxes", nothing) - stated.get("depreciation", nothing)
    owner = _owner_labour(imputed_owner_labour, owners, wage_per_owner, money, people)
    labour = None if owner is None else wages + owner
    cautions = []
    if owner is not None:
        cautions.append(
            Caution(
                "imputed_owner_labour",
                "Công của chủ hộ là số ước tính, không có trong sổ sách. Hãy ghi rõ khi công bố.",
                "imputed_owner_labour",
            )
        )
    if made <= 0:
        cautions.append(
            Caution(
                "value_added_not_positive", "Giá trị gia tăng không dương: tỷ lệ không xác định.", "revenue"
            )
        )
    absent = [key for key in ("outside_services", "taxes", "depreciation") if key not in stated]
    return Household(
        value_added=plain(made),
        mixed_income=plain(mixed),
        imputed_owner_labour=None if owner is None else plain(owner),
        labour_cost=plain(wages),
        labour_cost_with_owner=None if labour is None else plain(labour),
        labour_share_pct=float(100 * labour / made) if labour is not None and made > 0 else None,
        labour_productivity=float(made) / people if made > 0 else None,
        imputed=owner is not None,
        assumptions=(
            money.assumption(),
            Assumption("not_stated", ", ".join(absent), "Khoản không khai, không tính vào kết quả."),
        ),
        warnings=tuple(cautions),
        trace=(
            Step(
                "Giá trị gia tăng",
                f"{shown(required['revenue'])} − {shown(required['revenue'] - made)} = {shown(made)}",
                float(made),
                money.out_vi,
            ),
            Step("Thu nhập hỗn hợp", f"{shown(made)} − {shown(made - mixed)}", float(mixed), money.out_vi),
        ),
    )


def _owner_labour(given: Any, owners: Any, wage: Any, money: Unit, workers: float) -> Decimal | None:
    if given is not None:
        if owners is not None or wage is not None:
            raise Inconsistent(
                "imputed_owner_labour",
                "Hãy nhập công của chủ hộ, hoặc số chủ và mức công, không nhập cả hai.",
            )
        return amount(given, "imputed_owner_labour", money, at_least=0)
    if owners is None and wage is None:
        return None
    if owners is None or wage is None:
        absent = "owners" if owners is None else "wage_per_owner"
        raise MissingField(absent, f"Thiếu trường “{absent}”: cần cả số chủ hộ và mức công một người.")
    count = number(owners, "owners", at_least=0, at_most=workers)
    total = Decimal(repr(count)) * amount(wage, "wage_per_owner", money, at_least=0)
    return total.quantize(Decimal(1), ROUND_HALF_UP) if money.name else total
