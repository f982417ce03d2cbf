"""Forms of organisations: what is known is filled in, what cannot be read says how to write it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nscl.apps.core.access import Actor, Refusal
from nscl.apps.core.registers.forms import PickField, RecordForm
from nscl.apps.reference.models import AdministrativeUnit
from nscl.apps.registry.duplicates import twins_of
from nscl.apps.registry.models import Organisation, OrganisationAddress, OrganisationContact
from nscl.apps.registry.reading import read_phone, read_tax_code
from nscl.vietnamese import format_number, read_number
from nscl.vietnamese.errors import UnreadableNumber

UNITS = [
    ("1000000", _("triệu đồng")),
    ("1000000000", _("tỷ đồng")),
    ("1000", _("nghìn đồng")),
    ("1", _("đồng")),
]
DAY = _("Ngày/tháng/năm, ví dụ 05/04/2024")


def seen(actor: Actor) -> Any:
    return Organisation.objects.seen_by(actor.scope).live()


def pick(actor: Actor, **kwargs: Any) -> PickField:
    """A field that finds an organisation of the person's scope by code or name."""
    field = PickField(
        codes=("tax_code",), help_text=_("Ghi mã số thuế hoặc tên, có dấu hay không dấu"), **kwargs
    )
    field.rows = seen(actor)
    return field


def refusing(read: Callable[[str], Any], text: str) -> Any:
    """What the reader makes of the text; its refusal stands beside the field."""
    try:
        return read(text)
    except Refusal as refused:
        raise forms.ValidationError(str(refused)) from refused


class OrganisationForm(RecordForm):
    """Enter or change an organisation. A new name that looks like a known one asks for a second look."""

    model = Organisation
    names = (
        "name",
        "tax_code",
        "kind",
        "legal_form",
        "short_name",
        "established_on",
        "representative",
        "representative_title",
        "phone",
        "email",
        "website",
        "is_women_owned",
        "parent",
        "source",
        "note",
    )
    picks = {"parent": (("tax_code",), seen)}
    help_texts = {
        "tax_code": _("10 số, 10 số kèm 3 số chi nhánh, hoặc 12 số định danh cá nhân (được niêm phong)"),
        "parent": _("Chỉ với chi nhánh: ghi mã số thuế hoặc tên, có dấu hay không dấu"),
        "established_on": DAY,
        "source": _("Danh sách, văn bản hoặc người cung cấp"),
    }

    def __init__(self, data: Any = None, *, record: Any = None, actor: Actor) -> None:
        super().__init__(data, record=record, actor=actor)
        self.record, self.actor = record, actor
        self.fields["tax_code"] = forms.CharField(
            label=self.fields["tax_code"].label,
            required=False,
            max_length=40,
            help_text=self._code_help(),
        )
        if data is not None and "checked" in data:
            self._ask_for_a_look()

    def _field(self, name: str, actor: Actor) -> forms.Field:
        if name == "website":
            return forms.URLField(label=_("Trang web"), max_length=200, required=False, assume_scheme="https")
        return super()._field(name, actor)

    def _code_help(self) -> Any:
        sealed = getattr(self.record, "personal_code", None)
        if sealed is None:
            return self.help_texts["tax_code"]
        return gettext("Đang giữ mã cá nhân {code}; để trống để giữ nguyên").format(code=sealed)

    def clean_tax_code(self) -> str:
        text = self.cleaned_data["tax_code"]
        refusing(read_tax_code, text)
        return str(text)

    def clean_phone(self) -> str:
        return str(refusing(read_phone, self.cleaned_data["phone"]))

    def clean(self) -> dict[str, Any]:
        """What goes to the verb; the tick is for the person only."""
        cleaned = dict(super().clean() or self.cleaned_data)
        is_checked = cleaned.pop("checked", False)
        if self.record is None and not self.errors and not is_checked:
            self._look_for_twins(cleaned)
        return cleaned

    def _look_for_twins(self, cleaned: dict[str, Any]) -> None:
        code, _sealed = read_tax_code(cleaned["tax_code"])
        twins = twins_of(cleaned["name"], tax_code=code, phone=cleaned["phone"], by=self.actor)
        if not twins:
            return
        names = "; ".join(
            f"“{row.name}”" + (f" ({row.tax_code})" if row.tax_code else "") for row, _s in twins
        )
        self._ask_for_a_look()
        self.add_error(
            "checked",
            gettext(
                "Có thể tổ chức đã có trong sổ: {names}. Hãy mở hồ sơ đó để sửa, hoặc đánh dấu nếu khác."
            ).format(names=names),
        )

    def _ask_for_a_look(self) -> None:
        self.fields["checked"] = forms.BooleanField(
            label=_("Tôi đã kiểm tra: đây là tổ chức khác"), required=False
        )


class StatusForm(forms.Form):
    """What became of an organisation."""

    status = forms.ChoiceField(label=_("Tình trạng"), choices=Organisation.Status)
    on = forms.DateField(label=_("Từ ngày"), required=False, help_text=DAY)
    reason = forms.CharField(label=_("Lý do, căn cứ"), required=False, max_length=500)

    def __init__(self, data: Any = None, *, actor: Actor, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)
        self.fields["successor"] = pick(actor, label=_("Đơn vị kế thừa"), required=False)
        self.order_fields(["status", "on", "successor", "reason"])


class StatusOfManyForm(forms.Form):
    """The same for many at once; a takeover names its successor one by one."""

    status = forms.ChoiceField(
        label=_("Tình trạng"),
        choices=[one for one in Organisation.Status.choices if one[0] != Organisation.Status.MERGED],
    )
    on = forms.DateField(label=_("Từ ngày"), required=False, help_text=DAY)
    reason = forms.CharField(label=_("Lý do, căn cứ"), required=False, max_length=500)


class AddressForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Loại"),
        choices=OrganisationAddress._meta.get_field("kind").flatchoices,  # type: ignore[union-attr]
    )
    street = forms.CharField(label=_("Số nhà, đường, thôn, tổ dân phố"), max_length=250, required=False)
    commune = forms.CharField(label=_("Xã, phường, đặc khu"), max_length=120, required=False)
    district = forms.CharField(
        label=_("Huyện (trước 01/7/2025)"),
        max_length=120,
        required=False,
        help_text=_("Chỉ ghi với địa chỉ có trước ngày bỏ cấp huyện"),
    )
    province = forms.ModelChoiceField(AdministrativeUnit.objects.provinces(), label=_("Tỉnh, thành phố"))
    valid_from = forms.DateField(label=_("Từ ngày"), required=False, help_text=DAY)
    valid_to = forms.DateField(label=_("Đến hết ngày"), required=False)

    def __init__(self, data: Any = None, *, actor: Actor, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)
        self.fields["province"].label_from_instance = _dated_province  # type: ignore[attr-defined]


def _dated_province(unit: AdministrativeUnit) -> str:
    """A name may be that of the unit before the reform and of the one after it."""
    if not unit.valid_to:
        return unit.full_name
    until = gettext("đến")
    return f"{unit.full_name} ({until} {unit.valid_to:%d/%m/%Y})"


class ContactForm(forms.Form):
    name = forms.CharField(label=_("Họ tên"), max_length=120)
    job_title = forms.CharField(label=_("Chức danh"), max_length=120, required=False)
    phone = forms.CharField(label=_("Điện thoại"), max_length=30, required=False)
    email = forms.EmailField(label=_("Thư điện tử"), required=False)
    consented_on = forms.DateField(label=_("Đồng ý ngày"), required=False, help_text=DAY)
    consent_purpose = forms.CharField(
        label=_("Đồng ý cho việc"),
        max_length=OrganisationContact._meta.get_field("consent_purpose").max_length,  # type: ignore[union-attr]
        required=False,
        help_text=_("Chưa có đồng ý thì điện thoại và thư điện tử không hiện trên trang"),
    )

    def __init__(self, data: Any = None, *, actor: Actor, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)

    def clean_phone(self) -> str:
        return str(refusing(read_phone, self.cleaned_data["phone"]))


class IndustryForm(forms.Form):
    code = forms.CharField(
        label=_("Mã ngành"), max_length=10, help_text=_("Chữ cái cấp 1 hoặc 2–5 chữ số, ví dụ C, 10, 1076")
    )
    version = forms.ChoiceField(label=_("Phiên bản VSIC"), choices=[("2025", "2025"), ("2018", "2018")])
    is_main = forms.BooleanField(label=_("Ngành chính"), required=False)

    def __init__(self, data: Any = None, *, actor: Actor, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)


class FigureField(forms.CharField):
    """A number as people write it; one that reads two ways is shown back, not guessed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=30, required=False, **kwargs)
        self.widget.attrs["inputmode"] = "decimal"

    def prepare_value(self, value: Any) -> Any:
        return format_number(value.normalize()) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value).strip()
        if not text:
            return None
        try:
            reading = read_number(text)
        except UnreadableNumber:
            raise forms.ValidationError(
                gettext("Không đọc được số “{text}”. Hãy viết như 1.250 hoặc 7,5.").format(text=text)
            ) from None
        if reading.value is None:
            readings = " / ".join(map(format_number, reading.readings))
            raise forms.ValidationError(
                gettext(
                    "Số “{text}” có thể là {readings}. Hãy viết: chấm tách nghìn, phẩy tách thập phân."
                ).format(text=text, readings=readings)
            )
        return Decimal(reading.value)


class FactsForm(forms.Form):
    """Figures of a year; money in the unit chosen, an empty field for what is not known."""

    MONEY = ("revenue_vnd", "capital_vnd", "exports_vnd")

    year = forms.IntegerField(
        label=_("Năm"), widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6})
    )
    workers = FigureField(label=_("Lao động có bảo hiểm xã hội, bình quân năm (người)"))
    unit = forms.TypedChoiceField(label=_("Đơn vị tính tiền"), choices=UNITS, coerce=int)
    revenue_vnd = FigureField(label=_("Doanh thu"))
    capital_vnd = FigureField(label=_("Tổng nguồn vốn"))
    exports_vnd = FigureField(label=_("Xuất khẩu"))
    source = forms.CharField(label=_("Nguồn"), max_length=250, required=False)

    def __init__(self, data: Any = None, *, actor: Actor, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or self.cleaned_data)
        unit = cleaned.pop("unit", None)
        for name in self.MONEY:
            value = cleaned.get(name)
            if value is None or unit is None:
                continue
            vnd = value * unit
            if vnd != vnd.to_integral_value():
                self.add_error(name, gettext("Số tiền lẻ dưới 1 đồng. Hãy kiểm tra số và đơn vị tính."))
            else:
                cleaned[name] = int(vnd)
        return cleaned


class PurposeForm(forms.Form):
    """Why a personal code is looked at."""

    purpose = forms.CharField(
        label=_("Mục đích xem"), max_length=300, help_text=_("Lần xem và mục đích được ghi vào nhật ký")
    )

    def __init__(self, data: Any = None, *, actor: Actor, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Lý do"), max_length=500)

    def __init__(self, data: Any = None, *, actor: Actor, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)


class OtherRecordForm(forms.Form):
    """Which record a record is merged with."""

    def __init__(self, data: Any = None, *, actor: Actor, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)
        self.fields["voi"] = pick(actor, label=_("Hồ sơ trùng"))
