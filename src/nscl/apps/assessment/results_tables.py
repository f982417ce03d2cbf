"""The tables of a survey's results, as pages, workbooks, papers and frozen figures all print them.

For readers from outside (`is_veiled`) counts of one to four and all that would give them away are hidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from nscl.apps.assessment.queries_surveys import share_pct
from nscl.apps.assessment.results import (
    ANSWERED,
    DIMENSIONS,
    UNKNOWN,
    Part,
    Rate,
    Results,
    tally_of,
    values_of,
)
from nscl.apps.assessment.results_veil import LEAST, veil
from nscl.policy.questionnaires import Numbers, Question, Tally
from nscl.vietnamese import format_number, unit_named

MEASURED = ("number", "money", "percent")
COUNTED = ("choice", "multi", "yes_no", "scale", "table", "year", "date")
# Of these every respondent gives exactly one, so that the lines add up.
SINGLE = ("choice", "yes_no", "scale", "year", "date")


@dataclass(frozen=True)
class Cell:
    """A number of a table; `pct` where it is a count with its share. Hidden ones keep nothing.

    `said` names the answer it counts, `stratum` whose; a page links it to the responses behind it.
    """

    value: int | Decimal | None
    pct: Decimal | None = None
    is_hidden: bool = False
    said: str = ""
    stratum: str = ""
    places: int = 0

    @property
    def text(self) -> str:
        if self.is_hidden:
            return hidden_text()
        return "–" if self.value is None else str(format_number(rounded(self.value, self.places)))


def hidden_text() -> str:
    return _("ít hơn {n}").format(n=LEAST)


HIDDEN = Cell(None, is_hidden=True)


def rounded(value: int | Decimal, places: int) -> int | Decimal:
    """At most `places` decimals, none for nothing."""
    if isinstance(value, int):
        return value
    exact = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return exact.quantize(Decimal(1)) if exact == exact.to_integral() else exact.normalize()


@dataclass(frozen=True)
class Column:
    """`kind` is "share" (a count with its percentage), "count", "pct", "number" or "money"."""

    code: str
    label: str
    kind: str


@dataclass(frozen=True)
class Line:
    code: str
    label: str
    cells: tuple[Cell, ...]
    is_total: bool = False


@dataclass(frozen=True)
class Grid:
    """One table: `head` names what its lines are."""

    key: str
    title: str
    head: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    note: str = ""

    @property
    def rows(self) -> list[tuple[Line, list[tuple[Column, Cell]]]]:
        """Each line with its cells under their columns."""
        return [(line, list(zip(self.columns, line.cells, strict=True))) for line in self.lines]

    def turned(self) -> Grid:
        """Lines as columns and columns as lines: for few strata and many answers."""
        columns = tuple(Column(line.code, line.label, "share") for line in self.lines)
        lines = tuple(
            Line(column.code, column.label, tuple(line.cells[place] for line in self.lines))
            for place, column in enumerate(self.columns)
        )
        return Grid(self.key, self.title, _("Trả lời"), columns, lines, self.note)


# Who answered -----------------------------------------------------------------------------------


def rate_grid(results: Results, dimension: str, *, is_veiled: bool = False) -> Grid:
    """Invited, answered, declined, silent and the rate, for each stratum and all."""
    rates = [*results.rates(dimension), results.whole]
    masks = veil([[r.answered, r.declined, r.silent] for r in rates[:-1]], across=True, down=True)
    masks.append(
        veil([[rates[-1].answered, rates[-1].declined, rates[-1].silent]], across=True, down=False)[0]
    )
    if not is_veiled:
        masks = [[False] * 3 for _rate in rates]
    label = _(DIMENSIONS[dimension].label)
    columns = (
        Column("invited", _("Được mời"), "count"),
        Column("answered", _("Đã trả lời"), "count"),
        Column("declined", _("Từ chối"), "count"),
        Column("silent", _("Chưa trả lời"), "count"),
        Column("pct", _("Tỷ lệ trả lời (%)"), "pct"),
    )
    totals = [False] * (len(rates) - 1) + [True]
    lines = tuple(_rate_line(*told) for told in zip(rates, masks, totals, strict=True))
    title = _("Tỷ lệ trả lời theo {what}").format(what=label.lower())
    return Grid(f"rate/{dimension}", title, label, columns, lines)


def _rate_line(rate: Rate, mask: Sequence[bool], is_total: bool) -> Line:
    stratum = "" if is_total else rate.key or UNKNOWN
    counts = (("answered", rate.answered), ("declined", rate.declined), ("silent", rate.silent))
    cells = [Cell(rate.invited, stratum=stratum)]
    cells += [
        HIDDEN if hidden else Cell(count, said=said, stratum=stratum)
        for (said, count), hidden in zip(counts, mask, strict=True)
    ]
    cells.append(HIDDEN if mask[0] else Cell(rate.pct, places=1))
    return Line("" if is_total else stratum, rate.label, tuple(cells), is_total)


# One question -----------------------------------------------------------------------------------


def question_grid(question: Question, tally: Tally, *, is_veiled: bool = False) -> Grid:
    """Each answer, how many gave it and their share of those asked; or the numbers of those who answered."""
    if question.kind in MEASURED:
        return _numbers_grid(question, tally, is_veiled)
    is_single = question.kind in SINGLE
    counts = [line.count for line in tally.lines] + ([tally.missing] if is_single else [])
    mask = veil([counts], across=is_single, down=False)[0] if is_veiled else [False] * len(counts)
    lines = [
        Line(line.code, line.label, _counted(line.count, tally.asked, hidden, line.code))
        for line, hidden in zip(tally.lines, mask[: len(tally.lines)], strict=True)
    ]
    hidden = is_veiled and (mask[-1] if is_single else 0 < tally.missing < LEAST)
    missing = _("Không trả lời câu này")
    lines.append(Line(UNKNOWN, missing, _counted(tally.missing, tally.asked, hidden, UNKNOWN)))
    head = _("Năm") if question.kind in ("year", "date") else _("Trả lời")
    columns = (Column("count", _("Số đơn vị"), "count"), Column("pct", _("% số được hỏi"), "pct"))
    return Grid(question.code, question.label, head, columns, tuple(lines), _asked_note(tally, is_veiled))


def _counted(count: int, asked: int, hidden: bool, said: str) -> tuple[Cell, ...]:
    if hidden:
        return HIDDEN, HIDDEN
    return Cell(count, said=said), Cell(share_pct(count, asked), places=1)


def _asked_note(tally: Tally, is_veiled: bool) -> str:
    if is_veiled and 0 < tally.asked < LEAST:
        return _("Dưới {n} đơn vị được hỏi câu này.").format(n=LEAST)
    return _("{n} đơn vị được hỏi câu này.").format(n=format_number(tally.asked))


NUMBERS = ("median", "low_quartile", "high_quartile", "mean", "lowest", "highest", "total")


def _number_columns(question: Question, is_veiled: bool) -> tuple[Column, ...]:
    """The lowest and the highest are one organisation's each: not for readers from outside."""
    labels = {
        "median": _("Trung vị"),
        "low_quartile": _("Tứ phân vị dưới"),
        "high_quartile": _("Tứ phân vị trên"),
        "mean": _("Trung bình"),
        "lowest": _("Nhỏ nhất"),
        "highest": _("Lớn nhất"),
        "total": _("Tổng"),
    }
    kind = "money" if question.kind == "money" else "number"
    left_out = {"lowest", "highest"} if is_veiled else set()
    left_out |= {"total"} if question.kind == "percent" else set()
    return tuple(Column(code, labels[code], kind) for code in NUMBERS if code not in left_out)


