"""Money of a plan, read for pages and reports: planned as printed, allotted and paid as entered.

Every answer costs a constant number of queries however many lines and entries there are.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from nscl.apps.budget.models import Allocation, BudgetAmount, BudgetLine, Disbursement, FundingSource
from nscl.apps.programme.models import Plan, PlanVersion

Key = tuple[int, str, int]  # line, source code, year


@dataclass
class Money:
    """Planned, allotted and paid đồng; `planned` is None where the plan prints no amount."""

    planned: int | None = None
    allocated: int = 0
    paid: int = 0

    @property
    def paid_pct(self) -> float | None:
        """Paid of allotted, in percent; None when nothing is allotted."""
        return 100 * self.paid / self.allocated if self.allocated else None


@dataclass
class LineMoney:
    """A line of the tree with its money, total and by source; totals of groups gather what is below."""

    line: BudgetLine
    depth: int
    total: Money
    by_source: dict[str, Money] = field(default_factory=dict)


@dataclass
class PlanMoney:
    """All money of one plan version, read once."""

    version: PlanVersion
    sources: list[FundingSource]
    lines: list[LineMoney]
    years: dict[int, Money]
    by_source_year: dict[tuple[str, int], Money]

    @property
    def root(self) -> LineMoney | None:
        return self.lines[0] if self.lines else None

    @property
    def plans_years(self) -> bool:
        """Whether the plan itself splits its money by year."""
        return any(amount.planned is not None for amount in self.years.values())

    @property
    def phases(self) -> list[LineMoney]:
        """The phase rows directly below the whole plan, when the plan splits its money in phases."""
        return [row for row in self.lines if row.depth == 1 and row.line.node_id is None]

    def source_rows(self) -> list[tuple[FundingSource, Money]]:
        """Each source of the plan with its money over the whole plan."""
        if self.root is None:
            return []
        return [(source, self.root.by_source.get(source.code, Money())) for source in self.sources]


def plan_money(version: PlanVersion, *, as_of: date | None = None) -> PlanMoney:
    """The money of a version; entries dated after `as_of` are left out."""
    lines = list(version.budget_lines.select_related("node").order_by("position"))
    sources = {source.pk: source for source in FundingSource.objects.all()}
    current = _current_line_of(version, lines)
    allotted = _entries(Allocation, current, sources, as_of)
    paid = _entries(Disbursement, current, sources, as_of)
    rows = _rows(lines, sources)
    _gather(rows, allotted, paid)
    used = {code for row in rows.values() for code in row.by_source}
    return PlanMoney(
        version=version,
        sources=[source for source in sources.values() if source.code in used],
        lines=list(rows.values()),
        years=_by_year(lines, allotted, paid),
        by_source_year=_by_source_year(allotted, paid),
    )


def version_in_force(plan: Plan) -> PlanVersion | None:
    """The version money and reports belong to; None while none is in force."""
    return plan.versions.filter(state="in_force").select_related("plan__province", "plan__owner").first()


def money_of(plan: Plan, *, as_of: date | None = None) -> PlanMoney | None:
    """The money of the version in force; None while none is."""
    version = version_in_force(plan)
    return plan_money(version, as_of=as_of) if version else None


def _current_line_of(version: PlanVersion, lines: list[BudgetLine]) -> dict[int, int]:
    """Any line of the plan's earlier versions → the line of this version that continues it."""
    continues = dict(
        BudgetLine.objects.filter(version__plan=version.plan_id).values_list("pk", "continues_id")
    )
    current: dict[int, int] = {}
    for line in lines:
        step: int | None = line.pk
        while step is not None:
            current[step] = line.pk
            step = continues.get(step)
    return current


def _entries(
    model: type[Allocation] | type[Disbursement],
    current: dict[int, int],
    sources: dict[int, FundingSource],
    as_of: date | None,
) -> dict[Key, int]:
    rows = model.objects.filter(line_id__in=current)
    if as_of is not None:
        rows = rows.filter(dated_on__lte=as_of)
    sums: dict[Key, int] = defaultdict(int)
    for line, source, year, amount in rows.values_list("line_id", "source_id", "year", "amount_vnd"):
        sums[(current[line], sources[source].code, year)] += amount
    return sums


def _rows(lines: list[BudgetLine], sources: dict[int, FundingSource]) -> dict[int, LineMoney]:
    """A row per line with what the plan prints for it."""
    rows: dict[int, LineMoney] = {}
    for line in _in_tree_order(lines):
        above = rows.get(line.parent_id) if line.parent_id else None
        rows[line.pk] = LineMoney(line, above.depth + 1 if above else 0, Money())
    amounts = BudgetAmount.objects.filter(line_id__in=rows, year=None)
    for line_id, source_id, vnd in amounts.values_list("line_id", "source_id", "amount_vnd"):
        if source_id is None:
            rows[line_id].total.planned = vnd
        else:
            rows[line_id].by_source.setdefault(sources[source_id].code, Money()).planned = vnd
    return rows


def _in_tree_order(lines: list[BudgetLine]) -> list[BudgetLine]:
    """Parents before children, siblings by position: lines added on review stand under their group."""
    below: dict[int | None, list[BudgetLine]] = defaultdict(list)
    for line in lines:
        below[line.parent_id].append(line)
    ordered: list[BudgetLine] = []
    stack = list(reversed(below[None]))
    while stack:
        line = stack.pop()
        ordered.append(line)
        stack.extend(reversed(below[line.pk]))
    return ordered


def _gather(rows: dict[int, LineMoney], allotted: dict[Key, int], paid: dict[Key, int]) -> None:
    """Add entries to their line and to every line above it."""
    for name, entries in (("allocated", allotted), ("paid", paid)):
        for (line_id, code, _year), vnd in entries.items():
            step: int | None = line_id
            while step is not None:
                row = rows[step]
                for money in (row.total, row.by_source.setdefault(code, Money())):
                    setattr(money, name, getattr(money, name) + vnd)
                step = row.line.parent_id


def _by_year(lines: list[BudgetLine], allotted: dict[Key, int], paid: dict[Key, int]) -> dict[int, Money]:
    """Per budget year; planned only for years the plan itself splits its entry lines into."""
    years: dict[int, Money] = defaultdict(Money)
    for (_line, _code, year), vnd in allotted.items():
        years[year].allocated += vnd
    for (_line, _code, year), vnd in paid.items():
        years[year].paid += vnd
    entry_lines = [line.pk for line in lines if line.is_entry]
    planned = BudgetAmount.objects.filter(line_id__in=entry_lines, source=None, year__isnull=False)
    for year, vnd in planned.values_list("year", "amount_vnd"):
        if year is not None:
            years[year].planned = (years[year].planned or 0) + vnd
    return dict(sorted(years.items()))


def _by_source_year(allotted: dict[Key, int], paid: dict[Key, int]) -> dict[tuple[str, int], Money]:
    table: dict[tuple[str, int], Money] = defaultdict(Money)
    for (_line, code, year), vnd in allotted.items():
        table[(code, year)].allocated += vnd
    for (_line, code, year), vnd in paid.items():
        table[(code, year)].paid += vnd
    return dict(table)
