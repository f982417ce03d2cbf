"""The form of an administrative document: Decree 30/2020/NĐ-CP, Appendix I, as a profile of numbers.

Details of the appendix were not compared with the text itself; they stand here as data, so that a
correction changes a line of this file.
"""

from __future__ import annotations

from typing import Any

from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt
from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
BODY_PT, SMALL_PT, HEAD_PT, TABLE_PT = 14, 12, 13, 11
PAGE = (Mm(210), Mm(297))
MARGINS = {"top_margin": Mm(20), "bottom_margin": Mm(20), "left_margin": Mm(30), "right_margin": Mm(15)}
INDENT, AFTER = Cm(1.27), Pt(6)
NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"

LEFT, CENTRE, RIGHT, BOTH = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)


def set_up(document: DocxDocument) -> None:
    """Page, margins, base font, and the page number at the top from the second page on."""
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(BODY_PT)  # type: ignore[attr-defined]
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    section = document.sections[0]
    section.page_width, section.page_height = PAGE
    for name, value in MARGINS.items():
        setattr(section, name, value)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = CENTRE
    _page_field(number)


def landscape(document: DocxDocument) -> None:
    """A new section lying on its side, for wide annex tables."""
    section = document.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = PAGE[1], PAGE[0]
    section.left_margin = section.right_margin = Mm(20)
    section.different_first_page_header_footer = False


def paragraph(
    where: Any,
    text: str = "",
    *,
    align: WD_ALIGN_PARAGRAPH = BOTH,
    size: float = BODY_PT,
    bold: bool = False,
    italic: bool = False,
    indent: bool = False,
    after: Any = AFTER,
    keep: bool = False,
) -> Paragraph:
    """One paragraph in the house form; `where` is a document or a table cell."""
    line = where.add_paragraph()
    line.alignment = align
    form = line.paragraph_format
    form.space_before, form.space_after = Pt(0), after
    form.line_spacing_rule = WD_LINE_SPACING.SINGLE
    form.keep_with_next = keep
    if indent:
        form.first_line_indent = INDENT
    if text:
        run = line.add_run(text)
        run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    return line


def rule_below(line: Paragraph, width_cm: float, frame_cm: float) -> None:
    """A short line under a heading: an empty paragraph with a top border, drawn in from both sides."""
    under = OxmlElement("w:p")
    line._p.addnext(under)
    mark = Paragraph(under, line._parent)
    form = mark.paragraph_format
    form.space_before, form.space_after = Pt(2), Pt(0)
    side = Cm(max(0.0, (frame_cm - width_cm) / 2))
    form.left_indent, form.right_indent = side, side
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(5)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for key, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{key}"), value)
    borders.append(top)
    mark._p.get_or_add_pPr().append(borders)


def bare_table(document: DocxDocument, widths_cm: list[float]) -> Any:
    """A table without borders for the letterhead and the signature block, never broken over two pages."""
    table = document.add_table(rows=1, cols=len(widths_cm))
    _fix_widths(table, widths_cm)
    for cell, width in zip(table.rows[0].cells, widths_cm, strict=True):
        cell.width = Cm(width)
        _drop_first(cell)
    _keep_whole(table.rows[0])
    return table


def grid(document: DocxDocument, heads: list[str], widths_cm: list[float], numeric: set[int]) -> Any:
    """A ruled table whose head row repeats on every page; `numeric` columns are right-aligned."""
    table = document.add_table(rows=1, cols=len(heads))
    table.style = "Table Grid"
    _fix_widths(table, widths_cm)
    fill(table.rows[0], heads, widths_cm, set(), bold=True, align=CENTRE)
    row = table.rows[0]._tr.get_or_add_trPr()
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    row.append(repeat)
    return table


def fill(
    row: Any,
    values: list[str],
    widths_cm: list[float],
    numeric: set[int],
    *,
    bold: bool = False,
    align: WD_ALIGN_PARAGRAPH = LEFT,
) -> None:
    """Write a row's cells; a row never breaks over two pages."""
    for index, (cell, value) in enumerate(zip(row.cells, values, strict=True)):
        cell.width = Cm(widths_cm[index])
        _drop_first(cell)
        side = RIGHT if index in numeric else align
        paragraph(cell, value, align=side, size=TABLE_PT, bold=bold, after=Pt(2))
    _keep_whole(row)


def _keep_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _fix_widths(table: Any, widths_cm: list[float]) -> None:
    """Word goes by the cells, LibreOffice by the grid: both are told."""
    table.autofit = False
    for column, width in zip(table.columns, widths_cm, strict=True):
        column.width = Cm(width)


def _drop_first(cell: Any) -> None:
    """A new cell holds one empty paragraph; ours come instead of it."""
    for line in list(cell.paragraphs):
        line._p.getparent().remove(line._p)


def _page_field(line: Paragraph) -> None:
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = line.add_run()
        run.font.size = Pt(HEAD_PT)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)
