"""Forms of the designer: a small one for each thing, reading from a draft's values and giving them back.

`told()` gives the values as a definition keeps them, defaults left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from nscl.apps.assessment import describing
from nscl.apps.assessment.designing import new_code
from nscl.apps.assessment.designing_shape import Raw, is_code, questions, sections
from nscl.policy.questionnaires.shapes import MONEY_UNITS
from nscl.vietnamese import AmbiguousNumber, UnreadableNumber, parse_number, squash

MAX_BYTES = 1024 * 1024
# What each kind asks about beyond the words common to all.
EXTRAS = {
    "text": ("max_length",),
    "long_text": ("max_length",),
    "number": ("unit", "low", "high", "decimals", "prefill"),
    "money": ("unit", "low", "high", "prefill"),
    "percent": ("low", "high", "decimals"),
    "year": ("low", "high"),
    "choice": ("allows_other",),
    "multi": ("allows_other",),
}
PREFILLS_OF = {"number": ("", "workers"), "money": ("", "revenue_vnd", "capital_vnd", "exports_vnd")}
DEFAULTS = {
    "help": "",
    "unit": "",
    "is_required": False,
    "low": "",
    "high": "",
    "decimals": 0,
    "max_length": 1000,
    "allows_other": False,
    "about": "",
    "prefill": "",
    "keeps": True,
}


def lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def picks(labels: Mapping[str, Any], codes: Iterable[str] | None = None) -> list[tuple[str, str]]:
    """Codes with their words in the person's language."""
    return [(code, _(labels[code])) for code in (labels if codes is None else codes)]


class FigureField(forms.CharField):
    """A number as people write it (1.000, 12,5); kept with a dot as definitions keep numbers."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=30, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs)

    def clean(self, value: Any) -> str:
        text = squash(super().clean(value) or "")
        if not text:
            return ""
        try:
            return format(parse_number(text), "f")
        except (UnreadableNumber, AmbiguousNumber) as error:
            raise forms.ValidationError(str(error)) from error


class CodeField(forms.CharField):
    """A code; left empty it is made of the words."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", lazy("Mã"))
        kwargs.setdefault(
            "help_text", lazy("Để trống thì tự đặt. Giữ mã cũ để số liệu các năm vẫn so được với nhau.")
        )
        super().__init__(max_length=60, required=False, **kwargs)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if text and not is_code(text):
            raise forms.ValidationError(
                _(
                    "Mã “{code}” không dùng được. Mã gồm chữ thường không dấu, số, dấu _; bắt đầu bằng chữ."
                ).format(code=text)
            )
        return text


# The questionnaire itself ---------------------------------------------------------------------


class JsonFileField(forms.FileField):
    """The text of a small file."""

    def clean(self, data: Any, initial: Any = None) -> bytes | None:
        upload = super().clean(data, initial)
        if upload is None:
            return None
        if upload.size > MAX_BYTES:
            raise forms.ValidationError(_("Tệp lớn quá 1 MB nên không phải tệp bộ câu hỏi. Hãy chọn lại."))
        content: bytes = upload.read(MAX_BYTES + 1)
        return content


class RenameForm(forms.Form):
    title = forms.CharField(label=lazy("Tên bộ câu hỏi"), max_length=250)
    purpose = forms.CharField(label=lazy("Mục đích"), max_length=2000, required=False, widget=lines(3))


class NewForm(RenameForm):
    code = forms.CharField(
        label=lazy("Mã"),
        max_length=60,
        required=False,
        help_text=lazy("Chữ không dấu, số và gạch nối. Để trống thì đặt theo tên."),
    )
    file = JsonFileField(
        label=lazy("Bắt đầu từ tệp"),
        required=False,
        help_text=lazy("Tệp JSON đã tải về từ một bộ câu hỏi khác. Để trống thì bắt đầu từ phiếu trắng."),
    )


class CopyForm(forms.Form):
    title = forms.CharField(label=lazy("Tên bộ câu hỏi"), max_length=250)
    code = forms.CharField(label=lazy("Mã"), max_length=60, required=False)


class UploadForm(forms.Form):
    file = JsonFileField(
        label=lazy("Tệp bộ câu hỏi"),
        help_text=lazy("Tệp JSON không quá 1 MB. Nội dung đang soạn sẽ được thay bằng nội dung của tệp."),
    )


class PublishForm(forms.Form):
    note = forms.CharField(
        label=lazy("Thay đổi so với bản trước"),
        max_length=300,
        required=False,
        help_text=lazy("Một câu cho người dùng bản này biết có gì khác."),
    )


# Head, sections -------------------------------------------------------------------------------


class HeadForm(forms.Form):
    title = forms.CharField(label=lazy("Tên phiếu"), max_length=250)
    intro = forms.CharField(
        label=lazy("Lời ngỏ"),
        max_length=3000,
        required=False,
        widget=lines(4),
        help_text=lazy("Người trả lời đọc trước câu đầu tiên."),
    )

    def told(self) -> Raw:
        return dict(self.cleaned_data)


