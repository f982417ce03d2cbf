"""What a file is, is told by its bytes; every unreadable kind gets its own sentence."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from nscl.plandoc.readers import read_document, sniff
from nscl.plandoc.source import UnreadableDocument

from .make import docx, ole2, p, pdf, picture


def archive(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (docx(p("Kế hoạch")), "docx"),
        (pdf("Kế hoạch"), "pdf"),
        (b"\n junk %PDF-1.5", "pdf"),
        (b"<!DOCTYPE html><html><body>x", "html"),
        (b"\xef\xbb\xbf  <TABLE border=1><tr><td>x", "html"),
        ("<html><body>Kế hoạch".encode("utf-16"), "html"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n", "mhtml"),
        ("Kế hoạch số 12".encode(), "text"),
        ("# Kế hoạch\n<5% sản phẩm".encode(), "text"),
        ("Kế hoạch".encode("utf-16"), "text"),
    ],
)
def test_kinds_are_told_by_content(data: bytes, kind: str) -> None:
    assert sniff(data) == kind


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        (b"", "empty", "trống"),
        (b" \r\n\t", "empty", "trống"),
        (ole2("WordDocument"), "old_doc", r"\.doc\).*lưu lại thành \.docx"),
        (ole2("Workbook"), "wrong_type", "Excel"),
        (ole2("PowerPoint Document"), "wrong_type", "trình chiếu"),
        (ole2("EncryptedPackage"), "encrypted", "bỏ mật khẩu"),
        (ole2("Khác"), "old_doc", "kiểu cũ"),
        (b"{\\rtf1\\ansi Ke hoach}", "wrong_type", "RTF.*docx"),
        (archive("mimetype", "content.xml"), "wrong_type", "OpenDocument.*docx"),
        (archive("xl/workbook.xml"), "wrong_type", "Excel"),
        (archive("ppt/presentation.xml"), "wrong_type", "trình chiếu"),
        (archive("ke-hoach.docx"), "wrong_type", "giải nén"),
        (gzip.compress(b"x", mtime=0), "wrong_type", "giải nén"),
        (b"Rar!\x1a\x07", "wrong_type", "giải nén"),
        (docx(p("x"))[:600], "damaged", "hỏng"),
        (picture(), "wrong_type", "OCR"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 50, "wrong_type", "OCR"),
        (
            b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>',
            "wrong_type",
            "XML.*docx",
        ),
        (b"MZ\x90\x00\x03" + bytes(range(256)) * 20, "wrong_type", "không phải văn bản"),
    ],
)
def test_each_unreadable_kind_says_what_to_do(data: bytes, code: str, says: str) -> None:
    with pytest.raises(UnreadableDocument, match=says) as refusal:
        read_document(data)
    sentence = str(refusal.value)
    assert refusal.value.code == code
    assert "Xin " in sentence and sentence.endswith(".") and "\n" not in sentence


@pytest.mark.parametrize("name", ["ke-hoach.docx", "ke-hoach.pdf", "ke-hoach.doc", "x", ""])
def test_a_wrong_extension_does_not_mislead(name: str) -> None:
    page = "<html><body><p>Kế hoạch số 12/KH-UBND</p></body></html>".encode()
    document = read_document(page, filename=name)
    assert (document.kind, document.text) == ("html", "Kế hoạch số 12/KH-UBND")


def test_a_macro_document_is_read_without_its_macros() -> None:
    buffer = io.BytesIO(docx(p("Kế hoạch")))
    with zipfile.ZipFile(buffer, "a") as file:
        file.writestr("word/vbaProject.bin", b"Sub AutoOpen()")
    assert read_document(buffer.getvalue()).text == "Kế hoạch"
