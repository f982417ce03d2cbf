"""Who does what: responsibilities, reporting duties and the yearly cycle of the organisation section."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from nscl.plandoc.offices import Office, offices, role_of
from nscl.plandoc.source import Document
from nscl.plandoc.structure import Outline
from nscl.plandoc.wording import plain, sentences, trim

_REPORTS = re.compile(r"báo cáo")
_SUMS_UP = re.compile(r"sơ kết, tổng kết|sơ kết và tổng kết|tổ chức sơ kết")
_OBSTACLE = re.compile(r"khó khăn|vướng mắc|phát sinh")
_YEARLY = re.compile(
    r"(?:hàng|hằng|mỗi) năm|định kỳ (?:01 năm|một năm|hàng năm|hằng năm)"
    r"|trước ngày \d{1,2}/\d{1,2}(?: hàng| hằng)?"
)
_PERIODIC = re.compile(r"định kỳ|đột xuất")
_AS_REGULATED = re.compile(r"theo quy định")
_PER_TASK = re.compile(r"báo cáo kết quả thực hiện (?:các )?nhiệm vụ")
_RECEIVERS = re.compile(
    r"(?:ubnd|ủy ban nhân dân|hđnd|hội đồng nhân dân) (?:tỉnh|thành phố)(?! các)(?: \(qua [^)]+\))?"
    r"|bộ (?:khoa học(?:,| và) công nghệ|kh&cn|tài chính|kế hoạch và đầu tư|công thương)"
    r"|sở (?:khoa học(?:,| và) công nghệ|tài chính|kế hoạch và đầu tư|kh&cn)|thủ tướng chính phủ"
    r"|ban (?:chỉ đạo|điều hành)"
)
_FULL = (("ubnd", "UBND"), ("ủy ban nhân dân", "UBND"), ("hđnd", "HĐND"), ("hội đồng nhân dân", "HĐND"))
_BUDGETING = re.compile(
    r"dự toán|kế hoạch sử dụng kinh phí|bố trí kinh phí|kế hoạch kinh phí|kế hoạch thực hiện|nhu cầu kinh phí"
)
_WHAT = re.compile(
    r"(?:kế hoạch sử dụng kinh phí|dự toán(?: chi tiết| kinh phí| ngân sách)?"
    r"|bố trí kinh phí(?: sự nghiệp khoa học và công nghệ)?|kế hoạch (?:thực hiện|kinh phí"
    r"|triển khai)[^,.;]{0,30}|nhu cầu kinh phí)"
)


def read_responsibilities(document: Document, outline: Outline) -> list[dict[str, Any]]:
    """Agencies with their part and duties, one entry for each agency or group of agencies."""
    found = []
    for office in offices(document, outline):
        if not office.agencies:
            continue
        section = office.section
        duties = list(_duties(document, office))
        found.append(
            {
                "agencies": office.agencies,
                "role": role_of(office.agencies[0], duties),
                "duties": duties,
                "span": document.span(section.start, section.end) | {"end": section.end},
            }
        )
    return found


def _duties(document: Document, office: Office) -> Iterator[str]:
    section = office.section
    own = document.text[office.duty_start : section.text_end].strip(" ;.")
    if own:
        yield own
    for part in section.walk():
        duty = document.text[part.text_start : part.text_end].strip(" ;.")
        if part is not section and duty and not duty.endswith(":"):
            yield duty


# Reporting ----------------------------------------------------------------------------------------


def read_reporting(document: Document, outline: Outline) -> list[dict[str, Any]]:
    """Sentences of the organisation section that oblige somebody to report."""
    text = plain(document.text)
    found = []
    for who, start, end in _statements(document, outline):
        sentence = text[start:end]
        every = _every(sentence)
        if every is None:
            continue
        own = who
        if every == "on_obstacle":
            own = _who_in(document.text[start:end]) or who or "các cơ quan, đơn vị"
        a, b = trim(document.text, start, end, " \t\n./")
        found.append(
            {
                "who": own or "các cơ quan, đơn vị",
                "to": _receivers(sentence, own),
                "every": every,
                "quote": document.text[a:b],
                "span": document.span(a, b),
            }
        )
    return found


def _statements(document: Document, outline: Outline) -> Iterator[tuple[str, int, int]]:
    """Each sentence of the section with the agency whose entry it stands in."""
    entries = {id(o.section): o for o in offices(document, outline)}
    for region in outline.all("organisation"):
        last = max((s.block for s in region.walk()), default=-1)
        for section in region.walk():
            entry = next((entries[id(s)] for s in section.above() if id(s) in entries), None)
            who = ", ".join(entry.agencies) if entry else ""
            if section.style == "text" and section.block == last:
                who = ""
            start = section.own_start if section.title else section.text_start
            if entry is not None and entry.section is section:
                start = entry.duty_start
            for a, b in sentences(document.text, start, section.text_end):
                yield who, a, b


def _every(sentence: str) -> str | None:
    """How often a sentence asks for a report; None when it asks for none."""
    if _SUMS_UP.search(sentence) and not _OBSTACLE.search(sentence):
        return "interim_and_final"
    if not _REPORTS.search(sentence):
        return None
    if _OBSTACLE.search(sentence):
        return "on_obstacle"
    if _YEARLY.search(sentence):
        return "year"
    if _PERIODIC.search(sentence):
        return "periodic_or_on_request"
    if _PER_TASK.search(sentence):
        return "per_task"
    return "as_regulated" if _AS_REGULATED.search(sentence) else None


def _receivers(sentence: str, who: str) -> list[str]:
    at = max(sentence.find("báo cáo"), 0)
    sent = sentence.find("gửi")
    if 0 <= sent < at:
        at = sent
    found: list[str] = []
    for match in _RECEIVERS.finditer(sentence, at):
        name = match.group()
        for words, full in _FULL:
            name = re.sub(rf"^{words}\b", full, name)
        name = _capitalised(name)
        if name not in found and name != who:
            found.append(name)
    return found


def _capitalised(name: str) -> str:
    for words, full in (
        ("sở khoa học và công nghệ", "Sở Khoa học và Công nghệ"),
        ("bộ khoa học và công nghệ", "Bộ Khoa học và Công nghệ"),
        ("sở tài chính", "Sở Tài chính"),
        ("sở kế hoạch và đầu tư", "Sở Kế hoạch và Đầu tư"),
        ("thủ tướng chính phủ", "Thủ tướng Chính phủ"),
    ):
        name = name.replace(words, full)
    return name[0].upper() + name[1:]


def _who_in(sentence: str) -> str | None:
    match = re.search(
        r"(?:các (?:cơ quan|sở|đơn vị)[^.;]*?)(?=\s+(?:gửi|báo cáo|căn cứ|kịp thời|phản ánh|có khó khăn"
        r"|tổ chức))",
        sentence,
        re.I,
    )
    return match.group().strip(" ,") if match else None


def read_annual_cycle(document: Document, outline: Outline) -> list[dict[str, Any]]:
    """What an agency must prepare every year: estimates, plans for the use of funds."""
    text = plain(document.text)
    found = []
    for who, start, end in _statements(document, outline):
        sentence = text[start:end]
        what = _WHAT.search(sentence)
        if (
            not who
            or not what
            or not re.search(r"(?:hàng|hằng|mỗi) năm", sentence)
            or not _BUDGETING.search(sentence)
        ):
            continue
        if _REPORTS.search(sentence) and not re.search(r"dự toán|kinh phí", sentence):
            continue
        a, b = trim(document.text, start, end, " \t\n./")
        receivers = [r for r in _cycle_receivers(sentence) if r != who]
        found.append(
            {
                "who": who,
                "what": document.text[start + what.start() : start + what.end()].strip(),
                "to": receivers[0] if receivers else "cấp có thẩm quyền",
                "every": "year",
                "quote": document.text[a:b],
            }
        )
    return found


def _cycle_receivers(sentence: str) -> list[str]:
    found = []
    for match in _RECEIVERS.finditer(sentence):
        name = match.group()
        for words, full in _FULL:
            name = re.sub(rf"^{words}\b", full, name)
        before = sentence[max(0, match.start() - 14) : match.start()]
        if re.search(r"gửi|trình|tham mưu|báo cáo", before):
            found.append(_capitalised(name))
    return found
