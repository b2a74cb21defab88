"""A month in a real browser: one person brings the file, another publishes; then every page looked over."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.admin import sheets
from tests.admin.browser_world import PASSWORD
from tests.browsing import DESK, PHONE, problems, seen_on, signed_in
from tests.served import serving

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MARCH, FEBRUARY = 1, 2
"""Releases of the world: public with an issued letter; approved and waiting."""
STAFF_PAGES = ("", "dot/", "dot/lap/", "danh-muc/", "van-ban/", "thu/", "password_change/")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("staff"), "tests.admin.browser_world") as running:
        yield running


def bring(page: Page, period: str, data: bytes) -> None:
    """From the first page to the check screen of a file."""
    page.get_by_role("link", name="Lập đợt mới").click()
    page.get_by_label("Kỳ", exact=True).fill(period)
    page.get_by_role("button", name="Lập đợt").click()
    offer(page, data)


def offer(page: Page, data: bytes) -> None:
    """A file on a release's page for files."""
    file = {"name": "so-lieu.xlsx", "mimeType": WORKBOOK, "buffer": data}
    page.get_by_label("Tệp số liệu").set_input_files(file)  # type: ignore[arg-type]  # a FilePayload
    page.get_by_role("button", name="Tải lên và đọc").click()


def test_upload_accept_submit_approve_publish_without_javascript(chromium: Browser, address: str) -> None:
    enters = signed_in(chromium, address, "nhap", javascript=False)
    bring(enters, "10/2024", sheets.totals(88.68, "88,64", 80))
    enters.get_by_role("button", name="Nhận số liệu").click()
    expect(enters.get_by_text("Đã nhận 3 số liệu")).to_be_visible()
    enters.get_by_role("link", name="Trình duyệt").click()
    enters.get_by_role("button", name="Trình duyệt").click()
    expect(enters.get_by_text("Số liệu đã trình, chờ duyệt.")).to_be_visible()

    approves = signed_in(chromium, address, "duyet", javascript=False)
    approves.get_by_role("link", name="Duyệt", exact=True).click()
    approves.get_by_role("button", name="Duyệt", exact=True).click()
    approves.get_by_role("link", name="Công bố", exact=True).click()
    approves.get_by_label("Gõ lại kỳ").fill("9/2024")
    approves.get_by_role("button", name="Công bố", exact=True).click()
    said = "Bạn gõ tháng 9/2024, còn đợt này là tháng 10/2024."
    expect(approves.locator("#id_period_error")).to_contain_text(said)
    approves.get_by_label("Gõ lại kỳ").fill("10/2024")
    approves.get_by_role("button", name="Công bố", exact=True).click()
    approves.get_by_role("link", name="Xem trang công khai").click()
    expect(approves.get_by_text("88,68").first).to_be_visible()


def test_a_unit_answers_from_a_phone(chromium: Browser, address: str) -> None:
    """Without JavaScript and without an account; each page looked over by axe, in light and in dark."""
    enters = signed_in(chromium, address, "nhap", javascript=False)
    bring(enters, "8/2024", sheets.totals(78.5, 77, 76, month="tháng 8/2024"))
    enters.get_by_role("button", name="Nhận số liệu").click()
    enters.get_by_role("link", name="Lấy ý kiến đơn vị").click()
    enters.get_by_role("button", name="Lập đường dẫn cho 3 đơn vị").click()
    links = enters.locator(".link-text").all_inner_texts()
    enters.get_by_role("link", name="Xong, về danh sách đơn vị").click()

    found = {}
    for scheme, link in zip(("light", "dark"), links, strict=False):
        # axe is a script, and the page allows none: only for looking it over its policy is set aside.
        context = chromium.new_context(
            viewport={"width": 375, "height": 812},
            color_scheme="dark" if scheme == "dark" else "light",
            bypass_csp=True,
        )
        page = context.new_page()
        page.goto(link)
        found[scheme, "row"] = problems(page)
        page.get_by_role("button", name="Gửi trả lời").click()
        expect(page.get_by_text("Ghi họ tên người trả lời.")).to_be_visible()
        found[scheme, "wrong"] = problems(page)
        context.close()
    unit = chromium.new_context(viewport={"width": 375, "height": 812}, java_script_enabled=False).new_page()
    unit.goto(links[0])
    unit.get_by_label("Có ý kiến").check()
    unit.get_by_label("Số nào sai").fill("Theo báo cáo của xã là 79 điểm.")
    unit.get_by_label("Họ và tên").fill("Người Xã")
    unit.get_by_label("Chức vụ").fill("Chủ tịch")
    unit.get_by_role("button", name="Gửi trả lời").click()
    expect(unit.get_by_role("heading", name="Đã ghi nhận: có ý kiến.")).to_be_visible()
    unit.goto(links[0])
    expect(unit.get_by_role("heading", name="Đường dẫn này không dùng được.")).to_be_visible()
    unit.context.close()

    enters.reload()
    expect(enters.get_by_text("Theo báo cáo của xã là 79 điểm.")).to_be_visible()
    looks = signed_in(chromium, address, "quan-tri", PHONE)
    for scheme in ("light", "dark"):
        looks.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        looks.goto(enters.url)
        found[scheme, "units"] = problems(looks)
        looks.goto(enters.url.replace("xac-nhan/", "kien-nghi/"))
        found[scheme, "objections"] = problems(looks)
        looks.get_by_role("link", name="Trả lời", exact=True).click()
        found[scheme, "objection"] = problems(looks)
    for page in (enters, looks):
        page.context.close()
    assert {where: wrong for where, wrong in found.items() if wrong} == {}


