"""Invented allotments and payments within what each line and source may take."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from demo.activity import SEED
from demo.clock import at
from demo.people import team_of
from nscl.apps.budget.actions import allocate, disburse
from nscl.apps.budget.models import BudgetAmount, BudgetLine, FundingSource
from nscl.apps.core.access import Actor
from nscl.apps.programme.models import PlanVersion

STEP = 1_000_000  # whole millions, as such decisions are written
# How a line's money falls on the years 2021–2025, in hundredths; the rest was never allotted.
RHYTHMS = ((15, 20, 25, 20, 20), (0, 25, 25, 25, 20), (10, 20, 30, 0, 30), (0, 0, 35, 35, 25))
SKETCHY = 0.15  # the share of allotments of which nothing was paid


@dataclass(frozen=True)
class Entry:
    """What is allotted to a line in a year and how much of it was paid."""

    line: BudgetLine
    source: FundingSource
    year: int
    allotted: int
    paid: int


def record_money(plan: str, version: PlanVersion, *, now: datetime) -> None:
    """Allotments of every line of the first phase, and what was paid of them."""
    chance = random.Random(f"{SEED} money {plan}")
    finance = team_of(plan)("ketoan", at(1, 9))
    for number, entry in enumerate(_entries(version, chance), 1):
        _write(entry, number, finance, chance, now)


def _write(entry: Entry, number: int, finance: Actor, chance: random.Random, now: datetime) -> None:
    noted = (
        at(1 + number % 26, 9, 8 + number % 8, number % 60)
        if entry.year < 2025
        else at(22, 12, 10, number % 60)
    )
    allocate(
        entry.line,
        entry.source,
        year=entry.year,
        amount_vnd=entry.allotted,
        document=f"QĐ {100 + number}/QĐ-UBND",
        dated_on=date(entry.year, chance.randint(1, 4), chance.randint(2, 27)),
        by=finance,
        at=min(noted, now),
    )
    if entry.paid:
        disburse(
            entry.line,
            entry.source,
            year=entry.year,
            amount_vnd=entry.paid,
            document=f"UNC {1000 + number}",
            dated_on=date(entry.year, chance.randint(6, 12), chance.randint(2, 21)),
            by=finance,
            at=min(noted, now),
        )


def _entries(version: PlanVersion, chance: random.Random) -> Iterator[Entry]:
    amounts = BudgetAmount.objects.filter(
        line__version=version, line__is_entry=True, line__year_from__lte=2025, year=None, source__isnull=False
    )
    for amount in amounts.select_related("line", "source").order_by("line__position", "source__order"):
        rhythm = chance.choice(RHYTHMS)
        for year, part in zip(range(2021, 2026), rhythm, strict=True):
            allotted = amount.amount_vnd * part // 100 // STEP * STEP
            if allotted:
                share = 0 if chance.random() < SKETCHY else chance.randint(70, 100)
                yield Entry(
                    amount.line, amount.source, year, allotted, allotted * share // 100 // STEP * STEP
                )
