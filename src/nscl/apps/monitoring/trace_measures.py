"""Measures `traceability.*`: figures counted from captured events, with the organisations and lots behind.

A year is counted on its last day, over the days before it that `nscl.policy.traceability` names. People
confirm; the store never reports by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from nscl.apps.programme.models import Target
from nscl.apps.traceability.queries.running import Period, Running, counts_in, running_in
from nscl.policy.traceability import DAYS

COMPONENT = "traceability"  # the part of a model that plans count so


@dataclass(frozen=True)
class Measure:
    """One thing counted from the store for targets of these indicators."""

    code: str
    indicators: frozenset[str]
    question: str


RUNNING = Measure(
    "traceability.organisations_running",
    frozenset({"orgs_traceability"}),
    noop(
        "Đếm tổ chức có ghi sự kiện và mọi lô làm ra đều truy được về đầu vào có tên, "
        "không đứt chuỗi, trong 180 ngày trước ngày tính."
    ),
)
# Counted too, for the page and the evidence; no target of a plan asks for them.
COUNTS = ("traceability.events", "traceability.lots", "traceability.recalls")


def measure_of(target: Target) -> Measure | None:
    """The measure that counts a target: organisations, or the traceability part of models."""
    modes = (Target.CountMode.EVENTS, Target.CountMode.DISTINCT, Target.CountMode.LATEST)
    if target.kind == Target.Kind.PERCENT_OF or target.count_mode not in modes:
        return None
    if component_of(target) or (target.indicator in RUNNING.indicators and not target.composition):
        return RUNNING
    return None


def component_of(target: Target) -> str:
    """The part of the target's models that is counted here; empty for a target without parts."""
    return COMPONENT if COMPONENT in target.composition else ""


@dataclass(frozen=True)
class Found:
    """What the store says of a target's year: those that run, those that do not with the reasons."""

    measure: Measure
    period: Period
    organisations: tuple[Running, ...]
    counts: dict[str, int] = field(default_factory=dict)  # the last words of `COUNTS`

    @property
    def running(self) -> tuple[Running, ...]:
        return tuple(one for one in self.organisations if one.ok)

    @property
    def broken(self) -> tuple[Running, ...]:
        return tuple(one for one in self.organisations if not one.ok)

    @property
    def count(self) -> int:
        return len(self.running)

    @property
    def subjects(self) -> list[str]:
        """A name for each one counted, no two alike."""
        return [
            f"{one.organisation.name} ({one.organisation.tax_code or f'số {one.organisation.pk}'})"
            for one in self.running
        ]

    @property
    def sentence(self) -> str:
        """What the figure rests on, for its evidence."""
        return _(
            "{n} tổ chức đang chạy truy xuất nguồn gốc, {broken} tổ chức có sự kiện nhưng chuỗi chưa đủ; "
            "{events} sự kiện, {lots} lô, {recalls} lần thu hồi trong {days} ngày."
        ).format(
            n=self.count,
            broken=len(self.broken),
            events=self.counts["events"],
            lots=self.counts["lots"],
            recalls=self.counts["recalls"],
            days=DAYS,
        )


def found_for(target: Target, measure: Measure, on: date) -> Found:
    """What was recorded up to a day where the plan is carried out."""
    plan = target.node.version.plan
    provinces = [] if plan is None else list(dict.fromkeys((plan.province_id, plan.owner_id)))
    period = Period.ending(on)
    return Found(measure, period, tuple(running_in(provinces, period)), counts_in(provinces, period))
