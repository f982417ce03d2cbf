"""Days off, by which deadlines in working days are counted."""

from __future__ import annotations

from django.db import models


class Holiday(models.Model):
    on = models.DateField("ngày", unique=True)
    name = models.CharField("tên", max_length=120)
    legal_instrument = models.CharField("căn cứ", max_length=120, blank=True)

    class Meta:
        verbose_name = "ngày nghỉ"
        ordering = ["on"]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y} {self.name}"
