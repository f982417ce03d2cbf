"""Addresses that keep the chosen day, and the marks of figures and tasks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.utils.http import urlencode

from nscl.apps.monitoring import wording
from nscl.apps.monitoring.models import Observation

register = template.Library()


@register.simple_tag(takes_context=True)
def address(context: template.Context, *pairs: Any) -> str:
    """The query string of a link: the day the page is judged on, then name and value by turns.

    `{% address "trang-thai" "behind" %}` gives `?den-ngay=30/09/2025&trang-thai=behind`; an empty
    value leaves its name out.
    """
    chosen = {"den-ngay": context["request"].GET.get("den-ngay", "")}
    chosen.update(dict(zip(pairs[::2], pairs[1::2], strict=True)))
    kept = {name: value for name, value in chosen.items() if value not in (None, "")}
    return f"?{urlencode(kept)}" if kept else ""


@register.filter
def figure_text(row: Observation) -> str:
    """A reported figure as written: 64/125, 12, “đã hoàn thành”."""
    return wording.reported_text(row)


@register.filter
def component_text(code: str) -> str:
    """The words of a component's code."""
    return wording.component_label(code)


@register.filter
def million(vnd: int | None) -> str:
    """Đồng in triệu đồng, one decimal at most; the exact amount stands in the budget page."""
    return wording.MISSING if vnd is None else wording.figure(Decimal(vnd) / 1_000_000, 1)


@register.filter
def figure(value: Any) -> str:
    """A number of a calculation, at most two decimals; missing is a dash."""
    return wording.figure(value, 2)