def test_every_page_is_accessible_and_fits_the_screen(chromium: Browser, address: str) -> None:
    """axe on a desk in the light; then on a phone in the dark what differs there: contrast and width.

    Nothing the browser complains about on either.
    """
    page = signed_in(chromium, address, "quan-tri", DESK)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(_said(message)))
    bring(page, "11/2024", sheets.totals(101, "88,64", names=("Xã Một", "Xã Bốn"), month="tháng 11/2024"))
    page.wait_for_url("**/tep/**")
    check = page.url
    release = check.split("tep/")[0]
    # Units left out are asked about only once no name is in doubt.
    page.goto(f"{release}tai-len/")
    offer(page, sheets.totals(88.68, 80, names=("Xã Một", "Xã Hai"), month="tháng 11/2024"))
    expect(page.get_by_role("button", name="Chưa có số liệu")).to_be_visible()
    missing = page.url
    found = {}
    public, approved = (f"{address}/quan-tri/dot/{number}/" for number in (MARCH, FEBRUARY))
    reference = ("unit", "indexversion", "indicator", "office")
    pages = [
        check,
        missing,
        *(
            f"{public}{part}"
            for part in ("", "dinh-chinh/", "van-ban/1/", "van-ban/1/dinh-chinh/", "phieu/", "thu-hoi/")
        ),
        *(f"{approved}{part}" for part in ("cong-bo/", "xem-truoc/", "xac-nhan/", "kien-nghi/")),
        *(f"{release}{part}" for part in ("", "tai-len/", "go/", "go/don-vi/xa-mot/", "nguon/", "trinh/")),
        *(f"{release}loi-van/{part}" for part in ("", "opening/")),
        *(f"{address}/quan-tri/{part}" for part in STAFF_PAGES),
        *(f"{address}/quan-tri/scores/{model}/" for model in reference),
        *(f"{address}/quan-tri/scores/{model}/1/change/" for model in reference),
        *(f"{address}/quan-tri/scores/unit/{part}" for part in ("add/", "1/history/", "?q=xa")),
        *(f"{address}/quan-tri/auth/user/{part}" for part in ("", "add/", "1/change/", "1/password/")),
    ]
    for shown in pages:
        answer = page.goto(shown)
        assert answer is not None
        assert answer.ok, shown
        found[shown] = problems(page)
        seen_on(page, PHONE, "dark")
        found[f"{shown}, phone"] = problems(page, only="color-contrast")
        seen_on(page, DESK, "light")
    page.context.close()
    assert {shown: wrong for shown, wrong in found.items() if wrong} == {}
    assert [text for text in complaints if text] == []


def _said(message: ConsoleMessage) -> str:
    return message.text if message.type in ("error", "warning") else ""


def test_a_row_is_added_in_the_browser(chromium: Browser, address: str) -> None:
    """Django's own scripts for inlines work below our frame."""
    page = signed_in(chromium, address, "quan-tri")
    page.goto(f"{address}/quan-tri/scores/unit/?q=xa+mot")
    page.get_by_role("link", name="Xã Một").click()
    page.get_by_role("button", name="Thêm dòng: Cách viết khác").click()
    page.locator("#id_aliases-0-text").fill("Xã Nhất")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_text("Đã lưu đơn vị “Xã Một”.")).to_be_visible()
    page.goto(f"{address}/quan-tri/scores/unit/?q=xa+nhat")
    expect(page.get_by_role("link", name="Xã Một")).to_be_visible()
    page.context.close()


