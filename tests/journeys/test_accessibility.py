"""Every main page of every role, at a desk and on a phone: axe, Vietnamese, width, console, no strangers."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from demo.build import build_demo
from tests import world
from tests.demo.conftest import NOW
from tests.journeys.conftest import DESK, PHONE, Visitor, visits
from tests.journeys.site import Site, pages_by_account

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ENGLISH = re.compile(
    r"\b(?:the|and|of|with|for|this|that|please|sign in|sign out|log in|submit|save|error|required|search|next|"
    r"previous|delete|cancel|choose|select|password|username|field|invalid|not found|loading|yes|none|true|false)\b",
    re.IGNORECASE,
)


@pytest.fixture
def site(live_server: Any, settings: Any) -> Site:
    """The demo behind a live server."""
    settings.NSCL_DEMO = True
    world._seed_again()
    assert build_demo(lambda text: None, now=NOW) == 0
    return Site(live_server.url, pages_by_account())


def test_every_main_page_of_every_role_is_accessible_vietnamese_and_narrow_enough(
    site: Site, browser: Browser
) -> None:
    """One test for all, because the demo behind them is built once."""
    faults = []
    for account, paths in site.pages.items():
        assert len(set(paths)) == len(paths) > 0, account
        for width in (DESK, PHONE):
            for visit in visits(browser, site.url):
                visitor = visit(account or None, width=width)
                found = [fault for path in paths for fault in _faults(visitor, path)]
                faults += [f"{account} {width}: {fault}" for fault in found]
    if faults:
        pytest.fail("\n".join(faults))


def _faults(visitor: Visitor, path: str) -> list[str]:
    """What is wrong with a page, a sentence each."""
    page = visitor.page
    answer = page.goto(visitor.base + path)
    if answer is None or answer.status != 200:
        found = [f"{path}: status {answer and answer.status}"]
    else:
        found = [f"{path}: {fault}" for fault in _faults_of_page(page)]
    found += [f"{path}: console “{error}”" for error in visitor.errors]
    visitor.errors.clear()
    return found


def _faults_of_page(page: Page) -> list[str]:
    found = [f"axe {fault}" for fault in _axe(page)]
    found += [f"English “{word}”" for word in sorted(set(ENGLISH.findall(_visible_text(page))))]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        found.append(f"{wide} px too wide")
    if "Dữ liệu minh họa" not in page.inner_text("body"):
        found.append("not marked as demo")
    return found


def _axe(page: Page) -> list[str]:
    violations = Axe().run(page).response["violations"]
    return [f"{rule['id']} at {node['target']}" for rule in violations for node in rule["nodes"][:3]]


def _visible_text(page: Page) -> str:
    """The text of the page without what is marked as another language or quoted from a file's name."""
    return page.evaluate(
        "() => { const copy = document.body.innerText; "
        "const other = [...document.querySelectorAll('[lang]:not(html):not([lang=vi]), code')].map(e => e.innerText);"
        " return other.reduce((text, part) => part ? text.replaceAll(part, ' ') : text, copy) }"
    )
