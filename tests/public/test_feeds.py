"""Feeds, the page of corrections and what search engines are told, all under the site's own name."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client

from scores.models import Release, Unit
from tests import factories
from tests.factories import World

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ["/ky/hung-yen/atom.xml", "/don-vi/huyen-kim-dong/atom.xml", "/dinh-chinh/atom.xml"]


def _feed(client: Client, address: str) -> ElementTree.Element:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(response.content)


def _texts(feed: ElementTree.Element, name: str) -> list[str]:
    return [entry.findtext(f"{ATOM}{name}") or "" for entry in feed.findall(f"{ATOM}entry")]


def _corrected(world: World) -> Release:
    rows = [factories.Row(world.province, points="87.5")]
    return factories.publish(world.office, "2024-10", rows, version=2, reason="Nhập nhầm hai dòng")


def test_an_office_says_what_it_published(world: World, client: Client) -> None:
    feed = _feed(client, "/ky/hung-yen/atom.xml")
    assert _texts(feed, "title") == ["Tỉnh Hưng Yên, tháng 10/2024", "Tỉnh Hưng Yên, tháng 9/2024"]
    assert "87,29 điểm" in _texts(feed, "summary")[0]
    assert _texts(feed, "id")[0] == f"{settings.SITE_URL}/ky/hung-yen/2024-10/?lan=1"


def test_no_two_feeds_are_taken_for_one(world: World, client: Client) -> None:
    """Readers' programs know a feed by its id, and lead from it to the page it follows."""
    other = factories.office("Huyện Kim Động", Unit.objects.get(slug="huyen-kim-dong"), slug="kim-dong")
    factories.publish(other, "2024-10", [factories.Row(other.units.get(), points="88")])
    feeds = [_feed(client, address) for address in (*FEEDS, "/ky/kim-dong/atom.xml")]
    ids = [feed.findtext(f"{ATOM}id") or "" for feed in feeds]
    assert len(set(ids)) == len(feeds)
    for address in ids:
        assert client.get(address.removeprefix(settings.SITE_URL)).status_code == 200


def test_a_unit_says_its_figure_and_rank(world: World, client: Client) -> None:
    feed = _feed(client, "/don-vi/huyen-kim-dong/atom.xml")
    assert _texts(feed, "title")[0] == "Tháng 10/2024: 88,68 điểm, hạng 1/4"
    assert "tăng 1,58 điểm" in _texts(feed, "summary")[0]


def test_a_correction_is_told_with_its_reason(world: World, client: Client) -> None:
    assert "Chưa có số liệu nào phải đính chính" in client.get("/dinh-chinh/").content.decode()
    assert _texts(_feed(client, "/dinh-chinh/atom.xml"), "id") == []
    second = _corrected(world)
    page = client.get("/dinh-chinh/").content.decode()
    assert "Đính chính lần 2: Tỉnh Hưng Yên, tháng 10/2024" in page
    assert "Nhập nhầm hai dòng" in page
    factories.withdraw(second, "Nguồn sai")
    feed = _feed(client, "/dinh-chinh/atom.xml")
    assert _texts(feed, "title") == ["Thu hồi: Tỉnh Hưng Yên, tháng 10/2024"]
    assert _texts(feed, "summary") == ["Nguồn sai"]
    assert client.get("/ky/hung-yen/2024-10/?lan=2").status_code == 410


def test_every_version_has_an_entry_of_its_own(world: World, client: Client) -> None:
    _corrected(world)
    feed = _feed(client, "/ky/hung-yen/atom.xml")
    ids = _texts(feed, "id")
    assert len(set(ids)) == len(ids) == 3
    for entry in feed.findall(f"{ATOM}entry"):
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert client.get(link.attrib["href"].removeprefix(settings.SITE_URL)).status_code == 200


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_nobody_changed_has_the_same_bytes(world: World, client: Client, address: str) -> None:
    assert client.get(address).content == client.get(address).content
    other = client.get(address, headers={"Host": "127.0.0.1"})
    assert other.content == client.get(address).content


def test_feeds_of_what_is_unknown(world: World, client: Client) -> None:
    assert client.get("/ky/khong-co/atom.xml").status_code == 404
    assert client.get("/don-vi/khong-co/atom.xml").status_code == 404


def test_search_engines_find_every_page(world: World, client: Client) -> None:
    robots = client.get("/robots.txt").content.decode()
    assert "Disallow: /quan-tri/" in robots
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in robots
    addresses = re.findall(r"<loc>(.*?)</loc>", client.get("/sitemap.xml").content.decode())
    assert f"{settings.SITE_URL}/xep-hang/hung-yen/2024-10/district/" in addresses
    assert f"{settings.SITE_URL}/don-vi/huyen-kim-dong/" in addresses
    assert f"{settings.SITE_URL}/ky/hung-yen/" in addresses
    for address in addresses:
        assert client.get(address.removeprefix(settings.SITE_URL)).status_code == 200, address
