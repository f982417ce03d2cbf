"""One answer, read from what was typed or from a cell of a spreadsheet."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from nscl.policy.questionnaires.checking import (
    LARGEST,
    TOO_LARGE,
    AnswerError,
    check_value,
    refuse_unprintable,
)
from nscl.policy.questionnaires.definition import (
    SCALE,
    Kind,
    Question,
    TableColumn,
    options_of,
)
from nscl.policy.questionnaires.texts import one_line, printable
from nscl.vietnamese import (
    Unit,
    fold,
    format_date,
    format_number,
    is_blank,
    parse_date,
    parse_number,
    read_cell_flag,
    read_cell_money,
    read_cell_number,
    read_cell_year,
    search_key,
    unit_named,
)
from nscl.vietnamese.errors import UnreadableAmount, UnreadableNumber, quoted

Field = Question | TableColumn
Value = Any  # as `definition` says of JSON

_LONGEST_FIGURE = 60
# `1,500` is one and a half to us and fifteen hundred to others.
_TWO_READINGS = re.compile(r"[-+]?[1-9][0-9]{0,2},[0-9]{3}(?![0-9.,])")


def read_value(field: Field, raw: object) -> Value | None:
    """The value of a typed text, or of a spreadsheet's typed cell; None where nothing was answered.

    A bare `1.234` is a whole number, `1,5` and `1.5` are one and a half; `1,500` is refused: it may be
    either. Raises `AnswerError`; so does a table, whose cells are read one by one.

    >>> read_value(Question("so_may", "number", "Số máy", decimals=1), "1.234,5")
    '1234.5'
    >>> read_value(Question("doanh_thu", "money", "Doanh thu"), "1,2 tỷ")
    1200000000
    """
    if isinstance(raw, str):
        refuse_unprintable(raw)
        blank = not one_line(raw) or (field.kind not in ("text", "long_text") and is_blank(raw))
    else:
        blank = raw is None or is_blank(raw)
        if isinstance(raw, int) and abs(raw) > LARGEST:  # Python prints no number of any length
            raise AnswerError(TOO_LARGE)
    if blank:
        return None
    try:
        return check_value(field, _READERS[field.kind](field, raw))
    except AnswerError:
        raise
    except ArithmeticError:
        raise AnswerError(TOO_LARGE) from None
    except ValueError as refused:
        raise AnswerError(printable(str(refused))) from None


def _read_text(field: Field, raw: object) -> str:
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return "Có" if raw else "Không"
    if isinstance(raw, datetime | date):
        return format_date(raw)
    return format_number(read_cell_number(raw)).replace(".", "")  # type: ignore[arg-type]


def _read_number(field: Field, raw: object) -> str:
    if not isinstance(raw, str):
        return f"{read_cell_number(raw):f}"  # type: ignore[arg-type]
    text = _figure(raw)
    unit = one_line(field.unit)
    if unit and fold(text).endswith(fold(unit)):
        text = text[: len(text) - len(unit)].strip()
    if field.kind == "percent":
        text = text.removesuffix("%").strip()
    elif text.endswith("%"):
        raise AnswerError(f"{quoted(text)} là tỷ lệ phần trăm; câu này cần một số không kèm dấu %.")
    if _TWO_READINGS.fullmatch(text) and field.decimals < 3:
        parse_number(text)  # refuses it, with both ways of writing it
    return f"{_in_either_style(text, lambda style: read_cell_number(text, style)):f}"  # type: ignore[arg-type]


def _figure(raw: str) -> str:
    text = one_line(raw)
    if len(text) > _LONGEST_FIGURE:
        raise AnswerError(f"Không đọc được {quoted(text)}; hãy chỉ ghi một số.")
    return text


def _in_either_style(text: str, reading: Callable[[str], Any]) -> Any:
    """As we write numbers, or, where that gives none (`1.5`), as a telephone's keys may have it."""
    try:
        return reading("vi")
    except UnreadableAmount:
        raise
    except UnreadableNumber as refused:
        try:
            return reading("en")
        except UnreadableNumber:
            raise refused from None


def _read_money(field: Field, raw: object) -> int:
    unit = unit_named(field.unit) if field.unit else Unit.DONG
    if not isinstance(raw, str):
        return read_cell_money(raw, unit)  # type: ignore[arg-type]
    text = _figure(raw)
    two = _TWO_READINGS.match(text)
    if two:
        parse_number(two[0])
    return int(_in_either_style(text, lambda style: read_cell_money(text, unit, style)))  # type: ignore[arg-type]


def _read_year(field: Field, raw: object) -> int:
    if isinstance(raw, str) and re.fullmatch(r"[0-9]{4}", one_line(raw)):
        return int(one_line(raw))  # four digits were read; `check` says which years are taken
    return read_cell_year(raw)  # type: ignore[arg-type]


def _read_date(field: Field, raw: object) -> str:
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    if isinstance(raw, date):
        return raw.isoformat()
    if not isinstance(raw, str):
        raise AnswerError("Ô này không phải là ngày; hãy viết đủ ngày/tháng/năm, ví dụ 05/04/2021.")
    return parse_date(raw[:100]).isoformat()


def _read_flag(field: Field, raw: object) -> bool:
    try:
        return read_cell_flag(raw)
    except ValueError:
        raise AnswerError(
            f"{quoted(str(raw)[:100])} không rõ là có hay không; hãy chọn Có hoặc Không."
        ) from None


def _read_choice(field: Field, raw: object) -> str:
    return _chosen(field, raw if isinstance(raw, str) else _read_text(field, raw))


def _chosen(field: Field, text: str) -> str:
    """The choice of that code, or of that wording as a form on paper or in a spreadsheet has it."""
    wanted = one_line(text)
    options = options_of(field)
    for choice in options:
        if wanted in (choice.code, choice.label):
            return choice.code
    key = search_key(wanted)
    alike = [choice.code for choice in options if key and search_key(choice.label) == key]
    if len(alike) == 1:
        return alike[0]
    raise AnswerError(f"{quoted(wanted)} không phải là một lựa chọn của câu này; hãy chọn lại.")


def _read_multi(field: Field, raw: object) -> list[str]:
    parts = re.split(r"[;\n]", _read_text(field, raw))
    return [_chosen(field, part) for part in parts if one_line(part)]


def _read_scale(field: Field, raw: object) -> int:
    number = Decimal(_read_number(field, raw))
    if number not in SCALE:
        raise AnswerError("Hãy chọn một điểm từ 1 đến 5.")
    return int(number)


def _read_table(field: Field, raw: object) -> Value:
    raise AnswerError("Bảng được đọc từng ô; hãy điền vào từng ô của bảng.")


_READERS: dict[Kind, Callable[[Field, object], Value]] = {
    "text": _read_text,
    "long_text": _read_text,
    "number": _read_number,
    "money": _read_money,
    "percent": _read_number,
    "year": _read_year,
    "date": _read_date,
    "yes_no": _read_flag,
    "choice": _read_choice,
    "multi": _read_multi,
    "scale": _read_scale,
    "table": _read_table,
}
