"""What an organisation answered: a draft while it writes, frozen once sent, corrected only by a new one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from nscl.apps.assessment.models.surveys import Invitation
from nscl.apps.core.models import StoredFile


class Response(models.Model):
    """One filled questionnaire. `answers` are values by question as `nscl.policy.questionnaires` reads them.

    `revision` grows with each save, so that two phones do not overwrite each other. `submission_key` is
    chosen by the sender: the same answer sent twice over a weak line is one answer with one receipt.
    """

    class Channel(models.TextChoices):
        WEB = "web", "Trả lời trên mạng"
        EXCEL = "excel", "Phiếu Excel"
        PAPER = "paper", "Phiếu giấy"

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="responses")
    number = models.PositiveIntegerField("lần")
    state = models.CharField("trạng thái", max_length=10, default="draft")
    channel = models.CharField("cách trả lời", max_length=6, choices=Channel, default=Channel.WEB)
    answers: Any = models.JSONField("câu trả lời", default=dict)
    revision = models.PositiveIntegerField("lần lưu", default=0)
    respondent_name = models.CharField("người trả lời", max_length=120, blank=True)
    respondent_title = models.CharField("chức danh", max_length=120, blank=True)
    respondent_phone = models.CharField("điện thoại", max_length=20, blank=True)
    started_at = models.DateTimeField("bắt đầu lúc")
    saved_at = models.DateTimeField("lưu lúc")
    submitted_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    submission_key = models.CharField("mã lần gửi", max_length=64, blank=True)
    receipt = models.CharField("mã biên nhận", max_length=20, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người nhập hộ",
    )
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tệp gốc"
    )
    supersedes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    reason = models.CharField("lý do đính chính", max_length=300, blank=True)

    class Meta:
        verbose_name = "phiếu trả lời"
        ordering = ["invitation", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["invitation", "number"], name="response_number_once"),
            models.UniqueConstraint(
                fields=["invitation"], condition=Q(state="draft"), name="one_draft_response"
            ),
            models.UniqueConstraint(
                fields=["invitation"], condition=Q(state="submitted"), name="one_response_that_counts"
            ),
            models.UniqueConstraint(fields=["receipt"], condition=~Q(receipt=""), name="survey_receipt_once"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted", "superseded", "dropped"]),
                name="response_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "dropped"])
                | (Q(submitted_at__isnull=False) & ~Q(receipt="")),
                name="sent_response_has_its_receipt",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invitation} · lần {self.number}"

    @property
    def access_province_id(self) -> int | None:
        return self.invitation.survey.province_id
