"""The pepper chain of Lâm Đồng and the star anise chain of Lạng Sơn: who takes part, with what goods.

All invented, like everything in `demo.names`: brands that nobody bears, codes that no office issues.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from demo.firms import NUMBERS, SOURCE
from demo.names import brands, gtin, personal_code, tax_code

_FREE = sum(n[0] for n in NUMBERS.values()) + 4 * sum(n[1] for n in NUMBERS.values())
_FIRST = 1201  # numbers for codes that no firm of the lists bears


@dataclass(frozen=True)
class Party:
    """One organisation of a chain. `good` is the name of what it makes; an `erp` writes XML with URNs."""

    key: str
    plan: str
    place: int  # among all parties: gives brand and codes
    pattern: str
    kind: str
    legal_form: str
    commune: str
    industry: str
    goods: tuple[tuple[str, str], ...] = ()
    recorded_by: str = ""
    erp: bool = False

    @property
    def brand(self) -> str:
        return brands()[_FREE + self.place]

    @property
    def name(self) -> str:
        return self.pattern.format(brand=self.brand)

    @property
    def code(self) -> str:
        number = _FIRST + self.place
        return personal_code(number, "068") if self.kind == "household" else tax_code(number)

    @property
    def gln(self) -> str:
        """Where it works, and itself as a party."""
        return gtin(7000 + self.place)

    @property
    def values(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "kind": self.kind,
            "legal_form": self.legal_form,
            "tax_code": self.code,
            "commune": self.commune,
            "industry": self.industry,
            "industry_version": "2018",
            "source": SOURCE,
        }

    def good(self, place: int = 0) -> str:
        """The barcode, fourteen digits, of what it makes."""
        return f"0{gtin(9000 + 10 * self.place + place)}"

    def good_values(self, place: int) -> dict[str, Any]:
        name, hs_code = self.goods[place]
        return {
            "name": f"{name} {self.brand}",
            "kind": "good",
            "brand": self.brand,
            "gtin": self.good(place)[1:],
            "hs_code": hs_code,
            "source": SOURCE,
        }


PARTIES = {
    party.key: party
    for party in (
        Party(
            "coop", "lam-dong", 0, "Hợp tác xã Hồ tiêu {brand}", "cooperative", "cooperative",
            "Phường Bắc Gia Nghĩa", "0124", (("Hồ tiêu đen khô", "0904"),),
        ),
        Party(
            "farm_b", "lam-dong", 1, "Hộ kinh doanh Hồ tiêu {brand}", "household", "household",
            "Phường Bắc Gia Nghĩa", "0124", (("Hồ tiêu đen khô", "0904"),), recorded_by="coop",
        ),
        Party(
            "farm_c", "lam-dong", 2, "Hộ kinh doanh Hồ tiêu {brand}", "household", "household",
            "Xã Di Linh", "0124", (("Hồ tiêu đen khô", "0904"),), recorded_by="coop",
        ),
        Party(
            "collector", "lam-dong", 3, "Công ty TNHH Thu mua Hồ tiêu {brand}", "enterprise", "limited",
            "Xã Đức Trọng", "4620", (("Hồ tiêu đen xô", "0904"),),
        ),
        Party(
            "processor", "lam-dong", 4, "Công ty cổ phần Chế biến Hồ tiêu {brand}", "enterprise",
            "joint_stock", "Xã Đức Trọng", "1079",
            (("Hồ tiêu đen sạch", "0904"), ("Bột tiêu đen", "0904"), ("Thùng 24 hũ bột tiêu đen", "0904")),
        ),
        Party(
            "exporter", "lam-dong", 5, "Công ty TNHH Xuất khẩu Gia vị {brand}", "enterprise", "limited",
            "Phường Phan Thiết", "4632", erp=True,
        ),
        Party(
            "anise_coop", "lang-son", 6, "Hợp tác xã Hoa hồi {brand}", "cooperative", "cooperative",
            "Xã Bắc Sơn", "0128", (("Hoa hồi tươi", "0909"),),
        ),
        Party(
            "anise_mill", "lang-son", 7, "Công ty TNHH Tinh dầu Hồi {brand}", "enterprise", "limited",
            "Phường Kỳ Lừa", "2029", (("Tinh dầu hồi", "3301"),),
        ),
    )
}  # fmt: skip


def parties(plan: str) -> list[Party]:
    return [party for party in PARTIES.values() if party.plan == plan]
