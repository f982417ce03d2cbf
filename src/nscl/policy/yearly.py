"""Targets that must hold in every year of the period."""

from collections.abc import Mapping
from decimal import Decimal

from nscl.policy import sentences
from nscl.policy.goal import Goal
from nscl.policy.timeline import Timeline
from nscl.policy.verdicts import Measurement, Position, Reason, State, Step, Verdict


def judge_years(goal: Goal, line: Timeline, found: Mapping[int, Measurement]) -> Verdict:
    """Met only when every counted year is; a missed year is named and cannot be made up by another.

    `found` holds the years that are reported. `achieved` is the weakest year, `numerator` the years
    that hold and `denominator` the years judged.
    """
    bar = goal.bar
    assert bar is not None
    sure = {year: m for year, m in found.items() if not m.faults and m.value is not None}
    held = [y for y, m in sure.items() if goal.surely(m.least, m.most, bar, goal.strict)]
    missed = [
        y for y, m in sure.items() if y in line.due and not goal.possibly(m.least, m.most, bar, goal.strict)
    ]
    doubtful = [y for y in line.due if y not in held and y not in missed]
    state: State | None
    if missed:
        state = "not_met" if line.closed else "behind"
    elif doubtful or not sure:
        state = None
    else:
        state = "met" if len(held) == len(line.years) else "on_track"
    reasons: tuple[Reason, ...] = (sentences.year_missed(missed),) if missed else ()
    reasons += _doubts(doubtful, found, state)
    if state is None and not reasons:
        reasons = (sentences.no_observation(),)
    judged = sorted({*held, *missed})
    values = [sure[year].value for year in judged]
    known = [value for value in values if value is not None]
    return Verdict(
        state=state or "undetermined",
        position=_position(goal, [sure[year] for year in judged]),
        achieved=(max(known) if goal.decreasing else min(known)) if known else None,
        numerator=Decimal(len(held)) if judged else None,
        denominator=Decimal(len(judged)) if judged else None,
        expected=bar if line.due else None,
        goal_low=goal.low,
        goal_high=goal.high,
        reasons=reasons,
        used=tuple(i for year in sorted(found) for i in found[year].used),
        steps=tuple(_step(goal, year, found[year]) for year in sorted(found)),
    )


def _doubts(doubtful: list[int], found: Mapping[int, Measurement], state: State | None) -> tuple[Reason, ...]:
    """Why the doubtful years are doubtful; they withhold the verdict unless a missed year decides it."""
    silent = [year for year in doubtful if year not in found]
    reasons = [sentences.missing_years(silent)] if silent else []
    for year in doubtful:
        if year in found:
            reasons += [*found[year].faults, *found[year].gaps]
    unique = dict.fromkeys((r.code, r.sentence_vi) for r in reasons)
    return tuple(Reason(code, sentence, withholds=state is None) for code, sentence in unique)


def _position(goal: Goal, judged: list[Measurement]) -> Position | None:
    """Below when some year is below, above when some year is above and none below."""
    positions = {goal.position(m.least, m.most) for m in judged}
    if not positions or None in positions:
        return None
    if "below" in positions:
        return "below"
    return "above" if "above" in positions else "within"


def _step(goal: Goal, year: int, found: Measurement) -> Step:
    formula = "; ".join(step.formula for step in found.steps) or "chưa tính được"
    return Step(f"Năm {year}", formula, found.value)
