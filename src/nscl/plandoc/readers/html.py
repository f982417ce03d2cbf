"""Saved web pages: the plan among menus, scripts, comments and adverts."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage

from lxml import etree
from lxml import html as lxml_html

from nscl.plandoc.readers.build import Builder, CellText, Entry
from nscl.plandoc.readers.decode import decode, refuse_garbled
from nscl.plandoc.readers.emit import cell_text, emit, rejoin
from nscl.plandoc.readers.grid import MOST_CELLS, TOO_MANY_CELLS, lay_out, texts
from nscl.plandoc.readers.layout import is_layout
from nscl.plandoc.readers.lines import clean
from nscl.plandoc.readers.noise import FOOTNOTE_MARK, WEB
from nscl.plandoc.readers.page_content import content_root, is_hidden, is_page_furniture, words_in
from nscl.plandoc.readers.text import EMPTY, assemble
from nscl.plandoc.source import Document, UnreadableDocument

TOO_COMPLEX = (
    "Trang web quá lớn hoặc quá phức tạp so với một kế hoạch. "
    "Xin sao chép riêng nội dung kế hoạch vào tệp Word (.docx) rồi tải lên."
)
DAMAGED = "Trang web đã lưu bị hỏng nên không đọc được. Xin lưu lại trang hoặc dùng bản Word (.docx)."

_MOST_TAGS = 150_000
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.I)
# fmt: off
_SILENT = frozenset((
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "video", "audio",
    "map", "head", "title", "button", "input", "select", "textarea", "option", "datalist", "img",
))
_BLOCK = frozenset((
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "section", "article",
    "main", "header", "footer", "aside", "form", "fieldset", "blockquote", "center", "figure", "figcaption",
    "address", "hr", "details", "summary", "caption", "body", "html",
))
# fmt: on
_FOOTNOTE_REF = re.compile(r"#_?(?:ftn|edn|footnote|fn|cite_note)[-_:]?\w*$", re.I)
_FOOTNOTE_BODY = re.compile(r"^_?(?:ftn|edn|footnote|fn)[-_:]?\d+$", re.I)
_LEADING_MARK = re.compile(r"^\[?\d{1,2}\]?[.)]?\s*")


def read_html(data: bytes, *, filename: str = "") -> Document:
    """Read a saved page; menus, adverts, hidden parts and comments go to the noise.

    Tables keep their spans.  Tables that only place the letterhead or the signature are read cell
    by cell as paragraphs.  Raises UnreadableDocument for empty, damaged or monstrous pages.

    >>> read_html(b"<html><body><p>Ke hoach<script>x()</script></p></body></html>").text
    'Ke hoach'
    """
    if data.count(b"<") > _MOST_TAGS:
        raise UnreadableDocument("too_large", TOO_COMPLEX)
    if len(re.findall(rb"<t[dh][\s>]", data, re.I)) > MOST_CELLS:
        raise UnreadableDocument("too_large", TOO_MANY_CELLS)
    page = _decode_page(data)
    refuse_garbled(page)
    builder = Builder()
    try:
        _Walker(builder).read(_parse(page))
    except RecursionError as error:
        raise UnreadableDocument("too_large", TOO_COMPLEX) from error
    if not builder.has_words():
        raise UnreadableDocument("empty", EMPTY)
    return builder.finish("html", {"filename": filename} if filename else {})


def read_mhtml(data: bytes, *, filename: str = "") -> Document:
    """Read a page saved as one file (.mht): its first HTML part."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if isinstance(part, EmailMessage) and part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                charset = part.get_content_charset()
                if charset and not _META_CHARSET.search(payload[:4096]):
                    payload = f'<meta charset="{charset}">'.encode() + payload
                return read_html(payload, filename=filename)
    raise UnreadableDocument("damaged", DAMAGED)


def _decode_page(data: bytes) -> str:
    declared = _META_CHARSET.search(data[:8192])
    if declared and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        name = declared.group(1).decode("ascii").lower()
        if name not in ("utf-8", "utf8", "utf-16", "unicode"):
            try:
                data.decode("utf-8")
            except UnicodeDecodeError:
                try:
                    return data.decode(name, "replace")
                except LookupError:
                    return decode(data)
    return decode(data)


