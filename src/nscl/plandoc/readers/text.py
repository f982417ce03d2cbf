"""Plain text, Markdown and OCR text: hard wraps rejoined, cells and empty cells kept apart."""

from __future__ import annotations

import re

from nscl.plandoc.readers.build import Builder, CellText
from nscl.plandoc.readers.decode import decode, refuse_garbled
from nscl.plandoc.readers.emit import emit
from nscl.plandoc.readers.grid import MOST_CELLS
from nscl.plandoc.readers.layout import is_layout
from nscl.plandoc.readers.lines import Wrapping, clean, continues, is_item, measure_wrapping, unmark
from nscl.plandoc.readers.noise import FOOTNOTE_MARK
from nscl.plandoc.readers.text_lines import (
    FEWEST_NUMBERS,
    NUMBER_CELL,
    PIPE_RULE,
    RawLine,
    flattened_zones,
    over_page_breaks,
    prepare,
    unfold_columns,
)
from nscl.plandoc.source import Document, UnreadableDocument

EMPTY = "Tệp trống, không có chữ nào. Xin kiểm tra lại tệp rồi tải lên."
TOO_LONG = (
    "Văn bản quá dài so với một kế hoạch (hơn 1 triệu ký tự, 30 nghìn dòng hoặc 60 nghìn ô bảng). "
    "Xin chỉ tải lên riêng văn bản kế hoạch và phụ lục của nó."
)
MOST_CHARACTERS = 1_000_000
MOST_LINES = 30_000

_FOOTNOTE_LINE = re.compile(r"^(?:[\[(]?(\d{1,2})[\])]?$|\[(\d{1,2})\]\s*(?=\S)|([¹²³])\s*)")
_SUPERSCRIPTS = {"1": "¹", "2": "²", "3": "³"}


def read_text(data: bytes, *, filename: str = "") -> Document:
    """Read a text file; refuses empty, binary and old-encoding files with UnreadableDocument.

    Everything that is not listed in `Document.noise` is in `Document.text`.  Inside a table that
    was flattened to one cell a line, each cell is a paragraph of its own and an empty cell is a
    paragraph with empty text.

    >>> read_text("I. MỤC\\nTIÊU\\n- Đào tạo 20\\nchuyên gia.".encode()).text
    'I. MỤC TIÊU\\n- Đào tạo 20 chuyên gia.'
    """
    raw = decode(data)
    cells = raw.count("|") + raw.count("\t")
    if len(raw) > MOST_CHARACTERS or raw.count("\n") > MOST_LINES or cells > MOST_CELLS:
        raise UnreadableDocument("too_large", TOO_LONG)
    refuse_garbled(raw)
    builder = Builder()
    assemble(raw, builder)
    if not builder.has_words():
        raise UnreadableDocument("empty", EMPTY)
    return builder.finish("text", {"filename": filename} if filename else {})


def assemble(raw: str, builder: Builder) -> None:
    """Write the logical paragraphs and tables of a plain text into a document under construction."""
    lines = prepare(raw, builder)
    if "\f" in raw:
        lines = over_page_breaks(lines, builder)
    lines = unfold_columns(lines)
    _Assembler(lines, builder).run()


