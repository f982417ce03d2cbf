"""Which years a target counts, which are due on a day, and what the line or path expects by then."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from nscl.policy.terms import TargetTerms


@dataclass(frozen=True)
class Timeline:
    """The counted years seen from one day. A year falls due on its 31 December.

    >>> Timeline(2021, 2025, date(2023, 12, 31)).due
    (2021, 2022, 2023)
    >>> Timeline(2021, 2025, date(2025, 12, 31)).closed, Timeline(2021, 2025, date(2026, 1, 1)).closed
    (False, True)
    """

    first: int | None
    last: int
    as_of: date

    @property
    def due(self) -> tuple[int, ...]:
        """Counted years whose figures are expected; empty when the first year is not known."""
        return tuple(year for year in self.years if self.as_of >= date(year, 12, 31))

    @property
    def years(self) -> tuple[int, ...]:
        return () if self.first is None else tuple(range(self.first, self.last + 1))

    @property
    def last_due(self) -> int | None:
        """The last year whose figure is expected; known at the deadline even without a first year."""
        if self.due:
            return self.due[-1]
        return self.last if self.first is None and self.as_of >= date(self.last, 12, 31) else None

    @property
    def closed(self) -> bool:
        """Whether the deadline has passed: 31 December itself is still inside."""
        return self.as_of > date(self.last, 12, 31)

    @property
    def started(self) -> bool:
        return self.first is None or self.as_of.year >= self.first

    def covers(self, year: int) -> bool:
        return year <= self.last and (self.first is None or year >= self.first)

    def expected(
        self, start: Decimal, bar: Decimal, path: Mapping[int, Decimal], *, whole: bool
    ) -> Decimal | None:
        """What should stand by the last due year: the stated path, else a straight line from `start`.

        With `whole` the line is rounded down, because half a workshop cannot be asked for.
        None when no first year is known.

        >>> Timeline(2021, 2025, date(2024, 6, 30)).expected(Decimal(0), Decimal(10), {}, whole=False)
        Decimal('6')
        """
        stated = [path[year] for year in sorted(path) if self.last_due is not None and year <= self.last_due]
        if path:
            return stated[-1] if stated else start
        if self.first is None:
            return None
        line = start + (bar - start) * len(self.due) / len(self.years)
        if whole and line != bar:
            return line.to_integral_value(rounding="ROUND_FLOOR")
        return line


def timeline_of(terms: TargetTerms, as_of: date) -> Timeline:
    """The counted years of `terms`; a decided base moves the first year of a count or a growth."""
    return Timeline(first=first_year(terms), last=last_year(terms), as_of=as_of)


def last_year(terms: TargetTerms) -> int:
    """The year by whose end the target must hold."""
    if terms.deadline is not None:
        return terms.deadline
    assert terms.period is not None
    return terms.period.last


def first_year(terms: TargetTerms) -> int | None:
    """The first counted year, None where neither the document nor a decision tells it."""
    base = terms.base
    if terms.counts_things and base is not None:
        if base.kind == "period" and base.period is not None:
            return base.period.first
        if base.kind == "year" and base.year is not None:
            return base.year + 1
    if terms.period is not None:
        return terms.period.first
    if terms.kind == "growth_rate" and base is not None:
        if base.kind == "period" and base.period is not None:
            return base.period.last + 1
        if base.year is not None:
            return base.year + 1
    return None
