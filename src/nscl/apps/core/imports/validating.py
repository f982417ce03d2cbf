"""The whole file checked before anything moves: every row with its values, its problems and its standing."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from nscl.apps.core.access import Actor
from nscl.apps.core.imports.header import Header
from nscl.apps.core.imports.mapping import Column
from nscl.apps.core.imports.reading.grid import Cell, Sheet, value_of
from nscl.apps.core.imports.spec import ImportField, ImportSpec, Match, Problem, Twin, Values
from nscl.apps.core.imports.styles import styles_of
from nscl.apps.core.imports.values import reader
from nscl.vietnamese import fold

NEW, CHANGED, SAME, DOUBTFUL, WRONG, SKIPPED = "new", "changed", "same", "doubtful", "wrong", "skipped"
_TOTAL = re.compile(
    r"(?:[ivx0-9.]+\s+)?"
    r"(?:tong(?: cong| so| toan tinh| hop| chung)?|cong(?: don| chung)?|total|toan tinh|luy ke)"
    r"(?:\s*[:=(].*|\s*[0-9.,]+)?"
)
_GROUP = re.compile(r"(?:[ivx]{1,5}|[a-h])\b[.)\s]*.*|nhom\b.*")
_ROMAN = re.compile(r"[ivx]{1,5}[.)]?|[a-h][.)]?")
_FOOT = re.compile(
    r"(?:nguoi lap|ghi chu|thu truong|nguoi tong hop|.{0,40}ngay\s.*thang\s.*nam|noi nhan|nguon:).*"
)

FOOT = "Dòng ghi chú hoặc chữ ký ngoài bảng nên không nhập."


@dataclass
class Row:
    """One row of the file: its number in the spreadsheet; `differences` are (field, before, after)."""

    row_no: int
    values: Values
    status: str = NEW
    problems: list[Problem] = field(default_factory=list)
    differences: list[tuple[str, Any, Any]] = field(default_factory=list)
    record_pk: int | None = None
    revision: int | None = None
    doubts: tuple[Twin, ...] = ()

    @property
    def is_wrong(self) -> bool:
        return any(not problem.is_warning for problem in self.problems)


def validate(
    sheet: Sheet,
    header: Header,
    columns: Sequence[Column],
    spec: ImportSpec,
    actor: Actor,
    *,
    fill_merged: bool = True,
    date_system: int = 1900,
    shared: Values | None = None,
    progress: Callable[[int], None] | None = None,
) -> list[Row]:
    """Every non-empty row below the head, in order; nothing is written. `progress` is told per cent.

    `shared` are values said once for all rows with figures.
    """
    tell = progress or (lambda pct: None)
    mapped = [(_resolved(c, spec, sheet, header), spec.field_named(c.field)) for c in columns if c.field]
    cells = _filled_down(sheet, header) if fill_merged else sheet.rows
    rows = _read_rows(sheet, header, cells, mapped, date_system, spec)
    _share(rows, spec, shared or {})
    _complete(rows, spec, actor)
    tell(40)
    for row in rows:
        if row.status != SKIPPED:
            _check_row(row, spec, actor, mapped)
    _check_repeats(rows, spec)
    tell(60)
    _compare(rows, spec, actor)
    tell(80)
    return rows


def _resolved(column: Column, spec: ImportSpec, sheet: Sheet, header: Header) -> Column:
    """A column that a person gave another field was only seen by its samples: look at all of its cells."""
    if column.by != "person":
        return column
    cells = [row[column.index] for row in sheet.rows[header.data_from :] if column.index < len(row)]
    seen = styles_of(spec.field_named(column.field), column.heading, "", cells)
    chosen = column.styles
    return replace(
        column,
        styles=replace(
            seen,
            number=chosen.number if chosen.number in ("vi", "en") else seen.number,
            unit=chosen.unit or seen.unit,
            date=chosen.date if chosen.date in ("dmy", "mdy") else seen.date,
        ),
    )


# ── Reading ────────────────────────────────────────────────────────────


def _filled_down(sheet: Sheet, header: Header) -> list[list[Cell]]:
    """The rows with the value of each cell merged over several rows in all of them."""
    rows = sheet.rows
    for merge in sheet.merges:
        is_inside = merge.bottom > merge.top >= header.data_from and merge.top < len(rows)
        if is_inside and merge.left < len(rows[merge.top]):
            value = rows[merge.top][merge.left]
            for number in range(merge.top + 1, min(merge.bottom + 1, len(rows))):
                if rows is sheet.rows:
                    rows = [list(row) for row in sheet.rows]
                row = rows[number]
                row += [None] * (merge.left + 1 - len(row))
                row[merge.left] = value
    return rows


def _read_rows(
    sheet: Sheet,
    header: Header,
    cells: list[list[Cell]],
    mapped: list[tuple[Column, ImportField]],
    date_system: int,
    spec: ImportSpec,
) -> list[Row]:
    readers = [(column.index, one.name, reader(one, column.styles, date_system)) for column, one in mapped]
    required = [one.name for _column, one in mapped if one.required or one.identity]
    heads = {fold(text) for text in header.headings if text}
    blank: Values = {one.name: None for one in spec.fields}
    sample = blank | {one.name: reader(one, c.styles)(one.sample or None).value for c, one in mapped}
    numbering = _numbering(cells[header.data_from :], {index for index, _name, _read in readers})
    found = []
    is_below = False  # under the first note or signature a name that stands alone is a person who signs
    for number in range(header.data_from, len(cells)):
        line = cells[number]
        if not line:
            continue
        row = Row(sheet.first_row + number, dict(blank))
        width = len(line)
        for index, name, read in readers:
            cell = line[index] if index < width else None
            if cell is None:
                continue
            got = read(value_of(cell)) if type(cell) is str and cell[:1] == "\x00" else read(cell)
            row.values[name] = got.value
            if got.problems:
                row.problems += got.problems
        sentence = _why_no_data(row, line, required, heads)
        if sentence is None and _is_group(row, line, numbering, required):
            sentence = "Dòng nhóm đánh số La Mã hoặc chữ cái trong cột số thứ tự nên không nhập."
        if sentence is None and row.values == sample and len(mapped) > 1:
            sentence = "Dòng ví dụ của tệp mẫu nên không nhập."
        if sentence == "":
            continue
        if sentence is None and is_below and sum(cell is not None for cell in line) == 1:
            sentence = FOOT
        is_below = is_below or sentence == FOOT
        if sentence:
            row.status, row.values, row.problems = SKIPPED, {}, [Problem("", sentence, is_warning=True)]
        found.append(row)
    return found


def _share(rows: list[Row], spec: ImportSpec, shared: Values) -> None:
    """Give rows with figures what was said once for the file; a row's own cell counts first."""
    figures = [one.name for one in spec.fields if one.kind in ("number", "money")]
    for row in rows:
        if shared and row.status != SKIPPED and any(row.values.get(name) is not None for name in figures):
            row.values |= {name: v for name, v in shared.items() if row.values.get(name) is None}


