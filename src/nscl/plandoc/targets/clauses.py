"""Cuts the text of an objective into segments with one quantity each.

All work is on plain text; a `Segment` is a stretch of one clause, a clause of one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from nscl.plandoc.catalogue import support_code
from nscl.plandoc.numbers import Quantity, find_quantities
from nscl.plandoc.times import find_times
from nscl.plandoc.wording import sentences, trim

_LOOK_BACK = 400
_VERB_REACH = 200
_NESTED = re.compile(r"\btrong (?:đó|số đó|số này)\b")
_CONSISTS = re.compile(r"\b(?:bao gồm|gồm có|gồm|cụ thể)\b")
_DELIMITER = re.compile(r",\s|\svà\s|\sđồng thời\s|\shoặc\s|:\s|\s-\s(?!(?:19|20)\d\d\b)|\s\+\s")
# “…, từ năm 2023, …”: a time between two delimiters opens what follows it.
_ONLY_TIME = re.compile(
    r"\W*(?:và |đồng thời |riêng |kể )*(?:từ|đến|tới|vào|trong|giai đoạn|cuối|bắt đầu)\b"
    r"[^,;]{0,30}\d{4}(?: trở đi)?\W*"
)
_CONNECTOR = re.compile(r"\s(?:cho|với|tại|thu hút|có|để)\s+(?:[^,;.\d]{0,40}\s)?$|\s$")
_DETAIL_BEFORE = re.compile(
    r"\bmỗi (?:lớp|khóa|đợt|hội nghị|hội thảo|buổi|cuộc|mô hình|nhóm|chương trình|phóng sự)[^,;.\d]{0,25}$"
)
_COMPARED_BEFORE = re.compile(r"so (?:với|cùng)[^,;.]{0,30}$")
_RISES_TO = re.compile(r"^[^;.]{0,40}?\b(?:lên|xuống(?: còn)?)\b[^;.\d]{0,20}$")
# “30% doanh nghiệp chế biến, chế tạo áp dụng ít nhất 01 công cụ”: the second number describes the first.
_PREDICATE_DETAIL = re.compile(
    r",\s(?!trong đó|đến năm|giai đoạn|vào năm|có|đạt|hỗ trợ|tổ chức|xây dựng|đào tạo|và |\d)"
    r"[^,;.]*\b(?:áp dụng|sử dụng|tham gia)\s*$"
)
# “70% doanh nghiệp được hỗ trợ có năng suất tăng ít nhất 10%” is one share.
_GROWTH_DETAIL = re.compile(r"[^,;.]*\bcó\b[^,;.]*\b(?:tăng|giảm)\b[^,;.]*$")
_MONEY_BEFORE = re.compile(r"\b(?:kinh phí|ngân sách|vốn|dự toán|tổng mức)\b")
_BODIES = re.compile(r"doanh nghiệp|hợp tác xã|tổ chức|đơn vị|cơ sở|hộ|lượt|lớp|người")
DATED_WORK = re.compile(
    r"(?:[-+•*]\s*)?(?:hình thành|thành lập|xây dựng|thiết lập|ban hành|hoàn thành)\b"
    r"[^,;:]{10,120}(?=,\s+có\s)"
)
_JOINT = re.compile(r"(?:và|hoặc|đồng thời|cùng)\s+")
_DETAIL_UNITS = frozenset({"lớp", "khóa", "mô hình", "cụm"})


@dataclass(slots=True)
class Segment:
    """One statement: its own stretch, its quantity, and where it stands.

    `lead` is the start of the clause (an elliptic list shares its verb), `nested` says that it is introduced
    by “trong đó”, `composition` holds quantities that only describe what one counted thing consists of.
    """

    start: int
    end: int
    lead: int
    clause_end: int
    sentence: int
    sentence_start: int
    sentence_end: int
    quantity: Quantity | None = None
    nested: bool = False
    elliptic: bool = False
    composition: list[Quantity] = field(default_factory=list)

    def verb(self, text: str) -> str:
        """The opening of the clause that an elliptic list shares; empty for a statement with its own."""
        return text[self.lead : min(self.start, self.lead + _VERB_REACH)] if self.elliptic else ""


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch between semicolons with its quantities."""

    start: int
    end: int
    sentence: int
    sentence_start: int
    sentence_end: int
    quantities: tuple[Quantity, ...]


def clauses(original: str, text: str, start: int, end: int) -> list[Clause]:
    """The clauses of a stretch; a semicolon inside brackets does not cut.

    >>> t = "có 2 lớp (a; b); 3 hội nghị"
    >>> [t[c.start : c.end] for c in clauses(t, t, 0, len(t))]
    ['có 2 lớp (a; b)', '3 hội nghị']
    """
    found = []
    for number, (first, last) in enumerate(sentences(original, start, end)):
        for a, b in _split_works(text, _split(text, first, last)):
            found.append(Clause(a, b, number, first, last, tuple(_own_quantities(text, a, b))))
    return found


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    depth, at = 0, start
    for i in range(start, end):
        depth += (text[i] == "(") - (text[i] == ")")
        if text[i] == ";" and depth <= 0:
            a, b = trim(text, at, i, " \t\n")
            if a < b:
                yield a, b
            at = i + 1
    a, b = trim(text, at, end, " \t\n")
    if a < b:
        yield a, b


