"""Counted things of a plan side by side: targets, task outputs, budget lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from nscl.plandoc.checks.base import Case
from nscl.plandoc.checks.likeness import Likeness, pairs_of
from nscl.plandoc.checks.nouns import differ
from nscl.plandoc.tables import find_phase, find_year
from nscl.plandoc.wording import plain

Origin = Literal["target", "task", "line"]

_COUNTED = frozenset({"count", "at_least", "range", "per_year"})
# Indicators that many different things share: equal identifiers prove nothing by themselves.
_BROAD = frozenset(
    {
        "orgs_supported", "people_trained", "classes_held", "conferences_held", "comms_reportage",
        "comms_articles", "comms_rounds", "experts_trained", "mgmt_system_adoptions", "tool_adoptions",
        "products_certified", "managers_trained", "officials_trained", "orgs_supported_per_year",
        "classes_per_year", "articles_per_year", "conferences_per_year", "schools_training",
    }
)  # fmt: skip
# A number for each of many, or for a part of the things, is not the number of the things.
_EACH_OR_PART = re.compile(r"\b(?:mỗi|từng|bình quân|trong đó:?)(?: [^\W\d]+){0,4} ?$")


@dataclass(frozen=True, slots=True)
class Count:
    """One number of things with the words around it; `years` None when it holds for the whole plan.

    `due` is the time as printed: first year (None with a deadline) and last; `start` is where a target
    stands, the same for all figures of one table row.
    """

    origin: Origin
    id: str
    value: float
    high: float
    op: str
    unit: str
    text: str
    quote: str
    indicator: str | None
    years: tuple[int, int] | None
    per_year: bool
    place: str | None
    parent: str | None = None
    due: tuple[int | None, int] | None = None
    start: int | None = None

    def is_due_with(self, other: Count) -> bool:
        """Whether both are for the same end of the same years; figures for other years are phasing."""
        if self.due is None or other.due is None:
            return True
        (first, last), (other_first, other_last) = self.due, other.due
        return last == other_last and (first == other_first or first is None or other_first is None)

    def admits(self, value: float) -> bool:
        """Whether another number for the same thing agrees with this one.

        A floor is kept by anything above it, a range by anything inside, a rough number within a tenth.
        """
        if self.op in ("ge", "gt", "ge_range"):
            return value >= self.value
        if self.op == "range":
            return self.value <= value <= self.high
        if self.op in ("approx", "approx_gt"):
            return value >= self.value * (1 if self.op == "approx_gt" else 0.9) and value <= self.value * 2
        return value == self.value


def target_counts(case: Case) -> list[Count]:
    """The targets that count things (no percentages, no growth)."""
    found = []
    for target in case.targets:
        if target["kind"] not in _COUNTED or target["unit"] == "%" or "%" in (target["unit"] or ""):
            continue
        low = target["value"] if target["value"] is not None else target["min"]
        high = target["value"] if target["value"] is not None else target["max"]
        found.append(
            Count(
                "target",
                target["id"],
                low,
                high,
                target["op"],
                _bare_unit(target["unit"]),
                target["quote"].split(" | ")[0],
                target["quote"],
                target["indicator"],
                _years(case, target),
                target["kind"] == "per_year",
                target["section"],
                target.get("parent"),
                _due(target),
                (target.get("span") or {}).get("start"),
            )  # fmt: skip
        )
    return found


def task_counts(case: Case) -> list[Count]:
    """The counted outputs of tasks; a bare “đào tạo 30 chuyên gia” is read with its sentence."""
    found = []
    for task in case.plan.get("tasks") or []:
        for output in task["outputs"]:
            if output["value"] is None or output["kind"] == "qualitative" or not output["quote"]:
                continue
            text = _with_sentence(case, output["quote"])
            if _is_of_each_or_part(text, output["quote"], output["value"]):
                continue
            value = output["value"]
            years = find_phase(text)
            year = find_year(text) if years is None else None
            found.append(
                Count(
                    "task",
                    task["id"],
                    value,
                    value,
                    output["op"] or "eq",
                    _bare_unit(output["unit"]),
                    text,
                    output["quote"],
                    output["indicator"],
                    None,
                    output["kind"] == "per_year",
                    task["id"],
                    due=years or ((None, year) if year else None),
                )  # fmt: skip
            )
    return found


def line_counts(case: Case) -> list[Count]:
    """The quantities that budget lines pay for."""
    phases = {p["id"]: (p["from"], p["to"]) for p in case.budget["phases"]}
    found = []
    for group in case.budget["groups"]:
        for line in group["lines"]:
            if line["qty"] is None:
                continue
            found.append(
                Count(
                    "line",
                    line["id"],
                    line["qty"],
                    line["qty"],
                    "eq",
                    _bare_unit(line["unit"]),
                    line["name"],
                    line["name"],
                    line["indicator"],
                    phases.get(group["phase"]),
                    False,
                    line["path"],
                )  # fmt: skip
            )
    return found


class Sameness:
    """Decides whether two counts speak of one thing."""

    def __init__(self, counts: Sequence[Count], others: Sequence[str] = ()) -> None:
        self.likeness = Likeness.among([*(count.text for count in counts), *others])

    def __call__(self, one: Count, other: Count) -> bool:
        if one.unit != other.unit or one.per_year != other.per_year:
            return False
        if differ((one.quote, one.value), (other.quote, other.value)):
            return False
        alike = self.likeness(one.text, other.text)
        if one.indicator and one.indicator == other.indicator and one.indicator not in _BROAD:
            return alike >= 0.3
        if one.indicator and other.indicator and one.indicator != other.indicator:
            return False
        common = len(pairs_of(one.text) & pairs_of(other.text))
        return alike >= 0.75 and common >= 3

    def closest(self, one: Count, others: Sequence[Count]) -> list[Count]:
        """The counts of the same thing, the likest first."""
        same = [other for other in others if self(one, other)]
        return sorted(same, key=lambda other: -self.likeness(one.text, other.text))


def all_lines(case: Case) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Every budget line with its group."""
    for group in case.budget["groups"]:
        for line in group["lines"]:
            yield group, line


