"""The surveys behind a target: which were made, who answered, and drafting a year's figure from them."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.assessment.models import Survey
from nscl.apps.core.access import Actor, actor_of, guarded
from nscl.apps.monitoring import actions, queries, register_measures, survey_measures
from nscl.apps.monitoring.models import SurveyBasis
from nscl.apps.monitoring.views.common import Watched
from nscl.apps.monitoring.views.counted import draft_counted
from nscl.apps.monitoring.views.members import year_of
from nscl.apps.monitoring.views.targets import seen_target
from nscl.apps.programme.models import Target

PAGE_SIZE = 50
RESPONSES = "assessment.response.view"


@guarded("monitoring.members.view")
def target_surveys(request: HttpRequest, pk: int) -> HttpResponse:
    """What surveys say of a target's year, and what was counted for it."""
    target = seen_target(request, pk, "monitoring.members.view")
    return _page(request, target, actor_of(request), year_of(request, request.GET.get("nam", "")))


@guarded("monitoring.members.count")
def surveys_count(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the year's figure from the surveys."""
    return draft_counted(request, pk, page=_page, count=actions.count_surveys)


def _page(
    request: HttpRequest, target: Target, actor: Actor, year: int, *, problem: str = ""
) -> HttpResponse:
    measure, plan = survey_measures.measure_of(target), target.node.version.plan
    if measure is None or plan is None:
        raise Http404
    today = timezone.localdate()
    on = register_measures.day_of(year, today)
    found = survey_measures.found_for(target, measure, year, on)
    years = [one for one in queries.standing_of(target, as_of=today).facts.years if one <= today.year]
    years = years or [today.year]
    bases = SurveyBasis.objects.filter(observation__target=target, observation__year=year)
    bases = bases.exclude(observation__state="superseded").select_related("observation")
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
        "question": _(measure.question),
        # "approved" sorts before the other states.
        "basis": bases.order_by("observation__state", "-pk").first(),
        "may_see_responses": sees_responses(actor, found.surveys),
        "page_obj": Paginator(found.enterprises, PAGE_SIZE).get_page(request.GET.get("trang")),
        "may_count": actor.can("monitoring.members.count", target)
        and target.node.version.state == "in_force",
        "approved": target.observations.filter(year=year, state="approved", component="").first(),
    }
    return render(request, "monitoring/target_surveys.html", context, status=400 if problem else 200)


def sees_responses(actor: Actor, surveys: tuple[Survey, ...]) -> bool:
    """Whether a person may see who answered; readers from outside see only how many."""
    return actor.can(RESPONSES) and all(actor.can(RESPONSES, survey) for survey in surveys)


def basis_context(actor: Actor, basis: SurveyBasis | None, page: str | None) -> dict[str, Any]:
    """The surveys and responses a figure was counted from, for its own page."""
    if basis is None:
        return {}
    surveys = tuple(basis.surveys.order_by("pk"))
    responses = basis.responses.defer("answers").select_related("invitation__organisation")
    responses = responses.order_by("invitation__organisation__sort_key", "pk")
    value = basis.observation.value
    return {
        "survey_basis": basis,
        "basis_surveys": surveys,
        "basis_page": Paginator(responses, PAGE_SIZE).get_page(page),
        "may_see_responses": sees_responses(actor, surveys),
        "was_changed": value is not None and value != basis.total,
    }
