"""Pages of the yearly report: list, freezing, reading, moving, issuing, files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nscl.apps.core.access import Refusal, actor_of, guarded
from nscl.apps.core.http import download
from nscl.apps.programme.models import Plan
from nscl.apps.reporting import actions
from nscl.apps.reporting.documents import IssueFacts, render_docx, render_xlsx
from nscl.apps.reporting.documents.wording import STATE_WORDS
from nscl.apps.reporting.flow import REPORT_FLOW
from nscl.apps.reporting.forms import DraftForm, IssueForm, ReasonForm
from nscl.apps.reporting.models import ReportIssue


def _reports(request: HttpRequest) -> QuerySet[ReportIssue]:
    """Reports the person may see; the ministry reads issued ones only."""
    actor = actor_of(request)
    rows = ReportIssue.objects.select_related("plan__province", "plan__owner", "drafted_by", "issued_by")
    if actor.scope is None:
        return rows.filter(state="issued")
    return rows.filter(plan__owner_id__in=actor.scope)


@guarded("reporting.report.view")
def report_list(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    plans = Plan.objects.open_to(actor).filter(versions__state="in_force").select_related("province")
    context = {
        "reports": [{"row": row, "state": REPORT_FLOW.states[row.state]} for row in _reports(request)],
        "plans": plans if actor.can("reporting.report.draft") else [],
    }
    return render(request, "reporting/report_list.html", context)


@guarded("reporting.report.draft")
def report_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose year and day, and freeze."""
    actor, today = actor_of(request), timezone.localdate()
    plan = get_object_or_404(Plan.objects.open_to(actor).select_related("province", "owner"), pk=pk)
    years = list(range(plan.horizon_from, min(plan.horizon_to, today.year) + 1))
    initial = {"year": request.GET.get("nam") or (years[-1] if years else None), "as_of": today}
    form = DraftForm(request.POST or None, years=years, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            report = actions.draft_report(plan, by=actor, at=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã chốt số liệu. Kiểm tra rồi trình ký."))
            return redirect("reporting:report_detail", report.pk)
    status = 400 if form.errors else 200
    return render(request, "reporting/report_draft.html", {"form": form, "plan": plan}, status=status)


@guarded("reporting.report.view")
def report_detail(request: HttpRequest, pk: int) -> HttpResponse:
    report = get_object_or_404(_reports(request), pk=pk)
    actor = actor_of(request)
    context = {
        "report": report,
        "state": REPORT_FLOW.states[report.state],
        "deeds": {move.deed for move in REPORT_FLOW.offered(report, actor)},
        "snapshot": report.snapshot,
        "words": STATE_WORDS,
        "reason_form": ReasonForm(),
    }
    return render(request, "reporting/report_detail.html", context)


@guarded("reporting.report.submit")
@require_POST
def report_submit(request: HttpRequest, pk: int) -> HttpResponse:
    return _move(request, pk, "reporting.report.submit", _("Đã trình ký."))


@guarded("reporting.report.return")
@require_POST
def report_return(request: HttpRequest, pk: int) -> HttpResponse:
    return _move(request, pk, "reporting.report.return", _("Đã trả lại."))


@guarded("reporting.report.drop")
@require_POST
def report_drop(request: HttpRequest, pk: int) -> HttpResponse:
    return _move(request, pk, "reporting.report.drop", _("Đã bỏ bản thảo."))


def _move(request: HttpRequest, pk: int, deed: str, done: str) -> HttpResponse:
    report = get_object_or_404(_reports(request), pk=pk)
    try:
        reason = request.POST.get("reason", "")
        actions.move_report(report, deed, reason=reason, by=actor_of(request), at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("reporting:report_detail", pk)


@guarded("reporting.report.issue")
def report_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Number, day and signer; a refusal keeps what was typed."""
    report = get_object_or_404(_reports(request), pk=pk)
    actor = actor_of(request)
    initial = {
        "issued_on": timezone.localdate(),
        "signer_name": actor.name,
        "signer_position": "Phó Chủ tịch",
    }
    form = IssueForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.issue_report(report, by=actor, at=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã ban hành. Văn bản và phụ lục ở dưới."))
            return redirect("reporting:report_detail", pk)
    return _issue_page(request, report, form)


def _issue_page(request: HttpRequest, report: ReportIssue, form: forms.Form) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "report": report}
    return render(request, "reporting/report_issue.html", context, status=400 if form.errors else 200)


@guarded("reporting.report.view")
def report_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The stored document of an issued report, or a draft rendered from the frozen figures."""
    report = get_object_or_404(_reports(request).select_related("docx", "xlsx"), pk=pk)
    if kind not in {"docx", "xlsx"}:
        raise Http404
    stored = report.docx if kind == "docx" else report.xlsx
    if stored is not None:
        return download(stored.read(), stored.name)
    facts = IssueFacts(assessment=report.assessment, proposals=report.proposals)
    data = (render_docx if kind == "docx" else render_xlsx)(report.snapshot, facts)
    return download(data, f"ban-thao-bao-cao-{report.year}-{report.plan_id}.{kind}")
