"""Codes of the industry classification: from the digits registered to the section they belong to.

The divisions of VSIC 2018 (Decision 27/2018/QĐ-TTg) are those of ISIC Rev. 4, of VSIC 2025 (Decision
36/2025/QĐ-TTg) those of ISIC Rev. 5; a section is a run of divisions.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

from nscl.apps.core.access import Refusal
from nscl.apps.reference.models import IndustryCode
from nscl.policy.enterprise_size import UnknownIndustry, sector_of_vsic

NEW_VERSION_FROM = date(2025, 11, 15)
# The last division of each section, in order.
_LAST_DIVISION = {
    "2018": {
        "A": 3, "B": 9, "C": 33, "D": 35, "E": 39, "F": 43, "G": 47, "H": 53, "I": 56, "J": 63, "K": 66,
        "L": 68, "M": 75, "N": 82, "O": 84, "P": 85, "Q": 88, "R": 93, "S": 96, "T": 98, "U": 99,
    },
    "2025": {
        "A": 3, "B": 9, "C": 33, "D": 35, "E": 39, "F": 43, "G": 47, "H": 53, "I": 56, "J": 60, "K": 63,
        "L": 66, "M": 68, "N": 75, "O": 82, "P": 84, "Q": 85, "R": 88, "S": 93, "T": 96, "U": 98, "V": 99,
    },
}  # fmt: skip
_CODE = re.compile(r"(?:([A-Va-v])[\s.\-]*)?([0-9]{2,5})?")


def version_on(day: date) -> str:
    """The version that registrations of a day use.

    >>> version_on(date(2025, 11, 14)), version_on(date(2025, 11, 15))
    ('2018', '2025')
    """
    return "2025" if day >= NEW_VERSION_FROM else "2018"


def section_of(digits: str, version: str) -> str | None:
    """The section's letter of a code of two to five digits; None for a division that no version has.

    >>> section_of("1076", "2018"), section_of("62", "2018"), section_of("62", "2025")
    ('C', 'J', 'K')
    """
    division = int(digits[:2])
    found = (letter for letter, last in _LAST_DIVISION[version].items() if 0 < division <= last)
    return next(found, None)


@lru_cache(maxsize=4096)
def split_code(text: str, version: str) -> tuple[str, str]:
    """(section letter, digits or "") of a code as people write it: `C`, `1076`, `C1076`, `C.10.76` …

    Refuses an unknown version, what is no code, and a letter that the digits do not belong to.
    """
    if version not in _LAST_DIVISION:
        raise Refusal(_("Không có hệ thống ngành kinh tế phiên bản {version}.").format(version=version))
    bare = re.sub(r"(?<=[0-9])[.\s](?=[0-9])", "", text.strip())
    match = _CODE.fullmatch(bare)
    letter, digits = ((match[1] or "").upper(), match[2] or "") if match else ("", "")
    section = section_of(digits, version) if digits else letter
    if not section or section not in _LAST_DIVISION[version] or not _stands(section, digits, version):
        raise Refusal(
            _(
                "“{text}” không phải là mã ngành VSIC {version}. Hãy ghi chữ cái cấp 1 hoặc 2–5 chữ số."
            ).format(text=text, version=version)
        )
    if letter and letter != section:
        raise Refusal(
            _("Mã ngành “{text}” không khớp: {digits} thuộc nhóm {section} của VSIC {version}.").format(
                text=text, digits=digits, section=section, version=version
            )
        )
    return section, digits


def _stands(section: str, digits: str, version: str) -> bool:
    try:
        sector_of_vsic(digits or section, version)
    except UnknownIndustry:
        return False
    return True


def sections(version: str) -> dict[str, IndustryCode]:
    """The sections of a version by letter."""
    return {row.code: row for row in IndustryCode.objects.filter(version=version, level=1)}
