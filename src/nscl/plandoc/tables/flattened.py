"""Money tables that lost their shape: one cell a line, as copied from a legal database's page.

The header keeps its words but not its spans, merged cells vanish, and empty cells may or may not
be kept.  What never moves is the run of amounts in a row, so rows are rebuilt around it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nscl.plandoc.source import Block, Cell
from nscl.plandoc.tables.grid import Column, NumberStyle, Row, is_amount, is_nil
from nscl.plandoc.tables.header import classify, header_text, is_header_word, is_parent, text_role

_NUMBERING = re.compile(r"(?:[IVXLC]{1,6}|[A-ZĐ]|\d{1,3}(?:\.\d{1,3}){0,4}|[a-zđ])\s*[.)]?")
_BULLET = re.compile(r"^\s*[-–—+*•]\s*\S")
_YEAR = re.compile(r"(?:năm\s+)?20[1-4]\d", re.IGNORECASE)
_TAIL = re.compile(r"bằng chữ|^\(?\*\)|^ghi chú|^nơi nhận|^tổng số tiền", re.IGNORECASE)

_SHORTEST_HEADER = 3
_LONGEST_GAP = 16
_LONGEST_LABEL = 60


@dataclass(frozen=True, slots=True)
class Flattened:
    """A rebuilt table and the blocks [first, end) it was made of."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    first: int
    end: int
    header: tuple[str, ...]


def find_flattened(blocks: Sequence[Block]) -> list[Flattened]:
    """Every flattened money table among the paragraphs, in order."""
    found: list[Flattened] = []
    at = 0
    while at < len(blocks):
        if _opens(blocks, at) and (table := _rebuild(blocks, at)):
            found.append(table)
            at = table.end
        else:
            at += 1
    return found


def _opens(blocks: Sequence[Block], at: int) -> bool:
    """A flattened header is several heading words in a row, each a paragraph of its own."""
    block = blocks[at]
    if block.kind != "paragraph" or len(block.text) > _LONGEST_LABEL:
        return False
    if text_role(block.text) not in ("number", "name"):
        return False
    following = blocks[at : at + _SHORTEST_HEADER]
    return len(following) == _SHORTEST_HEADER and all(is_header_word(b.text) for b in following)


def _rebuild(blocks: Sequence[Block], first: int) -> Flattened | None:
    header_end = _header_end(blocks, first)
    labels = [block.text for block in blocks[first:header_end] if block.text.strip()]
    body_end = _paragraphs_end(blocks, header_end)
    body = blocks[header_end:body_end]
    readings = [
        _read_as(columns, body) for width in _usual_runs(body) for columns in _readings(labels, width)
    ]
    readings = [reading for reading in readings if reading[1]]
    if not readings:
        return None
    columns, rows, body = max(readings, key=lambda reading: _fit(reading[0], reading[1]))
    end = max(b.index for b in body if b.start <= rows[-1].end) + 1
    last = next((i for i in range(first, len(blocks)) if blocks[i].index == end), len(blocks))
    return Flattened(columns, tuple(rows), first, last, tuple(labels))


def _paragraphs_end(blocks: Sequence[Block], start: int) -> int:
    return next((i for i in range(start, len(blocks)) if blocks[i].kind == "table"), len(blocks))


def _header_end(blocks: Sequence[Block], first: int) -> int:
    """The header stops at the first row number or amount, or at words no header has."""
    at = first
    seen: set[str] = set()
    while at < len(blocks):
        text = blocks[at].text.strip()
        if text and not _YEAR.fullmatch(text):
            nxt = next((b.text.strip() for b in blocks[at + 1 :] if b.text.strip()), "")
            if is_amount(text) or _NUMBERING.fullmatch(text) or not _goes_on_with(text, nxt):
                break
            if seen and is_amount(nxt) and not _YEAR.fullmatch(nxt) and not nxt.isdigit():
                break
            seen.add(header_text(text).lower())
        at += 1
    return at


