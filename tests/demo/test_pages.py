"""Every ranking of the demonstration: page, CSV, XLSX, JSON and API say the same, cell for cell."""

from __future__ import annotations

import json
import re
from typing import Any

import brotli  # type: ignore[import-untyped]  # it has no types
from django.test import Client

from scores import columns, queries, vietnamese
from scores.models import Release
from scores.queries import Content
from tests.public import reading
from tests.public.browser_pages import KEPT, LARGEST
from tests.public.test_files import exact, own_table_agrees, without_drawings


def test_every_ranking_says_the_same_everywhere(client: Client) -> None:
    releases = list(queries.published().order_by("pk"))
    rankings = [(release, content) for release in releases for content in queries.contents(release)]
    assert len(releases) == 10
    assert len(rankings) > 100
    for release, content in rankings:
        _agrees_everywhere(client, release, content)
    for release in releases:
        if queries.own_results(release):
            own_table_agrees(client, release)


def test_every_page_is_light(client: Client) -> None:
    """Those search engines are told of, as sent to a reader who keeps nothing yet."""
    told = re.findall(r"<loc>https?://[^/]+([^<]*)</loc>", client.get("/sitemap.xml").content.decode())
    units = [address for address in told if re.fullmatch(r"/don-vi/.+", address)]
    # Units of one kind have pages of one kind: the shortest and the longest names, and one with many months.
    few = {*sorted(units, key=len)[:3], *sorted(units, key=len)[-3:], "/don-vi/tinh-hung-yen/"}
    looked_at = [address for address in told if address not in units or address in few]
    assert len(looked_at) > 30
    weights = {
        address: len(brotli.compress(reading.page(client, address).encode(), quality=5))
        for address in looked_at
    }
    assert {address: weight for address, weight in weights.items() if weight > LARGEST - KEPT} == {}


def _agrees_everywhere(client: Client, release: Release, content: Content) -> None:
    place = f"{release.office.slug}/{release.period}/{content.level}"
    query = f"?chi-so={content.indicator.code}"
    rows = queries.ranking(release, content.level, content.indicator)
    shown = columns.ranking_columns(content, rows)
    carried = [{column.title: exact(column.value(row)) for column in shown} for row in rows]

    on_page = without_drawings(reading.table(reading.page(client, f"/xep-hang/{place}/{query}")))
    assert on_page == [{column.title: column.text(row) for column in shown if column.on_page} for row in rows]
    for ending, read in reading.FILES.items():
        found = read(client.get(f"/xep-hang/{place}.{ending}{query}").content)
        assert [{title: exact(value) for title, value in row.items()} for row in found] == carried, place

    address = f"/api/v1/rankings/?office={release.office.slug}&period={release.period}&level={content.level}"
    answer = json.loads(client.get(f"{address}&indicator={content.indicator.code}").content)
    assert [_from_api(row) for row in answer["results"]] == [
        (row["Đơn vị"], row["Hạng"], *_figures(row)) for row in on_page
    ], place


def _figures(row: dict[str, str]) -> list[str]:
    """Points, rate and count of a row of the page, or the one reason why it has none of them."""
    texts = [
        text
        for start in ("Điểm", "Tỷ lệ", "Số lượng")
        for title, text in row.items()
        if title.startswith(start) and text != columns.NOTHING
    ]
    return list(dict.fromkeys(texts)) if vietnamese.NO_DATA in texts else texts


def _from_api(row: dict[str, Any]) -> tuple[str, ...]:
    rank = columns.NOTHING if row["rank"] is None else f"{row['rank']}{'=' if row['tied'] else ''}"
    if row["no_data_reason"]:
        return (row["unit"]["name"], rank, row["no_data_reason"])
    figures = [exact(row[kind]).replace(".", ",") for kind in ("points", "rate") if row[kind] is not None]
    if row["count"] is not None:
        figures.append(vietnamese.count(row["count"]))
    return (row["unit"]["name"], rank, *figures)


def test_what_the_documents_print_is_on_the_pages(client: Client) -> None:
    """The figures a reader would look up first, as printed in the notices."""
    districts = reading.table(reading.page(client, "/xep-hang/hung-yen/2024-10/district/"))
    assert [(row["Hạng"], row["Đơn vị"], row["Điểm (tối đa 100)"]) for row in districts[:4]] == [
        ("1", "Huyện Kim Động", "88,68"),
        ("2=", "Thị xã Mỹ Hào", "88,64"),
        ("2=", "Huyện Văn Giang", "88,64"),
        ("4", "Huyện Tiên Lữ", "88,29"),
    ]
    communes = reading.table(reading.page(client, "/xep-hang/tien-lu/2024-08/commune/"))
    changes = {row["Đơn vị"]: row["Thay đổi (điểm)"] for row in communes}
    assert (changes["Xã Thủ Sỹ"], changes["Xã Nhật Tân"]) == ("▲ 6,96", "▼ 0,80")
    components = {
        row["Chỉ số"].split(" ")[0]: row
        for row in reading.table(reading.page(client, "/ky/tinh-khong-neu-ten/2023-11/"))
    }
    assert components["1.1"]["Chỉ tiêu"] == "Chưa đạt (từ 90% trở lên)"
    assert components["5.4"]["Số lượng"] == "86/90 đơn vị"
    assert components["5.5"]["Điểm"] == "Không có số liệu"
    gia_lai = {
        level: reading.table(reading.page(client, f"/xep-hang/gia-lai/2026-02/{level}/"))
        for level in ("commune", "department")
    }
    assert {level: len(rows) for level, rows in gia_lai.items()} == {"commune": 135, "department": 14}
    for rows in gia_lai.values():
        assert len({row["Hạng"] for row in rows if row["Điểm (tối đa 100)"] == "16"}) <= 1
