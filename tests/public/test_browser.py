"""The public pages in a real browser: accessible in light and dark, on phone and desk, without JavaScript.

A server process of its own on a database of its own: published results cannot be deleted, so the usual
flushing between tests that a live server needs is not possible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import DESK, PHONE, problems, seen_on
from tests.public.browser_pages import EXPLAINED, KEPT, LARGEST, PAGES, RANKING
from tests.served import serving

NARROW = (320, 640)
"""A desk's window of 1280 at 400%."""
MOVED = """
window.moved = 0;
new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.moved += entry.value; }))
  .observe({type: "layout-shift", buffered: true});
"""


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


def test_no_accessibility_violations(chromium: Browser, site: str) -> None:
    """axe on every page, on phone and desk: in the light with all its rules, in the dark for contrast.

    None is too wide, nor at 400% or in the largest text; with all that is kept for ever, none is too heavy.
    """
    page = _open(chromium, PHONE, "light")
    kept = _weight(chromium, site, RANKING, lambda url: "/static/" in url)
    assert kept < KEPT
    found: dict[str, list[str]] = {}
    for address in PAGES:
        seen_on(page, PHONE, "light")
        answer = page.goto(site + address)
        assert answer is not None
        weight = kept + answer.request.sizes()["responseBodySize"]
        found[address] = [f"{weight} bytes"] if weight > LARGEST else []
        for size in (PHONE, DESK):
            seen_on(page, size, "light")
            found[f"{address}, {size}"] = problems(page)
            seen_on(page, size, "dark")
            found[f"{address}, {size}, dark"] = problems(page, only="color-contrast")
        found[f"{address}, 400%"] = _too_wide(page)
    page.context.close()
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


def _too_wide(page: Page) -> list[str]:
    """Whether anything is beyond the edge at 400%, in usual and largest text, or in twice the text."""
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    found = []
    for size in ("", "larger"):
        wide = page.evaluate(
            "size => { document.documentElement.setAttribute('data-text-size', size);"
            " return document.documentElement.scrollWidth }",
            size,
        )
        found += [f"{wide} wide in text size “{size}”"] if wide > NARROW[0] else []
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    wide = page.evaluate(
        "() => { const root = document.documentElement; root.style.fontSize = '200%';"
        " const wide = root.scrollWidth; root.style.fontSize = ''; return wide }"
    )
    found += [f"{wide} wide on a phone whose text is twice its size"] if wide > PHONE[0] else []
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    return found


def _weight(browser: Browser, site: str, address: str, counted: Callable[[str], bool]) -> int:
    """Bytes as sent of what a first visit asks for."""
    page = _open(browser, PHONE, "light")
    sizes: dict[str, int] = {}
    page.on(
        "requestfinished", lambda request: sizes.update({request.url: request.sizes()["responseBodySize"]})
    )
    page.goto(site + address, wait_until="networkidle")
    page.context.close()
    assert any(url.endswith(".woff2") for url in sizes)
    return sum(size for url, size in sizes.items() if counted(url))


def test_a_page_is_small_and_asks_nobody_else(chromium: Browser, site: str) -> None:
    """At most 100 KB with styles, script and fonts; nothing from another host; no cookie."""
    asked: set[str] = set()
    assert _weight(chromium, site, RANKING, lambda url: not asked.add(url)) < LARGEST  # type: ignore[func-returns-value]  # None on purpose
    assert all(url.startswith(site) for url in asked)
    page = _open(chromium, PHONE, "light")
    failed: list[str] = []
    page.on("response", lambda response: failed.append(response.url) if response.status >= 400 else None)
    page.goto(site + RANKING, wait_until="networkidle")
    assert failed == []
    assert page.context.cookies() == []
    assert page.evaluate("document.fonts.check('16px \"Be Vietnam Pro\"', 'ữ') && document.fonts.size > 0")


def test_nothing_moves_while_a_page_arrives(chromium: Browser, site: str) -> None:
    """Each first visit, nothing kept: neither fonts nor script push aside what is already read."""
    moved = {}
    for address, size in (("/", PHONE), (RANKING, DESK), (EXPLAINED, PHONE), ("/so-sanh/", DESK)):
        page = _open(chromium, size, "light")
        page.add_init_script(MOVED)
        page.goto(site + address, wait_until="networkidle")
        moved[address] = round(page.evaluate("window.moved"), 3)
        page.context.close()
    assert set(moved.values()) == {0}, moved


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


