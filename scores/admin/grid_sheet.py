"""The grid of one level of a draft: units down, columns across, and what stands in every cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypedDict, TypeVar

from scores.admin import grid_columns, wording
from scores.admin.grid_cells import Column, shown
from scores.admin.grid_doubts import added_groups, doubts
from scores.models import Entry, Indicator, Level, Release, Result, State, Unit

Row = TypeVar("Row", Entry, Result)


class CellSays(TypedDict):
    """What the browser knows of a cell: `who` saved it when, `doubt` a sentence or empty."""

    text: str
    revision: int
    who: str
    doubt: str


class RowSays(TypedDict):
    """A row: the groups added up, in words, and the cells that are not empty, by column key."""

    sum: str
    cells: dict[str, CellSays]


@dataclass(frozen=True)
class Sheet:
    """One level of a release; everything is read once, when it is first asked for."""

    release: Release
    level: Level

    @cached_property
    def units(self) -> list[Unit]:
        units = self.release.office.units_for(self.release.period).filter(level=self.level)
        return list(units.prefetch_related("names"))

    def name(self, unit: Unit) -> str:
        return unit.name_on(self.release.period.last_day)

    @cached_property
    def unit_by_slug(self) -> dict[str, Unit]:
        return {unit.slug: unit for unit in self.units}

    @cached_property
    def indicators(self) -> list[Indicator]:
        found = self.release.index_version.indicators.exclude(role=Indicator.Role.HEADING)
        return list(found.order_by("order"))

    @cached_property
    def possible(self) -> list[Column]:
        return grid_columns.possible(self.release, self.level)

    @cached_property
    def column_by_key(self) -> dict[str, Column]:
        return {column.key: column for column in self.possible}

    def columns(self, asked: Iterable[str]) -> list[Column]:
        """The columns to show: used last month or here, and those asked for by key."""
        codes = {indicator.pk: indicator.code for indicator in self.indicators}
        rows = [row for kept in (self.entries, self.before) for of in kept.values() for row in of.values()]
        used = grid_columns.used_in(rows, codes)
        return grid_columns.chosen(self.possible, used, asked)

    @cached_property
    def entries(self) -> dict[int, dict[int, Entry]]:
        """The working figures by unit and indicator."""
        entries = self.release.entries.filter(unit__in=self.units).select_related("upload", "typed_by")
        return _by_unit(entries.order_by())

    @cached_property
    def before(self) -> dict[int, dict[int, Result]]:
        """What is public of the period before, by unit and indicator; nothing where it is not comparable."""
        if self.release.partial:
            return {}
        results = Result.objects.filter(
            release__office=self.release.office,
            release__period=self.release.period.before,
            release__state=State.PUBLISHED,
            release__partial=False,
            release__index_version=self.release.index_version,
            unit__in=self.units,
        )
        return _by_unit(results.order_by())

    def row(self, unit: Unit) -> RowSays:
        """All cells of a unit that have something; those left out are empty, of revision 0."""
        entries = self.entries.get(unit.pk, {})
        doubted = doubts(self.indicators, entries, self.before.get(unit.pk, {}))
        cells = {}
        for column in self.possible:
            entry = entries.get(column.indicator.pk)
            if entry is not None:
                cells[column.key] = CellSays(
                    text=shown(entry, column.kind),
                    revision=entry.revision,
                    who=who(entry),
                    doubt=doubted.get(column.key, ""),
                )
        return RowSays(sum=added_groups(self.indicators, entries).text, cells=cells)

    def before_text(self, unit: Unit, column: Column) -> str:
        return shown(self.before.get(unit.pk, {}).get(column.indicator.pk), column.kind)

    def read_again(self) -> Sheet:
        """The same grid as the database has it now."""
        return Sheet(self.release, self.level)


def who(entry: Entry) -> str:
    """`nhap gõ, 14:05 ngày 05/11/2024`, or the file and cell it came from."""
    return f"{wording.source_text(entry)}, {wording.moment(entry.changed_at)}"


def _by_unit(rows: Iterable[Row]) -> dict[int, dict[int, Row]]:
    found: dict[int, dict[int, Row]] = {}
    for row in rows:
        found.setdefault(row.unit_id, {})[row.indicator_id] = row
    return found
