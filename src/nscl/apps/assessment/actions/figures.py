"""Freezing a survey's figures, and taking results out of the system."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from nscl.apps.assessment.models import Survey, SurveyFigures
from nscl.apps.assessment.results_freeze import payload_of, seal
from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.vietnamese import squash

FREEZE, EXPORT = "assessment.survey.freeze", "assessment.survey.export"


@transaction.atomic
def freeze_figures(survey: Survey, *, note: str = "", by: Actor, at: datetime) -> SurveyFigures:
    """Keep the results as they stand now; later answers and corrections do not change them.

    Refuses a survey nobody has answered yet and a note over 300 characters.
    """
    related = ("province", "version__questionnaire")
    held = Survey.objects.select_for_update(of=("self",)).select_related(*related).get(pk=survey.pk)
    by.require(FREEZE, held)
    told = squash(note)
    if len(told) > 300:
        raise Refusal(_("Ghi chú dài quá 300 ký tự. Hãy viết ngắn lại."))
    payload = payload_of(held, at=at)
    if not payload["responses"]:
        raise Refusal(_("Chưa có phiếu trả lời nào nên chưa có số liệu để chốt. Hãy chờ phiếu đầu tiên."))
    last = SurveyFigures.objects.filter(survey=held).aggregate(last=Max("number"))["last"] or 0
    row = SurveyFigures.objects.create(
        survey=held,
        number=last + 1,
        frozen_by_id=by.user_id,
        frozen_at=at,
        note=told,
        payload=payload,
        hash=seal(payload),
    )
    after = {"number": row.number, "note": told, "hash": row.hash, "responses": len(payload["responses"])}
    audit.record(by=by, at=at, deed=FREEZE, obj=row, after=after)
    return row


@transaction.atomic
def record_export(survey: Survey, *, what: str, rows: int, by: Actor, at: datetime) -> None:
    """Say in the record who took which list out of the system; refuses who may not export."""
    by.require(EXPORT, survey)
    after: dict[str, Any] = {"what": what, "rows": rows}
    audit.record(by=by, at=at, deed=EXPORT, obj=survey, after=after)
