"""What people type finds what they mean, over the real catalogue: page, ranking and API find the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from scores.models import Office, Unit
from scores.reference.load import load_reference
from tests import factories
from tests.public import reading

pytestmark = pytest.mark.django_db
RANKING = "/xep-hang/tien-lu/2024-08/commune/"
DISTRICT, COMMUNE_NOW = "huyen-tien-lu", "xa-tien-lu-tinh-hung-yen"
OLD_COMMUNE = "xa-thuy-loi-huyen-tien-lu"


@pytest.fixture(scope="module", autouse=True)
def _world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The catalogue as it is delivered, and one month of the communes of Tiên Lữ."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_reference()
        communes = Unit.objects.filter(parent__slug=DISTRICT).order_by("pk")
        rows = [factories.Row(unit, points=str(70 + place)) for place, unit in enumerate(communes)]
        factories.publish(Office.objects.get(slug="tien-lu"), "2024-08", rows)
        yield
        transaction.set_rollback(True)


def on_page(text: str) -> list[str]:
    html = Client().get("/don-vi/", {"tim": text}).content.decode()
    lines = re.findall(r"<li>.*?</li>", html.partition("<main")[2])
    return [re.findall(r'href="/don-vi/([a-z0-9-]+)/"', line)[0] for line in lines]


def in_api(text: str) -> list[str]:
    answer = Client().get("/api/v1/units/", {"search": text}).json()
    return [unit["slug"] for unit in answer["results"]]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("tien lu", {DISTRICT, COMMUNE_NOW}),
        ("Tiên Lũ", {DISTRICT, COMMUNE_NOW}),
        ("Tiên Lử", {DISTRICT, COMMUNE_NOW}),
        ("  TIÊN   LỮ ", {DISTRICT, COMMUNE_NOW}),
        ("UBND huyện Tiên Lữ", {DISTRICT}),
        ("uy ban nhan dan huyen tien lu", {DISTRICT}),
        ("thuy loi", {OLD_COMMUNE, COMMUNE_NOW}),
        ("Thuỵ Lôi", {OLD_COMMUNE, COMMUNE_NOW}),
        ("xã Tiên Lữ Hưng Yên", {COMMUNE_NOW}),
        ("sở nội vụ gia lai", {"so-noi-vu-tinh-gia-lai"}),
        ("TX My Hao", {"thi-xa-my-hao"}),
        ("tien lyu", set()),
        ("tin lu", set()),
        ("ubnd", set()),
        ("\0", set()),
    ],
)
def test_page_and_api_find_the_same(typed: str, found: set[str]) -> None:
    assert set(on_page(typed)) == found
    if "\0" not in typed:
        assert set(in_api(typed)) == found


def test_the_ranking_finds_its_own_units_and_keeps_their_ranks() -> None:
    whole = {row["Đơn vị"]: row["Hạng"] for row in reading.table(reading.page(Client(), RANKING))}
    for typed in ("thuy loi", "UBND xã Thụy Lôi", "Thuỵ Lội"):
        html = Client().get(RANKING, {"tim": typed}).content.decode()
        assert [(row["Đơn vị"], row["Hạng"]) for row in reading.table(html)] == [
            ("Xã Thụy Lôi", whole["Xã Thụy Lôi"])
        ]
    assert len(whole) == 15


def test_a_commune_that_is_no_more_leads_to_the_one_of_now() -> None:
    html = reading.page(Client(), "/don-vi/?tim=thuy+loi")
    line = next(line for line in re.findall(r"<li>.*?</li>", html) if f'"/don-vi/{OLD_COMMUNE}/"' in line)
    assert f'đến hết 30/6/2025, nay thuộc <a href="/don-vi/{COMMUNE_NOW}/">Xã Tiên Lữ</a>' in line
    page = reading.page(Client(), f"/don-vi/{OLD_COMMUNE}/")
    assert f'<a href="/don-vi/{COMMUNE_NOW}/">Xã Tiên Lữ</a>' in page
    assert COMMUNE_NOW in on_page("Xã Thụy Lôi")


def test_every_commune_that_ended_finds_its_successors() -> None:
    ended = Unit.objects.filter(level="commune", successions__isnull=False).distinct().order_by("pk")
    assert len(ended) == 139
    for unit in ended[::7]:
        heirs = {item.successor.slug for item in unit.successions.all()}
        assert heirs < set(on_page(unit.name)), unit
