"""Filters of the target list, kept in the URL; the export shows exactly what they leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nscl.apps.monitoring import wording
from nscl.apps.monitoring.queries.standing import STATES, Standing
from nscl.apps.programme.models import Target
from nscl.vietnamese import fold


@dataclass(frozen=True)
class TargetFilter:
    """What the address asks for; an empty field asks for nothing."""

    state: str = ""
    reason: str = ""
    kind: str = ""
    phase: str = ""
    text: str = ""
    missing_year: int | None = None

    @classmethod
    def of(cls, query: Mapping[str, str]) -> TargetFilter:
        """From the query string; values nobody offers are ignored."""
        year = query.get("thieu-nam", "")
        state = query.get("trang-thai", "")
        kind = query.get("dang", "")
        reason = query.get("ly-do", "")
        return cls(
            state=state if state in STATES or state == "can-chu-y" else "",
            reason=reason if reason in wording.REASONS else "",
            kind=kind if kind in Target.Kind.values else "",
            phase=query.get("giai-doan", ""),
            text=query.get("tu-khoa", "").strip(),
            missing_year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        )

    @property
    def is_empty(self) -> bool:
        return self == TargetFilter()

    @property
    def reason_label(self) -> str:
        return wording.REASONS.get(self.reason, "")

    def apply(self, found: Sequence[Standing]) -> list[Standing]:
        return [one for one in found if self._keeps(one)]

    def _keeps(self, one: Standing) -> bool:
        if self.state == "can-chu-y":
            if one.state not in ("not_met", "behind", "undetermined") or one.is_future:
                return False
        elif self.state and one.state != self.state:
            return False
        if self.reason and (one.withheld is None or one.withheld.code != self.reason):
            return False
        if self.kind and one.target.kind != self.kind:
            return False
        if self.phase and phase_of(one) != self.phase:
            return False
        if self.missing_year is not None and not lacks_year(one, self.missing_year):
            return False
        words = fold(self.text).split()
        hay = fold(f"{one.number} {one.target.node.path} {one.target.node.title} {one.goal_words}")
        return all(word in hay for word in words)


def phase_of(one: Standing) -> str:
    """The counted years as “2021-2025”, the deadline year alone when the first is not known."""
    years = one.facts.years
    return f"{years.start}-{years.stop - 1}" if years else str(one.target.last_year)


def lacks_year(one: Standing, year: int) -> bool:
    """Whether an approved figure of a counted year is missing. A thing once done needs no more figures."""
    if one.terms is None or year not in one.facts.years:
        return False
    if one.terms.count_mode == "state":
        return one.verdict.state != "met" and not any(row.year == year for row in one.facts.observations)
    return not any(row.year == year for row in one.facts.observations)


def choices(found: Sequence[Standing]) -> dict[str, list[tuple[str, str]]]:
    """What each filter offers: only values that occur."""
    states = [(state, wording.STATES[state]) for state in STATES if any(one.state == state for one in found)]
    kinds = [
        (code, label) for code, label in Target.Kind.choices if any(o.target.kind == code for o in found)
    ]
    phases = [(phase, phase.replace("-", "–")) for phase in sorted({phase_of(one) for one in found})]
    return {"states": [*states, ("can-chu-y", "Cần chú ý")], "kinds": kinds, "phases": phases}