def _split_works(text: str, stretches: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """“Thành lập … trong năm 2023, có ít nhất 15 …”: a dated work, then what it must have."""
    for start, end in stretches:
        work = DATED_WORK.match(text, start, end)
        if work and find_times(text, start, work.end()) and not find_quantities(text, start, work.end()):
            yield start, work.end()
            start = trim(text, work.end(), end, " ,")[0]
        yield start, end


def _own_quantities(text: str, start: int, end: int) -> Iterator[Quantity]:
    """Quantities of a clause that state something of their own, without details and bases."""
    found = find_quantities(text, start, end)
    for i, quantity in enumerate(found):
        before = text[max(start, quantity.start - _LOOK_BACK) : quantity.start]
        after = text[quantity.end : found[i + 1].start] if i + 1 < len(found) else ""
        detail = _DETAIL_BEFORE.search(before)
        if i and (detail and not _CONSISTS.search(detail.group()) or quantity.per in _DETAIL_UNITS):
            continue
        if i and _PREDICATE_DETAIL.search(text[found[i - 1].end : quantity.start]):
            continue
        if i and found[i - 1].percent and _GROWTH_DETAIL.match(text[found[i - 1].end : quantity.start]):
            continue
        if "đồng" in quantity.unit and _MONEY_BEFORE.search(before):
            continue
        if i and _in_brackets(text, start, quantity.start) and not _opens_parts(text, start, quantity.start):
            continue
        if _COMPARED_BEFORE.search(before[-60:]) and not re.search(r"\b(?:tăng|giảm|đạt)\b", before[-20:]):
            continue
        if after and _RISES_TO.match(after) and re.match(r"từ\b", text[quantity.start : quantity.end]):
            continue
        yield quantity


def _in_brackets(text: str, start: int, at: int) -> bool:
    start = max(start, at - _LOOK_BACK)
    return text.count("(", start, at) > text.count(")", start, at)


def _opens_parts(text: str, start: int, at: int) -> bool:
    inside = text[text.rfind("(", start, at) + 1 : at]
    return bool(_NESTED.match(inside.strip()) or _CONSISTS.match(inside.strip()))


def segments(text: str, clause: Clause) -> list[Segment]:
    """The segments of a clause, one for each quantity; a clause without any gives one without quantity."""
    blank = (clause.start, clause.end, clause.sentence, clause.sentence_start, clause.sentence_end)
    if not clause.quantities:
        return [_segment(blank, clause.start, clause.end)]
    found: list[Segment] = []
    parts_from: Quantity | None = None
    for quantity in clause.quantities:
        if not found:
            segment = _segment(blank, clause.start, clause.end, quantity)
            segment.nested = bool(_NESTED.search(text, clause.start, quantity.start))
            found.append(segment)
            continue
        previous = found[-1]
        last = previous.composition[-1] if previous.composition else previous.quantity
        assert last is not None
        gap = text[last.end : quantity.start]
        if parts_from is None and _CONSISTS.search(gap):
            parts_from = previous.quantity
        if parts_from is not None and _is_ingredient(text, parts_from, quantity):
            previous.composition.append(quantity)
            continue
        boundary = _boundary(gap)
        if boundary is None:
            continue
        previous.end = last.end + boundary
        segment = _segment(blank, last.end + boundary, clause.end, quantity)
        segment.nested = bool(_NESTED.search(gap)) or parts_from is not None or previous.nested
        segment.elliptic = True
        found.append(segment)
    for segment in found:
        segment.start, segment.end = trim(text, segment.start, segment.end, " \t\n,.:-+")
        if joint := _JOINT.match(text, segment.start, segment.end):
            segment.start = joint.end()
        segment.end = _close_brackets(text, segment, clause)
    return found


def _segment(
    blank: tuple[int, int, int, int, int], start: int, end: int, q: Quantity | None = None
) -> Segment:
    lead, clause_end, sentence, sentence_start, sentence_end = blank
    return Segment(start, end, lead, clause_end, sentence, sentence_start, sentence_end, q)


def _is_ingredient(text: str, whole: Quantity, part: Quantity) -> bool:
    """Whether a number says what one counted thing consists of, rather than splitting the count."""
    if part.percent or part.unit.split()[0] == whole.unit.split()[0] or _BODIES.match(part.unit):
        return False
    return support_code(text[part.number_start : part.end + 30]) is not None


def _boundary(gap: str) -> int | None:
    """Where the next statement begins in the text between two quantities; None when it is no statement."""
    nested = _NESTED.search(gap)
    if nested:
        return nested.start()
    if opening := re.search(r"\((?=\s*(?:bao )?gồm)", gap):
        return opening.end()
    cuts = list(_DELIMITER.finditer(gap))
    if cuts:
        last = cuts[-1]
        if len(cuts) > 1 and _ONLY_TIME.fullmatch(gap, cuts[-2].end(), last.start()):
            last = cuts[-2]
        return last.start() + (1 if gap[last.start()] in ",:" else 0)
    connector = _CONNECTOR.search(gap)
    return connector.start() if connector and connector.group().strip() else None


def _close_brackets(text: str, segment: Segment, clause: Clause) -> int:
    """Take a bracket opened in the segment to its end; a part told inside a bracket ends with it."""
    opened, close = segment.start, segment.end
    while (opened := text.find("(", opened, segment.end)) >= 0:
        close = text.find(")", opened, clause.end)
        if close < 0:
            return segment.end
        opened = close
    if close > segment.end:
        return clause.end if segment.quantity and not segment.nested else close + 1
    first = text.find(")", segment.start, segment.end)
    unopened = first >= 0 and text.find("(", segment.start, first) < 0
    return first if unopened and segment.nested else segment.end
