"""What a page says when it is shared: the picture says the results, and nothing runs over its edges."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from decimal import Decimal
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.test import Client
from PIL import Image

from scores import card_picture, cards, queries
from scores.card_picture import Box, Text
from scores.cards import Card, Line
from scores.models import Indicator, Result
from scores.portrait import portrait
from scores.standing import LevelStanding, standing
from tests import factories
from tests.factories import Row, World

RANKING = "/xep-hang/hung-yen/2024-10/district/"
WIDEST = "Ủy ban nhân dân phường Nguyễn Nghiễm – Khu kinh tế Nhơn Hội " * 4


def words(card: Card) -> list[str]:
    """What stands in a card's picture."""
    return [shape.words for shape in card_picture.placed(card, "chi-so.test") if isinstance(shape, Text)]


def ranking_card(world: World) -> Card:
    level = standing(world.october).levels[0]
    assert level.content.level == "district"
    return cards.of_ranking(world.october, level)


def tags(page: str) -> dict[str, str]:
    found = re.findall(r'<meta (?:property|name)="((?:og|twitter):[a-z:_]+)" content="([^"]*)">', page)
    return {name: unescape(content) for name, content in found}


def test_a_ranking_shows_its_first_rows_as_published(world: World) -> None:
    said = words(ranking_card(world))
    results = Result.objects.filter(release=world.october, level="district", indicator__code="total")
    assert len(results) == 5
    for row in results:
        assert row.unit_name in said
    figures = {"Huyện Kim Động": "88,68 điểm", "Thị xã Mỹ Hào": "86,2 điểm", "Huyện Tiên Lữ": "79,7 điểm"}
    for unit, figure in figures.items():
        assert said.index(figure) > said.index(unit)
    assert [said[said.index(name) - 1] for name in ("Thị xã Mỹ Hào", "Huyện Văn Giang")] == ["2=", "2="]
    assert said[said.index("Thành phố Hưng Yên") + 1] == "Không có số liệu"
    assert "0 điểm" not in said
    assert "1 không có số liệu. Công bố 05/11/2024" in said
    assert "Tỉnh Hưng Yên công bố · tháng 10/2024" in said


def test_a_bar_is_as_long_as_its_points(world: World) -> None:
    shapes = list(card_picture.placed(ranking_card(world), "chi-so.test"))
    tracks = [box for box in shapes if isinstance(box, Box) and box.colour == card_picture.TRACK]
    bars = {
        box.y: box
        for box in shapes
        if isinstance(box, Box) and box.colour == card_picture.ACCENT and box.x > 600
    }
    assert len(tracks) == len(bars) == 4, "the unit without a figure has no bar"
    shares = [Decimal("88.68"), Decimal("86.2"), Decimal("86.2"), Decimal("79.7")]
    for track, share in zip(tracks, shares, strict=True):
        assert bars[track.y].width == round(track.width * share / 100)


def test_a_unit_shows_figure_rank_and_change(world: World) -> None:
    unit = world.october.results.filter(unit__slug="huyen-kim-dong")[0].unit
    card = cards.of_unit(portrait(unit))
    assert card is not None
    said = words(card)
    assert {"Huyện Kim Động", "88,68 điểm", "Hạng 1 trên 4 đơn vị", "Xếp loại Tốt"} <= set(said)
    assert "Tăng 1,58 điểm so với kỳ trước" in said
    without = world.october.results.filter(unit__slug="thanh-pho-hung-yen")[0].unit
    card = cards.of_unit(portrait(without))
    assert card is not None
    assert card.figure == "86,95 điểm"
    assert "tháng 9/2024" in card.above, "the newest figure there is, and of when it is"


def test_a_province_shows_its_groups_beside_the_average(world: World) -> None:
    card = cards.of_release(standing(world.october))
    assert (card.title, card.figure) == ("Tỉnh Hưng Yên", "87,29 điểm")
    assert card.facts[0] == "Hạng 02/63 toàn quốc"
    assert [(line.name, line.figure) for line in card.lines] == [
        ("Công khai, minh bạch", "15,7/18 điểm"),
        ("Tiến độ giải quyết", "19,8/20 điểm"),
    ]
    assert card.lines[0].average == Decimal("10.9") / 18


def test_part_of_a_month_and_what_was_replaced_say_so(world: World) -> None:
    part = factories.publish(world.office, "2024-11", [Row(world.province, points="70")], partial=True)
    said = " ".join(words(cards.of_release(standing(part))))
    assert "một phần kỳ" in said
    assert "thay đổi" not in said
    again = factories.publish(
        world.office, "2024-11", [Row(world.province, points="71")], version=2, reason="x", partial=True
    )
    assert "lần 2, đã đính chính" in " ".join(words(cards.of_release(standing(again))))
    part.refresh_from_db()
    said = " ".join(words(cards.of_release(standing(part))))
    assert "đã được thay thế bằng lần 2 ngày 05/11/2024" in said


ROWS = [Line("135=", WIDEST, "1.310.630 hồ sơ đã giải quyết", None), Line("1", "A", "100 điểm", Decimal(1))]
HARD = [
    Card(WIDEST, WIDEST, WIDEST, "Không có số liệu vì nguồn không đo", [WIDEST, WIDEST], [], WIDEST),
    Card(WIDEST, WIDEST, WIDEST, "88,68 điểm", [WIDEST[:90]] * 3, ROWS * 3),
    Card("", "Á", "", lines=ROWS * 3),
    Card("", "Á", "", lines=[replace(line, rank="") for line in ROWS]),
    Card("Cả nước", "Tỉnh (không nêu tên)", "Công bố 01/01/2026"),
]


