"""Accepting, correcting, adding and dropping items while a version is in review."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.programme import hooks, items
from nscl.apps.programme.actions.common import lock_item, lock_version, next_revision
from nscl.apps.programme.models import PlanFinding, PlanNode, PlanVersion

Review = PlanNode.Review
REVIEW_FIELDS = ["review", "review_reason", "reviewed_by", "reviewed_at", "revision"]


def mark(node: PlanNode, review: str, *, revision: int, by: Actor, at: datetime, reason: str = "") -> None:
    """Write who reviewed an item, how and when."""
    node.review, node.review_reason, node.revision = review, reason, revision
    node.reviewed_by_id, node.reviewed_at = by.user_id, at
    node.save(update_fields=REVIEW_FIELDS)


@transaction.atomic
def accept_item(node: PlanNode, *, seen: int | None = None, by: Actor, at: datetime) -> PlanNode:
    """Take an item as it was read (or restore a dropped one)."""
    version, node = lock_item(node, seen=seen, by=by, deed="programme.item.accept")
    before = node.review
    if before == Review.ACCEPTED:
        return node
    keeps = node.review in (Review.CORRECTED, Review.ADDED)
    mark(
        node, node.review if keeps else Review.ACCEPTED, revision=next_revision(version, by=by), by=by, at=at
    )
    if before == Review.DROPPED:
        hooks.item_changed(node)
    record = {"before": {"review": before}, "after": {"review": node.review}}
    audit.record(by=by, at=at, deed="programme.item.accept", obj=node, **record)
    return node


@transaction.atomic
def accept_clean(
    version: PlanVersion, kind: str, *, seen: int | None = None, by: Actor, at: datetime
) -> list[PlanNode]:
    """Take all items of a kind that nobody has looked at and that no finding or open base speaks against.

    Items that changed after the person's page was made stay for them to look at. Returns those taken.
    """
    version = lock_version(version.pk, by=by, deed="programme.item.accept")
    clean = [n for n in clean_items(version, kind) if seen is None or n.revision <= seen]
    if not clean:
        raise Refusal("Không còn mục nào có thể nhận ngay: mỗi mục còn lại cần xem riêng.")
    revision = next_revision(version, by=by)
    for node in clean:
        node.review, node.revision = Review.ACCEPTED, revision
        node.reviewed_by_id, node.reviewed_at = by.user_id, at
    PlanNode.objects.bulk_update(clean, ["review", "revision", "reviewed_by", "reviewed_at"])
    after = {"kind": kind, "items": [node.key for node in clean]}
    audit.record(by=by, at=at, deed="programme.item.accept", obj=version, after=after)
    return clean


def clean_items(version: PlanVersion, kind: str) -> list[PlanNode]:
    """Pending items of a kind without an open finding that blocks and without an open question of base."""
    doubtful = PlanFinding.objects.filter(version=version, state="open", is_blocking=True)
    pending = version.nodes.filter(kind=kind, review=Review.PENDING).exclude(findings__in=doubtful)
    return list(
        pending.exclude(target__needs_base=True, target__base_decisions=None).order_by("position", "pk")
    )


@transaction.atomic
def correct_item(
    node: PlanNode,
    values: Mapping[str, Any],
    *,
    reason: str = "",
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> PlanNode:
    """Change an item's typed values (names in `items.FIELDS`); reading and source stay as they were."""
    version, node = lock_item(node, seen=seen, by=by, deed="programme.item.correct")
    before = items.values_of(node)
    items.write_values(node, values)
    after = items.values_of(node)
    changed = [name for name in after if items.shown(after[name]) != items.shown(before[name])]
    review = Review.ADDED if node.review == Review.ADDED else Review.CORRECTED if changed else Review.ACCEPTED
    mark(node, review, revision=next_revision(version, by=by), by=by, at=at, reason=reason.strip())
    hooks.item_changed(node)
    audit.record(
        by=by,
        at=at,
        deed="programme.item.correct",
        obj=node,
        before={name: items.shown(before[name]) for name in changed},
        after={name: items.shown(after[name]) for name in changed},
        reason=reason.strip(),
    )
    return node


@transaction.atomic
def add_item(
    version: PlanVersion,
    kind: str,
    values: Mapping[str, Any],
    *,
    reason: str,
    parent: PlanNode | None = None,
    by: Actor,
    at: datetime,
) -> PlanNode:
    """Add what the reader missed; a budget line needs the group it belongs to."""
    version = lock_version(version.pk, by=by, deed="programme.item.add")
    if not reason.strip():
        raise Refusal("Cần nêu lý do, hoặc chỗ trong văn bản, khi thêm mục.")
    if kind == PlanNode.Kind.BUDGET_LINE and parent is None:
        raise Refusal("Dòng kinh phí phải nằm trong một nhóm. Hãy chọn nhóm.")
    node = new_node(version, kind, parent=parent)
    node.revision = next_revision(version, by=by)
    items.write_values(node, values)
    mark(node, Review.ADDED, revision=version.revision, by=by, at=at, reason=reason.strip())
    hooks.item_changed(node)
    after = {name: items.shown(value) for name, value in items.values_of(node).items()}
    audit.record(by=by, at=at, deed="programme.item.add", obj=node, after=after, reason=reason.strip())
    return node


def new_node(
    version: PlanVersion, kind: str, *, parent: PlanNode | None = None, after: PlanNode | None = None
) -> PlanNode:
    """An unsaved item with its own key, placed after another or after the last of its kind."""
    siblings = version.nodes.filter(kind=kind)
    last = after or siblings.order_by("-position", "-pk").first()
    number = version.nodes.filter(key__contains="+").count() + 1
    return PlanNode(
        version=version,
        kind=kind,
        parent=parent,
        key=f"{kind}+{number}",
        position=last.position + (1 if after is None or after.pk == last.pk else 0) if last else 1,
        title="",
    )


@transaction.atomic
def drop_item(node: PlanNode, *, reason: str, seen: int | None = None, by: Actor, at: datetime) -> PlanNode:
    """Leave an item out, with the reason; it stays readable and can be taken back."""
    version, node = lock_item(node, seen=seen, by=by, deed="programme.item.drop")
    if not reason.strip():
        raise Refusal("Cần nêu lý do khi bỏ một mục của kế hoạch.")
    refuse_with_children(node)
    before = node.review
    mark(node, Review.DROPPED, revision=next_revision(version, by=by), by=by, at=at, reason=reason.strip())
    hooks.item_changed(node)
    record = {"before": {"review": before}, "after": {"review": node.review}, "reason": reason.strip()}
    audit.record(by=by, at=at, deed="programme.item.drop", obj=node, **record)
    return node


def refuse_with_children(node: PlanNode) -> None:
    inside = node.children.exclude(review=Review.DROPPED).count()
    if node.kind == PlanNode.Kind.TARGET:
        inside += PlanNode.objects.filter(target__parent_id=node.pk).exclude(review=Review.DROPPED).count()
    if inside:
        raise Refusal(f"Mục này còn {inside} mục nằm trong. Hãy bỏ hoặc chuyển các mục ấy trước.")
