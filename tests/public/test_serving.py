"""Public answers are kept and given again, and never a moment longer than they are true."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from functools import partial
from typing import Any

import brotli  # type: ignore[import-untyped]  # it has no types
import pytest
from django.core.cache import caches
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver

from scores import read_once, serving, views
from scores.models import Letter, Objection, PublicState, Release, State, Unit
from tests import factories
from tests.factories import World

pytestmark = pytest.mark.usefixtures("keeping")
RANKING = "/xep-hang/hung-yen/2024-10/district/"
ADDRESSES = [
    *("/", "/xep-hang/", RANKING, f"{RANKING}?sap-xep=-points", f"{RANKING[:-1]}.csv", "/ky/"),
    *("/ky/hung-yen/2024-10/", "/ky/hung-yen/2024-10/?lan=1", "/don-vi/huyen-kim-dong/", "/van-ban/"),
    *("/chi-so/", "/du-lieu/", "/api/v1/releases/", "/api/v1/units/", "/api/v1/indicators/"),
    "/api/v1/rankings/?office=hung-yen&period=2024-10&level=district",
    *("/don-vi/tinh-hung-yen/bieu-do.svg", "/don-vi/tinh-hung-yen/tong-diem.csv"),
    *("/dinh-chinh/danh-sach.csv", "/chi-so/766-2022.csv", "/don-vi/tinh-hung-yen/tung-nhom/766-2022.csv"),
]
ANSWERED_ANEW = {
    *("units", "compare", "compare-file", "compare-picture", "calendar", "calendar-file", "letter-file"),
    *("unit-sheet", "confirm", "healthz"),
}
"""Searches and choices are endless, a calendar is of its day, letters and sheets have their own
validators, links of units and health are asked now."""


def _noticed() -> None:
    """PostgreSQL changes the token at commit, which a test that is rolled back never reaches."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _token() -> str:
    _noticed()
    return PublicState.objects.get(pk=1).token


def test_the_second_reader_costs_one_query(world: World, client: Client) -> None:
    for address in ADDRESSES:
        first = client.get(address)
        with CaptureQueriesContext(connection) as asked:
            second = client.get(address)
        assert first.status_code == 200, address
        assert (second.content, second.headers) == (first.content, first.headers), address
        assert len(asked) == 1, address
        assert "scores_publicstate" in asked[0]["sql"]


def test_who_has_it_is_told_so_without_looking_at_results(world: World, client: Client) -> None:
    for address in ADDRESSES:
        etag = client.get(address)["ETag"]
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address, headers={"If-None-Match": etag})
        assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", etag)
        assert len(asked) == 1


def test_compressed_is_the_same(world: World, client: Client) -> None:
    plain = client.get(RANKING).content
    smaller = client.get(RANKING, headers={"Accept-Encoding": "gzip, deflate, br"})
    assert (smaller["Content-Encoding"], smaller["Content-Length"]) == ("br", str(len(smaller.content)))
    assert brotli.decompress(smaller.content) == plain
    assert gzip.decompress(client.get(RANKING, headers={"Accept-Encoding": "gzip"}).content) == plain
    refused = client.get(RANKING, headers={"Accept-Encoding": "br;q=0"})
    assert (refused.content, "Content-Encoding" in refused) == (plain, False)
    assert client.head(RANKING)["Content-Length"] == str(len(plain))


def _publish_again(world: World) -> None:
    """A second version, as publishing writes it, with another figure for one district."""
    results = world.october.results.filter(level="district", indicator__code="total").select_related("unit")
    rows = [factories.Row(row.unit, points="50.05") for row in results]
    rows += factories.own_rows(world.province, "87.3")
    Release.objects.filter(pk=world.october.pk).update(state=State.REPLACED)
    factories.publish(world.office, "2024-10", rows, version=2, reason="Nhập sai")


def _rename(world: World) -> None:
    Unit.objects.filter(slug="huyen-kim-dong").update(name="Huyện Tên Mới")


def _letter(world: World) -> None:
    Letter.objects.create(
        release=world.october, kind="province", title="Thông báo thử", pdf="letters/x.pdf", pages=1
    )


def _objection(world: World) -> None:
    unit = Unit.objects.get(slug="huyen-kim-dong")
    when = factories.PUBLISHED_AT
    by = factories.user("nguoi-nhap")
    Objection.objects.create(
        release=world.october,
        unit=unit,
        text="Sai số",
        letter="01/BC",
        recorded_by=by,
        at=when,
        due=when.date(),
    )


PUBLIC_CHANGES = [_publish_again, _rename, _letter, _objection]


