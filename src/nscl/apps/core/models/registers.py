"""What people keep beside the records of a register: their filters, files, and the bulk deeds they did."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from nscl.apps.core.models.files import StoredFile


class SavedFilter(models.Model):
    """A person's own name for a query of one register; nobody else sees it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    register = models.CharField("sổ", max_length=80)
    name = models.CharField("tên bộ lọc", max_length=80)
    query = models.CharField("bộ lọc", max_length=2000)
    saved_at = models.DateTimeField("lưu lúc")

    class Meta:
        verbose_name = "bộ lọc đã lưu"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "register", "name"], name="saved_filter_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def on(self, record: models.Model) -> AttachmentQuerySet:
        """Files that hang on a record now, the newest first."""
        return self.filter(
            object_type=record._meta.label_lower, object_id=str(record.pk), removed_at=None
        ).order_by("-added_at", "-pk")


class Attachment(models.Model):
    """A file on a record of any register. Taking it off keeps the row and the bytes: the audit names them."""

    object_type = models.CharField("loại hồ sơ", max_length=80)
    object_id = models.CharField("mã hồ sơ", max_length=40)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    title = models.CharField("tên tài liệu", max_length=200)
    name = models.CharField("tên tệp", max_length=255)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField("đính kèm lúc")
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    removed_at = models.DateTimeField("gỡ lúc", null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp đính kèm"
        indexes = [models.Index(fields=["object_type", "object_id"], name="attachment_of_record")]
        constraints = [
            models.UniqueConstraint(
                fields=["object_type", "object_id", "file"],
                condition=Q(removed_at=None),
                name="file_once_on_a_record",
            )
        ]

    def __str__(self) -> str:
        return self.title


class BulkRun(models.Model):
    """A bulk deed that was done: on which records, and what stood there before, so that it can be undone.

    `was` holds, by record, the fields the deed changed with their old values; `left` the revision it left
    behind: a record that somebody changed afterwards stops the undoing.
    """

    register = models.CharField("sổ", max_length=80)
    name = models.CharField("việc", max_length=80)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField("làm lúc")
    count = models.PositiveIntegerField("số hồ sơ đã đổi")
    sent = models.TextField("nội dung đã gửi", blank=True)
    was = models.JSONField("trước đó", default=dict)
    left = models.JSONField("lần sửa để lại", default=dict)
    undone_at = models.DateTimeField("hoàn tác lúc", null=True, blank=True)

    class Meta:
        verbose_name = "việc hàng loạt"
        indexes = [models.Index(fields=["done_by", "register", "-done_at"], name="bulk_runs_of_person")]

    def __str__(self) -> str:
        return f"{self.name} · {self.count}"
