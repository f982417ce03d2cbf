"""What offices report on the tasks given to them."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from nscl.apps.programme.models import PlanTask


class TaskReport(models.Model):
    """One report on a task for a year; append-only, the newest says where the task stands."""

    class Status(models.TextChoices):
        NOT_STARTED = "not_started", "Chưa thực hiện"
        ONGOING = "ongoing", "Đang thực hiện"
        DONE = "done", "Đã hoàn thành"

    task = models.ForeignKey(PlanTask, on_delete=models.PROTECT, related_name="reports")
    year = models.PositiveSmallIntegerField("năm")
    status = models.CharField("tình hình", max_length=12, choices=Status)
    content = models.TextField("kết quả")
    obstacles = models.TextField("khó khăn, kiến nghị", blank=True)
    reported_for = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField("báo cáo lúc")

    class Meta:
        verbose_name = "báo cáo nhiệm vụ"
        ordering = ["task", "-year", "-pk"]

    def __str__(self) -> str:
        return f"{self.task} · {self.year}"

    @property
    def access_province_id(self) -> int | None:
        return self.task.access_province_id
