"""From what was measured to the verdict: one rule for every numeric form."""

from dataclasses import replace
from decimal import Decimal

from nscl.policy import sentences
from nscl.policy.goal import Goal
from nscl.policy.terms import TargetTerms
from nscl.policy.timeline import Timeline
from nscl.policy.verdicts import Measurement, Reason, State, Verdict


def judge(
    terms: TargetTerms, goal: Goal, line: Timeline, found: Measurement, expected: Decimal | None
) -> Verdict:
    """The verdict on `found`. Bounds decide where they can; only a doubt that matters withholds.

    `expected` is what should stand by now, None when it cannot be told.
    """
    faults, gaps = found.faults, found.gaps
    state: State | None = None if faults else _state(terms, goal, line, found, expected)
    if state is None and not faults:
        faults = tuple(replace(gap, withholds=True) for gap in gaps) or _no_expectation(goal, line)
        gaps = ()
    position = None if found.faults else goal.position(found.least, found.most)
    notes = (*found.notes, *_remarks(terms, goal, line, found, state))
    return Verdict(
        state=state or "undetermined",
        position=position,
        achieved=found.value,
        numerator=found.numerator,
        denominator=found.denominator,
        expected=expected,
        goal_low=goal.low,
        goal_high=goal.high,
        share_pct=_share(terms, goal, found),
        reasons=(*faults, *gaps, *notes),
        used=found.used,
        steps=found.steps,
    )


def _state(
    terms: TargetTerms, goal: Goal, line: Timeline, found: Measurement, expected: Decimal | None
) -> State | None:
    bar = goal.bar
    assert bar is not None
    reached = goal.surely(found.least, found.most, bar, goal.strict)
    if reached and (line.closed or (terms.counts_things and not goal.decreasing)):
        return "met"
    if line.closed:
        return None if goal.possibly(found.least, found.most, bar, goal.strict) else "not_met"
    if reached:
        return "on_track"
    if expected is None:
        return None
    # Half way, standing on the line is enough; at the end of it "trên" asks for more than the bar.
    strict = goal.strict and expected == bar
    if goal.surely(found.least, found.most, expected, strict):
        return "on_track"
    return None if goal.possibly(found.least, found.most, expected, strict) else "behind"


def _no_expectation(goal: Goal, line: Timeline) -> tuple[Reason, ...]:
    if goal.decreasing and line.first is not None:
        return (sentences.start_value_missing(),)
    return (sentences.start_undecided(),)


def _remarks(
    terms: TargetTerms, goal: Goal, line: Timeline, found: Measurement, state: State | None
) -> tuple[Reason, ...]:
    if state is None or goal.bar is None:
        return ()
    remarks: list[Reason] = []
    reached = goal.surely(found.least, found.most, goal.bar, goal.strict)
    if state == "on_track" and reached:
        remarks.append(sentences.reached_early(line.last))
    if terms.op == "ge_range" and terms.high is not None and found.least >= terms.high:
        remarks.append(sentences.stretch_reached())
    elif terms.op in ("eq", "range") and not goal.decreasing and _over(goal, found):
        remarks.append(sentences.exceeded())
    if reached and terms.op in ("approx", "approx_gt") and terms.value is not None:
        exact = replace(goal, low=terms.value, high=terms.value)
        if not exact.surely(found.least, found.most, terms.value):
            remarks.append(sentences.within_tolerance(terms.tolerance_pct))
    return tuple(remarks)


def _over(goal: Goal, found: Measurement) -> bool:
    return goal.high is not None and found.least > goal.high


def _share(terms: TargetTerms, goal: Goal, found: Measurement) -> Decimal | None:
    """Share of the floor that is reached; a growth rate or a falling number has no such share."""
    if found.value is None or goal.decreasing or not goal.low or terms.kind == "growth_rate":
        return None
    return found.value / goal.low * 100 if goal.low > 0 else None
