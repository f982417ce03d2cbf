"""The entries behind every sum of money: filtered by kind, source and year, with their total."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from nscl.apps.budget.models import Allocation, Disbursement, FundingSource
from nscl.apps.core.access import actor_of, guarded
from nscl.apps.programme.models import Plan

KINDS = {"giao": Allocation, "chi": Disbursement}
PAGE_SIZE = 100


@guarded("budget.view")
def plan_entries(request: HttpRequest, pk: int) -> HttpResponse:
    """Vouchers of a plan: `?loai=giao|chi&nguon=<code>&nam=<year>`; the sum shown is that of the rows."""
    plan = get_object_or_404(Plan.objects.open_to(actor_of(request)).select_related("province"), pk=pk)
    kind = request.GET.get("loai", "chi")
    model = KINDS.get(kind, Disbursement)
    entries: QuerySet[Allocation] | QuerySet[Disbursement] = model.objects.filter(line__version__plan=plan)
    source, year = request.GET.get("nguon", ""), request.GET.get("nam", "")
    if source:
        entries = entries.filter(source__code=source)
    if year.isdigit():
        entries = entries.filter(year=int(year))
    rows = entries.select_related("line", "source", "entered_by").order_by("-dated_on", "-pk")
    context = {
        "plan": plan,
        "kind": kind if kind in KINDS else "chi",
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("trang")),
        "total": entries.aggregate(sum=Sum("amount_vnd"))["sum"],
        "count": entries.count(),
        "sources": FundingSource.objects.all(),
        "source": source,
        "year": year,
        "years": range(plan.horizon_from, plan.horizon_to + 1),
    }
    return render(request, "budget/plan_entries.html", context)
