"""The page of one release: where it stands, what is next, what it holds, what was done."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from scores import checklist, letters, permissions
from scores.admin import overview, wording
from scores.admin.access import page, person, release_for
from scores.admin.confirmations import hearing_of
from scores.admin.letter_blocks import changed_words
from scores.admin.next_step import steps
from scores.admin.public_checks import checked_forms, is_awaited
from scores.admin.scheduled import timing
from scores.admin.timeline import timeline
from scores.models import Finding, Release, State, Upload
from scores.permissions import Act

_STEPS = (
    ("Lập", "created"),
    ("Trình", "submitted"),
    ("Duyệt", "approved"),
    ("Công bố", "published"),
    ("Thu hồi", "withdrawn"),
)
_STAGES = (
    (State.DRAFT, "Nhập số liệu"),
    (State.SUBMITTED, "Chờ duyệt"),
    (State.APPROVED, "Chờ công bố"),
    (State.PUBLISHED, "Đã công bố"),
)


def release(request: HttpRequest, pk: int) -> HttpResponse:
    found = release_for(request, pk)
    user = person(request)
    context = {
        "release": found,
        "done": _done(found),
        "stages": _stages(found),
        "steps": steps(found, user),
        "timing": timing(found),
        "confirmed": checklist.recorded(found),
        "words": changed_words(found),
        "levels": overview.levels(found),
        "uploads": uploads_of(found),
        "timeline": timeline(found),
        "may_enter": found.state == State.DRAFT and permissions.may(user, Act.ENTER, found.office),
        "public_url": _public_url(found),
        "letters": found.letters.all(),
        "has_sheets": found.published_at is not None and letters.has_sheets(found),
        "versions": _other_versions(found),
        "checked": checked_forms(found),
        "check_awaited": is_awaited(found),
        "hearing": hearing_of(found),
    }
    return page(request, "staff/release.html", f"{found.office} · {found.label}", context)


def _done(release: Release) -> list[tuple[str, str, str]]:
    """The steps taken, as (step, who, when)."""
    taken: list[tuple[str, str, str]] = []
    for label, name in _STEPS:
        by: User | None = getattr(release, f"{name}_by")
        if by is not None:
            taken.append((label, wording.name_of(by), wording.moment(getattr(release, f"{name}_at"))))
    return taken


def _stages(release: Release) -> list[tuple[str, str]]:
    """The way of a release with `done`, `now` or `later` for each stage; empty off the way."""
    states = [state for state, _ in _STAGES]
    if release.state not in states:
        return []
    here = states.index(State(release.state))
    return [
        (
            "done"
            if place < here or release.state == State.PUBLISHED
            else "now"
            if place == here
            else "later",
            label,
        )
        for place, (_, label) in enumerate(_STAGES)
    ]


def uploads_of(release: Release) -> list[Upload]:
    """The files of the period, newest first, with how many findings block."""
    found = Upload.objects.filter(office=release.office, period=release.period).select_related("by")
    blocks = Count("findings", filter=Q(findings__severity=Finding.Severity.BLOCKS))
    return list(found.annotate(blocking=blocks).order_by("-at"))


def _public_url(release: Release) -> str:
    """Where readers see it; empty for what was never public."""
    if release.state not in (State.PUBLISHED, State.REPLACED, State.WITHDRAWN):
        return ""
    address = reverse("release", args=[release.office.slug, str(release.period)])
    return address if release.state == State.PUBLISHED else f"{address}?lan={release.version}"


def _other_versions(release: Release) -> list[Release]:
    versions = Release.objects.filter(office=release.office, period=release.period).exclude(pk=release.pk)
    return list(versions.select_related("office").order_by("-version"))
