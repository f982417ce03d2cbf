"""The review page: the document on the left, what was read from it on the right."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from nscl.apps.core.access import Refusal, actor_of, guarded
from nscl.apps.core.http import download
from nscl.apps.programme import actions
from nscl.apps.programme.actions import Conflict
from nscl.apps.programme.duties import OfficeDirectory
from nscl.apps.programme.flow import VERSION_FLOW
from nscl.apps.programme.models import PlanNode, PlanVersion
from nscl.apps.programme.queries.review import (
    Item,
    Tab,
    finding_cards,
    items_of,
    nodes_with_details,
    tabs_of,
)
from nscl.apps.programme.queries.source import marks_of, source_blocks
from nscl.apps.programme.rules import GROUP_OF_KIND, GROUPS
from nscl.apps.programme.views.common import back_to_item, node_or_404, seen_of, version_or_404

KIND_LABELS = dict(PlanNode.Kind.choices)


@guarded("programme.version.view")
def version_review(request: HttpRequest, pk: int) -> HttpResponse:
    version = version_or_404(request, pk, "programme.version.view")
    actor = actor_of(request)
    tabs = tabs_of(version)
    group = request.GET.get("nhom", "")
    if group not in GROUPS:
        group = _first_group(tabs)
    current = _current(request)
    context = {
        "plan_version": version,
        "plan": version.plan,
        "tabs": tabs,
        "group": group,
        "kinds": [(kind, KIND_LABELS[kind]) for kind in GROUPS[group][1]],
        "source": source_blocks(version, marks_of(version, current)),
        "current": current,
        "only_pending": request.GET.get("chua-xem") == "1",
        "may_review": actor.can("programme.item.accept", version),
        "may_settle": actor.can("programme.finding.settle", version),
        "may_decide": actor.can("programme.base.decide", version),
        "offered": {step.deed.rsplit(".", 1)[1] for step in VERSION_FLOW.offered(version, actor)},
        "is_maker": bool(actor.people & set(version.makers)),
        "already": request.GET.get("da-co") == "1",
    }
    if group == "phat-hien":
        context["cards"] = finding_cards(version)
    else:
        context["sections"] = _sections(version, group, context["only_pending"])
    return render(request, "programme/review.html", context)


def _first_group(tabs: list[Tab]) -> str:
    return next((tab.code for tab in tabs if tab.waiting), tabs[1].code)


def _current(request: HttpRequest) -> str:
    for name, prefix in (("muc", "s"), ("phat-hien", "f")):
        if request.GET.get(name, "").isdigit():
            return f"{prefix}-{request.GET[name]}"
    return ""


def _sections(version: PlanVersion, group: str, only_pending: bool) -> list[tuple[str, str, list[Item], int]]:
    """Kind, label, cards and how many are pending, for each kind of a tab."""
    nodes = nodes_with_details(version).filter(kind__in=GROUPS[group][1])
    if only_pending:
        nodes = nodes.filter(review=PlanNode.Review.PENDING)
    cards = items_of(version, list(nodes), OfficeDirectory.of(version.province_id, timezone.localdate()))
    if group == "kinh-phi":  # groups and their lines belong together
        return [("budget_line", str(GROUPS[group][0]), cards, _pending(cards))] if cards else []
    found = []
    for kind in GROUPS[group][1]:
        rows = [card for card in cards if card.node.kind == kind]
        if rows:
            found.append((kind, str(KIND_LABELS[kind]), rows, _pending(rows)))
    return found


def _pending(cards: list[Item]) -> int:
    return sum(card.node.is_pending for card in cards)


@guarded("programme.item.accept")
@require_POST
def item_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one item; with htmx only its card and the tabs come back, else the page at the next item."""
    node = node_or_404(request, pk)
    actor = actor_of(request)
    try:
        actions.accept_item(node, seen=seen_of(request), by=actor, at=timezone.now())
    except Conflict as conflict:
        node = node_or_404(request, pk)
        context = {"node": node, "conflict": conflict, "back": back_to_item(node)}
        return render(request, "programme/accept_conflict.html", context, status=409)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(back_to_item(node))
    if request.htmx:  # type: ignore[attr-defined]
        return _card(request, pk)
    return redirect(_next_place(node))


def _card(request: HttpRequest, pk: int) -> HttpResponse:
    version = node_or_404(request, pk).version
    nodes = list(nodes_with_details(version).filter(pk=pk))
    (card,) = items_of(version, nodes, OfficeDirectory.of(version.province_id, timezone.localdate()))
    context = {
        "item": card,
        "plan_version": version,
        "may_review": True,
        "may_decide": True,
        "tabs": tabs_of(version),
        "group": GROUP_OF_KIND[card.node.kind],
        "partial": True,
    }
    return render(request, "programme/_item_swap.html", context)


def _next_place(node: PlanNode) -> str:
    """The next item of the tab that still waits, else the one just done."""
    kinds = GROUPS[GROUP_OF_KIND[node.kind]][1]
    waiting = PlanNode.objects.filter(
        version_id=node.version_id, kind__in=kinds, review=PlanNode.Review.PENDING
    )
    following = waiting.filter(position__gte=node.position).order_by("position", "pk").first()
    return back_to_item(following or waiting.order_by("position", "pk").first() or node)


@guarded("programme.item.accept")
@require_POST
def accept_clean(request: HttpRequest, pk: int) -> HttpResponse:
    """Take all items of the kinds named that nothing speaks against."""
    version = version_or_404(request, pk, "programme.item.accept")
    kinds = [kind for kind in request.POST.getlist("kind") if kind in KIND_LABELS]
    taken, refusal_said = 0, ""
    for kind in kinds:
        try:
            taken += len(
                actions.accept_clean(
                    version, kind, seen=seen_of(request), by=actor_of(request), at=timezone.now()
                )
            )
        except Refusal as refusal:
            refusal_said = str(refusal)
    if taken:
        sentence = ngettext("Đã nhận %(n)s mục.", "Đã nhận %(n)s mục.", taken) % {"n": taken}
        messages.success(request, sentence)
    elif refusal_said:
        messages.error(request, refusal_said)
    review = reverse("programme:version_review", args=[version.pk])
    return redirect(f"{review}?nhom={GROUP_OF_KIND[kinds[0]]}" if kinds else review)


@guarded("programme.plan.view")
def version_source(request: HttpRequest, pk: int) -> HttpResponse:
    """The uploaded file, byte for byte."""
    version = version_or_404(request, pk, "programme.plan.view")
    try:
        return download(version.source.read(), version.filename)
    except FileNotFoundError:
        messages.error(request, _("Tệp gốc không còn trong kho. Hãy báo quản trị hệ thống để khôi phục."))
        return redirect("programme:plan_document", pk=version.plan_id)
