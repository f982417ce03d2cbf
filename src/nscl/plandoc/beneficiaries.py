"""Who may be supported and under which rules."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from nscl.plandoc.source import Document
from nscl.plandoc.structure import Outline, Section
from nscl.plandoc.wording import plain, sentences, trim
from nscl.vietnamese.documents import find_document_numbers

_TYPES = re.compile(
    r"doanh nghiệp khởi nghiệp(?: đổi mới)?(?: sáng tạo)?|doanh nghiệp khoa học(?: và|,) công nghệ"
    r"|doanh nghiệp (?:nhỏ và vừa|vừa và nhỏ|siêu nhỏ)|liên hiệp hợp tác xã|hợp tác xã|tổ hợp tác|hộ kinh doanh"
    r"|(?:tổ chức )?đánh giá sự phù hợp|cơ sở sản xuất(?:, kinh doanh)?|cơ sở cung cấp dịch vụ|cơ sở kinh doanh"
    r"|cơ sở giáo dục nghề nghiệp|trường đại học(?:, cao đẳng)?|trường|viện nghiên cứu|làng nghề|trang trại|hiệp hội"
    r"|doanh nghiệp|tổ chức|đơn vị|cá nhân"
)
_COLLECTIVE = re.compile(
    r"\((?:sau đây\s+)?(?:được\s+)?gọi (?:tắt|chung) là\s*:?\s*[“\"]?(?P<term>[^)”\"]{2,60})[”\"]?\)"
)
_LOCATION = re.compile(
    r"(?:hoạt động |đăng ký |có trụ sở )?(?:trên địa bàn|tại) (?:toàn )?(?:tỉnh|thành phố)(?: [A-ZĐÂĂÊÔƠƯ][\wÀ-ỹ]*){0,4}"
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

_RULES: tuple[tuple[str, str], ...] = (
    (
        "once_per_content",
        r"[^.;]*(?:một|mỗi|01) nội dung[^.;]*(?:một|01) lần[^.;]*|[^.;]*không (?:được )?hỗ trợ (?:trùng|lặp|quá một lần)[^.;]*nội dung[^.;]*",
    ),
    ("mix", r"\d+ ?%[^.;]*doanh nghiệp[^.;]*mới[^.;]*hỗ trợ[^.;]*\d+ ?%[^.;]*"),
    ("no_cross_sector_duplication", r"không trùng[^.;()]*|tránh (?:trùng lặp|chồng chéo)[^.;()]*"),
    ("task_form", r"(?:được xây dựng )?dưới hình thức[^.;]*nhiệm vụ khoa học và công nghệ"),
    (
        "payment",
        r"thanh (?:toán|quyết toán) theo[^.;,]*(?:hợp đồng|thực tế|khối lượng)[^.;,]*|hỗ trợ sau đầu tư[^.;]*",
    ),
    ("cap", r"(?:mức chi|mức hỗ trợ|hỗ trợ)[^.;]*(?:không (?:quá|vượt)|tối đa)[^.;]*"),
    (
        "counterpart",
        r"(?:bảo đảm|đảm bảo|bố trí)[^.;]*(?:nguồn lực|đối ứng|kinh phí đối ứng)[^.;]*(?:đã cam kết|đối ứng|\))|vốn đối ứng[^.;]*(?:tối thiểu|ít nhất)[^.;]*",
    ),
    ("agreement", r"ký (?:kết )?(?:hợp đồng|thỏa thuận)[^.;,]*(?:doanh nghiệp|đơn vị|tổ chức)[^.;,]*"),
    ("proposal", r"lập đề cương[^.;]*|xây dựng (?:đề cương|thuyết minh)[^.;]*"),
    (
        "registration",
        r"lập danh sách[^.;]*đăng ký[^.;]*|đăng ký tham gia[^.;]*(?:kế hoạch|chương trình|dự án)[^.;]*",
    ),
    ("nomination", r"[^.;]*đề xuất (?:các )?(?:doanh nghiệp|tổ chức|đơn vị)[^.;]*tham gia[^.;]*"),
    ("annual_estimate", r"(?:xây dựng|lập) dự toán[^.;]*|(?:lập|xây dựng) kế hoạch sử dụng kinh phí[^.;]*"),
    ("beneficiary_report", r"đánh giá và báo cáo kết quả[^.;]*"),
)
_RULE_ROWS = tuple((kind, re.compile(words)) for kind, words in _RULES)
_RULE_ROLES = frozenset(
    {
        "beneficiaries",
        "scope",
        "support",
        "budget",
        "organisation",
        "specific_targets",
        "objectives",
        "tasks",
        "principles",
    }
)
_BODIES = re.compile(
    r"Ban (?:Điều hành|điều hành|Chỉ đạo|chỉ đạo|Quản lý dự án)(?: [^,;.():]{3,40}?)?(?=[,;.():]| tổ chức| thực hiện| và | để )"
    r"|[Hh]ội đồng (?:tư vấn|khoa học|thẩm định|đánh giá|tuyển chọn|xét chọn|nghiệm thu)[^,;.():]{0,30}"
    r"|[Tt]ổ th[ẩá]m định|[Tt]ổ công tác|[Tt]ổ giúp việc"
)


def read_beneficiaries(document: Document, outline: Outline) -> dict[str, Any]:
    """The section on who is supported; without one, the word the plan uses for them."""
    section = _section(outline)
    if section is None:
        collective = _usual_word(document)
        return {
            "section": None, "collective_term": collective, "types": re.split(r", (?=\w)", collective),
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


def read_rules(document: Document, outline: Outline) -> list[dict[str, Any]]:
    """The rules of support, each with the words that state it; no rule is inferred from silence."""
    text = plain(document.text)
    found: list[dict[str, Any]] = []
    done: set[str] = set()
    for section in outline.walk():
        role = next((s.role for s in section.above() if s.role), None)
        if role not in _RULE_ROLES:
            continue
        for start, end in sentences(document.text, section.text_start, section.text_end):
            for kind, words in _RULE_ROWS:
                match = words.search(text, start, end)
                if (
                    not match
                    or kind in done
                    or (role in ("objectives", "specific_targets") and kind not in _IN_GOALS)
                ):
                    continue
                done.add(kind)
                a, b = trim(document.text, match.start(), match.end(), " \t\n;,")
                found.append(_rule(document, len(found) + 1, kind, a, b))
    return found


_IN_GOALS = frozenset({"mix", "no_cross_sector_duplication", "once_per_content"})


def _rule(document: Document, number: int, kind: str, start: int, end: int) -> dict[str, Any]:
    return {
        "id": f"R{number}",
        "kind": kind,
        "quote": document.text[start:end],
        "check": "unique(organisation, support_content)" if kind == "once_per_content" else None,
        "detail": None,
        "span": document.span(start, end),
    }


def read_workflow_bodies(document: Document, outline: Outline) -> list[str]:
    """Councils and boards named in the plan, each once."""
    found: list[str] = []
    for match in _BODIES.finditer(document.text, outline.body.start, outline.body.end):
        name = " ".join(match.group().split())
        if plain(name) not in {plain(n) for n in found}:
            found.append(name)
    return found


def read_operations(document: Document, outline: Outline) -> list[str]:
    """What the managing department may spend on: the items under a heading on professional work."""
    found: list[str] = []
    for section in outline.walk():
        if not re.search(r"nghiệp vụ|hoạt động quản lý|chi quản lý|chi hoạt động", plain(section.title)):
            continue
        for child in section.children:
            if child.is_bullet or child.is_numbered:
                found.append(document.text[child.text_start : child.text_end].strip(" ;."))
    return found
