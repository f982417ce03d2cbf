"""References to standards, documents and agencies: dead, superseded or misprinted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nscl.plandoc.checks.base import Case, Finding, finding
from nscl.plandoc.standards import StandardFault, faulty_standards, find_merged_schemes
from nscl.plandoc.wording import plain

# Documents of the genre that others have replaced: number, successor, in force from.
SUPERSEDED_DOCUMENTS: tuple[tuple[str, str, str], ...] = (
    ("55/2015/TTLT-BTC-BKHCN", "Thông tư 03/2023/TT-BTC", "2023-02-26"),
    ("39/2018/NĐ-CP", "Nghị định 80/2021/NĐ-CP", "2021-10-15"),
    ("712/QĐ-TTg", "Quyết định 1322/QĐ-TTg", "2020-08-31"),
    ("29/2013/QH13", "Luật 93/2025/QH15", "2025-10-01"),
    ("83/2015/QH13", "Luật 89/2025/QH15", "2025-10-01"),
)
# Agencies and tiers that ended: words in lower case, what took over, from when.
ENDED_AGENCIES: tuple[tuple[str, str, str], ...] = (
    (
        r"(?:ủy ban nhân dân|ubnd)(?: các)? (?:huyện|quận|thị xã)(?:,? (?:và )?(?:huyện|quận|thị xã|thị"
        r"|thành phố))*(?!\w)",
        "chính quyền cấp xã hoặc sở, ngành của tỉnh",
        "2025-07-01",
    ),
    (r"sở kế hoạch và đầu tư", "Sở Tài chính", "2025-03-01"),
    (r"sở thông tin và truyền thông", "Sở Khoa học và Công nghệ", "2025-03-01"),
    (r"lao động,? ?-? ?thương binh và xã hội", "Sở Nội vụ và các sở nhận nhiệm vụ", "2025-03-01"),
    (r"giao thông vận tải", "Sở Xây dựng", "2025-03-01"),
    (r"nông nghiệp và phát triển nông thôn", "Sở Nông nghiệp và Môi trường", "2025-03-01"),
    (
        r"tổng cục tiêu chuẩn,? đo lường,? chất lượng",
        "Ủy ban Tiêu chuẩn Đo lường Chất lượng Quốc gia",
        "2025-03-01",
    ),
)
_AGENCIES = tuple((re.compile(words), heir, since) for words, heir, since in ENDED_AGENCIES)
_REVERSED = re.compile(
    r"\b\d{1,5}(?:/\d{4})?/(?P<issuer>UBND|HĐND|TTg|CP|BTC|BKHCN)-(?P<type>QĐ|NQ|NĐ|TT|KH|CT|TTr)\b"
)
_LEGAL_TERM = re.compile(
    r"bắt buộc (?:phải )?(?:chứng nhận |công bố )?(?:phù hợp tiêu chuẩn|hợp chuẩn)(?:\s*(?:,|và)\s*hợp quy)?"
)
_WORDING = {
    "withdrawn": "không còn hiệu lực",
    "old_edition": "là phiên bản cũ",
    "misprint": "không có trong danh mục, có thể in thiếu hoặc thừa chữ số",
    "superseded_later": "đã có phiên bản mới sau khi kế hoạch ban hành",
}


def find_obsolete_standards(case: Case) -> Iterator[Finding]:
    """Each standard that was dead or misprinted when the plan was issued, with what to cite instead."""
    for fault in faulty_standards(case.text, case.year):
        if fault.fault != "superseded_later":
            yield _standard(case, fault)


def _standard(case: Case, fault: StandardFault) -> Finding:
    mention = fault.mention
    since = f" từ năm {fault.since}" if fault.since and fault.fault != "misprint" else ""
    detail = f"“{mention.printed}” {_WORDING[fault.fault]}{since}; nên dẫn: {fault.replacement}."
    return finding(
        "obsolete_standard", "error", "citation", detail,
        where=case.section(mention.start), quotes=[mention.printed],
        span=case.span(mention.start, mention.end),
    )  # fmt: skip


def find_stale_references(case: Case) -> Iterator[Finding]:
    """Documents, labels and agencies that others have replaced, each kind once."""
    yield from _documents(case)
    yield from _labels(case)
    yield from _agencies(case)


def _documents(case: Case) -> Iterator[Finding]:
    for printed, heir, since in SUPERSEDED_DOCUMENTS:
        at = case.text.find(printed)
        if at >= 0 and not case.text[at - 1 : at].isdigit():
            before = re.search(r"(?:[^\W\d_]+ ){1,5}$", case.text[max(0, at - 45) : at])
            start = at - len(before[0]) if before else at
            detail = f"{printed} đã được thay thế từ ngày {_day(since)} bởi {heir}."
            yield finding(
                "stale_reference", "stale", "superseded_reference", detail,
                where=case.section(at), quotes=[case.text[start : at + len(printed)]],
                span=case.span(start, at + len(printed)),
            )  # fmt: skip
    for fault in faulty_standards(case.text, case.year):
        if fault.fault == "superseded_later":
            detail = (
                f"“{fault.mention.printed}” {_WORDING[fault.fault]}: {fault.replacement} (năm {fault.since})."
            )
            yield finding(
                "stale_reference", "stale", "superseded_standard", detail,
                where=case.section(fault.mention.start), quotes=[fault.mention.printed],
                span=case.span(fault.mention.start, fault.mention.end),
            )  # fmt: skip


def _labels(case: Case) -> Iterator[Finding]:
    for start, end, printed, successor, since in find_merged_schemes(case.text):
        detail = f"Nhãn {printed} đã sáp nhập vào {successor} từ năm {since}."
        yield finding(
            "stale_reference", "stale", "merged_label", detail,
            where=case.section(start), quotes=[printed], span=case.span(start, end),
        )  # fmt: skip
        return


def _agencies(case: Case) -> Iterator[Finding]:
    """Agencies that ended before the plan does; their duties pass to the heirs."""
    last = (case.plan["plan"].get("horizon") or {}).get("to")
    found = []
    for pattern, heir, since in _AGENCIES:
        if (match := pattern.search(case.words)) and (last is None or last >= int(since[:4])):
            found.append((match, heir, since))
    if not found:
        return
    found.sort(key=lambda item: item[0].start())
    quotes = [case.text[m.start() : m.end()].strip(" ,") for m, _, _ in found]
    listed = "; ".join(
        f"“{q}” (từ {_day(since)}: {heir})" for q, (_, heir, since) in zip(quotes, found, strict=True)
    )
    first = found[0][0]
    yield finding(
        "stale_reference", "stale", "abolished_unit",
        f"Cơ quan đã sắp xếp lại trong thời gian của kế hoạch: {listed}. Nhiệm vụ chuyển cho cơ quan kế "
        f"thừa.",
        where=case.section(first.start()), quotes=quotes, span=case.span(*first.span()),
    )  # fmt: skip


def find_citation_faults(case: Case) -> Iterator[Finding]:
    """Document numbers whose parts stand in the wrong order."""
    seen: set[str] = set()
    for match in _REVERSED.finditer(case.text):
        if match[0] in seen:
            continue
        seen.add(match[0])
        right = match[0].replace(f"{match['issuer']}-{match['type']}", f"{match['type']}-{match['issuer']}")
        before = re.search(
            r"(?:[^\W\d_]+ ){1,3}(?:số )?$", case.text[max(0, match.start() - 40) : match.start()]
        )
        quote = (before[0] if before else "") + match[0]
        yield finding(
            "typo", "error", "citation_format", f"Ký hiệu văn bản “{match[0]}” viết đảo; dạng đúng: {right}.",
            where=case.section(match.start()), quotes=[quote.strip()], span=case.span(*match.span()),
        )  # fmt: skip


def find_legal_terms(case: Case) -> Iterator[Finding]:
    """Standards are voluntary: only conformity to a regulation can be compulsory (domain rule 16)."""
    matches = list(_LEGAL_TERM.finditer(case.words))
    if not matches:
        return
    first = matches[0]
    refs = [t["id"] for t in case.targets if _LEGAL_TERM.search(plain(t["quote"]))]
    yield finding(
        "other", "legal", "legal_term",
        "Tiêu chuẩn áp dụng tự nguyện; chỉ hợp quy mới có thể bắt buộc. Đề nghị tách hai mẫu số hợp chuẩn "
        "và hợp quy.",
        refs=refs, where=case.section(first.start()), quotes=[case.text[first.start() : first.end()]],
        span=case.span(*first.span()),
    )  # fmt: skip


def _day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}/{month}/{year}"
