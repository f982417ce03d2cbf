"""What may stand in a cell of the form: its format, the rule that guards it, and how it is read back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from nscl.apps.assessment.excel.layout import Cell
from nscl.apps.core.imports.reading.grid import Unread
from nscl.policy.questionnaires import (
    AnswerError,
    Choice,
    Question,
    TableColumn,
    bounds_of,
    options_of,
    read_value,
)
from nscl.vietnamese import (
    Unit,
    format_date,
    format_number,
    is_blank,
    nfc,
    read_cell_date,
    read_cell_flag,
    squash,
    unit_named,
)
from nscl.vietnamese.cell_dates import DateSystem
from nscl.vietnamese.errors import UnreadableText, quoted

UNREAD = {
    "error": "Ô có lỗi của bảng tính (như #REF!). Hãy ghi lại giá trị.",
    "formula": "Ô là công thức chưa có kết quả. Hãy ghi giá trị, không ghi công thức.",
    "garbled": "Ô mất chữ do sai bảng mã. Hãy ghi lại bằng Unicode.",
}
_KEPT = 10**15  # a cell keeps fifteen digits


class UnreadableAnswer(ValueError):
    """A cell that cannot be an answer; the text is a Vietnamese sentence for whoever filled it in."""


# ── Writing ────────────────────────────────────────────────────────────


def number_format(cell: Cell) -> str:
    """The cell's format: what is typed shows as it will be read. Text cells keep leading zeros."""
    match getattr(cell.expects, "kind", "text"):
        case "money":
            return "#,##0"
        case "number":
            return "General"  # a fixed number of decimals would hide those typed beyond it
        case "date":
            return "dd/mm/yyyy"
        case "percent":
            return 'General"%"'  # typed 15 shows as 15%; 0.15 shows as 0.15%, so that the slip is seen
        case "year" | "scale":
            return "0"
        case _:
            return "@"


def guard(cell: Cell, list_of: Callable[[tuple[str, ...]], str]) -> dict[str, Any] | None:
    """The rule of a cell for the program that fills it in; `list_of` says where a list of choices stands.

    A warning, not a stop: what a program lets through or keeps out differs, and the reader says it anyway.
    """
    what = cell.expects
    if isinstance(what, Choice):
        return _list("Ghi x nếu chọn, để trống nếu không.", list_of(("x",)))
    if what is None:
        return None
    match what.kind:
        case "choice" | "yes_no" | "scale":
            labels = tuple(option.label for option in options_of(what))
            return _list("Hãy chọn một trong danh sách của ô.", list_of(labels))
        case "year":
            return _bounds("integer", 1900, 2100, "Năm, đủ bốn chữ số.")
        case "date":
            first, last = datetime(1900, 1, 1), datetime(2100, 12, 31)  # noqa: DTZ001
            return _bounds("date", first, last, "Ngày, như 05/04/2026.")
        case "number" | "money" | "percent":
            return _number(what)
        case _:
            return None


def _list(said: str, source: str) -> dict[str, Any]:
    return {"validate": "list", "source": source, **_warning(said)}


def _bounds(kind: str, low: Any, high: Any, said: str) -> dict[str, Any]:
    return {"validate": kind, "criteria": "between", "minimum": low, "maximum": high, **_warning(said)}


def _warning(said: str) -> dict[str, Any]:
    return {"error_type": "warning", "error_title": "Xem lại ô này", "error_message": said[:255]}


def _number(what: Question | TableColumn) -> dict[str, Any]:
    """The bounds in the unit of the cell; those of money are kept in đồng."""
    factor = (unit_named(what.unit) if what.unit else Unit.DONG).factor if what.kind == "money" else 1
    low, high = (None if bound is None else bound / factor for bound in bounds_of(what))
    said = "Ghi một số, không kèm chữ"
    if low is not None and high is not None:
        said += f", từ {format_number(low)} đến {format_number(high)}"
    elif low is not None:
        said += f", từ {format_number(low)} trở lên"
    elif high is not None:
        said += f", không quá {format_number(high)}"
    least, most = (-_KEPT if low is None else _plain(low)), (_KEPT if high is None else _plain(high))
    return _bounds("decimal", least, most, f"{said}.")


def _plain(bound: Decimal) -> int | float:
    return int(bound) if bound == bound.to_integral_value() else float(bound)


# ── Reading ────────────────────────────────────────────────────────────


def value_of(cell: Cell, raw: Any, date_system: int) -> Any:
    """The answer in a cell as JSON keeps it (of a tick: true), None for an empty one.

    Raises `UnreadableAnswer`. A number cell is read as the number it is, a text cell as a Vietnamese types.
    """
    if isinstance(raw, Unread):
        raise UnreadableAnswer(UNREAD[raw.why])
    if isinstance(raw, str):
        raw = nfc(raw).replace("\u00a0", " ").strip().removeprefix("'")
    what = cell.expects
    if isinstance(what, Choice):
        return _tick(raw)
    if what is None:
        return _words(raw) or None
    if what.kind == "date" and not is_blank(raw):
        raw = _date(raw, date_system)
    elif what.kind in ("number", "money", "percent", "scale") and isinstance(raw, bool | date):
        raise UnreadableAnswer(
            f"Ô {quoted(_words(raw))} không phải là số. Hãy định dạng ô kiểu số và ghi lại."
        )
    try:
        return read_value(what, raw)
    except AnswerError as refused:
        raise UnreadableAnswer(str(refused)) from refused


def _tick(raw: Any) -> bool | None:
    if is_blank(raw):
        return None
    try:
        return read_cell_flag(raw) or None
    except UnreadableText as refused:
        raise UnreadableAnswer(
            f"Ô {quoted(_words(raw))} không rõ là có chọn hay không. Hãy ghi x hoặc để trống."
        ) from refused


def _date(raw: Any, date_system: int) -> date:
    if isinstance(raw, bool):
        raise UnreadableAnswer("Ô này không phải là ngày. Hãy ghi đủ như 05/04/2026.")
    try:
        system: DateSystem = 1904 if date_system == 1904 else 1900
        reading = read_cell_date(raw, "dmy", system)
    except UnreadableText as refused:
        raise UnreadableAnswer(str(refused)) from refused
    if reading.date is None:
        raise UnreadableAnswer(
            f"Ngày {quoted(_words(raw))} thiếu ngày hoặc tháng. Hãy ghi đủ như 05/04/2026."
        )
    return reading.date


def _words(raw: Any) -> str:
    """A cell of any type as the text a person would have written."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "Có" if raw else "Không"
    if isinstance(raw, date):
        return format_date(raw.date() if isinstance(raw, datetime) else raw)
    if isinstance(raw, int | float):
        return format(Decimal(f"{raw:.15g}"), "f").replace(".", ",")
    return squash(str(raw))
