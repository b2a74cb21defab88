"""Which columns a grid has: those used last month or in this draft, and what a person adds."""

from __future__ import annotations

from collections.abc import Iterable

from scores.admin.grid_cells import KINDS, NATIONAL, Column
from scores.groups import adding_up
from scores.models import Figures, Indicator, Level, Release

_FEW = 12


def possible(release: Release, level: str) -> list[Column]:
    """Every column a level may have, in the order of the index."""
    indicators = release.index_version.indicators.exclude(role=Indicator.Role.HEADING).order_by("order")
    kinds = [*KINDS, *(NATIONAL if level == Level.PROVINCE and _is_own(release, level) else ())]
    return [
        Column(indicator, kind) for indicator in indicators for kind in kinds if _carries(indicator, kind)
    ]


def chosen(columns: Iterable[Column], used: set[str], asked: Iterable[str]) -> list[Column]:
    """The columns to show: used ones and asked ones; the total and the groups where nothing is used yet."""
    columns = list(columns)
    wanted = used | set(asked)
    found = [column for column in columns if column.key in wanted]
    if found:
        return found
    groups = {group.pk for group in adding_up(column.indicator for column in columns)}
    found = [
        column
        for column in columns
        if column.kind == "points"
        and (column.indicator.role == Indicator.Role.TOTAL or column.indicator.pk in groups)
    ]
    return found or columns[:_FEW]


def used_in(rows: Iterable[Figures], codes: dict[int, str]) -> set[str]:
    """The keys of columns in which any of these rows has a figure; `codes` gives indicators' codes by id."""
    return {
        f"{codes[row.indicator_id]}:{kind}"  # type: ignore[attr-defined]  # entries and results both have it
        for row in rows
        for kind in (*KINDS, *NATIONAL)
        if getattr(row, kind) is not None
    }


def _is_own(release: Release, level: str) -> bool:
    return release.office.unit_for(release.period).level == level


def _carries(indicator: Indicator, kind: str) -> bool:
    """Whether an indicator has a kind of figure; the whole country's stand beside points and rates."""
    if kind in NATIONAL:
        return indicator.has_points or indicator.has_rate
    return bool(getattr(indicator, f"has_{kind}"))
