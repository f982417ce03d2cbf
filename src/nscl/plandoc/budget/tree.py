"""From the rows of a money table to a tree: phases, groups inside groups, lines, totals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from nscl.plandoc.markers import LETTERS, Marker, candidates, roman_value
from nscl.plandoc.source import Cell
from nscl.plandoc.tables import Column, Grid, Row, find_phase, is_amount, is_nil, texts_of
from nscl.plandoc.tables.funding import source_code
from nscl.plandoc.wording import flat

Kind = Literal["root", "phase", "group", "line", "total", "source", "detail"]
Amounts = dict[int, Decimal]

_TOTAL = re.compile(
    r"^(?:tong(?: cong| so| kinh phi| chi phi| du toan| muc| nhu cau| von| dau tu| thuc hien)*|cong(?: tong"
    r"| chung)?)"
    r"(?P<rest>\s*(?:[:.(]|muc|nhom|phan|giai doan|nam|kinh phi|toan|ca|\d|[ivxab]+\b|$).*)?$"
)
_REFERENCE = re.compile(
    r"\(?\s*(?:(?:muc|nhom|phan|noi dung|nhiem vu)\s+)?([ivx]+|[a-d]|\d{1,2}(?:\.\d{1,2})*)\s*\)?\s*[:.]?$"
)
_PHASE_ROW = re.compile(
    r"^(?:(?:tong )?kinh phi |du toan |thuc hien )?giai doan\b|^\(?20\d\d\s*[-–]\s*20\d\d\)?$"
)
_SOURCE_ROW = re.compile(
    r"^(?:trong do:?\s*)?(?:von|nguon|ngan sach|nsnn|ns |nst|kinh phi|doi ung|doanh nghiep|dn\b|su nghiep"
    r"|khac|huy dong|xa hoi hoa)"
)
_MERELY = re.compile(r"^(?:trong do|bao gom|gom|chia ra)\s*:?$")
_NUMBER = re.compile(
    r"^(?P<label>[IVXL]{1,6}|[A-ZĐ]|\d{1,4}(?:\.\d{1,3}){0,4}|[a-zđ](?:\.\d{1,2})*)\s*[.)/]?$"
)
_NAMELESS = "(không ghi nội dung)"
_PHASE_ORDER = re.compile(r"giai doan\s+(?:thu\s+)?(i{1,3}|[1-3])\b")


@dataclass(slots=True)
class Node:
    """One row of the table with its place in the tree. `number` is its printed numbering, empty for "
    "bullets."""

    kind: Kind
    name: str
    number: str = ""
    style: str = ""
    order: tuple[int, ...] = ()
    amounts: Amounts = field(default_factory=dict)
    row: Row | None = None
    parent: Node | None = field(default=None, repr=False)
    children: list[Node] = field(default_factory=list, repr=False)
    details: int = 0
    is_partial: bool = False
    by_source_rows: dict[str, Decimal] = field(default_factory=dict)
    years: tuple[int, int] | None = None

    @property
    def path(self) -> str | None:
        """The printed numbering joined by dots; a bullet has that of the row it stands under."""
        above = self.parent.path if self.parent is not None else None
        if not self.number:
            return above
        return f"{above}.{self._own_number()}" if above else self.number

    def _own_number(self) -> str:
        """1.2 below 1 prints the 1 again; a path says it once."""
        parent = self.parent.number if self.parent else ""
        return (
            self.number[len(parent) + 1 :] if parent and self.number.startswith(parent + ".") else self.number
        )

    @property
    def is_bullet(self) -> bool:
        return self.style in ("dash", "plus", "dot")

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True)
class Tree:
    """A table as a tree, with its grand total and the totals printed again below a phase or group."""

    grid: Grid
    root: Node
    grand_total: Node | None
    repeated: list[tuple[Node, Node]]


def grow(grid: Grid) -> Tree:
    """Build the tree of a grid; every printed row ends in it once, as itself or as a detail of a line."""
    return _Grower(grid).run()


def names_sources(label: str) -> bool:
    """Whether a column's heading says that its rows are sources.

    >>> names_sources("Nguồn vốn"), names_sources("Nội dung")
    (True, False)
    """
    return bool(re.match(r"(?:cac |ten |co cau )?(?:nguon|von)\b", flat(label)))


