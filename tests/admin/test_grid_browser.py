"""The grid in a real browser: the keyboard, a block of 161 × 6, two people, a line that breaks, a reload."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Locator, Page, expect

from scores.vietnamese import count
from tests.admin.grid_world import COMMUNES
from tests.browsing import DESK, PHONE, problems, signed_in
from tests.served import serving

COLUMNS = ["1.1:points", "TDGQ:points", "5.4:count", "BSDT:count"]
"""Added to the total and the first group, which last month had: six in all."""
SAVED = re.compile(r"^đã lưu \d\d:\d\d$")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("grid"), "tests.admin.grid_world") as running:
        yield running


@pytest.fixture(scope="module")
def enters(chromium: Browser, address: str) -> Iterator[BrowserContext]:
    context = signed_in(chromium, address, "nhap").context
    yield context
    context.close()


@pytest.fixture(scope="module")
def grid(enters: BrowserContext, address: str) -> str:
    """The address of the communes' grid, reached as a person does."""
    page = enters.new_page()
    page.goto(f"{address}/quan-tri/dot/?trang-thai=draft")
    page.get_by_role("link", name="Tháng 10/2024").click()
    page.get_by_role("link", name="Gõ số liệu").click()
    page.get_by_role("link", name="Mở bảng nhập cấp xã").click()
    expect(page.locator("#grid")).to_be_visible()
    url = page.url
    page.close()
    return url


def opened(context: BrowserContext, grid: str, columns: list[str] = COLUMNS) -> Page:
    """The grid with more columns."""
    page = context.new_page()
    page.goto(grid + "?" + "&".join(f"cot={key}" for key in columns))
    return page


def cell(page: Page, row: int, column: int) -> Locator:
    """The box of a row and column of figures, counted from 1."""
    return page.locator(f"#grid tbody tr:nth-child({row}) td:nth-of-type({column}) input")


def saved(page: Page) -> None:
    expect(page.locator("#grid-state")).to_have_text(SAVED)


