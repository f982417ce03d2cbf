"""Documents a plan rests on or refers to: number, date, issuer and the part each plays."""

from __future__ import annotations

import re
from typing import Any, Literal

from nscl.plandoc.source import Document
from nscl.plandoc.structure import Outline
from nscl.plandoc.wording import plain
from nscl.vietnamese.dates import DateMatch, find_dates
from nscl.vietnamese.documents import DocumentNumberMatch, find_document_numbers

Role = Literal["basis", "criteria", "finance", "norm", "linked"]

_REACH = 90
_ISSUED_BY = re.compile(
    r"^\s*,?\s*của\s+(?P<who>[^;,.()]+?(?:, Bộ [^;,.()]+?)?)(?=\s+(?:phê duyệt|ban hành|về|quy định"
    r"|hướng dẫn|thực hiện|sửa đổi|triển khai|thông qua|công bố|giao)\b|[;,.()]|$)"
)
_REPLACES = re.compile(
    r"thay thế\s+(?:cho\s+)?(?:các\s+)?(?:kế hoạch|quyết định|đề án|chương trình|văn bản)?\s*(?:số)?\s*:?\s*$"
)
_LAW = re.compile(r"(?P<ref>(?:Bộ luật|Luật|Pháp lệnh)\s+[A-ZĐÂĂÊÔƠƯ][^;.\d]{3,90}?)\s*,?\s+(?=ngày\s+\d)")
_AFTER: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("norm", re.compile(r"định mức|mức chi|nội dung và mức")),
    (
        "finance",
        re.compile(r"quản lý (?:và sử dụng )?(?:tài chính|kinh phí)|cơ chế tài chính|quyết toán|dự toán"),
    ),
    ("criteria", re.compile(r"tiêu chí")),
)
_BEFORE: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("criteria", re.compile(r"tiêu chí[^;.]*$")),
    ("norm", re.compile(r"định mức[^;.]*$")),
    ("finance", re.compile(r"(?:dự toán|kinh phí|quyết toán|mức hỗ trợ)[^;.]*$")),
)
_ISSUERS = {
    "TTg": "Thủ tướng Chính phủ",
    "CP": "Chính phủ",
    "HĐND": "Hội đồng nhân dân tỉnh",
    "UBND": "Ủy ban nhân dân tỉnh",
    "BTC": "Bộ Tài chính",
    "BKHCN": "Bộ Khoa học và Công nghệ",
    "BKHĐT": "Bộ Kế hoạch và Đầu tư",
    "SKHCN": "Sở Khoa học và Công nghệ",
    "STC": "Sở Tài chính",
    "BCT": "Bộ Công Thương",
    "BNNPTNT": "Bộ Nông nghiệp và Phát triển nông thôn",
    "TW": "Ban Chấp hành Trung ương",
    "TU": "Tỉnh ủy",
}
_HEAD_OF = re.compile(r"^(?:Bộ trưởng|Chủ nhiệm|Thống đốc)\s+")
_PROVINCIAL = re.compile(
    r"^(?:UBND|Ủy ban nhân dân|HĐND|Hội đồng nhân dân|Tỉnh ủy|Uỷ ban nhân dân)(?: tỉnh| thành phố)?$"
)


def read_legal_bases(
    document: Document, outline: Outline, province: str, own: str | None
) -> list[dict[str, Any]]:
    """The documents cited with number and date, each once, in order; not the plan itself.

    `province` completes “UBND tỉnh”, `own` is the plan's number.  A citation without a date is not listed:
    a number alone is no identity.
    """
    text = document.text
    words = plain(text)
    dates = find_dates(text)
    found: dict[str, dict[str, Any]] = {}
    for number in find_document_numbers(text):
        if number.is_blank or number.normal == own or not _is_citation(outline, words, number):
            continue
        date = _date_after(dates, number.end)
        if date is None or date.date is None or number.normal in found:
            continue
        found[number.normal] = {
            "ref": number.printed,
            "ref_normal": number.normal,
            "date": date.date.isoformat(),
            "issuer": _issuer(text, date.end, number, province),
            "role": _role(outline, words, number.start, date.end),
            "note": None if number.well_formed else f"văn bản in “{number.printed}”",
            "span": document.span(number.start, date.end),
        }
    laws = _laws(document, outline, dates)
    return sorted([*found.values(), *laws], key=lambda base: int(base["span"]["start"] or 0))


