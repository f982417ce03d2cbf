"""Deadlines, periods and bases inside a sentence (plain text, offsets of the document)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

TimeKind = Literal["deadline", "period", "start"]

_Y = r"((?:19|20)\d{2})(?![\d/]|\.\d)"
_TO = r"\s*(?:-|~|đến(?: hết)?|tới)\s*(?:năm\s*)?"
_PERIOD = re.compile(
    rf"(?:(?:giai đoạn|thời kỳ|nhiệm kỳ|từ|các năm|năm"
    rf"|trong)\s*)?(?:\d\s*)?[(:]?\s*(?:từ\s*)?(?:năm\s*)?(?<!\d){_Y}{_TO}{_Y}"
)
_BEFORE = re.compile(rf"\btrước\s+(?:hết\s+)?(?:năm\s+)?{_Y}|\btrước\s+(?:ngày\s+)?0?1/0?1/{_Y}")
_DATE = re.compile(
    rf"\b\d{{1,2}}[/-]\d{{1,2}}[/-]{_Y}|\btháng\s*\d{{1,2}}\s*(?:/|năm|-)\s*{_Y}|\bquý\s*[ivx\d]+\s*(?:/"
    rf"|năm|-)\s*{_Y}"
)
_FROM = re.compile(rf"\b(?:kể )?từ\s+(?:sau\s+)?(?:năm\s+)?{_Y}(?!{_TO}\d)")
_YEARS = re.compile(rf"\b(?:các |mỗi |từng |hai |ba )?năm\s+{_Y}(?:(?:\s*,\s*|\s+và\s+)(?:năm\s+)?{_Y})+")
_YEAR = re.compile(
    rf"(?:\b(?:đến|tới|vào|trong|hết|cuối|đầu|giữa|trong)\s+)*\b(?:năm\s+{_Y}|(?:đến|tới|hết|cuối)\s+{_Y})"
)
_ANY_YEAR = re.compile(r"(?:19|20)\d{2}")
_COMPARED = re.compile(r"(?:so (?:với|cùng kỳ)[^,;.]{0,40}|\blần (?:so với )?(?:của |mức )?)$")
_TITLE_BEFORE = re.compile(
    r"\b(?:chương trình|đề án|chiến lược|nghị quyết|kế hoạch tổng thể|quy hoạch)\b[^.;]{0,140}$"
)
_LAST_YEAR = re.compile(
    r"so (?:với|cùng)\s*(?:mức )?(?:cùng kỳ )?(?:năm (?:trước|liền trước|liền kề)|kỳ (?:trước|năm trước))"
    r"|cùng kỳ năm trước"
)


@dataclass(frozen=True, slots=True)
class Time:
    """A time as printed: a deadline (`last`), a period (`first`–`last`) or a start (`first`)."""

    start: int
    end: int
    kind: TimeKind
    first: int
    last: int
    strict_before: bool = False


def find_times(text: str, start: int = 0, end: int | None = None) -> list[Time]:
    """The deadlines and periods of ``text[start:end]`` in order; bases (“so với năm 2020”) are left out.

    >>> [(t.kind, t.first, t.last) for t in find_times("đến năm 2025 có 3, giai đoạn 2026 - 2030 có 5")]
    [('deadline', 2025, 2025), ('period', 2026, 2030)]
    >>> [(t.kind, t.last) for t in find_times("tăng 30% so với giai đoạn 2021-2025, trước năm 2028")]
    [('deadline', 2027)]
    """
    return [t for t in _all_times(text, start, end) if not _is_base(text, start, t)]


def find_base(text: str, start: int, end: int) -> Time | Literal["last_year"] | None:
    """What a growth is measured against: a period or year after “so với”, the year before, or None.

    >>> find_base("tăng 30% so với giai đoạn 2021-2025", 0, 36).first
    2021
    >>> find_base("tăng 5% so với năm trước", 0, 25)
    'last_year'
    """
    if _LAST_YEAR.search(text, start, end):
        return "last_year"
    return next((t for t in _all_times(text, start, end) if _is_base(text, start, t)), None)


def _is_base(text: str, low: int, time: Time) -> bool:
    return bool(_COMPARED.search(text[max(low, time.start - 60) : time.start]))


# Headings and sentences are asked again for every statement that stands in them.
@lru_cache(maxsize=4096)
def _all_times(text: str, start: int, end: int | None) -> tuple[Time, ...]:
    end = len(text) if end is None else end
    if not _ANY_YEAR.search(text, start, end):
        return ()
    found: list[Time] = []

    def add(match: re.Match[str], kind: TimeKind, first: int, last: int, before: bool = False) -> None:
        free = all(match.end() <= t.start or match.start() >= t.end for t in found)
        if free and first <= last:
            found.append(Time(match.start(), match.end(), kind, first, last, before))

    for m in _PERIOD.finditer(text, start, end):
        if not (
            int(m[2]) - int(m[1]) > 3 and _TITLE_BEFORE.search(text[max(start, m.start() - 160) : m.start()])
        ):
            add(m, "period", int(m[1]), int(m[2]))
        else:
            found.append(Time(m.start(), m.end(), "period", 0, 0))
    for m in _BEFORE.finditer(text, start, end):
        year = int(m[1] or m[2]) - 1
        add(m, "deadline", year, year, True)
    for m in _YEARS.finditer(text, start, end):
        years = [int(y) for y in re.findall(r"\d{4}", m.group())]
        add(m, "period", min(years), max(years))
    for m in _FROM.finditer(text, start, end):
        add(m, "start", int(m[1]), int(m[1]))
    for pattern in (_DATE, _YEAR):
        for m in pattern.finditer(text, start, end):
            year = int(next(g for g in m.groups() if g))
            add(m, "deadline", year, year)
    return tuple(sorted((t for t in found if t.first), key=lambda t: t.start))
