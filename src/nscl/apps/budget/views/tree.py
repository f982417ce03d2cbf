"""The budget tree of a plan: planned as printed, allotted, paid; and the same as a workbook."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_noop as _

from nscl.apps.budget import queries
from nscl.apps.budget.exports import budget_workbook
from nscl.apps.core.access import actor_of, guarded
from nscl.apps.core.http import download
from nscl.apps.programme.models import Plan

UNITS = {"dong": _("đồng"), "nghin": _("nghìn đồng"), "trieu": _("triệu đồng"), "ty": _("tỷ đồng")}


@guarded("budget.view")
def plan_budget(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _plan(request, pk)
    money = queries.money_of(plan)
    unit = request.GET.get("don-vi", "trieu")
    context = {
        "plan": plan,
        "money": money,
        "unit_code": unit if unit in UNITS else "trieu",
        "unit": UNITS.get(unit, UNITS["trieu"]),
        "units": UNITS,
    }
    return render(request, "budget/plan_budget.html", context)


@guarded("budget.view")
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """What the page shows, as typed cells in đồng with live sums."""
    plan = _plan(request, pk)
    money = queries.money_of(plan)
    return download(budget_workbook(plan, money), f"kinh-phi-{plan.pk}.xlsx")


def _plan(request: HttpRequest, pk: int) -> Plan:
    actor = actor_of(request)
    plans = Plan.objects.open_to(actor).select_related("province", "owner")
    return get_object_or_404(plans, pk=pk)
