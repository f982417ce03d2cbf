"""The invented experts of the demo with their certificates, and who belongs to the networks since when."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from demo.firms import SOURCE, Firm, firms
from demo.names import SEED, people
from demo.places import PLACES
from demo.products import key_makers

# Scheme → how many in each province, the years their certificates were issued in, who issues them, since
# when and for how many years they hold.
SCHEMES = ("productivity", "conformity", "technology", "trainer", "consultant")
ISSUED: dict[str, dict[str, tuple[int, ...]]] = {
    "lao-cai": {
        "productivity": (2021, 2022, 2022, 2024),
        "conformity": (2021, 2022, 2022, 2023, 2024, 2024),
        "technology": (2022, 2023, 2023, 2024, 2025),
        "trainer": (2022, 2023, 2024),
        "consultant": (2021, 2023, 2024),
    },
    "lam-dong": {
        "productivity": (2022, 2023),
        "conformity": (2022, 2024),
        "technology": (2023,),
        "trainer": (2022, 2024),
        "consultant": (2021, 2024),
    },
    "nam-dinh": {
        "productivity": (2023, 2024),
        "conformity": (2022, 2023),
        "technology": (2024,),
        "trainer": (2023,),
        "consultant": (2022, 2024),
    },
    "lang-son": {
        "productivity": (2022, 2023, 2024),
        "conformity": (2023,),
        "technology": (2024,),
        "trainer": (2022,),
        "consultant": (2023,),
    },
    "hung-yen": {
        "productivity": (2022, 2024),
        "conformity": (2023, 2024),
        "technology": (2022,),
        "trainer": (2024,),
        "consultant": (2022, 2023),
    },
}
_ISSUERS = {
    "productivity": "Viện Năng suất minh họa",
    "conformity": "Trung tâm Đào tạo chứng nhận minh họa",
    "technology": "Viện Đánh giá công nghệ minh họa",
    "trainer": "Trường Đào tạo minh họa",
    "consultant": "Hội Tư vấn minh họa",
}
_FIELDS = {
    "productivity": ("5S, Kaizen", "Lean", "MFCA", "Đo lường năng suất"),
    "conformity": ("Chứng nhận sản phẩm nông sản", "Chứng nhận ISO 9001", "Chứng nhận vật liệu xây dựng"),
    "technology": ("Chế biến nông sản", "Cơ khí", "Vật liệu"),
    "trainer": ("Công cụ năng suất cơ bản", "Hệ thống quản lý"),
    "consultant": ("ISO 9001, ISO 22000", "TPM", "Truy xuất nguồn gốc"),
}
_SHORT = {"productivity": "NS", "conformity": "SPH", "technology": "CN", "trainer": "GV", "consultant": "TV"}
_DEGREES = (None, "Cử nhân", "Kỹ sư", "Thạc sĩ", "Tiến sĩ")


@dataclass(frozen=True)
class Expert:
    """One person; `values` are those of an import row with their first certificate, `home` where they work."""

    values: dict[str, Any]
    home: Firm

    @property
    def name(self) -> str:
        return str(self.values["full_name"])


@cache
def experts(plan: str) -> tuple[Expert, ...]:
    """The experts of a province, scheme after scheme; the first of a scheme may have let it lapse."""
    chance = random.Random(f"{SEED} experts {plan}")
    homes = [
        firm for firm in firms(plan) if firm.kind in ("school", "institute", "conformity_body", "laboratory")
    ]
    homes += [firm for firm in firms(plan) if firm.kind == "enterprise"][10:20]
    names = iter(people(60, f"experts {plan}"))
    found: list[Expert] = []
    for scheme in SCHEMES:
        for index, year in enumerate(ISSUED[plan][scheme]):
            issued = date(year, chance.randint(2, 5), chance.randint(1, 28))
            lapsed = scheme == "consultant" and index == 0
            number = f"{10 * list(PLACES).index(plan) + index + 1:02d}/{_SHORT[scheme]}-{year} (minh họa)"
            values: dict[str, Any] = {
                "full_name": next(names),
                "birth_year": chance.randint(1966, 1992),
                "degree": chance.choice(_DEGREES),
                "speciality": chance.choice(_FIELDS[scheme]),
                "scheme": scheme,
                "credential_field": chance.choice(_FIELDS[scheme]),
                "credential_number": number,
                "credential_issuer": _ISSUERS[scheme],
                "credential_issued_on": issued,
                "credential_valid_to": issued.replace(year=year + (3 if lapsed else 6)),
                "source": SOURCE,
            }
            if index % 2 == 0:
                values |= {
                    "consented_on": date(2025, 6, 20),
                    "email": f"{_SHORT[scheme].lower()}{index}@example.vn",
                }
            found.append(Expert(values, homes[len(found) % len(homes)]))
    return tuple(found)


# Year → how many firms of the lists joined the productivity network.
JOINED = {
    "lao-cai": {2021: 5, 2022: 5, 2023: 6, 2024: 6, 2025: 5},
    "lam-dong": {2022: 3, 2024: 3},
    "nam-dinh": {2023: 3, 2024: 2},
    "lang-son": {2022: 2, 2024: 3},
    "hung-yen": {2023: 2, 2024: 2},
}


def members(plan: str) -> list[tuple[Firm, date]]:
    """The members of the network with the day each joined."""
    makers = list(key_makers(plan))
    random.Random(f"{SEED} network {plan}").shuffle(makers)
    found: list[tuple[Firm, date]] = []
    for year, count in JOINED[plan].items():
        for _place in range(count):
            # Before the register was taken up in July 2025, so that all of them could be entered then.
            found.append((makers[len(found)], date(year, 5, 10 + len(found) % 15)))
    return found
