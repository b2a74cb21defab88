"""What every action shares: refusing, locking, moving a release from state to state, leaving a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils import timezone

from scores import permissions
from scores.models import Contribution, Entry, Event, Figures, Office, Release, State
from scores.permissions import Act
from scores.record import event_hash


class Refused(Exception):
    """An action that cannot be done; the message says why and what to do instead."""


class Conflict(Exception):
    """Somebody else changed the figure meanwhile; `entry` is the figure as it stands, None if taken out."""

    def __init__(self, entry: Entry | None) -> None:
        super().__init__("Người khác vừa sửa số liệu này.")
        self.entry = entry


@dataclass(frozen=True)
class Transition:
    act: Act
    sources: tuple[State, ...]
    target: State


TRANSITIONS = {
    "submit": Transition(Act.SUBMIT, (State.DRAFT,), State.SUBMITTED),
    "drop": Transition(Act.DROP, (State.DRAFT,), State.DROPPED),
    "send_back": Transition(Act.SEND_BACK, (State.SUBMITTED, State.APPROVED), State.DRAFT),
    "approve": Transition(Act.APPROVE, (State.SUBMITTED,), State.APPROVED),
    "publish": Transition(Act.PUBLISH, (State.APPROVED,), State.PUBLISHED),
    "withdraw": Transition(Act.WITHDRAW, (State.PUBLISHED,), State.WITHDRAWN),
}


def require(by: User, act: Act, office: Office) -> None:
    if not permissions.may(by, act, office):
        raise Refused(f"Tài khoản “{by.get_username()}” không có quyền {act} ở cơ quan {office}.")


def lock(release: Release, by: User, action: str) -> Release:
    """The release as it is now, held until the transaction ends; refused unless the action fits its state."""
    transition = TRANSITIONS[action]
    require(by, transition.act, release.office)
    current = held(release)
    if current.state not in transition.sources:
        raise Refused(
            f"Không {transition.act} được: {current.office} · {current.label} "
            f"đang ở trạng thái “{current.get_state_display()}”."
        )
    return current


def lock_draft(release: Release, by: User) -> Release:
    """The draft as it is now, held until the transaction ends; Refused if it is no draft any more."""
    require(by, Act.ENTER, release.office)
    current = held(release)
    if current.state != State.DRAFT:
        raise Refused(
            f"{current} đang ở trạng thái “{current.get_state_display()}”, không nhập số liệu được. "
            "Người duyệt trả lại thì mới sửa tiếp được."
        )
    return current


def held(release: Release) -> Release:
    """The release as it is now, held with its office until the transaction ends.

    The office comes first: a publication also writes the version it replaces and the month that compares, and
    whoever held one of those before its office would wait for it in a circle.
    """
    hold_office(release)
    return Release.objects.select_for_update(of=("self",)).select_related("office").get(pk=release.pk)


def hold_office(release: Release) -> None:
    """Hold the office until the transaction ends: its record has one end, and the catalogue stands still."""
    Office.objects.held().get(pk=release.office_id)


def move(
    release: Release,
    action: str,
    by: User,
    comment: str,
    *,
    data: Mapping[str, object] | None = None,
    **changes: object,
) -> Release:
    transition = TRANSITIONS[action]
    moved = Release.objects.filter(pk=release.pk, state=release.state).update(
        state=transition.target, **changes
    )
    if moved != 1:
        raise Refused("Đợt này vừa được người khác xử lý. Mở lại trang để xem trạng thái mới.")
    record(
        release,
        by,
        action,
        from_state=release.state,
        to_state=transition.target,
        comment=comment.strip(),
        data=data,
    )
    release.refresh_from_db()
    return release


def inherit_contributors(draft: Release) -> None:
    """Whoever had a hand in any draft of this office and period has one in this: files come along."""
    hands = Contribution.objects.filter(release__office=draft.office_id, release__period=draft.period)
    people = set(hands.values_list("user", flat=True))
    Contribution.objects.bulk_create(Contribution(release=draft, user_id=pk) for pk in people)


NOT_CONTRIBUTING = frozenset(
    {
        *("send_back", "approve", "publish", "replace", "issue_again", "withdraw"),
        *("schedule", "unschedule", "stop_publication"),
        *("ask_units", "withdraw_links", "record_objection", "answer_objection"),
        *("issue_letter", "rectify_letter", "accept_signed"),
    }
)
"""The actions that judge a release, publish it, hear the units or go with its letters; all others are a hand
in its figures."""


def record(
    release: Release,
    by: User,
    action: str,
    *,
    from_state: str = "",
    to_state: str = "",
    comment: str = "",
    data: Mapping[str, object] | None = None,
) -> None:
    hold_office(release)
    append(
        Event(
            release=release,
            office=release.office,
            by=by,
            action=action,
            from_state=from_state,
            to_state=to_state,
            comment=comment,
            data=dict(data or {}),
        )
    )
    if action not in NOT_CONTRIBUTING:
        Contribution.objects.get_or_create(release=release, user=by)


def append(event: Event) -> None:
    """Put an event at the end of its chain, which the caller holds: the office's, or the catalogue's."""
    previous = Event.objects.filter(office=event.office_id).order_by("pk").last()
    event.at = timezone.now()
    event.previous_hash = previous.hash if previous else ""
    event.hash = event_hash(event)
    event.save()


def figures_of(entry: Entry) -> dict[str, str | None]:
    """The figures of an entry as the record keeps them: exact, as text."""
    values = ((field.name, getattr(entry, field.name)) for field in Figures._meta.get_fields())
    return {name: None if value is None else str(value) for name, value in values}
