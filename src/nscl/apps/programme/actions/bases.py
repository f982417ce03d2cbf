"""Deciding what an ambiguous percentage or growth is measured against."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal, Role
from nscl.apps.programme import hooks
from nscl.apps.programme.actions.common import lock_item, next_revision
from nscl.apps.programme.models import BaseDecision, PlanFinding, PlanVersion, Target
from nscl.apps.programme.rules import base_choices_of
from nscl.apps.programme.settlement import SETTLED_BY_BASE


@transaction.atomic
def decide_base(
    target: Target,
    *,
    kind: str,
    reason: str,
    year: int | None = None,
    period_from: int | None = None,
    period_to: int | None = None,
    value: Decimal | None = None,
    label: str = "",
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> BaseDecision:
    """Record the base, who decided it, when and why; the newest decision rules, the earlier ones stay.

    Findings about these bases are settled by it. Refused: a kind that does not fit the target's form, no
    reason, years out of order; and, once the plan is in force, anyone but a leader.
    """
    version, node = lock_item(target.node, seen=seen, by=by, deed="programme.base.decide")
    if version.state == "in_force" and Role.LEADER not in by.roles:
        raise Refusal("Kế hoạch đã có hiệu lực: chỉ lãnh đạo được thay đổi mốc so sánh.")
    if kind not in [choice.kind for choice in base_choices_of(target)]:
        raise Refusal("Mốc này không phù hợp với dạng của chỉ tiêu. Hãy chọn một mốc trong danh sách.")
    if not reason.strip():
        raise Refusal("Cần nêu lý do hoặc căn cứ của quyết định.")
    _check_parts(kind, year, period_from, period_to, value)
    decision = _write(
        target,
        kind=kind,
        year=year,
        period_from=period_from,
        period_to=period_to,
        value=value,
        label=label.strip(),
        reason=reason.strip(),
        decided_by_id=by.user_id,
        decided_at=at,
    )
    if version.is_open:
        node.revision = next_revision(version, by=by)
        node.save(update_fields=["revision"])
    _settle_findings(version, target, by=by, at=at)
    after = {
        "kind": kind,
        "year": year,
        "from": period_from,
        "to": period_to,
        "value": value,
        "label": label.strip(),
    }
    audit.record(by=by, at=at, deed="programme.base.decide", obj=node, after=after, reason=reason.strip())
    return decision


def _check_parts(
    kind: str, year: int | None, first: int | None, last: int | None, value: Decimal | None
) -> None:
    if kind == "year" and year is None:
        raise Refusal("Cần ghi năm gốc.")
    if kind == "period" and (first is None or last is None):
        raise Refusal("Cần ghi năm đầu và năm cuối của giai đoạn gốc.")
    if kind == "period" and first is not None and last is not None and first > last:
        raise Refusal(f"Giai đoạn gốc {first}–{last} chưa đúng: năm đầu phải không sau năm cuối.")
    if kind == "given" and value is None:
        raise Refusal("Cần ghi giá trị gốc.")
    if value is not None and value <= 0:
        raise Refusal("Giá trị gốc phải lớn hơn 0.")


def _write(target: Target, **columns: object) -> BaseDecision:
    try:
        with transaction.atomic():
            return BaseDecision.objects.create(target=target, **columns)
    except IntegrityError as error:
        raise Refusal("Năm hoặc giá trị của mốc chưa đủ. Hãy xem lại.") from error


def _settle_findings(version: PlanVersion, target: Target, *, by: Actor, at: datetime) -> None:
    """A finding about open bases is settled once every target it names has its base."""
    open_ones = PlanFinding.objects.filter(
        version=version, code="ambiguous_base", state="open", nodes=target.pk
    )
    for finding in open_ones:
        waiting = Target.objects.filter(node__findings=finding, needs_base=True, base_decisions=None)
        if waiting.exclude(node__review="dropped").exists():
            continue
        finding.state, finding.resolution = "settled", SETTLED_BY_BASE.code
        finding.settled_by_id, finding.settled_at, finding.revision = by.user_id, at, version.revision
        finding.save()
        hooks.finding_settled(finding)
