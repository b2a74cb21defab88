"""What was public stays: a correction adds a version and changes nothing at the address of the first."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.test import Client

from scores import actions
from scores.models import Letter, Office, Release
from scores.period import Period
from tests import people
from tests.people import People
from tests.public import reading

pytestmark = pytest.mark.django_db
OCTOBER = Period.parse("2024-10")
RANKING = "/xep-hang/huyen-thu/2024-10/commune"
RELEASE = "/ky/huyen-thu/2024-10/"
API = "/api/v1/rankings/?office=huyen-thu&period=2024-10&level=commune"


@pytest.fixture
def office() -> Office:
    office = people.district_office()
    Office.objects.filter(pk=office.pk).update(letter_kind=Office.LetterKind.DISTRICT)
    office.refresh_from_db()
    return office


@pytest.fixture
def first(office: Office, staff: People) -> Release:
    release = actions.start(office=office, period=OCTOBER, by=staff.enters)
    for unit, points in zip(people.communes(office), ("88.68", "88.64", "80"), strict=True):
        type_points(release, staff, unit.slug, points)
    published = publish(release, staff)
    actions.keep_letter(release=published)
    return published


def type_points(release: Release, staff: People, slug: str, points: str) -> None:
    unit = next(unit for unit in people.communes(release.office) if unit.slug == slug)
    total = release.index_version.indicators.get(code="total")
    figures = {"points": Decimal(points)}
    actions.type_entry(release=release, unit=unit, indicator=total, by=staff.enters, figures=figures)


def publish(release: Release, staff: People) -> Release:
    actions.submit(release=release, by=staff.enters)
    actions.approve(release=release, by=staff.approves)
    return actions.publish(release=release, by=staff.approves)


def correct(first: Release, staff: People) -> Release:
    why = {"kind": "objection", "reason": "Xã Một ghi nhầm.", "asked_by": "UBND Xã Một"}
    draft = actions.correct(release=first, by=staff.enters, **why)
    type_points(draft, staff, "xa-mot", "88.60")
    return publish(draft, staff)


def body(client: Client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200, address
    return b"".join(response) if response.streaming else response.content


def test_the_first_version_keeps_its_bytes_in_every_form(
    first: Release, staff: People, client: Client
) -> None:
    letter = Letter.objects.get()
    forms = [
        *(f"{RANKING}.{ending}?lan=1" for ending in ("csv", "json", "xlsx")),
        f"{API}&version=1",
        f"/van-ban/{letter.pk}.pdf",
    ]
    before = {address: body(client, address) for address in forms}
    correct(first, staff)
    assert {address: body(client, address) for address in forms} == before
    old = reading.page(client, f"{RANKING}/?lan=1")
    assert reading.table(old)[0]["Điểm (tối đa 100)"] == "88,68"
    for address in (f"{RANKING}/?lan=1", f"{RELEASE}?lan=1"):
        page = reading.page(client, address)
        assert "Đã được thay thế bằng lần 2 ngày" in page
        assert f'href="{RELEASE}?lan=2#khac-biet"' in page


def test_the_correction_says_kind_who_asked_why_and_marks_what_differs(
    first: Release, staff: People, client: Client
) -> None:
    correct(first, staff)
    page = reading.page(client, RELEASE)
    assert "Đã đính chính: theo kiến nghị." in page
    assert "theo đề nghị của UBND Xã Một. Lý do: Xã Một ghi nhầm." in page
    on_page = reading.table(reading.page(client, f"{RANKING}/"))
    assert [(row["Đơn vị"], row["Đính chính"]) for row in on_page] == [
        ("Xã Hai", "đã đính chính"),
        ("Xã Một", "đã đính chính"),
        ("Xã Ba", "–"),
    ]
    marks = ["[r]", "[r]", ""]
    assert [row["Đính chính"] for row in reading.csv_rows(body(client, f"{RANKING}.csv"))] == marks
    assert [row["Đính chính"] or "" for row in reading.xlsx_rows(body(client, f"{RANKING}.xlsx"))] == marks
    file = json.loads(body(client, f"{RANKING}.json"))
    assert [row["revised"] for row in file["rows"]] == marks
    assert file["title"].endswith("lần 2 (đính chính: theo kiến nghị; Xã Một ghi nhầm.)")
    answer = json.loads(body(client, API))
    assert [row["revised"] for row in answer["results"]] == [True, True, False]
    assert answer["correction"] == {
        "kind": "Theo kiến nghị",
        "asked_by": "UBND Xã Một",
        "reason": "Xã Một ghi nhầm.",
    }
    assert json.loads(body(client, f"{API}&version=1"))["correction"] is None


def test_a_withdrawal_says_in_every_form_when_and_why(first: Release, staff: People, client: Client) -> None:
    letter = Letter.objects.get()
    actions.withdraw(release=first, by=staff.approves, reason="Nguồn đo sai.")
    forms = [f"{RANKING}/", RELEASE, *(f"{RANKING}.{ending}" for ending in ("csv", "xlsx", "json"))]
    forms += [f"{address}?lan=1" for address in forms] + [
        API,
        f"{API}&version=1",
        f"/van-ban/{letter.pk}.pdf",
    ]
    first.refresh_from_db()
    assert first.withdrawn_at is not None
    for address in forms:
        response = client.get(address)
        text = json.loads(response.content)["error"] if "/api/" in address else response.content.decode()
        assert response.status_code == 410, address
        assert "Nguồn đo sai." in text
        assert "thu hồi ngày" in text
        assert "88,6" not in text
    assert "Công bố kết quả" not in reading.page(client, "/van-ban/")
