"""What the pages of the room share: finding a record in scope, running a deed, showing a conflict."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse

from nscl.apps.core.access import Refusal, actor_of
from nscl.apps.programme.actions import Conflict
from nscl.apps.programme.items import FIELDS, shown, shown_field, values_of
from nscl.apps.programme.models import PlanFinding, PlanNode, PlanVersion
from nscl.apps.programme.rules import GROUP_OF_KIND

T = TypeVar("T")


def version_or_404(request: HttpRequest, pk: int, deed: str) -> PlanVersion:
    """A version the person may open (else 404), the deed allowed on it now (else 403 or a refusal)."""
    versions = PlanVersion.objects.open_to(actor_of(request)).select_related(
        "plan__province", "plan__owner", "drafted_by", "submitted_by", "approved_by", "source"
    )
    version = get_object_or_404(versions, pk=pk)
    actor_of(request).require(deed, version)
    return version


def node_or_404(request: HttpRequest, pk: int) -> PlanNode:
    open_versions = PlanVersion.objects.open_to(actor_of(request)).values("pk")
    nodes = PlanNode.objects.filter(version__in=open_versions).select_related(
        "version__plan__province", "target", "task", "duty", "reporting_duty", "reviewed_by"
    )
    return get_object_or_404(nodes, pk=pk)


def finding_or_404(request: HttpRequest, pk: int) -> PlanFinding:
    open_versions = PlanVersion.objects.open_to(actor_of(request)).values("pk")
    findings = PlanFinding.objects.filter(version__in=open_versions).select_related(
        "version__plan__province", "settled_by"
    )
    return get_object_or_404(findings, pk=pk)


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when nothing was filled in; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def seen_of(request: HttpRequest) -> int | None:
    """The revision the page showed; a page that sent none is treated as the oldest."""
    text = request.POST.get("seen", "")
    return int(text) if text.isdigit() else 0


def attempt(form: forms.Form, deed: Callable[[], T]) -> T | None:
    """Do the deed; a refusal goes to the form's summary, a conflict also onto `form.conflict`."""
    try:
        return deed()
    except Conflict as conflict:
        form.conflict = conflict  # type: ignore[attr-defined]
        form.add_error(None, str(conflict))
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    return None


def status_of(form: forms.Form) -> int:
    if getattr(form, "conflict", None) is not None:
        return 409
    return 400 if form.is_bound and form.errors else 200


def seen_value(form: forms.Form, version: PlanVersion) -> int:
    """The hidden field: after a conflict the state just shown, else the one the page was made from."""
    conflict = getattr(form, "conflict", None)
    if conflict is not None:
        return int(conflict.revision)
    if form.is_bound and form.data.get("seen", "").isdigit():
        return int(form.data["seen"])
    return version.revision


def back_to_item(node: PlanNode) -> str:
    """The review page at the item's card."""
    review = reverse("programme:version_review", args=[node.version_id])
    return f"{review}?nhom={GROUP_OF_KIND[node.kind]}&muc={node.pk}#m-{node.pk}"


def differences(form: Any, node: PlanNode) -> list[tuple[str, str, str]]:
    """Field by field: what the person sent and what stands there now, where they differ."""
    now = values_of(node)
    sent = form.values() if hasattr(form, "cleaned_data") else {}
    rows = []
    for item_field in FIELDS[node.kind]:
        if item_field.name in sent and shown(sent[item_field.name]) != shown(now[item_field.name]):
            yours = shown_field(node, item_field, sent[item_field.name])
            rows.append((item_field.label, yours, shown_field(node, item_field, now[item_field.name])))
    return rows
