"""What waits in surveys: those past their closing date and still open, and e-mails that could not be sent."""

from __future__ import annotations

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nscl.apps.assessment.models import Survey, SurveyMail
from nscl.apps.core.access import Actor
from nscl.apps.core.inbox import Waiting
from nscl.apps.core.post import MAX_TRIES


def waiting(actor: Actor) -> list[Waiting]:
    """For those who keep surveys; two questions to the database for any number of surveys."""
    if not actor.can("assessment.survey.close"):
        return []
    return _overdue(actor) + _undelivered(actor)


def _overdue(actor: Actor) -> list[Waiting]:
    rows = Survey.objects.seen_by(actor.scope).filter(state="open", closes_on__lt=timezone.localdate())
    return [
        Waiting(
            deed=_("Đóng hoặc gia hạn khảo sát"),
            subject=row.title,
            url=reverse("assessment:survey_detail", args=[row.pk]),
            since=row.opened_at,
            due_on=row.closes_on,
            note=_("đã quá hạn trả lời"),
        )
        for row in rows.order_by("closes_on", "pk")
    ]


def _undelivered(actor: Actor) -> list[Waiting]:
    failed = SurveyMail.objects.filter(sent_at=None, tries__gte=MAX_TRIES, invitation__survey__state="open")
    if actor.scope is not None:
        failed = failed.filter(invitation__survey__province_id__in=actor.scope)
    counted = (
        failed.order_by().values("invitation__survey", "invitation__survey__title").annotate(n=Count("pk"))
    )
    return [
        Waiting(
            deed=_("Xử lý thư không gửi được"),
            subject=row["invitation__survey__title"],
            url=reverse("assessment:survey_mails", args=[row["invitation__survey"]]) + "?trang-thai=failed",
            note=ngettext("{n} thư", "{n} thư", row["n"]).format(n=row["n"]),
        )
        for row in counted.order_by("invitation__survey")
    ]
