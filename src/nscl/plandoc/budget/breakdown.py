"""Tables that list no work at all: their rows are the sources or the years of the whole money."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TypeVar

from nscl.plandoc.budget.facts import Split, TableFacts
from nscl.plandoc.budget.tree import Node, names_sources
from nscl.plandoc.tables.funding import slug_of, source_code

Key = TypeVar("Key", str, int)
_YEAR = re.compile(r"(?:năm\s+)?(20[1-4]\d)", re.IGNORECASE)


def source_rows(table: TableFacts) -> dict[str, Node]:
    """The rows by source code when every row is a source, or its column says so; empty for any other table.

    Two rows of one code are not told apart here, so such a table stays a list of lines.
    """
    rows = _plain_rows(table)
    if any(column.source for column in table.grid.columns):
        return {}
    names = table.grid.column_of("name")
    told = names is not None and names_sources(names.label)
    found = {
        code: row for row in rows if (code := source_code(row.name) or (slug_of(row.name) if told else None))
    }
    return found if len(found) == len(rows) else {}


def year_rows(table: TableFacts) -> dict[int, Node]:
    """The rows by year when every row is a year; empty for any other table."""
    rows = _plain_rows(table)
    found = {int(match[1]): row for row in rows if (match := _YEAR.fullmatch(row.name.strip()))}
    return found if len(found) == len(rows) else {}


def _plain_rows(table: TableFacts) -> list[Node]:
    """The rows of a table without groups; none for a table that is a tree or has a single row."""
    rows = table.tree.root.children
    return rows if len(rows) > 1 and not any(row.children or not row.amounts for row in rows) else []


def is_breakdown(table: TableFacts) -> bool:
    """Whether the table only divides the whole money."""
    return bool(source_rows(table) or year_rows(table))


def with_rows(table: TableFacts, split: Split) -> Split:
    """The grand total with the sources or years that the rows print, where its own row has none."""
    if not split.by_source:
        split.by_source = _totals(table, source_rows(table))
    if not split.by_year:
        split.by_year = _totals(table, year_rows(table))
    return split


def _totals(table: TableFacts, rows: dict[Key, Node]) -> dict[Key, Decimal]:
    totals = {key: table.split(row).total for key, row in rows.items()}
    return {key: total for key, total in totals.items() if total is not None}
