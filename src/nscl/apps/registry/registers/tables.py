"""A card of the record page that is a table: heads, lines, what may be done; printed as it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from nscl.apps.core.access import Actor
from nscl.apps.core.registers import Link, Section
from nscl.apps.core.registers.cells import plain_text, said


@dataclass(frozen=True)
class Row:
    """One line: its values, where its first leads, and the deeds on it."""

    values: Sequence[Any]
    url: str = ""
    deeds: tuple[Link, ...] = ()

    @property
    def texts(self) -> list[str]:
        return [plain_text(value) for value in self.values]


@dataclass(frozen=True)
class Table:
    """The lines of a card with its heads; `notes` are sentences above them, `deeds` buttons below."""

    heads: Sequence[str]
    rows: Sequence[Row]
    empty: str = ""
    deeds: tuple[Link, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def has_deeds(self) -> bool:
        """Whether there is anything to do on any line."""
        return any(row.deeds for row in self.rows)

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Each line as cells with their heads, for tables that fold on a narrow screen."""
        return [
            {"cells": list(zip(self.heads, row.texts, strict=True)), "url": row.url, "deeds": row.deeds}
            for row in self.rows
        ]


def table_section(name: str, label: str, table: Callable[[Any, Actor], Table]) -> Section:
    """A card showing a table, on the page and on paper."""
    return Section(name, label, table, "registry/_table.html", printed=_printed)


def _printed(table: Table) -> tuple[list[str], list[list[str]]]:
    return [said(head) for head in table.heads], [row.texts for row in table.rows]


def links(*pairs: tuple[bool, str, str]) -> tuple[Link, ...]:
    """The deeds that are allowed, as buttons."""
    return tuple(Link(label, url) for allowed, label, url in pairs if allowed)


def rows_of(records: Iterable[Any], make: Callable[[Any], Row]) -> list[Row]:
    return [make(record) for record in records]
