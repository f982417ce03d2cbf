"""Raw lines of a text file: cleaned, numbered, and told apart by what kind of blank they are."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nscl.plandoc.readers.build import Builder
from nscl.plandoc.readers.lines import clean, is_item, unmark
from nscl.plandoc.readers.noise import PAGE_NUMBER, WEB, is_page_number, line_noise
from nscl.plandoc.readers.pdf_lines import Line, Word, split_columns

NUMBER_CELL = re.compile(r"^(?:[\d.,\s]+(?:%|đ|đồng)?|[-–—])$")
PIPE_RULE = re.compile(r"^\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?$")
FEWEST_NUMBERS = 6
_WIDE_GAP = re.compile(r"\S {4,}\S")
_TABLE_TOP = re.compile(r"^(?:STT|TT|Số TT|Số thứ tự)\.?$", re.I)
_UNIT_LINE = re.compile(r"^\(?(?:Đơn vị(?: tính)?|ĐVT)\s*:", re.I)
_FENCE = re.compile(r"^(?:```|~~~)\w*$")
_IMAGE = re.compile(r"!\[[^\]\n]*\]\([^)\s]*\)")
_WIDEST_GAP = 14
_HEADER_REACH = 40


@dataclass(slots=True)
class RawLine:
    """A line of the raw file: its number, its cleaned text and what kind of blank it may be."""

    number: int
    text: str
    cell_mark: bool = False
    empty_cell: bool = False
    raw: str = ""


def prepare(raw: str, builder: Builder) -> list[RawLine]:
    """Clean every line; web noise, rules and code fences go to the noise at once."""
    lines: list[RawLine] = []
    for number, source in enumerate(raw.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        without_images = _IMAGE.sub("", source)
        if without_images != source:
            builder.drop(source, WEB, number)
        text = clean(unmark(without_images))
        if text.count("|") == 1 and len(text) > 1 and text.endswith("|"):
            text = text[:-1].rstrip()
        if text == "|":
            lines.append(RawLine(number, "", cell_mark=True))
        elif not text:
            lines.append(RawLine(number, "", empty_cell="\u00a0" in source, raw=source))
        elif PIPE_RULE.match(text) and "|" in text:
            lines.append(RawLine(number, text, raw=source))
        elif _FENCE.match(text):
            continue
        elif (reason := line_noise(text)) is not None:
            builder.drop(text, reason, number)
            lines.append(RawLine(number, ""))
        else:
            lines.append(RawLine(number, text, raw=source))
    return lines


def over_page_breaks(lines: list[RawLine], builder: Builder) -> list[RawLine]:
    """Take page numbers out, and the blank lines where a page ends in the midst of a sentence."""
    kept: list[RawLine] = []
    broken = numbered = False
    for place, line in enumerate(lines):
        opens_page = "\f" in line.raw
        ends_page = any("\f" in after.raw for after in lines[place + 1 : place + 4])
        broken, numbered = broken or opens_page, numbered and not (opens_page or ends_page)
        if (broken or ends_page) and not numbered and is_page_number(line.text):
            builder.drop(line.text, PAGE_NUMBER, line.number)
            line.text = ""
            numbered = True
        if broken and line.text:
            broken = False
            while len(kept) > 1 and not kept[-1].text and line.text[:1].islower():
                kept.pop()
        kept.append(line)
    return kept


def unfold_columns(lines: list[RawLine]) -> list[RawLine]:
    """Letterhead and signature set in columns with spaces are read column by column, as in a PDF."""
    if sum(bool(_WIDE_GAP.search(line.raw)) for line in lines) < 2:
        return lines
    by_number = {line.number: line for line in lines}
    drawn = [
        Line(_words_at(line.raw.expandtabs(), place), page=line.number)
        for place, line in enumerate(lines)
        if line.text and not line.cell_mark
    ]
    width = max((line.x1 for line in drawn), default=0.0)
    unfolded = split_columns(drawn, width / 2)
    result: list[RawLine] = []
    at = 0
    for piece in unfolded:
        if not piece.column:
            while at < len(lines) and lines[at].number < piece.page:
                if not lines[at].text:
                    result.append(lines[at])
                at += 1
            result.append(by_number[piece.page])
            at += 1
        else:
            result.append(RawLine(piece.page, clean(unmark(piece.text)), raw=piece.text))
    return [*result, *(line for line in lines[at:] if not line.text)]


def _words_at(raw: str, place: int) -> list[Word]:
    """The words of a line as a page shows them when every letter is six points wide."""
    top = 14.0 * place
    return [
        Word(match.group(), 6.0 * match.start(), 6.0 * match.end(), top, top + 12, 11)
        for match in re.finditer(r"\S+", raw)
    ]


def flattened_zones(lines: list[RawLine]) -> list[tuple[int, int]]:
    """Ranges of lines that are a table written one cell a line, told by how dense numbers are."""
    solid = [i for i, line in enumerate(lines) if line.text]
    numeric = [k for k, i in enumerate(solid) if NUMBER_CELL.match(lines[i].text)]
    zones: list[tuple[int, int]] = []
    run: list[int] = []
    for k in [*numeric, 10**9]:
        if run and k - run[-1] > _WIDEST_GAP:
            if len(run) >= FEWEST_NUMBERS:
                zones.append((_zone_start(lines, solid, run[0]), _zone_end(lines, solid[run[-1]])))
            run = []
        run.append(k)
    return zones


def _zone_start(lines: list[RawLine], solid: list[int], first: int) -> int:
    for k in range(first, max(-1, first - _HEADER_REACH), -1):
        text = lines[solid[k]].text
        if _TABLE_TOP.match(text):
            return solid[k]
        if _UNIT_LINE.match(text):
            return solid[k] + 1
    return solid[first]


def _zone_end(lines: list[RawLine], last: int) -> int:
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
