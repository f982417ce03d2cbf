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

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
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
                faults += [f"{account} {width}: {fault}" for path in paths for fault in _faults(visitor, path)]
    assert faults == []


def _faults(visitor: Visitor, path: str) -> list[str]:
    """What is wrong with a page, a sentence each."""
    page = visitor.go(path)
    found = [f"{path}: axe {fault}" for fault in _axe(page)]
    found += [f"{path}: English “{word}”" for word in sorted(set(ENGLISH.findall(_visible_text(page))))]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        found.append(f"{path}: {wide} px too wide")
    if "Dữ liệu minh họa" not in page.inner_text("body"):
        found.append(f"{path}: not marked as demo")
    return found


def _axe(page: Page) -> list[str]:
    violations = Axe().run(page, options=WCAG).response["violations"]
    return [f"{rule['id']} at {node['target']}" for rule in violations for node in rule["nodes"][:3]]


def _visible_text(page: Page) -> str:
    """The text of the page without what is marked as another language or quoted from a file's name."""
    return page.evaluate(
        "() => { const copy = document.body.innerText; "
        "const other = [...document.querySelectorAll('[lang]:not(html):not([lang=vi]), code')].map(e => e.innerText);"
        " return other.reduce((text, part) => part ? text.replaceAll(part, ' ') : text, copy) }"
    )
