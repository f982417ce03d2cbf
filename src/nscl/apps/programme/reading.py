"""The one seam to the pure reader: bytes in, a reading that can be staged out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from nscl.plandoc.source import Block, Document


@dataclass(frozen=True)
class ReadPlan:
    """What staging needs: the `nscl-plan/1` object and the document it points into, as plain values."""

    plan: dict[str, Any]
    text: str = ""
    blocks: list[dict[str, Any]] = field(default_factory=list)
    noise: list[dict[str, Any]] = field(default_factory=list)


def read_file(data: bytes, *, filename: str) -> ReadPlan:
    """Read a plan file, parsing it out of process where it may be hostile.

    Raises `UnreadableDocument` with a sentence for the person when it is empty, scanned, of another kind …
    """
    from nscl import plandoc
    from nscl.plandoc.safe import read_document_safely

    document = read_document_safely(data, filename=filename)
    return of_reading(plandoc.read_plan(document), document)


def of_reading(plan: dict[str, Any], document: Document | None = None) -> ReadPlan:
    """A reading made elsewhere (`plandoc.read(...)`), with or without its document."""
    if document is None:
        return ReadPlan(plan)
    noise = [{"text": n.text, "reason": n.reason, "line": n.line} for n in document.noise]
    return ReadPlan(plan, document.text, [_block(b) for b in document.blocks], noise)


def _block(block: Block) -> dict[str, Any]:
    rows = [
        [
            cell
            and {
                "start": cell.start,
                "end": cell.end,
                "colspan": cell.colspan,
                "rowspan": cell.rowspan,
            }
            for cell in row
        ]
        for row in block.rows
    ]
    return {
        "kind": block.kind,
        "start": block.start,
        "end": block.end,
        "page": block.page,
        "line": block.line,
        "rows": rows,
    }
