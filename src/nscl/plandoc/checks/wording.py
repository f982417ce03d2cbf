"""One thing under several words, units, lists or titles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from nscl.plandoc.checks import vocabulary
from nscl.plandoc.checks.base import Case, Finding, finding, shorten
from nscl.plandoc.checks.likeness import pairs_of
from nscl.plandoc.wording import flat, plain

_RIVALS = tuple((label, tuple(re.compile(term) for term in terms)) for label, terms in vocabulary.RIVAL_TERMS)
_QUOTED = re.compile(r"[“\"]([^”\"\n]{20,300})[”\"]")


def find_wording_drift(case: Case) -> Iterator[Finding]:
    """Rival terms, units that differ for like targets, titles and lists that do not match."""
    yield from _rival_terms(case)
    yield from _turns_of_different_things(case)
    yield from _appendix_title(case)
    yield from _lists_differ(case)
    yield from _groups_differ(case)


def _drift(
    case: Case,
    kind: str,
    detail: str,
    quotes: list[str],
    refs: list[str] | None = None,
    severity: str = "inconsistency",
) -> Finding:
    place = case.find(quotes[0]) if quotes else None
    return finding(
        "wording_drift", severity, kind, detail, refs=refs or [], quotes=quotes,
        where=case.section(place[0]) if place else None, span=case.span(*place) if place else None,
    )  # fmt: skip


def _rival_terms(case: Case) -> Iterator[Finding]:
    found: list[str] = []
    parts: list[str] = []
    for label, terms in _RIVALS:
        hits = [match for term in terms if (match := term.search(case.words))]
        if len(hits) > 1:
            printed = [case.text[match.start() : match.end()] for match in hits]
            found += printed
            parts.append(f"{label}: " + " / ".join(f"“{text}”" for text in printed))
    if parts:
        detail = (
            "Cùng một đối tượng được gọi bằng nhiều cách: "
            + "; ".join(parts)
            + ". Đề nghị thống nhất cách hiểu."
        )
        yield _drift(case, "term_varies", detail, found)


def _turns_of_different_things(case: Case) -> Iterator[Finding]:
    """“lượt doanh nghiệp” beside “lượt đơn vị”: are they counted alike?"""
    turns = [t for t in case.targets if (t["unit"] or "").startswith("lượt ") and "người" not in t["unit"]]
    for one, other in combinations(turns, 2):
        if one["unit"] != other["unit"]:
            detail = f"Hai mục tiêu cùng đếm lượt nhưng khác đơn vị: “{one['unit']}” và “{other['unit']}”."
            yield _drift(case, "unit_differs", detail, [one["unit"], other["unit"]], [one["id"], other["id"]])
            return


def _appendix_title(case: Case) -> Iterator[Finding]:
    """An appendix headed with the name of another programme than the plan's own."""
    title = case.budget["appendix"]["title"]
    match = _QUOTED.search(title or "")
    if not title or not match:
        return
    name = " ".join(flat(match[1]).split())
    if name in " ".join(flat(case.plan["plan"]["title"]).split()):
        return
    own = case.text[: case.outline.body.end]
    if name not in " ".join(flat(own).split()):
        detail = f"Tiêu đề phụ lục nêu tên chương trình khác với tên kế hoạch: “{shorten(match[1])}”."
        yield _drift(case, "title_differs", detail, [title])


def _lists_differ(case: Case) -> Iterator[Finding]:
    """Systems and tools named in the targets against those named in the support part."""
    named = case.plan.get("catalogue_named") or {}
    names = [
        *(named.get("management_systems") or []),
        *(named.get("tools") or []),
        *(named.get("sustainability_and_market") or []),
    ]
    sections = case.outline.all("support")
    if not sections or not case.targets:
        return
    support = plain("\n".join(case.text[s.start : s.end] for s in sections))
    goals = plain("\n".join(t["quote"] for t in case.targets))
    only_goals = [n for n in names if _says(goals, n) and not _says(support, n)]
    only_support = [n for n in names if _says(support, n) and not _says(goals, n)]
    both = [n for n in names if _says(support, n) and _says(goals, n)]
    if both and only_goals:
        detail = (
            f"Danh sách hệ thống, công cụ ở mục tiêu và ở phần nội dung hỗ trợ không khớp; chỉ có ở mục "
            f"tiêu: "
            f"{', '.join(only_goals)}"
            + (f"; chỉ có ở phần hỗ trợ: {', '.join(only_support)}" if only_support else "")
            + "."
        )
        quotes = [t["quote"] for t in case.targets if any(_says(plain(t["quote"]), n) for n in only_goals)]
        yield _drift(case, "catalogue_differs", detail, quotes)


def _says(text: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(plain(name))}(?!\w)", text) is not None


def _groups_differ(case: Case) -> Iterator[Finding]:
    """The same number of the same thing at two milestones, but for another group of people."""
    for one, other in combinations([t for t in case.targets if t["kind"] == "count"], 2):
        same = all(one[key] == other[key] for key in ("indicator", "unit", "value"))
        if not same or not one["deadline"] or not other["deadline"] or one["deadline"] >= other["deadline"]:
            continue
        a, b = pairs_of(one["quote"]), pairs_of(other["quote"])
        if len(a - b) >= 2 and len(b - a) >= 2 and len(a & b) * 2 >= min(len(a), len(b)):
            detail = (
                f"Cùng chỉ tiêu nhưng nhóm đối tượng ở hai mốc khác nhau: “{_tail(one)}” và “{_tail(other)}”."
            )
            yield _drift(
                case, "scope_differs", detail, [one["quote"], other["quote"]], [one["id"], other["id"]]
            )


def _tail(target: dict[str, Any]) -> str:
    return shorten(target["quote"], 140)