def _years(case: Case, target: dict[str, Any]) -> tuple[int, int] | None:
    """The years a target covers: its period, or the phase its deadline closes."""
    if target["period"]:
        return target["period"]["from"], target["period"]["to"]
    horizon = case.plan["plan"].get("horizon") or {}
    for phase in [*(horizon.get("phases") or []), *case.budget["phases"]]:
        if phase["from"] <= target["deadline"] <= phase["to"]:
            return phase["from"], phase["to"]
    return (horizon["from"], target["deadline"]) if horizon.get("from") else None


def _due(target: dict[str, Any]) -> tuple[int | None, int]:
    period = target["period"]
    return (period["from"], period["to"]) if period else (None, target["deadline"])


def _is_of_each_or_part(text: str, quote: str, value: float) -> bool:
    at = max(text.find(quote), 0)
    words = plain(text)
    figure = re.compile(rf"(?<!\d)0*{value:g}(?!\d)").search(words, at)
    return bool(_EACH_OR_PART.search(words[: figure.start()] if figure else words[:at]))


def _bare_unit(unit: str | None) -> str:
    return plain(unit or "").replace("/năm", "").strip()


def _with_sentence(case: Case, quote: str) -> str:
    """A short quote with the sentence it stands in."""
    if len(quote.split()) > 7:
        return quote
    place = case.find(quote)
    if place is None:
        return quote
    start = max(case.text.rfind(sign, 0, place[0]) for sign in (". ", "; ", "\n")) + 1
    ends = [at for sign in (". ", ";", "\n") if (at := case.text.find(sign, place[1])) >= 0]
    return case.text[start : min(ends, default=len(case.text))]
