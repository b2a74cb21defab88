"""A unit's page: why its total changed, what is missing, its months by group, and the pictures to save."""

from __future__ import annotations

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from scores import heat, queries
from scores.models import Level, Result
from scores.portrait import portrait
from scores.recent import recent_months
from scores.sparkline import Point, span, sparkline
from tests import factories
from tests.public import reading
from tests.public.test_pages import _text as text_of

PAGE = "/don-vi/tinh-hung-yen/"
SVG = "{http://www.w3.org/2000/svg}"


def own(world: factories.World, period: str, total: str, *groups: str, **fields: object) -> None:
    """One more month of the province: its total and, where given, the points of its two groups."""
    rows = [factories.Row(world.province, points=total)]
    rows += [
        factories.Row(world.province, code, points=points)
        for code, points in zip(("CKMB", "TDGQ"), groups, strict=False)
    ]
    factories.publish(world.office, period, rows, **fields)


def test_a_change_is_taken_apart_in_a_sentence_a_picture_and_a_table(
    world: factories.World, client: Client
) -> None:
    own(world, "2024-11", "88.4", "16.9", "19.6")
    html = reading.page(client, PAGE)
    text = text_of(html)
    assert (
        "Tổng điểm từ 87,29 thành 88,4: tăng nhiều nhất ở Công khai, minh bạch (1,20 điểm), "
        "giảm nhiều nhất ở Tiến độ giải quyết (0,20 điểm)." in text
    )
    assert (
        "Công khai, minh bạch ▲ tăng 1,20 Tiến độ giải quyết ▼ giảm 0,20 "
        "Làm tròn hoặc ngoài các nhóm ▲ tăng 0,11 Tổng điểm ▲ tăng 1,11" in text
    )
    label = re.search(r'<svg [^>]*aria-label="(Tổng điểm tháng 11/2024 so với kỳ trước[^"]*)"', html)
    assert label is not None
    assert "Tiến độ giải quyết ▼ giảm 0,20" in label[1]


def test_what_cannot_be_taken_apart_says_why(world: factories.World, client: Client) -> None:
    only_total = text_of(reading.page(client, "/don-vi/huyen-kim-dong/"))
    assert "Chưa tách được thay đổi theo nhóm: kỳ này chỉ công bố tổng điểm" in only_total
    assert "Tổng điểm từ 87,1 thành 88,68." in only_total
    assert "Điểm từng nhóm" not in only_total
    own(world, "2024-11", "88.4", "16.9")
    assert "kỳ này không công bố điểm của nhóm Tiến độ giải quyết." in text_of(reading.page(client, PAGE))
    own(world, "2025-01", "88.4", "16.9", "19.8")
    assert "thay đổi theo nhóm: chưa có số liệu tháng 12/2024. Điểm từng nhóm của kỳ này" in text_of(
        reading.page(client, PAGE)
    )
    own(world, "2025-02", "88.5")
    assert "Điểm từng nhóm gần nhất là của tháng 01/2025: xem từng chỉ số." in text_of(
        reading.page(client, PAGE)
    )
    own(world, "2025-04", "88.5")
    answer = client.get(f"{PAGE}vi-sao.svg")
    assert answer.status_code == 404
    assert "Chưa có số liệu tháng 3/2025" in answer.content.decode()


def test_what_is_missing_to_the_next_rating(world: factories.World, client: Client) -> None:
    text = text_of(reading.page(client, PAGE))
    assert "Còn thiếu 2,71 điểm để đạt “Xuất sắc” (từ 90 điểm)." in text
    assert "Công khai, minh bạch còn 2,3/18 điểm (riêng mục này chưa đủ để lên Xuất sắc)" in text
    assert "không công bố điểm từng nhóm, nên chưa nói được" in text_of(
        reading.page(client, "/don-vi/huyen-kim-dong/")
    )
    own(world, "2024-11", "90", "18", "20")
    assert "Đã ở mức cao nhất, “Xuất sắc”." in text_of(reading.page(client, PAGE))


def test_the_page_leads_with_a_whole_month_and_mentions_part_of_one(
    world: factories.World, client: Client
) -> None:
    own(world, "2024-11", "75.05", partial=True)
    html = reading.page(client, PAGE)
    assert "Tỉnh Hưng Yên: 87,29 điểm" in html
    assert "tháng 11/2024 (một phần kỳ, chưa hết kỳ)</a>: 75,05 điểm (Tỉnh Hưng Yên công bố)" in html


def test_months_by_group_with_a_line_for_those_between(world: factories.World) -> None:
    own(world, "2025-01", "70", "3.6", "19.6")
    own(world, "2025-02", "70")
    (table,) = portrait(world.province).heats
    assert [line.code for line in table.columns] == ["total", "CKMB", "TDGQ"]
    assert [
        (month.name, [cell and (cell.text, cell.step) for cell in month.cells]) for month in table.months
    ] == [
        ("tháng 01/2025", [("70", 4), ("3,6", 2), ("19,6", 5)]),
        ("tháng 11/2024 đến 12/2024", [None, None, None]),
        ("tháng 10/2024", [("87,29", 5), ("15,7", 5), ("19,8", 5)]),
        ("tháng 9/2024", [("86,5", 5), ("15,7", 5), ("19,8", 5)]),
    ]