def number_cells(numbers: Numbers | None, question: Question, columns: Sequence[Column]) -> tuple[Cell, ...]:
    if numbers is None:
        return tuple(Cell(None) for _column in columns)
    places = max(question.decimals, 1)
    return tuple(Cell(in_unit(question, getattr(numbers, column.code)), places=places) for column in columns)


def _numbers_grid(question: Question, tally: Tally, is_veiled: bool) -> Grid:
    measures = _number_columns(question, is_veiled)
    columns = (Column("value", unit_of(question) or _("Giá trị"), "number"),)
    few = is_veiled and tally.answered < LEAST
    cells = number_cells(None if few else tally.numbers, question, measures)
    lines = [
        Line(column.code, column.label, (HIDDEN if few else cell,))
        for column, cell in zip(measures, cells, strict=True)
    ]
    hidden = (
        veil([[tally.answered, tally.missing]], across=True, down=False)[0] if is_veiled else (False,) * 2
    )
    told = ((_("Có trả lời"), tally.answered, ANSWERED), (_("Không trả lời câu này"), tally.missing, UNKNOWN))
    for (label, count, said), veiled in zip(told, hidden, strict=True):
        lines.append(Line(said, label, (HIDDEN if veiled else Cell(count, said=said),)))
    return Grid(
        question.code, question.label, _("Số liệu"), columns, tuple(lines), _asked_note(tally, is_veiled)
    )


def unit_of(question: Question) -> str:
    """The unit its numbers are printed in; of money the one it was asked in, else đồng."""
    return {"money": question.unit or "đồng", "percent": "%"}.get(question.kind, question.unit)


def in_unit(question: Question, value: Decimal) -> Decimal:
    """A number in the unit of `unit_of`; money is answered in đồng."""
    if question.kind != "money" or not question.unit:
        return value
    return value / unit_named(question.unit).factor


# By strata --------------------------------------------------------------------------------------


