"""xlsx bytes → sheets of cells, each knowing its address, what stands in it and how it is formatted. Pure.

Cells are taken one by one as the file lists them, so neither a wrong `<dimension>` nor a far empty cell
costs anything. Formulas are never run: the value Excel stored is taken, and its absence is told.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property

import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from scores import vietnamese
from scores.intake.container import NotAWorkbookError, check_workbook

_BROKEN = "nội dung bên trong bị hỏng. Mở bằng Excel, lưu lại rồi tải lên lại."
_LONGEST_NAME = 31
MAX_ROWS = 10_000
MAX_COLUMNS = 100
# Zero widths, soft hyphens, and what no database stores: NUL and halves of surrogate pairs.
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Cell:
    """One cell that is not empty; `span` is (rows, columns) it was merged over."""

    sheet: str
    address: str
    row: int
    column: int
    value: object
    number_format: str = "General"
    is_error: bool = False
    uncomputed: bool = False
    span: tuple[int, int] = (1, 1)

    @cached_property
    def text(self) -> str:
        """What stands in the cell as one line, in one normal form."""
        return shown(self.value)


@dataclass
class Sheet:
    """A visible sheet: its cells by (row, column)."""

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def at(self, row: int, column: int) -> Cell | None:
        return self.cells.get((row, column))

    @cached_property
    def rows(self) -> dict[int, list[Cell]]:
        """The cells of every row that has any, top to bottom and left to right."""
        rows: dict[int, list[Cell]] = {}
        for _, cell in sorted(self.cells.items()):
            rows.setdefault(cell.row, []).append(cell)
        return rows

    def covering(self, row: int, column: int) -> Cell | None:
        """The cell seen at a place, also where it was merged over it from above or from the left."""
        return self._covered.get((row, column))

    @cached_property
    def _covered(self) -> dict[tuple[int, int], Cell]:
        return {
            (cell.row + down, cell.column + right): cell
            for cell in self.cells.values()
            for down in range(cell.span[0])
            for right in range(cell.span[1])
        }

    def row_text(self, row: int) -> str:
        return " | ".join(cell.text for cell in self.rows.get(row, []))


@dataclass
class Book:
    """The visible sheets, and the names of those that are not read with the reason."""

    sheets: list[Sheet]
    unread: dict[str, str]


def shown(value: object) -> str:
    """A value as a person would read it out of the cell."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float | Decimal):
        return _number(value)
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, time | timedelta):
        return str(value)
    return " ".join(printable(unicodedata.normalize("NFC", str(value))).split())


def printable(text: str) -> str:
    """Without the characters nobody sees and no database stores."""
    return _INVISIBLE.sub("", text)


def exact(value: int | float | Decimal) -> Decimal:
    """The decimal a person typed: a float's noise (98.97000000000001) is gone, nothing else."""
    return Decimal(repr(round(value, 9))) if isinstance(value, float) else Decimal(value)


def _number(value: int | float | Decimal) -> str:
    number = exact(value)
    if not number.is_finite() or abs(number) > 10**15:
        return str(value)
    return vietnamese.decimal(number).replace(".", "")


def read_workbook(data: bytes) -> Book:
    """The sheets of an .xlsx; NotAWorkbookError with a Vietnamese sentence for anything else."""
    check_workbook(data)
    try:
        values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        formulas = openpyxl.load_workbook(io.BytesIO(data)) if _has_formulas(data) else None
    except Exception as error:
        # openpyxl answers broken parts with whatever came up first: KeyError, IndexError, ParseError…
        raise NotAWorkbookError(f"Tệp mang dạng .xlsx nhưng {_BROKEN}") from error
    if any(len(name) > _LONGEST_NAME for name in values.sheetnames):
        raise NotAWorkbookError(f"Tên trang dài hơn Excel cho phép: {_BROKEN}")
    if len(values.sheetnames) < _listed_sheets(data):
        raise NotAWorkbookError(f"Tệp thiếu một trang: {_BROKEN}")
    return Book(
        [
            _sheet(values[name], formulas[name] if formulas else None)
            for name in _worksheets(values)
            if values[name].sheet_state == "visible"
        ],
        {
            name: "trang bị ẩn" if name in _worksheets(values) else "trang biểu đồ, không có ô số liệu"
            for name in values.sheetnames
            if name not in _worksheets(values) or values[name].sheet_state != "visible"
        },
    )


def _listed_sheets(data: bytes) -> int:
    """How many sheets the file names: openpyxl passes over those whose part is missing."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return len(re.findall(rb"<(?:\w+:)?sheet\s", archive.read("xl/workbook.xml")))


def _has_formulas(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return any(
            re.search(rb"<(?:\w+:)?f[ >/]", archive.read(name)) is not None
            for name in archive.namelist()
            if name.startswith("xl/worksheets/") and name.endswith(".xml")
        )


def _worksheets(book: Workbook) -> list[str]:
    return [sheet.title for sheet in book.worksheets]


def _sheet(values: Worksheet, formulas: Worksheet | None) -> Sheet:
    spans = {
        (area.min_row, area.min_col): (area.max_row - area.min_row + 1, area.max_col - area.min_col + 1)
        for area in values.merged_cells.ranges
    }
    cells: dict[tuple[int, int], Cell] = {}
    # `_cells` holds what the file lists; every public way walks the whole rectangle up to the farthest cell.
    for place, cell in (formulas or values)._cells.items():
        if isinstance(cell, MergedCell) or cell.value is None:
            continue
        if isinstance(cell.value, str) and not shown(cell.value):
            continue
        stored = values._cells[place]
        # A formula whose stored answer is an empty text ("str" without a value) is an empty cell.
        uncomputed = cell.data_type == "f" and stored.value is None and stored.data_type != "str"
        if stored.value is None and not uncomputed:
            continue
        row, column = place
        if row > MAX_ROWS or column > MAX_COLUMNS:
            raise NotAWorkbookError(
                f"Trang “{values.title}” có ô {cell.coordinate} nằm quá xa (tối đa {MAX_ROWS} dòng, "
                f"{MAX_COLUMNS} cột). Xóa nội dung ở đó rồi tải lên lại."
            )
        cells[place] = Cell(
            sheet=values.title,
            address=cell.coordinate,
            row=row,
            column=column,
            value=cell.value if uncomputed else stored.value,
            number_format=cell.number_format,
            is_error=stored.data_type == "e",
            uncomputed=uncomputed,
            span=spans.get(place, (1, 1)),
        )
    return Sheet(
        values.title,
        cells,
        frozenset(row for row, dimension in values.row_dimensions.items() if dimension.hidden),
        frozenset(_hidden_columns(values)),
    )


def _hidden_columns(sheet: Worksheet) -> Iterator[int]:
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden:
            yield from range(dimension.min or 1, min(dimension.max or 1, MAX_COLUMNS) + 1)
