"""Years that do not fit: targets outside the plan, money timed later than the target it serves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from nscl.plandoc.checks import vocabulary
from nscl.plandoc.checks.base import Case, Finding, finding, shorten
from nscl.plandoc.checks.counts import all_lines
from nscl.plandoc.checks.likeness import Likeness
from nscl.plandoc.wording import plain

_EVERY_YEAR = re.compile(r"\b(?:hàng|hằng|mỗi|các) năm\b|thường xuyên|cả giai đoạn|liên tục", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)20[1-4]\d(?!\d)")
_ALIKE = 0.4
_TOPICS = tuple((topic, re.compile(words)) for topic, words in vocabulary.TOPICS)


def find_deadline_mismatches(case: Case) -> Iterator[Finding]:
    """Deadlines outside the horizon, lines outside their phase, lines later than their target."""
    yield from _outside_horizon(case)
    yield from _lines_outside_phase(case)
    yield from _lines_after_deadline(case)


def _outside_horizon(case: Case) -> Iterator[Finding]:
    horizon = case.plan["plan"].get("horizon") or {}
    if not horizon.get("from"):
        return
    allowed = {horizon["from"], horizon["to"], *horizon.get("milestones", [])}
    first, last = min(allowed), max(allowed)
    title = {int(year) for year in _YEAR.findall(case.plan["plan"]["title"] or "")}
    for target in case.targets:
        years = (
            [target["deadline"]] if target["deadline"] else [target["period"]["from"], target["period"]["to"]]
        )
        outside = [year for year in years if not first <= year <= last and year not in title]
        if not outside:
            continue
        detail = (
            f"Mục tiêu “{shorten(target['quote'])}” có mốc {outside[0]}, nằm ngoài thời gian của kế hoạch "
            f"({first}-{last})."
        )
        yield finding(
            "date_mismatch", "inconsistency", "outside_horizon", detail, refs=[target["id"]],
            values=[outside[0], last if outside[0] > last else first], where=target["section"],
            quotes=[target["quote"]], span=target.get("span"),
        )  # fmt: skip


def _lines_outside_phase(case: Case) -> Iterator[Finding]:
    phases = {phase["id"]: phase for phase in case.budget["phases"]}
    for group, line in all_lines(case):
        phase = phases.get(group["phase"])
        years = [int(year) for year in _YEAR.findall(line["time"] or "")]
        if not phase or not years or phase["from"] <= min(years) <= max(years) <= phase["to"]:
            continue
        detail = (
            f"Dòng “{shorten(line['name'])}” ghi thời gian {line['time']}, ngoài giai đoạn "
            f"{phase['from']}-{phase['to']} của nhóm kinh phí."
        )
        wrong = max(years) if max(years) > phase["to"] else min(years)
        yield finding(
            "date_mismatch", "inconsistency", "line_outside_phase", detail,
            values=[wrong, phase["to"] if wrong > phase["to"] else phase["from"]], where=line["path"],
            quotes=[line["time"], case.verbatim(line["name"])], span=line["span"],
        )  # fmt: skip


def _lines_after_deadline(case: Case) -> Iterator[Finding]:
    """A thing due early in a phase whose money runs every year, or ends later."""
    early = [target for target in case.targets if _is_early(case, target)]
    lines = list(all_lines(case))
    if not early or not lines:
        return
    alike = Likeness.among(
        [*(t["quote"] for t in case.targets), *(_words(line, group) for group, line in lines)]
    )
    late: dict[str, list[tuple[dict[str, Any], dict[str, Any]]]] = {}
    for target in early:
        line = _line_for(case, target, lines, alike)
        if line is not None and _is_later(line["time"], target["deadline"]):
            late.setdefault(line["id"], []).append((target, line))
    for pairs in late.values():
        yield _state_late(case, [target for target, _ in pairs], pairs[0][1])


def _line_for(
    case: Case, target: dict[str, Any], lines: list[tuple[dict[str, Any], dict[str, Any]]], alike: Likeness
) -> dict[str, Any] | None:
    """The line that pays for a target: much the same words, or the only one about the same work."""
    phases = {phase["id"]: phase for phase in case.budget["phases"]}
    due = [
        (group, line)
        for group, line in lines
        if group["phase"] not in phases
        or phases[group["phase"]]["from"] <= target["deadline"] <= phases[group["phase"]]["to"]
    ]
    scored = sorted(
        ((alike(target["quote"], _words(line, group)), -n) for n, (group, line) in enumerate(due)),
        reverse=True,
    )
    if scored and scored[0][0] >= _ALIKE:
        return due[-scored[0][1]][1]
    topics = _topics(target["quote"])
    same = [line for group, line in due if topics & _topics(_words(line, group))]
    return same[0] if len(same) == 1 else None


def _topics(text: str) -> set[str]:
    words = plain(text)
    return {topic for topic, pattern in _TOPICS if pattern.search(words)}


def _is_early(case: Case, target: dict[str, Any]) -> bool:
    """Due once, before the end of the phase it falls in."""
    if target["kind"] not in ("qualitative", "count", "at_least") or not target["deadline"]:
        return False
    phases = case.budget["phases"] or [case.plan["plan"].get("horizon") or {}]
    return any(p.get("from") and p["from"] <= target["deadline"] < p["to"] for p in phases)


def _words(line: dict[str, Any], group: dict[str, Any]) -> str:
    """A line speaks with its heading when it is the only line below it."""
    return f"{group['name']}. {line['name']}" if len(group["lines"]) == 1 else str(line["name"])


def _is_later(time: str | None, deadline: int) -> bool:
    if not time:
        return False
    years = [int(year) for year in _YEAR.findall(time)]
    return max(years) > deadline if years else bool(_EVERY_YEAR.search(time))


def _state_late(case: Case, targets: list[dict[str, Any]], line: dict[str, Any]) -> Finding:
    deadline = targets[0]["deadline"]
    detail = (
        f"Mục tiêu phải xong năm {deadline} (“{shorten(targets[0]['quote'])}”) nhưng dòng kinh phí tương ứng "
        f"“{shorten(line['name'])}” ghi thời gian: {line['time']}."
    )
    return finding(
        "date_mismatch", "inconsistency", "deadline", detail, refs=[target["id"] for target in targets],
        values=[str(deadline), line["time"]], where=line["path"],
        quotes=[*(_deadline_words(target) for target in targets), line["time"]], span=line["span"],
    )  # fmt: skip


def _deadline_words(target: dict[str, Any]) -> str:
    """The part of the target that prints its year, else the target."""
    match = re.search(rf"(?:\S+ ){{0,3}}năm {target['deadline']}", target["quote"])
    return match[0] if match else str(target["quote"])
