"""A file in a real browser: two questions and acceptance, without JavaScript, a line that breaks, axe."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.admin import sheets
from tests.browsing import DESK, PHONE, Scheme, problems, seen_on, signed_in
from tests.served import serving

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MISSPELT = ("Xã Một", "Xã Hay", "Xã Ba")
SCREENS: tuple[tuple[tuple[int, int], Scheme], ...] = ((PHONE, "dark"), (DESK, "light"))


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("uploads"), "tests.admin.browser_world") as running:
        yield running


def choose(page: Page, data: bytes, name: str = "so-lieu.xlsx") -> None:
    file = {"name": name, "mimeType": WORKBOOK, "buffer": data}
    page.get_by_label("Tệp số liệu").set_input_files(file)  # type: ignore[arg-type]  # a FilePayload


def brought(page: Page, data: bytes, month: str) -> None:
    """From “Việc của tôi” to the check screen, past the large question."""
    page.get_by_role("link", name="Tải tệp lên", exact=True).click()
    choose(page, data)
    page.get_by_role("button", name="Tải lên").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Đây là {month} của Huyện Thử, đúng không?")
    page.get_by_role("button", name="Đúng, đọc tệp").click()


def finding(page: Page, cell: str) -> Locator:
    return page.locator("li[data-open]").filter(has_text=cell)


def test_two_questions_are_answered_and_the_file_accepted(chromium: Browser, address: str) -> None:
    """With htmx: the page is not loaded anew, focus goes on to the next question, folds stay as they were."""
    page = signed_in(chromium, address, "nhap")
    complaints: list[str] = []
    page.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
    brought(page, sheets.totals(88.68, "88,64", 810, names=MISSPELT), "tháng 10/2024")
    page.get_by_text("Để ngoài").click()
    page.evaluate("window.loadedOnce = true")
    page.get_by_role("link", name="Trả lời 2 câu hỏi").click()
    finding(page, "Ô B4").get_by_role("button", name="Xã Hai").click()
    expect(page.get_by_role("link", name="Trả lời 1 câu hỏi")).to_be_visible()
    expect(finding(page, "Ô C5").locator(":focus")).to_have_count(1)
    finding(page, "Ô C5").get_by_label("Số đúng của ô này").fill("81")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Nhận số liệu")).to_be_focused()
    expect(page.get_by_text("KẾT QUẢ THÁNG 10/2024")).to_be_visible()
    expect(page.get_by_text("Đã trả lời (2)")).to_be_visible()
    assert page.evaluate("window.loadedOnce") is True
    page.get_by_text("Đã đọc tốt (3 số liệu)").click()
    expect(page.get_by_role("cell", name="88,64 điểm")).to_be_visible()
    page.get_by_role("button", name="Nhận số liệu").click()
    expect(page.get_by_text("Đã nhận 3 số liệu từ tệp “so-lieu.xlsx”: 3 số mới.")).to_be_visible()
    assert complaints == []
    page.context.close()


def test_the_whole_upload_without_javascript(chromium: Browser, address: str) -> None:
    page = signed_in(chromium, address, "nhap", PHONE, javascript=False)
    brought(
        page, sheets.totals(88.68, 80, names=("Xã Một", "Xã Hái"), month="tháng 11/2024"), "tháng 11/2024"
    )
    finding(page, "Ô B4").get_by_role("button", name="Xã Hai").click()
    expect(page.get_by_text("Đã ghi câu trả lời và đọc lại tệp.")).to_be_visible()
    page.get_by_role("link", name="Trả lời 1 câu hỏi").click()
    expect(page.get_by_label("Xã Ba")).to_be_checked()
    page.get_by_label("Nguồn, ghi chú (nếu có)").fill("Xã chưa nối mạng")
    page.get_by_role("button", name="Chưa có số liệu").click()
    page.get_by_text("Đã đọc tốt (2 số liệu)").click()
    page.get_by_role("link", name="Xem từng số liệu").click()
    expect(page.get_by_role("table")).to_contain_text("Xã Hai")
    page.get_by_role("link", name="Về kết quả đọc tệp").click()
    page.get_by_role("button", name="Nhận số liệu").click()
    expect(
        page.get_by_text("Đã nhận 2 số liệu từ tệp “so-lieu.xlsx”: 2 số mới, ghi “Không có số liệu”")
    ).to_be_visible()
    page.context.close()


def test_an_upload_whose_line_breaks_leaves_nothing(chromium: Browser, address: str) -> None:
    """Most of the request, then the line is gone; also an answer that does not get through is told."""
    page = signed_in(chromium, address, "nhap")
    brought(page, sheets.totals(88, 87, 810, month="tháng 9/2024"), "tháng 9/2024")
    release = page.url.split("tep/")[0]
    page.goto(f"{release}tai-len/")
    before = page.locator(".letters li").count()
    token = page.locator("input[name=csrfmiddlewaretoken]").last.input_value()
    cookies = "; ".join(f"{cookie.get('name')}={cookie.get('value')}" for cookie in page.context.cookies())
    _send_most(f"{release}tai-len/", token, cookies, sheets.totals(70, 71, 72, month="tháng 9/2024"))
    page.reload()
    expect(page.locator(".letters li")).to_have_count(before)
    page.goto(release)
    page.get_by_role("link", name="so-lieu.xlsx").first.click()
    page.route("**/tra-loi/", lambda route: route.abort())
    finding(page, "Ô C5").get_by_label("Số đúng của ô này").fill("81")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Chưa lưu được vì máy chủ không trả lời.")).to_be_visible()
    expect(finding(page, "Ô C5").get_by_label("Số đúng của ô này")).to_have_value("81")
    page.context.close()


def _send_most(address: str, token: str, cookies: str, data: bytes) -> None:
    """A form whose file is cut in the middle by a line that breaks."""
    boundary = "ranh-gioi"
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="dang-do.xlsx"\r\n\r\n'
    ).encode()
    tail = (
        f'\r\n--{boundary}\r\nContent-Disposition: form-data; name="whole"\r\n\r\n1\r\n--{boundary}--\r\n'
    ).encode()
    parts = urlsplit(address)
    lines = (
        f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nCookie: {cookies}\r\n"
        f"Content-Type: multipart/form-data; boundary={boundary}\r\n"
        f"Content-Length: {len(head) + len(data) + len(tail)}\r\n\r\n"
    ).encode()
    with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=10) as line:
        line.sendall(lines + head + data[: len(data) * 4 // 5])
        line.shutdown(socket.SHUT_WR)
        while line.recv(4096):
            pass


def test_the_new_pages_are_accessible_and_fit_the_screen(chromium: Browser, address: str) -> None:
    """On a desk in the light, on a phone in the dark."""
    page = signed_in(chromium, address, "nhap")
    found: dict[str, list[str]] = {}

    def look(shown: str) -> None:
        for size, scheme in SCREENS:
            seen_on(page, size, scheme)
            found[f"{shown}, {scheme}"] = problems(page)

    page.goto(f"{address}/quan-tri/tai-len/")
    look("bring")
    choose(page, sheets.totals(10, 870, 20, names=MISSPELT, month="tháng 8/2024"))
    page.get_by_role("button", name="Tải lên").click()
    page.locator("#chon-ky summary").click()
    look("place")
    page.get_by_role("button", name="Đúng, đọc tệp").click()
    # The folds ask for their lines when opened, which the page must be there and ready for.
    page.wait_for_url("**/tep/**", wait_until="load")
    page.evaluate("document.querySelectorAll('details.group').forEach(fold => { fold.open = true })")
    expect(page.locator(".read-lines")).to_be_visible()
    look("check")
    page.goto(f"{address}/quan-tri/kiem-tra-thu/")
    look("trial")
    choose(page, sheets.totals(10, 870, 20, names=MISSPELT))
    page.get_by_role("button", name="Kiểm tra", exact=True).click()
    page.get_by_text("Đã đọc tốt").click()
    look("tried")
    page.context.close()
    assert {shown: wrong for shown, wrong in found.items() if wrong} == {}
