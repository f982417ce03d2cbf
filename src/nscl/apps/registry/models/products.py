"""Products and services, by their maker."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nscl.apps.registry.models.common import Registered
from nscl.apps.registry.models.organisations import Organisation
from nscl.vietnamese import search_key, sort_key


class Product(Registered):
    """A product of one maker; whether it is a key product is said by the register edition of a date."""

    name = models.CharField("tên sản phẩm, dịch vụ", max_length=300)
    kind = models.CharField(
        "loại", max_length=8, choices=[("good", "Hàng hóa"), ("service", "Dịch vụ")], default="good"
    )
    maker = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="products",
        verbose_name="đơn vị sản xuất",
    )
    brand = models.CharField("nhãn hiệu", max_length=120, blank=True)
    gtin = models.CharField("GTIN", max_length=14, blank=True)
    hs_code = models.CharField("mã HS", max_length=12, blank=True)
    cpc_code = models.CharField("mã CPC", max_length=12, blank=True)
    ocop_stars = models.PositiveSmallIntegerField("hạng OCOP (sao)", null=True, blank=True)
    is_regulated = models.BooleanField(
        "thuộc diện chứng nhận, công bố hợp quy bắt buộc", null=True, blank=True
    )
    regulation = models.CharField("quy chuẩn áp dụng", max_length=200, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="gộp vào"
    )

    class Meta:
        verbose_name = "sản phẩm"
        ordering = ["sort_key", "pk"]
        indexes = [models.Index(fields=["province", "sort_key"], name="product_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["gtin"], condition=Q(merged_into=None) & ~Q(gtin=""), name="gtin_once_among_live"
            ),
            models.CheckConstraint(
                condition=Q(gtin="") | Q(gtin__regex=r"^([0-9]{8}|[0-9]{12,14})$"), name="gtin_length"
            ),
            models.CheckConstraint(
                condition=Q(ocop_stars=None) | Q(ocop_stars__gte=1, ocop_stars__lte=5),
                name="ocop_one_to_five",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def keys(self) -> tuple[str, str]:
        return search_key(f"{self.name} {self.brand} {self.gtin}"), sort_key(self.name)
