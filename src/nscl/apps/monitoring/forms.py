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


def _part_fields(shape: Shape) -> dict[str, forms.Field]:
    """The parts of a figure; one without which there is no figure is asked for, the others may stay empty."""
    fields: dict[str, forms.Field] = {
        "value": NumberField(
            label=_("Giá trị của năm"),
            required=shape.fields == ("value",),
            error_messages={"required": _("Nhập giá trị của năm. Nếu không phát sinh thì ghi số 0.")},
            help_text=_("Không phát sinh thì ghi số 0. Ví dụ: 1.234,5"),
        ),
        "numerator": NumberField(
            label=_("Tử số: số đã đạt"),
            error_messages={"required": _("Nhập tử số. Nếu chưa đạt gì thì ghi số 0.")},
        ),
        "denominator": NumberField(
            label=_("Mẫu số: tổng số trong danh mục"),
            error_messages={"required": _("Nhập mẫu số: tổng số đối tượng phải tính trong năm.")},
        ),
        "is_done": forms.ChoiceField(
            label=_("Tình trạng"),
            choices=DONE,
            error_messages={"required": _("Chọn đã hoàn thành hay chưa hoàn thành.")},
        ),
        "subjects": forms.CharField(
            label=_("Danh sách đối tượng đã đếm"),
            required=False,
            help_text=_(
                "Mỗi dòng một tên. Có danh sách thì hệ thống loại được phần tính trùng giữa các năm."
            ),
            widget=forms.Textarea(attrs={"rows": 5}),
        ),
    }
    return {name: fields[name] for name in shape.fields}


def _growth_fields(shape: Shape) -> dict[str, forms.Field]:
    """A growth comes as the level of the year, or as this year and the year before counted alike."""
    fields = _part_fields(shape)
    for name, label in (
        ("value", _("Mức của năm")),
        ("numerator", _("Hoặc cặp số: năm nay")),
        ("denominator", _("Cặp số: năm trước, cùng cách tính")),
    ):
        fields[name].label, fields[name].required = label, False
    fields["value"].help_text = _("Ghi mức đạt được, không ghi tốc độ tăng. Ví dụ: 1.234,5")
    return fields


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
        fields |= _growth_fields(shape) if shape.is_growth else _part_fields(shape)
        fields["note"] = forms.CharField(
            label=_("Diễn giải"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
        )
        self.fields.update(fields | self._evidence_fields())

    def _evidence_fields(self) -> dict[str, forms.Field]:
        """A file, a link or a note: what is filled in says which, the strongest first."""
        size = {"types": ACCEPTED, "mb": MAX_BYTES // 1024**2}
        return {
            "evidence_file": forms.FileField(
                label=_("Bằng chứng: tệp đính kèm"),
                required=False,
                allow_empty_file=True,
                help_text=_("%(types)s; tối đa %(mb)s MB. Cần ít nhất một trong ba: tệp, liên kết, ghi chú.")
                % size,
                widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.xlsx,.jpg,.jpeg,.png"}),
            ),
            "evidence_url": forms.CharField(
                label=_("Bằng chứng: liên kết (https)"), required=False, max_length=600
            ),
            "evidence_note": forms.CharField(
                label=_("Bằng chứng: ghi chú"), required=False, widget=forms.Textarea(attrs={"rows": 2})
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

    def evidence(self) -> Evidence:
        """What the figure rests on; a file that stands stays until another file or a link is given."""
        data = self.cleaned_data
        upload, url, note = data.get("evidence_file"), data.get("evidence_url"), data.get("evidence_note", "")
        if upload is not None:
            # One byte more than allowed is enough to know that it is too big.
            return Evidence.of_file(upload.read(MAX_BYTES + 1), upload.name, note)
        if url:
            return Evidence.of_link(url, note)
        if self.row is not None and self.row.evidence_file is not None:
            return Evidence.same_file(self.row.evidence_file, self.row.evidence_name, note)
        return Evidence.of_note(note)

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
