"""What was done on a plan between two days, from the chained record."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from nscl.apps.budget.models import Allocation, Disbursement
from nscl.apps.core.access import table
from nscl.apps.core.models import AuditEntry
from nscl.apps.monitoring.models import Observation, TaskReport
from nscl.apps.programme.models import BaseDecision, Plan, PlanFinding, PlanNode, PlanVersion

# Where a record keeps its plan: the models whose deeds belong to a plan's life.
PLAN_OF = (
    (Observation, "target__node__version__plan"),
    (TaskReport, "task__node__version__plan"),
    (Allocation, "line__version__plan"),
    (Disbursement, "line__version__plan"),
    (PlanVersion, "plan"),
    (PlanNode, "version__plan"),
    (PlanFinding, "version__plan"),
    (BaseDecision, "target__node__version__plan"),
)


@dataclass(frozen=True)
class DeedCount:
    """How often a deed was done."""

    deed: str
    label: str
    count: int


def month_before(day: date) -> date:
    """The same day of the month before, or its last day.

    >>> month_before(date(2025, 3, 31))
    datetime.date(2025, 2, 28)
    """
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def changes(plan: Plan, *, since: date, until: date) -> list[AuditEntry]:
    """Deeds on a plan and its records after `since` up to the end of `until`, newest first."""
    span = (_midnight(since + timedelta(days=1)), _midnight(until + timedelta(days=1)))
    chains = {plan.owner.chain_key, plan.province.chain_key}
    labels = [model._meta.label_lower for model, _ in PLAN_OF] + [Plan._meta.label_lower]
    entries = list(
        AuditEntry.objects.filter(
            chain__in=chains, at__gte=span[0], at__lt=span[1], object_type__in=labels
        ).order_by("-at", "-seq")
    )
    own = _records_of(plan, entries)
    return [entry for entry in entries if (entry.object_type, entry.object_id) in own]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _records_of(plan: Plan, entries: list[AuditEntry]) -> set[tuple[str, str]]:
    """Which of the records named belong to the plan: one query a kind of record."""
    plan_type = Plan._meta.label_lower
    own = {(plan_type, str(plan.pk))}
    for model, path in PLAN_OF:
        label = model._meta.label_lower
        ids = {int(e.object_id) for e in entries if e.object_type == label and e.object_id.isdigit()}
        if ids:
            rows = model._default_manager.filter(Q(pk__in=ids), **{path: plan.pk})
            own |= {(label, str(pk)) for pk in rows.values_list("pk", flat=True)}
    return own


def deed_counts(entries: list[AuditEntry]) -> list[DeedCount]:
    """The deeds among the entries, the most frequent first."""
    counts = Counter(entry.deed for entry in entries)
    return [DeedCount(deed, deed_label(deed), n) for deed, n in counts.most_common()]


def deed_label(deed: str) -> str:
    """What people call a deed; the access table says."""
    line = table().get(deed)
    return line.label if line is not None else deed
