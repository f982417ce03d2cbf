"""Which item of a new version goes on from which item of the version in force."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from nscl.apps.programme.models import BaseDecision, PlanNode, PlanVersion, Target
from nscl.vietnamese import fold

ALIKE = 0.6  # below this two items are different ones


def pairs_of(old: Sequence[PlanNode], new: Sequence[PlanNode]) -> list[tuple[PlanNode, PlanNode]]:
    """Pairs of the same item in two versions: same words first, then the most alike; each item once."""
    pairs: list[tuple[PlanNode, PlanNode]] = []
    for kind in {node.kind for node in new}:
        pairs += _of_kind([n for n in old if n.kind == kind], [n for n in new if n.kind == kind])
    return sorted(pairs, key=lambda pair: pair[1].position)


def _of_kind(old: list[PlanNode], new: list[PlanNode]) -> list[tuple[PlanNode, PlanNode]]:
    left, pairs, rest = list(old), [], []
    for node in new:
        same = [o for o in left if _words(o) == _words(node)]
        found = next((o for o in same if _years(o) == _years(node)), same[0] if same else None)
        if found is None:
            rest.append(node)
        else:
            left.remove(found)
            pairs.append((found, node))
    scored = sorted(
        ((_likeness(o, n), o.position, n.position, o, n) for o in left for n in rest),
        key=lambda row: (-row[0], row[1], row[2]),
    )
    used: set[int] = set()
    for score, _, _, o, n in scored:
        if score >= ALIKE and o.pk not in used and n.pk not in used:
            used |= {o.pk, n.pk}
            pairs.append((o, n))
    return pairs


def _words(node: PlanNode) -> str:
    return fold(node.quote or node.title)


def _years(node: PlanNode) -> tuple[int | None, ...]:
    target = getattr(node, "target", None) if node.kind == PlanNode.Kind.TARGET else None
    return (target.period_from, target.period_to, target.deadline) if target else ()


def _likeness(old: PlanNode, new: PlanNode) -> float:
    """How alike two items are; one indicator for the same years weighs more than wording."""
    words = SequenceMatcher(None, _words(old), _words(new), autojunk=False)
    if words.real_quick_ratio() < ALIKE / 2:
        return 0.0
    score = words.ratio()
    if old.kind == PlanNode.Kind.TARGET:
        same_measure = old.target.indicator == new.target.indicator
        score += 0.3 if same_measure and _years(old) == _years(new) else 0.0 if same_measure else -0.1
    elif old.key == new.key:
        score += 0.1
    return score


def link_to_previous(version: PlanVersion) -> None:
    """Tie the items of a fresh version to those of the version in force, and take over base decisions.

    A decision is copied with its own author and time; a reviewer may still decide anew.
    """
    previous = PlanVersion.objects.filter(plan=version.plan, state="in_force").light().first()
    if previous is None:
        return
    old = [n for n in _nodes(previous) if n.is_live]
    pairs = pairs_of(old, _nodes(version))
    for before, after in pairs:
        after.carried_from = before
    PlanNode.objects.bulk_update([after for _, after in pairs], ["carried_from"])
    targets = [(before, after) for before, after in pairs if before.kind == PlanNode.Kind.TARGET]
    for before, after in targets:
        _take_over_decision(before.target, after.target)


def _nodes(version: PlanVersion) -> list[PlanNode]:
    return list(version.nodes.select_related("target").order_by("position", "pk"))


def _take_over_decision(old: Target, new: Target) -> None:
    decision = old.base_decisions.first()
    if decision is None or not new.needs_base:
        return
    BaseDecision.objects.create(
        target=new,
        **{
            name: getattr(decision, name)
            for name in (
                "kind",
                "year",
                "period_from",
                "period_to",
                "value",
                "label",
                "reason",
                "decided_by",
                "decided_at",
            )
        },
    )
