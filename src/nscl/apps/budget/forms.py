"""Forms for money: amounts as people write them, read back, never guessed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nscl.apps.budget.models import BudgetLine, FundingSource
from nscl.vietnamese import format_money, format_number, read_number
from nscl.vietnamese.errors import UnreadableNumber

UNITS = [("1000000", _("triệu đồng")), ("1000", _("nghìn đồng")), ("1", _("đồng"))]


class EntryForm(forms.Form):
    source = forms.ModelChoiceField(FundingSource.objects.none(), label=_("Nguồn vốn"), empty_label=None)
    year = forms.TypedChoiceField(label=_("Năm ngân sách"), coerce=int)
    amount = forms.CharField(
        label=_("Số tiền"),
        max_length=30,
        help_text=_(
            "Dấu chấm tách nghìn, dấu phẩy tách thập phân, ví dụ 1.250 hoặc 7,5. Số âm để giảm hoặc thu hồi."
        ),
    )
    unit = forms.TypedChoiceField(label=_("Đơn vị tính"), choices=UNITS, coerce=int)
    document = forms.CharField(label=_("Số chứng từ, quyết định"), max_length=120)
    dated_on = forms.DateField(label=_("Ngày chứng từ"), help_text=_("Ngày/tháng/năm, ví dụ 05/04/2024"))
    note = forms.CharField(label=_("Diễn giải"), max_length=400, required=False)

    def __init__(self, *args: Any, line: BudgetLine, sources: list[FundingSource], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = FundingSource.objects.filter(pk__in=[s.pk for s in sources])  # type: ignore
        years = range(line.year_from, line.year_to + 1)
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]

    def clean_amount(self) -> Decimal:
        """The number as understood; a form that reads two ways is shown back, not guessed."""
        text = self.cleaned_data["amount"].strip()
        try:
            reading = read_number(text)
        except UnreadableNumber:
            raise forms.ValidationError(
                _("Không đọc được số “%(text)s”. Hãy viết như 1.250 hoặc 7,5."), params={"text": text}
            ) from None
        if reading.value is None:
            raise forms.ValidationError(
                _("Số “%(text)s” có thể là %(readings)s. Hãy viết: chấm tách nghìn, phẩy tách thập phân."),
                params={"text": text, "readings": " / ".join(map(format_number, reading.readings))},
            )
        return reading.value

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "amount" in cleaned and "unit" in cleaned:
            vnd = cleaned["amount"] * cleaned["unit"]
            if vnd != vnd.to_integral_value():
                self.add_error("amount", _("Số tiền lẻ dưới 1 đồng. Hãy kiểm tra số và đơn vị tính."))
            elif vnd == 0:
                self.add_error("amount", _("Số tiền phải khác 0."))
            else:
                cleaned["amount_vnd"] = int(vnd)
        return cleaned

    def understood(self) -> str:
        """The amount in full đồng, to be read back to the person."""
        return str(format_money(self.cleaned_data["amount_vnd"], "đồng"))
