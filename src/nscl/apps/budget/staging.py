"""From the budget object of a reading to lines and amounts in đồng; registered as hooks of programme."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from nscl.apps.budget.models import BudgetAmount, BudgetLine, FundingSource
from nscl.apps.core.access import Actor
from nscl.apps.programme.hooks import CarryOver
from nscl.apps.programme.models import PlanFinding, PlanNode, PlanVersion

FACTORS = {"vnd": 1, "thousand_vnd": 1_000, "million_vnd": 1_000_000, "billion_vnd": 1_000_000_000}
ROOT = "total"


def load_budget(version: PlanVersion, plan: dict[str, Any]) -> None:
    """Write the tree of a fresh reading: the whole plan, its phases, groups and lines, amounts as printed."""
    budget = plan["budget"]
    writer = _Writer(version, budget)
    root = writer.line(
        ROOT, None, {"name": "Toàn kế hoạch", "total": _root_total(budget)}, sources=_stated(budget)
    )
    parents = {None: root}
    for phase in budget["phases"]:
        named = {**phase, "name": f"Giai đoạn {phase['from']}–{phase['to']}"}
        parents[phase["id"]] = writer.line(phase["id"], root, named, years=(phase["from"], phase["to"]))
    for group in budget["groups"]:
        above = parents.get(group.get("parent")) if group.get("parent") else parents.get(group["phase"], root)
        parents[group["id"]] = writer.line(group["id"], above or root, group)
        for line in group["lines"]:
            writer.line(line["id"], parents[group["id"]], line)
    mark_entry_lines(version)


def mark_entry_lines(version: PlanVersion) -> None:
    """Money is entered on the leaves of the tree."""
    lines = BudgetLine.objects.filter(version=version)
    inner = lines.exclude(parent=None).values_list("parent_id", flat=True)
    lines.update(is_entry=True)
    lines.filter(pk__in=list(inner)).update(is_entry=False)


class _Writer:
    """Writes lines in document order, knowing the plan's unit and sources."""

    def __init__(self, version: PlanVersion, budget: Mapping[str, Any]) -> None:
        assert version.plan is not None
        self.version, self.plan = version, version.plan
        self.factor = FACTORS[budget["amount_unit"]]
        self.sources = {source.code: source for source in FundingSource.objects.all()}
        self.only = budget["sources"][0]["code"] if len(budget["sources"]) == 1 else None
        self.nodes = {n.key: n for n in PlanNode.objects.filter(version=version, kind__startswith="budget")}
        self.position = BudgetLine.objects.filter(version=version).count()
        for stated in budget["sources"]:
            self._source(stated["code"], stated["name"])

    def line(
        self,
        key: str,
        parent: BudgetLine | None,
        item: Mapping[str, Any],
        *,
        years: tuple[int, int] | None = None,
        sources: Mapping[str, Any] | None = None,
    ) -> BudgetLine:
        self.position += 1
        above = (
            (parent.year_from, parent.year_to) if parent else (self.plan.horizon_from, self.plan.horizon_to)
        )
        first, last = years or above
        row = BudgetLine.objects.create(
            version=self.version,
            node=self.nodes.get(key),
            parent=parent,
            key=key,
            path=item.get("path") or "",
            position=self.position,
            name=item["name"],
            year_from=first,
            year_to=last,
            quantity=item.get("qty"),
            unit=item.get("unit") or "",
            lead_text=item.get("lead") or "",
            coordinating_text=item.get("coordinating") or "",
            time_text=item.get("time") or "",
        )
        self.amounts(row, item, item.get("by_source") if sources is None else sources)
        return row

    def amounts(self, row: BudgetLine, item: Mapping[str, Any], by_source: Mapping[str, Any] | None) -> None:
        """The printed total, each source and each year; one single source takes the whole total."""
        split = {code: amount for code, amount in (by_source or {}).items() if amount is not None}
        if not split and self.only and item.get("total") is not None:
            split = {self.only: item["total"]}
        wanted = [(None, None, item.get("total"))]
        wanted += [(self._source(code), None, amount) for code, amount in split.items()]
        wanted += [(None, int(year), amount) for year, amount in (item.get("by_year") or {}).items()]
        BudgetAmount.objects.bulk_create(
            BudgetAmount(line=row, source=source, year=year, amount_vnd=in_dong(amount, self.factor))
            for source, year, amount in wanted
            if amount is not None
        )

    def _source(self, code: str, name: str = "") -> FundingSource:
        """A source by code; one the register lacks is added under the plan's own words."""
        if code not in self.sources:
            payer = "state" if code.startswith("state_budget") else "other"
            self.sources[code] = FundingSource.objects.create(code=code, name=name or code, payer=payer)
        return self.sources[code]


