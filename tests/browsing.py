"""A real browser for the tests: a person signed in, a page looked over by axe."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, StorageState, expect, sync_playwright

from tests.admin.browser_world import PASSWORD
from tests.served import CHROMIUM

PHONE, DESK = (390, 844), (1280, 900)
Scheme = Literal["light", "dark"]

_sessions: dict[tuple[str, str], StorageState] = {}
"""The session of each person at each served portal: the form is filled in once, by who comes first."""


@contextmanager
def browsing() -> Iterator[Browser]:
    """Chromium, closed at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def signed_in(
    browser: Browser, address: str, person: str, size: tuple[int, int] = DESK, *, javascript: bool = True
) -> Page:
    """A page of a new context in which the person sees “Việc của tôi”."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        java_script_enabled=javascript,
        storage_state=_sessions.get((address, person)),
    )
    page = context.new_page()
    page.goto(f"{address}/quan-tri/")
    if (address, person) not in _sessions:
        page.get_by_label("Tên đăng nhập").fill(person)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", name="Việc của tôi")).to_be_visible()
    _sessions[address, person] = context.storage_state()
    return page


def seen_on(page: Page, size: tuple[int, int], scheme: Scheme) -> None:
    """The page that stands, as another screen shows it."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=scheme)


def problems(page: Page, only: str = "") -> list[str]:
    """What axe finds, of all its rules or of one, and whether the page is wider than the screen."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {"resultTypes": ["violations"], **({"runOnly": [only]} if only else {})}
    violations = page.evaluate(
        "options => axe.run(document, options).then(found => found.violations)", options
    )
    found = [f"{item['id']}: {item['nodes'][0]['html'][:200]}" for item in violations]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append("wider than the screen")
    return found
