"""A messy list of the walkthrough goes through the import into the register, by clicking only."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from demo.walkthrough import files
from nscl.apps.core.models import ImportBatch, ImportRow
from nscl.apps.registry.models import Organisation
from tests.journeys.conftest import PHONE, Visitor
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[..., Visitor]


def test_a_messy_list_is_previewed_loaded_and_taken_back(world: World, visit: Visit, tmp_path: Path) -> None:
    officer = visit("an")
    upload(officer, tmp_path)
    settle_columns(officer)
    look_at_what_is_wrong(officer)
    confirm(officer)
    open_a_record(officer)
    see_it_on_a_phone(visit("an", width=PHONE))
    take_it_back(officer)


def upload(officer: Visitor, folder: Path) -> None:
    """From the empty list, whose page says how to fill it."""
    one = next(file for file in files() if file.spec == "organisation")
    file = folder / one.name
    file.write_bytes(one.data)
    officer.go("/to-chuc/")
    assert officer.sees("Chưa có hồ sơ nào")
    officer.press("Nhập từ bảng tính")
    officer.page.get_by_label("Tệp").set_input_files(file)
    officer.press("Tải lên")
    officer.page.get_by_role("button", name="Kiểm tra tệp").wait_for()


def settle_columns(officer: Visitor) -> None:
    """The columns were recognised; what can be read in two ways is asked, nothing is guessed."""
    batch = ImportBatch.objects.get()
    assert {"name", "tax_code", "workers", "revenue_vnd"} <= {one["field"] for one in batch.columns}
    officer.press("Kiểm tra tệp")
    officer.page.get_by_role("button", name="Xác nhận nhập").wait_for()
    assert not Organisation.objects.exists()


def look_at_what_is_wrong(officer: Visitor) -> None:
    officer.page.locator(".import-tabs").get_by_role("link", name="Sai").click()
    officer.page.wait_for_load_state()
    wrong = ImportRow.objects.filter(status="wrong").first()
    assert wrong is not None
    row = officer.page.locator(f"#dong-{wrong.row_no}")
    assert "cột" in row.inner_text()  # the place beside each sentence


def confirm(officer: Visitor) -> None:
    officer.page.get_by_label("Nhập các dòng tốt").check()
    officer.press("Xác nhận nhập")
    officer.page.get_by_role("link", name="Mở danh sách").wait_for()
    batch = ImportBatch.objects.get()
    assert batch.state == "done" and batch.counts["loaded"] > 0
    assert Organisation.objects.count() == batch.counts["to_add"]


def open_a_record(officer: Visitor) -> None:
    """The record tells who brought it; every word of its past is Vietnamese."""
    officer.press("Mở danh sách")
    officer.page.locator("table.register tbody th a").first.click()
    officer.page.wait_for_load_state()
    officer.press("Lịch sử")
    assert officer.sees("Nhập danh sách tổ chức")
    assert officer.page.locator("ul.changes code").count() == 0


def see_it_on_a_phone(phone: Visitor) -> None:
    page = phone.go("/to-chuc/")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    name, box = page.locator("table.register tbody tr").first, page.locator("td.pick input").first
    words, tick = name.locator("th a").bounding_box(), box.bounding_box()
    assert words is not None and tick is not None and words["x"] + words["width"] <= tick["x"]


def take_it_back(officer: Visitor) -> None:
    officer.go(f"/nhap-lieu/lan/{ImportBatch.objects.get().pk}/")
    officer.press("Rút lại cả lần nhập")
    assert officer.sees("Lần nhập này đã được rút lại")
    assert not Organisation.objects.exists()
