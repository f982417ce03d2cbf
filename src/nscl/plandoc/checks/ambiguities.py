"""Numbers that cannot be judged until a person says what they count or compare with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from nscl.plandoc.checks.base import Case, Finding, finding, shorten
from nscl.plandoc.checks.counts import Sameness, line_counts, task_counts
from nscl.plandoc.wording import plain

_COUNTED = frozenset({"count", "at_least", "range"})
_ROUNDS = frozenset({"đợt", "lần", "lượt tuyên truyền"})
_CONTENT_WORDS = {
    "mgmt_system": "hệ thống quản lý",
    "improvement_tool": "công cụ",
    "traceability": "truy xuất nguồn gốc",
}
_COUNTERS = {
    "mgmt_system": "mgmt_system_adoptions",
    "improvement_tool": "tool_adoptions",
    "traceability": "orgs_traceability",
}

Target = dict[str, Any]


def find_ambiguities(case: Case) -> Iterator[Finding]:
    """Growth without a base, percentages of an unclear whole, counts that may overlap or add up."""
    yield from _growth_without_base(case)
    yield from _percentages(case)
    yield from _cumulative(case)
    yield from _rounds(case)
    yield from _phase_scope(case)
    yield from _double_counts(case)


def _ambiguous(
    kind: str, detail: str, targets: Sequence[Target], where: str | None = None, quotes: Sequence[str] = ()
) -> Finding:
    return finding(
        "ambiguous_base", "ambiguity", kind, detail,
        refs=[t["id"] for t in targets], where=where or (targets[0]["section"] if targets else None),
        quotes=[*quotes, *(t["quote"] for t in targets)], span=targets[0].get("span") if targets else None,
    )  # fmt: skip


def _growth_without_base(case: Case) -> Iterator[Finding]:
    for target in case.targets:
        if target["kind"] == "growth_rate" and target.get("base_status") == "undefined":
            detail = f"Mục tiêu tăng trưởng “{shorten(target['quote'])}” chưa nêu năm gốc hoặc giá trị gốc."
            yield _ambiguous("baseline_undefined", detail, [target])


def _percentages(case: Case) -> Iterator[Finding]:
    """Shares whose whole is not said, or that follow a bare “trong đó”."""
    unclear = [
        t for t in case.targets if t["kind"] == "percent_of" and (t["of"] is None or t.get("ambiguity"))
    ]
    if unclear:
        listed = "; ".join(f"“{shorten(target['quote'], 70)}”" for target in unclear)
        detail = f"Chưa rõ tỷ lệ tính trên tổng nào: {listed}. Đề nghị chọn mẫu số và ghi lại căn cứ."
        yield _ambiguous("base_of_percentage", detail, unclear)


def _cumulative(case: Case) -> Iterator[Finding]:
    """The same thing counted at two milestones without a word whether the later includes the earlier."""
    later: list[Target] = []
    by_indicator: dict[tuple[str, str | None], list[Target]] = {}
    for target in case.targets:
        if target["kind"] in _COUNTED and target["deadline"]:
            by_indicator.setdefault((target["indicator"], target["unit"]), []).append(target)
    for group in by_indicator.values():
        years = {target["deadline"] for target in group}
        if len(years) > 1:
            later += [t for t in group if t["deadline"] > min(years) and not t.get("additional")]
    if later:
        listed = "; ".join(f"“{shorten(target['quote'], 60)}”" for target in later)
        detail = f"Chưa rõ số của mốc sau là cộng dồn hay làm thêm so với mốc trước: {listed}."
        yield _ambiguous("cumulative_or_additional", detail, later)


def _rounds(case: Case) -> Iterator[Finding]:
    for target in case.targets:
        if target["kind"] in _COUNTED and plain(target["unit"] or "") in _ROUNDS:
            detail = f"Chưa rõ “{shorten(target['quote'])}” là mỗi năm hay cho cả giai đoạn."
            yield _ambiguous("period", detail, [target])


def _phase_scope(case: Case) -> Iterator[Finding]:
    """Task counts without a phase that the appendix budgets again in every phase."""
    phases = {phase["id"] for phase in case.budget["phases"]}
    if len(phases) < 2:
        return
    tasks, lines = task_counts(case), line_counts(case)
    same = Sameness([*tasks, *lines])
    repeated = []
    for task in tasks:
        years = {line.years for line in same.closest(task, lines) if line.value == task.value}
        if len(years) > 1:
            repeated.append(task)
    if repeated:
        listed = "; ".join(f"“{shorten(task.quote, 50)}”" for task in repeated[:6])
        detail = (
            f"{len(repeated)} số lượng ở phần nhiệm vụ không nêu giai đoạn, còn phụ lục bố trí tiền cùng "
            f"số lượng đó ở từng "
            f"giai đoạn: {listed}. Chưa rõ tổng là một lần hay cộng các giai đoạn."
        )
        yield _ambiguous("phase_scope", detail, [], repeated[0].place, [task.quote for task in repeated])


def _double_counts(case: Case) -> Iterator[Finding]:
    """A model made of several adoptions beside targets that count such adoptions."""
    for model in case.targets:
        parts = _parts_of(model)
        counted = [
            t for t in case.targets if t is not model and t["indicator"] in {_COUNTERS.get(p) for p in parts}
        ]
        if counted:
            detail = (
                f"Chưa rõ các nội dung áp dụng trong “{shorten(model['quote'])}” có được tính vào "
                + " và ".join(f"“{shorten(t['quote'], 50)}”" for t in counted)
                + " hay không."
            )
            yield _ambiguous("double_count", detail, [model, *counted])
        for content in parts:
            word = _CONTENT_WORDS.get(content)
            holders = [
                t
                for t in counted
                if word and word in plain(t["quote"]) and t["indicator"] != _COUNTERS[content]
            ]
            if holders and any(c["code"] == content for c in case.plan.get("support_contents") or []):
                detail = (
                    f"“{word}” vừa là một phần của “{shorten(model['quote'], 50)}”, vừa được tính trong "
                    f"“{shorten(holders[0]['quote'], 50)}”, vừa là nội dung hỗ trợ riêng."
                )
                pattern = re.search(rf"\d+[^,;:\d]*{word}", plain(model["quote"]))
                quote = [model["quote"][pattern.start() : pattern.end()]] if pattern else []
                yield _ambiguous(f"{content}_counting", detail, [model, *holders], quotes=quote)


def _parts_of(model: Target) -> set[str]:
    """The contents one model is made of: those read as its composition and those its sentence names."""
    composition = model.get("composition")
    if not composition:
        return set()
    words = plain(model["quote"])
    named = {content for content, word in _CONTENT_WORDS.items() if re.search(rf"\d+ {word}", words)}
    return set(composition) | named
