"""Background work on forms: writing a zip of them, reading those that came back, loading the confirmed."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.assessment.excel import loading, sending
from nscl.apps.assessment.models import FormLoad, Survey
from nscl.apps.core.access import Actor
from nscl.apps.core.imports import acting
from nscl.apps.core.jobs import Progress, enqueue, job_kind
from nscl.apps.core.models import Job

WRITE = "assessment.forms.write"
KEPT = timedelta(days=3)  # a zip can be made again at any time


def queue_zip(survey: Survey, *, invitations: list[int], by: Actor) -> Job:
    """Ask for a zip of forms; its progress is the job's page."""
    by.require(sending.DEED, survey)
    return enqueue(
        WRITE,
        title=_("Xuất phiếu Excel: {title}").format(title=survey.title[:200]),
        by=by,
        payload={"survey": survey.pk, "invitations": invitations, **acting.remembered(by)},
    )


def zip_of(job: Job) -> Path:
    """Where the zip of a job lies: in the cache, since it can be made again."""
    return Path(settings.NSCL_CACHE_DIR) / "forms" / f"{job.pk}.zip"


@job_kind(WRITE)
def write_forms(job: Job, progress: Progress) -> str:
    survey = Survey.objects.select_related("version").get(pk=job.payload["survey"])
    at = timezone.now()
    data = sending.hand_out_many(
        survey,
        invitations=job.payload["invitations"],
        by=_actor(job),
        at=at,
        progress=lambda done, whole: _tell(progress, done, whole),
    )
    _keep(zip_of(job), data, at)
    return reverse("assessment:forms", args=[survey.pk]) + f"?xong={job.pk}"


def _keep(path: Path, data: bytes, at: datetime) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    for old in path.parent.glob("*.zip"):
        if old.stat().st_mtime < (at - KEPT).timestamp():
            old.unlink(missing_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_bytes(data)
    os.replace(fresh, path)


@job_kind(loading.READ)
def read_forms(job: Job, progress: Progress) -> str:
    load = _load(job)
    loading.read_files(load, said=lambda done, whole: _tell(progress, done, whole))
    return reverse("assessment:form_load", args=[load.survey_id, load.pk])


@job_kind(loading.LOAD)
def load_forms(job: Job, progress: Progress) -> str:
    load = _load(job)
    loading.load_files(
        load,
        said=lambda done, whole: _tell(progress, done, whole),
        by=_actor(job),
        at=timezone.now(),
    )
    return reverse("assessment:form_load", args=[load.survey_id, load.pk])


def _load(job: Job) -> FormLoad:
    return FormLoad.objects.select_related("survey__version").get(pk=job.payload["load"])


def _actor(job: Job) -> Actor:
    kept = {name: job.payload[name] for name in ("office", "roles", "delegator")}
    return acting.acting_again(job.created_by_id, kept)


def _tell(progress: Progress, done: int, whole: int) -> None:
    """Every tenth only: a row of the database is written each time."""
    if done % 10 == 0 or done == whole:
        progress(round(100 * done / max(1, whole)), _("{done}/{whole} phiếu").format(done=done, whole=whole))
