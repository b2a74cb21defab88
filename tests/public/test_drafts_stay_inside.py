"""A draft full of figures that occur nowhere else changes no byte of what the public can reach."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from scores.models import Finding, Release, Upload
from tests import factories
from tests.public import reading

CANARY_POINTS, CANARY_COUNT, CANARY_TEXT = "13.57", 24681357, "CHIM-HOANG-YEN"
PERIODS = ["2024-09", "2024-10", "2024-11"]
ADDRESSES = [
    *("/", "/xep-hang/", "/ky/", "/van-ban/", "/chi-so/", "/du-lieu/", "/healthz"),
    *("/don-vi/?tim=huyen", "/don-vi/huyen-kim-dong/", "/don-vi/tinh-hung-yen/"),
    *(f"/ky/hung-yen/{period}/" for period in PERIODS),
    *(f"/ky/hung-yen/{period}/?lan={version}" for period in PERIODS for version in (1, 2)),
    *(f"/xep-hang/hung-yen/{period}/district/" for period in PERIODS),
    *(f"/xep-hang/hung-yen/{period}/district/?lan=2" for period in PERIODS),
    *(f"/xep-hang/hung-yen/{period}/district/?sap-xep=-points&tim=huyen" for period in PERIODS),
    *(f"/xep-hang/hung-yen/{period}/commune/" for period in PERIODS),
    *(f"/xep-hang/hung-yen/{period}/district.{end}" for period in PERIODS for end in ("csv", "json", "xlsx")),
    *(f"/api/v1/rankings/?office=hung-yen&period={period}&level=district" for period in PERIODS),
    *(f"/api/v1/rankings/?office=hung-yen&period={period}&level=commune" for period in PERIODS),
    *("/api/v1/releases/", "/api/v1/releases/?office=hung-yen", "/api/v1/units/", "/api/v1/indicators/"),
    *("/api/v1/units/tinh-hung-yen/", "/api/v1/units/huyen-kim-dong/", "/api/v1/openapi.json"),
]


def _answer(client: Client, address: str) -> tuple[int, dict[str, str], Any]:
    response = client.get(address)
    if address.endswith(".xlsx") and response.status_code == 200:
        # A workbook's container holds the time it was made; its cells are what counts.
        return response.status_code, {}, reading.xlsx_rows(response.content)
    return response.status_code, dict(response.headers), response.content


def _draft(world: factories.World, period: str, **fields: Any) -> Release:
    districts = world.october.results.filter(level="district", indicator__code="total")
    rows = [factories.Row(row.unit, points=CANARY_POINTS) for row in districts.select_related("unit")]
    rows += [
        factories.Row(world.province, points=CANARY_POINTS),
        factories.Row(world.province, "BSDT", count=CANARY_COUNT),
    ]
    release = factories.draft(world.office, period, rows, source_note=CANARY_TEXT, **fields)
    upload = Upload.objects.create(
        office=world.office,
        period=release.period,
        file="uploads/canary",
        original_name=CANARY_TEXT,
        sha256="c" * 64,
        size=1,
        by=factories.user("nguoi-nhap"),
    )
    Finding.objects.create(upload=upload, order=1, severity="warns", code="canary", message=CANARY_TEXT)
    return release


@pytest.mark.parametrize("state", ["draft", "submitted", "approved"])
def test_a_draft_changes_nothing_public(world: factories.World, client: Client, state: str) -> None:
    before = {address: _answer(client, address) for address in ADDRESSES}
    steps: dict[str, Any] = {}
    if state != "draft":
        steps = {"submitted_by": factories.user("nguoi-nhap"), "submitted_at": factories.PUBLISHED_AT}
    if state == "approved":
        steps |= {"approved_by": factories.user("nguoi-duyet"), "approved_at": factories.PUBLISHED_AT}
    drafts = [
        _draft(world, "2024-11"),
        _draft(world, "2024-10", version=2, reason=CANARY_TEXT),
    ]
    Release.objects.filter(pk__in=[draft.pk for draft in drafts]).update(state=state, **steps)
    after = {address: _answer(client, address) for address in ADDRESSES}
    assert after == before
    everything = repr(after)
    for canary in (
        CANARY_POINTS,
        CANARY_POINTS.replace(".", ","),
        str(CANARY_COUNT),
        "24.681.357",
        CANARY_TEXT,
    ):
        assert canary not in everything


def test_an_office_with_only_a_draft_looks_like_one_with_nothing(
    world: factories.World, client: Client
) -> None:
    district = factories.unit("Huyện Kim Động")
    office = factories.office("Huyện Kim Động", district, slug="kim-dong")
    addresses = [
        "/ky/kim-dong/2024-11/",
        "/ky/kim-dong/2024-12/",
        "/",
        "/xep-hang/",
        "/api/v1/releases/?office=kim-dong",
    ]
    before = {address: _answer(client, address) for address in addresses}
    factories.draft(office, "2024-11", [factories.Row(district, points=CANARY_POINTS)])
    assert {address: _answer(client, address) for address in addresses} == before
    assert before["/ky/kim-dong/2024-11/"][0] == 404
