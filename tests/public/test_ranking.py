"""The ranking page: order, ties, missing figures, search, filter, sort; all by address."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from scores.models import UnitAlias, UnitName, UnitSuccession
from tests import factories
from tests.public import reading

ADDRESS = "/xep-hang/hung-yen/2024-10/district/"
BY_LINE = [
    "Huyện Kim Động",
    "Thị xã Mỹ Hào",
    "Huyện Văn Giang",
    "Huyện Tiên Lữ",
    "Thành phố Hưng Yên",
]


def test_ranking_shows_ties_and_missing_figures_as_such(world: factories.World, client: Client) -> None:
    rows = reading.table(reading.page(client, ADDRESS))
    assert [row["Đơn vị"] for row in rows] == BY_LINE
    assert [row["Hạng"] for row in rows] == ["1", "2=", "2=", "4", "–"]
    assert [row["Điểm (tối đa 100)"] for row in rows] == ["88,68", "86,2", "86,2", "79,7", "Không có số liệu"]
    assert [row["Xếp loại"] for row in rows] == ["Tốt", "Tốt", "Tốt", "Khá", "–"]
    changes = [row["Thay đổi (điểm)"] for row in rows]
    assert changes == ["▲ 1,58", "▼ 2,44", "Không có số liệu tháng 9/2024 để so sánh", "▼ 0,50", "–"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("points", [3, 1, 2, 0, 4]),
        ("-points", [0, 1, 2, 3, 4]),
        ("change", [1, 3, 0, 2, 4]),
        ("-change", [0, 3, 1, 2, 4]),
        ("unit", [0, 3, 2, 4, 1]),
        ("-rank", [3, 1, 2, 0, 4]),
        ("", [0, 1, 2, 3, 4]),
    ],
)
def test_sort_puts_missing_last_and_equals_by_line(
    world: factories.World, client: Client, order: str, expected: list[int]
) -> None:
    html = reading.page(client, f"{ADDRESS}?sap-xep={order}")
    assert reading.units(html) == [BY_LINE[place] for place in expected]
    if order:
        assert html.count("aria-sort=") == 1
        file = client.get(f"{ADDRESS[:-1]}.csv?sap-xep={order}").content
        assert [row["Đơn vị"] for row in reading.csv_rows(file)] == reading.units(html)


@pytest.mark.parametrize("text", ["tien lu", "Tiên Lũ", "TIÊN LỮ", "UBND huyện Tiên Lữ", "  tiên   lữ "])
def test_search_needs_no_marks(world: factories.World, client: Client, text: str) -> None:
    html = client.get(ADDRESS, {"tim": text}).content.decode()
    assert reading.units(html) == ["Huyện Tiên Lữ"]
    assert "1 trong 5 đơn vị" in html
    assert reading.table(html)[0]["Hạng"] == "4"


def test_search_finds_former_names_aliases_and_predecessors(world: factories.World, client: Client) -> None:
    results = {row.unit.name: row.unit for row in world.october.results.select_related("unit")}
    UnitName.objects.create(
        unit=results["Thị xã Mỹ Hào"],
        name="Huyện Bần",
        last_day=date(2019, 3, 12),
        legal_basis="Nghị quyết thử",
    )
    UnitAlias.objects.create(unit=results["Huyện Kim Động"], text="Kim Động cũ")
    predecessor = factories.unit("Huyện Châu Giang")
    UnitSuccession.objects.create(
        predecessor=predecessor,
        successor=results["Huyện Văn Giang"],
        day=date(1999, 9, 1),
        legal_basis="Nghị quyết thử",
    )
    found = {
        text: reading.units(client.get(ADDRESS, {"tim": text}).content.decode())
        for text in ("huyen ban", "dong cu", "chau giang")
    }
    assert found == {
        "huyen ban": ["Thị xã Mỹ Hào (tìm thấy theo tên “Huyện Bần”)"],
        "dong cu": ["Huyện Kim Động (tìm thấy theo tên “Kim Động cũ”)"],
        "chau giang": ["Huyện Văn Giang (tìm thấy theo tên “Huyện Châu Giang”)"],
    }


def test_search_without_a_match_says_so(world: factories.World, client: Client) -> None:
    html = client.get(ADDRESS, {"tim": "không có huyện này"}).content.decode()
    assert "Không có đơn vị nào khớp" in html


def test_rating_filter_hides_rows_and_keeps_ranks(world: factories.World, client: Client) -> None:
    html = client.get(ADDRESS, {"xep-loai": "Khá"}).content.decode()
    assert [(row["Hạng"], row["Đơn vị"]) for row in reading.table(html)] == [("4", "Huyện Tiên Lữ")]


def test_filter_search_and_sort_together(world: factories.World, client: Client) -> None:
    html = client.get(ADDRESS, {"tim": "huyen", "xep-loai": "Tốt", "sap-xep": "points"}).content.decode()
    assert reading.units(html) == ["Huyện Văn Giang", "Huyện Kim Động"]


def test_one_indicator_is_ranked_by_its_own_figure(world: factories.World, client: Client) -> None:
    html = reading.page(client, f"{ADDRESS}?chi-so=TDGQ")
    rows = reading.table(html)
    assert [(row["Hạng"], row["Đơn vị"], row["Tỷ lệ (%)"]) for row in rows] == [
        ("1", "Thị xã Mỹ Hào", "100"),
        ("2", "Huyện Kim Động", "98,66"),
    ]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?sap-xep=nonsense", "Không sắp xếp được theo"),
        ("?xep-loai=Giỏi", "Không có xếp loại"),
        ("?lan=hai", "không phải là một lần công bố"),
        (f"?tim={'x' * 101}", "quá 100 ký tự"),
    ],
)
def test_wrong_parameters_are_refused_with_a_sentence(
    world: factories.World, client: Client, query: str, sentence: str
) -> None:
    response = client.get(ADDRESS + query)
    assert response.status_code == 400
    assert sentence in response.content.decode()


def test_an_order_the_indicator_does_not_have_leaves_its_own(world: factories.World, client: Client) -> None:
    html = reading.page(client, f"{ADDRESS}?chi-so=TDGQ&sap-xep=points")
    assert reading.units(html) == ["Thị xã Mỹ Hào", "Huyện Kim Động"]


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/xep-hang/hung-yen/2024-10/commune/", "không công bố cấp xã"),
        ("/xep-hang/hung-yen/2024-10/village/", "Không có cấp"),
        ("/xep-hang/hung-yen/2024-13/district/", "không có tháng 13"),
        ("/xep-hang/hung-yen/2024-10/district/?chi-so=9.9", "không công bố chỉ số"),
        ("/xep-hang/ha-noi/2024-10/district/", "Không có cơ quan công bố"),
        ("/xep-hang/hung-yen/2024-11/district/", "Tháng 11/2024 chưa công bố"),
        ("/xep-hang/hung-yen/2024-10/district/?lan=7", "không có lần công bố 7."),
    ],
)
def test_what_is_not_there_is_404_with_a_sentence(
    world: factories.World, client: Client, address: str, sentence: str
) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert sentence in response.content.decode()


def test_replaced_version_stays_at_its_own_address(world: factories.World, client: Client) -> None:
    districts = {row.unit.name: row.unit for row in world.october.results.select_related("unit")}
    factories.publish(
        world.office,
        "2024-10",
        [
            factories.Row(districts["Huyện Kim Động"], points="70.5"),
            factories.Row(districts["Huyện Tiên Lữ"], points="71"),
        ],
        version=2,
        reason="Nguồn sửa số của hai huyện",
    )
    assert reading.units(reading.page(client, ADDRESS)) == ["Huyện Tiên Lữ", "Huyện Kim Động"]
    old = reading.page(client, f"{ADDRESS}?lan=1")
    assert "Đã được thay thế bằng lần 2 ngày 05/11/2024." in old
    assert reading.table(old)[0]["Điểm (tối đa 100)"] == "88,68"
    assert "Đã đính chính" in reading.page(client, ADDRESS)


def test_withdrawn_release_says_why_and_shows_no_figure(world: factories.World, client: Client) -> None:
    factories.withdraw(world.october, "Nguồn đo sai toàn bộ")
    for address in (ADDRESS, "/ky/hung-yen/2024-10/", f"{ADDRESS}?lan=1"):
        response = client.get(address)
        assert response.status_code == 410
        assert "Nguồn đo sai toàn bộ" in response.content.decode()
        assert "88,68" not in response.content.decode()
