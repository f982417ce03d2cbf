"""Questionnaires and their versions: what is asked is data, and what was once asked does not change."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from nscl.apps.reference.models import AdministrativeUnit
from nscl.vietnamese import search_key, sort_key


class QuestionnaireQuerySet(models.QuerySet["Questionnaire"]):
    def seen_by(self, scope: frozenset[int] | None) -> QuestionnaireQuerySet:
        """Those of the provinces in a scope and those of the whole country; None is everything."""
        return self if scope is None else self.filter(Q(province=None) | Q(province_id__in=scope))


class Questionnaire(models.Model):
    """A set of questions under one name; `province` is empty for one that every province may use."""

    province = models.ForeignKey(
        AdministrativeUnit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="tỉnh",
    )
    code = models.SlugField("mã", max_length=60)
    title = models.CharField("tên", max_length=250)
    purpose = models.TextField("mục đích", blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField("lập lúc")
    is_demo = models.BooleanField("dữ liệu minh họa", default=False)
    search_key = models.TextField("khóa tìm kiếm", editable=False, default="")
    sort_key = models.CharField("khóa sắp xếp", max_length=600, editable=False, default="")

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        verbose_name = "bộ câu hỏi"
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["province", "code"],
                condition=~Q(province=None),
                name="questionnaire_code_once_in_a_province",
            ),
            models.UniqueConstraint(
                fields=["code"], condition=Q(province=None), name="questionnaire_code_once_for_all"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key, self.sort_key = search_key(f"{self.code} {self.title}"), sort_key(self.title)[:600]
        super().save(*args, **kwargs)

    @property
    def access_province_id(self) -> int | None:
        return self.province_id


class QuestionnaireVersion(models.Model):
    """One state of the questions. A draft is edited under `revision`; once in use it never changes again.

    `definition` is what `nscl.policy.questionnaires.parse` reads; `hash` is that of its canonical JSON, set
    when it comes into use. A survey stays with the version it was opened with.
    """

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("bản số")
    state = models.CharField("trạng thái", max_length=10, default="draft")
    definition: Any = models.JSONField("nội dung", default=dict)
    hash = models.CharField("mã băm", max_length=64, blank=True)
    note = models.CharField("thay đổi so với bản trước", max_length=300, blank=True)
    revision = models.PositiveIntegerField("lần sửa", default=0)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    drafted_at = models.DateTimeField("soạn lúc")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField("đưa vào dùng lúc", null=True, blank=True)

    class Meta:
        verbose_name = "bản của bộ câu hỏi"
        ordering = ["questionnaire", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="questionnaire_version_once"),
            models.UniqueConstraint(
                fields=["questionnaire"], condition=Q(state="draft"), name="one_draft_of_a_questionnaire"
            ),
            models.UniqueConstraint(
                fields=["questionnaire"], condition=Q(state="in_use"), name="one_version_in_use"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "in_use", "retired"]), name="questionnaire_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | (~Q(hash="") & Q(published_at__isnull=False)),
                name="published_version_has_its_hash",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire} · bản {self.number}"

    @property
    def access_province_id(self) -> int | None:
        return self.questionnaire.province_id
