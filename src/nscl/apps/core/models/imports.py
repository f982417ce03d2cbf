"""Where a file waits between upload and register: its batch, its rows, and layouts kept for next time."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from nscl.apps.core.models.files import StoredFile
from nscl.apps.core.models.jobs import Job


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def seen_by(self, scope: frozenset[int] | None) -> ImportBatchQuerySet:
        """Batches of the provinces in a scope; None is the whole country."""
        return self if scope is None else self.filter(province_id__in=scope)


class ImportBatch(models.Model):
    """One file on its way into one register; `core.imports.flow` says which states follow which.

    `reading` holds what the file is (sheets, head, notes), `columns` what each column was taken for,
    `acting` as whom the person acted, so that the background work acts as the same. The bytes behind `file`
    are sealed (`core.imports.secrets`), `file_mark` finds the same bytes again; `register_mark` tells whether
    the register was changed since the check.
    """

    spec = models.CharField("loại nhập", max_length=80)
    filename = models.CharField("tên tệp", max_length=255)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    file_mark = models.CharField("dấu của tệp", max_length=64, default="", db_index=True)
    state = models.CharField("trạng thái", max_length=12, default="uploaded")
    province_id = models.BigIntegerField("tỉnh", null=True)
    reading = models.JSONField("cách đọc tệp", default=dict)
    columns = models.JSONField("các cột", default=list)
    fill_merged = models.BooleanField("điền ô gộp", default=True)
    mode = models.CharField(
        "cách nhập",
        max_length=10,
        blank=True,
        choices=[("good", "Chỉ các dòng tốt"), ("all", "Tất cả hoặc không dòng nào")],
    )
    counts = models.JSONField("số dòng", default=dict)
    register_mark = models.CharField("dấu của sổ khi kiểm tra", max_length=120, blank=True, default="")
    acting = models.JSONField("tư cách", default=dict)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("tải lên lúc")
    checked_at = models.DateTimeField("kiểm tra lúc", null=True)
    done_at = models.DateTimeField("nhập xong lúc", null=True)
    taken_back_at = models.DateTimeField("rút lại lúc", null=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "lần nhập từ tệp"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["province_id", "-created_at"], name="import_batches_of_province")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "uploaded",
                        "mapped",
                        "checked",
                        "confirmed",
                        "done",
                        "taken_back",
                        "dropped",
                    ]
                ),
                name="import_batch_state_known",
            )
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def access_province_id(self) -> int | None:
        return self.province_id


class ImportRow(models.Model):
    """One row of the file as checked; `decision` is the word on a doubtful one: new, skip, is:<key>.

    Personal codes among `values`, `differences` and `doubts` are sealed.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    row_no = models.PositiveIntegerField("dòng")
    status = models.CharField("kết quả", max_length=8)
    values: Any = models.JSONField("giá trị", default=dict)
    problems = models.JSONField("vấn đề", default=list)
    differences = models.JSONField("khác biệt", default=list)
    doubts = models.JSONField("nghi trùng", default=list)
    decision = models.CharField("quyết định", max_length=24, blank=True)
    record_id = models.BigIntegerField("hồ sơ", null=True)
    revision = models.PositiveIntegerField("lần sửa của hồ sơ", null=True)
    is_loaded = models.BooleanField("đã nhập", default=False)

    class Meta:
        verbose_name = "dòng của tệp"
        ordering = ["batch", "row_no"]
        indexes = [models.Index(fields=["batch", "status", "row_no"], name="import_rows_by_status")]
        constraints = [models.UniqueConstraint(fields=["batch", "row_no"], name="import_row_once")]

    def __str__(self) -> str:
        return f"{self.batch} · {self.row_no}"


class ImportMapping(models.Model):
    """What the columns of a layout were confirmed to be: offered when the same head comes again."""

    spec = models.CharField("loại nhập", max_length=80)
    fingerprint = models.CharField("dấu của tiêu đề", max_length=64)
    province_id = models.BigIntegerField("tỉnh", null=True)
    columns = models.JSONField("các cột", default=dict)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField("lưu lúc")

    class Meta:
        verbose_name = "cách ghép cột"
        constraints = [
            models.UniqueConstraint(
                fields=["spec", "fingerprint", "province_id"],
                condition=~Q(province_id=None),
                name="import_mapping_once_in_a_province",
            ),
            models.UniqueConstraint(
                fields=["spec", "fingerprint"],
                condition=Q(province_id=None),
                name="import_mapping_once_without_province",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.spec} · {self.fingerprint[:8]}"
