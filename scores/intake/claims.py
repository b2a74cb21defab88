"""What the cells of a table claim: of which unit and indicator, to be stored or only compared. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from scores.intake import headers, named_periods
from scores.intake.catalogue import CatalogueIndicator, CatalogueUnit, Context
from scores.intake.figures import Kind
from scores.intake.headers import Holds, Meaning, Reader
from scores.intake.layout import Table
from scores.intake.matching import Indicators, Units, asking, indicator_key, unit_key
from scores.intake.outcome import Log
from scores.intake.workbook import Cell

VALUES = {
    Holds.FIGURE,
    Holds.NATIONAL_AVERAGE,
    Holds.NATIONAL_RANK,
    Holds.PRINTED_CHANGE,
    Holds.PRINTED_RANK,
    Holds.PRINTED_RATING,
    Holds.PRINTED_LEVEL,
    Holds.PRINTED_MAXIMUM,
}
"""What belongs to a unit and an indicator; only the first three are stored, the others are compared."""


@dataclass(frozen=True)
class Claim:
    """One cell's word on one unit and indicator; `value` where it is only part of the cell (`(18đ)`)."""

    unit: CatalogueUnit
    indicator: CatalogueIndicator
    holds: Holds
    cell: Cell
    kind: Kind | None = None
    likely: Kind | None = None
    of: int | None = None
    value: Decimal | None = None


@dataclass(frozen=True)
class Column:
    """A column of a table with what it holds; None where its header is not understood."""

    number: int
    header: str
    meaning: Meaning | None


@dataclass(frozen=True)
class Names:
    """The finders of one reading, built once."""

    units: Units
    absent: Units
    indicators: Indicators
    reader: Reader

    @classmethod
    def of(cls, context: Context) -> Names:
        indicators = Indicators(context.indicators)
        own = frozenset(unit_key(name) for name in context.own.names)
        return cls(
            Units(context.units),
            Units(context.absent_units),
            indicators,
            Reader(indicators, context.measures, own),
        )


def columns(table: Table, names: Names, context: Context, log: Log) -> list[Column]:
    """What every headed column holds; kinds the named indicator does not carry are found here."""
    read = []
    for number, parts in table.headers.items():
        header = " ".join(parts)
        if number == table.name_column:
            continue
        if named_periods.another(header, context.period):
            meaning: Meaning | None = Meaning(Holds.ASIDE)
        else:
            meaning = _placed(names.reader.meaning(parts), table, context)
        if meaning and meaning.indicator and meaning.kind and meaning.kind not in meaning.indicator.carries:
            _block_kind(meaning.indicator, meaning.kind, number, table, log)
            meaning = Meaning(Holds.ASIDE)
        read.append(Column(number, header, meaning))
    return read


def _placed(meaning: Meaning | None, table: Table, context: Context) -> Meaning | None:
    """A header's meaning in its table: what names no indicator speaks of the total, or of each row's own."""
    if meaning is None:
        return None
    if table.by is Holds.INDICATOR:
        return _placed_by_indicator(meaning, context)
    if meaning.holds not in VALUES or meaning.indicator:
        return meaning
    if meaning.holds is Holds.FIGURE and meaning.kind is not Kind.POINTS:
        return None
    return replace(meaning, indicator=context.total) if context.total else None


def _placed_by_indicator(meaning: Meaning, context: Context) -> Meaning | None:
    if meaning.indicator:
        return None
    if meaning.holds is Holds.UNIT:
        return Meaning(Holds.MEASURE)
    if meaning.holds is Holds.PRINTED_RANK:
        # One unit's table ranks a province among provinces; a rank inside the province is computed here.
        national = context.own.level == "province"
        return replace(meaning, holds=Holds.NATIONAL_RANK) if national else Meaning(Holds.ASIDE)
    return meaning


def _block_kind(indicator: CatalogueIndicator, kind: Kind, column: int, table: Table, log: Log) -> None:
    carried = " hoặc ".join(sorted(indicator.carries))
    log.block(
        "wrong-kind",
        f"tiêu đề ghi {kind}, nhưng chỉ số “{indicator.name}” chỉ có {carried}. Sửa tiêu đề hoặc bỏ cột.",
        at=table.header_cell(column),
    )


def value_cells(table: Table, row: int, read: list[Column]) -> list[Cell]:
    """The cells of a row that would be figures, comparisons, or stand under a header nobody understood."""
    found = []
    for column in read:
        cell = table.sheet.at(row, column.number)
        if cell and (column.meaning is None or column.meaning.holds in VALUES):
            found.append(cell)
    return found


