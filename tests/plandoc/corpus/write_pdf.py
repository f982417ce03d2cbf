"""Renders a draft as a text-layer PDF: page numbers, landscape appendix, header rows repeated."""

from __future__ import annotations

import re
from pathlib import Path

import fontpkg_be_vietnam_pro
import typst

from tests.plandoc.corpus.model import MARK, Columns, Draft, NewPage, Paragraph, Table

PREAMBLE = """
#set document(title: "Kế hoạch", author: "Văn phòng")
#set page(paper: "a4", margin: (x: 2.5cm, y: 2cm), numbering: (n, ..) => if n > 1 [#n], number-align: center + top)
#set text(font: "{font}", size: {size}, lang: "vi", hyphenate: false, ligatures: false)
#set par(justify: {justify}, leading: 0.6em)
"""

FONTS = Path(fontpkg_be_vietnam_pro.__file__).parent / "files"


def _quote(text: str) -> str:
    """Text as a typst string, so that no character has a meaning."""
    return '#"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _inline(text: str) -> str:
    out, last = [], 0
    for mark in MARK.finditer(text):
        out.append(_quote(text[last : mark.start()]))
        if mark[1] == "ins":
            out.append(_quote(mark[2]))
        elif mark[1] == "fn":
            out.append(f"#footnote[{_quote(mark[2])}]")
        last = mark.end()
    return "".join([*out, _quote(text[last:])])


def _paragraph(part: Paragraph) -> str:
    text = _inline(part.text)
    if part.style in ("title", "h1", "h2"):
        text = f"#strong[{text}]"
    if part.style == "h3":
        text = f"#emph[{text}]"
    if part.style in ("title", "centre", "note"):
        return f"#align(center)[{text}]\n"
    indent = "" if part.style in ("h1", "h2") else "#h(1cm)"
    return f"{indent}{text}\n"


def _columns(part: Columns) -> str:
    sides = []
    for side in (part.left, part.right):
        lines = " #linebreak() ".join(_quote(line) if line else "~" for line in side)
        centred = "nhận:" not in side[0]
        sides.append(f"align({'center' if centred else 'left'})[#par(justify: false)[{lines}]]")
    return f"#grid(columns: (1fr, 1.3fr), column-gutter: 8pt, {', '.join(sides)})\n"


def _table(part: Table) -> str:
    first = part.rows[0]
    width = sum(cell.colspan for cell in first)
    header = [cell for row in part.rows[: part.header_rows] for cell in row]
    body = [cell for row in part.rows[part.header_rows :] for cell in row]

    def cells(items: list) -> str:
        out = []
        for cell in items:
            align = "right" if cell.amount else "left"
            text = _inline(cell.text)
            text = f"#strong[{text}]" if cell.bold else text
            out.append(
                f"table.cell(colspan: {cell.colspan}, rowspan: {cell.rowspan}, align: {align})[{text}]"
            )
        return ", ".join(out)

    wide = [
        n for n, cell in enumerate(first) if re.match("nội dung|nhiệm vụ|hạng mục|tên", cell.text.lower())
    ]
    place = sum(cell.colspan for cell in first[: wide[0]]) if wide else 1
    columns = ", ".join("2.6fr" if n == place else "auto" if n == 0 else "1fr" for n in range(width))
    return (
        f"#[#set text(size: 9.5pt)\n#set par(justify: false)\n"
        f"#table(columns: ({columns}), stroke: 0.5pt, table.header(repeat: true, {cells(header)}), {cells(body)})]\n"
    )


def source(draft: Draft) -> str:
    """The typst source of the draft."""
    style = draft.styles["pdf"]
    out = [
        PREAMBLE.format(
            font=style.get("font", "Libertinus Serif"),
            size=style.get("size", "13pt"),
            justify=str(style.get("justify", True)).lower(),
        )
    ]
    for part in draft.parts:
        if isinstance(part, Columns):
            out.append(_columns(part))
        elif isinstance(part, Table):
            out.append(_table(part))
        elif isinstance(part, NewPage):
            out.append(f"#set page(flipped: {str(part.landscape).lower()})\n#pagebreak(weak: true)\n")
        else:
            out.append(_paragraph(part))
    return "\n".join(out)


def write(draft: Draft) -> bytes:
    """The draft as PDF bytes, the same on every call (no time stamp, only embedded fonts)."""
    return typst.compile(
        source(draft).encode("utf-8"),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        timestamp=0,
        pdf_tags=False,
    )
