"""The line is gone when the button is pressed: what was written stays on the page, and is saved later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from nscl.apps.assessment.models import Response
from tests.apps.assessment.answering_tales import tale_of, url
from tests.journeys.conftest import PHONE
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_pressed_without_a_line_the_page_stays_and_is_saved_when_it_is_back(
    world: World, visit: Callable[..., Any]
) -> None:
    invitation = tale_of(world).invite()
    phone = visit(None, width=PHONE)
    page = phone.go(url("answer_section", invitation, "chung"))
    page.context.set_offline(True)
    page.locator("#o-san_pham").fill("Chè khô")
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    expect(page.locator("[data-status]")).to_contain_text("Chưa lưu được")
    assert page.locator("#o-san_pham").input_value() == "Chè khô" and not Response.objects.exists()
    page.context.set_offline(False)
    expect(page.locator("[data-status]")).to_contain_text("Đã lưu lúc")
    assert Response.objects.get().answers == {"san_pham": "Chè khô"}
    phone.errors.clear()  # the browser's own word that the line was gone


def test_the_page_says_when_something_was_not_saved_because_it_could_not_be_read(
    world: World, visit: Callable[..., Any]
) -> None:
    invitation = tale_of(world).invite()
    page = visit(None, width=PHONE).go(url("answer_section", invitation, "chung"))
    page.locator("#o-san_pham").fill("Chè khô")
    page.locator("#o-lao_dong").fill("mười hai")
    status = page.locator("[data-status]")
    expect(status).to_contain_text("trừ câu chưa đọc được")
    page.locator("#o-lao_dong").fill("12")
    expect(status).not_to_contain_text("trừ câu")
