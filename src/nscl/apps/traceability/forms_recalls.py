"""Forms of recalls: what an officer writes of a case and of a holder's answer, and a holder of its stock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as noop

from nscl.apps.core.access import Actor
from nscl.apps.core.registers.cells import said
from nscl.apps.core.registers.forms import PickField, RecordForm
from nscl.apps.programme.forms.fields import NumberField
from nscl.apps.registry.models import Organisation
from nscl.apps.traceability.actions.recall_notices import Answer
from nscl.apps.traceability.models import RecallCase
from nscl.apps.traceability.queries.recalls import Stock
from nscl.apps.traceability.recall_wording import UNITS, unit_of
from nscl.policy.recalls import Fault, Told
from nscl.vietnamese import format_number

DAY = _("Ngày/tháng/năm, ví dụ 05/04/2026")
FIGURES = {
    "held": noop("Còn giữ"),
    "sold": noop("Đã bán, đã chuyển"),
    "recovered": noop("Đã thu hồi, cách ly"),
    "destroyed": noop("Đã tiêu hủy"),
}


class RecallForm(RecordForm):
    """Prepare or change a recall. Roots are one code a line, in any spelling."""

    model = RecallCase
    names = ("title", "reason", "hazard", "level", "answer_by", "request", "basis", "contact")
    labels = {"request": _("Yêu cầu với nơi giữ hàng"), "contact": _("Đầu mối liên hệ")}
    help_texts = {
        "title": _("Sản phẩm và số lô, để người nhận nhận ra ngay"),
        "reason": _("In trong thông báo gửi nơi giữ hàng"),
        "answer_by": DAY,
        "request": _("Để trống thì dùng câu mẫu: ngừng bán, để riêng, thu hồi, chờ xử lý"),
        "basis": _("Kết quả kiểm nghiệm, quyết định hoặc công văn làm căn cứ"),
        "contact": _("Họ tên, điện thoại, thư điện tử của người giải đáp"),
    }
    roots = forms.CharField(
        label=_("Mã hàng bắt đầu thu hồi"),
        help_text=_(
            "Mỗi dòng một mã: chuỗi quét (01)…(10)…, liên kết GS1, URN, hoặc SSCC 18 số. Hàng làm từ chúng "
            "và nơi đang giữ sẽ tự tìm ra."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=100_000,
    )
    since_on = forms.DateField(
        label=_("Chỉ tính hàng từ ngày"),
        required=False,
        help_text=_("Để trống là tính từ đầu. Dùng khi lô nhận hàng nhiều đợt và chỉ đợt sau có lỗi"),
    )

    def __init__(self, data: Any = None, *, record: Any = None, actor: Actor) -> None:
        super().__init__(data, record=record, actor=actor)
        self.fields["answer_by"].required = True
        order = ["title", "roots", "reason", "hazard", "level", "answer_by", "since_on"]
        self.order_fields(order)
        if record is not None:
            self.initial["roots"] = "\n".join(root.given or root.code for root in record.roots.all())
            self.initial["since_on"] = timezone.localdate(record.since) if record.since else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day = data.pop("since_on", None)
        data["since"] = timezone.make_aware(datetime.combine(day, time())) if day else None
        return data


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Lý do"), widget=forms.Textarea(attrs={"rows": 3}), max_length=300, strip=True
    )


class SeenForm(forms.Form):
    """Confirms what was on the page: the hash of the closure shown."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class RefreezeForm(ReasonForm):
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class ConclusionForm(forms.Form):
    conclusion = forms.CharField(
        label=_("Kết luận"),
        help_text=_("Kết quả thu hồi, cách xử lý hàng, nguyên nhân và việc cần theo dõi tiếp"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=5000,
    )


class HolderForm(forms.Form):
    """Which organisation of the register a holder is."""

    def __init__(self, data: Any = None, *, actor: Actor) -> None:
        super().__init__(data, label_suffix="")
        field = PickField(
            codes=("tax_code",),
            label=_("Tổ chức"),
            help_text=_("Tên hoặc mã số thuế trong sổ tổ chức"),
        )
        field.rows = Organisation.objects.live().filter(successor=None)
        self.fields["organisation"] = field


class AddressForm(forms.Form):
    email = forms.CharField(label=_("Thư điện tử nhận thông báo"), required=False, max_length=254)


# ── Quantities ─────────────────────────────────────────────────────────


class AnswerForm(forms.Form):
    """What a holder has of each item: four figures, a unit where the events tell none, a note.

    Fields are named `m<n>-<figure>`; an item without any figure is not told.
    """

    def __init__(
        self, data: Any = None, *, stock: Sequence[Stock], is_officer: bool = False, today: Any = None
    ) -> None:
        super().__init__(data, label_suffix="")
        self.stock = list(stock)
        for n, one in enumerate(self.stock):
            self._add_fields(n, one)
        if is_officer:
            self.fields["by_name"] = forms.CharField(
                label=_("Người báo"),
                max_length=120,
                help_text=_("Họ tên, chức danh của người bên nơi giữ hàng"),
            )
            self.fields["as_of"] = forms.DateField(label=_("Tính đến ngày"), initial=today, help_text=DAY)
        else:
            self.fields["by_name"] = forms.CharField(label=_("Họ tên, chức danh người báo"), max_length=120)

    def _add_fields(self, n: int, one: Stock) -> None:
        told = one.told or Told()
        for name, label in FIGURES.items():
            self.fields[f"m{n}-{name}"] = NumberField(
                label=said(label), required=False, initial=getattr(told, name)
            )
        if one.unit is None:
            choices = [("", _("Chọn")), *((code, unit_of(code)) for code in UNITS if code)]
            field = forms.ChoiceField(
                label=_("Đơn vị tính"), choices=choices, required=False, initial=one.unit_told
            )
            self.fields[f"m{n}-unit"] = field
        self.fields[f"m{n}-note"] = forms.CharField(
            label=_("Ghi chú"), required=False, max_length=500, initial=one.note
        )

    def groups(self) -> list[dict[str, Any]]:
        """Each item with its fields, for the page."""
        return [
            {
                "stock": one,
                "unit": unit_of(one.unit) if one.unit is not None else "",
                "fields": [self[f"m{n}-{name}"] for name in FIGURES],
                "unit_field": self[f"m{n}-unit"] if one.unit is None else None,
                "note": self[f"m{n}-note"],
            }
            for n, one in enumerate(self.stock)
        ]

    def answers(self) -> list[Answer]:
        """What was told, in order; items left empty are left out."""
        found = []
        for n, one in enumerate(self.stock):
            given: dict[str, Decimal | None] = {
                name: self.cleaned_data.get(f"m{n}-{name}") for name in FIGURES
            }
            told = Told(**given)
            note = self.cleaned_data.get(f"m{n}-note", "")
            if not told.is_empty or note != one.note:
                found.append(Answer(one.code, told, self.cleaned_data.get(f"m{n}-unit", ""), note))
        return found

    def put_faults(self, faults: dict[str, list[Fault]]) -> None:
        """What the rules refused, beside its field."""
        places = {one.code: n for n, one in enumerate(self.stock)}
        for code, found in faults.items():
            for fault in found:
                name = f"m{places[code]}-{fault.figure}" if code in places else ""
                self.add_error(name if name in self.fields else None, fault.sentence)


def figure_text(value: Decimal | None) -> str:
    """A figure as it is read; a dash where nothing was told."""
    return "–" if value is None else format_number(value)
