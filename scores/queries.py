"""The reads behind pages, files, API and letters. They see what is published, and nothing of a draft.

Every function starts from `published()` or `on_record()`; no other module filters releases by state.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from scores.models import (
    SLIP,
    Indicator,
    Letter,
    Level,
    Objection,
    Office,
    RatingBand,
    Release,
    Result,
    State,
    Unit,
)
from scores.period import MONTH, Period

Kind = Literal["points", "rate", "count"]


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
    """What an office has published, newest first; with a level, only releases that have a ranking of it."""
    found = published().filter(office=office)
    if level:
        found = found.filter(Exists(Result.objects.filter(release=OuterRef("pk"), level=level)))
    return newest_first(found)


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
    versions = list(on_record().filter(office__slug=office, period=period).order_by("-version"))
    if version is not None:
        return next((release for release in versions if release.version == version), None)
    in_force = (release for release in versions if release.state == State.PUBLISHED)
    return next(in_force, versions[0] if versions else None)


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


@dataclass(frozen=True)
class Content:
    """What a release has of one level and indicator: how many units, and how many with which figure."""

    level: str
    indicator: Indicator
    units: int
    points: int
    rate: int
    count: int
    count_of: int
    compared: int

    @property
    def kind(self) -> Kind:
        """The figure that is ranked: points if any unit has them, else the rate, else the count."""
        return "points" if self.points else "rate" if self.rate else "count"

    @property
    def has_figures(self) -> bool:
        return bool(self.points or self.rate or self.count)

    @property
    def level_name(self) -> str:
        return Level(self.level).label


def contents(release: Release) -> list[Content]:
    """Levels and indicators of a release in their order, in two queries."""
    rows = (
        Result.objects.filter(release=release)
        .order_by()
        .values("level", "indicator")
        .annotate(
            units=Count("id"),
            n_points=Count("points"),
            n_rate=Count("rate"),
            n_count=Count("count"),
            n_count_of=Count("count_of"),
            n_change=Count("change"),
        )
    )
    indicators = Indicator.objects.in_bulk({row["indicator"] for row in rows})
    found = [
        Content(
            level=row["level"],
            indicator=indicators[row["indicator"]],
            units=row["units"],
            points=row["n_points"],
            rate=row["n_rate"],
            count=row["n_count"],
            count_of=row["n_count_of"],
            compared=row["n_change"],
        )
        for row in rows
    ]
    levels = list(Level.values)
    return sorted(found, key=lambda content: (levels.index(content.level), content.indicator.order))


def main_contents(found: Iterable[Content]) -> list[Content]:
    """For each level the indicator a ranking shows when none is asked for.

    The total where any unit of the level has one, else the first indicator with a figure, else the first.
    """
    by_level: dict[str, list[Content]] = defaultdict(list)
    for content in found:
        by_level[content.level].append(content)

    def preference(content: Content) -> tuple[bool, bool, int]:
        is_total = content.indicator.role == Indicator.Role.TOTAL
        return (not content.has_figures, not is_total, content.indicator.order)

    return [min(of_level, key=preference) for of_level in by_level.values()]


def ranked_levels() -> dict[int, list[str]]:
    """Release id → levels with more than one unit, of everything published, in one query."""
    rows = (
        published_results()
        .order_by()
        .values("release_id", "level")
        .annotate(units=Count("unit", distinct=True))
        .filter(units__gt=1)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        found[row["release_id"]].append(row["level"])
    return {pk: sorted(levels, key=list(Level.values).index) for pk, levels in found.items()}


def levels_with_results() -> dict[int, list[str]]:
    """Release id → every level it has results of, the office's own too."""
    rows = published_results().order_by().values_list("release_id", "level").distinct()
    found: dict[int, list[str]] = defaultdict(list)
    for release_id, level in rows:
        found[release_id].append(level)
    return {pk: sorted(levels, key=list(Level.values).index) for pk, levels in found.items()}


def ranking(release: Release, level: str, indicator: Indicator) -> list[Result]:
    """All units of a level by line, with their units, in one query."""
    return list(ranking_rows(release, level, indicator))


def ranking_rows(release: Release, level: str, indicator: Indicator) -> QuerySet[Result]:
    return (
        Result.objects.filter(release=release, level=level, indicator=indicator)
        .select_related("unit", "indicator")
        .order_by("line")
    )


def figures_before(content: Content, release: Release, periods: Iterable[Period]) -> list[Result]:
    """What the same office published of the same level and indicator in other periods, oldest first.

    Only figures, periods and whether they are of a part: for lines through many units, in one query.
    """
    found = (
        published_results()
        .filter(
            office=release.office_id,
            level=content.level,
            indicator__code=content.indicator.code,
            period__in=list(periods),
            **{f"{content.kind}__isnull": False},
        )
        .select_related("release")
        .only("unit", "indicator", "period", content.kind, "release", "release__partial")
    )
    return sorted(found, key=lambda result: result.period)


