"""Background work of the room: reading an uploaded plan."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from nscl.apps.accounts.actors import actor_for, hats_of
from nscl.apps.accounts.models import User
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.core.jobs import Progress, job_kind
from nscl.apps.core.models import Job, StoredFile
from nscl.apps.programme.actions.upload import KIND
from nscl.apps.programme.models import Plan
from nscl.apps.programme.reading import read_file
from nscl.apps.programme.staging import AlreadyLoaded, stage_reading
from nscl.apps.reference.models import AdministrativeUnit
from nscl.plandoc.source import UnreadableDocument


@job_kind(KIND)
def read_plan(job: Job, progress: Progress) -> str:
    """Read the file and stage it; a file that cannot be read ends the job with the reader's own sentence."""
    payload = job.payload
    by = _actor(job)
    progress(5, "Đang mở tệp")
    source = StoredFile.objects.get(pk=payload["file"])
    try:
        reading = read_file(source.read(), filename=payload["filename"])
    except UnreadableDocument as error:
        raise Refusal(str(error)) from error
    progress(70, "Đang ghi chỉ tiêu, nhiệm vụ, kinh phí và các phát hiện")
    try:
        version = stage_reading(
            reading,
            source=source,
            filename=payload["filename"],
            by=by,
            at=timezone.now(),
            plan=Plan.objects.filter(pk=payload["plan"]).first(),
            province=AdministrativeUnit.objects.filter(pk=payload["province"]).first(),
            job=job,
        )
    except AlreadyLoaded as known:
        return f"{_place_of(known)}?da-co=1"
    return reverse("programme:version_review", args=[version.pk])


def _place_of(known: AlreadyLoaded) -> str:
    if known.version.is_open or known.version.state == "submitted":
        return reverse("programme:version_review", args=[known.version.pk])
    return reverse("programme:plan_document", args=[known.version.plan_id])


def _actor(job: Job) -> Actor:
    """The person as they acted when they uploaded: same office, role and, if so, the same delegation."""
    user = User.objects.get(pk=job.created_by_id)
    wanted = job.payload
    for hat in hats_of(user, timezone.localdate()):
        actor = actor_for(user, hat)
        if (actor.office_id, sorted(actor.roles), actor.delegator_id) == (
            wanted["office"],
            wanted["roles"],
            wanted["delegator"],
        ):
            return actor
    raise Refusal("Vai trò hoặc ủy quyền khi tải tệp đã hết hiệu lực. Hãy tải lại với vai trò hiện có.")
