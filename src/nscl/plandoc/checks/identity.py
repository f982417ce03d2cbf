"""Number and date of the plan: blank, or different in the appendix line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from nscl.plandoc.checks.base import Case, Finding, finding
from nscl.vietnamese.dates import find_dates, format_date

_ATTACHED = re.compile(r"kèm theo\s+(?:kế hoạch|quyết định|văn bản)[^\n]{0,160}", re.IGNORECASE)
_SPACES = re.compile(r"\s+")


def find_number_mismatches(case: Case) -> Iterator[Finding]:
    """The number in the heading against the number in the appendix line."""
    meta = case.plan["plan"]
    here, there = meta["number"], meta["number_in_appendix"]
    if not here or not there or _bare(here) == _bare(there):
        return
    line = _attached_line(case, there)
    detail = (
        f"Số ở đầu văn bản là {here}, dòng phụ lục ghi số {there}. Đề nghị xác định số đúng của kế hoạch."
    )
    quotes = [meta["number_printed"] or here, *([line[0]] if line else [there])]
    yield finding(
        "number_mismatch", "error", "plan_number_mismatch", detail,
        values=[here, there], where="phụ lục", quotes=quotes, span=case.span(*line[1:]) if line else None,
    )  # fmt: skip


def find_appendix_date_mismatches(case: Case) -> Iterator[Finding]:
    """The date in the heading against the date in the appendix line."""
    meta = case.plan["plan"]
    here, there = _as_date(meta["date"]), _as_date(meta.get("date_in_appendix"))
    if here is None or there is None or here == there:
        return
    detail = (
        f"Ngày ở đầu văn bản là {format_date(here)}, dòng phụ lục ghi ngày {format_date(there)}. "
        "Đề nghị xác định ngày ban hành đúng."
    )
    quotes = [meta["date_printed"] or ""]
    place = None
    for match in _ATTACHED.finditer(case.text):
        for found in find_dates(match[0]):
            if found.date == there:
                quotes.append(found.printed)
                place = case.span(match.start() + found.start, match.start() + found.end)
    yield finding(
        "date_mismatch", "error", "plan_date_mismatch", detail,
        values=[here.isoformat(), there.isoformat()], where="phụ lục", quotes=quotes, span=place,
    )  # fmt: skip


def find_blank_numbers(case: Case) -> Iterator[Finding]:
    """Number or day left open in a document that prints the place for them."""
    meta = case.plan["plan"]
    blank, quotes = [], []
    if meta["number"] is None and meta["number_printed"]:
        blank.append("số")
        quotes.append(meta["number_printed"])
    if meta["date"] is None and meta["date_printed"]:
        blank.append("ngày")
        quotes.append(meta["date_printed"])
    if not blank:
        return
    detail = (
        f"Văn bản để trống {' và '.join(blank)} ban hành; có thể là bản dự thảo. "
        "Đề nghị nhập theo bản đã ký hoặc xác nhận đây là dự thảo."
    )
    kind = "number_blank" if "số" in blank else "date_blank"
    place = case.find(quotes[0])
    yield finding(
        "blank_number",
        "missing",
        kind,
        detail,
        where="đầu văn bản",
        quotes=quotes,
        span=case.span(*place) if place else None,
    )


def _bare(number: str) -> str:
    return _SPACES.sub("", number).upper().lstrip("0")


def _attached_line(case: Case, number: str) -> tuple[str, int, int] | None:
    """The appendix line that prints a number: (from “Kế hoạch số” to the number, start, end)."""
    digits = re.escape(re.split(r"[/-]", number)[0])
    for match in _ATTACHED.finditer(case.text):
        inner = re.search(
            rf"(?:kế hoạch|quyết định|văn bản)\s+số:?\s*\**{digits}\**\s*/[^\s,)]+", match[0], re.IGNORECASE
        )
        if inner:
            start = match.start() + inner.start()
            return inner[0], start, start + len(inner[0])
    return None


def _as_date(value: Any) -> date | None:
    """A date from ISO form or from print; None when it is not a full one."""
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        found = find_dates(value)
        return found[0].date if found else None
