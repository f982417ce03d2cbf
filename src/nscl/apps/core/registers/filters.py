"""The filter form of a list: one field a filter, none required; what cannot be read says how to write it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from nscl.apps.core.access import Actor
from nscl.apps.core.registers.cells import plain_text, said
from nscl.apps.core.registers.spec import Filter, Register

WORDS, SORT, COLUMNS, PAGE = "tim", "sap", "cot", "trang"
RESERVED = {WORDS, SORT, COLUMNS, PAGE}
MAX_WORDS = 200


def filter_form(register: Register, actor: Actor, params: QueryDict) -> forms.Form:
    """A form with one field a filter, none of them required."""
    form = forms.Form(params, auto_id="loc-%s", label_suffix="")
    for spec in register.filters:
        if spec.name in RESERVED:
            raise ValueError(f"{register.key}: the filter {spec.name} has a name the list itself uses")
        form.fields[spec.name] = _field(register, spec, actor)
    return form


def _field(register: Register, spec: Filter, actor: Actor) -> forms.Field:
    label = said(spec.label)
    if spec.kind == "choice":
        wrong = {"invalid_choice": _("Không có lựa chọn này; bộ lọc chưa được dùng.")}
        choices = [("", _("Tất cả")), *_choices(register, spec, actor)]
        return forms.ChoiceField(label=label, required=False, choices=choices, error_messages=wrong)
    if spec.kind == "multi":
        wrong = {"invalid_choice": _("Không có lựa chọn này; bộ lọc chưa được dùng.")}
        box = forms.CheckboxSelectMultiple()
        options = _choices(register, spec, actor)
        return forms.MultipleChoiceField(
            label=label, required=False, choices=options, widget=box, error_messages=wrong
        )
    if spec.kind == "flag":
        flags = [("", _("Tất cả")), ("co", _("có")), ("khong", _("không"))]
        wrong = {"invalid_choice": _("Chỉ nhận “có” hoặc “không”; bộ lọc chưa được dùng.")}
        return forms.ChoiceField(label=label, required=False, choices=flags, error_messages=wrong)
    if spec.kind == "year":
        sentence = _("Năm phải là bốn chữ số, ví dụ 2025; bộ lọc chưa được dùng.")
        wrong = dict.fromkeys(("invalid", "min_value", "max_value"), sentence)
        box = forms.TextInput(attrs={"inputmode": "numeric", "size": 6})
        return forms.IntegerField(
            label=label, required=False, min_value=1900, max_value=2200, widget=box, error_messages=wrong
        )
    if spec.kind == "date":
        wrong = {"invalid": _("Viết ngày/tháng/năm, ví dụ 05/04/2026; bộ lọc chưa được dùng.")}
        box = forms.TextInput(attrs={"placeholder": "dd/mm/yyyy", "size": 12})
        return forms.DateField(label=label, required=False, widget=box, error_messages=wrong)
    wrong = {"max_length": _("Quá dài; bộ lọc chưa được dùng.")}
    return forms.CharField(label=label, required=False, max_length=MAX_WORDS, error_messages=wrong)


def _choices(register: Register, spec: Filter, actor: Actor) -> list[tuple[str, str]]:
    """As declared; else the choices of the model's field that the filter names."""
    if spec.choices is not None:
        return [(str(value), said(str(label))) for value, label in spec.choices(actor)]
    if callable(spec.apply):
        raise ValueError(f"{register.key}: the filter {spec.name} has no choices")
    field = register.model._meta.get_field(spec.apply)
    return [(str(value), said(str(label))) for value, label in field.flatchoices]  # type: ignore[union-attr]


def wanted(spec: Filter, value: Any) -> Any:
    """The cleaned value as filters take it; None when nothing is asked."""
    if value is None or value == "" or value == []:
        return None
    return value == "co" if spec.kind == "flag" else value


def words_of(field: forms.Field, value: Any) -> str:
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(field, forms.ChoiceField):
        words = {str(key): str(label) for key, label in field.choices}
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(words.get(str(one), str(one)) for one in chosen)
    if isinstance(value, int):  # a year is not grouped
        return str(value)
    return plain_text(value)