@pytest.mark.parametrize(
    ("points", "step"), [("0", 1), ("3.59", 1), ("3.6", 2), ("7.2", 3), ("14.39", 4), ("14.4", 5), ("18", 5)]
)
def test_a_fifth_of_the_maximum_is_a_step(points: str, step: int) -> None:
    assert heat.step(Decimal(points), Decimal(18)) == step


def test_two_editions_of_the_index_are_two_tables(world: factories.World) -> None:
    own(world, "2025-01", "60", "10", index_version=factories.index("766-moi"))
    tables = portrait(world.province).heats
    assert [table.version.code for table in tables] == ["766-moi", "766-2022"]
    assert [len(table.months) for table in tables] == [1, 2]


def test_pictures_stand_alone(world: factories.World, client: Client) -> None:
    """Well-formed, with a title, a source and a day; no style or script that a strict page would refuse."""
    own(world, "2024-11", "88.4", "16.9", "19.6")
    for name, title in [
        ("bieu-do", "Tổng điểm của Tỉnh Hưng Yên theo tháng, thang 100"),
        ("vi-sao", "Tỉnh Hưng Yên: vì sao tổng điểm tháng 11/2024 khác tháng 10/2024"),
    ]:
        answer = client.get(f"{PAGE}{name}.svg")
        assert answer["Content-Type"] == "image/svg+xml"
        root = ElementTree.fromstring(answer.content)
        assert root.findtext(f"{SVG}title") == title
        written = " ".join(" ".join(root.itertext()).split())
        assert "Nguồn: Tỉnh Hưng Yên công bố theo Bộ chỉ số 766; ngày 05/11/2024." in written
        assert "/don-vi/tinh-hung-yen/" in written
        assert not re.search(rb"style=|<style|<script|class=\"[^\"]*\"[^>]*\son\w+=", answer.content)
        filled = [part for part in root.iter() if part.tag in {f"{SVG}rect", f"{SVG}circle"}]
        assert all(part.get("fill") for part in filled)
    assert client.get("/don-vi/huyen-van-giang/bieu-do.svg").status_code == 404


def test_the_table_of_totals_is_a_file_with_the_rows_of_the_page(
    world: factories.World, client: Client
) -> None:
    rows = reading.csv_rows(client.get(f"{PAGE}tong-diem.csv").content)
    assert [(row["Kỳ"], row["Điểm"], row["Thay đổi (điểm)"]) for row in rows] == [
        ("2024-10", "87.29", "0.79"),
        ("2024-09", "86.5", ""),
    ]


def district_months(world: factories.World, period: str = "2024-10") -> dict[str, str]:
    release = queries.find_release("hung-yen", world.october.period.parse(period))
    assert release is not None
    (content,) = [
        item
        for item in queries.contents(release)
        if (item.level, item.indicator.code) == (Level.DISTRICT, "total")
    ]
    rows = queries.ranking(release, Level.DISTRICT, content.indicator)
    published = queries.releases_of(release.office)
    with CaptureQueriesContext(connection) as asked:
        found = recent_months(release, content, rows, published)
    assert len(asked) <= 2
    names: dict[int, str] = {row.unit_id: row.unit_name for row in rows}
    return {names[unit_id]: line.label for unit_id, line in found.lines.items()}


def test_six_months_of_every_unit_in_two_queries(world: factories.World) -> None:
    nothing = "chưa có; chưa có; chưa có; chưa có; "
    assert district_months(world) == {
        "Huyện Kim Động": f"{nothing}87,1; 88,68",
        "Thị xã Mỹ Hào": f"{nothing}88,64; 86,2",
        "Huyện Văn Giang": f"{nothing}chưa có; 86,2",
        "Huyện Tiên Lữ": f"{nothing}80,2; 79,7",
    } | {"Thành phố Hưng Yên": f"{nothing}86,95; chưa có"}


def test_nobody_has_a_line_where_there_is_one_month(world: factories.World) -> None:
    assert district_months(world, "2024-09") == {}


def test_a_line_stops_at_a_gap_and_at_what_cannot_be_compared() -> None:
    months = [
        Point(Decimal(10)),
        Point(Decimal(20)),
        None,
        Point(Decimal(15)),
        Point(Decimal(15), joined=False),
    ]
    assert span(months) == 10
    line = sparkline(months, span(months))
    assert re.findall(r"M[^M]+", line.path) == ["M3 15 17 3", "M47 9h0", "M61 9h0"]
    assert line.label == "10; 20; chưa có; 15; 15"


def test_part_of_a_month_is_not_joined(world: factories.World, client: Client) -> None:
    districts = Result.objects.filter(release=world.october, level="district", indicator__code="total")
    rows = [factories.Row(row.unit, points="80") for row in districts.select_related("unit")]
    factories.publish(world.office, "2024-11", rows, partial=True)
    html = reading.page(client, "/xep-hang/hung-yen/2024-11/district/")
    (path,) = re.findall(r'aria-label="[^"]*87,1; 88,68; 80"><path d="([^"]*)"', html)
    assert path.endswith("h0")
    assert "6 tháng" in html
    assert "từ tháng 6/2024 đến tháng 11/2024" in text_of(html)
