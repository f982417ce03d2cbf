"""A list of products that names its makers without their codes."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nscl.apps.core.models import ImportRow
from nscl.apps.registry.models import Product
from tests.apps.core.importing import confirm
from tests.apps.registry.organisation_tales import tax_code
from tests.apps.registry.records import firm
from tests.apps.registry.test_import_problems import handed_in
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def capture(django_capture_on_commit_callbacks: Any) -> Any:
    return django_capture_on_commit_callbacks


def test_a_maker_known_by_one_name_is_found_and_said_and_others_are_left_open(
    world: World, client: Client, capture: Any
) -> None:
    maker = firm(world, "Công ty TNHH Mận Đỏ", tax_code=tax_code(1))
    firm(world, "Hợp tác xã Na Xanh", tax_code=tax_code(2))
    firm(world, "Công ty cổ phần Na Xanh", tax_code=tax_code(3))
    rows = [
        ["Tên sản phẩm", "Chủ thể OCOP"],
        ["Mận sấy", "CTY TNHH MẬN ĐỎ"],
        ["Na dai", "Na Xanh"],
        ["Hồng giòn", "Cơ sở Hồng Vàng"],
        ["Chè xanh", None],
    ]
    an = world.login(client, "an")
    batch = handed_in(an, capture, "product", rows)
    assert set(ImportRow.objects.values_list("status", flat=True)) == {"new"}
    page = an.get(reverse("imports:batch", args=[batch.pk])).content.decode()
    assert "được hiểu là Công ty TNHH Mận Đỏ" in page
    assert "Sổ có 2 tổ chức cùng tên “Na Xanh”" in page and "Sổ chưa có tổ chức tên “Cơ sở Hồng Vàng”" in page
    confirm(an, capture, batch)
    assert dict(Product.objects.values_list("name", "maker_id")) == {
        "Mận sấy": maker.pk, "Na dai": None, "Hồng giòn": None, "Chè xanh": None,
    }  # fmt: skip


def test_a_code_in_the_row_counts_before_the_name(world: World, client: Client, capture: Any) -> None:
    firm(world, "Công ty TNHH Mận Đỏ", tax_code=tax_code(1))
    other = firm(world, "Hợp tác xã Na Xanh", tax_code=tax_code(2))
    rows = [
        ["Tên sản phẩm", "Mã số thuế", "Đơn vị sản xuất"],
        ["Mận sấy", tax_code(2), "Công ty TNHH Mận Đỏ"],
    ]
    an = world.login(client, "an")
    confirm(an, capture, handed_in(an, capture, "product", rows))
    assert Product.objects.get().maker_id == other.pk