class SectionForm(forms.Form):
    title = forms.CharField(label=lazy("Tên phần"), max_length=250)
    intro = forms.CharField(label=lazy("Lời dẫn"), max_length=3000, required=False, widget=lines(3))
    code = CodeField()

    def __init__(self, data: Any = None, *, definition: Raw, row: Raw | None = None) -> None:
        super().__init__(data, initial=row, label_suffix="")
        self.taken = {one["code"] for one in sections(definition)} - {(row or {}).get("code")}

    def told(self) -> Raw:
        data = dict(self.cleaned_data)
        data["code"] = data["code"] or new_code(data["title"], self.taken, "phan")
        return data

    def clean_code(self) -> str:
        return free_code(self.cleaned_data["code"], self.taken)


def free_code(code: str, taken: Iterable[str]) -> str:
    if code in taken:
        raise forms.ValidationError(_("Mã “{code}” đã dùng ở chỗ khác. Hãy ghi mã khác.").format(code=code))
    return code


# Questions ------------------------------------------------------------------------------------


class QuestionForm(forms.Form):
    """One question of a kind: only the fields that kind needs."""

    label = forms.CharField(label=lazy("Câu hỏi"), max_length=500, widget=lines(2))
    help = forms.CharField(
        label=lazy("Lời giải thích"),
        max_length=1000,
        required=False,
        widget=lines(2),
        help_text=lazy("Hiện dưới câu hỏi, cho người trả lời."),
    )
    is_required = forms.BooleanField(label=lazy("Bắt buộc trả lời"), required=False)
    unit = forms.CharField(label=lazy("Đơn vị"), max_length=30, required=False)
    low = FigureField(label=lazy("Không nhỏ hơn"), required=False)
    high = FigureField(label=lazy("Không lớn hơn"), required=False)
    decimals = forms.TypedChoiceField(
        label=lazy("Số chữ số sau dấu phẩy"), choices=[(n, str(n)) for n in range(7)], coerce=int
    )
    max_length = forms.IntegerField(label=lazy("Số ký tự nhiều nhất"), min_value=1, max_value=10_000)
    allows_other = forms.BooleanField(label=lazy("Thêm lựa chọn “Khác” kèm chỗ ghi"), required=False)
    prefill = forms.ChoiceField(
        label=lazy("Gợi ý từ sổ tổ chức"),
        required=False,
        help_text=lazy("Số của năm khảo sát hiện ra để người trả lời xác nhận, không tự coi là câu trả lời."),
    )
    section = forms.ChoiceField(label=lazy("Thuộc phần"))
    about = forms.ChoiceField(
        label=lazy("Kết quả dùng câu này để biết"),
        required=False,
        help_text=lazy("Câu về nhu cầu được dùng để gợi ý nội dung hỗ trợ cho từng tổ chức."),
    )
    keeps = forms.BooleanField(label=lazy("Gợi ý lại câu trả lời năm trước"), required=False)
    code = CodeField()

    def __init__(
        self, data: Any = None, *, kind: str, definition: Raw, section: str, row: Raw | None = None
    ) -> None:
        shown = {**DEFAULTS, **(row or {}), "section": section}
        shown |= {key: describing.number_told(shown[key]) for key in ("low", "high")}
        super().__init__(data, initial=shown, label_suffix="")
        self.kind = kind
        self.taken = {one["code"] for one in questions(definition)} - {(row or {}).get("code")}
        for name in {name for names in EXTRAS.values() for name in names} - set(EXTRAS.get(kind, ())):
            del self.fields[name]
        self._offer(definition)

    def _offer(self, definition: Raw) -> None:
        named = [(one["code"], one.get("title", "") or one["code"]) for one in sections(definition)]
        self._choices("section", named)
        self._choices("about", picks(describing.ABOUT))
        if "prefill" in self.fields:
            self._choices("prefill", picks(describing.PREFILLS, PREFILLS_OF[self.kind]))
        if self.kind == "money":
            units = [("", _("đồng")), *((one, one) for one in MONEY_UNITS if one != "đồng")]
            self.fields["unit"] = forms.ChoiceField(
                label=_("Đơn vị khi chỉ ghi số"), required=False, choices=units
            )
            # Bounds do not follow the unit: said, so that nobody writes them in million đồng.
            for name in ("low", "high"):
                self.fields[name].help_text = _("Ghi đủ bằng đồng, ví dụ 1.000.000.")

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_code(self) -> str:
        return free_code(self.cleaned_data["code"], self.taken)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        low, high = data.get("low"), data.get("high")
        if low and high and Decimal(low) > Decimal(high):
            self.add_error("high", _("Giới hạn trên phải không nhỏ hơn giới hạn dưới."))
        for name in ("low", "high"):
            if self.kind in ("money", "year") and "." in data.get(name, ""):
                self.add_error(name, _("Giới hạn phải là số nguyên."))
        return data

    def told(self) -> Raw:
        """The question without what hangs on it (choices, rows, columns, conditions)."""
        data = {key: value for key, value in self.cleaned_data.items() if key != "section"}
        code = data.pop("code") or new_code(data["label"], self.taken)
        kept = {key: value for key, value in data.items() if DEFAULTS.get(key) != value}
        return {"code": code, "kind": self.kind, **kept}

    @property
    def section_code(self) -> str:
        code: str = self.cleaned_data["section"]
        return code
