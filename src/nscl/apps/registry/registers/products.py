"""The register of products."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from nscl.apps.core.access import Actor
from nscl.apps.core.registers import Bulk, Column, Filter, Register
from nscl.apps.registry.actions.products import add_product, change_product
from nscl.apps.registry.forms_catalogues import ProductForm, RegulationForm
from nscl.apps.registry.models import Product, RegisterEdition, RegisterEntry
from nscl.apps.registry.registers.tables import Row, Table, rows_of, table_section


def rows(actor: Actor) -> QuerySet[Any]:
    """Live products of the person's scope, each with whether a list of key products in force names it."""
    today = timezone.localdate()
    key_lines = RegisterEntry.objects.filter(
        Q(edition__valid_to=None) | Q(edition__valid_to__gte=today),
        product=OuterRef("pk"),
        edition__kind=RegisterEdition.Kind.KEY_PRODUCT,
        edition__state="in_force",
        edition__valid_from__lte=today,
    )
    products = Product.objects.seen_by(actor.scope).live()
    return products.select_related("maker", "province").annotate(is_key=Exists(key_lines))


def editions_of(product: Product, actor: Actor) -> Table:
    """The lists that name the product, the newest first."""
    entries = RegisterEntry.objects.filter(product=product, edition__in=_seen(actor))
    return Table(
        heads=(_("Danh mục"), _("Số quyết định"), _("Từ ngày"), _("Đến hết ngày"), _("Thứ tự")),
        rows=rows_of(
            entries.select_related("edition").order_by("-edition__valid_from"),
            lambda entry: Row(
                (
                    entry.edition.title,
                    entry.edition.number,
                    entry.edition.valid_from,
                    entry.edition.valid_to,
                    entry.position,
                ),
                reverse("registry:edition_detail", args=[entry.edition_id]),
            ),
        ),
        empty=_("Chưa có danh mục nào nêu sản phẩm này."),
    )


def _seen(actor: Actor) -> QuerySet[Any]:
    editions: QuerySet[Any] = RegisterEdition.objects.seen_by(actor.scope)
    return editions


@transaction.atomic
def set_regulated(products: Any, *, is_regulated: bool, regulation: str = "", by: Actor, at: datetime) -> int:
    """Say of many products whether certification is compulsory, and by which regulation."""
    for product in products:
        change_product(
            product,
            is_regulated=is_regulated,
            regulation=regulation if is_regulated else "",
            by=by,
            at=at,
        )
    return len(products)


@transaction.atomic
def undo_regulated(products: Any, *, was: Any, by: Actor, at: datetime, **fields: Any) -> int:
    for product in products:
        before = was[product.pk]
        told = {name: before[name] for name in ("is_regulated", "regulation") if name in before}
        change_product(product, **told, by=by, at=at)
    return len(products)


PRODUCTS = Register(
    name="product",
    path="san-pham",
    namespace="registry",
    title=noop("Sản phẩm, dịch vụ"),
    singular=noop("sản phẩm"),
    model=Product,
    rows=rows,
    deeds="registry.product",
    import_name="product",
    form=ProductForm,
    add=add_product,
    change=change_product,
    columns=(
        Column("ten", noop("Tên"), "name", sort="sort_key"),
        Column("don-vi", noop("Đơn vị sản xuất"), "maker.name", sort="maker__sort_key"),
        Column("chu-luc", noop("Sản phẩm chủ lực"), "is_key", "flag"),
        Column("ocop", noop("Hạng OCOP"), "ocop_stars", "number", sort="ocop_stars", unit=noop("sao")),
        Column("bat-buoc", noop("Thuộc diện bắt buộc"), "is_regulated", "flag"),
        Column("quy-chuan", noop("Quy chuẩn áp dụng"), "regulation", shown=False),
        Column("gtin", noop("GTIN"), "gtin"),
        Column("nhan-hieu", noop("Nhãn hiệu"), "brand", shown=False),
        Column("loai", noop("Loại"), "kind", "choice", sort="kind", shown=False),
        Column("hs", noop("Mã HS"), "hs_code", shown=False),
        Column("cpc", noop("Mã CPC"), "cpc_code", shown=False),
        Column("tinh", noop("Tỉnh"), "province.name", shown=False),
        Column("nguon", noop("Nguồn"), "source", shown=False),
    ),
    filters=(
        Filter("chu-luc", noop("Sản phẩm chủ lực"), "flag", "is_key"),
        Filter("bat-buoc", noop("Thuộc diện bắt buộc"), "flag", "is_regulated"),
        Filter(
            "ocop",
            noop("Hạng OCOP"),
            "choice",
            "ocop_stars",
            lambda actor: [(str(n), f"{n} sao") for n in range(5, 0, -1)],
        ),
        Filter("loai", noop("Loại"), "choice", "kind"),
        Filter(
            "chua-gtin",
            noop("Có GTIN"),
            "flag",
            lambda found, yes: found.filter(~Q(gtin="") if yes else Q(gtin="")),
        ),
    ),
    search_fields=("search_key", "maker__search_key"),
    sections=(table_section("danh-muc", noop("Có trong danh mục ban hành"), editions_of),),
    bulk=(
        Bulk(
            "dien-bat-buoc",
            noop("Ghi diện bắt buộc chứng nhận"),
            "registry.product.change",
            noop("{n} sản phẩm sẽ được ghi lại diện chứng nhận, công bố hợp quy bắt buộc."),
            set_regulated,
            RegulationForm,
            undo_regulated,
        ),
    ),
)
