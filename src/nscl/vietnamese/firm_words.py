"""The words that many names of firms share: forms of organisation, trades, industries, places.

Facts of language, not of law: what officials, signboards and spreadsheets write. All folded.
"""

import re
from collections.abc import Iterable
from typing import Literal

from nscl.vietnamese.fold import fold
from nscl.vietnamese.provinces import PROVINCES_2020

Marker = Literal[
    "company", "limited", "one_member", "two_members", "joint_stock", "private", "partnership", "state",
    "venture", "corporation", "enterprise", "cooperative", "cooperative_union", "cooperative_group",
    "household", "workshop", "branch",
]  # fmt: skip
WordKind = Literal["trade", "industry", "country", "place"]

_ENDS_IN_Y = re.compile(r"([bcdghklmnpqrstvx]|ch|gi|kh|ngh?|nh|ph|qu|th|tr)y")


def respelled(folded: str) -> str:
    """The folded word with i for a final y after a consonant: Lý and Lí, Mỹ and Mĩ are one word.

    >>> respelled("quy"), respelled("thuy"), respelled("ty")
    ('qui', 'thuy', 'ti')
    """
    return f"{folded[:-1]}i" if _ENDS_IN_Y.fullmatch(folded) else folded


# Words at the front of a name → what they say of the organisation.
FRONT: dict[Marker, str] = {
    "branch": "chi nhanh|van phong dai dien|vpdd|dia diem kinh doanh|ddkd",
    "corporation": "tong cong ty|tong cty|tct|tcty|tap doan",
    "company": "cong ty|cty",
    "limited": "trach nhiem huu han|tnhh|trach nhiem hh",
    "one_member": "mot thanh vien|1 thanh vien|01 thanh vien|mtv|1tv|1 tv|01 tv|mot tv",
    "two_members": "hai thanh vien tro len|2 thanh vien tro len|hai thanh vien|2 thanh vien|2tv",
    "joint_stock": "co phan|cp|ctcp",
    "private": "doanh nghiep tu nhan|dntn|dn tu nhan|dn tn|xi nghiep tu nhan|xn tu nhan",
    "partnership": "hop danh",
    "state": "nha nuoc|doanh nghiep nha nuoc|dnnn",
    "venture": "lien doanh",
    "enterprise": "xi nghiep|xn",
    "cooperative_union": "lien hiep hop tac xa|lien hiep cac hop tac xa|lien hiep htx|lhhtx",
    "cooperative": "hop tac xa|htx",
    "cooperative_group": "to hop tac|tht",
    "household": "ho kinh doanh ca the|ho kinh doanh|hkd|ho kd|ho sxkd|ho san xuat kinh doanh",
    "workshop": "co so san xuat kinh doanh|co so san xuat|co so sx|co so kinh doanh|co so che bien|co so",
}
# These say something only after another word of form: `CP` alone may be a brand.
_NEVER_FIRST: tuple[Marker, ...] = ("one_member", "two_members", "venture", "partnership")
ONLY_AFTER = frozenset(
    tuple(words.split()) for marker in _NEVER_FIRST for words in FRONT[marker].split("|")
) | {("cp",), ("co", "phan"), ("nha", "nuoc")}
BACK: dict[Marker, str] = {
    "joint_stock": "ctcp|cong ty co phan|cong ty cp|cty cp|joint stock company|joint stock co|jsc",
    "limited": "cong ty trach nhiem huu han|cong ty tnhh|cty tnhh|tnhh|company limited|co ltd|ltd|llc",
    "one_member": "mot thanh vien|1 thanh vien|mtv|one member",
    "company": "corporation|corp|company|inc",
}

