"""Answers that are files."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def download(data: bytes, name: str, media_type: str = "") -> HttpResponse:
    """The bytes as a file to save; never shown inside a page of ours."""
    kind = media_type or MEDIA_TYPES.get(name.rsplit(".", 1)[-1].lower(), "application/octet-stream")
    response = HttpResponse(data, content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
