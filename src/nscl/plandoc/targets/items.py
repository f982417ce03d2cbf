"""The statements of the objectives section, each with the headings it stands under."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nscl.plandoc.numbers import find_quantities
from nscl.plandoc.structure import Outline, Section
from nscl.plandoc.times import Time, find_times

ROLES = ("objectives", "general_goal", "specific_targets")


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph of the objectives: where it is, its path, the time its headings give, its place.

    `general` is true below the general goal, `context` when the paragraph only introduces what is below.
    """

    section: Section
    start: int
    end: int
    path: str | None
    heading: Time | None
    general: bool
    context: bool


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
    """Every statement of the objectives in order; `text` is the plain text of the document."""
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
