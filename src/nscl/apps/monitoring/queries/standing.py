"""Where the targets of plans stand on a day: verdicts with their figures, in bulk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from nscl.apps.monitoring import rules, wording
from nscl.apps.monitoring.models import Observation
from nscl.apps.monitoring.rules import TargetFacts
from nscl.apps.programme.models import Plan, PlanVersion, Target
from nscl.policy import targets as policy
from nscl.policy.terms import TargetTerms
from nscl.policy.verdicts import Reason, Verdict

STATES = ("met", "on_track", "behind", "not_met", "undetermined")
WATCHED = ("in_force", "replaced")
ATTENTION = ("not_met", "behind", "undetermined")


@dataclass(frozen=True)
class Standing:
    """One target on a day: its facts and its verdict, with the words pages print."""

    facts: TargetFacts
    verdict: Verdict

    @property
    def target(self) -> Target:
        return self.facts.target

    @property
    def number(self) -> int:
        return self.facts.number

    @property
    def terms(self) -> TargetTerms | None:
        return self.facts.terms

    @property
    def state(self) -> str:
        return self.verdict.state

    @property
    def state_label(self) -> str:
        return wording.STATES[self.verdict.state]

    @property
    def goal(self) -> str:
        return self.target.goal_text

    @property
    def when(self) -> str:
        return self.target.when_text

    @property
    def goal_words(self) -> str:
        return wording.goal_in_words(self.target)

    @property
    def unit(self) -> str:
        return "" if wording.is_percent(self.target) else wording.unit_of(self.target)

    @property
    def is_percent(self) -> bool:
        return wording.is_percent(self.target)

    @property
    def position_label(self) -> str:
        return wording.POSITIONS.get(self.verdict.position or "", "")

    @property
    def achieved(self) -> str:
        return wording.achieved_text(self.terms, self.verdict)

    @property
    def parts(self) -> str:
        return wording.parts_text(self.terms, self.verdict)

    @property
    def withheld(self) -> Reason | None:
        """What stands in the way of a verdict, when there is none."""
        return next((reason for reason in self.verdict.reasons if reason.withholds), None)

    @property
    def withheld_label(self) -> str:
        reason = self.withheld
        return wording.REASONS.get(reason.code, "") if reason else ""

    @property
    def is_future(self) -> bool:
        """Whether its period has not begun: nothing to look after yet."""
        return self.withheld is not None and self.withheld.code == "not_started"

    @property
    def used(self) -> list[Observation]:
        ids = set(self.verdict.used)
        return [row for row in self.facts.observations if str(row.pk) in ids]

    @property
    def yearly(self) -> str:
        """Figures of a target that repeats every year, one after another: 2 · 1 · 0."""
        if self.terms is None or not (self.terms.kind == "per_year" or self.terms.per_year):
            return ""
        return " · ".join(wording.figure(step.value, 2) for step in self.verdict.steps)


def standings(
    versions: Iterable[PlanVersion], *, as_of: date, until: int | None = None
) -> dict[int, list[Standing]]:
    """The verdicts of all live targets by version id, judged on `as_of` from approved figures.

    Every approved figure known now about years up to that day counts (and only up to the year
    `until`, when given), so a past day is judged with what is known of it today.
    """
    found = {}
    for version_id, facts in rules.gather(versions).items():
        found[version_id] = _judged(facts, as_of, until)
    return found


def _judged(facts: Sequence[TargetFacts], as_of: date, until: int | None) -> list[Standing]:
    by_target = {one.target.pk: one for one in facts}
    verdicts: dict[int, Verdict] = {}

    def verdict_of(one: TargetFacts, above: frozenset[int] = frozenset()) -> Verdict:
        pk = one.target.pk
        if pk not in verdicts:
            parent = by_target.get(one.target.parent_id or 0)
            outcome = None
            # A parent that is its own ancestor could only come from a damaged row; it is left out.
            if parent is not None and parent.terms is not None and parent.target.pk not in above | {pk}:
                outcome = policy.outcome_for_children(parent.terms, verdict_of(parent, above | {pk}))
            verdicts[pk] = _assess(one, as_of, until, outcome)
        return verdicts[pk]

    return [Standing(one, verdict_of(one)) for one in facts]


def _assess(
    facts: TargetFacts, as_of: date, until: int | None, parent: policy.ParentOutcome | None
) -> Verdict:
    if facts.terms is None:
        return Verdict("undetermined", reasons=(Reason("unreadable", facts.fault, withholds=True),))
    rows = [rules.observation_of(row) for row in facts.observations if until is None or row.year <= until]
    return policy.assess(facts.terms, rows, as_of=as_of, parent=parent)


def standing_of(target: Target, *, as_of: date) -> Standing:
    """One target's standing; its siblings are judged too, because it may rest on one of them."""
    found = standings([target.node.version], as_of=as_of)[target.node.version_id]
    return next(one for one in found if one.target.pk == target.pk)


@dataclass(frozen=True)
class Share:
    """One state of the distribution: how many, which share of all, and why when undetermined."""

    state: str
    label: str
    count: int
    pct: float
    reasons: tuple[tuple[str, str, int], ...] = ()  # code, short label, count


def distribution(found: Sequence[Standing]) -> list[Share]:
    """How many targets are in each state, in the order of the legend; empty states are left out."""
    counts = Counter(one.state for one in found)
    why = Counter(one.withheld.code for one in found if one.withheld is not None)
    shares = []
    for state in STATES:
        if counts[state]:
            reasons = [(code, wording.REASONS.get(code, code), n) for code, n in why.most_common()]
            shares.append(
                Share(
                    state,
                    wording.STATES[state],
                    counts[state],
                    100 * counts[state] / len(found),
                    tuple(reasons) if state == "undetermined" else (),
                )
            )
    return shares


def needing_attention(found: Iterable[Standing]) -> list[Standing]:
    """Missed, then behind, then undetermined targets; those whose time has not come are left out."""
    open_ones = [one for one in found if one.state in ATTENTION and not one.is_future]
    return sorted(open_ones, key=lambda one: (ATTENTION.index(one.state), one.number))


def version_shown(plan: Plan) -> PlanVersion | None:
    """The version in force, or the last that was (a replaced plan stays readable); without its heavy text."""
    rows = (
        PlanVersion.objects.light()
        .filter(plan=plan, state__in=WATCHED)
        .select_related("plan__owner", "plan__province")
    )
    # "in_force" sorts before "replaced".
    return rows.order_by("state", "-number").first()
