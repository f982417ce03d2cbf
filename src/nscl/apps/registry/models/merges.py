"""Records that may mean one organisation, and records made one so that it can be taken back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from nscl.apps.registry.models.organisations import Organisation


class OrganisationMerge(models.Model):
    """`gone` was the same organisation as `kept`.

    `moved` says which rows changed hands and `taken` which values `kept` took over, so that both can go back.
    """

    kept = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="merges")
    gone = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="merged_away")
    moved = models.JSONField("các dòng đã chuyển", default=dict)
    taken = models.JSONField("giá trị đã lấy", default=dict)
    reason = models.TextField("lý do")
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField("gộp lúc")
    undone_at = models.DateTimeField("tách lại lúc", null=True, blank=True)

    class Meta:
        verbose_name = "gộp bản ghi trùng"
        ordering = ["-merged_at"]
        constraints = [
            models.UniqueConstraint(fields=["gone"], condition=Q(undone_at=None), name="merged_away_once"),
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="merge_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.gone} → {self.kept}"

    @property
    def access_province_id(self) -> int | None:
        return self.kept.province_id


class TwinQuerySet(models.QuerySet["SuspectedTwins"]):
    def seen_by(self, scope: frozenset[int] | None) -> TwinQuerySet:
        """Pairs of which a scope holds both records."""
        if scope is None:
            return self
        return self.filter(first__province_id__in=scope, second__province_id__in=scope)

    def open(self) -> TwinQuerySet:
        """Pairs that nobody has decided and whose records both still stand."""
        return self.filter(decision="", first__merged_into=None, second__merged_into=None)


class SuspectedTwins(models.Model):
    """Two records that look like one organisation; a person's “not the same” is remembered for ever.

    `first` is the older record. Pairs that were merged need no decision: one of the two is gone.
    """

    first = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    score = models.DecimalField("độ giống", max_digits=4, decimal_places=3)
    reasons = models.JSONField("vì sao", default=list)
    found_at = models.DateTimeField("tìm thấy lúc")
    decision = models.CharField(
        "kết luận", max_length=8, choices=[("distinct", "Hai tổ chức khác nhau")], blank=True
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField("kết luận lúc", null=True, blank=True)

    objects = TwinQuerySet.as_manager()

    class Meta:
        verbose_name = "cặp nghi trùng"
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="twins_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="twins_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} ≈ {self.second}"

    @property
    def access_province_id(self) -> int | None:
        return self.first.province_id
