"""A survey, whom it was sent to, what was mailed, and the figures frozen from it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from nscl.apps.assessment.models.questionnaires import QuestionnaireVersion
from nscl.apps.reference.models import AdministrativeUnit
from nscl.apps.registry.models import Organisation
from nscl.vietnamese import search_key, sort_key


class SurveyQuerySet(models.QuerySet["Survey"]):
    def seen_by(self, scope: frozenset[int] | None) -> SurveyQuerySet:
        """Surveys of the provinces in a scope; None is the whole country."""
        return self if scope is None else self.filter(province_id__in=scope)


class Survey(models.Model):
    """One round of asking: a questionnaire's version, a list of organisations, a time.

    `list_query` is the filter of the register of organisations the list was drawn with, `list_sentence` the
    same in words. `year` is the year the answers tell of.
    """

    province = models.ForeignKey(
        AdministrativeUnit, on_delete=models.PROTECT, related_name="+", verbose_name="tỉnh"
    )
    title = models.CharField("tên cuộc khảo sát", max_length=250)
    year = models.PositiveSmallIntegerField("năm")
    version = models.ForeignKey(
        QuestionnaireVersion, on_delete=models.PROTECT, related_name="surveys", verbose_name="bộ câu hỏi"
    )
    state = models.CharField("trạng thái", max_length=10, default="draft")
    opens_on = models.DateField("nhận trả lời từ ngày", null=True, blank=True)
    closes_on = models.DateField("đến hết ngày", null=True, blank=True)
    intro = models.TextField("lời ngỏ", blank=True)
    contact = models.CharField("đầu mối giải đáp", max_length=250, blank=True)
    basis = models.CharField("căn cứ", max_length=250, blank=True)
    list_query = models.CharField("bộ lọc", max_length=2000, blank=True)
    list_sentence = models.CharField("bộ lọc bằng lời", max_length=1000, blank=True)
    revision = models.PositiveIntegerField("lần sửa", default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField("lập lúc")
    opened_at = models.DateTimeField("mở lúc", null=True, blank=True)
    closed_at = models.DateTimeField("đóng lúc", null=True, blank=True)
    is_demo = models.BooleanField("dữ liệu minh họa", default=False)
    search_key = models.TextField("khóa tìm kiếm", editable=False, default="")
    sort_key = models.CharField("khóa sắp xếp", max_length=600, editable=False, default="")

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = "cuộc khảo sát"
        ordering = ["-year", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "open", "closed"]), name="survey_state_known"
            ),
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(closes_on=None) | Q(closes_on__gte=F("opens_on")),
                name="survey_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | (Q(opens_on__isnull=False) & Q(closes_on__isnull=False)),
                name="open_survey_has_its_dates",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key, self.sort_key = search_key(self.title), sort_key(self.title)[:600]
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_key", "sort_key"}
        super().save(*args, **kwargs)

    @property
    def access_province_id(self) -> int | None:
        return self.province_id


class Invitation(models.Model):
    """One organisation asked in one survey: the known file of each, so that who stays silent is seen.

    Sector, size and place are those of the register when the list was fixed, so that the response rate has
    the same strata above and below the line. `serial` grows when a link is renewed: older links end.
    """

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="invitations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    kind = models.CharField("loại", max_length=16, choices=Organisation.Kind, blank=True)
    sector = models.CharField("mã ngành", max_length=1, blank=True)
    sector_name = models.CharField("ngành", max_length=250, blank=True)
    size = models.CharField("quy mô", max_length=12, blank=True)
    place = models.CharField("xã, phường", max_length=120, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    serial = models.PositiveIntegerField("lần cấp liên kết", default=0)
    listed_at = models.DateTimeField("vào danh sách lúc")
    sent_at = models.DateTimeField("gửi thư lúc", null=True, blank=True)
    letter_at = models.DateTimeField("in thư lúc", null=True, blank=True)
    form_at = models.DateTimeField("xuất phiếu Excel lúc", null=True, blank=True)
    reminded_at = models.DateTimeField("nhắc lần cuối lúc", null=True, blank=True)
    reminders = models.PositiveSmallIntegerField("số lần nhắc", default=0)
    opened_at = models.DateTimeField("mở liên kết lúc", null=True, blank=True)
    declined_at = models.DateTimeField("từ chối lúc", null=True, blank=True)
    decline_reason = models.CharField("lý do không trả lời", max_length=300, blank=True)

    class Meta:
        verbose_name = "đơn vị được mời trả lời"
        ordering = ["survey", "organisation__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "organisation"], name="organisation_asked_once_in_a_survey"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.survey}"

    @property
    def access_province_id(self) -> int | None:
        return self.survey.province_id


class SurveyMail(models.Model):
    """A letter by e-mail: written with the deed, sent by the worker, tried again where it failed."""

    class Kind(models.TextChoices):
        INVITATION = "invitation", "Thư mời"
        REMINDER = "reminder", "Thư nhắc"

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="mails")
    kind = models.CharField("loại", max_length=12, choices=Kind)
    to = models.EmailField("gửi đến")
    subject = models.CharField("tiêu đề", max_length=250)
    body = models.TextField("nội dung")
    queued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    queued_at = models.DateTimeField("xếp hàng lúc")
    tries = models.PositiveSmallIntegerField("số lần thử", default=0)
    sent_at = models.DateTimeField("đã gửi lúc", null=True, blank=True)
    error = models.CharField("lỗi", max_length=300, blank=True)

    class Meta:
        verbose_name = "thư của cuộc khảo sát"
        ordering = ["queued_at", "pk"]
        indexes = [models.Index(fields=["sent_at", "queued_at"], name="survey_mails_to_send")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.to}"

    @property
    def access_province_id(self) -> int | None:
        return self.invitation.survey.province_id


class SurveyFigures(models.Model):
    """The results as they stood at a moment: later answers and corrections do not change them.

    `payload` holds every table with the keys of the responses behind it; `hash` is that of its
    canonical JSON.
    """

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="figures")
    number = models.PositiveIntegerField("lần chốt")
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    frozen_at = models.DateTimeField("chốt lúc")
    note = models.CharField("ghi chú", max_length=300, blank=True)
    payload: Any = models.JSONField("số liệu")
    hash = models.CharField("mã băm", max_length=64)

    class Meta:
        verbose_name = "số liệu khảo sát đã chốt"
        ordering = ["survey", "-number"]
        constraints = [models.UniqueConstraint(fields=["survey", "number"], name="survey_figures_once")]

    def __str__(self) -> str:
        return f"{self.survey} · chốt lần {self.number}"

    @property
    def access_province_id(self) -> int | None:
        return self.survey.province_id
