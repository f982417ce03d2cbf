"""Drafting a year's figure from what was counted: the same deed for surveys and for captured events."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.core.access import Refusal, actor_of
from nscl.apps.monitoring.models import Observation
from nscl.apps.monitoring.views.members import year_of
from nscl.apps.monitoring.views.targets import seen_target


def draft_counted(
    request: HttpRequest, pk: int, *, page: Callable[..., HttpResponse], count: Callable[..., Observation]
) -> HttpResponse:
    """Show the target's page; when it is sent, let the verb count, and say why where it may not."""
    target = seen_target(request, pk, "monitoring.members.count")
    actor = actor_of(request)
    year = year_of(request, request.POST.get("nam", request.GET.get("nam", "")))
    if request.method != "POST":
        return page(request, target, actor, year)
    told: dict[str, Any] = {
        "note": request.POST.get("dien-giai", "")[:2000],
        "reason": request.POST.get("ly-do", "")[:500],
    }
    try:
        row = count(target, year=year, by=actor, at=timezone.now(), **told)
    except Refusal as refused:
        return page(request, target, actor, year, problem=str(refused))
    messages.success(
        request, _("Đã lập bản nháp số liệu năm {year}. Hãy xem lại rồi trình duyệt.").format(year=year)
    )
    return redirect("monitoring:observation_detail", row.pk)
