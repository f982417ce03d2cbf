"""Targets without money, and appendices that are not there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from nscl.plandoc.budget.appendix import find_references, missing_references
from nscl.plandoc.checks.base import Case, Finding, finding, shorten
from nscl.plandoc.checks.counts import all_lines
from nscl.plandoc.checks.likeness import Likeness, pairs_of

_FUNDABLE = frozenset({"count", "at_least", "range", "per_year"})
_ALIKE = 0.5
_UNIT_LINE = re.compile(r"Đơn vị(?: tính)?\s*:[^\n]{2,30}")


def find_missing_appendices(case: Case) -> Iterator[Finding]:
    """An appendix that the text refers to but the file does not have, or has only as a heading."""
    appendix = case.budget["appendix"]
    if not appendix["referenced"] or appendix["present"] == "complete":
        return
    state = {
        "absent": "không có trong tệp",
        "heading_only": "chỉ có tiêu đề, không có bảng",
        "partial": "chỉ có một phần",
    }[appendix["present"]]
    references = find_references(case.document, case.outline)
    if appendix["present"] == "partial":
        references = missing_references(case.document, case.outline, case.facts, references)
    quotes = [text for text, _, _ in references]
    if appendix["present"] == "heading_only":
        start = case.outline.appendices[0].region.start
        quotes += [match[0] for match in _UNIT_LINE.finditer(case.text, start)][:1]
    detail = (
        f"Văn bản dẫn chiếu phụ lục (“{shorten(quotes[0])}”) nhưng phụ lục {state}; "
        "chưa kiểm tra được số liệu của phụ lục. Đề nghị bổ sung tệp có đủ phụ lục."
    )
    yield finding(
        "missing_appendix", "missing", "appendix_missing", detail,
        where=case.section(references[0][1]), quotes=quotes, span=case.span(*references[0][1:]),
    )  # fmt: skip


def find_unfunded_targets(case: Case) -> Iterator[Finding]:
    """Money named without amounts, or targets that no budget line names."""
    if not case.is_whole_plan:
        return
    if case.budget["groups"]:
        yield from _targets_without_line(case)
    elif case.budget["total_printed_vnd"] is None and not any(p["total"] for p in case.budget["phases"]):
        yield from _no_total(case)


def _no_total(case: Case) -> Iterator[Finding]:
    section = case.outline.first("budget")
    if section is None or any(row["amount"] for row in case.budget["sources"]):
        return
    names = "; ".join(row["name"] for row in case.budget["sources"]) or "chưa nêu nguồn"
    sentence = (
        case.text[section.own_start : section.end].strip() or case.text[section.start : section.end].strip()
    )
    yield finding(
        "unfunded_target", "gap", "no_budget_total",
        f"Phần kinh phí nêu nguồn ({names}) nhưng không có số tiền, nên chưa biết mục tiêu nào được bảo "
        f"đảm kinh phí.",
        where=section.path or None, quotes=[sentence[:300].strip()],
        span=case.span(section.start, section.end),
    )  # fmt: skip


def _targets_without_line(case: Case) -> Iterator[Finding]:
    lines = list(all_lines(case))
    wanted = [t for t in case.targets if t["kind"] in _FUNDABLE or _is_deliverable(t)]
    names = [line["name"] for _, line in lines] + [group["name"] for group in case.budget["groups"]]
    alike = Likeness.among([*(t["quote"] for t in case.targets), *names])
    bare = [t for t in wanted if not _is_funded(t, lines, names, alike)]
    if not bare:
        return
    listed = "; ".join(f"“{shorten(target['quote'], 60)}”" for target in bare)
    yield finding(
        "unfunded_target", "gap", "unfunded_target",
        f"Không dòng nào của bảng kinh phí nêu tên {len(bare)} mục tiêu: {listed}. "
        "Đề nghị chỉ rõ nguồn tiền hoặc xác nhận không cần kinh phí riêng.",
        refs=[target["id"] for target in bare], quotes=[target["quote"] for target in bare],
        span=bare[0].get("span"),
    )  # fmt: skip


def _is_deliverable(target: dict[str, Any]) -> bool:
    """A thing to be built once, though no number is printed."""
    return target["kind"] == "qualitative" and bool(
        re.match(r"\W*(?:xây dựng|hình thành|thiết lập) ", target["quote"].lower())
    )


def _is_funded(
    target: dict[str, Any],
    lines: Sequence[tuple[dict[str, Any], dict[str, Any]]],
    names: Sequence[str],
    alike: Likeness,
) -> bool:
    if any(line["indicator"] and line["indicator"] == target["indicator"] for _, line in lines):
        return True
    own = pairs_of(target["quote"])
    return any(alike(target["quote"], name) >= _ALIKE and len(own & pairs_of(name)) >= 2 for name in names)
