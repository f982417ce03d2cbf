"""Storing bytes under their hash: temp → fsync → rename → fsync folder → row."""

from __future__ import annotations

import hashlib
import os
import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings

from nscl.apps.core.models import StoredFile


def store(data: bytes, *, name: str, media_type: str, at: datetime) -> StoredFile:
    """Keep the bytes and return their row; the same bytes give the same row.

    The row is written after the bytes are durable, so a row never points at nothing; bytes
    without a row (a crash between) are what `orphans` finds.
    """
    digest = hashlib.sha256(data).hexdigest()
    known = StoredFile.objects.filter(sha256=digest).first()
    if known is not None and known.path.exists():
        return known
    _write_durably(Path(settings.NSCL_FILES_DIR) / digest[:2] / digest, data)
    row, _ = StoredFile.objects.get_or_create(
        sha256=digest,
        defaults={
            "size": len(data),
            "name": Path(name.replace("\\", "/")).name[:255] or "tep",
            "media_type": media_type,
            "created_at": at,
        },
    )
    return row


def _write_durably(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    if os.name == "posix":  # Windows cannot open a folder to sync it
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def orphans() -> list[Path]:
    """Files on disk that no row names, and temporary files a crash left behind."""
    root = Path(settings.NSCL_FILES_DIR)
    if not root.exists():
        return []
    known = set(StoredFile.objects.values_list("sha256", flat=True))
    return sorted(path for path in root.rglob("*") if path.is_file() and path.name not in known)
