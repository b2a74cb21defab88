"""A real browser for the tests: a person signed in, a page looked over by axe."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.admin.browser_world import PASSWORD
from tests.served import CHROMIUM

PHONE, DESK = (390, 844), (1280, 900)


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
        viewport={"width": size[0], "height": size[1]}, java_script_enabled=javascript
    )
    page = context.new_page()
    page.goto(f"{address}/quan-tri/")
    page.get_by_label("Tên đăng nhập").fill(person)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", name="Việc của tôi")).to_be_visible()
    return page


def problems(page: Page, only: str = "") -> list[str]:
    """What axe finds, of all its rules or of one, and whether the page is wider than the screen."""
    violations = Axe().run(page, options={"runOnly": [only]} if only else None).response["violations"]
    found = [f"{item['id']}: {item['nodes'][0]['html'][:200]}" for item in violations]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append("wider than the screen")
    return found
