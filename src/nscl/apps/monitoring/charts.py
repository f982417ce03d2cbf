"""What a target reached by year and what was spent by year, drawn by the house's drawing room."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from nscl.apps.core.charts import BRAND, INK, Chart, draw, themed
from nscl.apps.monitoring import wording
from nscl.apps.monitoring.queries.money import MoneyBlock
from nscl.apps.monitoring.queries.standing import Standing
from nscl.apps.programme.models import Target

STATE_COLOURS = {
    "met": "#1d7a46",
    "on_track": "#1f5f9e",
    "behind": "#8a5000",
    "not_met": "#b3261e",
    "undetermined": "#566270",
}
# Narrow enough to stay readable when a phone shrinks it.
MIN_WIDTH, MAX_WIDTH, YEAR_WIDTH = 300, 560, 62


def _themed(chart: Any, *, years: int, height: int = 210) -> dict[str, Any]:
    """The house's look, as wide as the years need."""
    return themed(chart, width=min(MAX_WIDTH, max(MIN_WIDTH, YEAR_WIDTH * years)), height=height)


def target_by_year(standing: Standing) -> Chart | None:
    """What a target reached year by year against what is asked; None without a number to draw."""
    if standing.terms is None or standing.terms.count_mode == "state":
        return None
    points = _points(standing)
    if not points:
        return None
    title = target_title(standing)
    goal = standing.verdict.goal_low if standing.verdict.goal_low is not None else standing.verdict.goal_high
    spec = _target_spec(
        tuple(points), goal, _goal_label(standing, goal), standing.state, _axis_title(standing)
    )
    rows = tuple((str(year), wording.figure(value, 2)) for year, value in points)
    return Chart(title, draw(spec, title=title), ("Năm", _axis_title(standing)), rows)


def target_title(standing: Standing) -> str:
    """The answer the chart gives: “Đã đạt 87 doanh nghiệp so với mục tiêu 100”."""
    reached = " ".join(text for text in (standing.achieved, standing.unit) if text)
    if standing.verdict.achieved is None:
        return f"Chưa xác định được kết quả so với mục tiêu {standing.goal}"
    if standing.yearly:
        return f"Kết quả từng năm so với mục tiêu {standing.goal}"
    return f"Đã đạt {reached} so với mục tiêu {standing.goal}"


def _points(standing: Standing) -> list[tuple[int, Decimal]]:
    """One value a year: cumulated for what is added up, as reported for levels, shares and yearly targets."""
    terms = standing.terms
    assert terms is not None
    years: dict[int, list[Decimal]] = {}
    for row in standing.facts.observations:
        value = row.value
        if row.numerator is not None and row.denominator:
            value = row.numerator / row.denominator * 100 - (100 if has_pairs(standing) else 0)
            value = None if terms.kind == "growth_rate" and not has_pairs(standing) else value
        if value is not None and not row.component:
            years.setdefault(row.year, []).append(value)
    by_year = [(year, sum(values, Decimal(0))) for year, values in sorted(years.items())]
    if not is_cumulated(standing):
        return by_year
    if terms.count_mode == "distinct":
        return _recounted(standing)
    total, cumulated = Decimal(0), []
    for year, value in by_year:
        total += value
        cumulated.append((year, total))
    return cumulated


def has_pairs(standing: Standing) -> bool:
    """Whether a growth came as pairs of this year and the year before, so that its bars are rates."""
    rows = standing.facts.observations
    growth = standing.target.kind == Target.Kind.GROWTH_RATE
    return growth and bool(rows) and all(row.numerator is not None for row in rows)


def is_cumulated(standing: Standing) -> bool:
    """Whether a bar stands for all years up to its own."""
    return standing.terms is not None and standing.terms.accumulates and not standing.yearly


def _recounted(standing: Standing) -> list[tuple[int, Decimal]]:
    """Things counted once over the years: the names so far, or the largest bare figure where it is more."""
    names: set[str] = set()
    bare, points = Decimal(0), {}
    for row in sorted(standing.facts.observations, key=lambda row: row.year):
        if row.component:
            continue
        names |= {name.casefold() for name in row.subjects}
        if not row.subjects and row.value is not None:
            bare = max(bare, row.value)
        points[row.year] = max(Decimal(len(names)), bare)
    return list(points.items())


