"""Tracing in a real browser: an officer, a leader and the ministry, at a desk and on a phone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from nscl.apps.traceability.actions import entrust, issue_client
from nscl.apps.traceability.models import ApiClient, CaptureJob, Entrustment, Event, Item
from tests import world as worlds
from tests.apps.registry.records import firm
from tests.apps.traceability.documents import document
from tests.apps.traceability.pepper import (
    BARE,
    FARM,
    GROUND,
    Pepper,
    amount,
    harvested,
    lot,
    made,
    pepper,
    told,
)
from tests.journeys.conftest import DESK, PHONE, Visitor, visits
from tests.journeys.test_accessibility import _faults_of_page
from tests.world import TODAY, World, at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def chain(settings: Any) -> tuple[World, Pepper]:
    settings.NSCL_DEMO = True
    world = worlds.build()
    found = pepper(world)
    outputs = [amount(lot(BARE, f"G{n:03d}"), 1) for n in range(70)]
    packer = firm(world, "Công ty Đóng gói Nhỏ")
    told(packer, made(20, 8, [amount(lot(GROUND, "X2"), 90)], outputs, FARM, "urn:uuid:bags"))
    by = world.actor("an")
    issue_client(found.mill, name="Phần mềm kho", scopes=["capture", "query"], by=by, at=at())
    entrust(found.farmers, found.dryer, valid_from=TODAY, document="Văn bản 01", by=by, at=at())
    return world, found


def pages() -> list[str]:
    """The pages that the demo's menu does not lead to; its lists are looked at with the demo."""

    def first(model: Any, **chosen: Any) -> int:
        return int(model.objects.filter(**chosen).order_by("pk").first().pk)

    return [
        "/truy-xuat/?ma=X1",
        "/truy-xuat/?ma=ti%C3%AAu+%C4%91en+xay",
        "/truy-xuat/?ma=X2&chieu=toi",
        "/truy-xuat/su-kien/?nghi=co",
        f"/truy-xuat/su-kien/{first(Event, event_id='urn:uuid:dry-x')}/",
        f"/truy-xuat/vat/{first(Item, lot='X1')}/",
        f"/truy-xuat/lan-ghi/{first(CaptureJob)}/",
    ]


def keepers() -> list[str]:
    return [
        "/truy-xuat/nap-tep/",
        "/truy-xuat/phan-mem/cap-khoa/",
        f"/truy-xuat/phan-mem/{ApiClient.objects.get().pk}/",
        f"/truy-xuat/uy-thac/{Entrustment.objects.get().pk}/",
        f"/truy-xuat/uy-thac/{Entrustment.objects.get().pk}/ket-thuc/",
    ]


def test_every_page_of_traceability_is_accessible_vietnamese_and_narrow_enough(
    chain: tuple[World, Pepper], browser: Browser, live_server: Any
) -> None:
    wide = {"an": [*pages(), *keepers()], "ha": pages()[:1], "binh": ["/truy-xuat/muc-kiem-tra/"]}
    narrow = {"an": [*pages()[::2], *keepers()[:2]]}
    faults = []
    for width, visited in ((DESK, wide), (PHONE, narrow)):
        for visit in visits(browser, live_server.url):
            for account, paths in visited.items():
                visitor = visit(account, width=width)
                for path in paths:
                    visitor.go(path)
                    keep(visitor, f"{account}-{width}-{path}")
                    faults += [f"{account} {width} {path}: {one}" for one in _faults_of_page(visitor.page)]
    assert faults == []


def keep(visitor: Visitor, name: str) -> None:
    """A screenshot for whoever wants to look, where a folder is named for it."""
    folder = os.environ.get("NSCL_SHOTS")
    if folder:
        safe = "".join(letter if letter.isalnum() else "-" for letter in name)
        visitor.page.screenshot(path=str(Path(folder) / f"{safe}.png"), full_page=True)


def test_an_officer_hands_in_a_file_and_traces_its_lot(
    chain: tuple[World, Pepper], browser: Browser, live_server: Any, tmp_path: Path
) -> None:
    _world, found = chain
    (tmp_path / "vu-moi.json").write_bytes(document(harvested("V9", 20, 350.0, "urn:uuid:farm-9")))
    for visit in visits(browser, live_server.url):
        for js in (True, False):
            visitor = visit("an", js=js)
            visitor.go("/truy-xuat/nap-tep/")
            visitor.fill("Ghi cho tổ chức", found.farmers.name)
            visitor.page.set_input_files("input[type=file]", tmp_path / "vu-moi.json")
            visitor.press("Kiểm tra tệp")
            assert visitor.sees("Ghi được")
            visitor.press("Ghi 1 sự kiện")
            assert visitor.sees("Đã ghi 1 sự kiện" if js else "1 sự kiện có từ trước")
            visitor.go("/truy-xuat/")
            visitor.fill("Mã, số lô, hoặc sản phẩm và số lô", "hạt tiêu tươi V9")
            visitor.page.locator("main form button").first.click()
            visitor.page.wait_for_load_state()
            assert visitor.sees("Truy vết Lô V9 (Hạt tiêu tươi)")
