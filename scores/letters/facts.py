"""What a published release says, as frozen facts: the only source of a letter's figures.

Ranks, changes, ratings and targets are those stored at publication; nothing is computed again here. Above or
below average, low against the maximum and counts still open are read off the stored figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from scores.groups import adding_up
from scores.models import Indicator, Level, Release, Result
from scores.period import Period

TOTAL = "total"


@dataclass(frozen=True)
class IndicatorFact:
    """A line of the index."""

    code: str
    number: str
    role: str
    name: str
    maximum: Decimal | None
    measure: str
    lower_is_better: bool
    order: int

    @property
    def is_total(self) -> bool:
        return self.role == Indicator.Role.TOTAL

    @property
    def is_open_count(self) -> bool:
        """A count of work left undone, named unit by unit where it is above 0."""
        return self.role == Indicator.Role.COUNT and self.lower_is_better


@dataclass(frozen=True)
class Figure:
    """One unit's published figure. `no_data` is the reason in words, empty where there is a figure."""

    indicator: IndicatorFact
    points: Decimal | None
    rate: Decimal | None
    count: int | None
    count_of: int | None
    average: Decimal | None
    national_rank: int | None
    national_of: int | None
    no_data: str
    line: int
    rank: int | None
    change: Decimal | None
    no_change_reason: str
    rank_change: int | None
    rating: str
    target: str
    target_met: bool | None

    @property
    def average_is_of_points(self) -> bool:
        """The average is in the unit of what leads: points of totals and groups, the rate of components."""
        leads = self.indicator.role in {Indicator.Role.TOTAL, Indicator.Role.GROUP}
        return self.points is not None and (leads or self.rate is None)

    @property
    def below_average(self) -> bool:
        own = self.points if self.average_is_of_points else self.rate
        return own is not None and self.average is not None and own < self.average

    @property
    def share(self) -> Decimal | None:
        """Points in percent of the maximum; None without either."""
        if self.points is None or not self.indicator.maximum:
            return None
        return 100 * self.points / self.indicator.maximum


@dataclass(frozen=True)
class UnitFacts:
    """A unit under the name it bore, with its figures by indicator code."""

    name: str
    level: str
    figures: Mapping[str, Figure]

    @property
    def total(self) -> Figure | None:
        return self.figures.get(TOTAL)


@dataclass(frozen=True)
class LevelFacts:
    """The units of one level in official order, and in index order the indicators any has a row for."""

    level: str
    units: tuple[UnitFacts, ...]
    indicators: tuple[IndicatorFact, ...]

    @property
    def has_total(self) -> bool:
        return any(indicator.code == TOTAL for indicator in self.indicators)

    def ranked(self) -> tuple[UnitFacts, ...]:
        """By line of the total; units without a row for it last, in official order."""
        last = len(self.units) + 1
        return tuple(sorted(self.units, key=lambda unit: unit.total.line if unit.total else last))

    def below(self, code: str, limit: Decimal) -> tuple[UnitFacts, ...]:
        """Units whose rate is below the limit, lowest first."""
        rates = [(unit.figures[code].rate, unit) for unit in self.units if code in unit.figures]
        low = [(rate, unit) for rate, unit in rates if rate is not None and rate < limit]
        return tuple(unit for _, unit in sorted(low, key=lambda pair: pair[0]))

    def still_open(self, code: str) -> tuple[UnitFacts, ...]:
        """Units with a count above 0, highest first."""
        counts = [(unit.figures[code].count, unit) for unit in self.units if code in unit.figures]
        left = [(count, unit) for count, unit in counts if count]
        return tuple(unit for _, unit in sorted(left, key=lambda pair: -pair[0]))


@dataclass(frozen=True)
class GroupFacts:
    """A group with its own figure, if it has one, and the components under it."""

    indicator: IndicatorFact
    figure: Figure | None
    components: tuple[Figure, ...]
    headings: tuple[IndicatorFact, ...]
    """Components without a row of their own that stand above some that have one."""


@dataclass(frozen=True)
class ReleaseFacts:
    """Everything a letter may say about one published release."""

    office: str
    period: Period
    label: str
    as_of: date | None
    index_name: str
    version: int
    published_at: datetime
    results_hash: str
    own: UnitFacts
    groups: tuple[GroupFacts, ...]
    loose_counts: tuple[Figure, ...]
    """The own unit's figures that stand under no group."""
    levels: tuple[LevelFacts, ...]
    committees: tuple[tuple[str, tuple[str, ...]], ...]
    """People's committees directly under the own unit on the period's last day, with or without figures."""

    def below_average(self) -> tuple[Figure, ...]:
        """The own unit's groups below the national average, in index order."""
        return tuple(group.figure for group in self.groups if group.figure and group.figure.below_average)

    def low_groups(self, percent: Decimal) -> tuple[Figure, ...]:
        """Groups with less than so many percent of their maximum, lowest part first."""
        shares = [(group.figure.share, group.figure) for group in self.groups if group.figure]
        low = [(share, figure) for share, figure in shares if share is not None and share < percent]
        return tuple(figure for _, figure in sorted(low, key=lambda pair: pair[0]))


