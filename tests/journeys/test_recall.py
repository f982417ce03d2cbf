"""A recall in a real browser: from the trace of a farm's lot to the report, each person at their own screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from docx import Document
from playwright.sync_api import Browser

from nscl.apps.traceability.models import RecallCase, RecallNotice
from nscl.apps.traceability.recall_links import path_of
from tests.apps.traceability.pepper import CONTAINER, RAW, Pepper, lot
from tests.journeys.conftest import PHONE, Visit, Visitor, visits
from tests.journeys.test_accessibility import _faults_of_page
from tests.journeys.test_traceability import chain, keep
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["chain"]


def test_a_farm_lot_is_followed_to_the_container_recalled_answered_for_and_reported(
    chain: tuple[World, Pepper], browser: Browser, live_server: Any, tmp_path: Path
) -> None:
    _world, found = chain
    faults: list[str] = []

    def look(visitor: Visitor, name: str) -> None:
        keep(visitor, name)
        faults.extend(f"{name}: {one}" for one in _faults_of_page(visitor.page))

    for visit in visits(browser, live_server.url):
        officer, leader = visit("an"), visit("binh")
        _begun(officer, look)
        case = RecallCase.objects.get()
        assert [root.code for root in case.roots.all()] == [lot(RAW, "V1")]
        leader.go(f"/thu-hoi/{case.pk}/duyet/")
        look(leader, "approve")
        leader.press("Duyệt mở thu hồi")
        case.refresh_from_db()
        assert case.is_in_force
        officer.go(f"/thu-hoi/{case.pk}/thong-bao/")
        look(officer, "notify")
        officer.page.get_by_role("button", name="thông báo").click()
        officer.page.wait_for_load_state()
        notice = RecallNotice.objects.get(holder__organisation=found.mill)
        _answered(visit, notice, look)
        officer.go(f"/thu-hoi/{case.pk}/")
        look(officer, "case")
        leader.go(f"/thu-hoi/{case.pk}/ket-thuc/")
        leader.fill("Kết luận", "Đã thu hồi lô xay và tiêu hủy.")
        leader.page.locator("main form button").first.click()
        leader.page.wait_for_load_state()
        with leader.page.expect_download() as waiting:
            leader.page.locator(f"a[href='/thu-hoi/{case.pk}/bao-cao.docx']").first.click()
        waiting.value.save_as(tmp_path / "bao-cao.docx")
    paper = Document(str(tmp_path / "bao-cao.docx"))
    assert any("Đã thu hồi lô xay và tiêu hủy." in line.text for line in paper.paragraphs)
    assert faults == []


def _begun(officer: Visitor, look: Any) -> None:
    """From the form to trace in to the case handed in; the codes come along from the trace."""
    officer.go("/truy-xuat/")
    officer.fill("Mã, số lô, hoặc sản phẩm và số lô", lot(RAW, "V1"))
    officer.page.get_by_label("Chiều truy").select_option("toi")
    officer.page.locator("main form button").first.click()
    officer.page.wait_for_load_state()
    assert officer.sees(CONTAINER.rpartition("/")[2])
    officer.press("Lập hồ sơ thu hồi")
    officer.fill("Tên hồ sơ", "Tiêu đen xay, lô ruộng V1")
    officer.fill("Lý do thu hồi", "Dư lượng vượt mức cho phép.")
    officer.page.get_by_label("Mối nguy").select_option("residue")
    officer.page.get_by_label("Mức độ").select_option("high")
    officer.fill("Hạn trả lời", "31/12/2099")
    look(officer, "begin")
    officer.page.locator("main form button.go").first.click()
    officer.page.wait_for_load_state()
    officer.press("Trình duyệt")


def _answered(visit: Visit, notice: RecallNotice, look: Any) -> None:
    """The holder, on a phone, by the link of the notice and without an account."""
    holder = visit(None, width=PHONE)
    holder.go(path_of(notice))
    look(holder, "holder")
    holder.press("Xác nhận đã nhận thông báo")
    assert holder.sees("Đã xác nhận")
    for field in holder.page.locator("main input[inputmode=decimal]").all():
        field.fill("0")
    for unit in holder.page.locator("main fieldset select").all():
        unit.select_option("KGM")
    holder.fill("Họ tên, chức danh người báo", "Thủ kho")
    holder.press("Gửi số liệu")
    assert holder.sees("Đã nhận số liệu"), holder.page.inner_text("main")
    look(holder, "holder-answered")
    notice.refresh_from_db()
    assert notice.acknowledged_at is not None and notice.recoveries.exists()
