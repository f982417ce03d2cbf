"""Pages of one item's deeds: correct, add, drop, split, merge. Every conflict keeps what was typed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.core.access import actor_of, guarded
from nscl.apps.programme import actions
from nscl.apps.programme.forms.deeds import MergeForm, ReasonForm, SplitForm
from nscl.apps.programme.forms.items import FORMS
from nscl.apps.programme.models import PlanNode
from nscl.apps.programme.queries.source import sentence_around
from nscl.apps.programme.rules import GROUP_OF_KIND
from nscl.apps.programme.views.common import (
    attempt,
    back_to_item,
    differences,
    node_or_404,
    posted,
    seen_of,
    seen_value,
    status_of,
    version_or_404,
)


def _page(
    request: HttpRequest, node: PlanNode, form: Any, template: str = "item_form", **more: Any
) -> HttpResponse:
    """An item's form beside its sentence; after a conflict, with what stands there now."""
    conflict = getattr(form, "conflict", None)
    if conflict is not None:
        node = node_or_404(request, node.pk)
    sentence = None
    if node.span_start is not None and node.span_end is not None:
        sentence = sentence_around(node.version.text, node.span_start, node.span_end)
    context = {
        "node": node,
        "plan_version": node.version,
        "form": form,
        "seen": seen_value(form, node.version),
        "sentence": sentence,
        "back": back_to_item(node),
        "conflict": conflict,
        "differences": differences(form, node) if conflict is not None else [],
        **more,
    }
    return render(request, f"programme/{template}.html", context, status=status_of(form))


@guarded("programme.item.correct")
def item_correct(request: HttpRequest, pk: int) -> HttpResponse:
    node = node_or_404(request, pk)
    actor_of(request).require("programme.item.correct", node.version)
    form = FORMS[node.kind](posted(request), version=node.version, node=node)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: actions.correct_item(
                node,
                form.values(),
                reason=form.cleaned_data["reason"],
                seen=seen_of(request),
                by=actor_of(request),
                at=timezone.now(),
            ),
        )
        if done is not None:
            return redirect(back_to_item(node))
    return _page(request, node, form, title=_("Sửa mục"), go=_("Lưu mục đã sửa"))


@guarded("programme.item.drop")
def item_drop(request: HttpRequest, pk: int) -> HttpResponse:
    node = node_or_404(request, pk)
    actor_of(request).require("programme.item.drop", node.version)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: actions.drop_item(
                node,
                reason=form.cleaned_data["reason"],
                seen=seen_of(request),
                by=actor_of(request),
                at=timezone.now(),
            ),
        )
        if done is not None:
            return redirect(back_to_item(node))
    warning = _(
        "Mục bị bỏ không được theo dõi; câu gốc và lý do vẫn đọc được, và có thể nhận lại trước khi trình."
    )
    return _page(request, node, form, title=_("Bỏ mục"), go=_("Bỏ mục"), danger=True, warning=warning)


@guarded("programme.item.split")
def item_split(request: HttpRequest, pk: int) -> HttpResponse:
    node = node_or_404(request, pk)
    actor_of(request).require("programme.item.split", node.version)
    proposed = "\n".join([node.title, *node.data.get("items", [])] if node.kind == "task" else [node.title])
    form = SplitForm(posted(request), initial={"titles": proposed})
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: actions.split_item(
                node,
                form.cleaned_data["titles"],
                seen=seen_of(request),
                by=actor_of(request),
                at=timezone.now(),
            ),
        )
        if done is not None:
            return redirect(back_to_item(node))
    return _page(request, node, form, title=_("Tách mục"), go=_("Tách"))


@guarded("programme.item.merge")
def item_merge(request: HttpRequest, pk: int) -> HttpResponse:
    node = node_or_404(request, pk)
    actor_of(request).require("programme.item.merge", node.version)
    form = MergeForm(posted(request), node=node, initial={"title": node.title})
    if request.method == "POST" and form.is_valid():
        kept = attempt(
            form,
            lambda: actions.merge_items(
                [node, *form.cleaned_data["others"]],
                title=form.cleaned_data["title"],
                seen=seen_of(request),
                by=actor_of(request),
                at=timezone.now(),
            ),
        )
        if kept is not None:
            return redirect(back_to_item(kept))
    warning = _("Mục đứng trước trong văn bản giữ các số của nó; mục còn lại được bỏ với ghi chú đã gộp.")
    return _page(request, node, form, title=_("Gộp mục"), go=_("Gộp"), warning=warning)


@guarded("programme.item.add")
def item_add(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Add an item the reader missed; a budget line says its group in `?nhom-kinh-phi=`."""
    if kind not in FORMS:
        raise Http404
    version = version_or_404(request, pk, "programme.item.add")
    parent = _parent(request, version, kind)
    form = FORMS[kind](posted(request), version=version)
    form.fields["reason"].required = True
    form.fields["reason"].label = _("Lý do, chỗ trong văn bản")
    if request.method == "POST" and form.is_valid():
        node = attempt(
            form,
            lambda: actions.add_item(
                version,
                kind,
                form.values(),
                reason=form.cleaned_data["reason"],
                parent=parent,
                by=actor_of(request),
                at=timezone.now(),
            ),
        )
        if node is not None:
            return redirect(back_to_item(node))
    label = dict(PlanNode.Kind.choices)[kind]
    context = {
        "plan_version": version,
        "form": form,
        "title": _("Thêm: %(kind)s") % {"kind": str(label).lower()},
        "go": _("Thêm mục"),
        "back": f"{reverse('programme:version_review', args=[version.pk])}?nhom={GROUP_OF_KIND[kind]}",
        "seen": version.revision,
        "groups": version.nodes.filter(kind="budget_group").order_by("position")
        if kind == "budget_line"
        else [],
        "parent": parent,
    }
    return render(request, "programme/item_form.html", context, status=status_of(form))


def _parent(request: HttpRequest, version: Any, kind: str) -> PlanNode | None:
    chosen = request.POST.get("parent") or request.GET.get("nhom-kinh-phi") or ""
    if kind not in ("budget_line", "budget_group") or not chosen.isdigit():
        return None
    return get_object_or_404(version.nodes.filter(kind="budget_group"), pk=int(chosen))
