"""Rules of support stated in a plan, the bodies that apply them, and what the department may spend on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from nscl.plandoc.source import Document
from nscl.plandoc.structure import Outline
from nscl.plandoc.wording import plain, trim

# Kind, words that state it, and whether the whole clause is the rule (else what the words cover).
_RULES: tuple[tuple[str, str, bool], ...] = (
    (
        "once_per_content",
        r"(?:một|mỗi|01) nội dung.*(?:một|01) lần|không (?:được )?hỗ trợ (?:trùng|lặp|quá một lần).*nội dung",
        True,
    ),
    ("mix", r"\d+ ?%.*doanh nghiệp.*mới.*hỗ trợ.*\d+ ?%.*", False),
    ("no_cross_sector_duplication", r"không trùng[^()]*|tránh (?:trùng lặp|chồng chéo)[^()]*", False),
    ("task_form", r"(?:được xây dựng )?dưới hình thức.*nhiệm vụ khoa học và công nghệ", False),
    (
        "payment",
        r"thanh (?:toán|quyết toán) theo[^,]*(?:hợp đồng|thực tế|khối lượng)[^,]*|hỗ trợ sau đầu tư.*",
        False,
    ),
    ("cap", r"(?:mức chi|mức hỗ trợ|hỗ trợ).*(?:không (?:quá|vượt)|tối đa).*", False),
    (
        "counterpart",
        r"(?:bảo đảm|đảm bảo|bố trí).*(?:nguồn lực|đối ứng).*(?:đã cam kết|đối ứng|\))"
        r"|(?:bố trí|bảo đảm|đảm bảo) (?:nguồn lực|kinh phí) đối ứng|vốn đối ứng.*(?:tối thiểu|ít nhất).*",
        False,
    ),
    ("agreement", r"ký (?:kết )?(?:hợp đồng|thỏa thuận)[^,]*(?:doanh nghiệp|đơn vị|tổ chức)[^,]*", False),
    ("proposal", r"lập đề cương.*|xây dựng (?:đề cương|thuyết minh).*", False),
    ("registration", r"lập danh sách.*đăng ký.*|đăng ký tham gia.*(?:kế hoạch|chương trình|dự án).*", False),
    ("nomination", r"đề xuất (?:các )?(?:doanh nghiệp|tổ chức|đơn vị).*tham gia", True),
    ("annual_estimate", r"(?:xây dựng|lập) dự toán.*|(?:lập|xây dựng) kế hoạch sử dụng kinh phí.*", False),
    ("beneficiary_report", r"đánh giá và báo cáo kết quả.*", False),
)
_RULE_ROWS = tuple((kind, re.compile(words), whole) for kind, words, whole in _RULES)
_CLAUSE = re.compile(r"[^.;\n]+")
_ROLES = frozenset(
    [
        "beneficiaries",
        "scope",
        "support",
        "budget",
        "organisation",
        "specific_targets",
        "objectives",
        "tasks",
        "principles",
    ]
)
_GOALS = frozenset({"specific_targets", "objectives"})
_IN_GOALS = frozenset({"mix", "no_cross_sector_duplication", "once_per_content"})
_BODIES = re.compile(
    r"Ban (?:Điều hành|điều hành|Chỉ đạo|chỉ đạo|Quản lý dự án)(?: [^,;.():]{3,40}?)?(?=[,;.():]| tổ chức"
    r"| thực hiện| và | để )"
    r"|[Hh]ội đồng (?:tư vấn|khoa học|thẩm định|đánh giá|tuyển chọn|xét chọn|nghiệm thu)[^,;.():]{0,30}"
    r"|[Tt]ổ th[ẩá]m định|[Tt]ổ công tác|[Tt]ổ giúp việc"
)


def read_rules(document: Document, outline: Outline) -> list[dict[str, Any]]:
    """The rules of support, each kind once with the words that state it; none is inferred from silence."""
    text = plain(document.text)
    found: list[dict[str, Any]] = []
    done: set[str] = set()
    for role, start, end in _clauses(outline, text):
        for kind, words, whole in _RULE_ROWS:
            if kind in done or (role in _GOALS and kind not in _IN_GOALS):
                continue
            match = words.search(text, start, end)
            if match is None:
                continue
            done.add(kind)
            span = (start, end) if whole else match.span()
            a, b = trim(document.text, *span, " \t\n;,")
            found.append(_rule(document, len(found) + 1, kind, a, b))
    return found


def _clauses(outline: Outline, text: str) -> Iterator[tuple[str, int, int]]:
    """The clauses of the sections that may state rules, with the role of the section."""
    for section in outline.walk():
        role = next((s.role for s in section.above() if s.role), None)
        if role in _ROLES:
            for clause in _CLAUSE.finditer(text, section.text_start, section.text_end):
                yield role, *clause.span()


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
                found.append(document.text[child.text_start : child.text_end].strip(" ;.\n\t"))
    return [item for item in found if item]
