"""An enterprise answers on a phone: with the page's help, over a line that drops, and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from nscl.apps.assessment.models import Response
from tests.apps.assessment.answering_tales import fill, tale_of, url
from tests.journeys.conftest import PHONE, Visitor
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[..., Visitor]


def sound(page: Page) -> bool:
    """Nothing for axe to say, and no scrolling sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wide <= 0 and Axe().run(page).response["violations"] == []


def test_on_a_phone_from_the_letters_link_to_the_receipt(world: World, visit: Visit) -> None:
    invitation = tale_of(world).invite()
    phone = visit(None, width=PHONE)
    page = phone.go(url("answer", invitation))
    assert sound(page)
    phone.press("Bắt đầu trả lời")
    page.locator("#o-san_pham").fill("Chè khô")
    page.locator("#o-doanh_thu").fill("1,2 tỷ")
    expect(page.locator("#cau-tien_xuat_khau")).to_be_hidden()
    page.get_by_label("Có", exact=True).check()
    expect(page.locator("#cau-tien_xuat_khau")).to_be_visible()
    expect(page.locator("[data-status]")).to_contain_text("Đã lưu lúc")
    expect(page.locator("#hieu-doanh_thu")).to_contain_text("1.200.000.000 đồng")
    page.get_by_label("Không", exact=True).check()
    assert sound(page)
    phone.press("Lưu và tiếp tục")
    page.get_by_label("Hệ thống A").check()
    page.get_by_label("Chưa áp dụng").check()
    expect(page.get_by_label("Hệ thống A")).not_to_be_checked()
    assert sound(page)
    phone.press("Lưu và tiếp tục")
    phone.fill("Họ tên", "Nguyễn Thị Hoa")
    assert sound(page)
    page.get_by_role("button", name="Gửi phiếu").dblclick()
    expect(page.locator(".code")).to_be_visible()
    sent = Response.objects.get()
    assert phone.sees(sent.receipt) and sound(page)
    assert sent.answers == {
        "san_pham": "Chè khô",
        "doanh_thu": 1_200_000_000,
        "xuat_khau": False,
        "ap_dung": ["chua"],
    }


def test_what_a_broken_line_did_not_save_is_offered_back(world: World, visit: Visit) -> None:
    invitation = tale_of(world).invite()
    phone = visit(None, width=PHONE)
    page = phone.go(url("answer_section", invitation, "chung"))
    page.route("**/luu/", lambda route: route.abort())
    page.locator("#o-san_pham").fill("Chè khô")
    expect(page.locator("[data-status]")).to_contain_text("sẽ thử lại")
    phone.go(url("answer_section", invitation, "chung"))
    assert page.locator("#o-san_pham").input_value() == ""
    page.unroute("**/luu/")
    phone.press("Lấy lại nội dung đó")
    expect(page.locator("#o-san_pham")).to_have_value("Chè khô")
    expect(page.locator("[data-status]")).to_contain_text("Đã lưu lúc")
    assert Response.objects.get().answers == {"san_pham": "Chè khô"}
    phone.errors.clear()  # the broken line itself


def test_two_phones_on_one_section_see_both_contents(world: World, visit: Visit, client: Any) -> None:
    invitation = tale_of(world).invite()
    phone = visit(None, width=PHONE)
    page = phone.go(url("answer_section", invitation, "chung"))
    fill(client, invitation, "chung", page="máy khác", san_pham="Chè tươi")
    page.locator("#o-san_pham").fill("Chè khô")
    expect(page.locator("[data-status]")).to_contain_text("máy khác")
    phone.press("Lưu và tiếp tục")
    assert phone.sees("Chè tươi") and page.locator("#o-san_pham").input_value() == "Chè khô"
    assert sound(page)


def test_without_javascript_the_same_answer_is_given(world: World, visit: Visit) -> None:
    invitation = tale_of(world).invite()
    phone = visit(None, width=PHONE, js=False)
    page = phone.go(url("answer", invitation))
    phone.press("Bắt đầu trả lời")
    phone.fill("Sản phẩm chính", "Chè khô")
    page.get_by_label("Có", exact=True).check()
    phone.press("Lưu và tiếp tục")
    assert phone.sees("thêm câu hỏi")
    page.locator("#o-tien_xuat_khau").fill("5 triệu")
    for _section in range(3):
        phone.press("Lưu và tiếp tục")
    phone.fill("Họ tên", "Nguyễn Thị Hoa")
    phone.press("Gửi phiếu")
    sent = Response.objects.get()
    assert phone.sees(sent.receipt) and sent.answers["tien_xuat_khau"] == 5_000_000
