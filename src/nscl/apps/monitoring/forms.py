"""Forms of reported figures and task reports: Vietnamese numbers, errors beside the field."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nscl.apps.monitoring.entry import Figure, Shape, tidy
from nscl.apps.monitoring.evidence import ACCEPTED, MAX_BYTES, Evidence
from nscl.apps.monitoring.models import Observation, TaskReport
from nscl.apps.monitoring.wording import component_label, figure
from nscl.vietnamese import AmbiguousNumber, UnreadableNumber, parse_number


class NumberField(forms.CharField):
    """A number in Vietnamese form; one that could be read in two ways is shown back and refused."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(max_length=40, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return figure(value) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_number(text)
        except (AmbiguousNumber, UnreadableNumber) as error:
            raise forms.ValidationError(str(error)) from error


def _year_field(years: list[int]) -> forms.IntegerField:
    """Offers the years that fit; another one is refused by the deed, with its sentence."""
    choices = [(year, str(year)) for year in years]
    return forms.IntegerField(label=_("Năm"), widget=forms.Select(choices=choices))


DONE = [("", _("Chọn")), ("yes", _("Đã hoàn thành")), ("no", _("Chưa hoàn thành"))]
PARTS = {
    "value": lambda shape: NumberField(
        label=_("Mức của năm") if shape.is_growth else _("Giá trị của năm"),
        required=False,
        help_text=(
            _("Ghi mức đạt được, không ghi tốc độ tăng; hoặc ghi cặp số năm nay và năm trước bên dưới.")
            if shape.is_growth
            else _("Không phát sinh thì ghi số 0. Ví dụ: 1.234,5")
        ),
    ),
    "numerator": lambda shape: NumberField(
        label=_("Năm nay (cùng giá so sánh)") if shape.is_growth else _("Tử số: số đã đạt"), required=False
    ),
    "denominator": lambda shape: NumberField(
        label=_("Năm trước (cùng giá so sánh)") if shape.is_growth else _("Mẫu số: tổng số trong danh mục"),
        required=False,
    ),
    "is_done": lambda shape: forms.ChoiceField(label=_("Tình trạng"), choices=DONE, required=False),
    "subjects": lambda shape: forms.CharField(
        label=_("Danh sách đối tượng đã đếm"),
        required=False,
        help_text=_("Mỗi dòng một tên. Có danh sách thì hệ thống loại được phần tính trùng giữa các năm."),
        widget=forms.Textarea(attrs={"rows": 5}),
    ),
}


def _components(shape: Shape) -> list[tuple[str, str]]:
    return [(code, component_label(code)) for code in shape.components]


class ObservationForm(forms.Form):
    """A figure of one year with its evidence; only the parts that the target's form has."""

    def __init__(
        self, *args: Any, shape: Shape, years: list[int], row: Observation | None = None, **kwargs: Any
    ):
        self.shape, self.row = shape, row
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = {"year": _year_field(years)}
        if shape.components and shape.is_growth:
            fields["component"] = forms.ChoiceField(label=_("Thành phần"), choices=_components(shape))
        elif shape.components:
            whole = [("", _("Cả mô hình"))]
            choices = [*whole, *_components(shape)]
            fields["component"] = forms.ChoiceField(label=_("Thành phần"), choices=choices, required=False)
        fields |= {name: PARTS[name](shape) for name in shape.fields}
        fields["note"] = forms.CharField(
            label=_("Diễn giải"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
        )
        self.fields.update(fields | self._evidence_fields())

    def _evidence_fields(self) -> dict[str, forms.Field]:
        kinds: list[tuple[str, Any]] = [(kind.value, kind.label) for kind in Observation.Evidence]
        if self.row is not None:
            kinds.insert(0, ("keep", _("Giữ bằng chứng đã có")))
        return {
            "evidence_kind": forms.ChoiceField(label=_("Bằng chứng"), choices=kinds),
            "evidence_file": forms.FileField(
                label=_("Tệp đính kèm"),
                required=False,
                allow_empty_file=True,
                help_text=_("%(types)s; tối đa %(mb)s MB.") % {"types": ACCEPTED, "mb": MAX_BYTES // 1024**2},
                widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.xlsx,.jpg,.jpeg,.png"}),
            ),
            "evidence_url": forms.CharField(label=_("Liên kết (https)"), required=False, max_length=600),
            "evidence_note": forms.CharField(
                label=_("Ghi chú bằng chứng"), required=False, widget=forms.Textarea(attrs={"rows": 2})
            ),
        }

    def figure(self) -> Figure:
        """What was entered; a part the form does not have is not reported."""
        data = self.cleaned_data
        done = {"yes": True, "no": False}.get(data.get("is_done", ""))
        return Figure(
            year=data["year"],
            value=data.get("value"),
            numerator=data.get("numerator"),
            denominator=data.get("denominator"),
            is_done=done,
            subjects=tidy(data.get("subjects", "").splitlines()),
            component=data.get("component", ""),
            note=data.get("note", ""),
        )

    def evidence(self) -> Evidence | None:
        """What the figure rests on; None keeps what stands."""
        data = self.cleaned_data
        kind, note = data["evidence_kind"], data.get("evidence_note", "")
        if kind == "keep":
            return None
        if kind == "file":
            upload = data.get("evidence_file")
            if upload is None:
                return Evidence.of_file(b"", "", note)
            # One byte more than allowed is enough to know that it is too big.
            return Evidence.of_file(upload.read(MAX_BYTES + 1), upload.name, note)
        return (
            Evidence.of_link(data.get("evidence_url", ""), note) if kind == "link" else Evidence.of_note(note)
        )

    def refuse(self, field: str, sentence: str) -> None:
        """Show a refusal beside its field, or on top when the form has none."""
        self.add_error(field if field in self.fields else None, sentence)


class CorrectionForm(ObservationForm):
    """A correction also says why."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = forms.CharField(
            label=_("Lý do đính chính"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
        )
        self.fields = {"reason": reason, **self.fields}


def initial_of(row: Observation) -> dict[str, Any]:
    """A row's figure as the form shows it."""
    return {
        "year": row.year,
        "component": row.component,
        "value": row.value,
        "numerator": row.numerator,
        "denominator": row.denominator,
        "is_done": {True: "yes", False: "no"}.get(row.is_done, ""),  # type: ignore[arg-type]
        "subjects": "\n".join(row.subjects),
        "note": row.note,
        "evidence_kind": "keep",
        "evidence_url": row.evidence_url,
        "evidence_note": row.evidence_note,
    }


class TaskReportForm(forms.Form):
    year = forms.IntegerField(label=_("Năm"))
    status = forms.ChoiceField(label=_("Tình hình"), choices=TaskReport.Status.choices)
    content = forms.CharField(label=_("Kết quả"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    obstacles = forms.CharField(
        label=_("Khó khăn, kiến nghị"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"] = _year_field(years)
