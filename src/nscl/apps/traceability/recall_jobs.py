"""Background work of recalls: sending what waits in the outbox, now and again later."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import Min
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from nscl.apps.core.access import Actor
from nscl.apps.core.jobs import Progress, enqueue, job_kind
from nscl.apps.core.models import Job
from nscl.apps.core.post import WAITS
from nscl.apps.traceability.models import RecallCase
from nscl.apps.traceability.recall_mails import OUTBOX, send_waiting

MAILS = "traceability.recall_mails"


def send_soon(case: RecallCase, *, by: Actor) -> Job:
    """Ask the worker to send what waits; its page shows how far it is."""
    return enqueue(MAILS, title=_("Gửi thư điện tử"), by=by, payload={"recall": case.pk})


@job_kind(MAILS)
def send_mails(job: Job, progress: Progress) -> str:
    """One try of each waiting e-mail; ends at the list of holders, which tells what failed and why."""
    case_id = int(job.payload["recall"])
    words = _("Đã xử lý {done}/{total} thư")

    def told(done: int, total: int) -> None:
        progress(100 * done // max(total, 1), words.format(done=done, total=total))

    send_waiting(case_id, now=timezone.now, told=told)
    _again_later(case_id, timezone.now())
    return reverse("traceability:recall_holders", args=[case_id])


@task()
def send_again(case_id: int) -> None:
    """A later try of what still waits."""
    with translation.override(settings.LANGUAGE_CODE):
        send_waiting(case_id, now=timezone.now, told=lambda done, total: None)
        _again_later(case_id, timezone.now())


def _again_later(case_id: int, now: datetime) -> None:
    """Come back when the e-mail tried least often is due; a queue that cannot wait does not."""
    waiting = OUTBOX.waiting(notice__holder__case=case_id, tries__gt=0)
    tries = waiting.aggregate(least=Min("tries"))["least"]
    if tries is not None and send_again.get_backend().supports_defer:
        send_again.using(run_after=now + WAITS[min(tries, len(WAITS)) - 1]).enqueue(case_id)
