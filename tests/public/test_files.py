"""Page, CSV, XLSX and JSON of a ranking say the same, cell for cell."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client, RequestFactory

from scores import exports, queries, tables, unit_columns
from scores.asked import ranking_at
from scores.columns import NOTHING, Column
from scores.models import Release, Result
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
    ranking = ranking_at(request, "hung-yen", period, "district")
    assert ranking.release == release
    rows = list(ranking.in_order(request.GET.get("sap-xep", "")))
    assert on_page == [
        {column.title: _without_hint(column.text(row)) for column in ranking.columns if column.on_page}
        for row in rows
    ]
    assert as_text == [{column.title: exact(column.value(row)) for column in ranking.columns} for row in rows]


def test_a_release_and_its_own_files_agree_cell_for_cell(world: factories.World, client: Client) -> None:
    own_table_agrees(client, world.october)
    assert client.get("/ky/hung-yen/2024-10/tung-chi-so.csv").headers.get("Link") is None


def own_table_agrees(client: Client, release: Release) -> None:
    """What an office says of itself, indicator by indicator: figures, counts, and what has none."""
    rows = queries.own_results(release)
    shown = unit_columns.own_columns(rows)
    address = f"/ky/{release.office.slug}/{release.period}/"
    if not release.index_version.quarterly:  # a form has lines of its own, and headings between them
        on_page = reading.table(reading.page(client, address))
        # The page writes an indicator's number before its name; files have it in a column of its own.
        numbered = [" ".join(filter(None, (row.indicator.number, row.indicator.name))) for row in rows]
        assert [row.pop("Chỉ số") for row in on_page] == numbered
        said = [column for column in shown if column.on_page and column.key != "name"]
        assert on_page == [{column.title: column.text(row) for column in said} for row in rows]
    carried = [{column.title: exact(column.value(row)) for column in shown} for row in rows]
    for ending, read in reading.FILES.items():
        found = read(client.get(f"{address}tung-chi-so.{ending}").content)
        assert [{title: exact(value) for title, value in row.items()} for row in found] == carried, address


def test_a_units_file_holds_all_that_is_in_force_of_it(world: factories.World, client: Client) -> None:
    factories.publish(
        world.office, "2024-10", factories.own_rows(world.province, "87.5"), version=2, reason="Nhập nhầm"
    )
    found = reading.csv_rows(client.get("/don-vi/tinh-hung-yen/so-lieu.csv").content)
    in_force = Result.objects.filter(release__state="published", unit=world.province)
    assert len(found) == in_force.count()
    totals = {row["Kỳ"]: row["Điểm"] for row in found if row["Mã chỉ số"] == "total"}
    assert totals == {"2024-10": "87.5", "2024-09": "86.5"}
    assert client.get("/don-vi/ca-nuoc/so-lieu.csv").status_code == 404


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
