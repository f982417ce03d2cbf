"""The way from a register's list to its import: offered where it may be done, and nowhere else."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.apps.registry.records import product
from tests.world import World

pytestmark = pytest.mark.django_db
LISTS = {
    "/to-chuc/": "organisation",
    "/san-pham/": "product",
    "/ca-nhan/": "person",
    "/danh-muc-ban-hanh/": "edition-entry",
}


@pytest.mark.parametrize(("path", "name"), LISTS.items())
def test_an_empty_list_offers_the_import_to_those_who_keep_it(
    world: World, client: Client, path: str, name: str
) -> None:
    where = reverse("imports:upload", args=[name])
    body = world.login(client, "an").get(path).content.decode()
    assert body.count(f'href="{where}"') == 2 and "Nhập từ bảng tính" in body and "Đã có danh sách" in body
    for reader in ("ha", "giang", "chi"):
        assert where not in world.login(Client(), reader).get(path).content.decode()


def test_a_list_with_records_offers_it_in_its_head(world: World, client: Client) -> None:
    product(world, "Mận tam hoa")
    body = world.login(client, "an").get("/san-pham/").content.decode()
    assert body.count(reverse("imports:upload", args=["product"])) == 1


def test_the_menu_leads_to_all_imports_for_those_who_may(world: World, client: Client) -> None:
    home = reverse("imports:home")
    assert f'href="{home}"' in world.login(client, "an").get("/").content.decode()
    assert f'href="{home}"' not in world.login(Client(), "ha").get("/").content.decode()
