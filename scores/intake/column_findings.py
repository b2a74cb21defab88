"""What is said of a table's columns once its rows are read: not understood, doubled, hidden, aside. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scores.intake import asking
from scores.intake.decisions import Asks
from scores.intake.headers import Holds
from scores.intake.matching import asking_whether, indicator_key
from scores.intake.outcome import About
from scores.intake.table_column import Column
from scores.intake.workbook import Cell

if TYPE_CHECKING:
    from scores.intake.columns import TableReading


def tell_columns(reading: TableReading, rows: list[int], example: str) -> None:
    """Tell every column that gives no figure, and why; `example` shows how a header may read."""
    for column in reading.columns:
        _tell_column(column, reading, rows)
    _tell_hidden(reading, rows)
    _tell_headless(reading, rows)
    if not any(column.holds(Holds.FIGURE) for column in reading.columns):
        reading.log.block(
            "missing-header",
            f"không thấy cột số liệu nào. Ghi tiêu đề cột, ví dụ {example}.",
            at=reading.table.header_cell(reading.table.name_column),
        )


def _tell_column(column: Column, reading: TableReading, rows: list[int]) -> None:
    header = reading.table.header_cell(column.number) or _first_cell(column, reading, rows)
    if header is None or not any(reading.table.sheet.at(row, column.number) for row in rows):
        return
    if column.meaning is None:
        _tell_unknown(column, header, reading)
    elif column.meaning.holds is Holds.ASIDE:
        text = column.header or header.text
        reading.log.leave_out(reading.table.sheet.name, header.row, text, column.aside)
    elif column.doubles:
        _tell_double(column, column.doubles, header, reading)


def _first_cell(column: Column, reading: TableReading, rows: list[int]) -> Cell | None:
    cells = (reading.table.sheet.at(row, column.number) for row in rows)
    return next((cell for cell in cells if cell), None)


def _tell_unknown(column: Column, header: Cell, reading: TableReading) -> None:
    context = reading.context
    edition = context.elsewhere.get(indicator_key(column.header))
    if edition:
        reading.log.block(
            "indicator-not-in-edition",
            f"chỉ số “{column.header}” thuộc “{edition}”, không dùng cho {context.period.label}. "
            "Bỏ cột này hoặc chọn đúng kỳ.",
            at=header,
            about=About(raw=column.header),
            question=asking.leave_column(column.what),
        )
        return
    alike = reading.names.indicators.find(column.header)
    by_rows = reading.table.by is Holds.INDICATOR
    reading.log.block(
        "unknown-header",
        f"chưa hiểu tiêu đề “{column.header}” trên cột có số liệu.{asking_whether(alike.suggestions)} "
        "Chọn cột này là chỉ số nào, hoặc bỏ cột.",
        at=header,
        about=About(raw=column.header),
        question=asking.column(column.what, alike.alike or alike.items, context, by_rows=by_rows),
    )


def _tell_double(column: Column, first: Column, header: Cell, reading: TableReading) -> None:
    indicator = column.meaning.indicator if column.meaning else None
    name = indicator.name if indicator else column.header
    reading.log.block(
        "doubled-header",
        f"cột {first.letter} và cột {column.letter} cùng là “{name}” nhưng số liệu khác nhau. "
        "Chọn cột đúng, hoặc chọn cột này là chỉ số khác.",
        at=header,
        about=About(indicator=name, raw=column.header),
        question=asking.one_of_two_columns(column.what, column.letter, first.letter, reading.context),
    )


def _tell_hidden(reading: TableReading, rows: list[int]) -> None:
    """Hidden rows and columns that hold data, told once each; a person says whether they count."""
    sheet = reading.table.sheet
    if reading.context.decisions.of(Asks.HIDDEN, sheet.name) == asking.READ:
        return
    hidden_rows = [row for row in rows if row in sheet.hidden_rows]
    hidden_columns = [
        column
        for column in reading.columns
        if column.has_values
        and column.number in sheet.hidden_columns
        and any(sheet.at(row, column.number) for row in rows)
    ]
    question = asking.hidden(sheet.name)
    if hidden_rows:
        listed = _listed([f"dòng {row}" for row in hidden_rows])
        reading.log.block(
            "hidden-row",
            f"dòng bị ẩn nhưng có số liệu: {listed}. Chọn bỏ hay đọc, hoặc bỏ ẩn trong tệp.",
            at=reading.table.name_cell(hidden_rows[0]),
            question=question,
        )
    if hidden_columns:
        listed = _listed([f"“{column.header}”" for column in hidden_columns])
        reading.log.block(
            "hidden-column",
            f"cột bị ẩn nhưng có số liệu: {listed}. Chọn bỏ hay đọc, hoặc bỏ ẩn trong tệp.",
            at=reading.table.header_cell(hidden_columns[0].number),
            question=question,
        )


def _tell_headless(reading: TableReading, rows: list[int]) -> None:
    told: set[int] = set()
    headed = {column.number for column in reading.columns} | {reading.table.name_column}
    by_rows = reading.table.by is Holds.INDICATOR
    for cell in (cell for row in rows for cell in reading.table.sheet.rows[row]):
        if cell.column in headed or cell.column in told:
            continue
        told.add(cell.column)
        reading.log.block(
            "missing-header",
            f"“{cell.text}” nằm trong cột không có tiêu đề. Chọn cột này là chỉ số nào, hoặc bỏ cột.",
            at=cell,
            question=asking.column(reading.at_column(cell.column), (), reading.context, by_rows=by_rows),
        )


def _listed(texts: list[str]) -> str:
    """The first ten, and how many more."""
    more = f" và {len(texts) - 10} chỗ khác" if len(texts) > 10 else ""
    return ", ".join(texts[:10]) + more
