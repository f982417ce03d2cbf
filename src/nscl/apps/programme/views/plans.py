"""The list of plans, a plan's document and its tasks."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.core.access import actor_of, guarded
from nscl.apps.programme.models import Plan, PlanTask, PlanVersion
from nscl.apps.programme.queries.plans import (
    STATES,
    duties_of,
    nodes_of_kind,
    plan_rows,
    reporting_of,
    shown_version,
    versions_of,
)
from nscl.apps.programme.queries.review import finding_cards
from nscl.apps.reference.models import AdministrativeUnit
from nscl.vietnamese import UnreadableDate, parse_date, search_key

PAGE_SIZE = 25


@guarded("programme.plan.view")
def plan_list(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    filters = {name: request.GET.get(name, "") for name in ("tinh", "trang-thai", "ke-thua", "tim")}
    page = Paginator(plan_rows(actor, filters), PAGE_SIZE).get_page(request.GET.get("trang"))
    owners = (
        AdministrativeUnit.objects.filter(plans__in=Plan.objects.open_to(actor))
        .distinct()
        .order_by("sort_key")
    )
    labels = {code: label for _slug, (label, codes) in STATES.items() for code in codes}
    context = {"page": page, "filters": filters, "owners": owners, "states": STATES, "state_labels": labels}
    return render(request, "programme/plan_list.html", context)


def _plan_and_version(request: HttpRequest, pk: int) -> tuple[Plan, PlanVersion | None]:
    actor = actor_of(request)
    plans = Plan.objects.open_to(actor).select_related("province", "owner", "replaces")
    plan = get_object_or_404(plans, pk=pk)
    actor.require("programme.plan.view", plan)
    return plan, shown_version(plan, actor)


@guarded("programme.plan.view")
def plan_document(request: HttpRequest, pk: int) -> HttpResponse:
    """What the document says beside targets, tasks and money, with who answers for it on a date."""
    plan, version = _plan_and_version(request, pk)
    on, fault = timezone.localdate(), ""
    if request.GET.get("ngay"):
        try:
            on = parse_date(request.GET["ngay"])
        except UnreadableDate as error:
            fault = str(error)
    context: dict[str, Any] = {
        "plan": plan,
        "plan_version": version,
        "page_name": "document",
        "on": on,
        "fault": fault,
        "versions": versions_of(plan, actor_of(request)),
        "replaced_by": Plan.objects.open_to(actor_of(request)).filter(replaces=plan),
    }
    if version is not None:
        context |= {
            "facts": version.reading["plan"],
            "bases": nodes_of_kind(version, "legal_basis"),
            "goals": nodes_of_kind(version, "general_goal"),
            "rules": nodes_of_kind(version, "rule", "beneficiary"),
            "duties": duties_of(version, on),
            "reporting": reporting_of(version),
            "findings": finding_cards(version),
        }
    return render(request, "programme/plan_document.html", context)


@guarded("programme.plan.view")
def plan_tasks(request: HttpRequest, pk: int) -> HttpResponse:
    plan, version = _plan_and_version(request, pk)
    tasks = PlanTask.objects.filter(node__version=version).exclude(node__review="dropped")
    offices = sorted(
        {(t.lead_id, t.lead.name) for t in tasks.select_related("lead") if t.lead}, key=lambda o: o[1]
    )
    if request.GET.get("chu-tri", "").isdigit():
        tasks = tasks.filter(
            Q(lead_id=request.GET["chu-tri"]) | Q(coordinating=request.GET["chu-tri"])
        ).distinct()
    if request.GET.get("tim"):
        tasks = tasks.filter(node__search_key__contains=search_key(request.GET["tim"]))
    rows = tasks.select_related("node", "lead").prefetch_related("coordinating").order_by("node__position")
    context = {
        "plan": plan,
        "plan_version": version,
        "page_name": "tasks",
        "tasks": rows,
        "offices": offices,
        "chosen": request.GET.get("chu-tri", ""),
        "words": request.GET.get("tim", ""),
        "empty_title": _("Chưa có nhiệm vụ nào khớp."),
    }
    return render(request, "programme/plan_tasks.html", context)
