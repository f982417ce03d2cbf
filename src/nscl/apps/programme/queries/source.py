"""The document as the review page shows it: paragraphs and tables, with every item's words marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from nscl.apps.programme.models import PlanVersion
from nscl.apps.programme.rules import GROUP_OF_KIND


@dataclass(frozen=True)
class Mark:
    """A stretch of the text that belongs to an item or a finding; `anchor` is its id on the page."""

    start: int
    end: int
    anchor: str
    href: str
    is_current: bool = False

    @property
    def length(self) -> int:
        return self.end - self.start


@dataclass(frozen=True)
class Segment:
    """A piece of text under at most one visible mark; `anchors` are the ids of marks that begin here."""

    text: str
    mark: Mark | None = None
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cell:
    segments: list[Segment]
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True)
class SourceBlock:
    kind: str
    page: int | None
    segments: list[Segment] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)
    starts_page: bool = False


def marks_of(version: PlanVersion, current: str = "") -> list[Mark]:
    """One mark for every item and finding that knows its place; `current` is the anchor to stress."""
    rows = version.nodes.exclude(span_start=None).exclude(span_end=None)
    found = [
        Mark(start, end, f"s-{pk}", f"?nhom={GROUP_OF_KIND[kind]}&muc={pk}#m-{pk}", current == f"s-{pk}")
        for pk, kind, start, end in rows.values_list("pk", "kind", "span_start", "span_end")
    ]
    findings = version.findings.exclude(span_start=None).exclude(span_end=None)
    found += [
        Mark(start, end, f"f-{pk}", f"?nhom=phat-hien&phat-hien={pk}#p-{pk}", current == f"f-{pk}")
        for pk, start, end in findings.values_list("pk", "span_start", "span_end")
    ]
    return sorted((m for m in found if m.end > m.start), key=lambda m: (m.start, -m.end))


def source_blocks(version: PlanVersion, marks: Sequence[Mark]) -> list[SourceBlock]:
    """The version's document in order, each block cut at the edges of the marks that touch it.

    Where marks nest, the current one shows, else the shortest; the ids of the others stay reachable.
    """
    blocks = version.blocks or _lines(version.text)
    page = None
    found = []
    for block in blocks:
        near = [m for m in marks if m.start < block["end"] and m.end > block["start"]]
        new_page = block["page"] is not None and block["page"] != page
        page = block["page"] or page
        if block["rows"]:
            rows = [[_cell(version.text, cell, near) for cell in row if cell] for row in block["rows"]]
            found.append(SourceBlock("table", block["page"], rows=rows, starts_page=new_page))
        else:
            segments = cut(version.text, block["start"], block["end"], near)
            found.append(SourceBlock(block["kind"], block["page"], segments, starts_page=new_page))
    return found


def _cell(text: str, cell: dict[str, Any], marks: Iterable[Mark]) -> Cell:
    return Cell(cut(text, cell["start"], cell["end"], marks), cell["colspan"], cell["rowspan"])


def _lines(text: str) -> list[dict[str, Any]]:
    """A document whose blocks were not kept: one paragraph a line."""
    found, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append({"kind": "paragraph", "start": at, "end": at + len(line), "page": None, "rows": []})
        at += len(line) + 1
    return found


def cut(text: str, start: int, end: int, marks: Iterable[Mark]) -> list[Segment]:
    """text[start:end] in pieces, each under the mark that shows there.

    >>> m = Mark(2, 4, "s-1", "#")
    >>> [(s.text, s.mark is m, s.anchors) for s in cut("abcdef", 0, 6, [m])]
    [('ab', False, ()), ('cd', True, ('s-1',)), ('ef', False, ())]
    """
    near = [m for m in marks if m.start < end and m.end > start]
    edges = sorted({start, end, *(max(start, m.start) for m in near), *(min(end, m.end) for m in near)})
    pieces = []
    for left, right in zip(edges, edges[1:], strict=False):
        covering = [m for m in near if m.start <= left and m.end >= right]
        shown = min(covering, key=lambda m: (not m.is_current, m.length), default=None)
        begins = tuple(m.anchor for m in near if max(start, m.start) == left and m.start >= start)
        pieces.append(Segment(text[left:right], shown, begins))
    return pieces


def sentence_around(text: str, start: int, end: int, reach: int = 240) -> tuple[str, str, str]:
    """The words before, of and after a place, cut at line ends or between words, for showing an item alone.

    >>> sentence_around("Mục tiêu: tăng 10% mỗi năm sau", 10, 18, reach=8)
    ('… tiêu: ', 'tăng 10%', ' mỗi …')
    """
    before, after = text[max(0, start - reach) : start], text[end : end + reach]
    if "\n" in before:
        before = before.rpartition("\n")[2]
    elif start > reach:
        before = f"… {before.partition(' ')[2]}"
    if "\n" in after:
        after = after.partition("\n")[0]
    elif end + reach < len(text):
        after = f"{after.rpartition(' ')[0]} …"
    return before, text[start:end], after
