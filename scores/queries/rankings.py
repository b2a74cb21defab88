"""What a release has of each level and indicator, and the rows of one ranking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from django.db.models import Count, QuerySet

from scores.models import Indicator, Level, RatingBand, Release, Result
from scores.period import Period
from scores.queries.releases import published_results

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
    rows = list(ranking_rows(release, level, indicator).select_related("unit"))
    for row in rows:
        # One object for all, which a join would make for each row.
        row.indicator = indicator
    return rows


def ranking_rows(release: Release, level: str, indicator: Indicator) -> QuerySet[Result]:
    return Result.objects.filter(release=release, level=level, indicator=indicator).order_by("line")


def figures_before(
    content: Content, release: Release, periods: Iterable[Period], units: Collection[int] | None = None
) -> list[Result]:
    """What the same office published of the same level and indicator in other periods, oldest first.

    Of all units, or of those named. Only figures, periods and whether they are of a part: for lines through
    many units, in one query.
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
    if units is not None:
        found = found.filter(unit__in=units)
    return sorted(found, key=lambda result: result.period)


def rating_steps(version_id: int) -> dict[str, int]:
    """Rating → one of five steps, 1 the highest, spread over however many ratings the edition has."""
    names = list(
        RatingBand.objects.filter(version=version_id).order_by("-lower_bound").values_list("name", flat=True)
    )
    last = max(len(names) - 1, 1)
    return {name: 1 + round(place * 4 / last) for place, name in enumerate(names)}
