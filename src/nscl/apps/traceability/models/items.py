"""The dictionary of codes: everything else names an item by its number."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nscl.apps.registry.models import Organisation, Product


class Item(models.Model):
    """One thing that events name, by its canonical link (`nscl.gs1.canonical`) or else its URI.

    `organisation` is whose it is: who first said that it had made or marked it. The database checks it in the
    record of the capture (`CaptureJob`), written with the item; to check it for every item too would be a
    tenth of a small capture.
    """

    class Kind(models.TextChoices):
        INSTANCE = "instance", "Đơn vị hàng có số sê-ri"
        LOT = "lot", "Lô"
        CLASS = "class", "Loại hàng"
        CONTAINER = "container", "Đơn vị vận chuyển (SSCC)"
        ASSET = "asset", "Tài sản, vật chứa dùng lại"
        PLACE = "place", "Địa điểm"
        PARTY = "party", "Bên tham gia"
        OTHER = "other", "Mã khác"

    canonical = models.TextField("mã chuẩn")
    kind = models.CharField("loại", max_length=9, choices=Kind)
    gtin = models.TextField("GTIN", blank=True)
    lot = models.TextField("số lô", blank=True)
    serial = models.TextField("số sê-ri", blank=True)
    sscc = models.TextField("SSCC", blank=True)
    product = models.ForeignKey(
        Product,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name="sản phẩm",
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        db_constraint=False,
        related_name="+",
        verbose_name="đơn vị làm ra",
    )

    class Meta:
        verbose_name = "vật được truy xuất"
        constraints = [models.UniqueConstraint(fields=["canonical"], name="item_once")]
        indexes = [models.Index(fields=["gtin", "lot"], name="item_of_product", condition=~Q(gtin=""))]

    def __str__(self) -> str:
        return self.canonical