class _Assembler:
    """Walks the lines once and writes paragraphs, tables and footnotes."""

    def __init__(self, lines: list[RawLine], builder: Builder) -> None:
        self.lines = lines
        self.builder = builder
        self.zones = flattened_zones(lines)
        outside = [line.text for line in lines]
        for start, end in self.zones:
            outside[start:end] = [""] * (end - start)
        self.wrapping: Wrapping = measure_wrapping(outside)
        self.footnotes = self._find_footnotes()

    def run(self) -> None:
        zone_ends = dict(self.zones)
        i = 0
        while i < len(self.lines):
            line = self.lines[i]
            if i in zone_ends:
                i = self._flattened(i, zone_ends[i])
            elif i in self.footnotes:
                i = self._footnote(i)
            elif not line.text:
                i += 1
            elif (end := self._table_end(i)) > i:
                self._table(i, end)
                i = end
            else:
                i = self._paragraph(i)

    # Paragraphs -------------------------------------------------------------------------------

    def _paragraph(self, i: int) -> int:
        text, end = self._collect(i)
        emit(self.builder, text, line=self.lines[i].number)
        return end

    def _collect(self, i: int) -> tuple[str, int]:
        """The logical paragraph that opens at line i, and the line after it."""
        parts = [self.lines[i].text]
        j = i + 1
        while j < len(self.lines) and self.lines[j].text and j not in self.footnotes:
            following = self.lines[j].text
            after = self.lines[j + 1].text if j + 1 < len(self.lines) else ""
            if "|" in following and self._table_end(j) > j:
                break
            if not continues(parts[-1], following, self.wrapping, len(parts) == 1, after):
                break
            parts.append(following)
            j += 1
        return " ".join(parts), j

    # Tables -----------------------------------------------------------------------------------

    def _cells(self, i: int) -> list[str] | None:
        """The cells of a line that is a table row by pipes or tabs, else None."""
        line = self.lines[i]
        if line.text.count("|") >= 1:
            return [cell.strip() for cell in line.text.strip().strip("|").split("|")]
        if line.raw.strip("\t ").count("\t") >= 2:
            return [clean(unmark(cell)) for cell in line.raw.rstrip("\r\n").split("\t")]
        return None

    def _table_end(self, i: int) -> int:
        j = i
        while j < len(self.lines) and self.lines[j].text and self._cells(j) is not None:
            j += 1
        return j

    def _table(self, i: int, end: int) -> None:
        rows = [self._cells(k) or [] for k in range(i, end) if not PIPE_RULE.match(self.lines[k].text)]
        number = self.lines[i].number
        if len(rows) < 2 or is_layout(rows):
            for row in rows:
                for cell in row:
                    if cell:
                        emit(self.builder, cell, line=number)
            return
        self.builder.table([[CellText(cell) for cell in row] for row in rows], line=number)

    def _flattened(self, i: int, end: int) -> int:
        """A table written one cell a line: every cell a block, empty cells kept."""
        lines = self.lines[i:end]
        by_marks = sum(line.cell_mark for line in lines) >= FEWEST_NUMBERS
        solid = [line for line in lines if line.text]
        blanks = sum(not line.text and not line.empty_cell for line in lines)
        by_blanks = not by_marks and blanks > len(solid) // 2
        after_mark = False
        k = 0
        while k < len(lines):
            line = lines[k]
            if not line.text:
                if by_marks and line.cell_mark and after_mark or not by_marks and line.empty_cell:
                    self.builder.paragraph("", line=line.number)
                after_mark = after_mark or line.cell_mark
                k += 1
                continue
            after_mark = False
            parts = [line.text]
            k += 1
            while (
                k < len(lines)
                and lines[k].text
                and self._same_cell(parts[-1], lines[k].text, by_marks or by_blanks)
            ):
                parts.append(lines[k].text)
                k += 1
            self.builder.paragraph(" ".join(parts), line=line.number)
        return end

    def _same_cell(self, text: str, following: str, cells_are_separated: bool) -> bool:
        if NUMBER_CELL.match(following) or NUMBER_CELL.match(text):
            return False
        if cells_are_separated:
            return not is_item(following)
        return (
            len(text) > 25
            and len(following) > 12
            and following[:1].islower()
            and not text.endswith((".", ";"))
        )

    # Footnotes --------------------------------------------------------------------------------

    def _find_footnotes(self) -> dict[int, str]:
        """Lines that open with a footnote's number, when the number stands glued to a word before."""
        found: dict[int, str] = {}
        in_zone = {k for start, end in self.zones for k in range(start, end)}
        for i, line in enumerate(self.lines):
            match = _FOOTNOTE_LINE.match(line.text) if i not in in_zone else None
            if match is None or self._note_number(match) != len(found) + 1:
                continue
            number = len(found) + 1
            mark = _glued_mark(number)
            for k in range(i - 1, -1, -1):
                text = self.lines[k].text
                if k not in in_zone and (hit := mark.search(text)):
                    self.lines[k].text = text[: hit.start()] + (hit.group(1) or "") + text[hit.end() :]
                    self.builder.drop(str(number), FOOTNOTE_MARK, self.lines[k].number)
                    found[i] = match.group().strip()
                    line.text = line.text[match.end() :]
                    break
        return found

    def _note_number(self, match: re.Match[str]) -> int:
        if match.group(3):
            return "¹²³".index(match.group(3)) + 1
        return int(match.group(1) or match.group(2))

    def _footnote(self, i: int) -> int:
        """A note runs to the next note or, at the tail of the file, to its end."""
        self.builder.drop(self.footnotes[i], FOOTNOTE_MARK, self.lines[i].number)
        rest = [line.text for line in self.lines[i:] if line.text]
        at_tail = not any(is_item(text) for text in rest)
        j = i
        while j < len(self.lines) and (j == i or j not in self.footnotes):
            if not self.lines[j].text:
                j += 1
                continue
            number = self.lines[j].number
            text, j = self._collect(j)
            self.builder.paragraph(text, line=number, kind="footnote")
            if not at_tail:
                break
        return j


def _glued_mark(number: int) -> re.Pattern[str]:
    """A footnote's number right behind a word, with the punctuation before or after it."""
    forms = [str(number), rf"\[{number}\]"]
    if str(number) in _SUPERSCRIPTS:
        forms.append(_SUPERSCRIPTS[str(number)])
    return re.compile(rf"(?<=[a-zà-ỹđ”\"])([.,;:]?)(?:{'|'.join(forms)})(?=[\s.,;]|$)")
