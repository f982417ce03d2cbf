"""Whether an appendix is referred to, and whether it is there."""

from __future__ import annotations

import re
from typing import Any

from nscl.plandoc.budget.facts import Facts
from nscl.plandoc.source import Block, Document
from nscl.plandoc.structure import Appendix, Outline
from nscl.plandoc.wording import flat, trim

_REFERENCE = re.compile(
    r"\b(?:phu luc|phu bieu|bieu (?:chi tiet|du toan|kinh phi|so)|bang (?:du toan|tong hop|chi tiet))\b"
)
_ATTACHED = re.compile(
    r"\b(?:dinh kem|kem theo|chi tiet|theo phu luc|tai (?:cac )?phu luc|phu luc (?:so )?(?:[ivx]+|\d+"
    r"|[a-d])\b)"
)
_OF_ANOTHER_DOCUMENT = re.compile(
    r"\b(?:nghi dinh|thong tu|quyet dinh|luat|nghi quyet)\b|\bkem theo ke hoach so\b"
    r"|\bkem theo ke hoach nay so\b"
)
_NUMBERED = re.compile(r"\bphu luc\s+(?:so\s+)?([ivx]+|\d{1,2})\b")
_FEWEST_CELLS = 6


def find_appendix(document: Document, outline: Outline, facts: Facts) -> dict[str, Any]:
    """The `appendix` object: referenced, present, title and the words that refer to it."""
    references = find_references(document, outline)
    present = [appendix for appendix in outline.appendices if _has_body(appendix, document, facts)]
    titled = next((appendix for appendix in (*present, *outline.appendices) if appendix.title), None)
    return {
        "referenced": bool(references),
        "present": _presence(outline, present, facts, references),
        "title": titled.title if titled else None,
        "quote": references[0][0] if references else None,
    }


def find_references(document: Document, outline: Outline) -> list[tuple[str, int, int]]:
    """The clauses of the body that refer to an appendix of the plan: (text, start, end)."""
    found = []
    last = outline.appendices[0].region.first if outline.appendices else len(document.blocks)
    for block in document.blocks[:last]:
        if block.kind == "table":
            continue
        found += _references_in(block)
    return found


def _references_in(block: Block) -> list[tuple[str, int, int]]:
    words = flat(block.text)
    found: list[tuple[str, int, int]] = []
    for match in _REFERENCE.finditer(words):
        opens = [
            at + len(sign)
            for sign in ("(", ". ", "; ", "\n")
            if (at := words.rfind(sign, 0, match.start())) >= 0
        ]
        closes = [at for sign in (")", ". ", ";", "\n") if (at := words.find(sign, match.end())) >= 0]
        left, right = max(opens, default=0), min(closes, default=len(words))
        clause = words[left:right]
        if not _ATTACHED.search(clause) or _OF_ANOTHER_DOCUMENT.search(clause) or len(clause) > 200:
            continue
        start, end = trim(block.text, left, right, " \t\n;,.:()-+")
        if not any(block.start + start == other for _, other, _ in found):
            found.append((block.text[start:end], block.start + start, block.start + end))
    return found


def _has_body(appendix: Appendix, document: Document, facts: Facts) -> bool:
    """An appendix has a body when a table, or enough text, follows its heading."""
    region = appendix.region
    if any(region.start <= table.grid.start <= region.end for table in facts.tables):
        return True
    blocks = document.blocks[appendix.body_first : region.last]
    if any(block.kind == "table" and len(block.rows) > 1 for block in blocks):
        return True
    return sum(bool(block.text.strip()) for block in blocks) >= _FEWEST_CELLS


def _presence(
    outline: Outline, present: list[Appendix], facts: Facts, references: list[tuple[str, int, int]]
) -> str:
    if not present:
        if facts.tables:
            return "complete"
        return "heading_only" if outline.appendices else "absent"
    wanted = {match[1] for text, _, _ in references for match in _NUMBERED.finditer(flat(text))}
    if len(wanted) > len(present):
        return "partial"
    return "complete"
