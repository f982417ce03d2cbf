"""Files made to hurt: each must be refused in two seconds and two hundred megabytes."""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from collections.abc import Callable

from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject, StreamObject

from .make import docx, ole2, p, part, picture, r, tbl, tc, tr


def _with_member(name: str, data: bytes, base: bytes | None = None) -> bytes:
    buffer = io.BytesIO(base if base is not None else docx(p("Kế hoạch")))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return buffer.getvalue()


def _word(document_xml: bytes) -> bytes:
    """A Word file whose main part is exactly these bytes."""
    source = zipfile.ZipFile(io.BytesIO(docx("")))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            archive.writestr(name, document_xml if name == "word/document.xml" else source.read(name))
    return buffer.getvalue()


def zip_bomb() -> bytes:
    """A hundred and twenty megabytes of blanks in the main part."""
    opening = part("document", "<w:body>").removesuffix("</w:document>").encode()
    return _word(opening + b" " * (120 * 1024 * 1024) + b"</w:body></w:document>")


def zip_bomb_that_lies() -> bytes:
    """The same, with a small size written over the true one in both of its headers."""
    data = bytearray(zip_bomb())
    at = data.find(b"word/document.xml")
    while at >= 0:
        for signature, header, field in ((b"PK\x03\x04", 30, 22), (b"PK\x01\x02", 46, 24)):
            if data[at - header : at - header + 4] == signature:
                data[at - header + field : at - header + field + 4] = (20_000).to_bytes(4, "little")
        at = data.find(b"word/document.xml", at + 1)
    return bytes(data)


def bomb_in_a_side_part() -> bytes:
    """A main part of one sentence, footnotes of sixty megabytes."""
    return docx(
        p(r("Mục tiêu") + '<w:r><w:footnoteReference w:id="1"/></w:r>'),
        footnotes=part("footnotes", '<w:footnote w:id="1">' + " " * (60 * 1024 * 1024) + "</w:footnote>"),
    )


def a_main_part_too_large() -> bytes:
    """Seventeen megabytes of harmless text, hardly compressed."""
    words = random.Random(3).randbytes(8_700_000).hex()
    return docx(p(words), pressed=False)


def nested_zips() -> bytes:
    """Six layers of archives, each holding ten copies of the one inside."""
    inner = b"0" * 10_000_000
    for layer in range(6):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for copy in range(10):
                archive.writestr(f"{layer}-{copy}.zip", inner)
        inner = buffer.getvalue()
    return inner


def many_members() -> bytes:
    buffer = io.BytesIO(docx(p("Kế hoạch")))
    with zipfile.ZipFile(buffer, "a") as archive:
        for number in range(30_000):
            archive.writestr(f"word/media/{number}.txt", b"")
    return buffer.getvalue()


def entity_bomb() -> bytes:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    xml = part("document", f"<w:body>{p('&a9;')}</w:body>")
    return _word(xml.replace("?>", f'?><!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]>', 1).encode())


def entity_that_reads_a_file() -> bytes:
    xml = part("document", f"<w:body>{p('&secret;')}</w:body>")
    return _word(
        xml.replace("?>", '?><!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>', 1).encode()
    )


def entity_bomb_in_utf16() -> bytes:
    xml = part("document", f"<w:body>{p('&secret;')}</w:body>").replace("UTF-8", "UTF-16")
    return _word(
        xml.replace("?>", '?><!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>', 1).encode("utf-16")
    )


def cells_in_word() -> bytes:
    row = "<w:tr>" + "<w:tc><w:p/></w:tc>" * 100 + "</w:tr>"
    return docx("<w:tbl>" + row * 6_000 + "</w:tbl>", pressed=False)


def wide_spans_in_word() -> bytes:
    cell = tc("x", '<w:gridSpan w:val="1000000"/>')
    return docx(tbl(*[tr(*[cell] * 50) for _ in range(500)]), pressed=False)


