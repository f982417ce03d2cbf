"""One search over plans, targets and tasks: with or without accents, exact accents first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _

from nscl.apps.core.access import Actor
from nscl.apps.programme.models import Plan, PlanNode, PlanVersion
from nscl.vietnamese import search_key, squash

LIMIT = 50


@dataclass(frozen=True)
class Found:
    """Matches of one kind: the first `LIMIT` and how many there are in all."""

    label: str
    rows: list[Any]
    total: int


def search(text: str, actor: Actor) -> list[Found]:
    """Plans, targets and tasks that hold the words, in what the person may open; none for an empty query."""
    key = search_key(text)
    if not key:
        return []
    exact = squash(text)
    plans = Plan.objects.open_to(actor).filter(search_key__contains=key).select_related("province")
    nodes = PlanNode.objects.filter(version__in=_versions(actor), search_key__contains=key).exclude(
        review="dropped"
    )
    nodes = nodes.select_related("version__plan__province", "target").defer(*_heavy("version"))
    return [
        _found(_("Kế hoạch"), plans, Q(title__icontains=exact) | Q(number__icontains=exact), "-issued_on"),
        _found(_("Chỉ tiêu"), nodes.filter(kind="target"), _exact(exact), "version_id"),
        _found(_("Nhiệm vụ"), nodes.filter(kind="task"), _exact(exact), "version_id"),
    ]


def _exact(text: str) -> Q:
    # SQLite folds case in ASCII only, so the text is tried in the two forms people type.
    return Q(title__contains=text) | Q(title__icontains=text) | Q(title__contains=text[:1].upper() + text[1:])


def _versions(actor: Actor) -> QuerySet[Any]:
    """The one version each plan is read by: in force, else the newest that is not left out."""
    versions = PlanVersion.objects.open_to(actor).filter(plan=OuterRef("pk")).exclude(state="dropped")
    live_first = Case(When(state="in_force", then=Value(0)), default=Value(1), output_field=IntegerField())
    shown = Subquery(versions.order_by(live_first, "-number").values("pk")[:1])
    return Plan.objects.open_to(actor).annotate(shown=shown).values("shown")


def _heavy(prefix: str) -> list[str]:
    return [f"{prefix}__{name}" for name in ("text", "blocks", "noise", "reading")]


def _found(label: str, rows: QuerySet[Any], exact: Q, then: str) -> Found:
    rank = Case(When(exact, then=Value(0)), default=Value(1), output_field=IntegerField())
    ranked = rows.annotate(rank=rank).order_by("rank", then, "pk")
    first = list(ranked[: LIMIT + 1])
    total = len(first) if len(first) <= LIMIT else rows.count()
    return Found(label, first[:LIMIT], total)
