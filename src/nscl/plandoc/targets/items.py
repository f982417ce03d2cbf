"""The statements of the objectives section, each with the headings it stands under."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nscl.plandoc.numbers import find_quantities
from nscl.plandoc.structure import Outline, Section
from nscl.plandoc.times import Time, find_times

# “- Chỉ tiêu: …” beside “- Nội dung: …” under a task.
_LABEL = re.compile(
    r"\W*(?:các |những |một số )?(?:chỉ tiêu|mục tiêu|kết quả (?:cần|phải) đạt)\b"
    r"(?! (?:kinh phí|ngân sách|vốn|về kinh phí))[^:;.]{0,60}:\s*"
)
_OTHER_LABEL = re.compile(
    r"[.;]\s+(?=(?:nội dung|giải pháp|hoạt động|nhiệm vụ|kinh phí|thời gian|cơ quan|đơn vị|phân công)\b"
    r"[^:;.]{0,40}:)"
)
ROLES = ("objectives", "general_goal", "specific_targets")


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph of the objectives: where it is, its path, the time its headings give, its place.

    `general` is true below the general goal, `context` when the paragraph only introduces what is below,
    `labelled` for an indicator stated with its task.
    """

    section: Section
    start: int
    end: int
    path: str | None
    heading: Time | None
    general: bool
    context: bool
    labelled: bool = False


def objective_sections(outline: Outline) -> list[Section]:
    """The outermost sections that hold objectives, in document order."""
    found: list[Section] = []

    def visit(section: Section) -> None:
        for child in section.children:
            if child.role in ROLES:
                found.append(child)
            else:
                visit(child)

    visit(outline.root)
    return found


def items(outline: Outline, text: str) -> Iterator[Item]:
    """Every statement of the objectives in order; `text` is the plain text of the document.

    A plan without a list of objectives may state them with its tasks, in lines labelled as indicators.
    """
    listed = False
    for item in _objective_items(outline, text):
        listed = listed or not item.general
        yield item
    if not (listed or any(s.style == "table" for r in objective_sections(outline) for s in r.walk())):
        yield from _labelled_items(outline, text)


def _objective_items(outline: Outline, text: str) -> Iterator[Item]:
    for region in objective_sections(outline):
        for section in region.walk():
            roles = [s.role for s in section.above() if s.role]
            if roles and roles[0] not in ROLES or section.style == "table":
                continue
            start, end = _own_range(section)
            if start >= end:
                continue
            yield Item(
                section=section,
                start=start,
                end=end,
                path=section.path or None,
                heading=_heading_time(section, text, start),
                general=bool(roles) and roles[0] == "general_goal",
                context=_introduces(section, text, start, end),
            )


def _labelled_items(outline: Outline, text: str) -> Iterator[Item]:
    """Lines of the tasks that are labelled as indicators, with the lines below such a label."""
    below: Section | None = None
    for section in outline.walk():
        above = list(section.above())
        if not any(s.role == "tasks" for s in above) or section.style == "table":
            continue
        label = _LABEL.match(text, section.text_start, section.text_end)
        if label:
            below = section
        elif below not in above:
            continue
        start = label.end() if label else section.text_start
        other = _OTHER_LABEL.search(text, start, section.text_end)
        end = other.start() if other else section.text_end
        if start < end:
            heading = _heading_time(section, text, start)
            context = _introduces(section, text, start, end)
            yield Item(section, start, end, section.path or None, heading, False, context, labelled=True)


def _own_range(section: Section) -> tuple[int, int]:
    """The statement of a paragraph: all of an item, what follows the title of a heading."""
    if section.role or section.style in ("time", "named", "capitals"):
        return section.own_start, section.text_end
    return section.text_start, section.text_end


def _introduces(section: Section, text: str, start: int, end: int) -> bool:
    if section.children and not find_quantities(text, start, end):
        return True
    return text[start:end].rstrip().endswith(":") and not find_quantities(text, start, end)


def _heading_time(section: Section, text: str, own_start: int) -> Time | None:
    """The time of the nearest heading: the paragraph's own title, then those above it."""
    for above in section.above():
        if above.style == "inline":
            continue
        stop = own_start if above is section else above.text_end
        times = [t for t in find_times(text, above.text_start, stop) if t.kind != "start"]
        if (
            above is not section
            and above.style not in ("time", "named", "capitals", "colon")
            and not above.title
        ):
            times = times if above.is_numbered or above.is_bullet else []
        if times:
            return times[0]
    return None
