"""Every public page: it opens, says its main thing, and needs neither account, cookie nor foreign host."""

from __future__ import annotations

import contextlib
import re
from datetime import date
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve

from scores.models import IndexVersion, Indicator, Letter, Level, UnitName, UnitSuccession
from tests import factories
from tests.public import browser_pages, reading
from tests.public.test_drafts_stay_inside import ADDRESSES

PAGES = {
    "/": "Tỉnh Hưng Yên đạt 87,29 điểm, xếp hạng 02/63, tăng 0,79 điểm so với kỳ trước.",
    "/xep-hang/": "Cấp huyện",
    "/xep-hang/hung-yen/2024-10/district/": "Kim Động đứng đầu 5 đơn vị cấp huyện tháng 10/2024: 88,68 điểm",
    "/xep-hang/hung-yen/2024-10/province/": "Tỉnh Hưng Yên",
    "/ky/": "Tỉnh Hưng Yên, tháng 10/2024",
    "/ky/hung-yen/2024-10/": "86/90 đơn vị",
    "/ky/hung-yen/2024-09/": "Tháng 10/2024 ›",
    "/don-vi/": "Tìm đơn vị",
    "/don-vi/?tim=kim dong": "Huyện Kim Động",
    "/don-vi/huyen-kim-dong/": "Huyện Kim Động: 88,68 điểm, hạng 1 trên 4 đơn vị.",
    "/don-vi/tinh-hung-yen/": "87,29",
    "/don-vi/ca-nuoc/": "Chưa có số liệu nào của đơn vị này được công bố.",
    "/van-ban/": "Chưa có văn bản nào được công bố.",
    "/chi-so/": "từ 90% trở lên",
    "/du-lieu/": "/api/v1/rankings/",
}


@pytest.mark.parametrize(("address", "part"), PAGES.items())
def test_page_says_its_main_thing(world: factories.World, client: Client, address: str, part: str) -> None:
    html = reading.page(client, address)
    assert part in _text(html)


@pytest.mark.parametrize(
    "address", [*PAGES, "/nothing/", "/ky/hung-yen/2030-01/", "/ky/hung-yen/2024-10/?lan=x"]
)
def test_page_asks_nothing_of_the_reader(world: factories.World, client: Client, address: str) -> None:
    """No cookie, nothing that depends on one, no style or script in the page, no other host."""
    response = client.get(address)
    html = response.content.decode()
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert not re.search(r'\sstyle=|<style|\son\w+="|javascript:', html)
    loaded = re.findall(r'<(?!a )[^>]*(?:src|href)="([^"]+)"', html)
    assert all(not link.startswith(("http:", "https:", "//")) for link in loaded)
    assert html.count("<h1") == 1
    assert '<html lang="vi">' in html
    assert not re.search(r"vui lòng|rất tiếc|!(?!doctype)", _text(html), re.IGNORECASE)


@pytest.mark.parametrize("address", PAGES)
def test_every_link_of_a_page_leads_somewhere(world: factories.World, client: Client, address: str) -> None:
    html = reading.page(client, address)
    for link in set(re.findall(r'<a [^>]*href="(/[^"#]*)', html)) - {"/quan-tri/"}:
        assert client.get(link.replace("&amp;", "&")).status_code == 200, link


QUERIES_AT_MOST = {
    "/": 30,
    "/xep-hang/hung-yen/2024-10/district/": 13,
    "/xep-hang/hung-yen/2024-10/district.csv": 9,
    "/ky/hung-yen/2024-10/": 14,
    "/don-vi/tinh-hung-yen/": 16,
    "/api/v1/rankings/?office=hung-yen&period=2024-10&level=district": 8,
    "/api/v1/units/tinh-hung-yen/": 8,
}