def _goes_on_with(text: str, following: str) -> bool:
    """Whether a header goes on with a cell: words of headings, or unknown words before more of them."""
    if is_header_word(text):
        return True
    unknown = len(text) <= _LONGEST_LABEL and not _BULLET.match(text) and text[:1].isupper()
    return unknown and not _YEAR.fullmatch(following) and is_header_word(following)


def _usual_runs(body: Sequence[Block]) -> list[int]:
    """How many amounts stand together in a row, the usual number first.

    A row number may stand right after the last amount of the row above, so runs one too long occur.
    """
    runs: Counter[int] = Counter()
    length = 0
    before = ""
    for block in body:
        text = block.text.strip()
        if (
            is_amount(text)
            and (length or not _looks_numbered(text, before))
            or length
            and text
            and is_nil(text)
        ):
            length += 1
        else:
            runs[length] += 1
            length = 0
        before = text
    runs[length] += 1
    del runs[0]
    likely = [size for size, _ in runs.most_common(3)] or [1]
    return list(dict.fromkeys([*likely, *(size - 1 for size in likely if size > 1)]))


def _looks_numbered(text: str, before: str) -> bool:
    """A bare small integer after an empty or finished cell is a row number rather than an amount."""
    return bool(re.fullmatch(r"\d{1,2}", text)) and (not before or not is_amount(before))


def _readings(labels: Sequence[str], width: int) -> list[tuple[Column, ...]]:
    """Typed columns for every way the header words may nest that fits the run of amounts, likeliest first."""
    found: list[tuple[Column, ...]] = []
    for leaves in (*_nested(labels), [[label] for label in labels]):
        columns = tuple(
            classify(i, path) or Column(i, header_text(path[-1]), "note") for i, path in enumerate(leaves)
        )
        for choice in (columns, _with_unknown_money(columns, leaves)):
            if sum(column.role == "amount" for column in choice) == width and choice not in found:
                found.append(choice)
    return found


def _with_unknown_money(columns: tuple[Column, ...], leaves: Sequence[Sequence[str]]) -> tuple[Column, ...]:
    """The same columns with unknown words behind the first money column taken for money too."""
    first = next((column.index for column in columns if column.role == "amount"), len(columns))
    return tuple(
        Column(c.index, c.label, "amount")
        if c.index > first and classify(c.index, leaves[c.index]) is None
        else c
        for c in columns
    )


def _read_as(
    columns: tuple[Column, ...], body: Sequence[Block]
) -> tuple[tuple[Column, ...], list[Row], Sequence[Block]]:
    body = _without_column_numbers(body, len(columns))
    return columns, _Rows(columns, body).read(), body


def _fit(columns: Sequence[Column], rows: Sequence[Row]) -> tuple[bool, int]:
    """Whether the rows have names, and how many add up: totals to sources, years or phases."""
    return any(column.role not in ("number", "amount") for column in columns), _sums(columns, rows)


def _sums(columns: Sequence[Column], rows: Sequence[Row]) -> int:
    total = next((c for c in columns if c.role == "amount" and not (c.source or c.year or c.phase)), None)
    parts = [c for c in columns if c.role == "amount" and c is not total]
    if total is None or len(parts) < 2:
        return 0
    style = NumberStyle.of(cell.text for row in rows for cell in row.cells if cell)
    right = 0
    for row in rows:
        cell = row.cells[total.index]
        whole = style.read(cell.text) if cell else None
        values = [style.read(c.text) or 0 for part in parts if (c := row.cells[part.index])]
        right += whole is not None and whole == sum(values)
    return right


def _nested(labels: Sequence[str]) -> Iterator[list[list[str]]]:
    """Header paths when the words of the lower header rows stand after those of the upper row.

    A gathering word (Trong đó, Giai đoạn …) may hold all money words that close the header, or only
    the last of them; every choice is offered.
    """
    gathering = [at for at in range(len(labels)) if _may_gather(labels[at])]
    if not gathering:
        return
    paths = [[label] for label in labels]
    tail = _money_tail(paths, gathering[-1])
    for start in range(tail, len(labels)):
        yield _gathered(paths, start)
    if len(gathering) > 1 and tail < len(labels):
        for start in range(tail, len(labels)):
            inner = _gathered(paths, start)
            yield _gathered(inner, _money_tail(inner, gathering[0]))


