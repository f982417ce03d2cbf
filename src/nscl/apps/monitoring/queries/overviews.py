"""Several plans beside each other: a province's own, and the country's on common indicators."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, QuerySet, Sum

from nscl.apps.budget.models import Allocation, BudgetAmount, Disbursement
from nscl.apps.budget.queries import Money
from nscl.apps.monitoring.queries.standing import (
    Share,
    Standing,
    distribution,
    needing_attention,
    standings,
)
from nscl.apps.monitoring.queries.tasks import task_standings
from nscl.apps.programme.models import Indicator, Plan, PlanFinding, PlanVersion


@dataclass(frozen=True)
class PlanSummary:
    """One plan in a line: its targets by state, money, late tasks and open findings."""

    plan: Plan
    shares: list[Share]
    targets: int
    attention: int
    money: Money
    late_tasks: int
    findings: int


def versions_in_force(plans: QuerySet[Plan]) -> list[PlanVersion]:
    """The version in force of each plan, in the order of the plans' provinces."""
    rows = PlanVersion.objects.light().filter(state="in_force", plan__in=plans)
    rows = rows.select_related("plan__owner", "plan__province")
    return list(
        rows.order_by("plan__owner__sort_key", "plan__province__sort_key", "plan__horizon_from", "pk")
    )


def summaries(versions: Sequence[PlanVersion], *, as_of: date) -> list[PlanSummary]:
    """The plans of a province; a fixed number of queries for any number of plans."""
    found = standings(versions, as_of=as_of)
    tasks = task_standings(versions, as_of=as_of)
    money = _money(versions, as_of)
    findings = dict(
        PlanFinding.objects.filter(version__in=versions, state=PlanFinding.State.OPEN)
        .values_list("version")
        .annotate(n=Count("pk"))
    )
    return [
        PlanSummary(
            plan=version.plan,
            shares=distribution(found[version.pk]),
            targets=len(found[version.pk]),
            attention=len(needing_attention(found[version.pk])),
            money=money[version.plan_id or 0],
            late_tasks=sum(1 for task in tasks[version.pk] if task.overdue),
            findings=findings.get(version.pk, 0),
        )
        for version in versions
        if version.plan is not None
    ]


def _money(versions: Sequence[PlanVersion], as_of: date) -> dict[int, Money]:
    """Totals by plan: printed in the version in force, entered on lines of any version."""
    plans = [version.plan_id for version in versions]
    money: dict[int, Money] = defaultdict(Money)
    printed = BudgetAmount.objects.filter(
        line__version__in=versions, line__parent=None, source=None, year=None
    )
    for plan_id, vnd in printed.values_list("line__version__plan").annotate(vnd=Sum("amount_vnd")):
        money[plan_id].planned = vnd
    for model, name in ((Allocation, "allocated"), (Disbursement, "paid")):
        rows = model.objects.filter(line__version__plan__in=plans, dated_on__lte=as_of).order_by()
        for plan_id, vnd in rows.values_list("line__version__plan").annotate(vnd=Sum("amount_vnd")):
            setattr(money[plan_id], name, vnd)
    return money


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator across the plans: `cells` stand in the order of the plans, several targets in one."""

    code: str
    name: str
    cells: list[list[Standing]]
    plans: list[Plan]

    @property
    def columns(self) -> list[tuple[list[Standing], Plan]]:
        return list(zip(self.cells, self.plans, strict=True))

    @property
    def plan_count(self) -> int:
        return sum(1 for cell in self.cells if cell)


@dataclass(frozen=True)
class Matrix:
    """The provinces side by side."""

    plans: list[Plan]
    rows: list[IndicatorRow]
    shares: list[tuple[Plan, list[Share], int]] = field(default_factory=list)


def matrix(versions: Sequence[PlanVersion], *, as_of: date) -> Matrix:
    """Indicators that two plans share (or that are marked as common) × plans; approved figures only."""
    found = standings(versions, as_of=as_of)
    by_code: dict[str, dict[int, list[Standing]]] = defaultdict(lambda: defaultdict(list))
    for version in versions:
        for one in found[version.pk]:
            by_code[one.target.indicator][version.pk].append(one)
    named = {row.code: row for row in Indicator.objects.filter(code__in=by_code)}
    plans = [version.plan for version in versions if version.plan is not None]
    rows = [
        IndicatorRow(code, _name(code, named, cells.values()), [cells.get(v.pk, []) for v in versions], plans)
        for code, cells in by_code.items()
        if len(cells) > 1 or (code in named and named[code].is_common)
    ]
    shares = [(v.plan, distribution(found[v.pk]), len(found[v.pk])) for v in versions if v.plan is not None]
    order = {code: (row.group, row.name) for code, row in named.items()}
    return Matrix(
        plans=plans,
        rows=sorted(rows, key=lambda row: (-row.plan_count, order.get(row.code, ("", row.name)))),
        shares=shares,
    )


def _name(code: str, named: dict[str, Indicator], cells: Iterable[list[Standing]]) -> str:
    """The register's name, else the words of the first plan that has the indicator."""
    if code in named and named[code].name != code:
        return named[code].name
    return next((one.target.node.title for cell in cells for one in cell), code)
