"""Source columns under names the vocabulary does not have, told by what they add up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from nscl.plandoc.tables.funding import slug_of
from nscl.plandoc.tables.grid import Column, NumberStyle, Row, is_amount, is_nil, texts_of
from nscl.plandoc.tables.header import is_total_label, text_role

_MOST_UNCOMMON = 4


def with_uncommon_sources(columns: list[Column], rows: Sequence[Row]) -> list[Column]:
    """The columns, money under unknown words made a source when it completes the total of most rows.

    Quantities and prices have headings of their own and are never taken for money.
    """
    plain = [c for c in columns if c.role == "amount" and not (c.source or c.year or c.phase)]
    total = next((c for c in plain if is_total_label(c.label)), plain[0] if plain else None)
    if total is None:
        return columns
    unknown = [c for c in columns if c is not total and _may_be_source(c, rows)][:_MOST_UNCOMMON]
    known = [c for c in columns if c.role == "amount" and c.source and not (c.year or c.phase)]
    style = NumberStyle.of(
        " ".join(t.split()) for row in rows for t in texts_of(row, [total, *unknown, *known])
    )
    for size in range(len(unknown), 0, -1):
        for chosen in combinations(unknown, size):
            if len(known) + size > 1 and _complete(total, [*known, *chosen], rows, style):
                return [
                    replace(c, role="amount", source=slug_of(c.label)) if c in chosen else c for c in columns
                ]
    return columns


def _may_be_source(column: Column, rows: Sequence[Row]) -> bool:
    """Money without a source of its own: unknown words over figures."""
    if column.role == "amount":
        return not (column.source or column.year or column.phase or is_total_label(column.label))
    if column.role != "note" or not column.label or text_role(column.label) is not None:
        return False
    texts = [text for text in _texts(column, rows) if not is_nil(text)]
    return bool(texts) and all(map(is_amount, texts))


def _texts(column: Column, rows: Sequence[Row]) -> list[str]:
    """What stands in a column, covered places left out."""
    return [text.strip() for row in rows for text in texts_of(row, [column])]


def _complete(total: Column, parts: Sequence[Column], rows: Sequence[Row], style: NumberStyle) -> bool:
    """Whether the parts make the total in most rows, and each of them in some row."""
    right = checked = 0
    for row in rows:
        whole = _value(row, total, style)
        if whole is not None and whole:
            checked += 1
            right += whole == sum((_value(row, part, style) or Decimal(0) for part in parts), Decimal(0))
    used = all(any(_value(row, part, style) for row in rows) for part in parts)
    return used and checked > 0 and right * 2 > checked


def _value(row: Row, column: Column, style: NumberStyle) -> Decimal | None:
    cell = row.cells[column.index] if column.index < len(row.cells) else None
    return style.read(cell.text) if cell else None
