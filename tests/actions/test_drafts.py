"""Working figures: typed, kept with who typed them, refused where they cannot be."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from scores import actions
from scores.models import Entry, Event, NoDataReason, Office, Release
from scores.period import Period
from tests import factories, people
from tests.people import People

pytestmark = pytest.mark.django_db
OCTOBER = Period.parse("2024-10")


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


def test_a_description_is_not_written_over_unseen(draft: Release, staff: People) -> None:
    taken_at = datetime(2024, 11, 1, 8, tzinfo=UTC)
    first: dict[str, Any] = {"source_note": "Cổng", "letter_facts": {"number": "12"}}
    seen = actions.mark_of_description(draft)
    actions.describe(release=draft, by=staff.enters, seen=seen, snapshot_at=taken_at, **first)
    with pytest.raises(actions.Refused, match="Người khác vừa sửa nguồn số liệu"):
        actions.describe(release=draft, by=staff.administers, seen=seen, source_note="Khác", letter_facts={})
    now = Release.objects.get(pk=draft.pk)
    assert (now.source_note, now.letter_facts) == ("Cổng", {"number": "12"})
    # `draft` is as it was before: what the record calls old is what stood there.
    actions.describe(release=draft, by=staff.enters, source_note="Sổ", letter_facts={})
    told = Event.objects.filter(action="describe").latest("pk").data
    assert (told["old"]["source_note"], told["new"]["source_note"]) == ("Cổng", "Sổ")
    assert Release.objects.get(pk=draft.pk).snapshot_at == taken_at


def test_a_figure_of_another_edition_is_not_typed(draft: Release, staff: People) -> None:
    other = factories.index("766-moi").indicators.get(code="total")
    unit = people.communes(draft.office)[0]
    with pytest.raises(actions.Refused, match="“Tổng điểm” không thuộc bộ chỉ số của đợt này"):
        actions.type_entry(
            release=draft, unit=unit, indicator=other, by=staff.enters, figures={"points": Decimal(80)}
        )
    assert not Entry.objects.exists()


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