# What nearly every firm says it does; alone it tells no two firms apart.
_TRADE = (
    "san xuat|thuong mai|dich vu|xuat nhap khau|xuat khau|nhap khau|kinh doanh|dau tu|phat trien|tong hop|"
    "phan phoi|cung ung|hop tac|quoc te|trading|service|services|production|import|export|investment|"
    "development|international|group"
)
_INDUSTRY = (
    "xay dung|xay lap|co khi|che bien|nong san|lam san|thuy san|hai san|khoang san|khai thac|thuc pham|"
    "duoc pham|duoc lieu|duoc|cong nghe cao|cong nghe thong tin|cong nghe|cong nghiep|ky thuat|"
    "thiet bi truong hoc|thiet bi|vat lieu xay dung|vat lieu|vat tu nong nghiep|vat tu|nong nghiep|"
    "lam nghiep|nong lam nghiep|nong lam san|chan nuoi|trong trot|moi truong|bat dong san|quang cao|"
    "may mac|det may|noi that|van tai|van chuyen|du lich|khach san|nha hang|tu van|thiet ke|giam sat|"
    "xi mang|gach|gach ngoi|cat soi|che|ca phe|go|giay|dien|thuy dien|dien luc|dien tu|dien lanh|"
    "cap nuoc|thoat nuoc|nuoc sach|in an|sach|truyen thong|vien thong|giao duc|dao tao|y te|hoa chat|"
    "phan bon|giong cay trong|rau an toan|rau qua|rau|trai cay|cay an qua|mat ong|gao|thit|sua|"
    "thuc an chan nuoi|o to|xe may|phu tung|tin hoc|may tinh|phan mem|bao ve|ve sinh|logistics|kho van|"
    "tho cam|my nghe|thu cong my nghe|my pham|bao bi|nhua|cao su|thep|kim khi|xang dau|khi dot|gas|"
    "quan ly|khai khoang|tham dinh gia|kiem dinh|do luong|thi nghiem|nang luong|thuong nghiep|"
    "xay dung va quan ly|giao thong|thuy loi|ha tang|tai chinh|bao hiem|ke toan|suc khoe|the thao|"
    "giai tri|su kien|van phong pham|thiet bi van phong|thiet bi y te|trang tri|kien truc|lap may|food|"
    "foods|technology|construction|tea|coffee|wood|garment|tourism|transport"
)
_COUNTRY = "viet nam|vietnam"
_MORE_PLACES = "sai gon|hcm|hue|ha tay|lao kai|dac lac|dac nong|dak lac"

# Abbreviation that means one thing in a firm's name → its words. Others (VT, CN, TP …) are only ever
# matched with words of the other name that they can stand for.
ABBREVIATIONS: dict[str, tuple[str, ...]] = {
    short: tuple(map(respelled, words.split()))
    for short, words in {
        "sx": "san xuat", "tm": "thuong mai", "dv": "dich vu", "kd": "kinh doanh", "xnk": "xuat nhap khau",
        "xk": "xuat khau", "nk": "nhap khau", "xd": "xay dung", "dt": "dau tu", "pt": "phat trien",
        "nn": "nong nghiep", "vlxd": "vat lieu xay dung", "bds": "bat dong san", "vn": "viet nam",
        "cntt": "cong nghe thong tin", "khcn": "khoa hoc cong nghe", "gtvt": "giao thong van tai",
        "vtnn": "vat tu nong nghiep", "tphcm": "ho chi minh", "tmdt": "thuong mai dien tu",
    }.items()
}  # fmt: skip
# Two letters that people string together: SXTM, TMDV, DVNN, SXKD.
STRUNG = ("xnk", "sx", "tm", "dv", "kd", "xd", "dt", "pt", "nn", "xk", "nk")
Phrases = dict[str, list[tuple[tuple[str, ...], str]]]


def phrases(tables: Iterable[tuple[str, str]]) -> Phrases:
    """First word → the phrases beginning with it and what each is, longest first."""
    found: Phrases = {}
    for alternatives, meaning in tables:
        for alternative in alternatives.split("|"):
            words = tuple(map(respelled, alternative.split()))
            found.setdefault(words[0], []).append((words, meaning))
    for options in found.values():
        options.sort(key=lambda option: -len(option[0]))
    return found


FRONT_PHRASES = phrases((words, marker) for marker, words in FRONT.items())
BACK_PHRASES = phrases(
    ("|".join(" ".join(reversed(a.split())) for a in words.split("|")), marker)
    for marker, words in BACK.items()
)
_PLACES = "|".join(fold(province.name).replace("-", " ") for province in PROVINCES_2020)
COMMON_PHRASES = phrases(
    [
        (_TRADE, "trade"),
        (_INDUSTRY, "industry"),
        (_COUNTRY, "country"),
        (f"{_PLACES}|{_MORE_PLACES}", "place"),
    ]
)
