"""What a file is, told by its bytes: the extension is only a name."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Literal

from nscl.plandoc.readers.text import EMPTY
from nscl.plandoc.source import UnreadableDocument

FileKind = Literal["docx", "pdf", "html", "mhtml", "text"]

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<table[\s>]|<div[\s>]|<p[\s>]|<meta\s", re.I
)
_MHTML = re.compile(rb"^(?:From|MIME-Version|Content-Type|Subject|Date|Snapshot-Content-Location)\s*:", re.I)
_IMAGES = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"II*\x00",
    b"MM\x00*",
    b"RIFF",
    b"\x00\x00\x00\x0cjP",
)

ENCRYPTED = (
    "Tệp Word có mật khẩu nên không đọc được. Xin bỏ mật khẩu (Tệp > Thông tin > Bảo vệ) rồi tải lên lại."
)
OLD_DOC = (
    "Đây là tệp Word kiểu cũ (.doc), chưa đọc được trực tiếp. "
    "Xin mở bằng Word hoặc LibreOffice, lưu lại thành .docx rồi tải lên."
)
OLD_SHEET = (
    "Đây là bảng tính Excel, không phải văn bản kế hoạch. Xin tải lên kế hoạch dạng Word (.docx) hoặc PDF; "
    "phụ lục trong Excel xin dán vào tệp Word."
)
OLD_OTHER = "Đây là tệp Office kiểu cũ, chưa đọc được. Xin lưu lại thành .docx hoặc PDF rồi tải lên."
SLIDES = (
    "Đây là tệp trình chiếu, không phải văn bản kế hoạch. Xin tải lên kế hoạch dạng Word (.docx) hoặc PDF."
)
RTF = "Đây là tệp RTF, chưa đọc được trực tiếp. Xin mở bằng Word, lưu lại thành .docx rồi tải lên."
ODT = "Đây là tệp OpenDocument (.odt), chưa đọc được trực tiếp. Xin lưu lại thành .docx rồi tải lên."
IMAGE = (
    "Đây là tệp ảnh, chưa có lớp chữ để đọc. Xin nhận dạng chữ (OCR) rồi kiểm tra lại, "
    "hoặc tải lên bản Word (.docx) của kế hoạch."
)
ARCHIVE = "Đây là tệp nén, không phải văn bản. Xin giải nén rồi tải lên riêng tệp kế hoạch (.docx hoặc PDF)."
WORD_XML = (
    "Đây là tệp Word dạng XML, chưa đọc được trực tiếp. Xin mở bằng Word, lưu lại thành .docx rồi tải lên."
)
DAMAGED_ZIP = "Tệp bị hỏng hoặc tải lên chưa hết nên không mở được. Xin kiểm tra lại tệp rồi tải lên lần nữa."


def sniff(data: bytes) -> FileKind:
    """The kind of a readable file; raises UnreadableDocument with what to do for every other kind.

    >>> sniff(b"%PDF-1.7 ...")
    'pdf'
    >>> sniff("Kế hoạch".encode())
    'text'
    """
    head = data[:4096]
    body = head.lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    if not data.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        raise UnreadableDocument("empty", EMPTY)
    if head.startswith(_OLE2):
        raise _ole2(data)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return _zip(data)
    if body[:5] == b"{\\rtf":
        raise UnreadableDocument("wrong_type", RTF)
    if head.startswith(_IMAGES) or head[4:12] in (b"ftypheic", b"ftypavif", b"ftypmif1"):
        raise UnreadableDocument("wrong_type", IMAGE)
    if head.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")):
        raise UnreadableDocument("wrong_type", ARCHIVE)
    return _markup(body, data)


def _markup(body: bytes, data: bytes) -> FileKind:
    narrow = body.replace(b"\x00", b"")
    if _MHTML.match(narrow) and re.search(rb"multipart/related|text/html", data[:20_000], re.I):
        return "mhtml"
    if narrow.startswith(b"<"):
        if b"<w:wordDocument" in narrow or b"<pkg:package" in narrow or b"mso-application" in narrow:
            raise UnreadableDocument("wrong_type", WORD_XML)
        if _HTML.search(narrow):
            return "html"
    elif re.search(rb"<html[\s>]|<body[\s>]", narrow, re.I):
        return "html"
    return "text"


def _ole2(data: bytes) -> UnreadableDocument:
    def has_stream(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if has_stream("EncryptedPackage") or has_stream("EncryptionInfo"):
        return UnreadableDocument("encrypted", ENCRYPTED)
    if has_stream("WordDocument"):
        return UnreadableDocument("old_doc", OLD_DOC)
    if has_stream("Workbook") or has_stream("Book"):
        return UnreadableDocument("wrong_type", OLD_SHEET)
    if has_stream("PowerPoint Document"):
        return UnreadableDocument("wrong_type", SLIDES)
    return UnreadableDocument("old_doc", OLD_OTHER)


def _zip(data: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RecursionError) as error:
        raise UnreadableDocument("damaged", DAMAGED_ZIP) from error
    if "word/document.xml" in names or (
        "[Content_Types].xml" in names and any(n.startswith("word/") for n in names)
    ):
        return "docx"
    if any(name.startswith("xl/") for name in names):
        raise UnreadableDocument("wrong_type", OLD_SHEET)
    if any(name.startswith("ppt/") for name in names):
        raise UnreadableDocument("wrong_type", SLIDES)
    if "mimetype" in names and "content.xml" in names:
        raise UnreadableDocument("wrong_type", ODT)
    raise UnreadableDocument("wrong_type", ARCHIVE)
