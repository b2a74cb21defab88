"""“Việc của tôi”: the releases that wait for a person, each with its one next button; then all others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import localdate

from scores import permissions
from scores.admin import objections
from scores.admin.access import page, person
from scores.admin.next_step import Steps, steps
from scores.admin.scheduled import Timing, timing
from scores.models import OPEN_STATES, IndexVersion, Letter, Office, Release, State, Unit
from scores.period import MONTH, Period
from scores.permissions import Act

_PER_PAGE = 50


@dataclass(frozen=True)
class Job:
    """A release and what a person can do with it."""

    release: Release
    steps: Steps
    timing: Timing | None


@dataclass(frozen=True)
class ToStart:
    """A month that has passed and of which nothing is drawn up yet."""

    office: Office
    period: Period
    url: str


def jobs(releases: Iterable[Release], user: User) -> list[Job]:
    return [Job(release, steps(release, user), timing(release)) for release in releases]


def releases_of(user: User) -> QuerySet[Release]:
    offices = permissions.offices_of(user)
    return Release.objects.filter(office__in=offices).select_related("office", "submitted_by", "scheduled_by")


def to_start(user: User) -> list[ToStart]:
    """For each office where a person enters figures: the month after the last one, once it has passed."""
    found = []
    for office in permissions.offices_of(user):
        last = max((p for p in _periods(office) if p.kind == MONTH), default=None)
        if last is None or not permissions.may(user, Act.ENTER, office):
            continue
        following = _after(last)
        if following.last_day < localdate() and _possible(office, following):
            url = f"{reverse('admin:start')}?co-quan={office.slug}&ky={following}"
            found.append(ToStart(office, following, url))
    return found


def letters_without_number(user: User) -> int:
    """The letters of what is public at the offices where a person records numbers, and which have none."""
    offices = [office for office in permissions.offices_of(user) if permissions.may(user, Act.ISSUE, office)]
    public = Letter.objects.filter(release__office__in=offices, release__state=State.PUBLISHED)
    return public.filter(number="").count()


def _periods(office: Office) -> list[Period]:
    found = Release.objects.filter(office=office).exclude(state=State.DROPPED)
    return list(found.order_by().values_list("period", flat=True))


def _after(month: Period) -> Period:
    return Period(MONTH, month.year + month.number // 12, month.number % 12 + 1)


def _possible(office: Office, period: Period) -> bool:
    """Whether the office still has a unit and an index in that period."""
    try:
        office.unit_for(period)
        IndexVersion.objects.for_period(period)
    except (Unit.DoesNotExist, IndexVersion.DoesNotExist):
        return False
    return True


def _may_start(user: User) -> bool:
    return any(permissions.may(user, Act.ENTER, office) for office in permissions.offices_of(user))


def my_work(request: HttpRequest) -> TemplateResponse:
    user = person(request)
    open_jobs = jobs(releases_of(user).filter(state__in=OPEN_STATES), user)
    recent = releases_of(user).filter(state=State.PUBLISHED).order_by("-published_at")[:5]
    context = {
        "mine": [job for job in open_jobs if job.steps.next],
        "scheduled": [job for job in open_jobs if job.release.publish_at and not job.steps.next],
        "others": [job for job in open_jobs if not job.steps.next and not job.release.publish_at],
        "to_start": to_start(user),
        "recent": recent,
        "may_start": _may_start(user),
        "disputed": objections.waiting(user),
        "without_number": letters_without_number(user),
        "has_office": permissions.offices_of(user).exists(),
    }
    return page(request, "staff/work.html", "Việc của tôi", context)


def releases(request: HttpRequest) -> HttpResponse:
    """All releases of the person's offices, by office, state and year."""
    user = person(request)
    found = releases_of(user)
    office, state, year = (request.GET.get(key, "") for key in ("co-quan", "trang-thai", "nam"))
    if office:
        found = found.filter(office__slug=office)
    if state in State.values:
        found = found.filter(state=state)
    periods = set(releases_of(user).order_by().values_list("period", flat=True))
    if year:
        found = found.filter(period__in=[period for period in periods if str(period.year) == year])
    listed = Paginator(found, _PER_PAGE).get_page(request.GET.get("trang"))
    context = {
        "listed": listed,
        "jobs": jobs(listed, user),
        "offices": permissions.offices_of(user),
        "states": State.choices,
        "years": [str(number) for number in sorted({period.year for period in periods}, reverse=True)],
        "may_start": _may_start(user),
        "chosen": {"office": office, "state": state, "year": year},
    }
    return page(request, "staff/releases.html", "Đợt công bố", context)
