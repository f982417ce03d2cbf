"""Forms of the other deeds: uploading, dropping, splitting, merging, settling, deciding, submitting."""

from __future__ import annotations

from textwrap import shorten
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nscl.apps.core.access import Actor
from nscl.apps.programme.forms.fields import LinesField, NumberField, YearField
from nscl.apps.programme.models import PlanFinding, PlanNode, Target
from nscl.apps.programme.rules import base_choices_of
from nscl.apps.programme.settlement import choices_for
from nscl.apps.reference.models import AdministrativeUnit

REASON = forms.Textarea(attrs={"rows": 3})


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Tệp kế hoạch"),
        help_text=_("Word (.docx), PDF có chữ, trang web đã lưu (.html) hoặc văn bản (.txt), đến 25 MB"),
        allow_empty_file=True,  # an empty file gets our own sentence from the verb
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.pdf,.html,.htm,.mhtml,.txt,.md"}),
        error_messages={"required": _("Hãy chọn tệp kế hoạch.")},
    )
    province = forms.ModelChoiceField(
        AdministrativeUnit.objects.none(),
        label=_("Tỉnh ban hành"),
        required=False,
        empty_label=_("Theo văn bản"),
        help_text=_("Chỉ cần chọn khi văn bản không ghi rõ tỉnh"),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = AdministrativeUnit.objects.provinces().filter(pk__in=actor.scope or ())
        self.fields["province"].queryset = units.order_by("-valid_from", "sort_key")  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Lý do"), widget=REASON, max_length=2000, error_messages={"required": _("Hãy nêu lý do.")}
    )


class NoteForm(forms.Form):
    note = forms.CharField(label=_("Ý kiến kèm theo"), widget=REASON, max_length=2000, required=False)


class SplitForm(forms.Form):
    titles = LinesField(
        label=_("Các mục sau khi tách"),
        help_text=_(
            "Mỗi dòng một mục. Mục đầu giữ vị trí và kết quả đã có; tách xong, hãy xem lại số của từng mục."
        ),
        error_messages={"required": _("Hãy ghi mỗi mục một dòng.")},
    )


class MergeForm(forms.Form):
    others = forms.ModelMultipleChoiceField(
        PlanNode.objects.none(),
        label=_("Gộp với"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Hãy chọn ít nhất một mục để gộp.")},
    )
    title = forms.CharField(label=_("Nội dung sau khi gộp"), widget=REASON, max_length=4000, required=False)

    def __init__(self, *args: Any, node: PlanNode, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        same = PlanNode.objects.filter(version_id=node.version_id, kind=node.kind).exclude(pk=node.pk)
        field = self.fields["others"]
        field.queryset = same.exclude(review="dropped").order_by("position", "pk")  # type: ignore[attr-defined]
        field.label_from_instance = lambda row: shorten(f"{row.path} {row.title}", 160, placeholder=" …")  # type: ignore[attr-defined]


class SettleForm(forms.Form):
    choice = forms.ChoiceField(
        label=_("Cách xử lý"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn một cách xử lý.")},
    )
    value = forms.CharField(
        label=_("Giá trị"), max_length=100, required=False, help_text=_("Chỉ ghi khi cách xử lý cần một số")
    )
    reason = forms.CharField(label=_("Lý do, căn cứ"), widget=REASON, max_length=2000, required=False)

    def __init__(self, *args: Any, finding: PlanFinding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = choices_for(finding.code)
        labels = [(c.code, f"{c.label}. {c.help}" if c.help else c.label) for c in rows]
        self.fields["choice"].choices = labels  # type: ignore[attr-defined]
        if not any(c.asks in ("value", "number") for c in rows):
            del self.fields["value"]


class BaseForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("So với"), widget=forms.RadioSelect, error_messages={"required": _("Hãy chọn một mốc.")}
    )
    year = YearField(label=_("Năm gốc"), required=False)
    period_from = YearField(label=_("Giai đoạn gốc từ năm"), required=False)
    period_to = YearField(label=_("Giai đoạn gốc đến năm"), required=False)
    value = NumberField(
        label=_("Giá trị gốc"), required=False, help_text=_("Ví dụ 1.250 hoặc 7,5; để trống nếu chưa có")
    )
    label = forms.CharField(label=_("Diễn giải"), max_length=300, required=False)
    reason = forms.CharField(
        label=_("Lý do, căn cứ"),
        widget=REASON,
        max_length=2000,
        error_messages={"required": _("Hãy nêu lý do hoặc căn cứ.")},
    )

    def __init__(self, *args: Any, target: Target, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = base_choices_of(target)
        self.fields["kind"].choices = [(c.kind, c.label_vi) for c in choices]  # type: ignore[attr-defined]
        needed = {need for choice in choices for need in choice.needs}
        for name, need in (
            ("year", "year"),
            ("period_from", "period"),
            ("period_to", "period"),
            ("value", "value"),
        ):
            if need not in needed:
                del self.fields[name]
