"""Forms about people, their roles, and who acts for whom."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from nscl.apps.accounts.models import Office, User
from nscl.apps.accounts.models.offices import ROLE_CHOICES
from nscl.apps.core.access import Actor
from nscl.apps.reference.models import AdministrativeUnit


class DelegationForm(forms.Form):
    to = forms.ModelChoiceField(User.objects.none(), label=_("Ủy quyền cho"))
    valid_from = forms.DateField(label=_("Từ ngày"), help_text=_("Ngày/tháng/năm, ví dụ 05/04/2026"))
    valid_to = forms.DateField(label=_("Đến hết ngày"))
    reason = forms.CharField(label=_("Lý do"), max_length=300)
    document = forms.CharField(label=_("Văn bản ủy quyền"), max_length=120, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = User.objects.filter(
            memberships__office__province_id=actor.province_id, is_active=True
        ).exclude(pk=actor.user_id)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = colleagues.order_by("full_name").distinct()


class OfficeForm(forms.Form):
    name = forms.CharField(label=_("Tên cơ quan"), max_length=250)
    kind = forms.ChoiceField(label=_("Loại"), choices=Office.Kind.choices)
    province = forms.ModelChoiceField(
        AdministrativeUnit.objects.none(), label=_("Tỉnh"), required=False, empty_label=_("Trung ương")
    )
    functions = forms.CharField(
        label=_("Chức năng"),
        required=False,
        help_text=_(
            "Mã chức năng để nhận trách nhiệm trong kế hoạch, cách nhau bằng dấu phẩy: science, finance …"
        ),
    )
    valid_from = forms.DateField(label=_("Từ ngày"))

    def __init__(
        self, *args: Any, provinces: QuerySet[AdministrativeUnit], national: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["province"]
        field.queryset = provinces  # type: ignore[attr-defined]
        field.required = not national

    def clean_functions(self) -> list[str]:
        return [code.strip() for code in self.cleaned_data["functions"].split(",") if code.strip()]


class AccountForm(forms.Form):
    office = forms.ModelChoiceField(Office.objects.none(), label=_("Cơ quan"))
    role = forms.ChoiceField(label=_("Vai trò"), choices=ROLE_CHOICES)
    full_name = forms.CharField(label=_("Họ và tên"), max_length=150)
    job_title = forms.CharField(label=_("Chức vụ"), max_length=150, required=False)
    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=150,
        validators=[UnicodeUsernameValidator(message=_("Chỉ dùng chữ, số, . - _ @ +"))],
    )
    password = forms.CharField(
        label=_("Mật khẩu ban đầu"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Ít nhất 8 ký tự, không phải mật khẩu phổ biến; người dùng tự đổi sau."),
    )
    valid_from = forms.DateField(label=_("Từ ngày"), help_text=_("Ngày/tháng/năm, ví dụ 05/04/2026"))

    def __init__(self, *args: Any, offices: QuerySet[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        try:
            validate_password(password)
        except forms.ValidationError:
            raise forms.ValidationError(
                _("Mật khẩu quá ngắn hoặc quá phổ biến. Hãy chọn mật khẩu khác.")
            ) from None
        return password