def in_dong(amount: float | int, factor: int) -> int:
    """Whole đồng of a printed amount.

    >>> in_dong(35.1, 1_000_000_000)
    35100000000
    """
    return int((Decimal(str(amount)) * factor).to_integral_value())


def _root_total(budget: Mapping[str, Any]) -> Any:
    """The plan's total in the unit of its amounts; None while figure and words disagree unsettled."""
    accepted = budget["total_accepted_vnd"]
    if accepted is None and budget["total_printed_vnd"] == budget["total_words_vnd"]:
        accepted = budget["total_printed_vnd"]
    if accepted is None and budget["total_words_vnd"] is None:
        accepted = budget["total_printed_vnd"]
    return None if accepted is None else Decimal(accepted) / FACTORS[budget["amount_unit"]]


def _stated(budget: Mapping[str, Any]) -> dict[str, Any]:
    return {source["code"]: source["amount"] for source in budget["sources"]}


def finding_settled(finding: PlanFinding) -> None:
    """When a person decides between figure and words, the plan's total follows that decision."""
    if finding.code != "words_mismatch" or not finding.resolution_value:
        return
    digits = "".join(c for c in finding.resolution_value if c.isdigit())
    root = BudgetLine.objects.filter(version=finding.version, key=ROOT).first()
    if root is None or not digits:
        return
    set_total(root, int(digits))


def set_total(root: BudgetLine, vnd: int) -> None:
    """The decided total, also for the only source when the plan names just one."""
    BudgetAmount.objects.update_or_create(line=root, source=None, year=None, defaults={"amount_vnd": vnd})
    stated = finding_sources(root)
    if len(stated) == 1:
        BudgetAmount.objects.update_or_create(
            line=root, source=stated[0], year=None, defaults={"amount_vnd": vnd}
        )


def finding_sources(root: BudgetLine) -> list[FundingSource]:
    """The sources the plan's own text names."""
    codes = [source["code"] for source in root.version.reading["budget"]["sources"]]
    return list(FundingSource.objects.filter(code__in=codes))


def item_changed(node: PlanNode) -> None:
    """A reviewer corrected, added or dropped a budget item: its line and amounts follow the item's data."""
    if not node.kind.startswith("budget"):
        return
    budget = node.version.reading["budget"]
    line = BudgetLine.objects.filter(version=node.version, node=node).first()
    if not node.is_live:
        if line is not None and not line.children.exists():
            line.amounts.all().delete()
            line.delete()
    else:
        writer = _Writer(node.version, budget)
        if line is None:
            line = _added_line(writer, node)
        else:
            BudgetLine.objects.filter(pk=line.pk).update(
                name=node.title, quantity=node.data.get("qty"), unit=node.data.get("unit") or ""
            )
            line.amounts.all().delete()
            writer.amounts(line, node.data, node.data.get("by_source"))
    mark_entry_lines(node.version)


def _added_line(writer: _Writer, node: PlanNode) -> BudgetLine:
    parent = (
        BudgetLine.objects.filter(version=node.version, node=node.parent).first() if node.parent else None
    )
    parent = parent or BudgetLine.objects.get(version=node.version, key=ROOT)
    writer.nodes[node.key] = node
    return writer.line(node.key, parent, {**node.data, "name": node.title})


def carry_along(carry_over: CarryOver, by: Actor, at: datetime) -> None:
    """Entries stay where they were written; the new version's lines say which ones they continue."""
    old = {line.node_id: line for line in carry_over.old.budget_lines.all() if line.node_id}
    for before, after in carry_over.pairs:
        if before.pk in old:
            BudgetLine.objects.filter(version=carry_over.new, node=after).update(continues=old[before.pk])
    root = carry_over.old.budget_lines.filter(key=ROOT).first()
    BudgetLine.objects.filter(version=carry_over.new, key=ROOT).update(continues=root)
