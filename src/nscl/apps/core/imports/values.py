"""One cell as a value of its field, or a sentence about it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from nscl.apps.core.imports.reading.grid import Unread
from nscl.apps.core.imports.secrets import hide_in
from nscl.apps.core.imports.spec import ImportField, Problem
from nscl.vietnamese import fold, squash
from nscl.vietnamese.barcodes import parse_gtin
from nscl.vietnamese.cell_dates import DateStyle, DateSystem, read_cell_date
from nscl.vietnamese.cells import (
    NumberStyle,
    is_blank,
    read_cell_flag,
    read_cell_money,
    read_cell_number,
    read_cell_year,
)
from nscl.vietnamese.errors import UnreadableCell, UnreadableCode, UnreadableText, quoted
from nscl.vietnamese.phones import parse_phone
from nscl.vietnamese.tax_codes import parse_tax_code

if TYPE_CHECKING:
    from nscl.apps.core.imports.styles import Styles

_EMAIL = re.compile(r"[^@\s,;<>()\[\]]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}")
MOST = 10**15  # beyond this a number of a list is a slip
UNREAD = {
    "error": "Ô có lỗi của bảng tính (như #REF!); hãy sửa công thức hoặc ghi giá trị.",
    "formula": "Ô là công thức chưa có kết quả; hãy mở tệp bằng Excel, lưu lại, hoặc ghi giá trị.",
    "garbled": "Ô mất chữ do sai bảng mã; hãy ghi lại bằng Unicode.",
}


@dataclass(frozen=True)
class Read:
    """What a cell gave: a value (None when empty or unreadable), sentences, and whether it was empty."""

    value: Any = None
    problems: tuple[Problem, ...] = ()


EMPTY = Read()
Reader = Callable[[Any], Read]


def reader(one: ImportField, styles: Styles, date_system: int = 1900) -> Reader:
    """The function that reads a column's cells; equal cells are read once."""
    parse = _parser(one, styles, date_system)
    memo: dict[tuple[type, Any], Read] = {}

    def read(value: Any) -> Read:
        if value is None:
            return EMPTY
        key = (type(value), value)
        found = memo.get(key)
        if found is None:
            found = memo[key] = _read(one, value, parse)
        return found

    return read


def _read(one: ImportField, value: Any, parse: Callable[[Any], tuple[Any, tuple[str, ...]]]) -> Read:
    if isinstance(value, Unread):
        return Read(None, (Problem(one.name, UNREAD[value.why]),))
    if is_blank(value):
        return EMPTY
    # Sentences are kept with the row and shown to all who see the batch: no person's number in full.
    hide = hide_in if one.kind == "tax_code" else str
    try:
        found, notes = parse(value)
    except UnreadableCode as refused:
        return Read(None, (Problem(one.name, hide(str(refused)), suggestion=hide(refused.suggestion or "")),))
    except (UnreadableText, ValueError) as refused:
        return Read(None, (Problem(one.name, hide(str(refused))),))
    return Read(found, tuple(Problem(one.name, note, is_warning=True) for note in notes))


def _parser(
    one: ImportField, styles: Styles, date_system: int
) -> Callable[[Any], tuple[Any, tuple[str, ...]]]:
    from nscl.apps.core.imports.styles import unit_of

    number = cast("NumberStyle", styles.number or "unknown")
    unit = unit_of(styles.unit)
    match one.kind:
        case "text":
            return lambda value: (_text(one, value), ())
        case "number":
            return lambda value: (_sane(read_cell_number(_bare(one, value), number)), ())
        case "whole":
            return lambda value: (_whole(read_cell_number(_bare(one, value), number), value), ())
        case "money":
            return lambda value: (_sane(read_cell_money(value, unit, number)), ())
        case "date":
            style = cast("DateStyle", styles.date or "unknown")
            return lambda value: _date(value, style, cast("DateSystem", date_system))
        case "year":
            return lambda value: (read_cell_year(value), ())
        case "flag":
            return lambda value: (read_cell_flag(value), ())
        case "choice":
            words = _words(one)
            return lambda value: (_choice(one, words, value), ())
        case "tax_code":
            return lambda value: _coded(parse_tax_code(_code_cell(value)))
        case "gtin":
            return lambda value: (parse_gtin(_code_cell(value)), ())
        case "phone":
            return lambda value: _coded(parse_phone(_code_cell(value)))
        case "email":
            return lambda value: (_email(value), ())


def text_of(value: Any) -> str:
    """A typed cell as the text a person would have written."""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, date):
        return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"
    if isinstance(value, float):
        return f"{value:.15g}"
    return squash(str(value))


def _text(one: ImportField, value: Any) -> str:
    text = text_of(value)
    if len(text) > one.max_length:
        raise UnreadableCell(f"Nội dung dài {len(text)} ký tự; tối đa {one.max_length}. Hãy rút gọn.")
    return text


def _bare(one: ImportField, value: Any) -> Any:
    """The cell without the field's own unit after the number: “4 sao”, “12 người”; any other word stays."""
    if not one.unit or not isinstance(value, str):
        return value
    text = squash(value)
    head, unit = text[: -len(one.unit)].rstrip(), text[-len(one.unit) :]
    return head if head and unit.lower() == one.unit.lower() else value


def _sane(number: Any) -> Any:
    if abs(number) >= MOST:
        raise UnreadableCell("Số lớn bất thường; hãy kiểm tra lại đơn vị và dấu phân cách.")
    return number


def _whole(number: Decimal, value: Any) -> int:
    if number != number.to_integral_value():
        raise UnreadableCell(f"Ô {quoted(text_of(value))} có phần lẻ; cột này chỉ nhận số nguyên.")
    return int(_sane(number))


def _date(value: Any, style: DateStyle, system: DateSystem) -> tuple[date, tuple[str, ...]]:
    reading = read_cell_date(value, style, system)
    if reading.date is None:
        raise UnreadableCell(
            f"Ngày {quoted(reading.printed)} thiếu ngày hoặc tháng; hãy ghi đủ như 05/04/2021."
        )
    return reading.date, reading.notes


def _words(one: ImportField) -> dict[str, str]:
    words = {fold(word): code for word, code in one.choice_synonyms.items()}
    words |= {fold(code): code for code, _label in one.choices}
    return words | {fold(label): code for code, label in one.choices}


def _choice(one: ImportField, words: dict[str, str], value: Any) -> str:
    text = text_of(value)
    code = words.get(fold(text))
    if code is not None:
        return code
    near = difflib.get_close_matches(fold(text), list(words), n=1, cutoff=0.75)
    labels = dict(one.choices)
    if near:
        label = labels[words[near[0]]]
        raise UnreadableCode(f"Không có lựa chọn {quoted(text)}; có phải “{label}”?", label)
    offered = "; ".join(label for _code, label in one.choices[:12])
    raise UnreadableCell(f"Không có lựa chọn {quoted(text)}; hãy dùng một trong: {offered}.")


def _code_cell(value: Any) -> str | int | float:
    if isinstance(value, date | bool):
        raise UnreadableCell(f"Ô {quoted(text_of(value))} không phải là mã số; hãy định dạng ô kiểu văn bản.")
    return cast("str | int | float", value)


def _coded(code: Any) -> tuple[str, tuple[str, ...]]:
    return code.canonical, code.warnings


def _email(value: Any) -> str:
    text = text_of(value).removeprefix("mailto:").lower()
    if not _EMAIL.fullmatch(text) or ".." in text:
        raise UnreadableCell(
            f"Địa chỉ thư điện tử {quoted(text)} chưa đúng; mỗi ô một địa chỉ, như ten@donvi.vn."
        )
    return text
