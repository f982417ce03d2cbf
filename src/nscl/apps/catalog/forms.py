"""Forms of the catalogue."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nscl.apps.catalog.models import SupportContent
from nscl.apps.core.access import Actor
from nscl.apps.core.registers.forms import RecordForm
from nscl.vietnamese import (
    AmbiguousNumber,
    Unit,
    UnreadableAmount,
    UnreadableNumber,
    format_number,
    parse_amount,
    parse_number,
    squash,
)

BY_CODE = (("code",), lambda actor: SupportContent.objects.all())


class NamesField(forms.CharField):
    """Other names, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value) or ""
        return list(dict.fromkeys(squash(line) for line in text.splitlines() if line.strip()))


class DongField(forms.CharField):
    """An amount in đồng: 30.000.000, “30 triệu đồng”. What could be read in two ways is refused."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return format_number(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            amount: int = parse_amount(text, Unit.DONG).vnd
        except (UnreadableAmount, UnreadableNumber, AmbiguousNumber) as error:
            raise forms.ValidationError(str(error)) from error
        return amount


class PercentField(forms.CharField):
    """A share such as 50 or 33,5."""

    def clean(self, value: Any) -> Decimal | None:
        text = (super().clean(value) or "").rstrip("% ")
        if not text:
            return None
        try:
            share = parse_number(text)
        except (UnreadableNumber, AmbiguousNumber) as error:
            raise forms.ValidationError(str(error)) from error
        if share != round(share, 2):
            raise forms.ValidationError(gettext("Tỷ lệ chỉ ghi đến hai chữ số thập phân."))
        return share


class ContentForm(RecordForm):
    model = SupportContent
    names = (
        "code",
        "name",
        "group",
        "parent",
        "description",
        "when_to_use",
        "once_per_organisation",
        "valid_from",
        "valid_to",
        "successor",
    )
    picks = {"parent": BY_CODE, "successor": BY_CODE}
    help_texts = {
        "code": _("Chữ thường không dấu, số, gạch nối; không đổi về sau"),
        "parent": _("Ghi mã hoặc tên của nội dung bao trùm"),
        "successor": _("Ghi mã hoặc tên; khi chọn nội dung cũ, hệ thống nhắc tên này"),
    }

    def __init__(self, data: Any = None, *, record: Any = None, actor: Actor) -> None:
        super().__init__(data, record=record, actor=actor)
        self.fields["named_by"] = NamesField(
            label=_("Tên gọi khác trong các kế hoạch"), required=False, help_text=_("Mỗi dòng một tên")
        )
        if record is not None:
            self.initial["named_by"] = record.named_by


class NormForm(forms.Form):
    source = forms.CharField(
        label=_("Căn cứ"), max_length=250, help_text=_("Số, ngày và cơ quan ban hành văn bản")
    )
    clause = forms.CharField(label=_("Điều khoản"), max_length=120, required=False)
    cap_vnd = DongField(
        label=_("Mức tối đa (đồng)"), required=False, help_text=_("Văn bản không nêu thì để trống")
    )
    per = forms.CharField(
        label=_("Tính trên"),
        max_length=120,
        required=False,
        help_text=_("Ví dụ hệ thống, hợp đồng, sản phẩm"),
    )
    rate_pct = PercentField(
        label=_("Tỷ lệ hỗ trợ tối đa (%)"), required=False, help_text=_("Văn bản không nêu thì để trống")
    )
    valid_from = forms.DateField(label=_("Từ ngày"), help_text=_("Ngày/tháng/năm, ví dụ 05/04/2026"))
    valid_to = forms.DateField(label=_("Đến hết ngày"), required=False)
    national = forms.BooleanField(label=_("Áp dụng toàn quốc"), required=False)

    def __init__(self, data: Any = None, *, actor: Actor) -> None:
        super().__init__(data, label_suffix="")
        if actor.scope is not None:
            del self.fields["national"]


class EndNormForm(forms.Form):
    on = forms.DateField(label=_("Ngày cuối cùng"), help_text=_("Ngày/tháng/năm, ví dụ 05/04/2026"))
    reason = forms.CharField(label=_("Văn bản làm hết hiệu lực"), max_length=300)
