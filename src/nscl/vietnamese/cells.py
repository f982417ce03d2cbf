"""What people type in spreadsheets: numbers, money, yes and no, years. Dates are in `cell_dates`.

A text that two habits read differently (`1.234` is a thousand to one office and one and a bit to another) is
refused until the style of its column is known; `number_style` finds it from the cells that allow one reading
only. An empty cell is not zero and not No: ask `is_blank` first.
"""

import re
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Literal

from nscl.vietnamese.errors import (
    AmbiguousNumber,
    UnreadableAmount,
    UnreadableCell,
    UnreadableDate,
    UnreadableNumber,
    quoted,
)
from nscl.vietnamese.fold import fold, squash
from nscl.vietnamese.money import Unit, parse_amount
from nscl.vietnamese.numbers import format_number, read_number

NumberStyle = Literal["vi", "en", "mixed", "unknown"]
Cell = str | int | float | Decimal | date | None

_NOTHING = re.compile(
    r"[\s\-\u2010-\u2015\u2212.…_/]*|n/?a|#n/a|null|none|nan|không rõ|chưa rõ", re.IGNORECASE
)
_FORMULA_ERROR = re.compile(r"#(?:REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!)", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)?\s?[eE]\s?[+-]?[0-9]+")
_GROUPED_BY_SPACES = re.compile(r"[-+\u2212]?[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?")
_IN_BRACKETS = re.compile(r"\(\s*([0-9][0-9., ]*)\s*\)")
_SWAP = str.maketrans(".,", ",.")
# One figure and its unit; `2 tỷ rưỡi` is more than two of a unit and left to `parse_amount`.
_MONEY = re.compile(r"(\(?[-+\u2212]?\s*[0-9][0-9., ]*\)?)\s*((?:(?!rưỡi)[^0-9])*)")
_YES = {"co", "x", "v", "yes", "y", "true", "dung", "1", "roi", "da co", "co roi"}
_NO = {"khong", "ko", "kh", "no", "n", "false", "sai", "0", "chua", "chua co", "khong co"}
# Check marks; ü is how the tick of the Wingdings font reads without it.
_TICKS = {"✓", "✔", "√", "☑", "🗹", "ü"}
_UNTICKED = {"☐", "□"}
_YEARS = range(1900, 2101)


def is_blank(value: object) -> bool:
    """Whether a cell says nothing: empty, spaces, dashes, dots, `n/a`, `không rõ`.

    >>> is_blank(" – "), is_blank(None), is_blank(0), is_blank("không")
    (True, True, False, False)
    """
    if value is None or (isinstance(value, float) and value != value):
        return True
    return isinstance(value, str) and _NOTHING.fullmatch(squash(value)) is not None


# ── Numbers ────────────────────────────────────────────────────────────


def number_style(column: Iterable[object]) -> NumberStyle:
    """How a column writes numbers, from the cells that one habit alone can have written.

    `vi` for dots between thousands and a decimal comma, `en` for the reverse, `mixed` where both occur,
    `unknown` where no cell tells. Units of money after the number do not matter.

    >>> number_style(["1.234", "12,5", 7]), number_style(["1.234", "0.5"]), number_style(["1.234", "2,345"])
    ('vi', 'en', 'unknown')
    """
    found = set[NumberStyle]()
    for value in column:
        money = _MONEY.fullmatch(squash(value)) if isinstance(value, str) else None
        if money:
            vi, en = _readings(_plain(money[1]))
            if (vi is None) != (en is None):
                found.add("en" if vi is None else "vi")
    return "mixed" if len(found) > 1 else next(iter(found), "unknown")


def read_cell_number(value: Cell, style: NumberStyle = "unknown") -> Decimal:
    """The number in a cell; `style` is that of its column.

    Reads number cells, `12.500`, `12,5`, `1 200 000`, `(1.200)` for a negative. Raises `AmbiguousNumber` for
    what two styles read differently while the style is `mixed` or `unknown`; `UnreadableNumber` for what the
    given style cannot have written, for words and units beside the number, `%`, `1.2E+06`, `#REF!`.

    >>> read_cell_number("1.234", "vi"), read_cell_number("1.234", "en"), read_cell_number("1 200 000")
    (Decimal('1234'), Decimal('1.234'), Decimal('1200000'))
    >>> read_cell_number("1.234")
    Traceback (most recent call last):
    ...
    nscl.vietnamese.errors.AmbiguousNumber: Số “1.234” có thể là 1234 hoặc 1,234; hãy chọn kiểu số của cột.
    """
    if not isinstance(value, str):
        return _typed_number(value)
    printed = squash(value)
    _refuse_what_no_number_is(printed)
    vi, en = _readings(_plain(printed))
    if vi is None and en is None:
        raise UnreadableNumber(f"Không đọc được số {quoted(printed)}; chỉ ghi số, như 35.100 hoặc 7,5.")
    if style in ("vi", "en"):
        chosen = vi if style == "vi" else en
        if chosen is None:
            habit = "dấu phẩy cho phần lẻ" if style == "vi" else "dấu chấm cho phần lẻ"
            raise UnreadableNumber(f"Số {quoted(printed)} không viết theo kiểu của cột ({habit}).")
        return chosen
    if vi is not None and en is not None and vi != en:
        raise AmbiguousNumber(
            f"Số {quoted(printed)} có thể là {_ungrouped(vi)} hoặc {_ungrouped(en)}; "
            "hãy chọn kiểu số của cột."
        )
    return vi if vi is not None else _known(en)


def _known(value: Decimal | None) -> Decimal:
    assert value is not None
    return value


def _ungrouped(value: Decimal) -> str:
    return format_number(value).replace(".", "")


