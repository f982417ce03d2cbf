"""Settling a finding and deciding a base."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from nscl.apps.core.access import Refusal, actor_of, guarded
from nscl.apps.programme import actions
from nscl.apps.programme.forms.deeds import BaseForm, SettleForm
from nscl.apps.programme.models import Indicator, PlanFinding
from nscl.apps.programme.queries.review import target_facts
from nscl.apps.programme.queries.source import sentence_around
from nscl.apps.programme.settlement import CODE_LABELS, choice_label
from nscl.apps.programme.views.common import (
    attempt,
    back_to_item,
    finding_or_404,
    node_or_404,
    posted,
    seen_of,
    seen_value,
    status_of,
)


@guarded("programme.plan.view")
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """What does not fit, in its place in the document, and how it was or may be settled."""
    row = finding_or_404(request, pk)
    actor_of(request).require("programme.plan.view", row.version)
    return _finding_page(request, row, SettleForm(None, finding=row, initial={"choice": row.resolution}))


@guarded("programme.finding.settle")
def finding_settle(request: HttpRequest, pk: int) -> HttpResponse:
    row = finding_or_404(request, pk)
    if request.method != "POST":
        return redirect("programme:finding", pk=pk)
    form = SettleForm(request.POST, finding=row)
    if form.is_valid():
        done = attempt(
            form,
            lambda: actions.settle_finding(
                row, seen=seen_of(request), by=actor_of(request), at=timezone.now(), **form.cleaned_data
            ),
        )
        if done is not None:
            review = reverse("programme:version_review", args=[row.version_id])
            if row.version.state == "in_force":
                return redirect("programme:finding", pk=pk)
            return redirect(f"{review}?nhom=phat-hien&phat-hien={pk}#p-{pk}")
    return _finding_page(request, finding_or_404(request, pk), form)


def _finding_page(request: HttpRequest, row: PlanFinding, form: SettleForm) -> HttpResponse:
    sentence = None
    if row.span_start is not None and row.span_end is not None:
        sentence = sentence_around(row.version.text, row.span_start, row.span_end)
    context = {
        "finding": row,
        "plan_version": row.version,
        "label": CODE_LABELS.get(row.code, row.code),
        "resolution": choice_label(row.code, row.resolution) if row.resolution else "",
        "nodes": row.nodes.select_related("target").order_by("position"),
        "form": form,
        "seen": seen_value(form, row.version),
        "sentence": sentence,
        "conflict": getattr(form, "conflict", None),
        "may_settle": actor_of(request).can("programme.finding.settle", row.version),
    }
    return render(request, "programme/finding.html", context, status=status_of(form))


@guarded("programme.base.decide")
def base_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """What an ambiguous percentage or growth is measured against, by whom and why; earlier decisions stay."""
    node = node_or_404(request, pk)
    if node.kind != "target":
        raise Http404
    actor = actor_of(request)
    try:
        actor.require("programme.base.decide", node.version)
        refusal = ""
    except Refusal as error:
        refusal = str(error)
    form = BaseForm(posted(request), target=node.target)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: actions.decide_base(
                node.target, seen=seen_of(request), by=actor, at=timezone.now(), **form.cleaned_data
            ),
        )
        if done is not None:
            in_force = node.version.state == "in_force"
            return redirect(reverse("programme:node_detail", args=[pk]) if in_force else back_to_item(node))
    sentence = None
    if node.span_start is not None and node.span_end is not None:
        sentence = sentence_around(node.version.text, node.span_start, node.span_end)
    names = dict(Indicator.objects.filter(code=node.target.indicator).values_list("code", "name"))
    context = {
        "node": node,
        "plan_version": node.version,
        "facts": target_facts(node.target, names),
        "form": form,
        "refusal": refusal,
        "seen": seen_value(form, node.version),
        "sentence": sentence,
        "decisions": node.target.base_decisions.select_related("decided_by"),
        "conflict": getattr(form, "conflict", None),
        "back": back_to_item(node),
    }
    return render(request, "programme/base.html", context, status=status_of(form))
