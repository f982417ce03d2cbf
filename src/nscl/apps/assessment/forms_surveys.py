"""Forms of surveys: what is asked of the officer beside the list itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nscl.apps.assessment.models import Questionnaire, QuestionnaireVersion, Survey
from nscl.apps.core.access import Actor
from nscl.apps.core.registers.forms import RecordForm

DAY = _("Ngày/tháng/năm, ví dụ 05/04/2026")


class VersionField(forms.ModelChoiceField):
    """One of the questionnaires in use, by its title and version."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj)


class SurveyForm(RecordForm):
    """Prepare or change a survey; once open, its questions and year are no longer asked for."""

    model = Survey
    names = ("title", "year", "version", "opens_on", "closes_on", "basis", "intro", "contact")
    help_texts = {
        "year": _("Năm mà câu trả lời nói về"),
        "version": _("Các bộ câu hỏi đang dùng"),
        "opens_on": DAY,
        "closes_on": DAY,
        "basis": _("Kế hoạch, quyết định hoặc công văn làm căn cứ; in trong thư mời"),
        "intro": _("Mục đích, cách dùng câu trả lời, thời gian cần để trả lời; in trong thư mời"),
        "contact": _("Họ tên, điện thoại, thư điện tử của người giải đáp"),
    }

    def __init__(self, data: Any = None, *, record: Any = None, actor: Actor) -> None:
        self.kept = record.version_id if record is not None else None
        if record is not None and record.state != "draft":
            self.names = tuple(name for name in self.names if name not in ("year", "version"))
        super().__init__(data, record=record, actor=actor)
        if record is None:
            self.fields["year"].initial = timezone.localdate().year
        if record is not None and record.state != "draft":
            for name in ("opens_on", "closes_on"):
                self.fields[name].required = True

    def _field(self, name: str, actor: Actor) -> forms.Field:
        if name == "version":
            seen = Questionnaire.objects.seen_by(actor.scope).values("pk")
            rows = QuestionnaireVersion.objects.filter(
                Q(state="in_use", questionnaire__in=seen) | Q(pk=self.kept)
            )
            rows = rows.select_related("questionnaire").order_by("questionnaire__sort_key", "number")
            field = VersionField(
                rows,
                label=_("Bộ câu hỏi"),
                help_text=self.help_texts[name],
                empty_label=_("Chọn bộ câu hỏi"),
            )
            if self.kept is None and len(rows) == 1:
                field.initial = rows[0].pk
            return field
        if name == "year":
            wrong = _("Năm là bốn chữ số, ví dụ 2025.")
            return forms.IntegerField(
                label=_("Năm"),
                min_value=2000,
                max_value=2200,
                help_text=self.help_texts[name],
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
                error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
            )
        return super()._field(name, actor)


class CloseForm(forms.Form):
    reason = forms.CharField(label=_("Ghi chú"), required=False, max_length=500)


class ReopenForm(forms.Form):
    reason = forms.CharField(label=_("Lý do"), max_length=500)
    closes_on = forms.DateField(label=_("Hạn trả lời mới"), help_text=DAY)


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Lý do"), max_length=300, help_text=_("Ai báo, khi nào, vì sao; ví dụ “Đã ngừng sản xuất”")
    )


class EmailForm(forms.Form):
    email = forms.CharField(
        label=_("Thư điện tử nhận thư mời"),
        required=False,
        max_length=254,
        help_text=_("Chỉ dùng cho cuộc khảo sát này; để trống nếu không có"),
        widget=forms.EmailInput,
    )
