"""The tree of a plan version: every item with the sentence it came from."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from nscl.apps.programme.models.plans import PlanVersion
from nscl.vietnamese import search_key


class PlanNode(models.Model):
    """One item of a plan. Its kind says which detail row stands beside it (Target, PlanTask, Duty, …)."""

    class Kind(models.TextChoices):
        LEGAL_BASIS = "legal_basis", "Căn cứ"
        GENERAL_GOAL = "general_goal", "Mục tiêu chung"
        TARGET = "target", "Chỉ tiêu"
        BENEFICIARY = "beneficiary", "Đối tượng"
        RULE = "rule", "Quy tắc hỗ trợ"
        TASK = "task", "Nhiệm vụ, giải pháp"
        BUDGET_GROUP = "budget_group", "Nhóm kinh phí"
        BUDGET_LINE = "budget_line", "Dòng kinh phí"
        DUTY = "duty", "Trách nhiệm"
        REPORTING = "reporting", "Chế độ báo cáo"

    class Review(models.TextChoices):
        PENDING = "pending", "Chưa xem"
        ACCEPTED = "accepted", "Đã nhận"
        CORRECTED = "corrected", "Đã sửa"
        ADDED = "added", "Đã thêm"
        DROPPED = "dropped", "Đã bỏ"

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="nodes")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    kind = models.CharField("loại", max_length=14, choices=Kind)
    key = models.CharField("mã trong bản đọc", max_length=40)
    path = models.CharField("đề mục", max_length=60, blank=True)
    position = models.PositiveIntegerField("thứ tự")
    title = models.TextField("nội dung")
    quote = models.TextField("trích nguyên văn", blank=True)
    span_start = models.PositiveIntegerField("từ ký tự", null=True)
    span_end = models.PositiveIntegerField("đến ký tự", null=True)
    page = models.PositiveIntegerField("trang", null=True)
    data = models.JSONField("bản đọc của mục", default=dict)
    review = models.CharField("rà soát", max_length=10, choices=Review, default=Review.PENDING)
    revision = models.PositiveIntegerField("đổi ở lần sửa", default=0)
    review_reason = models.TextField("lý do", blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reviewed_at = models.DateTimeField("rà soát lúc", null=True)
    carried_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="carried_to", verbose_name="tiếp nối mục"
    )
    search_key = models.TextField("khóa tìm kiếm", editable=False, default="")

    class Meta:
        verbose_name = "mục kế hoạch"
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="node_key_once_per_version"),
            models.CheckConstraint(
                condition=Q(span_end=None) | Q(span_end__gte=F("span_start")), name="node_span_in_order"
            ),
        ]
        indexes = [models.Index(fields=["version", "kind", "position"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.path or self.key}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = search_key(f"{self.title} {self.quote}")
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_key"}
        super().save(*args, **kwargs)

    @property
    def access_province_id(self) -> int | None:
        return self.version.province_id

    @property
    def is_pending(self) -> bool:
        return self.review == self.Review.PENDING

    @property
    def is_live(self) -> bool:
        return self.review != self.Review.DROPPED
