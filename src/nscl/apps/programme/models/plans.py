"""A plan, and each reading of its document."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from nscl.apps.core.access import Actor, Role
from nscl.apps.core.flow import State
from nscl.apps.core.models import Job, StoredFile
from nscl.apps.programme.flow import VERSION_FLOW
from nscl.apps.reference.models import AdministrativeUnit
from nscl.vietnamese import format_date, search_key

LIVE_STATES = ("in_force", "replaced")
OPEN_STATES = ("review", "returned")


class PlanQuerySet(models.QuerySet["Plan"]):
    def seen_by(self, scope: frozenset[int] | None) -> PlanQuerySet:
        """Plans of the provinces in a scope; None is the whole country."""
        return self if scope is None else self.filter(owner_id__in=scope)

    def open_to(self, actor: Actor) -> PlanQuerySet:
        """Plans a person may open: those of their scope; the ministry, only once in force."""
        plans = self.seen_by(actor.scope)
        if actor.roles != {Role.MINISTRY}:
            return plans
        return plans.filter(Exists(PlanVersion.objects.filter(plan=OuterRef("pk"), state__in=LIVE_STATES)))


class Plan(models.Model):
    """An administrative plan; identity is (number, issuer, date), blank number and day allowed.

    `province` issued it; `owner` answers for it now (its successor where the province ended).
    """

    province = models.ForeignKey(
        AdministrativeUnit,
        on_delete=models.PROTECT,
        related_name="plans_issued",
        verbose_name="tỉnh ban hành",
    )
    owner = models.ForeignKey(
        AdministrativeUnit, on_delete=models.PROTECT, related_name="plans", verbose_name="tỉnh theo dõi"
    )
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    date_partial = models.CharField("tháng ban hành", max_length=7, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=250)
    title = models.CharField("tên kế hoạch", max_length=600)
    horizon_from = models.PositiveSmallIntegerField("từ năm")
    horizon_to = models.PositiveSmallIntegerField("đến năm")
    replaces = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name="thay thế",
    )
    replaces_printed = models.CharField("văn bản bị thay thế", max_length=200, blank=True)
    created_at = models.DateTimeField("tạo lúc")
    is_demo = models.BooleanField("dữ liệu minh họa", default=False)
    search_key = models.TextField("khóa tìm kiếm", editable=False, default="")

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = "kế hoạch"
        ordering = ["-issued_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "issuer", "issued_on"],
                condition=~Q(number=""),
                name="plan_number_issuer_date",
            ),
            models.CheckConstraint(
                condition=Q(horizon_to__gte=F("horizon_from")), name="plan_horizon_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number or 'Kế hoạch chưa có số'} · {self.province.name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = search_key(f"{self.number} {self.title} {self.issuer}")
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_key"}
        super().save(*args, **kwargs)

    @property
    def document_label(self) -> str:
        """Number and date as one cites the plan; what is blank in the document is said to be blank."""
        number = self.number or "chưa có số"
        if self.issued_on:
            return f"{number} ngày {format_date(self.issued_on)}"
        if self.date_partial:
            year, month = self.date_partial.split("-")
            return f"{number}, tháng {int(month)}/{year}"
        return f"{number}, chưa rõ ngày"

    @property
    def access_province_id(self) -> int | None:
        return self.owner_id

    def has_been_in_force(self) -> bool:
        """Whether there is anything to watch: a version in force, or one that was."""
        return self.versions.filter(state__in=LIVE_STATES).exists()

    @property
    def is_inherited(self) -> bool:
        """The province that issued it has since been succeeded by another."""
        return self.province_id != self.owner_id


class VersionQuerySet(models.QuerySet["PlanVersion"]):
    def seen_by(self, scope: frozenset[int] | None) -> VersionQuerySet:
        return self if scope is None else self.filter(province_id__in=scope)

    def open_to(self, actor: Actor) -> VersionQuerySet:
        """Versions a person may open; the ministry, only those in force or once in force."""
        versions = self.seen_by(actor.scope)
        return versions.filter(state__in=LIVE_STATES) if actor.roles == {Role.MINISTRY} else versions

    def light(self) -> VersionQuerySet:
        """Without the document and its reading, which lists never show."""
        return self.defer("text", "blocks", "noise", "reading")


class PlanVersion(models.Model):
    """One reading of one file; the original bytes and the reading as it was are kept for ever.

    `revision` grows with every change on the review page, and each item keeps the revision at which
    it last changed: a second reviewer whose page is older than the item is told and nothing is lost.
    `makers` are all who read in, reviewed or submitted it, and whom they stood in for: none of them approves.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, related_name="versions")
    number = models.PositiveSmallIntegerField("lần", default=1)
    province = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name="tệp gốc")
    filename = models.CharField("tên tệp", max_length=255)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField("trạng thái", max_length=12, choices=VERSION_FLOW.choices, default="review")
    revision = models.PositiveIntegerField("lần sửa", default=0)
    text = models.TextField("văn bản đã làm sạch", blank=True)
    blocks = models.JSONField("các khối văn bản", default=list)
    noise = models.JSONField("phần bỏ ra", default=list)
    reading = models.JSONField("bản đọc gốc", default=dict)
    makers = models.JSONField("những người đã làm", default=list)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("tải lên lúc")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    submitted_at = models.DateTimeField("trình lúc", null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField("duyệt lúc", null=True)
    note = models.TextField("ý kiến", blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = "bản đọc kế hoạch"
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"], condition=Q(state="in_force"), name="one_version_in_force"
            ),
            models.UniqueConstraint(fields=["plan", "number"], name="version_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.plan or self.filename} (bản {self.number})"

    @property
    def access_province_id(self) -> int | None:
        return self.province_id

    @property
    def access_drafter_id(self) -> int | None:
        """Who sent it for approval, or read it in: that person never approves it."""
        return self.submitted_by_id or self.drafted_by_id

    @property
    def flow_state(self) -> State:
        return VERSION_FLOW.states[self.state]

    @property
    def is_open(self) -> bool:
        """Whether its items may still be reviewed."""
        return self.state in OPEN_STATES
