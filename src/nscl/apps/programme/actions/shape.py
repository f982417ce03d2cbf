"""Splitting one item into several and merging several into one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.programme import hooks, items
from nscl.apps.programme.actions.common import Conflict, lock_item, next_revision
from nscl.apps.programme.actions.review import Review, mark, new_node, refuse_with_children
from nscl.apps.programme.models import PlanNode, PlanVersion, Target
from nscl.apps.programme.staging.spans import Locator
from nscl.vietnamese import squash


@transaction.atomic
def split_item(
    node: PlanNode, titles: Sequence[str], *, seen: int | None = None, by: Actor, at: datetime
) -> list[PlanNode]:
    """Make one item several, one a title. All wait to be looked at again, because each needs its own numbers.

    The first keeps the item's place, history and findings; the others begin with its values.
    """
    version, node = lock_item(node, seen=seen, by=by, deed="programme.item.split")
    titles = [squash(title) for title in titles if title.strip()]
    if len(titles) < 2:
        raise Refusal("Tách phải cho ít nhất hai mục. Hãy ghi mỗi mục một dòng.")
    refuse_with_children(node)
    before = node.title
    values = items.values_of(node)
    revision = next_revision(version, by=by)
    parts = [node]
    for title in titles[1:]:
        part = new_node(version, node.kind, parent=node.parent, after=parts[-1])
        part.quote, part.data, part.path, part.page = node.quote, dict(node.data), node.path, node.page
        part.span_start, part.span_end = _narrowed(version, node, title)
        items.write_values(part, _titled(values, title, node.kind))
        parts.append(part)
    narrowed = _narrowed(version, node, titles[0])
    items.write_values(node, _titled({}, titles[0], node.kind))
    node.span_start, node.span_end = narrowed
    node.save()
    for part in parts:
        mark(part, Review.PENDING, revision=revision, by=by, at=at)
        hooks.item_changed(part)
    after = {"items": titles, "keys": [part.key for part in parts]}
    audit.record(by=by, at=at, deed="programme.item.split", obj=node, before={"item": before}, after=after)
    return parts


def _titled(values: dict[str, object], title: str, kind: str) -> dict[str, object]:
    """The values with a new name: a duty is named by its agencies, a legal basis by its number."""
    if kind == PlanNode.Kind.DUTY:
        return {**values, "agencies": [title]}
    if kind == PlanNode.Kind.LEGAL_BASIS:
        return {**values, "ref": title}
    return {**values, "title": title}


def _narrowed(version: PlanVersion, node: PlanNode, title: str) -> tuple[int | None, int | None]:
    """Where a part's words stand inside the item's own sentence, else the whole sentence."""
    if node.span_start is None or node.span_end is None:
        return None, None
    text = PlanVersion.objects.values_list("text", flat=True).get(pk=version.pk)
    place = Locator(text[node.span_start : node.span_end]).find(title)
    if place.start is None or place.end is None:
        return node.span_start, node.span_end
    return node.span_start + place.start, node.span_start + place.end


@transaction.atomic
def merge_items(
    nodes: Sequence[PlanNode], *, title: str, seen: int | None = None, by: Actor, at: datetime
) -> PlanNode:
    """Make several items of one kind one: the first in the document keeps its values, the others go.

    What hangs on the others (parts of a target, findings, duties) goes over to the one that stays.
    """
    if len({node.pk for node in nodes}) < 2:
        raise Refusal("Gộp cần ít nhất hai mục. Hãy chọn thêm mục.")
    if len({(node.version_id, node.kind) for node in nodes}) > 1:
        raise Refusal("Chỉ gộp được các mục cùng loại của một bản đọc.")
    locked = []
    for node in sorted(nodes, key=lambda n: (n.position, n.pk)):
        version, current = lock_item(node, seen=seen, by=by, deed="programme.item.merge")
        if not current.is_live:
            raise Conflict("Một mục được chọn", by_name="", changed_at=None, revision=version.revision)
        locked.append(current)
    kept, *others = locked
    if PlanNode.objects.filter(parent__in=others).exclude(review=Review.DROPPED).exists():
        raise Refusal("Một mục được chọn còn mục nằm trong. Hãy chuyển các mục ấy trước khi gộp.")
    revision = next_revision(version, by=by)
    _take_in(kept, others, squash(title))
    reason = f"Gộp vào mục {kept.path or kept.key}"
    for other in others:
        mark(other, Review.DROPPED, revision=revision, by=by, at=at, reason=reason)
        hooks.item_changed(other)
    mark(kept, Review.CORRECTED, revision=revision, by=by, at=at)
    hooks.item_changed(kept)
    after = {"item": kept.title, "merged": [other.key for other in others]}
    audit.record(by=by, at=at, deed="programme.item.merge", obj=kept, after=after)
    return kept


def _take_in(kept: PlanNode, others: list[PlanNode], title: str) -> None:
    group = [kept, *others]
    kept.quote = "\n".join(dict.fromkeys(node.quote for node in group if node.quote))
    starts = [node.span_start for node in group if node.span_start is not None]
    ends = [node.span_end for node in group if node.span_end is not None]
    kept.span_start, kept.span_end = min(starts, default=None), max(ends, default=None)
    values: dict[str, object] = {} if kept.kind in ("duty", "legal_basis") else {"title": title or kept.title}
    if kept.kind == PlanNode.Kind.DUTY:
        for name in ("agencies", "functions", "items"):
            joined = [entry for node in group for entry in items.values_of(node)[name]]
            values[name] = list(dict.fromkeys(joined))
    if kept.kind == PlanNode.Kind.TASK:
        for name in ("items", "outputs"):
            kept.data = {**kept.data, name: [e for node in group for e in node.data.get(name, [])]}
    items.write_values(kept, values)
    if kept.kind == PlanNode.Kind.TARGET:
        Target.objects.filter(parent_id__in=[o.pk for o in others]).exclude(pk=kept.pk).update(
            parent_id=kept.pk
        )
        if kept.target.parent_id in {o.pk for o in others}:
            items.write_values(kept, {"parent": None})
    for other in others:
        kept.findings.add(*other.findings.all())
