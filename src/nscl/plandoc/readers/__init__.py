"""Readers: from the bytes of a file to a `Document`, chosen by what the bytes are."""

from __future__ import annotations

from nscl.plandoc.readers.docx import read_docx
from nscl.plandoc.readers.html import read_html, read_mhtml
from nscl.plandoc.readers.sniff import sniff
from nscl.plandoc.readers.text import read_text
from nscl.plandoc.source import Document

__all__ = ["read_document", "read_docx", "read_html", "read_mhtml", "read_text", "sniff"]


def read_document(data: bytes, *, filename: str = "") -> Document:
    """Read a file in this process, by content and not by extension.

    Raises UnreadableDocument with a sentence for the person.  For files from outside use
    `nscl.plandoc.safe.read_document_safely`, which parses Word and PDF files out of process.

    >>> read_document("Kế hoạch số 1".encode()).kind
    'text'
    """
    kind = sniff(data)
    if kind == "docx":
        return read_docx(data, filename=filename)
    if kind == "pdf":
        # The PDF library takes half a second to load; text and web pages do not wait for it.
        from nscl.plandoc.readers.pdf import read_pdf

        return read_pdf(data, filename=filename)
    if kind == "html":
        return read_html(data, filename=filename)
    if kind == "mhtml":
        return read_mhtml(data, filename=filename)
    return read_text(data, filename=filename)
