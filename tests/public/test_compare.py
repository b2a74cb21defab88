"""Units side by side: the figures published, of one level and one basis, chosen by links and a search."""

from __future__ import annotations

import html as entities
import re
from itertools import combinations
from typing import Any

import pytest
from django.test import Client

from scores.comparison import comparison
from scores.models import Level, Result, Unit
from tests import factories
from tests.factories import Row, World
from tests.public import reading

THREE = ["thi-xa-my-hao", "huyen-kim-dong", "huyen-tien-lu"]


def asked(*slugs: str, **more: str) -> Any:
    return Client().get("/so-sanh/", {"don-vi": list(slugs), **more})


def page(*slugs: str, **more: str) -> str:
    answer = asked(*slugs, **more)
    assert answer.status_code == 200
    return str(answer.content.decode())


def link(html: str, text: str) -> str:
    """Where the link with this text leads."""
    found = re.search(rf'<a[^>]*href="([^"]*)"[^>]*>{text}', html)
    assert found, text
    return entities.unescape(found[1])


def table(html: str) -> list[dict[str, str]]:
    """The first table of a page, or of what is left of it."""
    return reading.table(html[html.index("<table") :].partition("</table>")[0])


def units(*slugs: str) -> list[Unit]:
    return [Unit.objects.get(slug=slug) for slug in slugs]


def test_the_figures_are_those_published_in_the_order_asked_for(world: World) -> None:
    html = page(*THREE)
    rows = table(html)
    results = [
        Result.objects.get(release=world.october, unit__slug=slug, indicator__code="total") for slug in THREE
    ]
    assert [row["Đơn vị"] for row in rows] == [result.unit_name for result in results]
    assert [row["Tổng điểm"] for row in rows] == ["86,2 điểm", "88,68 điểm", "79,7 điểm"]
    assert [row["Hạng"] for row in rows] == ["2=/4", "1/4", "4/4"]
    assert [row["Xếp loại"] for row in rows] == ["Tốt", "Tốt", "Khá"]
    assert rows[0]["Thay đổi so với kỳ trước"] == "giảm 2,44 điểm"
    assert "<h2>Tháng 10/2024" in html
    assert "Quyết định thử" in html
    assert "Huyện Kim Động đứng đầu với 88,68 điểm, cách Huyện Tiên Lữ 8,98 điểm." in html


def test_equals_lead_together_and_a_unit_without_a_figure_stays_out_of_it(world: World) -> None:
    tied = page("thi-xa-my-hao", "huyen-van-giang", "huyen-tien-lu")
    assert "Thị xã Mỹ Hào và Huyện Văn Giang cùng đứng đầu với 86,2 điểm" in tied
    assert "2 đơn vị bằng nhau: 86,2 điểm." in page("thi-xa-my-hao", "huyen-van-giang", "thanh-pho-hung-yen")
    rows = table(page("huyen-kim-dong", "thanh-pho-hung-yen"))
    assert (rows[1]["Tổng điểm"], rows[1]["Hạng"]) == ("Không có số liệu", "–")


def test_lines_have_dash_mark_and_name_and_a_table_says_the_same(world: World) -> None:
    html = page("huyen-kim-dong", "huyen-tien-lu")
    svg = html.partition('class="comparison-chart"')[2].partition("</svg>")[0]
    assert svg.count("<polyline") == 2
    assert ">A Kim Động</text>" in svg
    assert ">B Tiên Lữ</text>" in svg
    assert "<circle" in svg
    assert "<rect" in svg
    months = table(html[html.rindex("<table") :])
    assert months == [
        {"Kỳ": "Tháng 10/2024", "A Huyện Kim Động": "88,68", "B Huyện Tiên Lữ": "79,7"},
        {"Kỳ": "Tháng 9/2024", "A Huyện Kim Động": "87,1", "B Huyện Tiên Lữ": "80,2"},
    ]


