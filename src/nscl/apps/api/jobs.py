"""A capture job as the standard shows it, and which jobs a caller may see."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from nscl.apps.api import problems
from nscl.apps.api.callers import Caller
from nscl.apps.api.problems import ApiError
from nscl.apps.traceability.models import CaptureJob

_OVER_WELL = (CaptureJob.State.WAITING, CaptureJob.State.RUNNING, CaptureJob.State.DONE)


def jobs_seen_by(caller: Caller) -> QuerySet[CaptureJob]:
    """A program sees what it sent and what was recorded for its organisation; an officer the province's."""
    if caller.client is not None:
        own = Q(client_id=caller.client.pk) | Q(organisation_id=caller.client.organisation_id)
        return CaptureJob.objects.filter(own)
    scope = caller.actor.scope if caller.actor else frozenset()
    return CaptureJob.objects.all() if scope is None else CaptureJob.objects.filter(province_id__in=scope)


def job_as_json(job: CaptureJob) -> dict[str, Any]:
    """`running` and `success` by the standard's truth table: success until an error is known."""
    told: dict[str, Any] = {"captureID": str(job.uuid), "createdAt": instant(job.created_at)}
    if job.finished_at is not None:
        told["finishedAt"] = instant(job.finished_at)
    return {
        **told,
        "running": not job.is_over,
        "success": job.state in _OVER_WELL and not job.errors,
        "captureErrorBehaviour": job.behaviour,
        "errors": job.errors,
        "eventCount": job.event_count,
        "storedCount": job.stored_count,
        "replayedCount": job.replayed_count,
        "refusedCount": job.refused_count,
    }


def is_refused(job: CaptureJob) -> bool:
    """Whether the document as a whole was refused: by one bad event (`rollback`), or for lack of events."""
    if job.state != CaptureJob.State.FAILED:
        return False
    in_events = any("/eventList/" in str(one.get("pointer")) for one in job.errors)
    return job.behaviour == CaptureJob.Behaviour.ROLLBACK or not in_events


def refusal_of(job: CaptureJob) -> ApiError:
    """What is wrong with a refused document; the kind is that of the first fault, `instance` the job."""
    wanted = str(job.errors[0].get("type")) if job.errors else ""
    kinds = (problems.EXISTS, problems.FORBIDDEN, problems.LIMIT)
    kind = next((one for one in kinds if one.type == wanted), problems.VALIDATION)
    return ApiError(kind, errors=job.errors, instance=reverse("api:capture_job", args=[job.uuid]))


def instant(moment: datetime) -> str:
    """With its offset, as every time in an answer."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
