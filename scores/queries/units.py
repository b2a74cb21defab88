"""Published figures of one unit, or of all an office speaks for, through time."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from scores.models import IndexVersion, Indicator, Office, Release, Result, Unit
from scores.period import Period
from scores.queries.prepared import Prepared, PreparedRows, fields_of
from scores.queries.releases import published_results


def own_results(release: Release) -> list[Result]:
    """What a release says of the office's own unit, in the order of the index."""
    return _own_results(release.pk, release.office_id, release=release)


_INDICATOR, _UNIT = (Indicator, fields_of(Indicator)), (Unit, fields_of(Unit))
_RELEASE, _OFFICE = (Release, fields_of(Release)), (Office, fields_of(Office))
_own_results = PreparedRows(
    Result,
    lambda release, office: Result.objects.filter(release=release, unit__offices=office).order_by(
        "indicator__order"
    ),
    unit=_UNIT,
    indicator=_INDICATOR,
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
    return sorted(_own_totals(office.pk, office=office), key=lambda result: result.period)


_own_totals = PreparedRows(
    Result,
    lambda office: (
        published_results()
        .filter(office=office, unit__offices=office, indicator__role=Indicator.Role.TOTAL)
        .order_by()
    ),
    release=_RELEASE,
    release__office=_OFFICE,
    unit=_UNIT,
    indicator=_INDICATOR,
)


def unit_results(unit: Unit) -> list[Result]:
    """Everything published of a unit, newest period first, within it by office and index order."""
    ordered = sorted(
        _unit_results(unit.pk, unit=unit),
        key=lambda result: (result.release.office.order, result.indicator.order),
    )
    return sorted(ordered, key=lambda result: result.period, reverse=True)


_unit_results = PreparedRows(
    Result,
    lambda unit: published_results().filter(unit=unit).order_by(),
    release=_RELEASE,
    release__office=_OFFICE,
    release__index_version=(IndexVersion, fields_of(IndexVersion)),
    indicator=_INDICATOR,
)


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


def has_units(office: Office, level: str, period: Period) -> bool:
    """Whether an office speaks for a unit in a period; with a level, whether that or one below it has it."""
    day = period.last_day.isoformat()
    return bool(_level_on(office.pk, level, day) if level else _own_on(office.pk, day))


_own_on = Prepared(lambda office, day: Unit.objects.filter(offices=office).on(day).order_by()[:1], "pk")
_level_on = Prepared(
    lambda office, level, day: (
        Unit.objects.filter(Q(offices=office) | Q(parent__in=Unit.objects.filter(offices=office).on(day)))
        .filter(level=level)
        .on(day)
        .order_by()[:1]
    ),
    "pk",
)


def everything_of(office: Office) -> list[Result]:
    """All results in force of an office: oldest period first, then by level, indicator and line."""
    found = (
        published_results()
        .filter(office=office)
        .select_related("release", "release__office", "unit", "indicator")
        .order_by("level", "indicator__order", "line")
    )
    return sorted(found, key=lambda result: result.period)
