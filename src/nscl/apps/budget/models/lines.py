"""The budget tree as read from the plan; amounts in đồng, as printed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nscl.apps.programme.models import PlanNode, PlanVersion


class FundingSource(models.Model):
    class Payer(models.TextChoices):
        STATE = "state", "Ngân sách nhà nước"
        ENTERPRISE = "enterprise", "Doanh nghiệp đối ứng"
        OTHER = "other", "Nguồn hợp pháp khác"

    code = models.CharField("mã", max_length=80, unique=True)
    name = models.CharField("tên nguồn", max_length=250)
    payer = models.CharField("bên chi", max_length=10, choices=Payer)
    order = models.PositiveSmallIntegerField("thứ tự", default=50)

    class Meta:
        verbose_name = "nguồn vốn"
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name


class BudgetLine(models.Model):
    """A phase, a group or a line of the tree. Money is entered on lines (`is_entry`) only.

    A plan that names only sources, or only a total, has one entry line for the whole plan.
    """

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="budget_lines")
    node = models.OneToOneField(PlanNode, on_delete=models.PROTECT, null=True, related_name="budget_line")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    continues = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="continued_by", verbose_name="tiếp nối dòng"
    )
    key = models.CharField("mã trong bản đọc", max_length=40)
    path = models.CharField("đề mục", max_length=60, blank=True)
    position = models.PositiveIntegerField("thứ tự")
    name = models.TextField("nội dung")
    is_entry = models.BooleanField("ghi tiền ở dòng này", default=False)
    year_from = models.PositiveSmallIntegerField("từ năm")
    year_to = models.PositiveSmallIntegerField("đến năm")
    quantity = models.IntegerField("số lượng", null=True)
    unit = models.CharField("đơn vị tính", max_length=80, blank=True)
    lead_text = models.CharField("chủ trì", max_length=400, blank=True)
    coordinating_text = models.CharField("phối hợp", max_length=600, blank=True)
    time_text = models.CharField("thời gian", max_length=200, blank=True)

    class Meta:
        verbose_name = "dòng kinh phí"
        ordering = ["version", "position"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="budget_key_once_per_version")]

    def __str__(self) -> str:
        return f"{self.path} {self.name}".strip()[:160]

    @property
    def access_province_id(self) -> int | None:
        return self.version.province_id


class BudgetAmount(models.Model):
    """What the plan prints for a line: by source and year; both empty is the printed total."""

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="amounts")
    source = models.ForeignKey(FundingSource, on_delete=models.PROTECT, null=True, related_name="+")
    year = models.PositiveSmallIntegerField("năm", null=True)
    amount_vnd = models.BigIntegerField("số tiền (đồng)")

    class Meta:
        verbose_name = "dự toán"
        constraints = [
            # SQLite keeps no "nulls not distinct", so each pattern of nulls has a constraint of its own.
            models.UniqueConstraint(
                fields=["line"], condition=Q(source=None, year=None), name="budget_total_once"
            ),
            models.UniqueConstraint(
                fields=["line", "source"],
                condition=Q(source__isnull=False, year=None),
                name="budget_source_once",
            ),
            models.UniqueConstraint(
                fields=["line", "year"], condition=Q(source=None, year__isnull=False), name="budget_year_once"
            ),
            models.UniqueConstraint(fields=["line", "source", "year"], name="budget_source_year_once"),
            models.CheckConstraint(condition=Q(amount_vnd__gte=0), name="budget_amount_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} · {self.source} · {self.amount_vnd}"
