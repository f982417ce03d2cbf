"""What every check works on, and how it states a finding."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from nscl.plandoc.budget.facts import Facts
from nscl.plandoc.source import Document
from nscl.plandoc.structure import Outline
from nscl.plandoc.wording import flat, plain
from nscl.vietnamese.numbers import format_number

Finding = dict[str, Any]

_UNIT_LABELS = {
    "vnd": "đồng",
    "thousand_vnd": "nghìn đồng",
    "million_vnd": "triệu đồng",
    "billion_vnd": "tỷ đồng",
}


@dataclass(frozen=True)
class Case:
    """One document under check: its reading so far, its text, its outline and its money."""

    plan: dict[str, Any]
    document: Document
    outline: Outline
    facts: Facts
    lines: list[dict[str, Any]] = field(default_factory=list)

    @cached_property
    def text(self) -> str:
        return self.document.text

    @cached_property
    def words(self) -> str:
        """The text in lower case with one placement of tones; same offsets."""
        return plain(self.document.text)

    @cached_property
    def flat(self) -> str:
        """The text without marks; same offsets."""
        return flat(self.document.text)

    @cached_property
    def year(self) -> int | None:
        """The year the plan was issued, else the first of its horizon."""
        meta = self.plan["plan"]
        dated = meta.get("date") or meta.get("date_partial")
        if dated:
            return int(dated[:4])
        return (meta.get("horizon") or {}).get("from") or None

    @property
    def targets(self) -> list[dict[str, Any]]:
        targets: list[dict[str, Any]] = self.plan.get("targets") or []
        return targets

    @property
    def budget(self) -> dict[str, Any]:
        budget: dict[str, Any] = self.plan["budget"]
        return budget

    @property
    def is_whole_plan(self) -> bool:
        """False for a summary or fragment, in which silence means nothing."""
        return bool(self.plan["plan"]["text"]["completeness"] != "partial")

    def amount(self, value: Decimal | float | int) -> str:
        """An amount of the budget with its unit, as a person writes it."""
        return f"{format_number(value)} {_UNIT_LABELS[self.budget['amount_unit']]}"

    def span(self, start: int, end: int) -> dict[str, int | None] | None:
        if not 0 <= start < end <= len(self.text):
            return None
        return self.document.span(start, end)

    def find(self, quote: str) -> tuple[int, int] | None:
        """Where a quote stands, white space folded; None when it is not in the text."""
        at = self.text.find(quote)
        if at >= 0:
            return at, at + len(quote)
        pattern = r"\s+".join(map(re.escape, quote.split()))
        match = re.search(pattern, self.text) if pattern else None
        return (match.start(), match.end()) if match else None

    def verbatim(self, name: str) -> str:
        """The opening words of a row's name as the document has them (a page break may cut a name)."""
        name = name[:160].strip()
        while name and self.find(name) is None:
            name = name.rsplit(" ", 1)[0] if " " in name else ""
        return name

    def section(self, offset: int) -> str | None:
        """The printed path of the section at an offset."""
        return self.outline.path_at(offset)

    def body(self) -> Iterator[tuple[int, int]]:
        """Offsets of the body's paragraphs: no letterhead, recipients, signature or appendix."""
        region = self.outline.body
        for block in self.document.blocks:
            if block.kind == "paragraph" and region.start <= block.start < max(region.end, region.start + 1):
                yield block.start, block.end


def finding(
    code: str,
    severity: str,
    kind: str,
    detail: str,
    *,
    refs: Sequence[str] = (),
    quotes: Sequence[str] = (),
    values: Sequence[float | int | str] | None = None,
    where: str | None = None,
    span: dict[str, int | None] | None = None,
) -> Finding:
    """A finding without its id; `detail` says in Vietnamese what was expected, what was found and where."""
    stated: Finding = {
        "id": "",
        "code": code,
        "severity": severity,
        "kind": kind,
        "detail": detail,
        "refs": list(refs),
        "quotes": [quote for quote in dict.fromkeys(quotes) if quote.strip()],
        "where": where,
        "span": span,
    }
    if values is not None:
        stated["values"] = list(values)
    return stated


def shorten(text: str, limit: int = 80) -> str:
    """The first words of a text, cut at a word.

    >>> shorten("Hỗ trợ doanh nghiệp", 10)
    'Hỗ trợ'
    """
    text = " ".join(text.split())
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0]
