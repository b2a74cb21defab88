"""Loads from the tables what a file is read against; everything after it is pure.

Loaded twice it is equal unless something has changed: every row stands in an order of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import Q

from scores.intake.catalogue import (
    CatalogueBand,
    CatalogueIndicator,
    CatalogueTarget,
    CatalogueUnit,
    Context,
    Previous,
)
from scores.intake.decisions import Decisions
from scores.intake.figures import Kind
from scores.intake.matching import indicator_key
from scores.models import (
    Entry,
    IndexVersion,
    Indicator,
    Level,
    Office,
    Release,
    Result,
    State,
    Target,
    Unit,
    UnitAlias,
    UnitName,
)
from scores.period import Period

_IN_ORDER = ("official_order", "sort_key", "pk")


def load(
    office: Office,
    period: Period,
    index_version: IndexVersion,
    *,
    partial: bool = False,
    as_of: date | None = None,
    decisions: Decisions | None = None,
) -> Context:
    """The catalogue of an office and period; Unit.DoesNotExist if the office has no unit on its last day."""
    own = office.unit_for(period)
    day = period.last_day
    units = list(office.units_for(period).order_by(*_IN_ORDER).select_related("parent"))
    ever = Unit.objects.filter(Q(offices=office) | Q(parent__offices=office)).distinct().order_by(*_IN_ORDER)
    absent = list(ever.exclude(pk__in=[unit.pk for unit in units]).select_related("parent"))
    calls = _Calls.of([*units, *absent])
    known = {unit.pk: _unit(unit, calls, day) for unit in units}
    return Context(
        office_name=office.name,
        period=period,
        own=known[own.pk],
        units=tuple(known.values()),
        absent_units=tuple(_unit(unit, calls, day) for unit in absent),
        indicators=_indicators(index_version, day),
        other_offices=_other_offices(office),
        elsewhere=_elsewhere(index_version),
        bands=tuple(CatalogueBand(band.name, band.lower_bound) for band in index_version.bands.all()),
        entered=_entered(office, period),
        previous={} if partial else _previous(office, period, index_version),
        partial=partial,
        as_of=as_of,
        decisions=decisions or Decisions(),
    )


@dataclass(frozen=True)
class _Calls:
    """What units are called beside their names, by unit: asked once for all, since most have neither."""

    former: Mapping[int, list[UnitName]]
    aliases: Mapping[int, list[str]]

    @classmethod
    def of(cls, units: list[Unit]) -> _Calls:
        parents = {unit.parent_id for unit in units if unit.parent_id is not None}
        former, aliases = defaultdict(list), defaultdict(list)
        for row in UnitName.objects.filter(unit__in={unit.pk for unit in units} | parents):
            former[row.unit_id].append(row)
        for pk, text in UnitAlias.objects.filter(unit__in=units).values_list("unit", "text"):
            aliases[pk].append(text)
        return cls(former, aliases)

    def name_on(self, unit: Unit, day: date) -> str:
        return unit.name_among(self.former.get(unit.pk, ()), day)


def _unit(unit: Unit, calls: _Calls, day: date) -> CatalogueUnit:
    former = calls.former.get(unit.pk, ())
    names = {unit.name, *(row.name for row in former), *calls.aliases.get(unit.pk, ())}
    return CatalogueUnit(
        id=unit.pk,
        name=calls.name_on(unit, day),
        level=unit.level,
        names=tuple(sorted(names)),
        code=unit.code,
        parent_name=calls.name_on(unit.parent, day) if unit.parent else "",
        first_day=unit.first_day,
        last_day=unit.last_day,
        slug=unit.slug,
    )


def _indicators(version: IndexVersion, day: date) -> tuple[CatalogueIndicator, ...]:
    targets = {
        target.indicator_id: CatalogueTarget(target.operator, target.value)
        for target in Target.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=day), indicator__version=version, valid_from__lte=day
        ).order_by("valid_from")
    }
    rows = Indicator.objects.filter(version=version).prefetch_related("aliases")
    return tuple(
        CatalogueIndicator(
            id=row.pk,
            code=row.code,
            name=row.name,
            names=(row.name, row.short_name, *sorted(alias.text for alias in row.aliases.all())),
            role=row.role,
            number=row.number,
            maximum=row.maximum,
            carries=_kinds(row),
            has_count_of=row.has_count_of,
            measure=row.measure,
            parent_id=row.parent_id,
            part_id=row.part_id,
            whole_id=row.whole_id,
            target=targets.get(row.pk),
            lower_is_better=row.lower_is_better,
        )
        for row in rows
    )


def _kinds(row: Indicator) -> frozenset[Kind]:
    carried = {Kind.POINTS: row.has_points, Kind.RATE: row.has_rate, Kind.COUNT: row.has_count}
    return frozenset(kind for kind, has in carried.items() if has)


def _other_offices(office: Office) -> tuple[str, ...]:
    """Names of the units other offices speak for; not the country's, which any title may mention."""
    others = Unit.objects.filter(offices__isnull=False).exclude(offices=office).exclude(level=Level.COUNTRY)
    return tuple(others.order_by("pk").values_list("name", flat=True).distinct())


def _elsewhere(version: IndexVersion) -> dict[str, str]:
    """Names of indicators that only other editions have, with the edition's name."""
    others = Indicator.objects.exclude(version=version).select_related("version").order_by("version", "order")
    return {indicator_key(row.name): row.version.name for row in others}


def _entered(office: Office, period: Period) -> frozenset[tuple[int, int]]:
    """Of which units and indicators the period's draft holds a figure, or a reason for none."""
    held = Entry.objects.filter(release__office=office, release__period=period, release__state=State.DRAFT)
    return frozenset(held.order_by().values_list("unit_id", "indicator_id"))


def _previous(office: Office, period: Period, version: IndexVersion) -> dict[tuple[int, int], Previous]:
    """What is published of the period before, if it is whole and of the same edition."""
    release = Release.objects.filter(
        office=office, period=period.before, state=State.PUBLISHED, index_version=version, partial=False
    ).first()
    if release is None:
        return {}
    rows = Result.objects.filter(release=release).order_by()
    # Equal figures are one object: there are few of them, and all are handed to the process that reads.
    known = cache(Previous)
    return {
        (unit, indicator): known(*figures)
        for unit, indicator, *figures in rows.values_list(
            "unit_id", "indicator_id", "points", "rate", "count", "count_of"
        )
    }
