"""What the review page shows of a version: counts by tab, the items of one tab, its findings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.utils.translation import gettext as _

from nscl.apps.accounts.models import Office
from nscl.apps.programme.duties import OfficeDirectory
from nscl.apps.programme.forms.items import MONEY_UNITS, amount_text
from nscl.apps.programme.items import RULE_KINDS, shown
from nscl.apps.programme.models import BaseDecision, Indicator, PlanFinding, PlanNode, PlanVersion, Target
from nscl.apps.programme.rules import GROUP_OF_KIND, GROUPS
from nscl.apps.programme.settlement import CODE_LABELS, choice_label
from nscl.vietnamese import format_date, format_number

Kind = PlanNode.Kind


@dataclass(frozen=True)
class Tab:
    """One tab: how many items it holds and how many of them still wait."""

    code: str
    label: str
    total: int
    waiting: int


def tabs_of(version: PlanVersion) -> list[Tab]:
    totals, waiting = dict.fromkeys(GROUPS, 0), dict.fromkeys(GROUPS, 0)
    pending = Count("pk", filter=Q(review=PlanNode.Review.PENDING))
    for row in version.nodes.order_by().values("kind").annotate(n=Count("pk"), pending=pending):
        group = GROUP_OF_KIND[row["kind"]]
        totals[group] += row["n"]
        waiting[group] += row["pending"]
    findings = version.findings.aggregate(n=Count("pk"), open=Count("pk", filter=Q(state="open")))
    totals["phat-hien"], waiting["phat-hien"] = findings["n"], findings["open"]
    return [Tab(code, label, totals[code], waiting[code]) for code, (label, _kinds) in GROUPS.items()]


@dataclass(frozen=True)
class Item:
    """One card: the node, its facts in words, what is open about it."""

    node: PlanNode
    facts: list[tuple[str, str]]
    needs_base: bool = False
    decision: BaseDecision | None = None
    findings: list[PlanFinding] = field(default_factory=list)
    offices: list[Office] = field(default_factory=list)
    bullets: list[str] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return f"s-{self.node.pk}"

    @property
    def has_place(self) -> bool:
        return self.node.span_start is not None


def nodes_with_details(version: PlanVersion) -> Any:
    """The version's nodes with everything a card or a row needs, in a fixed number of queries."""
    decisions = BaseDecision.objects.select_related("decided_by")
    return (
        version.nodes.select_related(
            "target", "task__lead", "duty", "reporting_duty", "reviewed_by", "target__parent__node"
        )
        .prefetch_related(
            Prefetch("target__base_decisions", decisions),
            "task__coordinating",
            "findings",
        )
        .order_by("position", "pk")
    )


def items_of(version: PlanVersion, nodes: list[PlanNode], directory: OfficeDirectory) -> list[Item]:
    """Cards for nodes read by `nodes_with_details`."""
    codes = [node.target.indicator for node in nodes if node.kind == Kind.TARGET]
    names = dict(Indicator.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}
    money = MONEY_UNITS[_budget(version)["amount_unit"]] if _has_money(nodes) else ""
    sources = {row["code"]: row["name"] for row in _budget(version)["sources"]} if money else {}
    return [_item(node, directory, names, money, sources) for node in nodes]


def _has_money(nodes: list[PlanNode]) -> bool:
    return any(node.kind in (Kind.BUDGET_GROUP, Kind.BUDGET_LINE) for node in nodes)


def _budget(version: PlanVersion) -> dict[str, Any]:
    return dict(version.reading["budget"])


