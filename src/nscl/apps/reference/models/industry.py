"""The Vietnamese industry classification, each version apart."""

from __future__ import annotations

from django.db import models


class IndustryCode(models.Model):
    version = models.CharField("phiên bản", max_length=10)  # 2018, 2025
    code = models.CharField("mã", max_length=8)
    level = models.PositiveSmallIntegerField("cấp")
    name = models.CharField("tên ngành", max_length=300)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")

    class Meta:
        verbose_name = "ngành kinh tế"
        ordering = ["version", "code"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="industry_code_once_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name} (VSIC {self.version})"
