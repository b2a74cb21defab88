"""Months by groups: how much of the most each group can have was reached, in five steps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from scores import vietnamese
from scores.groups import adding_up
from scores.models import IndexVersion, Indicator, Release, Result
from scores.period import MONTH, Period

STEPS = 5
HUNDRED = Decimal(100)
"""The most of what has no maximum of its own: a total."""
LEGEND = ("dưới 20%", "từ 20%", "từ 40%", "từ 60%", "từ 80% điểm tối đa")
"""What the steps are called, the lowest first."""


@dataclass(frozen=True)
class Cell:
    points: Decimal
    step: int
    """1 the lowest, 5 the highest."""

    @property
    def text(self) -> str:
        return vietnamese.decimal(self.points)


@dataclass(frozen=True)
class Month:
    """A line: a release and its cells, or the months between two of them, without cells."""

    release: Release | None
    name: str
    cells: list[Cell | None]


@dataclass(frozen=True)
class Heat:
    """The months of one edition of the index, newest first. Two editions are never in one table."""

    version: IndexVersion
    columns: list[Indicator]
    months: list[Month]


def heats(results: Iterable[Result]) -> list[Heat]:
    """One table for each edition under which a unit has points by group in some month, newest first.

    `results` are all of one unit, newest period first, within it by office and index order.
    """
    by_version: dict[IndexVersion, dict[Release, list[Result]]] = {}
    for row in results:
        if row.points is not None and row.period.kind == MONTH:
            of_version = by_version.setdefault(row.release.index_version, {})
            of_version.setdefault(row.release, []).append(row)
    tables = [_heat(version, rows) for version, rows in by_version.items()]
    return [table for table in tables if table.months]


def _heat(version: IndexVersion, by_release: dict[Release, list[Result]]) -> Heat:
    groups = {release: _groups(rows) for release, rows in by_release.items()}
    shown = {line.pk: line for lines in groups.values() for line in lines}
    columns = sorted(shown.values(), key=lambda line: line.order)
    totals = [row.indicator for rows in by_release.values() for row in rows if row.indicator.role == "total"]
    if totals:
        columns.insert(0, totals[0])
    lines = [
        Month(release, release.label, _cells(columns, rows))
        for release, rows in by_release.items()
        if groups[release]
    ]
    return Heat(version, columns, _with_gaps(lines, len(columns)))


def _groups(rows: list[Result]) -> list[Indicator]:
    ids = {row.indicator_id for row in rows}
    return [line for line in adding_up((row.indicator for row in rows), ids) if line.pk in ids]


def _cells(columns: list[Indicator], rows: list[Result]) -> list[Cell | None]:
    by_line = {row.indicator_id: row for row in rows}
    return [_cell(by_line[line.pk]) if line.pk in by_line else None for line in columns]


def _cell(row: Result) -> Cell:
    points, maximum = row.points or Decimal(0), row.indicator.maximum or HUNDRED
    return Cell(points, step(points, maximum))


def step(points: Decimal, maximum: Decimal) -> int:
    """Which fifth of the maximum was reached; what lies on a bound belongs to the fifth above it."""
    return min(STEPS, int(points * STEPS / maximum) + 1)


def _with_gaps(lines: list[Month], width: int) -> list[Month]:
    """Between months that do not follow each other a line that says which are not there."""
    found = lines[:1]
    for later, earlier in pairwise(lines):
        between = _between(earlier, later)
        if between:
            found.append(Month(None, between, [None] * width))
        found.append(earlier)
    return found


def _between(earlier: Month, later: Month) -> str:
    if earlier.release is None or later.release is None:
        return ""
    first, last = earlier.release.period.after, later.release.period.before
    if first > last:
        return ""
    return first.label if first == last else f"{first.label} đến {_short(last)}"


def _short(period: Period) -> str:
    return period.label.removeprefix("tháng ")
