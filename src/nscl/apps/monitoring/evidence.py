"""What a reported figure rests on: a file, a link or a note."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from nscl.apps.core import files
from nscl.apps.core.models import StoredFile
from nscl.apps.monitoring.entry import FigureRefused

MAX_BYTES = 10 * 1024 * 1024
MAX_MEMBERS = 5000
OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES = {
    ".pdf": "application/pdf",
    ".docx": OFFICE + "wordprocessingml.document",
    ".xlsx": OFFICE + "spreadsheetml.sheet",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}
ACCEPTED = "PDF, Word (.docx), Excel (.xlsx), ảnh JPG hoặc PNG"


@dataclass(frozen=True)
class Evidence:
    """One of three kinds; make it with `of_file`, `of_link` or `of_note`.

    `same_file` keeps a file that already stands, with its note as it is now.
    """

    kind: str
    data: bytes = b""
    stored: StoredFile | None = None
    name: str = ""
    url: str = ""
    note: str = ""

    @classmethod
    def of_file(cls, data: bytes, name: str, note: str = "") -> Evidence:
        return cls("file", data=data, name=PurePosixPath(name.replace("\\", "/")).name[:255], note=note)

    @classmethod
    def same_file(cls, stored: StoredFile, name: str, note: str = "") -> Evidence:
        return cls("file", stored=stored, name=name, note=note)

    @classmethod
    def of_link(cls, url: str, note: str = "") -> Evidence:
        return cls("link", url=url.strip(), note=note)

    @classmethod
    def of_note(cls, note: str) -> Evidence:
        return cls("note", note=note.strip())


@dataclass(frozen=True)
class Kept:
    """Evidence that passed, as the row's columns."""

    evidence_kind: str
    evidence_file: StoredFile | None = None
    evidence_name: str = ""
    evidence_url: str = ""
    evidence_note: str = ""


def keep(evidence: Evidence, *, at: datetime) -> Kept:
    """Check the evidence and store its file. Refuses what cannot be opened or proves nothing."""
    note = evidence.note.strip()
    if evidence.kind == "note":
        if not note:
            raise FigureRefused(
                "evidence_note",
                "Cần ít nhất một bằng chứng: tệp, liên kết, hoặc ghi chú nêu rõ căn cứ của số liệu.",
            )
        return Kept("note", evidence_note=note)
    if evidence.kind == "link":
        return Kept("link", evidence_url=checked_link(evidence.url), evidence_note=note)
    if evidence.stored is not None:
        return Kept("file", evidence_file=evidence.stored, evidence_name=evidence.name, evidence_note=note)
    media_type = sniff(evidence.data, evidence.name)
    row = files.store(evidence.data, name=evidence.name, media_type=media_type, at=at)
    return Kept("file", evidence_file=row, evidence_name=evidence.name, evidence_note=note)


def checked_link(url: str) -> str:
    """The link when it is a whole https address of at most 500 characters; otherwise a refusal."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if not host or parts.scheme != "https" or "." not in host or any(c.isspace() for c in url):
        raise FigureRefused("evidence_url", "Liên kết phải là địa chỉ đầy đủ, bắt đầu bằng https://.")
    if len(url) > 500:
        raise FigureRefused(
            "evidence_url", "Liên kết dài quá 500 ký tự. Hãy dùng địa chỉ ngắn hơn hoặc đính kèm tệp."
        )
    return url


def sniff(data: bytes, name: str) -> str:
    """The media type by content; refuses an empty, too big or foreign file, and a name that says otherwise.

    >>> sniff(b"%PDF-1.7 ...", "bien-ban.pdf")
    'application/pdf'
    """
    if not data:
        raise FigureRefused("evidence_file", "Tệp rỗng. Hãy chọn lại tệp bằng chứng.")
    if len(data) > MAX_BYTES:
        raise FigureRefused("evidence_file", "Tệp lớn hơn 10 MB. Hãy nén ảnh hoặc tách tệp rồi gửi lại.")
    found = _content_type(data)
    if found is None:
        raise FigureRefused("evidence_file", f"Không nhận loại tệp này. Hãy dùng {ACCEPTED}.")
    suffix = PurePosixPath(name).suffix.lower()
    if TYPES.get(suffix) != found:
        raise FigureRefused(
            "evidence_file", f"Tên tệp “{name}” không khớp với nội dung. Hãy dùng {ACCEPTED}."
        )
    return found


def _content_type(data: bytes) -> str | None:
    if data.startswith(b"%PDF-"):
        return TYPES[".pdf"]
    if data.startswith(b"\xff\xd8\xff"):
        return TYPES[".jpg"]
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return TYPES[".png"]
    if data.startswith(b"PK\x03\x04"):
        return _office_type(data)
    return None


def _office_type(data: bytes) -> str | None:
    """By the list of members only: nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError):
        return None
    if "[Content_Types].xml" not in names or len(names) > MAX_MEMBERS:
        return None
    if "word/document.xml" in names:
        return TYPES[".docx"]
    return TYPES[".xlsx"] if "xl/workbook.xml" in names else None
