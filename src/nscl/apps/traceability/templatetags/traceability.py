"""What the room's templates say of doubts and faults."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from nscl.apps.traceability.wording import doubt_sentence
from nscl.gs1.epcis.problems import Problem

register = template.Library()
_EVENT = re.compile(r"/epcisBody/(?:queryResults/resultsBody/)?eventList/([0-9]+)(/.*)?", re.DOTALL)


@register.filter
def doubt(problem: Problem | Mapping[str, Any]) -> str:
    """The sentence of a problem, as it was found or as it was kept with the event."""
    if isinstance(problem, Problem):
        return doubt_sentence(problem.code, problem.detail)
    return doubt_sentence(str(problem.get("code", "")), str(problem.get("detail", "")))


@register.filter
def place(problem: Problem | Mapping[str, Any]) -> SafeString:
    """Where in the document it is: which event, and the field in it; of the document's frame the pointer."""
    pointer = _pointer(problem)
    found = _EVENT.fullmatch(pointer)
    if found is None:
        return format_html("<code>{}</code>", pointer or "/")
    number = _("Sự kiện thứ {n}").format(n=int(found[1]) + 1)
    inside = format_html(" <code>{}</code>", found[2]) if found[2] else ""
    return format_html('<span title="{}">{}{}</span>', pointer, number, inside)


@register.filter
def field(problem: Problem | Mapping[str, Any]) -> SafeString:
    """The field of the event it is about; its document is not on the page."""
    pointer = _pointer(problem)
    found = _EVENT.fullmatch(pointer)
    told = (found[2] or "") if found else pointer
    return format_html("<code>{}</code>", told) if told else SafeString()


def _pointer(problem: Problem | Mapping[str, Any]) -> str:
    return problem.pointer if isinstance(problem, Problem) else str(problem.get("pointer", ""))
