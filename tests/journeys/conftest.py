"""A real Chromium, and visitors who notice what a person's browser would: errors, strangers, sideways scrolling."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from nscl.apps.accounts.models import User

ARGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
DESK, PHONE = 1280, 360
WRITTEN = "textarea, input:not([type=radio]):not([type=checkbox])"
# What Chromium says of a form that came back with its refusal (400, or 409 when somebody was faster).
REFUSED = re.compile(r"status of (?:400|409) ")
OFFLINE_SCHEMES = ("data:", "blob:", "about:")


@dataclass
class Visitor:
    """One signed-in person at one screen; `errors` and `strangers` must stay empty."""

    page: Page
    base: str
    errors: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        answer = self.page.goto(self.base + path)
        assert answer is not None and answer.status == 200, (path, answer and answer.status)
        return self.page

    def status(self, path: str) -> int:
        """The answer's status to a person who types an address."""
        return self.page.request.get(self.base + path).status

    def press(self, name: str) -> None:
        """Press the button or follow the link of this name, the first on the page."""
        either = self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name))
        either.first.click()
        self.page.wait_for_load_state()

    def fill(self, label: str, value: str) -> None:
        self.page.get_by_label(label).and_(self.page.locator(WRITTEN)).first.fill(value)

    def sees(self, text: str) -> bool:
        return text in self.page.inner_text("main")

    def watch(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", self._note)

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type == "error" and not REFUSED.search(said.text):
            self.errors.append(said.text)

    def _note(self, request: Request) -> None:
        if not request.url.startswith((self.base, *OFFLINE_SCHEMES)):
            self.strangers.append(request.url)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    path = os.environ.get("NSCL_CHROMIUM") or shutil.which("chromium")
    if not path:
        pytest.skip("no Chromium: set NSCL_CHROMIUM or install Debian's chromium")
    # The driver keeps an event loop in this thread; Django takes that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=ARGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


Visit = Callable[..., Visitor]


def visits(browser: Browser, base: str) -> Iterator[Visit]:
    """A function that opens a page for a user name (None: nobody) at a width; all are checked at the end."""
    opened: list[tuple[BrowserContext, Visitor]] = []

    def visit(username: str | None, *, width: int = DESK, js: bool = True) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, locale="vi-VN", java_script_enabled=js, base_url=base
        )
        if username is not None:
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": _session(username), "url": base}]
            )
        visitor = Visitor(context.new_page(), base)
        visitor.watch()
        opened.append((context, visitor))
        return visitor

    yield visit
    for context, visitor in opened:
        context.close()
        assert visitor.errors == []
        assert visitor.strangers == []


def _session(username: str) -> str:
    client = Client()
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(User.objects.get(username=username), backend=backend)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def visit(browser: Browser, live_server: Any) -> Iterator[Visit]:
    yield from visits(browser, live_server.url)
