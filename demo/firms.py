"""The invented organisations of the demo, as rows of the lists that the five provinces would have."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from demo.names import SEED, brands, people, personal_code, tax_code
from demo.places import PLACES, Place, Trade
from nscl.vietnamese import fold

MILLION = 1_000_000
YEARS = (2022, 2023, 2024)
LAST = YEARS[-1]
SOURCE = "Danh sách minh họa của các sở, tháng 6/2025"
# How many of each kind: in Lào Cai, whose plan counts over its lists, and in each of the others.
NUMBERS = {
    "enterprise": (66, 42),
    "cooperative": (20, 14),
    "household": (14, 10),
    "conformity_body": (2, 2),
    "laboratory": (2, 2),
    "school": (3, 2),
    "institute": (2, 1),
    "association": (3, 2),
    "agency": (1, 1),
}
BRANCHES = (5, 4)
TWINS = 4
SPARE = 30  # brands at the end of the list that no organisation bears: for the files to import
_FORMS = (
    ("limited", "Công ty TNHH {word} {brand}", 48),
    ("limited_one", "Công ty TNHH một thành viên {word} {brand}", 22),
    ("joint_stock", "Công ty cổ phần {word} {brand}", 22),
    ("private", "Doanh nghiệp tư nhân {word} {brand}", 8),
)
_BODIES = {
    "conformity_body": ("Trung tâm Chứng nhận {brand}", "Tổ chức Giám định {brand}"),
    "laboratory": ("Phòng thử nghiệm {brand}", "Phòng hiệu chuẩn {brand}"),
    "school": ("Trường Cao đẳng {brand}", "Trường Trung cấp nghề {brand}", "Trường Đại học {brand}"),
    "institute": ("Viện Nghiên cứu {brand}", "Trung tâm Ứng dụng công nghệ {brand}"),
    "association": ("Hiệp hội Doanh nghiệp {brand}", "Hội Nghề thủ công {brand}", "Hội Làm vườn {brand}"),
    "agency": ("Trạm Khuyến công {brand}",),
}
# Size → share of enterprises, workers from–to.
_SIZES = (("micro", 36, 2, 10), ("small", 42, 12, 98), ("medium", 15, 105, 198), ("large", 7, 215, 860))


@dataclass(frozen=True)
class Firm:
    """One organisation: `values` are those of an import row, `years` the figures told of each year."""

    number: int
    brand: str
    values: dict[str, Any]
    years: dict[int, dict[str, Any]] = field(default_factory=dict)
    trade: Trade | None = None

    @property
    def name(self) -> str:
        return str(self.values["name"])

    @property
    def code(self) -> str:
        return str(self.values.get("tax_code") or "")

    @property
    def kind(self) -> str:
        return str(self.values["kind"])

    @property
    def makes(self) -> bool:
        """Whether it is of those that lists of products and enterprises are about."""
        return self.trade is not None and self.kind in ("enterprise", "cooperative")

    def tells(self, year: int) -> bool:
        """Whether it told figures of a year in which it stood already."""
        return year in self.years and self.values["established_on"].year <= year

    def row(self, year: int) -> dict[str, Any]:
        """The row of the list of a year: the organisation with that year's figures, if it told any."""
        figures = self.years.get(year)
        return self.values | ({"year": year} | figures if figures else {})


@cache
def firms(plan: str) -> tuple[Firm, ...]:
    """The organisations of a province, heads before their branches; the same ones every time."""
    place, chance = PLACES[plan], random.Random(f"{SEED} {plan}")
    which = 0 if plan == "lao-cai" else 1
    start = _offset(plan)
    own = iter(brands()[start : start + sum(n[which] for n in NUMBERS.values())])
    names = iter(people(200, plan))
    found: list[Firm] = []
    for kind, numbers in NUMBERS.items():
        for index in range(numbers[which]):
            number = 1 + 200 * list(PLACES).index(plan) + len(found)
            found.append(_firm(number, kind, index, next(own), place, next(names), chance))
    makers = [firm for firm in found if firm.kind == "enterprise"]
    return (*found, *_branches(makers, BRANCHES[which], place))


def spare_brands() -> list[str]:
    """Brands for organisations that are not in the register yet."""
    return brands()[-SPARE:]


def _offset(plan: str) -> int:
    before = list(PLACES)[: list(PLACES).index(plan)]
    return sum(n[0 if one == "lao-cai" else 1] for one in before for n in NUMBERS.values())


def _firm(
    number: int, kind: str, index: int, brand: str, place: Place, person: str, chance: random.Random
) -> Firm:
    trade = (
        place.trades[index % len(place.trades)]
        if kind in ("enterprise", "cooperative", "household")
        else None
    )
    founded = date(chance.randint(1998, 2021), chance.randint(1, 12), chance.randint(1, 28))
    values: dict[str, Any] = {
        "name": _name(kind, index, brand, trade, chance),
        "kind": kind,
        "established_on": founded,
        "representative": person,
        "representative_title": _TITLES.get(kind, "Giám đốc"),
        "commune": place.communes[chance.randrange(len(place.communes))],
        "source": SOURCE,
        "legal_form": _form(kind, index),
        "tax_code": _code(number, kind, index, place),
        "email": f"lienhe{number:03d}@example.vn" if chance.random() < 0.7 else None,
        "is_women_owned": chance.random() < 0.25 if kind in ("enterprise", "household") else None,
    }
    if trade is not None:
        values |= {"industry": trade.industry, "industry_version": "2018"}
    figures = _figures(kind, chance) if trade is not None else {}
    return Firm(number, brand, values, figures, trade)


