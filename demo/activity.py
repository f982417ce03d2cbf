"""The invented results as deeds: drafted, sent, approved or returned, as on the pages."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from demo.clock import Deed, at, before, days_later
from demo.counting import count_experts, count_members, count_surveys
from demo.figures import (
    SERIES,
    Counts,
    Experts,
    Levels,
    Members,
    Names,
    Parts,
    Series,
    Shares,
    States,
    Surveyed,
)
from demo.loading import targets_of
from demo.people import PROVINCES, team_of
from nscl.apps.core.access import Actor
from nscl.apps.monitoring import actions
from nscl.apps.monitoring.entry import Figure
from nscl.apps.monitoring.evidence import Evidence
from nscl.apps.monitoring.models import Observation
from nscl.apps.programme.models import PlanVersion, Target

SEED = 1322
PAPERS = (
    "Biên bản nghiệm thu số {n:02d}/BB-SKHCN ngày {d:02d}/12/{y} (minh họa)",
    "Báo cáo kết quả số {n}/BC-SKHCN ngày {d:02d}/12/{y} (minh họa)",
    "Danh sách có xác nhận của doanh nghiệp, tập {n:02d}/{y} (minh họa)",
    "Bảng tổng hợp của các sở, ngành, chốt ngày {d:02d}/12/{y} (minh họa)",
)
RETURNED = "Danh sách kèm theo thiếu 7 doanh nghiệp so với tử số. Đề nghị bổ sung rồi trình lại."


@dataclass
class Entry:
    """One figure on its way: drafted as `write` does, sent, then approved or returned, by whom it belongs to."""

    write: Callable[[Actor, datetime], Observation]
    officer: Actor
    leader: Actor
    row: Observation | None = None

    def draft(self, at: datetime) -> None:
        self.row = self.write(self.officer, at)

    def submit(self, at: datetime) -> None:
        assert self.row is not None
        actions.submit_observation(self.row, by=self.officer, at=at)

    def approve(self, at: datetime) -> None:
        assert self.row is not None
        actions.approve_observation(self.row, by=self.leader, at=at)

    def send_back(self, at: datetime) -> None:
        assert self.row is not None
        actions.return_observation(self.row, reason=RETURNED, by=self.leader, at=at)


def results(plan: str, version: PlanVersion, *, now: datetime) -> Iterator[Deed]:
    """All figures of a plan: years up to 2024 entered in August 2025, 2025 at its end, the fresh ones lately."""
    team, start = team_of(plan), at(11, 8)
    officer, leader = team("chuyenvien", start), team("lanhdao2", start)
    chance = random.Random(f"{SEED} {plan}")
    targets = targets_of(version)
    for series in SERIES[plan]:
        for year, write in _writers(plan, series, targets[series.target - 1], chance):
            yield from _way(Entry(write, officer, leader), series, year, chance, now)


def _writers(
    plan: str, series: Series, target: Target, chance: random.Random
) -> Iterator[tuple[int, Callable[[Actor, datetime], Observation]]]:
    """For each year what drafts its figure: from the registers, or the figure told with its paper."""
    if isinstance(series, Members):
        for year, wanted in series.years.items():
            yield year, partial(count_members, target, year, wanted)
    elif isinstance(series, Experts):
        for year in series.years:
            yield year, partial(count_experts, target, year)
    elif isinstance(series, Surveyed):
        for year in series.years:
            yield year, partial(count_surveys, target, year)
    for year, figure in _figures(plan, series, chance):
        paper = chance.choice(PAPERS).format(n=chance.randint(3, 96), d=chance.randint(2, 24), y=year)
        yield year, partial(_tell, target, figure, paper)


def _tell(target: Target, figure: Figure, paper: str, by: Actor, at: datetime) -> Observation:
    evidence = Evidence.of_note(paper)
    return actions.draft_observation(target, figure, evidence=evidence, by=by, at=at)


def _way(entry: Entry, series: Series, year: int, chance: random.Random, now: datetime) -> Iterator[Deed]:
    """The deeds of one figure up to where it stands."""
    drafted = _drafted_at(series, year, chance, now)
    decided = days_later(drafted, 1, chance.randint(8, 16))
    left = series.left.get(year)
    yield Deed(drafted, entry.draft)
    if left == "draft":
        return
    yield Deed(drafted + timedelta(minutes=25), entry.submit)
    if left == "returned":
        yield Deed(decided, entry.send_back)
    elif left != "submitted":
        yield Deed(decided, entry.approve)


def _drafted_at(series: Series, year: int, chance: random.Random, now: datetime) -> datetime:
    if isinstance(series, Members) and series.over_parent:
        fresh = year in series.fresh
        return before(now, 2, 8) if fresh else at(29, 12, 8) if year == 2025 else at(3, 9, 8, year % 60)
    if year in series.left:
        return before(now, chance.randint(2, 5), chance.randint(8, 11))
    if year in series.fresh:
        return before(now, chance.randint(6, 20), chance.randint(8, 15))
    if year == 2025:
        return at(chance.randint(8, 26), 12, chance.randint(8, 16), chance.randint(0, 30))
    return at(chance.randint(11, 28), 8, chance.randint(8, 16), chance.randint(0, 30))


def _figures(plan: str, series: Series, chance: random.Random) -> Iterator[tuple[int, Figure]]:
    """The figures of a series; the same names stand for the same subjects in every target of a plan."""
    if isinstance(series, Names):
        yield from _named(plan, series, chance)
    for year, given in series.years.items():
        if isinstance(series, Shares):
            yield year, Figure(year, numerator=Decimal(given[0]), denominator=Decimal(given[1]))
        elif isinstance(series, Counts):
            yield year, Figure(year, value=Decimal(given))
        elif isinstance(series, States):
            yield year, Figure(year, is_done=given)
        elif isinstance(series, Levels):
            yield year, _level(year, given)
        elif isinstance(series, Parts):
            for part, numbers in given.items():
                names = tuple(_name(plan, "Doanh nghiệp minh họa", number) for number in numbers)
                yield year, Figure(year, subjects=names, component=part)


def _level(year: int, given: float | tuple[float, float]) -> Figure:
    if isinstance(given, tuple):
        now, earlier = given
        return Figure(year, numerator=Decimal(str(now)), denominator=Decimal(str(earlier)))
    return Figure(year, value=Decimal(str(given)))


def _named(plan: str, series: Names, chance: random.Random) -> Iterator[tuple[int, Figure]]:
    """New names every year, and `again` of the earlier ones, who are then counted once all the same."""
    order = list(range(1, 100))
    random.Random(f"{SEED} {plan} {series.pool}").shuffle(order)
    used: list[int] = []
    for year, wanted in series.years.items():
        old = chance.sample(used, min(series.again, len(used), wanted))
        new = [number for number in order if number not in used][: wanted - len(old)]
        used += new
        names = tuple(_name(plan, series.pool, number) for number in (*old, *new))
        yield year, Figure(year, value=Decimal(wanted), subjects=names)


def _name(plan: str, pool: str, number: int) -> str:
    """An obviously invented name: “Doanh nghiệp minh họa 017 (Lào Cai)”."""
    return f"{pool} {number:03d} ({PROVINCES[plan][1]})"
