"""Every table that is no ranking can be had as files, which say what the page says, cell for cell."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client

from scores import vietnamese
from scores.models import Office, Unit
from tests import factories
from tests.factories import Row, World
from tests.public import reading
from tests.public.test_files import exact

PAIR = "don-vi=huyen-kim-dong&don-vi=thi-xa-my-hao"
Cells = list[dict[str, str]]


def tables(html: str) -> list[Cells]:
    return [reading.table(part) for part in re.findall(r"<table.*?</table>", html, re.S)]


def files(client: Client, address: str) -> list[dict[str, Any]]:
    """The rows of a table, equal in all forms; `address` is the CSV's."""
    found = {
        ending: read(client.get(address.replace(".csv", f".{ending}", 1)).content)
        for ending, read in reading.FILES.items()
    }
    as_text = {
        ending: [{title: exact(value) for title, value in row.items()} for row in rows]
        for ending, rows in found.items()
    }
    for ending in ("xlsx", "json"):
        assert as_text["csv"] == as_text[ending], ending
    return as_text["csv"]


def offered(html: str) -> list[str]:
    """Addresses of the CSV files a page offers, in their order."""
    return [unescape(address) for address in re.findall(r'href="([^"]+\.csv[^"]*)" download', html)]


def shown(row: dict[str, str], *titles: str) -> dict[str, str]:
    """Cells of a file as the page writes numbers and nothing."""
    return {title: _as_written(row[title]) for title in titles}


def _as_written(text: str) -> str:
    if not text:
        return "–"
    return text.replace(".", ",") if re.fullmatch(r"\d+(\.\d+)?", text) else text


def month(text: str) -> str:
    year, number = text.split("-")
    return f"Tháng {vietnamese.month_number(int(number))}/{year}"


def day(text: str) -> str:
    return vietnamese.day(date.fromisoformat(text))


def test_a_comparison(world: World, client: Client) -> None:
    html = reading.page(client, f"/so-sanh/?{PAIR}")
    newest, groups, months = tables(html)
    addresses = offered(html)
    assert addresses == [f"/so-sanh/{name}.csv?{PAIR}" for name in ("ky-moi-nhat", "tung-nhom", "theo-thang")]

    rows = files(client, addresses[0])
    assert newest == [
        {
            "Đơn vị": row["Đơn vị"],
            "Tổng điểm": f"{_as_written(row['Tổng điểm'])} điểm",
            "Hạng": f"{row['Hạng']}{'=' if row['Đồng hạng'] == 'có' else ''}/{row['Trên số đơn vị']}",
            "Thay đổi so với kỳ trước": _change(row),
            "Xếp loại": row["Xếp loại"],
        }
        for row in rows
    ]
    assert {row["Kỳ"] for row in rows} == {"2024-10"}

    columns = ["A Huyện Kim Động", "B Thị xã Mỹ Hào"]
    rows = files(client, addresses[1])
    assert {row["Đơn vị tính"] for row in rows} == {"%"}
    assert groups == [
        {"Nhóm": row["Nhóm"], **{title: f"{text}%" for title, text in shown(row, *columns).items()}}
        for row in rows
    ]

    rows = files(client, addresses[2])
    assert months == [{"Kỳ": month(row["Kỳ"]), **shown(row, *columns)} for row in rows]


def _change(row: dict[str, str]) -> str:
    change, ranks = row["Thay đổi so với kỳ trước"], row["Thay đổi hạng"]
    if not change:
        return row["Lý do không so sánh"][:1].lower() + row["Lý do không so sánh"][1:]
    said = f"{'giảm' if change.startswith('-') else 'tăng'} {change.lstrip('-').replace('.', ',')} điểm"
    return said if not ranks else f"{said}, {ranks} bậc"


def test_what_is_missing_in_a_comparison_says_why_in_files_too(world: World, client: Client) -> None:
    asked = "don-vi=huyen-kim-dong&don-vi=thanh-pho-hung-yen"
    newest, *_ = tables(reading.page(client, f"/so-sanh/?{asked}"))
    rows = files(client, f"/so-sanh/ky-moi-nhat.csv?{asked}")
    assert newest[1]["Tổng điểm"] == rows[1]["Tổng điểm"] == "Không có số liệu"
    assert rows[1]["Hạng"] == ""