def looks_like_data(cells: list[Cell]) -> bool:
    """Whether a row without a known name still holds figures, and not only a signature or a note."""
    return any(not isinstance(cell.value, str) or any(map(str.isdigit, cell.text)) for cell in cells)


def number_of(table: Table, row: int, read: list[Column]) -> str:
    """The row's Stt as written, without a dot at its end; empty where there is none."""
    for column in read:
        if column.meaning and column.meaning.holds is Holds.NUMBER:
            cell = table.sheet.at(row, column.number)
            return cell.text.rstrip(".").replace(",", ".") if cell else ""
    return ""


def claims_of(
    row: int,
    unit: CatalogueUnit,
    indicator: CatalogueIndicator | None,
    read: list[Column],
    table: Table,
    log: Log,
) -> Iterator[Claim]:
    """What the cells of a matched row claim; `indicator` where the rows, not the columns, name it."""
    for column in read:
        cell = table.sheet.at(row, column.number)
        subject = (column.meaning.indicator if column.meaning else None) or indicator
        if cell is None or column.meaning is None or subject is None:
            continue
        if column.meaning.holds not in VALUES:
            continue
        if cell.span != (1, 1):
            log.block(
                "merged-value",
                f"“{cell.text}” nằm trong ô gộp nên không rõ thuộc dòng hay cột nào. Bỏ gộp ô và ghi riêng.",
                at=cell,
                of=f"{unit.name}, {subject.name}",
            )
            continue
        meaning = column.meaning
        yield Claim(unit, subject, meaning.holds, cell, meaning.kind, meaning.likely, meaning.of)


def tell_columns(
    table: Table, read: list[Column], rows: list[int], names: Names, context: Context, log: Log
) -> None:
    """Block columns with data under a header nobody understood or hidden; list those that are put aside."""
    for column in read:
        cells = [cell for row in rows if (cell := table.sheet.at(row, column.number))]
        header = table.header_cell(column.number)
        if header is None or not cells:
            continue
        if column.meaning is None:
            _block_header(column, header, names, context, log)
        elif column.meaning.holds is Holds.ASIDE:
            why = "cột này không dùng để nhập số liệu kỳ này"
            log.leave_out(table.sheet.name, header.row, column.header, why)
        elif column.number in table.sheet.hidden_columns and column.meaning.holds in VALUES:
            log.block(
                "hidden-column",
                f"cột “{column.header}” bị ẩn nhưng có số liệu. Bỏ ẩn cột, hoặc xóa cột nếu không dùng.",
                at=header,
            )


def headless_columns(table: Table, rows: list[int], log: Log) -> None:
    """Block data that stands under no header at all."""
    told: set[int] = set()
    for row in rows:
        for cell in table.sheet.rows.get(row, []):
            headed = cell.column in table.headers or cell.column == table.name_column
            if not headed and cell.column not in told:
                told.add(cell.column)
                log.block(
                    "missing-header",
                    f"“{cell.text}” nằm trong cột không có tiêu đề. Ghi tiêu đề là tên chỉ số, hoặc xóa.",
                    at=cell,
                )


def _block_header(column: Column, header: Cell, names: Names, context: Context, log: Log) -> None:
    edition = context.elsewhere.get(indicator_key(column.header))
    if edition:
        log.block(
            "indicator-not-in-edition",
            f"chỉ số “{column.header}” thuộc “{edition}”, không dùng cho {context.period.label}. "
            "Bỏ cột này hoặc chọn đúng kỳ.",
            at=header,
        )
        return
    suggestions = names.indicators.find(column.header).suggestions
    log.block(
        "unknown-header",
        f"chưa hiểu tiêu đề “{column.header}” trên cột có số liệu. Sửa tiêu đề theo tên chỉ số, hoặc xóa cột."
        + asking(suggestions),
        at=header,
    )


def title_maximum(unit: CatalogueUnit, indicator: CatalogueIndicator, cell: Cell | None) -> Iterator[Claim]:
    """The maximum printed in a title or header, `(18đ)`, as a claim to be compared."""
    printed = headers.printed_maximum(cell.text) if cell else None
    if cell and printed is not None:
        yield Claim(unit, indicator, Holds.PRINTED_MAXIMUM, cell, value=printed)
