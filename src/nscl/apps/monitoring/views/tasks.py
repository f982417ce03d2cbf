"""Tasks: where each stands, and the reports of the offices."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.core.access import Refusal, actor_of, guarded
from nscl.apps.monitoring import actions, queries, rules
from nscl.apps.monitoring.forms import TaskReportForm
from nscl.apps.monitoring.models import TaskReport
from nscl.apps.monitoring.queries.standing import WATCHED
from nscl.apps.monitoring.queries.tasks import TaskStanding
from nscl.apps.monitoring.views.common import Watched, chosen_day, watched_plan
from nscl.apps.programme.models import PlanNode, PlanTask
from nscl.vietnamese import fold

LATE = {"qua-han": "quá hạn", "thieu-bao-cao": "thiếu báo cáo"}


@guarded("monitoring.plan.view")
def plan_tasks(request: HttpRequest, pk: int) -> HttpResponse:
    """All tasks of a plan with their newest report; filters stand in the address."""
    watched = watched_plan(request, pk, "monitoring.plan.view")
    as_of = chosen_day(request)
    found = queries.task_standings([watched.version], as_of=as_of)[watched.version.pk]
    office, state = request.GET.get("co-quan", ""), request.GET.get("tinh-hinh", "")
    text = request.GET.get("tu-khoa", "").strip()
    rows = [one for one in found if _kept(one, office, state, text)]
    context = {
        "watched": watched,
        "plan": watched.plan,
        "as_of": as_of,
        "rows": rows,
        "all_count": len(found),
        "offices": sorted(
            {(one.office_key, one.office_name) for one in found if one.office}, key=lambda o: o[1]
        ),
        "has_others": any(one.office is None for one in found),
        "statuses": [*TaskReport.Status.choices, ("unreported", _("Chưa có báo cáo"))],
        "office": office,
        "state": state,
        "text": text,
        "page": "tasks",
    }
    return render(request, "monitoring/plan_tasks.html", context)


def _kept(one: TaskStanding, office: str, state: str, text: str) -> bool:
    if office and one.office_key != office:
        return False
    if state == "cham":
        late = bool(one.overdue)
    elif state in LATE:
        late = one.overdue.startswith(LATE[state])
    else:
        late = not state or one.status == state
    return late and all(word in fold(one.task.node.title) for word in fold(text).split())


def seen_task(request: HttpRequest, pk: int, deed: str) -> PlanTask:
    """A task of a plan in force (or once in force) that the person may see; otherwise 404."""
    actor = actor_of(request)
    tasks = PlanTask.objects.select_related(
        "node__version__plan__owner", "node__version__plan__province", "lead"
    )
    tasks = tasks.filter(node__version__state__in=WATCHED).exclude(node__review=PlanNode.Review.DROPPED)
    if actor.scope is not None:
        tasks = tasks.filter(node__version__plan__owner_id__in=actor.scope)
    task = get_object_or_404(rules.without_texts(tasks, "node__version"), pk=pk)
    actor.require(deed, task)
    return task


@guarded("monitoring.task.view")
def task_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One task: who does it until when, and what was reported."""
    task = seen_task(request, pk, "monitoring.task.view")
    plan = task.node.version.plan
    assert plan is not None
    as_of = chosen_day(request)
    found = queries.task_standings([task.node.version], as_of=as_of)[task.node.version_id]
    context = {
        "watched": Watched(plan, task.node.version),
        "plan": plan,
        "task": task,
        "as_of": as_of,
        "one": next(one for one in found if one.task.pk == task.pk),
        "coordinating": list(task.coordinating.order_by("name")),
    }
    return render(request, "monitoring/task_detail.html", context)


@guarded("monitoring.task.report")
def task_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Report on a task for a year."""
    task = seen_task(request, pk, "monitoring.task.report")
    plan = task.node.version.plan
    assert plan is not None
    last = min(timezone.localdate().year, plan.horizon_to)
    years = list(range(last, plan.horizon_from - 1, -1))
    initial = {"year": request.GET.get("nam") or None, "status": TaskReport.Status.ONGOING}
    form = TaskReportForm(request.POST or None, years=years, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.report_task(task, by=actor_of(request), at=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã ghi báo cáo nhiệm vụ."))
            return redirect("monitoring:task_detail", task.pk)
    context = {"form": form, "task": task, "plan": plan}
    return render(request, "monitoring/task_report.html", context, status=400 if form.errors else 200)
