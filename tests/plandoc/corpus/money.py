"""Budget sheets: a tree of rows with amounts, from which the table and its gold are both made.

Amounts are whole numbers or Decimals in the sheet's unit. A planted fault is a printed amount
that differs from the computed one; every other sum is right because it is computed here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Amount = int | Decimal

FACTORS = {"vnd": 1, "thousand_vnd": 10**3, "million_vnd": 10**6, "billion_vnd": 10**9}

_DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def _below_thousand(number: int, *, full: bool) -> str:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = []
    if hundreds or full:
        words += [_DIGITS[hundreds], "trăm"]
    if tens > 1:
        words += [_DIGITS[tens], "mươi"]
    elif tens == 1:
        words.append("mười")
    elif ones and words:
        words.append("linh")
    if ones:
        special = {
            1: "mốt" if tens > 1 else "một",
            4: "tư" if tens > 1 else "bốn",
            5: "lăm" if tens else "năm",
        }
        words.append(special.get(ones, _DIGITS[ones]))
    return " ".join(words)


def in_words(number: int) -> str:
    """A whole number below 10^12 in official Vietnamese words, capital first.

    >>> in_words(24_615_000_000)
    'Hai mươi tư tỷ sáu trăm mười lăm triệu'
    >>> in_words(1_005_000)
    'Một triệu không trăm linh năm nghìn'
    """
    if not 0 < number < 10**12:
        raise ValueError(number)
    parts = []
    for factor, name in ((10**9, "tỷ"), (10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        piece, number = divmod(number, factor)
        if piece:
            parts.append(f"{_below_thousand(piece, full=bool(parts))} {name}".strip())
    text = " ".join(parts)
    return text[0].upper() + text[1:]


def figure(amount: Amount) -> str:
    """Vietnamese digits: dot for thousands, comma for decimals.

    >>> figure(35100), figure(Decimal("1.25")), figure(Decimal("1200"))
    ('35.100', '1,25', '1.200')
    """
    text = f"{amount:,f}" if isinstance(amount, Decimal) else f"{amount:,}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def plain(amount: Amount) -> int | float:
    """The amount as JSON carries it."""
    return int(amount) if amount == int(amount) else float(amount)


@dataclass
class Row:
    """One printed row: a phase, a group or a line."""

    role: str
    step: str
    name: str
    cells: dict[str, Amount]
    children: list[Row] = field(default_factory=list)
    label: str | None = None  # what stands in the number column; None prints the step
    text: dict[str, str] = field(default_factory=dict)
    span: tuple[int, int] | None = None  # years of a phase
    bare: bool = False  # a heading row without amounts
    path: str = ""

    def walk(self) -> Iterator[Row]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass
class Column:
    id: str
    header: str
    under: str | None = None  # header of the merged cell above it


@dataclass
class Cell:
    """A table cell; cells covered by a span are simply not written (as in HTML)."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    bold: bool = False
    amount: bool = False


