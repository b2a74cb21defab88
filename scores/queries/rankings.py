"""What a release has of each level and indicator, and the rows of one ranking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from django.db.models import Count, QuerySet

from scores.models import Indicator, Level, RatingBand, Release, Result, Unit
from scores.period import Period
from scores.queries.prepared import Prepared, PreparedRows
from scores.queries.releases import published, published_results

Kind = Literal["points", "rate", "count"]


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
    indicators = {indicator.pk: indicator for indicator in _indicators(release.index_version_id)}
    found = [Content(level, indicators[pk], *counts) for level, pk, *counts in _counts(release.pk)]
    levels = list(Level.values)
    return sorted(found, key=lambda content: (levels.index(content.level), content.indicator.order))


_indicators = PreparedRows(Indicator, lambda version: Indicator.objects.filter(version=version).order_by())
_counts = Prepared(
    lambda release: (
        Result.objects.filter(release=release)
        .order_by()
        .values_list("level", "indicator")
        .annotate(*map(Count, ("id", "points", "rate", "count", "count_of", "change")))
    )
)


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
    """All units of a level by line, with what tables say of their units, in one query."""
    return _rows(release.pk, level, indicator.pk, release=release, indicator=indicator)


def ranking_rows(release: Release, level: str, indicator: Indicator) -> QuerySet[Result]:
    return Result.objects.filter(release=release, level=level, indicator=indicator).order_by("line")


_rows = PreparedRows(
    Result,
    lambda release, level, indicator: ranking_rows(release, level, indicator),
    unit=(Unit, ("id", "slug", "code", "name", "sort_key")),
)


def figures_before(
    content: Content, release: Release, periods: Iterable[Period], units: Collection[int] | None = None
) -> list[Result]:
    """What the same office published of the same level and indicator in other periods, in no order.

    Of all units, or of those named. Only figures, periods and releases: for lines through many units, in two
    queries.
    """
    releases = published().filter(office=release.office_id, period__in=list(periods)).in_bulk()
    found = Result.objects.filter(
        release__in=releases,
        level=content.level,
        indicator__code=content.indicator.code,
        **{f"{content.kind}__isnull": False},
    ).only("unit", "indicator", "period", content.kind, "release")
    if units is not None:
        found = found.filter(unit__in=units)
    rows = list(found)
    for row in rows:
        row.release = releases[row.release_id]
    return rows


def rating_steps(version_id: int) -> dict[str, int]:
    """Rating → one of five steps, 1 the highest, spread over however many ratings the edition has."""
    names = [name for (name,) in _bands(version_id)]
    last = max(len(names) - 1, 1)
    return {name: 1 + round(place * 4 / last) for place, name in enumerate(names)}


_bands = Prepared(lambda version: RatingBand.objects.filter(version=version).order_by("-lower_bound"), "name")
