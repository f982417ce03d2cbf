"""The invented products of the demo, and which of them stand in which edition of a province's lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from demo.firms import SOURCE, Firm, firms
from demo.names import gtin
from demo.places import PLACES

NUMBERS = {"lao-cai": 46}
OTHERS = 22
KEY_PRODUCT, KEY_ENTERPRISE, REGULATED = "key_product", "key_enterprise", "regulated_product"


@dataclass(frozen=True)
class Good:
    """One product of a firm; `values` are those of an import row."""

    maker: Firm
    values: dict[str, Any]

    @property
    def name(self) -> str:
        return str(self.values["name"])

    @property
    def line(self) -> dict[str, Any]:
        """The product as a line of a list: as printed, with its codes."""
        return {"printed_name": self.name, "gtin": self.values["gtin"], "tax_code": self.maker.code or None}


@dataclass(frozen=True)
class Edition:
    """A list as issued: `lines` in the order printed, `number` of the decision, `since` when it holds."""

    kind: str
    title: str
    number: str
    issuer: str
    issued_on: date
    since: date
    lines: tuple[dict[str, Any], ...]


@cache
def goods(plan: str) -> tuple[Good, ...]:
    """The products of a province, maker after maker, then the makers' second ones; the same every time."""
    makers = [firm for firm in firms(plan) if firm.makes and firm.code]
    found: list[Good] = []
    for turn in range(3):
        for maker in makers:
            assert maker.trade is not None
            if turn < len(maker.trade.goods) and len(found) < NUMBERS.get(plan, OTHERS):
                number = 1 + 100 * list(PLACES).index(plan) + len(found)
                found.append(_good(maker, maker.trade.goods[turn], number))
    return tuple(found)


def _good(maker: Firm, good: tuple[str, str, str], number: int) -> Good:
    name, hs_code, regulation = good
    is_service = not hs_code
    values: dict[str, Any] = {
        "name": f"{name} {maker.brand}",
        "kind": "service" if is_service else "good",
        "brand": maker.brand,
        "maker_code": maker.code,
        "gtin": None if is_service else gtin(number),
        "hs_code": hs_code or None,
        "ocop_stars": 3 + number % 3 if maker.kind == "cooperative" else None,
        "is_regulated": bool(regulation),
        "regulation": regulation or None,
        "source": SOURCE,
    }
    return Good(maker, values)


def first_editions(plan: str) -> tuple[Edition, ...]:
    """What the province listed in 2021."""
    key = key_goods(plan)
    makers = key_makers(plan)
    since = date(2021, 3, 15)
    return (
        _edition(
            plan, KEY_PRODUCT, 511, date(2021, 3, 8), since, [good.line for good in key[: -_grown(plan)]]
        ),
        _edition(
            plan,
            KEY_ENTERPRISE,
            512,
            date(2021, 3, 8),
            since,
            [_of(firm) for firm in makers[: -_grown(plan)]],
        ),
        _edition(plan, REGULATED, 96, date(2021, 3, 11), since, [good.line for good in regulated(plan)]),
    )


def second_editions(plan: str) -> tuple[Edition, ...]:
    """What it lists from December 2025: some of the first are out, some new are in."""
    issued, since = date(2025, 11, 14), date(2025, 12, 1)
    key = [good for index, good in enumerate(key_goods(plan)) if index not in DROPPED]
    makers = [firm for index, firm in enumerate(key_makers(plan)) if index not in DROPPED]
    return (
        _edition(plan, KEY_PRODUCT, 1874, issued, since, [good.line for good in key]),
        _edition(plan, KEY_ENTERPRISE, 1875, issued, since, [_of(firm) for firm in makers]),
    )


DROPPED = (2, 5)  # places in the first lists
NEXT = "12/QĐ-SKHCN"  # the decision whose list Lào Cai's officer has begun
_TITLES = {
    KEY_PRODUCT: "Danh mục sản phẩm, hàng hóa chủ lực của tỉnh",
    KEY_ENTERPRISE: "Danh sách doanh nghiệp, hợp tác xã sản xuất sản phẩm chủ lực",
    REGULATED: "Danh mục sản phẩm của tỉnh phải chứng nhận, công bố hợp quy",
}


def _grown(plan: str) -> int:
    return 5 if plan == "lao-cai" else 3


def key_goods(plan: str) -> list[Good]:
    """Goods with a barcode; every third of those that must be certified is a key product too."""
    found = [good for good in goods(plan) if good.values["gtin"]]
    free = [good for good in found if not good.values["is_regulated"]]
    must = [good for good in found if good.values["is_regulated"]]
    return [*free, *must[::3]][: 36 if plan == "lao-cai" else 15]


def key_makers(plan: str) -> list[Firm]:
    found = [firm for firm in firms(plan) if firm.makes and firm.code and "-" not in firm.code]
    return found[: 55 if plan == "lao-cai" else 18]


def regulated(plan: str) -> list[Good]:
    return [good for good in goods(plan) if good.values["is_regulated"]]


def _of(firm: Firm) -> dict[str, Any]:
    return {"printed_name": firm.name, "tax_code": firm.code}


def _edition(
    plan: str, kind: str, number: int, issued_on: date, since: date, lines: list[dict[str, Any]]
) -> Edition:
    sign = "QĐ-SKHCN" if kind == REGULATED else "QĐ-UBND"
    issuer = "Sở Khoa học và Công nghệ" if kind == REGULATED else "Ủy ban nhân dân tỉnh"
    title = f"{_TITLES[kind]} ({'lần 1' if since.year == 2021 else 'lần 2'}, minh họa)"
    return Edition(kind, title, f"{number}/{sign}", issuer, issued_on, since, tuple(lines))