@dataclass
class Sheet:
    """The money of a plan: columns, tree, and how it is printed."""

    unit: str
    sources: Sequence[str] = ()
    years: Sequence[int] = ()
    periods: Sequence[tuple[int, int]] = ()  # phases printed as columns
    rows: list[Row] = field(default_factory=list)
    total: dict[str, Amount] = field(default_factory=dict)

    @property
    def keys(self) -> list[str]:
        return ["total", *self.sources, *map(str, self.years), *(f"{a}-{b}" for a, b in self.periods)]

    def line(
        self, step: str, name: str, *parts: Sequence[Amount], label: str | None = None, **text: str
    ) -> Row:
        """A leaf row. `parts`: one sequence for each of sources, years, periods that the sheet has."""
        axes = [list(self.sources), [str(y) for y in self.years], [f"{a}-{b}" for a, b in self.periods]]
        axes = [axis for axis in axes if axis]
        cells: dict[str, Amount] = {}
        if not axes:
            cells["total"] = parts[0][0]
        else:
            cells["total"] = sum(parts[0])
        for axis, values in zip(axes, parts, strict=bool(axes)):
            if len(axis) != len(values) or sum(values) != cells["total"]:
                raise ValueError(f"{name}: {values} does not fit {axis} and {cells['total']}")
            cells |= dict(zip(axis, values, strict=True))
        return Row("line", step, name, cells, label=label, text=text)

    def group(self, step: str, name: str, *children: Row, bare: bool = False, **text: str) -> Row:
        return Row("group", step, name, self._sum(children), list(children), bare=bare, text=text)

    def phase(self, step: str, name: str, span: tuple[int, int], *children: Row) -> Row:
        return Row("phase", step, name, self._sum(children), list(children), span=span)

    def _sum(self, rows: Sequence[Row]) -> dict[str, Amount]:
        return {key: sum((row.cells.get(key, 0) for row in rows), start=0) for key in self.keys}

    def close(self, *rows: Row) -> Sheet:
        """Take the top rows, give every row its path and compute the grand total."""
        self.rows = list(rows)
        self.total = self._sum(rows)
        for row in rows:
            self._name(row, "")
        return self

    def _name(self, row: Row, above: str) -> None:
        step = "" if row.step in "-+" else row.step
        joined = [step] if step.startswith(above + ".") else [above, step]
        row.path = ".".join(part for part in joined if part)
        for child in row.children:
            self._name(child, row.path)

    def vnd(self, amount: Amount) -> int:
        return int(amount * FACTORS[self.unit])

    def all_rows(self) -> list[Row]:
        return [row for top in self.rows for row in top.walk()]

    # -- the printed table ------------------------------------------------------------------

    def header(self, columns: Sequence[Column]) -> list[list[Cell]]:
        if not any(column.under for column in columns):
            return [[Cell(column.header, bold=True) for column in columns]]
        top: list[Cell] = []
        below: list[Cell] = []
        last = None
        for column in columns:
            if column.under is None:
                top.append(Cell(column.header, rowspan=2, bold=True))
            elif column.under == last:
                top[-1].colspan += 1
            else:
                top.append(Cell(column.under, bold=True))
            if column.under is not None:
                below.append(Cell(column.header, bold=True))
            last = column.under
        return [top, below]

    def grid(
        self,
        columns: Sequence[Column],
        *,
        total_label: str | None = "TỔNG CỘNG",
        total_first: bool = False,
        zero: str = "0",
        merge_heads: bool = False,
    ) -> list[list[Cell]]:
        """All rows as cells, header first. `merge_heads` spans a group's name over its empty text columns."""
        rows = [self._print(row, columns, zero, merge_heads) for row in self.all_rows()]
        if total_label is not None:
            total = self._print_total(columns, total_label, zero)
            rows = [total, *rows] if total_first else [*rows, total]
        return [*self.header(columns), *rows]

    def _print(self, row: Row, columns: Sequence[Column], zero: str, merge_heads: bool) -> list[Cell]:
        cells: list[Cell] = []
        bold = row.role != "line"
        for column in columns:
            if column.id == "stt":
                label = row.step if row.label is None else row.label
                cells.append(Cell("" if label in ("-", "+") else label, bold=bold))
            elif column.id == "name":
                numbered = any(c.id == "stt" for c in columns)
                name = row.name if numbered or row.label == "" else f"{row.step}. {row.name}"
                if row.step in ("-", "+"):
                    name = f"{row.step} {row.name}"
                cells.append(Cell(name, bold=bold))
            elif column.id in self.keys:
                empty = row.bare or column.id not in row.cells
                cells.append(
                    Cell("" if empty else self._figure(row.cells[column.id], zero), bold=bold, amount=True)
                )
            elif merge_heads and bold and cells and not cells[-1].amount and column.id not in row.text:
                cells[-1].colspan += 1
            else:
                cells.append(Cell(row.text.get(column.id, ""), bold=bold))
        return cells

    def _print_total(self, columns: Sequence[Column], label: str, zero: str) -> list[Cell]:
        cells: list[Cell] = []
        for column in columns:
            if column.id in self.keys:
                cells.append(Cell(self._figure(self.total[column.id], zero), bold=True, amount=True))
            elif not cells:
                cells.append(Cell(label, bold=True))
            elif not any(cell.amount for cell in cells):
                cells[-1].colspan += 1
            else:
                cells.append(Cell("", bold=True))
        return cells

    @staticmethod
    def _figure(amount: Amount, zero: str) -> str:
        return figure(amount) if amount else zero

    # -- the gold ---------------------------------------------------------------------------

    def gold_row(self, row: Row) -> dict[str, Any]:
        if row.bare:
            return {"total": None, "by_source": {}, "by_year": {}}
        return {
            "total": plain(row.cells["total"]),
            "by_source": {code: plain(row.cells[code]) for code in self.sources},
            "by_year": {str(year): plain(row.cells[str(year)]) for year in self.years},
        }