def read_replaces(document: Document) -> list[dict[str, str]]:
    """The plans this one says it replaces; one without a date is not listed."""
    text, words = document.text, plain(document.text)
    dates = find_dates(text)
    found = []
    for number in find_document_numbers(text):
        before = _REPLACES.search(words[max(0, number.start - 80) : number.start])
        date = _date_after(dates, number.end)
        if not before or date is None or date.date is None:
            continue
        start = max(words.rfind(". ", 0, number.start) + 2, words.rfind("\n", 0, number.start) + 1, 0)
        quote = text[start : date.end].strip()
        found.append({"number": number.normal, "date": date.date.isoformat(), "quote": quote})
    return found


def _is_citation(outline: Outline, words: str, number: DocumentNumberMatch) -> bool:
    """Not the plan's own number in the header, nor an appendix line, nor a replaced plan."""
    if any(number.start in appendix.region for appendix in outline.appendices):
        return False
    before = words[max(0, number.start - 80) : number.start]
    line = before.rsplit("\n", 1)[-1]
    if _REPLACES.search(before) or "kèm theo" in line:
        return False
    return not re.match(r"^\s*(?:số|sô)\s*:?\s*$", line)


def _date_after(dates: list[DateMatch], at: int) -> DateMatch | None:
    return next((d for d in dates if 0 <= d.start - at <= 25), None)


def _issuer(text: str, at: int, number: DocumentNumberMatch, province: str) -> str:
    match = _ISSUED_BY.match(text[at : at + _REACH * 2])
    if match:
        who = _HEAD_OF.sub("", re.sub(r"\s+", " ", match["who"]).strip())
        return f"{who} {province}" if _PROVINCIAL.match(who) and province else who
    codes = number.issuer_code.split("-")
    names = [_ISSUERS.get(re.sub(r"\d+$", "", code), "") for code in codes]
    if number.issuer_code.startswith("QH"):
        return "Quốc hội"
    known = ", ".join(name for name in names if name) or number.issuer_code
    return f"{known} {province}" if codes[0] in ("UBND", "HĐND") and province else known


def _role(outline: Outline, words: str, start: int, after: int) -> Role:
    if _grounds(outline, words, start):
        return "basis"
    stop = min((i for i in (words.find(c, after) for c in ";.") if i >= 0), default=after + 200)
    tail = words[after : min(stop, after + 200)]
    for role, pattern in _AFTER:
        if pattern.search(tail):
            return role
    head = words[max(0, start - 260) : start].rsplit("\n", 1)[-1]
    return next((role for role, pattern in _BEFORE if pattern.search(head)), "linked")


def _grounds(outline: Outline, words: str, at: int) -> bool:
    """Whether a citation stands among the grounds: header, preamble, basis section, opening of a summary."""
    line_start = words.rfind("\n", 0, at) + 1
    if words[line_start : line_start + 30].lstrip("- +").startswith("căn cứ"):
        return True
    if at in outline.header:
        return True
    if outline.is_summary:
        first = min((s.start for s in outline.root.children), default=0)
        return at < first
    first_numbered = next((s.start for s in outline.walk() if s.is_numbered or s.role), outline.body.end)
    return at < first_numbered or outline.role_at(at) in ("basis", "situation")


def _laws(document: Document, outline: Outline, dates: list[DateMatch]) -> list[dict[str, Any]]:
    """Laws cited by name and date, as the grounds of a decision do."""
    found = []
    for match in _LAW.finditer(document.text):
        date = _date_after(dates, match.end("ref"))
        if date is None or date.date is None or not _grounds(outline, plain(document.text), match.start()):
            continue
        name = re.sub(r"\s+", " ", match["ref"]).strip()
        found.append(
            {
                "ref": name,
                "ref_normal": name,
                "date": date.date.isoformat(),
                "issuer": "Quốc hội",
                "role": "basis",
                "note": None,
                "span": document.span(match.start(), date.end),
            }
        )
    return found