def _gathered(paths: list[list[str]], tail: int) -> list[list[str]]:
    """The last gathering word, or its twins on the same level, over the columns from `tail` on."""
    at = max((i for i in range(tail) if len(paths[i]) == 1 and _may_gather(paths[i][0])), default=None)
    if at is None or tail >= len(paths):
        return paths
    children = paths[tail:]
    twins = _same_level(paths, at, tail)
    share = len(children) // len(twins)
    if share * len(twins) != len(children):
        return paths
    found: list[list[str]] = []
    for place, path in enumerate(paths[:tail]):
        if place in twins:
            own = children[twins.index(place) * share : (twins.index(place) + 1) * share]
            found += [path + child for child in own]
        else:
            found.append(path)
    return found


def _may_gather(label: str) -> bool:
    column = classify(0, [label])
    return is_parent(label) or (column is not None and column.phase is not None)


def _money_tail(paths: Sequence[Sequence[str]], after: int) -> int:
    """Where the closing run of money words, or words of unknown meaning, begins after a gathering word."""
    tail = len(paths)
    while tail - 1 > after:
        column = classify(0, paths[tail - 1])
        if column is not None and column.role != "amount":
            break
        tail -= 1
    return tail


def _same_level(paths: Sequence[Sequence[str]], at: int, tail: int) -> list[int]:
    """Places of gathering words that share one repeated set of children."""
    children = [path[-1] for path in paths[tail:]]
    repeats = Counter(children).most_common(1)[0][1]
    if repeats < 2:
        return [at]
    gathering = [i for i in range(tail) if _may_gather(paths[i][0])]
    return gathering[-repeats:] if len(gathering) >= repeats else [at]


def _without_column_numbers(body: Sequence[Block], columns: int) -> Sequence[Block]:
    """Drop the line (1) (2) (3) … that numbers the columns under the header."""
    numbers = [re.sub(r"[()\s]|=.*", "", block.text) for block in body[:columns]]
    if len(numbers) >= 3 and numbers == [str(i) for i in range(1, len(numbers) + 1)]:
        return body[columns:]
    return body


