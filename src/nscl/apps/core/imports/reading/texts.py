"""Lists saved as text: which encoding, which separator, and the cells."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from nscl.apps.core.imports.reading.grid import Book, Cell, Sheet, column_letter
from nscl.apps.core.imports.reading.limits import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_TEXT,
    UnreadableFile,
    too_many_columns,
    too_many_rows,
)
from nscl.vietnamese import legacy
from nscl.vietnamese.fold import nfc
from nscl.vietnamese.syllables import is_syllable

_SEPARATORS = (";", "\t", ",", "|")
_SAID = re.compile(r"\Asep=(.)\r?\n", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
LOST = (
    "Không nhận ra bảng mã của tệp văn bản. Hãy mở tệp bằng chương trình đã tạo ra nó, "
    "lưu lại thành Excel (.xlsx) hoặc CSV UTF-8 rồi tải lên."
)
NAME = "Văn bản"


def read_text_list(data: bytes) -> Book:
    """The list in a .csv or .txt file; encoding and separator are found and reported, never assumed."""
    text, encoding, notes = decode(data)
    said = _SAID.match(text)
    if said:
        text = text[said.end() :]
    separator = said[1] if said else find_separator(text)
    rows = _rows(text, separator)
    width = max((len(row) for row in rows), default=0)
    if width > MOST_COLUMNS:
        raise too_many_columns(NAME, column_letter(width - 1))
    if width * len(rows) > MOST_CELLS:
        raise too_many_rows(NAME, len(rows))
    sheet = Sheet(NAME, row_count=len(rows), column_count=width, rows=rows)
    return Book("csv", [sheet], 0, notes, encoding, separator)


def _rows(text: str, separator: str) -> list[list[Cell]]:
    csv.field_size_limit(MOST_TEXT * 20)
    rows: list[list[Cell]] = []
    empty = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            cells: list[Cell] = [cell.replace("\x00", "").strip()[:MOST_TEXT] or None for cell in row]
            while cells and cells[-1] is None:
                cells.pop()
            if not cells:  # counted only once something stands below: a file may end in a million of them
                empty += 1
                continue
            if len(rows) + empty >= 2 * MOST_ROWS:
                raise too_many_rows(NAME, len(rows) + empty + 1)
            rows += [[] for _ in range(empty)]
            rows.append(cells)
            empty = 0
    except csv.Error as error:
        raise UnreadableFile(
            "damaged", "Tệp CSV có dấu ngoặc kép không khép nên không tách được cột. Hãy lưu lại thành .xlsx."
        ) from error
    if len(rows) > MOST_ROWS:
        raise too_many_rows(NAME, len(rows))
    return rows


def find_separator(text: str) -> str:
    """The separator that cuts the first lines into the same number of cells, more than one.

    >>> find_separator("Tên;Vốn\\nA;1,5\\nB;2,5")
    ';'
    """
    lines = text[:60_000].splitlines()[:60]
    best, chosen = (0.0, 0), ","
    for separator in _SEPARATORS:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=separator) if row]
        except csv.Error:
            continue
        if not widths:
            continue
        width, times = Counter(widths).most_common(1)[0]
        if width > 1 and (times / len(widths), width) > best:
            best, chosen = (times / len(widths), width), separator
    return chosen


def decode(data: bytes) -> tuple[str, str, list[str]]:
    """The text, the name of its encoding and a sentence when it was not plain UTF-8.

    Raises `UnreadableFile` when no encoding makes it Vietnamese or plain text.
    """
    for mark, codec in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            text = data[len(mark) :].decode(codec, "replace")
            return _checked(text), codec.upper(), _said("UTF-16") if "16" in codec else []
    if data[:2000].count(b"\x00") > len(data[:2000]) // 4:
        codec = "utf-16-le" if data[1:2000:2].count(0) > data[:2000:2].count(0) else "utf-16-be"
        return _checked(data.decode(codec, "replace")), codec.upper(), _said("UTF-16")
    try:
        return nfc(data.decode("utf-8")), "UTF-8", []
    except UnicodeDecodeError:
        return _single_byte(data)


def _checked(text: str) -> str:
    if "\ufffd" in text:
        raise UnreadableFile("garbled", LOST)
    return nfc(text)


def _said(name: str) -> list[str]:
    return [f"Tệp văn bản dùng bảng mã {name}; đã chuyển sang Unicode."]


def _single_byte(data: bytes) -> tuple[str, str, list[str]]:
    """Of the encodings with one byte a letter, the one in which most marked words are Vietnamese."""
    western = data.decode("cp1252", "replace").replace("\ufffd", " ")
    latin = data.decode("latin-1")
    readings = {
        "Windows-1258": nfc(data.decode("cp1258", "replace")),
        "TCVN3 (ABC)": _converted(latin, "tcvn3"),
        "VNI": _converted(western, "vni"),
    }
    name, share = max(((name, _share(text)) for name, text in readings.items()), key=lambda pair: pair[1])
    if share < 0.7:
        raise UnreadableFile("garbled", LOST)
    return readings[name], name, _said(name)


def _converted(text: str, encoding: legacy.Encoding) -> str:
    try:
        return legacy.to_unicode(text, encoding)
    except ValueError:
        return "\ufffd"


def _share(text: str) -> float:
    """The share of words with Vietnamese or foreign letters that are Vietnamese syllables."""
    words = [word for word in set(_WORD.findall(text[:200_000])) if not word.isascii()][:3000]
    if not words or "\ufffd" in text:
        return 0.0
    return sum(is_syllable(word.lower()) for word in words) / len(words)