def test_other_pages_work_without_javascript(chromium: Browser, site: str) -> None:
    """Home's search, the comparison, the map, the calendar, corrections, a letter's code: links and forms."""
    page = _open(chromium, PHONE, "light", javascript=False)
    page.goto(site + "/")
    expect(page.locator(".text-size")).to_be_hidden()  # it needs the script; the browser's own zoom does not
    page.get_by_label("Tìm xã, phường").fill("my hao")
    page.get_by_role("button", name="Tìm").click()
    page.locator("main").get_by_role("link", name="Thị xã Mỹ Hào").first.click()
    page.get_by_role("link", name="So sánh với đơn vị khác").click()
    page.get_by_label("Thêm đơn vị").fill("kim dong")
    page.get_by_role("button", name="Tìm").click()
    page.get_by_role("link", name="Thêm Huyện Kim Động").click()
    expect(page.locator(".compare-table").first).to_contain_text("Huyện Kim Động")
    page.get_by_role("link", name="Bỏ Thị xã Mỹ Hào").click()
    expect(page.locator(".chosen")).not_to_contain_text("Mỹ Hào")
    page.get_by_role("contentinfo").get_by_role("link", name="Bản đồ").click()
    expect(page.locator("tbody")).to_contain_text("Tỉnh Cao Bằng")
    page.get_by_role("contentinfo").get_by_role("link", name="Lịch công bố").click()
    expect(page.locator("main")).to_contain_text("Đã công bố")
    page.get_by_role("contentinfo").get_by_role("link", name="Đính chính").click()
    expect(page.locator("main")).to_contain_text("Nguồn sửa số của hai sở")
    page.get_by_role("contentinfo").get_by_role("link", name="Xác minh văn bản").click()
    page.get_by_label("Mã ở chân trang").fill("7f3k 9qxm 2htd")
    page.get_by_role("button", name="Tra mã").click()
    expect(page.locator("main")).to_contain_text("V/v Công bố kết quả")
    page.context.close()


def test_on_a_phone_rows_are_cards_that_can_be_sorted(chromium: Browser, site: str) -> None:
    page = _open(chromium, PHONE, "light")
    page.goto(site + RANKING)
    first = page.locator("tbody tr").first
    assert first.evaluate("row => getComputedStyle(row).display") == "grid"
    page.get_by_label("Sắp xếp").select_option("points")
    page.get_by_role("button", name="Xem").click()
    expect(page.locator("tbody tr").first).to_contain_text("Huyện Tiên Lữ")
    expect(page.locator("tbody tr").last).to_contain_text("Không có số liệu")


def test_a_change_is_taken_apart_in_picture_and_table(chromium: Browser, site: str) -> None:
    page = _open(chromium, DESK, "light")
    page.goto(site + EXPLAINED)
    picture = page.locator(".waterfall svg")
    said = picture.get_attribute("aria-label") or ""
    assert "Công khai, minh bạch ▲ tăng 1,50" in said
    assert "Tiến độ giải quyết ▼ giảm 0,30" in said
    box = picture.bounding_box()
    assert box is not None and box["height"] > 100
    rise, fall = (picture.locator(kind).bounding_box() for kind in (".rise", ".fall"))
    assert rise is not None and fall is not None
    assert rise["width"] == pytest.approx(5 * fall["width"], rel=0.02)
    page.get_by_text("Hình này bằng bảng").click()
    parts = page.locator(".parts tbody tr").all_inner_texts()
    assert [part.split("\t") for part in parts] == [
        ["Công khai, minh bạch", "▲ tăng 1,50"],
        ["Tiến độ giải quyết", "▼ giảm 0,30"],
    ]
    expect(page.locator(".parts tfoot")).to_contain_text("▲ tăng 1,20")


def test_the_ranking_is_used_by_keyboard_alone(chromium: Browser, site: str) -> None:
    """Search, an indicator, a sort link and a unit: reached by Tab, chosen by the keys readers know."""
    page = _open(chromium, DESK, "light")
    page.goto(site + RANKING)
    _tab_to(page, "tim")
    page.keyboard.type("kim dong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("1 trong 5 đơn vị")
    _tab_to(page, "Bỏ lọc")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Tìm đơn vị")).to_have_value("")  # the next page is there
    _tab_to(page, "chi-so")
    page.keyboard.press("2")
    _tab_to(page, "Xem")
    page.keyboard.press("Enter")
    page.wait_for_url("**chi-so=TDGQ**")
    _tab_to(page, "Đơn vị", within="thead")
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="Đơn vị")).to_have_attribute("aria-sort", "ascending")
    _tab_to(page, "Huyện Kim Động")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Huyện Kim Động")


def _tab_to(page: Page, wanted: str, within: str = "body") -> None:
    """Press Tab until what is focused has the name or text, and is seen to be focused."""
    for _ in range(60):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "within => document.activeElement.closest(within)"
            " && (document.activeElement.name || document.activeElement.innerText.trim())",
            within,
        )
        if name == wanted:
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    raise AssertionError(f"{wanted} is not reached by Tab")


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
