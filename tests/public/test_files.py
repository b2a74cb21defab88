"""Page, CSV, XLSX and JSON of a ranking say the same, cell for cell."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client, RequestFactory

from scores import exports, tables
from scores.columns import NOTHING, Column
from scores.models import Result
from tests import factories
from tests.public import reading

QUERIES = ["", "?chi-so=TDGQ", "?sap-xep=-change", "?tim=huyen&xep-loai=Tốt"]


def exact(value: Any) -> str:
    """A cell as text: numbers by their digits, trailing zeros apart."""
    if value in (None, ""):
        return ""
    try:
        return f"{Decimal(str(value)).normalize():f}"
    except ArithmeticError:
        return str(value)


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("period", ["2024-09", "2024-10"])
def test_page_and_files_agree_cell_for_cell(
    world: factories.World, client: Client, period: str, query: str
) -> None:
    address = f"/xep-hang/hung-yen/{period}/district"
    on_page = without_drawings(reading.table(reading.page(client, f"{address}/{query}")))
    from_csv = reading.csv_rows(client.get(f"{address}.csv{query}").content)
    from_xlsx = reading.xlsx_rows(client.get(f"{address}.xlsx{query}").content)
    from_json = reading.json_rows(client.get(f"{address}.json{query}").content)
    as_text = [{title: exact(value) for title, value in row.items()} for row in from_csv]
    assert as_text == [{title: exact(value) for title, value in row.items()} for row in from_xlsx]
    assert as_text == [{title: exact(value) for title, value in row.items()} for row in from_json]

    release = {"2024-09": world.september, "2024-10": world.october}[period]
    request = RequestFactory().get(f"{address}/{query}")
    request.GET = QueryDict(query.removeprefix("?"))
    ranking = tables.read_ranking(request, release, "district")
    assert ranking is not None
    rows = list(ranking.in_order(request.GET.get("sap-xep", "")))
    assert on_page == [
        {column.title: _without_hint(column.text(row)) for column in ranking.columns if column.on_page}
        for row in rows
    ]
    assert as_text == [{column.title: exact(column.value(row)) for column in ranking.columns} for row in rows]


def without_drawings(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The rows of a page less what is drawn there and has no text of its own."""
    assert {row.pop(tables.TREND, "") for row in rows} <= {"", NOTHING}
    return rows


def _without_hint(text: str) -> str:
    return " ".join(text.split())


def test_numbers_stand_in_files_digit_for_digit(world: factories.World, client: Client) -> None:
    assert b'"points":86.2,' in client.get("/xep-hang/hung-yen/2024-10/district.json").content
    assert b",86.2," in client.get("/xep-hang/hung-yen/2024-10/district.csv").content
    cells = reading.xlsx_rows(client.get("/xep-hang/hung-yen/2024-10/district.xlsx").content)
    assert [row["Điểm (tối đa 100)"] for row in cells] == [88.68, 86.2, 86.2, 79.7, None]


def test_files_say_what_they_are(world: factories.World, client: Client) -> None:
    for ending, (_, content_type) in exports.FORMATS.items():
        response = client.get(f"/xep-hang/hung-yen/2024-10/district.{ending}")
        assert response["Content-Type"] == content_type
        assert response["Content-Disposition"] == (
            f'attachment; filename="xep-hang-hung-yen-2024-10-district-total.{ending}"'
        )


@pytest.mark.parametrize("text", ["=1+1", "+84", "-2+3", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_text_becomes_a_formula(text: str) -> None:
    column = Column("note", "Ghi chú", lambda row: row.note, lambda row: row.note)
    rows = [Result(note=text)]
    line = exports.to_csv([column], rows, "Thử").decode().removeprefix(exports.BOM).split("\n", 1)[1]
    assert line.lstrip('"').startswith("'")
    if text.isprintable():
        assert reading.xlsx_rows(exports.to_xlsx([column], rows, "Thử"))[0]["Ghi chú"] == text
