"""Milestones and qualitative targets: done or not done by the end of the deadline year."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from nscl.policy import sentences
from nscl.policy.evidence import Evidence, by_year
from nscl.policy.goal import Goal
from nscl.policy.terms import Observation, TargetTerms
from nscl.policy.timeline import Timeline
from nscl.policy.verdicts import Reason, State, Step, Verdict


def judge_state(terms: TargetTerms, goal: Goal, line: Timeline, evidence: Evidence) -> Verdict:
    """Done in time is met; done after the deadline stays not met, and the reason says when (decision 0003).

    Without a state given with evidence there is no verdict.
    """
    in_time, bare = _stated(evidence.counted, goal)
    later, _ = _stated([o for o in evidence.others if o.year > line.last], goal)
    done_later = [o for o in later if _is_done(o, goal)]
    notes = tuple(sentences.evidence_missing(year) for year in bare)
    frame = Verdict("undetermined", goal_low=goal.low, goal_high=goal.high, reasons=notes)
    if not in_time:
        if line.closed and done_later:
            return _late(frame, done_later[0])
        return replace(frame, reasons=(sentences.no_observation(), *notes))
    year, group = max(by_year(in_time).items())
    answers = {_is_done(o, goal) for o in group}
    if len(answers) > 1:
        return replace(frame, reasons=(sentences.two_values_one_year(year), *notes), used=_ids(group))
    done = answers.pop()
    steps = (Step(f"Trạng thái năm {year}", "đã hoàn thành" if done else "chưa hoàn thành", None),)
    frame = replace(frame, achieved=_achieved(terms, group[-1], done), used=_ids(group), steps=steps)
    if done:
        return replace(frame, state="met", position="within")
    frame = replace(frame, position="below" if goal.bar is not None else None)
    if not line.closed:
        return replace(frame, state="on_track")
    if done_later:
        return _late(frame, done_later[0])
    if year < line.last:
        # It may have been finished in a year nobody has reported.
        missing = replace(sentences.missing_years((line.last,)), withholds=True)
        return replace(frame, reasons=(missing, *notes))
    return replace(frame, state="not_met")


def _stated(observations: Sequence[Observation], goal: Goal) -> tuple[list[Observation], list[int]]:
    """Observations that give a state with evidence, and the years of those without evidence."""
    told = [o for o in observations if o.done is not None or (goal.bar is not None and o.value is not None)]
    return [o for o in told if o.has_evidence], [o.year for o in told if not o.has_evidence]


def _is_done(observation: Observation, goal: Goal) -> bool:
    if observation.done is not None:
        return observation.done
    assert observation.value is not None and goal.bar is not None
    return goal.surely(observation.value, observation.value, goal.bar, goal.strict)


def _achieved(terms: TargetTerms, observation: Observation, done: bool) -> Decimal | None:
    if terms.op is None:
        return None
    if observation.value is not None:
        return observation.value
    return terms.value if done else Decimal(0)


def _late(frame: Verdict, done: Observation) -> Verdict:
    state: State = "not_met"
    reasons: tuple[Reason, ...] = (sentences.done_late(done.year), *frame.reasons)
    return replace(frame, state=state, reasons=reasons, used=(*frame.used, done.id))


def _ids(observations: Sequence[Observation]) -> tuple[str, ...]:
    return tuple(o.id for o in observations)
