"""What a release says in one look: the office's own figures, and highest and lowest of each level."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scores import queries
from scores.groups import adding_up
from scores.models import Indicator, Level, Office, Release, Result
from scores.period import MONTH
from scores.queries import Content


@dataclass(frozen=True)
class LevelStanding:
    """One ranking in short. `rows` are all units by line."""

    content: Content
    rows: list[Result]

    @property
    def highest(self) -> list[Result]:
        return [row for row in self.rows if row.rank == 1]

    @property
    def lowest(self) -> list[Result]:
        """The last in the ranking, all of them where they tie; none where everyone is first."""
        last = max((row.rank for row in self.rows if row.rank is not None), default=1)
        return [row for row in self.rows if row.rank == last and last > 1]

    @property
    def tied(self) -> bool:
        return any(row.tied for row in self.rows)

    @property
    def rated(self) -> bool:
        return any(row.rating for row in self.rows)

    @property
    def unranked_change(self) -> str:
        """Why nobody's rank is compared with the period before; empty where somebody's is."""
        if any(row.rank_change is not None for row in self.rows):
            return ""
        return next((row.no_rank_change_reason for row in self.rows if row.change is not None), "")

    @property
    def without_figures(self) -> int:
        return sum(1 for row in self.rows if not row.has_figure)

    @property
    def rise(self) -> Result | None:
        """The unit that gained most, if any gained."""
        return max(self._changed(1), key=lambda row: row.change or 0, default=None)

    @property
    def fall(self) -> Result | None:
        return min(self._changed(-1), key=lambda row: row.change or 0, default=None)

    def _changed(self, sign: int) -> list[Result]:
        return [row for row in self.rows if row.change is not None and row.change * sign > 0]


def counted_groups(rows: Iterable[Result]) -> list[Result]:
    """One unit's groups that have points; of a group and its parts only those that add up."""
    rows = list(rows)
    with_points = {row.indicator_id for row in rows if row.points is not None}
    counted = {group.id for group in adding_up((row.indicator for row in rows), with_points)}
    return [row for row in rows if row.indicator_id in counted & with_points]


@dataclass(frozen=True)
class Standing:
    """A release in one look. `total` and `groups` are of the office's own unit."""

    release: Release
    own: list[Result]
    levels: list[LevelStanding]

    @property
    def total(self) -> Result | None:
        return next((row for row in self.own if row.indicator.role == Indicator.Role.TOTAL), None)

    @property
    def groups(self) -> list[Result]:
        return counted_groups(self.own)

    @property
    def compared(self) -> int:
        """How many groups can be held against the national average."""
        return sum(1 for row in self.groups if row.national_average is not None)

    @property
    def above_average(self) -> int:
        return sum(
            1
            for row in self.groups
            if row.points is not None
            and row.national_average is not None
            and row.points > row.national_average
        )

    @property
    def leader(self) -> LevelStanding | None:
        """The first ranking of several units, for an office that has no figure of its own."""
        return next(iter(self.levels), None)


def standing(release: Release) -> Standing:
    """Four to seven queries: own figures, what there is, and one per level with several units."""
    levels = [
        LevelStanding(content, queries.ranking(release, content.level, content.indicator))
        for content in queries.main_contents(queries.contents(release))
        if content.units > 1
    ]
    return Standing(release, queries.own_results(release), levels)


@dataclass(frozen=True)
class Overview:
    """The month an office leads with, completed by others for what that one does not have."""

    now: Standing
    newer: list[Standing]
    """Later months, of which there is a part or nothing of the office itself: mentioned, not led with."""
    groups: Standing | None
    """The newest release whose own unit has points by group."""
    levels: list[tuple[Release, LevelStanding]]
    """The newest ranking of each level."""

    @property
    def newest(self) -> Release:
        """The newest month there is, be it a part of one."""
        return (self.newer or [self.now])[0].release


def overview(release: Release) -> Overview:
    now = standing(release)
    with_groups = queries.releases_with_groups(release.office)
    ranked = queries.ranked_levels()
    levels = [(release, level) for level in now.levels]
    seen = {level.content.level for level in now.levels}
    groups = now if now.groups else None
    newer = []
    for other in queries.newest_first(queries.published().filter(office=release.office)):
        new = set(ranked.get(other.pk, ())) - seen
        wanted = groups is None and other.pk in with_groups
        is_newer = other.period.kind == MONTH and other.period > release.period
        if not new and not wanted and not is_newer:
            continue
        then = standing(other)
        newer += [then] if is_newer else []
        groups = then if wanted else groups
        levels += [(other, level) for level in then.levels if level.content.level in new]
        seen |= new
    return Overview(now, newer, groups, levels)


@dataclass(frozen=True)
class LevelRankings:
    """All published rankings of one office and level, newest first."""

    level: str
    releases: list[Release]


def rankings_by_office() -> list[tuple[Office, list[LevelRankings]]]:
    """What there is to choose from on the page of all rankings."""
    ranked = queries.ranked_levels()
    releases = queries.newest_first(queries.published())
    found = []
    for office in queries.publishing_offices():
        own = [release for release in releases if release.office_id == office.pk]
        by_level = [
            LevelRankings(level, [release for release in own if level in ranked.get(release.pk, ())])
            for level in Level.values
        ]
        found.append((office, [rankings for rankings in by_level if rankings.releases]))
    return [(office, rankings) for office, rankings in found if rankings]
