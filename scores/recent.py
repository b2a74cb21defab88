"""The last months of every unit of a ranking, as lines on one scale."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from scores import queries
from scores.models import Release, Result
from scores.period import MONTH, Period
from scores.queries import Content
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
    """The release's month and the five before it, of the same office, level and indicator; one query.

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
    lines = {
        unit_id: [_point(figures, month, content, release) for month in months]
        for unit_id, figures in by_unit.items()
    }
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


def _point(figures: dict[Period, Result], month: Period, content: Content, release: Release) -> Point | None:
    row = figures.get(month)
    if row is None:
        return None
    before = figures.get(month.before)
    value: Decimal | int = getattr(row, content.kind)
    return Point(value, before is not None and _comparable(before, row, release))


def _comparable(before: Result, row: Result, release: Release) -> bool:
    """Whether two months may be joined: whole ones of the same edition of the index."""
    partial = [(release if each.release_id == release.pk else each.release).partial for each in (before, row)]
    return not any(partial) and before.indicator_id == row.indicator_id
