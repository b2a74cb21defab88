"""The last months of every unit of a ranking, as lines on one scale."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass, field
from decimal import Decimal

from scores import queries
from scores.models import Release, Result
from scores.period import MONTH, Period
from scores.queries import Content, Kind
from scores.sparkline import Point, Sparkline, span, sparkline

MONTHS = 6


@dataclass(frozen=True)
class RecentMonths:
    """Unit id → its line; no lines where nobody has figures of two months."""

    first: Period
    last: Period
    lines: dict[int, Sparkline] = field(default_factory=dict)
    height: Decimal = Decimal(0)
    """What the full height of a line stands for: the widest span of any unit."""


def recent_months(
    release: Release, content: Content, rows: Iterable[Result], published: Iterable[Release]
) -> RecentMonths:
    """The release's month and the five before it, of the same office, level and indicator; two queries.

    `rows` are the release's own, of whichever version is shown; other months are what is in force now, and
    among `published`: without any, nothing is asked.
    """
    months = _months(release.period)
    found = RecentMonths(months[0], months[-1])
    if not any(other.period in months[:-1] for other in published):
        return found
    by_unit = figures_by_unit(release, content, rows)
    if all(len(figures) < 2 for figures in by_unit.values()):
        return found
    one_of_each = {row.release_id: row for figures in by_unit.values() for row in figures.values()}
    whole = {pk for pk, row in one_of_each.items() if not row.release.partial}
    lines = {unit_id: _points(figures, months, content.kind, whole) for unit_id, figures in by_unit.items()}
    height = max(map(span, lines.values()))
    drawn = {unit_id: sparkline(points, height) for unit_id, points in lines.items()}
    return RecentMonths(months[0], months[-1], drawn, height)


def figures_by_unit(
    release: Release, content: Content, rows: Iterable[Result], units: Collection[int] | None = None
) -> dict[int, dict[Period, Result]]:
    """Unit id → month → its figure, of the release's month and the five before; nothing of other periods."""
    by_unit: dict[int, dict[Period, Result]] = defaultdict(dict)
    if release.period.kind != MONTH:
        return by_unit
    before = queries.figures_before(content, release, _months(release.period)[:-1], units)
    for row in [*before, *rows]:
        if getattr(row, content.kind) is not None:
            by_unit[row.unit_id][row.period] = row
    return by_unit


def _months(last: Period) -> list[Period]:
    found = [last]
    while len(found) < MONTHS:
        found.append(found[-1].before)
    return found[::-1]


def _points(
    figures: Mapping[Period, Result], months: Iterable[Period], kind: Kind, whole: Set[int]
) -> list[Point | None]:
    """A unit's figures month by month; joined where both months are whole and of one edition of the index."""
    points: list[Point | None] = []
    before: Result | None = None
    for month in months:
        row = figures.get(month)
        joined = (
            row is not None
            and before is not None
            and before.indicator_id == row.indicator_id
            and {before.release_id, row.release_id} <= whole
        )
        points.append(None if row is None else Point(getattr(row, kind), joined))
        before = row
    return points
