"""Lists issued by decision: key products, key enterprises, products under compulsory certification."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from nscl.apps.registry.models.common import Registered, RegisterQuerySet
from nscl.apps.registry.models.organisations import Organisation
from nscl.apps.registry.models.products import Product
from nscl.vietnamese import search_key, sort_key


class EditionQuerySet(RegisterQuerySet):
    def in_force(self, kind: str, province_id: int, on: date) -> Any:
        """The edition of a kind that holds in a province on a day (one at most)."""
        return (
            self.filter(kind=kind, province_id=province_id, state="in_force", valid_from__lte=on)
            .filter(Q(valid_to=None) | Q(valid_to__gte=on))
            .order_by("-valid_from", "-pk")
        )


class RegisterEdition(Registered):
    """One edition of a list: the base of percentage targets between its dates."""

    class Kind(models.TextChoices):
        KEY_PRODUCT = "key_product", "Sản phẩm, hàng hóa chủ lực"
        KEY_ENTERPRISE = "key_enterprise", "Doanh nghiệp sản xuất sản phẩm chủ lực"
        REGULATED_PRODUCT = "regulated_product", "Sản phẩm phải chứng nhận, công bố hợp quy"

    class State(models.TextChoices):
        DRAFT = "draft", "Đang lập"
        IN_FORCE = "in_force", "Có hiệu lực"

    kind = models.CharField("danh mục", max_length=20, choices=Kind)
    title = models.CharField("tên danh mục", max_length=300)
    number = models.CharField("số quyết định", max_length=60)
    issuer = models.CharField("cơ quan ban hành", max_length=250)
    issued_on = models.DateField("ngày ban hành")
    valid_from = models.DateField("hiệu lực từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    previous = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="next_editions",
        verbose_name="thay cho",
    )
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.DRAFT)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = "danh mục ban hành"
        ordering = ["kind", "-valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["province", "kind", "number", "issued_on"], name="edition_once_per_decision"
            ),
            models.UniqueConstraint(
                fields=["province", "kind"],
                condition=Q(state="in_force", valid_to=None),
                name="one_open_edition_in_force",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="edition_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.number}"

    def keys(self) -> tuple[str, str]:
        return search_key(f"{self.title} {self.number} {self.issuer}"), sort_key(self.title)

    @property
    def access_drafter_id(self) -> int | None:
        return self.drafted_by_id


class RegisterEntry(models.Model):
    """One line of an edition: as printed, and tied to the product or the organisation it means."""

    edition = models.ForeignKey(RegisterEdition, on_delete=models.PROTECT, related_name="entries")
    position = models.PositiveIntegerField("thứ tự")
    printed_name = models.CharField("tên in trong quyết định", max_length=300)
    product = models.ForeignKey(
        Product, on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        verbose_name = "dòng của danh mục"
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="entry_position_once"),
            models.UniqueConstraint(
                fields=["edition", "product"], condition=~Q(product=None), name="product_once_per_edition"
            ),
            models.UniqueConstraint(
                fields=["edition", "organisation", "printed_name"],
                condition=Q(product=None) & ~Q(organisation=None),
                name="line_of_an_organisation_once_per_edition",
            ),
        ]

    def __str__(self) -> str:
        return self.printed_name
