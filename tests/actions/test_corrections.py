"""Corrections and withdrawals: the next version, and the later month that compares with what was wrong."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import IntegrityError, transaction

from scores import actions, permissions
from scores.models import Entry, Event, Indicator, Office, Release, Result, State
from scores.period import Period
from tests import people
from tests.people import People

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER, NOVEMBER = (Period.parse(f"2024-{month}") for month in ("09", "10", "11"))


def type_points(release: Release, by: User, *points: str) -> None:
    total = Indicator.objects.get(version=release.index_version, code="total")
    for unit, figure in zip(people.communes(release.office), points, strict=False):
        figures = {"points": Decimal(figure)}
        actions.type_entry(release=release, unit=unit, indicator=total, by=by, figures=figures)


def publish(release: Release, staff: People) -> Release:
    actions.submit(release=release, by=staff.enters)
    actions.approve(release=release, by=staff.approves)
    return actions.publish(release=release, by=staff.approves)


def month(office: Office, staff: People, period: Period, *points: str) -> Release:
    release = actions.start(office=office, period=period, by=staff.enters)
    type_points(release, staff.enters, *points)
    people.say_no_data(release, staff.enters)
    return publish(release, staff)


def correct(release: Release, staff: People, *points: str) -> Release:
    draft = actions.correct(release=release, by=staff.enters, kind="entry", reason="Xã Một nhập sai.")
    type_points(draft, staff.enters, *points)
    return publish(draft, staff)


def public_changes(office: Office, period: Period) -> list[Decimal | None]:
    rows = Result.objects.filter(release__office=office, period=period, release__state=State.PUBLISHED)
    return [row.change for row in rows.order_by("official_order")]


def test_a_correction_is_the_next_version_and_replaces_the_first(office: Office, staff: People) -> None:
    first = month(office, staff, OCTOBER, "88.68", "80", "70")
    with pytest.raises(actions.Refused, match="phải ghi lý do"):
        actions.correct(release=first, by=staff.enters, kind="entry", reason=" ")
    second = actions.correct(release=first, by=staff.enters, kind="entry", reason="Xã Một nhập sai.")
    assert (second.version, second.state) == (2, State.DRAFT)
    assert Entry.objects.filter(release=second).count() == Entry.objects.filter(release=first).count() == 3
    with pytest.raises(actions.Refused, match="đang có một bản đính chính"):
        actions.correct(release=first, by=staff.enters, kind="entry", reason="Lần nữa.")
    type_points(second, staff.enters, "90")
    publish(second, staff)
    first.refresh_from_db()
    assert first.state == State.REPLACED
    unit = people.communes(office)[0]
    points = {row.release.version: row.points for row in Result.objects.filter(unit=unit)}
    assert points == {1: Decimal("88.68"), 2: Decimal("90.00")}
    with pytest.raises(actions.Refused, match="Chỉ đính chính được đợt đã công bố"):
        actions.correct(release=first, by=staff.enters, kind="entry", reason="Bản cũ.")


def test_the_number_of_the_first_letter_is_not_carried_on(office: Office, staff: People) -> None:
    draft = actions.start(office=office, period=OCTOBER, by=staff.enters)
    facts = {"number": "355", "date": "2024-11-05", "bases": ["Công văn số 1"]}
    actions.describe(release=draft, by=staff.enters, source_note="Cổng", letter_facts=facts)
    type_points(draft, staff.enters, "80")
    people.say_no_data(draft, staff.enters)
    second = actions.correct(release=publish(draft, staff), by=staff.enters, kind="entry", reason="Sai.")
    assert (second.letter_facts, second.source_note) == ({"bases": ["Công văn số 1"]}, "Cổng")


def test_the_month_after_is_issued_again_in_the_same_act(office: Office, staff: People) -> None:
    september = month(office, staff, SEPTEMBER, "80", "70", "60")
    october = month(office, staff, OCTOBER, "82", "70", "60")
    month(office, staff, NOVEMBER, "83", "70", "60")
    assert actions.dependents(september) == [october]
    correct(september, staff, "81")
    assert public_changes(office, OCTOBER) == [Decimal(1), Decimal(0), Decimal(0)]
    again = Release.objects.get(period=OCTOBER, state=State.PUBLISHED)
    assert (again.version, again.approved_by, again.submitted_by) == (2, staff.approves, staff.enters)
    assert "tháng 9/2024 được đính chính" in again.reason
    event = Event.objects.get(release=again, action="issue_again")
    assert event.data["because_of"] == {"period": "2024-09", "version": 2}
    # November compares with October, whose own figures have not changed.
    assert Release.objects.get(period=NOVEMBER, state=State.PUBLISHED).version == 1
    call_command("verify_releases")


def test_a_month_that_does_not_change_is_left_alone(office: Office, staff: People) -> None:
    september = month(office, staff, SEPTEMBER, "80", "70", "60")
    month(office, staff, OCTOBER, "82")
    correct(september, staff, "80", "71")
    assert Release.objects.filter(period=OCTOBER).count() == 1


def test_withdrawing_needs_a_reason_and_tells_the_month_after(office: Office, staff: People) -> None:
    september = month(office, staff, SEPTEMBER, "80", "70", "60")
    month(office, staff, OCTOBER, "82", "70", "60")
    with pytest.raises(actions.Refused, match="phải ghi lý do"):
        actions.withdraw(release=september, by=staff.approves, reason="")
    release = actions.withdraw(release=september, by=staff.approves, reason="Nguồn có lỗi.")
    assert (release.state, release.withdrawal_reason) == (State.WITHDRAWN, "Nguồn có lỗi.")
    assert Result.objects.filter(release=release).count() == 3
    assert public_changes(office, OCTOBER) == [None, None, None]
    reasons = Result.objects.filter(period=OCTOBER, release__state=State.PUBLISHED)
    assert {row.no_change_reason for row in reasons} == {"Chưa có số liệu tháng 9/2024"}
    call_command("verify_releases")


def test_who_entered_the_month_after_does_not_withdraw_and_it_says_who_can(
    office: Office, staff: People
) -> None:
    september = actions.start(office=office, period=SEPTEMBER, by=staff.enters)
    type_points(september, staff.enters, "80", "70", "60")
    actions.submit(release=september, by=staff.enters)
    actions.approve(release=september, by=staff.administers)
    actions.publish(release=september, by=staff.administers)
    october = actions.start(office=office, period=OCTOBER, by=staff.administers)
    type_points(october, staff.administers, "82", "70", "60")
    actions.submit(release=october, by=staff.administers)
    actions.approve(release=october, by=staff.approves)
    actions.publish(release=october, by=staff.approves)
    with pytest.raises(actions.Refused, match="Người thu hồi được: duyet"):
        actions.withdraw(release=september, by=staff.administers, reason="Nguồn có lỗi.")
    # The administrator approved September and typed October; before, nobody at all could withdraw September.
    actions.withdraw(release=september, by=staff.approves, reason="Nguồn có lỗi.")
    again = Release.objects.get(period=OCTOBER, state=State.PUBLISHED)
    assert (again.version, again.submitted_by, again.approved_by) == (2, staff.administers, staff.approves)
    call_command("verify_releases")


def test_a_withdrawn_month_comes_back_as_a_correction(office: Office, staff: People) -> None:
    first = actions.withdraw(
        release=month(office, staff, OCTOBER, "80", "70", "60"), by=staff.approves, reason="Nguồn có lỗi."
    )
    with pytest.raises(actions.Refused, match="đã thu hồi tháng 10/2024"):
        actions.start(office=office, period=OCTOBER, by=staff.enters)
    second = correct(first, staff, "81")
    assert (second.state, second.version) == (State.PUBLISHED, 2)
    first.refresh_from_db()
    assert first.state == State.WITHDRAWN


def test_a_correction_begun_by_mistake_can_be_dropped(office: Office, staff: People) -> None:
    # It could neither be published, being no different, nor given up, and the month before waited for it.
    september = month(office, staff, SEPTEMBER, "80", "70", "60")
    october = month(office, staff, OCTOBER, "82", "70", "60")
    draft = actions.correct(release=october, by=staff.administers, kind="entry", reason="Bấm nhầm.")
    with pytest.raises(actions.Refused, match="Bỏ bản đang nhập phải ghi lý do"):
        actions.drop(release=draft, by=staff.enters, comment=" ")
    with pytest.raises(actions.Refused, match="không có quyền bỏ bản đang nhập"):
        actions.drop(release=draft, by=staff.approves, comment="Bấm nhầm.")
    dropped = actions.drop(release=draft, by=staff.enters, comment="Bấm nhầm.")
    assert (dropped.state, dropped.entries.count()) == (State.DROPPED, 3)
    with pytest.raises(IntegrityError), transaction.atomic():
        dropped.entries.update(points=1)
    actions.withdraw(release=september, by=staff.approves, reason="Nguồn có lỗi.")
    assert public_changes(office, OCTOBER) == [None, None, None]
    again = actions.correct(
        release=Release.objects.get(period=OCTOBER, state=State.PUBLISHED),
        by=staff.enters,
        kind="entry",
        reason="Sai thật.",
    )
    assert again.version == 3
    # Whoever had a hand in what was dropped has one in what comes after: files may come from there.
    assert staff.administers.pk in permissions.contributors(again)
    call_command("verify_releases")


def test_a_month_begun_by_mistake_is_free_again(office: Office, staff: People) -> None:
    wrong = actions.start(office=office, period=OCTOBER, by=staff.administers)
    actions.drop(release=wrong, by=staff.administers, comment="Lập nhầm kỳ.")
    draft = actions.start(office=office, period=OCTOBER, by=staff.enters)
    assert (draft.pk != wrong.pk, draft.version) == (True, 1)
    assert permissions.contributors(draft) == {staff.administers.pk, staff.enters.pk}


def test_nothing_is_published_if_the_month_after_cannot_be(office: Office, staff: People) -> None:
    september = month(office, staff, SEPTEMBER, "80", "70", "60")
    october = month(office, staff, OCTOBER, "82", "70", "60")
    actions.correct(release=october, by=staff.enters, kind="entry", reason="Đang sửa.")
    with pytest.raises(actions.Refused, match="đang có bản đính chính chưa công bố"):
        correct(september, staff, "81")
    september.refresh_from_db()
    assert september.state == State.PUBLISHED
    assert public_changes(office, OCTOBER) == [Decimal(2), Decimal(0), Decimal(0)]
