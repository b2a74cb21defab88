"""The row of a stored file around one of its cells, as text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scores.intake.container import NotAWorkbookError
from scores.intake.workbook import Sheet, read_workbook
from scores.models import Upload

_ROWS_ABOVE = 2
_ADDRESS = re.compile(r"[A-Z]+(\d+)")


@dataclass(frozen=True)
class RowAround:
    """Rows of a sheet as (number, texts of cells by address); `cell` is the address in question."""

    cell: str
    rows: list[tuple[int, list[tuple[str, str]]]]


def row_around(upload: Upload, sheet: str, cell: str) -> RowAround | None:
    """The row of a cell and those just above it; None for a file that is no workbook, or has no such row."""
    address = _ADDRESS.fullmatch(cell)
    if address is None:
        return None
    try:
        with upload.file.open("rb") as file:
            book = read_workbook(file.read())
    except (NotAWorkbookError, OSError):
        return None
    found = next((one for one in book.sheets if one.name == sheet), None)
    return None if found is None else _around(found, int(address[1]), cell)


def _around(sheet: Sheet, row: int, cell: str) -> RowAround | None:
    near = [number for number in sheet.rows if row - _ROWS_ABOVE <= number <= row]
    if row not in near:
        return None
    return RowAround(cell, [(number, [(c.address, c.text) for c in sheet.rows[number]]) for number in near])
