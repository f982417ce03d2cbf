"""What documents tell about places, goods and parties beside their events."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nscl.apps.reference.models import AdministrativeUnit
from nscl.apps.registry.models import Organisation


class MasterData(models.Model):
    """One element of a vocabulary as one organisation described it; a newer description follows the older."""

    type = models.TextField("bộ từ vựng")
    code = models.TextField("mã chuẩn")
    attributes = models.JSONField("thuộc tính", default=list)
    children = models.JSONField("thành phần", default=list)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="tổ chức"
    )
    province = models.ForeignKey(
        AdministrativeUnit, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="tỉnh"
    )
    captured_at = models.DateTimeField("ghi lúc")
    is_current = models.BooleanField("mô tả mới nhất", default=True)

    class Meta:
        verbose_name = "dữ liệu chủ"
        constraints = [
            models.UniqueConstraint(
                fields=["code", "organisation", "type"],
                condition=Q(is_current=True),
                name="master_data_current_once",
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def access_province_id(self) -> int | None:
        return self.province_id


class MasterAttribute(models.Model):
    """One attribute of a description, to be asked for: by its whole name or its last part (`short`)."""

    description = models.ForeignKey(MasterData, on_delete=models.CASCADE, related_name="told")
    name = models.TextField("tên")
    short = models.TextField("tên ngắn")
    text = models.TextField("giá trị", blank=True)
    number = models.FloatField("số", null=True)

    class Meta:
        verbose_name = "thuộc tính của dữ liệu chủ"
        indexes = [models.Index(fields=["short", "name"], name="master_attribute_by_name")]

    def __str__(self) -> str:
        return f"{self.name} = {self.text}"


class MasterChild(models.Model):
    """What a description places under what: by the parent's `children` or by the child's parent attribute."""

    description = models.ForeignKey(MasterData, on_delete=models.CASCADE, related_name="placed")
    parent = models.TextField("bên trên")
    child = models.TextField("bên dưới")

    class Meta:
        verbose_name = "quan hệ trong dữ liệu chủ"
        indexes = [models.Index(fields=["parent"], name="master_child_of")]

    def __str__(self) -> str:
        return f"{self.parent} → {self.child}"
