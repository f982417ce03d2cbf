"""Word files, read straight from their XML parts: nothing printed on the page is lost.

The usual library leaves out text boxes, footnotes, list labels and tracked insertions, which in
these plans carry numbers, dates and whole items.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from nscl.plandoc.readers.build import Builder, CellText
from nscl.plandoc.readers.decode import refuse_garbled
from nscl.plandoc.readers.docx_numbering import Numbering
from nscl.plandoc.readers.docx_package import TOO_BIG_INSIDE, Package, attribute, child, local
from nscl.plandoc.readers.emit import cell_text, emit, rejoin
from nscl.plandoc.readers.grid import MOST_CELLS, TOO_MANY_CELLS, lay_out, texts
from nscl.plandoc.readers.layout import is_layout
from nscl.plandoc.readers.lines import clean
from nscl.plandoc.readers.noise import PAGE_NUMBER, RUNNING_HEAD, is_page_number
from nscl.plandoc.readers.text import EMPTY
from nscl.plandoc.source import Document, UnreadableDocument

SCANNED = (
    "Tệp Word chỉ có ảnh chụp văn bản, không có chữ để đọc. "
    "Xin nhận dạng chữ (OCR) hoặc tải lên bản Word gốc của kế hoạch."
)
TOO_DEEP = "Tệp Word lồng bảng quá sâu nên không đọc được. Xin sao chép nội dung sang tệp mới rồi tải lên."

_DROPPED = frozenset(
    ("del", "moveFrom", "delText", "instrText", "delInstrText", "pPr", "rPr", "sectPr", "tblPr")
)
_MOST_TAGS = 400_000
_SHAPES = frozenset(("drawing", "pict", "object"))


def read_docx(data: bytes, *, filename: str = "") -> Document:
    """Read a Word file as it would print with all changes accepted.

    Text boxes stand after the paragraph they hang on, footnotes and endnotes at the end as blocks of
    kind `footnote`; automatic list labels are computed.  Tables keep merged cells; tables that only
    place the letterhead or the signature are read cell by cell as paragraphs.  `page` is unknown.
    Raises UnreadableDocument for hostile, damaged, empty and picture-only files.
    """
    package = Package(data)
    raw = package.bytes_of(package.main_part)
    if raw.count(b"<") > _MOST_TAGS:
        raise UnreadableDocument("too_large", TOO_BIG_INSIDE)
    if raw.count(b":tc>") + raw.count(b":tc ") > 2 * MOST_CELLS:
        raise UnreadableDocument("too_large", TOO_MANY_CELLS)
    del raw
    body = child(package.xml(package.main_part), "body")
    reader = _Reader(package)
    try:
        if body is not None:
            reader.headers(body)
            reader.blocks(body)
            reader.notes()
    except RecursionError as error:
        raise UnreadableDocument("damaged", TOO_DEEP) from error
    document = reader.builder.finish("docx", {"filename": filename} if filename else {})
    if not reader.builder.has_words():
        raise (
            UnreadableDocument("scanned", SCANNED)
            if package.has_images()
            else UnreadableDocument("empty", EMPTY)
        )
    refuse_garbled(document.text)
    return document


def _part(package: Package, kind: str) -> etree._Element | None:
    names = package.related(kind)
    return package.xml(names[0]) if names else None


class _Reader:
    """Walks the body in document order and writes blocks."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.builder = Builder()
        self.numbering = Numbering(_part(package, "numbering"), _part(package, "styles"))
        self.note_ids: list[tuple[str, str]] = []
        self.carried = ""

    # Blocks ------------------------------------------------------------------------------------

    def blocks(self, parent: etree._Element) -> None:
        for node in _accepted(parent):
            name = local(node)
            if name == "p":
                for paragraph in self.paragraph(node):
                    emit(self.builder, paragraph)
                self.text_boxes(node)
            elif name == "tbl":
                self.table(node)

    def text_boxes(self, node: etree._Element) -> None:
        for box in _text_boxes(node):
            self.blocks(box)

    def paragraph(self, node: etree._Element, *, in_cell: bool = False) -> list[str]:
        """The logical paragraphs of one w:p: itself, cut at its line breaks where they mean something."""
        pieces: list[str] = []
        self._runs(node, pieces)
        text = self.carried + "".join(pieces)
        self.carried = ""
        if _mark_is_deleted(node):
            self.carried = text
            return []
        empty = not text.strip()
        if empty and not in_cell:
            if not _mark_is_deleted(node) and child(node, "pPr", "numPr") is not None:
                self.numbering.label(node)
            return []
        text = self.numbering.label(node) + text
        if "\t" in text:
            parts = [part for part in map(clean, text.split("\t")) if part]
            if len(parts) > 1 and is_layout([parts]):
                return parts
        return rejoin([clean(line) for line in text.split("\n")])

    def _runs(self, node: etree._Element, pieces: list[str]) -> None:
        for element in _accepted(node):
            name = local(element)
            if name == "r":
                self._run(element, pieces)
            elif name == "t":
                pieces.append(element.text or "")
            elif name not in _SHAPES:
                self._runs(element, pieces)

    def _run(self, run: etree._Element, pieces: list[str]) -> None:
        vanish = child(run, "rPr", "vanish")
        if vanish is not None and attribute(vanish, "val") not in ("0", "false"):
            return
        for element in _accepted(run):
            name = local(element)
            if name == "t":
                pieces.append(element.text or "")
            elif name in ("tab", "ptab"):
                pieces.append("\t")
            elif name in ("br", "cr"):
                pieces.append("\n")
            elif name == "noBreakHyphen":
                pieces.append("-")
            elif name in ("footnoteReference", "endnoteReference"):
                self.note_ids.append((name.removesuffix("Reference"), attribute(element, "id") or ""))
            elif name == "ruby":
                self._runs(element, pieces)

    # Notes and headers -------------------------------------------------------------------------

    def notes(self) -> None:
        """Footnotes and endnotes in the order of their marks in the text."""
        for kind in ("footnote", "endnote"):
            wanted = [number for noted, number in self.note_ids if noted == kind]
            part = _part(self.package, f"{kind}s") if wanted else None
            if part is None:
                continue
            bodies = {attribute(note, "id"): note for note in part}
            for number in wanted:
                for paragraph in self._cell_paragraphs(bodies.get(number)):
                    emit(self.builder, paragraph, kind="footnote")

    def headers(self, body: etree._Element) -> None:
        """Running heads are noise, unless the letterhead stands there and nowhere in the body."""
        for name in self.package.related("header") + self.package.related("footer"):
            paragraphs = self._cell_paragraphs(self.package.xml(name))
            letterhead = is_layout([paragraphs]) if paragraphs else False
            if letterhead and not is_layout([["".join(map(str, body.itertext()))[:3000]]]):
                for paragraph in paragraphs:
                    emit(self.builder, paragraph)
            else:
                text = " ".join(paragraphs)
                self.builder.drop(text, PAGE_NUMBER if is_page_number(text) else RUNNING_HEAD)

    # Tables ------------------------------------------------------------------------------------

    def table(self, table: etree._Element) -> None:
        if _is_frame(table):
            for row in _rows(table):
                for cell in _cells(row):
                    self.blocks(cell)
            return
        rows: list[list[CellText]] = []
        paragraphs: list[str] = []
        merged: dict[int, tuple[int, int]] = {}
        for row in _rows(table):
            rows.append(self._row(row, rows, merged, paragraphs))
        grid = lay_out(rows)
        words = texts(grid)
        if is_layout(words) or max(map(len, words), default=0) == 1:
            for paragraph in paragraphs:
                emit(self.builder, paragraph)
        elif any(any(row) for row in words):
            self.builder.table(grid)

    def _row(
        self,
        row: etree._Element,
        above: list[list[CellText]],
        merged: dict[int, tuple[int, int]],
        paragraphs: list[str],
    ) -> list[CellText]:
        """One row; a cell continuing a vertical merge lengthens the cell above instead."""
        cells: list[CellText] = []
        column = _whole(attribute(child(row, "trPr", "gridBefore"), "val"), 0)
        cells.extend(CellText("") for _ in range(column))
        for node in _cells(row):
            properties = child(node, "tcPr")
            width = _whole(attribute(child(properties, "gridSpan"), "val"), 1)
            merge = child(properties, "vMerge")
            text = self._cell_paragraphs(node)
            if merge is not None and attribute(merge, "val") != "restart" and column in merged:
                at_row, at_cell = merged[column]
                top = above[at_row][at_cell]
                above[at_row][at_cell] = CellText(top.text, top.colspan, len(above) - at_row + 1)
            else:
                if merge is not None:
                    merged[column] = (len(above), len(cells))
                else:
                    merged.pop(column, None)
                cells.append(CellText(cell_text(text), width))
                paragraphs.extend(text)
            column += width
        return cells

    def _cell_paragraphs(self, node: etree._Element | None) -> list[str]:
        found: list[str] = []
        for element in _accepted(node) if node is not None else ():
            name = local(element)
            if name == "p":
                found.extend(self.paragraph(element, in_cell=True))
                for box in _text_boxes(element):
                    found.extend(self._cell_paragraphs(box))
            elif name == "tbl":
                for row in _rows(element):
                    for cell in _cells(row):
                        found.extend(self._cell_paragraphs(cell))
        return [paragraph for paragraph in found if paragraph]


