"""Who hears of what by mail, and in which words: a mail leads to a page and tells nothing of what is there.

Not even a comment is repeated. A comment may name a figure, and a mail may go to the wrong person.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string

from scores import permissions
from scores.actions.mailing import queue
from scores.addresses import absolute_to
from scores.models import Mail, Release
from scores.permissions import Act


@dataclass(frozen=True)
class News:
    """One kind of mail: who gets it, what its subject ends with, what was done, what is next."""

    people: Callable[[Release], QuerySet[User]]
    subject: str
    done: str
    next: str
    public: bool = False
    """Whether it leads to the page for readers instead of the one for staff."""


def _approvers(release: Release) -> QuerySet[User]:
    contributors = permissions.contributors(release)
    return permissions.who_may(Act.APPROVE, release.office).exclude(pk__in=contributors)


def _contributors(release: Release) -> QuerySet[User]:
    return User.objects.filter(pk__in=permissions.contributors(release))


def _publishers_and_contributors(release: Release) -> QuerySet[User]:
    publishers = permissions.who_may(Act.PUBLISH, release.office)
    return User.objects.filter(
        Q(pk__in=publishers.values("pk")) | Q(pk__in=permissions.contributors(release))
    )


def _office(release: Release) -> QuerySet[User]:
    return permissions.people_of(release.office)


_NEWS = {
    "submit": News(_approvers, "chờ duyệt", "trình duyệt số liệu", "Xem rồi duyệt hoặc trả lại."),
    "send_back": News(
        _contributors, "bị trả lại", "trả lại số liệu", "Đọc ý kiến trên trang của đợt, sửa rồi trình lại."
    ),
    "approve": News(
        _publishers_and_contributors, "đã duyệt", "duyệt số liệu", "Bước tiếp theo là công bố."
    ),
    "publish": News(_office, "đã công bố", "công bố số liệu", "Trang công khai đã có số liệu.", public=True),
    "republish": News(
        _office, "đã công bố bản đính chính", "công bố bản đính chính",
        "Trang công khai ghi rõ số nào thay đổi.", public=True,
    ),
    "withdraw": News(_office, "đã thu hồi", "thu hồi số liệu đã công bố", "Lý do ghi trên trang của đợt."),
}  # fmt: skip


def tell(release: Release, action: str, by: User) -> list[Mail]:
    """Queue the mails about a step just taken; nobody hears of what they did themselves."""
    news = _NEWS["republish" if action == "publish" and release.version > 1 else action]
    people = news.people(release).filter(is_active=True).exclude(pk=by.pk).exclude(email="")
    context = {
        "who": by.get_full_name() or by.get_username(),
        "news": news,
        "release": release,
        "link": _page(release, public=news.public),
    }
    return queue(
        to=people.order_by("pk").values_list("email", flat=True),
        subject=f"{release.office} · {release.label}: {news.subject}",
        body=render_to_string("mail/step.txt", context),
        about=release,
    )


def _page(release: Release, *, public: bool) -> str:
    if public:
        return absolute_to("release", release.office.slug, release.period)
    return absolute_to("admin:release", release.pk)
