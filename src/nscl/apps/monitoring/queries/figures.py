"""The figures of a yearly report: per target what was asked, what was reached and on which rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from nscl.apps.monitoring import wording
from nscl.apps.monitoring.models import Observation
from nscl.apps.monitoring.queries.standing import Standing, standings, version_shown
from nscl.apps.programme.models import Plan


@dataclass(frozen=True)
class ReportedFigure:
    """One approved row behind a figure. `text` is the figure as written; None is never zero."""

    observation_id: int
    year: int
    component: str
    text: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    is_done: bool | None
    subjects: tuple[str, ...]
    evidence: str
    note: str
    approved_by: str
    approved_on: date | None


@dataclass(frozen=True)
class TargetFigure:
    """One target of a report, as plain values that can be frozen.

    `year_text` is what was reported for the report's year, `achieved_text` what the target has
    reached since its start, `reasons` and `steps` say how the verdict came about.
    """

    target_id: int
    number: int
    path: str
    title: str
    quote: str
    indicator: str
    parent: int | None
    goal_text: str
    goal_words: str
    unit: str
    first_year: int | None
    last_year: int
    year_text: str
    achieved_text: str
    parts_text: str
    achieved: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    expected: Decimal | None
    share_pct: Decimal | None
    state: str
    state_label: str
    position: str | None
    reasons: tuple[str, ...]
    steps: tuple[tuple[str, str], ...]
    base: str
    observations: tuple[ReportedFigure, ...]


def figures(plan: Plan, *, year: int, as_of: date) -> list[TargetFigure]:
    """The targets of the plan in force for the report of `year`, in the document's order.

    Only approved figures of years up to `year` count, judged on `as_of` or, when that is later, on
    the first day after the year. Empty when no version ever came in force.
    """
    version = version_shown(plan)
    if version is None:
        return []
    judged_on = min(as_of, date(year + 1, 1, 1))
    found = standings([version], as_of=judged_on, until=year)[version.pk]
    numbers = {one.target.pk: one.number for one in found}
    return [_figure(one, year, numbers) for one in found]


def _figure(one: Standing, year: int, numbers: dict[int, int]) -> TargetFigure:
    target, verdict = one.target, one.verdict
    rows = [row for row in one.facts.observations if row.year <= year]
    of_year = [row for row in rows if row.year == year]
    decision = one.facts.decision
    return TargetFigure(
        target_id=target.pk,
        number=one.number,
        path=target.node.path,
        title=target.node.title,
        quote=target.node.quote,
        indicator=target.indicator,
        parent=numbers.get(target.parent_id) if target.parent_id else None,
        goal_text=one.goal,
        goal_words=one.goal_words,
        unit=target.unit,
        first_year=one.facts.years.start if one.facts.years else None,
        last_year=target.last_year,
        year_text="; ".join(_with_component(row) for row in of_year) or wording.MISSING,
        achieved_text=one.achieved,
        parts_text=one.parts,
        achieved=verdict.achieved,
        numerator=verdict.numerator,
        denominator=verdict.denominator,
        expected=verdict.expected,
        share_pct=verdict.share_pct,
        state=verdict.state,
        state_label=one.state_label,
        position=verdict.position,
        reasons=tuple(reason.sentence_vi for reason in verdict.reasons),
        steps=tuple((step.label_vi, step.formula) for step in verdict.steps),
        base=decision_text(one) if decision is not None else "",
        observations=tuple(reported(row) for row in rows),
    )


def _with_component(row: Observation) -> str:
    text = wording.reported_text(row)
    return f"{wording.component_label(row.component)}: {text}" if row.component else text


def reported(row: Observation) -> ReportedFigure:
    """The row as plain values."""
    return ReportedFigure(
        observation_id=row.pk,
        year=row.year,
        component=wording.component_label(row.component),
        text=wording.reported_text(row),
        value=row.value,
        numerator=row.numerator,
        denominator=row.denominator,
        is_done=row.is_done,
        subjects=tuple(row.subjects),
        evidence=row.evidence_name or row.evidence_url or row.evidence_note,
        note=row.note,
        approved_by=row.approved_by.full_name if row.approved_by else "",
        approved_on=timezone.localtime(row.approved_at).date() if row.approved_at else None,
    )


def decision_text(one: Standing) -> str:
    """What was decided of the base, in a line: “so với một năm gốc: năm 2020, giá trị 45”."""
    decision = one.facts.decision
    if decision is None:
        return ""
    details = [decision.label]
    if decision.year is not None:
        details.append(f"năm {decision.year}")
    if decision.period_from is not None:
        details.append(f"giai đoạn {decision.period_from}–{decision.period_to}")
    if decision.value is not None:
        details.append(f"giá trị {wording.figure(decision.value)}")
    tail = ", ".join(text for text in details if text)
    return f"{decision.get_kind_display()}: {tail}" if tail else decision.get_kind_display()
