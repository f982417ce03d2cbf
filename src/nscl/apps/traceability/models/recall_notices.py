"""What a recall asks its holders and what they answer: answers are added, never changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from nscl.apps.traceability.models.clients import ApiClient
from nscl.apps.traceability.models.recalls import RecallHolder


class RecallNotice(models.Model):
    """One holder told of one recall. `serial` grows when its link is renewed: older links end.

    `sent_at` the e-mail left · `letter_at` the letter was printed · `read_at` the link or the API showed it ·
    `acknowledged_at` the holder said that it knows.
    """

    class Channel(models.TextChoices):
        LINK = "link", "Trang trả lời"
        API = "api", "Phần mềm kết nối"
        OFFICER = "officer", "Cán bộ ghi (điện thoại, giấy)"

    holder = models.OneToOneField(
        RecallHolder, on_delete=models.PROTECT, related_name="notice", verbose_name="nơi giữ hàng"
    )
    email = models.EmailField("thư điện tử", blank=True)
    serial = models.PositiveIntegerField("lần cấp liên kết", default=0)
    created_at = models.DateTimeField("lập lúc")
    due_on = models.DateField("hạn trả lời")
    sent_at = models.DateTimeField("gửi thư điện tử lúc", null=True, blank=True)
    letter_at = models.DateTimeField("in thư lúc", null=True, blank=True)
    read_at = models.DateTimeField("đã xem lúc", null=True, blank=True)
    acknowledged_at = models.DateTimeField("xác nhận lúc", null=True, blank=True)
    acknowledged_by = models.CharField("người xác nhận", max_length=120, blank=True)
    acknowledged_via = models.CharField("cách xác nhận", max_length=7, choices=Channel, blank=True)
    answered_at = models.DateTimeField("trả lời lần cuối lúc", null=True, blank=True)
    reminders = models.PositiveSmallIntegerField("số lần nhắc", default=0)
    reminded_at = models.DateTimeField("nhắc lần cuối lúc", null=True, blank=True)

    class Meta:
        verbose_name = "thông báo thu hồi"
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(acknowledged_at__isnull=False),
                name="answered_notice_is_acknowledged",
            )
        ]

    def __str__(self) -> str:
        return f"{self.holder.case.code} · {self.holder}"

    @property
    def access_province_id(self) -> int | None:
        return self.holder.case.province_id


class RecallMail(models.Model):
    """A letter by e-mail: written with the deed, sent by the worker, tried again where it failed."""

    class Kind(models.TextChoices):
        NOTICE = "notice", "Thông báo"
        REMINDER = "reminder", "Thư nhắc"

    notice = models.ForeignKey(RecallNotice, on_delete=models.PROTECT, related_name="mails")
    kind = models.CharField("loại", max_length=8, choices=Kind)
    to = models.EmailField("gửi đến")
    subject = models.CharField("tiêu đề", max_length=250)
    body = models.TextField("nội dung")
    queued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    queued_at = models.DateTimeField("xếp hàng lúc")
    tries = models.PositiveSmallIntegerField("số lần thử", default=0)
    sent_at = models.DateTimeField("đã gửi lúc", null=True, blank=True)
    error = models.CharField("lỗi", max_length=300, blank=True)

    class Meta:
        verbose_name = "thư điện tử thu hồi"
        ordering = ["queued_at", "pk"]
        indexes = [models.Index(fields=["sent_at", "queued_at"], name="recall_mails_to_send")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.to}"

    @property
    def access_province_id(self) -> int | None:
        return self.notice.holder.case.province_id


class RecallRecovery(models.Model):
    """What a holder told of one item at a moment; the newest row of an item counts, the others stay.

    `held` and `sold` are what it had in stock and had sold or passed on when it was told of the recall;
    `recovered` what of both is locked up by now, `destroyed` what of that is destroyed. Empty is not zero.
    """

    notice = models.ForeignKey(RecallNotice, on_delete=models.PROTECT, related_name="recoveries")
    code = models.TextField("mã hàng")
    unit = models.CharField("đơn vị", max_length=3, blank=True)
    held = models.DecimalField("còn giữ", max_digits=20, decimal_places=4, null=True)
    sold = models.DecimalField("đã bán, đã chuyển", max_digits=20, decimal_places=4, null=True)
    recovered = models.DecimalField("đã thu hồi, cách ly", max_digits=20, decimal_places=4, null=True)
    destroyed = models.DecimalField("đã tiêu hủy", max_digits=20, decimal_places=4, null=True)
    note = models.CharField("ghi chú", max_length=500, blank=True)
    as_of = models.DateField("tính đến ngày")
    told_at = models.DateTimeField("ghi lúc")
    told_by = models.CharField("người báo", max_length=120, blank=True)
    via = models.CharField("cách báo", max_length=7, choices=RecallNotice.Channel)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="cán bộ ghi",
    )
    client = models.ForeignKey(
        ApiClient, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="phần mềm"
    )

    class Meta:
        verbose_name = "số liệu thu hồi"
        ordering = ["told_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(held=None) | Q(held__gte=0))
                & (Q(sold=None) | Q(sold__gte=0))
                & (Q(recovered=None) | Q(recovered__gte=0))
                & (Q(destroyed=None) | Q(destroyed__gte=0)),
                name="recovery_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(destroyed=None) | Q(recovered__isnull=False, recovered__gte=F("destroyed")),
                name="destroyed_was_recovered",
            ),
        ]
        indexes = [models.Index(fields=["notice", "code"], name="recoveries_of_item")]

    def __str__(self) -> str:
        return f"{self.notice} · {self.code}"

    @property
    def access_province_id(self) -> int | None:
        return self.notice.holder.case.province_id
