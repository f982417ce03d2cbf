"""Invented allotments and payments within what each line and source may take."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from demo.activity import SEED
from demo.clock import Deed, at
from demo.people import team_of
from nscl.apps.budget.actions import allocate, disburse
from nscl.apps.budget.models import BudgetAmount, BudgetLine, FundingSource
from nscl.apps.core.access import Actor
from nscl.apps.programme.models import PlanVersion

STEP = 1_000_000  # whole millions, as such decisions are written
# How a line's money falls on the years 2021–2025, in hundredths; the rest was never allotted.
RHYTHMS = ((20, 0, 40, 0, 30), (0, 30, 0, 40, 20), (0, 0, 50, 45, 0), (15, 25, 25, 20, 10))
SKETCHY = 0.15  # the share of allotments of which nothing was paid


@dataclass(frozen=True)
class Entry:
    """What is allotted to a line in a year, and how much of it was paid when."""

    line: BudgetLine
    source: FundingSource
    year: int
    allotted: int
    paid: int
    number: int
    finance: Actor
    decided_on: date
    paid_on: date

    def allot(self, at: datetime) -> None:
        allocate(
            self.line,
            self.source,
            year=self.year,
            amount_vnd=self.allotted,
            document=f"{100 + self.number}/QĐ-UBND",
            dated_on=self.decided_on,
            by=self.finance,
            at=at,
        )

    def pay(self, at: datetime) -> None:
        disburse(
            self.line,
            self.source,
            year=self.year,
            amount_vnd=self.paid,
            document=f"UNC {1000 + self.number}",
            dated_on=self.paid_on,
            by=self.finance,
            at=at,
        )


def payments(plan: str, version: PlanVersion) -> Iterator[Deed]:
    """Allotments of every line of the first phase and what was paid of them, entered in 2025."""
    chance = random.Random(f"{SEED} money {plan}")
    finance = team_of(plan)("ketoan", at(1, 9))
    for entry in _entries(version, finance, chance):
        day, hour, minute = 1 + entry.number % 26, 8 + entry.number % 8, entry.number % 55
        noted = at(day, 9, hour, minute) if entry.year < 2025 else at(22, 12, hour, minute)
        yield Deed(noted, entry.allot)
        if entry.paid:
            yield Deed(noted + timedelta(minutes=3), entry.pay)


def _entries(version: PlanVersion, finance: Actor, chance: random.Random) -> Iterator[Entry]:
    amounts = BudgetAmount.objects.filter(
        line__version=version, line__is_entry=True, line__year_from__lte=2025, year=None, source__isnull=False
    )
    number = 0
    for amount in amounts.select_related("line", "source").order_by("line__position", "source__order"):
        rhythm = chance.choice(RHYTHMS)
        for year, part in zip(range(2021, 2026), rhythm, strict=True):
            allotted = amount.amount_vnd * part // 100 // STEP * STEP
            if allotted:
                share = 0 if chance.random() < SKETCHY else chance.randint(70, 100)
                number += 1
                yield Entry(
                    amount.line,
                    amount.source,
                    year,
                    allotted,
                    allotted * share // 100 // STEP * STEP,
                    number,
                    finance,
                    decided_on=date(year, chance.randint(1, 4), chance.randint(2, 27)),
                    paid_on=date(year, chance.randint(6, 12), chance.randint(2, 21)),
                )
