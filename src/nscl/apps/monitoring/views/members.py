"""The members behind a share: which list, who is in it, who was counted; and marking them for a year."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.core.access import Actor, Refusal, actor_of, guarded
from nscl.apps.monitoring import actions, queries, register_measures
from nscl.apps.monitoring.models import RegisterBasis
from nscl.apps.monitoring.views.common import Watched
from nscl.apps.monitoring.views.targets import seen_target
from nscl.apps.programme.models import Target

# Django takes at most 1.000 fields from one form.
MARKABLE = 900


@guarded("monitoring.members.view")
def target_members(request: HttpRequest, pk: int) -> HttpResponse:
    """The list a share is counted over in a year, its members, and which of them were counted."""
    target = seen_target(request, pk, "monitoring.members.view")
    return _page(request, target, actor_of(request), year_of(request, request.GET.get("nam", "")))


@guarded("monitoring.members.count")
def members_count(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the year's figure from the lines marked (or from the experts of the day)."""
    target = seen_target(request, pk, "monitoring.members.count")
    actor = actor_of(request)
    year = year_of(request, request.POST.get("nam", request.GET.get("nam", "")))
    if request.method != "POST":
        return _page(request, target, actor, year)
    told: dict[str, Any] = {
        "year": year,
        "note": request.POST.get("dien-giai", "")[:2000],
        "reason": request.POST.get("ly-do", "")[:500],
        "by": actor,
        "at": timezone.now(),
    }
    marked = {
        int(text)
        for text in request.POST.getlist("dong")
        if text.isascii() and text.isdigit() and len(text) < 12
    }
    try:
        if register_measures.share_of(target) is not None:
            row = actions.count_members(target, counted=marked, **told)
        else:
            row = actions.count_experts(target, **told)
    except Refusal as refused:
        return _page(request, target, actor, year, marked=marked, problem=str(refused))
    messages.success(
        request, _("Đã lập bản nháp số liệu năm {year}. Hãy xem lại rồi trình duyệt.").format(year=year)
    )
    return redirect("monitoring:observation_detail", row.pk)


def year_of(request: HttpRequest, text: str) -> int:
    """The year asked for; this year where none, or none that could be, is asked."""
    this_year = timezone.localdate().year
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else this_year
    return year if 1990 <= year <= this_year else this_year


def _page(
    request: HttpRequest,
    target: Target,
    actor: Actor,
    year: int,
    *,
    marked: set[int] | None = None,
    problem: str = "",
) -> HttpResponse:
    share, count = register_measures.share_of(target), register_measures.expert_count_of(target)
    plan = target.node.version.plan
    if (share is None and count is None) or plan is None:
        raise Http404
    today = timezone.localdate()
    on = register_measures.day_of(year, today)
    standing = queries.standing_of(target, as_of=today)
    years = [one for one in standing.facts.years if one <= today.year] or [today.year]
    context: dict[str, Any] = {
        "target": target,
        "plan": plan,
        "watched": Watched(plan, target.node.version),
        "year": year,
        "years": years if year in years else [*years, year],
        "on": on,
        "problem": problem,
        "note": request.POST.get("dien-giai", ""),
        "reason": request.POST.get("ly-do", ""),
        "may_count": actor.can("monitoring.members.count", target)
        and target.node.version.state == "in_force",
        "approved": target.observations.filter(year=year, state="approved", component="").first(),
    }
    if share is not None:
        context |= _of_list(target, share, year, on, marked)
    elif count is not None:
        context["experts"] = register_measures.expert_names(target, count, on)
    return render(request, "monitoring/target_members.html", context, status=400 if problem else 200)


def _of_list(
    target: Target, share: register_measures.Share, year: int, on: Any, marked: set[int] | None
) -> dict[str, Any]:
    """The list with what was counted for the year: the approved figure, else the newest drafted one."""
    base = register_measures.base_of(target, share, on)
    bases = RegisterBasis.objects.filter(observation__target=target, observation__year=year)
    bases = bases.exclude(observation__state="superseded").select_related("observation", "edition")
    # "approved" sorts before the other states.
    basis = bases.order_by("observation__state", "-pk").first()
    counted = set(basis.entries.values_list("pk", flat=True)) if basis else set()
    preset = marked if marked is not None else counted or base.suggested
    return {
        "base": base,
        "basis": basis,
        "question": _(share.question),
        "too_many": (base.count or 0) > MARKABLE,
        "lines": [
            {"entry": entry, "is_counted": entry.pk in counted, "is_marked": entry.pk in preset}
            for entry in base.members.entries
        ],
        "has_suggestion": share.suggest is not None,
    }
