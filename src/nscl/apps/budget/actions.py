"""Deeds with money: allotting and paying out, each checked under the line's lock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from nscl.apps.budget.models import Allocation, BudgetLine, Disbursement, FundingSource
from nscl.apps.budget.rules import account_of
from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.policy.budget import Entry, LineAccount, check_allocation, check_disbursement
from nscl.policy.decision import Decision

Check = Callable[[LineAccount, Entry], Decision]
Ledger = Allocation | Disbursement
EntryRow = TypeVar("EntryRow", Allocation, Disbursement)


@transaction.atomic
def allocate(
    line: BudgetLine,
    source: FundingSource,
    *,
    year: int,
    amount_vnd: int,
    document: str,
    dated_on: date,
    note: str = "",
    by: Actor,
    at: datetime,
) -> Allocation:
    """Allot money of one source to a line for a budget year; negative takes back.

    Refused beyond what the plan budgets for the line and source (and for the line in that year),
    and below what has been paid.
    """
    entry = Allocation(line=line, source=source, year=year, amount_vnd=amount_vnd)
    _complete(entry, document, dated_on, note, by, at)
    return _enter(entry, check_allocation, "budget.allocation.enter", by=by, at=at, whole_line=True)


@transaction.atomic
def disburse(
    line: BudgetLine,
    source: FundingSource,
    *,
    year: int,
    amount_vnd: int,
    document: str,
    dated_on: date,
    note: str = "",
    by: Actor,
    at: datetime,
) -> Disbursement:
    """Record money paid out on a voucher in a budget year; negative records money recovered.

    Refused beyond what is allotted to the line and source in that year.
    """
    entry = Disbursement(line=line, source=source, year=year, amount_vnd=amount_vnd)
    _complete(entry, document, dated_on, note, by, at)
    if dated_on.year != year:
        raise Refusal(
            f"Chứng từ ngày {dated_on:%d/%m/%Y} không thuộc năm ngân sách {year}. "
            "Hãy chọn đúng năm hoặc sửa ngày."
        )
    return _enter(entry, check_disbursement, "budget.disbursement.enter", by=by, at=at)


def _complete(entry: Ledger, document: str, dated_on: date, note: str, by: Actor, at: datetime) -> None:
    if dated_on > timezone.localdate(at):
        raise Refusal(f"Ngày chứng từ {dated_on:%d/%m/%Y} ở tương lai. Hãy sửa lại ngày.")
    entry.document, entry.dated_on, entry.note = document.strip(), dated_on, note.strip()
    entry.entered_by_id, entry.entered_at = by.user_id, at


def _enter(
    entry: EntryRow, check: Check, deed: str, *, by: Actor, at: datetime, whole_line: bool = False
) -> EntryRow:
    """Lock the line, check against all that stands, then write the entry and its audit row."""
    line = (
        BudgetLine.objects.select_for_update(of=("self",))
        .select_related("version__plan")
        .get(pk=entry.line_id)
    )
    by.require(deed, line)
    if line.version.state != "in_force":
        raise Refusal(
            "Kế hoạch chưa có hiệu lực hoặc đã được thay thế. Chỉ ghi tiền vào bản đang có hiệu lực."
        )
    if not line.is_entry:
        raise Refusal("Dòng này là dòng tổng. Hãy ghi tiền vào dòng chi tiết bên dưới.")
    _pass_or_refuse(check(account_of(line, entry.source), Entry(entry.year, entry.amount_vnd)))
    whole = account_of(line, None)
    if whole_line and whole.budgeted is not None:
        _pass_or_refuse(check(whole, Entry(entry.year, entry.amount_vnd)))
    entry.save()
    after = {
        "line": str(line),
        "source": entry.source.name,
        "year": entry.year,
        "amount_vnd": entry.amount_vnd,
        "document": entry.document,
        "dated_on": entry.dated_on,
    }
    audit.record(by=by, at=at, deed=deed, obj=line, after=after, reason=entry.note)
    return entry


def _pass_or_refuse(decision: Decision) -> None:
    if not decision.ok:
        raise Refusal(" ".join(reason.sentence_vi for reason in decision.reasons))
