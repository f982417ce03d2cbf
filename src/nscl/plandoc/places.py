"""Which province a plan is of, at its issue and now."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Any

from nscl.plandoc.source import Document
from nscl.plandoc.structure import Outline
from nscl.vietnamese.fold import fold
from nscl.vietnamese.provinces import (
    PROVINCES_2020,
    REFORM_DATE,
    SUCCESSIONS,
    Province,
    find_province,
    predecessors_of,
    successor_of,
)

# A name that stands in no register: an invented province, or a misprint an officer must settle.
UNKNOWN_CODE = "00"
_LAST_OF_63 = date(2025, 6, 30)
_NAMED = re.compile(
    r"(?P<kind>[Tt]ỉnh|TỈNH|[Tt]hành phố|THÀNH PHỐ|TP\.?)[^\S\n]+"
    r"(?P<name>[A-ZĐÂĂÊÔƠƯÀ-Ỹ][\wÀ-ỹ]*(?:[^\S\n]+[A-ZĐÂĂÊÔƠƯÀ-Ỹ][\wÀ-ỹ]*){0,3}(?:[^\S\n]+-[^\S\n]+Vũng Tàu)?)"
)
_COMMITTEE = re.compile(r"(?:nhân dân|ubnd)\s+$", re.IGNORECASE)
_NEAR_TITLE = 300


@dataclass(frozen=True, slots=True)
class ProvinceFacts:
    """The province's name, ``tỉnh`` or ``thành phố``, and its unit when it is registered."""

    name: str
    kind: str
    unit: Province | None

    @property
    def full_name(self) -> str:
        """Kind and name as texts write them: ``tỉnh Lào Cai``."""
        return f"{self.kind} {self.name}"


def find_plan_province(
    document: Document, outline: Outline, place: str | None, on: date | None
) -> ProvinceFacts | None:
    """The province named most, letterhead, title and place counting more; None when none is named.

    Before 1 July 2025, and for an undated text, names are looked up among the former provinces first.
    """
    votes: Counter[str] = Counter()
    facts: dict[str, ProvinceFacts] = {}
    title_end = 0 if outline.title_block is None else document.blocks[outline.title_block].end + _NEAR_TITLE

    def vote(fact: ProvinceFacts, weight: int) -> None:
        votes[fold(fact.name)] += weight
        facts.setdefault(fold(fact.name), fact)

    for match in _NAMED.finditer(document.text):
        issuing = _issues(document, outline, match)
        fact = _named(match["kind"], match["name"], on, issuing)
        if fact is not None:
            vote(fact, 5 if match.start() < title_end else 1)
    if place and (unit := _find(place, on)):
        vote(ProvinceFacts(unit.name, unit.kind, unit), 5)
    return facts[votes.most_common(1)[0][0]] if votes else None


def _issues(document: Document, outline: Outline, match: re.Match[str]) -> bool:
    """Whether a name is the issuing body's: after “Ủy ban nhân dân”, or in capitals in the letterhead."""
    before = document.text[max(0, match.start() - 20) : match.start()]
    in_letterhead = outline.title_block is not None and match.start() in outline.header
    return bool(_COMMITTEE.search(before)) or in_letterhead and match["kind"].isupper()


def _named(kind: str, printed: str, on: date | None, issuing: bool) -> ProvinceFacts | None:
    """The province a name means; an unknown city counts only as the issuing one, towns being cities too."""
    words = printed.split()
    for length in range(len(words), 0, -1):
        unit = _find(f"{kind} {' '.join(words[:length])}", on)
        if unit is not None:
            return ProvinceFacts(unit.name, unit.kind, unit)
    if fold(kind) != "tinh" and not issuing:
        return None
    # Capitals run on into the rest of a title, or stop where the number of the letterhead begins; names of
    # provinces have two syllables nearly always.
    capitals = list(takewhile(lambda word: len(word) > 1 and word.isupper(), words))
    name = " ".join(capitals[:2]).title() if kind.isupper() and capitals else printed
    return ProvinceFacts(name, "tỉnh" if fold(kind) == "tinh" else "thành phố", None)


def _find(name: str, on: date | None) -> Province | None:
    day = on or _LAST_OF_63
    return find_province(name, day) or find_province(name)


def at_issue(facts: ProvinceFacts) -> dict[str, str]:
    """The schema's `province_at_issue`: name and the code of the list of 63."""
    if facts.unit is None:
        return {"name": facts.name, "gso_code_2020": UNKNOWN_CODE}
    former = next((p for p in PROVINCES_2020 if fold(p.name) == fold(facts.unit.name)), facts.unit)
    code = facts.unit.code if facts.unit.valid_to is not None else former.code
    return {"name": facts.name, "gso_code_2020": code}


def now(facts: ProvinceFacts) -> dict[str, Any]:
    """The schema's `province_now`: the present unit and what was merged into it.

    >>> now(ProvinceFacts("Nam Định", "tỉnh", find_province("Nam Định", date(2023, 3, 1))))["merged_with"]
    ['Hà Nam', 'Ninh Bình']
    """
    if facts.unit is None:
        return {
            "name": facts.name,
            "gso_code_2025": UNKNOWN_CODE,
            "merged": False,
            "merged_with": [],
            "since": None,
            "note": "không có trong danh mục đơn vị hành chính; cần xác định tỉnh",
        }
    present = facts.unit if facts.unit.valid_to is None else successor_of(facts.unit.code)
    old = predecessors_of(present.code)
    merged = any(s.merged for s in SUCCESSIONS if s.new_code == present.code)
    note = None
    own = next((p for p in old if fold(p.name) == fold(present.name)), None)
    if own is not None and own.code != present.code:
        note = f"mã đơn vị từ {REFORM_DATE:%d/%m/%Y} là {present.code}, trước đó là {own.code}"
    return {
        "name": present.name,
        "gso_code_2025": present.code,
        "merged": merged,
        "merged_with": [p.name for p in old if fold(p.name) != fold(facts.name)] if merged else [],
        "since": REFORM_DATE.isoformat() if merged else None,
        "note": note,
    }
