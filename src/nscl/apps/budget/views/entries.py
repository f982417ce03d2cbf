"""One line of the budget: its entries, and writing a new one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.budget import actions, queries
from nscl.apps.budget.forms import EntryForm
from nscl.apps.budget.models import Allocation, BudgetLine, Disbursement
from nscl.apps.budget.rules import chain_of
from nscl.apps.core.access import Refusal, actor_of, guarded
from nscl.apps.programme.models import Plan


@guarded("budget.view")
def line_detail(request: HttpRequest, pk: int) -> HttpResponse:
    line = _line(request, pk)
    row = _money_row(line)
    ids = chain_of(line)
    context = {
        "line": line,
        "plan": line.version.plan,
        "row": row,
        "sources": queries.plan_money(line.version).sources,
        "allocations": Allocation.objects.filter(line_id__in=ids).select_related("source", "entered_by"),
        "disbursements": Disbursement.objects.filter(line_id__in=ids).select_related("source", "entered_by"),
    }
    return render(request, "budget/line_detail.html", context)


@guarded("budget.allocation.enter")
def allocate(request: HttpRequest, pk: int) -> HttpResponse:
    return _entry_page(request, pk, actions.allocate, _("Giao kinh phí"), _("Đã giao %s."))


@guarded("budget.disbursement.enter")
def disburse(request: HttpRequest, pk: int) -> HttpResponse:
    return _entry_page(request, pk, actions.disburse, _("Ghi giải ngân"), _("Đã ghi chi %s."))


def _entry_page(
    request: HttpRequest, pk: int, deed: Callable[..., Any], title: str, done: str
) -> HttpResponse:
    """Show the form; on a refusal keep what was typed and say why."""
    line, actor = _line(request, pk), actor_of(request)
    row = _money_row(line)
    sources = [s for s in queries.plan_money(line.version).sources if row and s.code in row.by_source]
    initial = {"dated_on": timezone.localdate(), "year": min(timezone.localdate().year, line.year_to)}
    form = EntryForm(request.POST or None, line=line, sources=sources, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        fields = {
            name: data[name] for name in ("source", "year", "amount_vnd", "document", "dated_on", "note")
        }
        try:
            deed(line, fields.pop("source"), by=actor, at=timezone.now(), **fields)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done % form.understood())
            return redirect("budget:line_detail", line.pk)
    context = {"line": line, "plan": line.version.plan, "form": form, "title": title, "row": row}
    return render(request, "budget/entry_form.html", context, status=400 if form.errors else 200)


def _line(request: HttpRequest, pk: int) -> BudgetLine:
    """The line when its plan is the person's to see; otherwise it does not exist."""
    actor = actor_of(request)
    lines = BudgetLine.objects.select_related("version__plan__province", "version__plan__owner", "node")
    lines = lines.filter(version__plan__in=Plan.objects.open_to(actor))
    return get_object_or_404(lines, pk=pk)


def _money_row(line: BudgetLine) -> queries.LineMoney | None:
    rows = queries.plan_money(line.version).lines
    return next((row for row in rows if row.line.pk == line.pk), None)
