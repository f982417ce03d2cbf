"""Figures against the words beside them, and shares against amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from nscl.plandoc.budget.amounts import find_amounts
from nscl.plandoc.budget.render import grand_split, lost_factor, number
from nscl.plandoc.checks.base import Case, Finding, finding
from nscl.plandoc.tables.funding import leaf_codes
from nscl.vietnamese.money import format_money
from nscl.vietnamese.numbers import format_number
from nscl.vietnamese.words import find_amount_words

_BETWEEN = re.compile(r"[\s(*_,.:;–-]*(?:(?:viết |ghi )?bằng chữ|số tiền)?[\s(:*_.–-]*", re.IGNORECASE)
_PLACES = Decimal("0.5")


def find_words_mismatches(case: Case) -> Iterator[Finding]:
    """Every amount whose words say something else; the total's words may stand below the table."""
    seen: set[tuple[int, int]] = set()
    for block in case.document.blocks:
        if "đồng" not in block.text.lower():
            continue
        amounts = find_amounts(block.text)
        for words in find_amount_words(block.text):
            beside = [
                a
                for a in amounts
                if a.end <= words.start and _BETWEEN.fullmatch(block.text[a.end : words.start])
            ]
            if not beside or beside[-1].ambiguous:
                continue
            figure = beside[-1]
            pair = (figure.vnd, words.value)
            if figure.vnd != words.value and pair not in seen:
                seen.add(pair)
                span = case.span(block.start + figure.start, block.start + words.end)
                yield _state(case, figure.vnd, words.value, [figure.printed, words.text], block.start, span)
    yield from _below_the_table(case, seen)


def _below_the_table(case: Case, seen: set[tuple[int, int]]) -> Iterator[Finding]:
    words = case.facts.prose.total_words
    figure = case.budget["total_printed_vnd"]
    if words is None or figure is None or figure == words.value or (figure, words.value) in seen:
        return
    quotes = [case.budget["total_printed"], words.text]
    yield _state(case, figure, words.value, quotes, words.start, case.span(words.start, words.end))


def _state(
    case: Case, figure: int, words: int, quotes: list[str], at: int, span: dict[str, int | None] | None
) -> Finding:
    factor = lost_factor(figure, words)
    reason = f", chênh đúng {format_number(factor)} lần (có thể thiếu đơn vị)" if factor else ""
    detail = (
        f"Số bằng số là {format_money(figure)}, số bằng chữ là {format_money(words)}{reason}. "
        "Đề nghị xác định số đúng trước khi đưa kế hoạch vào thực hiện."
    )
    where = case.section(at)
    return finding(
        "words_mismatch",
        "error",
        "figure_vs_words",
        detail,
        values=[figure, words],
        where=where,
        quotes=quotes,
        span=span,
    )


def find_share_mismatches(case: Case) -> Iterator[Finding]:
    """Shares that do not make 100 %, do not fit the amounts, or sources without money beside a full total."""
    yield from _printed_shares(case)
    yield from _sources_without_amount(case)


def _printed_shares(case: Case) -> Iterator[Finding]:
    shares = {s.code: s for s in case.facts.prose.sources if s.share is not None}
    together = sum((s.share for s in shares.values() if s.share), Decimal(0))
    quotes = [s.name for s in shares.values()]
    if len(shares) > 1 and together != 100:
        detail = f"Tỷ lệ các nguồn cộng lại được {format_number(together)}%, không phải 100%."
        yield finding(
            "share_mismatch", "inconsistency", "shares_not_100", detail,
            values=[100, number(together) or 0], where="nguồn kinh phí", quotes=quotes,
        )  # fmt: skip
        return
    amounts = {row["code"]: row["amount"] for row in case.budget["sources"] if row["amount"] is not None}
    total = case.budget["total_accepted_vnd"]
    for code, source in shares.items():
        if source.share is None or not total or code not in amounts:
            continue
        real = Decimal(str(amounts[code])) * case.facts.factor * 100 / total
        if abs(real - source.share) > _PLACES:
            detail = (
                f"Nguồn “{source.name}” ghi {format_number(source.share)}%, tính từ số tiền được "
                f"{format_number(round(real, 2))}%."
            )
            yield finding(
                "share_mismatch", "inconsistency", "share_vs_amount", detail,
                values=[number(source.share) or 0, number(round(real, 2)) or 0],
                where="nguồn kinh phí", quotes=[source.name],
            )  # fmt: skip


def _sources_without_amount(case: Case) -> Iterator[Finding]:
    """Sources named without an amount while the others already make the whole."""
    rows = case.budget["sources"]
    without = [row for row in rows if row["amount"] is None and not row.get("share_printed")]
    told = {row["code"]: Decimal(str(row["amount"])) for row in rows if row["amount"] is not None}
    total = case.facts.prose.total
    printed = case.facts.in_unit(total.vnd) if total else grand_split(case.facts).total
    if not without or not told or printed is None:
        return
    together = sum((told[code] for code in leaf_codes(list(told))), Decimal(0))
    if together != printed:
        return
    names = "; ".join(row["name"] for row in without)
    detail = (
        f"Có {len(rows)} nguồn được nêu nhưng {len(told)} nguồn có số tiền đã đủ 100% "
        f"({case.amount(together)}); chưa có số tiền: {names}."
    )
    at = min((s.start for s in case.facts.prose.sources if s.amount is None), default=0)
    yield finding(
        "share_mismatch", "inconsistency", "sources_without_amount", detail,
        where=case.section(at), quotes=[row["name"] for row in without],
    )  # fmt: skip