def breakdown_grid(
    results: Results, question: Question, dimension: str, whole: Tally, *, is_veiled: bool = False
) -> Grid | None:
    """One line a stratum, `whole` at the end; None for questions answered in words."""
    if question.kind not in (*MEASURED, *COUNTED):
        return None
    parts = [(part, tally_of(question, part.sheets)) for part in results.parts(dimension)]
    parts = [(part, tally) for part, tally in parts if tally.asked]
    if question.kind in MEASURED:
        columns, lines = _measured_lines(question, parts, whole, is_veiled)
    else:
        columns, lines = _counted_lines(question, parts, whole, is_veiled)
    label = _(DIMENSIONS[dimension].label)
    title = _("{question} – theo {what}").format(question=question.label, what=label.lower())
    unit = unit_of(question) if question.kind in MEASURED else ""
    note = _("Đơn vị tính: {unit}.").format(unit=unit) if unit else ""
    return Grid(f"{question.code}/{dimension}", title, label, columns, lines, note)


Parts = Sequence[tuple[Part, Tally]]


def _stratum(part: Part) -> str:
    return part.key or UNKNOWN


def _counted_lines(
    question: Question, parts: Parts, whole: Tally, is_veiled: bool
) -> tuple[tuple[Column, ...], tuple[Line, ...]]:
    """Shares are of those asked in the stratum; those who did not answer have their own column."""
    codes = [*((line.code, line.label) for line in whole.lines), (UNKNOWN, _("Không trả lời"))]
    counts = [_counts(tally, codes) for _part, tally in parts]
    total = _counts(whole, codes)
    masks = [[False] * len(codes) for _row in counts]
    total_mask = [False] * len(codes)
    if is_veiled:
        is_single = question.kind in SINGLE
        masks = veil(counts, across=is_single, down=True)
        total_mask = veil([total], across=is_single, down=False)[0]
    lines = [
        _share_line(_stratum(part), part.label, tally.asked, codes, row, mask, is_veiled)
        for (part, tally), row, mask in zip(parts, counts, masks, strict=True)
    ]
    lines.append(_share_line("", _("Tất cả"), whole.asked, codes, total, total_mask, is_veiled))
    columns = (Column("asked", _("Được hỏi"), "count"),)
    columns += tuple(Column(code, label, "share") for code, label in codes)
    return columns, tuple(lines)


def _counts(tally: Tally, codes: Sequence[tuple[str, str]]) -> list[int]:
    told = {line.code: line.count for line in tally.lines} | {UNKNOWN: tally.missing}
    return [told.get(code, 0) for code, _label in codes]


def _share_line(
    stratum: str,
    label: str,
    asked: int,
    codes: Sequence[tuple[str, str]],
    row: Sequence[int],
    mask: Sequence[bool],
    is_veiled: bool,
) -> Line:
    few = is_veiled and asked < LEAST
    cells = [HIDDEN if few else Cell(asked, stratum=stratum)]
    cells += [
        HIDDEN if hidden or few else Cell(count, share_pct(count, asked), said=code, stratum=stratum)
        for (code, _label), count, hidden in zip(codes, row, mask, strict=True)
    ]
    return Line(stratum, label, tuple(cells), is_total=not stratum)


def _measured_lines(
    question: Question, parts: Parts, whole: Tally, is_veiled: bool
) -> tuple[tuple[Column, ...], tuple[Line, ...]]:
    measures = _number_columns(question, is_veiled)
    mask = [False] * len(parts)
    if is_veiled:
        mask = veil([[tally.answered for _part, tally in parts]], across=True, down=False)[0]
    lines = [
        _number_line(_stratum(part), part.label, tally, question, measures, hidden)
        for (part, tally), hidden in zip(parts, mask, strict=True)
    ]
    few = is_veiled and whole.answered < LEAST
    lines.append(_number_line("", _("Tất cả"), whole, question, measures, few))
    return (Column("n", _("Có trả lời"), "count"), *measures), tuple(lines)


def _number_line(
    stratum: str, label: str, tally: Tally, question: Question, measures: Sequence[Column], hidden: bool
) -> Line:
    if hidden:
        return Line(stratum, label, (HIDDEN,) * (len(measures) + 1), is_total=not stratum)
    cells = number_cells(tally.numbers, question, measures)
    return Line(
        stratum, label, (Cell(tally.answered, said=ANSWERED, stratum=stratum), *cells), is_total=not stratum
    )


def numbers_of(question: Question, sheets: Any) -> list[Decimal]:
    """The numbers answered, in the unit of `unit_of`, for a drawing."""
    told = (value for value in values_of(question, sheets) if value is not None)
    found = []
    for value in told:
        try:
            found.append(Decimal(str(value)))
        except ArithmeticError:  # what is no number counts as missing, as in the tally
            continue
    return [in_unit(question, value) for value in found if value.is_finite()]
