"""Small cells are not for outsiders: which counts of a table to hide so that none can be worked out.

A count of one to four is hidden; and in every line that adds up to a figure the reader also sees, more cells
are hidden until at least two are and they stand for at least five, because one hidden cell is a subtraction.
"""

from __future__ import annotations

from collections.abc import Sequence

LEAST = 5


def veil(counts: Sequence[Sequence[int]], *, across: bool, down: bool) -> list[list[bool]]:
    """True where a count is to be hidden; `across` and `down` say whether rows and columns add up.

    >>> veil([[2, 9, 30]], across=True, down=False)
    [[True, True, False]]
    >>> veil([[2, 9, 30]], across=False, down=False)
    [[True, False, False]]
    """
    hidden = [[0 < count < LEAST for count in row] for row in counts]
    lines = [[(i, j) for j in range(len(row))] for i, row in enumerate(counts)] if across else []
    if down and counts:
        lines += [[(i, j) for i in range(len(counts))] for j in range(len(counts[0]))]
    changed = True
    while changed:
        changed = any(_closed(line, counts, hidden) for line in lines)
    return hidden


def _closed(
    line: Sequence[tuple[int, int]], counts: Sequence[Sequence[int]], hidden: list[list[bool]]
) -> bool:
    """Hide the smallest open cells of a line until what is hidden cannot be worked out; whether any was."""
    changed = False
    while True:
        veiled = [(i, j) for i, j in line if hidden[i][j]]
        total = sum(counts[i][j] for i, j in veiled)
        if not veiled or (len(veiled) > 1 and total >= LEAST):
            return changed
        rest = [(counts[i][j], i, j) for i, j in line if not hidden[i][j] and counts[i][j]]
        if not rest:
            return changed
        _count, i, j = min(rest)
        hidden[i][j] = changed = True