def paste(page: Page, text: str) -> None:
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
            document.activeElement.dispatchEvent(event);
        }""",
        text,
    )


def test_by_keyboard_alone(enters: BrowserContext, grid: str) -> None:
    page = opened(enters, grid)
    cell(page, 1, 1).focus()
    for text, key in [
        ("58,5", "Tab"),
        ("15,7", "Tab"),
        ("55", "Enter"),
        ("kps", "ArrowLeft"),
        ("9", "Home"),
    ]:
        page.keyboard.type(text)
        page.keyboard.press(key)
    expect(cell(page, 2, 1)).to_be_focused()
    expect(page.locator("#grid-state")).to_contain_text("còn 1 ô chưa lưu")
    expect(cell(page, 2, 3)).to_have_value("Không phát sinh")
    expect(cell(page, 2, 2)).to_have_value("9")
    expect(cell(page, 1, 3)).to_have_value("55")
    expect(page.locator(".note")).to_have_text("55 lớn hơn mức tối đa 6. Có phải 5,5 hoặc 6 không?")
    expect(page.locator("#grid tbody tr").first.locator(".sum")).to_have_text("cộng 1/2 nhóm: 15,7")

    cell(page, 1, 2).focus()
    expect(page.locator("#grid-where")).to_contain_text("Xã Số 1 · 1 Công khai, minh bạch")
    expect(page.locator("#grid-where")).to_contain_text("kỳ trước 10 · nhap gõ")
    expect(page.locator("#grid-said")).to_contain_text("Kỳ trước 10, chênh 5,70: quá 5.")
    page.keyboard.press("F2")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Backspace")
    expect(cell(page, 1, 2)).to_have_value("157")
    page.keyboard.press("Escape")
    expect(cell(page, 1, 2)).to_have_value("15,7")

    page.keyboard.type("16")
    page.keyboard.press("Control+End")
    expect(cell(page, COMMUNES, 6)).to_be_focused()
    page.keyboard.press("Control+z")
    expect(cell(page, 1, 2)).to_be_focused()
    expect(cell(page, 1, 2)).to_have_value("15,7")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(cell(page, 1, 3)).to_have_value("")
    saved(page)
    page.get_by_role("button", name="Ai đã sửa ô này").click()
    expect(page.locator("#grid-changes")).to_have_text("Ô này chưa có ai nhập.")
    cell(page, 1, 2).focus()
    page.get_by_role("button", name="Ai đã sửa ô này").click()
    expect(page.locator("#grid-changes li").first).to_contain_text("nhap gõ: 16 → 15,7")
    page.get_by_role("link", name="Nguồn gốc của số này").click()
    expect(page.get_by_role("heading", name="Xã Số 1 · Công khai, minh bạch")).to_be_visible()
    page.close()


def test_a_block_of_161_by_6_is_stored_whole(enters: BrowserContext, grid: str) -> None:
    page = opened(enters, grid)
    values = [
        [f"{60 + row % 3},{row % 10}", f"{row % 18}", "5,25", "19,5", f"{row % 90}/90", count(row * 1000)]
        for row in range(1, COMMUNES + 1)
    ]
    cell(page, 1, 1).focus()
    paste(page, "".join("\t".join(row) + "\r\n" for row in [*values, values[0]]))
    expect(page.get_by_role("alertdialog")).to_contain_text(
        "Khối có 162 dòng, từ ô đang chọn xuống chỉ còn 161"
    )
    page.get_by_role("button", name="Thôi").click()
    names = [[f"xã số {row}", *line] for row, line in enumerate(values, start=1)][::-1]
    paste(page, "".join("\t".join(row) + "\r\n" for row in names))
    expect(page.get_by_role("alertdialog")).to_contain_text("161 dòng × 6 cột, xếp theo tên đơn vị")
    page.get_by_role("button", name="Dán vào bảng").click()
    saved(page)
    page.reload()
    shown = page.locator("#grid tbody tr").evaluate_all(
        "lines => lines.map(line => Array.from(line.querySelectorAll('input'), one => one.value))"
    )
    assert shown == [[text.removesuffix(",0") for text in row] for row in values]
    page.close()


def test_two_people_in_one_cell_see_both_values(
    chromium: Browser, enters: BrowserContext, address: str, grid: str
) -> None:
    mine = opened(enters, grid)
    other = signed_in(chromium, address, "quan-tri").context
    theirs = opened(other, grid)
    cell(theirs, 5, 1).fill("70,5")
    theirs.keyboard.press("Enter")
    saved(theirs)
    seen = cell(mine, 5, 1).input_value()
    cell(mine, 5, 1).focus()
    mine.keyboard.type("71")
    mine.keyboard.press("Enter")
    note = mine.locator(".note")
    expect(note).to_contain_text("Người khác (quan-tri) đã sửa ô này lúc")
    expect(note).to_contain_text(f"({seen} → 70,5). Bạn nhập 71. Giữ số nào?")
    expect(note.get_by_role("button", name="Giữ 70,5")).to_be_visible()
    note.get_by_role("button", name="Lưu 71").click()
    saved(mine)
    expect(note).to_have_count(0)
    theirs.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(cell(theirs, 5, 1)).to_have_value("71")
    expect(theirs.locator("#grid-state")).to_have_text("Người khác vừa sửa 1 ô, có viền đậm.")
    other.close()
    mine.close()


def test_a_broken_line_and_a_reload_lose_nothing(enters: BrowserContext, grid: str) -> None:
    page = opened(enters, grid)
    page.route("**/luu/", lambda route: route.abort())
    cell(page, 7, 2).focus()
    page.keyboard.type("12,5")
    page.keyboard.press("Enter")
    expect(page.locator("#grid-state")).to_contain_text("Chưa lưu 1 ô. Mất kết nối với máy chủ.")
    expect(page.locator("#grid td.unsaved")).to_have_count(1)
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.reload()
    assert asked == ["beforeunload"]
    expect(cell(page, 7, 2)).to_have_value("12,5")
    page.unroute("**/luu/")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    saved(page)
    page.reload()
    assert asked == ["beforeunload"]
    expect(cell(page, 7, 2)).to_have_value("12,5")
    page.close()


def test_ones_own_reason_is_no_other_person(enters: BrowserContext, grid: str) -> None:
    page = opened(enters, grid, ["CKMB:rate"])
    cell(page, 9, 2).focus()
    page.keyboard.type("kps")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("50")
    page.keyboard.press("Enter")
    saved(page)
    expect(page.locator(".note")).to_have_count(0)
    assert [cell(page, 9, place).input_value() for place in (2, 3)] == ["", "50"]
    page.close()


def test_the_grid_is_accessible_and_fits(enters: BrowserContext, grid: str) -> None:
    page = opened(enters, grid, [])
    for width, height in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        cell(page, 2, 2).focus()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert problems(page) == []
    page.close()
