"""Questions kept under a name, who is told of what answers them, and what is on its way to whom."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from nscl.apps.core.sealing import Seals
from nscl.apps.reference.models import AdministrativeUnit
from nscl.apps.registry.models import Organisation
from nscl.apps.traceability.flow_subscriptions import DELIVERY_FLOW, SUBSCRIPTION_FLOW
from nscl.apps.traceability.models.clients import ApiClient

SEALS = Seals(b"traceability.webhooks")
MOST_EVENTS = 100  # in one delivery, until the receiver asks for fewer


class NamedQueryQuerySet(models.QuerySet["NamedQuery"]):
    def kept(self) -> NamedQueryQuerySet:
        """Those not dropped; a dropped name is free again."""
        return self.filter(dropped_at=None)

    def of(self, *, province_id: int, organisation_id: int | None) -> NamedQueryQuerySet:
        """The names of one organisation, or the province's own."""
        return self.kept().filter(province_id=province_id, organisation_id=organisation_id)


class NamedQuery(models.Model):
    """An EPCIS query under a name; names are those of one organisation, or of the province itself."""

    name = models.CharField("tên", max_length=100)
    query = models.JSONField("truy vấn")
    province = models.ForeignKey(
        AdministrativeUnit, on_delete=models.PROTECT, related_name="+", verbose_name="tỉnh"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="tổ chức"
    )
    client = models.ForeignKey(
        ApiClient, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="phần mềm"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="người lập",
    )
    created_at = models.DateTimeField("lập lúc")
    dropped_at = models.DateTimeField("bỏ lúc", null=True)

    objects = NamedQueryQuerySet.as_manager()

    class Meta:
        verbose_name = "truy vấn có tên"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                condition=Q(dropped_at=None, organisation__isnull=False),
                name="query_name_once_an_organisation",
            ),
            models.UniqueConstraint(
                fields=["province", "name"],
                condition=Q(dropped_at=None, organisation=None),
                name="query_name_once_a_province",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def access_province_id(self) -> int | None:
        return self.province_id


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def seen_by(self, scope: frozenset[int] | None) -> SubscriptionQuerySet:
        return self if scope is None else self.filter(province_id__in=scope)

    def lasting(self) -> SubscriptionQuerySet:
        """Those not ended, suspended ones included."""
        return self.exclude(state="ended")


class Subscription(models.Model):
    """Who is told, where and when, of the events that answer a query.

    Events are numbered as they are captured: all up to `position` have been looked at; those up to `until`
    are being looked at. `secret` is sealed; empty: what is sent bears no signature.
    """

    class EpcFormat(models.TextChoices):
        LINK = "dl", "Digital Link"
        URN = "urn", "EPC URN"
        AS_GIVEN = "as_given", "Như đã ghi"

    uuid = models.UUIDField("mã đăng ký", default=uuid.uuid4, unique=True, editable=False)
    query = models.ForeignKey(
        NamedQuery, on_delete=models.PROTECT, related_name="subscriptions", verbose_name="truy vấn"
    )
    province = models.ForeignKey(
        AdministrativeUnit, on_delete=models.PROTECT, related_name="+", verbose_name="tỉnh"
    )
    client = models.ForeignKey(
        ApiClient, on_delete=models.PROTECT, null=True, related_name="subscriptions", verbose_name="phần mềm"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="người lập",
    )
    destination = models.TextField("địa chỉ nhận")
    secret = models.BinaryField("khóa ký", default=bytes)
    schedule = models.JSONField("lịch", null=True)
    report_if_empty = models.BooleanField("gửi cả khi không có sự kiện", default=False)
    initial_record_time = models.DateTimeField("kể từ")
    epc_format = models.CharField("cách viết mã", max_length=8, choices=EpcFormat, default=EpcFormat.LINK)
    position = models.BigIntegerField("đã xem đến sự kiện số")
    until = models.BigIntegerField("đang xem đến sự kiện số")
    next_run_at = models.DateTimeField("lần chạy kế tiếp", null=True)
    most_events = models.PositiveIntegerField("số sự kiện mỗi lần gửi", default=MOST_EVENTS)
    state = models.CharField("trạng thái", max_length=9, choices=SUBSCRIPTION_FLOW.choices, default="active")
    trouble = models.CharField("vì sao tạm dừng", max_length=300, blank=True)
    last_notified_at = models.DateTimeField("gửi được lần cuối", null=True)
    created_at = models.DateTimeField("lập lúc")
    ended_at = models.DateTimeField("chấm dứt lúc", null=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = "đăng ký nhận tin"
        constraints = [
            models.CheckConstraint(
                condition=Q(schedule__isnull=True) | Q(next_run_at__isnull=False) | ~Q(state="active"),
                name="schedule_knows_its_next_run",
            ),
            models.CheckConstraint(condition=Q(until__gte=F("position")), name="looked_at_in_order"),
            models.CheckConstraint(condition=Q(most_events__gte=1), name="delivery_holds_an_event"),
        ]
        indexes = [
            models.Index(fields=["next_run_at"], name="subscription_due", condition=Q(state="active")),
        ]

    def __str__(self) -> str:
        return f"{self.query.name} → {self.shown_destination}"

    @property
    def shown_destination(self) -> str:
        """The address without its query, where receivers put keys of theirs."""
        address, mark, _query = self.destination.partition("?")
        return f"{address}{mark and '?…'}"

    @property
    def access_province_id(self) -> int | None:
        return self.province_id

    @property
    def is_stream(self) -> bool:
        return self.schedule is None

    @property
    def token(self) -> str:
        """The subscriber's own secret, opened; empty when it gave none."""
        return SEALS.open(self.secret).decode() if self.secret else ""

    @staticmethod
    def sealed(token: str) -> bytes:
        return SEALS.seal(token.encode()) if token else b""


class Delivery(models.Model):
    """One document on its way, from the outbox: told again with the same number until it is taken.

    `after` and `upto` are the numbers of events between which it looked; `body` is what is sent, kept until
    it is taken. A subscription has one delivery on its way at a time, so that nothing overtakes.
    """

    uuid = models.UUIDField("mã lần gửi", default=uuid.uuid4, unique=True, editable=False)
    subscription = models.ForeignKey(
        Subscription, on_delete=models.PROTECT, related_name="deliveries", verbose_name="đăng ký"
    )
    after = models.BigIntegerField("sau sự kiện số")
    upto = models.BigIntegerField("đến sự kiện số")
    event_count = models.PositiveIntegerField("số sự kiện")
    body = models.TextField("nội dung", blank=True)
    state = models.CharField("trạng thái", max_length=9, choices=DELIVERY_FLOW.choices, default="waiting")
    tries = models.PositiveIntegerField("số lần thử", default=0)
    next_try_at = models.DateTimeField("thử lại lúc")
    last_status = models.PositiveSmallIntegerField("mã trả lời", null=True)
    last_error = models.CharField("lỗi lần cuối", max_length=300, blank=True)
    created_at = models.DateTimeField("lập lúc")
    delivered_at = models.DateTimeField("gửi được lúc", null=True)

    class Meta:
        verbose_name = "lần gửi tin"
        constraints = [
            models.UniqueConstraint(
                fields=["subscription"], condition=Q(state="waiting"), name="one_delivery_on_its_way"
            ),
            models.CheckConstraint(
                condition=~Q(state="delivered") | Q(delivered_at__isnull=False), name="delivered_when"
            ),
        ]
        indexes = [models.Index(fields=["next_try_at"], name="delivery_due", condition=Q(state="waiting"))]

    def __str__(self) -> str:
        return f"{self.subscription.query.name} · {str(self.uuid)[:8]}"

    @property
    def access_province_id(self) -> int | None:
        return self.subscription.province_id
