"""Background work with visible progress. A job loads its input and calls one verb."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django_tasks import task

from nscl.apps.core.access import Actor, Refusal
from nscl.apps.core.models import Job

log = logging.getLogger(__name__)
Progress = Callable[[int, str], None]
Work = Callable[[Job, Progress], str]
_kinds: dict[str, Work] = {}


def job_kind(name: str) -> Callable[[Work], Work]:
    """Register the work behind a kind: given the row and a progress function, it returns the result's URL."""

    def register(work: Work) -> Work:
        _kinds[name] = work
        return work

    return register


def enqueue(kind: str, *, title: str, by: Actor, payload: dict[str, Any]) -> Job:
    """Write the row and hand it to the worker once the surrounding transaction is committed."""
    if kind not in _kinds:
        raise KeyError(kind)
    job = Job.objects.create(
        kind=kind,
        title=title,
        payload=payload,
        province_id=by.province_id,
        created_by_id=by.user_id,
        created_at=timezone.now(),
    )
    transaction.on_commit(lambda: run_job.enqueue(job.pk))
    return job


@task()
def run_job(job_id: int) -> None:
    """Run one job; a refusal or a failure becomes a sentence on its row, never a lost job."""
    job = Job.objects.get(pk=job_id)
    if job.is_over:
        return
    Job.objects.filter(pk=job_id).update(state=Job.State.RUNNING)
    job.state = Job.State.RUNNING

    def progress(pct: int, message: str) -> None:
        Job.objects.filter(pk=job_id).update(progress_pct=min(pct, 99), message=message)

    try:
        with translation.override(settings.LANGUAGE_CODE):  # what a job stores is Vietnamese
            url = _kinds[job.kind](job, progress)
    except Refusal as refusal:
        _finish(job_id, Job.State.FAILED, str(refusal))
    except Exception:
        log.exception("job %s (%s) failed", job_id, job.kind)
        _finish(
            job_id,
            Job.State.FAILED,
            "Có lỗi ngoài dự kiến; dữ liệu chưa thay đổi. Hãy thử lại hoặc báo quản trị.",
        )
    else:
        _finish(job_id, Job.State.DONE, "Đã xong.", url)


def _finish(job_id: int, state: str, message: str, url: str = "") -> None:
    Job.objects.filter(pk=job_id).update(
        state=state,
        message=message[:400],
        result_url=url,
        finished_at=timezone.now(),
        **({"progress_pct": 100} if state == Job.State.DONE else {}),
    )
