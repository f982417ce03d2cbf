"""What the pages of answers ask of the records."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from nscl.apps.accounts.models import Membership
from nscl.apps.assessment.models import Invitation, Response, Survey


def asker_of(survey: Survey) -> str:
    """The office that asks: that of who set the survey up, else the province."""
    on = timezone.localdate(survey.created_at)
    current = Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))
    found = Membership.objects.filter(
        current, user_id=survey.created_by_id, office__province=survey.province_id
    )
    membership = found.select_related("office").order_by("pk").first() if survey.created_by_id else None
    return membership.office.name if membership is not None else str(survey.province.full_name)


def versions_of(invitation: Invitation) -> QuerySet[Response]:
    """What was sent for an organisation, the latest first; drafts are the writer's own and stay out."""
    rows = Response.objects.filter(invitation=invitation, state__in=("submitted", "superseded"))
    return rows.select_related("entered_by", "file", "supersedes").order_by("-number")
