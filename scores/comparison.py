"""Up to five units of one level side by side: the newest period all have, and their totals month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from scores import queries, vietnamese
from scores.comparison_chart import Chart, Figure, chart
from scores.models import Indicator, Level, Release, Result, Unit
from scores.period import MONTH, Period

MOST = 5
LETTERS = "ABCDE"
MONTHS = 24
"""So many months of totals are drawn at most, the newest."""

Basis = tuple[Period, bool, date | None, int]
"""What must be equal for figures to stand side by side: period, part of it, as of when, index version."""


@dataclass(frozen=True)
class Column:
    """One unit of the comparison; its letter names it in tables and chart."""

    place: int
    unit: Unit
    results: list[Result]
    """Everything published of it."""
    now: dict[str, Result]
    """Indicator code → its result in the common period; empty without one."""

    @property
    def letter(self) -> str:
        return LETTERS[self.place - 1]

    @property
    def drawn(self) -> list[Result]:
        """Its totals of whole months, oldest first; of two offices that publish one, whose ranks it."""
        by_month: dict[Period, Result] = {}
        for row in sorted(self.results, key=lambda row: row.rank is not None):
            whole = row.period.kind == MONTH and not row.release.partial
            if whole and row.indicator.role == Indicator.Role.TOTAL and row.points is not None:
                by_month[row.period] = row
        return sorted(by_month.values(), key=lambda row: row.period)

    @property
    def newest(self) -> Release | None:
        return self.results[0].release if self.results else None


@dataclass(frozen=True)
class Line:
    """One indicator of all units: (unit, its result or None) in the order of the columns."""

    indicator: Indicator
    cells: list[tuple[Column, Result | None]]

    @property
    def results(self) -> list[Result]:
        return [result for _, result in self.cells if result]

    @property
    def scored(self) -> bool:
        """Whether it is measured in points, so that its maximum says something."""
        return any(result.points is not None for result in self.results)


@dataclass(frozen=True)
class Comparison:
    columns: list[Column]
    main: Line | None
    """What the units are compared by: the total, or the first indicator all have; None without a period."""
    groups: list[Line]
    chart: Chart | None

    @property
    def release(self) -> Release | None:
        """The release of the first unit's figures: it names period and index version for all."""
        return self.main.results[0].release if self.main else None

    @property
    def several_offices(self) -> bool:
        """Whether ranks come from different lists."""
        return self.main is not None and len({cell.office_id for cell in self.main.results}) > 1

    @property
    def sentence(self) -> str:
        """Who leads and by how much; empty where fewer than two have a figure."""
        return _sentence(self.main) if self.main else ""


def comparison(units: Sequence[Unit]) -> Comparison:
    """Units of one level side by side, in the order given; one query a unit."""
    results = [queries.unit_results(unit) for unit in units]
    now = _newest_common([_by_basis(rows) for rows in results])
    columns = [
        Column(place, unit, rows, found)
        for place, (unit, rows, found) in enumerate(zip(units, results, now, strict=True), start=1)
    ]
    lines = _lines(columns)
    common = [line for line in lines if len(line.results) == len(columns)]
    main = next(
        (line for line in common if line.indicator.role == Indicator.Role.TOTAL), next(iter(common), None)
    )
    groups = [line for line in lines if line.indicator.role == Indicator.Role.GROUP and line is not main]
    return Comparison(columns, main, groups, _chart(columns))


def same_level(units: Sequence[Unit]) -> bool:
    return len({unit.level for unit in units}) < 2


def neighbours(unit: Unit, results: Sequence[Result]) -> list[Unit]:
    """Whom a unit is most likely held against: the first of its newest ranking, those above and below it."""
    ranked = next((row for row in results if row.rank is not None), None)
    if ranked is None:
        return []
    rows = [row for row in queries.ranking(ranked.release, ranked.level, ranked.indicator) if row.rank]
    place = next(place for place, row in enumerate(rows) if row.unit_id == unit.pk)
    near = [rows[0], *rows[max(place - 1, 0) : place], *rows[place + 1 : place + 2]]
    found = {row.unit_id: row.unit for row in near if row.unit_id != unit.pk}
    return list(found.values())


