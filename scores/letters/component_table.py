"""One unit's indicators as rows: own value, national average, rank and level reached, as far as known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from scores import vietnamese
from scores.letters import wording
from scores.letters.document import Column, Row, Table
from scores.letters.facts import Figure, IndicatorFact, ReleaseFacts


@dataclass(frozen=True)
class FigureColumn:
    """A column, and what it says of a figure."""

    column: Column
    text: Callable[[Figure], str]


def component_table(
    facts: ReleaseFacts, *, zeros: bool, own: Column | None = None, more: Sequence[FigureColumn] = ()
) -> Table:
    """Groups with their components under them, then the total; columns with nothing known are left out.

    `own` is the column of the unit's figures, by default what kind of unit it is; `more` are further ones.
    """
    figures = list(facts.own.figures.values())
    columns = [
        FigureColumn(
            own or Column(wording.own_kind(facts.own).upper(), width=17),
            lambda figure: wording.own_value(figure, zeros=zeros),
        )
    ]
    if any(figure.average is not None for figure in figures):
        columns.append(
            FigureColumn(
                Column("TRUNG BÌNH CẢ NƯỚC", width=17),
                lambda figure: wording.average_of(figure, zeros=zeros),
            )
        )
    if any(figure.national_rank is not None for figure in figures):
        columns.append(FigureColumn(Column("XẾP HẠNG", width=11), _national_rank))
    if any(figure.target_met is not None for figure in figures):
        columns.append(FigureColumn(Column("MỨC ĐỘ", width=18), wording.level_reached))
    columns += more
    heading = (Column("STT", width=8), Column("TÊN CÁC CHỈ SỐ", align="left"))
    return Table((*heading, *(column.column for column in columns)), tuple(_rows(facts, columns)))


def _rows(facts: ReleaseFacts, columns: list[FigureColumn]) -> Iterator[Row]:
    for group in facts.groups:
        yield _row(group.indicator, group.figure, columns, strong=True)
        parts: list[tuple[IndicatorFact, Figure | None]] = [(heading, None) for heading in group.headings]
        parts += [(figure.indicator, figure) for figure in group.components]
        for indicator, figure in sorted(parts, key=lambda part: part[0].order):
            yield _row(indicator, figure, columns)
    for figure in facts.loose_counts:
        yield _row(figure.indicator, figure, columns)
    if facts.own.total:
        yield _row(facts.own.total.indicator, facts.own.total, columns, strong=True)


def _row(
    indicator: IndicatorFact, figure: Figure | None, columns: list[FigureColumn], *, strong: bool = False
) -> Row:
    cells = [column.text(figure) if figure else "" for column in columns]
    return Row((indicator.number, _name(indicator), *cells), strong)


def _name(indicator: IndicatorFact) -> str:
    if indicator.maximum is None or indicator.is_total:
        return indicator.name
    return f"{indicator.name} ({vietnamese.decimal(indicator.maximum)}đ)"


def _national_rank(figure: Figure) -> str:
    if figure.national_rank is None or figure.national_of is None:
        return ""
    return vietnamese.national_rank(figure.national_rank, figure.national_of)
