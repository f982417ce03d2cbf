"""Products: entering, changing, the list and the record, many at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nscl.apps.core.access import Refusal
from nscl.apps.core.models import AuditEntry, BulkRun
from nscl.apps.core.registers import RevisionConflict
from nscl.apps.registry.actions.editions import enact_edition
from nscl.apps.registry.actions.products import add_product, change_product
from nscl.apps.registry.models import Product
from tests.apps.registry.records import edition, firm, line, product
from tests.world import World, at

pytestmark = pytest.mark.django_db
LIST = "/san-pham/"
GTIN = "8936000000011"


def body_of(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:2000]
    return str(answer.content.decode())


def test_a_product_is_entered_with_its_maker_and_its_history_begins(world: World) -> None:
    maker = firm(world, "Công ty TNHH Mận Bắc")
    made = product(world, "  Mận   tam hoa ", maker=maker, gtin="8 936000 000011", ocop_stars=4)
    assert (made.name, made.gtin, made.province) == ("Mận tam hoa", GTIN, world.home)
    entry = AuditEntry.objects.get(deed="registry.product.add")
    assert entry.after["maker"] == maker.pk and "brand" not in entry.after


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"name": " "}, "Chưa có tên sản phẩm"),
        ({"gtin": "8936000000014"}, "8936000000014"),
        ({"gtin": "8,93E+12"}, "Excel rút gọn"),
        ({"ocop_stars": 6}, "1 đến 5 sao"),
        ({"ocop_stars": 0}, "1 đến 5 sao"),
        ({"is_regulated": False, "regulation": "QCVN 16:2023/BXD"}, "không ghi quy chuẩn"),
        ({"brand": "x" * 121}, "120 ký tự"),
    ],
)
def test_what_no_product_can_be_is_refused_and_nothing_is_entered(
    world: World, data: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        product(world, **{"name": "Mận tam hoa", **data})
    assert not Product.objects.exists() and not AuditEntry.objects.filter(deed__contains="product").exists()


def test_the_same_gtin_and_the_same_name_of_one_maker_stand_once(world: World) -> None:
    maker = firm(world, "Công ty TNHH Mận Bắc")
    product(world, "Mận tam hoa", maker=maker, gtin=GTIN)
    with pytest.raises(Refusal, match="đã có ở sản phẩm “Mận tam hoa”"):
        product(world, "Mận khác", gtin=GTIN)
    with pytest.raises(Refusal, match="của cùng đơn vị"):
        product(world, "Mận tam hoa", maker=maker)
    product(world, "Mận tam hoa", maker=firm(world, "Hợp tác xã Mận Nam"))


def test_a_maker_of_another_province_does_not_exist_and_a_merged_one_is_refused(world: World) -> None:
    stranger = firm(world, "Công ty ở tỉnh bên", who="khanh")
    with pytest.raises(Http404):
        product(world, "Mận tam hoa", maker=stranger)
    gone, kept = firm(world, "Công ty Mận"), firm(world, "Công ty Mận Bắc")
    type(gone).objects.filter(pk=gone.pk).update(merged_into=kept)
    gone.refresh_from_db()
    with pytest.raises(Refusal, match="đã gộp vào hồ sơ khác"):
        product(world, "Mận tam hoa", maker=gone)


def test_only_keepers_enter_and_change_products(world: World) -> None:
    made = product(world, "Mận tam hoa")
    for who in ("chi", "giang", "ha", "dung"):
        with pytest.raises(PermissionDenied):
            add_product(by=world.actor(who), at=at(), name="Mận")
        with pytest.raises(PermissionDenied):
            change_product(made, by=world.actor(who), at=at(), name="Mận")
    with pytest.raises(Http404):
        change_product(made, by=world.actor("khanh"), at=at(), name="Mận")


def test_a_change_keeps_what_stood_before_and_a_stale_page_is_told(world: World) -> None:
    made = product(world, "Mận tam hoa", ocop_stars=3)
    an = world.actor("an")
    change_product(made, revision=0, by=an, at=at(), ocop_stars=4, name="Mận tam hoa")
    entry = AuditEntry.objects.get(deed="registry.product.change")
    assert (entry.before, entry.after, made.revision) == ({"ocop_stars": 3}, {"ocop_stars": 4}, 1)
    with pytest.raises(RevisionConflict):
        change_product(made, revision=0, by=an, at=at(), ocop_stars=5)
    change_product(made, revision=1, by=an, at=at(), ocop_stars=4)
    assert AuditEntry.objects.filter(deed="registry.product.change").count() == 1


def test_the_list_tells_key_products_by_the_list_in_force(world: World, client: Client) -> None:
    key, other = product(world, "Mận tam hoa"), product(world, "Gạo Séng cù")
    drafted = edition(world)
    line(world, drafted, product=key)
    line(world, edition(world, kind="regulated_product"), product=other)
    world.login(client, "an")
    assert "Không có hồ sơ nào khớp" in body_of(client.get(f"{LIST}?chu-luc=co"))
    enact_edition(drafted, by=world.actor("lan"), at=at())
    body = body_of(client.get(f"{LIST}?chu-luc=co"))
    assert "Mận tam hoa" in body and "Gạo Séng cù" not in body
    body = body_of(client.get(f"{LIST}?chu-luc=khong"))
    assert "Mận tam hoa" not in body and "Gạo Séng cù" in body


def test_the_list_costs_the_same_queries_with_three_products_and_with_forty(
    world: World, client: Client
) -> None:
    world.login(client, "an")

    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(LIST).status_code == 200
        return len(caught)

    for n in range(3):
        product(world, f"Mận {n}", maker=firm(world, f"Công ty {n}"))
    few = cost()
    for n in range(3, 40):
        product(world, f"Mận {n}", maker=firm(world, f"Công ty {n}"))
    assert cost() == few < 20


def test_a_product_is_entered_and_mended_through_its_pages(world: World, client: Client) -> None:
    firm(world, "Công ty TNHH Mận Bắc", tax_code="0100109106")
    firm(world, "Công ty TNHH Mận Nam")
    world.login(client, "an")
    assert "Đơn vị sản xuất" in body_of(client.get(f"{LIST}them/"))
    sent = {"name": "Mận tam hoa", "kind": "good", "maker": "man", "is_regulated": ""}
    body = body_of(client.post(f"{LIST}them/", sent), 400)
    assert "Có nhiều hồ sơ khớp “man”" in body and "0100109106" in body
    body = body_of(client.post(f"{LIST}them/", {**sent, "maker": "hoa ban"}), 400)
    assert "Chưa có “hoa ban” trong sổ" in body
    assert "Đã thêm Mận tam hoa" in body_of(
        client.post(f"{LIST}them/", {**sent, "maker": "0100109106"}, follow=True)
    )
    made = Product.objects.get()
    assert made.maker is not None and made.is_regulated is None
    page = f"{LIST}{made.pk}/sua/"
    assert 'value="0100109106"' in body_of(client.get(page))
    body_of(
        client.post(
            page, {**sent, "maker": "cong ty tnhh man nam", "is_regulated": "True", "seen": "0"}, follow=True
        )
    )
    made.refresh_from_db()
    assert (str(made.maker), made.is_regulated) == ("Công ty TNHH Mận Nam", True)
    assert "Công ty TNHH Mận Nam" in body_of(client.get(f"{LIST}{made.pk}/lich-su/"))


def test_the_record_names_the_lists_it_stands_in(world: World, client: Client) -> None:
    made = product(world, "Mận tam hoa")
    drafted = edition(world, title="Danh mục sản phẩm chủ lực đợt 1")
    line(world, drafted, product=made)
    body = body_of(world.login(client, "an").get(f"{LIST}{made.pk}/"))
    assert "Danh mục sản phẩm chủ lực đợt 1" in body
    assert world.login(client, "khanh").get(f"{LIST}{made.pk}/").status_code == 404


def test_many_products_are_marked_as_regulated_at_once_and_unmarked_again(
    world: World, client: Client
) -> None:
    some = [product(world, f"Xi măng {n}") for n in range(3)]
    sent = {
        "ma": ",".join(str(one.pk) for one in some),
        "xac-nhan": "1",
        "is_regulated": "True",
        "regulation": "QCVN 16:2023/BXD",
    }
    path = f"{LIST}viec/dien-bat-buoc/"
    assert world.login(client, "giang").post(path, sent).status_code == 403
    world.login(client, "an")
    body_of(client.post(path, sent, follow=True))
    assert set(Product.objects.values_list("is_regulated", "regulation")) == {(True, "QCVN 16:2023/BXD")}
    row = BulkRun.objects.get()
    body_of(client.post(f"{LIST}viec/{row.pk}/hoan-tac/", follow=True))
    assert set(Product.objects.values_list("is_regulated", "regulation")) == {(None, "")}
