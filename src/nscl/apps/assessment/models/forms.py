"""Excel forms that came back: a load of files, each with what was read, waiting for the officer's yes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from nscl.apps.assessment.models.responses import Response
from nscl.apps.assessment.models.surveys import Invitation, Survey
from nscl.apps.core.models import Job, StoredFile


class FormLoad(models.Model):
    """Files handed in at once. Nothing of them counts before it is confirmed.

    `acting` is as whom the person acted, so that the background work acts as the same.
    """

    class State(models.TextChoices):
        READING = "reading", "Đang đọc"
        READ = "read", "Chờ xác nhận"
        LOADING = "loading", "Đang nạp"
        DONE = "done", "Đã nạp"
        DROPPED = "dropped", "Đã bỏ"

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="form_loads")
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.READING)
    acting = models.JSONField("tư cách", default=dict)
    reason = models.CharField("lý do đính chính", max_length=300, blank=True)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("nộp lúc")
    done_at = models.DateTimeField("nạp xong lúc", null=True, blank=True)

    class Meta:
        verbose_name = "lần nạp phiếu Excel"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["reading", "read", "loading", "done", "dropped"]),
                name="form_load_state_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.survey} · lần nạp {self.pk}"

    @property
    def access_province_id(self) -> int | None:
        return self.survey.province_id


class FormFile(models.Model):
    """One file of a load: whose form it is, what was read, what stands against it.

    `faults` are lists [cell, question, sentence, is_warning]; `response` is what it became.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Chưa đọc"
        READY = "ready", "Nạp được"
        FAULTY = "faulty", "Có câu trả lời sai"
        SAME = "same", "Trùng bản đã gửi"
        ANSWERED = "answered", "Đơn vị đã trả lời"
        TWICE = "twice", "Hai tệp của một đơn vị"
        OUTDATED = "outdated", "Sai bản câu hỏi"
        STRANGE = "strange", "Của cuộc khảo sát khác"
        CHANGED = "changed", "Phần nhận dạng bị sửa"
        NOT_A_FORM = "not_a_form", "Không phải phiếu"
        BROKEN = "broken", "Không mở được"
        LOADED = "loaded", "Đã nạp"
        REFUSED = "refused", "Không nạp được"

    load = models.ForeignKey(FormLoad, on_delete=models.CASCADE, related_name="files")
    number = models.PositiveIntegerField("số")
    name = models.CharField("tên tệp", max_length=255)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    state = models.CharField("kết quả", max_length=10, choices=State, default=State.WAITING)
    invitation = models.ForeignKey(
        Invitation, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="đơn vị"
    )
    answers: Any = models.JSONField("câu trả lời", default=dict)
    respondent: Any = models.JSONField("người trả lời", default=dict)
    faults: Any = models.JSONField("vấn đề", default=list)
    answered = models.PositiveIntegerField("số câu đã trả lời", default=0)
    asked = models.PositiveIntegerField("số câu phải hỏi", default=0)
    is_chosen = models.BooleanField("được chọn nạp", default=False)
    response = models.ForeignKey(Response, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "tệp phiếu Excel"
        ordering = ["load", "number"]
        indexes = [models.Index(fields=["load", "state", "number"], name="form_files_by_state")]
        constraints = [models.UniqueConstraint(fields=["load", "number"], name="form_file_number_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def access_province_id(self) -> int | None:
        return self.load.survey.province_id

    @property
    def can_load(self) -> bool:
        """Whether a person may choose it; an answered one replaces what was sent, with a reason."""
        return self.state in {self.State.READY, self.State.ANSWERED, self.State.TWICE}
