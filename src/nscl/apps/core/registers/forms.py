"""The form of a simple register: its fields follow from the model, links are found by name or code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import BooleanField, Field, Model, Q, QuerySet
from django.db.models import TextField as ModelTextField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from nscl.apps.core.access import Actor
from nscl.apps.core.registers.cells import said
from nscl.vietnamese import search_key, squash

SHOWN = 5


class PickField(forms.CharField):
    """A link to a record, written as people know it: its code, or words of its name, marks or not.

    `rows` are the records a person may choose among (set by the form), `codes` the paths of codes that name
    one record exactly. What fits nothing or several is refused, with the names to choose from.
    """

    def __init__(self, *, codes: Sequence[str] = (), words: str = "search_key", **kwargs: Any) -> None:
        kwargs.setdefault("help_text", lazy("Ghi mã hoặc tên, có dấu hay không dấu"))
        super().__init__(max_length=300, **kwargs)
        self.codes, self.words = tuple(codes), words
        self.rows: QuerySet[Any] | None = None

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Model):
            return value
        code = next((str(getattr(value, name)) for name in self.codes if getattr(value, name)), "")
        return code or str(value)

    def clean(self, value: Any) -> Any:
        text = squash(super().clean(value) or "")
        if not text:
            return None
        assert self.rows is not None, "the form says among which records to look"
        by_code = Q(pk=None)
        for path in self.codes:
            by_code |= Q(**{path: text})
        found = list(self.rows.filter(by_code)[: SHOWN + 1]) or self._by_words(text)
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(
                _("Chưa có “{text}” trong sổ. Hãy kiểm tra lại hoặc thêm hồ sơ đó trước.").format(text=text)
            )
        names = "; ".join(self._named(one) for one in found[:SHOWN])
        raise forms.ValidationError(
            _("Có nhiều hồ sơ khớp “{text}”: {names}. Hãy ghi đủ tên hoặc ghi mã.").format(
                text=text, names=names
            )
        )

    def _by_words(self, text: str) -> list[Any]:
        """The one record of exactly this name, else all whose keys contain every word."""
        assert self.rows is not None
        rows = self.rows
        for word in search_key(text).split():
            rows = rows.filter(**{f"{self.words}__contains": word})
        found = list(rows[:50])
        exact = [one for one in found if str(one).casefold() == text.casefold()]
        return exact or found

    def _named(self, record: Any) -> str:
        code = next((str(getattr(record, name)) for name in self.codes if getattr(record, name)), "")
        return f"{record} ({code})" if code else str(record)


def flag_field(**kwargs: Any) -> forms.TypedChoiceField:
    """Yes, no, or not known: three answers, none of them taken for another."""
    choices = [("", lazy("chưa rõ")), ("True", lazy("có")), ("False", lazy("không"))]
    return forms.TypedChoiceField(
        choices=choices, coerce=lambda text: text == "True", empty_value=None, **kwargs
    )


def _with_empty(choices: Iterable[tuple[Any, Any]], *, required: bool) -> Iterator[tuple[Any, Any]]:
    """The choices with Django's row of dashes in words: what it asks for, or that nothing was chosen."""
    for value, label in choices:
        yield value, (lazy("Chọn …") if required else lazy("chưa chọn")) if value in ("", None) else label


def _label(words: str) -> str:
    """The model's words with a capital, by whichever spelling is translated: columns have one already."""
    capital, found = words[:1].upper() + words[1:], said(words)
    return said(capital) if found == words else found[:1].upper() + found[1:]


class RecordForm(forms.Form):
    """A form over some fields of a model, in their order.

    `picks` gives the links: field name → (codes, rows(actor)). `help_texts` may explain a field.
    Labels are the model's words; `labels` gives those that stand nowhere else, to be translated.
    """

    model: type[Model]
    names: tuple[str, ...] = ()
    picks: Mapping[str, tuple[Sequence[str], Callable[[Actor], QuerySet[Any]]]] = {}
    help_texts: Mapping[str, Any] = {}
    labels: Mapping[str, Any] = {}

    def __init__(self, data: Any = None, *, record: Any = None, actor: Actor) -> None:
        initial = {name: getattr(record, name) for name in self.names} if record is not None else {}
        super().__init__(data, initial=initial, label_suffix="")
        made = {name: self._field(name, actor) for name in self.names}
        self.fields = {**made, **self.fields}

    def _field(self, name: str, actor: Actor) -> forms.Field:
        field: Field[Any, Any] = self.model._meta.get_field(name)  # type: ignore[assignment]
        label = self.labels[name] if name in self.labels else _label(str(field.verbose_name))
        told = {"help_text": self.help_texts[name]} if name in self.help_texts else {}
        required = not (field.blank or field.null)
        if name in self.picks:
            codes, rows = self.picks[name]
            pick = PickField(codes=codes, label=label, required=required, **told)
            pick.rows = rows(actor)
            return pick
        if isinstance(field, BooleanField) and field.null:
            return flag_field(label=label, required=False, **told)
        made = field.formfield(label=label, **told)
        assert made is not None
        if isinstance(made, forms.TypedChoiceField) and made.choices:
            made.choices = [*_with_empty(made.choices, required=made.required)]
        if isinstance(field, ModelTextField):
            made.widget = forms.Textarea(attrs={"rows": 3})
        return made