class _Grower:
    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.amount_columns = grid.columns_of("amount")
        self.has_sources = any(column.source for column in self.amount_columns)
        names = grid.column_of("name")
        self.names_are_sources = names is not None and names_sources(names.label)
        self.root = Node("root", "")
        self.stack: list[Node] = [self.root]
        self.grand: Node | None = None
        self.repeated: list[tuple[Node, Node]] = []
        self.last: Node = self.root

    def run(self) -> Tree:
        for row in self.grid.rows:
            self._place(row)
        _settle(self.root, self.grid)
        return Tree(self.grid, self.root, self.grand, self.repeated)

    def _place(self, row: Row) -> None:
        number, name, markers = self._label(row)
        amounts = self._amounts(row)
        words = " ".join(flat(name).split())
        if not words and not amounts:
            return
        if (match := _TOTAL.match(words.rstrip(" :."))) and amounts:
            self._total(Node("total", name, row=row, amounts=amounts), words, match["rest"] or "")
        elif _MERELY.match(words) and not amounts:
            self.last.is_partial = self.last is not self.root
        elif amounts and self._may_split() and (code := _source_of_row(name, words, markers)):
            self._split_above(code, amounts)
        else:
            self._add(
                Node("line", name or number or _NAMELESS, number, row=row, amounts=amounts), markers, words
            )

    def _may_split(self) -> bool:
        """Whether a row that names a source may be a part of the row above."""
        return not self.has_sources and not self.names_are_sources

    def _label(self, row: Row) -> tuple[str, str, list[Marker]]:
        """The printed number, the name without marker, and how the marker may be read."""
        number = _text(row, self.grid.column_of("number"))
        name = _text(row, self.grid.column_of("name"))
        if not name:
            name = next(
                (cell.text.strip() for cell in row.cells if cell and re.search(r"[^\W\d_]{2}", cell.text)), ""
            )
        if number and name and number == name:
            number = ""
        if match := _NUMBER.match(number):
            return match["label"], name, _readings(match["label"])
        if number and (found := candidates(number + " x")):
            return ("" if found[0].is_bullet else found[0].label), name, found
        if number and not name:
            name = number
        found = candidates(name)
        if found:
            return found[0].label, name[found[0].length :].strip() or name, found
        return "", name, []

    def _amounts(self, row: Row) -> Amounts:
        """The row's numbers by column; nil cells are zero beside real amounts, covered cells are absent."""
        found: Amounts = {}
        for column in self.amount_columns:
            cell = row.cells[column.index] if column.index < len(row.cells) else None
            if cell is None:
                continue
            value = self.grid.style.read(cell.text)
            if value is not None:
                found[column.index] = value
            elif is_nil(cell.text):
                found[column.index] = Decimal(0)
        return found if self._prints_a_number(row) else {}

    def _prints_a_number(self, row: Row) -> bool:
        return any(is_amount(text) for text in texts_of(row, self.amount_columns))

    def _total(self, node: Node, words: str, rest: str) -> None:
        target = self._total_target(words, rest.strip(" :."))
        if target is None:
            if self.grand is None:
                self.grand = node
            else:
                self.repeated.append((self.grand, node))
        elif target.amounts:
            self.repeated.append((target, node))
        else:
            target.amounts = node.amounts
        self.last = target or node

    def _total_target(self, words: str, rest: str) -> Node | None:
        """The phase or group a total row belongs to; None for the whole table."""
        phases = [node for node in self.root.walk() if node.kind == "phase"]
        years = find_phase(words)
        if "giai doan" in words or years:
            order = _PHASE_ORDER.search(words)
            for node in phases:
                if years and node.years == years:
                    return node
            if order and phases:
                place = ["i", "ii", "iii"].index(order[1]) if order[1][0] == "i" else int(order[1]) - 1
                return phases[place] if place < len(phases) else None
            return phases[0] if len(phases) == 1 and years is None else None
        if rest and (match := _REFERENCE.match(rest)) and "+" not in rest:
            wanted = match[1]
            numbered = [n for n in self.root.walk() if n.number and n.number.lower() == wanted]
            if numbered:
                return numbered[-1]
        if rest or not words.startswith("cong"):
            return None
        bare = [node for node in self.stack[1:] if not node.amounts and node.children]
        return bare[-1] if bare else None

    def _split_above(self, code: str, amounts: Amounts) -> None:
        """A row that only says how much of the row above comes from one source."""
        total = next(iter(amounts.values()))
        owner = self.last
        owner.by_source_rows[code] = owner.by_source_rows.get(code, Decimal(0)) + total

    def _add(self, node: Node, markers: Sequence[Marker], words: str) -> None:
        marker, depth = self._depth(markers)
        node.style, node.order = (marker.style, marker.order) if marker else ("", ())
        if marker and not marker.is_bullet:
            node.number = marker.label
        if _PHASE_ROW.match(words) and len(words) < 70 and (find_phase(words) or _PHASE_ORDER.search(words)):
            node.kind, node.years = "phase", find_phase(words)
            node.style = node.style or "phase"
            if node.style == "phase":
                depth = 1
        del self.stack[depth:]
        node.parent = self.stack[-1]
        node.parent.children.append(node)
        self.stack.append(node)
        self.last = node

    def _depth(self, markers: Sequence[Marker]) -> tuple[Marker | None, int]:
        """Which reading of the marker goes on with an open list, and how much of the stack stays."""
        if not markers:
            return None, self._same("", ())
        for goes_on in (_follows, _comes_after):
            for marker in markers:
                for depth in range(len(self.stack) - 1, 0, -1):
                    above = self.stack[depth]
                    if above.style == marker.style and goes_on(above.order, marker.order):
                        return marker, depth
            if goes_on is _follows and any(m.order[-1:] == (1,) for m in markers):
                break
        fresh = [m for m in markers if m.is_bullet or m.order[-1] == 1]
        marker = (fresh or list(markers))[0]
        return marker, self._same(marker.style, marker.order)

    def _same(self, style: str, order: tuple[int, ...]) -> int:
        """The depth for a style that goes on with nothing open: below the row it may stand under."""
        for depth in range(len(self.stack) - 1, 0, -1):
            above = self.stack[depth]
            if above.style == style and not order:
                return depth
            if len(order) > 1 and above.order == order[:-1] and above.style.startswith("decimal"):
                return depth + 1
        depth = len(self.stack)
        while order and depth > 1 and self.stack[depth - 1].is_bullet:
            depth -= 1
        return depth


