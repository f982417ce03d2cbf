"""Which doubts a province does not let pass."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from nscl.apps.reference.models import AdministrativeUnit


class ProvinceStrictness(models.Model):
    """One warning that the captures of a province are refused for; without a row it stays a warning.

    `code` is a key of `nscl.gs1.epcis.doubts.CODES`.
    """

    province = models.ForeignKey(
        AdministrativeUnit, on_delete=models.PROTECT, related_name="+", verbose_name="tỉnh"
    )
    code = models.CharField("điểm nghi ngờ", max_length=40)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="người đặt",
    )
    set_at = models.DateTimeField("đặt lúc")

    class Meta:
        verbose_name = "mức kiểm tra của tỉnh"
        constraints = [models.UniqueConstraint(fields=["province", "code"], name="strict_once_in_a_province")]

    def __str__(self) -> str:
        return self.code

    @property
    def access_province_id(self) -> int | None:
        return self.province_id