def _axis_title(standing: Standing) -> str:
    terms = standing.terms
    assert terms is not None
    if terms.kind == "growth_rate":
        return "Mức tăng (%)" if has_pairs(standing) else "Mức của năm"
    if terms.count_mode == "ratio" or terms.unit.startswith("%"):
        return "Tỷ lệ (%)"
    unit = standing.unit or "giá trị"
    return f"{unit[:1].upper()}{unit[1:]}{' (lũy kế)' if is_cumulated(standing) else ''}"


def _goal_label(standing: Standing, goal: Decimal | None) -> str:
    """A growth's goal is a rate, which cannot be drawn among levels."""
    assert standing.terms is not None
    if goal is None or (standing.terms.kind == "growth_rate" and not has_pairs(standing)):
        return ""
    return f"Mục tiêu {wording.figure(goal, 1)}{' %' if standing.is_percent else ''}"


@functools.lru_cache(maxsize=256)
def _target_spec(
    points: tuple[tuple[int, Decimal], ...], goal: Decimal | None, goal_label: str, state: str, axis: str
) -> dict[str, Any]:
    # Altair takes over a second to import; only the first chart of a process pays for it.
    import altair

    data = altair.Data(
        values=[{"year": str(y), "value": float(v), "text": wording.figure(v, 1)} for y, v in points]
    )
    x = altair.X("year:O", title=None, axis=altair.Axis(labelAngle=0))
    y = altair.Y("value:Q", title=axis, axis=altair.Axis(tickCount=4, format=",~f"))
    bars = altair.Chart(data).mark_bar(color=STATE_COLOURS[state], size=34).encode(x=x, y=y)
    labels = altair.Chart(data).mark_text(dy=-8).encode(x=x, y="value:Q", text="text:N")
    layers = [bars, labels]
    if goal is not None and goal_label:
        line = altair.Data(values=[{"value": float(goal), "text": goal_label}])
        layers.append(altair.Chart(line).mark_rule(color=INK, strokeDash=[4, 3]).encode(y="value:Q"))
        text = altair.Chart(line).mark_text(align="left", dy=-7, x=4, fontWeight="bold")
        layers.append(text.encode(y="value:Q", text="text:N"))
    return _themed(altair.layer(*layers), years=len(points))


def money_by_year(block: MoneyBlock) -> Chart | None:
    """Allotted and paid by budget year; None before any money was entered."""
    years = [(year, money) for year, money in block.years if money.allocated or money.paid]
    if not years:
        return None
    share = round(100 * block.total.paid / block.total.allocated) if block.total.allocated else 0
    title = f"Đã chi {share} % số kinh phí đã giao"
    unit, word, places = (
        (1_000_000_000, "tỷ đồng", 1)
        if max(money.allocated for _, money in years) >= 1_000_000_000
        else (1_000_000, "triệu đồng", 0)
    )
    spec = _money_spec(tuple((y, m.allocated / unit, m.paid / unit) for y, m in years), word, places)
    rows = tuple((str(y), _millions(m.allocated), _millions(m.paid)) for y, m in years)
    return Chart(title, draw(spec, title=title), ("Năm", "Đã giao (triệu đồng)", "Đã chi (triệu đồng)"), rows)


def _millions(vnd: int) -> str:
    return wording.figure(Decimal(vnd) / 1_000_000, 1)


@functools.lru_cache(maxsize=256)
def _money_spec(years: Sequence[tuple[int, float, float]], unit: str, places: int) -> dict[str, Any]:
    import altair

    values = [
        {"year": str(year), "what": what, "value": value, "text": wording.figure(Decimal(str(value)), places)}
        for year, allotted, paid in years
        for what, value in (("Đã giao", allotted), ("Đã chi", paid))
    ]
    data = altair.Data(values=values)
    order = ["Đã giao", "Đã chi"]
    x = altair.X("year:O", title=None, axis=altair.Axis(labelAngle=0))
    offset = altair.XOffset("what:N", sort=order)
    y = altair.Y(
        "value:Q", title=f"{unit[:1].upper()}{unit[1:]}", axis=altair.Axis(tickCount=4, format=",~f")
    )
    colour = altair.Color(
        "what:N",
        sort=order,
        legend=altair.Legend(orient="top", title=None, labelFontSize=13, labelColor=INK, symbolType="square"),
        scale=altair.Scale(domain=order, range=["#9fbcc7", BRAND]),
    )
    bars = altair.Chart(data).mark_bar().encode(x=x, xOffset=offset, y=y, color=colour)
    numbers = (
        altair.Chart(data)
        .mark_text(dy=-7, fontSize=11)
        .encode(x=x, xOffset=offset, y="value:Q", text="text:N")
    )
    layers = altair.layer(bars, numbers)
    return _themed(layers, years=len(years))
