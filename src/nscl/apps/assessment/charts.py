"""Charts of a survey: shares as bars under their words, amounts by class, the middle half of each stratum.

Words stand above their bars, so that a drawing is narrow enough for a phone and no label is cut at its side.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from nscl.apps.core.charts import BRAND, INK, LINE, Chart, draw, themed
from nscl.vietnamese import format_number

WIDTH, BAND, MARGIN = 360, 44, 64
MOST_BARS = 15
PALE = "#9fbcc7"


def bars(
    title: str, rows: Sequence[tuple[str, Decimal | None, str]], columns: tuple[str, str], *, most: int = 100
) -> Chart | None:
    """One bar a row: (words, length, what is written at its end); a length that may not be shown is None.

    At most fifteen bars are drawn; the table beside holds them all. None where there is nothing to draw.
    """
    drawn = tuple((words, float(value or 0), text) for words, value, text in rows[:MOST_BARS])
    if not drawn or all(value is None for _words, value, _text in rows):
        return None
    svg = draw(_bars(drawn, float(most)), title=title)
    return Chart(title, svg, columns, tuple((words, text) for words, _value, text in rows))


@functools.lru_cache(maxsize=256)
def _bars(rows: tuple[tuple[str, float, str], ...], most: float) -> dict[str, Any]:
    # Altair takes over a second to import; only the first chart of a process pays for it.
    import altair

    values = [
        {"place": f"{place:03}", "words": words, "value": value, "text": text, "whole": most}
        for place, (words, value, text) in enumerate(rows)
    ]
    data = altair.Data(values=values)
    scale = altair.Scale(domain=[0, most], nice=False)
    y = altair.Y("place:O", axis=None)
    x = altair.X("value:Q", axis=None, scale=scale)
    base = altair.Chart(data)
    ground = base.mark_bar(height=12, yOffset=10, color=LINE).encode(x=altair.X("whole:Q", axis=None), y=y)
    bar = base.mark_bar(height=12, yOffset=10, color=BRAND).encode(x=x, y=y)
    words = base.mark_text(align="left", dy=-7, limit=WIDTH + MARGIN).encode(
        x=altair.value(0), y=y, text="words:N"
    )
    end = base.mark_text(align="left", dx=6, dy=10, fontWeight="bold").encode(
        x=altair.value(WIDTH), y=y, text="text:N"
    )
    layers = altair.layer(ground, bar, words, end)
    return themed(layers, width=WIDTH, height=BAND * len(rows))


def classes(title: str, values: Sequence[Decimal], axis: str, *, grouped: bool = True) -> Chart | None:
    """How many lie in each class of a number; None under two different values: a sentence tells those."""
    if len(set(values)) < 2:
        return None
    rows = tuple(
        (_span(low, high, grouped), sum(low <= value < high for value in values))
        for low, high in edges(min(values), max(values), _middle(values))
    )
    svg = draw(_classes(rows, axis), title=title)
    return Chart(title, svg, (axis, "Số đơn vị"), tuple((label, str(count)) for label, count in rows))


def edges(low: Decimal, high: Decimal, middle: Decimal) -> list[tuple[Decimal, Decimal]]:
    """At most nine classes with round limits, from the lowest to above the highest value.

    Where the highest is far above the middle the limits grow 1, 2, 5, 10 …, so that the many small ones
    do not fall into one class.

    >>> [str(first) for first, _ in edges(Decimal(3), Decimal(17), Decimal(9))]
    ['2', '4', '6', '8', '10', '12', '14', '16']
    >>> [str(first) for first, _ in edges(Decimal(0), Decimal(900), Decimal(12))]
    ['0', '1', '2', '5', '10', '20', '50', '100', '200', '500']
    """
    if low >= 0 and middle > 0 and high > 8 * middle:
        limits = _growing(low, high)
    else:
        step = next(size for size in _steps() if (high - low) / size < 8)
        limits = [(low // step) * step]
        while limits[-1] <= high:
            limits.append(limits[-1] + step)
    return list(zip(limits, limits[1:], strict=False))


def _growing(low: Decimal, high: Decimal) -> list[Decimal]:
    first = Decimal(1).scaleb((low if low > 0 else Decimal(1)).adjusted())
    limits = [first]
    while limits[-1] <= high:
        tens, place = divmod(len(limits), 3)
        limits.append(first * (1, 2, 5)[place] * 10**tens)
    if len(limits) > 11:  # too many: tens only
        limits = [first * 10**power for power in range(len(limits) // 3 + 2)]
        limits = [limit for place, limit in enumerate(limits) if not place or limits[place - 1] <= high]
    return limits if low > 0 else [Decimal(0), *limits]


def _steps() -> Any:
    power = -4
    while True:
        for head in (1, 2, 5):
            yield Decimal(head).scaleb(power)
        power += 1


def _middle(values: Sequence[Decimal]) -> Decimal:
    return sorted(values)[len(values) // 2]


def _span(low: Decimal, high: Decimal, grouped: bool) -> str:
    if not grouped:
        return f"{low:f}" if high - low == 1 else f"{low:f}–{high - 1:f}"
    return f"{_short(low)} – <{_short(high)}"


def _short(value: Decimal) -> str:
    """1.500.000.000 → 1,5 tỷ: money keeps its labels short."""
    for size, word in ((10**9, " tỷ"), (10**6, " triệu")):
        if abs(value) >= size:
            return format_number((value / size).normalize() + 0) + word
    return str(format_number(value.normalize() + 0))


@functools.lru_cache(maxsize=256)
def _classes(rows: tuple[tuple[str, int], ...], axis: str) -> dict[str, Any]:
    import altair

    values = [{"span": label, "count": count, "text": str(count)} for label, count in rows]
    data = altair.Data(values=values)
    order = [label for label, _count in rows]
    angle = -40 if max(map(len, order)) * len(order) > 36 else 0
    x = altair.X("span:O", sort=order, title=axis, axis=altair.Axis(labelAngle=angle))
    y = altair.Y("count:Q", title="Số đơn vị", axis=altair.Axis(tickCount=4, tickMinStep=1, format="d"))
    base = altair.Chart(data)
    layers = altair.layer(
        base.mark_bar(color=BRAND).encode(x=x, y=y),
        base.mark_text(dy=-8).encode(x=x, y="count:Q", text="text:N"),
    )
    return themed(layers, width=WIDTH, height=200)


Middle = tuple[str, Decimal, Decimal, Decimal]


def middles(title: str, rows: Sequence[Middle], axis: str) -> Chart | None:
    """The middle half of each stratum as a bar from the lower to the upper quartile, its median as a mark."""
    if not rows:
        return None
    drawn = tuple((words, *map(float, numbers)) for words, *numbers in rows[:MOST_BARS])
    svg = draw(_middles(drawn, axis), title=title)
    table = tuple((words, *(str(format_number(n)) for n in numbers)) for words, *numbers in rows)
    return Chart(title, svg, ("", "Tứ phân vị dưới", "Trung vị", "Tứ phân vị trên"), table)


@functools.lru_cache(maxsize=256)
def _middles(rows: tuple[Any, ...], axis: str) -> dict[str, Any]:
    import altair

    values = [
        {"place": f"{place:03}", "words": words, "low": low, "median": median, "high": high}
        for place, (words, low, median, high) in enumerate(rows)
    ]
    base = altair.Chart(altair.Data(values=values))
    y = altair.Y("place:O", axis=None)
    x = altair.X("low:Q", title=axis, axis=altair.Axis(tickCount=4, format=",~f"))
    layers = altair.layer(
        base.mark_bar(height=12, yOffset=10, color=PALE).encode(x=x, x2="high:Q", y=y),
        base.mark_tick(size=16, thickness=3, yOffset=10, color=INK).encode(x="median:Q", y=y),
        base.mark_text(align="left", dy=-7, limit=WIDTH).encode(x=altair.value(0), y=y, text="words:N"),
    )
    return themed(layers, width=WIDTH, height=BAND * len(rows))