def _complete(rows: list[Row], spec: ImportSpec, actor: Actor) -> None:
    """Fields that the room works out from others, before anything is judged."""
    if spec.complete is not None:
        asked = [row for row in rows if row.status != SKIPPED]
        for row, found in zip(asked, spec.complete([row.values for row in asked], actor), strict=True):
            row.problems += found


def _numbering(lines: list[list[Cell]], mapped: set[int]) -> int | None:
    """The column that only counts the rows: the first, not read as a field and mostly 1, 2, 3."""
    if 0 in mapped:
        return None
    given = [line[0] for line in lines if line and line[0] not in (None, "")]
    counts = sum(type(cell) is int or (type(cell) is str and cell.strip(" .").isdigit()) for cell in given)
    return 0 if given and counts >= len(given) / 2 else None


def _is_group(row: Row, line: list[Cell], numbering: int | None, required: list[str]) -> bool:
    """A group's line with its subtotals: numbered I, II, A, B among 1, 2, 3, with a name and no code."""
    if numbering is None or not line or type(line[numbering]) is not str:
        return False
    given = sum(row.values.get(name) is not None for name in required)
    return given <= 1 and bool(_ROMAN.fullmatch(fold(str(line[numbering])).strip()))


def _why_no_data(row: Row, line: list[Cell], required: list[str], heads: set[str]) -> str | None:
    """A sentence when the row is no record (a total, a group's title, a repeated head); "" when it is empty.

    None means data. Only rows without any of the fields that find a record are looked at, except repeated
    heads and totals, which fill the name's place.
    """
    texts = [fold(cell) for cell in line if type(cell) is str and cell[:1] != "\x00"]
    if not texts:
        return "" if all(cell is None or cell == "" for cell in line) else None
    if len(texts) > 1 and len([text for text in texts if text in heads]) >= max(2, 0.6 * len(texts)):
        return "Dòng này lặp lại tiêu đề của bảng nên không nhập."
    if any(_TOTAL.fullmatch(text) for text in texts[:2]):
        return "Dòng tổng cộng nên không nhập."
    filled = sum(cell is not None for cell in line)
    given = sum(row.values.get(name) is not None for name in required)
    if filled > 2 or given > 1:
        return None
    if all(_GROUP.fullmatch(text) for text in texts[:1]) and given < len(required):
        return "Dòng tên nhóm (ít ô có nội dung) nên không nhập."
    return FOOT if _FOOT.fullmatch(texts[0]) else None


