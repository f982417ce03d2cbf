"""The tree of numbered paragraphs: how markers nest, whatever numbering a document uses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from nscl.plandoc.markers import Marker, candidates
from nscl.plandoc.roles import inline_role
from nscl.plandoc.source import Block, Document
from nscl.plandoc.wording import flat, is_upper, sentences

_HEADING_WORDS = 14
# Deeper numbering than this is no outline; what claims it hangs at the last level.
_DEEPEST = 16
_LAST_WORDS = re.compile(r"\./\.")
_RULE = re.compile(r"^[-–—_=*.\s|]{3,}$")
_COLON = re.compile(r":\s+(?=\S)")
_TIME_LEAD = re.compile(
    r"^(?:trong |vao |cuoi )*(?:giai doan|den|nam|muc tieu|chi tieu)\b(?! cu the).{0,50}\d.{0,20}$"
)
# Headings without a number, the stronger first: a new one closes those of its strength and weaker.
_UNMARKED = ("capitals", "named", "time", "colon")
_OUTER = ("phần", "chương", "mục", "tiểu mục")
# A list that opens after a sentence with a colon is below it, a heading is not.
_HEADING_STYLES = frozenset({"roman", "upper", "decimal1", "điều"})


@dataclass(slots=True)
class Section:
    """One paragraph of the body with everything numbered below it.

    `style` is the marker's (``roman``, ``decimal2``, ``letter)``, ``dash`` …) or, without a marker,
    ``capitals``, ``named``, ``time``, ``colon`` (headings) or ``text``, ``title``, ``table``, ``inline``.

    `path` is the printed numbering joined by dots (``II.1.2``, ``I.2.a``); a bullet or an unnumbered
    paragraph has the path of the section that holds it.  `start`/`end` are offsets of the whole
    section, `text_start`/`text_end` of its own paragraph without the marker, `title` the heading
    (before a colon when text follows), `own_start` where the text after the title begins.
    """

    style: str
    marker: str
    path: str
    level: int
    block: int
    start: int
    end: int
    text_start: int
    text_end: int
    title: str
    own_start: int
    order: tuple[int, ...] = ()
    role: str | None = None
    parent: Section | None = field(default=None, repr=False)
    children: list[Section] = field(default_factory=list, repr=False)

    @property
    def is_bullet(self) -> bool:
        """Whether the paragraph is marked by a sign only."""
        return self.style in ("dash", "plus", "dot")

    @property
    def is_numbered(self) -> bool:
        """Whether the paragraph has a number or letter of its own."""
        return bool(self.order)

    def walk(self) -> Iterator[Section]:
        """This section and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def above(self) -> Iterator[Section]:
        """This section and all that hold it, outwards."""
        here: Section | None = self
        while here is not None:
            yield here
            here = here.parent


def grow(root: Section, blocks: tuple[Block, ...]) -> None:
    """Hang the paragraphs of a body below `root`."""
    stack = [root]
    in_title = True
    for block in blocks:
        text = block.text.strip()
        if block.kind == "footnote" or not text or _RULE.match(text):
            continue
        if block.kind == "table":
            _attach(stack, _plain_section(block, "table"))
            continue
        if in_title and not candidates(text) and not inline_role(text, heading=True):
            in_title = is_upper(text)
            if in_title or not root.children:
                _attach(stack, _plain_section(block, "title"))
                continue
        in_title = False
        _place(stack, block)
    _close(root)


def _place(stack: list[Section], block: Block) -> None:
    text = block.text
    lead = len(text) - len(text.lstrip())
    found = candidates(text[lead:])
    if not found:
        _place_unmarked(stack, block)
        return
    marker, depth = _choose(stack, found)
    del stack[depth:]
    section = _section(block, marker, lead, stack[-1])
    _push(stack, section)


