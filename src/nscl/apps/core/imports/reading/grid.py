"""What a sheet is once read: rows of plain cells, and what stands around them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

# How a cell travels from the reading process: text, number, bool or None as they are; what JSON has no kind
# for is a text that begins with a sign no cell can hold.
DATE, INSTANT, ERROR, FORMULA, GARBLED = "\x00d", "\x00t", "\x00e", "\x00f", "\x00g"
Cell = str | int | float | bool | None


@dataclass(frozen=True)
class Unread:
    """A cell without a value: a spreadsheet error (#REF!), a formula without a saved result, lost letters."""

    why: str  # "error" | "formula" | "garbled"
    text: str = ""


@dataclass(frozen=True)
class Merge:
    """A merged area by zero-based rows and columns, ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Sheet:
    """One sheet; `rows` hold all of it when it was chosen, else only its first rows.

    `first_row` is the number of rows[0] as the spreadsheet counts (1 for the first). `hidden_rows` are such
    numbers too; `hidden_columns` are zero-based.
    """

    name: str
    is_hidden: bool = False
    row_count: int = 0
    column_count: int = 0
    first_row: int = 1
    rows: list[list[Cell]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    formulas: int = 0
    problem: str = ""


@dataclass
class Book:
    """A file as read: its sheets, which of them is whole, and sentences for the person about the file."""

    kind: str
    sheets: list[Sheet]
    chosen: int
    notes: list[str] = field(default_factory=list)
    encoding: str = ""
    separator: str = ""
    date_system: int = 1900

    @property
    def sheet(self) -> Sheet:
        return self.sheets[self.chosen]


def value_of(cell: Cell) -> Any:
    """The Python value behind a travelling cell: dates as dates, what is unreadable as `Unread`."""
    if isinstance(cell, str) and cell[:1] == "\x00":
        kind, text = cell[:2], cell[2:]
        if kind == DATE:
            return date.fromisoformat(text)
        if kind == INSTANT:
            return datetime.fromisoformat(text)
        return Unread({ERROR: "error", FORMULA: "formula"}.get(kind, "garbled"), text)
    return cell


def shown(cell: Cell) -> str:
    """The cell as a page or a file shows it back to the person."""
    value = value_of(cell)
    if value is None:
        return ""
    if isinstance(value, Unread):
        return value.text or ("#LỖI" if value.why == "error" else "=(công thức)")
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"
    return str(value).strip()


def column_letter(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA, 16383 → XFD."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """A → 0, XFD → 16383."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
