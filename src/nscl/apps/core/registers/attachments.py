"""Files on a record: put on, taken off, never lost."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nscl.apps.core import audit, files
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.core.models import Attachment
from nscl.apps.core.registers.spec import Register
from nscl.vietnamese import squash

MAX_BYTES = 20 * 1024 * 1024
MAX_MEMBERS = 5000
MAX_FILES = 100
OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES = {
    ".pdf": "application/pdf",
    ".docx": OFFICE + "wordprocessingml.document",
    ".xlsx": OFFICE + "spreadsheetml.sheet",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}


@transaction.atomic
def attach(
    register: Register, record: Any, *, data: bytes, name: str, title: str, by: Actor, at: datetime
) -> Attachment:
    """Hang a file on a record that the person may change.

    Refuses what is empty, too big, of a foreign kind or named as another kind, and a file that hangs there
    already.
    """
    by.require(f"{register.deeds}.change", record)
    by.require("core.attachment.add")
    name = PurePosixPath(name.replace("\\", "/")).name[:255]
    media_type = sniff(data, name)
    present = Attachment.objects.on(record)
    stored = files.store(data, name=name, media_type=media_type, at=at)
    if present.filter(file=stored).exists():
        raise Refusal(_("Tệp này đã đính kèm vào hồ sơ. Hãy chọn tệp khác."))
    if present.count() >= MAX_FILES:
        raise Refusal(_("Hồ sơ đã có 100 tệp đính kèm. Hãy gỡ bớt trước khi thêm."))
    row = Attachment.objects.create(
        object_type=record._meta.label_lower,
        object_id=str(record.pk),
        file=stored,
        title=squash(title)[:200] or name[:200],
        name=name,
        added_by_id=by.user_id,
        added_at=at,
    )
    after = {"attachment": row.title, "sha256": stored.sha256}
    audit.record(by=by, at=at, deed="core.attachment.add", obj=record, after=after)
    return row


@transaction.atomic
def detach(register: Register, record: Any, row: Attachment, *, by: Actor, at: datetime) -> None:
    """Take a file off a record; its bytes stay, for the audit names them."""
    by.require(f"{register.deeds}.change", record)
    by.require("core.attachment.remove")
    row = Attachment.objects.select_for_update(of=("self",)).select_related("file").get(pk=row.pk)
    if row.removed_at is not None:
        raise Refusal(_("Tệp này đã được gỡ khỏi hồ sơ."))
    row.removed_at, row.removed_by_id = at, by.user_id
    row.save(update_fields=["removed_at", "removed_by"])
    before = {"attachment": row.title, "sha256": row.file.sha256}
    audit.record(by=by, at=at, deed="core.attachment.remove", obj=record, before=before)


def sniff(data: bytes, name: str) -> str:
    """The media type by content; refuses an empty, too big or foreign file, and a name that says otherwise.

    >>> sniff(b"%PDF-1.7 ...", "giay-chung-nhan.pdf")
    'application/pdf'
    """
    if not data:
        raise Refusal(_("Tệp rỗng. Hãy chọn lại tệp."))
    if len(data) > MAX_BYTES:
        raise Refusal(_("Tệp lớn hơn 20 MB. Hãy nén ảnh hoặc tách tệp rồi gửi lại."))
    found = _content_type(data)
    if found is None:
        raise Refusal(
            _("Không nhận loại tệp này. Hãy dùng PDF, Word (.docx), Excel (.xlsx), ảnh JPG hoặc PNG.")
        )
    if TYPES.get(PurePosixPath(name).suffix.lower()) != found:
        raise Refusal(_("Tên tệp “{name}” không khớp với nội dung. Hãy kiểm tra lại tệp.").format(name=name))
    return found


def _content_type(data: bytes) -> str | None:
    if data.startswith(b"%PDF-"):
        return TYPES[".pdf"]
    if data.startswith(b"\xff\xd8\xff"):
        return TYPES[".jpg"]
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return TYPES[".png"]
    return _office_type(data) if data.startswith(b"PK\x03\x04") else None


def _office_type(data: bytes) -> str | None:
    """By the list of members only: nothing is unpacked. A file with macros is not taken."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError):
        return None
    if "[Content_Types].xml" not in names or len(names) > MAX_MEMBERS:
        return None
    if any(name.endswith("vbaProject.bin") for name in names):
        return None
    if "word/document.xml" in names:
        return TYPES[".docx"]
    return TYPES[".xlsx"] if "xl/workbook.xml" in names else None
