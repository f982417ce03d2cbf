"""Reads for the list of plans and the page of a plan's document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from nscl.apps.accounts.models import Office
from nscl.apps.core.access import Actor
from nscl.apps.programme.duties import OfficeDirectory
from nscl.apps.programme.models import Duty, Plan, PlanNode, PlanVersion, ReportingDuty
from nscl.vietnamese import search_key

STATES = {
    "hieu-luc": (_("Có hiệu lực"), ("in_force",)),
    "dang-lam": (_("Đang rà soát"), ("review", "returned")),
    "cho-duyet": (_("Chờ duyệt"), ("submitted",)),
    "da-thay": (_("Đã thay thế"), ("replaced",)),
}


def plan_rows(actor: Actor, filters: dict[str, str]) -> QuerySet[Plan]:
    """Plans a person may open, filtered as the address says, each with its latest version and counts."""
    versions = PlanVersion.objects.open_to(actor).filter(plan=OuterRef("pk")).exclude(state="dropped")
    live = versions.filter(state="in_force").order_by("-number")
    newest = versions.order_by("-number")
    nodes = PlanNode.objects.exclude(review="dropped")
    plans = (
        Plan.objects.open_to(actor)
        .select_related("province", "owner")
        .annotate(
            live_id=Subquery(live.values("pk")[:1]),
            newest_id=Subquery(newest.values("pk")[:1]),
            newest_state=Subquery(newest.values("state")[:1]),
            newest_number=Subquery(newest.values("number")[:1]),
        )
        .annotate(
            target_count=_count(nodes.filter(kind="target"), "version"),
            task_count=_count(nodes.filter(kind="task"), "version"),
        )
    )
    if filters.get("tinh"):
        plans = plans.filter(owner_id=filters["tinh"]) if filters["tinh"].isdigit() else plans
    if filters.get("trang-thai") in STATES:
        plans = plans.filter(newest_state__in=STATES[filters["trang-thai"]][1])
    if filters.get("ke-thua") == "1":
        plans = plans.exclude(province_id=F("owner_id"))
    if filters.get("tim"):
        plans = plans.filter(search_key__contains=search_key(filters["tim"]))
    return plans.order_by("-issued_on", "-pk")


def _count(rows: QuerySet[Any], field: str) -> Subquery:
    counted = rows.filter(**{f"{field}_id": OuterRef("newest_id")}).order_by().values(f"{field}_id")
    return Subquery(counted.annotate(n=Count("pk")).values("n")[:1])


def shown_version(plan: Plan, actor: Actor) -> PlanVersion | None:
    """The version a plan is read by: the one in force, else the newest the person may open."""
    versions = PlanVersion.objects.open_to(actor).filter(plan=plan).exclude(state="dropped")
    in_force_first = versions.annotate(live=Exists(versions.filter(pk=OuterRef("pk"), state="in_force")))
    return in_force_first.select_related("plan__province", "plan__owner").order_by("-live", "-number").first()


@dataclass(frozen=True)
class DutyRow:
    """A duty with the offices that answer for it on a date."""

    duty: Duty
    offices: list[Office]


def duties_of(version: PlanVersion, on: date) -> list[DutyRow]:
    directory = OfficeDirectory.of(version.province_id, on)
    duties = Duty.objects.filter(node__version=version).exclude(node__review="dropped").select_related("node")
    return [
        DutyRow(duty, directory.for_functions(duty.functions)) for duty in duties.order_by("node__position")
    ]


def nodes_of_kind(version: PlanVersion, *kinds: str) -> list[PlanNode]:
    rows = version.nodes.filter(kind__in=kinds).exclude(review="dropped")
    return list(rows.order_by("position", "pk"))


def reporting_of(version: PlanVersion) -> list[ReportingDuty]:
    rows = ReportingDuty.objects.filter(node__version=version).exclude(node__review="dropped")
    return list(rows.select_related("node").order_by("node__position"))


def versions_of(plan: Plan, actor: Actor) -> list[PlanVersion]:
    """Every version with who did what, newest first."""
    rows = PlanVersion.objects.open_to(actor).filter(plan=plan).light()
    people = ("drafted_by", "submitted_by", "approved_by", "source")
    open_findings = Count("findings", filter=Q(findings__state="open"))
    return list(rows.select_related(*people).annotate(open_findings=open_findings).order_by("-number"))
