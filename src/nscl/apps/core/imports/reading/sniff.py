"""What a file is, told by its bytes, and whether its archive may be opened at all."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Literal

from nscl.apps.core.imports.reading.limits import (
    DAMAGED,
    MOST_BYTES,
    MOST_INFLATED,
    MOST_PARTS,
    TOO_BIG,
    TOO_HEAVY,
    UnreadableFile,
)

FileKind = Literal["xlsx", "xls", "ods", "csv"]

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BLANK = b"\xef\xbb\xbf\xff\xfe \t\r\n\x00;,"
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")

EMPTY = "Tệp trống. Hãy kiểm tra và tải lại tệp có danh sách."
NOT_A_LIST = {
    "word": "Đây là tệp Word, không phải bảng tính. Hãy chép bảng sang Excel, lưu thành .xlsx rồi tải lên.",
    "slides": "Đây là tệp trình chiếu. Hãy chép bảng sang Excel, lưu thành .xlsx rồi tải lên.",
    "pdf": "Đây là tệp PDF, không phải bảng tính. Hãy tải lên tệp Excel gốc (.xlsx) của danh sách.",
    "image": "Đây là tệp ảnh, không phải bảng tính. Hãy tải lên tệp Excel gốc (.xlsx) của danh sách.",
    "archive": "Đây là tệp nén. Hãy giải nén rồi tải lên riêng tệp danh sách (.xlsx, .xls, .ods hoặc .csv).",
    "html": "Đây là trang web mang đuôi Excel. Hãy mở bằng Excel, chọn Lưu thành, loại .xlsx, rồi tải lên.",
    "macro": "Tệp có macro (.xlsm) nên không nhận. Hãy mở bằng Excel, lưu thành loại .xlsx, rồi tải lên.",
    "binary": "Tệp loại .xlsb chưa đọc được. Hãy mở bằng Excel, lưu thành loại .xlsx, rồi tải lên.",
    "encrypted": "Tệp có mật khẩu nên không mở được. Hãy bỏ mật khẩu (Tệp > Thông tin) rồi tải lên lại.",
    "other": "Không nhận ra loại tệp này. Hãy tải lên bảng tính .xlsx, .xls, .ods hoặc .csv.",
}


def sniff(data: bytes) -> FileKind:
    """The kind of a readable file, by content; the name does not count.

    Raises `UnreadableFile` with what to do for every other kind, for archives that would unpack to more than
    the cap, and for files that are too big or empty.

    >>> sniff("Tên;Mã".encode())
    'csv'
    """
    if len(data) > MOST_BYTES:
        raise UnreadableFile("too_large", TOO_BIG)
    if not data.strip(_BLANK):
        raise UnreadableFile("empty", EMPTY)
    if data.startswith(_OLE2):
        return _ole2(data)
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return _zip(data)
    if b"%PDF-" in data[:1024]:
        raise _wrong("pdf")
    if data.startswith(_IMAGES):
        raise _wrong("image")
    if data.startswith(_ARCHIVES):
        raise _wrong("archive")
    return _text(data)


def _wrong(what: str) -> UnreadableFile:
    return UnreadableFile("wrong_type", NOT_A_LIST[what])


def _text(data: bytes) -> FileKind:
    head = data[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if re.match(rb"<(!doctype|html|\?xml|table|head|meta|body|style)", head):
        raise _wrong("html")
    if head.startswith(b"{\\rtf"):
        raise _wrong("word")
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:400].count(b"\x00") > len(data[:400]) // 4
    strange = sum(byte < 9 or 13 < byte < 32 for byte in data[:4096])
    if not wide and strange > len(data[:4096]) // 50:
        raise _wrong("other")
    return "csv"


def _ole2(data: bytes) -> FileKind:
    def has(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if has("EncryptedPackage") or has("EncryptionInfo"):
        raise _wrong("encrypted")
    if has("Workbook") or has("Book"):
        return "xls"
    if has("WordDocument"):
        raise _wrong("word")
    if has("PowerPoint Document"):
        raise _wrong("slides")
    raise _wrong("other")


def _zip(data: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RecursionError) as error:
        raise UnreadableFile("damaged", DAMAGED) from error
    if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_INFLATED:
        raise UnreadableFile("too_large", TOO_HEAVY)
    if any(info.flag_bits & 1 for info in infos):
        raise _wrong("encrypted")
    names = {info.filename.replace("\\", "/") for info in infos}
    if any(name.startswith("word/") for name in names):
        raise _wrong("word")
    if any(name.startswith("ppt/") for name in names):
        raise _wrong("slides")
    if any(name.startswith("xl/") for name in names):
        if any("vbaproject" in name.lower() or name.startswith("xl/macrosheets/") for name in names):
            raise _wrong("macro")
        if "xl/workbook.bin" in names:
            raise _wrong("binary")
        return "xlsx"
    if "mimetype" in names and "content.xml" in names:
        return _open_document(data)
    raise _wrong("archive")


def _open_document(data: bytes) -> FileKind:
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("mimetype") as part:
        mimetype = part.read(200).decode("ascii", "replace")
    if "spreadsheet" in mimetype:
        return "ods"
    raise _wrong("word" if "text" in mimetype else "other")
