"""Which observations count: approved, not superseded, of the years in question."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nscl.policy import sentences
from nscl.policy.terms import Observation
from nscl.policy.timeline import Timeline
from nscl.policy.verdicts import Reason


@dataclass(frozen=True)
class Evidence:
    """Standing observations, split by the counted years; `others` serve as base years."""

    counted: tuple[Observation, ...]
    others: tuple[Observation, ...]
    notes: tuple[Reason, ...]

    def of_component(self, component: str) -> "Evidence":
        """Only what was reported for one component."""
        return Evidence(
            counted=tuple(o for o in self.counted if o.component == component),
            others=tuple(o for o in self.others if o.component == component),
            notes=(),
        )


def standing(observations: Iterable[Observation]) -> tuple[Observation, ...]:
    """Approved observations that no approved one supersedes; a draft correction changes nothing yet.

    >>> first = Observation("a", 2021, approved=True)
    >>> [o.id for o in standing([first, Observation("b", 2021, approved=True, supersedes="a")])]
    ['b']
    """
    approved = [o for o in observations if o.approved]
    superseded = {o.supersedes for o in approved if o.supersedes is not None}
    return tuple(o for o in approved if o.id not in superseded)


def gather(observations: Sequence[Observation], line: Timeline) -> Evidence:
    """Splits the standing observations known on the day by whether their year is counted."""
    kept = [o for o in standing(observations) if o.year <= line.as_of.year]
    counted = tuple(sorted((o for o in kept if line.covers(o.year)), key=lambda o: (o.year, o.id)))
    others = tuple(sorted((o for o in kept if not line.covers(o.year)), key=lambda o: (o.year, o.id)))
    drafts = sum(1 for o in observations if not o.approved)
    notes: list[Reason] = [sentences.not_approved(drafts)] if drafts else []
    late = sorted({o.year for o in others if o.year > line.last})
    if late:
        notes.append(sentences.outside_period(late))
    return Evidence(counted, others, tuple(notes))


def by_year(observations: Iterable[Observation]) -> dict[int, list[Observation]]:
    """The observations grouped by year, years rising."""
    years: dict[int, list[Observation]] = {}
    for observation in sorted(observations, key=lambda o: (o.year, o.id)):
        years.setdefault(observation.year, []).append(observation)
    return years
