"""Where the tables of a sheet are: header rows (stacked or not), rows of data, and which way they lie. Pure.

A table begins at the cell that heads its names: units as rows, or indicators as rows for one unit. It ends
where the next one begins or the sheet ends; what stands outside the rows it reads is told, row by row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from scores.intake.headers import Holds, fixed
from scores.intake.workbook import Cell, Sheet

_DEEPEST_HEADER = 4
_COLUMN_NUMBERS = re.compile(r"\(?(?:\d{1,2}|[A-E])\)?(?:\s*=.*)?")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Table:
    """Header rows and data rows of one table; `headers` gives a column's texts from top to bottom."""

    sheet: Sheet
    by: Holds
    name_column: int
    header_rows: range
    data_rows: range
    headers: dict[int, list[str]]

    def name_cell(self, row: int) -> Cell | None:
        return self.sheet.covering(row, self.name_column)

    def header_cell(self, column: int) -> Cell | None:
        """The deepest header cell of a column."""
        cells = [self.sheet.covering(row, column) for row in self.header_rows]
        return next((cell for cell in reversed(cells) if cell), None)


def tables(sheet: Sheet) -> list[Table]:
    """The tables of a sheet from top to bottom; none where no header is found."""
    heads: list[tuple[Cell, int, int]] = []
    covered = 0
    for row in sheet.rows:
        head = _name_header(sheet, row) if row > covered else None
        if head and not (heads and _is_measure(sheet, head, *heads[-1])):
            first, last = _header_block(sheet, head)
            heads.append((head, first, last))
            covered = last
    return [
        _table(sheet, head, range(first, last + 1), _end(sheet, heads[place + 1 :]))
        for place, (head, first, last) in enumerate(heads)
    ]


def is_column_numbers(cells: list[Cell]) -> bool:
    """Whether a row only numbers the columns: `1 | 2 | 3=1+2`, `(1) | (2)`, `A | B | 1`."""
    return len(cells) > 1 and all(_COLUMN_NUMBERS.fullmatch(cell.text) for cell in cells)


def _name_header(sheet: Sheet, row: int) -> Cell | None:
    """The cell that heads the names in a header row; beside an indicator's, a bare `Đơn vị` is a measure."""
    found: dict[Holds, Cell] = {}
    for cell in sheet.rows[row]:
        holds = fixed(cell.text) if isinstance(cell.value, str) else None
        if holds in (Holds.UNIT, Holds.INDICATOR) and cell.span[1] == 1:
            found.setdefault(holds, cell)
    others = len(sheet.rows[row]) > 1 or _has_text(sheet, row + 1)
    if not found or not others:
        return None
    unit, indicator = found.get(Holds.UNIT), found.get(Holds.INDICATOR)
    if unit and indicator:
        return indicator if unit.text.casefold() == "đơn vị" else unit
    return unit or indicator


def _is_measure(sheet: Sheet, cell: Cell, head: Cell, first: int, last: int) -> bool:
    """Whether `đơn vị` under `Đơn vị tính` is what a line is counted in, and heads no table of its own."""
    name = sheet.covering(cell.row, head.column)
    if name is None or name is cell or fixed(name.text):
        return False
    above = (sheet.covering(row, cell.column) for row in range(first, last + 1))
    return any(over and fixed(over.text) in (Holds.MEASURE, Holds.UNIT) for over in above)


def _header_block(sheet: Sheet, head: Cell) -> tuple[int, int]:
    """First and last row of the header around the cell that heads the names."""
    first, last = head.row, head.row + head.span[0] - 1
    for cell in sheet.rows[head.row]:
        last = max(last, min(cell.row + cell.span[0] - 1, head.row + _DEEPEST_HEADER - 1))
    while last - first + 1 < _DEEPEST_HEADER and _continues(sheet, head, last + 1):
        last += 1
    if _heads_groups(sheet, head, first - 1):
        first -= 1
    return first, last


def _continues(sheet: Sheet, head: Cell, row: int) -> bool:
    """A further header row: only words, none under names or Stt, without digits or under a wider cell."""
    cells = sheet.rows.get(row, [])
    words = bool(cells) and all(isinstance(cell.value, str) and cell.column != head.column for cell in cells)
    words = words and not any(_is_under_number(sheet, head.row, cell) for cell in cells)
    return words and (
        not any(_DIGIT.search(cell.text) for cell in cells)
        or any(_spanned_from_above(sheet, cell) for cell in cells)
    )


def _is_under_number(sheet: Sheet, head_row: int, cell: Cell) -> bool:
    above = sheet.covering(head_row, cell.column)
    return above is not None and fixed(above.text) is Holds.NUMBER


def _spanned_from_above(sheet: Sheet, cell: Cell) -> bool:
    above = sheet.covering(cell.row - 1, cell.column)
    return above is not None and above.span[1] > 1


def _heads_groups(sheet: Sheet, head: Cell, row: int) -> bool:
    """A row above that groups columns: every cell merged over some of them, none over the names."""
    cells = sheet.rows.get(row, [])
    over_names = sheet.covering(row, head.column)
    return bool(cells) and over_names is None and all(cell.span[1] > 1 for cell in cells)


def _has_text(sheet: Sheet, row: int) -> bool:
    return any(isinstance(cell.value, str) for cell in sheet.rows.get(row, []))


def _end(sheet: Sheet, later: list[tuple[Cell, int, int]]) -> int:
    return later[0][1] if later else max(sheet.rows) + 1


def _table(sheet: Sheet, head: Cell, header_rows: range, end: int) -> Table:
    holds = fixed(head.text)
    headers: dict[int, list[str]] = {}
    last_column = max(column for _, column in sheet.cells)
    for column in range(1, last_column + 1):
        cells: list[Cell] = []
        for row in header_rows:
            cell = sheet.covering(row, column)
            if cell and cell not in cells:
                cells.append(cell)
        if cells:
            headers[column] = [cell.text for cell in cells]
    by = Holds.INDICATOR if holds is Holds.INDICATOR else Holds.UNIT
    return Table(sheet, by, head.column, header_rows, range(header_rows.stop, end), headers)
