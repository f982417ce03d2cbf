"""What every record of a register has: its province, its keys, and how often it was changed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Count, Max, Q, Sum

from nscl.apps.reference.models import AdministrativeUnit


class RegisterQuerySet(models.QuerySet[Any]):
    def seen_by(self, scope: frozenset[int] | None) -> Any:
        """Records of the provinces in a scope; None is the whole country."""
        return self if scope is None else self.filter(province_id__in=scope)

    def live(self) -> Any:
        """Records that were not merged into another."""
        return self.filter(merged_into=None)

    def mark(self) -> str:
        """Differs whenever a record was added, changed or removed: every verb counts its change."""
        told = self.order_by().aggregate(n=Count("pk"), last=Max("pk"), changes=Sum("revision"))
        return f"{told['n']}.{told['last'] or 0}.{told['changes'] or 0}"


class Registered(models.Model):
    """A record of a province's register.

    `revision` grows with each change: a page older than the record is told so and nothing is lost.
    `sort_key` and `search_key` are written by `save`; `source` says where the record came from.
    """

    province = models.ForeignKey(
        AdministrativeUnit, on_delete=models.PROTECT, related_name="+", verbose_name="tỉnh"
    )
    revision = models.PositiveIntegerField("lần sửa", default=0)
    source = models.CharField("nguồn", max_length=250, blank=True)
    note = models.TextField("ghi chú", blank=True)
    created_at = models.DateTimeField("ghi lúc")
    is_demo = models.BooleanField("dữ liệu minh họa", default=False)
    search_key = models.TextField("khóa tìm kiếm", editable=False, default="")
    sort_key = models.CharField("khóa sắp xếp", max_length=800, editable=False, default="", db_index=True)

    objects = RegisterQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key, sort = self.keys()
        self.sort_key = sort[:800]
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_key", "sort_key"}
        super().save(*args, **kwargs)

    @property
    def access_province_id(self) -> int | None:
        return self.province_id

    def keys(self) -> tuple[str, str]:
        """The search key and the sort key; each register says which of its texts make them."""
        raise TypeError(f"{type(self).__name__} does not say its keys")


def dates_in_order(name: str) -> models.CheckConstraint:
    """`valid_to` is empty or not before `valid_from`."""
    return models.CheckConstraint(
        condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")), name=name
    )