@pytest.mark.parametrize("card", HARD, ids=range(len(HARD)))
def test_nothing_leaves_the_picture_or_covers_another(card: Card) -> None:
    """However long names and reasons are."""
    places = []
    for shape in card_picture.placed(card, "chi-so-766.tinh-dai-nhat.gov.vn"):
        if isinstance(shape, Text):
            left = shape.x - shape.width if shape.right else shape.x
            places.append((left, shape.y - round(shape.size * 0.7), left + shape.width, shape.y, shape.words))
            assert left >= 0 and left + shape.width <= card_picture.WIDTH, shape
            assert shape.size <= shape.y <= card_picture.HEIGHT - shape.size // 4, shape
    for place, one in enumerate(places):
        for other in places[:place]:
            apart = one[0] >= other[2] or other[0] >= one[2] or one[1] >= other[3] or other[1] >= one[3]
            assert apart, (one, other)


def test_every_vietnamese_letter_has_its_shape() -> None:
    """No letter is drawn as the box that stands for missing ones."""
    letters = "ăâđêôơưÂĐƯàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ–“”…·="
    for weight in (400, 600, 700):
        font = card_picture._font(30, weight)
        missing = bytes(font.getmask("\uffff"))
        assert [letter for letter in letters if bytes(font.getmask(letter)) == missing] == []


@pytest.mark.parametrize(
    "address",
    [f"{RANKING}chia-se.png", "/ky/hung-yen/2024-10/chia-se.png", "/don-vi/huyen-kim-dong/chia-se.png"],
)
def test_a_picture_is_a_png_of_the_size_that_is_shown_whole(
    world: World, client: Client, address: str
) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    picture = Image.open(io.BytesIO(answer.content))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert len(answer.content) < 100_000
    assert client.get(address).content == answer.content


def test_pages_name_their_picture(world: World, client: Client) -> None:
    """Whole addresses with the version, so that a picture kept elsewhere is never of other figures."""
    home = tags(client.get("/").content.decode())
    assert home["og:title"] == "Tỉnh Hưng Yên: 87,29 điểm"
    assert home["og:image"].endswith("/ky/hung-yen/2024-10/chia-se.png?lan=1")
    assert home["og:image"].startswith("http")
    assert (home["og:image:width"], home["og:image:height"]) == ("1200", "630")
    assert home["twitter:card"] == "summary_large_image"
    ranking = tags(client.get(f"{RANKING}?chi-so=TDGQ&tim=kim").content.decode())
    assert ranking["og:image"].endswith(f"{RANKING}chia-se.png?lan=1&chi-so=TDGQ")
    assert ranking["og:url"].endswith(f"{RANKING}?chi-so=TDGQ")
    assert "100%" in ranking["og:title"]
    unit = tags(client.get("/don-vi/huyen-kim-dong/").content.decode())
    assert re.search(r"/don-vi/huyen-kim-dong/chia-se\.png\?ban=[0-9a-f]{8}$", unit["og:image"])
    assert "Hạng 1 trên 4 đơn vị" in unit["og:description"]
    for address in (home["og:image"], ranking["og:image"], unit["og:image"]):
        parts = urlsplit(address)
        assert client.get(f"{parts.path}?{parts.query}")["Content-Type"] == "image/png"


def test_another_figure_of_a_unit_is_another_address_and_the_old_one_leads_there(
    world: World, client: Client
) -> None:
    def picture() -> str:
        parts = urlsplit(tags(client.get("/don-vi/huyen-kim-dong/").content.decode())["og:image"])
        return f"{parts.path}?{parts.query}"

    old = picture()
    unit = world.october.results.filter(unit__slug="huyen-kim-dong")[0].unit
    factories.publish(world.office, "2024-11", [Row(unit, points="90.01")])
    new = picture()
    assert new != old
    led = client.get(old)
    assert (led.status_code, led["Location"]) == (302, new)
    plain = client.get("/don-vi/huyen-kim-dong/chia-se.png")
    assert (plain.status_code, plain.content) == (200, client.get(new).content)
    assert client.get(f"{plain.request['PATH_INFO']}?ban=khác").status_code == 302


def test_without_figures_there_is_no_picture(world: World, client: Client) -> None:
    unit = factories.unit("Sở Mới")
    assert client.get(f"/don-vi/{unit.slug}/chia-se.png").status_code == 404
    assert tags(client.get(f"/don-vi/{unit.slug}/").content.decode()) == {}
    assert client.get("/ky/hung-yen/2030-01/chia-se.png").status_code == 404
    factories.withdraw(world.october, "Nguồn đo sai")
    for address in (f"{RANKING}chia-se.png", "/ky/hung-yen/2024-10/chia-se.png"):
        answer = client.get(address)
        assert answer.status_code == 410
        assert "og:image" not in answer.content.decode()


def test_the_first_row_of_a_ranking_by_rate_says_the_rate(world: World) -> None:
    indicator = Indicator.objects.get(code="TDGQ", version=world.october.index_version)
    content = next(
        item
        for item in queries.contents(world.october)
        if item.indicator == indicator and item.level == "district"
    )
    rows = list(Result.objects.filter(release=world.october, level="district", indicator=indicator))
    card = cards.of_ranking(world.october, LevelStanding(content, rows))
    assert ("Thị xã Mỹ Hào", "100%", Decimal(1)) in [
        (line.name, line.figure, line.share) for line in card.lines
    ]
    assert "về Tiến độ giải quyết" in card.title
