"""Everything on a plan's dashboard, read once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from nscl.apps.core.models import AuditEntry
from nscl.apps.monitoring.queries.changes import DeedCount, changes, deed_counts, month_before
from nscl.apps.monitoring.queries.money import MoneyBlock, money_block
from nscl.apps.monitoring.queries.standing import (
    Share,
    Standing,
    distribution,
    needing_attention,
    standings,
)
from nscl.apps.monitoring.queries.tasks import OfficeLoad, overdue_by_office, task_standings
from nscl.apps.programme.models import PlanFinding, PlanVersion


@dataclass(frozen=True)
class Dashboard:
    """One plan on one day."""

    version: PlanVersion
    as_of: date
    standings: Sequence[Standing]
    shares: list[Share]
    attention: list[Standing]
    money: MoneyBlock | None
    overdue: list[OfficeLoad]
    task_count: int
    findings: list[PlanFinding]
    changes: list[AuditEntry]
    deeds: list[DeedCount]
    approved_on: date | None

    @property
    def changes_since(self) -> date:
        return month_before(self.as_of)


def dashboard(version: PlanVersion, *, as_of: date) -> Dashboard:
    """The plan's targets, money, tasks, findings and last month's deeds; a fixed number of queries."""
    assert version.plan is not None
    found = standings([version], as_of=as_of)[version.pk]
    tasks = task_standings([version], as_of=as_of)[version.pk]
    entries = changes(version.plan, since=month_before(as_of), until=as_of)
    return Dashboard(
        version=version,
        as_of=as_of,
        standings=found,
        shares=distribution(found),
        attention=needing_attention(found),
        money=money_block(version, as_of=as_of),
        overdue=overdue_by_office(tasks),
        task_count=len(tasks),
        findings=list(version.findings.filter(state=PlanFinding.State.OPEN)),
        changes=entries,
        deeds=deed_counts(entries),
        approved_on=_last_approval(found),
    )


def _last_approval(found: Sequence[Standing]) -> date | None:
    days = [row.approved_at for one in found for row in one.facts.observations if row.approved_at]
    return timezone.localtime(max(days)).date() if days else None
