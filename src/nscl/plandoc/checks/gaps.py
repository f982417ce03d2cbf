"""What a plan should say and does not, and texts that are not the plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from nscl.plandoc.checks.base import Case, Finding, finding, shorten
from nscl.plandoc.checks.likeness import pairs_of

_CONFLICTING = re.compile(
    r"\b(?:ít nhất|tối thiểu)\s+(?:từ\s+)?\d+\s*(?:-|–|đến)\s*\d+"
    r"|\b(?:khoảng trên|khoảng hơn|trên khoảng|tối đa ít nhất)\s+\d[\d.,]*",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\((?P<if>(?:khi|nếu|trong trường hợp) có [^()]{8,140})\)", re.IGNORECASE)
_REPORTS = re.compile(r"\bbáo cáo\b")
_RULES = frozenset({"once_per_content", "cap", "mix", "no_cross_sector_duplication", "payment"})
_CAPTION_REASON = "chú thích ảnh"
_GLUED_REASON = "chữ dính liền"
_LONG_ITEM = 8


def find_gaps(case: Case) -> Iterator[Finding]:
    """Missing duties and rules, truncated or foreign texts, wording that cannot be computed."""
    yield from _not_the_plan(case)
    yield from _noise(case)
    yield from _truncated(case)
    yield from _conflicting_operators(case)
    yield from _conditional_targets(case)
    if case.is_whole_plan:
        yield from _silences(case)
        yield from _repeated_items(case)
        yield from _table_layout(case)


def _other(
    severity: str,
    kind: str,
    detail: str,
    *,
    quotes: tuple[str, ...] | list[str] = (),
    refs: list[str] | None = None,
    case: Case | None = None,
) -> Finding:
    place = case.find(quotes[0]) if case and quotes else None
    return finding(
        "other", severity, kind, detail, quotes=list(quotes), refs=refs or [],
        where=case.section(place[0]) if case and place else None,
        span=case.span(*place) if case and place else None,
    )  # fmt: skip


def _not_the_plan(case: Case) -> Iterator[Finding]:
    meta = case.plan["plan"]
    if meta["text"]["completeness"] == "partial" and not meta["number_printed"] and meta["signer"] is None:
        detail = (
            "Văn bản không có số, ngày, người ký, phần tổ chức thực hiện; có thể là bài tóm tắt chứ không "
            "phải kế hoạch. "
            "Đề nghị tải lên bản kế hoạch đã ban hành."
        )
        yield _other("missing", "not_the_plan", detail)


def _noise(case: Case) -> Iterator[Finding]:
    glued = [noise.text for noise in case.document.noise if noise.reason.startswith(_GLUED_REASON)]
    if glued:
        listed = "; ".join(f"“{shorten(text)}”" for text in glued)
        detail = f"Có chữ lạ của trang web lẫn trong câu, đã bỏ khi đọc: {listed}."
        yield finding("other", "error", "injected_noise", detail, quotes=glued)


def _truncated(case: Case) -> Iterator[Finding]:
    """A text that stops in the middle of a list or sentence."""
    captions = [noise.text for noise in case.document.noise if noise.reason == _CAPTION_REASON]
    body = case.text[: case.outline.body.end].rstrip() if case.outline.body else case.text.rstrip()
    if case.outline.signature or case.outline.recipients or not body:
        return
    if body.endswith((";", ",", ":")) or re.search(r"\b(?:và|của|các|cho|với)$", body):
        detail = "Văn bản dừng giữa chừng, phần sau không có trong tệp."
        tail = body[-60:].split("\n")[-1].strip()
        yield finding(
            "other",
            "missing",
            "truncated",
            detail,
            quotes=[*captions, tail],
            span=case.span(len(body) - 1, len(body)),
        )


def _conflicting_operators(case: Case) -> Iterator[Finding]:
    hits = []
    for target in case.targets:
        if match := _CONFLICTING.search(target["quote"]):
            hits.append((target["id"], match[0]))
    if hits:
        listed = "; ".join(f"“{text}”" for _, text in hits)
        detail = (
            f"Từ chỉ mức và con số không thống nhất: {listed}. "
            "Đề nghị chọn cách hiểu (mức sàn, khoảng hay xấp xỉ)."
        )
        quotes = [text for _, text in hits]
        yield _other(
            "ambiguity", "operator_conflict", detail, quotes=quotes, refs=[i for i, _ in hits], case=case
        )


def _conditional_targets(case: Case) -> Iterator[Finding]:
    conditional = [
        t
        for t in case.targets
        if t.get("condition") and re.match(r"\W*(?:khi|nếu|trong trường hợp)\b", t["condition"].lower())
    ]
    if conditional:
        words = conditional[0]["condition"]
        detail = f"Mục tiêu chỉ thực hiện {words}; khi điều kiện chưa xảy ra thì chưa đánh giá được."
        quotes = [words] if case.find(words) else [t["quote"] for t in conditional]
        yield _other(
            "ambiguity",
            "conditional_target",
            detail,
            quotes=quotes,
            refs=[t["id"] for t in conditional],
            case=case,
        )


def _silences(case: Case) -> Iterator[Finding]:
    """No word on reports, on counterpart money, on who may get what how often."""
    if not case.plan.get("reporting") and not _REPORTS.search(case.words[: case.outline.body.end]):
        yield _other("gap", "no_reporting_duty", "Kế hoạch không nêu kỳ báo cáo và cơ quan báo cáo.")
    budget = case.budget
    if budget["sources"] and not budget["counterpart_stated"]:
        names = [row["name"] for row in budget["sources"]]
        detail = (
            f"Chỉ nêu nguồn {', '.join(names)}; không nói phần đối ứng của tổ chức, doanh nghiệp được hỗ trợ."
        )
        yield _other("gap", "counterpart_not_stated", detail, quotes=names, case=case)
    if budget["groups"] and not any(rule["kind"] in _RULES for rule in case.plan.get("rules") or []):
        yield _other(
            "gap",
            "rule_missing",
            "Kế hoạch không nêu quy tắc hỗ trợ: số lần hỗ trợ một nội dung, định mức, mức trần.",
        )


def _repeated_items(case: Case) -> Iterator[Finding]:
    """Paragraphs of different tasks that say nearly the same."""
    items: list[tuple[str, frozenset[str], object, str | None]] = []
    for task in case.outline.all("tasks"):
        for part in task.walk():
            text = case.text[part.text_start : part.text_end]
            pairs = pairs_of(text)
            if len(pairs) >= _LONG_ITEM:
                items.append((text, pairs, part.parent, part.path or None))
    repeated = []
    for (one, a, above, place), (other, b, parent, there) in combinations(items, 2):
        if above is not parent and len(a & b) >= 0.7 * len(a | b):
            repeated.append((one, place, other, there))
    if repeated:
        listed = "; ".join(
            f"“{shorten(one, 60)}” (mục {place} và mục {there})" for one, place, _, there in repeated
        )
        quotes = [text[:200].strip() for one, _, other, _ in repeated for text in (one, other)]
        yield _other(
            "duplicate", "repeated_item", f"Nội dung được nêu hai lần: {listed}.", quotes=quotes, case=case
        )


def _table_layout(case: Case) -> Iterator[Finding]:
    """Several items that share one merged amount."""
    merged = [line for group in case.budget["groups"] for line in group["lines"] if line["merged_bullets"]]
    if merged:
        listed = "; ".join(f"“{shorten(line['name'], 60)}” ({line['merged_bullets']} ý)" for line in merged)
        detail = f"Nhiều nội dung dùng chung một ô số tiền nên không tách được kinh phí: {listed}."
        yield finding(
            "other", "structure", "table_layout", detail, where=merged[0]["path"],
            quotes=[case.verbatim(line["name"]) for line in merged], span=merged[0]["span"],
        )  # fmt: skip
