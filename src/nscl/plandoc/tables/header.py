"""What the words over a column mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from nscl.plandoc.tables.funding import source_code
from nscl.plandoc.tables.grid import Column, Role, find_phase, find_unit, find_year
from nscl.plandoc.wording import flat

_UNIT_NOTE = re.compile(
    r"\(?\s*(?:đơn vị(?: tính)?|đvt)\s*:.*$"
    r"|\((?:1[. ]?000|nghìn|ngàn|triệu|tỷ|tỉ|tr\.?)?\s*(?:đồng|đ|vnđ|vnd)?\)",
    re.I,
)

# Text columns, told by folded label; the first pattern that fits decides.
_TEXT_ROLES: tuple[tuple[Role, str], ...] = (
    ("number", r"^(?:s ?tt|tt|so tt|so thu tu|stt/muc|muc so)\.?$"),
    ("unit_cost", r"\bdon gia\b|\bdinh muc\b|^muc (?:chi|ho tro)\b"),
    (
        "lead",
        r"\bchu tri\b|\b(?:co quan|don vi|to chuc)(?: duoc giao)? (?:thuc hien|chiu trach nhiem|dau moi"
        r"|trien khai)\b"
        r"|\bphan cong\b|\bdau moi\b",
    ),
    ("coordinating", r"\bphoi hop\b"),
    ("time", r"\bthoi gian\b|\btien do\b|\bthoi han\b|\bnam thuc hien\b|\bthoi diem\b|\bky thuc hien\b"),
    ("unit", r"^(?:don vi tinh|dvt|don vi)\.?$"),
    ("quantity", r"\bso luong\b|\bkhoi luong\b|^sl$|^so (?:lop|khoa|doanh nghiep|luot)\b"),
    (
        "note",
        r"\bghi chu\b|\bket qua\b|\bsan pham (?:du kien|dau ra|dat duoc)\b|\bdau ra\b|\bcan cu\b"
        r"|\bco so phap ly\b",
    ),
    (
        "name",
        r"\bnoi dung\b|\bnhiem vu\b|\bhang muc\b|\bhoat dong\b|\bcong viec\b|\bdanh muc\b|\bdien giai\b"
        r"|\bkhoan muc\b",
    ),
)
_ROLES = tuple((role, re.compile(pattern)) for role, pattern in _TEXT_ROLES)
_TOTAL = re.compile(
    r"^(?:tong(?: cong| so| kinh phi| muc| du toan| von| nhu cau)?|cong|thanh tien|(?:du kien "
    r"|du toan )?kinh phi|du toan|so tien|(?:ca|toan)(?: bo)? (?:giai doan|ky|thoi ky))\b"
)
_SUBTOTAL = re.compile(r"^(?:tong(?: cong| so| kinh phi| von)?|cong|tong so von)$")
_PARENT = re.compile(
    r"^(?:trong do|bao gom|gom|chia ra|chia theo .*|phan ky.*|cac nam|theo nam|(?:nguon|phan bo|co cau"
    r"|du kien|khai toan)?\s*"
    r"(?:kinh phi|von|nguon von|nguon kinh phi|phan theo nguon)(?: thuc hien| theo (?:nguon|nam"
    r"|giai doan))?|nguon|kinh phi .*)$"
)


def header_text(text: str) -> str:
    """A header cell's words without the unit in brackets, on one line.

    >>> header_text("Tổng kinh phí\\n(triệu đồng)")
    'Tổng kinh phí'
    """
    return " ".join(_UNIT_NOTE.sub("", " ".join(text.split())).split()).strip(" :;,")


@lru_cache(maxsize=2048)
def is_header_word(text: str) -> bool:
    """True when a cell reads as the heading of some column.

    >>> is_header_word("Đơn vị chủ trì"), is_header_word("Năm 2022"), is_header_word("Sở Công Thương")
    (True, True, False)
    """
    label = header_text(text)
    if not label or len(label) > 90:
        return bool(find_unit(text)) and len(text) < 40
    folded = flat(label)
    if any(pattern.search(folded) for _, pattern in _ROLES):
        return len(label) < 60
    if _TOTAL.search(folded) or _PARENT.match(folded) or _bare_period(label):
        return True
    return source_code(label) is not None and len(label) < 70


def text_role(label: str) -> Role | None:
    """The role of a text column, None for a money column or unknown words."""
    folded = flat(header_text(label))
    return next((role for role, pattern in _ROLES if pattern.search(folded)), None)


def is_parent(label: str) -> bool:
    """True for words that only gather columns below them (Trong đó, Nguồn vốn, Phân kỳ …)."""
    return bool(_PARENT.match(flat(header_text(label))))


def is_total_label(label: str) -> bool:
    """True for words over a total (Tổng số, Thành tiền, Kinh phí …).

    >>> is_total_label("Tổng kinh phí"), is_total_label("Quỹ hỗ trợ")
    (True, False)
    """
    return bool(_TOTAL.search(flat(header_text(label))))


def _bare_period(label: str) -> bool:
    """The label is a year or a phase and little else."""
    return (find_year(label) is not None or find_phase(label) is not None) and len(label) < 32


def classify(index: int, path: Sequence[str]) -> Column | None:
    """The column under a path of header cells, top first; None when the words say nothing.

    >>> classify(4, ["Kinh phí thực hiện", "Vốn đối ứng DN"]).source
    'enterprise_counterpart'
    >>> classify(5, ["Giai đoạn 2021-2025", "Tổng"]).phase
    (2021, 2025)
    """
    labels = list(dict.fromkeys(label for label in map(header_text, path) if label))
    if not labels:
        return None
    leaf = labels[-1]
    role = text_role(leaf) if len(labels) > 1 or not _is_money(leaf) else None
    if role is not None and not _bare_period(leaf):
        return Column(index, leaf, role)
    if flat(leaf) in ("nguon kinh phi", "nguon von", "nguon", "nguon von thuc hien"):
        return Column(index, leaf, "source_name")
    source = year = phase = None
    for label in reversed(labels):
        source = source or source_code(label)
        year = year or (find_year(label) if find_phase(label) is None else None)
        phase = phase or find_phase(label)
    if source or year or phase or any(_TOTAL.search(flat(label)) or is_parent(label) for label in labels):
        return Column(index, leaf, "amount", source, year, phase)
    return None


def _is_money(label: str) -> bool:
    folded = flat(label)
    return bool(_TOTAL.search(folded) or find_year(label)) and "thoi gian" not in folded
