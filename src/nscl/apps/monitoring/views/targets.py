"""All targets of a plan, and one target with everything behind its number."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from nscl.apps.core.access import Actor, actor_of, guarded
from nscl.apps.monitoring import charts, queries, register_measures, rules, survey_measures, trace_measures
from nscl.apps.monitoring.exports import targets_workbook
from nscl.apps.monitoring.filters import TargetFilter, choices
from nscl.apps.monitoring.models import Observation
from nscl.apps.monitoring.queries.standing import WATCHED, Standing
from nscl.apps.monitoring.views.common import Watched, chosen_day, watched_plan
from nscl.apps.programme.models import PlanNode, Target

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@guarded("monitoring.plan.view")
def plan_targets(request: HttpRequest, pk: int) -> HttpResponse:
    """All targets of a plan with their verdicts; filters stand in the address."""
    watched = watched_plan(request, pk, "monitoring.plan.view")
    as_of = chosen_day(request)
    found = queries.standings([watched.version], as_of=as_of)[watched.version.pk]
    chosen = TargetFilter.of(request.GET.dict())
    context = {
        "watched": watched,
        "plan": watched.plan,
        "as_of": as_of,
        "rows": chosen.apply(found),
        "all_count": len(found),
        "filter": chosen,
        "choices": choices(found),
        "page": "targets",
    }
    return render(request, "monitoring/plan_targets.html", context)


@guarded("monitoring.target.export")
def targets_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The list as a workbook, with the filters of the address."""
    watched = watched_plan(request, pk, "monitoring.target.export")
    as_of = chosen_day(request)
    found = queries.standings([watched.version], as_of=as_of)[watched.version.pk]
    rows = TargetFilter.of(request.GET.dict()).apply(found)
    response = HttpResponse(targets_workbook(watched.plan, rows, as_of=as_of), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="chi-tieu-{watched.plan.pk}-{as_of:%Y%m%d}.xlsx"'
    return response


def seen_target(request: HttpRequest, pk: int, deed: str) -> Target:
    """A target of a plan in force (or once in force) that the person may see; otherwise 404."""
    actor = actor_of(request)
    targets = Target.objects.select_related(
        "node__version__plan__owner", "node__version__plan__province", "parent__node"
    )
    targets = targets.filter(node__version__state__in=WATCHED).exclude(node__review=PlanNode.Review.DROPPED)
    if actor.scope is not None:
        targets = targets.filter(node__version__plan__owner_id__in=actor.scope)
    target = get_object_or_404(rules.without_texts(targets, "node__version"), pk=pk)
    actor.require(deed, target)
    return target


@guarded("monitoring.target.view")
def target_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One target: its goal, its verdict with the way it was reached, its figures and where they come from."""
    target = seen_target(request, pk, "monitoring.target.view")
    plan = target.node.version.plan
    if plan is None:
        raise Http404
    as_of = chosen_day(request)
    actor = actor_of(request)
    standing = queries.standing_of(target, as_of=as_of)
    rows = figures_of(target, actor)
    context = {
        "watched": Watched(plan, target.node.version),
        "plan": plan,
        "target": target,
        "as_of": as_of,
        "one": standing,
        "chart": charts.target_by_year(standing),
        "years": _by_year(standing, rows),
        "others": [row for row in rows if row.year not in standing.facts.years],
        "base": queries.decision_text(standing),
        "decision": standing.facts.decision,
        "successor": target.node.carried_to.filter(version__state="in_force").first(),
        "this_year": timezone.localdate().year,
        "registered": registered(target, standing, as_of),
        "surveyed": surveyed(target, standing, as_of),
        "is_traced": trace_measures.measure_of(target) is not None,
        "page": "targets",
    }
    return render(request, "monitoring/target_detail.html", context)


def registered(target: Target, standing: Standing, as_of: date) -> dict[str, Any]:
    """What the registers know of the target: the list it is a share of, or the experts it counts."""
    share, count = register_measures.share_of(target), register_measures.expert_count_of(target)
    if share is None and count is None:
        return {}
    years = standing.facts.years
    last = min(years[-1], as_of.year) if years else as_of.year
    on = register_measures.day_of(last, as_of)
    if share is not None:
        return {"base": register_measures.base_of(target, share, on), "year": last, "on": on}
    assert count is not None
    return {"experts": register_measures.expert_names(target, count, on), "year": last, "on": on}


def surveyed(target: Target, standing: Standing, as_of: date) -> dict[str, Any]:
    """What the surveys say of the target's year, where they count it."""
    measure = survey_measures.measure_of(target)
    if measure is None:
        return {}
    years = standing.facts.years
    last = min(years[-1], as_of.year) if years else as_of.year
    on = register_measures.day_of(last, as_of)
    return {"found": survey_measures.found_for(target, measure, last, on), "year": last, "on": on}


def figures_of(target: Target, actor: Actor) -> list[Observation]:
    """The target's figures this person may see, years rising, the newest of a year first."""
    rows = Observation.objects.seen_by(actor).filter(target=target)
    rows = rows.select_related("drafted_by", "drafted_for", "approved_by", "evidence_file")
    return list(rows.order_by("year", "component", "-pk"))


def _by_year(standing: Standing, rows: list[Observation]) -> list[tuple[int, list[Observation]]]:
    """Every counted year with its figures; a year without any stays in the list, empty."""
    return [(year, [row for row in rows if row.year == year]) for year in standing.facts.years]
