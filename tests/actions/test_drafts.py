"""Working figures: typed, kept with who typed them, refused where they cannot be."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from scores import actions
from scores.models import Entry, Event, NoDataReason, Office, Release
from scores.period import Period
from tests import people
from tests.people import People

pytestmark = pytest.mark.django_db
OCTOBER = Period.parse("2024-10")


@pytest.fixture
def office() -> Office:
    return people.district_office()


@pytest.fixture
def staff(office: Office) -> People:
    return people.at(office)


@pytest.fixture
def draft(office: Office, staff: People) -> Release:
    return actions.start(office=office, period=OCTOBER, by=staff.enters)


def type_figure(draft: Release, staff: People, code: str = "total", **figures: Any) -> Entry:
    unit = people.communes(draft.office)[0]
    indicator = draft.index_version.indicators.get(code=code)
    return actions.type_entry(release=draft, unit=unit, indicator=indicator, by=staff.enters, figures=figures)


def test_starting_twice_gives_the_same_draft(draft: Release, staff: People) -> None:
    assert actions.start(office=draft.office, period=OCTOBER, by=staff.administers) == draft
    assert Event.objects.filter(action="start").count() == 1


def test_no_draft_without_an_index_in_force(office: Office, staff: People) -> None:
    with pytest.raises(actions.Refused, match="Chưa có bộ chỉ số nào áp dụng cho tháng 7/2022"):
        actions.start(office=office, period=Period.parse("2022-07"), by=staff.enters)


def test_only_who_enters_may_start_or_type(draft: Release, office: Office, staff: People) -> None:
    for person in (staff.approves, staff.stranger, staff.superuser):
        with pytest.raises(actions.Refused, match="không có quyền nhập số liệu"):
            actions.start(office=office, period=Period.parse("2024-11"), by=person)


def test_a_typed_figure_knows_who_and_what_was_before(draft: Release, staff: People) -> None:
    type_figure(draft, staff, points=Decimal("80"))
    entry = type_figure(draft, staff, points=Decimal("81.5"))
    assert (entry.typed_by, entry.upload, entry.points) == (staff.enters, None, Decimal("81.5"))
    data = Event.objects.filter(action="type_entry").latest("pk").data
    assert (data["old"]["points"], data["new"]["points"]) == ("80.00", "81.5")


def test_a_missing_figure_needs_its_reason(draft: Release, staff: People) -> None:
    entry = type_figure(draft, staff, no_data_reason=NoDataReason.NOTHING_AROSE)
    assert not entry.has_figure
    both: list[dict[str, Any]] = [{}, {"points": Decimal(1), "no_data_reason": NoDataReason.NO_DATA}]
    for figures in both:
        with pytest.raises(ValidationError, match="phải có số liệu hoặc lý do"):
            type_figure(draft, staff, **figures)


def test_zero_is_a_figure(draft: Release, staff: People) -> None:
    entry = type_figure(draft, staff, points=Decimal(0))
    assert entry.has_figure
    assert entry.points == 0


@pytest.mark.parametrize(
    "figures",
    [{"points": Decimal("100.01")}, {"rate": Decimal("-1")}, {"points": Decimal("1.234")}, {"count": -1}],
)
def test_impossible_figures_are_refused(draft: Release, staff: People, figures: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        type_figure(draft, staff, **figures)
    assert not Entry.objects.exists()


def test_points_over_the_indicators_maximum_are_refused(draft: Release, staff: People) -> None:
    with pytest.raises(actions.Refused, match="lớn hơn điểm tối đa"):
        type_figure(draft, staff, "CKMB", points=Decimal("18.01"))
    assert type_figure(draft, staff, "CKMB", points=Decimal(18)).points == 18
