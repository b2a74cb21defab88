"""Units through time: what was published before the mergers stays, nothing is compared across them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from scores.models import Result, Unit
from scores.reference.load import load_reference
from tests import merger
from tests.merger import AFTER, BEFORE, RENAMED, Published
from tests.public import reading

pytestmark = pytest.mark.django_db
NAVIGATION = re.compile(rb'<nav class="periods".*?</nav>', re.DOTALL)
"""Which other months there are is for each day to say; all else of a page is what was published."""


@dataclass(frozen=True)
class World:
    published: Published
    addresses: list[str]
    """Pages and files of months before the mergers."""
    before: dict[str, bytes]
    loaded: dict[str, bytes]
    after: dict[str, bytes]
    """The same addresses before the new catalogue, after it was loaded, after later months were published."""


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        published = Published()
        merger.load_catalogue_of_before(tmp_path_factory.mktemp("before") / "reference")
        districts = [office.slug for office in merger.district_offices()] + ["tien-lu"]
        for period in BEFORE:
            for office in ("hung-yen", "ca-nuoc", *districts):
                merger.publish(office, period, published)
        addresses = addresses_of(published, ("hung-yen", "tien-lu", "ca-nuoc"))
        before = fetch(addresses)
        load_reference()
        loaded = fetch(addresses)
        for period in AFTER:
            for office in ("hung-yen", "ca-nuoc", "gia-lai"):
                merger.publish(office, period, published)
        for period in RENAMED:
            merger.publish("ca-nuoc", period, published)
        yield World(published, addresses, before, loaded, fetch(addresses))
        transaction.set_rollback(True)


def addresses_of(published: Published, offices: tuple[str, ...]) -> list[str]:
    """Every release and every ranking with its files, of what these offices have published."""
    found = []
    for office, period in published.releases:
        if office not in offices:
            continue
        found.append(f"/ky/{office}/{period}/")
        found.append(f"/ky/{office}/{period}/?lan=1")
        for level in (
            Result.objects.filter(release=published.releases[office, period])
            .values_list("level", flat=True)
            .distinct()
            .order_by("level")
        ):
            ranking = f"/xep-hang/{office}/{period}/{level}"
            found += [
                f"{ranking}/",
                f"{ranking}/?chi-so=TDGQ",
                *(f"{ranking}.{end}" for end in reading.FILES),
            ]
            found.append(f"/api/v1/rankings/?office={office}&period={period}&level={level}")
    return found


def fetch(addresses: list[str]) -> dict[str, bytes]:
    client, found = Client(), {}
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        found[address] = NAVIGATION.sub(b"", answer.content)
    return found


def test_every_unit_of_each_month_is_published(world: World) -> None:
    for period in (*BEFORE, *AFTER):
        wanted = Unit.objects.on(period.last_day)
        if period in BEFORE:
            wanted = wanted.exclude(parent__slug="tinh-gia-lai")
        in_results = Result.objects.filter(period=period).values_list("unit", flat=True)
        assert set(in_results) == set(wanted.values_list("pk", flat=True)), period
    counts = {
        (period, level): Result.objects.filter(
            period=period, office__slug="hung-yen", level=level, indicator__code="total"
        ).count()
        for period in ("2025-06", "2025-07")
        for level in ("district", "department", "commune")
    }
    assert list(counts.values()) == [10, 16, 0, 0, 0, 104]


def test_what_was_published_before_stays_byte_for_byte(world: World) -> None:
    assert len(world.addresses) > 60
    for address in world.addresses:
        assert world.loaded[address] == world.before[address], address
        assert world.after[address] == world.before[address], address


def naive(world: World, result: Result) -> tuple[Decimal | None, str, int | None, str]:
    """Change, why none, rank change, why none: from the made figures and the rules, not from the code."""
    figures, code = world.published.figures, result.indicator.code
    office, period, before = result.office.slug, str(result.period), result.period.before
    now = figures[office, period, result.unit.slug, code]
    then = figures.get((office, str(before), result.unit.slug, code))
    first_day = result.unit.first_day
    why = ""
    if now is None:
        why = "Không có số liệu"
    elif first_day is not None and first_day > before.last_day:
        why = f"Đơn vị mới từ ngày {first_day.day:02d}/{first_day.month}/{first_day.year}"
    elif not any(key[:2] == (office, str(before)) for key in figures):
        why = f"Chưa có số liệu {before.label}"
    elif then is None:
        why = f"Không có số liệu {before.label} để so sánh"
    if why or now is None or then is None:
        return None, why, None, why
    places_now, places_then = places(world, result, period), places(world, result, str(before))
    if result.unit.slug not in places_now:
        return now - then, "", None, "Không xếp hạng"
    if set(places_now) != set(places_then):
        return now - then, "", None, "Danh sách đơn vị xếp hạng khác kỳ trước"
    return now - then, "", places_then[result.unit.slug] - places_now[result.unit.slug], ""


def places(world: World, result: Result, period: str) -> dict[str, int]:
    """Place of each unit ranked beside a result in a month: the office's other units of its level."""
    return _places(world.published, result.office.slug, result.level, result.indicator.code, period)


@cache
def _places(published: Published, office: str, level: str, code: str, period: str) -> dict[str, int]:
    own = Unit.objects.filter(offices__slug=office).values_list("slug", flat=True)
    units = set(Unit.objects.filter(level=level).values_list("slug", flat=True)) - set(own)
    listed = {
        unit: figure
        for (at, month, unit, of), figure in published.figures.items()
        if (at, month, of) == (office, period, code) and unit in units and figure is not None
    }
    return {unit: 1 + sum(other > figure for other in listed.values()) for unit, figure in listed.items()}


def test_every_change_is_right_or_explained(world: World) -> None:
    seen: dict[str, int] = {}
    for result in Result.objects.select_related("unit", "indicator", "office").order_by("pk"):
        found = (result.change, result.no_change_reason, result.rank_change, result.no_rank_change_reason)
        assert found == naive(world, result), (
            f"{result.office} {result.period} {result.unit} {result.indicator}"
        )
        for reason in {result.no_change_reason, result.no_rank_change_reason}:
            seen[reason] = seen.get(reason, 0) + 1
    assert {"", "Đơn vị mới từ ngày 01/7/2025", "Danh sách đơn vị xếp hạng khác kỳ trước"} <= set(seen)
    assert all(Result.objects.filter(period=str(period)).exclude(change=None).exists() for period in AFTER)
