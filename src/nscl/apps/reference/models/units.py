"""Administrative units with their dates, and who succeeded whom."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q


class UnitQuerySet(models.QuerySet["AdministrativeUnit"]):
    def in_force(self, on: date) -> UnitQuerySet:
        """Units that exist on a date."""
        return self.filter(valid_from__lte=on).filter(Q(valid_to=None) | Q(valid_to__gte=on))

    def provinces(self) -> UnitQuerySet:
        return self.filter(level=AdministrativeUnit.Level.PROVINCE)


class AdministrativeUnit(models.Model):
    """A unit as it was between two dates: a code alone is not an identity (15 was Yên Bái, is Lào Cai)."""

    class Level(models.TextChoices):
        PROVINCE = "province", "cấp tỉnh"
        COMMUNE = "commune", "cấp xã"

    code = models.CharField("mã", max_length=8)
    name = models.CharField("tên", max_length=120)
    kind = models.CharField("loại", max_length=40)  # tỉnh, thành phố
    level = models.CharField("cấp", max_length=10, choices=Level, default=Level.PROVINCE)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    sort_key = models.CharField(max_length=200, editable=False)
    search_key = models.CharField(max_length=200, editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị hành chính"
        ordering = ["sort_key", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "level", "valid_from"], name="unit_code_once_per_date"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="unit_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.kind} {self.name}"

    @property
    def chain_key(self) -> str:
        """Key of the audit chain: one for a unit for ever, another for who bore its code before."""
        return f"{self.code}-{self.valid_from.year}"


class UnitSuccession(models.Model):
    """`old` became (part of) `new` on a date under an instrument."""

    old = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="successions")
    new = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="predecessions")
    kind = models.CharField("hình thức", max_length=20)  # merged, continued, upgraded
    on = models.DateField("từ ngày")
    legal_instrument = models.CharField("căn cứ", max_length=120)

    class Meta:
        verbose_name = "kế thừa đơn vị hành chính"
        constraints = [models.UniqueConstraint(fields=["old", "new"], name="succession_once")]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"
