"""What a heading announces: the vocabulary of the genre, as data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nscl.plandoc.wording import flat

if TYPE_CHECKING:
    from nscl.plandoc.sections import Section

# A heading's role is that of the word which stands first in it.
_ROLE_WORDS: tuple[tuple[str, str], ...] = (
    ("general_goal", r"muc tieu (?:chung|tong quat)|muc dich chung"),
    (
        "specific_targets",
        r"muc tieu cu the|muc tieu va chi tieu cu the|(?:he thong |cac |mot so )*chi tieu"
        r"|muc tieu (?:den (?:het )?nam|giai doan|trong giai doan|den 20|nam 20|phan dau)",
    ),
    ("objectives", r"muc tieu|muc dich va muc tieu|muc dich, muc tieu"),
    ("principles", r"quan diem|nguyen tac|muc dich|yeu cau|phuong cham"),
    ("basis", r"can cu|co so phap ly|co so xay dung|su can thiet|ly do"),
    (
        "situation",
        r"(?:danh gia )?thuc trang|(?:danh gia )?ket qua|co so thuc tien|ton tai|han che|tinh hinh"
        r"|dac diem tinh hinh|bai hoc|boi canh",
    ),
    ("beneficiaries", r"doi tuong|to chuc, ca nhan duoc ho tro|don vi duoc ho tro"),
    ("scope", r"pham vi"),
    (
        "support",
        r"noi dung(?: va)?(?:,)? (?:muc )?ho tro|muc ho tro|muc chi|chinh sach ho tro|dinh muc ho tro",
    ),
    (
        "organisation",
        r"to chuc (?:thuc hien|trien khai)|phan cong|trach nhiem|(?:che do )?(?:thong tin )?bao cao"
        r"|cong tac to chuc",
    ),
    (
        "budget",
        r"(?:du toan |khai toan |nhu cau |tong |nguon )?kinh phi|nguon von|nguon luc|du toan|khai toan"
        r"|tai chinh|co che tai chinh|nguon tai chinh|ngan sach|giai phap (?:ve )?(?:kinh phi|tai chinh)",
    ),
    ("tasks", r"nhiem vu|(?:cac )?giai phap|noi dung|cac hoat dong|hoat dong chu yeu"),
)
_LEADING = r"^(?:cac |mot so |nhung |ve |he thong |cong tac |phan )*"
_ROLES = tuple((role, re.compile(_LEADING + rf"(?:{words})(?!\w)")) for role, words in _ROLE_WORDS)

# What a sentence of a summary opens with when it begins a part.
_INLINE = re.compile(
    r"^(?:ve |theo do,? |trong do,? |voi |cac |doi voi |de dat (?:duoc )?muc tieu,? )*"
    r"(?P<words>muc tieu chung|muc tieu tong quat|muc tieu cu the|muc tieu den nam|chi tieu"
    r"|doi tuong (?:ho tro|ap dung)"
    r"|nhiem vu(?: va| ,|,) giai phap|nhiem vu chu yeu|nhiem vu trong tam|nhiem vu cu the"
    r"|giai phap (?:thuc hien|chu yeu|trong tam)"
    r"|tong kinh phi|nguon kinh phi|kinh phi thuc hien|to chuc thuc hien|muc tieu)\b"
)

# Inside these, a child may only be refined in these ways.
_REFINEMENTS: dict[str, frozenset[str]] = {
    "objectives": frozenset({"general_goal", "specific_targets", "principles"}),
    "general_goal": frozenset({"specific_targets"}),
    "specific_targets": frozenset(),
    "tasks": frozenset({"tasks", "support", "scope", "beneficiaries", "budget", "organisation"}),
    "beneficiaries": frozenset({"beneficiaries", "scope", "support", "principles"}),
    "budget": frozenset({"budget", "support"}),
    "organisation": frozenset({"budget", "organisation"}),
    "support": frozenset({"support", "budget"}),
    "principles": frozenset({"objectives", "general_goal", "specific_targets", "principles"}),
    "scope": frozenset({"beneficiaries", "support"}),
    "basis": frozenset({"situation", "basis"}),
    "situation": frozenset({"situation"}),
}
# A heading over one of these parts is a mere container, whatever it is called itself.
_HOLDS: dict[str, frozenset[str]] = {
    "tasks": frozenset({"objectives", "general_goal", "specific_targets", "budget", "organisation"}),
    "support": frozenset({"objectives", "general_goal", "specific_targets", "tasks"}),
    "objectives": frozenset({"tasks", "budget", "organisation", "beneficiaries"}),
    "principles": frozenset({"objectives", "general_goal", "specific_targets", "tasks"}),
    "basis": frozenset({"objectives", "tasks"}),
}


def heading_role(title: str) -> str | None:
    """The role a heading announces, None when it names none.

    >>> heading_role("MỤC TIÊU CỤ THỂ"), heading_role("Nguồn kinh phí"), heading_role("Sở Tài chính")
    ('specific_targets', 'budget', None)
    """
    words = flat(title).strip()
    return next((role for role, pattern in _ROLES if pattern.match(words)), None)


def inline_role(text: str, *, heading: bool) -> str | None:
    """The role of an unmarked heading, or of a sentence that opens a part in running text.

    >>> inline_role("Về mục tiêu cụ thể, giai đoạn 2021-2025 sẽ đào tạo", heading=False)
    'specific_targets'
    """
    if heading:
        return heading_role(text)
    match = _INLINE.match(flat(text).strip())
    return heading_role(match["words"]) if match else None


def assign_roles(root: Section) -> None:
    """Set `role` on every heading of the tree."""
    for child in root.children:
        _assign(child, None)


def _assign(section: Section, inherited: str | None) -> None:
    role = _own_role(section) if section.level <= 5 else None
    if role == "principles" and "muc tieu" in flat(section.title):
        role = "objectives"
    if role in _HOLDS and _below(section, 2) & _HOLDS[role]:
        role = None
    if role == inherited and role != "tasks" or (inherited and role not in _REFINEMENTS[inherited]):
        role = None
    section.role = role
    for child in section.children:
        _assign(child, role or inherited)


def _own_role(section: Section) -> str | None:
    if not section.title or section.is_bullet or section.style in ("text", "title", "colon"):
        return None
    return heading_role(section.title)


def _below(section: Section, depth: int) -> set[str | None]:
    """The roles that headings below announce, down to a depth."""
    roles = {_own_role(child) for child in section.children}
    if depth > 1:
        for child in section.children:
            roles |= _below(child, depth - 1)
    return roles
