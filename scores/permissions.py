"""Who may do what, for which office: the one place that decides, asked by views, admin and actions."""

from __future__ import annotations

from enum import StrEnum

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.db.models import QuerySet

from scores.models import Membership, Office, Release, Role


class Act(StrEnum):
    """What a person wants to do; the value is how a refusal names it."""

    ENTER = "nhập số liệu"
    DROP = "bỏ bản đang nhập"
    SUBMIT = "trình duyệt"
    SEND_BACK = "trả lại"
    APPROVE = "duyệt"
    PUBLISH = "công bố"
    CORRECT = "lập bản đính chính"
    WITHDRAW = "thu hồi"
    HEAR = "lấy ý kiến đơn vị"
    ANSWER = "trả lời kiến nghị"
    ISSUE = "ghi số và ngày văn bản"
    RECTIFY = "đính chính văn bản"
    SIGNED = "nhận bản đã ký"
    BUNDLE = "lập bộ phiếu kết quả"


_ALLOWED: dict[str, frozenset[Act]] = {
    Role.ENTRY: frozenset({Act.ENTER, Act.DROP, Act.SUBMIT, Act.CORRECT, Act.HEAR, Act.ANSWER, Act.BUNDLE}),
    Role.APPROVER: frozenset(
        {Act.SEND_BACK, Act.APPROVE, Act.PUBLISH, Act.WITHDRAW, Act.HEAR, Act.ANSWER, Act.BUNDLE}
    ),
    Role.CLERK: frozenset({Act.HEAR, Act.ISSUE, Act.RECTIFY, Act.SIGNED, Act.BUNDLE}),
    Role.ADMINISTRATOR: frozenset(Act),
}


class Circle(StrEnum):
    """Whom an address is for where it is not one act at the office of a release."""

    STAFF = "staff"
    """Who works at any office, and superusers."""
    OFFICE = "office"
    """Who works at the release's own office, in any role."""
    ADMINISTRATORS = "administrators"
    """Who administers any office, and superusers."""


Person = AbstractBaseUser | AnonymousUser


def roles(user: Person, office: Office) -> set[str]:
    """The roles a person holds at an office; none for who is signed out or deactivated."""
    if not isinstance(user, User) or not user.is_active:
        return set()
    return set(Membership.objects.filter(user=user, office=office).values_list("role", flat=True))


def may(user: Person, act: Act, office: Office) -> bool:
    """Whether a person may do this at this office. Being a superuser opens no office."""
    return any(act in _ALLOWED[role] for role in roles(user, office))


def who_may(act: Act, office: Office) -> QuerySet[User]:
    """The active people who may do this at this office, for messages that say whom to ask."""
    fitting = [role for role, acts in _ALLOWED.items() if act in acts]
    return User.objects.filter(
        is_active=True, memberships__office=office, memberships__role__in=fitting
    ).distinct()


def people_of(office: Office) -> QuerySet[User]:
    """The active people who work at an office in any role."""
    return User.objects.filter(is_active=True, memberships__office=office).distinct()


def offices_of(user: Person) -> QuerySet[Office]:
    """The offices a person works for in any role."""
    if not isinstance(user, User) or not user.is_active:
        return Office.objects.none()
    return Office.objects.filter(memberships__user=user).distinct()


def may_enter_staff_side(user: Person) -> bool:
    """Whether a person has anything to do below /quan-tri/."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return user.is_superuser or Membership.objects.filter(user=user).exists()


def may_open(user: Person, who: Circle | Act, release: int | None) -> bool:
    """Whether an address is there for a person of the staff side; `release` is the one it is of, if it is.

    A page of an act is there for everybody of the office: it says who may act, and the action refuses others.
    """
    if who == Circle.STAFF:
        return True
    if who == Circle.ADMINISTRATORS:
        return may_edit_reference(user)
    return release is not None and Release.objects.filter(pk=release, office__in=offices_of(user)).exists()


def administered_offices(user: Person) -> QuerySet[Office]:
    """The offices whose letterhead and people a person looks after; a superuser's are all."""
    if not isinstance(user, User) or not user.is_active:
        return Office.objects.none()
    if user.is_superuser:
        return Office.objects.all()
    return Office.objects.filter(memberships__user=user, memberships__role=Role.ADMINISTRATOR).distinct()


def may_edit_reference(user: Person) -> bool:
    """Whether a person may edit what all offices share: units, index, targets, ratings."""
    return (isinstance(user, User) and user.is_superuser and user.is_active) or administered_offices(
        user
    ).exists()


def may_edit_account(user: Person, account: User) -> bool:
    """Whether a person may change another's account: a password set for someone is all that one may do."""
    if not isinstance(user, User) or not may_edit_reference(user):
        return False
    if user.is_superuser:
        return True
    elsewhere = Membership.objects.filter(user=account).exclude(office__in=administered_offices(user))
    return not account.is_superuser and not elsewhere.exists()


def contributors(release: Release) -> set[int]:
    """Ids of all who touched a figure or file of a release: nobody of them may approve it."""
    return set(release.contributions.values_list("user", flat=True))
