"""Gathering what the money rules need: the account of a line and source, and of the line as a whole."""

from __future__ import annotations

from collections.abc import Iterable

from nscl.apps.budget.models import Allocation, BudgetAmount, BudgetLine, Disbursement, FundingSource
from nscl.policy.budget import Entry, LineAccount
from nscl.policy.terms import Period

ALL_SOURCES = "tất cả các nguồn"


def chain_of(line: BudgetLine) -> list[int]:
    """The line and those it continues from earlier versions of the plan: their entries are its own."""
    ids, current = [line.pk], line
    while current.continues_id is not None:
        current = current.continues
        ids.append(current.pk)
    return ids


def account_of(line: BudgetLine, source: FundingSource | None) -> LineAccount:
    """What stands on a line for one source, or for all sources together when None.

    The yearly split of a plan is printed for the line as a whole, so it is a ceiling for all
    sources together only.
    """
    lines = chain_of(line)
    return LineAccount(
        line=line.name,
        source=source.name if source else ALL_SOURCES,
        budgeted=_budgeted(line, source),
        allocated=tuple(_entries(Allocation, lines, source)),
        paid=tuple(_entries(Disbursement, lines, source)),
        ceilings={} if source else _ceilings(line),
        period=Period(line.year_from, line.year_to),
    )


def _budgeted(line: BudgetLine, source: FundingSource | None) -> int | None:
    return (
        BudgetAmount.objects.filter(line=line, source=source, year=None)
        .values_list("amount_vnd", flat=True)
        .first()
    )


def _ceilings(line: BudgetLine) -> dict[int, int]:
    rows = BudgetAmount.objects.filter(line=line, source=None, year__isnull=False)
    return {year: amount for year, amount in rows.values_list("year", "amount_vnd") if year is not None}


def _entries(
    model: type[Allocation] | type[Disbursement], lines: list[int], source: FundingSource | None
) -> Iterable[Entry]:
    rows = model.objects.filter(line_id__in=lines)
    if source is not None:
        rows = rows.filter(source=source)
    return [Entry(year, amount) for year, amount in rows.values_list("year", "amount_vnd")]
