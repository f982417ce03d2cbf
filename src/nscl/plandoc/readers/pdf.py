"""PDF files with a text layer: paragraphs by geometry, tables over several pages, page furniture out."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1

from nscl.plandoc.readers.build import Builder
from nscl.plandoc.readers.decode import refuse_garbled
from nscl.plandoc.readers.emit import emit
from nscl.plandoc.readers.grid import texts
from nscl.plandoc.readers.layout import is_layout
from nscl.plandoc.readers.noise import FOOTNOTE_MARK, PAGE_NUMBER, RUNNING_HEAD, is_page_number
from nscl.plandoc.readers.pdf_lines import (
    Line,
    Margins,
    goes_on,
    join_lines,
    lines_of,
    measure,
    split_columns,
    words_of,
)
from nscl.plandoc.readers.pdf_tables import PageTable, build_table, continue_table
from nscl.plandoc.source import Document, UnreadableDocument

MOST_PAGES = 200
TOO_MANY_PAGES = (
    f"Tệp PDF có hơn {MOST_PAGES} trang, dài hơn nhiều so với một kế hoạch. "
    "Xin tách riêng kế hoạch và phụ lục của nó rồi tải lên."
)
SCANNED = (
    "Tệp PDF là bản chụp (scan), không có lớp chữ để đọc. "
    "Xin nhận dạng chữ (OCR) tệp này hoặc tải lên bản Word (.docx) của kế hoạch."
)
ENCRYPTED = "Tệp PDF có mật khẩu nên không đọc được. Xin bỏ mật khẩu rồi tải lên lại."
DAMAGED = "Tệp PDF bị hỏng hoặc tải lên chưa hết nên không mở được. Xin kiểm tra lại tệp rồi tải lên lần nữa."
TOO_HEAVY = (
    "Trang PDF chứa quá nhiều nét vẽ hoặc chữ so với một kế hoạch nên không đọc. "
    "Xin in lại từ Word thành PDF hoặc tải lên bản Word (.docx)."
)
IMAGE_PAGE = "trang chỉ có ảnh, không có lớp chữ"

_MOST_PAGE_STREAM = 2 * 1024 * 1024
_MOST_CHARACTERS_A_PAGE = 40_000
_MOST_RULES_A_PAGE = 20_000
_MOST_STROKES_A_PAGE = 20_000
_STROKE = re.compile(rb"\s(?:l|c|v|y|re)\s")
_FEWEST_LETTERS_A_PAGE = 15
_MARK = re.compile(r"^\[?\(?\d{1,2}\)?\]?$")
_GLUED_MARK = re.compile(r"^(\[\d{1,2}\]|\d{1,2})(?=[^\W\d_])")
_DIGITS = re.compile(r"\d+")


@dataclass(slots=True)
class _Page:
    number: int
    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    tables: list[PageTable] = field(default_factory=list)
    letters: int = 0
    has_image: bool = False


def read_pdf(data: bytes, *, filename: str = "") -> Document:
    """Read a PDF with a text layer; every block knows its page.

    Page numbers and running heads go to the noise, footnotes to the end as blocks of kind `footnote`,
    a table that runs over several pages is one block.  Raises UnreadableDocument for scanned,
    encrypted, damaged and overlong files.
    """
    count_pages(data)
    try:
        pages = list(_pages(data))
    except (UnreadableDocument, MemoryError):
        raise
    except RecursionError as error:
        raise UnreadableDocument("damaged", DAMAGED) from error
    except Exception as error:  # a broken file makes the PDF library raise nearly anything
        raise UnreadableDocument("damaged", DAMAGED) from error
    letters = sum(page.letters for page in pages)
    pictured = any(page.has_image for page in pages)
    if not letters or (pictured and letters < _FEWEST_LETTERS_A_PAGE * len(pages)):
        raise UnreadableDocument("scanned", SCANNED)
    builder = Builder()
    _drop_page_furniture(pages, builder)
    _Assembler(pages, builder).run()
    for page in pages:
        if page.has_image and page.letters < _FEWEST_LETTERS_A_PAGE:
            builder.drop(f"Trang {page.number}", IMAGE_PAGE)
    document = builder.finish("pdf", {"filename": filename, "pages": str(len(pages))})
    refuse_garbled(document.text)
    return document


def count_pages(data: bytes) -> int:
    """The number of pages; refuses an encrypted, damaged or overlong PDF before any page is looked at."""
    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)))
        claimed = resolve1(resolve1(document.catalog.get("Pages", {})).get("Count", 0))
        if isinstance(claimed, int) and claimed > MOST_PAGES:
            raise UnreadableDocument("too_many_pages", TOO_MANY_PAGES)
        found = sum(1 for _ in islice(PDFPage.create_pages(document), MOST_PAGES + 1))
    except (UnreadableDocument, MemoryError):
        raise
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise UnreadableDocument("encrypted", ENCRYPTED) from error
    except Exception as error:  # see read_pdf
        raise UnreadableDocument("damaged", DAMAGED) from error
    if found > MOST_PAGES:
        raise UnreadableDocument("too_many_pages", TOO_MANY_PAGES)
    if found == 0:
        raise UnreadableDocument("damaged", DAMAGED)
    return found


def _pages(data: bytes) -> Iterator[_Page]:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for number, page in enumerate(pdf.pages, start=1):
            yield _read_page(page, number)
            page.close()


def _read_page(page: Any, number: int) -> _Page:
    drawing = b"\n".join(resolve1(stream).get_data() for stream in page.page_obj.contents)
    if len(drawing) > _MOST_PAGE_STREAM or len(_STROKE.findall(drawing)) > _MOST_STROKES_A_PAGE:
        raise UnreadableDocument("too_large", TOO_HEAVY)
    if len(page.chars) > _MOST_CHARACTERS_A_PAGE or len(page.edges) > _MOST_RULES_A_PAGE:
        raise UnreadableDocument("too_large", TOO_HEAVY)
    result = _Page(number, page.width, page.height, letters=len(page.chars), has_image=bool(page.images))
    for char in page.chars:
        char["size"] = round(char["size"] * 2) / 2  # a hair's difference in size must not cut a word
    words = words_of(
        page.extract_words(
            x_tolerance_ratio=0.18, y_tolerance=2, extra_attrs=["size"], keep_blank_chars=False
        )
    )
    if len(page.edges) >= 6:
        for found in page.find_tables():
            table = build_table(found.cells, words, number)
            if table is not None and (len(table.rows) > 1 or len(table.columns) > 2):
                result.tables.append(table)
                x0, top, x1, bottom = found.bbox
                words = [
                    word
                    for word in words
                    if not (
                        x0 <= (word.x0 + word.x1) / 2 <= x1 and top <= (word.top + word.bottom) / 2 <= bottom
                    )
                ]
    result.lines = lines_of(words, number)
    return result


def _drop_page_furniture(pages: list[_Page], builder: Builder) -> None:
    """Page numbers, and lines that repeat at the top or bottom of page after page."""
    edges: Counter[str] = Counter()
    for page in pages:
        for line in _edge_lines(page):
            edges[_DIGITS.sub("#", line.text)] += 1
    for page in pages:
        for line in _edge_lines(page):
            text = line.text
            if is_page_number(text):
                builder.drop(text, PAGE_NUMBER)
            elif (
                len(pages) > 2
                and _stands_off(page, line)
                and edges[_DIGITS.sub("#", text)] >= max(3, len(pages) // 2)
            ):
                builder.drop(text, RUNNING_HEAD)
            else:
                continue
            page.lines.remove(line)


def _edge_lines(page: _Page) -> list[Line]:
    """Up to two lines at either end of the page that stand in its margins."""
    inside = page.tables
    top = min([page.height, *(table.top for table in inside)])
    bottom = max([0.0, *(table.bottom for table in inside)])
    head = [line for line in page.lines[:2] if line.bottom < page.height * 0.12 and line.bottom <= top + 2]
    foot = [line for line in page.lines[-2:] if line.top > page.height * 0.88 and line.top >= bottom - 2]
    return [*head, *(line for line in foot if line not in head)]


def _stands_off(page: _Page, line: Line) -> bool:
    """Whether a line at the edge of the page is farther from the text than lines of text are apart."""
    gaps = sorted(
        max(0.0, below.top - above.bottom) for above, below in zip(page.lines, page.lines[1:], strict=False)
    )
    near = [other for other in page.lines if other is not line and abs(other.top - line.top) > 2]
    if not gaps or not near:
        return True
    distance = min(max(other.top - line.bottom, line.top - other.bottom) for other in near)
    return distance > 1.4 * gaps[len(gaps) // 2] + 1


class _Assembler:
    """Joins the lines and tables of all pages into blocks."""

    def __init__(self, pages: list[_Page], builder: Builder) -> None:
        self.pages = pages
        self.builder = builder
        self.paragraph: list[Line] = []
        self.table: PageTable | None = None
        self.table_page = 0
        self.notes: list[tuple[int, str]] = []
        self.margins = self._margins()

    def run(self) -> None:
        for page, after in zip(self.pages, [*self.pages[1:], None], strict=True):
            margins = self.margins[round(page.width)]
            lines = self._without_notes(page, margins, after.lines if after else [])
            lines = split_columns(lines, (margins.left + margins.right) / 2)
            tables = sorted(page.tables, key=lambda table: table.top)
            first = True
            for line in lines:
                while tables and tables[0].top < line.top and not line.column:
                    self._add_table(tables.pop(0), first)
                    first = False
                self._add_line(line, margins)
                first = False
            for table in tables:
                self._add_table(table, first)
                first = False
        self._close_paragraph()
        self._close_table()
        for number, text in self.notes:
            emit(self.builder, text, page=number, kind="footnote")

    def _margins(self) -> dict[int, Margins]:
        """Portrait and landscape pages have margins of their own."""
        by_width: dict[int, list[Line]] = {}
        for page in self.pages:
            by_width.setdefault(round(page.width), []).extend(page.lines)
        return {width: measure(lines) for width, lines in by_width.items()}

    # Lines -------------------------------------------------------------------------------------

    def _add_line(self, line: Line, margins: Margins) -> None:
        self._close_table()
        if self.paragraph and not goes_on(self.paragraph[-1], line, self.paragraph[0], margins):
            self._close_paragraph()
        self.paragraph.append(line)

    def _close_paragraph(self) -> None:
        if self.paragraph:
            text = join_lines([line.text for line in self.paragraph])
            emit(self.builder, text, page=self.paragraph[0].page)
            self.paragraph = []

    # Tables ------------------------------------------------------------------------------------

    def _add_table(self, table: PageTable, first_on_page: bool) -> None:
        self._close_paragraph()
        words = texts(table.rows)
        if is_layout(words) or len(table.columns) == 2:
            self._close_table()
            for row in words:
                for cell in row:
                    for paragraph in cell.split("\n"):
                        emit(self.builder, paragraph, page=table.page)
            return
        if self.table is not None and first_on_page and continue_table(self.table, table):
            return
        self._close_table()
        self.table, self.table_page = table, table.page

    def _close_table(self) -> None:
        if self.table is not None:
            self.builder.table(self.table.rows, page=self.table_page)
            self.table = None

    # Footnotes ---------------------------------------------------------------------------------

    def _without_notes(self, page: _Page, margins: Margins, following: list[Line]) -> list[Line]:
        """Take footnotes from the foot of the page, and their raised marks out of the text.

        A note may stand a page too early, so its mark is looked for on the following page as well.
        """
        start = _foot_of_page(page.lines, margins)
        body, foot = page.lines[:start], page.lines[start:]
        notes: list[str] = []
        for number, line in enumerate(foot):
            mark = _note_mark(line)
            if mark is not None and (_take_out_mark(body, mark) or _take_out_mark(following, mark)):
                self.builder.drop(mark, FOOTNOTE_MARK)
                notes.append(line.text.removeprefix(mark).strip())
            elif notes:
                notes[-1] = join_lines([notes[-1], line.text])
            else:
                body.append(foot[number])
        self.notes.extend((page.number, note) for note in notes)
        return body


def _foot_of_page(lines: list[Line], margins: Margins) -> int:
    """The line where footnotes may begin: small print, or a number that stands raised in the text above."""
    start = len(lines)
    while start and lines[start - 1].size < margins.size - 0.7:
        start -= 1
    if start < len(lines):
        return start
    raised = {
        word.text: number
        for number, line in enumerate(lines)
        for word in line.words[1:]
        if _MARK.match(word.text) and word.size < 0.8 * line.size
    }
    for number, line in enumerate(lines):
        first = line.words[0].text
        if len(line.words) > 1 and number > raised.get(first, number):
            return number
    return start


def _note_mark(line: Line) -> str | None:
    """The number a footnote opens with: smaller than its words, or stuck to the first of them."""
    first = line.words[0]
    if len(line.words) > 1 and _MARK.match(first.text):
        return first.text
    glued = _GLUED_MARK.match(first.text)
    return glued.group(1) if glued else None


def _take_out_mark(lines: list[Line], mark: str) -> bool:
    """Remove a footnote's number from the text it hangs on: a small word of its own, or glued to one."""
    glued = re.compile(
        rf"(?<=[a-zà-ỹđ”\"]){re.escape(mark)}(?=[.,;:]?$)|(?<=[a-zà-ỹđ][.,;:]){re.escape(mark)}$"
    )
    for line in reversed(lines):
        for number in range(len(line.words) - 1, -1, -1):
            word = line.words[number]
            if word.text == mark and word.size < 0.8 * line.size and len(line.words) > 1:
                del line.words[number]
                _glue_punctuation(line, number)
                return True
            if glued.search(word.text):
                line.words[number] = word._replace(text=glued.sub("", word.text))
                return True
    return False


def _glue_punctuation(line: Line, number: int) -> None:
    """Punctuation that followed a removed mark goes back to the word before it."""
    if 0 < number < len(line.words) and line.words[number].text[0] in ".,;:)":
        before, after = line.words[number - 1], line.words.pop(number)
        line.words[number - 1] = before._replace(text=before.text + after.text, x1=after.x1)
