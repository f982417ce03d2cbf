"""One item of a plan with its sentence, history and what became of it; the list of measures."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.core.access import actor_of, guarded, table
from nscl.apps.core.models import AuditEntry
from nscl.apps.programme.duties import OfficeDirectory
from nscl.apps.programme.items import FIELDS
from nscl.apps.programme.models import Indicator, PlanNode, PlanVersion, Target
from nscl.apps.programme.queries.review import items_of, nodes_with_details
from nscl.apps.programme.queries.source import sentence_around
from nscl.apps.programme.views.common import back_to_item, node_or_404
from nscl.vietnamese import fold

PAGE_SIZE = 50


@guarded("programme.plan.view")
def node_detail(request: HttpRequest, pk: int) -> HttpResponse:
    node = node_or_404(request, pk)
    actor = actor_of(request)
    actor.require("programme.plan.view", node.version)
    rows = list(nodes_with_details(node.version).filter(pk=pk))
    (item,) = items_of(node.version, rows, OfficeDirectory.of(node.version.province_id, timezone.localdate()))
    sentence = None
    if node.span_start is not None and node.span_end is not None:
        sentence = sentence_around(node.version.text, node.span_start, node.span_end)
    decisions = item.node.target.base_decisions.all() if node.kind == "target" else []
    context = {
        "node": item.node,
        "item": item,
        "plan_version": node.version,
        "plan": node.version.plan,
        "sentence": sentence,
        "history": _history(node) if actor.can("core.audit.view") else None,
        "decisions": decisions,
        "review_url": back_to_item(node) if actor.can("programme.version.view", node.version) else "",
        "may_decide": node.kind == "target" and actor.can("programme.base.decide", node.version),
    }
    return render(request, "programme/node_detail.html", context)


def _history(node: PlanNode) -> list[dict[str, Any]]:
    """The deeds on one item, newest first, each value under the name people call it."""
    labels = {field.name: field.label for field in FIELDS[node.kind]} | {"review": _("Rà soát")}
    deeds = table()
    return [
        {
            "deed_label": deeds[entry.deed].label if entry.deed in deeds else entry.deed,
            "at": entry.at,
            "actor_name": entry.actor_name,
            "capacity": entry.capacity,
            "reason": entry.reason,
            "changes": [
                (labels[name], _said(entry.before.get(name)), _said(value))
                for name, value in entry.after.items()
                if name in labels
            ],
        }
        for entry in AuditEntry.objects.about(node)
    ]


def _said(value: Any) -> str:
    return str(dict(PlanNode.Review.choices).get(value, value)) if value not in (None, "") else "–"


@guarded("programme.indicator.view")
def indicator_list(request: HttpRequest) -> HttpResponse:
    """Every measure, with how many targets in the person's sight use it."""
    live = PlanVersion.objects.open_to(actor_of(request)).filter(state="in_force").values("pk")
    targets = Target.objects.filter(node__version__in=live).exclude(node__review="dropped")
    counts = dict(targets.values_list("indicator").annotate(n=Count("pk")))
    rows = list(Indicator.objects.order_by("group", "name"))
    words, only_common = fold(request.GET.get("tim", "")), request.GET.get("chung") == "1"
    found = [row for row in rows if words in fold(row.name) and (row.is_common or not only_common)]
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("trang"))
    for row in page:
        row.used = counts.get(row.code, 0)
    context = {"page": page, "words": request.GET.get("tim", ""), "only_common": only_common}
    return render(request, "programme/indicator_list.html", context)


@guarded("programme.indicator.view")
def indicator_detail(request: HttpRequest, code: str) -> HttpResponse:
    """The targets that measure one thing, plan by plan."""
    indicator = get_object_or_404(Indicator, code=code)
    live = PlanVersion.objects.open_to(actor_of(request)).filter(state="in_force").values("pk")
    targets = Target.objects.filter(indicator=code, node__version__in=live).exclude(node__review="dropped")
    rows = targets.select_related("node__version__plan__province", "node__version__plan__owner")
    heavy = [f"node__version__{name}" for name in ("text", "blocks", "noise", "reading")]
    context = {
        "indicator": indicator,
        "targets": rows.defer(*heavy).order_by("node__version", "node__position"),
    }
    return render(request, "programme/indicator_detail.html", context)
