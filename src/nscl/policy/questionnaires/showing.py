"""Answers in Vietnamese: as a page prints them, and as they stand in the field they were typed in."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from nscl.policy.questionnaires.definition import OTHER, Definition, Question, TableColumn, options_of
from nscl.vietnamese import Unit, format_date, format_money, format_number, unit_named

_TWO_READINGS = re.compile(r"-?[1-9][0-9]{0,2},[0-9]{3}")


def shown(field: Question | TableColumn, value: Any, other: str = "") -> str:
    """The answer in words and figures; "" for none. `other` is what was written beside “Khác”.

    >>> shown(Question("dien", "number", "Điện đã dùng", unit="kWh"), "12500.5")
    '12.500,5 kWh'
    >>> shown(Question("doanh_thu", "money", "Doanh thu", unit="triệu đồng"), 1_250_000_000)
    '1.250 triệu đồng'
    """
    if value is None:
        return ""
    match field.kind:
        case "number":
            return f"{format_number(Decimal(value))} {field.unit}".strip()
        case "percent":
            return f"{format_number(Decimal(value))} %"
        case "money":
            return format_money(value, _unit(field))
        case "date":
            return format_date(date.fromisoformat(value))
        case "yes_no":
            return "Có" if value else "Không"
        case "scale":
            return f"{value}/5"
        case "choice":
            return _label(field, value, other)
        case "multi":
            return "; ".join(_label(field, code, other) for code in value)
        case "table":
            return _table(field, value)
    return str(value)


def _unit(field: Question | TableColumn) -> Unit:
    return unit_named(field.unit) if field.unit else Unit.DONG


def _label(field: Question | TableColumn, code: str, other: str) -> str:
    if code == OTHER and other:
        return f"Khác: {other}"
    return next((choice.label for choice in options_of(field) if choice.code == code), code)


def _table(field: Question | TableColumn, value: dict[str, dict[str, Any]]) -> str:
    """One line for each row that has something."""
    if not isinstance(field, Question):
        return ""
    lines = []
    for row in field.rows:
        cells = value.get(row.code, {})
        told = [f"{c.label}: {shown(c, cells[c.code])}" for c in field.columns if c.code in cells]
        if told:
            lines.append(f"{row.label} – {'; '.join(told)}")
    return "\n".join(lines)


def typed(field: Question | TableColumn, value: Any) -> str:
    """The text of the field that `read_value` reads as this value; for a table, each cell has its own.

    >>> typed(Question("doanh_thu", "money", "Doanh thu", unit="triệu đồng"), 1_250_500_000)
    '1.250,5'
    """
    if value is None:
        return ""
    match field.kind:
        case "number" | "percent":
            text = format_number(Decimal(value))
            return text if field.decimals >= 3 else _unmistakable(text)
        case "money":
            return _unmistakable(format_money(value, _unit(field), with_unit=False))
        case "date":
            return format_date(date.fromisoformat(value))
        case "yes_no":
            return "yes" if value else "no"
        case "multi":
            return ";".join(value)
    return str(value)


def _unmistakable(text: str) -> str:
    """`1,234` could be a thousand and more: with one more zero it cannot."""
    return f"{text}0" if _TWO_READINGS.fullmatch(text) else text


def written(definition: Definition, answers: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """The fields of a form that hold these answers, by name; `read` of them gives the answers back."""
    fields: dict[str, tuple[str, ...]] = {}
    for question in definition.questions():
        value = answers.get(question.code)
        if value is None:
            continue
        if question.kind == "table":
            fields |= _cells(question, value)
        else:
            fields[question.code] = tuple(value) if question.kind == "multi" else (typed(question, value),)
        other = answers.get(f"{question.code}__{OTHER}")
        if other:
            fields[f"{question.code}__{OTHER}"] = (other,)
    return fields


def _cells(question: Question, value: dict[str, dict[str, Any]]) -> dict[str, tuple[str, ...]]:
    return {
        f"{question.code}__{row.code}__{column.code}": (typed(column, value[row.code][column.code]),)
        for row in question.rows
        for column in question.columns
        if column.code in value.get(row.code, {})
    }