def _accepted(parent: etree._Element) -> Iterator[etree._Element]:
    """Children as they stand with all changes accepted, wrappers opened and alternatives taken once."""
    for node in parent:
        name = local(node)
        if name in _DROPPED or not name:
            continue
        if name == "AlternateContent":
            choice = child(node, "Choice")
            chosen = choice if choice is not None else child(node, "Fallback")
            if chosen is not None:
                yield from _accepted(chosen)
        elif name == "sdt":
            content = child(node, "sdtContent")
            if content is not None:
                yield from _accepted(content)
        elif name in ("ins", "moveTo", "customXml", "smartTag", "hyperlink", "fldSimple", "dir", "bdo"):
            yield from _accepted(node)
        else:
            yield node


def _text_boxes(node: etree._Element) -> Iterator[etree._Element]:
    """The text boxes hanging on a paragraph, each once."""
    for element in _accepted(node):
        if local(element) == "txbxContent":
            yield element
        elif local(element) != "tbl":
            yield from _text_boxes(element)


def _mark_is_deleted(paragraph: etree._Element) -> bool:
    marks = child(paragraph, "pPr", "rPr")
    return child(marks, "del") is not None or child(marks, "moveFrom") is not None


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for node in _accepted(table):
        if local(node) == "tr" and child(node, "trPr", "del") is None:
            yield node


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for node in _accepted(row):
        if local(node) == "tc" and child(node, "tcPr", "cellDel") is None:
            yield node


def _whole(text: str | None, otherwise: int) -> int:
    return min(int(text), 200) if text and text.isdigit() else otherwise


def _is_frame(table: etree._Element) -> bool:
    """Whether a table only frames other tables or a whole text."""
    whole = nested = longest = 0
    for row in _rows(table):
        for cell in _cells(row):
            size = _letters(cell)
            whole += size
            longest = max(longest, size)
            nested += sum(_letters(node) for node in _accepted(cell) if local(node) == "tbl")
    return longest > 6000 or (nested > 0 and nested * 2 >= whole)


def _letters(node: etree._Element) -> int:
    return sum(len(text.text or "") for text in node.iter("{*}t"))
