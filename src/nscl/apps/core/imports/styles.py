"""How a column writes numbers, money and dates: found from all its cells, shown back, chosen by a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from nscl.apps.core.imports.reading.grid import value_of
from nscl.apps.core.imports.spec import ImportField
from nscl.vietnamese.cell_dates import date_style, has_swapped_dates
from nscl.vietnamese.cells import number_style, read_cell_number
from nscl.vietnamese.errors import AmbiguousNumber, UnreadableText
from nscl.vietnamese.money import Unit, find_unit

_IN_BRACKETS = re.compile(r"\(([^)]*)\)")
_SHORT_UNITS = {"tr": Unit.MILLION, "trieu": Unit.MILLION, "ty": Unit.BILLION, "nghin": Unit.THOUSAND}


@dataclass(frozen=True)
class Styles:
    """`number`: vi, en, mixed, unknown · `unit`: the code of a money unit · `date`: dmy, mdy, mixed, unknown.

    `is_open` names what a person has to choose before the column can be read; `is_swapped` says that a
    foreign locale has turned day and month of part of the dates.
    """

    number: str = ""
    unit: str = ""
    date: str = ""
    is_open: bool = False
    is_swapped: bool = False

    def remembering(self, kept: Styles) -> Styles:
        """What was chosen before fills what the file leaves open."""
        number = kept.number if self.number == "unknown" and kept.number in ("vi", "en") else self.number
        return replace(
            self, number=number, unit=self.unit or kept.unit, is_open=self.is_open and number == "unknown"
        )


def unit_of(code: str) -> Unit | None:
    """The money unit of a code, None for none."""
    return next((unit for unit in Unit if unit.code == code), None)


def styles_of(one: ImportField, heading: str, above: str, cells: Sequence[Any]) -> Styles:
    """The styles of a column read as a field; `above` is the text over the table, where units often stand."""
    values = [value_of(cell) for cell in cells]
    if one.kind == "date":
        return Styles(date=date_style(values), is_swapped=has_swapped_dates(values))
    if one.kind not in ("number", "whole", "money"):
        return Styles()
    style = number_style(values)
    is_open = style in ("unknown", "mixed") and any(_is_ambiguous(value) for value in values)
    unit = _unit(one, heading, above) if one.kind == "money" else None
    return Styles(number=style, unit=unit.code if unit else "", is_open=is_open and style == "unknown")


def _is_ambiguous(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        read_cell_number(value)
    except AmbiguousNumber:
        return True
    except UnreadableText:
        return False
    return False


def _unit(one: ImportField, heading: str, above: str) -> Unit | None:
    from nscl.vietnamese import fold

    for text in (heading, *_IN_BRACKETS.findall(heading)):
        found = find_unit(text) or find_unit(f"ĐVT: {text}")
        if found is not None:
            return found
    for text in _IN_BRACKETS.findall(heading):
        short = _SHORT_UNITS.get(fold(text).strip(". "))
        if short:
            return short
    return find_unit(above) or next((unit for unit in Unit if unit.label == one.unit), None)
