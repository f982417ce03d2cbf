"""The money block of a dashboard: planned, allotted and paid by source and year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nscl.apps.budget.models import FundingSource
from nscl.apps.budget.queries import Money, PlanMoney, plan_money
from nscl.apps.programme.models import PlanVersion


@dataclass(frozen=True)
class MoneyBlock:
    """`rows` are sources, `years` the whole plan by year, `cells` allotted and paid by source and year."""

    total: Money
    rows: list[tuple[FundingSource, Money]]
    years: list[tuple[int, Money]]
    by_source_year: list[tuple[FundingSource, list[Money]]]
    has_entries: bool

    @property
    def rest(self) -> int | None:
        """Planned but not yet allotted."""
        return None if self.total.planned is None else self.total.planned - self.total.allocated


def money_block(version: PlanVersion, *, as_of: date) -> MoneyBlock | None:
    """The money of a version on a day; None when the plan prints no money and none was entered."""
    money = plan_money(version, as_of=as_of)
    if money.root is None:
        return None
    total = money.root.total
    years = list(money.years.items())
    return MoneyBlock(
        total=total,
        rows=money.source_rows(),
        years=years,
        by_source_year=_table(money, [year for year, _ in years]),
        has_entries=bool(total.allocated or total.paid),
    )


def _table(money: PlanMoney, years: list[int]) -> list[tuple[FundingSource, list[Money]]]:
    return [
        (source, [money.by_source_year.get((source.code, year), Money()) for year in years])
        for source in money.sources
    ]
