"""Whose software may speak, and who records for whom."""

from __future__ import annotations

import hashlib
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from nscl.apps.reference.models import AdministrativeUnit
from nscl.apps.registry.models import Organisation


class ApiClient(models.Model):
    """A program of one organisation, known by its key; only the key's hash is kept."""

    class Scope(models.TextChoices):
        CAPTURE = "capture", "Ghi sự kiện"
        QUERY = "query", "Tra cứu"
        SUBSCRIBE = "subscribe", "Đăng ký nhận tin"

    name = models.CharField("tên phần mềm", max_length=120)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="api_clients", verbose_name="tổ chức"
    )
    province = models.ForeignKey(
        AdministrativeUnit, on_delete=models.PROTECT, related_name="+", verbose_name="tỉnh"
    )
    scopes = models.JSONField("được làm", default=list)
    key_hash = models.CharField("mã băm của khóa", max_length=64, unique=True)
    key_hint = models.CharField("đầu khóa", max_length=12)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="người cấp",
    )
    created_at = models.DateTimeField("cấp lúc")
    revoked_at = models.DateTimeField("thu hồi lúc", null=True)

    class Meta:
        verbose_name = "phần mềm kết nối"

    def __str__(self) -> str:
        return f"{self.name} · {self.key_hint}…"

    @property
    def access_province_id(self) -> int | None:
        return self.province_id

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None

    def may(self, scope: str) -> bool:
        return not self.is_revoked and scope in self.scopes

    @staticmethod
    def hash_of(key: str) -> str:
        """Keys are long and random, so one round of SHA-256 keeps them."""
        return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


class EntrustmentQuerySet(models.QuerySet["Entrustment"]):
    def in_force(self, on: date) -> EntrustmentQuerySet:
        return self.filter(valid_from__lte=on).filter(Q(valid_to=None) | Q(valid_to__gte=on))


class Entrustment(models.Model):
    """The giver lets the keeper record events about the giver's goods, between two dates."""

    giver = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="entrusted_to", verbose_name="bên ủy thác"
    )
    keeper = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="entrusted_by", verbose_name="bên ghi thay"
    )
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    document = models.CharField("văn bản ủy thác", max_length=200, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="người ghi",
    )
    created_at = models.DateTimeField("ghi lúc")

    objects = EntrustmentQuerySet.as_manager()

    class Meta:
        verbose_name = "ủy thác ghi sự kiện"
        constraints = [
            models.CheckConstraint(condition=~Q(giver=F("keeper")), name="not_entrusted_to_itself"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="entrustment_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.keeper}"

    @property
    def access_province_id(self) -> int | None:
        return self.giver.province_id