def _choose(stack: list[Section], found: list[Marker]) -> tuple[Marker, int]:
    """The reading of the marker that continues an open list, and how much of the stack to keep."""
    openings: list[tuple[Marker, int]] = []
    later: list[tuple[Marker, int]] = []
    for marker in found:
        for depth in range(len(stack) - 1, 0, -1):
            section = stack[depth]
            if section.style == marker.style:
                if marker.is_bullet or _follows(section.order, marker.order):
                    return marker, depth
                if marker.order > section.order:
                    later.append((marker, depth))
            if marker.is_bullet and section.is_numbered:
                break
        if marker.is_bullet or marker.order[-1] == 1:
            openings.append((marker, _opening_depth(stack, marker)))
    if openings:
        return openings[0]
    if later:
        return later[0]
    return found[0], _opening_depth(stack, found[0])


def _follows(before: tuple[int, ...], after: tuple[int, ...]) -> bool:
    return len(before) == len(after) and before[:-1] == after[:-1] and after[-1] == before[-1] + 1


def _opening_depth(stack: list[Section], marker: Marker) -> int:
    """Where a new list opens: below the innermost heading; 2.1 below its 2."""
    if marker.style in _OUTER:
        rank = _OUTER.index(marker.style)
        for depth, section in enumerate(stack):
            if depth and (section.style not in _OUTER or _OUTER.index(section.style) >= rank):
                return depth
        return len(stack)
    if len(marker.order) > 1 and marker.style.startswith("decimal"):
        for depth in range(len(stack) - 1, 0, -1):
            if stack[depth].order == marker.order[:-1] and stack[depth].style.startswith("decimal"):
                return depth + 1
            if stack[depth].style == marker.style:
                return depth
    depth = len(stack)
    while depth > 1 and stack[depth - 1].style == "colon" and marker.style in _HEADING_STYLES:
        depth -= 1
    return depth


def _place_unmarked(stack: list[Section], block: Block) -> None:
    text = block.text.strip()
    above = stack[-1]
    if above.is_numbered and not above.title and above.own_start >= above.text_end:
        above.title, above.text_start, above.text_end = text, block.start, block.end
        above.own_start = above.end = block.end
        return
    style = _unmarked_style(text)
    if style == "text":
        if _LAST_WORDS.search(text):
            del stack[2:]
        _attach(stack, _plain_section(block, style))
        return
    if style == "capitals" and (depth := _depth_of(stack, style)):
        del stack[depth:]
    else:
        del stack[_heading_depth(stack, _UNMARKED.index(style)) :]
    section = _plain_section(block, style)
    section.title, section.own_start = _split_title(block.text, 0, block)
    _push(stack, section)


def _unmarked_style(text: str) -> str:
    words = len(text.split())
    if is_upper(text) and words <= _HEADING_WORDS * 2 and not _LAST_WORDS.search(text):
        return "capitals"
    short = words <= _HEADING_WORDS and text[-1] not in ".;,"
    if short and inline_role(text, heading=True):
        return "time" if _TIME_LEAD.match(flat(text)) else "named"
    if short and words <= 9 and _TIME_LEAD.match(flat(text)):
        return "time"
    return "colon" if text.endswith(":") else "text"


def _depth_of(stack: list[Section], style: str) -> int:
    return next((i for i in range(1, len(stack)) if stack[i].style == style), 0)


def _heading_depth(stack: list[Section], strength: int = len(_UNMARKED)) -> int:
    """How much of the stack an unnumbered paragraph keeps: up to the innermost heading above it."""
    depth = len(stack)
    while depth > 1 and not _is_heading(stack[depth - 1], strength):
        depth -= 1
    return depth


def _is_heading(section: Section, strength: int) -> bool:
    if section.style in _UNMARKED:
        return _UNMARKED.index(section.style) < min(strength, _UNMARKED.index("colon"))
    if section.is_bullet or section.style in ("text", "table", "title"):
        return False
    if section.level <= 1:
        return True
    return section.own_start >= section.text_end


