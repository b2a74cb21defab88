"""Facts read from published Results: the only place where a letter's figures come from.

Rows of a draft, as it would be published now, are read in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from scores.groups import adding_up
from scores.letters.facts import Figure, GroupFacts, IndicatorFact, LevelFacts, ReleaseFacts, UnitFacts
from scores.models import Indicator, Level, Release, Result


def published_facts(release: Release) -> ReleaseFacts:
    """What a release says, from its Results; ValueError (Vietnamese) if it was never published."""
    return facts_of(release, published_rows(release))


def published_rows(release: Release) -> list[Result]:
    """A release's Results in official order, in one query; ValueError (Vietnamese) as `published_facts`."""
    if release.published_at is None:
        raise ValueError(f"{release} chưa công bố nên chưa lập được văn bản.")
    found = Result.objects.filter(release=release).select_related("indicator__parent__parent__parent")
    return list(found.order_by("official_order", "unit_name", "unit_id", "indicator__order"))


def own_facts(release: Release) -> UnitFacts:
    """What a published release says of the office's own unit; the rows of others are not read for it."""
    own = release.office.unit_for(release.period)
    rows = list(release.results.filter(unit=own).select_related("indicator"))
    name, level = (rows[0].unit_name, rows[0].level) if rows else (release.office.name, own.level)
    return UnitFacts(name, level, {row.indicator.code: _figure(row) for row in rows})


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