def published_facts(release: Release) -> ReleaseFacts:
    """What a release says, from its Results; ValueError (Vietnamese) if it was never published."""
    return facts_of(release, published_rows(release))


def published_rows(release: Release) -> list[Result]:
    """A release's Results in official order, in one query; ValueError (Vietnamese) as `published_facts`."""
    if release.published_at is None:
        raise ValueError(f"{release} chưa công bố nên chưa lập được văn bản.")
    found = Result.objects.filter(release=release).select_related("indicator__parent__parent__parent")
    return list(found.order_by("official_order", "unit_name", "unit_id", "indicator__order"))


def facts_of(release: Release, rows: Sequence[Result]) -> ReleaseFacts:
    """What these rows, in official order, say of a release: its own, or those it would get now."""
    own_id = release.office.unit_for(release.period).pk
    own_name = next((row.unit_name for row in rows if row.unit_id == own_id), release.office.name)
    own_rows = [row for row in rows if row.unit_id == own_id]
    own_level = own_rows[0].level if own_rows else release.office.unit_for(release.period).level
    others = [row for row in rows if row.unit_id != own_id]
    return replace(
        facts_of_unit(release, own_name, own_level, own_rows),
        levels=tuple(_levels(others)),
        committees=tuple(_committees(release, own_id)),
    )


def facts_of_unit(release: Release, name: str, level: str, rows: list[Result]) -> ReleaseFacts:
    """What a published release says of one unit, as if it said nothing of others."""
    assert release.published_at is not None  # noqa: S101  # what has rows of results was published
    return ReleaseFacts(
        office=release.office.slug,
        period=release.period,
        label=release.label,
        as_of=release.as_of,
        index_name=release.index_version.name,
        version=release.version,
        published_at=release.published_at,
        results_hash=release.results_hash,
        own=UnitFacts(name, level, {row.indicator.code: _figure(row) for row in rows}),
        groups=tuple(_groups(rows)),
        loose_counts=tuple(
            _figure(row)
            for row in rows
            if _group(row.indicator) is None and row.indicator.role != Indicator.Role.TOTAL
        ),
        levels=(),
        committees=(),
    )


def _committees(release: Release, own_id: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    day = release.period.last_day
    below = release.office.units_for(release.period).exclude(pk=own_id).prefetch_related("names")
    units = list(below.order_by("official_order", "pk"))
    for level in (Level.DISTRICT, Level.COMMUNE):
        names = tuple(unit.name_on(day) for unit in units if unit.level == level)
        if names:
            yield level, names


def _levels(rows: Iterable[Result]) -> Iterator[LevelFacts]:
    by_level: dict[str, dict[int, list[Result]]] = {}
    for row in rows:
        by_level.setdefault(row.level, {}).setdefault(row.unit_id, []).append(row)
    for level in sorted(by_level, key=Level.values.index):
        units = by_level[level].values()
        indicators = {row.indicator.code: row.indicator for unit in units for row in unit}
        yield LevelFacts(
            level,
            tuple(
                UnitFacts(unit[0].unit_name, level, {row.indicator.code: _figure(row) for row in unit})
                for unit in units
            ),
            tuple(_indicator(i) for i in sorted(indicators.values(), key=lambda i: i.order)),
        )


def _groups(rows: list[Result]) -> Iterator[GroupFacts]:
    found = [(_group(row.indicator), row) for row in rows]
    groups = {group.pk: group for group, _ in found if group}
    for group in sorted(adding_up(groups.values(), groups), key=lambda group: group.order):
        members = [row for other, row in found if other == group]
        yield GroupFacts(
            _indicator(group),
            next((_figure(row) for row in members if row.indicator == group), None),
            tuple(_figure(row) for row in members if row.indicator != group),
            tuple(_headings(members, group)),
        )


def _headings(members: list[Result], group: Indicator) -> Iterator[IndicatorFact]:
    known = {row.indicator_id for row in members} | {group.pk}
    for row in members:
        # What stands above the group itself is no heading within it.
        above = row.indicator.parent if row.indicator_id != group.pk else None
        while above is not None and above.pk not in known:
            known.add(above.pk)
            yield _indicator(above)
            above = above.parent


def _group(indicator: Indicator) -> Indicator | None:
    while indicator.role != Indicator.Role.GROUP:
        if indicator.parent is None:
            return None
        indicator = indicator.parent
    return indicator


def _indicator(indicator: Indicator) -> IndicatorFact:
    return IndicatorFact(
        code=indicator.code,
        number=indicator.number,
        role=indicator.role,
        name=indicator.name,
        maximum=indicator.maximum,
        measure=indicator.measure,
        lower_is_better=indicator.lower_is_better,
        order=indicator.order,
    )


def _figure(row: Result) -> Figure:
    return Figure(
        indicator=_indicator(row.indicator),
        points=row.points,
        rate=row.rate,
        count=row.count,
        count_of=row.count_of,
        average=row.national_average,
        national_rank=row.national_rank,
        national_of=row.national_of,
        no_data=row.get_no_data_reason_display() if row.no_data_reason else "",
        line=row.line,
        rank=row.rank,
        change=row.change,
        no_change_reason=row.no_change_reason,
        rank_change=row.rank_change,
        rating=row.rating,
        target=row.target,
        target_met=row.target_met,
    )
