"""Reported results, year by year, each with its evidence. Not reported is not zero."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from nscl.apps.core.access import INSIDE, Actor
from nscl.apps.core.flow import State
from nscl.apps.core.models import StoredFile
from nscl.apps.monitoring.flow import OBSERVATION_FLOW
from nscl.apps.programme.models import Target

PUBLISHED = ("approved", "superseded")


class ObservationQuerySet(models.QuerySet["Observation"]):
    def seen_by(self, actor: Actor) -> ObservationQuerySet:
        """Figures of the plans in a person's scope; from outside the province only what was approved."""
        seen = self
        if actor.scope is not None:
            seen = seen.filter(target__node__version__plan__owner_id__in=actor.scope)
        return seen if actor.roles & INSIDE else seen.filter(state__in=PUBLISHED)

    def approved(self) -> ObservationQuerySet:
        """The figures that count."""
        return self.filter(state="approved")


class Observation(models.Model):
    """One reported figure for a target and year.

    Approved ones are immutable; a correction is a new observation that supersedes them.
    `subjects` lists who was counted (names or codes) when the target counts distinct ones.
    `makers` are the ids of all who drafted, changed or sent it, also in another's place: none of
    them approves it.
    """

    class Evidence(models.TextChoices):
        FILE = "file", "Tệp đính kèm"
        LINK = "link", "Liên kết"
        NOTE = "note", "Ghi chú"

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="observations")
    year = models.PositiveSmallIntegerField("năm")
    component = models.CharField("thành phần", max_length=80, blank=True)
    value = models.DecimalField("giá trị", max_digits=20, decimal_places=4, null=True)
    numerator = models.DecimalField("tử số", max_digits=20, decimal_places=4, null=True)
    denominator = models.DecimalField("mẫu số", max_digits=20, decimal_places=4, null=True)
    is_done = models.BooleanField("đã hoàn thành", null=True)
    subjects = models.JSONField("danh sách đã đếm", default=list)
    evidence_kind = models.CharField("bằng chứng", max_length=4, choices=Evidence)
    evidence_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    evidence_name = models.CharField("tên tệp", max_length=255, blank=True)
    evidence_url = models.URLField("liên kết", max_length=500, blank=True)
    evidence_note = models.TextField("ghi chú bằng chứng", blank=True)
    note = models.TextField("diễn giải", blank=True)
    state = models.CharField("trạng thái", max_length=10, choices=OBSERVATION_FLOW.choices, default="draft")
    revision = models.PositiveIntegerField("lần sửa", default=0)
    supersedes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_for = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    makers = models.JSONField("những người lập", default=list)
    created_at = models.DateTimeField("lập lúc")
    submitted_at = models.DateTimeField("trình lúc", null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField("duyệt lúc", null=True)
    return_reason = models.TextField("lý do trả lại", blank=True)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = "kết quả thực hiện"
        ordering = ["target", "year", "component", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "year", "component"],
                condition=Q(state="approved"),
                name="one_approved_figure_per_year",
            ),
            models.CheckConstraint(
                condition=Q(denominator=None) | Q(denominator__gt=0), name="observation_denominator_positive"
            ),
            models.CheckConstraint(
                condition=Q(numerator=None, denominator=None)
                | Q(numerator__isnull=False, denominator__isnull=False),
                name="observation_ratio_whole",
            ),
            models.CheckConstraint(
                condition=(
                    Q(evidence_kind="file", evidence_file__isnull=False)
                    | (Q(evidence_kind="link") & ~Q(evidence_url=""))
                    | (Q(evidence_kind="note") & ~Q(evidence_note=""))
                ),
                name="observation_has_evidence",
            ),
        ]
        indexes = [models.Index(fields=["target", "state", "year"])]

    def __str__(self) -> str:
        return f"{self.target} · {self.year}"

    @property
    def access_province_id(self) -> int | None:
        return self.target.access_province_id

    @property
    def access_drafter_id(self) -> int | None:
        return self.drafted_by_id

    @property
    def flow_state(self) -> State:
        return OBSERVATION_FLOW.states[self.state]

    @property
    def is_open(self) -> bool:
        """Whether its drafter may still change it."""
        return self.state in OBSERVATION_FLOW.group("open")
