"""Days sealed: what nobody can change afterwards without being found out."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q

from nscl.apps.reference.models import AdministrativeUnit
from nscl.gs1 import day_roots

WIDTH = 32  # bytes of a leaf's hash in `leaves`


class DailyRoot(models.Model):
    """One day of a province under one signed root; days on which nothing was recorded have none.

    A day holds the events recorded up to its end (Vietnam's time) whose number is at most `sealed_through`,
    without those of an earlier root. So what was committed late stands in the next root, never in none.
    `leaves` are the hashes of the leaves one after the other: under the root they are as good as signed, and
    tell which event is missing. `first_number`, `last_number`, `open_from` only shorten the search.
    """

    province = models.ForeignKey(
        AdministrativeUnit, on_delete=models.PROTECT, related_name="+", verbose_name="tỉnh"
    )
    day = models.DateField("ngày")
    count = models.PositiveIntegerField("số sự kiện")
    root = models.CharField("gốc", max_length=64)
    previous = models.CharField("gốc trước", max_length=64)
    signature = models.CharField("chữ ký", max_length=128)
    public_key = models.CharField("khóa công khai", max_length=64)
    leaves = models.BinaryField("dấu của từng sự kiện")
    first_number = models.BigIntegerField("sự kiện đầu")
    last_number = models.BigIntegerField("sự kiện cuối")
    sealed_through = models.BigIntegerField("chốt đến sự kiện")
    open_from = models.BigIntegerField("chưa chốt từ sự kiện")
    made_at = models.DateTimeField("chốt lúc")

    class Meta:
        verbose_name = "dấu chứng ngày"
        constraints = [
            models.UniqueConstraint(fields=["province", "day"], name="day_sealed_once"),
            models.CheckConstraint(condition=Q(count__gt=0), name="sealed_day_has_events"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} · {self.root[:12]}"

    @property
    def access_province_id(self) -> int | None:
        return self.province_id

    @property
    def fingerprint(self) -> str:
        return day_roots.fingerprint(self.public_key)

    @property
    def ends(self) -> datetime:
        """The first moment after the day."""
        return datetime.combine(self.day + timedelta(days=1), time(), ZoneInfo(settings.TIME_ZONE))

    @property
    def hashes(self) -> list[bytes]:
        """The hashes of the leaves, in order."""
        whole = bytes(self.leaves)
        return [whole[start : start + WIDTH] for start in range(0, len(whole), WIDTH)]


class EvidenceCheck(models.Model):
    """All sealed days of a province read again and compared: how it ended."""

    province = models.ForeignKey(
        AdministrativeUnit, on_delete=models.PROTECT, related_name="+", verbose_name="tỉnh"
    )
    checked_at = models.DateTimeField("kiểm tra lúc")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="người kiểm tra",
    )
    day_count = models.PositiveIntegerField("số ngày")
    event_count = models.PositiveIntegerField("số sự kiện")
    open_count = models.PositiveIntegerField("chưa chốt")
    bad_day = models.DateField("ngày sai đầu tiên", null=True)
    fault = models.TextField("điều sai", blank=True)

    class Meta:
        verbose_name = "lần kiểm tra dấu chứng"
        indexes = [models.Index(fields=["province", "-checked_at"], name="latest_evidence_check")]

    def __str__(self) -> str:
        return f"{self.checked_at:%d/%m/%Y} · {self.fault or 'nguyên vẹn'}"

    @property
    def access_province_id(self) -> int | None:
        return self.province_id

    @property
    def ok(self) -> bool:
        return not self.fault
