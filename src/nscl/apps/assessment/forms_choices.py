"""What hangs on a question, one row each: choices with support contents, a table's rows and columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from nscl.apps.assessment import describing
from nscl.apps.assessment.designing import new_code
from nscl.apps.assessment.designing_shape import Raw
from nscl.apps.assessment.forms_questionnaires import CodeField
from nscl.apps.catalog.models import SupportContent
from nscl.policy.questionnaires import COLUMN_KINDS
from nscl.policy.questionnaires.shapes import MONEY_UNITS
from nscl.vietnamese import search_key, squash

MORE = "them-dong"  # the button that asks for more empty rows
ROWS_AT_ONCE = 4
MOST_ROWS = 200
SHOWN = 5


class Catalogue:
    """The support contents, read once for a page: found by code or by words of their names."""

    def __init__(self) -> None:
        rows = SupportContent.objects.order_by("sort_key", "pk").values_list(
            "code", "name", "search_key", "valid_to"
        )
        self.names: dict[str, str] = {}
        self.keys: dict[str, str] = {}
        self.exact: dict[str, list[str]] = {}
        self.offered: list[str] = []
        for code, name, key, valid_to in rows:
            self.names[code], self.keys[code] = name, key
            for words in {search_key(code), search_key(name)}:
                self.exact.setdefault(words, []).append(code)
            if valid_to is None:
                self.offered.append(name)

    def find(self, text: str) -> str:
        """The code of the one content meant; otherwise a sentence says what to write."""
        wanted = search_key(text)
        found = [text] if text in self.names else self.exact.get(wanted) or self._by_words(wanted.split())
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(
                _(
                    "Danh mục chưa có nội dung hỗ trợ “{text}”. Hãy chọn một tên trong danh sách gợi ý."
                ).format(text=text)
            )
        names = "; ".join(self.names[code] for code in found[:SHOWN])
        raise forms.ValidationError(
            _("Có nhiều nội dung hỗ trợ khớp “{text}”: {names}. Hãy ghi đủ tên.").format(
                text=text, names=names
            )
        )

    def _by_words(self, words: list[str]) -> list[str]:
        return [code for code, key in self.keys.items() if words and all(word in key for word in words)]

    def told(self, codes: Iterable[str]) -> str:
        """Names as the field shows them; a name that has the separator in it is told by its code."""
        names = ((code, self.names.get(code, code)) for code in codes)
        return "; ".join(code if ";" in name else name for code, name in names)


class PartForm(forms.Form):
    """One row: its place, its words, its code. Without words the row is left out."""

    place = forms.IntegerField(label=lazy("Thứ tự"), required=False, min_value=1, max_value=9999)
    label = forms.CharField(label=lazy("Nhãn"), max_length=250, required=False)
    code = CodeField(help_text="")

    def __init__(self, *args: Any, catalogue: Catalogue | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.catalogue = catalogue

    def told(self) -> Raw:
        return {"code": self.cleaned_data["code"], "label": self.cleaned_data["label"]}


class ChoiceForm(PartForm):
    contents = forms.CharField(
        label=lazy("Nội dung hỗ trợ tương ứng"), max_length=1500, required=False,
        widget=forms.TextInput(attrs={"list": "noi-dung-ho-tro", "autocomplete": "off"}),
    )  # fmt: skip
    is_exclusive = forms.BooleanField(label=lazy("Loại trừ"), required=False)

    def clean_contents(self) -> list[str]:
        assert self.catalogue is not None
        names = [squash(one) for one in self.cleaned_data["contents"].split(";")]
        return list(dict.fromkeys(self.catalogue.find(name) for name in names if name))

    def told(self) -> Raw:
        made = super().told()
        if self.cleaned_data["contents"]:
            made["contents"] = self.cleaned_data["contents"]
        if self.cleaned_data.get("is_exclusive"):
            made["is_exclusive"] = True
        return made


class ColumnForm(PartForm):
    kind = forms.ChoiceField(label=lazy("Loại"), required=False)
    unit = forms.CharField(label=lazy("Đơn vị"), max_length=30, required=False)
    options = forms.CharField(
        label=lazy("Lựa chọn, mỗi dòng một"), max_length=4000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(one, describing.kind_name(one)) for one in COLUMN_KINDS]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("label"):
            return data
        lines = _lines(data.get("options", ""))
        if data.get("kind") == "choice" and len(lines) < 2:
            self.add_error("options", _("Cột chọn một cần ít nhất hai lựa chọn, mỗi dòng một."))
        if data.get("kind") == "money" and data.get("unit") and data["unit"] not in MONEY_UNITS:
            units = ", ".join(MONEY_UNITS)
            self.add_error("unit", _("Đơn vị của số tiền là một trong: {units}.").format(units=units))
        return data

    def told(self) -> Raw:
        made, kept = super().told(), self.initial.get("row") or {}
        kind = self.cleaned_data.get("kind") or "text"
        if kind != "text":
            made["kind"] = kind
        if self.cleaned_data["unit"]:
            made["unit"] = self.cleaned_data["unit"]
        if kind == "choice":
            made["choices"] = _choices(_lines(self.cleaned_data["options"]), kept.get("choices", []))
        if kind == kept.get("kind"):  # bounds come from files; the page leaves them as they are
            made |= {key: kept[key] for key in ("low", "high", "decimals") if key in kept}
        return made


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(squash(line) for line in text.splitlines() if squash(line)))


def _choices(labels: list[str], old: list[Raw]) -> list[Raw]:
    """Choices by their labels; one kept, or mended in its place, keeps its code."""
    by_label = {one.get("label"): one for one in old}
    made: list[Raw] = []
    taken = {by_label[label]["code"] for label in labels if label in by_label}
    for place, label in enumerate(labels):
        kept = by_label.get(label)
        if kept is None and place < len(old) and old[place]["code"] not in taken:
            kept = {**old[place], "label": label}
        if kept is None:
            kept = {"code": new_code(label, taken, "chon"), "label": label}
        taken.add(kept["code"])
        made.append(kept)
    return made


class PartSet(forms.BaseFormSet[PartForm]):
    """The rows of one list; `told()` gives those with words, in the order of their places."""

    start = "chon"

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for field in form.fields.values():  # the column's head is far from the row, so each box says both
            number = f" {index + 1}" if index is not None else ""
            field.widget.attrs["aria-label"] = f"{field.label}{number}"
        if index is not None and not form.is_bound and not form.initial.get("place"):
            form.initial["place"] = index + 1

    def clean(self) -> None:
        seen: set[str] = set()
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            code = data.get("code")
            if data.get("label") and code and code in seen:
                form.add_error("code", _("Mã “{code}” đã dùng ở dòng khác.").format(code=code))
            if code and data.get("label"):
                seen.add(code)

    def told(self) -> list[Raw]:
        filled = [form for form in self.forms if form.cleaned_data.get("label")]
        filled.sort(key=lambda form: form.cleaned_data.get("place") or MOST_ROWS)
        made = [form.told() for form in filled]
        taken = {row["code"] for row in made if row["code"]}
        for row in made:
            row["code"] = row["code"] or new_code(row["label"], taken, self.start)
            taken.add(row["code"])
        return made


def part_set(name: str, rows: list[Raw], *, data: Any = None, catalogue: Catalogue | None = None) -> PartSet:
    """The rows called "choices", "rows" or "columns", with some empty ones at the end.

    Where the person pressed the button for more rows, those sent come back with more empty ones.
    """
    form = {"choices": ChoiceForm, "rows": PartForm, "columns": ColumnForm}[name]
    kind = forms.formset_factory(
        form, formset=PartSet, extra=ROWS_AT_ONCE, max_num=MOST_ROWS, absolute_max=MOST_ROWS
    )
    sent = data
    if data is not None and data.get(MORE) == name:
        sent = data.copy()
        total = data.get(f"{name}-TOTAL_FORMS", "")
        count = int(total) if total.isascii() and total.isdigit() and len(total) < 5 else 0
        sent[f"{name}-TOTAL_FORMS"] = str(min(count + ROWS_AT_ONCE, MOST_ROWS))
    shown = [_shown(row, place, catalogue) for place, row in enumerate(rows, 1)]
    made: PartSet = kind(sent, prefix=name, initial=shown, form_kwargs={"catalogue": catalogue})
    made.start = {"choices": "chon", "rows": "dong", "columns": "cot"}[name]
    return made


def _shown(row: Raw, place: int, catalogue: Catalogue | None) -> Mapping[str, Any]:
    shown = {**row, "row": row, "place": place}
    shown["contents"] = catalogue.told(row.get("contents", [])) if catalogue is not None else ""
    shown["options"] = "\n".join(one.get("label", "") for one in row.get("choices", []))
    return shown


def parts_of(kind: str) -> tuple[str, ...]:
    """Which lists hang on a question of a kind."""
    return {"choice": ("choices",), "multi": ("choices",), "table": ("rows", "columns")}.get(kind, ())
