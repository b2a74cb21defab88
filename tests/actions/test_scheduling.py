"""Publication at a set time: by whom, when, exactly once, and what happens when it cannot be."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.utils import timezone

from portal.celery import app
from scores import actions, checklist, due, moments
from scores.actions import scheduling
from scores.models import Level, Membership, Office, Release, Result, State
from scores.period import Period
from tests import factories, people
from tests.people import People

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def approved(office: Office, staff: People, period: str = "2024-10") -> Release:
    release = actions.start(office=office, period=Period.parse(period), by=staff.enters)
    total = release.index_version.indicators.get(code="total")
    for place, unit in enumerate(people.communes(office)):
        figures = {"points": Decimal(80 + place)}
        actions.type_entry(release=release, unit=unit, indicator=total, by=staff.enters, figures=figures)
    reasons = checklist.one_reason(release, "Đúng")
    actions.submit(release=release, by=staff.enters, reasons=reasons)
    return actions.approve(release=release, by=staff.approves)


@pytest.fixture
def release(office: Office, staff: People) -> Release:
    return approved(office, staff)


def schedule(release: Release, staff: People, ago: timedelta = timedelta(0)) -> Release:
    """Scheduled two hours ago for a time that has come since; `ago` is how long since."""
    at = timezone.now() - ago
    return actions.schedule(release=release, by=staff.approves, at=at, now=at - 2 * HOUR)


def test_it_waits_and_is_published_once_by_whom_scheduled_it(release: Release, staff: People) -> None:
    at = (timezone.now() + HOUR).replace(microsecond=0)
    release = actions.schedule(release=release, by=staff.administers, at=at, comment="Trước giao ban")
    assert (release.state, release.publish_at, release.scheduled_by) == (
        State.APPROVED,
        at,
        staff.administers,
    )
    assert release.events.get(action="schedule").data["publish_at"] == at.isoformat()
    assert actions.publish_due() == []
    assert not Result.objects.exists()
    Release.objects.filter(pk=release.pk).update(publish_at=timezone.now() - timedelta(seconds=1))
    assert actions.publish_due() == [release]
    release.refresh_from_db()
    assert (release.state, release.published_by, release.publish_at) == (
        State.PUBLISHED,
        staff.administers,
        None,
    )
    assert actions.publish_due() == []
    assert release.events.filter(action="publish").count() == 1


def test_due_is_what_the_given_moment_says(release: Release, staff: People) -> None:
    at = timezone.now() - timedelta(minutes=1)
    actions.schedule(release=release, by=staff.approves, at=at, now=at - HOUR)
    assert actions.publish_due(now=at - timedelta(minutes=2)) == []
    assert actions.publish_due(now=at) == [release]


def test_nobody_publishes_before_the_time_without_taking_it_back(release: Release, staff: People) -> None:
    actions.schedule(release=release, by=staff.approves, at=timezone.now() + HOUR)
    with pytest.raises(actions.Refused, match=r"đã hẹn công bố lúc .* Bỏ hẹn trước"):
        actions.publish(release=release, by=staff.approves)
    with pytest.raises(actions.Refused, match="Bỏ hẹn trước khi hẹn giờ khác"):
        actions.schedule(release=release, by=staff.approves, at=timezone.now() + 2 * HOUR)
    actions.unschedule(release=release, by=staff.approves)
    with pytest.raises(actions.Refused, match="không hẹn giờ"):
        actions.unschedule(release=release, by=staff.approves)
    assert actions.publish(release=release, by=staff.approves).state == State.PUBLISHED


@pytest.mark.parametrize(
    ("after", "said"),
    [(-HOUR, "đã qua"), (timedelta(0), "đã qua"), (timedelta(days=61), "nhiều nhất 60 ngày")],
)
def test_times_that_are_refused(after: timedelta, said: str, release: Release, staff: People) -> None:
    now = timezone.now()
    with pytest.raises(actions.Refused, match=said):
        actions.schedule(release=release, by=staff.approves, at=now + after, now=now)


def test_only_who_may_publish_may_schedule_and_only_what_is_approved(office: Office, staff: People) -> None:
    release = approved(office, staff)
    for person in (staff.enters, staff.stranger, staff.superuser):
        with pytest.raises(actions.Refused, match="không có quyền công bố"):
            actions.schedule(release=release, by=person, at=timezone.now() + HOUR)
    draft = actions.start(office=office, period=Period.parse("2024-11"), by=staff.enters)
    with pytest.raises(actions.Refused, match="Đang nhập"):
        actions.schedule(release=draft, by=staff.approves, at=timezone.now() + HOUR)


def test_sending_back_takes_the_time_with_it(release: Release, staff: People) -> None:
    actions.schedule(release=release, by=staff.approves, at=timezone.now() + HOUR)
    back = actions.send_back(release=release, by=staff.approves, comment="Xem lại Xã Một.")
    assert (back.state, back.publish_at, back.scheduled_by) == (State.DRAFT, None, None)


def test_what_the_checklist_holds_at_that_time_stops_it_and_is_told(
    release: Release, staff: People, caplog: pytest.LogCaptureFixture
) -> None:
    schedule(release, staff)
    factories.unit("Xã Bốn", Level.COMMUNE, release.office.unit_for(release.period))
    assert actions.publish_due() == []
    release.refresh_from_db()
    assert (release.state, release.publish_at) == (State.APPROVED, None)
    stopped = release.events.get(action="stop_publication")
    assert "Xã Bốn" in stopped.comment
    assert stopped.by == staff.approves
    assert "was not published at its time" in caplog.text


def test_a_right_taken_away_stops_it(release: Release, staff: People) -> None:
    schedule(release, staff)
    Membership.objects.filter(user=staff.approves).delete()
    assert actions.publish_due() == []
    assert "không có quyền công bố" in release.events.get(action="stop_publication").comment


def test_one_that_fails_stops_no_other_and_is_tried_again(
    office: Office,
    staff: People,
    release: Release,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    later = approved(office, staff, "2024-12")
    schedule(release, staff, ago=timedelta(minutes=2))
    schedule(later, staff, ago=timedelta(minutes=1))
    publish = actions.publish

    def fails_once(**given: object) -> Release:
        monkeypatch.setattr(scheduling, "publish", publish)
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(scheduling, "publish", fails_once)
    assert actions.publish_due() == [later]
    assert "the disk is full" in caplog.text
    release.refresh_from_db()
    assert release.publish_at is not None
    assert actions.publish_due() == [release]


@pytest.mark.parametrize(("ago", "told"), [(timedelta(minutes=4), False), (timedelta(minutes=6), True)])
def test_more_than_five_minutes_late_is_an_error_in_the_log(
    ago: timedelta, told: bool, release: Release, staff: People, caplog: pytest.LogCaptureFixture
) -> None:
    schedule(release, staff, ago=ago)
    assert actions.publish_due() == [release]
    late = [entry for entry in caplog.records if "was to be public at" in entry.message]
    assert [entry.levelno for entry in late] == ([logging.ERROR] if told else [])


def test_the_clock_asks_every_minute_for_a_task_that_does_it(release: Release, staff: People) -> None:
    (entry,) = app.conf.beat_schedule.values()
    assert entry["schedule"] == 60
    schedule(release, staff)
    app.tasks[entry["task"]].delay()
    release.refresh_from_db()
    assert release.state == State.PUBLISHED


def test_the_command_does_what_is_due(release: Release, staff: People) -> None:
    schedule(release, staff)
    call_command("run_due")
    release.refresh_from_db()
    assert release.state == State.PUBLISHED


def test_one_job_that_fails_stops_no_other(
    release: Release, staff: People, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    schedule(release, staff)

    def broken() -> None:
        raise OSError("no mail server")

    monkeypatch.setattr(due, "JOBS", (broken, *due.JOBS))
    due.run()
    release.refresh_from_db()
    assert release.state == State.PUBLISHED
    assert "no mail server" in caplog.text


def test_moments_are_said_in_words_and_in_the_offices_zone() -> None:
    now = datetime(2026, 11, 5, 7, 5, tzinfo=UTC)
    assert moments.in_words(now) == "14:05 thứ Năm, 05/11/2026"
    # Half past nine in Vietnam is still the night before in UTC's first hours.
    at = datetime(2026, 11, 6, 1, 30, tzinfo=UTC)
    assert moments.to_come(at, now) == "08:30 thứ Sáu, 06/11/2026 (còn 18 giờ)"
    assert moments.to_come(now, now + timedelta(minutes=12)) == "14:05 thứ Năm, 05/11/2026 (trễ 12 phút)"
    spans = {30: "chưa đến 1 phút", 60: "1 phút", 3599: "59 phút", 5 * 3600 + 300: "5 giờ 5 phút"}
    spans |= {23 * 3600 + 3599: "23 giờ", 47 * 3600: "47 giờ", 72 * 3600 - 1: "2 ngày"}
    assert {span: moments.how_long(timedelta(seconds=span)) for span in spans} == spans
