"""Renders a draft as a Word file with what real ones hold: split runs, merged cells, repeated
header rows, footnotes, text boxes and tracked changes."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part as OpcPart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from tests.plandoc.corpus.model import MARK, Columns, Draft, NewPage, Paragraph, Table, clean

FIXED = dt.datetime(2024, 1, 2, 3, 4, 5)  # noqa: DTZ001 (Word's core properties are naive)
CENTRED = {"title", "centre", "note"}
BOLD = {"title", "h1", "h2"}
HEADING_STYLES = {"h1": "Heading 1", "h2": "Heading 2", "h3": "Heading 3"}


class _Writer:
    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.style = draft.styles["docx"]
        self.doc: WordDocument = Document()
        self.doc.styles["Normal"].font.name = "Times New Roman"
        self.doc.styles["Normal"].font.size = Pt(13)
        self.footnotes: list[str] = []
        self.changes = 0
        self._page_numbers()

    def _page_numbers(self) -> None:
        paragraph = self.doc.sections[0].header.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        field.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>2</w:t></w:r>"))
        paragraph._p.append(field)

    def write(self) -> bytes:
        for part in self.draft.parts:
            if isinstance(part, Columns):
                self._columns(part)
            elif isinstance(part, Table):
                self._table(part)
            elif isinstance(part, NewPage):
                self._new_page(part)
            else:
                self._paragraph(part)
        self._footnote_part()
        props = self.doc.core_properties
        props.author, props.title = "Văn phòng", "Kế hoạch"
        props.created = props.modified = FIXED
        buffer = io.BytesIO()
        self.doc.save(buffer)
        return _fixed_zip(buffer.getvalue())

    # -- paragraphs and runs ----------------------------------------------------------------

    def _paragraph(self, part: Paragraph) -> None:
        text = part.text
        style = None
        if part.style == "item" and self.style.get("auto_bullets") and text.startswith("- "):
            style, text = "List Bullet", text[2:]
        if self.style.get("heading_styles"):
            style = HEADING_STYLES.get(part.style, style)
        paragraph = self.doc.add_paragraph(style=style)
        if part.style in CENTRED:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._runs(paragraph, text, bold=part.style in BOLD)

    def _runs(self, paragraph: WordParagraph, text: str, *, bold: bool = False) -> None:
        last = 0
        for mark in MARK.finditer(text):
            self._split_runs(paragraph, text[last : mark.start()], bold)
            getattr(self, "_mark_" + mark[1])(paragraph, mark[2])
            last = mark.end()
        self._split_runs(paragraph, text[last:], bold)

    def _split_runs(self, paragraph: WordParagraph, text: str, bold: bool) -> None:
        """Word cuts a sentence into runs anywhere, also inside a word or a number."""
        for start in range(0, len(text), 47):
            paragraph.add_run(text[start : start + 47]).bold = bold

    def _change(self, tag: str, inner: str) -> Any:
        self.changes += 1
        return parse_xml(
            f'<w:{tag} {nsdecls("w")} w:id="{900 + self.changes}" w:author="Chuyên viên" '
            f'w:date="2024-01-02T03:04:05Z"><w:r>{inner}</w:r></w:{tag}>'
        )

    def _mark_ins(self, paragraph: WordParagraph, text: str) -> None:
        paragraph._p.append(self._change("ins", f'<w:t xml:space="preserve">{escape(text)}</w:t>'))

    def _mark_del(self, paragraph: WordParagraph, text: str) -> None:
        paragraph._p.append(
            self._change("del", f'<w:delText xml:space="preserve">{escape(text)}</w:delText>')
        )

    def _mark_fn(self, paragraph: WordParagraph, text: str) -> None:
        self.footnotes.append(text)
        number = len(self.footnotes) + 1
        run = f'<w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{number}"/>'
        paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{run}</w:r>"))

    def _footnote_part(self) -> None:
        if not self.footnotes:
            return
        notes = "".join(
            f'<w:footnote w:id="{n}"><w:p><w:r><w:footnoteRef/></w:r>'
            f'<w:r><w:t xml:space="preserve"> {escape(text)}</w:t></w:r></w:p></w:footnote>'
            for n, text in enumerate(self.footnotes, 2)
        )
        separators = "".join(
            f'<w:footnote w:type="{kind}" w:id="{n}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
            for n, kind in enumerate(("separator", "continuationSeparator"))
        )
        xml = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            f"<w:footnotes {nsdecls('w')}>{separators}{notes}</w:footnotes>"
        )
        part = OpcPart(
            PackURI("/word/footnotes.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
            xml.encode(),
            self.doc.part.package,
        )
        self.doc.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    # -- head, signature, tables ------------------------------------------------------------

    def _columns(self, part: Columns) -> None:
        halves = [(part.left, part.right)]
        if part.kind == "head":
            halves = [(part.left[:-1], part.right[:-1]), (part.left[-1:], part.right[-1:])]
        table = self.doc.add_table(rows=len(halves), cols=2)
        for row, (left, right) in zip(table.rows, halves, strict=True):
            for cell, lines in zip(row.cells, (left, right), strict=True):
                self._cell_lines(cell, lines, part.kind)
        self.doc.add_paragraph()

    def _cell_lines(self, cell: Any, lines: list[str], kind: str) -> None:
        boxed = self.style.get("number_in_box") and kind == "head" and lines[0].startswith("Số")
        for n, line in enumerate(lines):
            paragraph = cell.paragraphs[0] if n == 0 else cell.add_paragraph()
            paragraph.alignment = None if "nhận:" in lines[0] else WD_ALIGN_PARAGRAPH.CENTER
            if boxed:
                paragraph._p.append(_text_box(line))
            elif line:
                self._runs(paragraph, line, bold=line.isupper())

    def _table(self, part: Table) -> None:
        width = sum(cell.colspan for cell in part.rows[0])
        table = self.doc.add_table(rows=len(part.rows), cols=width, style="Table Grid")
        covered: set[tuple[int, int]] = set()
        for y, cells in enumerate(part.rows):
            x = 0
            for cell in cells:
                while (y, x) in covered:
                    x += 1
                covered |= {(y + dy, x + dx) for dy in range(cell.rowspan) for dx in range(cell.colspan)}
                place = table.cell(y, x)
                if cell.colspan > 1 or cell.rowspan > 1:
                    place = place.merge(table.cell(y + cell.rowspan - 1, x + cell.colspan - 1))
                self._runs(place.paragraphs[0], cell.text, bold=cell.bold)
                x += cell.colspan
        for row in table.rows[: part.header_rows]:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))

    def _new_page(self, part: NewPage) -> None:
        if not part.landscape:
            self.doc.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            return
        section = self.doc.add_section()
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)


def _text_box(text: str) -> Any:
    """A text box as Word writes it: the drawing and, for old readers, the same text again in VML."""
    content = (
        f'<w:txbxContent><w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p></w:txbxContent>'
    )
    return parse_xml(
        f"<w:r {nsdecls('w')} "
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:v="urn:schemas-microsoft-com:vml">'
        '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline>'
        '<wp:extent cx="2000000" cy="300000"/><wp:docPr id="7" name="Text Box 7"/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"<wps:wsp><wps:cNvSpPr txBox='1'/><wps:spPr/><wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp>"
        "</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape style='width:160pt;height:24pt'><v:textbox>{content}</v:textbox>"
        "</v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def _fixed_zip(data: bytes) -> bytes:
    """The same archive with one fixed time on every member, so that two builds are identical."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            new.writestr(zipfile.ZipInfo(name, FIXED.timetuple()[:6]), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def write(draft: Draft) -> bytes:
    """The draft as .docx bytes, the same on every call."""
    return _Writer(draft).write()


def text_of(data: bytes) -> str:
    """All text of the body and footnotes as Word shows it with changes accepted (an independent check)."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in ("word/document.xml", "word/footnotes.xml") if name in archive.namelist()]
        xml = "\n".join(archive.read(name).decode() for name in names)
    xml = re.sub(r"<mc:Fallback>.*?</mc:Fallback>", "", xml, flags=re.S)
    xml = re.sub(r"</w:p>", "\n", xml)
    pieces = re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|(\n)", xml)
    text = "".join(run or newline for run, newline in pieces)
    return clean(text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">"))
