"""Formatting that every page shares: money, numbers, dates, nothing for what is missing."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone

from nscl.vietnamese import format_date, format_money, format_number

register = template.Library()
MISSING = "–"


@register.filter
def number(value: Decimal | int | float | None, places: int | None = None) -> str:
    """35100.5 → 35.100,5; a missing number is a dash, never 0."""
    if value is None or value == "":
        return MISSING
    exact = Decimal(str(value))
    if places is None:
        exact = exact.normalize()
        if exact == exact.to_integral():
            exact = exact.quantize(Decimal(1))
    return str(format_number(exact, places))


@register.filter
def money(vnd: int | None, unit: str = "triệu đồng") -> str:
    """Đồng shown in a unit, without naming it (the unit stands in the table's head)."""
    return MISSING if vnd is None else str(format_money(vnd, unit, with_unit=False))


@register.filter
def money_full(vnd: int | None) -> str:
    """Đồng with its word: 9.230.000.000 đồng."""
    return MISSING if vnd is None else str(format_money(vnd, "đồng"))


@register.filter
def day(value: date | datetime | None) -> str:
    """05/04/2021; an instant also gives its hour in Vietnam's time."""
    if value is None:
        return MISSING
    if isinstance(value, datetime):
        local = timezone.localtime(value)
        return f"{format_date(local.date())} {local:%H:%M}"
    return str(format_date(value))


@register.filter
def or_dash(value: Any) -> Any:
    return MISSING if value in (None, "") else value


@register.filter
def lookup(mapping: Any, key: Any) -> Any:
    """`mapping|lookup:key` for tables whose columns are data."""
    return mapping.get(key) if hasattr(mapping, "get") else None


@register.filter
def pairs(mapping: Any) -> list[tuple[str, Any]]:
    """Keys and values of a mapping; `.items` in a template would find a key of that name first."""
    return list(mapping.items())


@register.simple_tag(takes_context=True)
def can(context: template.Context, deed: str, obj: Any = None) -> bool:
    """Whether the person at the page may do a deed (to a record): {% can "programme.plan.upload" as ok %}."""
    return bool(context["actor"].can(deed, obj))


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """The page's query string with some values changed (None removes one), for filters kept in the URL."""
    params = context["request"].GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            params.pop(key, None)
        else:
            params[key] = value
    text = params.urlencode()
    return f"?{text}" if text else "?"
