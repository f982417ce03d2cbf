"""Forms of conditions and of checks of sums."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from nscl.apps.assessment import describing
from nscl.apps.assessment.designing import new_code, rows_of
from nscl.apps.assessment.designing_shape import Raw, questions
from nscl.apps.assessment.forms_questionnaires import CodeField, FigureField, free_code, lines, picks
from nscl.policy.questionnaires import NUMERIC_KINDS


class ConditionForm(forms.Form):
    """What must be answered to one earlier question."""

    relation = forms.ChoiceField(label=lazy("Chỉ hỏi khi câu đó"))
    values = forms.MultipleChoiceField(
        label=lazy("Câu trả lời"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=lazy("Khi so với câu trả lời: đánh dấu một hoặc nhiều câu."),
    )
    figure = FigureField(label=lazy("Giá trị"), required=False)

    def __init__(self, data: Any = None, *, asked: Raw) -> None:
        super().__init__(data, label_suffix="")
        self.asked = asked
        relations = describing.relations_of(asked.get("kind", ""))
        field = self.fields["relation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = picks(describing.RELATIONS, relations)
        if "any_of" not in relations:
            del self.fields["values"]
        else:
            self.fields["values"].choices = describing.values_of(asked)  # type: ignore[attr-defined]
        if "at_least" not in relations:
            del self.fields["figure"]
        elif asked.get("kind") == "money":
            self.fields["figure"].help_text = _("Ghi đủ bằng đồng, ví dụ 1.000.000.")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        relation = data.get("relation", "")
        if relation in ("any_of", "none_of") and not data.get("values") and "values" not in self.errors:
            self.add_error("values", _("Hãy đánh dấu ít nhất một câu trả lời."))
        if relation in ("at_least", "at_most") and not data.get("figure") and "figure" not in self.errors:
            self.add_error("figure", _("Hãy ghi giá trị để so."))
        return data

    def told(self) -> Raw:
        relation, made = self.cleaned_data["relation"], {"question": self.asked["code"]}
        if relation in ("any_of", "none_of"):
            return {**made, "relation": relation, "values": self.cleaned_data["values"]}
        if relation in ("at_least", "at_most"):
            return {**made, "relation": relation, "values": [self.cleaned_data["figure"]]}
        return {**made, "relation": relation}


class CheckForm(forms.Form):
    """Sum against sum: “A + B không lớn hơn C”, with the sentence for the person who answers."""

    left = forms.MultipleChoiceField(label=lazy("Tổng của"), widget=forms.CheckboxSelectMultiple)
    left_number = FigureField(label=lazy("cộng với số"), required=False)
    comparison = forms.ChoiceField(label=lazy("phải"))
    right = forms.MultipleChoiceField(
        label=lazy("so với tổng của"), required=False, widget=forms.CheckboxSelectMultiple
    )
    right_number = FigureField(label=lazy("cộng với số"), required=False)
    sentence = forms.CharField(
        label=lazy("Câu nhắc khi không khớp"),
        max_length=500,
        widget=lines(2),
        help_text=lazy(
            "Nói rõ cần xem lại gì, ví dụ: “Giá trị xuất khẩu lớn hơn doanh thu. Hãy kiểm tra lại.”"
        ),
    )
    severity = forms.ChoiceField(label=lazy("Khi không khớp"))
    code = CodeField()

    def __init__(self, data: Any = None, *, definition: Raw, row: Raw | None = None) -> None:
        offered = [
            (one["code"], one.get("label", ""))
            for one in questions(definition)
            if one.get("kind") in NUMERIC_KINDS
        ]
        super().__init__(
            data, initial=_check_shown(row or {}, {code for code, _label in offered}), label_suffix=""
        )
        if any(one.get("kind") == "money" for one in questions(definition)):
            for name in ("left_number", "right_number"):
                self.fields[name].help_text = _("So với số tiền thì ghi đủ bằng đồng, ví dụ 1.000.000.")
        self.taken = {one["code"] for one in rows_of(definition, "check")} - {(row or {}).get("code")}
        for name, choices in (
            ("left", offered),
            ("right", offered),
            ("comparison", picks(describing.COMPARISONS)),
            ("severity", picks(describing.SEVERITIES)),
        ):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        return free_code(self.cleaned_data["code"], self.taken)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("right") and not data.get("right_number") and "right" not in self.errors:
            self.add_error("right", _("Hãy chọn câu hỏi hoặc ghi một số."))
        return data

    def told(self) -> Raw:
        data = self.cleaned_data
        sides = {
            side: [*data[side], *([data[f"{side}_number"]] if data[f"{side}_number"] else [])]
            for side in ("left", "right")
        }
        made = {
            "code": data["code"] or new_code(data["sentence"], self.taken, "kiem_tra"),
            "left": sides["left"],
            "comparison": data["comparison"],
            "right": sides["right"],
            "sentence": data["sentence"],
        }
        return made if data["severity"] == "stop" else {**made, "severity": data["severity"]}


def _check_shown(row: Raw, known: set[str]) -> Raw:
    """The check as the form shows it: questions ticked, plain numbers added up."""
    shown: Raw = {"severity": "stop", **row}
    for side in ("left", "right"):
        terms = row.get(side, [])
        figures = [Decimal(one) for one in terms if describing.NUMBER.match(one)]
        shown[side] = [one for one in terms if one in known]
        shown[f"{side}_number"] = describing.number_told(format(sum(figures), "f")) if figures else ""
    return shown