def test_groups_stand_side_by_side_with_their_maxima(world: World) -> None:
    html = page("tinh-hung-yen")
    groups = html[html.index('<table class="figures compare-table compare-groups') :]
    assert table(groups) == [
        {"Nhóm": "Công khai, minh bạch tối đa 18 điểm", "A Tỉnh Hưng Yên": "15,7 điểm"},
        {"Nhóm": "Tiến độ giải quyết tối đa 20 điểm", "A Tỉnh Hưng Yên": "19,8 điểm"},
    ]
    rates = page("huyen-kim-dong", "thi-xa-my-hao")
    assert table(rates[rates.index("compare-groups") - 40 :])[0] == {
        "Nhóm": "Tiến độ giải quyết",
        "A Huyện Kim Động": "98,66%",
        "B Thị xã Mỹ Hào": "100%",
    }


def test_units_of_two_levels_are_never_one_list(world: World) -> None:
    """Every pair of levels: one sentence, no figure, and a way back to units of one level."""
    own: dict[str, Unit] = {}
    for level, name in [(Level.DEPARTMENT, "Sở Y tế"), (Level.COMMUNE, "Xã Một")]:
        own[level] = factories.unit(name, level, world.province)
    own |= {Level.DISTRICT: units("huyen-kim-dong")[0], Level.PROVINCE: world.province}
    rows = [Row(unit, points="77.31") for unit in own.values()]
    factories.publish(world.office, "2024-12", rows)
    for one, other in combinations(own.values(), 2):
        html = page(one.slug, other.slug)
        assert "Không xếp chung một bảng các đơn vị khác cấp" in html
        assert "<table" not in html
        assert "77,31" not in html
        assert one.slug in link(html, f"Chỉ giữ 1 đơn vị {one.get_level_display().lower()}")
        assert "77,31" in page(one.slug)


def test_the_newest_common_period_counts(world: World) -> None:
    factories.publish(world.office, "2024-11", [Row(units("huyen-kim-dong")[0], points="90.1")])
    assert "<h2>Tháng 11/2024" in page("huyen-kim-dong")
    assert "<h2>Tháng 10/2024" in page("huyen-kim-dong", "huyen-tien-lu")


def test_a_part_of_a_month_never_stands_beside_a_whole_one(world: World) -> None:
    kim_dong, tien_lu = units("huyen-kim-dong", "huyen-tien-lu")
    factories.publish(world.office, "2024-11", [Row(kim_dong, points="90.1")], partial=True)
    other = factories.office("Huyện Tiên Lữ", tien_lu)
    factories.publish(other, "2024-11", [Row(tien_lu, points="81")])
    found = comparison([kim_dong, tien_lu])
    assert found.release == world.october
    assert found.chart is not None
    assert [month.values[0] for month in found.chart.months if str(month.period) == "2024-11"] == [None]


def test_two_index_versions_are_neither_compared_nor_joined(world: World) -> None:
    kim_dong, tien_lu = units("huyen-kim-dong", "huyen-tien-lu")
    later = factories.index("ban-sau")
    other = factories.office("Huyện Tiên Lữ", tien_lu)
    factories.publish(world.office, "2024-11", [Row(kim_dong, points="60")], index_version=later)
    factories.publish(other, "2024-11", [Row(tien_lu, points="81")])
    found = comparison([kim_dong, tien_lu])
    assert found.release == world.october
    assert found.chart is not None
    lines = {series.name: [line.count(" ") + 1 for line in series.lines] for series in found.chart.series}
    assert lines == {"A Huyện Kim Động": [2], "B Huyện Tiên Lữ": [3]}
    assert found.chart.versions == 2
    assert "ở chỗ đổi phiên bản bộ chỉ số" in page("huyen-kim-dong", "huyen-tien-lu")


def test_ranks_of_two_lists_are_told_apart(world: World) -> None:
    elsewhere = factories.unit("Tỉnh Khác", Level.PROVINCE)
    far = [factories.unit(name, Level.DISTRICT, elsewhere) for name in ("Huyện Xa", "Huyện Xa Nữa")]
    office = factories.office("Tỉnh Khác", elsewhere)
    factories.publish(office, "2024-10", [Row(far[0], points="91"), Row(far[1], points="60")])
    html = page("huyen-kim-dong", "huyen-xa")
    assert "hạng tính trong danh sách của từng cơ quan công bố" in html
    assert [(row["Hạng"], row["Cơ quan công bố"]) for row in table(html)] == [
        ("1/4", "Tỉnh Hưng Yên"),
        ("1/2", "Tỉnh Khác"),
    ]


