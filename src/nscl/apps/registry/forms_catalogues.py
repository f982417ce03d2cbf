"""Forms of products, people, networks and the editions of lists."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nscl.apps.core.access import Actor
from nscl.apps.core.registers.forms import RecordForm
from nscl.apps.registry.models import (
    Affiliation,
    ExpertCredential,
    Network,
    NetworkMembership,
    Organisation,
    Person,
    Product,
    RegisterEdition,
    RegisterEntry,
)

BY_TAX_CODE = (("tax_code",), lambda actor: Organisation.objects.seen_by(actor.scope).live())
BY_GTIN = (("gtin",), lambda actor: Product.objects.seen_by(actor.scope).live().select_related("maker"))
BY_NAME: Any = ((), lambda actor: Person.objects.seen_by(actor.scope).live())
FIND_ORGANISATION = _("Ghi mã số thuế hoặc tên, có dấu hay không dấu")
FIND_PRODUCT = _("Ghi GTIN hoặc tên, có dấu hay không dấu")


class ProductForm(RecordForm):
    model = Product
    names = (
        "name",
        "kind",
        "maker",
        "brand",
        "gtin",
        "hs_code",
        "cpc_code",
        "ocop_stars",
        "is_regulated",
        "regulation",
        "source",
        "note",
    )
    picks = {"maker": BY_TAX_CODE}
    help_texts = {
        "maker": FIND_ORGANISATION,
        "gtin": _("Dãy số dưới mã vạch, 8 đến 14 chữ số; để trống nếu chưa có"),
        "ocop_stars": _("1 đến 5; chưa xếp hạng thì để trống"),
        "regulation": _("Ví dụ QCVN 16:2023/BXD"),
    }


class PersonForm(RecordForm):
    model = Person
    names = (
        "full_name",
        "birth_year",
        "degree",
        "speciality",
        "consented_on",
        "phone",
        "email",
        "source",
        "note",
    )
    help_texts = {
        "consented_on": _("Cần có trước khi ghi điện thoại, thư điện tử"),
        "birth_year": _("Bốn chữ số"),
    }


class AffiliationForm(RecordForm):
    model = Affiliation
    names = ("organisation", "role", "valid_from", "valid_to")
    picks = {"organisation": BY_TAX_CODE}
    help_texts = {"organisation": FIND_ORGANISATION}


class CredentialForm(RecordForm):
    model = ExpertCredential
    names = ("scheme", "field", "number", "issuer", "issued_on", "valid_to")
    help_texts = {"valid_to": _("Để trống nếu chứng chỉ không ghi thời hạn")}


class NetworkForm(RecordForm):
    model = Network
    names = ("name", "founded_on", "decision", "note")


class MembershipForm(RecordForm):
    model = NetworkMembership
    names = ("organisation", "representative", "role", "valid_from")
    picks = {"organisation": BY_TAX_CODE, "representative": BY_NAME}
    help_texts = {"organisation": FIND_ORGANISATION, "representative": _("Họ và tên người đại diện")}


class EditionForm(RecordForm):
    model = RegisterEdition
    names = ("kind", "title", "number", "issuer", "issued_on", "valid_from", "valid_to", "source", "note")
    help_texts = {"valid_to": _("Để trống nếu quyết định không ghi ngày hết hiệu lực")}


class EntryForm(RecordForm):
    """A line: what stands printed, and the product or the enterprise of the register that it means."""

    model = RegisterEntry
    names = ("product", "organisation", "printed_name", "position", "note")
    picks = {"product": BY_GTIN, "organisation": BY_TAX_CODE}
    help_texts = {
        "product": FIND_PRODUCT,
        "organisation": FIND_ORGANISATION,
        "printed_name": _("Để trống thì lấy tên của hồ sơ trong sổ"),
        "position": _("Để trống thì xếp cuối"),
    }

    def __init__(self, data: Any = None, *, record: Any = None, actor: Actor, of_products: bool) -> None:
        super().__init__(data, record=record, actor=actor)
        self.fields["printed_name"].required = self.fields["position"].required = False
        if not of_products:
            del self.fields["product"]


class EndForm(forms.Form):
    """The last day of something."""

    on = forms.DateField(label=_("Ngày cuối cùng"), help_text=_("Ngày/tháng/năm, ví dụ 05/04/2026"))

    def __init__(self, data: Any = None, *, record: Any = None, actor: Actor) -> None:
        super().__init__(data, label_suffix="")


class EndWithReasonForm(EndForm):
    reason = forms.CharField(label=_("Lý do"), max_length=500)


class EnactForm(forms.Form):
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=500,
        required=False,
        help_text=_("Bắt buộc khi danh mục bỏ dòng đang được một chỉ tiêu tính"),
    )

    def __init__(self, data: Any = None, *, record: Any = None, actor: Actor) -> None:
        super().__init__(data, label_suffix="")


class CopyForm(forms.Form):
    """Which list to begin with."""

    source = forms.ModelChoiceField(
        RegisterEdition.objects.none(), label=_("Danh mục"), empty_label=_("Hãy chọn")
    )

    def __init__(self, data: Any = None, *, record: RegisterEdition, actor: Actor) -> None:
        super().__init__(data, label_suffix="")
        rows = RegisterEdition.objects.seen_by(actor.scope).filter(kind=record.kind).exclude(pk=record.pk)
        self.fields["source"].queryset = rows  # type: ignore[attr-defined]


class RegulationForm(forms.Form):
    """Whether certification is compulsory for the chosen products."""

    is_regulated = forms.TypedChoiceField(
        label=_("Thuộc diện chứng nhận, công bố hợp quy bắt buộc"),
        choices=[("True", _("có")), ("False", _("không"))],
        coerce=lambda text: text == "True",
    )
    regulation = forms.CharField(
        label=_("Quy chuẩn áp dụng"), max_length=200, required=False, help_text=_("Ví dụ QCVN 16:2023/BXD")
    )
