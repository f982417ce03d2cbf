"""Forms of reports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MODES = [
    ("TM,KT", _("TM. Ủy ban nhân dân, KT. Chủ tịch, Phó Chủ tịch")),
    ("TM", _("TM. Ủy ban nhân dân, Chủ tịch")),
    ("KT", _("KT. Chủ tịch, Phó Chủ tịch")),
    ("TL", _("TL. Chủ tịch")),
    ("TUQ", _("TUQ. Chủ tịch")),
]


class DraftForm(forms.Form):
    year = forms.TypedChoiceField(label=_("Năm báo cáo"), coerce=int)
    as_of = forms.DateField(
        label=_("Số liệu đến ngày"), help_text=_("Chỉ tính kết quả đã duyệt và chứng từ đến ngày này.")
    )
    assessment = forms.CharField(
        label=_("Đánh giá chung"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Để trống thì báo cáo ghi tóm tắt số chỉ tiêu theo đánh giá."),
    )
    proposals = forms.CharField(
        label=_("Kiến nghị, đề xuất"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]


class IssueForm(forms.Form):
    number = forms.CharField(label=_("Số, ký hiệu"), max_length=60, help_text=_("Ví dụ 123/BC-UBND"))
    issued_on = forms.DateField(label=_("Ngày ban hành"))
    signing_mode = forms.ChoiceField(label=_("Hình thức ký"), choices=MODES)
    signer_position = forms.CharField(label=_("Chức vụ người ký"), max_length=150)
    signer_name = forms.CharField(label=_("Họ và tên người ký"), max_length=150)

    def clean_signing_mode(self) -> list[str]:
        return str(self.cleaned_data["signing_mode"]).split(",")


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Lý do"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)
