"""Ruled tables on PDF pages: their grid, and their continuation on the next page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nscl.plandoc.readers.build import CellText
from nscl.plandoc.readers.emit import cell_text
from nscl.plandoc.readers.lines import is_item
from nscl.plandoc.readers.pdf_lines import Word, join_lines, lines_of

Box = tuple[float, float, float, float]
GridRow = list[CellText | None]

_NEAR = 3.0
_SAME_COLUMN = 7.0
_MOST_HEADER_ROWS = 4
_NUMBER = re.compile(r"^[\d.,\s%]+$")
_TOP_LEFT = re.compile(r"^(?:STT|TT|Số TT|Số thứ tự)\.?$", re.I)
_MOST_BOXES = 20_000


@dataclass(slots=True)
class PageTable:
    """A table on one page, or several pages' parts already put together."""

    rows: list[GridRow]
    columns: list[float]
    top: float
    bottom: float
    page: int


def build_table(boxes: Sequence[Box], words: Sequence[Word], page: int) -> PageTable | None:
    """A grid from the boxes of a table's cells and the words inside them; None for a mere frame."""
    if not 2 <= len(boxes) <= _MOST_BOXES:
        return None
    xs = _edges([box[0] for box in boxes] + [box[2] for box in boxes])
    ys = _edges([box[1] for box in boxes] + [box[3] for box in boxes])
    if len(xs) < 2 or len(ys) < 2:
        return None
    grid: list[GridRow] = [[CellText("") for _ in xs[1:]] for _ in ys[1:]]
    taken: set[tuple[int, int]] = set()
    for box in sorted(boxes, key=lambda box: (box[1], box[0])):
        left, right = _index(xs, box[0]), max(_index(xs, box[2]), _index(xs, box[0]) + 1)
        top, bottom = _index(ys, box[1]), max(_index(ys, box[3]), _index(ys, box[1]) + 1)
        if (top, left) in taken or left >= len(xs) - 1 or top >= len(ys) - 1:
            continue
        for row in range(top, min(bottom, len(grid))):
            for column in range(left, min(right, len(grid[0]))):
                taken.add((row, column))
                grid[row][column] = None
        grid[top][left] = CellText(_text_in(box, words, page), right - left, bottom - top)
    rows = [row for row in grid if any(cell is not None and cell.text for cell in row)]
    if len(rows) < len(grid):
        rows = _without_empty_rows(grid)
    return PageTable(rows, xs, ys[0], ys[-1], page) if rows else None


def _edges(values: list[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _NEAR:
            edges.append(value)
    return edges


def _index(edges: list[float], value: float) -> int:
    return min(range(len(edges)), key=lambda number: abs(edges[number] - value))


def _text_in(box: Box, words: Sequence[Word], page: int) -> str:
    x0, top, x1, bottom = box
    inside = [w for w in words if x0 <= (w.x0 + w.x1) / 2 <= x1 and top <= (w.top + w.bottom) / 2 <= bottom]
    return cell_text(_rejoined([line.text for line in lines_of(inside, page)]))


def _rejoined(lines: list[str]) -> list[str]:
    """Lines of a cell, each list item with its further lines."""
    items: list[list[str]] = []
    for line in lines:
        if items and not is_item(line):
            items[-1].append(line)
        else:
            items.append([line])
    return [join_lines(item) for item in items]


def _without_empty_rows(grid: list[GridRow]) -> list[GridRow]:
    """Drop rows of hairlines that hold nothing, shortening the cells that reached over them."""
    keep = [any(cell is not None and cell.text for cell in row) for row in grid]
    rows: list[GridRow] = []
    for number, row in enumerate(grid):
        if keep[number]:
            rows.append(
                [
                    None
                    if cell is None
                    else CellText(cell.text, cell.colspan, max(1, sum(keep[number : number + cell.rowspan])))
                    for cell in row
                ]
            )
    return rows


def continue_table(table: PageTable, part: PageTable) -> bool:
    """Append the next page's part when it is the same table; False when it is another one.

    A repeated header is dropped, and a row that the page break cut in two is put together.
    """
    if len(table.columns) != len(part.columns) or any(
        abs(a - b) > _SAME_COLUMN for a, b in zip(table.columns, part.columns, strict=True)
    ):
        return False
    repeated = _repeated_header(table.rows, part.rows)
    first = part.rows[0][0]
    if not repeated and first is not None and _TOP_LEFT.match(first.text):
        return False
    rows = part.rows[repeated:]
    if rows and _is_rest_of_row(table.rows[-1], rows[0]):
        table.rows[-1] = [_join(above, below) for above, below in zip(table.rows[-1], rows[0], strict=True)]
        rows = rows[1:]
    table.rows.extend(rows)
    table.bottom, table.page = part.bottom, part.page
    return True


def _repeated_header(rows: list[GridRow], part: list[GridRow]) -> int:
    count = 0
    for row, other in zip(rows[:_MOST_HEADER_ROWS], part[:_MOST_HEADER_ROWS], strict=False):
        if _words(row) != _words(other) or not any(_words(row)):
            break
        count += 1
    return count


def _words(row: GridRow) -> list[str]:
    return ["".join(cell.text.split()) if cell else "" for cell in row]


def _is_rest_of_row(above: GridRow, below: GridRow) -> bool:
    """A cut row goes on without number or amounts, in the midst of a sentence."""
    texts = [cell.text for cell in below if cell is not None and cell.text]
    first = below[0]
    if not texts or (first is not None and first.text) or any(_NUMBER.match(text) for text in texts):
        return False
    for cell, rest in zip(above, below, strict=True):
        if rest is None or not rest.text:
            continue
        if cell is None or not cell.text:
            return False
        if not (rest.text[:1].islower() or cell.text.endswith((",", " và"))):
            return False
    return True


def _join(above: CellText | None, below: CellText | None) -> CellText | None:
    if above is None or below is None or not below.text:
        return above
    return CellText(f"{above.text} {below.text}", above.colspan, above.rowspan)
