"""Frozen figures of a survey: freezing, looking at them beside what stands now, taking them out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nscl.apps.assessment.actions.figures import freeze_figures, record_export
from nscl.apps.assessment.models import Response, Survey, SurveyFigures
from nscl.apps.assessment.results_documents import about, needs_table, render_docx, render_xlsx
from nscl.apps.assessment.results_freeze import changes_since, payload_of, questions_of, seal, written
from nscl.apps.assessment.views.results import EXPORT, ROWS
from nscl.apps.assessment.views.surveys import survey_or_404
from nscl.apps.core.access import Refusal, actor_of, guarded
from nscl.apps.core.http import download
from nscl.vietnamese import format_date

ROWS_SHOWN = 200


def _figures(survey: Survey, number: int) -> SurveyFigures:
    rows = survey.figures.select_related("frozen_by")
    return get_object_or_404(rows, number=number)


@guarded("assessment.survey.freeze")
@require_POST
def figures_freeze(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the results as they stand now."""
    survey = survey_or_404(request, pk, "assessment.survey.freeze")
    note = request.POST.get("ghi-chu", "")
    try:
        row = freeze_figures(survey, note=note, by=actor_of(request), at=timezone.now())
    except Refusal as refused:
        messages.error(request, str(refused))
        return redirect("assessment:survey_results", pk)
    messages.success(request, _("Đã chốt số liệu lần {n}.").format(n=row.number))
    return redirect("assessment:figures_detail", pk, row.number)


@guarded(ROWS)
def figures_detail(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What was frozen, and what would be different now."""
    survey = survey_or_404(request, pk, ROWS)
    row = _figures(survey, number)
    now = payload_of(survey, at=timezone.now(), is_whole=False)
    changes = changes_since(row.payload, now)
    heads, needs = needs_table(row.payload["needs"])
    context: dict[str, Any] = {
        "survey": survey,
        "row": row,
        "about": about(row.payload),
        "is_whole": seal(row.payload) == row.hash,
        "payload": row.payload,
        "rates": [_table(table) for table in row.payload["rates"]],
        "questions": [
            {"told": one, "table": _table(one["table"]) if "table" in one else None}
            for one in questions_of(row.payload)
        ],
        "need_heads": heads[:6],
        "needs": [line[:6] for line in needs],
        "changes": changes,
        "differences": changes.differences[:ROWS_SHOWN],
        "added": _responses(changes.added),
        "gone": _responses(changes.gone),
        "may_export": actor_of(request).can(EXPORT, survey),
    }
    return render(request, "assessment/result_figures.html", context)


def _table(table: dict[str, Any]) -> dict[str, Any]:
    """A frozen table as its page prints it."""
    return {
        "title": table["title"],
        "head": table["head"],
        "columns": [label for _code, label, _kind in table["columns"]],
        "lines": [
            {
                "label": label,
                "is_total": is_total,
                "cells": [
                    {"label": column[1], "text": written(cell)}
                    for column, cell in zip(table["columns"], cells, strict=True)
                ],
            }
            for _code, label, is_total, cells in table["lines"]
        ],
    }


def _responses(keys: tuple[int, ...]) -> list[Response]:
    rows = Response.objects.filter(pk__in=keys[:ROWS_SHOWN]).select_related("invitation__organisation")
    return list(rows.order_by("invitation__organisation__sort_key"))


@guarded(EXPORT)
def figures_export(request: HttpRequest, pk: int, number: int, kind: str) -> HttpResponse:
    """The frozen figures as a workbook or a paper: the same file each time."""
    if kind not in ("xlsx", "docx"):
        raise Http404
    survey = survey_or_404(request, pk, EXPORT)
    row = _figures(survey, number)
    day = format_date(timezone.localtime(row.frozen_at).date())
    label = _("Số liệu chốt lần {n} ngày {day}").format(n=row.number, day=day)
    record_export(
        survey,
        what=f"figures.{row.number}.{kind}",
        rows=len(row.payload["responses"]),
        by=actor_of(request),
        at=timezone.now(),
    )
    data = (render_docx if kind == "docx" else render_xlsx)(row.payload, label=label)
    return download(data, f"so-lieu-khao-sat-{pk}-lan-{number}.{kind}")
