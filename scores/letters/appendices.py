"""The tables that travel with a letter; their columns follow from what the units have figures for.

Indicators that every level has make one list in official order; what only one level has, and its total, make
that level's own ranking.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from scores import vietnamese
from scores.letters import wording
from scores.letters.document import Column, Row, Table
from scores.letters.facts import TOTAL, Figure, IndicatorFact, LevelFacts, ReleaseFacts, UnitFacts
from scores.letters.letterhead import RankingColumn

Kind = Literal["points", "rate", "count"]


@dataclass(frozen=True)
class NamedTable:
    """A table and what it is called in the text and above it; `codes` are the indicators it shows."""

    title: tuple[str, ...]
    table: Table
    codes: frozenset[str]


@dataclass(frozen=True)
class Options:
    """How an office wants its tables."""

    ranking_columns: Sequence[RankingColumn]
    points_title: str
    own_row: bool
    trailing_zeros: bool


@dataclass(frozen=True)
class _UnitColumn:
    column: Column
    text: Callable[[UnitFacts], str]


def unit_tables(facts: ReleaseFacts, options: Options) -> list[NamedTable]:
    """All tables of units: the common list first, then each level's own."""
    shared = _shared(facts.levels)
    tables = [_common_list(facts, shared, options)] if shared else []
    common = {indicator.code for indicator in shared}
    for level in facts.levels:
        own = [i for i in level.indicators if i.code not in common and not i.is_open_count]
        if own:
            tables.append(_level_table(facts, level, own, options))
    return tables


def _shared(levels: Sequence[LevelFacts]) -> list[IndicatorFact]:
    if len(levels) < 2:
        return []
    codes = set.intersection(*({i.code for i in level.indicators} for level in levels)) - {TOTAL}
    return [i for i in levels[0].indicators if i.code in codes and not i.is_open_count]


def _common_list(facts: ReleaseFacts, shared: list[IndicatorFact], options: Options) -> NamedTable:
    units = [unit for level in facts.levels for unit in level.units]
    columns = [_indicator_column(indicator, units, options) for indicator in shared]
    bodies = "; ".join(wording.unit_bodies(level) for level in facts.levels)
    return NamedTable(
        (f"Kết quả một số chỉ số thành phần {facts.label}", f"của {bodies}"),
        _table(columns, units, facts.own if options.own_row else None),
        frozenset(indicator.code for indicator in shared),
    )


def _level_table(
    facts: ReleaseFacts, level: LevelFacts, indicators: list[IndicatorFact], options: Options
) -> NamedTable:
    others = [i for i in indicators if i.code != TOTAL]
    bodies = wording.unit_bodies(level)
    if level.has_total:
        kinds = options.ranking_columns
        columns = [c for kind in kinds for c in _ranking_columns(kind, facts, level, others, options)]
        what = "Kết quả đánh giá và một số chỉ tiêu" if others else "Kết quả đánh giá"
    else:
        columns = [_indicator_column(indicator, level.units, options) for indicator in others]
        what = "Kết quả một số chỉ số thành phần"
    units = level.ranked() if level.has_total else level.units
    table = _table(columns, units, facts.own if options.own_row else None)
    title = (f"{what} {facts.label}", f"của {bodies}")
    return NamedTable(title, table, frozenset(i.code for i in indicators))


def _ranking_columns(
    kind: RankingColumn,
    facts: ReleaseFacts,
    level: LevelFacts,
    others: list[IndicatorFact],
    options: Options,
) -> Iterator[_UnitColumn]:
    totals = [unit.total for unit in level.units if unit.total]
    before = facts.period.before.label
    if kind == "others":
        yield from (_indicator_column(indicator, level.units, options) for indicator in others)
    elif kind == "points":
        yield _UnitColumn(Column(options.points_title), lambda unit: _cell(unit, TOTAL, "points", options))
    elif kind == "rating" and any(total.rating for total in totals):
        yield _total_column("Kết quả đánh giá", lambda total: total.rating)
    elif kind == "rank":
        yield _total_column("Hạng", lambda total: "" if total.rank is None else str(total.rank))
    elif kind == "change" and any(total.change is not None for total in totals):
        yield _total_column(
            f"Điểm tăng hoặc giảm so với {before}",
            lambda total: "" if total.change is None else vietnamese.change(total.change),
        )
    elif kind == "rank_change" and any(total.rank_change is not None for total in totals):
        yield _total_column(
            f"Số bậc tăng hoặc giảm so với {before}",
            lambda total: "" if total.rank_change is None else str(total.rank_change),
        )


def _total_column(title: str, text: Callable[[Figure], str]) -> _UnitColumn:
    return _UnitColumn(Column(title), lambda unit: text(unit.total) if unit.total else "")


def _indicator_column(indicator: IndicatorFact, units: Iterable[UnitFacts], options: Options) -> _UnitColumn:
    kind = _kind(indicator.code, units)
    unit_of_measure = {"points": "điểm", "rate": "%", "count": indicator.measure}[kind]
    title = f"{indicator.name} ({unit_of_measure})" if unit_of_measure else indicator.name
    width = 22 if len(title) > 40 else None
    return _UnitColumn(Column(title, width=width), lambda unit: _cell(unit, indicator.code, kind, options))


def _kind(code: str, units: Iterable[UnitFacts]) -> Kind:
    figures = [unit.figures[code] for unit in units if code in unit.figures]
    if any(figure.points is not None for figure in figures):
        return "points"
    return "count" if all(figure.rate is None for figure in figures) else "rate"


def _cell(unit: UnitFacts, code: str, kind: Kind, options: Options) -> str:
    figure = unit.figures.get(code)
    if figure is None:
        return wording.NOT_ENTERED
    if figure.no_data:
        return figure.no_data
    if kind == "points" and figure.points is not None:
        return wording.points(figure.points, zeros=options.trailing_zeros)
    if kind == "rate" and figure.rate is not None:
        return vietnamese.decimal(figure.rate)
    if kind == "count" and figure.count is not None:
        return wording.counted(figure, with_measure=False)
    return wording.NOT_ENTERED


def _table(columns: list[_UnitColumn], units: Sequence[UnitFacts], own: UnitFacts | None) -> Table:
    rows = [
        Row((str(line), wording.body_name(unit), *(column.text(unit) for column in columns)))
        for line, unit in enumerate(units, start=1)
    ]
    if own is not None:
        cells = [_own_text(column, own) for column in columns]
        if any(cells):
            rows.insert(0, Row(("I", wording.body_name(own), *cells), strong=True))
    name_width = {1: 50, 2: 50, 3: 42}.get(len(columns), 35)
    heading = (Column("Stt", width=7), Column("Tên cơ quan, đơn vị", align="left", width=name_width))
    return Table((*heading, *(column.column for column in columns)), tuple(rows))


def _own_text(column: _UnitColumn, own: UnitFacts) -> str:
    # What the office says nothing of about itself is simply not part of its own line.
    text = column.text(own)
    return "" if text == wording.NOT_ENTERED else text
