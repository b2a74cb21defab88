"""Answers given again by the outermost layer are those Django would give, and end with the token."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import brotli  # type: ignore[import-untyped]  # it has no types
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from scores.given_again import GiveAgain
from tests.factories import World
from tests.public.test_serving import ADDRESSES, PUBLIC_CHANGES, RANKING, _token

pytestmark = pytest.mark.usefixtures("keeping", "connection_stays")


@dataclass
class Told:
    status: str
    headers: dict[str, str]
    body: bytes


class Portal:
    """The portal behind its outermost layer, with a count of what went through to Django."""

    def __init__(self) -> None:
        self.through = 0
        self._django = WSGIHandler()
        self._outermost = GiveAgain(self._counted, _token)

    def _counted(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.through += 1
        return self._django(environ, start_response)

    def ask(self, address: str, method: str = "GET", **headers: str) -> Told:
        question = RequestFactory().generic(method, address, headers=headers)
        seen: list[Any] = []
        answer = self._outermost(question.environ, lambda status, given: seen.extend([status, dict(given)]))
        told = Told(seen[0], seen[1], b"".join(answer))
        if hasattr(answer, "close"):
            answer.close()
        return told


@pytest.fixture
def portal(world: World) -> Portal:
    _token()
    return Portal()


def _plain(told: Told) -> Told:
    """The policy's directives come in any order."""
    policy = told.headers.get("Content-Security-Policy", "")
    return Told(
        told.status, told.headers | {"Content-Security-Policy": str(sorted(policy.split("; ")))}, told.body
    )


def test_the_second_reader_gets_the_same_without_django(portal: Portal) -> None:
    for address in ADDRESSES:
        first, through = portal.ask(address), portal.through
        assert first.status == "200 OK"
        assert portal.ask(address) == first
        assert portal.through == through, address
        assert "Content-Security-Policy" in first.headers


def test_who_has_it_is_told_so(portal: Portal) -> None:
    first = portal.ask(RANKING)
    etag = first.headers["ETag"]
    for known in (etag, etag.removeprefix("W/"), f'"another", {etag}'):
        told = portal.ask(RANKING, if_none_match=known)
        assert (told.status, told.body, told.headers["ETag"]) == ("304 Not Modified", b"", etag)
        assert not {"Content-Length", "Content-Type"} & told.headers.keys()
    assert portal.ask(RANKING, if_none_match='W/"another"').status == "200 OK"
    assert portal.through == 1


def test_each_encoding_has_its_own(portal: Portal) -> None:
    plain = portal.ask(RANKING)
    for _ in range(2):
        smaller = portal.ask(RANKING, accept_encoding="gzip, br")
        assert brotli.decompress(smaller.body) == plain.body
        assert smaller.headers["Content-Encoding"] == "br"
    assert portal.ask(RANKING, accept_encoding="deflate") == plain
    assert portal.through == 2


@pytest.mark.parametrize("change", PUBLIC_CHANGES, ids=lambda change: change.__name__.strip("_"))
def test_nothing_outlives_a_public_change(
    world: World, portal: Portal, change: Callable[[World], None]
) -> None:
    before = {address: portal.ask(address).headers["ETag"] for address in ADDRESSES}
    change(world)
    for address in ADDRESSES:
        after = portal.ask(address)
        assert after.headers["ETag"] != before[address]
        assert _plain(after) == _plain(Portal().ask(address))


def test_what_is_asked_anew_goes_through_each_time(portal: Portal) -> None:
    for address in (f"{RANKING}?tim=kim", f"{RANKING}?x=1", "/lich/", "/khong-co/", "/healthz"):
        for _ in range(2):
            through = portal.through
            portal.ask(address)
            assert portal.through == through + 1, address
    portal.ask(RANKING)
    for method in ("HEAD", "POST"):
        through = portal.through
        portal.ask(RANKING, method)
        assert portal.through == through + 1


def test_another_scheme_or_name_is_another_question(portal: Portal) -> None:
    portal.ask(RANKING)
    portal.ask(RANKING, x_forwarded_proto="https")
    portal.ask(RANKING, host="127.0.0.1")
    assert portal.through == 3


def test_memory_has_a_bound(portal: Portal, settings: Any) -> None:
    settings.GIVEN_AGAIN_MB = 0
    portal.ask(RANKING)
    portal.ask(RANKING)
    assert portal.through == 2
