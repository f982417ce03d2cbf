"""A record's value in a column: as data for the workbook, as words for the page and the print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.core.access import Actor
from nscl.apps.core.registers.spec import Column, Register
from nscl.vietnamese import format_date, format_money, format_number

MISSING = "–"


@dataclass(frozen=True)
class Cell:
    """One value of one record, ready to be shown."""

    column: Column
    value: Any
    text: str

    @property
    def label(self) -> str:
        return heading(self.column)

    @property
    def is_number(self) -> bool:
        return self.column.kind in ("number", "money")


def said(text: str) -> str:
    """A label in the page's language; an empty one stays empty (gettext would give the catalogue's head)."""
    return _(text) if text else ""


def heading(column: Column) -> str:
    """The label with its unit: `Doanh thu (đồng)`."""
    unit = column.unit or ("đồng" if column.kind == "money" else "")
    return f"{said(column.label)} ({said(unit)})" if unit else said(column.label)


def offered(register: Register, actor: Actor, record: Any = None) -> tuple[Column, ...]:
    """The columns this person may see, in the order declared."""
    return tuple(c for c in register.columns if not c.deed or actor.can(c.deed, record))


def cells(columns: Sequence[Column], record: Any) -> list[Cell]:
    return [Cell(column, value := value_of(column, record), text_of(column, value)) for column in columns]


def value_of(column: Column, record: Any) -> Any:
    """The value behind a column; None when a link on its path is empty."""
    if callable(column.value):
        return column.value(record)
    *links, last = column.value.split(".")
    for link in links:
        record = getattr(record, link)
        if record is None:
            return None
    if column.kind == "choice" and hasattr(record, f"get_{last}_display"):
        return said(str(getattr(record, f"get_{last}_display")() or "")) or None
    found = getattr(record, last)
    return list(found.all()) if hasattr(found, "all") else found


def text_of(column: Column, value: Any) -> str:
    """The value in Vietnamese writing; what is missing is a dash, never 0."""
    if value is None or value == "" or (column.kind == "list" and not value):
        return MISSING
    if column.kind == "flag":
        return _("có") if value else _("không")
    if column.kind == "money":
        return str(format_money(int(value), "đồng", with_unit=False))
    if column.kind == "list" and isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(str(item) for item in value)
    return plain_text(value)


def plain_text(value: Any) -> str:
    """A value by its own type, for columns and fields that say no more about it."""
    if value is None or value == "":
        return MISSING
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, datetime):
        local = timezone.localtime(value)
        return f"{format_date(local.date())} {local:%H:%M}"
    if isinstance(value, date):
        return str(format_date(value))
    if isinstance(value, Decimal | float):
        exact = Decimal(str(value)).normalize()
        return str(format_number(exact.quantize(Decimal(1)) if exact == exact.to_integral() else exact))
    if isinstance(value, int):
        return str(format_number(value))
    if isinstance(value, dict):
        return "; ".join(f"{key}: {plain_text(item)}" for key, item in value.items()) or MISSING
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(plain_text(item) for item in value) or MISSING
    return str(value)