@pytest.mark.parametrize("change", PUBLIC_CHANGES, ids=lambda change: change.__name__.strip("_"))
def test_after_a_public_change_every_answer_is_the_one_made_anew(
    world: World, client: Client, change: Callable[[World], None]
) -> None:
    before = {address: client.get(address).content for address in ADDRESSES}
    token = _token()
    change(world)
    assert _token() != token
    kept = {address: client.get(address).content for address in ADDRESSES}
    caches["pages"].clear()
    anew = {address: client.get(address).content for address in ADDRESSES}
    assert kept == anew
    assert anew != before


def test_work_on_a_draft_is_not_noticed(world: World) -> None:
    token = _token()
    draft = factories.draft(world.office, "2024-11", [factories.Row(world.province, points="80")])
    Release.objects.filter(pk=draft.pk).update(source_note="khác")
    draft.entries.all().delete()
    draft.delete()
    assert _token() == token


def test_another_order_or_filter_does_not_read_the_ranking_again(world: World, client: Client) -> None:
    anew = {query: client.get(f"{RANKING}?{query}").content for query in ("sap-xep=-unit", "xep-loai=Khá")}
    caches["pages"].clear()
    read_once.forget()
    client.get(RANKING)
    for query, made in anew.items():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"{RANKING}?{query}").content == made
        read = [question["sql"] for question in asked if "scores_publicstate" not in question["sql"]]
        assert len(read) == query.startswith("xep-loai"), read  # which rows pass


def test_what_was_read_is_known_for_one_public_state_and_not_to_noise(world: World, client: Client) -> None:
    client.get(RANKING)
    token = _token()
    with CaptureQueriesContext(connection) as noisy:
        client.get(f"{RANKING}?tim=kim")
    assert any("scores_ratingband" in question["sql"] for question in noisy)
    _publish_again(world)
    assert _token() != token
    assert "50,05" in client.get(f"{RANKING}?sap-xep=-unit").content.decode()


def _reading(read: list[str], key: str) -> str:
    read.append(key)
    return f"what {key} says"


def test_what_is_read_is_bounded_and_of_a_token_that_still_holds(
    world: World, client: Client, settings: Any
) -> None:
    settings.READ_ONCE_KEPT = 2
    request = RequestFactory().get(RANKING)

    def asked(token: str, *keys: str, keep: bool = True) -> list[str]:
        """What had to be read for a question of these keys."""
        readings = request.META[read_once.READINGS] = read_once.Readings(token)
        read: list[str] = []
        for key in keys:
            assert read_once.read_once(request, (key,), partial(_reading, read, key)) == f"what {key} says"
        if keep:
            readings.keep()
        return read

    assert asked("one", "a", keep=False) == ["a"]
    assert asked("one", "a", "b") == ["a", "b"]
    assert asked("one", "a", "b") == []
    assert asked("one", "a", "c") == ["c"]
    assert asked("one", "a", "b") == ["b"]
    assert asked("two", "a") == ["a"]
    assert asked("one", "a") == ["a"]


def test_noise_in_an_address_is_not_kept(world: World, client: Client) -> None:
    plain = client.get(RANKING)
    noisy = client.get(f"{RANKING}?fbclid=1")
    assert "ETag" in plain and "ETag" not in noisy
    assert "ETag" not in client.get(f"{RANKING}?tim=kim")
    assert "ETag" not in client.get("/xep-hang/hung-yen/2031-01/district/")
    assert "ETag" not in client.post(RANKING)


def test_nobody_publishes_into_an_answer_under_way(world: World, client: Client) -> None:
    """An answer begun before a publication and finished after it is given, but not kept."""
    made = serving.ServeKept(lambda request: _while_publishing(world, request))
    request = client.get(RANKING).wsgi_request
    caches["pages"].clear()
    made(request)
    fresh = client.get(RANKING).content
    caches["pages"].clear()
    assert client.get(RANKING).content == fresh


def _while_publishing(world: World, request: HttpRequest) -> HttpResponse:
    answer = views.ranking(request, "hung-yen", "2024-10", "district")
    _publish_again(world)
    _noticed()
    return answer


def test_while_the_database_is_down_the_last_answer_stands(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = client.get(RANKING)

    def down(*args: object, **kwargs: object) -> object:
        raise OperationalError("the server is gone")

    monkeypatch.setattr(serving, "token_in", down)
    assert client.get(RANKING).content == before.content


def test_every_public_address_says_whether_it_is_kept() -> None:
    patterns = [
        pattern
        for resolver in get_resolver().url_patterns
        if getattr(resolver, "urlconf_name", None) is not None and "scores.urls" in repr(resolver)
        for pattern in resolver.url_patterns  # type: ignore[union-attr]  # an include has them
    ]
    assert len(patterns) > 15
    unkept = {
        pattern.name
        for pattern in patterns
        if isinstance(pattern, URLPattern) and not hasattr(pattern.callback, "kept_parameters")
    }
    assert unkept == ANSWERED_ANEW