def _typed_number(value: object) -> Decimal:
    """The value of a number cell, to the fifteen digits that a spreadsheet keeps."""
    if isinstance(value, Decimal) and value.is_finite():
        return value
    if isinstance(value, float) and value - value == 0:
        return Decimal(f"{value:.15g}")
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    raise UnreadableNumber(f"Ô {quoted(str(value))} không phải là số.")


def _refuse_what_no_number_is(printed: str) -> None:
    if _FORMULA_ERROR.fullmatch(printed):
        raise UnreadableNumber(f"Ô có công thức lỗi {printed}; hãy sửa công thức hoặc ghi số.")
    if _SCIENTIFIC.fullmatch(printed):
        raise UnreadableNumber(f"Số {quoted(printed)} đã bị Excel rút gọn nên có thể mất chữ số; hãy ghi đủ.")
    if printed.endswith("%"):
        raise UnreadableNumber(f"Ô {quoted(printed)} là tỷ lệ phần trăm; cột này cần một số không kèm dấu %.")


def _plain(printed: str) -> str:
    """The figure without the spaces between thousands and with a minus for accountants' brackets."""
    bracketed = _IN_BRACKETS.fullmatch(printed.strip())
    text = "-" + bracketed[1] if bracketed else printed.strip().removeprefix("'")
    return text.replace(" ", "") if _GROUPED_BY_SPACES.fullmatch(text) else text


def _readings(text: str) -> tuple[Decimal | None, Decimal | None]:
    """What the figure is in Vietnamese and in English style, which swap points and commas."""
    return _vietnamese(text), _vietnamese(text.translate(_SWAP))


def _vietnamese(text: str) -> Decimal | None:
    try:
        reading = read_number(text)
    except UnreadableNumber:
        return None
    return None if reading.style == "foreign" else reading.readings[0]


# ── Money ──────────────────────────────────────────────────────────────


def read_cell_money(value: Cell, unit: Unit | None = None, style: NumberStyle = "unknown") -> int:
    """The whole đồng in a cell; `unit` is the column's, for figures without one of their own.

    Reads `1.2 tỷ`, `35 triệu đồng`, `9 tỷ 230 triệu`, `1.200.000 đ`; a unit in the cell goes before the
    column's. A number cell that a formula made is rounded to the đồng; a typed fraction of one is refused,
    and so is a bare number when the column has no unit (`UnreadableAmount`), and what two styles read
    differently (`AmbiguousNumber`).

    >>> read_cell_money("1.2 tỷ"), read_cell_money("35 triệu đồng"), read_cell_money(12.5, Unit.MILLION)
    (1200000000, 35000000, 12500000)
    """
    if not isinstance(value, str):
        return _rounded(_typed_number(value) * _factor(unit, str(value)))
    printed = squash(value)
    _refuse_what_no_number_is(printed)
    match = _MONEY.fullmatch(printed)
    if match is None:
        return parse_amount(printed, unit).vnd
    factor = _factor_named(match[2], printed) if match[2].strip() else _factor(unit, printed)
    vnd = read_cell_number(match[1], style) * factor
    if vnd != vnd.to_integral_value():
        raise UnreadableAmount(
            f"Số tiền {quoted(printed)} không phải là số nguyên đồng; hãy kiểm tra lại đơn vị."
        )
    return int(vnd)


def _rounded(vnd: Decimal) -> int:
    return int(vnd.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _factor(unit: Unit | None, printed: str) -> int:
    if unit is None:
        raise UnreadableAmount(
            f"Số tiền {quoted(printed)} chưa có đơn vị; "
            "hãy chọn đơn vị của cột: đồng, nghìn đồng, triệu đồng hay tỷ đồng."
        )
    return unit.factor


def _factor_named(tail: str, printed: str) -> int:
    """The đồng in one of the unit written after the figure."""
    factor = _factor_of(tail.strip())
    if factor is None:
        raise UnreadableAmount(
            f"Không đọc được số tiền {quoted(printed)}; hãy ghi theo đồng, nghìn, triệu hoặc tỷ đồng."
        )
    return factor


@lru_cache(maxsize=256)
def _factor_of(unit: str) -> int | None:
    try:
        return parse_amount(f"1 {unit}").vnd
    except UnreadableNumber:
        return None


# ── Yes and no, years ──────────────────────────────────────────────────


def read_cell_flag(value: object) -> bool:
    """Yes or no: `có`, `x`, `✓`, `v`, `rồi`, 1; `không`, `ko`, `chưa`, 0; `UnreadableCell` for the rest.

    >>> read_cell_flag("Có"), read_cell_flag("x"), read_cell_flag("Chưa có")
    (True, True, False)
    """
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float) and value in (0, 1):
        return bool(value)
    text = squash(str(value))
    if text in _TICKS or fold(text) in _YES:
        return True
    if text in _UNTICKED or fold(text) in _NO:
        return False
    raise UnreadableCell(f"Ô {quoted(text)} không rõ là có hay không; hãy ghi “có” hoặc “không”.")


def read_cell_year(value: Cell) -> int:
    """A year from 1900 to 2100: a number, `2024`, `năm 2024`, or a date cell shown as a year.

    Raises `UnreadableDate` for two digits and for anything else.

    >>> read_cell_year("năm 2024"), read_cell_year(2024.0)
    (2024, 2024)
    """
    if isinstance(value, date):
        return value.year
    if isinstance(value, str):
        match = re.fullmatch(r"(?:năm )?([0-9]{4})(?:[.,]0)?", squash(value).lower())
        year = int(match[1]) if match else 0
    else:
        number = Decimal(0) if value is None else _typed_number(value)
        year = int(number) if number == number.to_integral_value() else 0
    if year not in _YEARS:
        raise UnreadableDate(f"Không đọc được năm {quoted(str(value))}; hãy ghi đủ bốn chữ số, như 2024.")
    return year
