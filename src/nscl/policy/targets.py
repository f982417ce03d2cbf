"""The verdict of every target form. Everything a caller needs is imported from here.

`assess` is total: well-formed terms and any observations give a verdict, and what cannot be judged is
`undetermined` with the reason and the next step.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from nscl.policy import sentences
from nscl.policy.bases import BaseChoice, InvalidBase, base_choices, decide
from nscl.policy.counting import latest_level, measure_count
from nscl.policy.defaults import default_terms
from nscl.policy.evidence import Evidence, by_year, gather
from nscl.policy.goal import Goal, goal_of
from nscl.policy.growth import expected_growth, measure_growth, yearly_growth
from nscl.policy.judging import judge
from nscl.policy.milestones import judge_state
from nscl.policy.ratios import measure_mean, measure_ratio
from nscl.policy.terms import (
    Base,
    InvalidTerms,
    Observation,
    ParentOutcome,
    Period,
    TargetTerms,
)
from nscl.policy.timeline import Timeline, timeline_of
from nscl.policy.verdicts import Measurement, Position, Reason, State, Step, Verdict, unknown
from nscl.policy.yearly import judge_years

__all__ = [
    "Base",
    "BaseChoice",
    "InvalidBase",
    "InvalidTerms",
    "Observation",
    "ParentOutcome",
    "Period",
    "Position",
    "Reason",
    "State",
    "Step",
    "TargetTerms",
    "Verdict",
    "assess",
    "base_choices",
    "decide",
    "default_terms",
    "outcome_for_children",
]

_WORST_FIRST: tuple[State, ...] = ("not_met", "undetermined", "behind", "on_track", "met")


def assess(
    terms: TargetTerms,
    observations: Sequence[Observation],
    *,
    as_of: date,
    parent: ParentOutcome | None = None,
) -> Verdict:
    """Where the target stands on `as_of`, from approved observations only.

    `parent` is needed where a nested percentage takes its base from another target. Units are those of
    the target; percentages and growths are in %. Nothing is read from a clock, nothing is refused.

    >>> terms = TargetTerms(id="T", kind="range", op="range", low=Decimal(2), high=Decimal(4),
    ...                     unit="đợt", period=Period(2021, 2025))
    >>> seen = [Observation(str(y), y, value=Decimal(1), approved=True) for y in (2021, 2022, 2023)]
    >>> verdict = assess(terms, seen, as_of=date(2023, 12, 31))
    >>> verdict.state, verdict.position, verdict.achieved
    ('met', 'within', Decimal('3'))
    """
    line = timeline_of(terms, as_of)
    goal = goal_of(terms)
    evidence = gather(observations, line)
    open_question = _open_question(terms, line)
    if open_question is not None:
        verdict = Verdict("undetermined", goal_low=goal.low, goal_high=goal.high, reasons=(open_question,))
    elif terms.kind == "growth_rate" and terms.composition:
        verdict = _each_component(terms, goal, line, evidence)
    else:
        verdict = _judged(terms, goal, line, evidence, parent)
    return replace(verdict, reasons=(*verdict.reasons, *evidence.notes, *_marks(terms)))


def outcome_for_children(terms: TargetTerms, verdict: Verdict) -> ParentOutcome:
    """What the targets nested under this one need to know of it."""
    return ParentOutcome(terms.id, terms.value, verdict.numerator, verdict.denominator)


def _open_question(terms: TargetTerms, line: Timeline) -> Reason | None:
    if line.first is not None and line.first > line.last:
        return sentences.start_undecided()
    if line.first is not None and not line.started:
        return sentences.not_started(line.first)
    # A nested percentage may still turn out to have a harmless doubt, which needs the parent.
    if terms.base_required and terms.base is None and terms.kind != "percent_of":
        return sentences.base_undecided(terms)
    if terms.additional and line.first is None and terms.count_mode != "state":
        return sentences.start_undecided()
    return None


def _judged(
    terms: TargetTerms, goal: Goal, line: Timeline, evidence: Evidence, parent: ParentOutcome | None
) -> Verdict:
    if terms.op is None or terms.count_mode == "state":
        return judge_state(terms, goal, line, evidence)
    if terms.kind == "per_year" or terms.per_year:
        if line.first is None:
            return judge(terms, goal, line, unknown(sentences.start_undecided()), None)
        if not evidence.counted:
            return judge(terms, goal, line, unknown(sentences.no_observation()), None)
        return judge_years(goal, line, _by_year(terms, evidence, line))
    if terms.kind == "growth_rate":
        found = measure_growth(terms, evidence, line)
        return judge(terms, goal, line, found, expected_growth(terms, goal, line, found))
    if terms.count_mode == "ratio":
        found = measure_ratio(terms, evidence.counted, line, parent)
    elif terms.count_mode == "average":
        found = measure_mean(evidence.counted, line)
    elif terms.kind == "percent_of":
        found = latest_level(evidence.counted, line)
    else:
        found = measure_count(terms, evidence.counted, line)
    return judge(terms, goal, line, found, _expected(terms, goal, line))


def _expected(terms: TargetTerms, goal: Goal, line: Timeline) -> Decimal | None:
    """The path, or a straight line from the start; None where a fall has no known start."""
    assert goal.bar is not None
    start = _start(terms)
    if start is None and not terms.path:
        # A share that each year brings anew is expected whole from the first year on.
        if terms.kind == "percent_of" and terms.count_mode in ("latest", "average"):
            return goal.bar
        if goal.decreasing:
            return goal.bar if terms.accumulates else None
    whole = terms.accumulates and not goal.decreasing and goal.bar == goal.bar.to_integral_value()
    return line.expected(start or Decimal(0), goal.bar, terms.path, whole=whole)


def _start(terms: TargetTerms) -> Decimal | None:
    """The level before the first year, where the base is a level and not a denominator."""
    if terms.base is None:
        return None
    levels = ("given",) if terms.accumulates else ("year", "previous_year")
    return terms.base.value if terms.base.kind in levels else None


def _by_year(terms: TargetTerms, evidence: Evidence, line: Timeline) -> dict[int, Measurement]:
    """What each reported year tells by itself; a year reported as unknown is left out like a missing one."""
    if terms.kind == "growth_rate":
        return yearly_growth(terms, evidence, line)
    found: dict[int, Measurement] = {}
    for year, group in by_year(evidence.counted).items():
        alone = Timeline(year, year, line.as_of)
        if terms.count_mode == "ratio":
            told = measure_ratio(terms, group, alone, None)
        else:
            told = measure_count(terms, group, alone)
        if all(fault.code != "no_observation" for fault in told.faults):
            found[year] = told
    return found


def _each_component(terms: TargetTerms, goal: Goal, line: Timeline, evidence: Evidence) -> Verdict:
    """Every named component must reach the goal by itself; the verdict is that of the weakest."""
    single = replace(terms, composition={})
    verdicts: list[Verdict] = []
    for component in terms.composition:
        verdict = _judged(single, goal, line, evidence.of_component(component), None)
        named = tuple(replace(s, label_vi=f"{component}: {s.label_vi}") for s in verdict.steps)
        reasons = tuple(replace(r, sentence_vi=f"{component}: {r.sentence_vi}") for r in verdict.reasons)
        verdicts.append(replace(verdict, steps=named, reasons=reasons))
    weakest = min(verdicts, key=lambda v: (_WORST_FIRST.index(v.state), v.achieved or Decimal(0)))
    # A component that surely failed settles the whole; doubts about the others then only inform.
    settled = weakest.state != "undetermined"
    return replace(
        weakest,
        reasons=tuple(replace(r, withholds=False) if settled else r for v in verdicts for r in v.reasons),
        used=tuple(dict.fromkeys(i for v in verdicts for i in v.used)),
        steps=tuple(s for v in verdicts for s in v.steps),
    )


def _marks(terms: TargetTerms) -> tuple[Reason, ...]:
    """What the reader of the verdict must know about the target itself."""
    marks: list[Reason] = []
    if terms.contributory:
        marks.append(sentences.contributory())
    if terms.soft:
        marks.append(sentences.soft())
    if terms.condition:
        marks.append(sentences.conditional(terms.condition))
    return tuple(marks)
