"""The map in squares: every province once and in its place, the islands always, the table's figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from xml.etree import ElementTree

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from scores import tile_map
from scores.models import Level, Office, Unit
from scores.reference.load import load_reference
from scores.tile_map import Tile
from tests import factories
from tests.public import reading
from tests.test_reference_files import existing

pytestmark = pytest.mark.django_db
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
DAYS = [date(2022, 8, 1), BEFORE, AFTER, date(2026, 11, 21)]
OLD, NEW = "/ban-do/ca-nuoc/2025-06/", "/ban-do/ca-nuoc/2025-07/"

# Provinces that border each other; on the map they touch or are at most a square apart.
BORDERS = {
    BEFORE: (
        "Lai Châu-Lào Cai, Hà Giang-Cao Bằng, Hà Giang-Tuyên Quang, Cao Bằng-Bắc Kạn, Bắc Kạn-Thái Nguyên, "
        "Lạng Sơn-Bắc Giang, Bắc Giang-Quảng Ninh, Điện Biên-Sơn La, Hòa Bình-Hà Nội, Hà Nội-Vĩnh Phúc, "
        "Hà Nội-Bắc Ninh, Hà Nội-Hà Nam, Hà Nội-Hưng Yên, Hải Dương-Hải Phòng, Hưng Yên-Thái Bình, "
        "Thái Bình-Nam Định, Ninh Bình-Thanh Hóa, Thanh Hóa-Nghệ An, Nghệ An-Hà Tĩnh, Hà Tĩnh-Quảng Bình, "
        "Quảng Bình-Quảng Trị, Quảng Trị-Huế, Huế-Đà Nẵng, Đà Nẵng-Quảng Nam, Quảng Nam-Kon Tum, "
        "Quảng Ngãi-Bình Định, Kon Tum-Gia Lai, Gia Lai-Đắk Lắk, Đắk Lắk-Đắk Nông, Phú Yên-Khánh Hòa, "
        "Khánh Hòa-Ninh Thuận, Lâm Đồng-Bình Thuận, Bình Phước-Bình Dương, Tây Ninh-Bình Dương, "
        "Đồng Nai-BR-VT, TP HCM-Long An, Long An-Tiền Giang, Tiền Giang-Bến Tre, Bến Tre-Trà Vinh, "
        "Vĩnh Long-Cần Thơ, Đồng Tháp-An Giang, An Giang-Kiên Giang, Cần Thơ-Hậu Giang, Hậu Giang-Sóc Trăng, "
        "Sóc Trăng-Bạc Liêu, Bạc Liêu-Cà Mau"
    ),
    AFTER: (
        "Lai Châu-Lào Cai, Lào Cai-Tuyên Quang, Tuyên Quang-Cao Bằng, Cao Bằng-Lạng Sơn, Điện Biên-Sơn La, "
        "Sơn La-Phú Thọ, Phú Thọ-Hà Nội, Thái Nguyên-Bắc Ninh, Hà Nội-Bắc Ninh, Hà Nội-Hưng Yên, "
        "Bắc Ninh-Quảng Ninh, Quảng Ninh-Hải Phòng, Hải Phòng-Hưng Yên, Hưng Yên-Ninh Bình, "
        "Ninh Bình-Thanh Hóa, Thanh Hóa-Nghệ An, Nghệ An-Hà Tĩnh, Hà Tĩnh-Quảng Trị, Quảng Trị-Huế, "
        "Huế-Đà Nẵng, Đà Nẵng-Quảng Ngãi, Quảng Ngãi-Gia Lai, Gia Lai-Đắk Lắk, Đắk Lắk-Khánh Hòa, "
        "Đắk Lắk-Lâm Đồng, Khánh Hòa-Lâm Đồng, Lâm Đồng-Đồng Nai, Đồng Nai-TP HCM, TP HCM-Tây Ninh, "
        "Tây Ninh-Đồng Tháp, Đồng Tháp-An Giang, Đồng Tháp-Vĩnh Long, An Giang-Cần Thơ, Cần Thơ-Vĩnh Long, "
        "Cần Thơ-Cà Mau, An Giang-Cà Mau"
    ),
}
SQUARE = r'(\d)" href="/don-vi/([a-z0-9-]+)/"><title>(.*?)</title>'
FROM_NORTH = [
    "Cao Bằng",
    "Hà Nội",
    "Thanh Hóa",
    "Nghệ An",
    "Huế",
    "Gia Lai",
    "Đồng Nai",
    "Vĩnh Long",
    "Cà Mau",
]
FROM_WEST = ["Điện Biên", "Hà Nội", "Quảng Ninh"]


def on(day: date) -> list[Tile]:
    return [tile for tile in tile_map.tiles() if tile.stands_on(day)]


def by_name(day: date) -> dict[str, Tile]:
    return {tile.short: tile for tile in on(day) if not tile.part}


@pytest.mark.parametrize("day", DAYS)
def test_every_province_of_the_catalogue_has_one_place(day: date) -> None:
    provinces = Counter(tile.unit for tile in on(day) if not tile.part)
    assert provinces == Counter(unit["slug"] for unit in existing(day, "province"))
    assert len(provinces) == (63 if day <= BEFORE else 34)


@pytest.mark.parametrize("day", DAYS)
def test_no_two_stand_in_one_place(day: date) -> None:
    places = Counter(
        (column, tile.row)
        for tile in on(day)
        for column in ([tile.column, tile.column + 1] if tile.part else [tile.column])
    )
    assert [place for place, count in places.items() if count > 1] == []
    assert len({tile.short for tile in on(day)}) == len(on(day))


@pytest.mark.parametrize("day", DAYS)
def test_the_islands_are_part_of_every_map(day: date) -> None:
    parts = {tile.part: tile for tile in on(day) if tile.part}
    names = {slug: tile.short for slug, tile in ((tile.unit, tile) for tile in on(day)) if not tile.part}
    assert {part: names[tile.unit] for part, tile in parts.items()} == {
        "Đặc khu Hoàng Sa": "Đà Nẵng",
        "Đặc khu Trường Sa": "Khánh Hòa",
    }
    east = max(tile.column for tile in on(day) if not tile.part)
    assert all(tile.column + 1 > east for tile in parts.values())
    assert parts["Đặc khu Hoàng Sa"].row < parts["Đặc khu Trường Sa"].row


@pytest.mark.parametrize("day", [BEFORE, AFTER])
def test_neighbours_stand_near_each_other(day: date) -> None:
    tiles = by_name(day)
    for first, second in (pair.replace("BR-VT", "BR_VT").split("-") for pair in BORDERS[day].split(", ")):
        one, other = tiles[first], tiles[second.replace("BR_VT", "BR-VT")]
        apart = (one.column - other.column) ** 2 + (one.row - other.row) ** 2
        assert apart <= 5, (first, second)


@pytest.mark.parametrize("day", [BEFORE, AFTER])
def test_the_north_is_above_and_the_east_is_right(day: date) -> None:
    tiles = by_name(day)
    assert all(tiles[a].row < tiles[b].row for a, b in combinations(FROM_NORTH, 2))
    assert all(tiles[a].column < tiles[b].column for a, b in combinations(FROM_WEST, 2))


@pytest.fixture(scope="module")
def country(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The catalogue, and the national table of the last month with 63 provinces and the first with 34."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_reference()
        office = Office.objects.get(slug="ca-nuoc")
        for period, day in (("2025-06", BEFORE), ("2025-07", AFTER)):
            provinces = Unit.objects.filter(level=Level.PROVINCE).on(day)
            rows = [
                # One without a figure, the others over all five ratings.
                factories.Row(unit, points=None if place == 3 else f"{40 + place * 0.91:.2f}")
                for place, unit in enumerate(provinces)
            ]
            factories.publish(office, period, rows)
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize(("address", "count"), [(OLD, 63), (NEW, 34)])
def test_squares_and_table_say_the_same(country: None, address: str, count: int) -> None:
    html = reading.page(Client(), address)
    squares = re.findall(f'<a class="tile tile-{SQUARE}.*?font-weight="600">(.*?)<', html)
    rows = reading.table(html)
    assert len(squares) == len(rows) == count
    said = {title.partition(":")[0]: (figure, title, step) for step, _, title, figure in squares}
    steps = {"Xuất sắc": "1", "Tốt": "2", "Khá": "3", "Trung bình": "4", "Yếu": "5", "–": "0"}
    for row in rows:
        figure, title, step = said[row["Đơn vị"]]
        shown = row["Điểm (tối đa 100)"]
        assert figure == ("–" if shown == "Không có số liệu" else shown)
        assert step == steps[row["Xếp loại"]]
        if figure != "–":
            assert title.endswith(f"{figure} điểm, hạng {row['Hạng']}/{count - 1}, {row['Xếp loại']}")
    parts = re.findall(
        r'class="tile tile-\d tile-part" href="/don-vi/([a-z0-9-]+)/"><title>(.*?)</title>', html
    )
    assert [title for _, title in parts] == [
        "Đặc khu Hoàng Sa, thuộc Đà Nẵng",
        "Đặc khu Trường Sa, thuộc Khánh Hòa",
    ]
    assert {
        Unit.objects.get(slug=slug).existed_on(BEFORE if count == 63 else AFTER) for slug, _ in parts
    } == {True}


def test_the_newest_map_is_at_the_short_address(country: None) -> None:
    html = reading.page(Client(), "/ban-do/")
    assert "34 tỉnh, thành phố tháng 7/2025" in html
    assert f'href="{OLD}"' in html


def test_the_picture_stands_alone(country: None) -> None:
    answer = Client().get("/ban-do/ca-nuoc/2025-07.svg")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")
    assert answer["Content-Disposition"] == 'attachment; filename="ban-do-ca-nuoc-2025-07.svg"'
    root = ElementTree.fromstring(answer.content)
    name = "{http://www.w3.org/2000/svg}"
    texts = [text.text or "" for text in root.iter(f"{name}text")]
    assert {"Hoàng Sa", "Trường Sa", "(Đà Nẵng)", "(Khánh Hòa)"} <= set(texts)
    assert any(text.endswith("/ban-do/ca-nuoc/2025-07/") for text in texts)
    assert len(list(root.iter(f"{name}rect"))) == 1 + 34 + 2
    # Nothing outside it is needed: no style sheet, no link that leads nowhere.
    assert not any(set(element.attrib) & {"class", "style", "href"} for element in root.iter())


def test_a_release_that_ranks_no_provinces_has_no_map(country: None) -> None:
    factories.world()
    answer = Client().get("/ban-do/hung-yen/2024-10/")
    assert answer.status_code == 404
    assert "Tỉnh Hưng Yên không xếp hạng các tỉnh trong tháng 10/2024" in answer.content.decode()
    assert Client().get("/ban-do/khong-co/2024-10/").status_code == 404
    assert Client().get("/ban-do/ca-nuoc/2031-01/").status_code == 404


def test_a_province_without_a_square_is_named(country: None) -> None:
    new = factories.unit("Tỉnh Mới Lập", Level.PROVINCE, Unit.objects.get(slug="ca-nuoc"))
    others = Unit.objects.filter(level=Level.PROVINCE).on(date(2025, 8, 31))
    rows = [factories.Row(unit, points="81") for unit in others]
    factories.publish(Office.objects.get(slug="ca-nuoc"), "2025-08", rows)
    html = reading.page(Client(), "/ban-do/ca-nuoc/2025-08/")
    assert f"Chưa có ô trên bản đồ: {new.name}." in html
    assert "tất cả xếp loại Tốt" in html
