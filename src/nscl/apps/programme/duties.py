"""From agency names in a plan to standing functions, and from those to the office in force on a date.

Plans charge agencies by the names of their day; departments and districts were merged in 2025. The function
stays, so a duty written for a former department finds the office that answers for it now.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from nscl.apps.accounts.models import Office
from nscl.vietnamese import fold

# Function code → Vietnamese name shown to people; the codes stand in `Office.functions`.
FUNCTIONS: dict[str, str] = {
    "science": "Khoa học và công nghệ",
    "standards": "Tiêu chuẩn đo lường chất lượng",
    "finance": "Tài chính",
    "planning": "Kế hoạch và đầu tư",
    "industry_trade": "Công thương",
    "agriculture": "Nông nghiệp",
    "natural_resources": "Tài nguyên và môi trường",
    "health": "Y tế",
    "construction": "Xây dựng",
    "transport": "Giao thông vận tải",
    "information": "Thông tin và truyền thông",
    "labour": "Lao động, thương binh và xã hội",
    "home_affairs": "Nội vụ",
    "education": "Giáo dục và đào tạo",
    "culture": "Văn hóa, thể thao và du lịch",
    "justice": "Tư pháp",
    "inspectorate": "Thanh tra",
    "industrial_zones": "Quản lý khu công nghiệp",
    "broadcasting": "Phát thanh và truyền hình",
    "newspaper": "Báo địa phương",
    "peoples_committee": "Ủy ban nhân dân tỉnh",
    "departments": "Các sở, ban, ngành",
    "districts": "Ủy ban nhân dân cấp huyện",
    "communes": "Ủy ban nhân dân cấp xã",
    "cooperative_alliance": "Liên minh hợp tác xã",
    "business_association": "Hiệp hội doanh nghiệp",
    "mass_organisations": "Mặt trận và đoàn thể",
    "steering_board": "Ban điều hành, ban chỉ đạo",
    "enterprises": "Doanh nghiệp, hợp tác xã",
    "schools": "Cơ sở giáo dục, đào tạo",
    "ministry_science": "Bộ Khoa học và Công nghệ",
}

# What each name says, on the folded text; the first word that fits a part of the name decides.
_NAMES: tuple[tuple[str, str], ...] = (
    ("ministry_science", r"\bbo khoa hoc"),
    ("standards", r"tieu chuan do luong|tdc\b|tcdlcl"),
    ("steering_board", r"ban dieu hanh|ban chi dao|to dieu hanh|van phong dieu phoi"),
    ("industrial_zones", r"khu cong nghiep|khu kinh te|khu cong nghe cao"),
    ("cooperative_alliance", r"lien minh (?:cac )?(?:hop tac xa|htx)"),
    ("business_association", r"hiep hoi|hoi doanh nghiep|hoi doanh nhan|cau lac bo doanh"),
    (
        "mass_organisations",
        r"hoi nong dan|hoi (?:lien hiep )?phu nu|doan thanh nien|mat tran|lien doan lao dong"
        r"|lien hiep cac hoi",
    ),
    ("broadcasting", r"phat thanh|truyen hinh"),
    ("newspaper", r"\bbao\b(?! cao| dam)"),
    ("science", r"khoa hoc|\bkh ?& ?cn\b|\bkhcn\b"),
    ("planning", r"ke hoach (?:va|-|&) dau tu|\bkh ?& ?dt\b|\bkhdt\b"),
    ("finance", r"tai chinh|\btc\b"),
    ("industry_trade", r"cong thuong|\bct\b"),
    ("natural_resources", r"tai nguyen|\btn ?& ?mt\b|\btnmt\b"),
    ("agriculture", r"nong nghiep|\bnn ?& ?ptnt\b|\bnnptnt\b"),
    ("health", r"\by te\b|\byt\b"),
    ("transport", r"giao thong|\bgtvt\b"),
    ("construction", r"\bxay dung\b|\bxd\b"),
    ("information", r"thong tin (?:va )?truyen thong|\btt ?& ?tt\b|\btttt\b"),
    ("labour", r"lao dong|\bldtb ?& ?xh\b|\bldtbxh\b"),
    ("home_affairs", r"noi vu"),
    ("culture", r"van hoa|\bvhtt|du lich"),
    ("justice", r"tu phap"),
    ("inspectorate", r"thanh tra"),
    ("schools", r"truong (?:dai hoc|cao dang|nghe|trung cap)|co so giao duc|vien nghien cuu"),
    ("education", r"giao duc|\bgd ?& ?dt\b|\bgddt\b"),
    ("districts", r"huyen|thi xa|(?:ubnd|uy ban nhan dan) (?:cac )?thanh pho"),
    ("communes", r"cap xa|cac xa|cac phuong|xa, phuong|dac khu|dia phuong"),
    ("peoples_committee", r"(?:uy ban nhan dan|ubnd) tinh|\bubnd\b|uy ban nhan dan"),
    ("departments", r"\b(?:cac )?so, (?:ban, )?nganh|cac so\b|ban, nganh|cac co quan"),
    ("enterprises", r"doanh nghiep|hop tac xa|\bhtx\b|co so san xuat|\bto chuc\b"),
)
_COMPILED = tuple((code, re.compile(pattern)) for code, pattern in _NAMES)
# Names in which another's words occur: the wider name wins over the word inside it.
_HIDES: dict[str, frozenset[str]] = {
    "standards": frozenset({"departments"}),
    "cooperative_alliance": frozenset({"enterprises", "departments"}),
    "business_association": frozenset({"enterprises"}),
    "mass_organisations": frozenset({"agriculture", "labour"}),
    "steering_board": frozenset({"enterprises", "departments"}),
    "ministry_science": frozenset({"science"}),
    "districts": frozenset({"peoples_committee"}),
    "communes": frozenset({"peoples_committee"}),
    "schools": frozenset({"education"}),
}

# Who carries a function once its own department or tier has ended.
SUCCESSION: dict[str, tuple[date, tuple[str, ...]]] = {
    "planning": (date(2025, 3, 1), ("finance",)),
    "information": (date(2025, 3, 1), ("science",)),
    "transport": (date(2025, 3, 1), ("construction",)),
    "labour": (date(2025, 3, 1), ("home_affairs",)),
    "natural_resources": (date(2025, 3, 1), ("agriculture",)),
    "districts": (date(2025, 7, 1), ("communes",)),
    "standards": (date(2020, 1, 1), ("science",)),
}


def functions_of(agency: str) -> tuple[str, ...]:
    """The functions an agency name in a plan stands for, in the order of the table; () for an unknown name.

    >>> functions_of("Sở Kế hoạch và Đầu tư"), functions_of("UBND các huyện, thành phố")
    (('planning',), ('districts',))
    >>> functions_of("Sở Nông nghiệp và Môi trường")
    ('agriculture',)
    """
    folded = fold(agency)
    found = [code for code, pattern in _COMPILED if pattern.search(folded)]
    hidden = frozenset().union(*(_HIDES.get(code, frozenset()) for code in found))
    return tuple(code for code in found if code not in hidden)


def functions_of_all(agencies: Iterable[str]) -> list[str]:
    """The functions of several names, each once, in order."""
    return list(dict.fromkeys(code for name in agencies for code in functions_of(name)))


def carriers(function: str, on: date) -> tuple[str, ...]:
    """The function itself and those that took it over by a date, nearest first.

    >>> carriers("planning", date(2024, 1, 1)), carriers("planning", date(2026, 1, 1))
    (('planning',), ('planning', 'finance'))
    """
    since, successors = SUCCESSION.get(function, (None, ()))
    return (function, *successors) if since is not None and on >= since else (function,)


@dataclass(frozen=True)
class OfficeDirectory:
    """The offices of one province on a date, read once and asked many times."""

    on: date
    offices: tuple[Office, ...]

    @classmethod
    def of(cls, province_id: int, on: date) -> OfficeDirectory:
        rows = Office.objects.in_force(on).filter(province_id=province_id).order_by("pk")
        return cls(on, tuple(rows))

    def carrying(self, function: str) -> list[Office]:
        """The offices that answer for a function on the directory's date; a former one's successor."""
        if function == "departments":
            return [office for office in self.offices if office.kind == Office.Kind.PROVINCE_DEPARTMENT]
        for code in carriers(function, self.on):
            found = [office for office in self.offices if code in office.functions]
            if found:
                return found
        return []

    def named(self, text: str) -> list[Office]:
        """The offices an agency text of a plan resolves to, each once."""
        return self.for_functions(functions_of(text))

    def for_functions(self, functions: Iterable[str]) -> list[Office]:
        """The offices that answer for any of the functions, each once, in their order."""
        offices = [office for code in functions for office in self.carrying(code)]
        return list(dict.fromkeys(offices))
