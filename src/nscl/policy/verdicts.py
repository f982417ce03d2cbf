"""The verdict of a target, with the reasons and the trace that let an officer defend it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

State = Literal["met", "on_track", "behind", "not_met", "undetermined"]
Position = Literal["below", "within", "above"]


@dataclass(frozen=True)
class Reason:
    """Why. `withholds` marks a reason for which no verdict can be given; others only inform."""

    code: str
    sentence_vi: str
    withholds: bool = False


@dataclass(frozen=True)
class Step:
    """One line of the calculation, as a person would write it."""

    label_vi: str
    formula: str
    value: Decimal | None


@dataclass(frozen=True)
class Verdict:
    """Where a target stands on a day.

    `state` is `met` or `not_met` after the deadline, `on_track` or `behind` before it (a count is `met`
    as soon as it is reached), and `undetermined` exactly when some reason withholds the verdict.
    `position` compares the number itself with the printed number or range. `achieved`, `expected`,
    `goal_low` and `goal_high` share the unit of the target; `expected` is what the stated path or the
    straight line asks by the last year-end on or before the day. `share_pct` is `achieved` as a share
    of the floor of the goal, where such a share has a meaning. `used` names the observations counted.
    """

    state: State
    position: Position | None = None
    achieved: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    expected: Decimal | None = None
    goal_low: Decimal | None = None
    goal_high: Decimal | None = None
    share_pct: Decimal | None = None
    reasons: tuple[Reason, ...] = ()
    used: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Measurement:
    """What the observations tell: surely `least`, at most `most` (None: nobody knows).

    `value` is the figure to show. `gaps` explain why least and most differ; they withhold the verdict
    only when the verdict hangs on them. `faults` withhold it always; `notes` never.
    """

    value: Decimal | None
    least: Decimal
    most: Decimal | None
    used: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    gaps: tuple[Reason, ...] = ()
    faults: tuple[Reason, ...] = ()
    notes: tuple[Reason, ...] = ()
    numerator: Decimal | None = None
    denominator: Decimal | None = None


def unknown(*faults: Reason, used: tuple[str, ...] = (), steps: tuple[Step, ...] = ()) -> Measurement:
    """A measurement that could not be made, with the reasons."""
    return Measurement(value=None, least=Decimal(0), most=None, faults=faults, used=used, steps=steps)