def level_sentence(units: Sequence[Unit]) -> str:
    """Why units of several levels do not stand in one list."""
    levels = [value for value in Level.values if any(unit.level == value for unit in units)]
    named = [
        f"{', '.join(unit.name for unit in units if unit.level == level)} ({Level(level).label.lower()})"
        for level in levels
    ]
    return (
        f"Không xếp chung một bảng các đơn vị khác cấp: {'; '.join(named)}. "
        "Mỗi cấp được đo trên việc khác nhau, nên điểm và hạng không so được với nhau."
    )


def _by_basis(results: Sequence[Result]) -> dict[Basis, dict[int, dict[str, Result]]]:
    """Basis → office → indicator code → result."""
    found: dict[Basis, dict[int, dict[str, Result]]] = {}
    for row in results:
        release = row.release
        basis = (row.period, release.partial, release.as_of, release.index_version_id)
        found.setdefault(basis, {}).setdefault(row.office_id, {})[row.indicator.code] = row
    return found


def _newest_common(units: Sequence[dict[Basis, dict[int, dict[str, Result]]]]) -> list[dict[str, Result]]:
    """Each unit's results in the newest period in which all have one and the same indicator."""
    shared = set.intersection(*(set(unit) for unit in units)) if units else set()
    for basis in sorted(
        shared, key=lambda basis: (basis[0], not basis[1], basis[2] or date.min), reverse=True
    ):
        offices = [unit[basis] for unit in units]
        everywhere = set.intersection(*(set(by_office) for by_office in offices))
        chosen = [_of_one_office(by_office, everywhere) for by_office in offices]
        if set.intersection(*(set(found) for found in chosen)):
            return chosen
    return [{} for _ in units]


def _of_one_office(by_office: dict[int, dict[str, Result]], everywhere: set[int]) -> dict[str, Result]:
    """What one office says of a unit: an office that speaks of all the units, else one that ranks it."""

    def preference(office: int) -> tuple[bool, bool, int]:
        found = by_office[office].values()
        order = next(iter(found)).release.office.order
        return (office not in everywhere, all(row.rank is None for row in found), order)

    return by_office[min(by_office, key=preference)]


def _lines(columns: Sequence[Column]) -> list[Line]:
    indicators = {row.indicator.code: row.indicator for column in columns for row in column.now.values()}
    ordered = sorted(indicators.values(), key=lambda indicator: indicator.order)
    return [Line(found, [(column, column.now.get(found.code)) for column in columns]) for found in ordered]


def _sentence(main: Line) -> str:
    cells = [(cell, value) for cell in main.results if (value := _value(cell)) is not None]
    if len(cells) < 2:
        return ""
    values = sorted((value for _, value in cells), reverse=not main.indicator.lower_is_better)
    best, worst = values[0], values[-1]
    if best == worst:
        return f"{len(cells)} đơn vị bằng nhau: {_written(cells[0][0], best)}"
    first = [cell.unit_name for cell, value in cells if value == best]
    last = [cell.unit_name for cell, value in cells if value == worst]
    like = cells[0][0]
    return (
        f"{' và '.join(first)} {'cùng ' if len(first) > 1 else ''}đứng đầu với {_written(like, best)}, "
        f"cách {' và '.join(last)} {_written(like, abs(best - worst))}"
    )


def _value(cell: Result) -> Decimal | None:
    figure = next((value for value in (cell.points, cell.rate, cell.count) if value is not None), None)
    return None if figure is None else Decimal(figure)


def _written(like: Result, value: Decimal) -> str:
    if like.points is not None:
        return f"{vietnamese.decimal(value)} điểm"
    if like.rate is not None:
        return vietnamese.rate(value)
    return f"{vietnamese.count(int(value))} {like.indicator.measure}".strip()


def _chart(columns: Sequence[Column]) -> Chart | None:
    series = [
        [
            Figure(row.period, row.points, row.release.index_version_id)
            for row in column.drawn
            if row.points is not None
        ]
        for column in columns
    ]
    newest = sorted({figure.period for figures in series for figure in figures})[-MONTHS:]
    kept = [[figure for figure in figures if figure.period in newest] for figures in series]
    names = [f"{column.letter} {column.unit.name}" for column in columns]
    return chart(list(zip(names, kept, strict=True)))
