"""Reporting a figure from surveys: how many were made, or how many enterprises answered."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.monitoring import survey_measures as measures
from nscl.apps.monitoring.actions.registers import DEED, written
from nscl.apps.monitoring.entry import Figure
from nscl.apps.monitoring.evidence import Evidence
from nscl.apps.monitoring.models import Observation, SurveyBasis
from nscl.apps.monitoring.register_measures import day_of
from nscl.apps.programme.models import Target
from nscl.vietnamese import format_date


@transaction.atomic
def count_surveys(
    target: Target, *, year: int, note: str = "", reason: str = "", by: Actor, at: datetime
) -> Observation:
    """Draft the figure of a year from the surveys made and answered in it.

    One's own open draft of the year is taken up again; an approved figure is corrected, with a `reason`.
    Refuses a target that surveys do not count. The surveys and responses counted stay with the figure.
    """
    by.require(DEED, target)
    measure = measures.measure_of(target)
    if measure is None:
        raise Refusal(_("Chỉ tiêu này không đếm theo khảo sát. Hãy nhập số liệu như thường."))
    on = day_of(year, timezone.localtime(at).date())
    found = measures.found_for(target, measure, year, on)
    said = _("Đếm theo khảo sát đến ngày {day}. {what}").format(day=format_date(on), what=found.sentence)
    figure = _figure(target, year, found, note)
    row = written(target, figure, Evidence.of_note(said), reason=reason, by=by, at=at)
    defaults = {"measure": measure.code, "as_of": on, "total": found.count}
    basis, _made = SurveyBasis.objects.update_or_create(observation=row, defaults=defaults)
    responses = measures.responses_of(found)
    basis.surveys.set(found.surveys)
    basis.responses.set(responses)
    after = {
        **defaults,
        "surveys": [str(survey) for survey in found.surveys],
        "responses": len(responses),
    }
    audit.record(by=by, at=at, deed=DEED, obj=row, after=after)
    return row


def _figure(target: Target, year: int, found: measures.Found, note: str) -> Figure:
    if found.measure.what == "done":
        return Figure(year=year, is_done=found.is_done, note=note.strip())
    listed = target.count_mode == Target.CountMode.DISTINCT
    return Figure(
        year=year,
        value=Decimal(found.count),
        subjects=tuple(found.subjects) if listed else (),
        note=note.strip(),
    )
