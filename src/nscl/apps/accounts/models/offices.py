"""Offices with their dates and succession, who works for them, and who stands in for whom."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from nscl.apps.core.access import ROLE_LABELS
from nscl.apps.reference.models import AdministrativeUnit

ROLE_CHOICES = [(role.value, label) for role, label in ROLE_LABELS.items()]


class OfficeQuerySet(models.QuerySet["Office"]):
    def in_force(self, on: date) -> OfficeQuerySet:
        """Offices that exist on a date."""
        return self.filter(valid_from__lte=on).filter(Q(valid_to=None) | Q(valid_to__gte=on))


class Office(models.Model):
    """An agency as it was between two dates.

    `function` is the standing duty it carries (science, finance, industry_trade, …): plans give
    duties to a function, and the office that carries it on a date answers for it.
    """

    class Kind(models.TextChoices):
        PROVINCE_DEPARTMENT = "province_department", "Sở, ban, ngành tỉnh"
        PEOPLES_COMMITTEE = "peoples_committee", "Ủy ban nhân dân tỉnh"
        AGENCY = "agency", "Cơ quan, tổ chức khác"
        COMMUNE = "commune", "Ủy ban nhân dân cấp xã"
        MINISTRY = "ministry", "Bộ, cơ quan trung ương"
        ENTERPRISE = "enterprise", "Doanh nghiệp, hợp tác xã"
        BODY = "body", "Tổ chức đánh giá sự phù hợp"

    name = models.CharField("tên cơ quan", max_length=250)
    short_name = models.CharField("tên viết tắt", max_length=80, blank=True)
    kind = models.CharField("loại", max_length=20, choices=Kind)
    functions = models.JSONField("chức năng", default=list, blank=True)
    province = models.ForeignKey(
        AdministrativeUnit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="offices",
        verbose_name="tỉnh",
    )
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name="kế thừa",
    )

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = "cơ quan"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="office_dates_in_order"
            ),
            models.UniqueConstraint(fields=["name", "province", "valid_from"], name="office_once_per_date"),
            models.UniqueConstraint(
                fields=["name", "valid_from"],
                condition=Q(province=None),
                name="national_office_once_per_date",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def access_province_id(self) -> int | None:
        return self.province_id


class Membership(models.Model):
    """A person's role in an office between two dates."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField("vai trò", max_length=20, choices=ROLE_CHOICES)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    class Meta:
        verbose_name = "vai trò trong cơ quan"
        constraints = [
            models.UniqueConstraint(fields=["user", "office", "role", "valid_from"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="membership_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.office}"

    def holds_on(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


class Delegation(models.Model):
    """One member lets another person act in their place for a time; both names go on record."""

    delegator = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="delegations")
    delegate = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="delegated")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày")
    reason = models.CharField("lý do", max_length=300)
    document = models.CharField("văn bản ủy quyền", max_length=120, blank=True)
    revoked_at = models.DateTimeField("thu hồi lúc", null=True, blank=True)

    class Meta:
        verbose_name = "ủy quyền"
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="delegation_dates_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.delegator.user} → {self.delegate}"

    @property
    def access_province_id(self) -> int | None:
        return self.delegator.office.province_id

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None

    def holds_on(self, on: date) -> bool:
        return self.revoked_at is None and self.valid_from <= on <= self.valid_to