# ── Rules ──────────────────────────────────────────────────────────────


def _check_row(row: Row, spec: ImportSpec, actor: Actor, mapped: list[tuple[Column, ImportField]]) -> None:
    """Required fields, then the rules across fields, which see only rows whose cells could be read."""
    told = {problem.field for problem in row.problems if not problem.is_warning}
    for _column, one in mapped:
        if one.required and row.values.get(one.name) is None and one.name not in told:
            row.problems.append(
                Problem(one.name, f"Thiếu {one.label[:1].lower()}{one.label[1:]}; cần ghi ô này.")
            )
    if spec.check is not None and not row.is_wrong:
        row.problems += spec.check(row.values, actor)
    if row.is_wrong:
        row.status = WRONG


def _check_repeats(rows: list[Row], spec: ImportSpec) -> None:
    """Rows of the file that mean the same record: equal ones are counted once, different ones are wrong."""
    groups: dict[Hashable, list[Row]] = {}
    for row in rows:
        if row.status not in (SKIPPED, WRONG):
            key = spec.key_of(row.values)
            if key is not None:
                groups.setdefault(key, []).append(row)
    for group in groups.values():
        if len(group) > 1:
            _judge_repeats(group, spec)


def _judge_repeats(group: list[Row], spec: ImportSpec) -> None:
    first = group[0]
    if all(row.values == first.values for row in group[1:]):
        for row in group[1:]:
            row.status = SAME
            row.problems.append(
                Problem("", f"Giống hệt dòng {first.row_no}; chỉ nhập một lần.", is_warning=True)
            )
        return
    numbers = [row.row_no for row in group]
    labels = [one.label for one in spec.fields if len({str(row.values.get(one.name)) for row in group}) > 1]
    for row in group:
        others = ", ".join(str(number) for number in numbers[:6] if number != row.row_no)
        row.status = WRONG
        row.problems.append(
            Problem(
                "",
                f"Cùng một hồ sơ với dòng {others} nhưng khác ở: {', '.join(labels)}. Hãy giữ một dòng đúng.",
            )
        )


def _compare(rows: list[Row], spec: ImportSpec, actor: Actor) -> None:
    """What the register holds for each good row, asked once for the whole file."""
    asked = [row for row in rows if row.status == NEW]
    matches = spec.find([row.values for row in asked], actor) if asked else []
    holders: dict[int, Row] = {}
    for row, match in zip(asked, matches, strict=True):
        settle(row, match, spec)
        if row.record_pk is not None and row.status != WRONG:
            first = holders.setdefault(row.record_pk, row)
            if first is not row:
                _same_record(first, row)


def settle(row: Row, match: Match, spec: ImportSpec) -> None:
    """The row's standing against what the register holds."""
    row.record_pk, row.revision, row.doubts = match.record_pk, match.revision, match.doubts
    row.problems = [*row.problems, *match.problems]
    if row.is_wrong:
        row.status, row.doubts = WRONG, ()
        return
    if match.record_pk is None:
        row.status = DOUBTFUL if match.doubts else NEW
        return
    row.differences = differences(spec, match.current, row.values)
    row.status = CHANGED if row.differences else SAME


def differences(spec: ImportSpec, current: Any, values: Values) -> list[tuple[str, Any, Any]]:
    """The fields that the row would change; an empty cell changes nothing."""
    found = []
    for one in spec.fields:
        after = values.get(one.name)
        if after is None or one.name not in current:
            continue
        before = current[one.name]
        if not is_same(before, after):
            found.append((one.name, before, after))
    return found


def is_same(before: Any, after: Any) -> bool:
    if isinstance(after, bool) or isinstance(before, bool):
        return before is after
    if isinstance(before, int | Decimal) and isinstance(after, int | Decimal):
        return before == after
    return (before if before != "" else None) == after


def _same_record(first: Row, row: Row) -> None:
    if row.values == first.values:
        row.status = SAME
        return
    for one, other in ((first, row), (row, first)):
        one.status = WRONG
        one.problems.append(
            Problem(
                "", f"Cùng một hồ sơ trong sổ với dòng {other.row_no} nhưng khác nội dung. Hãy giữ một dòng."
            )
        )
