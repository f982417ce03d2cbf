"""Money given and paid: signed, append-only entries; balances are sums, never stored."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from nscl.apps.budget.models.lines import BudgetLine, FundingSource


class AppendOnly(models.Model):
    """An entry that is never changed or removed; a mistake is mended by an entry of the opposite sign."""

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="%(class)ss")
    source = models.ForeignKey(FundingSource, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("năm ngân sách")
    amount_vnd = models.BigIntegerField("số tiền (đồng)")
    document = models.CharField("chứng từ", max_length=120)
    dated_on = models.DateField("ngày chứng từ")
    note = models.CharField("diễn giải", max_length=400, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("ghi lúc")

    class Meta:
        abstract = True
        constraints = [models.CheckConstraint(condition=~Q(amount_vnd=0), name="%(class)s_not_zero")]
        ordering = ["dated_on", "pk"]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("an entry is never changed: write one of the opposite sign")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("an entry is never removed: write one of the opposite sign")

    @property
    def access_province_id(self) -> int | None:
        return self.line.access_province_id


class Allocation(AppendOnly):
    """Money allotted to a line and source for a year by a decision."""

    class Meta(AppendOnly.Meta):
        verbose_name = "giao kinh phí"

    def __str__(self) -> str:
        return f"Giao {self.amount_vnd} đồng năm {self.year}"


class Disbursement(AppendOnly):
    """Money paid out on a voucher."""

    class Meta(AppendOnly.Meta):
        verbose_name = "giải ngân"

    def __str__(self) -> str:
        return f"Chi {self.amount_vnd} đồng năm {self.year}"