def test_without_a_common_period_nothing_is_put_side_by_side(world: World) -> None:
    late = factories.unit("Huyện Muộn", Level.DISTRICT, world.province)
    never = factories.unit("Huyện Chưa Có", Level.DISTRICT, world.province)
    factories.publish(world.office, "2024-12", [Row(late, points="77.31")])
    html = page("huyen-kim-dong", late.slug, never.slug)
    assert "chưa có kỳ nào cùng được công bố theo một phiên bản bộ chỉ số" in html
    assert "kỳ gần nhất: tháng 12/2024" in html
    assert "chưa có số liệu công bố" in html
    assert "đứng đầu" not in html


def test_units_are_added_by_search_and_taken_out_by_link(world: World) -> None:
    """The whole way, by following what the pages say."""
    client = Client()
    found = page(tim="kim dong")
    first = client.get(link(found, "Thêm Huyện Kim Động")).content.decode()
    assert '<input type="hidden" name="don-vi" value="huyen-kim-dong">' in first
    assert "Huyện Kim Động so với đơn vị nào?" in first
    assert {"Huyện Văn Giang", "Thị xã Mỹ Hào"} & set(re.findall(r">thêm ([^<]+)</a>", first))
    added = link(page("huyen-kim-dong", tim="Tiên Lũ"), "Thêm Huyện Tiên Lữ")
    second = client.get(added).content.decode()
    assert [row["Đơn vị"] for row in table(second)] == ["Huyện Kim Động", "Huyện Tiên Lữ"]
    without = link(second, r'Bỏ<span class="visually-hidden"> Huyện Kim Động')
    third = client.get(without).content.decode()
    assert [row["Đơn vị"] for row in table(third)] == ["Huyện Tiên Lữ"]


def test_the_search_says_what_it_leaves_out(world: World) -> None:
    factories.unit("Xã Kim Động", Level.COMMUNE, world.province)
    factories.unit("Huyện Kim Động Mới", Level.DISTRICT, world.province)
    html = page("huyen-tien-lu", tim="kim dong")
    assert "1 đơn vị để thêm. 1 đơn vị khác khớp tên nhưng khác cấp" in html
    assert "1 đơn vị khớp tên chưa có số liệu công bố" in html
    assert "Thêm Huyện Tiên Lữ" not in page("huyen-tien-lu", tim="tien lu")


def test_too_many_and_unknown_units_are_refused_in_a_sentence(world: World) -> None:
    factories.publish(
        world.office,
        "2024-12",
        [Row(factories.unit("Huyện Sáu", Level.DISTRICT, world.province), points="1")],
    )
    all_five = [
        row.unit.slug for row in world.october.results.filter(level="district", indicator__code="total")
    ]
    assert "Đã đủ 5 đơn vị." in page(*all_five)
    many = asked(*all_five, "huyen-sau")
    assert many.status_code == 400
    assert "nhiều nhất 5 đơn vị một lần, địa chỉ này có 6. Bớt 1 đơn vị" in many.content.decode()
    for slug in ("khong-co", "a\0b", "Huyện Kim Động", "x" * 300):
        unknown = asked("huyen-kim-dong", slug)
        assert unknown.status_code == 404
        assert "Không có đơn vị nào ở địa chỉ" in unknown.content.decode()


def test_a_unit_named_twice_or_empty_counts_once(world: World) -> None:
    html = page("huyen-kim-dong", "", "huyen-kim-dong", "huyen-tien-lu")
    assert [row["Đơn vị"] for row in table(html)] == ["Huyện Kim Động", "Huyện Tiên Lữ"]


@pytest.mark.parametrize("slug", ["huyen-kim-dong", "tinh-hung-yen"])
def test_ranking_and_unit_lead_here(world: World, slug: str) -> None:
    assert link(reading.page(Client(), f"/don-vi/{slug}/"), "So sánh") == f"/so-sanh/?don-vi={slug}"


def test_a_ranking_leads_to_its_first_three_side_by_side(world: World) -> None:
    html = reading.page(Client(), "/xep-hang/hung-yen/2024-10/district/")
    found = Client().get(link(html, "So sánh các đơn vị đầu bảng")).content.decode()
    assert [row["Hạng"] for row in table(found)] == ["1/4", "2=/4", "2=/4"]
