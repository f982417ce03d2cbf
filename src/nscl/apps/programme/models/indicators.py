"""What targets measure, under one name in every province."""

from __future__ import annotations

from django.db import models


class Indicator(models.Model):
    """A measured quantity; the same code in two plans makes them comparable on the ministry's page."""

    code = models.CharField("mã", max_length=80, unique=True)
    name = models.CharField("tên chỉ tiêu", max_length=250)
    unit = models.CharField("đơn vị", max_length=60, blank=True)
    group = models.CharField("nhóm", max_length=80, blank=True)
    is_common = models.BooleanField("so sánh giữa các tỉnh", default=False)

    class Meta:
        verbose_name = "phép đo"
        ordering = ["group", "code"]

    def __str__(self) -> str:
        return self.name
