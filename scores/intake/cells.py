"""Sheets of cells, each knowing its address, what stands in it and how it is formatted. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache

from scores import vietnamese

# Zero widths, signs that turn the direction of writing, soft hyphens, and what no database stores: NUL and
# halves of surrogate pairs.
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad\x00\ud800-\udfff]")


@dataclass(eq=False, slots=True)
class Cell:
    """One cell that is not empty; `span` is (rows, columns) it was merged over.

    Not frozen, because making a frozen one takes four times as long and a file has 83,000.
    """

    sheet: str
    address: str
    row: int
    column: int
    value: object
    number_format: str = "General"
    is_error: bool = False
    uncomputed: bool = False
    span: tuple[int, int] = (1, 1)
    _text: str | None = field(default=None, repr=False)

    @property
    def text(self) -> str:
        """What stands in the cell as one line, in one normal form."""
        if self._text is None:
            self._text = shown(self.value)
        return self._text


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
        for cell in self.cells.values():
            rows.setdefault(cell.row, []).append(cell)
        return {row: sorted(rows[row], key=lambda cell: cell.column) for row in sorted(rows)}

    def covering(self, row: int, column: int) -> Cell | None:
        """The cell seen at a place, also where it was merged over it from above or from the left."""
        return self.cells.get((row, column)) or self._covered.get((row, column))

    @cached_property
    def _covered(self) -> dict[tuple[int, int], Cell]:
        return {
            (cell.row + down, cell.column + right): cell
            for cell in self.cells.values()
            if cell.span != (1, 1)
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
    if isinstance(value, str):
        return " ".join(printable(unicodedata.normalize("NFC", value)).split())
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float | Decimal):
        return _number(value)
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, time):
        return f"{value:%H:%M:%S}"
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return " ".join(printable(unicodedata.normalize("NFC", str(value))).split())


def printable(text: str) -> str:
    """Without the characters nobody sees and no database stores."""
    return _INVISIBLE.sub("", text)


def exact(value: int | float | Decimal) -> Decimal:
    """The decimal a person typed: a float's noise (98.97000000000001, 1e-11) is gone, nothing else."""
    return Decimal(repr(round(value, 9))) if isinstance(value, float) else Decimal(value)


@lru_cache(maxsize=50_000)
def _number(value: int | float | Decimal) -> str:
    number = exact(value)
    if not number.is_finite() or abs(number) > 10**15:
        return str(value)
    return vietnamese.decimal(number).replace(".", "")
