"""Checking a province's sealed days in the background: it reads every event."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.core.access import Actor
from nscl.apps.core.imports.acting import acting_again, remembered
from nscl.apps.core.jobs import Progress, enqueue, job_kind
from nscl.apps.core.models import Job
from nscl.apps.reference.models import AdministrativeUnit
from nscl.apps.traceability.actions import check_days

CHECK = "traceability.days"


def check_soon(province: AdministrativeUnit, *, by: Actor) -> Job:
    """Ask the worker to compare everything sealed with the store."""
    payload = {"province": province.pk, "hat": remembered(by)}
    return enqueue(CHECK, title=_("Kiểm tra dấu chứng ngày"), by=by, payload=payload)


@job_kind(CHECK)
def check_now(job: Job, progress: Progress) -> str:
    """One check of a province; ends at the page that tells how it ended."""
    progress(5, _("Đang đọc lại các sự kiện"))
    province = AdministrativeUnit.objects.get(pk=job.payload["province"])
    assert job.created_by_id is not None
    check_days(province, by=acting_again(job.created_by_id, job.payload["hat"]), at=timezone.now())
    return reverse("traceability:day_check")
