"""Documents handed over as a job: small ones are captured at once, large ones by the worker.

Before the answer everything is durable: the events themselves, or the document with its job. Whatever ends a
worker in between, the document is there and is taken up again (`resume_captures`, and a task of its own that
looks after it later); to capture it twice stores nothing twice.
"""

from __future__ import annotations

import logging
import zlib
from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone, translation
from django_tasks import task

from nscl.apps.traceability import records, refusals, sizes
from nscl.apps.traceability.actions.capture import Behaviour, capture_part, capture_with_others, ready
from nscl.apps.traceability.models import CaptureBody, CaptureJob
from nscl.apps.traceability.refusals import CaptureRefused
from nscl.apps.traceability.senders import Sender
from nscl.apps.traceability.storing import AlreadyOver
from nscl.gs1.epcis.problems import Problem, Unreadable

log = logging.getLogger(__name__)
SMALL = (
    256 * 1024
)  # bytes: some four hundred events, about half a second's work; nobody is sent away for that
LEASE = timedelta(minutes=15)  # after which a capture that is begun and not over counts as lost
AGAIN = timedelta(minutes=1)
ATTEMPTS = 3  # of a document that ends its worker, or meets a fault, each time


def accept(
    body: bytes,
    *,
    by: Sender,
    at: datetime,
    behaviour: Behaviour = "rollback",
    content_type: str = "",
    strict: Collection[str] | None = None,
) -> CaptureJob:
    """Take a document over; the job is durable when it is given back, and tells how the capture ended.

    A small document is captured now: its job is over. A large one waits for the worker. Refused at once,
    without a job: what is beyond the limits (`TooLarge`), and a small document that is none (`Unreadable`).
    """
    sizes.refuse(body)
    strict = by.strict if strict is None else strict
    if len(body) > SMALL:
        return _put_by(body, by, at, behaviour, content_type, strict)
    part = ready(body, by=by, at=at, behaviour=behaviour, strict=strict)
    try:
        return capture_with_others(part).job
    except CaptureRefused as refusal:
        assert refusal.job is not None
        return refusal.job


def _put_by(
    body: bytes, by: Sender, at: datetime, behaviour: Behaviour, content_type: str, strict: Collection[str]
) -> CaptureJob:
    """The job and its document in one transaction, with the task of the worker."""
    packed = zlib.compress(body, 1)
    with transaction.atomic():
        job = records.begun(by, at, behaviour)
        job.save()
        CaptureBody.objects.create(
            job=job,
            packed=packed,
            content_type=content_type[:100],
            may_make=sorted(by.may_make),
            strict=sorted(strict),
        )
        if _run.get_backend().supports_defer:
            _run.enqueue(job.pk)
            _run.using(run_after=at + LEASE + timedelta(minutes=1)).enqueue(job.pk)  # looks after it
        else:  # a backend that runs tasks at once
            transaction.on_commit(lambda: _run.enqueue(job.pk))
    return job


@task()
def _run(job_id: int) -> None:
    """The worker's task; where something went wrong that is nobody's fault, again a little later."""
    now = timezone.now()
    try:
        run_capture(job_id, at=now)
    except Exception:
        CaptureBody.objects.filter(pk=job_id).update(taken_at=None)
        if _run.get_backend().supports_defer:
            _run.using(run_after=now + AGAIN).enqueue(job_id)
        raise


def run_capture(job_id: int, *, at: datetime) -> CaptureJob:
    """Capture a document that waits; one that is over, or in another worker's hands, is left as it is.

    Problems end up in the job. A database that goes away leaves the document waiting.
    """
    with transaction.atomic():
        taken = _waiting(at).filter(pk=job_id).update(attempts=F("attempts") + 1, taken_at=at)
        if taken:
            CaptureJob.objects.filter(pk=job_id).update(state=CaptureJob.State.RUNNING)
    job = CaptureJob.objects.get(pk=job_id)
    body = CaptureBody.objects.filter(pk=job_id).first() if taken else None
    if body is not None:  # else another worker, taken for dead, ended it meanwhile
        with translation.override(settings.LANGUAGE_CODE):
            _capture(job, body, at)
    return job


def _capture(job: CaptureJob, body: CaptureBody, at: datetime) -> None:
    if body.attempts > ATTEMPTS:
        return _fail(job, [refusals.gave_up(ATTEMPTS)], at)
    by = Sender(
        job.organisation_id, job.province_id, frozenset(body.may_make), job.client_id, job.created_by_id
    )
    try:
        given = zlib.decompress(body.packed)
        part = ready(given, by=by, at=at, behaviour=job.behaviour, strict=body.strict, job=job)
        part.is_waiting = True
        capture_part(part)
    except CaptureRefused as refusal:
        if refusal.job is None:  # beyond the limits, which only a closer look shows
            _fail(job, refusal.problems, at)
    except Unreadable as fault:
        _fail(job, fault.problems, at)
    except AlreadyOver:
        job.refresh_from_db()
    return None


def _fail(job: CaptureJob, problems: Collection[Problem], at: datetime) -> None:
    """Nothing is stored, and nothing is waited for any longer."""
    with transaction.atomic():
        if CaptureBody.objects.filter(pk=job.pk).delete()[0]:
            records.end(job, at=at, events=0, problems=list(problems), is_refused=True)
            job.save()
        else:
            job.refresh_from_db()


def _waiting(at: datetime) -> QuerySet[CaptureBody]:
    """Documents that nobody holds."""
    return CaptureBody.objects.filter(Q(taken_at=None) | Q(taken_at__lt=at - LEASE))


def resume_captures(*, at: datetime) -> int:
    """Take up every capture that waits and that nobody holds; how many there were.

    For a worker that begins: a document whose task was lost with the machine is captured now.
    """
    waiting = list(_waiting(at).order_by("pk").values_list("pk", flat=True))
    for job_id in waiting:
        try:
            run_capture(job_id, at=at)
        except Exception:
            log.exception("capture %s could not be taken up again", job_id)
    return len(waiting)
