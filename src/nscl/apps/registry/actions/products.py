"""Deeds on products."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nscl.apps.core.access import Actor, Refusal
from nscl.apps.registry.actions import records
from nscl.apps.registry.actions.records import require
from nscl.apps.registry.models import Product
from nscl.vietnamese.barcodes import parse_gtin
from nscl.vietnamese.errors import UnreadableBarcode

ADD, CHANGE = "registry.product.add", "registry.product.change"


@transaction.atomic
def add_product(*, by: Actor, at: datetime, **data: Any) -> Product:
    """Enter a product of the person's province. `data` names the model's fields.

    Refuses a GTIN that cannot be one or stands on another product, a maker of another province or one that
    was merged away, OCOP stars outside 1–5, and the same name twice for one maker.
    """
    return records.enter(Product, ADD, _read(data), check=partial(_check, by=by), by=by, at=at)


@transaction.atomic
def change_product(
    record: Product, *, revision: int | None = None, by: Actor, at: datetime, **data: Any
) -> Product:
    """Change the fields that `data` names, under the same refusals as entering."""
    check = partial(_check, by=by)
    return records.change(record, CHANGE, _read(data), revision=revision, check=check, by=by, at=at)


def _read(data: dict[str, Any]) -> dict[str, Any]:
    """The GTIN as its digits; the regulation belongs to a regulated product only."""
    found = dict(data)
    if found.get("gtin"):
        found["gtin"] = gtin_of(found["gtin"])
    return found


def gtin_of(text: str | int | float) -> str:
    """The digits of a GTIN, or a refusal with the reader's sentence."""
    try:
        return parse_gtin(text)
    except UnreadableBarcode as error:
        raise Refusal(str(error)) from error


def _check(product: Product, *, by: Actor) -> None:
    require(bool(product.name), _("Chưa có tên sản phẩm. Hãy nhập tên."))
    maker = product.maker
    if maker is not None:
        by.require("registry.organisation.view", maker)
        require(
            maker.merged_into_id is None,
            _("{maker} đã gộp vào hồ sơ khác. Hãy chọn hồ sơ còn lại.").format(maker=maker),
        )
    stars = product.ocop_stars
    require(stars is None or 1 <= stars <= 5, _("Hạng OCOP là từ 1 đến 5 sao. Chưa xếp hạng thì để trống."))
    require(
        not product.regulation or product.is_regulated is not False,
        _("Sản phẩm không thuộc diện bắt buộc thì không ghi quy chuẩn áp dụng. Hãy xem lại hai mục."),
    )
    others = Product.objects.filter(merged_into=None).exclude(pk=product.pk)
    if product.gtin:
        twin = others.filter(gtin=product.gtin).first()
        require(
            twin is None,
            _("GTIN {gtin} đã có ở sản phẩm “{twin}”. Hãy sửa sản phẩm đó hoặc kiểm tra lại mã.").format(
                gtin=product.gtin, twin=twin
            ),
        )
    twin = others.filter(name=product.name, maker=maker, province_id=product.province_id).first()
    require(
        twin is None or twin.brand != product.brand or bool(product.gtin and twin.gtin),
        _("Đã có sản phẩm “{name}” của cùng đơn vị. Hãy mở sản phẩm đó để sửa.").format(name=product.name),
    )
