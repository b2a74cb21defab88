"""The API: its exact fields, exact numbers, and a sentence for every refusal."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from scores.models import Level, Unit, UnitName, UnitSuccession
from tests import factories

RANKINGS = "/api/v1/rankings/?office=hung-yen&period=2024-10&level=district"


def _get(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200, response.content.decode()
    assert response["Content-Type"] == "application/json"
    return json.loads(response.content)


def test_rankings_have_exactly_these_fields(world: factories.World, client: Client) -> None:
    answer = _get(client, RANKINGS)
    results = answer.pop("results")
    assert answer == {
        "office": {"slug": "hung-yen", "name": "Tỉnh Hưng Yên"},
        "period": "2024-10",
        "partial": False,
        "as_of": None,
        "version": 1,
        "published_at": "2024-11-05T09:30:00+07:00",
        "correction": None,
        "level": "district",
        "indicator": "total",
    }
    assert results[1] == {
        "line": 2,
        "rank": 2,
        "of": 4,
        "tied": True,
        "unit": {"slug": "thi-xa-my-hao", "name": "Thị xã Mỹ Hào", "code": None},
        "points": 86.2,
        "rate": None,
        "count": None,
        "count_of": None,
        "national_average": None,
        "national_rank": None,
        "national_of": None,
        "no_data_reason": None,
        "change": -2.44,
        "no_change_reason": None,
        "rank_change": None,
        "rating": "Tốt",
        "revised": False,
    }
    assert results[4]["no_data_reason"] == results[4]["no_change_reason"] == "Không có số liệu"
    assert results[4]["points"] is results[4]["rank"] is results[4]["rating"] is None


def test_numbers_are_exact_to_the_digit(db: None, client: Client) -> None:
    province = factories.unit("Tỉnh Thử", Level.PROVINCE)
    office = factories.office("Tỉnh Thử", province)
    figures = [f"{whole}.{part:02d}" for whole in (0, 9, 33, 86, 99) for part in range(0, 100, 7)]
    rows = [
        factories.Row(factories.unit(f"Huyện {place}", parent=province), points=points)
        for place, points in enumerate(figures)
    ]
    factories.publish(office, "2024-10", rows)
    text = client.get("/api/v1/rankings/?office=tinh-thu&period=2024-10&level=district").content.decode()
    written = re.findall(r'"points":([^,]+),', text)
    assert sorted(map(Decimal, written)) == sorted(map(Decimal, figures))
    assert all(len(number) <= 5 for number in written)


def test_without_a_total_the_first_indicator_is_ranked(world: factories.World, client: Client) -> None:
    department = factories.unit("Sở Y tế", Level.DEPARTMENT, world.province)
    other = factories.unit("Sở Tư pháp", Level.DEPARTMENT, world.province)
    factories.publish(
        world.office,
        "2024-11",
        [factories.Row(department, "TDGQ", rate="90.05"), factories.Row(other, "TDGQ", rate="97.21")],
    )
    address = "/api/v1/rankings/?office=hung-yen&period=2024-11&level=department"
    answer = _get(client, address)
    assert answer["indicator"] == "TDGQ"
    assert [(row["unit"]["name"], row["rank"], row["rate"]) for row in answer["results"]] == [
        ("Sở Tư pháp", 1, 97.21),
        ("Sở Y tế", 2, 90.05),
    ]


def test_a_part_of_a_period_is_labelled(world: factories.World, client: Client) -> None:
    factories.publish(world.office, "2025-09", [factories.Row(world.province, points="75.05")], partial=True)
    answer = _get(client, "/api/v1/rankings/?office=hung-yen&period=2025-09&level=province")
    assert (answer["partial"], answer["as_of"]) == (True, None)
    assert "Số liệu một phần kỳ" in client.get("/ky/hung-yen/2025-09/").content.decode()


def test_count_of_count_survives(world: factories.World, client: Client) -> None:
    answer = _get(client, "/api/v1/rankings/?office=hung-yen&period=2024-10&level=province&indicator=5.4")
    assert (answer["results"][0]["count"], answer["results"][0]["count_of"]) == (86, 90)


def test_releases(world: factories.World, client: Client) -> None:
    results = _get(client, "/api/v1/releases/?office=hung-yen")["results"]
    assert [release["period"] for release in results] == ["2024-10", "2024-09"]
    assert results[0]["levels"] == ["province", "district"]
    assert results[0]["index_version"] == "766-2022"


def test_units_and_search_by_former_name(world: factories.World, client: Client) -> None:
    unit = Unit.objects.get(slug="thi-xa-my-hao")
    UnitName.objects.create(unit=unit, name="Huyện Bần", last_day="2019-03-12", legal_basis="Nghị quyết thử")
    assert [item["slug"] for item in _get(client, "/api/v1/units/?search=huyen ban")["results"]] == [
        unit.slug
    ]
    districts = _get(client, "/api/v1/units/?level=district")["results"]
    assert {item["level"] for item in districts} == {"district"}
    assert set(districts[0]) == {"slug", "name", "level", "code", "parent", "first_day", "last_day", "url"}


def test_a_unit_has_all_its_results(world: factories.World, client: Client) -> None:
    answer = _get(client, "/api/v1/units/tinh-hung-yen/")
    totals = [row for row in answer["results"] if row["indicator"] == "total"]
    assert [(row["period"], row["points"], row["national_rank"]) for row in totals] == [
        ("2024-10", 87.29, 2),
        ("2024-09", 86.5, 2),
    ]
    assert len(answer["results"]) == 14


def test_indicators(world: factories.World, client: Client) -> None:
    version = _get(client, "/api/v1/indicators/?version=766-2022")["results"][0]
    component = next(item for item in version["indicators"] if item["code"] == "1.1")
    assert component["parent"] == "CKMB"
    assert (component["maximum"], component["figures"]) == (6.0, ["points", "rate"])
    assert component["targets"][0]["value"] == 90
    assert version["ratings"][0] == {"name": "Xuất sắc", "from": 90.0}


@pytest.mark.parametrize(
    ("address", "status", "part"),
    [
        ("/api/v1/rankings/", 400, "Thiếu tham số “office”"),
        ("/api/v1/rankings/?office=hung-yen&period=2024-10", 400, "Thiếu tham số “level”"),
        ("/api/v1/rankings/?office=ha-noi&period=2024-10&level=district", 404, "Không có cơ quan công bố"),
        ("/api/v1/rankings/?office=hung-yen&period=2024-11&level=district", 404, "chưa công bố"),
        ("/api/v1/rankings/?office=hung-yen&period=2024-13&level=district", 400, "không có tháng 13"),
        ("/api/v1/rankings/?office=hung-yen&period=2024-10&level=village", 404, "Không có cấp"),
        ("/api/v1/rankings/?office=hung-yen&period=2024-10&level=commune", 404, "không công bố cấp xã"),
        (RANKINGS + "&indicator=9.9", 400, "không có mã"),
        (RANKINGS + "&indicator=5.4", 404, "không công bố chỉ số"),
        (RANKINGS + "&page=2", 400, "Không có tham số “page”"),
        (RANKINGS + "&level=commune", 400, "chỉ ghi một lần"),
        ("/api/v1/releases/?office=ha-noi", 404, "Không có cơ quan công bố"),
        ("/api/v1/units/?level=village", 404, "Không có cấp"),
        ("/api/v1/units/khong-co/", 404, "Không có đơn vị"),
        ("/api/v1/units/?search=%00", 400, "không đọc được"),
        ("/api/v1/indicators/?version=999", 404, "Không có phiên bản"),
        ("/api/v1/nothing/", 404, "không có trong API"),
    ],
)
def test_refusals_are_one_sentence(
    world: factories.World, client: Client, address: str, status: int, part: str
) -> None:
    response = client.get(address)
    assert response.status_code == status
    answer = json.loads(response.content)
    assert set(answer) == {"error"}
    assert part in answer["error"]


def test_openapi_describes_what_is_answered(world: factories.World, client: Client) -> None:
    """Every field answered is described and every field described is answered, for every address."""
    successor = factories.unit("Tỉnh Sau Này", Level.PROVINCE)
    UnitSuccession.objects.create(
        predecessor=world.province,
        successor=successor,
        day=date(2025, 7, 1),
        legal_basis="Nghị quyết thử",
    )
    document = _get(client, "/api/v1/openapi.json")
    for path, address in {
        "/api/v1/rankings/": RANKINGS,
        "/api/v1/releases/": "/api/v1/releases/",
        "/api/v1/units/": "/api/v1/units/",
        "/api/v1/units/{slug}/": "/api/v1/units/tinh-hung-yen/",
        "/api/v1/indicators/": "/api/v1/indicators/",
    }.items():
        schema = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        _matches(_get(client, address), schema, document, path)


_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
    "array": (list,),
    "object": (dict,),
}


def _matches(value: Any, schema: dict[str, Any], document: dict[str, Any], where: str) -> None:
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    assert any(isinstance(value, _TYPES[name]) for name in types), (where, value)
    if "enum" in schema:
        assert value in schema["enum"], (where, value)
    if isinstance(value, dict):
        assert set(value) == set(schema["required"]) == set(schema["properties"]), where
        for key, item in value.items():
            _matches(item, schema["properties"][key], document, f"{where} {key}")
    if isinstance(value, list):
        for item in value:
            _matches(item, schema["items"], document, where)


def test_the_page_of_the_api_has_a_form_for_every_address(world: factories.World, client: Client) -> None:
    page = client.get("/api/v1/").content.decode()
    described = _get(client, "/api/v1/openapi.json")["paths"]
    assert page.count("<form ") == len(described)
    for path, methods in described.items():
        assert f"<code>{path}</code>" in page
        for parameter in methods["get"].get("parameters", []):
            assert parameter["in"] == "path" or f'name="{parameter["name"]}"' in page


def test_a_field_left_empty_asks_for_nothing(world: factories.World, client: Client) -> None:
    assert _get(client, f"{RANKINGS}&indicator=&version=") == _get(client, RANKINGS)
    assert _get(client, "/api/v1/releases/?office=") == _get(client, "/api/v1/releases/")
    assert client.get("/api/v1/rankings/?office=&period=2024-10&level=district").status_code == 400
