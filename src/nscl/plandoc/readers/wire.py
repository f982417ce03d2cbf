"""A document as JSON and back, for the way between the reading process and ours."""

from __future__ import annotations

import json
from typing import Any

from nscl.plandoc.source import Block, Cell, Document, Noise


def to_json(document: Document) -> str:
    """One JSON object that `from_json` turns into an equal document."""
    return json.dumps(pack(document), ensure_ascii=False)


def pack(document: Document) -> dict[str, Any]:
    """The document as plain lists and numbers; texts of blocks and cells are offsets into the whole."""
    return {
        "kind": document.kind,
        "text": document.text,
        "meta": dict(document.meta),
        "noise": [[noise.text, noise.reason, noise.line] for noise in document.noise],
        "blocks": [_pack_block(block) for block in document.blocks],
    }


def _pack_block(block: Block) -> list[Any]:
    rows = [
        [None if cell is None else [cell.start, cell.end, cell.colspan, cell.rowspan] for cell in row]
        for row in block.rows
    ]
    return [block.kind, block.start, block.end, block.page, block.line, rows]


def from_json(text: str) -> Document:
    """The document of `to_json`; raises ValueError, KeyError or TypeError for anything else.

    >>> document = Document("text", "a", (Block(0, "paragraph", "a", 0, 1),))
    >>> from_json(to_json(document)) == document
    True
    """
    return unpack(json.loads(text))


def unpack(packed: dict[str, Any]) -> Document:
    """The document of `pack`."""
    whole: str = packed["text"]
    blocks = tuple(_unpack_block(number, part, whole) for number, part in enumerate(packed["blocks"]))
    noise = tuple(Noise(*part) for part in packed["noise"])
    return Document(packed["kind"], whole, blocks, noise, packed["meta"])


def _unpack_block(number: int, packed: list[Any], whole: str) -> Block:
    kind, start, end, page, line, rows = packed
    cells = tuple(
        tuple(None if cell is None else Cell(whole[cell[0] : cell[1]], *cell) for cell in row) for row in rows
    )
    return Block(number, kind, whole[start:end], start, end, page, line, cells)
