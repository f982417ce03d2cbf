"""One form a kind of item: the typed values of `items.FIELDS`, named alike."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nscl.apps.accounts.models import Office
from nscl.apps.programme.duties import FUNCTIONS, functions_of_all
from nscl.apps.programme.forms.fields import DayField, LinesField, NumberField, YearField
from nscl.apps.programme.items import RULE_KINDS, values_of
from nscl.apps.programme.models import Indicator, PlanNode, PlanVersion, Target
from nscl.apps.programme.models.tasks import DUTY_ROLES, REPORT_CYCLES
from nscl.vietnamese import format_number

Kind = PlanNode.Kind
TITLE_WIDGET = forms.Textarea(attrs={"rows": 3})


class ItemForm(forms.Form):
    """The common part: why, for corrections that the reader will ask about."""

    reason = forms.CharField(label=_("Lý do"), required=False, max_length=1000)
    more: tuple[str, ...] = ()  # fields most corrections do not touch, folded away until one is used

    def __init__(self, *args: Any, version: PlanVersion, node: PlanNode | None = None, **kwargs: Any) -> None:
        if node is not None:
            kwargs["initial"] = {**values_of(node), "reason": node.review_reason, **kwargs.get("initial", {})}
        self.version, self.node = version, node
        super().__init__(*args, **kwargs)
        reason = self.fields.pop("reason")
        self.fields["reason"] = reason

    def main_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in self.more]

    def more_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name in self.more]

    def more_is_used(self) -> bool:
        return any(field.value() or field.errors for field in self.more_fields())

    def values(self) -> dict[str, Any]:
        """What the verb takes: everything but the reason."""
        return {name: value for name, value in self.cleaned_data.items() if name != "reason"}


class TitleForm(ItemForm):
    title = forms.CharField(label=_("Nội dung"), widget=TITLE_WIDGET, max_length=4000)


class TargetForm(TitleForm):
    more = (
        "parent",
        "base_status",
        "base_from",
        "base_to",
        "is_soft",
        "is_contributory",
        "is_additional",
        "is_average",
        "is_decreasing",
    )
    kind = forms.ChoiceField(label=_("Dạng"), choices=Target.Kind.choices)
    comparator = forms.ChoiceField(
        label=_("So sánh"), choices=[("", _("không có số")), *Target.Comparator.choices], required=False
    )
    value = NumberField(
        label=_("Giá trị"), required=False, help_text=_("Cho: đạt, ít nhất, trên, khoảng. Ví dụ 7,5")
    )
    low = NumberField(label=_("Từ"), required=False, help_text=_("Cho dạng khoảng"))
    high = NumberField(label=_("Đến"), required=False)
    unit = forms.CharField(label=_("Đơn vị tính"), max_length=80, required=False)
    indicator = forms.ChoiceField(label=_("Phép đo"))
    count_mode = forms.ChoiceField(label=_("Cách đếm"), choices=Target.CountMode.choices)
    of = forms.CharField(
        label=_("Mẫu số"), max_length=300, required=False, help_text=_("Với tỷ lệ: trên tổng số nào")
    )
    period_from = YearField(label=_("Từ năm"), required=False, help_text=_("Ghi giai đoạn, hoặc ghi hạn"))
    period_to = YearField(label=_("Đến năm"), required=False)
    deadline = YearField(label=_("Hạn (năm)"), required=False)
    parent = forms.ModelChoiceField(
        Target.objects.none(), label=_("Nằm trong chỉ tiêu"), required=False, empty_label=_("không")
    )
    base_status = forms.ChoiceField(
        label=_("Mốc so sánh"), choices=[("", _("không áp dụng")), *Target.BaseStatus.choices], required=False
    )
    base_from = YearField(label=_("Mốc từ năm"), required=False)
    base_to = YearField(label=_("Mốc đến năm"), required=False)
    is_soft = forms.BooleanField(label=_("Phấn đấu"), required=False)
    is_contributory = forms.BooleanField(label=_("Góp phần đạt"), required=False)
    is_additional = forms.BooleanField(label=_("Cộng thêm giai đoạn trước"), required=False)
    is_average = forms.BooleanField(label=_("Lấy bình quân"), required=False)
    is_decreasing = forms.BooleanField(label=_("Càng thấp càng tốt"), required=False)
    ambiguity = forms.CharField(
        label=_("Chỗ chưa rõ"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Xóa đi khi đã rõ; còn ghi thì chỉ tiêu có thể phải quyết định mốc."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = Indicator.objects.values_list("code", "name").order_by("group", "name")
        self.fields["indicator"].choices = list(codes)  # type: ignore[attr-defined]
        others = Target.objects.filter(node__version=self.version).exclude(node__review="dropped")
        if self.node is not None:
            others = others.exclude(pk=self.node.pk)
        field = self.fields["parent"]
        field.queryset = others.select_related("node").order_by("node__position")  # type: ignore[attr-defined]


class TaskForm(TitleForm):
    lead_text = forms.CharField(label=_("Chủ trì (theo văn bản)"), max_length=400, required=False)
    lead = forms.ModelChoiceField(Office.objects.none(), label=_("Cơ quan chủ trì"), required=False)
    coordinating_text = forms.CharField(label=_("Phối hợp (theo văn bản)"), max_length=600, required=False)
    coordinating = forms.ModelMultipleChoiceField(
        Office.objects.none(),
        label=_("Cơ quan phối hợp"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    due_on = DayField(label=_("Hạn"), required=False)
    is_yearly = forms.BooleanField(label=_("Làm hằng năm"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Office.objects.filter(province_id=self.version.province_id, valid_to=None).order_by("name")
        for name in ("lead", "coordinating"):
            self.fields[name].queryset = offices  # type: ignore[attr-defined]


class DutyForm(ItemForm):
    agencies = LinesField(label=_("Cơ quan"), help_text=_("Mỗi dòng một cơ quan, như văn bản ghi"))
    role = forms.ChoiceField(label=_("Vai trò"), choices=list(DUTY_ROLES.items()))
    functions = forms.MultipleChoiceField(
        label=_("Chức năng"),
        choices=list(FUNCTIONS.items()),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("Để trống thì suy ra từ tên cơ quan"),
    )
    items = LinesField(label=_("Nội dung"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("functions"):
            cleaned["functions"] = functions_of_all(cleaned.get("agencies") or [])
        return cleaned


class ReportingForm(TitleForm):
    who = forms.CharField(label=_("Ai báo cáo"), max_length=300)
    recipients = LinesField(label=_("Gửi"), required=False)
    every = forms.ChoiceField(label=_("Định kỳ"), choices=list(REPORT_CYCLES.items()))


class LegalBasisForm(ItemForm):
    ref = forms.CharField(label=_("Số, ký hiệu"), max_length=60)
    date = DayField(label=_("Ngày"), required=False)
    issuer = forms.CharField(label=_("Cơ quan ban hành"), max_length=200)

    def __init__(self, *args: Any, node: PlanNode | None = None, **kwargs: Any) -> None:
        super().__init__(*args, node=node, **kwargs)
        day = self.initial.get("date")
        if isinstance(day, str) and day:
            self.initial["date"] = "/".join(reversed(day.split("-")))


class RuleForm(TitleForm):
    kind = forms.ChoiceField(label=_("Loại quy tắc"), choices=list(RULE_KINDS.items()))


class BudgetForm(TitleForm):
    """Amounts in the unit the plan prints, one field for each source of the line or of the plan."""

    qty = NumberField(label=_("Số lượng"), required=False)
    unit = forms.CharField(label=_("Đơn vị tính"), max_length=80, required=False)
    total = NumberField(label=_("Tổng cộng"), required=False)

    def __init__(self, *args: Any, node: PlanNode | None = None, **kwargs: Any) -> None:
        super().__init__(*args, node=node, **kwargs)
        budget = self.version.reading["budget"]
        self.money_unit = MONEY_UNITS[budget["amount_unit"]]
        self.fields["total"].help_text = _("Đơn vị: %(unit)s") % {"unit": self.money_unit}
        self.sources = {row["code"]: row["name"] for row in budget["sources"]}
        known = (node.data.get("by_source") or {}) if node else {}
        for code in known:
            self.sources.setdefault(code, code)
        for code, name in self.sources.items():
            label = f"{name[:1].upper()}{name[1:]} ({self.money_unit})"
            self.fields[f"source:{code}"] = NumberField(label=label, required=False, initial=known.get(code))
        reason = self.fields.pop("reason")
        self.fields["reason"] = reason

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        split = {code: data.get(f"source:{code}") for code in self.sources}
        return {
            "title": data["title"],
            "qty": data["qty"],
            "unit": data["unit"] or None,
            "total": data["total"],
            "by_source": {code: amount for code, amount in split.items() if amount is not None},
        }


MONEY_UNITS = {
    "vnd": "đồng",
    "thousand_vnd": "nghìn đồng",
    "million_vnd": "triệu đồng",
    "billion_vnd": "tỷ đồng",
}
FORMS: dict[str, type[ItemForm]] = {
    Kind.TARGET: TargetForm,
    Kind.TASK: TaskForm,
    Kind.DUTY: DutyForm,
    Kind.REPORTING: ReportingForm,
    Kind.LEGAL_BASIS: LegalBasisForm,
    Kind.GENERAL_GOAL: TitleForm,
    Kind.BENEFICIARY: TitleForm,
    Kind.RULE: RuleForm,
    Kind.BUDGET_GROUP: BudgetForm,
    Kind.BUDGET_LINE: BudgetForm,
}


def amount_text(amount: Any, unit: str) -> str:
    """A printed amount with its unit, a dash when the document gives none."""
    return "–" if amount is None else f"{format_number(amount)} {unit}"