def test_files_of_a_comparison_refuse_in_a_sentence(world: World, client: Client) -> None:
    refused = {
        "/so-sanh/ky-moi-nhat.csv": (404, "Chưa chọn đơn vị nào"),
        f"/so-sanh/khac.csv?{PAIR}": (404, "không có bảng “khac”"),
        "/so-sanh/tung-nhom.csv?don-vi=huyen-kim-dong&don-vi=tinh-hung-yen": (400, "khác cấp"),
        "/so-sanh/theo-thang.svg?don-vi=khong-co": (404, "Không có đơn vị nào"),
        "/lich/khac.csv": (404, "không có bảng “khac”"),
        "/chi-so/khac.csv": (404, "Không có phiên bản bộ chỉ số"),
        "/ky/hung-yen/2024-10/khac-biet.csv": (404, "chưa đính chính lần nào"),
        "/don-vi/huyen-kim-dong/vi-sao.csv": (404, "Không có bảng vì sao"),
        "/don-vi/tinh-hung-yen/tung-nhom/khac.csv": (404, "chưa có tháng nào có điểm từng nhóm"),
    }
    for address, (status, sentence) in refused.items():
        answer = client.get(address)
        assert (answer.status_code, sentence in unescape(answer.content.decode())) == (status, True), address


def test_the_calendar(world: World, client: Client) -> None:
    Office.objects.filter(pk=world.office.pk).update(publishing_day=5)
    html = reading.page(client, "/lich/")
    coming, past = tables(html)
    addresses = offered(html)
    assert addresses == ["/lich/sap-toi.csv", "/lich/da-cong-bo.csv"]
    assert coming == [
        {"Dự kiến": day(row["Dự kiến"]), "Kỳ": month(row["Kỳ"]), "Cơ quan công bố": row["Cơ quan công bố"]}
        for row in files(client, addresses[0])
    ]
    said = files(client, addresses[1])
    assert past == [
        {
            "Công bố": day(row["Công bố"]),
            "Kỳ": month(row["Kỳ"]),
            "Dự kiến": day(row["Dự kiến"]),
            **shown(row, "Cơ quan công bố", "So với dự kiến", "Sau đó"),
        }
        for row in said
    ]
    assert [row["So với dự kiến"] for row in said] == [_late(int(row["Số ngày chậm"])) for row in said]


def _late(days: int) -> str:
    return "đúng ngày" if days == 0 else f"{'chậm' if days > 0 else 'sớm'} {abs(days)} ngày"


def test_the_index(world: World, client: Client) -> None:
    html = reading.page(client, "/chi-so/")
    (lines,) = tables(html)
    rows = files(client, "/chi-so/766-2022.csv")
    assert "/chi-so/766-2022.csv" in offered(html)
    assert [
        (line["Số mục"], line["Chỉ số"], line["Mã"], line["Điểm tối đa"], line["Chỉ tiêu"]) for line in lines
    ] == [
        (
            row["Số mục"],
            row["Chỉ số"] + (f" ({row['Đơn vị tính']})" if row["Đơn vị tính"] else ""),
            row["Mã"],
            row["Điểm tối đa"].replace(".", ","),
            row["Chỉ tiêu"],
        )
        for row in rows
    ]


def _corrected(world: World) -> None:
    results = world.october.results.filter(level="district", indicator__code="total").select_related("unit")
    rows = [
        Row(row.unit, points=None if row.points is None else str(row.points))
        for row in results.order_by("line")
    ]
    rows[0] = Row(rows[0].unit, points="70.05")
    factories.publish(world.office, "2024-10", rows, version=2, reason="Nhập sai một số")


