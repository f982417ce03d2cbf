"""Targets with typed numbers, and the decisions on their bases."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from nscl.apps.programme.models.nodes import PlanNode
from nscl.vietnamese import format_number

GOAL_FORMS = {
    "eq": "{value}",
    "ge": "≥ {value}",
    "gt": "> {value}",
    "approx": "khoảng {value}",
    "approx_gt": "khoảng trên {value}",
    "range": "{low}–{high}",
    "ge_range": "ít nhất {low}, phấn đấu {high}",
}


class Target(models.Model):
    """A quantified or checkable goal. Never text in place of a number (invariant 1)."""

    class Kind(models.TextChoices):
        COUNT = "count", "Số lượng"
        AT_LEAST = "at_least", "Ít nhất"
        RANGE = "range", "Trong khoảng"
        PERCENT_OF = "percent_of", "Tỷ lệ"
        GROWTH_RATE = "growth_rate", "Tốc độ tăng"
        PER_YEAR = "per_year", "Hằng năm"
        QUALITATIVE = "qualitative", "Định tính"

    class Comparator(models.TextChoices):
        EQ = "eq", "đạt"
        GE = "ge", "ít nhất"
        GT = "gt", "trên"
        APPROX = "approx", "khoảng"
        APPROX_GT = "approx_gt", "khoảng trên"
        RANGE = "range", "từ … đến …"
        GE_RANGE = "ge_range", "ít nhất … – …"

    class CountMode(models.TextChoices):
        EVENTS = "events", "đếm lượt"
        DISTINCT = "distinct", "đếm đơn vị khác nhau"
        LATEST = "latest", "lấy số mới nhất"
        RATIO = "ratio", "tử số trên mẫu số"
        STATE = "state", "có hoặc chưa"
        AVERAGE = "average", "bình quân"

    class BaseStatus(models.TextChoices):
        UNDEFINED = "undefined", "chưa nêu mốc"
        YEAR_ON_YEAR = "year_on_year", "so với năm trước"
        PERIOD = "period", "so với giai đoạn trước"

    node = models.OneToOneField(PlanNode, on_delete=models.PROTECT, related_name="target", primary_key=True)
    kind = models.CharField("dạng", max_length=12, choices=Kind)
    comparator = models.CharField("so sánh", max_length=10, choices=Comparator, blank=True)
    value = models.DecimalField("giá trị", max_digits=20, decimal_places=4, null=True)
    low = models.DecimalField("từ", max_digits=20, decimal_places=4, null=True)
    high = models.DecimalField("đến", max_digits=20, decimal_places=4, null=True)
    unit = models.CharField("đơn vị tính", max_length=80, blank=True)
    indicator = models.CharField("phép đo", max_length=80)
    count_mode = models.CharField("cách đếm", max_length=10, choices=CountMode)
    of = models.CharField("mẫu số", max_length=300, blank=True)
    period_from = models.PositiveSmallIntegerField("từ năm", null=True)
    period_to = models.PositiveSmallIntegerField("đến năm", null=True)
    deadline = models.PositiveSmallIntegerField("hạn (năm)", null=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    base_status = models.CharField("mốc so sánh", max_length=12, choices=BaseStatus, blank=True)
    base_from = models.PositiveSmallIntegerField("mốc từ năm", null=True)
    base_to = models.PositiveSmallIntegerField("mốc đến năm", null=True)
    is_soft = models.BooleanField("phấn đấu", default=False)
    is_contributory = models.BooleanField("góp phần", default=False)
    is_additional = models.BooleanField("cộng thêm giai đoạn trước", default=False)
    is_average = models.BooleanField("bình quân", default=False)
    is_decreasing = models.BooleanField("càng thấp càng tốt", default=False)
    composition = models.JSONField("thành phần", default=dict)
    trajectory = models.JSONField("lộ trình theo năm", default=dict)
    ambiguity = models.TextField("chỗ chưa rõ", blank=True)
    needs_base = models.BooleanField("cần quyết định mốc", default=False)

    class Meta:
        verbose_name = "chỉ tiêu"
        ordering = ["node__position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(low=None, high=None)
                | Q(low__isnull=False, high__isnull=False, low__lte=F("high")),
                name="target_low_not_above_high",
            ),
            models.CheckConstraint(
                condition=(
                    Q(kind="qualitative", comparator="", value=None, low=None)
                    | (
                        ~Q(kind="qualitative")
                        & Q(comparator__in=["range", "ge_range"], value=None, low__isnull=False)
                    )
                    | (
                        ~Q(kind="qualitative")
                        & Q(
                            comparator__in=["eq", "ge", "gt", "approx", "approx_gt"],
                            value__isnull=False,
                            low=None,
                        )
                    )
                ),
                name="target_form_decides_its_numbers",
            ),
            models.CheckConstraint(
                condition=(
                    Q(deadline__isnull=False, period_from=None, period_to=None)
                    | Q(deadline=None, period_from__isnull=False, period_to__gte=F("period_from"))
                ),
                name="target_period_or_deadline",
            ),
        ]

    def __str__(self) -> str:
        return self.node.title[:120]

    @property
    def access_province_id(self) -> int | None:
        return self.node.version.province_id

    @property
    def last_year(self) -> int:
        """The year whose end closes the target."""
        return self.deadline or self.period_to or 0

    @property
    def goal_text(self) -> str:
        """The goal with its unit: “≥ 3 tổ chức”, “10–15 %/năm”; “định tính” where no number is printed."""
        if not self.comparator:
            return "định tính"
        numbers = {
            name: format_number(getattr(self, name)) if getattr(self, name) is not None else ""
            for name in ("value", "low", "high")
        }
        return f"{GOAL_FORMS[self.comparator].format(**numbers)} {self.unit}".strip()

    @property
    def when_text(self) -> str:
        """“đến 2025” or “2021–2025”."""
        return f"đến {self.deadline}" if self.deadline else f"{self.period_from}–{self.period_to}"


class BaseDecision(models.Model):
    """What a person decided an ambiguous percentage or growth is measured against; the newest rules."""

    class Kind(models.TextChoices):
        YEAR = "year", "so với một năm gốc"
        PERIOD = "period", "so với một giai đoạn gốc"
        PREVIOUS_YEAR = "previous_year", "so với năm liền trước"
        REGISTER = "register", "trên danh mục tại thời điểm báo cáo"
        PARENT = "parent", "trên kết quả của chỉ tiêu cấp trên"
        GIVEN = "given", "trên một con số cho trước"

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="base_decisions")
    kind = models.CharField("mốc", max_length=14, choices=Kind)
    year = models.PositiveSmallIntegerField("năm gốc", null=True)
    period_from = models.PositiveSmallIntegerField("từ năm", null=True)
    period_to = models.PositiveSmallIntegerField("đến năm", null=True)
    value = models.DecimalField("giá trị gốc", max_digits=20, decimal_places=4, null=True)
    label = models.CharField("diễn giải", max_length=300, blank=True)
    reason = models.TextField("lý do")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("quyết định lúc")

    class Meta:
        verbose_name = "quyết định mốc so sánh"
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="period") | Q(period_from__isnull=False, period_to__gte=F("period_from")),
                name="base_period_in_order",
            ),
            models.CheckConstraint(condition=~Q(kind="year") | Q(year__isnull=False), name="base_year_named"),
            models.CheckConstraint(
                condition=~Q(kind="given") | Q(value__isnull=False), name="base_value_given"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.target})"

    @property
    def text(self) -> str:
        """The base in words: “so với một năm gốc: 2020, giá trị 1.250”."""
        parts = []
        if self.year is not None:
            parts.append(str(self.year))
        if self.period_from is not None:
            parts.append(f"{self.period_from}–{self.period_to}")
        if self.value is not None:
            parts.append(f"giá trị {format_number(self.value)}")
        if self.label:
            parts.append(self.label)
        said = self.get_kind_display()
        return f"{said}: {', '.join(parts)}" if parts else said
