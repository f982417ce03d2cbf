"""What does not fit in a plan's document; kept, settled by a person, never silently corrected."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from nscl.apps.programme.models.nodes import PlanNode
from nscl.apps.programme.models.plans import PlanVersion
from nscl.vietnamese import format_number


class PlanFinding(models.Model):
    class State(models.TextChoices):
        OPEN = "open", "Còn mở"
        SETTLED = "settled", "Đã xử lý"

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="findings")
    key = models.CharField("mã", max_length=40)
    code = models.CharField("loại", max_length=24)
    severity = models.CharField("mức", max_length=16)
    kind = models.CharField("kiểu", max_length=60)
    detail = models.TextField("nội dung")
    expected = models.CharField("cần là", max_length=200, blank=True)
    found = models.CharField("đang là", max_length=200, blank=True)
    where = models.CharField("tại", max_length=200, blank=True)
    values = models.JSONField("các số", default=list)
    quotes = models.JSONField("trích", default=list)
    nodes = models.ManyToManyField(PlanNode, related_name="findings")
    span_start = models.PositiveIntegerField("từ ký tự", null=True)
    span_end = models.PositiveIntegerField("đến ký tự", null=True)
    is_blocking = models.BooleanField("phải xử lý trước khi có hiệu lực", default=False)
    revision = models.PositiveIntegerField("đổi ở lần sửa", default=0)
    state = models.CharField("trạng thái", max_length=8, choices=State, default=State.OPEN)
    resolution = models.CharField("cách xử lý", max_length=40, blank=True)
    resolution_value = models.CharField("số dùng để theo dõi", max_length=200, blank=True)
    resolution_reason = models.TextField("lý do", blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    settled_at = models.DateTimeField("xử lý lúc", null=True)

    class Meta:
        verbose_name = "phát hiện trong văn bản"
        ordering = ["-is_blocking", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="finding_key_once_per_version"),
            models.CheckConstraint(
                condition=Q(state="open") | (~Q(resolution="") & Q(settled_at__isnull=False)),
                name="settled_finding_says_how",
            ),
        ]

    def __str__(self) -> str:
        return self.detail[:120]

    @property
    def access_province_id(self) -> int | None:
        return self.version.province_id

    @property
    def resolution_text(self) -> str:
        """The value gone by from now on, as people write it."""
        value = self.resolution_value
        if not value.isdigit():
            return value
        text = format_number(int(value))
        return f"{text} đồng" if self.code == "words_mismatch" else text
