"""The forms of traceability: what is asked, and how it is understood."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nscl.apps.core.access import Actor
from nscl.apps.core.registers.forms import PickField
from nscl.apps.registry.models import Organisation
from nscl.apps.traceability.models import ApiClient, CaptureJob
from nscl.gs1.tracing import Direction

BACK, FORWARD, BOTH = "nguon", "toi", "hai-chieu"
DIRECTIONS: dict[str, tuple[Direction, ...]] = {
    BACK: ("back",), FORWARD: ("forward",), BOTH: ("back", "forward"),
}  # fmt: skip
MOMENT = _("Ngày, hoặc giờ và ngày: 05/04/2026 hay 09:30 05/04/2026")
DAY = _("Ngày/tháng/năm, ví dụ 05/04/2026")
LARGEST_MB = 20


class MomentField(forms.DateTimeField):
    """A moment in Viet Nam's time; a day by itself is its beginning, or with `is_end` its last instant."""

    def __init__(self, *, is_end: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"placeholder": "dd/mm/yyyy hh:mm", "size": 18}))
        wrong = {"invalid": _("Viết ngày/tháng/năm, ví dụ 05/04/2026, hoặc thêm giờ: 09:30 05/04/2026.")}
        super().__init__(error_messages=wrong, **kwargs)
        self.is_end = is_end

    def clean(self, value: Any) -> datetime | None:
        found: datetime | None = super().clean(value)
        is_day = found is not None and ":" not in str(value) and timezone.localtime(found).time() == time(0)
        return found + timedelta(days=1, microseconds=-1) if found and is_day and self.is_end else found


class CodeField(forms.CharField):
    """A code as a scanner may hand it over: control characters go, but for the separator of elements."""

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value) or "")
        return "".join(one if one.isprintable() or one == "\x1d" else " " for one in text).strip()


class TraceForm(forms.Form):
    """What to trace: a code in any spelling, or a place and a stretch of time."""

    ma = CodeField(
        label=_("Mã, số lô, hoặc sản phẩm và số lô"),
        required=False,
        max_length=2000,
        help_text=_("Quét mã vạch, dán liên kết hay URN, hoặc ghi như “tiêu đen TD-0203”"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    chieu = forms.ChoiceField(
        label=_("Chiều truy"),
        required=False,
        choices=[
            (BOTH, _("Cả hai chiều")),
            (BACK, _("Về nguồn: làm từ đâu")),
            (FORWARD, _("Tới nơi nhận: đã đi đâu")),
        ],
    )
    luc = MomentField(
        label=_("Tính ở thời điểm"),
        required=False,
        help_text=_("Để trống là mọi lúc. Về nguồn: đến thời điểm ấy; tới nơi nhận: từ thời điểm ấy"),
    )
    noi = CodeField(
        label=_("Mã địa điểm"),
        required=False,
        max_length=500,
        help_text=_("GLN 13 chữ số, liên kết hoặc URN"),
    )
    tu = MomentField(label=_("Từ"), required=False)
    den = MomentField(label=_("Đến"), required=False, is_end=True)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("noi") and not self.errors:
            if not (data.get("tu") and data.get("den")):
                self.add_error("tu", gettext("Truy theo địa điểm thì cần cả hai mốc thời gian: từ và đến."))
            elif data["den"] < data["tu"]:
                self.add_error("den", gettext("Mốc sau đứng trước mốc đầu. Hãy đổi lại."))
        return data

    @property
    def directions(self) -> tuple[Direction, ...]:
        return DIRECTIONS[self.cleaned_data.get("chieu") or BOTH]


class OrganisationField(PickField):
    """An organisation of the person's scope, by tax code or name."""

    def __init__(self, actor: Actor, **kwargs: Any) -> None:
        super().__init__(
            codes=("tax_code",), help_text=_("Ghi mã số thuế hoặc tên, có dấu hay không dấu"), **kwargs
        )
        self.rows = Organisation.objects.seen_by(actor.scope).live()


class ClientForm(forms.Form):
    """A program of an organisation and what it may do."""

    name = forms.CharField(
        label=_("Tên phần mềm"),
        max_length=120,
        help_text=_("Để sau này nhận ra khóa, ví dụ “ERP kho Đồng Đăng”"),
    )
    scopes = forms.MultipleChoiceField(
        label=_("Được làm"), choices=ApiClient.Scope.choices, widget=forms.CheckboxSelectMultiple()
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["organisation"] = OrganisationField(actor, label=_("Tổ chức"))
        self.order_fields(["organisation"])


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Lý do"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class EntrustmentForm(forms.Form):
    """Who lets whom record, between which dates, by which paper."""

    valid_from = forms.DateField(label=_("Từ ngày"), help_text=DAY)
    valid_to = forms.DateField(
        label=_("Đến hết ngày"), required=False, help_text=_("Để trống là đến khi thôi")
    )
    document = forms.CharField(label=_("Văn bản ủy thác"), required=False, max_length=200)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["giver"] = OrganisationField(actor, label=_("Bên ủy thác (chủ hàng)"))
        self.fields["keeper"] = OrganisationField(actor, label=_("Bên ghi thay"))
        self.order_fields(["giver", "keeper"])


class EndForm(ReasonForm):
    """From when on an entrustment no longer holds."""

    on = forms.DateField(label=_("Ngày cuối còn hiệu lực"), help_text=DAY)
    field_order = ("on", "reason")


class UploadForm(forms.Form):
    """An EPCIS file for an organisation."""

    behaviour = forms.ChoiceField(label=_("Khi có sự kiện sai"), choices=CaptureJob.Behaviour.choices)
    file = forms.FileField(
        label=_("Tệp EPCIS"),
        help_text=_("JSON 2.0, hoặc XML 1.2 và 2.0; nhiều nhất 20 MB"),
        widget=forms.FileInput(attrs={"accept": ".json,.jsonld,.xml,application/json,application/xml"}),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["organisation"] = OrganisationField(actor, label=_("Ghi cho tổ chức"))
        self.order_fields(["organisation", "file", "behaviour"])

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given.size > LARGEST_MB * 2**20:
            raise forms.ValidationError(
                gettext("Tệp lớn hơn 20 MB. Hãy chia nhỏ, hoặc gửi qua giao diện EPCIS.")
            )
        return given
