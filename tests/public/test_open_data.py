"""Open data as a whole: one file an office, the meaning of every column, the catalogue for other portals."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client

from scores import columns, comparison_tables, data_catalogue, exports, open_data, unit_columns
from scores.models import Office, Result
from tests import factories
from tests.factories import World
from tests.public import reading


def test_the_history_holds_every_result_in_force(world: World, client: Client) -> None:
    rows = [factories.Row(world.province, points="87.5")]
    factories.publish(world.office, "2024-10", rows, version=2, reason="Nhập nhầm")
    found = reading.csv_rows(client.get("/du-lieu/hung-yen.csv").content)
    in_force = Result.objects.filter(release__state="published").order_by("pk")
    assert len(found) == in_force.count()
    october = [row for row in found if row["Kỳ"] == "2024-10"]
    assert [(row["Đơn vị"], row["Điểm"], row["Lần công bố"]) for row in october] == [
        ("Tỉnh Hưng Yên", "87.5", "2")
    ]
    assert [row["Kỳ"] for row in found] == sorted(row["Kỳ"] for row in found)


def test_every_format_of_the_history_says_the_same(world: World, client: Client) -> None:
    as_csv = reading.csv_rows(client.get("/du-lieu/hung-yen.csv").content)
    as_json = json.loads(client.get("/du-lieu/hung-yen.json").content)
    titles = {column["key"]: column["title"] for column in as_json["columns"]}
    assert [
        {titles[key]: exports.csv_cell(_decimal(value)) for key, value in row.items()}
        for row in as_json["rows"]
    ] == as_csv
    excel = client.get("/du-lieu/hung-yen.excel.csv").content.decode("utf-8-sig")
    for theirs, ours in zip(csv.DictReader(io.StringIO(excel), delimiter=";"), as_csv, strict=True):
        assert theirs["Điểm"] == ours["Điểm"].replace(".", ",")
        assert theirs["Đơn vị"] == ours["Đơn vị"]


def _decimal(value: object) -> columns.Value:
    from decimal import Decimal

    return Decimal(str(value)) if isinstance(value, float) else value  # type: ignore[return-value]  # JSON


@pytest.mark.django_db
def test_who_has_published_nothing_has_no_history(client: Client) -> None:
    office = factories.office("Tỉnh Thử", factories.unit("Tỉnh Thử"))
    answer = client.get(f"/du-lieu/{office.slug}.csv")
    assert (answer.status_code, "chưa công bố số liệu nào" in answer.content.decode()) == (404, True)
    assert client.get("/du-lieu/khong-co.csv").status_code == 404


def test_every_column_of_every_file_is_explained(world: World, client: Client) -> None:
    named = {column.key for column in open_data.HISTORY}
    for release in (world.september, world.october):
        for level in ("province", "district"):
            address = f"/xep-hang/hung-yen/{release.period}/{level}.json"
            named |= {column["key"] for column in json.loads(client.get(address).content)["columns"]}
        rows = list(release.results.select_related("indicator", "unit", "release__office").order_by("pk"))
        named |= {column.key for column in unit_columns.own_columns(rows)}
    pair = "don-vi=huyen-kim-dong&don-vi=thi-xa-my-hao"
    factories.publish(world.office, "2024-11", [factories.Row(world.province, points="87")])
    corrected = [factories.Row(world.province, points="87.5")]
    factories.publish(world.office, "2024-11", corrected, version=2, reason="Nhập nhầm")
    for address in (
        *(f"/so-sanh/{table}.json?{pair}" for table in comparison_tables.TABLES),
        *("/lich/sap-toi.json", "/lich/da-cong-bo.json", "/dinh-chinh/danh-sach.json"),
        *("/chi-so/766-2022.json", "/ky/hung-yen/2024-11/khac-biet.json"),
    ):
        keys = {column["key"] for column in json.loads(client.get(address).content)["columns"]}
        named |= keys - {"huyen-kim-dong", "thi-xa-my-hao"}
    assert named - set(open_data.MEANINGS) == set()
    said = json.loads(client.get("/du-lieu/tu-dien.json").content)["columns"]
    assert said == open_data.MEANINGS
    page = client.get("/du-lieu/").content.decode()
    assert all(meaning in page for meaning in open_data.MEANINGS.values() if "“" not in meaning)


def said_of_licence(client: Client) -> tuple[dict[str, object], dict[str, object], object, str, str | None]:
    """What DCAT, schema.org, the dictionary, the page and a table's head say."""
    dcat = json.loads(client.get("/du-lieu/danh-muc.jsonld").content)["dcat:dataset"][0]
    page = client.get("/du-lieu/").content.decode()
    described = json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])[0]
    dictionary = json.loads(client.get("/du-lieu/tu-dien.json").content)["licences"]["hung-yen"]
    shown = page.partition('id="dung-lai"')[2].partition("</section>")[0]
    files = {
        client.get(address).headers.get("Link")
        for address in ("/du-lieu/hung-yen.csv", "/xep-hang/hung-yen/2024-10/district.xlsx")
    }
    (link,) = files
    return dcat, described, dictionary, shown, link


