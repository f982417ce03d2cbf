"""Facts for `policy`: target rows with their base decisions and approved figures as plain values.

Everything is gathered in bulk, a fixed number of queries for any number of plans.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django.db.models import QuerySet

from nscl.apps.monitoring.models import Observation
from nscl.apps.monitoring.wording import component_label
from nscl.apps.programme.items import as_read
from nscl.apps.programme.models import BaseDecision, PlanNode, PlanVersion, Target
from nscl.policy import targets as policy
from nscl.policy.terms import BaseKind, CountMode, Rollup
from nscl.policy.timeline import timeline_of

# The document and its whole reading, which no page of this room prints.
HEAVY = ("text", "blocks", "noise", "reading")


def without_texts(rows: QuerySet[Any], version: str) -> QuerySet[Any]:
    """Rows joined to a plan version along the path `version`, without its heavy columns."""
    return rows.defer(*(f"{version}__{name}" for name in HEAVY))


@dataclass(frozen=True)
class TargetFacts:
    """One target as gathered: its row, its terms (or why there are none), its approved figures.

    `number` is its place among the plan's targets, from 1; sentences name a target by it.
    """

    target: Target
    number: int
    terms: policy.TargetTerms | None
    fault: str
    decision: BaseDecision | None
    observations: tuple[Observation, ...]

    @property
    def years(self) -> range:
        """The years that are counted; empty where they are not known yet."""
        return range(0) if self.terms is None else counted_years(self.terms)


def counted_years(terms: policy.TargetTerms) -> range:
    """The years whose figures count: a decided base may begin them earlier or later than the plan does."""
    years = timeline_of(terms, date.max).years
    return range(years[0], years[-1] + 1) if years else range(0)


def gather(versions: Iterable[PlanVersion]) -> dict[int, list[TargetFacts]]:
    """The facts of all live targets by version id, in the order of the document."""
    ids = [version.pk for version in versions]
    rows: dict[int, list[Target]] = {pk: [] for pk in ids}
    for target in (
        _live(ids).select_related("node", "parent__node").order_by("node__version", "node__position")
    ):
        rows[target.node.version_id].append(target)
    decisions = _newest_decisions(BaseDecision.objects.filter(target__node__version__in=ids))
    observations = _approved(Observation.objects.filter(target__node__version__in=ids))
    horizons = _horizons(ids)
    found = {}
    for version_id, targets in rows.items():
        numbers = {target.pk: number for number, target in enumerate(targets, 1)}
        horizon = horizons.get(version_id)
        found[version_id] = [_facts(t, numbers, horizon, decisions, observations) for t in targets]
    return found


def _live(version_ids: Sequence[int]) -> QuerySet[Target]:
    return Target.objects.filter(node__version__in=version_ids).exclude(node__review=PlanNode.Review.DROPPED)


def facts_of_target(target: Target) -> TargetFacts:
    """The facts of one target alone, with its number among its siblings; what a deed on it needs."""
    version_id = target.node.version_id
    siblings = _live([version_id]).order_by("node__position").values_list("pk", flat=True)
    numbers = {pk: number for number, pk in enumerate(siblings, 1)}
    decisions = _newest_decisions(BaseDecision.objects.filter(target=target))
    observations = _approved(Observation.objects.filter(target=target))
    horizon = _horizons([version_id]).get(version_id)
    return _facts(target, numbers, horizon, decisions, observations)


def _facts(
    target: Target,
    numbers: Mapping[int, int],
    horizon: Mapping[str, Any] | None,
    decisions: Mapping[int, BaseDecision],
    observations: Mapping[int, list[Observation]],
) -> TargetFacts:
    decision = decisions.get(target.pk)
    terms, fault = None, ""
    try:
        terms = terms_of(target, numbers, decision, horizon)
    except policy.InvalidTerms as error:
        fault = str(error)
    rows = tuple(observations.get(target.pk, ()))
    return TargetFacts(target, numbers.get(target.pk, 0), terms, fault, decision, rows)


def _newest_decisions(rows: QuerySet[BaseDecision]) -> dict[int, BaseDecision]:
    ordered = rows.select_related("decided_by").order_by("decided_at", "pk")
    return {row.target_id: row for row in ordered}


def _approved(rows: QuerySet[Observation]) -> dict[int, list[Observation]]:
    found = defaultdict(list)
    approved = rows.filter(state="approved").select_related("approved_by")
    for row in approved.order_by("target", "year", "component"):
        found[row.target_id].append(row)
    return found


def _horizons(version_ids: Sequence[int]) -> dict[int, Mapping[str, Any]]:
    """Phases and milestones as printed stand in the reading; the years a person confirmed in the plan."""
    rows = PlanVersion.objects.filter(pk__in=version_ids).values_list(
        "pk", "plan__horizon_from", "plan__horizon_to", "reading__plan__horizon"
    )
    found: dict[int, Mapping[str, Any]] = {}
    for pk, first, last, printed in rows:
        if first is not None:
            found[pk] = {**(printed or {}), "from": first, "to": last}
    return found


def terms_of(
    target: Target,
    numbers: Mapping[int, int],
    decision: BaseDecision | None,
    horizon: Mapping[str, Any] | None,
) -> policy.TargetTerms:
    """The row as `policy` reads it. Raises `InvalidTerms` when its numbers do not make a target."""
    terms = policy.default_terms(_printed(target, numbers), horizon=horizon)
    mode = cast(CountMode, target.count_mode)
    if mode != terms.count_mode:
        terms = replace(terms, count_mode=mode, rollup=_rollup(target, mode), count_mode_reason="")
    terms = replace(
        terms,
        decreasing=target.is_decreasing,
        path={int(year): Decimal(str(level)) for year, level in target.trajectory.items()},
        base_required=target.needs_base,
        composition={component_label(code): int(n) for code, n in target.composition.items()},
    )
    return terms if decision is None else replace(terms, base=base_of(decision))


def _printed(target: Target, numbers: Mapping[int, int]) -> dict[str, Any]:
    """The target under the names of `nscl-plan/1`, named by its number as sentences name it."""
    parent = numbers.get(target.parent_id) if target.parent_id is not None else None
    return {
        **as_read(target),
        "id": str(numbers.get(target.pk, "")),
        "parent": None if parent is None else str(parent),
        "soft": target.is_soft,
        "contributory": target.is_contributory,
        "condition": target.node.data.get("condition"),
    }


def _rollup(target: Target, mode: CountMode) -> Rollup:
    """How years add up under a count mode that a person chose over the usual one."""
    if mode in ("latest", "state"):
        return "latest"
    if mode == "average":
        return "average" if target.kind == Target.Kind.PERCENT_OF else "latest"
    if mode == "ratio":
        return "sum" if target.period_from is not None else "latest"
    return "sum"


def base_of(decision: BaseDecision) -> policy.Base:
    """What a person decided, as `policy` reads it."""
    period = None
    if decision.period_from is not None and decision.period_to is not None:
        period = policy.Period(decision.period_from, decision.period_to)
    return policy.Base(
        kind=cast(BaseKind, decision.kind),
        year=decision.year,
        period=period,
        value=decision.value,
        label=decision.label,
        decided_by=decision.decided_by.full_name,
    )


def observation_of(row: Observation) -> policy.Observation:
    """A figure's row as `policy` reads it; who was counted is compared without regard to case."""
    return policy.Observation(
        id=str(row.pk),
        year=row.year,
        value=row.value,
        numerator=row.numerator,
        denominator=row.denominator,
        subjects=frozenset(name.casefold() for name in row.subjects) if row.subjects else None,
        approved=row.state == "approved",
        component=component_label(row.component) or None,
        done=row.is_done,
    )
