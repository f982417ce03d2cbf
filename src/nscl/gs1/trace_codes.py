"""Codes that Vietnamese traceability names beside GS1 keys: products, places, growing areas, packing houses.

Source: Circular 02/2024/TT-BKHCN (product and location trace codes under TCVN 13274:2020, carriers under
TCVN 13275:2020). The text of the standards was not compared; what is from memory stands in `FORMS` with
`is_verified=False`, so that a correction changes a row.
"""

import re
from dataclasses import dataclass
from typing import Literal

from nscl.gs1.errors import Gs1Error, shown

Kind = Literal[
    "product", "lot", "item", "logistic_unit", "place", "party", "growing_area", "packing_house", "other"
]
KIND_NAMES: dict[str, str] = {
    "product": "loại sản phẩm",
    "lot": "lô sản phẩm",
    "item": "đơn chiếc",
    "logistic_unit": "đơn vị vận chuyển",
    "place": "địa điểm",
    "party": "tổ chức",
    "growing_area": "vùng trồng",
    "packing_house": "cơ sở đóng gói",
    "other": "khóa GS1 khác",
}
VIETNAM_PREFIXES = ("893",)  # of GS1; unverified in the standard itself


@dataclass(frozen=True)
class Form:
    """How a national code looks, what it names, and who says so."""

    kind: Kind
    pattern: str
    example: str
    source: str
    is_verified: bool = False


FORMS: tuple[Form, ...] = (
    Form(
        "growing_area",
        r"VN-[A-Z]{2}OR-[0-9]{4}",
        "VN-LCOR-0123",
        "Mã số vùng trồng do cơ quan bảo vệ thực vật cấp: VN, hai chữ của tỉnh và OR, bốn chữ số",
    ),
    Form(
        "packing_house",
        r"VN-[A-Z]{2}PH-[0-9]{3,4}",
        "VN-LCPH-012",
        "Mã số cơ sở đóng gói do cơ quan bảo vệ thực vật cấp: VN, hai chữ của tỉnh và PH, ba hoặc bốn chữ số",
    ),
)


@dataclass(frozen=True)
class TraceCode:
    """A national code as read: `text` in its one spelling."""

    kind: Kind
    text: str
    form: Form


def parse_trace_code(text: str) -> TraceCode:
    """Read a national trace code; spaces and small letters do not count, nothing is guessed.

    >>> parse_trace_code("vn-lcor-0123").text
    'VN-LCOR-0123'
    """
    plain = re.sub(r"\s+", "", text).upper() if isinstance(text, str) and len(text) < 100 else ""
    for form in FORMS:
        if plain.isascii() and re.fullmatch(form.pattern, plain):
            return TraceCode(form.kind, plain, form)
    raise Gs1Error(
        "unknown_code",
        f"{shown(text)} không phải mã vùng trồng hay cơ sở đóng gói, như {FORMS[0].example}.",
    )


def is_vietnamese(gtin_or_gln: str) -> bool:
    """Whether a key was issued under Viet Nam's GS1 prefix; says nothing of where the goods were made.

    >>> is_vietnamese("08936000000011"), is_vietnamese("4012345000009")
    (True, False)
    """
    body = gtin_or_gln[1:] if len(gtin_or_gln) == 14 else gtin_or_gln
    return body.startswith(VIETNAM_PREFIXES)
