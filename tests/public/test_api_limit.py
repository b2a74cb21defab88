"""One address may ask the API so often and no more; the 429 says how long to wait, in the API's own form."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from scores.api import DESCRIPTION
from scores.api_limit import LimitApi
from scores.public_check import fetching
from tests.factories import World

ASKED = "/api/v1/indicators/"


@pytest.fixture
def client(settings: Any) -> Client:
    settings.API_PER_MINUTE = 3
    return Client()


def _statuses(client: Client, times: int, address: str = ASKED, **extra: Any) -> list[int]:
    return [client.get(address, **extra).status_code for _ in range(times)]


def test_the_one_too_many_is_told_how_long_to_wait(db: None, client: Client) -> None:
    assert _statuses(client, 3) == [200, 200, 200]
    answer = client.get(ASKED)
    assert answer.status_code == 429
    wait = int(answer["Retry-After"])
    assert 1 <= wait <= 61
    assert f"Hỏi lại sau {wait} giây" in answer.json()["error"]
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert _statuses(client, 1, "/api/v1/khong-co/") == [429]


def test_others_and_pages_are_not_held_up(world: World, client: Client) -> None:
    assert _statuses(client, 4)[-1] == 429
    assert _statuses(client, 1, REMOTE_ADDR="203.0.113.7") == [200]
    assert _statuses(client, 4, "/api/v1/") == [200] * 4
    assert _statuses(client, 4, "/xep-hang/hung-yen/2024-10/district/") == [200] * 4


def test_kept_answers_count(world: World, keeping: None, client: Client) -> None:
    assert "ETag" in client.get(ASKED)
    assert _statuses(client, 3) == [200, 200, 429]
    assert "X-Accel-Expires" not in client.get(ASKED, REMOTE_ADDR="203.0.113.7")
    assert "X-Accel-Expires" in client.get("/ky/")


def test_only_our_own_proxy_says_who_asks(db: None, client: Client, settings: Any) -> None:
    sent = [f"198.51.100.{number}" for number in range(4)]
    assert [client.get(ASKED, HTTP_X_FORWARDED_FOR=each).status_code for each in sent] == [200, 200, 200, 429]
    settings.BEHIND_PROXY = True
    behind = Client()
    assert [behind.get(ASKED, HTTP_X_FORWARDED_FOR=each).status_code for each in sent] == [200] * 4
    forged = [f"198.51.100.{number}, 203.0.113.9" for number in range(4)]
    assert [behind.get(ASKED, HTTP_X_FORWARDED_FOR=each).status_code for each in forged] == [
        200,
        200,
        200,
        429,
    ]


def test_a_network_of_ipv6_is_one_reader(db: None, client: Client) -> None:
    addresses = [f"2001:db8:1:2::{number}" for number in range(1, 5)]
    asked = [client.get(ASKED, REMOTE_ADDR=address).status_code for address in addresses]
    assert asked == [200, 200, 200, 429]
    assert _statuses(client, 1, REMOTE_ADDR="2001:db8:1:3::1") == [200]


def test_while_the_store_is_down_nobody_is_refused(settings: Any) -> None:
    settings.API_PER_MINUTE, settings.API_COUNTS = 1, "redis://127.0.0.1:1/0"
    limit = LimitApi(lambda request: HttpResponse("ok"))
    assert [limit(RequestFactory().get(ASKED)).status_code for _ in range(3)] == [200] * 3


def test_what_the_portal_asks_itself_is_not_counted(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetching._handler.cache_clear()
    for _ in range(5):
        fetching.fetch(ASKED)
    fetching._handler.cache_clear()


def test_every_operation_describes_it() -> None:
    for path, methods in DESCRIPTION["paths"].items():
        described = methods["get"]["responses"]["429"]
        assert "Retry-After" in described["headers"], path
    assert "60 lần trong một phút" in DESCRIPTION["info"]["description"]
