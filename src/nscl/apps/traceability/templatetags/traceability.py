"""What the room's templates say of doubts and faults."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from nscl.apps.traceability.wording import doubt_sentence
from nscl.gs1.epcis.problems import Problem

register = template.Library()


@register.filter
def doubt(problem: Problem | Mapping[str, Any]) -> str:
    """The sentence of a problem, as it was found or as it was kept with the event."""
    if isinstance(problem, Problem):
        return doubt_sentence(problem.code, problem.detail)
    return doubt_sentence(str(problem.get("code", "")), str(problem.get("detail", "")))
