"""Releases that are, or once were, public; every other read starts from these."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, QuerySet

from scores.models import IndexVersion, Indicator, Objection, Office, Release, Result, State
from scores.period import MONTH, Period
from scores.queries.prepared import PreparedRows, fields_of


def published() -> QuerySet[Release]:
    """The version in force of every office and period."""
    return Release.objects.filter(state=State.PUBLISHED).select_related("office", "index_version")


def on_record() -> QuerySet[Release]:
    """All that was ever public: in force, replaced or withdrawn. Figures of the last are not shown."""
    return Release.objects.filter(
        state__in=[State.PUBLISHED, State.REPLACED, State.WITHDRAWN]
    ).select_related("office", "index_version")


def published_results() -> QuerySet[Result]:
    return Result.objects.filter(release__state=State.PUBLISHED)


def newest_first(releases: Iterable[Release]) -> list[Release]:
    """By time, in Python: a quarter or a year does not sort among months as text does."""
    return sorted(releases, key=lambda release: (release.period, -release.office.order), reverse=True)


def releases_of(office: Office, level: str = "") -> list[Release]:
    """What an office has published, newest first; with a level, only releases that have a ranking of it.

    To choose from: only what a link to them says is read.
    """
    if level:
        return newest_first(_ranking_a_level(office.pk, level, office=office))
    return newest_first(_of_office(office.pk, office=office))


_LINKED = ("id", "office_id", "period", "partial", "as_of", "version", "state")
_of_office = PreparedRows(Release, lambda office: published().filter(office=office).order_by(), _LINKED)
_ranking_a_level = PreparedRows(
    Release,
    lambda office, level: (
        published()
        .filter(Exists(Result.objects.filter(release=OuterRef("pk"), level=level)), office=office)
        .order_by()
    ),
    _LINKED,
)


def publishing_offices() -> list[Office]:
    """Offices that have published something, the leading one first."""
    return list(Office.objects.filter(releases__state=State.PUBLISHED).distinct().order_by("order", "slug"))


def leading_releases() -> list[Release]:
    """What every office is known by, leading office first: its newest whole month with a total or groups.

    An office that has none such leads with its newest month, and without months with whatever is newest.
    """
    by_office: dict[int, list[Release]] = defaultdict(list)
    for release in newest_first(published()):
        by_office[release.office_id].append(release)
    own = _with_own_points()

    def preference(release: Release) -> tuple[bool, bool]:
        is_month = release.period.kind == MONTH
        return (is_month and not release.partial and release.pk in own, is_month)

    # Of equal ones `max` takes the first, which is the newest.
    leading = [max(releases, key=preference) for releases in by_office.values()]
    return sorted(leading, key=lambda release: (release.office.order, release.office.slug))


def _with_own_points() -> set[int]:
    """Ids of releases that say a total or a group of the office's own unit."""
    roles = [Indicator.Role.TOTAL, Indicator.Role.GROUP]
    found = published_results().filter(
        unit__offices=F("office"), indicator__role__in=roles, points__isnull=False
    )
    return set(found.order_by().values_list("release_id", flat=True))


def find_release(office: str, period: Period, version: int | None = None) -> Release | None:
    """The version in force, or the one asked for; a withdrawn one only where nothing is in force."""
    versions = _versions(office, str(period))
    if version is not None:
        return next((release for release in versions if release.version == version), None)
    in_force = (release for release in versions if release.state == State.PUBLISHED)
    return next(in_force, versions[0] if versions else None)


_versions = PreparedRows(
    Release,
    lambda office, period: on_record().filter(office__slug=office, period=period).order_by("-version"),
    office=(Office, fields_of(Office)),
    index_version=(IndexVersion, fields_of(IndexVersion)),
)


def versions_of(release: Release) -> list[Release]:
    """Every version of the same office and period that was public, newest first."""
    return list(on_record().filter(office=release.office_id, period=release.period).order_by("-version"))


def objection_counts(release: Release) -> list[tuple[str, int]]:
    """(outcome in words, how many) of units' objections to a period's public versions; no text, no names."""
    found = Objection.objects.filter(
        release__in=on_record().filter(office=release.office_id, period=release.period)
    )
    by_outcome = Counter(found.order_by().values_list("outcome", flat=True))
    words = {value: label.lower() for value, label in Objection.Outcome.choices} | {"": "chờ trả lời"}
    return [(said, by_outcome[outcome]) for outcome, said in words.items() if by_outcome[outcome]]
