"""What is changed behind the application's back is found: events edited, taken out, moved; states forged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from scores import actions, record
from scores.models import Contribution, Event, Office, Release, State
from scores.period import Period
from tests import people
from tests.people import People

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(office: Office, staff: People) -> Release:
    release = actions.start(office=office, period=Period.parse("2024-10"), by=staff.enters)
    total = release.index_version.indicators.get(code="total")
    for unit in people.communes(office):
        figures = {"points": Decimal(80)}
        actions.type_entry(release=release, unit=unit, indicator=total, by=staff.enters, figures=figures)
    actions.submit(release=release, by=staff.enters)
    actions.approve(release=release, by=staff.approves)
    return actions.publish(release=release, by=staff.approves)


@contextmanager
def without_triggers(table: str) -> Iterator[None]:
    """As one who owns the database would do it; gone with the test's transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            yield
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
            yield


def faults() -> str:
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_releases", stdout=out)
    return out.getvalue()


def test_an_untouched_record_has_no_fault(published: Release) -> None:
    out = StringIO()
    call_command("verify_releases", stdout=out)
    assert "đều khớp" in out.getvalue()


def test_an_edited_event_is_found(published: Release) -> None:
    event = Event.objects.filter(action="type_entry")[1]
    with without_triggers("scores_event"):
        Event.objects.filter(pk=event.pk).update(comment="khác")
    assert f"việc số {event.pk} (type_entry) đã bị sửa" in faults()


def test_a_deleted_event_is_found(published: Release) -> None:
    event = Event.objects.filter(action="type_entry")[1]
    with without_triggers("scores_event"):
        Event.objects.filter(pk=event.pk).delete()
    assert "không nối tiếp việc trước" in faults()


def test_moved_events_are_found(published: Release) -> None:
    first, second = Event.objects.filter(action="type_entry")[:2]
    with without_triggers("scores_event"):
        Event.objects.filter(pk=first.pk).update(id=-1)
        Event.objects.filter(pk=second.pk).update(id=first.pk)
        Event.objects.filter(pk=-1).update(id=second.pk)
    assert "không nối tiếp việc trước" in faults()


def test_an_end_cut_off_is_found(published: Release) -> None:
    with without_triggers("scores_event"):
        Event.objects.filter(action="publish").delete()
    assert "nhật ký không ghi bước dẫn đến trạng thái đó" in faults()


def test_a_forged_state_is_found(published: Release) -> None:
    Release.objects.filter(pk=published.pk).update(state=State.REPLACED)
    assert "nhật ký không ghi bước dẫn đến trạng thái đó" in faults()


def test_an_edited_result_is_found(published: Release) -> None:
    result = published.results.all()[0]
    with without_triggers("scores_result"):
        published.results.filter(pk=result.pk).update(points=81)
    assert "kết quả lưu trữ không còn là kết quả đã công bố" in faults()


def test_an_edited_entry_is_found(published: Release) -> None:
    entry = published.entries.all()[0]
    with without_triggers("scores_entry"):
        published.entries.filter(pk=entry.pk).update(points=81)
    assert "số liệu nhập hoặc lời văn đã sửa không còn như đã duyệt" in faults()


def test_who_had_a_hand_in_the_figures_stays_known(published: Release, staff: People) -> None:
    contributors = Contribution.objects.filter(release=published).values_list("user", flat=True)
    assert list(contributors) == [staff.enters.pk]
    second = actions.correct(release=published, by=staff.administers, kind="entry", reason="Sai một số.")
    assert set(second.contributions.values_list("user", flat=True)) == {staff.enters.pk, staff.administers.pk}


def test_the_chain_of_one_office_does_not_hold_that_of_another(published: Release) -> None:
    other = Office.objects.exclude(pk=published.office_id).get()
    assert list(record.chain_faults(other)) == []