@pytest.mark.parametrize(("address", "most"), QUERIES_AT_MOST.items())
def test_queries_do_not_grow_with_units(
    world: factories.World, client: Client, address: str, most: int
) -> None:
    before = _queries(client, address)
    districts = [factories.unit(f"Huyện số {number}", parent=world.province) for number in range(30)]
    rows = [factories.Row(unit, points="50") for unit in districts]
    rows += factories.own_rows(world.province, "87.29")
    factories.publish(world.office, "2024-10", rows, version=2, reason="Thêm đơn vị")
    after = _queries(client, address)
    assert before <= most
    assert after <= before + 3  # what version 2 changed is read from both versions


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_home_without_anything_published(db: None, client: Client) -> None:
    assert "Chưa có kỳ nào được công bố" in reading.page(client, "/")


def test_home_completes_the_newest_month_with_earlier_ones(world: factories.World, client: Client) -> None:
    factories.publish(world.office, "2025-08", [factories.Row(world.province, points="75.05")])
    text = _text(reading.page(client, "/"))
    assert "Tỉnh Hưng Yên đạt 75,05 điểm" in text
    assert "tháng 10/2024, kỳ gần nhất có số liệu theo nhóm" in text
    assert "Huyện Kim Động 88,68 điểm" in text


def test_home_leads_with_a_whole_month_and_mentions_newer_ones(
    world: factories.World, client: Client
) -> None:
    """Neither part of a month nor a month that says nothing of the office itself is what it is known by."""
    department = factories.unit("Sở Y tế", Level.DEPARTMENT, world.province)
    factories.publish(world.office, "2024-11", [factories.Row(department, "TDGQ", rate="90")])
    factories.publish(world.office, "2025-09", [factories.Row(world.province, points="75.05")], partial=True)
    html = reading.page(client, "/")
    assert "Tỉnh Hưng Yên đạt 87,29 điểm" in html.partition("<h1>")[2].partition("</h1>")[0]
    text = _text(html)
    assert "Mới hơn, tháng 9/2025 (một phần kỳ, chưa hết kỳ) : Tỉnh Hưng Yên đạt 75,05 điểm." in text
    assert "Mới hơn, tháng 11/2024 : Tỉnh Hưng Yên công bố tháng 11/2024." in text


def test_quarterly_form_keeps_its_headings_and_says_what_is_not_entered(
    world: factories.World, client: Client
) -> None:
    form = IndexVersion.objects.create(
        code="bieu-mau", name="Biểu mẫu quý", valid_from=date(2024, 1, 1), quarterly=True
    )
    for order, (code, role) in enumerate([("I", "heading"), ("I.1", "count"), ("I.2", "count")]):
        Indicator.objects.create(
            version=form,
            code=code,
            number=code[-1],
            order=order,
            role=role,
            name=f"Dòng {code}",
            short_name=code,
            measure="Văn bản",
        )
    factories.publish(
        world.office, "2024-Q4", [factories.Row(world.province, "I.2", count=16095)], index_version=form
    )
    rows = reading.table(reading.page(client, "/ky/hung-yen/2024-Q4/"))
    assert [(row["Chỉ tiêu thống kê"], row["Số liệu"]) for row in rows] == [
        ("Dòng I", ""),
        ("Dòng I.1", "Chưa có số liệu"),
        ("Dòng I.2", "16.095"),
    ]


def test_release_page_says_levels_reached_and_names_nobody(world: factories.World, client: Client) -> None:
    html = reading.page(client, "/ky/hung-yen/2024-10/")
    rows = {row["Chỉ số"]: row for row in reading.table(html)}
    assert rows["1.1 TTHC công bố đúng hạn"]["Chỉ tiêu"] == "Chưa đạt (từ 90% trở lên)"
    assert rows["5.3 Khai thác, sử dụng lại dữ liệu số hóa"]["Điểm"] == "Không có số liệu"
    assert rows["1 Công khai, minh bạch"]["Trung bình cả nước"] == "10,9"
    assert "nguoi-duyet" not in html
    assert "nguoi-nhap" not in html


