"""What the pages of this room share: the plan a person may see, and the day it is judged on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.core.access import actor_of
from nscl.apps.monitoring.queries import version_shown
from nscl.apps.programme.models import Plan, PlanVersion
from nscl.vietnamese import UnreadableDate, parse_date


@dataclass(frozen=True)
class Watched:
    """A plan with the version whose targets count."""

    plan: Plan
    version: PlanVersion

    @property
    def is_current(self) -> bool:
        return self.version.state == "in_force"


def watched_plan(request: HttpRequest, pk: int, deed: str) -> Watched:
    """The plan when the person may see it and it has ever been in force; otherwise 404."""
    actor = actor_of(request)
    plans = Plan.objects.seen_by(actor.scope).select_related("owner", "province")
    plan = get_object_or_404(plans, pk=pk)
    actor.require(deed, plan)
    version = version_shown(plan)
    if version is None:
        raise Http404
    version.plan = plan
    return Watched(plan, version)


def chosen_day(request: HttpRequest) -> date:
    """The day of `?den-ngay=dd/mm/yyyy`; today without one, and, with a sentence, for an impossible one."""
    today = timezone.localdate()
    text = request.GET.get("den-ngay", "").strip()
    if not text:
        return today
    try:
        day = parse_date(text)
    except UnreadableDate as error:
        messages.error(request, str(error))
        return today
    if day > today:
        messages.error(request, _("Ngày xem số liệu không được sau hôm nay. Đang hiện số liệu đến hôm nay."))
        return today
    return day
