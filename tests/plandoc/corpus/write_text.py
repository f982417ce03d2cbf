"""Renders a draft as the plain texts that circulate: hard-wrapped, Markdown, one cell a line, NFD."""

from __future__ import annotations

import textwrap
import unicodedata

from tests.plandoc.corpus.model import MARK, Columns, Draft, NewPage, Paragraph, Table

NBSP = "\N{NO-BREAK SPACE}"

JUNK = ["Hệ thống tra cứu văn bản", "Đang tải dữ liệu, xin vui lòng đợi trong giây lát...", ""]


class _Writer:
    """`style` keys: wrap (columns), table (cells, bars, pipes, markdown), head (plain, bars),
    bold, nfd, junk, nbsp_items."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.style = draft.styles["text"]
        self.lines: list[str] = []
        self.footnotes: list[str] = []

    def write(self) -> bytes:
        if self.style.get("junk"):
            self.lines += JUNK
        for part in self.draft.parts:
            if isinstance(part, Columns):
                self._columns(part)
            elif isinstance(part, Table):
                getattr(self, "_table_" + self.style.get("table", "cells"))(part)
            elif isinstance(part, NewPage):
                self._gap()
            else:
                self._paragraph(part)
        for n, note in enumerate(self.footnotes, 1):
            self.lines += [str(n), *self._wrap(note)]
        text = "\n".join(self.lines) + "\n"
        return unicodedata.normalize("NFD" if self.style.get("nfd") else "NFC", text).encode("utf-8")

    def _gap(self) -> None:
        if not self.style.get("wrap"):
            self.lines.append("")

    def _inline(self, text: str) -> str:
        def mark(match: object) -> str:
            kind, inner = match[1], match[2]  # type: ignore[index]
            if kind == "fn":
                self.footnotes.append(inner)
                return str(len(self.footnotes))
            return inner if kind == "ins" else ""

        return MARK.sub(mark, text)

    def _wrap(self, text: str) -> list[str]:
        width = self.style.get("wrap")
        if not width:
            return [text]
        return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False) or [""]

    def _paragraph(self, part: Paragraph) -> None:
        text = self._inline(part.text)
        if self.style.get("bold") and part.style in ("title", "h1", "h2"):
            text = f"**{text}**"
        if self.style.get("nbsp_items") and part.style == "item":
            text = text.replace(" ", NBSP, 1)
        self.lines += self._wrap(text)
        self._gap()

    def _columns(self, part: Columns) -> None:
        if self.style.get("head") == "bars":
            self._bars(part)
            return
        if part.kind == "head":
            for side in (part.left[:-1], part.right[:-1], part.left[-1:], part.right[-1:]):
                self.lines += [*side, ""]
            return
        self.lines += [*part.left, "", *part.right, ""]

    def _bars(self, part: Columns) -> None:
        blocks = [part.left, part.right]
        if part.kind == "head":
            blocks = [part.left[:-1], part.right[:-1], part.left[-1:], part.right[-1:]]
        for block in blocks:
            for line in block:
                self.lines += self._wrap(line) if line else []
            self.lines.append("|")

    def _table_cells(self, part: Table) -> None:
        for cells in part.rows:
            for cell in cells:
                self.lines += [self._inline(cell.text) or NBSP, ""]

    def _table_bars(self, part: Table) -> None:
        for cells in part.rows:
            for cell in cells:
                self.lines += [*self._wrap(self._inline(cell.text) or NBSP), "|"]

    def _spread(self, part: Table) -> list[list[str]]:
        """The full grid; covered places are empty."""
        width = sum(cell.colspan for cell in part.rows[0])
        grid = [["" for _ in range(width)] for _ in part.rows]
        taken: set[tuple[int, int]] = set()
        for y, cells in enumerate(part.rows):
            x = 0
            for cell in cells:
                while (y, x) in taken:
                    x += 1
                grid[y][x] = self._inline(cell.text)
                taken |= {(y + dy, x + dx) for dy in range(cell.rowspan) for dx in range(cell.colspan)}
                x += cell.colspan
        return grid

    def _table_pipes(self, part: Table) -> None:
        for row in self._spread(part):
            self.lines.append(" | ".join(row))
        self._gap()

    def _table_markdown(self, part: Table) -> None:
        grid = self._spread(part)
        self.lines += ["| " + " | ".join(grid[0]) + " |", "|" + "---|" * len(grid[0])]
        self.lines += ["| " + " | ".join(row) + " |" for row in grid[1:]]
        self._gap()


def write(draft: Draft) -> bytes:
    """The draft as UTF-8 text in the style the plan asks for."""
    return _Writer(draft).write()
