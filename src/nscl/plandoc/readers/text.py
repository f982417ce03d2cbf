"""Plain text, Markdown and OCR text: hard wraps rejoined, cells and empty cells kept apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nscl.plandoc.readers.build import Builder, CellText
from nscl.plandoc.readers.decode import decode, refuse_garbled
from nscl.plandoc.readers.emit import emit
from nscl.plandoc.readers.grid import MOST_CELLS
from nscl.plandoc.readers.layout import is_layout
from nscl.plandoc.readers.lines import Wrapping, clean, continues, is_item, measure_wrapping, unmark
from nscl.plandoc.readers.noise import FOOTNOTE_MARK, WEB, line_noise
from nscl.plandoc.source import Document, UnreadableDocument

EMPTY = "Tệp trống, không có chữ nào. Xin kiểm tra lại tệp rồi tải lên."
TOO_LONG = (
    "Văn bản quá dài so với một kế hoạch (hơn 1 triệu ký tự, 30 nghìn dòng hoặc 60 nghìn ô bảng). "
    "Xin chỉ tải lên riêng văn bản kế hoạch và phụ lục của nó."
)
MOST_CHARACTERS = 1_000_000
MOST_LINES = 30_000

_NUMBER_CELL = re.compile(r"^(?:[\d.,\s]+(?:%|đ|đồng)?|[-–—])$")
_TABLE_TOP = re.compile(r"^(?:STT|TT|Số TT|Số thứ tự)\.?$", re.I)
_UNIT_LINE = re.compile(r"^\(?(?:Đơn vị(?: tính)?|ĐVT)\s*:", re.I)
_PIPE_RULE = re.compile(r"^\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?$")
_FOOTNOTE_LINE = re.compile(r"^(?:[\[(]?(\d{1,2})[\])]?$|\[(\d{1,2})\]\s*(?=\S)|([¹²³])\s*)")
_SUPERSCRIPTS = {"1": "¹", "2": "²", "3": "³"}
_FENCE = re.compile(r"^(?:```|~~~)\w*$")
_IMAGE = re.compile(r"!\[[^\]\n]*\]\([^)\s]*\)")

_FEWEST_NUMBERS = 6
_WIDEST_GAP = 14
_HEADER_REACH = 40


@dataclass(slots=True)
class _Line:
    """A line of the raw file: its number, its cleaned text and what kind of blank it may be."""

    number: int
    text: str
    cell_mark: bool = False
    empty_cell: bool = False
    raw: str = ""


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
    _Assembler(_prepare(raw, builder), builder).run()


def _prepare(raw: str, builder: Builder) -> list[_Line]:
    """Clean every line; web noise, rules and code fences go to the noise at once."""
    lines: list[_Line] = []
    for number, source in enumerate(raw.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        without_images = _IMAGE.sub("", source)
        if without_images != source:
            builder.drop(source, WEB, number)
        text = clean(unmark(without_images))
        if text.count("|") == 1 and len(text) > 1 and text.endswith("|"):
            text = text[:-1].rstrip()
        if text == "|":
            lines.append(_Line(number, "", cell_mark=True))
        elif not text:
            lines.append(_Line(number, "", empty_cell="\u00a0" in source))
        elif _PIPE_RULE.match(text) and "|" in text:
            lines.append(_Line(number, text, raw=source))
        elif _FENCE.match(text):
            continue
        elif (reason := line_noise(text)) is not None:
            builder.drop(text, reason, number)
            lines.append(_Line(number, ""))
        else:
            lines.append(_Line(number, text, raw=source))
    return lines


def _flattened_zones(lines: list[_Line]) -> list[tuple[int, int]]:
    """Ranges of lines that are a table written one cell a line, told by how dense numbers are."""
    solid = [i for i, line in enumerate(lines) if line.text]
    numeric = [k for k, i in enumerate(solid) if _NUMBER_CELL.match(lines[i].text)]
    zones: list[tuple[int, int]] = []
    run: list[int] = []
    for k in [*numeric, 10**9]:
        if run and k - run[-1] > _WIDEST_GAP:
            if len(run) >= _FEWEST_NUMBERS:
                zones.append((_zone_start(lines, solid, run[0]), _zone_end(lines, solid[run[-1]])))
            run = []
        run.append(k)
    return zones


def _zone_start(lines: list[_Line], solid: list[int], first: int) -> int:
    for k in range(first, max(-1, first - _HEADER_REACH), -1):
        text = lines[solid[k]].text
        if _TABLE_TOP.match(text):
            return solid[k]
        if _UNIT_LINE.match(text):
            return solid[k] + 1
    return solid[first]


def _zone_end(lines: list[_Line], last: int) -> int:
    """After the last number a row may still have empty cells and a short word such as a time."""
    end = last + 1
    short_words = 0
    for i in range(last + 1, len(lines)):
        line = lines[i]
        if line.empty_cell or line.cell_mark:
            end = i + 1
        elif line.text:
            short_words += 1
            if short_words > 2 or len(line.text) > 30 or is_item(line.text):
                break
            end = i + 1
    return end


class _Assembler:
    """Walks the lines once and writes paragraphs, tables and footnotes."""

    def __init__(self, lines: list[_Line], builder: Builder) -> None:
        self.lines = lines
        self.builder = builder
        self.zones = _flattened_zones(lines)
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
        rows = [self._cells(k) or [] for k in range(i, end) if not _PIPE_RULE.match(self.lines[k].text)]
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
        by_marks = sum(line.cell_mark for line in lines) >= _FEWEST_NUMBERS
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
