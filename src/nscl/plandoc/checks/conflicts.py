"""One quantity with two values: between targets, tasks and budget lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from nscl.plandoc.checks.base import Case, Finding, finding, shorten
from nscl.plandoc.checks.counts import Count, Sameness, line_counts, target_counts, task_counts
from nscl.vietnamese.numbers import format_number

_WORDS = {"target": "mục tiêu", "task": "nhiệm vụ", "line": "dòng kinh phí"}


def find_target_conflicts(case: Case) -> Iterator[Finding]:
    """Pairs of counts of one thing that cannot both hold; each clash is stated once."""
    targets, tasks, lines = target_counts(case), task_counts(case), line_counts(case)
    same = Sameness([*targets, *tasks, *lines])
    stated: set[tuple[str, frozenset[float]]] = set()
    for one, others in (
        *_among_targets(targets, same),
        *_against(tasks, targets, same),
        *_against_lines(targets, lines, same),
        *_against_lines(tasks, lines, same),
    ):
        key = (one.unit, frozenset((one.value, others[0].value)))
        if key not in stated:
            stated.add(key)
            yield _state(case, one, others)


def _among_targets(targets: Sequence[Count], same: Sameness) -> Iterator[tuple[Count, list[Count]]]:
    """Two targets for one thing due together; the figures of one table row are phasing."""
    for one, other in combinations(targets, 2):
        if not one.is_due_with(other) or (one.start is not None and one.start == other.start):
            continue
        if one.parent == other.id or other.parent == one.id:
            continue
        if same(one, other) and not one.admits(other.value) and not other.admits(one.value):
            yield one, [other]


def _against(
    tasks: Sequence[Count], targets: Sequence[Count], same: Sameness
) -> Iterator[tuple[Count, list[Count]]]:
    """A task that promises another number than the target, for a phase or for the whole plan."""
    for task in tasks:
        alike = [target for target in same.closest(task, targets) if task.is_due_with(target)]
        if alike and not _agrees(task, alike):
            alike = _whole_rows(alike)
            values = {target.value for target in alike}
            yield task, alike if len(values) == 1 else alike[:1]


def _against_lines(
    promised: Sequence[Count], lines: Sequence[Count], same: Sameness
) -> Iterator[tuple[Count, list[Count]]]:
    """Money for another number of things than promised; several lines may pay for one promise.

    A line may pay for the promise of a later year too: "60 by 2025, 140 by 2030".
    """
    for count in promised:
        alike = [line for line in same.closest(count, lines) if _meets(line.years, count.years)]
        if not alike:
            continue
        stages = [other for other in promised if other is count or _is_stage(count, other, same)]
        if any(stage.admits(line.value) for stage in stages for line in alike):
            continue
        if count.admits(sum(line.value for line in alike)) or _sum_per_phase(count, alike):
            continue
        yield count, alike[:1]


def _is_stage(one: Count, other: Count, same: Sameness) -> bool:
    """The same thing for other years."""
    return one.due != other.due and (same(one, other) or (one.start is not None and one.start == other.start))


def _whole_rows(targets: Sequence[Count]) -> list[Count]:
    """Of the figures of one table row only that for the longest time: the others are its parts."""
    kept: dict[int, Count] = {}
    for order, target in enumerate(targets):
        key = target.start if target.start is not None else -1 - order
        if key not in kept or _reach(target) > _reach(kept[key]):
            kept[key] = target
    return list(kept.values())


def _reach(count: Count) -> tuple[int, int]:
    """The last year, then the length of time."""
    first, last = count.due or (None, 0)
    return last, last - first if first else 0


def _agrees(task: Count, targets: Sequence[Count]) -> bool:
    if any(target.admits(task.value) or task.admits(target.value) for target in targets):
        return True
    return sum(t.value for t in targets) <= task.value <= sum(t.high for t in targets)


def _sum_per_phase(count: Count, lines: Sequence[Count]) -> bool:
    """The lines of one phase together may be what is promised for each phase."""
    by_phase: dict[tuple[int, int] | None, float] = {}
    for line in lines:
        by_phase[line.years] = by_phase.get(line.years, 0) + line.value
    return any(count.admits(value) for value in by_phase.values())


def _meets(one: tuple[int, int] | None, other: tuple[int, int] | None) -> bool:
    return one is None or other is None or (one[0] <= other[1] and other[0] <= one[1])


def _state(case: Case, one: Count, others: Sequence[Count]) -> Finding:
    """The target's or the promise's value first, then the one that differs from it."""
    first, second = (others[0], one) if others[0].origin == "target" else (one, others[0])
    refs = [count.id for count in (one, *others) if count.origin == "target"]
    detail = (
        f"Cùng một nội dung nhưng {_WORDS[first.origin]} ghi {format_number(first.value)} {first.unit}"
        f"{_at(first)}, {_WORDS[second.origin]} ghi {format_number(second.value)} "
        f"{second.unit}{_at(second)}: "
        f"“{shorten(first.text)}”. Đề nghị xác định số đúng."
    )
    kind = "target_vs_target" if second.origin == "target" else f"{first.origin}_vs_{second.origin}"
    place = case.find(second.quote)
    return finding(
        "target_conflict", "error", kind.replace("line", "budget"), detail, refs=refs,
        values=[first.value, second.value], where=second.place, quotes=[first.quote, second.quote],
        span=case.span(*place) if place else None,
    )  # fmt: skip


def _at(count: Count) -> str:
    return f" (mục {count.place})" if count.place else ""