def deep_tables_in_word() -> bytes:
    depth = 60_000
    return docx("<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth, pressed=False)


def runs_in_word() -> bytes:
    return docx("<w:p>" + "<w:r><w:t>a</w:t></w:r>" * 500_000 + "</w:p>", pressed=False)


def million_cells_in_html() -> bytes:
    return b"<html><table>" + (b"<tr>" + b"<td>1" * 100) * 10_000 + b"</table></html>"


def spans_in_html() -> bytes:
    cell = '<td colspan="100000" rowspan="100000">x</td>'
    return f"<html><body><table>{('<tr>' + cell * 20 + '</tr>') * 300}</table></body></html>".encode()


def deep_html() -> bytes:
    return b"<html><body>" + b"<div>" * 200_000 + b"x" + b"</div>" * 200_000


def million_cells_in_text() -> bytes:
    return (("|" + "1|" * 100 + "\n") * 10_000).encode()


def million_lines() -> bytes:
    return b"a\n" * 1_000_000


def one_endless_line() -> bytes:
    return ("giai đoạn 2021 - 2025, " * 300_000).encode()


def million_cell_sheet() -> bytes:
    buffer = io.BytesIO()
    row = "<row>" + "<c><v>1</v></c>" * 100 + "</row>"
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", "<worksheet>" + row * 10_000 + "</worksheet>")
    return buffer.getvalue()


def _pdf(writer: PdfWriter) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def five_hundred_pages() -> bytes:
    writer = PdfWriter()
    for _ in range(500):
        writer.add_blank_page(595, 842)
    return _pdf(writer)


def five_hundred_pages_that_claim_one() -> bytes:
    return five_hundred_pages().replace(b"/Count 500", b"/Count 1  ")


def _one_page_with(stream: StreamObject) -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    page[NameObject("/Contents")] = writer._add_object(stream)
    return _pdf(writer)


def pdf_stream_bomb() -> bytes:
    """A content stream of a quarter of a megabyte that inflates to two hundred and fifty megabytes."""
    stream = StreamObject()
    stream._data = zlib.compress(b" " * (250 * 1024 * 1024), 9)
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    return _one_page_with(stream)


def pdf_of_a_million_strokes() -> bytes:
    stream = DecodedStreamObject()
    stream.set_data(b"0 0 m 9 9 l S\n" * 1_000_000)
    return _one_page_with(stream.flate_encode())


def pdf_of_many_small_strokes() -> bytes:
    """Below the size limit of a page, but hundreds of thousands of lines to look at."""
    stream = DecodedStreamObject()
    stream.set_data(b"0 0 m 9 9 l S\n" * 130_000)
    return _one_page_with(stream.flate_encode())


def pdf_of_forms_within_forms() -> bytes:
    """Ten drawings that each show ten drawings, nine levels deep, in a kilobyte."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>"]
    shown = b"/F Do " * 10
    stream = b"stream\n" + shown + b"\nendstream"
    entry = b"<</Length %d/Resources<</XObject<</F %d 0 R>>>>"
    objects.append(
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>"
    )
    objects.append(b"<</Length %d>>" % len(shown) + stream)
    for level in range(9):
        head = entry % (len(shown), level + 6) + b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]>>"
        objects.append(head + stream)
    objects.append(b"<</Length 1/Type/XObject/Subtype/Form/BBox[0 0 9 9]>>stream\n \nendstream")
    body = b"".join(b"%d 0 obj%s\nendobj\n" % (number, data) for number, data in enumerate(objects, start=1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF"


def encrypted_pdf() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.encrypt("mật khẩu", algorithm="RC4-128")
    return _pdf(writer)


def cut_pdf() -> bytes:
    return five_hundred_pages()[:3000]


def pdf_page_tree_that_turns_in_circles() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[2 0 R 2 0 R]>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF"
    )


def noise_bytes() -> bytes:
    return random.Random(7).randbytes(300_000)


# name → (file, name it is uploaded under, code of the refusal)
FILES: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "zip bomb": (zip_bomb, "ke-hoach.docx", "too_large"),
    "zip bomb with false sizes": (zip_bomb_that_lies, "ke-hoach.docx", "damaged"),
    "bomb in a side part": (bomb_in_a_side_part, "ke-hoach.docx", "too_large"),
    "17 MB of text (Word)": (a_main_part_too_large, "ke-hoach.docx", "too_large"),
    "nested zips": (nested_zips, "ke-hoach.docx", "wrong_type"),
    "30,000 members": (many_members, "ke-hoach.docx", "too_large"),
    "path traversal": (lambda: _with_member("../../etc/cron.d/x", b"x"), "ke-hoach.docx", "damaged"),
    "entity bomb": (entity_bomb, "ke-hoach.docx", "damaged"),
    "entity bomb in UTF-16": (entity_bomb_in_utf16, "ke-hoach.docx", "damaged"),
    "entity that reads a file": (entity_that_reads_a_file, "ke-hoach.docx", "damaged"),
    "600,000 cells (Word)": (cells_in_word, "ke-hoach.docx", "too_large"),
    "wide spans (Word)": (wide_spans_in_word, "ke-hoach.docx", "too_large"),
    "deep tables (Word)": (deep_tables_in_word, "ke-hoach.docx", "damaged"),
    "500,000 runs (Word)": (runs_in_word, "ke-hoach.docx", "too_large"),
    "encrypted Word": (lambda: ole2("EncryptedPackage"), "ke-hoach.docx", "encrypted"),
    "old Word": (lambda: ole2("WordDocument"), "ke-hoach.doc", "old_doc"),
    "million-cell sheet": (million_cell_sheet, "ke-hoach.docx", "wrong_type"),
    "million cells (web page)": (million_cells_in_html, "ke-hoach.html", "too_large"),
    "spans (web page)": (spans_in_html, "ke-hoach.html", "too_large"),
    "deep web page": (deep_html, "ke-hoach.html", "too_large"),
    "million cells (text)": (million_cells_in_text, "ke-hoach.txt", "too_large"),
    "million lines": (million_lines, "ke-hoach.txt", "too_large"),
    "one endless line": (one_endless_line, "ke-hoach.txt", "too_large"),
    "26 MB": (lambda: b"%PDF-1.7\n" + b"0" * 27_000_000, "ke-hoach.pdf", "too_large"),
    "500 pages": (five_hundred_pages, "ke-hoach.pdf", "too_many_pages"),
    "500 pages that claim to be 1": (five_hundred_pages_that_claim_one, "ke-hoach.pdf", "too_many_pages"),
    "PDF stream bomb": (pdf_stream_bomb, "ke-hoach.pdf", "too_large"),
    "PDF of a million strokes": (pdf_of_a_million_strokes, "ke-hoach.pdf", "too_large"),
    "PDF of many strokes": (pdf_of_many_small_strokes, "ke-hoach.pdf", "too_large"),
    "PDF of forms within forms": (pdf_of_forms_within_forms, "ke-hoach.pdf", "timeout"),
    "encrypted PDF": (encrypted_pdf, "ke-hoach.pdf", "encrypted"),
    "cut PDF": (cut_pdf, "ke-hoach.pdf", "damaged"),
    "circular PDF": (pdf_page_tree_that_turns_in_circles, "ke-hoach.pdf", "damaged"),
    "picture called .docx": (picture, "ke-hoach.docx", "wrong_type"),
    "random bytes": (noise_bytes, "ke-hoach.docx", "wrong_type"),
    "empty": (lambda: b"", "ke-hoach.docx", "empty"),
}
