"""Whether an appendix is referred to, and whether it is there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from nscl.plandoc.budget.facts import Facts
from nscl.plandoc.markers import roman_value
from nscl.plandoc.source import Block, Document
from nscl.plandoc.structure import Appendix, Outline
from nscl.plandoc.wording import flat, is_upper, trim

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
_HEADING = re.compile(r"\s*phu (?:luc|bieu)\b(?:\s+(?:so\s+)?([ivx]+|\d{1,2})\b)?")
_LONGEST_HEADING = 120
_FEWEST_CELLS = 6

Reference = tuple[str, int, int]


def find_appendix(document: Document, outline: Outline, facts: Facts) -> dict[str, Any]:
    """The `appendix` object: referenced, present, title and the words that refer to it."""
    references = find_references(document, outline)
    present = [appendix for appendix in outline.appendices if _has_body(appendix, document, facts)]
    titled = next((appendix for appendix in (*present, *outline.appendices) if appendix.title), None)
    return {
        "referenced": bool(references),
        "present": _presence(document, outline, facts, references),
        "title": titled.title if titled else None,
        "quote": references[0][0] if references else None,
    }


def find_references(document: Document, outline: Outline) -> list[Reference]:
    """The clauses of the body that refer to an appendix of the plan: (text, start, end)."""
    found = []
    last = outline.appendices[0].region.first if outline.appendices else len(document.blocks)
    for block in document.blocks[:last]:
        if block.kind == "table" or _heading_number(block)[0]:
            continue
        found += _references_in(block)
    return found


def _references_in(block: Block) -> list[Reference]:
    words = flat(block.text)
    found: list[Reference] = []
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


def missing_references(
    document: Document, outline: Outline, facts: Facts, references: Sequence[Reference]
) -> list[Reference]:
    """The references to a numbered appendix that is not there, the rest being there."""
    missing = _missing(document, outline, facts, references)
    return [reference for reference in references if _numbers_in(reference[0]) & missing]


def _presence(document: Document, outline: Outline, facts: Facts, references: Sequence[Reference]) -> str:
    there = _bodies(document, outline, facts)
    if not there:
        if facts.tables:
            there = {None: 1}
        else:
            return "heading_only" if outline.appendices else "absent"
    return "partial" if _missing(document, outline, facts, references) else "complete"


def _missing(document: Document, outline: Outline, facts: Facts, references: Sequence[Reference]) -> set[int]:
    """The numbers referred to that no appendix has; one without a number may be any of them."""
    there = _bodies(document, outline, facts)
    wanted = {number for text, _, _ in references for number in _numbers_in(text)}
    absent = wanted - there.keys()
    unnumbered = there.get(None, 0) or (not there and bool(facts.tables))
    return absent if len(absent) > unnumbered else set()


def _numbers_in(text: str) -> set[int]:
    return {_value(match[1]) for match in _NUMBERED.finditer(flat(text))}


def _value(printed: str) -> int:
    return int(printed) if printed.isdigit() else roman_value(printed.upper()) or 0


def _bodies(document: Document, outline: Outline, facts: Facts) -> dict[int | None, int]:
    """How many appendices with a body bear each number, None for those without one.

    Where the signature stands below the appendices the outline knows none: then their headings tell.
    """
    found: dict[int | None, int] = {}
    if outline.appendices:
        for appendix in outline.appendices:
            if _has_body(appendix, document, facts):
                headings = map(_heading_number, document.blocks[appendix.region.first : appendix.body_first])
                number = next((number for is_heading, number in headings if is_heading), None)
                found[number] = found.get(number, 0) + 1
        return found
    starts = [at for at, block in enumerate(document.blocks) if _heading_number(block)[0]]
    for first, last in zip(starts, [*starts[1:], len(document.blocks)], strict=False):
        blocks = document.blocks[first + 1 : last]
        if any(block.kind == "table" for block in blocks) or len(blocks) >= _FEWEST_CELLS:
            number = _heading_number(document.blocks[first])[1]
            found[number] = found.get(number, 0) + 1
    return found


def _heading_number(block: Block) -> tuple[bool, int | None]:
    """Whether a block is the heading of an appendix, and its number."""
    line = block.text.strip().split("\n")[0]
    if block.kind != "paragraph" or len(line) > _LONGEST_HEADING or not is_upper(line[:40]):
        return False, None
    match = _HEADING.match(flat(line))
    if match is None:
        return False, None
    return True, _value(match[1]) if match[1] else None
