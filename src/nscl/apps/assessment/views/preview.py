"""The preview of a questionnaire, where answers may be tried and none is kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nscl.apps.assessment.answering_fields import fields_of
from nscl.apps.assessment.queries_questionnaires import readable, version_or_404
from nscl.apps.core.access import actor_of, guarded
from nscl.policy.questionnaires import Definition, judge, read


@guarded("assessment.questionnaire.view")
def questionnaire_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The questionnaire as a respondent sees it. Answers tried here open and hide questions; none is kept."""
    version = version_or_404(actor_of(request), pk)
    definition = readable(version)
    context: dict[str, Any] = {"version": version, "questionnaire": version.questionnaire}
    if definition is not None:
        context |= _tried(request, definition)
    return render(request, "assessment/questionnaire_preview.html", context)


def _tried(request: HttpRequest, definition: Definition) -> dict[str, Any]:
    """Sections with the questions that the answers tried so far bring up.

    What was typed and cannot be read is said at once; what else keeps it from being sent, when asked.
    """
    typed = {name: request.POST.getlist(name) for name in request.POST}
    reading = read(definition, typed)
    judged = judge(definition, reading.answers)
    is_tried, is_checked = request.method == "POST", "gui" in request.POST
    noted = [*reading.faults, *(judged.faults if is_checked else ())]
    codes = [one.code for one in definition.questions()]
    lines = fields_of(
        definition,
        codes,
        reading.answers,
        sent=typed if is_tried else None,
        presented=codes if is_tried else [],
        faults=noted,
    )
    by_code = {line.code: line for line in lines}
    shown = []
    for section in definition.sections:
        inside = [by_code[one.code] for one in section.questions if one.code in by_code]
        bound = sum(bool(section.when or one.when) for one in section.questions)
        shown.append((section, inside, bound))
    stops = sum(not fault.is_warning for fault in noted)
    return {
        "definition": definition,
        "shown": shown,
        "is_checked": is_checked,
        "stops": stops,
        "noted": noted,
    }
