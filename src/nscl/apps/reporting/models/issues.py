"""A yearly report: its figures frozen with the rows behind them, then numbered and signed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from nscl.apps.core.models import StoredFile
from nscl.apps.programme.models import Plan, PlanVersion
from nscl.apps.reporting.flow import REPORT_FLOW


class ReportIssue(models.Model):
    """`snapshot` holds every figure, row and wording the documents print; `snapshot_hash` seals it.

    Documents are rendered from the snapshot alone, so an issued report renders the same for ever.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reports")
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("năm báo cáo")
    as_of = models.DateField("số liệu đến ngày")
    state = models.CharField("trạng thái", max_length=10, choices=REPORT_FLOW.choices, default="draft")
    snapshot = models.JSONField("số liệu đã chốt")
    snapshot_hash = models.CharField("mã băm số liệu", max_length=64)
    assessment = models.TextField("đánh giá chung", blank=True)
    proposals = models.TextField("kiến nghị", blank=True)
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True)
    signer_name = models.CharField("người ký", max_length=150, blank=True)
    signer_position = models.CharField("chức vụ người ký", max_length=150, blank=True)
    signing_mode = models.JSONField("hình thức ký", default=list)
    docx = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    xlsx = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("chốt số liệu lúc")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    issued_at = models.DateTimeField("ban hành lúc", null=True)

    class Meta:
        verbose_name = "báo cáo"
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "year"], condition=Q(state="issued"), name="one_issued_report_per_year"
            ),
            models.CheckConstraint(
                condition=~Q(state="issued")
                | (~Q(number="") & Q(issued_on__isnull=False) & ~Q(signer_name="")),
                name="issued_report_is_numbered_and_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"Báo cáo năm {self.year} · {self.plan}"

    @property
    def access_province_id(self) -> int | None:
        return self.plan.owner_id

    @property
    def access_drafter_id(self) -> int | None:
        return self.drafted_by_id
