"""Where an item stands in the document, for readings that quote without giving the place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from nscl.vietnamese import fold, fold_with_map, original_span


@dataclass(frozen=True)
class Place:
    """Offsets into the document's text and the page, each None where unknown."""

    start: int | None = None
    end: int | None = None
    page: int | None = None


@dataclass(frozen=True)
class Locator:
    """Finds quotes in one document, whatever their white space and marks."""

    text: str

    @cached_property
    def _folded(self) -> tuple[str, list[int]]:
        return fold_with_map(self.text)

    def place(self, item: dict[str, Any]) -> Place:
        """The item's own span, else that of its quote (or its first evidence)."""
        span = item.get("span") or {}
        if isinstance(span.get("start"), int) and isinstance(span.get("end"), int):
            page = span.get("page")
            return Place(span["start"], span["end"], page if isinstance(page, int) else None)
        quotes = [item.get("quote"), *(item.get("quotes") or [])]
        return next((self.find(quote) for quote in quotes if quote), Place())

    def find(self, quote: str) -> Place:
        """The first place where the quote stands.

        >>> Locator("Có ít nhất  03 tổ chức").find("ít nhất 03")
        Place(start=3, end=14, page=None)
        """
        if not self.text or not quote:
            return Place()
        folded, offsets = self._folded
        wanted = fold(quote)
        at = folded.find(wanted) if wanted else -1
        return Place() if at < 0 else Place(*original_span(self.text, offsets, at, at + len(wanted)))
