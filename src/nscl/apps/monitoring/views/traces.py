"""The captured events behind a target: whose traceability runs, whose does not, and drafting the figure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.core.access import Actor, actor_of, guarded
from nscl.apps.monitoring import actions, queries, register_measures, trace_measures
from nscl.apps.monitoring.models import TraceBasis
from nscl.apps.monitoring.views.common import Watched
from nscl.apps.monitoring.views.counted import draft_counted
from nscl.apps.monitoring.views.members import year_of
from nscl.apps.monitoring.views.targets import seen_target
from nscl.apps.programme.models import Target
from nscl.apps.traceability.queries.naming import names_of
from nscl.apps.traceability.queries.running import Running
from nscl.apps.traceability.wording import break_sentence
from nscl.gs1.tracing import Break

PAGE_SIZE = 50
MOST_LOTS, MOST_BREAKS = 100, 50  # of one organisation that are named


@guarded("monitoring.members.view")
def target_traces(request: HttpRequest, pk: int) -> HttpResponse:
    """What captured events say of a target's year, and what was counted for it."""
    target = seen_target(request, pk, "monitoring.members.view")
    return _page(request, target, actor_of(request), year_of(request, request.GET.get("nam", "")))


@guarded("monitoring.members.count")
def traces_count(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the year's figure from captured events."""
    return draft_counted(request, pk, page=_page, count=actions.count_traces)


def _page(
    request: HttpRequest, target: Target, actor: Actor, year: int, *, problem: str = ""
) -> HttpResponse:
    measure, plan = trace_measures.measure_of(target), target.node.version.plan
    if measure is None or plan is None:
        raise Http404
    today = timezone.localdate()
    on = register_measures.day_of(year, today)
    found = trace_measures.found_for(target, measure, on)
    years = [one for one in queries.standing_of(target, as_of=today).facts.years if one <= today.year]
    years = years or [today.year]
    component = trace_measures.component_of(target)
    bases = TraceBasis.objects.filter(observation__target=target, observation__year=year)
    bases = bases.exclude(observation__state="superseded").select_related("observation")
    figures = target.observations.filter(year=year, state="approved", component=component)
    page = Paginator(found.organisations, PAGE_SIZE).get_page(request.GET.get("trang"))
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
        "found": found,
        "component": component,
        "question": _(measure.question),
        # "approved" sorts before the other states.
        "basis": bases.order_by("observation__state", "-pk").first(),
        "page_obj": page,
        "lines": _lines(page),
        "may_count": actor.can("monitoring.members.count", target)
        and target.node.version.state == "in_force",
        "approved": figures.first(),
    }
    return render(request, "monitoring/target_traces.html", context, status=400 if problem else 200)


def _lines(rows: Iterable[Running]) -> list[dict[str, Any]]:
    """The organisations with their lots by name and their breaks in sentences, the first of each."""
    shown = [(one, one.lots[:MOST_LOTS], one.breaks[:MOST_BREAKS]) for one in rows]
    names = names_of(
        code for _one, lots, breaks in shown for code in (*lots, *(item for _why, item in breaks))
    )
    return [
        {
            "one": one,
            "lots": [names.of(code) for code in lots],
            "breaks": [break_sentence(Break(why, item), names).text for why, item in breaks],
        }
        for one, lots, breaks in shown
    ]
