"""Faults of the document as rows; which of them must be settled before the plan is in force."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nscl.apps.programme.models import PlanFinding, PlanNode, PlanVersion
from nscl.apps.programme.staging.spans import Locator
from nscl.vietnamese import format_number

# Two figures for one thing: whoever watches the plan would not know which to go by.
BLOCKING = frozenset(
    {"words_mismatch", "sum_mismatch", "target_conflict", "number_mismatch", "date_mismatch"}
)


def write_findings(
    version: PlanVersion, plan: Mapping[str, Any], nodes: Mapping[str, PlanNode], locator: Locator
) -> None:
    """One row a fault, linked to the items it names."""
    rows = []
    for number, item in enumerate(plan["inconsistencies"], 1):
        place = locator.place(item)
        rows.append(
            PlanFinding(
                version=version,
                key=item.get("id") or f"F{number}",
                code=item["code"],
                severity=item["severity"],
                kind=item["kind"][:60],
                detail=item["detail"],
                found=_shown(item, 0),
                expected=_shown(item, 1),
                where=(item.get("where") or "")[:200],
                values=item.get("values") or [],
                quotes=item["quotes"],
                span_start=place.start,
                span_end=place.end,
                is_blocking=item["code"] in BLOCKING,
            )
        )
    written = PlanFinding.objects.bulk_create(rows)
    links = PlanFinding.nodes.through
    links.objects.bulk_create(
        [
            links(planfinding_id=row.pk, plannode_id=nodes[ref].pk)
            for row, item in zip(written, plan["inconsistencies"], strict=True)
            for ref in dict.fromkeys(item["refs"])
            if ref in nodes
        ]
    )


def _shown(item: Mapping[str, Any], index: int) -> str:
    """One of the two figures in conflict, in Vietnamese form; amounts in words and figures are đồng."""
    values = item.get("values") or []
    if index >= len(values):
        return ""
    value = values[index]
    text = format_number(value) if isinstance(value, int | float) else str(value)
    return f"{text} đồng" if item["code"] == "words_mismatch" else text[:200]
