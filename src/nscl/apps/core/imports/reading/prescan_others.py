"""What the cell reader does not tell of .ods and .xls workbooks: above all error cells, empty to it.

An error must never pass for an empty cell, so each sheet is searched for them; .ods also for hidden parts.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from nscl.apps.core.imports.reading.limits import MOST_COLUMNS, MOST_ROWS
from nscl.apps.core.imports.reading.prescan import SheetFacts

_TAG = re.compile(
    rb"<(table:table|table:table-row|table:table-column|table:table-cell|table:covered-table-cell)(\s[^>]*|/?)>"
)
_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="([0-9]{1,8})"')
_HIDDEN = re.compile(rb'table:visibility="(?:collapse|filter)"')
_MOST_ERRORS = 100_000


# ── OpenDocument ───────────────────────────────────────────────────────


def facts_of_open_document(content: bytes) -> list[SheetFacts]:
    """The facts of each sheet of `content.xml`, in order; the reach of a sheet is left to the reader."""
    found: list[SheetFacts] = []
    row = column = row_end = columns_seen = 0
    for match in _TAG.finditer(content):
        name, said = match.groups()
        if name == b"table:table":
            found.append(SheetFacts())
            row = column = row_end = columns_seen = 0
            continue
        if not found:
            continue
        facts, times = found[-1], _times(said)
        if name == b"table:table-row":
            row, row_end, column = row_end, row_end + times, 0
            if _HIDDEN.search(said):
                facts.hidden_rows += range(row + 1, min(row_end, row + 2000) + 1)
        elif name == b"table:table-column":
            if _HIDDEN.search(said):
                facts.hidden_columns += range(columns_seen, columns_seen + min(times, MOST_COLUMNS))
            columns_seen += times
        else:
            _note_cell(facts, said, range(row, min(row_end, MOST_ROWS)), column, times)
            column += times
    return found


def _times(said: bytes) -> int:
    repeated = _REPEATED.search(said)
    return int(repeated[1]) if repeated else 1


def _note_cell(facts: SheetFacts, said: bytes, rows: range, column: int, times: int) -> None:
    facts.formulas += b"table:formula=" in said
    if b'value-type="error"' in said:
        columns = range(column, min(column + times, MOST_COLUMNS))
        facts.errors += [(row, one) for row in rows for one in columns][: _MOST_ERRORS - len(facts.errors)]


# ── Excel 97–2003 ──────────────────────────────────────────────────────


def facts_of_old_excel(data: bytes) -> list[SheetFacts]:
    """The facts of each worksheet of an .xls file, in order; none when its records cannot be followed."""
    try:
        stream = _workbook_stream(data)
        places = [
            struct.unpack_from("<I", body)[0]
            for kind, body in _records(stream, 0)
            if kind == 0x85 and body[5] == 0
        ]
        return [_sheet_facts(stream, place) for place in places]
    except (struct.error, IndexError, ValueError):
        return []


def _sheet_facts(stream: bytes, place: int) -> SheetFacts:
    facts = SheetFacts()
    for kind, body in _records(stream, place):
        is_error = kind == 0x205 and body[7] == 1
        if kind == 0x06:
            facts.formulas += 1
            is_error = body[12:14] == b"\xff\xff" and body[6] == 2
        if is_error and len(facts.errors) < _MOST_ERRORS:
            row, column = struct.unpack_from("<HH", body)
            facts.errors.append((row, column))
    return facts


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The records from a place to the end of its part (charts inside a sheet are parts of their own)."""
    depth = 0
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        if kind == 0x0A:
            depth -= 1
            if depth <= 0:
                return
        depth += kind == 0x809
        if depth == 1:
            yield kind, stream[place + 4 : place + 4 + size]
        place += 4 + size


def _workbook_stream(data: bytes) -> bytes:
    """The stream with the sheets, put together from the sectors of the compound file."""
    size, small = 1 << data[30], 1 << data[32]
    (entries, first, limit, small_first) = (
        *struct.unpack_from("<I", data, 44),
        *struct.unpack_from("<I", data, 48),
        *struct.unpack_from("<I", data, 56),
        *struct.unpack_from("<I", data, 60),
    )
    sectors = list(struct.unpack_from("<109I", data, 76))
    more = struct.unpack_from("<I", data, 68)[0]
    while more < 0xFFFFFFFA and len(sectors) <= entries:
        part = struct.unpack_from(f"<{size // 4}I", data, (more + 1) * size)
        sectors += part[:-1]
        more = part[-1]
    table: list[int] = []
    for one in sectors[:entries]:
        table += struct.unpack_from(f"<{size // 4}I", data, (one + 1) * size)
    folder = _chained(data[size:], table, first, size)
    root, start, length = folder[:128], None, 0
    for offset in range(0, len(folder) - 127, 128):
        entry = folder[offset : offset + 128]
        name = entry[: max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)].decode("utf-16-le", "replace")
        if name in ("Workbook", "Book"):
            start, length = struct.unpack_from("<II", entry, 116)
    if start is None:
        raise ValueError("no workbook in the file")
    if length >= limit:
        return _chained(data[size:], table, start, size)[:length]
    inner = _chained(data[size:], table, struct.unpack_from("<I", root, 116)[0], size)
    places = _chained(data[size:], table, small_first, size)
    small_table = list(struct.unpack(f"<{len(places) // 4}I", places))
    return _chained(inner, small_table, start, small)[:length]


def _chained(data: bytes, table: list[int], start: int, size: int) -> bytes:
    """The sectors of one chain; a chain that runs in a ring is broken off."""
    places = [start]
    while len(places) <= len(table) and table[places[-1]] < 0xFFFFFFFA:
        places.append(table[places[-1]])
    if len(places) > len(table):
        raise ValueError("a chain without an end")
    return b"".join(data[one * size : (one + 1) * size] for one in places)