_TITLES = {
    "cooperative": "Chủ tịch Hội đồng quản trị",
    "household": "Chủ hộ",
    "school": "Hiệu trưởng",
    "institute": "Viện trưởng",
    "association": "Chủ tịch",
    "agency": "Trưởng trạm",
}


def _form(kind: str, index: int) -> str | None:
    if kind == "enterprise":
        return _enterprise_form(index)[0]
    if kind == "cooperative":
        return "cooperative_group" if index % 7 == 6 else "cooperative"
    return {"household": "household", "school": "public_unit", "institute": "public_unit"}.get(kind)


def _enterprise_form(index: int) -> tuple[str, str]:
    step = 37 * index % 100  # spreads the forms over the trades
    for form, pattern, part in _FORMS:
        if step < part:
            return form, pattern
        step -= part
    raise AssertionError(index)


def _name(kind: str, index: int, brand: str, trade: Trade | None, chance: random.Random) -> str:
    word = trade.word if trade else ""
    if kind == "enterprise":
        return _enterprise_form(index)[1].format(word=word, brand=brand)
    if kind == "cooperative":
        front = "Tổ hợp tác" if index % 7 == 6 else "Hợp tác xã"
        return f"{front} {word} {brand}"
    if kind == "household":
        return f"Hộ kinh doanh {word} {brand}"
    patterns = _BODIES[kind]
    return patterns[index % len(patterns)].format(brand=brand)


def _code(number: int, kind: str, index: int, place: Place) -> str | None:
    """Associations, cooperative groups and every second household have none in the lists."""
    if kind == "household":
        return personal_code(number, place.people_from) if index % 2 else None
    if kind == "association" or (kind == "cooperative" and index % 7 == 6):
        return None
    return tax_code(number)


def _figures(kind: str, chance: random.Random) -> dict[int, dict[str, Any]]:
    """Years that hang together, of households the last only; some tell little, some nothing."""
    if chance.random() < (0.08 if kind == "enterprise" else 0.4):
        return {}
    size = (
        chance.choices(_SIZES, [part for _name, part, _a, _b in _SIZES])[0]
        if kind == "enterprise"
        else _SIZES[0]
    )
    workers = chance.randint(size[2], size[3])
    yields = chance.randint(280, 900)  # million đồng a worker
    leaves_out, exports = chance.random(), chance.random() < 0.2
    found = {}
    for year in YEARS:
        revenue = workers * yields * MILLION
        figures: dict[str, Any] = {"workers": Decimal(workers), "revenue_vnd": revenue}
        figures["capital_vnd"] = revenue * chance.randint(40, 90) // 100 // MILLION * MILLION
        if exports:
            figures["exports_vnd"] = revenue * chance.randint(15, 70) // 100 // MILLION * MILLION
        if leaves_out < 0.05:
            figures = {"workers": figures["workers"]}
        elif leaves_out < 0.15:
            del figures["capital_vnd"]
        if kind != "household" or year == LAST:
            found[year] = figures
        workers = max(1, workers + chance.randint(-workers // 12 - 1, workers // 8 + 1))
        yields = yields * chance.randint(97, 109) // 100
    return found


def _branches(heads: list[Firm], count: int, place: Place) -> Iterator[Firm]:
    """Branches of the first enterprises; the head of the last one is not in the register."""
    for index in range(count):
        head = heads[3 * index]
        stray = index == count - 1
        root = tax_code(head.number + 150) if stray else head.code
        where = place.communes[-1 - index % len(place.communes)]
        name = f"Chi nhánh {where.removeprefix('Phường ').removeprefix('Xã ')} – {head.name}"
        values = {
            "name": f"Chi nhánh Ngoại Tỉnh {head.brand}" if stray else name,
            "kind": "enterprise",
            "legal_form": "branch",
            "tax_code": f"{root}-001",
            "parent_code": None if stray else head.code,
            "commune": where,
            "industry": head.values["industry"],
            "industry_version": "2018",
            "source": SOURCE,
        }
        yield Firm(head.number + 170, head.brand, values)


_SHORT_FORMS = (
    ("Công ty TNHH một thành viên", "Cty TNHH MTV"),
    ("Công ty TNHH", "Cty TNHH"),
    ("Công ty cổ phần", "CTCP"),
    ("Doanh nghiệp tư nhân", "DNTN"),
    ("Hợp tác xã", "HTX"),
)


def otherwise(name: str) -> str:
    """A name as another office writes it.

    >>> otherwise("Công ty TNHH một thành viên Chè Mây Thêu")
    'Cty TNHH MTV Chè Mây Thêu'
    """
    found = ((front, short) for front, short in _SHORT_FORMS if name.startswith(front))
    front, short = next(found, ("", ""))
    return short + name.removeprefix(front)


def twins(plan: str) -> list[dict[str, Any]]:
    """Rows of another office's list, without codes: the first enterprises again, written otherwise."""
    found = []
    for index, firm in enumerate(firms(plan)[1 : 1 + TWINS]):
        name = fold(otherwise(firm.name)).upper() if index % 2 else otherwise(firm.name)
        place = {key: firm.values[key] for key in ("commune", "representative")}
        source = "Danh sách minh họa của Sở Công Thương"
        found.append({"name": name, "kind": "enterprise", "source": source, **place})
    return found