def _follows(before: tuple[int, ...], order: tuple[int, ...]) -> bool:
    """The next number of the same list; bullets always go on."""
    return not order or (before[:-1] == order[:-1] and before[-1] + 1 == order[-1])


def _comes_after(before: tuple[int, ...], order: tuple[int, ...]) -> bool:
    """A later number of the same list, when one was skipped."""
    return order > before


def _text(row: Row, column: Column | None) -> str:
    if column is None or column.index >= len(row.cells):
        return ""
    cell: Cell | None = row.cells[column.index]
    return cell.text.strip() if cell else ""


def _readings(label: str) -> list[Marker]:
    """The readings of a bare number cell, which prints no dot or bracket."""
    found: list[Marker] = []
    if value := roman_value(label):
        found.append(Marker("roman", (value,), label, label, 0))
    if len(label) == 1 and label.isupper() and label.lower() in LETTERS:
        reading = Marker("upper", (LETTERS.index(label.lower()) + 1,), label, label, 0)
        found = [reading, *found] if label in "CDLM" else [*found, reading]
    if label[0].isdigit():
        order = tuple(int(part) for part in label.split("."))
        found.append(Marker(f"decimal{len(order)}", order, label, label, 0))
    if label[0].islower() and label[0] in LETTERS:
        order = (LETTERS.index(label[0]) + 1, *map(int, re.findall(r"\d+", label)))
        found.append(Marker(f"letter{len(order)}", order, label, label, 0))
    return found


def _source_of_row(name: str, words: str, markers: Sequence[Marker]) -> str | None:
    if len(words) > 90 or (markers and not markers[0].is_bullet) or not _SOURCE_ROW.match(words):
        return None
    return source_code(name)


# After the rows: what each node is --------------------------------------------------------------


def _settle(root: Node, grid: Grid) -> None:
    """Decide groups, lines and details once all rows are known."""
    _attach_by_lead(root, grid)
    _flatten_bullets(root)
    _fold_details(root)
    for node in root.walk():
        if node.kind == "line" and node.children:
            node.kind = "group"


def _attach_by_lead(root: Node, grid: Grid) -> None:
    """Rows without any numbering: one without lead and time heads those that have them."""
    hints = [*grid.columns_of("lead"), *grid.columns_of("time"), *grid.columns_of("coordinating")]
    for node in [root, *(n for n in root.walk() if n.kind == "phase")]:
        rows = node.children
        if (
            not hints
            or len(rows) < 3
            or any(row.style or row.children for row in rows if row.kind != "phase")
        ):
            continue
        bare = [not any(_text(row.row, column) for column in hints) for row in rows if row.row]
        if not any(bare) or all(bare) or len(bare) != len(rows) or rows[0].kind == "phase" or not bare[0]:
            continue
        heads: list[Node] = []
        for row, is_head in zip(rows, bare, strict=True):
            if is_head:
                heads.append(row)
            else:
                row.parent = heads[-1]
                heads[-1].children.append(row)
        node.children = heads


def _flatten_bullets(node: Node) -> None:
    """Dash and plus often mix on one level: a bullet holds others only when their sum says so."""
    for child in node.children:
        _flatten_bullets(child)
    flattened: list[Node] = []
    for child in node.children:
        flattened.append(child)
        paid = any(grandchild.amounts for grandchild in child.children)
        if child.is_bullet and child.amounts and paid and not _adds_up(child):
            for grandchild in child.children:
                grandchild.parent = node
            flattened.extend(child.children)
            child.children = []
    node.children = flattened


def _adds_up(node: Node) -> bool:
    """True when in most columns the children sum to the node, so that they do stand under it."""
    columns = list(node.amounts)
    right = sum(
        node.amounts[column]
        == sum((child.amounts.get(column, Decimal(0)) for child in node.children), Decimal(0))
        for column in columns
    )
    return right * 2 > len(columns) or (right > 0 and len(columns) <= 2)


def _fold_details(node: Node) -> None:
    """Rows that print no amount and hold nothing are details of the line they share a cell with."""
    kept: list[Node] = []
    for child in node.children:
        _fold_details(child)
        is_bare = (
            not child.amounts and not child.children and child.kind == "line" and not child.by_source_rows
        )
        if (
            is_bare
            and (not child.number or child.is_bullet)
            and kept
            and kept[-1].amounts
            and not kept[-1].children
        ):
            kept[-1].details += 1
            continue
        kept.append(child)
    if node.amounts and kept and all(not child.amounts and not child.children for child in kept):
        node.details += len(kept)
        kept = []
    node.children = kept