def test_unit_page_shows_what_came_before_and_after(world: factories.World, client: Client) -> None:
    successor = factories.unit("Tỉnh Hưng Yên mới", Level.PROVINCE)
    UnitSuccession.objects.create(
        predecessor=world.province,
        successor=successor,
        day=date(2025, 7, 1),
        legal_basis="Nghị quyết thử",
    )
    UnitName.objects.create(
        unit=world.province, name="Tỉnh Hải Hưng", last_day=date(1996, 11, 5), legal_basis="Nghị quyết thử"
    )
    text = _text(reading.page(client, "/don-vi/tinh-hung-yen/"))
    assert "Từ 01/7/2025 thuộc Tỉnh Hưng Yên mới Nghị quyết thử" in text
    assert "Tỉnh Hải Hưng, đến hết 05/11/1996, theo Nghị quyết thử" in text
    assert "Từ 01/7/2025 tiếp nối Tỉnh Hưng Yên" in _text(reading.page(client, "/don-vi/tinh-hung-yen-moi/"))


def test_letter_is_handed_out_only_once_published(world: factories.World, client: Client) -> None:
    open_release = factories.draft(world.office, "2024-11", [])
    address = {}
    for release in (world.october, open_release):
        letter = Letter(release=release, kind="province", title="V/v Công bố", sha256="ab" * 32, pages=2)
        letter.pdf.save("letter.pdf", ContentFile(b"%PDF-1.7 letter"), save=False)
        letter.save()
        address[release.pk] = f"/van-ban/{letter.pk}.pdf"
    response = client.get(address[world.october.pk])
    assert b"".join(response) == b"%PDF-1.7 letter"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="van-ban-hung-yen-2024-10-province.pdf"'
    assert client.get(f"{address[world.october.pk]}?tai")["Content-Disposition"].startswith("attachment")
    assert client.get(address[open_release.pk]).status_code == 404
    for page in ("/van-ban/", "/ky/hung-yen/2024-10/", "/don-vi/tinh-hung-yen/", "/"):
        html = reading.page(client, page)
        assert address[world.october.pk] in html
        assert "chưa ký" in html
        assert address[open_release.pk] not in html


def test_healthz(db: None, client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_server_error_shows_the_id_that_is_logged(
    world: factories.World,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError("secret figure 88.68")

    monkeypatch.setattr("scores.queries.find_release", fail)
    client.raise_request_exception = False
    response = client.get("/ky/hung-yen/2024-10/")
    assert response.status_code == 500
    logged = re.search(r"error ([0-9a-f]{8}) at /ky/hung-yen/2024-10/", caplog.text)
    assert logged is not None
    assert logged[1] in response.content.decode()
    assert "secret" not in response.content.decode()


def test_foreign_host_is_refused_with_our_own_page(db: None, client: Client) -> None:
    response = client.get("/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert "Không đọc được yêu cầu này" in response.content.decode()


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in {"head", "svg"}

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"head", "svg"}

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def _text(html: str) -> str:
    parser = _Text()
    parser.feed(html)
    return " ".join(" ".join(parser.parts).split()).replace(" ,", ",").replace(" .", ".")


def test_a_correction_says_why_and_what_differs(world: factories.World, client: Client) -> None:
    rows = [
        factories.Row(unit, points="88.68") for unit in world.october.office.units_for(world.october.period)
    ]
    factories.publish(world.office, "2024-10", rows, version=2, reason="Nhập sai ba đơn vị.")
    html = reading.page(client, "/ky/hung-yen/2024-10/")
    assert "Khác với lần công bố trước" in html
    assert "Nhập sai ba đơn vị." in html
    assert "86,2 điểm" in html
    assert "Khác với lần công bố trước" not in reading.page(client, "/ky/hung-yen/2024-10/?lan=1")


def test_every_public_page_is_looked_at_in_the_browser(world: factories.World, client: Client) -> None:
    """Whatever address of the portal answers with a page stands in the list that axe walks."""
    asked = {urlsplit(address).path for addresses in ADDRESSES.values() for address in addresses}
    # A file that is not there is answered with a page too; its address says what it would be.
    pages = {
        resolve(path).url_name
        for path in asked
        if path.endswith("/") and client.get(path)["Content-Type"].startswith("text/html")
    }
    looked_at = set()
    for address in browser_pages.PAGES:
        with contextlib.suppress(Resolver404):
            looked_at.add(resolve(urlsplit(address).path).url_name)
    assert pages - looked_at == browser_pages.ELSEWHERE