def test_a_licence_is_said_everywhere_once_decided_and_never_guessed(world: World, client: Client) -> None:
    dcat, described, dictionary, shown, link = said_of_licence(client)
    assert "dct:license" not in dcat and dcat["dct:rights"] == data_catalogue.UNDECIDED
    assert ("license" in described, dictionary, link) == (False, None, None)
    assert "Chưa quyết định giấy phép" in shown
    assert "creativecommons" not in shown

    Office.objects.filter(pk=world.office.pk).update(data_licence="Ghi nguồn là được")
    caches["pages"].clear()
    dcat, described, dictionary, shown, link = said_of_licence(client)
    assert "dct:license" not in dcat and dcat["dct:rights"] == "Ghi nguồn là được"
    assert described["license"] == {"@type": "CreativeWork", "name": "Ghi nguồn là được"}
    assert dictionary == {"name": "Ghi nguồn là được", "url": None}
    assert "Ghi nguồn là được" in shown and "Chưa quyết định" not in shown

    address = "https://giay-phep.test/mở"
    Office.objects.filter(pk=world.office.pk).update(data_licence_url=address)
    caches["pages"].clear()
    dcat, described, dictionary, shown, link = said_of_licence(client)
    assert dcat["dct:license"] == {"@id": address}
    assert described["license"] == address
    assert link == '<https://giay-phep.test/m%E1%BB%9F>; rel="license"'
    assert f'<a href="{address}" rel="license">Ghi nguồn là được</a>' in shown


def test_who_ranks_nobody_has_its_data_on_the_page_too(world: World, client: Client) -> None:
    own = factories.office("Tỉnh Thử", factories.unit("Tỉnh Thử"), slug="thu")
    factories.publish(own, "2024-10", [factories.Row(factories.unit("Tỉnh Thử"), points="80")])
    page = client.get("/du-lieu/").content.decode()
    assert 'href="/du-lieu/thu.csv"' in page
    assert "Tỉnh Thử" in page.partition('id="dung-lai"')[2].partition("</section>")[0]


def addresses_in(found: object) -> set[str]:
    """Every address of the portal that a description names."""
    if isinstance(found, str):
        return {found} if found.startswith(settings.SITE_URL) else set()
    parts = found.values() if isinstance(found, dict) else found if isinstance(found, list) else []
    return set().union(*map(addresses_in, parts))


def described(client: Client) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What DCAT and schema.org say."""
    html = client.get("/du-lieu/").content.decode()
    in_page = html.split('<script type="application/ld+json">')[1].split("</script>")[0]
    return json.loads(client.get("/du-lieu/danh-muc.jsonld").content), json.loads(in_page)


def test_every_address_a_description_names_answers(world: World, client: Client) -> None:
    for found in described(client):
        named = addresses_in(found)
        assert {address for address in named if ".csv" in address}
        for address in named:
            assert client.get(address.removeprefix(settings.SITE_URL)).status_code == 200, address


def test_dcat_has_what_harvesters_ask_for(world: World, client: Client) -> None:
    """What DCAT-AP calls mandatory or recommended, each as the kind of node it asks for."""
    found, _ = described(client)
    assert {"dct:title", "dct:description", "dct:publisher", "dcat:dataset", "foaf:homepage"} <= set(found)
    (data,) = found["dcat:dataset"]
    assert {"dct:title", "dct:description", "dcat:keyword", "dcat:landingPage", "dct:identifier"} <= set(data)
    assert data["dct:publisher"] == {"@type": "foaf:Agent", "foaf:name": "Tỉnh Hưng Yên"}
    assert found["dcat:service"]["dcat:servesDataset"] == [{"@id": data["@id"]}]
    assert data["dct:temporal"]["dcat:startDate"] == {"@value": "2024-09-01", "@type": "xsd:date"}
    assert data["dct:temporal"]["dcat:endDate"] == {"@value": "2024-10-31", "@type": "xsd:date"}
    assert data["dct:modified"] == {"@value": "2024-11-05", "@type": "xsd:date"}
    files = data["dcat:distribution"]
    assert len(files) == len(exports.FORMATS)
    for file in files:
        assert set(file) >= {"dcat:accessURL", "dcat:downloadURL", "dcat:mediaType", "dct:rights"}
        assert file["dcat:mediaType"]["@id"].startswith("https://www.iana.org/assignments/media-types/")


def test_search_engines_read_a_dataset(world: World, client: Client) -> None:
    _, (data,) = described(client)
    assert (data["@type"], data["name"]) == ("Dataset", "Tỉnh Hưng Yên: kết quả Bộ chỉ số 766")
    assert 50 <= len(data["description"]) <= 5000
    assert data["temporalCoverage"] == "2024-09-01/2024-10-31"
    assert {file["encodingFormat"] for file in data["distribution"]} == {
        content_type.partition(";")[0] for _, content_type in exports.FORMATS.values()
    }
