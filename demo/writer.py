"""Writes a plan's facts as a file: Word by its name's ending, a web page or plain text.

The same facts always give the same bytes, so that loading the demo twice is seen to be the same file.

>>> from demo.plans import PLANS
>>> write(PLANS["hung-yen"]).decode().splitlines()[0][:32]
'UBND tỉnh Hưng Yên có Kế hoạch h'
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from html import escape

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt
from docx.table import Table, _Cell

from demo.facts import Appendix, PlanDocument, Row
from nscl.vietnamese import format_number

NATION = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
FIXED = (2025, 7, 1, 8, 0, 0)
COLUMNS = ("STT", "Nội dung, nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Tổng kinh phí")
PAYERS = ("Vốn ngân sách NN", "Vốn đối ứng DN")
CENTRE = WD_ALIGN_PARAGRAPH.CENTER


def write(plan: PlanDocument) -> bytes:
    """The file of a plan, in the form its name asks for."""
    if plan.filename.endswith(".docx"):
        return as_docx(plan)
    if plan.filename.endswith(".html"):
        return as_html(plan).encode()
    return as_text(plan).encode()


# Word ---------------------------------------------------------------------------------------------


def as_docx(plan: PlanDocument) -> bytes:
    """Letterhead and signature as tables without lines, numbered sections, the annex on a wide page."""
    word = Document()
    style = word.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(13)
    style.paragraph_format.space_after = Pt(4)
    _pair(
        word,
        [("ỦY BAN NHÂN DÂN", f"TỈNH {plan.province.upper()}"), (plan.number_line,)],
        [NATION, (plan.date_line,)],
    )
    _centred(word, "KẾ HOẠCH")
    for line in plan.title:
        _centred(word, line)
    for text in plan.opening:
        word.add_paragraph(text)
    for section in plan.sections:
        for depth, text in section.flat():
            word.add_paragraph().add_run(text).bold = depth in (1, 2)
    word.add_paragraph(plan.closing)
    receivers = ["Nơi nhận:", *(f"- {name};" for name in plan.recipients), f"- {plan.archive}."]
    _pair(word, [tuple(receivers)], [(*plan.capacity, "", "", plan.signature)], left_centred=False)
    if plan.appendix is not None:
        _annex(word, plan.appendix)
    word.core_properties.author, word.core_properties.title = "Dữ liệu minh họa", "Kế hoạch"
    word.core_properties.created = word.core_properties.modified = datetime(*FIXED)  # noqa: DTZ001
    buffer = io.BytesIO()
    word.save(buffer)
    return _same_bytes(buffer.getvalue())


def _pair(
    word: Document, left: list[tuple[str, ...]], right: list[tuple[str, ...]], *, left_centred: bool = True
) -> None:
    """Two columns side by side, one table row for each pair of blocks."""
    table = word.add_table(rows=len(left), cols=2)
    for row, halves in zip(table.rows, zip(left, right, strict=True), strict=True):
        for side, (cell, lines) in enumerate(zip(row.cells, halves, strict=True)):
            for number, line in enumerate(lines):
                paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
                paragraph.add_run(line).bold = line.isupper() and bool(line)
                if side or left_centred:
                    paragraph.alignment = CENTRE
    word.add_paragraph()


def _centred(word: Document, text: str, *, bold: bool = True) -> None:
    paragraph = word.add_paragraph()
    paragraph.add_run(text).bold = bold
    paragraph.alignment = CENTRE


def _annex(word: Document, annex: Appendix) -> None:
    section = word.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    if annex.rows:
        _centred(word, "PHỤ LỤC")
    for line in annex.title:
        _centred(word, line)
    _centred(word, annex.reference, bold=False)
    word.add_paragraph(f"Đơn vị tính: {annex.unit}").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if not annex.rows:
        return
    assert annex.total is not None
    table = word.add_table(rows=2, cols=len(COLUMNS) + 3, style="Table Grid")
    _header(table)
    for row in annex.rows:
        _fill(table, annex, row)
    _fill(table, annex, Row("", "Tổng cộng:", *annex.total, is_line=False))
    word.add_paragraph(f"(Bằng chữ: {annex.words})")


def _header(table: Table) -> None:
    """Two rows that repeat on every page; the two payers stand below one merged cell."""
    upper, lower = table.rows
    last = len(COLUMNS)
    for index, name in [*enumerate(COLUMNS), (last + 2, "Thời gian thực hiện")]:
        _put(upper.cells[index].merge(lower.cells[index]), name, bold=True)
    _put(upper.cells[last].merge(upper.cells[last + 1]), "Kinh phí thực hiện", bold=True)
    for index, name in enumerate(PAYERS, last):
        _put(lower.cells[index], name, bold=True)
    for row in (upper, lower):
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _fill(table: Table, annex: Appendix, row: Row) -> None:
    amounts = [format_number(amount) for amount in (row.total, row.state, row.firm)]
    who = [annex.lead, annex.coordinating] if row.is_line else ["", ""]
    texts = [row.label, row.name, *who, *amounts, annex.time if row.is_line else ""]
    for cell, text in zip(table.add_row().cells, texts, strict=True):
        _put(cell, text, bold=not row.is_line)


def _put(cell: _Cell, text: str, *, bold: bool = False) -> None:
    cell.paragraphs[0].add_run(text).bold = bold


def _same_bytes(data: bytes) -> bytes:
    """The package with one fixed time on every member."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, FIXED), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


# Web page and plain text --------------------------------------------------------------------------


def as_html(plan: PlanDocument) -> str:
    """A saved page of a document site: letterhead and signature in tables, menu and footer around them."""
    body = "\n".join(f"<p>{_inline(text, depth)}</p>" for depth, text in _paragraphs(plan))
    receivers = "<br>".join(escape(f"- {name};") for name in plan.recipients)
    capacity = "<br>".join(escape(line) for line in plan.capacity)
    return f"""<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>Kế hoạch</title>
<script>var demo = 1;</script></head><body>
<nav><a href="#">Trang chủ</a> <a href="#">Văn bản</a> <a href="#">Liên hệ</a></nav>
<table><tr><td><b>ỦY BAN NHÂN DÂN<br>TỈNH {escape(plan.province.upper())}</b></td>
<td><b>{NATION[0]}<br>{NATION[1]}</b></td></tr>
<tr><td>{escape(plan.number_line)}</td><td><i>{escape(plan.date_line)}</i></td></tr></table>
<p><b>KẾ HOẠCH</b></p>
<p><b>{escape(" ".join(plan.title))}</b></p>
{body}
<table><tr><td><b>Nơi nhận:</b><br>{receivers}<br>- {escape(plan.archive)}.</td>
<td><b>{capacity}</b><br><br>{escape(plan.signature)}</td></tr></table>
<footer>Bản chạy thử</footer>
</body></html>
"""


def as_text(plan: PlanDocument) -> str:
    """Paragraphs apart by a blank line, as text copied from a page of news."""
    return "\n\n".join(text for _, text in _paragraphs(plan)) + "\n"


def _paragraphs(plan: PlanDocument) -> list[tuple[int, str]]:
    found = [(0, text) for text in plan.opening]
    for section in plan.sections:
        found += section.flat()
    return found + [(0, plan.closing)] if plan.closing else found


def _inline(text: str, depth: int) -> str:
    return f"<b>{escape(text)}</b>" if depth in (1, 2) else escape(text)
