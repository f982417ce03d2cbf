"""Labour productivity: its level with units, and its growth across years and across breaks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from nscl.measures.errors import Inconsistent, MissingField, NotComparable, WrongLength
from nscl.measures.inputs import choice, number, numbers, records, text
from nscl.measures.macro import checks
from nscl.measures.macro.checks import levels, vector, year_list
from nscl.measures.method import measure
from nscl.measures.result import Array, Assumption, Caution, Result, Step, show

MONEY = {"unit": 1.0, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
PEOPLE = {"person": 1.0, "thousand": 1e3, "million": 1e6}
# Đồng a worker a year: below or above this every Vietnamese province is out of sight.
PLAUSIBLE = (5e6, 5e9)


@dataclass(frozen=True, kw_only=True, eq=False)
class ProductivityLevel(Result):
    """Output a worker, in millions of the currency; numbers in, numbers out; lists in, lists out."""

    level: float | Array
    unit: str
    per_hour: float | Array | None
    per_hour_unit: str | None
    years: list[int] | None


@measure("productivity.level", "Mức năng suất lao động")
def level(
    *,
    output: Any,
    workers: Any,
    output_unit: Any,
    workers_unit: Any,
    years: Any = None,
    hours: Any = None,
    currency: Any = "đồng",
    prices: Any = "current",
) -> ProductivityLevel:
    """Output per worker and per hour, with the units said.

    Promises the level in millions of the currency per worker. Refuses a missing unit, no workers, output
    that is not positive. Warns where the level in đồng is out of all proportion, most often a slip between
    tỷ and triệu đồng or between persons and thousands of persons.

    Formula:
        level = output / workers;  per_hour = output / (workers · hours)

    Input:
        output (money): GRDP or value added, a number or one a year
        workers (persons): annual average of people at work, same form
        output_unit (unit, thousand, million, billion, trillion): of output; tỷ đồng is billion
        workers_unit (person, thousand, million): of workers
        years (year): labels of the lists
        hours (hours a year): average a worker, number or list
        currency (text): default đồng
        prices (current, constant): stored with the result; levels are told in current prices; default current

    Output:
        level (million currency/person/year): output per worker
        unit (text): the unit in words
        per_hour (thousand currency/hour): output per hour, null without hours
        per_hour_unit (text): the unit in words
        years (year): as given

    Source:
        General Statistics Office of Viet Nam, indicator “Năng suất lao động”; OECD (2001), Measuring
        Productivity, ch. 4.

    Traps:
        - Workers are the annual average of people at work: not the labour force, not the year's end.
        - A level is told in current prices, growth in constant prices: never divide two current levels.

    Example:
        100,000 tỷ đồng and 800 thousand workers are 125 triệu đồng a worker:

        >>> level(output=100000, workers=800, output_unit="billion", workers_unit="thousand").level
        125.0
    """
    money = MONEY[choice(output_unit, "output_unit", list(MONEY))]
    people = PEOPLE[choice(workers_unit, "workers_unit", list(PEOPLE))]
    name = text(currency, "currency")
    basis = choice(prices, "prices", ["current", "constant"])
    many = vector(output, "output")
    value = levels(output, "output") if many else np.array([checks.level(output, "output")])
    count = len(value)
    people_at_work = _like(workers, "workers", many, count)
    span = None if years is None else year_list(years, at_least_items=1)
    if span is not None and len(span) != count:
        raise Inconsistent("years", f"Có {len(span)} năm nhưng {count} số liệu. Hãy nhập mỗi năm một số.")
    each = value / people_at_work * (money / people)
    hourly = None if hours is None else each / _hours(hours, many, count)
    return ProductivityLevel(
        level=each / 1e6 if many else float(each[0]) / 1e6,
        unit=f"triệu {name}/người/năm",
        per_hour=None if hourly is None else hourly / 1e3 if many else float(hourly[0]) / 1e3,
        per_hour_unit=None if hourly is None else f"nghìn {name}/giờ",
        years=span,
        assumptions=(
            Assumption("prices", basis, "Giá hiện hành cho mức." if basis == "current" else "Giá so sánh."),
            Assumption("workers", "annual_average", "Lao động đang làm việc bình quân năm."),
            Assumption("units", f"{output_unit}, {workers_unit}", f"Đơn vị đã nhập, tiền tệ: {name}."),
        ),
        warnings=_plausible(each, name),
        trace=_level_trace(value, people_at_work, money / people / 1e6, each / 1e6, name),
    )


def _level_trace(
    value: Array, workers: Array, scale: float, each: Array, currency: str, most: int = 20
) -> tuple[Step, ...]:
    return tuple(
        Step(
            "Năng suất lao động" if len(value) == 1 else f"Năng suất lao động, số {place + 1}",
            f"{show(float(value[place]))} / {show(float(workers[place]))} × {show(scale)}",
            float(each[place]),
            f"triệu {currency}/người/năm",
        )
        for place in range(min(len(value), most))
    )


def _like(value: Any, field: str, many: bool, count: int) -> Array:
    """A list where output is a list, a number where it is a number."""
    return levels(value, field, length=count) if many else np.array([checks.level(value, field)])


def _hours(value: Any, many: bool, count: int) -> Array:
    if many and vector(value, "hours"):
        return numbers(value, "hours", length=count, at_least=1, at_most=8784)
    return np.full(count, number(value, "hours", at_least=1, at_most=8784))


def _plausible(each: Array, currency: str) -> tuple[Caution, ...]:
    low, high = PLAUSIBLE
    if currency != "đồng" or ((each >= low) & (each <= high)).all():
        return ()
    odd = float(each[int(np.argmax((each < low) | (each > high)))]) / 1e6
    return (
        Caution(
            "unit_suspect",
            f"Năng suất {show(odd)} triệu đồng/người/năm là khó tin. "
            "Hãy kiểm tra đơn vị của đầu ra và lao động.",
            "output_unit",
        ),
    )


@dataclass(frozen=True, kw_only=True)
class Link:
    """A stored factor that carries a level of one version to the basis of another."""

    origin: str
    target: str
    factor: float


@dataclass(frozen=True, kw_only=True, eq=False)
class ProductivityGrowth(Result):
    """Growth by the later year, and the geometric mean of the period."""

    growth_pct: dict[int, float]
    mean_growth_pct: float
    total_growth_pct: float
    index: dict[int, float]
    links_used: list[dict[str, Any]]
    target_pct: float | None
    target_met: bool | None


@measure("productivity.growth", "Tốc độ tăng năng suất lao động")
def growth(
    *,
    years: Any,
    productivity: Any = None,
    output: Any = None,
    workers: Any = None,
    versions: Any = None,
    links: Any = None,
    prices: Any = "constant",
    target_pct: Any = None,
) -> ProductivityGrowth:
    """Growth of labour productivity in constant prices, and its geometric mean over the years.

    Promises the mean growth as the constant rate that leads from the first year to the last. Refuses current
    prices, and a step from one geography, definition or price base to another unless the factor that links
    the two is stored among `links`.

    Formula:
        p = output / workers;  g[t] = 100·(p[t] / (p[t−1]·link) − 1)
        mean = 100·((p[T] / (p[0]·Π links))^(1/(T − 0)) − 1), T − 0 in years
        over a gap of n years g is the yearly rate: 100·(ratio^(1/n) − 1)

    Input:
        years (year): rising; a gap is read as a yearly rate, with a warning
        productivity (any one unit, constant prices): one a year, or instead:
        output (money, constant prices): one a year
        workers (persons, annual average): one a year
        versions (text): geography, definition or price base of each year, such as "63 tỉnh, giá 2010"
        links (list): {from, to, factor}: level on `to` = level on `from` × factor; used backwards as 1/factor
        prices (constant, current): current is refused
        target_pct (% a year): optional target of the mean

    Output:
        growth_pct (% a year): by later year
        mean_growth_pct (% a year): geometric mean
        total_growth_pct (%): whole period
        index (first year 100): linked level
        links_used: from, to, factor, year
        target_pct (% a year): as given
        target_met (true/false): whether the mean reaches it, null without a target

    Source:
        General Statistics Office of Viet Nam, indicator “Tốc độ tăng năng suất lao động”; OECD (2001),
        Measuring Productivity, ch. 2.

    Traps:
        - The arithmetic mean of yearly rates is never below the geometric one: it flatters.
        - Merged provinces, a new labour-force definition or base year move the level without any growth.
        - A target “bình quân trên 7 %/năm” is a geometric mean.

    Example:
        >>> found = growth(years=[2020, 2021, 2022], productivity=[100, 110, 99])
        >>> round(found.mean_growth_pct, 4), round(found.growth_pct[2022], 4)
        (-0.5013, -10.0)
    """
    span = year_list(years)
    if choice(prices, "prices", ["constant", "current"]) == "current":
        raise NotComparable(
            "prices", "Tốc độ tăng không tính từ giá hiện hành. Hãy nhập đầu ra theo giá so sánh."
        )
    series = _series(productivity, output, workers, len(span))
    factors, used = _factors(versions, links, span)
    steps = np.diff(np.array(span, dtype=np.float64))
    rises = np.diff(np.log(series)) - np.log(factors)
    rates = {year: _rate(float(rise)) for year, rise in zip(span[1:], rises / steps, strict=True)}
    total = float(rises.sum())
    mean = _rate(total / (span[-1] - span[0]))
    aim = None if target_pct is None else number(target_pct, "target_pct", above=-100, at_most=1e6)
    index = 100 * np.exp(np.concatenate(([0.0], np.cumsum(rises))))
    return ProductivityGrowth(
        growth_pct=rates,
        mean_growth_pct=mean,
        total_growth_pct=_rate(total),
        index=dict(zip(span, index.tolist(), strict=True)),
        links_used=used,
        target_pct=aim,
        target_met=None if aim is None else mean >= aim - 1e-9,
        assumptions=(
            Assumption("prices", "constant", "Giá so sánh."),
            Assumption("mean", "geometric", "Bình quân nhân qua các năm."),
            Assumption("links", len(used), "Số lần nối chuỗi bằng hệ số đã lưu."),
        ),
        warnings=_growth_cautions(span, versions),
        trace=_growth_trace(span, rates, index, mean, total),
    )


def _rate(log_growth: float) -> float:
    return 100 * math.expm1(min(log_growth, 500.0))


def _series(productivity: Any, output: Any, workers: Any, count: int) -> Array:
    if productivity is not None:
        for key, other in (("output", output), ("workers", workers)):
            if other is not None:
                raise Inconsistent(
                    key, "Đã nhập productivity thì không nhập output và workers. Hãy bỏ một bên."
                )
        return levels(productivity, "productivity", length=count)
    if output is None and workers is None:
        raise MissingField("productivity", "Hãy nhập productivity, hoặc output và workers.")
    return levels(output, "output", length=count) / levels(workers, "workers", length=count)


def _factors(versions: Any, links: Any, span: Sequence[int]) -> tuple[Array, list[dict[str, Any]]]:
    """For each step the factor that carries the earlier year to the basis of the later one."""
    known = _links(links)
    factors = np.ones(len(span) - 1)
    used: list[dict[str, Any]] = []
    if versions is None:
        if known:
            raise MissingField(
                "versions", "Có hệ số nối nhưng thiếu “versions”. Hãy nêu phiên bản của mỗi năm."
            )
        return factors, used
    named = _versions(versions, len(span))
    for place, (before, after) in enumerate(pairwise(named)):
        if before == after:
            continue
        factor = _find(known, before, after)
        if factor is None:
            raise NotComparable(
                f"versions[{place + 1}]",
                f"Năm {span[place]} theo “{before}”, năm {span[place + 1]} theo “{after}”: "
                "không so sánh được khi chưa có hệ số nối. "
                "Hãy thêm vào links hệ số từ phiên bản trước sang phiên bản sau.",
            )
        factors[place] = factor
        used.append({"from": before, "to": after, "factor": factor, "year": span[place + 1]})
    return factors, used


def _versions(versions: Any, count: int) -> list[str]:
    if not vector(versions, "versions"):
        text(versions, "versions")
        return [versions] * count
    if len(versions) != count:
        raise WrongLength(
            "versions", f"Có {len(versions)} phiên bản, {count} năm. Hãy nhập mỗi năm một phiên bản."
        )
    return [text(version, f"versions[{place}]") for place, version in enumerate(versions)]


def _links(links: Any) -> list[Link]:
    if links is None:
        return []
    found: list[Link] = []
    for place, item in enumerate(records(links, "links", known=("from", "to", "factor", "note"))):
        path = f"links[{place}]"
        link = Link(
            origin=text(item.get("from"), f"{path}.from"),
            target=text(item.get("to"), f"{path}.to"),
            factor=checks.level(item.get("factor"), f"{path}.factor"),
        )
        for other in found:
            if {other.origin, other.target} == {link.origin, link.target}:
                raise Inconsistent(path, "Hai phiên bản này đã có hệ số nối. Hãy giữ một hệ số.")
        found.append(link)
    return found


def _find(known: Sequence[Link], before: str, after: str) -> float | None:
    for link in known:
        if (link.origin, link.target) == (before, after):
            return link.factor
        if (link.target, link.origin) == (before, after):
            return 1 / link.factor
    return None


def _growth_cautions(span: Sequence[int], versions: Any) -> tuple[Caution, ...]:
    found = []
    if span[-1] - span[0] != len(span) - 1:
        found.append(
            Caution(
                "missing_years", "Có năm thiếu số liệu: tốc độ qua khoảng đó là bình quân mỗi năm.", "years"
            )
        )
    if versions is None:
        found.append(
            Caution(
                "versions_not_stated",
                "Chưa nêu địa giới, định nghĩa và năm gốc của từng năm; coi như không thay đổi.",
                "versions",
            )
        )
    return tuple(found)


def _growth_trace(
    span: Sequence[int], rates: dict[int, float], index: Array, mean: float, total: float, most: int = 30
) -> tuple[Step, ...]:
    steps = [
        Step(
            f"Tốc độ tăng năm {year}",
            f"chỉ số đã nối (năm đầu 100): {show(float(index[place]))} → {show(float(index[place + 1]))}",
            rate,
            "%/năm",
        )
        for place, (year, rate) in enumerate(list(rates.items())[:most])
    ]
    count = span[-1] - span[0]
    ratio = show(math.exp(min(total, 500.0)))
    steps.append(Step(f"Bình quân {span[0]}–{span[-1]}", f"({ratio}^(1/{count}) − 1) × 100", mean, "%/năm"))
    return tuple(steps)
