"""Work done after the answer: a row the page polls."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Job(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", "Đang chờ"
        RUNNING = "running", "Đang chạy"
        DONE = "done", "Xong"
        FAILED = "failed", "Không xong"

    kind = models.CharField("loại việc", max_length=60)
    title = models.CharField("việc", max_length=300)
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.WAITING)
    payload = models.JSONField("đầu vào", default=dict)
    progress_pct = models.PositiveSmallIntegerField("tiến độ (%)", default=0)
    message = models.CharField("đang làm", max_length=400, blank=True)
    result_url = models.CharField("xem kết quả", max_length=300, blank=True)
    province_id = models.BigIntegerField("tỉnh", null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("tạo lúc")
    finished_at = models.DateTimeField("xong lúc", null=True)

    class Meta:
        verbose_name = "việc nền"
        constraints = [
            models.CheckConstraint(condition=models.Q(progress_pct__lte=100), name="job_progress_up_to_100")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED}