class _Rows:
    """Cuts the stream of cells into rows around the runs of amounts."""

    def __init__(self, columns: tuple[Column, ...], body: Sequence[Block]) -> None:
        self.columns = columns
        self.body = body
        amounts = [column.index for column in columns if column.role == "amount"]
        self.lead = list(columns[: amounts[0]])
        self.width = amounts[-1] - amounts[0] + 1
        self.trail = list(columns[amounts[-1] + 1 :])
        self.rows: list[Row] = []
        self.pending: list[Block] = []

    def read(self) -> list[Row]:
        at = 0
        while at < len(self.body):
            if self._is_run(at):
                at = self._take(at)
                continue
            text = self.body[at].text.strip()
            solid = sum(bool(block.text.strip()) for block in self.pending)
            if _TAIL.search(text) or solid > _LONGEST_GAP:
                break
            self.pending.append(self.body[at])
            at += 1
        if self.rows and not _is_grand_total(self.rows[-1]):
            self._rows_without_amounts([b for b in self.pending if _BULLET.match(b.text)])
        return self.rows

    def _is_run(self, at: int) -> bool:
        """A run of amounts opens here: enough cells that are amounts or nil, after a named row."""
        texts = [block.text.strip() for block in self.body[at : at + self.width]]
        if len(texts) < self.width or not self._named():
            return False
        if not all(is_amount(text) or is_nil(text) for text in texts) or not any(map(is_amount, texts)):
            return False
        filled = len(self.pending) - self._row_start()
        if not texts[0]:
            return filled >= len(self.lead)
        if filled < len(self.lead) and self.body[at + 1 : at + 2] and _NUMBERING.fullmatch(texts[0]):
            return not _is_words(self.body[at + 1].text)
        return not self._is_leading_year(at, filled)

    def _is_leading_year(self, at: int, filled: int) -> bool:
        """A year in the time column before the amounts looks like one more amount."""
        text = self.body[at].text.strip()
        if not (filled < len(self.lead) and self.lead[filled].role == "time" and _YEAR.fullmatch(text)):
            return False
        after = self.body[at + self.width].text.strip() if at + self.width < len(self.body) else ""
        return is_amount(after) or (bool(after) and is_nil(after))

    def _named(self) -> bool:
        return any(_is_words(block.text) for block in self.pending)

    def _row_start(self) -> int:
        """Where the row that is being collected begins within the pending cells."""
        texts = [block.text.strip() for block in self.pending]
        full = len(texts) - len(self.lead)
        if (
            full >= 0
            and (not texts[full] or _NUMBERING.fullmatch(texts[full]))
            and _is_words(texts[full + 1 :])
        ):
            return full
        for i in range(len(texts) - 2, -1, -1):
            if _NUMBERING.fullmatch(texts[i]) and _is_words(texts[i + 1]):
                return i
        bullets = [i for i, text in enumerate(texts) if _BULLET.match(text)]
        if bullets:
            before = bullets[-1] - 1
            return before if before >= 0 and not texts[before] and self._has_number() else bullets[-1]
        return max(0, full) if _is_words(texts[max(0, full) :]) else 0

    def _has_number(self) -> bool:
        return bool(self.lead) and self.lead[0].role == "number"

    def _take(self, at: int) -> int:
        start = self._row_start()
        self._rows_without_amounts(self.pending[:start])
        cells: list[Cell | None] = [None] * len(self.columns)
        for column, block in zip(self._leading(self.pending[start:]), self.pending[start:], strict=False):
            cells[column.index] = _cell(block)
        self.pending = []
        for offset in range(self.width):
            cells[len(self.lead) + offset] = _cell(self.body[at + offset])
        at += self.width
        for column in self.trail:
            if at < len(self.body) and self._is_trailing(at):
                cells[column.index] = _cell(self.body[at])
                at += 1
        self.rows.append(Row(tuple(cells)))
        return at

    def _leading(self, blocks: Sequence[Block]) -> list[Column]:
        """Columns for the leading cells of a row; a merged or missing number cell shifts nothing."""
        texts = [block.text.strip() for block in blocks]
        opens_with_number = bool(texts) and (not texts[0] or bool(_NUMBERING.fullmatch(texts[0])))
        if self._has_number() and not opens_with_number:
            return self.lead[1:]
        return self.lead

    def _is_trailing(self, at: int) -> bool:
        text = self.body[at].text.strip()
        if not text:
            return True
        nxt = self.body[at + 1].text.strip() if at + 1 < len(self.body) else ""
        if _BULLET.match(text) or (_NUMBERING.fullmatch(text) and _is_words(nxt)):
            return False
        return len(text) < 60 and not _TAIL.search(text) and not _is_total_word(text)

    def _rows_without_amounts(self, blocks: Sequence[Block]) -> None:
        """Headings and merged bullets: rows that print a name and no amount."""
        name = next((column for column in self.columns if column.role == "name"), self.columns[0])
        number: Block | None = None
        for block in blocks:
            text = block.text.strip()
            if not text:
                continue
            if _NUMBERING.fullmatch(text) and number is None:
                number = block
                continue
            cells: list[Cell | None] = [None] * len(self.columns)
            cells[name.index] = _cell(block)
            if number is not None and self._has_number():
                cells[0] = _cell(number)
            number = None
            self.rows.append(Row(tuple(cells)))


def _cell(block: Block) -> Cell:
    return Cell(block.text, block.start, block.end)


def _is_words(texts: str | Sequence[str]) -> bool:
    """True when there is a text with at least a word in it."""
    if isinstance(texts, str):
        texts = [texts]
    return any(re.search(r"[^\W\d_]{2}", text) and not _NUMBERING.fullmatch(text.strip()) for text in texts)


def _is_total_word(text: str) -> bool:
    return bool(re.match(r"(?:tổng|cộng)\b", text, re.IGNORECASE))


def _is_grand_total(row: Row) -> bool:
    return any(cell is not None and _is_total_word(cell.text) for cell in row.cells)
