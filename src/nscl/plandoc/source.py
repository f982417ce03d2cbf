"""The document model every reader produces and every part of the grammar reads.

`Document.text` is the canonical text: NFC, one line per logical paragraph or table row,
hard wraps rejoined, marks such as ``**`` and web noise removed.  All offsets in a reading
point into it, so a page can show the source beside the structure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

DocumentKind = Literal["docx", "pdf", "html", "text"]
BlockKind = Literal["paragraph", "table", "footnote"]


class UnreadableDocument(Exception):
    """The file cannot be read as a plan; `str(error)` is a Vietnamese sentence for the person.

    `code` is one word for machines: empty, too_large, encrypted, scanned, old_doc,
    wrong_type, damaged, too_many_pages, timeout, not_a_plan.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell. `start`/`end` are offsets into `Document.text`.

    A merged cell is stored once, in its top-left place; `colspan`/`rowspan` say how far it
    reaches and the places it covers hold ``None``.
    """

    text: str
    start: int
    end: int
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a footnote or a whole table, in document order.

    For a table `text` is its rows joined by newlines, cells joined by `` | ``, and `rows`
    holds the grid (every row equally long).  `line` is the 1-based line of the raw file for
    text input, `page` the 1-based page of a PDF; None where the format has neither.
    """

    index: int
    kind: BlockKind
    text: str
    start: int
    end: int
    page: int | None = None
    line: int | None = None
    rows: tuple[tuple[Cell | None, ...], ...] = ()

    def span(self, start: int | None = None, end: int | None = None) -> dict[str, int | None]:
        """The span of a part of this block, given in document offsets."""
        return {
            "page": self.page,
            "block": self.index,
            "line": self.line,
            "start": self.start if start is None else start,
            "end": self.end if end is None else end,
        }


@dataclass(frozen=True, slots=True)
class Noise:
    """Something a reader left out, kept so that the cleaning is visible."""

    text: str
    reason: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file after reading: canonical text, its blocks, and what was left out."""

    kind: DocumentKind
    text: str
    blocks: tuple[Block, ...]
    noise: tuple[Noise, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)

    def block_at(self, offset: int) -> Block:
        """The block that holds a text offset.

        >>> doc = Document("text", "a", (Block(0, "paragraph", "a", 0, 1),))
        >>> doc.block_at(0).index
        0
        """
        for block in self.blocks:
            if block.start <= offset <= block.end:
                return block
        raise IndexError(offset)

    def span(self, start: int, end: int) -> dict[str, int | None]:
        """A schema span for a piece of the text."""
        return self.block_at(start).span(start, end)
