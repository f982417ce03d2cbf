"""The years a plan runs over: whole horizon, main period, phases and milestones."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from nscl.plandoc.source import Document
from nscl.plandoc.structure import Outline, Section
from nscl.plandoc.times import Time, find_times
from nscl.plandoc.wording import plain

_VISION = re.compile(r"(?:tầm nhìn|định hướng)(?: chiến lược)?\s*(?:đến)?\s*(?:năm\s*)?((?:19|20)\d{2})")
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_PHASE_LINE = re.compile(r"^\W*(?:\(?\w{1,2}[.)]\s*)?giai đoạn\b")


@dataclass(frozen=True, slots=True)
class Horizon:
    """`first`–`last` with a vision; `main_first`–`main_last` the period the plan itself is for.

    `phases` are (first, last) pairs the plan is cut into, `milestones` years it sets targets by,
    `covered` the part of the horizon a summary tells of.
    """

    first: int
    last: int
    main_first: int
    main_last: int
    phases: tuple[tuple[int, int], ...] = ()
    milestones: tuple[int, ...] = ()
    covered: tuple[int, int] | None = None
    headings: tuple[tuple[int, int], ...] = field(default=(), repr=False)

    def starts_after(self, deadline: int) -> int:
        """The first year that belongs to a milestone: after the milestone before it, else the horizon's.

        >>> Horizon(2023, 2030, 2023, 2030, milestones=(2025, 2030)).starts_after(2030)
        2026
        """
        earlier = [year for year in self.milestones if year < deadline]
        phase = next((first for first, last in self.phases if last == deadline), None)
        if phase is not None:
            return phase
        return max(earlier) + 1 if earlier else min(self.first, deadline)


def find_horizon(document: Document, outline: Outline, title: str, issued: int | None) -> Horizon | None:
    """The horizon from the title, the headings of the objectives, then the text; None without any year."""
    words = plain(title)
    times = find_times(words)
    vision = [int(year) for year in _VISION.findall(words)]
    periods = [t for t in times if t.kind == "period"]
    headings = _heading_times(document, outline)
    phases = tuple(sorted({(t.first, t.last) for t in headings if t.kind == "period"}))
    marks = tuple(sorted({t.last for t in headings if t.kind == "deadline"}))
    if periods:
        main = (periods[0].first, periods[0].last)
    elif deadline := next((t.last for t in times if t.kind == "deadline"), _bare_end(words)):
        start = phases[0][0] if phases else issued
        main = (min(start or deadline, deadline), deadline)
    elif phases:
        main = (phases[0][0], phases[-1][1])
    elif marks:
        main = (min(issued or marks[0], marks[0]), marks[-1])
    elif found := _most_named_period(document):
        main = found
    elif issued:
        main = (issued, issued)
    else:
        return None
    inside = tuple(p for p in phases if p != main and p[0] >= main[0])
    last = max([main[1], *vision, *(p[1] for p in inside)])
    whole = tuple(
        dict.fromkeys([*([main] if inside and main not in inside and last > main[1] else []), *inside])
    )
    milestones = marks if len(marks) > 1 else ()
    covered = None
    if outline.is_summary and phases and phases[-1][1] < last:
        covered, whole = (phases[0][0], phases[-1][1]), ()
    return Horizon(main[0], last, main[0], main[1], _clean_phases(whole, main), milestones, covered, phases)


def _clean_phases(phases: tuple[tuple[int, int], ...], main: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    """Phases that cut the horizon: at least two that do not overlap."""
    kept: list[tuple[int, int]] = []
    for first, last in sorted(phases):
        if not kept or first > kept[-1][1]:
            kept.append((first, last))
    return tuple(kept) if len(kept) > 1 else ()


def _bare_end(words: str) -> int | None:
    """“… đến 2030” without the word năm, or a single year in the title."""
    years = [int(y) for y in _YEAR.findall(words)]
    return years[-1] if years else None


def _heading_times(document: Document, outline: Outline) -> list[Time]:
    found: list[Time] = []
    for role in ("specific_targets", "objectives"):
        for region in outline.all(role):
            for section in region.walk():
                found += _own_times(document, section)
    for region in outline.all("budget"):
        for section in region.walk():
            words = plain(document.text[section.text_start : section.text_end])
            if _PHASE_LINE.match(words):
                found += [t for t in find_times(words[:60]) if t.kind == "period"]
    return found


def _own_times(document: Document, section: Section) -> list[Time]:
    if section.style == "inline":
        lead = plain(document.text[section.start : section.start + 90])
        return find_times(lead)[:1]
    if not section.title or section.is_bullet:
        return []
    if len(section.title.split()) > 12:
        return []
    return find_times(plain(section.title))[:1]


def _most_named_period(document: Document) -> tuple[int, int] | None:
    counts: dict[tuple[int, int], int] = {}
    for time in find_times(plain(document.text)):
        if time.kind == "period" and 1 <= time.last - time.first <= 15:
            counts[time.first, time.last] = counts.get((time.first, time.last), 0) + 1
    return max(counts, key=lambda p: (counts[p], p[0])) if counts else None
