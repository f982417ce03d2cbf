"""Laying out the cells of a table with row and column spans on a square grid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nscl.plandoc.readers.build import CellText
from nscl.plandoc.source import UnreadableDocument

MOST_CELLS = 60_000
MOST_COLUMNS = 200
TOO_MANY_CELLS = (
    "Bảng trong tệp có quá nhiều ô (hơn 60 nghìn) so với một kế hoạch. "
    "Xin bỏ các hàng, cột trống rồi tải lên lại."
)


def lay_out(rows: Iterable[Sequence[CellText]]) -> list[list[CellText | None]]:
    """Place cells row by row, as a browser does; the places a merged cell covers hold None.

    >>> grid = lay_out([[CellText("A", rowspan=2), CellText("B", colspan=2)], [CellText("c"), CellText("d")]])
    >>> [[cell and cell.text for cell in row] for row in grid]
    [['A', 'B', None], [None, 'c', 'd']]
    """
    grid: list[list[CellText | None]] = []
    reach: dict[int, int] = {}
    total = 0
    for cells in rows:
        row: list[CellText | None] = []
        below: dict[int, int] = {column: left - 1 for column, left in reach.items() if left > 1}
        for cell in cells:
            while len(row) in reach:
                row.append(None)
            width = max(1, min(cell.colspan, MOST_COLUMNS - len(row)))
            for column in range(len(row), len(row) + width):
                if cell.rowspan > 1:
                    below[column] = cell.rowspan - 1
            row.append(CellText(cell.text, width, cell.rowspan))
            row.extend([None] * (width - 1))
        while len(row) in reach:
            row.append(None)
        reach = below
        grid.append(row)
        total += len(row)
        if total > MOST_CELLS or len(row) > MOST_COLUMNS:
            raise UnreadableDocument("too_large", TOO_MANY_CELLS)
    return _trim_spans(grid)


def _trim_spans(grid: list[list[CellText | None]]) -> list[list[CellText | None]]:
    """Make rows equally long and let no cell reach below the last row."""
    width = max((len(row) for row in grid), default=0)
    for number, row in enumerate(grid):
        row.extend([CellText("")] * (width - len(row)))
        for column, cell in enumerate(row):
            if cell is not None and cell.rowspan > len(grid) - number:
                row[column] = CellText(cell.text, cell.colspan, len(grid) - number)
    return grid


def texts(grid: Sequence[Sequence[CellText | None]]) -> list[list[str]]:
    """The words of a grid, covered places empty."""
    return [[cell.text if cell else "" for cell in row] for row in grid]
