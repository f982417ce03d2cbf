"""The province's plans, and the provinces side by side."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nscl.apps.core.access import actor_of, guarded
from nscl.apps.monitoring.queries import overviews
from nscl.apps.monitoring.views.common import chosen_day
from nscl.apps.programme.models import Plan


@guarded("monitoring.province.view")
def province(request: HttpRequest) -> HttpResponse:
    """The plans a province answers for, inherited ones among them."""
    actor = actor_of(request)
    if actor.scope is None and actor.can("monitoring.ministry.view"):
        return redirect("monitoring:ministry")
    as_of = chosen_day(request)
    versions = overviews.versions_in_force(Plan.objects.open_to(actor))
    context = {"as_of": as_of, "summaries": overviews.summaries(versions, as_of=as_of)}
    return render(request, "monitoring/province.html", context)


@guarded("monitoring.ministry.view")
def ministry(request: HttpRequest) -> HttpResponse:
    """Indicators that plans share × plans in force; every cell opens its target."""
    as_of = chosen_day(request)
    versions = overviews.versions_in_force(Plan.objects.open_to(actor_of(request)))
    context = {"as_of": as_of, "matrix": overviews.matrix(versions, as_of=as_of)}
    return render(request, "monitoring/ministry.html", context)
