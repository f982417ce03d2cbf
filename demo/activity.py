"""Enters the invented results through the same deeds as the pages: draft, submit, approve, return."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from demo.clock import at, before
from demo.figures import SERIES, Counts, Levels, Names, Parts, Series, Shares, States
from demo.loading import targets_of
from demo.people import PROVINCES, team_of
from nscl.apps.core.access import Actor
from nscl.apps.monitoring import actions
from nscl.apps.monitoring.entry import Figure
from nscl.apps.monitoring.evidence import Evidence
from nscl.apps.programme.models import PlanVersion, Target

SEED = 1322
PAPERS = (
    "Biên bản nghiệm thu số {n:02d}/BB-SKHCN ngày {d:02d}/12/{y} (minh họa)",
    "Báo cáo kết quả số {n}/BC-SKHCN ngày {d:02d}/12/{y} (minh họa)",
    "Danh sách có xác nhận của doanh nghiệp, tập {n:02d}/{y} (minh họa)",
    "Bảng tổng hợp của các sở, ngành, chốt ngày {d:02d}/12/{y} (minh họa)",
)
RETURNED = "Danh sách kèm theo thiếu 7 doanh nghiệp so với tử số. Đề nghị bổ sung rồi trình lại."


@dataclass(frozen=True)
class Cast:
    """Who enters and who approves, looked up once."""

    officer: Actor
    leader: Actor


def record_results(plan: str, version: PlanVersion, *, now: datetime) -> None:
    """All figures of a plan: years up to 2024 entered in August 2025, 2025 at its end, the fresh ones lately."""
    team = team_of(plan)
    start = at(11, 8)
    cast = Cast(team("chuyenvien", start), team("lanhdao2", start))
    chance = random.Random(f"{SEED} {plan}")
    targets = targets_of(version)
    for series in SERIES[plan]:
        for year, figure in _figures(plan, series, chance):
            _enter(targets[series.target - 1], series, year, figure, cast, chance, now)


def _enter(
    target: Target,
    series: Series,
    year: int,
    figure: Figure,
    cast: Cast,
    chance: random.Random,
    now: datetime,
) -> None:
    drafted = _drafted_at(series, year, chance, now)
    paper = chance.choice(PAPERS).format(n=chance.randint(3, 96), d=chance.randint(2, 24), y=year)
    row = actions.draft_observation(
        target, figure, evidence=Evidence.of_note(paper), by=cast.officer, at=drafted
    )
    left = series.left.get(year)
    if left == "draft":
        return
    row = actions.submit_observation(row, by=cast.officer, at=min(now, drafted + timedelta(minutes=25)))
    decided = min(now, drafted + timedelta(hours=chance.randint(20, 30)))
    if left == "returned":
        actions.return_observation(row, reason=RETURNED, by=cast.leader, at=decided)
    elif left != "submitted":
        actions.approve_observation(row, by=cast.leader, at=decided)


def _drafted_at(series: Series, year: int, chance: random.Random, now: datetime) -> datetime:
    if year in series.left:
        return before(now, chance.randint(2, 5), chance.randint(8, 11))
    if year in series.fresh:
        return before(now, chance.randint(6, 20), chance.randint(8, 15))
    if year == 2025:
        return min(now, at(chance.randint(8, 26), 12, chance.randint(8, 16), chance.randint(0, 50)))
    return at(chance.randint(11, 29), 8, chance.randint(8, 16), chance.randint(0, 50))


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
