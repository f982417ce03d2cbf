"""Reads a province's productivity-and-quality plan into one `nscl-plan/1` object.

    reading = plandoc.read(data, filename="ke-hoach.docx")   # Reading(document, plan)
    plan = plandoc.read_plan(document)                       # from a document already read

Pure: bytes in, values out; no Django, no clock, no files.  `UnreadableDocument` carries a Vietnamese
sentence for the person.  Files from outside are opened by `plandoc.safe` first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nscl.plandoc.source import Document, UnreadableDocument

if TYPE_CHECKING:
    from nscl.plandoc.reading import Reading, read, read_plan

__all__ = ["Document", "Reading", "UnreadableDocument", "read", "read_plan"]


def __getattr__(name: str) -> Any:
    """Load the grammar when it is first asked for: the readers' child process does without it."""
    if name in ("Reading", "read", "read_plan"):
        from nscl.plandoc import reading

        return getattr(reading, name)
    raise AttributeError(name)
