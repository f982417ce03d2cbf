"""Puts blocks together with their offsets into one `Document`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from nscl.plandoc.readers.noise import WEB
from nscl.plandoc.source import Block, BlockKind, Cell, Document, DocumentKind, Noise

CELL_MARK = " | "

_LETTERHEAD = re.compile(
    r"^(?:(?:ỦY|UỶ) BAN NHÂN DÂN|UBND\s|HỘI ĐỒNG NHÂN DÂN|CỘNG H(?:ÒA|OÀ) XÃ HỘI|THỦ TƯỚNG|BỘ [A-ZĐ])"
)
_BELONGS_ABOVE = re.compile(r"dự thảo|mật|khẩn|hỏa tốc|phụ lục|số\s*:|kế hoạch\s*$|mẫu", re.I)
_HIGHEST_LETTERHEAD = 25
_LONGEST_SITE_LINE = 100


@dataclass(frozen=True, slots=True)
class CellText:
    """A cell on its way into a document: what it says and how far it reaches."""

    text: str
    colspan: int = 1
    rowspan: int = 1


Grid = Sequence[Sequence[CellText | None]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A block on its way into a document, not yet given its place in the text."""

    kind: BlockKind
    text: str
    grid: Grid = ()
    page: int | None = None
    line: int | None = None


@dataclass(slots=True)
class Builder:
    """Collects blocks in document order; `finish` gives them their offsets."""

    entries: list[Entry] = field(default_factory=list)
    noise: list[Noise] = field(default_factory=list)

    def paragraph(
        self, text: str, *, page: int | None = None, line: int | None = None, kind: BlockKind = "paragraph"
    ) -> None:
        """Add a paragraph, a footnote or (with empty text) an empty cell of a flattened table."""
        self.entries.append(Entry(kind, text, (), page, line))

    def table(self, grid: Grid, *, page: int | None = None, line: int | None = None) -> None:
        """Add a table; short rows are filled up with empty cells so that the grid is square."""
        width = max((len(row) for row in grid), default=0)
        if width:
            square = [[*row, *[CellText("")] * (width - len(row))] for row in grid]
            self.entries.append(Entry("table", "", square, page, line))

    def drop(self, text: str, reason: str, line: int | None = None) -> None:
        """Keep what is left out of the text, with the reason."""
        if text.strip():
            self.noise.append(Noise(text.strip(), reason, line))

    def has_words(self) -> bool:
        """Whether anything with letters or digits has been written."""
        return any(
            character.isalnum()
            for entry in self.entries
            for text in (entry.text, *(cell.text for row in entry.grid for cell in row if cell))
            for character in text
        )

    def finish(self, kind: DocumentKind, meta: dict[str, str] | None = None) -> Document:
        """The document built so far; the name of a web site above the letterhead goes to the noise."""
        self._drop_site_name()
        writer = _Writer()
        blocks = tuple(writer.block(number, entry) for number, entry in enumerate(self.entries))
        return Document(kind, "".join(writer.parts), blocks, tuple(self.noise), meta or {})

    def _drop_site_name(self) -> None:
        above: list[Entry] = []
        for entry in self.entries[:_HIGHEST_LETTERHEAD]:
            if entry.kind == "paragraph" and _LETTERHEAD.match(entry.text):
                break
            site = entry.kind == "paragraph" and len(entry.text) <= _LONGEST_SITE_LINE
            if not site or _BELONGS_ABOVE.search(entry.text):
                return
            above.append(entry)
        else:
            return
        for entry in above:
            self.drop(entry.text, WEB, entry.line)
        del self.entries[: len(above)]


@dataclass(slots=True)
class _Writer:
    """Writes the text piece by piece and knows how long it is."""

    parts: list[str] = field(default_factory=list)
    length: int = 0

    def block(self, number: int, entry: Entry) -> Block:
        if number:
            self._write("\n")
        start, first_part = self.length, len(self.parts)
        rows: list[tuple[Cell | None, ...]] = []
        for place, row in enumerate(entry.grid):
            if place:
                self._write("\n")
            rows.append(self._row(row))
        self._write(entry.text)
        text = "".join(self.parts[first_part:])
        return Block(number, entry.kind, text, start, self.length, entry.page, entry.line, tuple(rows))

    def _row(self, row: Sequence[CellText | None]) -> tuple[Cell | None, ...]:
        cells: list[Cell | None] = []
        first = True
        for cell in row:
            if cell is None:
                cells.append(None)
                continue
            if not first:
                self._write(CELL_MARK)
            first = False
            start = self.length
            self._write(cell.text)
            cells.append(Cell(cell.text, start, self.length, cell.colspan, cell.rowspan))
        return tuple(cells)

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)
