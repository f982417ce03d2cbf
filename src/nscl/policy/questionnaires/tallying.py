"""What all answered to one question: counts and shares, middle and spread, open texts; the silent apart."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from nscl.policy.questionnaires.conditions import sound
from nscl.policy.questionnaires.definition import Question, TableColumn, options_of

_COUNTED = ("choice", "multi", "yes_no", "scale")
_MEASURED = ("number", "money", "percent", "scale")


@dataclass(frozen=True)
class TallyLine:
    """One answer and how many gave it; `share_pct` is of those who answered, to one decimal, None of none."""

    code: str
    label: str
    count: int
    share_pct: Decimal | None
    share_of_asked_pct: Decimal | None = None


@dataclass(frozen=True)
class Numbers:
    """Of those who answered. Quartiles between two values lie in proportion (type 7 of Hyndman, Fan).

    The mean is exact to 28 digits; round it for print.
    """

    mean: Decimal
    median: Decimal
    low_quartile: Decimal
    high_quartile: Decimal
    lowest: Decimal
    highest: Decimal
    total: Decimal


@dataclass(frozen=True)
class Tally:
    """`asked` = `answered` + `missing`. Of several choices the lines add to more than those who answered."""

    kind: str
    asked: int
    answered: int
    missing: int
    lines: tuple[TallyLine, ...] = ()
    numbers: Numbers | None = None
    texts: tuple[str, ...] = ()


def tally(question: Question, values: Sequence[Any]) -> Tally:
    """The tally of one value for each respondent that was asked, None for who did not answer.

    What is no answer to the question counts as missing. Years and dates are counted by year; of a table, how
    many filled each row; for its cells see `tally_column`.

    >>> found = tally(Question("q", "yes_no", "Có đo không?"), [True, False, True, None])
    >>> [(line.label, line.count, line.share_pct) for line in found.lines], found.missing
    ([('Có', 2, Decimal('66.7')), ('Không', 1, Decimal('33.3'))], 1)
    """
    given = [value for value in (sound(question, value) for value in values) if value is not None]
    asked, answered = len(values), len(given)
    return Tally(
        kind=question.kind,
        asked=asked,
        answered=answered,
        missing=asked - answered,
        lines=tuple(
            TallyLine(code, label, count, _share(count, answered), _share(count, asked))
            for code, label, count in _counted(question, given)
        ),
        numbers=_numbers([Decimal(value) for value in given]) if question.kind in _MEASURED else None,
        texts=tuple(given) if question.kind in ("text", "long_text") else (),
    )


def tally_column(question: Question, row: str, column: str, values: Sequence[Any]) -> Tally:
    """The tally of one cell of a table, `values` being whole tables; KeyError where it has no such cell."""
    if row not in {each.code for each in question.rows}:
        raise KeyError(row)
    found = {each.code: each for each in question.columns}[column]
    cells = [(sound(question, value) or {}).get(row, {}).get(column) for value in values]
    return tally(_as_question(found), cells)


def _as_question(column: TableColumn) -> Question:
    return Question(
        column.code,
        column.kind,
        column.label,
        unit=column.unit,
        low=column.low,
        high=column.high,
        decimals=column.decimals,
        choices=column.choices,
    )


def _share(count: int, whole: int) -> Decimal | None:
    if whole == 0:
        return None
    return (Decimal(100 * count) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _counted(question: Question, given: Sequence[Any]) -> list[tuple[str, str, int]]:
    """Code, label and count: of every choice, chosen or not; of the years that occur; of a table's rows."""
    if question.kind in _COUNTED:
        counts = Counter(code for value in given for code in _codes(question, value))
        return [(choice.code, choice.label, counts[choice.code]) for choice in options_of(question)]
    if question.kind == "table":
        counts = Counter(row for value in given for row in value)
        return [(row.code, row.label, counts[row.code]) for row in question.rows]
    if question.kind in ("year", "date"):
        counts = Counter(str(value)[:4] for value in given)
        return [(year, year, counts[year]) for year in sorted(counts)]
    return []


def _codes(question: Question, value: Any) -> Sequence[str]:
    if question.kind == "multi":
        return list(value)
    if question.kind == "yes_no":
        return ["yes" if value else "no"]
    return [str(value)]


def _numbers(values: list[Decimal]) -> Numbers | None:
    if not values:
        return None
    values.sort()
    total = sum(values, Decimal(0))
    return Numbers(
        mean=total / len(values),
        median=_quantile(values, 2),
        low_quartile=_quantile(values, 1),
        high_quartile=_quantile(values, 3),
        lowest=values[0],
        highest=values[-1],
        total=total,
    )


def _quantile(ordered: Sequence[Decimal], quarters: int) -> Decimal:
    below, over = divmod((len(ordered) - 1) * quarters, 4)
    if over == 0:
        return ordered[below]
    return ordered[below] + (ordered[below + 1] - ordered[below]) * over / 4