def _parse(page: str) -> etree._Element:
    parser = lxml_html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    # A declared encoding in a str makes lxml refuse it; the text is decoded already.
    page = re.sub(r"^\s*<\?xml[^>]*\?>", "", page).replace("\x00", "")
    try:
        root = lxml_html.document_fromstring(page, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument("damaged", DAMAGED) from error
    body = root.find("body")
    return root if body is None else body


class _Walker:
    """Walks the page once and writes paragraphs and tables as it meets their ends."""

    def __init__(self, builder: Builder, *, in_cell: bool = False) -> None:
        self.builder = builder
        self.in_cell = in_cell
        self.lines: list[str] = [""]
        self.kind: str = "paragraph"

    def read(self, body: etree._Element) -> None:
        root = content_root(body)
        self._outside(body, root)
        self._element(root)
        self._flush()

    def _outside(self, body: etree._Element, root: etree._Element) -> None:
        """Everything outside the plan's own element is kept as noise."""
        node = root
        while node is not body and (parent := node.getparent()) is not None:
            for sibling in parent:
                if sibling is not node and isinstance(sibling.tag, str) and sibling.tag not in _SILENT:
                    self.builder.drop(clean(words_in(sibling))[:500], WEB)
            node = parent

    # Running text ------------------------------------------------------------------------------

    def _text(self, text: str | None) -> None:
        if text:
            self.lines[-1] += re.sub(r"\s+", " ", text)

    def _flush(self) -> None:
        lines = [clean(line) for line in self.lines]
        self.lines = [""]
        for paragraph in rejoin(lines):
            if self.in_cell:
                self.builder.paragraph(paragraph)
            elif self.kind == "footnote":
                emit(self.builder, _LEADING_MARK.sub("", paragraph), kind="footnote")
            else:
                emit(self.builder, paragraph)

    def _element(self, node: etree._Element) -> None:
        tag = node.tag if isinstance(node.tag, str) else ""
        if not tag or tag in _SILENT or is_hidden(node):
            return
        if is_page_furniture(node):
            self.builder.drop(clean(words_in(node))[:500], WEB)
        elif tag == "br":
            self.lines.append("")
        elif tag == "table":
            self._flush()
            self._table(node)
        elif tag == "pre":
            self._flush()
            assemble(words_in(node), self.builder)
        elif tag == "a" and _is_footnote_mark(node):
            self.builder.drop(clean(words_in(node)), FOOTNOTE_MARK)
            if _FOOTNOTE_BODY.match(node.get("name") or node.get("id") or ""):
                self.kind = "footnote"
        elif tag in _BLOCK:
            self._block(node, tag)
        else:
            self._children(node)

    def _children(self, node: etree._Element) -> None:
        self._text(node.text)
        for child in node:
            self._element(child)
            self._text(child.tail)

    def _block(self, node: etree._Element, tag: str) -> None:
        self._flush()
        outer = self.kind
        if _FOOTNOTE_BODY.match(node.get("id", "")):
            self.kind = "footnote"
        if tag == "li":
            self.lines[-1] = _list_mark(node)
        self._children(node)
        self._flush()
        self.kind = outer

    # Tables ------------------------------------------------------------------------------------

    def _table(self, table: etree._Element) -> None:
        if _is_frame(table):
            for cell in _cells_in_order(table):
                self._block(cell, "td")
            return
        grid = lay_out([[self._cell(cell) for cell in row] for row in _rows(table)])
        words = texts(grid)
        if not any(any(row) for row in words):
            return
        for caption in table.findall("caption"):
            self._block(caption, "caption")
        if is_layout(words) or max(map(len, words)) == 1:
            for cell in _cells_in_order(table):
                self._block(cell, "td")
            return
        self.builder.table(grid)

    def _cell(self, node: etree._Element) -> CellText:
        inner = _Walker(Builder(), in_cell=True)
        inner._block(node, "td")
        self.builder.noise.extend(inner.builder.noise)
        text = cell_text(_flat(entry) for entry in inner.builder.entries)
        return CellText(text, _span(node, "colspan"), _span(node, "rowspan"))


def _flat(entry: Entry) -> str:
    """A block inside a cell as words: a table in a cell keeps only what its cells say."""
    return entry.text or " ".join(cell.text for row in entry.grid for cell in row if cell)


def _is_footnote_mark(link: etree._Element) -> bool:
    """Whether a link is the number in the text or the number before the note."""
    own_name = link.get("name") or link.get("id") or ""
    points = _FOOTNOTE_REF.search(link.get("href", "")) or _FOOTNOTE_BODY.match(own_name)
    return bool(points) and len(words_in(link).strip()) <= 5


def _list_mark(node: etree._Element) -> str:
    """The mark a browser would print before a list item."""
    parent = node.getparent()
    if parent is None or parent.tag != "ol":
        return "- "
    place = sum(1 for sibling in node.itersiblings("li", preceding=True))
    number = place + _span(parent, "start")
    if parent.get("type") in ("a", "A") and number <= 26:
        letter = "abcdefghijklmnopqrstuvwxyz"[number - 1]
        return f"{letter.upper() if parent.get('type') == 'A' else letter}) "
    return f"{number}. "


def _span(node: etree._Element, name: str) -> int:
    digits = re.match(r"\s*(\d{1,6})", node.get(name, ""))
    return max(1, min(int(digits.group(1)), 1000)) if digits else 1


def _rows(table: etree._Element) -> Iterator[list[etree._Element]]:
    """The rows of this table, not of tables inside its cells; empty when it has none."""
    for part in table:
        if part.tag == "tr" and not is_hidden(part):
            yield [cell for cell in part if cell.tag in ("td", "th") and not is_hidden(cell)]
        elif part.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(part)


def _cells_in_order(table: etree._Element) -> Iterator[etree._Element]:
    for row in _rows(table):
        yield from row


def _is_frame(table: etree._Element) -> bool:
    """Whether a table frames the page: another table or a whole text stands inside one cell."""
    rows = list(_rows(table))
    if len(rows) > 12:
        return False
    for row in rows:
        for cell in row:
            if cell.find(".//table") is not None or sum(len(text) for text in cell.itertext()) > 4000:
                return True
    return False
