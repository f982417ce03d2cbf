"""What a figure was counted from: a list in force at its date and its members, or surveys and responses."""

from __future__ import annotations

from django.db import models

from nscl.apps.assessment.models import Response, Survey
from nscl.apps.monitoring.models.observations import Observation
from nscl.apps.registry.models import RegisterEdition, RegisterEntry


class RegisterBasis(models.Model):
    """The list behind one reported share, frozen with it: a later edition does not change what was counted.

    `total` is how many members the list had when it was counted (each once), `entries` those that counted.
    """

    observation = models.OneToOneField(
        Observation, on_delete=models.PROTECT, related_name="register_basis", primary_key=True
    )
    measure = models.CharField("phép đo trên danh mục", max_length=60)
    edition = models.ForeignKey(RegisterEdition, on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField("tại ngày")
    total = models.PositiveIntegerField("mẫu số")
    entries = models.ManyToManyField(RegisterEntry, related_name="+", verbose_name="đã đếm")

    class Meta:
        verbose_name = "danh mục làm mẫu số"

    def __str__(self) -> str:
        return f"{self.edition} · {self.as_of}"


class SurveyBasis(models.Model):
    """The surveys and responses behind one reported figure, frozen with it: later answers do not change it.

    `total` is what was counted: surveys, or enterprises each once; of each enterprise `responses` holds the
    first one of the year, also where it was corrected since.
    """

    observation = models.OneToOneField(
        Observation, on_delete=models.PROTECT, related_name="survey_basis", primary_key=True
    )
    measure = models.CharField("phép đếm trên khảo sát", max_length=60)
    as_of = models.DateField("đến ngày")
    total = models.PositiveIntegerField("đã đếm")
    surveys = models.ManyToManyField(Survey, related_name="+", verbose_name="cuộc khảo sát")
    responses = models.ManyToManyField(Response, related_name="+", verbose_name="phiếu trả lời")

    class Meta:
        verbose_name = "khảo sát làm căn cứ"

    def __str__(self) -> str:
        return f"{self.measure} · {self.as_of}"


class TraceBasis(models.Model):
    """The organisations behind one figure counted from captured events, frozen with it.

    `rows` keeps each organisation that recorded events: how many, of how many lots, whether its traceability
    ran, and if not why. Later events do not change it.
    """

    observation = models.OneToOneField(
        Observation, on_delete=models.PROTECT, related_name="trace_basis", primary_key=True
    )
    measure = models.CharField("phép đếm trên sự kiện truy xuất", max_length=60)
    as_of = models.DateField("đến ngày")
    total = models.PositiveIntegerField("đã đếm")
    rows = models.JSONField("các tổ chức", default=list)

    class Meta:
        verbose_name = "sự kiện truy xuất làm căn cứ"

    def __str__(self) -> str:
        return f"{self.measure} · {self.as_of}"
