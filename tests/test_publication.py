"""What publishing works out, against the naive re-implementation, and each reason for giving no change."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

import pytest

from scores import publication
from scores.models import IndexVersion, Level, Office, Release, Result, Unit
from tests import factories, oracle
from tests.factories import Row

pytestmark = pytest.mark.django_db


def one(release: Release, unit: Unit, indicator: str = "total") -> Result:
    return Result.objects.get(release=release, unit=unit, indicator__code=indicator)


@pytest.fixture
def communes() -> list[Unit]:
    district = factories.unit("Huyện Thử", Level.DISTRICT)
    return [
        factories.unit(f"Xã {number:03d}", Level.COMMUNE, district, official_order=number)
        for number in range(60)
    ]


@pytest.fixture
def district(communes: list[Unit]) -> Office:
    return factories.office("Huyện Thử", Unit.objects.get(slug="huyen-thu"))


@pytest.mark.parametrize("seed", range(5))
def test_ranks_changes_and_ratings_equal_the_naive_ones(
    seed: int, communes: list[Unit], district: Office
) -> None:
    chance = random.Random(seed)
    months: list[dict[str, Decimal | None]] = []
    releases = []
    for period in ("2024-09", "2024-10"):
        # A third of all units ties at 16, as in real months; a few have no figure.
        figures = {
            unit.slug: chance.choice([None, Decimal("16.00"), Decimal(chance.randrange(10001)) / 100])
            for unit in communes
        }
        rows = [Row(unit, points=_text(figures[unit.slug])) for unit in communes]
        months.append(figures)
        releases.append(factories.publish(district, period, rows))
    then, now = months
    same_list = {slug for slug in then if then[slug] is not None} == {
        slug for slug in now if now[slug] is not None
    }
    for unit in communes:
        result = one(releases[1], unit)
        own, earlier = now[unit.slug], then[unit.slug]
        assert result.rank == oracle.rank(now, unit.slug)
        assert result.tied == oracle.tied(now, unit.slug)
        assert result.of == (None if own is None else oracle.of(now))
        assert result.rating == ("" if own is None else oracle.rating(own))
        assert result.change == (None if own is None or earlier is None else own - earlier)
        expected = result.change is not None and same_list
        assert (result.rank_change is not None) == expected
        assert bool(result.no_change_reason) == (result.change is None)
        assert bool(result.no_rank_change_reason) == (result.rank_change is None)


def _text(figure: Decimal | None) -> str | None:
    return None if figure is None else str(figure)


def test_rank_change_is_positive_when_a_unit_climbs(communes: list[Unit], district: Office) -> None:
    climber, other = communes[:2]
    factories.publish(district, "2024-09", [Row(climber, points="70"), Row(other, points="80")])
    release = factories.publish(district, "2024-10", [Row(climber, points="90"), Row(other, points="80")])
    assert one(release, climber).rank_change == 1
    assert one(release, other).rank_change == -1


def test_lines_go_on_counting_where_ranks_are_shared(communes: list[Unit], district: Office) -> None:
    points = ["88.68", "88.64", None, "88.64", "80"]
    rows = [Row(unit, points=figure) for unit, figure in zip(communes[:5], points, strict=True)]
    release = factories.publish(district, "2024-10", rows)
    found = Result.objects.filter(release=release).order_by("line")
    assert [(row.line, row.rank) for row in found] == [(1, 1), (2, 2), (3, 2), (4, 4), (5, None)]
    assert [row.unit for row in found] == [communes[i] for i in (0, 1, 3, 4, 2)]


def test_the_offices_own_unit_has_no_rank_among_others() -> None:
    world = factories.world()
    own = one(world.october, world.province)
    assert (own.rank, own.of, own.national_rank, own.national_of) == (None, None, 2, 63)
    assert own.change == Decimal("0.79")


def test_a_list_without_points_is_ranked_by_rate() -> None:
    world = factories.world()
    ranked = Result.objects.filter(release=world.october, indicator__code="TDGQ", level="district")
    assert {(row.unit.slug, row.rank) for row in ranked} == {("thi-xa-my-hao", 1), ("huyen-kim-dong", 2)}


def test_a_target_is_met_or_not_by_the_rate() -> None:
    world = factories.world()
    component = one(world.october, world.province, "1.1")
    assert (component.target, component.target_met) == ("từ 90% trở lên", False)
    assert one(world.october, world.province, "TDGQ").target_met is None


@pytest.mark.parametrize(
    ("earlier", "now", "reason"),
    [
        ({}, {"partial": True}, "Số liệu một phần kỳ, không so sánh với kỳ trước"),
        ({"partial": True}, {}, "Số liệu tháng 9/2024 chỉ là một phần kỳ"),
        ({"period": "2024-08"}, {}, "Chưa có số liệu tháng 9/2024"),
    ],
)
def test_no_change_is_given_without_a_whole_month_before(
    earlier: dict[str, object], now: dict[str, object], reason: str, communes: list[Unit], district: Office
) -> None:
    rows = [Row(communes[0], points="80")]
    period = str(earlier.pop("period", "2024-09"))
    factories.publish(district, period, rows, **earlier)
    result = one(factories.publish(district, "2024-10", rows, **now), communes[0])
    assert (result.change, result.no_change_reason) == (None, reason)
    assert result.no_rank_change_reason == reason


def test_no_change_is_given_across_index_versions(communes: list[Unit], district: Office) -> None:
    rows = [Row(communes[0], points="80")]
    factories.publish(district, "2024-09", rows)
    other: IndexVersion = factories.index("766-moi")
    result = one(factories.publish(district, "2024-10", rows, index_version=other), communes[0])
    assert result.no_change_reason == "Tháng 9/2024 tính theo phiên bản khác của bộ chỉ số"


def test_no_change_is_given_for_a_unit_that_is_new(communes: list[Unit], district: Office) -> None:
    old, new = communes[:2]
    new.first_day = date(2024, 10, 1)
    new.save()
    factories.publish(district, "2024-09", [Row(old, points="80")])
    release = factories.publish(district, "2024-10", [Row(old, points="81"), Row(new, points="70")])
    assert one(release, new).no_change_reason == "Đơn vị mới từ ngày 01/10/2024"
    assert one(release, old).change == Decimal("1.00")
    assert one(release, old).no_rank_change_reason == "Danh sách đơn vị xếp hạng khác kỳ trước"


def test_a_new_unit_is_called_new_even_where_nothing_was_published_before(
    communes: list[Unit], district: Office
) -> None:
    communes[0].first_day = date(2024, 10, 1)
    communes[0].save()
    result = one(factories.publish(district, "2024-10", [Row(communes[0], points="80")]), communes[0])
    assert result.no_change_reason == "Đơn vị mới từ ngày 01/10/2024"


def test_no_change_is_given_where_either_month_has_no_figure(communes: list[Unit], district: Office) -> None:
    lost, found = communes[:2]
    factories.publish(district, "2024-09", [Row(lost, points="80"), Row(found)])
    release = factories.publish(district, "2024-10", [Row(lost), Row(found, points="70")])
    assert one(release, lost).no_change_reason == "Không có số liệu"
    assert one(release, found).no_change_reason == "Không có số liệu tháng 9/2024 để so sánh"


def test_names_are_those_of_the_periods_last_day(communes: list[Unit], district: Office) -> None:
    communes[0].names.create(name="Xã Tên Cũ", last_day=date(2024, 10, 31), legal_basis="Nghị quyết thử")
    before = factories.publish(district, "2024-10", [Row(communes[0], points="80")])
    after = factories.publish(district, "2024-11", [Row(communes[0], points="81")])
    assert (one(before, communes[0]).unit_name, one(after, communes[0]).unit_name) == ("Xã Tên Cũ", "Xã 000")
    assert one(after, communes[0]).change == Decimal("1.00")


def test_the_digest_is_the_same_for_stored_and_recomputed_results(
    communes: list[Unit], district: Office
) -> None:
    rows = [Row(unit, points="80.5") for unit in communes[:3]]
    release = factories.draft(district, "2024-10", rows)
    computed = publication.results_digest(publication.results_of(release))
    published = factories.publish(district, "2024-12", rows)
    stored = publication.results_digest(published.results.all())
    assert publication.results_digest(publication.results_of(published)) == stored
    assert computed != stored  # the reasons name another month


def test_a_count_may_change_by_hundreds_of_thousands() -> None:
    world = factories.world()
    factories.publish(world.office, "2024-11", [factories.Row(world.province, "BSDT", count=1_310_630)])
    december = factories.publish(world.office, "2024-12", [factories.Row(world.province, "BSDT", count=3)])
    assert december.results.get().change == -1_310_627
