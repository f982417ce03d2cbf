"""Two records of one organisation made one, so that it can be taken back."""

from __future__ import annotations

from django.conf import settings
from django.db import models

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
            models.UniqueConstraint(
                fields=["gone"], condition=models.Q(undone_at=None), name="merged_away_once"
            ),
            models.CheckConstraint(condition=~models.Q(kept=models.F("gone")), name="merge_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.gone} → {self.kept}"

    @property
    def access_province_id(self) -> int | None:
        return self.kept.province_id
