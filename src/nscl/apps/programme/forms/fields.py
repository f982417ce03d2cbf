"""Form fields that read as Vietnamese is written and show what they understood."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nscl.vietnamese import (
    AmbiguousNumber,
    UnreadableDate,
    UnreadableNumber,
    format_date,
    format_number,
    parse_date,
    parse_number,
    squash,
)


class NumberField(forms.CharField):
    """A number such as 1.234,5. What could be read in two ways is shown back and refused, never guessed."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(max_length=40, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return format_number(value) if isinstance(value, int | float | Decimal) else value

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_number(text)
        except (AmbiguousNumber, UnreadableNumber) as error:
            raise forms.ValidationError(str(error)) from error


class YearField(forms.IntegerField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "numeric", "size": 6, "autocomplete": "off"})
        )
        messages = {
            "invalid": _("Hãy ghi năm bằng bốn chữ số, ví dụ 2025."),
            "min_value": _("Năm phải từ 1990 trở đi."),
            "max_value": _("Năm phải không quá 2100."),
        }
        super().__init__(min_value=1990, max_value=2100, error_messages=messages, **kwargs)


class DayField(forms.CharField):
    """A date as dd/mm/yyyy; a day the calendar does not have is refused with a sentence."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Ngày/tháng/năm, ví dụ 05/04/2026"))
        super().__init__(max_length=40, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return format_date(value) if isinstance(value, date) else value

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_date(text)
        except UnreadableDate as error:
            raise forms.ValidationError(str(error)) from error


class LinesField(forms.CharField):
    """A list, one entry a line."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Mỗi dòng một mục"))
        super().__init__(widget=forms.Textarea(attrs={"rows": 5}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else "\n".join(map(str, value))

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value) or ""
        return [squash(line) for line in text.splitlines() if line.strip()]