def own_results(release: Release) -> list[Result]:
    """What a release says of the office's own unit, in the order of the index."""
    return list(
        Result.objects.filter(release=release, unit__offices=release.office_id)
        .select_related("unit", "indicator", "indicator__parent")
        .order_by("indicator__order")
    )


def form_lines(release: Release, results: Iterable[Result]) -> list[tuple[Indicator, Result | None]]:
    """A form in its own order: every line of the edition, headings too, each with its result if any."""
    by_indicator = {result.indicator_id: result for result in results}
    lines = Indicator.objects.filter(version=release.index_version).order_by("order")
    return [(indicator, by_indicator.get(indicator.pk)) for indicator in lines]


def releases_with_groups(office: Office) -> set[int]:
    """Ids of releases in which the office's own unit has points by group."""
    found = published_results().filter(
        office=office, unit__offices=office, indicator__role=Indicator.Role.GROUP, points__isnull=False
    )
    return set(found.order_by().values_list("release_id", flat=True))


def own_totals(office: Office) -> list[Result]:
    """The office's own total through time, oldest first, in one query; units may change on the way."""
    found = (
        published_results()
        .filter(office=office, unit__offices=office, indicator__role=Indicator.Role.TOTAL)
        .select_related("release", "release__office", "unit", "indicator")
    )
    return sorted(found, key=lambda result: result.period)


def unit_results(unit: Unit) -> list[Result]:
    """Everything published of a unit, newest period first, within it by office and index order."""
    found = (
        published_results()
        .filter(unit=unit)
        .select_related("release", "release__office", "release__index_version", "indicator", "unit")
    )
    ordered = sorted(found, key=lambda result: (result.release.office.order, result.indicator.order))
    return sorted(ordered, key=lambda result: result.period, reverse=True)


def totals_of(unit: Unit, results: Iterable[Result]) -> list[Result]:
    """A unit's totals among its results, oldest first, after those of the unit its office spoke for before.

    So the new province shows the old one's months before its own: figures of another unit, never compared.
    """
    own = [row for row in results if row.indicator.role == Indicator.Role.TOTAL][::-1]
    if unit.first_day is None:
        return own
    day = unit.first_day
    offices = Office.objects.filter(units=unit)
    earlier = [row for office in offices for row in own_totals(office) if row.period.last_day < day]
    return [*sorted(earlier, key=lambda row: row.period), *own]


def now_in_place_of(unit: Unit) -> list[Unit]:
    """The units that came after those of a unit that ended: where a district's communes are now."""
    found = Unit.objects.filter(origins__predecessor__parent=unit).exclude(level=unit.level).distinct()
    return list(found.order_by("sort_key"))


def everything_of(office: Office) -> list[Result]:
    """All results in force of an office: oldest period first, then by level, indicator and line."""
    found = (
        published_results()
        .filter(office=office)
        .select_related("release", "release__office", "unit", "indicator")
        .order_by("level", "indicator__order", "line")
    )
    return sorted(found, key=lambda result: result.period)


def letters() -> list[Letter]:
    """Letters of releases in force and the issued ones they replace, newest period and version first."""
    found = public_letters().filter(Q(release__state=State.PUBLISHED) | ~Q(number=""))
    order = {letter: (letter.release.period, -letter.release.office.order, letter.pk) for letter in found}
    return sorted(order, key=lambda letter: order[letter], reverse=True)


def letters_of(release: Release) -> list[Letter]:
    """The letters of one version, the notice before those that put right slips of it."""
    return list(public_letters().filter(release=release).order_by("pk"))


def public_letters() -> QuerySet[Letter]:
    """Letters that may be handed out: of releases in force and of those replaced; about slips once issued."""
    found = Letter.objects.filter(release__state__in=[State.PUBLISHED, State.REPLACED])
    return (
        found.exclude(kind=SLIP, number="")
        .select_related("release__office", "replaces", "rectifies")
        .prefetch_related("replacements", "rectifications", "signed_files")
    )


def release_of_letter(pk: int) -> Release | None:
    """The release of a letter whose figures were public once, withdrawn or not."""
    return on_record().filter(letters=pk).first()


def letters_of_unit(unit: Unit) -> list[Letter]:
    """Letters in force that carry figures of a unit."""
    releases = set(published_results().filter(unit=unit).order_by().values_list("release_id", flat=True))
    return [letter for letter in letters() if letter.release_id in releases]


def rating_steps(version_id: int) -> dict[str, int]:
    """Rating → one of five steps, 1 the highest, spread over however many ratings the edition has."""
    names = list(
        RatingBand.objects.filter(version=version_id).order_by("-lower_bound").values_list("name", flat=True)
    )
    last = max(len(names) - 1, 1)
    return {name: 1 + round(place * 4 / last) for place, name in enumerate(names)}