def test_what_a_correction_changed(world: World, client: Client) -> None:
    _corrected(world)
    html = reading.page(client, "/ky/hung-yen/2024-10/")
    changed = next(table for table in tables(html) if "Lần trước" in table[0])
    (address,) = [found for found in offered(html) if "khac-biet" in found]
    rows = files(client, address)
    titles = ["Đơn vị", "Chỉ số", "Lần trước", "Lần này", "Hạng trước", "Hạng nay"]
    assert changed == [{title: row[title] for title in titles} for row in rows]
    first = next(row for row in rows if row["Đơn vị"] == "Huyện Kim Động" and row["Mã chỉ số"] == "total")
    assert (first["Điểm, lần trước"], first["Điểm, lần này"]) == ("88.68", "70.05")
    assert first["Địa chỉ đơn vị"] == "huyen-kim-dong"


def test_the_list_of_corrections(world: World, client: Client) -> None:
    _corrected(world)
    html = reading.page(client, "/dinh-chinh/")
    (row,) = files(client, "/dinh-chinh/danh-sach.csv")
    assert offered(html) == ["/dinh-chinh/danh-sach.csv"]
    for said in (
        day(row["Ngày"]),
        row["Việc"],
        row["Cơ quan công bố"],
        month(row["Kỳ"]).lower(),
        row["Lý do"],
    ):
        assert said in html
    assert client.get(row["Địa chỉ"]).status_code == 200


def _explained(world: World) -> Unit:
    """A unit whose newest change can be taken apart by group."""
    unit = Unit.objects.get(slug="huyen-van-giang")
    for period, groups in (("2024-11", ("15", "18.2")), ("2024-12", ("15.5", "17.9"))):
        total = str(sum(map(float, groups)))
        rows = [
            Row(unit, points=total),
            Row(unit, "CKMB", points=groups[0]),
            Row(unit, "TDGQ", points=groups[1]),
        ]
        factories.publish(world.office, period, rows)
    return unit


def test_a_units_drawings(world: World, client: Client) -> None:
    unit = _explained(world)
    html = reading.page(client, f"/don-vi/{unit.slug}/")
    found = tables(html)
    parts = next(table for table in found if "Nhóm" in table[0])
    said = files(client, f"/don-vi/{unit.slug}/vi-sao.csv")
    assert parts == [
        {"Nhóm": row["Nhóm"], "Góp vào thay đổi (điểm)": _step(row["Góp vào thay đổi (điểm)"])}
        for row in said
    ]
    heat = next(table for table in found if "Tháng" in table[0])
    rows = files(client, f"/don-vi/{unit.slug}/tung-nhom/766-2022.csv")
    assert [list(line.values()) for line in heat] == [
        [month(row["Tháng"]), *(_as_written(text) for title, text in row.items() if title not in _NO_COLUMNS)]
        for row in rows
    ]
    assert len(rows) == 2


_NO_COLUMNS = {"Tháng", "Cơ quan công bố"}


def _step(text: str) -> str:
    size = f"{abs(float(text)):.2f}".replace(".", ",")
    return "không đổi" if float(text) == 0 else f"▲ tăng {size}" if float(text) > 0 else f"▼ giảm {size}"


PICTURES: list[Callable[[World], str]] = [
    lambda world: f"/don-vi/{_explained(world).slug}/tung-nhom/766-2022.svg",
    lambda world: f"/don-vi/{_explained(world).slug}/vi-sao.svg",
    lambda world: "/don-vi/huyen-kim-dong/bieu-do.svg",
    lambda world: f"/so-sanh/theo-thang.svg?{PAIR}",
]


@pytest.mark.parametrize("address", PICTURES)
def test_a_picture_stands_alone(world: World, client: Client, address: Callable[[World], str]) -> None:
    """It has its colours and faces in it, says what it shows, of whom and where from, and needs no style."""
    answer = client.get(address(world))
    svg = answer.content.decode()
    assert answer["Content-Type"] == "image/svg+xml"
    assert 'xmlns="http://www.w3.org/2000/svg"' in svg and "font-family=" in svg and "<title>" in svg
    assert "<style" not in svg and " style=" not in svg and "var(" not in svg
    assert "Nguồn: Tỉnh Hưng Yên công bố theo Bộ chỉ số 766" in " ".join(re.sub("<[^>]+>", " ", svg).split())
    coloured = re.findall(r"<(?:rect|polyline|circle|line|path)[^>]*>", svg)
    assert coloured
    for shape in coloured:
        assert "fill=" in shape or "stroke=" in shape or "series-dot" in svg, shape
