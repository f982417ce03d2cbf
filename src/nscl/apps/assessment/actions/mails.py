"""Deeds of the post: invite, remind, try again. Each writes to the outbox; the worker sends (`jobs`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.assessment.actions.held import lock
from nscl.apps.assessment.mails import body_of, how_sent, subject_of
from nscl.apps.assessment.models import Invitation, Survey, SurveyMail
from nscl.apps.assessment.queries_surveys import SILENT, invitations_of
from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.core.post import MAX_TRIES
from nscl.apps.registry.models import Organisation

DEED = "assessment.survey.invite"


def to_invite(survey: Survey) -> QuerySet[Any]:
    """Those an invitation would go to: an address, no answer, no refusal, none sent and none waiting."""
    rows = invitations_of(survey).filter(stand__in=SILENT, sent_at=None).exclude(email="")
    return rows.exclude(has_waiting_mail=True)


def to_remind(survey: Survey, at: datetime) -> QuerySet[Any]:
    """Those a reminder would go to: silent, with an address, told of the survey, not written to today."""
    told = Q(sent_at__isnull=False) | Q(letter_at__isnull=False) | Q(form_at__isnull=False)
    day = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    today = SurveyMail.objects.filter(invitation__survey=survey, queued_at__gte=day, tries__lt=MAX_TRIES)
    rows = invitations_of(survey).filter(told | Q(opened_at__isnull=False), stand__in=SILENT)
    rows = rows.exclude(email="").exclude(has_waiting_mail=True)
    rows = rows.exclude(pk__in=today.values("invitation_id"))
    return rows.exclude(reminded_at__gte=day).exclude(sent_at__gte=day)


@transaction.atomic
def invite(
    survey: Survey, *, invitations: Sequence[Invitation] | None = None, base_url: str, by: Actor, at: datetime
) -> int:
    """Write an invitation for each organisation it can go to (of those given, or of the whole list).

    Returns how many. An address missing here and known to the register is taken from there first. Refused
    when no mail server is set up, and unless the survey is open.
    """
    held = _ready(survey, by)
    _take_addresses(held)
    return _queue(held, SurveyMail.Kind.INVITATION, to_invite(held), invitations, base_url, by, at)


@transaction.atomic
def remind(
    survey: Survey, *, invitations: Sequence[Invitation] | None = None, base_url: str, by: Actor, at: datetime
) -> int:
    """Write a reminder for each silent organisation, to none more than once a day; returns how many."""
    held = _ready(survey, by)
    return _queue(held, SurveyMail.Kind.REMINDER, to_remind(held, at), invitations, base_url, by, at)


@transaction.atomic
def try_again(survey: Survey, *, by: Actor, at: datetime) -> int:
    """Give the e-mails that failed five more tries, to the address the list has now; returns how many."""
    held = _ready(survey, by)
    rows = SurveyMail.objects.filter(invitation__survey=held, sent_at=None, tries__gte=MAX_TRIES)
    rows = rows.select_related("invitation").exclude(invitation__email="")
    silent = invitations_of(held).filter(stand__in=SILENT)
    mails = list(rows.filter(invitation__in=silent.values("pk")))
    for mail in mails:
        mail.tries, mail.error, mail.to = 0, "", mail.invitation.email
    SurveyMail.objects.bulk_update(mails, ["tries", "error", "to"], batch_size=500)
    if mails:
        audit.record(by=by, at=at, deed=DEED, obj=held, after={"mails_again": len(mails)})
    return len(mails)


def _ready(survey: Survey, by: Actor) -> Survey:
    held = lock(survey, by, DEED)
    if not how_sent():
        raise Refusal(
            _("Chưa cài đặt máy chủ thư nên chưa gửi được thư điện tử. Hãy in thư hoặc gửi liên kết.")
        )
    return held


def _take_addresses(held: Survey) -> None:
    """Addresses that the register has learnt since the list was made."""
    bare = Invitation.objects.filter(survey=held, email="").exclude(organisation__email="")
    rows = list(bare.select_related("organisation"))
    for row in rows:
        row.email = row.organisation.email
    Invitation.objects.bulk_update(rows, ["email"], batch_size=500)


def _queue(
    held: Survey,
    kind: str,
    fitting: QuerySet[Any],
    invitations: Sequence[Invitation] | None,
    base_url: str,
    by: Actor,
    at: datetime,
) -> int:
    rows = list(fitting)
    if invitations is not None:
        wanted = {row.pk for row in invitations}
        rows = [row for row in rows if row.pk in wanted]
    mails = []
    for row in rows:
        row.survey = held
        mails.append(
            SurveyMail(
                invitation=row,
                kind=kind,
                to=row.email,
                subject=subject_of(kind, held),
                body=body_of(kind, row, base_url=base_url, office=by.office_name),
                queued_by_id=by.user_id,
                queued_at=at,
            )
        )
    SurveyMail.objects.bulk_create(mails, batch_size=500)
    if mails:
        key = "reminders" if kind == SurveyMail.Kind.REMINDER else "mails"
        audit.record(by=by, at=at, deed=DEED, obj=held, after={key: len(mails)})
    return len(mails)


def addressless(survey: Survey) -> QuerySet[Any]:
    """Silent organisations that no e-mail can reach: they need the link or a letter."""
    known = Organisation.objects.exclude(email="").values("pk")
    rows = invitations_of(survey).filter(stand__in=SILENT, email="")
    return rows.exclude(organisation__in=known)
