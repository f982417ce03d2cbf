"""Unit costs and shares far from their peers."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from nscl.plandoc.checks.base import Case, Finding, finding, shorten
from nscl.plandoc.checks.counts import all_lines
from nscl.plandoc.checks.likeness import Likeness
from nscl.plandoc.wording import flat
from nscl.vietnamese.numbers import format_number

_JUMP = Decimal(2)
_SAME_LINE = 0.9
_MOST_LINES = 600  # every line is compared with every other; no plan of the genre has as many
_ODD_SHARE = Decimal("0.4")
_PUBLIC_DUTY = (
    "tuyen truyen",
    "truyen thong",
    "phong su",
    "co quan quan ly nha nuoc",
    "can bo, cong chuc",
    "khao sat",
)

Line = dict[str, Any]


def find_unit_cost_jumps(case: Case) -> Iterator[Finding]:
    """The same content whose cost per unit more than doubles, or halves, between phases."""
    lines = [(group, line) for group, line in all_lines(case) if line["qty"] and line["total"]][:_MOST_LINES]
    alike = Likeness.among([line["name"] for _, line in lines])
    order = [phase["id"] for phase in case.budget["phases"]]
    for n, (group, line) in enumerate(lines):
        for other_group, other in lines[n + 1 :]:
            if group["phase"] == other_group["phase"] or other_group["phase"] not in order:
                continue
            if line["unit"] == other["unit"] and alike(line["name"], other["name"]) >= _SAME_LINE:
                yield from _compare(case, line, other)
                break


def _compare(case: Case, first: Line, second: Line) -> Iterator[Finding]:
    before = Decimal(str(first["total"])) / first["qty"]
    after = Decimal(str(second["total"])) / second["qty"]
    ratio = after / before
    if 1 / _JUMP <= ratio <= _JUMP:
        return
    detail = (
        f"Chi phí bình quân của “{shorten(first['name'])}” là "
        f"{case.amount(round(before, 2))}/{first['unit']} ở giai đoạn "
        f"trước, {case.amount(round(after, 2))}/{second['unit']} ở giai đoạn sau (gấp "
        f"{format_number(round(ratio, 2))} lần). "
        "Đề nghị xem lại đơn giá."
    )
    yield finding(
        "outlier", "outlier", "unit_cost", detail, values=[float(round(before, 2)), float(round(after, 2))],
        where=second["path"], quotes=[case.verbatim(second["name"])], span=second["span"],
    )  # fmt: skip


def find_odd_counterparts(case: Case) -> Iterator[Finding]:
    """Enterprises asked to pay much of what is the province's own duty."""
    odd = []
    for _, line in all_lines(case):
        share = line["by_source"].get("enterprise_counterpart")
        words = flat(line["name"])
        if not share or not line["total"] or not any(duty in words for duty in _PUBLIC_DUTY):
            continue
        if Decimal(str(share)) / Decimal(str(line["total"])) > _ODD_SHARE:
            odd.append(line)
    if not odd:
        return
    parts = "; ".join(f"“{shorten(line['name'], 60)}” {_percent(line)}%" for line in odd)
    yield finding(
        "outlier", "outlier", "odd_counterpart",
        f"Doanh nghiệp được dự kiến đóng góp phần lớn cho việc của cơ quan nhà nước: {parts}.",
        where=odd[0]["path"], quotes=[case.verbatim(line["name"]) for line in odd], span=odd[0]["span"],
    )  # fmt: skip


def _percent(line: Line) -> str:
    share = Decimal(str(line["by_source"]["enterprise_counterpart"])) * 100 / Decimal(str(line["total"]))
    return format_number(round(share, 1))
