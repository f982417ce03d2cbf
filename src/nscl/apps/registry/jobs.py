"""Background work of the room: looking through the register for twins."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.accounts.actors import actor_for, hats_of
from nscl.apps.accounts.models import User
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.core.jobs import Progress, job_kind
from nscl.apps.core.models import Job
from nscl.apps.registry.actions.twins import find_twins

TWINS = "registry.twins"


@job_kind(TWINS)
def look_for_twins(job: Job, progress: Progress) -> str:
    """Compare all records that the person sees; ends at the page of pairs."""
    progress(5, "Đang so sánh tên, mã, điện thoại")
    find_twins(by=_actor(job), at=timezone.now(), progress=lambda pct: progress(pct, "Đang so sánh"))
    return reverse("registry:twins")


def hat_of(by: Actor) -> dict[str, Any]:
    """What a job needs to act as this person did: office, roles and, if so, the delegation."""
    return {"office": by.office_id, "roles": sorted(by.roles), "delegator": by.delegator_id}


def _actor(job: Job) -> Actor:
    user = User.objects.get(pk=job.created_by_id)
    for hat in hats_of(user, timezone.localdate()):
        actor = actor_for(user, hat)
        if hat_of(actor) == job.payload["hat"]:
            return actor
    raise Refusal(
        _("Vai trò hoặc ủy quyền khi yêu cầu đã hết hiệu lực. Hãy yêu cầu lại với vai trò hiện có.")
    )
