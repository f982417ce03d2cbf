"""Legal instruments and their provisions; identity is (number, issuer, date)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class LegalInstrument(models.Model):
    number = models.CharField("số, ký hiệu", max_length=60)
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    date = models.DateField("ngày ban hành", null=True, blank=True)
    subject = models.CharField("nội dung", max_length=400)
    valid_from = models.DateField("hiệu lực từ", null=True, blank=True)
    valid_to = models.DateField("hết hiệu lực sau", null=True, blank=True)
    replaces = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name="thay thế",
    )
    is_verified = models.BooleanField("đã đối chiếu văn bản gốc", default=False)

    class Meta:
        verbose_name = "văn bản pháp lý"
        ordering = ["date", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "issuer", "date"], name="instrument_number_issuer_date"
            ),
            models.UniqueConstraint(
                fields=["number", "issuer"], condition=Q(date=None), name="undated_instrument_once"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Provision(models.Model):
    """An article or clause that a rule or a norm rests on, summed up in our own words."""

    instrument = models.ForeignKey(LegalInstrument, on_delete=models.PROTECT, related_name="provisions")
    reference = models.CharField("điều, khoản", max_length=80)
    summary = models.CharField("tóm tắt", max_length=400)

    class Meta:
        verbose_name = "điều khoản"
        constraints = [models.UniqueConstraint(fields=["instrument", "reference"], name="provision_once")]

    def __str__(self) -> str:
        return f"{self.reference} {self.instrument}"
