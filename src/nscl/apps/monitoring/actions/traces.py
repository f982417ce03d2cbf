"""Reporting a figure from the traceability store: the organisations whose traceability runs."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.monitoring import trace_measures as measures
from nscl.apps.monitoring.actions.registers import DEED, written
from nscl.apps.monitoring.entry import Figure
from nscl.apps.monitoring.evidence import Evidence
from nscl.apps.monitoring.models import Observation, TraceBasis
from nscl.apps.monitoring.register_measures import day_of
from nscl.apps.programme.models import Target
from nscl.vietnamese import format_date


@transaction.atomic
def count_traces(
    target: Target, *, year: int, note: str = "", reason: str = "", by: Actor, at: datetime
) -> Observation:
    """Draft the figure of a year: the organisations whose traceability runs on its day, by name.

    For models with parts it is the figure of their traceability part. One's own open draft is taken up
    again; an approved figure is corrected, with a `reason`. Refuses a target that the store does not count.
    """
    by.require(DEED, target)
    measure = measures.measure_of(target)
    if measure is None:
        raise Refusal(_("Chỉ tiêu này không đếm theo sự kiện truy xuất. Hãy nhập số liệu như thường."))
    on = day_of(year, timezone.localtime(at).date())
    found, component = measures.found_for(target, measure, on), measures.component_of(target)
    listed = bool(component) or target.count_mode == Target.CountMode.DISTINCT
    figure = Figure(
        year=year,
        value=Decimal(found.count),
        subjects=tuple(found.subjects) if listed else (),
        component=component,
        note=note.strip(),
    )
    said = _("Đếm theo sự kiện truy xuất đến ngày {day}. {what}").format(
        day=format_date(on), what=found.sentence
    )
    row = written(target, figure, Evidence.of_note(said), reason=reason, by=by, at=at)
    defaults = {
        "measure": measure.code,
        "as_of": on,
        "total": found.count,
        "rows": [
            {
                "organisation": one.organisation.pk,
                "name": one.organisation.name,
                "events": one.events,
                "lots": len(one.lots),
                "runs": one.ok,
                "reasons": [reason.sentence_vi for reason in one.decision.reasons],
            }
            for one in found.organisations
        ],
    }
    TraceBasis.objects.update_or_create(observation=row, defaults=defaults)
    after = {"measure": measure.code, "as_of": on, "counted": found.subjects, "broken": len(found.broken)}
    audit.record(by=by, at=at, deed=DEED, obj=row, after=after)
    return row
