"""The public pages in a real browser: accessible in light and dark, on phone and desk, without JavaScript.

A server process of its own on a database of its own: published results cannot be deleted, so the usual
flushing between tests that a live server needs is not possible.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import DESK, PHONE, problems
from tests.served import serving

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
    "/ky/hung-yen/2024-11/?lan=1",
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
    "/api/v1/",
    "/dinh-chinh/",
    "/nothing/",
    f"{RANKING}?sap-xep=nonsense",
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a running server with a small published world."""
    with serving(tmp_path_factory.mktemp("site"), "tests.public.browser_world") as running:
        yield running


def _open(browser: Browser, size: tuple[int, int], scheme: str, *, javascript: bool = True) -> Page:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        java_script_enabled=javascript,
    )
    return context.new_page()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_no_accessibility_violations(chromium: Browser, site: str, size: tuple[int, int]) -> None:
    """axe on every page, in the light with all its rules, in the dark for contrast; none is too wide."""
    page = _open(chromium, size, "light")
    found: dict[str, list[str]] = {}
    for address in PAGES:
        page.emulate_media(color_scheme="light")
        page.goto(site + address)
        found[address] = problems(page)
        page.emulate_media(color_scheme="dark")
        found[f"{address}, dark"] = problems(page, only="color-contrast")
    page.context.close()
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


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
