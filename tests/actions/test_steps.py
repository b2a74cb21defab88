"""The way of a release: who may take each step, from which state, and what it leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from scores import actions
from scores.models import Event, Indicator, Office, Release, Result, State
from scores.period import Period
from tests import people
from tests.people import People

pytestmark = pytest.mark.django_db
OCTOBER = Period.parse("2024-10")


def total(release: Release) -> Indicator:
    return release.index_version.indicators.get(code="total")


def type_points(release: Release, by: User, *points: str) -> None:
    for unit, figure in zip(people.communes(release.office), points, strict=False):
        figures = {"points": Decimal(figure)}
        actions.type_entry(release=release, unit=unit, indicator=total(release), by=by, figures=figures)


@pytest.fixture
def draft(office: Office, staff: People) -> Release:
    release = actions.start(office=office, period=OCTOBER, by=staff.enters)
    type_points(release, staff.enters, "88.68", "88.64", "88.64")
    return release


@pytest.fixture
def submitted(draft: Release, staff: People) -> Release:
    return actions.submit(release=draft, by=staff.enters)


@pytest.fixture
def published(submitted: Release, staff: People) -> Release:
    actions.approve(release=submitted, by=staff.approves)
    return actions.publish(release=submitted, by=staff.approves)


def test_from_draft_to_published(published: Release, staff: People) -> None:
    assert published.state == State.PUBLISHED
    assert (published.submitted_by, published.approved_by) == (staff.enters, staff.approves)
    results = Result.objects.filter(release=published).order_by("line")
    assert [(row.rank, row.tied, row.points) for row in results] == [
        (1, False, Decimal("88.68")),
        (2, True, Decimal("88.64")),
        (2, True, Decimal("88.64")),
    ]
    assert {row.source for row in results} == {f"typed:{staff.enters.pk}"}
    steps = list(Event.objects.filter(release=published).values_list("action", "from_state", "to_state"))
    assert steps[0] == ("start", "", "draft")
    assert steps[-3:] == [
        ("submit", "draft", "submitted"),
        ("approve", "submitted", "approved"),
        ("publish", "approved", "published"),
    ]


def test_a_step_is_about_what_the_person_saw(draft: Release, staff: People) -> None:
    # One approver has the page open while another sends the month back and it comes again with other figures.
    shown = actions.mark_of_content(draft)
    type_points(draft, staff.enters, "98.68")
    with pytest.raises(actions.Refused, match="đã thay đổi từ lúc bạn mở trang"):
        actions.submit(release=draft, by=staff.enters, seen=shown)
    submitted = actions.submit(release=draft, by=staff.enters, seen=actions.mark_of_content(draft))
    shown = actions.mark_of_content(submitted)
    actions.send_back(release=submitted, by=staff.approves, comment="Xem lại nguồn.")
    actions.describe(release=submitted, by=staff.enters, source_note="Nguồn khác", letter_facts={})
    again = actions.submit(release=submitted, by=staff.enters)
    with pytest.raises(actions.Refused, match="đã thay đổi từ lúc bạn mở trang"):
        actions.approve(release=again, by=staff.approves, seen=shown)
    assert Release.objects.get().state == State.SUBMITTED
    approved = actions.approve(release=again, by=staff.approves, seen=actions.mark_of_content(again))
    with pytest.raises(actions.Refused, match="đã thay đổi từ lúc bạn mở trang"):
        actions.publish(release=approved, by=staff.approves, seen=shown)
    soon = timezone.now() + timedelta(hours=1)
    with pytest.raises(actions.Refused, match="đã thay đổi từ lúc bạn mở trang"):
        actions.schedule(release=approved, by=staff.approves, at=soon, seen=shown)
    assert actions.publish(release=approved, by=staff.approves, seen=actions.mark_of_content(approved))


STEPS: dict[str, Callable[[Release, User], object]] = {
    "submit": lambda release, by: actions.submit(release=release, by=by),
    "send_back": lambda release, by: actions.send_back(release=release, by=by, comment="Xem lại Xã Một."),
    "approve": lambda release, by: actions.approve(release=release, by=by),
    "publish": lambda release, by: actions.publish(release=release, by=by),
    "withdraw": lambda release, by: actions.withdraw(release=release, by=by, reason="Sai nguồn."),
    "correct": lambda release, by: actions.correct(release=release, by=by, kind="entry", reason="Lỗi nhập."),
}
NOT_FROM = {
    State.DRAFT: ["send_back", "approve", "publish", "withdraw", "correct"],
    State.SUBMITTED: ["submit", "publish", "withdraw", "correct"],
    State.PUBLISHED: ["submit", "send_back", "approve", "publish"],
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", ["draft", "submitted", "published"])
def test_strangers_and_superusers_may_take_no_step(
    state: str, step: str, staff: People, request: pytest.FixtureRequest
) -> None:
    release: Release = request.getfixturevalue(state)
    for person in (staff.stranger, staff.superuser):
        with pytest.raises(actions.Refused, match="không có quyền"):
            STEPS[step](release, person)
    assert Release.objects.get(pk=release.pk).state == state


@pytest.mark.parametrize(
    ("state", "step"), [(state, step) for state, steps in NOT_FROM.items() for step in steps]
)
def test_a_step_from_the_wrong_state_is_refused_and_named(
    state: State, step: str, staff: People, request: pytest.FixtureRequest
) -> None:
    release: Release = request.getfixturevalue(state.value)
    with pytest.raises(actions.Refused, match=state.label if step != "correct" else "Chỉ đính chính được"):
        STEPS[step](release, staff.administers)
    assert Release.objects.get(pk=release.pk).state == state


def test_roles_are_kept_apart(draft: Release, staff: People) -> None:
    with pytest.raises(actions.Refused, match="không có quyền trình duyệt"):
        actions.submit(release=draft, by=staff.approves)
    actions.submit(release=draft, by=staff.enters)
    with pytest.raises(actions.Refused, match="không có quyền duyệt"):
        actions.approve(release=draft, by=staff.enters)


def test_nobody_approves_what_they_submitted(draft: Release, staff: People) -> None:
    actions.submit(release=draft, by=staff.administers)
    with pytest.raises(actions.Refused, match="nên không duyệt được") as refusal:
        actions.approve(release=draft, by=staff.administers)
    assert "duyet" in str(refusal.value)


def test_nobody_approves_figures_they_touched_once(draft: Release, staff: People) -> None:
    # Typed by the administrator first, typed over by another afterwards: both have touched it.
    type_points(draft, staff.administers, "80")
    type_points(draft, staff.enters, "88.68")
    actions.submit(release=draft, by=staff.enters)
    with pytest.raises(actions.Refused, match="nên không duyệt được"):
        actions.approve(release=draft, by=staff.administers)


def test_the_database_refuses_ones_own_approval_too(submitted: Release) -> None:
    with pytest.raises(IntegrityError, match="approver_has_not_contributed"), transaction.atomic():
        Release.objects.filter(pk=submitted.pk).update(
            state=State.APPROVED, approved_by=submitted.submitted_by, approved_at=submitted.submitted_at
        )


def test_an_empty_draft_cannot_be_submitted(office: Office, staff: People) -> None:
    release = actions.start(office=office, period=OCTOBER, by=staff.enters)
    with pytest.raises(actions.Refused, match="chưa có số liệu nào"):
        actions.submit(release=release, by=staff.enters)


def test_sending_back_needs_a_comment_and_opens_the_draft(submitted: Release, staff: People) -> None:
    with pytest.raises(actions.Refused, match="phải ghi ý kiến"):
        actions.send_back(release=submitted, by=staff.approves, comment="  ")
    release = actions.send_back(release=submitted, by=staff.approves, comment="Xã Một sai.")
    assert (release.state, release.submitted_by, release.content_hash) == (State.DRAFT, None, "")
    type_points(release, staff.enters, "80")
    assert Event.objects.filter(release=release, action="send_back").get().comment == "Xã Một sai."


def test_nothing_is_typed_after_submission(submitted: Release, staff: People) -> None:
    with pytest.raises(actions.Refused, match="không nhập số liệu được"):
        type_points(submitted, staff.enters, "1")


def test_figures_changed_behind_the_approval_are_not_published(submitted: Release, staff: People) -> None:
    actions.approve(release=submitted, by=staff.approves)
    Release.objects.filter(pk=submitted.pk).update(content_hash="0" * 64)
    with pytest.raises(actions.Refused, match="Số liệu hoặc lời văn đã thay đổi từ khi trình"):
        actions.publish(release=submitted, by=staff.approves)
    assert not Result.objects.exists()
