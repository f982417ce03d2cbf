"""The organisations behind a number of a survey's results, and the figures of this moment as files."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.assessment.actions.figures import record_export
from nscl.apps.assessment.excel.exporting import responses_workbook
from nscl.apps.assessment.models import Invitation, Response
from nscl.apps.assessment.queries_surveys import STANDS
from nscl.apps.assessment.results import (
    ANSWERED,
    UNKNOWN,
    Results,
    results_of,
    stratum_label,
    tally_of,
    who_said,
)
from nscl.apps.assessment.results_documents import render_docx, render_xlsx
from nscl.apps.assessment.results_freeze import payload_of
from nscl.apps.assessment.views.results import EXPORT, PAGE_SIZE, ROWS, Reader, question_or_404
from nscl.apps.core.access import guarded
from nscl.apps.core.http import download


@guarded(ROWS)
def results_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """The organisations behind a number: those of a stand, or those who answered a question so."""
    reader = Reader.of(request, pk, ROWS)
    results = results_of(reader.survey, reader.chosen)
    code, said = request.GET.get("cau", ""), request.GET.get("tra-loi", "")
    stand = request.GET.get("tinh-trang", "")
    sentence = _("Đơn vị được mời")
    if code:
        keys, sentence = _who(results, code, said)
    else:
        keys = [one.invitation_id for one in results.listed if _stands(one.stand, stand)]
        sentence = _stand_sentence(stand) or sentence
    rows = Invitation.objects.filter(survey=reader.survey).select_related("organisation")
    wanted = set(keys)
    named = rows.order_by("organisation__sort_key", "pk").values_list("pk", flat=True)
    page = Paginator([key for key in named if key in wanted], PAGE_SIZE).get_page(request.GET.get("trang"))
    context = reader.context(results) | {
        "sentence": sentence,
        "page_obj": page,
        "rows": _rows(rows, list(page), results),
        "kept": {"cau": code, "tra-loi": said, "tinh-trang": stand},
        "question": results.definition.question(code) if code else None,
    }
    return render(request, "assessment/result_rows.html", context)


def _stands(stand: str, wanted: str) -> bool:
    """Whether a stand is the one asked for; one that does not exist asks for all."""
    if wanted == "silent":
        return STANDS[stand].group == "silent"
    return stand == wanted or wanted not in STANDS


def _stand_sentence(stand: str) -> str:
    if stand == "silent":
        return _("Đơn vị chưa trả lời")
    return _("Đơn vị: {stand}").format(stand=_(STANDS[stand].label)) if stand in STANDS else ""


def _who(results: Results, code: str, said: str) -> tuple[list[int], str]:
    question = question_or_404(results, code)
    if not said:
        asked = [sheet for sheet in results.sheets if code in sheet.asked]
        return [sheet.invitation_id for sheet in asked], _("Đơn vị được hỏi câu này")
    found = who_said(question, results.sheets, said)
    tally = tally_of(question, results.sheets)
    labels = {line.code: line.label for line in tally.lines}
    sentence = _("Đơn vị trả lời “{label}”").format(label=labels.get(said, said))
    sentence = {
        UNKNOWN: _("Đơn vị không trả lời câu này"),
        ANSWERED: _("Đơn vị có trả lời câu này"),
    }.get(said, sentence)
    return [sheet.invitation_id for sheet in found], sentence


def _rows(rows: Any, keys: list[int], results: Results) -> list[dict[str, Any]]:
    """Invitations in the order of the keys, with their stand and the response that counts."""
    sent = dict(
        Response.objects.filter(invitation__in=keys, state="submitted").values_list("invitation_id", "pk")
    )
    stands = {one.invitation_id: one.stand for one in results.listed}
    found = rows.in_bulk(keys)
    return [
        {
            "invitation": found[key],
            "size": stratum_label("quy-mo", found[key].size),
            "stand": STANDS[stands[key]],
            "response": sent.get(key),
        }
        for key in keys
        if key in found
    ]


# Files ------------------------------------------------------------------------------------------


@guarded(EXPORT)
def results_export(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The figures of this moment as a workbook or a paper, said to be not frozen."""
    if kind not in ("xlsx", "docx"):
        raise Http404
    reader = Reader.of(request, pk, EXPORT)
    at = timezone.now()
    payload = payload_of(reader.survey, at=at)
    record_export(
        reader.survey, what=f"results.{kind}", rows=len(payload["responses"]), by=reader.actor, at=at
    )
    data = (render_docx if kind == "docx" else render_xlsx)(payload, label=_("Số liệu chưa chốt"))
    return download(data, f"ket-qua-khao-sat-{pk}.{kind}")


@guarded(EXPORT)
def responses_export(request: HttpRequest, pk: int) -> HttpResponse:
    """Every response that counts, of the strata chosen, one row an organisation."""
    reader = Reader.of(request, pk, EXPORT)
    conditions = reader.chosen.conditions
    rows = Response.objects.filter(invitation__survey=reader.survey, state="submitted", **conditions)
    rows = rows.select_related("invitation__organisation", "invitation__survey", "entered_by")
    rows = rows.order_by("invitation__organisation__sort_key", "pk")
    data = responses_workbook(reader.survey, rows, actor=reader.actor)
    record_export(reader.survey, what="responses.xlsx", rows=len(rows), by=reader.actor, at=timezone.now())
    return download(data, f"phieu-tra-loi-{pk}.xlsx")
