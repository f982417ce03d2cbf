"""What changed between two versions of a plan: its own facts, its items cell by cell, its findings."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from nscl.apps.programme.items import FIELDS, ItemField, detail_of, shown, shown_field
from nscl.apps.programme.matching import pairs_of
from nscl.apps.programme.models import PlanFinding, PlanNode, PlanVersion
from nscl.vietnamese import format_date, format_money


@dataclass(frozen=True)
class CellChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ItemChange:
    old: PlanNode
    new: PlanNode
    cells: list[CellChange]


@dataclass
class VersionDiff:
    """Facts of the plan that differ; items only in the new version, only in the old one, and in both with
    other values; findings the new document has mended, and those it brings."""

    facts: list[CellChange] = field(default_factory=list)
    added: list[PlanNode] = field(default_factory=list)
    removed: list[PlanNode] = field(default_factory=list)
    changed: list[ItemChange] = field(default_factory=list)
    unchanged: int = 0
    mended: list[PlanFinding] = field(default_factory=list)
    found: list[PlanFinding] = field(default_factory=list)


def diff(old: PlanVersion, new: PlanVersion) -> VersionDiff:
    """Compare the live items of two versions; ties made at staging or by reviewers go before likeness."""
    before, after = _live(old), _live(new)
    by_pk = {node.pk: node for node in before}
    tied = [(by_pk[n.carried_from_id], n) for n in after if n.carried_from_id in by_pk]
    taken = {node.pk for pair in tied for node in pair}
    pairs = tied + pairs_of([n for n in before if n.pk not in taken], [n for n in after if n.pk not in taken])
    paired = {node.pk for pair in pairs for node in pair}
    gone, come = _findings_changed(old, new)
    result = VersionDiff(
        facts=_facts_changed(old, new),
        added=[n for n in after if n.pk not in paired],
        removed=[n for n in before if n.pk not in paired],
        mended=gone,
        found=come,
    )
    for one, other in sorted(pairs, key=lambda pair: (pair[1].position, pair[1].pk)):
        cells = cells_of(one, other)
        if cells:
            result.changed.append(ItemChange(one, other, cells))
        else:
            result.unchanged += 1
    return result


def _facts_changed(old: PlanVersion, new: PlanVersion) -> list[CellChange]:
    before, after = facts_of(old), facts_of(new)
    return [
        CellChange(label, before[label], after[label]) for label in before if before[label] != after[label]
    ]


def facts_of(version: PlanVersion) -> dict[str, str]:
    """What a document says of itself as a whole, in words; what it does not say is a dash."""
    plan, budget = version.reading.get("plan") or {}, version.reading.get("budget") or {}
    horizon = plan.get("horizon") or {}
    total = budget.get("total_accepted_vnd")
    return {
        "Số, ký hiệu": plan.get("number") or "–",
        "Ngày ban hành": format_date(date.fromisoformat(plan["date"])) if plan.get("date") else "–",
        "Tên kế hoạch": plan.get("title") or "–",
        "Thời gian": f"{horizon['from']}–{horizon['to']}" if horizon else "–",
        "Tổng kinh phí in bằng số": budget.get("total_printed") or "–",
        "Tổng kinh phí in bằng chữ": budget.get("total_words") or "–",
        "Tổng kinh phí dùng để theo dõi": format_money(total, "đồng") if total is not None else "–",
    }


def _findings_changed(old: PlanVersion, new: PlanVersion) -> tuple[list[PlanFinding], list[PlanFinding]]:
    """Findings of the old document that the new one no longer has, and the new one's own."""
    before, after = list(old.findings.all()), list(new.findings.all())
    had, has = ({(f.code, f.detail) for f in findings} for findings in (before, after))
    return (
        [f for f in before if (f.code, f.detail) not in has],
        [f for f in after if (f.code, f.detail) not in had],
    )


def _live(version: PlanVersion) -> list[PlanNode]:
    nodes = version.nodes.exclude(review=PlanNode.Review.DROPPED).select_related(
        "target__parent__node", "task__lead", "duty", "reporting_duty"
    )
    return list(nodes.prefetch_related("task__coordinating").order_by("position", "pk"))


def cells_of(old: PlanNode, new: PlanNode) -> list[CellChange]:
    """The values that differ between two items of one kind, in words."""
    changes = []
    for item_field in FIELDS[new.kind]:
        before, after = _words(old, item_field), _words(new, item_field)
        if before != after:
            changes.append(CellChange(item_field.label, before, after))
    return changes


def _words(node: PlanNode, item_field: ItemField) -> str:
    detail: Any = detail_of(node)
    if item_field.name == "parent":
        return detail.parent.node.title if detail.parent else "–"
    if item_field.home == "offices":
        return shown([office.name for office in getattr(detail, item_field.name).all()])
    holder: Any = {"node": node, "detail": detail}.get(item_field.home)
    value = node.data.get(item_field.name) if item_field.home == "data" else getattr(holder, item_field.name)
    return shown_field(node, item_field, value)