def test_what_was_typed_outlives_the_session(chromium: Browser, address: str) -> None:
    page = signed_in(chromium, address, "duyet")
    page.goto(f"{address}/quan-tri/dot/{MARCH}/thu-hoi/")
    reason = page.get_by_label("Lý do thu hồi")
    reason.fill("Nguồn của tháng này sai.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Thu hồi").click()
    expect(page.get_by_text("chưa lưu. Đăng nhập lại")).to_be_visible()
    page.get_by_label("Tên đăng nhập").fill("duyet")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_text("đã được điền lại dưới đây")).to_be_visible()
    expect(reason).to_have_value("Nguồn của tháng này sai.")
    # Signed in anew in another window: the page's token is an old one.
    page.context.clear_cookies(name="csrftoken")
    page.get_by_role("button", name="Thu hồi").click()
    page.get_by_role("link", name="Mở lại trang vừa rồi").click()
    expect(reason).to_have_value("Nguồn của tháng này sai.")
    page.reload()
    expect(reason).to_have_value("")
    page.context.close()


def test_a_correction_in_one_sitting(chromium: Browser, address: str) -> None:
    """From “Đính chính” to the public second version, differences and replacing letter."""
    enters = signed_in(chromium, address, "nhap")
    enters.goto(f"{address}/quan-tri/dot/?trang-thai=published")
    enters.get_by_role("link", name="tháng 3/2024").first.click()
    enters.get_by_role("link", name="Đính chính", exact=True).click()
    expect(enters.get_by_text("là văn bản thay thế Công văn số 355/UBND-VP")).to_be_visible()
    enters.get_by_label("Loại đính chính").select_option("objection")
    enters.get_by_label("Ai đề nghị").fill("UBND Xã Một")
    enters.get_by_label("Sai ở đâu, vì sao").fill("Xã Một ghi nhầm.")
    enters.get_by_role("button", name="Lập bản đính chính").click()
    enters.wait_for_url(re.compile(r"/dot/\d+/$"))
    draft = enters.url
    enters.goto(f"{draft}go/don-vi/xa-mot/")
    enters.get_by_label("Điểm").first.fill("88,60")
    enters.get_by_role("button", name="Lưu").first.click()
    expect(enters.get_by_text("Đã lưu 1 số liệu.")).to_be_visible()
    enters.goto(f"{draft}trinh/")
    for reason in enters.get_by_label("Vì sao để nguyên").all():
        reason.fill("Đúng như đơn vị báo.")
    enters.get_by_role("button", name="Trình duyệt").click()
    expect(enters.get_by_text("Số liệu đã trình, chờ duyệt.")).to_be_visible()
    enters.context.close()

    approves = signed_in(chromium, address, "duyet")
    approves.goto(f"{draft}duyet/")
    expect(approves.get_by_role("cell", name="88,6 điểm")).to_be_visible()
    for reason in approves.get_by_label("Vì sao để nguyên").all():
        reason.fill("Đúng như đơn vị báo.")
    approves.get_by_role("button", name="Duyệt", exact=True).click()
    expect(approves.get_by_text("Đã duyệt. Đợt này chờ công bố.")).to_be_visible()
    approves.goto(f"{draft}cong-bo/")
    approves.get_by_label("Gõ lại kỳ").fill("3/2024")
    approves.get_by_role("button", name="Công bố", exact=True).click()
    expect(approves.get_by_role("link", name="Xem trang công khai")).to_be_visible()
    approves.goto(f"{address}/ky/huyen-thu/2024-03/")
    expect(approves.get_by_text("Đã đính chính: theo kiến nghị.")).to_be_visible()
    differences = approves.locator("#khac-biet")
    expect(differences.get_by_role("cell", name="88,68 điểm")).to_be_visible()
    expect(differences.get_by_role("cell", name="88,6 điểm")).to_be_visible()
    link = approves.get_by_role("link", name="(thay thế Công văn số 355/UBND-VP ngày 05/11/2024)")
    expect(link).to_be_visible()
    answer = approves.request.get(f"{address}{link.get_attribute('href')}")
    assert answer.body().startswith(b"%PDF")
    approves.goto(f"{address}/ky/huyen-thu/2024-03/?lan=1")
    expect(approves.get_by_text("Đã được thay thế bằng lần 2")).to_be_visible()
    expect(approves.get_by_text("Đã được thay thế bằng văn bản của lần sau")).to_be_visible()
    approves.context.close()