def _item(
    node: PlanNode, directory: OfficeDirectory, names: dict[str, str], money: str, sources: dict[str, str]
) -> Item:
    findings = list(node.findings.all())
    if node.kind == Kind.TARGET:
        decisions = list(node.target.base_decisions.all())
        decision = decisions[0] if decisions else None
        facts = target_facts(node.target, names)
        return Item(node, facts, node.target.needs_base and decision is None, decision, findings)
    if node.kind == Kind.TASK:
        return Item(node, _task_facts(node), findings=findings, bullets=node.data.get("items") or [])
    if node.kind == Kind.DUTY:
        offices = directory.for_functions(node.duty.functions)
        facts = [(_("Vai trò"), node.duty.role_label)]
        return Item(node, facts, findings=findings, offices=offices, bullets=node.duty.items)
    if node.kind == Kind.REPORTING:
        row = node.reporting_duty
        facts = [(_("Ai"), row.who), (_("Gửi"), shown(row.recipients)), (_("Khi"), row.every_label)]
        return Item(node, facts, findings=findings)
    if node.kind in (Kind.BUDGET_GROUP, Kind.BUDGET_LINE):
        return Item(node, _money_facts(node, money, sources), findings=findings)
    if node.kind == Kind.RULE:
        return Item(
            node, [(_("Loại"), RULE_KINDS.get(node.data.get("kind", ""), _("khác")))], findings=findings
        )
    return Item(node, [], findings=findings)


def target_facts(target: Target, names: dict[str, str]) -> list[tuple[str, str]]:
    """A target in words: goal, time, measure, and what else limits it."""
    facts = [
        (_("Mục tiêu"), target.goal_text),
        (_("Thời gian"), target.when_text),
        (_("Phép đo"), names.get(target.indicator, target.indicator)),
        (_("Cách đếm"), target.get_count_mode_display()),
    ]
    if target.of:
        facts.append((_("Mẫu số"), target.of))
    if target.parent:
        facts.append((_("Nằm trong"), target.parent.node.title[:80]))
    marks = [
        label
        for flag, label in (
            (target.is_soft, _("phấn đấu")),
            (target.is_contributory, _("góp phần")),
            (target.is_additional, _("cộng thêm giai đoạn trước")),
            (target.is_average, _("bình quân")),
            (target.is_decreasing, _("càng thấp càng tốt")),
        )
        if flag
    ]
    if marks:
        facts.append((_("Cách nói"), ", ".join(marks)))
    if target.base_status:
        facts.append((_("Mốc trong văn bản"), target.get_base_status_display()))
    return facts


def _task_facts(node: PlanNode) -> list[tuple[str, str]]:
    task = node.task
    facts = [(_("Chủ trì"), task.lead.name if task.lead else task.lead_text or _("chưa rõ"))]
    others = ", ".join(office.name for office in task.coordinating.all()) or task.coordinating_text
    if others:
        facts.append((_("Phối hợp"), others))
    due = format_date(task.due_on) if task.due_on else _("chưa nêu")
    facts.append((_("Hạn"), _("%(day)s, hằng năm") % {"day": due} if task.is_yearly else due))
    return facts


def _money_facts(node: PlanNode, unit: str, sources: dict[str, str]) -> list[tuple[str, str]]:
    facts = []
    if node.data.get("qty") is not None:
        facts.append(
            (_("Số lượng"), f"{format_number(node.data['qty'])} {node.data.get('unit') or ''}".strip())
        )
    facts.append((_("Tổng cộng"), amount_text(node.data.get("total"), unit)))
    for code, amount in (node.data.get("by_source") or {}).items():
        facts.append((sources.get(code, code), amount_text(amount, unit)))
    return facts


@dataclass(frozen=True)
class FindingCard:
    finding: PlanFinding
    label: str
    resolution: str
    targets_to_decide: list[PlanNode]


def finding_cards(version: PlanVersion) -> list[FindingCard]:
    """All findings, the blocking and the open first, with the targets whose base settles them."""
    nodes = PlanNode.objects.select_related("target").prefetch_related("target__base_decisions")
    rows = version.findings.select_related("settled_by").prefetch_related(Prefetch("nodes", nodes))
    cards = [
        FindingCard(
            row,
            CODE_LABELS.get(row.code, row.code),
            choice_label(row.code, row.resolution) if row.resolution else "",
            [n for n in row.nodes.all() if n.kind == Kind.TARGET and n.is_live and _undecided(n)],
        )
        for row in rows
    ]
    return sorted(cards, key=lambda c: (c.finding.state != "open", not c.finding.is_blocking, c.finding.pk))


def _undecided(node: PlanNode) -> bool:
    return node.target.needs_base and not node.target.base_decisions.all()
