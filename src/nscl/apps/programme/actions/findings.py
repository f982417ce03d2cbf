"""Settling what does not fit in the document: a choice, a value where one is needed, and why."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.programme import hooks, items
from nscl.apps.programme.actions.common import lock_finding, next_revision
from nscl.apps.programme.actions.review import Review, mark
from nscl.apps.programme.models import Plan, PlanFinding, PlanNode, PlanVersion
from nscl.apps.programme.settlement import LATER, Choice, choices_for
from nscl.vietnamese import (
    UnreadableAmount,
    UnreadableDocumentNumber,
    UnreadableNumber,
    parse_document_number,
    parse_number,
)


@transaction.atomic
def settle_finding(
    finding: PlanFinding,
    *,
    choice: str,
    value: str = "",
    reason: str = "",
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> PlanFinding:
    """Record how a fault is settled; the document is never changed. “Để sau” keeps it open with a note.

    Going by the second of two target figures corrects the targets named; entering or choosing a document
    number gives it to the plan. Refused: an unknown choice, a missing value or reason, another plan's number.
    """
    version, finding = lock_finding(finding, seen=seen, by=by, deed="programme.finding.settle")
    chosen = next((c for c in choices_for(finding.code) if c.code == choice), None)
    if chosen is None:
        raise Refusal("Hãy chọn một cách xử lý trong danh sách.")
    if chosen.asks == "reason" and not reason.strip():
        raise Refusal("Cần nêu lý do khi cho rằng văn bản không có lỗi.")
    before = {"state": finding.state, "resolution": finding.resolution, "value": finding.resolution_value}
    finding.resolution_reason = reason.strip()
    finding.revision = next_revision(version, by=by)
    if chosen.code == LATER:
        finding.state, finding.resolution, finding.resolution_value = "open", "", ""
    else:
        finding.state, finding.resolution = "settled", chosen.code
        finding.resolution_value = _value(finding, chosen, value)
    finding.settled_by_id, finding.settled_at = by.user_id, at
    finding.save()
    if finding.state == "settled":
        _take_effect(version, finding, chosen, by=by, at=at)
        hooks.finding_settled(finding)
    after = {"state": finding.state, "resolution": finding.resolution, "value": finding.resolution_value}
    audit.record(
        by=by,
        at=at,
        deed="programme.finding.settle",
        obj=finding,
        before=before,
        after=after,
        reason=reason.strip(),
    )
    return finding


def _value(finding: PlanFinding, choice: Choice, typed: str) -> str:
    """What the plan is watched by from now on: the finding's own value, or the one typed."""
    if choice.takes is not None:
        return str(finding.values[choice.takes])[:200] if choice.takes < len(finding.values) else ""
    if not choice.asks or choice.asks == "reason":
        return ""
    if not typed.strip():
        raise Refusal(f"Cần ghi giá trị khi chọn “{choice.label}”.")
    try:
        if choice.asks == "number":
            parse_document_number(typed)
            return typed.strip()
        return str(int(parse_number(typed)))
    except (UnreadableNumber, UnreadableAmount, UnreadableDocumentNumber) as error:
        raise Refusal(str(error)) from error


def _take_effect(
    version: PlanVersion, finding: PlanFinding, choice: Choice, *, by: Actor, at: datetime
) -> None:
    if finding.code == "target_conflict" and choice.code == "follow_second":
        _correct_targets(version, finding, by=by, at=at)
    number = finding.resolution_value if finding.code in ("number_mismatch", "blank_number") else ""
    if number and version.plan is not None and number != version.plan.number:
        _renumber(version.plan, number)


def _correct_targets(version: PlanVersion, finding: PlanFinding, *, by: Actor, at: datetime) -> None:
    """The targets that carry the first figure take the second: this is what the person chose."""
    first, second = (_decimal(value) for value in finding.values[:2])
    if first is None or second is None or not version.is_open:
        return
    for node in finding.nodes.filter(kind=PlanNode.Kind.TARGET, target__value=first).select_related("target"):
        items.write_values(node, {"value": second})
        reason = f"Theo cách xử lý phát hiện {finding.key}"
        mark(node, Review.CORRECTED, revision=version.revision, by=by, at=at, reason=reason)
        hooks.item_changed(node)


def _decimal(value: Any) -> Decimal | None:
    return Decimal(str(value)) if isinstance(value, int | float) else None


def _renumber(plan: Plan, number: str) -> None:
    plan.number = number
    try:
        with transaction.atomic():
            plan.save(update_fields=["number"])
    except IntegrityError as error:
        raise Refusal(
            f"Đã có kế hoạch số {number} cùng cơ quan và ngày ban hành. Hãy kiểm tra lại số."
        ) from error