def _attach(stack: list[Section], section: Section) -> None:
    """Hang a paragraph without marker: it closes the bullets and list items before it.

    Right below a numbered line it belongs to that line, unless the line is a lettered item.
    """
    above = stack[-1]
    if not (above.block == section.block - 1 and above.style.startswith(("decimal", "roman", "upper"))):
        del stack[_heading_depth(stack) :]
    _push(stack, section)
    stack.pop()


def _push(stack: list[Section], section: Section) -> None:
    del stack[_DEEPEST:]
    parent = stack[-1]
    section.parent = parent
    section.level = parent.level + 1
    if not section.is_numbered:
        section.path = parent.path
    parent.children.append(section)
    stack.append(section)


def _plain_section(block: Block, style: str) -> Section:
    start = block.start + len(block.text) - len(block.text.lstrip())
    return Section(style, "", "", 0, block.index, block.start, block.end, start, block.end, "", start)


def _section(block: Block, marker: Marker, lead: int, parent: Section) -> Section:
    skip = lead + marker.length
    title, own_start = _split_title(block.text, skip, block)
    if marker.is_bullet:
        title, own_start = "", block.start + skip
    elif not title and not marker.style.startswith("letter"):
        title, own_start = _stopped_title(block.text, skip, block)
    path = _path(marker, parent) if marker.label else ""
    return Section(
        style=marker.style,
        marker=marker.printed,
        path=path,
        level=0,
        block=block.index,
        start=block.start,
        end=block.end,
        text_start=block.start + skip,
        text_end=block.end,
        title=title,
        own_start=own_start,
        order=marker.order,
    )


def _path(marker: Marker, parent: Section) -> str:
    above = parent
    while above.parent is not None and not above.is_numbered:
        above = above.parent
    while above.parent is not None and (
        not above.is_numbered or _prefixes(above.order, marker.order) and above.style.startswith("decimal")
    ):
        above = above.parent
    return f"{above.path}.{marker.label}" if above.path else marker.label


def _prefixes(order: tuple[int, ...], longer: tuple[int, ...]) -> bool:
    return len(order) < len(longer) and longer[: len(order)] == order


def _split_title(text: str, skip: int, block: Block) -> tuple[str, int]:
    """The heading of a paragraph and where its own text begins (its end when it is all heading)."""
    rest = text[skip:]
    colon = _COLON.search(rest)
    if colon and len(rest[: colon.start()].split()) <= _HEADING_WORDS * 3:
        return rest[: colon.start()].strip(), block.start + skip + colon.end()
    if len(rest.split()) <= _HEADING_WORDS * 3 and not rest.rstrip().endswith((".", ";")):
        return rest.strip().rstrip(":").strip(), block.end
    return "", block.start + skip


def _stopped_title(text: str, skip: int, block: Block) -> tuple[str, int]:
    """A numbered heading may end with a full stop when it is one short sentence without figures."""
    rest = text[skip:].strip()
    short = len(rest.split()) <= _HEADING_WORDS * 4 and not re.search(r"\d", rest)
    if short and rest.endswith(".") and len(list(sentences(rest))) == 1:
        return rest.rstrip("."), block.end
    return "", block.start + skip


def _close(section: Section) -> None:
    for child in section.children:
        _close(child)
    if section.children:
        section.end = max(section.end, section.children[-1].end)


def cut_summary(document: Document, root: Section) -> bool:
    """Give a text without headings sections where its sentences announce a part."""
    found: list[Section] = []
    for block in document.blocks:
        if block.kind != "paragraph":
            continue
        for start, end in sentences(document.text, block.start, block.end):
            role = inline_role(document.text[start:end], heading=False)
            if role:
                section = Section("inline", "", "", 1, block.index, start, end, start, end, "", start)
                section.role, section.parent = role, root
                found.append(section)
            elif found and found[-1].end <= start and found[-1].block == block.index:
                found[-1].end = found[-1].text_end = end
    if found:
        root.children = found
    return bool(found)
