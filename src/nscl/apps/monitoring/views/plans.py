"""A plan's dashboard and what was done on it."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from nscl.apps.core.access import actor_of, guarded
from nscl.apps.monitoring import charts, queries
from nscl.apps.monitoring.models import Observation
from nscl.apps.monitoring.queries.changes import deed_label
from nscl.apps.monitoring.views.common import chosen_day, watched_plan
from nscl.vietnamese import UnreadableDate, parse_date

SHOWN = 12  # targets needing attention on the dashboard; the rest are a link away
PAGE_SIZE = 50


@guarded("monitoring.plan.view")
def plan_dashboard(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a plan stands on a day."""
    watched = watched_plan(request, pk, "monitoring.plan.view")
    board = queries.dashboard(watched.version, as_of=chosen_day(request))
    waiting = Observation.objects.seen_by(actor_of(request))
    context = {
        "watched": watched,
        "plan": watched.plan,
        "board": board,
        "waiting": waiting.filter(target__node__version=watched.version, state="submitted").count(),
        "shown": board.attention[:SHOWN],
        "chart": charts.money_by_year(board.money) if board.money else None,
        "page": "dashboard",
    }
    return render(request, "monitoring/plan_dashboard.html", context)


@guarded("monitoring.plan.changes")
def plan_changes(request: HttpRequest, pk: int) -> HttpResponse:
    """Every deed on the plan between two days."""
    watched = watched_plan(request, pk, "monitoring.plan.changes")
    until = chosen_day(request)
    since = _since(request, until)
    entries = queries.changes(watched.plan, since=since, until=until)
    deed = request.GET.get("viec", "")
    shown = [entry for entry in entries if not deed or entry.deed == deed]
    context = {
        "watched": watched,
        "plan": watched.plan,
        "since": since,
        "until": until,
        "deeds": queries.deed_counts(entries),
        "deed": deed,
        "page_obj": Paginator(shown, PAGE_SIZE).get_page(request.GET.get("trang")),
        "labels": {entry.deed: _(deed_label(entry.deed)) for entry in entries},
        "page": "changes",
    }
    return render(request, "monitoring/plan_changes.html", context)


def _since(request: HttpRequest, until: date) -> date:
    """The day of `?tu-ngay=`, else a month before `until`."""
    text = request.GET.get("tu-ngay", "").strip()
    if text:
        try:
            return min(parse_date(text), until)
        except UnreadableDate as error:
            messages.error(request, str(error))
    return queries.month_before(until)
