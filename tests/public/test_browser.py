"""The public pages in a real browser: accessible in light and dark, on phone and desk, without JavaScript.

A server process of its own on a database of its own: published results cannot be deleted, so the usual
flushing between tests that a live server needs is not possible.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = "/usr/bin/chromium"
RANKING = "/xep-hang/hung-yen/2024-10/district/"
PAGES = [
    "/",
    "/xep-hang/",
    RANKING,
    f"{RANKING}?chi-so=TDGQ&sap-xep=-rate",
    f"{RANKING}?tim=khong-co",
    "/xep-hang/hung-yen/2024-11/department/",
    "/xep-hang/hung-yen/2024-11/department/?lan=1",
    "/ky/",
    "/ky/hung-yen/2024-10/",
    "/ky/hung-yen/2024-11/",
    "/ky/hung-yen/2025-01/",
    "/ky/hung-yen/2030-01/",
    "/ky/kim-dong/2024-10/",
    "/don-vi/?tim=huyen",
    "/don-vi/tinh-hung-yen/",
    "/don-vi/huyen-kim-dong/",
    "/so-sanh/",
    "/so-sanh/?don-vi=huyen-kim-dong&don-vi=thi-xa-my-hao&don-vi=huyen-tien-lu",
    "/so-sanh/?don-vi=huyen-kim-dong&don-vi=so-y-te",
    "/so-sanh/?don-vi=huyen-kim-dong&tim=huyen",
    "/ban-do/",
    "/lich/",
    "/van-ban/",
    "/chi-so/",
    "/du-lieu/",
    "/nothing/",
    f"{RANKING}?sap-xep=nonsense",
]
PHONE, DESK = (390, 844), (1280, 900)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a running server with a small published world."""
    folder = tmp_path_factory.mktemp("site")
    address = f"127.0.0.1:{_free_port()}"
    environment = {
        **{name: value for name, value in os.environ.items() if name not in {"DATABASE_URL"}},
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DATA_DIR": str(folder),
        "TRIAL": "1",
        "SITE_URL": f"http://{address}",
    }

    def run(*command: str) -> None:
        subprocess.run([sys.executable, *command], cwd=settings.BASE_DIR, env=environment, check=True)

    run("manage.py", "migrate", "-v0")
    run("manage.py", "build_static")
    run("manage.py", "collectstatic", "--noinput", "-v0")
    run("-m", "tests.public.browser_world")
    log = (folder / "server.log").open("wb")
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", address],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=log,
        stderr=log,
    )
    try:
        _wait_for(f"http://{address}/healthz", folder / "server.log")
        yield f"http://{address}"
    finally:
        server.terminate()
        server.wait(timeout=20)
        log.close()


def _wait_for(address: str, log: Path) -> None:
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (URLError, ConnectionError):
            time.sleep(0.2)
    raise AssertionError(f"The server did not answer: {log.read_text()}")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Closed with the module: an open one would make Django take every later test for an async one."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def _open(browser: Browser, size: tuple[int, int], scheme: str, *, javascript: bool = True) -> Page:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        java_script_enabled=javascript,
    )
    return context.new_page()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_no_accessibility_violations(
    chromium: Browser, site: str, size: tuple[int, int], scheme: str
) -> None:
    """axe, contrast included, on every page; and no page is wider than the screen."""
    page = _open(chromium, size, scheme)
    found: dict[str, list[str]] = {}
    for address in PAGES:
        page.goto(site + address)
        violations = Axe().run(page).response["violations"]
        found[address] = [f"{item['id']}: {item['nodes'][0]['html']}" for item in violations]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found[address].append("wider than the screen")
    page.context.close()
    assert {address: problems for address, problems in found.items() if problems} == {}


def test_a_page_is_small_and_asks_nobody_else(chromium: Browser, site: str) -> None:
    """At most 100 KB with styles, script and fonts; nothing from another host; no cookie."""
    page = _open(chromium, PHONE, "light")
    sizes: dict[str, int] = {}
    page.on(
        "requestfinished", lambda request: sizes.update({request.url: request.sizes()["responseBodySize"]})
    )
    failed: list[str] = []
    page.on("response", lambda response: failed.append(response.url) if response.status >= 400 else None)
    page.goto(site + RANKING, wait_until="networkidle")
    assert failed == []
    assert all(url.startswith(site) for url in sizes)
    assert sum(sizes.values()) < 100_000
    assert page.context.cookies() == []
    assert page.evaluate("document.fonts.check('16px \"Be Vietnam Pro\"', 'ữ') && document.fonts.size > 0")


def test_ranking_works_without_javascript(chromium: Browser, site: str) -> None:
    page = _open(chromium, DESK, "light", javascript=False)
    page.goto(site + RANKING)
    page.get_by_role("link", name="Thay đổi (điểm)").click()
    expect(page.get_by_role("columnheader", name="Thay đổi (điểm)")).to_have_attribute(
        "aria-sort", "descending"
    )
    expect(page.locator("tbody tr").first).to_contain_text("Huyện Kim Động")
    page.get_by_label("Tìm đơn vị").fill("tien lu")
    page.get_by_role("button", name="Xem").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.get_by_role("status")).to_contain_text("1 trong 5 đơn vị")
    page.get_by_role("link", name="Bỏ lọc").click()
    page.get_by_label("Chỉ số", exact=True).select_option("TDGQ")
    page.get_by_role("button", name="Xem").click()
    expect(page.locator("tbody tr").first).to_contain_text("Thị xã Mỹ Hào")
    page.get_by_role("link", name="Thị xã Mỹ Hào").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thị xã Mỹ Hào")


def test_on_a_phone_rows_are_cards_that_can_be_sorted(chromium: Browser, site: str) -> None:
    page = _open(chromium, PHONE, "light")
    page.goto(site + RANKING)
    first = page.locator("tbody tr").first
    assert first.evaluate("row => getComputedStyle(row).display") == "grid"
    page.get_by_label("Sắp xếp").select_option("points")
    page.get_by_role("button", name="Xem").click()
    expect(page.locator("tbody tr").first).to_contain_text("Huyện Tiên Lữ")
    expect(page.locator("tbody tr").last).to_contain_text("Không có số liệu")


def test_keyboard_reaches_content_filters_and_sort_links(chromium: Browser, site: str) -> None:
    page = _open(chromium, DESK, "light")
    page.goto(site + RANKING)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Đến phần nội dung")
    page.keyboard.press("Enter")
    reached: list[str] = []
    for _ in range(20):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.name || document.activeElement.innerText"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", reached[-1]
    assert reached.index("tim") < reached.index("Xem") < reached.index("Hạng")


def test_text_size_is_kept_without_a_cookie(chromium: Browser, site: str) -> None:
    page = _open(chromium, DESK, "light")
    page.goto(site + "/")
    before = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    page.get_by_role("button", name="Rất lớn").click()
    page.goto(site + RANKING)
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") > before * 1.3
    assert page.context.cookies() == []
