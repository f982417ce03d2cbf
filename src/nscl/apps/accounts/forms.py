"""Forms about who acts for whom."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nscl.apps.accounts.models import User
from nscl.apps.core.access import Actor


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
