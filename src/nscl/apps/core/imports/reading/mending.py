"""Texts of a workbook from before Unicode: told column by column, converted, and said."""

from __future__ import annotations

import re
from typing import get_args

from nscl.apps.core.imports.reading.grid import GARBLED, Cell, column_letter
from nscl.vietnamese import legacy
from nscl.vietnamese.errors import GarbledText
from nscl.vietnamese.fold import nfc

_JUDGED = 20_000  # characters of a column that are judged
_LETTERS = "".join(
    nfc(base + mark + tone)
    for base, marks in {
        "a": "\u0302\u0306",
        "e": "\u0302",
        "o": "\u0302\u031b",
        "u": "\u031b",
        "i": "",
        "y": "",
    }.items()
    for mark in ("", *marks)
    for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
)
# Letters of Vietnamese, and signs that offices type; anything else makes a cell worth a look.
_ODD = re.compile(
    f"[^\\x00-\\x7f{_LETTERS}{_LETTERS.upper()}đĐ\\u00a0–—‘’“”…•·°²³½%€≥≤×✓✔√☑☐□→′″\\u200b\\ufeff]"
)
_KNOWN = set(get_args(legacy.Encoding))


def mend_texts(rows: list[list[Cell]]) -> list[str]:
    """Convert, in place, what is written in TCVN3, VNI or misread UTF-8; sentences say in which columns.

    A cell whose letters are lost becomes an unreadable one, which its row will be told of.
    """
    converted: dict[str, list[str]] = {}
    # A short column (only its heading is marked) is read as the rest of its sheet.
    likely = _encoding_of([cell for row in rows[:500] for cell in row if _is_text(cell)], "unicode")
    for index in range(max((len(row) for row in rows), default=0)):
        texts = [row[index] for row in rows if index < len(row)]
        odd = [text for text in texts if _is_text(text) and _ODD.search(str(text))]
        if not odd and likely == "unicode":
            continue
        encoding = _encoding_of([text for text in texts if _is_text(text)], likely)
        if _mend_column(rows, index, encoding):
            converted.setdefault(legacy.ENCODING_NAMES[encoding], []).append(column_letter(index))
    return [
        f"Chữ ở cột {', '.join(letters)} theo bảng mã {name}; đã chuyển sang Unicode."
        for name, letters in converted.items()
    ]


def _is_text(cell: Cell) -> bool:
    return type(cell) is str and cell[:1] != "\x00"


def _encoding_of(texts: list[Cell], likely: legacy.Encoding) -> legacy.Encoding:
    """The encoding of a column: of its marked texts together, so that short cells do not mislead."""
    marked = list(dict.fromkeys(str(text) for text in texts if not str(text).isascii()))
    sample, size = [], 0
    for text in marked:
        sample.append(text)
        size += len(text)
        if size > _JUDGED:
            break
    found = legacy.detect_encoding(" ".join(sample), likely)
    return found if found in _KNOWN and found is not None else "unicode"


def _mend_column(rows: list[list[Cell]], index: int, encoding: legacy.Encoding) -> bool:
    """Convert the column's cells; whether any was converted from another encoding than Unicode."""
    changed = False
    memo: dict[str, str] = {}
    for row in rows:
        text = row[index] if index < len(row) else None
        if type(text) is not str or text.isascii() or (encoding == "unicode" and not _ODD.search(text)):
            continue
        if text not in memo:
            memo[text] = _mended(text, encoding)
        changed = changed or (memo[text] != text and encoding != "unicode")
        row[index] = memo[text]
    return changed


def _mended(text: str, encoding: legacy.Encoding) -> str:
    try:
        return legacy.read_text(text, encoding).text
    except GarbledText:
        # A sign that no encoding explains (an emoji, Chinese) is no lost letter: only lost ones stop a row.
        return GARBLED + text if "\ufffd" in text or encoding != "unicode" else text
