"""A capture as it was asked for and how it ended."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from nscl.apps.reference.models import AdministrativeUnit
from nscl.apps.registry.models import Organisation
from nscl.apps.traceability.models.clients import ApiClient


class CaptureJob(models.Model):
    """One document handed over: by whom, for which organisation, what was stored and what was refused.

    `context` is the document's `@context`, without which the names in its events cannot be read. A row is
    written with every capture, and each key and condition of the database costs it: the counts are checked
    at once, the province is that of the organisation, and nobody looks captures up by their user.
    """

    class Behaviour(models.TextChoices):
        ROLLBACK = "rollback", "Sai một, bỏ tất cả"
        PROCEED = "proceed", "Nhận sự kiện đúng, báo sự kiện sai"

    class State(models.TextChoices):
        WAITING = "waiting", "Đang chờ"
        RUNNING = "running", "Đang ghi"
        DONE = "done", "Đã ghi"
        PARTLY = "partly", "Ghi một phần"
        FAILED = "failed", "Không ghi"

    uuid = models.UUIDField("mã lần ghi", default=uuid.uuid4, unique=True, editable=False)
    client = models.ForeignKey(
        ApiClient, on_delete=models.PROTECT, null=True, related_name="jobs", verbose_name="phần mềm"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="người ghi",
        db_index=False,
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="capture_jobs", verbose_name="tổ chức"
    )
    province = models.ForeignKey(
        AdministrativeUnit,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="tỉnh",
        db_constraint=False,
    )
    behaviour = models.CharField(
        "cách xử lý lỗi", max_length=8, choices=Behaviour, default=Behaviour.ROLLBACK
    )
    state = models.CharField("trạng thái", max_length=7, choices=State, default=State.WAITING)
    event_count = models.IntegerField("số sự kiện", default=0)
    stored_count = models.IntegerField("đã ghi", default=0)
    replayed_count = models.IntegerField("đã có từ trước", default=0)
    refused_count = models.IntegerField("bị từ chối", default=0)
    errors = models.JSONField("lỗi", default=list)
    context = models.JSONField("ngữ cảnh của tài liệu", default=list)
    created_at = models.DateTimeField("nhận lúc")
    finished_at = models.DateTimeField("xong lúc", null=True)

    class Meta:
        verbose_name = "lần ghi sự kiện"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    event_count__gte=0, stored_count__gte=0, replayed_count__gte=0, refused_count__gte=0
                )
                & (~Q(state="failed") | Q(stored_count=0)),
                name="capture_counts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.uuid} · {self.get_state_display()}"

    @property
    def access_province_id(self) -> int | None:
        return self.province_id

    @property
    def is_over(self) -> bool:
        return self.finished_at is not None


class CaptureBody(models.Model):
    """The document of a capture that waits for the worker; dropped in the transaction that ends the capture.

    `may_make` and `strict` are as they were when it was handed over. `attempts` counts how often a worker
    began; a document that ends its worker each time is not tried for ever.
    """

    job = models.OneToOneField(
        CaptureJob, primary_key=True, on_delete=models.CASCADE, related_name="body", verbose_name="lần ghi"
    )
    packed = models.BinaryField("tài liệu, nén zlib")
    content_type = models.CharField("loại nội dung", max_length=100, blank=True)
    may_make = models.JSONField("được ghi hàng của", default=list)
    strict = models.JSONField("điều nghi ngờ bị từ chối", default=list)
    attempts = models.PositiveSmallIntegerField("số lần bắt đầu", default=0)
    taken_at = models.DateTimeField("bắt đầu lúc", null=True)

    class Meta:
        verbose_name = "tài liệu chờ ghi"

    def __str__(self) -> str:
        return str(self.job)
