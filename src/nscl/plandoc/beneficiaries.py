"""Who may be supported, as the plan says it."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from nscl.plandoc.source import Document
from nscl.plandoc.structure import Outline, Section
from nscl.plandoc.wording import plain
from nscl.vietnamese.documents import find_document_numbers

_TYPES = re.compile(
    r"doanh nghiệp khởi nghiệp(?: đổi mới)?(?: sáng tạo)?|doanh nghiệp khoa học(?: và|,) công nghệ"
    r"|doanh nghiệp (?:nhỏ và vừa|vừa và nhỏ|siêu nhỏ)|liên hiệp hợp tác xã|hợp tác xã|tổ hợp tác"
    r"|hộ kinh doanh"
    r"|(?:tổ chức )?đánh giá sự phù hợp|cơ sở sản xuất(?:, kinh doanh)?|cơ sở cung cấp dịch vụ"
    r"|cơ sở kinh doanh"
    r"|cơ sở giáo dục nghề nghiệp|trường đại học(?:, cao đẳng)?|trường|viện nghiên cứu|làng nghề"
    r"|trang trại|hiệp hội"
    r"|doanh nghiệp|tổ chức|đơn vị|cá nhân"
)
_COLLECTIVE = re.compile(
    r"\((?:sau đây\s+)?(?:được\s+)?gọi (?:tắt|chung) là\s*:?\s*[“\"]?(?P<term>[^)”\"]{2,60})[”\"]?\)"
)
_LOCATION = re.compile(
    r"(?:hoạt động |đăng ký |có trụ sở )?(?:trên địa bàn|tại) (?:toàn )?(?:tỉnh"
    r"|thành phố)(?: [A-ZĐÂĂÊÔƠƯ][\wÀ-ỹ]*){0,4}"
)
_PRIORITY = re.compile(r"ưu tiên\s+(?:hỗ trợ\s+)?(?:cho\s+)?(?:các\s+)?(?P<what>[^.;]+)")
_CONDITION = re.compile(
    r"(?:\)|doanh nghiệp|hợp tác xã)\s+(?P<what>sản xuất, kinh doanh[^.;]*?)(?=, trong đó|[.;]|$)"
)
_CRITERIA = re.compile(r"tiêu chí[^.]*")
_CRITERIA_KEYS = (
    ("startup_sme", r"khởi nghiệp"),
    ("value_chain", r"chuỗi giá trị"),
    ("industry_cluster", r"cụm liên kết"),
    ("sme", r"nhỏ và vừa"),
)


def read_beneficiaries(document: Document, outline: Outline) -> dict[str, Any]:
    """The section on who is supported; without one, the word the plan uses for them."""
    section = _section(outline)
    if section is None:
        usual = _usual_word(document)
        return {
            "section": None, "collective_term": usual, "types": re.split(r", (?=\w)", usual),
            "location_rule": None, "condition": None, "focus": None,
            "priority": _priorities(document, outline.root), "criteria_by_reference": {},
        }  # fmt: skip
    stretch = document.text[section.start : section.end]
    words = plain(stretch)
    collective = _COLLECTIVE.search(stretch)
    location = _LOCATION.search(stretch)
    condition = _CONDITION.search(words)
    return {
        "section": section.path or None,
        "collective_term": collective["term"].strip() if collective else _usual_word(document),
        "types": _types(words),
        "location_rule": location.group() if location else None,
        "condition": stretch[condition.start("what") : condition.end("what")].strip() if condition else None,
        "focus": None,
        "priority": _priorities(document, section),
        "criteria_by_reference": _criteria(stretch, words),
    }


def _section(outline: Outline) -> Section | None:
    section = outline.first("beneficiaries")
    if section is None:
        return None
    inner = [
        c
        for c in section.children
        if c.is_numbered and plain(c.title).startswith(("đối tượng", "các đối tượng"))
    ]
    return inner[0] if inner else section


def _types(words: str) -> list[str]:
    """The kinds of organisation, before anything that is only given priority or defined."""
    stop = min((i for i in (words.find("ưu tiên"), words.find("tiêu chí")) if i > 0), default=len(words))
    found: list[str] = []
    for match in _TYPES.finditer(words[:stop]):
        after = words[match.end() : match.end() + 1]
        inside = words.rfind("(", 0, match.start()) > words.rfind(")", 0, match.start())
        if match.group() not in found and after != "/" and not inside:
            found.append(match.group())
    return found


def _priorities(document: Document, section: Section) -> list[str]:
    stretch = document.text[section.start : section.end]
    found: list[str] = []
    for match in _PRIORITY.finditer(plain(stretch)):
        what = stretch[match.start("what") : match.end("what")].strip(" .,")
        if what and what not in found:
            found.append(what)
    return found


def _criteria(stretch: str, words: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _CRITERIA.finditer(words):
        number = next(iter(find_document_numbers(stretch[match.start() : match.end()])), None)
        if number is None:
            continue
        for key, pattern in _CRITERIA_KEYS:
            if re.search(pattern, match.group()) and not (key == "sme" and found):
                found.setdefault(key, number.normal)
    return found


def _usual_word(document: Document) -> str:
    """The word a plan without definition uses: the one it says most often."""
    words = plain(document.text)
    counts = Counter(
        {
            term: len(re.findall(rf"\b{term}\b", words))
            for term in ("tổ chức, doanh nghiệp", "doanh nghiệp, tổ chức")
        }
    )
    both, times = counts.most_common(1)[0]
    return both if times >= 4 else "doanh nghiệp"
