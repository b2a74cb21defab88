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

from scores import actions
from scores.management.commands import verify_releases
from scores.models import Office, Result, Unit
from scores.period import Period
from scores.reference.load import load_reference
from tests import factories, merger
from tests.merger import AFTER, BEFORE, RENAMED, Published
from tests.public import reading
from tests.workbooks import workbook

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
    elif (office, str(before)) not in world.published.releases:
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


def totals(html: str) -> list[dict[str, str]]:
    """The first table of a unit's page: its totals by period, newest first."""
    return reading.table(html[: html.index("</table>")])


def test_a_new_province_shows_the_old_ones_months_apart(world: World) -> None:
    html = reading.page(Client(), "/don-vi/tinh-hung-yen/")
    assert html.count("<polyline") == 3
    assert html.count('class="break"') == 1
    assert "đơn vị mới từ 7/2025" in html
    rows = [row for row in totals(html) if "2025" in row["Kỳ"]]
    july = next(row for row in rows if row["Kỳ"] == "Tháng 7/2025")
    assert july["Thay đổi (điểm)"] == "Đơn vị mới từ ngày 01/7/2025"
    assert rows[-1]["Kỳ"] == "Tháng 5/2025"
    assert {row["Kỳ"] for row in rows if row["Đơn vị khi đó"]} == {
        f"Tháng {month}/2025" for month in range(5, 10)
    }
    said = {row["Kỳ"]: row["Đơn vị khi đó"] for row in rows}
    assert said["Tháng 6/2025"] == "Tỉnh Hưng Yên (đến hết 30/6/2025)"
    assert said["Tháng 7/2025"] == "Tỉnh Hưng Yên"
    assert html.count("<circle") == len({row["Kỳ"] for row in totals(html)}) == 7
    for old in ("tinh-hung-yen-den-2025", "tinh-thai-binh"):
        assert f'href="/don-vi/{old}/"' in html
    assert "Nghị quyết 202/2025/QH15 ngày 12/6/2025" in html


def test_a_merged_commune_leads_to_its_successor_and_back(world: World) -> None:
    old, new = "/don-vi/phuong-an-tao-thanh-pho-hung-yen/", "/don-vi/phuong-pho-hien-tinh-hung-yen/"
    ended = reading.page(Client(), old)
    assert "Đơn vị này hoạt động đến hết 30/6/2025." in ended
    assert f'<a href="{new}">Phường Phố Hiến</a>' in ended
    assert "Từ 01/7/2025 thuộc" in ended
    assert "Nghị quyết 1666/NQ-UBTVQH15 ngày 16/6/2025" in ended
    begun = reading.page(Client(), new)
    assert f'<a href="{old}">Phường An Tảo</a> <span class="muted">(Thành phố Hưng Yên)</span>' in begun
    assert "Từ 01/7/2025 tiếp nối" in begun
    assert "Nghị quyết 1666/NQ-UBTVQH15 ngày 16/6/2025" in begun
    assert totals(begun)[-1]["Kỳ"] == "Tháng 7/2025"


def test_a_district_says_where_it_went_and_a_lost_commune_that_nobody_knows(world: World) -> None:
    district = reading.page(Client(), "/don-vi/huyen-tien-lu/")
    assert "Cấp huyện không còn; địa bàn nay thuộc: " in district
    assert ">Xã Tiên Lữ</a>" in district
    lost = reading.page(Client(), "/don-vi/xa-di-che-huyen-tien-lu/")
    assert "hoạt động đến hết 30/11/2024.</b> Danh mục chưa ghi đơn vị kế thừa." in lost


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("an tao", {"phuong-an-tao-thanh-pho-hung-yen", "phuong-pho-hien-tinh-hung-yen"}),
        ("tinh thai binh", {"tinh-thai-binh", "tinh-hung-yen"}),
        ("tien lu", {"huyen-tien-lu", "xa-tien-lu-tinh-hung-yen"}),
    ],
)
def test_old_names_find_the_new_unit(world: World, typed: str, found: set[str]) -> None:
    html = reading.page(Client(), f"/don-vi/?tim={typed}")
    assert found <= set(re.findall(r'href="/don-vi/([a-z0-9-]+)/"', html))


def test_communes_of_one_name_are_told_apart_by_what_they_are_part_of(world: World) -> None:
    html = reading.page(Client(), "/don-vi/?tim=xuan truc")
    twins = [line for line in re.findall(r"<li>.*?</li>", html) if ">Xã Xuân Trúc</a>" in line]
    assert len(twins) == 2
    assert sum("Huyện Ân Thi · đến hết 30/6/2025" in line for line in twins) == 1


def test_a_renamed_unit_is_one_unit(world: World) -> None:
    before, after = RENAMED
    rows = Result.objects.filter(unit__slug="thanh-pho-quang-ninh", indicator__code="total")
    names = {str(row.period): row.unit_name for row in rows}
    assert names["2025-05"] == names[str(before)] == "Tỉnh Quảng Ninh"
    assert names[str(after)] == "Thành phố Quảng Ninh"
    assert rows.get(period=after).change is not None
    html = reading.page(Client(), "/don-vi/thanh-pho-quang-ninh/")
    assert "Đổi tên, vẫn là một đơn vị nên vẫn so sánh được: Tỉnh Quảng Ninh đến hết 31/8/2026" in html
    assert "Nghị quyết 36/2026/QH16 ngày 24/8/2026" in html
    assert 'class="break"' not in html
    assert {row["Đơn vị khi đó"] for row in totals(html)} == {
        "Tỉnh Quảng Ninh",
        "Thành phố Quảng Ninh",
    }


def test_a_district_has_no_month_after_its_end(world: World) -> None:
    person = factories.user("nguoi-nhap")
    july = Period.parse("2025-07")
    with pytest.raises(
        actions.Refused, match="Huyện Tiên Lữ hoạt động đến hết 30/6/2025 nên không có đợt tháng 7/2025"
    ):
        actions.start(office=Office.objects.get(slug="tien-lu"), period=july, by=person)
    hung_yen = Office.objects.get(slug="hung-yen")
    release = actions.start(office=hung_yen, period=Period.parse("2025-10"), by=person)
    rows = [["THÁNG 10/2025"], ["Stt", "Tên đơn vị", "Tổng điểm"], ["1", "Huyện Tiên Lữ", "80"]]
    read = actions.read(release, workbook({"Phụ lục": rows}), "huyen.xlsx")
    said = [found.message for found in read.findings if found.code == "unit-not-in-period"]
    assert any("Huyện Tiên Lữ" in sentence and "30/6/2025" in sentence for sentence in said), said
    assert not [
        figure for figure in read.figures if figure.unit_id == Unit.objects.get(slug="huyen-tien-lu").pk
    ]
    page = reading.page(Client(), "/xep-hang/hung-yen/2025-06/district/")
    assert "Cấp huyện không còn sau kỳ này" in page
    assert "Tháng 7/2025: chưa công bố" not in page
    assert "chưa công bố" in reading.page(Client(), "/xep-hang/hung-yen/2025-09/commune/")


def test_the_proof_holds_over_all_months(world: World) -> None:
    for (office, _), release in world.published.releases.items():
        if office in merger.BY_STAFF:
            assert list(verify_releases.differences(release)) == []
