"""Reports that wait for a person."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from nscl.apps.core.access import Actor
from nscl.apps.core.inbox import Waiting
from nscl.apps.reporting.models import ReportIssue


def waiting(actor: Actor) -> list[Waiting]:
    """Submitted reports for those who may issue them; returned ones for those who drafted them."""
    rows = ReportIssue.objects.filter(state__in=["submitted", "returned"]).select_related("plan__province")
    if actor.scope is not None:
        rows = rows.filter(plan__owner_id__in=actor.scope)
    found = []
    for row in rows:
        if row.state == "submitted" and actor.can("reporting.report.issue", row):
            found.append(_item(row, _("Ký ban hành báo cáo")))
        elif row.state == "returned" and row.drafted_by_id in actor.people:
            found.append(_item(row, _("Sửa báo cáo bị trả lại")))
    return found


def _item(row: ReportIssue, deed: str) -> Waiting:
    return Waiting(deed, str(row), reverse("reporting:report_detail", args=[row.pk]), since=row.created_at)
