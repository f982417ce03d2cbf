"""One answer as JSON keeps it: brought to its one form, or refused."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from nscl.policy.questionnaires.definition import OTHER, SCALE, Kind, Question, TableColumn, options_of
from nscl.policy.questionnaires.showing import shown
from nscl.policy.questionnaires.texts import in_lines, is_printable, one_line
from nscl.vietnamese import format_number

Field = Question | TableColumn
Value = Any  # as `definition` says of JSON

LARGEST = Decimal(10) ** 15  # a million tỷ đồng: beyond it stands a slip, not a figure
TOO_LARGE = "Số này quá lớn hoặc không đọc được; hãy kiểm tra lại đơn vị và số chữ số."

_COLUMN_TEXT = 500  # characters in a cell of a table
_KEPT = re.compile(r"-?[0-9]{1,16}(?:\.[0-9]{1,12})?")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEARS = (1900, 2100)


class AnswerError(ValueError):
    """What was answered cannot be kept; the text is the sentence for the person who answers."""


def check_value(field: Field, value: object) -> Value:
    """The value in its one form; raises `AnswerError` for anything that is no answer to this question.

    >>> check_value(Question("ty_le", "percent", "Tỷ lệ"), "100.0")
    '100'
    """
    return _CHECKS[field.kind](field, value)


def refuse_unprintable(text: str) -> None:
    """Raises `AnswerError` for control characters and halves of characters."""
    if not is_printable(text):
        raise AnswerError("Có ký tự không in được; hãy xóa và gõ lại.")


def _check_text(field: Field, value: object) -> str:
    if not isinstance(value, str):
        raise AnswerError("Câu này trả lời bằng chữ; hãy ghi lại.")
    refuse_unprintable(value)
    text = in_lines(value) if field.kind == "long_text" else one_line(value)
    most = field.max_length if isinstance(field, Question) else _COLUMN_TEXT
    if len(text) > most:
        raise AnswerError(f"Câu trả lời dài {len(text)} ký tự; hãy viết gọn trong {most} ký tự.")
    if not text:
        raise AnswerError("Câu này chưa có chữ nào; hãy ghi câu trả lời.")
    return text


def check_other(value: object) -> str:
    """What was written beside “Khác”."""
    return _check_text(Question(OTHER, "text", "", max_length=_COLUMN_TEXT), value)


def _decimal_of(value: object) -> Decimal:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST:
        return Decimal(value)
    if isinstance(value, str) and _KEPT.fullmatch(value):
        return Decimal(value)
    if isinstance(value, int | str) and not isinstance(value, bool):
        raise AnswerError(TOO_LARGE)
    raise AnswerError("Câu này trả lời bằng số; hãy ghi số.")


def _check_number(field: Field, value: object) -> str:
    number = _decimal_of(value)
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    text = "0" if text in ("-0", "") else text
    places = len(text.partition(".")[2])
    if places > field.decimals:
        allowed = f"nhiều nhất {field.decimals} chữ số sau dấu phẩy" if field.decimals else "số nguyên"
        raise AnswerError(
            f"Câu này nhận {allowed}; {format_number(number)} có {places}. Hãy làm tròn hoặc sửa lại."
        )
    _refuse_outside(field, number)
    return text


def _check_money(field: Field, value: object) -> int:
    number = _decimal_of(value)
    if number != number.to_integral_value():
        raise AnswerError("Số tiền phải là số nguyên đồng; hãy kiểm tra lại đơn vị.")
    _refuse_outside(field, number)
    return int(number)


def _check_year(field: Field, value: object) -> int:
    number = _decimal_of(value)
    if number != number.to_integral_value() or not _YEARS[0] <= number <= _YEARS[1]:
        low, high = bounds_of(field)
        least, most = int(_YEARS[0] if low is None else low), int(_YEARS[1] if high is None else high)
        raise AnswerError(f"Năm phải từ {least} đến {most}; hãy ghi đủ bốn chữ số.")
    _refuse_outside(field, number)
    return int(number)


def bounds_of(field: Field) -> tuple[Decimal | None, Decimal | None]:
    """The least and the greatest value; None where there is no bound.

    >>> bounds_of(Question("ty_le", "percent", "Tỷ lệ", low="-50"))
    (Decimal('-50'), Decimal('100'))
    """
    low, high = (Decimal(bound) if bound else None for bound in (field.low, field.high))
    if field.kind == "percent":
        return (Decimal(0) if low is None else low, Decimal(100) if high is None else high)
    return low, high


def _refuse_outside(field: Field, number: Decimal) -> None:
    if abs(number) > LARGEST:
        raise AnswerError(TOO_LARGE)
    low, high = bounds_of(field)
    if (low is None or number >= low) and (high is None or number <= high):
        return
    least, most = (None if bound is None else _bound(field, bound) for bound in (low, high))
    if least is not None and most is not None:
        raise AnswerError(f"Số phải từ {least} đến {most}; hãy kiểm tra lại.")
    limit = f"không nhỏ hơn {least}" if most is None else f"không lớn hơn {most}"
    raise AnswerError(f"Số phải {limit}; hãy kiểm tra lại.")


def _bound(field: Field, bound: Decimal) -> str:
    return str(int(bound)) if field.kind == "year" else shown(field, _kept(field, bound))


def _kept(field: Field, number: Decimal) -> Value:
    return int(number) if field.kind == "money" else f"{number:f}"


def _check_date(field: Field, value: object) -> str:
    try:
        if not isinstance(value, str) or not _ISO.fullmatch(value):
            raise ValueError
        day = date.fromisoformat(value)
    except ValueError:
        raise AnswerError(
            "Không có ngày này trong lịch; hãy viết đủ ngày/tháng/năm, ví dụ 05/04/2021."
        ) from None
    if not _YEARS[0] <= day.year <= _YEARS[1]:
        raise AnswerError(f"Năm của ngày phải từ {_YEARS[0]} đến {_YEARS[1]}; hãy kiểm tra lại.")
    return day.isoformat()


def _check_flag(field: Field, value: object) -> bool:
    if not isinstance(value, bool):
        raise AnswerError("Hãy chọn Có hoặc Không.")
    return value


def _check_choice(field: Field, value: object) -> str:
    if isinstance(value, str) and any(choice.code == value for choice in options_of(field)):
        return value
    raise AnswerError("Lựa chọn này không có trong câu hỏi; hãy chọn lại.")


def _check_multi(field: Field, value: object) -> list[str]:
    if not isinstance(value, list | tuple):
        raise AnswerError("Hãy chọn trong các mục của câu hỏi.")
    wanted = {_check_choice(field, code) for code in value}
    chosen = [choice for choice in options_of(field) if choice.code in wanted]
    if not chosen:
        raise AnswerError("Hãy chọn ít nhất một mục.")
    alone = next((choice for choice in chosen if choice.is_exclusive), None)
    if alone and len(chosen) > 1:
        raise AnswerError(f"Đã chọn “{alone.label}” thì không chọn mục khác; hãy bỏ một trong hai.")
    return [choice.code for choice in chosen]


def _check_scale(field: Field, value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value in SCALE:
        return value
    raise AnswerError("Hãy chọn một điểm từ 1 đến 5.")


def _check_table(field: Field, value: object) -> Value:
    """The filled cells, in the order of the question; a table knows its rows and columns."""
    if not isinstance(field, Question) or not isinstance(value, dict):
        raise AnswerError("Hãy điền vào các ô của bảng.")
    rows, columns = {row.code for row in field.rows}, {column.code for column in field.columns}
    for row, cells in value.items():
        if row not in rows or not isinstance(cells, dict) or not set(cells) <= columns:
            raise AnswerError("Bảng có dòng hoặc cột không thuộc câu hỏi; hãy điền lại vào các ô của bảng.")
    table = {}
    for row in field.rows:
        cells = value.get(row.code, {})
        kept = {c.code: check_value(c, cells[c.code]) for c in field.columns if c.code in cells}
        if kept:
            table[row.code] = kept
    if not table:
        raise AnswerError("Bảng chưa có ô nào được điền; hãy điền ít nhất một ô.")
    return table


_CHECKS: dict[Kind, Callable[[Field, object], Value]] = {
    "text": _check_text,
    "long_text": _check_text,
    "number": _check_number,
    "money": _check_money,
    "percent": _check_number,
    "year": _check_year,
    "date": _check_date,
    "yes_no": _check_flag,
    "choice": _check_choice,
    "multi": _check_multi,
    "scale": _check_scale,
    "table": _check_table,
}
