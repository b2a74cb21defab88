"""Where there is nothing to show, readers and programs get a sentence, the right status and a way on."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from django.test import Client

from tests.factories import World

RANKING = "/xep-hang/hung-yen/2024-10/district/"


def asked(client: Client, address: str, status: int) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return unescape(answer.content.decode())


def link(html: str, words: str) -> str:
    found = re.search(rf'<a[^>]*href="([^"]*)"[^>]*>{re.escape(words)}</a>', html)
    assert found, words
    return found[1]


def test_a_version_that_never_was_is_not_called_unpublished(world: World, client: Client) -> None:
    for address in ("/ky/hung-yen/2024-10/?lan=9", f"{RANKING}?lan=9", f"{RANKING[:-1]}.csv?lan=9"):
        html = asked(client, address, 404)
        assert "Tháng 10/2024 của Tỉnh Hưng Yên không có lần công bố 9." in html
        assert "chưa công bố" not in html
        assert asked(client, link(html, "Xem tháng 10/2024, lần 1"), 200)
    said = json.loads(
        client.get("/api/v1/rankings/?office=hung-yen&period=2024-10&level=district&version=9").content
    )
    assert said == {"error": "Tháng 10/2024 của Tỉnh Hưng Yên không có lần công bố 9."}
    assert "chưa công bố" in asked(client, "/ky/hung-yen/2025-10/?lan=9", 404)


def test_a_level_that_was_not_ranked_leads_to_what_there_is(world: World, client: Client) -> None:
    html = asked(client, "/xep-hang/hung-yen/2024-10/commune/", 404)
    assert "không công bố cấp xã" in html
    assert link(html, "Xem tháng 10/2024") == "/ky/hung-yen/2024-10/"


def test_a_wrong_choice_leads_back_to_the_page_without_it(world: World, client: Client) -> None:
    html = asked(client, f"{RANKING}?sap-xep=nonsense", 400)
    assert link(html, "Mở trang này không kèm lựa chọn") == RANKING


def test_an_address_cut_short_leads_to_what_is_nearest(world: World, client: Client) -> None:
    for address, nearest in {
        "/xep-hang/hung-yen/2024-10/": "/ky/hung-yen/2024-10/",
        "/xep-hang/hung-yen/": "/ky/hung-yen/",
    }.items():
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (302, nearest)
        asked(client, nearest, 200)
    asked(client, "/ky/khong-co/", 404)


def test_one_offices_periods_are_its_own(world: World, client: Client) -> None:
    html = asked(client, "/ky/hung-yen/", 200)
    assert "Các kỳ Tỉnh Hưng Yên đã công bố" in html
    assert re.findall(r'href="(/ky/hung-yen/\d[^"]*)"', html) == [
        "/ky/hung-yen/2024-10/",
        "/ky/hung-yen/2024-09/",
    ]


@pytest.mark.parametrize("address", ["/", RANKING, "/so-sanh/", "/api/v1/units/"])
def test_nothing_is_taken_where_readers_only_read(world: World, address: str) -> None:
    """A browser's POST comes without Django's token: readers are not told of a session they never had."""
    answer = Client(enforce_csrf_checks=True).post(address, {"a": "b"})
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    said = answer.content.decode()
    assert "chỉ để đọc" in said and "phiên làm việc" not in said
    assert answer["Content-Type"].startswith("application/json" if "/api/" in address else "text/html")


def test_errors_of_the_api_can_be_read_where_they_arrive(world: World, client: Client) -> None:
    for address, status, sentence in (
        ("/api/v1/nothing/", 404, "Địa chỉ này không có trong API."),
        ("/api/v1/rankings/", 400, "Thiếu tham số “office”"),
        ("/api/v1/units/khong-co/", 404, "Không có đơn vị nào"),
    ):
        answer = client.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/json")
        assert sentence in answer.content.decode(), "letters as they are, not their numbers"
        assert answer["Access-Control-Allow-Origin"] == "*"
