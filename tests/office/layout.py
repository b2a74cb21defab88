"""How an office lays out a sheet, and spells its figures: text here, a number there, a percent elsewhere."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import cycle

from openpyxl.utils import get_column_letter

from tests.notices import figure
from tests.workbooks import Cell, Row, Sheet, Value, whole_row

INDEX = "BỘ CHỈ SỐ PHỤC VỤ NGƯỜI DÂN, DOANH NGHIỆP TRONG THỰC HIỆN TTHC, CUNG CẤP DỊCH VỤ CÔNG"
SOURCE = "Nguồn: Cổng Dịch vụ công quốc gia (https://quantri.dichvucong.gov.vn/)"

Spelling = Callable[[str], Value | Cell]


def text(printed: str) -> str:
    """Typed as text, the way it is printed: `98,97`, `310.630`."""
    return printed


def plain(printed: str) -> Cell:
    """A number without a format: 98,97 is stored as 98.97 and shown as it is."""
    return Cell(figure(printed))


def two_decimals(printed: str) -> Cell:
    """A number shown with two decimals."""
    return Cell(figure(printed), "0.00")


def thousands(printed: str) -> Cell:
    """A count shown with thousands apart."""
    return Cell(figure(printed), "#,##0")


def percent(printed: str) -> Cell:
    """A rate stored as a fraction: 98,97% is 0.9897 in the cell."""
    return Cell(figure(printed) / 100, "0.00%")


def spelt(column: Iterable[str], *spellings: Spelling) -> list[Value | Cell]:
    """A column's figures, the spellings taken in turn; a blank of the document stays a blank cell."""
    return [how(printed) if printed else None for printed, how in zip(column, cycle(spellings), strict=False)]


def printed(value: Decimal) -> str:
    """A figure the way letters print it: two decimals, a comma."""
    return f"{value:.2f}".replace(".", ",")


def line_number(number: str) -> Value:
    """Stt as an office types it: 1, 2, 3 are numbers, `I` and `2.1` are text, nothing is nothing."""
    return int(number) if number.isdecimal() else number or None


@dataclass(frozen=True)
class Table:
    """A table as it stands on an office's sheet, from the title down to the signature block.

    A header of two rows is merged: a cell with nothing below it takes both rows, an upper cell with nothing
    beside it takes the columns up to the next.
    """

    titles: Sequence[str]
    header: Sequence[Sequence[str]]
    rows: Sequence[Row]
    widths: Sequence[float]
    notes: Sequence[str] = ()
    signature: Sequence[str] = ()
    wide_labels: Mapping[int, int] | None = None  # row of `rows` (from 0) whose label takes so many columns

    def sheet(self) -> Sheet:
        width = len(self.header[0])
        rows: list[Row] = [[Cell(title, bold=True, centred=True)] for title in self.titles]
        merged = [whole_row(number, width) for number in range(1, len(rows) + 1)]
        rows.append([])
        header_row = len(rows) + 1
        rows += [[Cell(title or None, bold=True, centred=True) for title in row] for row in self.header]
        merged += _header_merges(self.header, header_row)
        first_row = len(rows) + 1
        rows += self.rows
        merged += [
            whole_row(first_row + number, columns) for number, columns in (self.wide_labels or {}).items()
        ]
        table = f"A{header_row}:{get_column_letter(width)}{len(rows)}"
        for note in self.notes:
            rows.append([Cell(note, italic=True)])
            merged.append(whole_row(len(rows), width))
        left = width // 2
        for position in ("", *self.signature) if self.signature else ():
            rows.append([*[None] * left, Cell(position or None, bold=True, centred=True)])
            if position:
                merged.append(whole_row(len(rows), width, left + 1))
        widths = {get_column_letter(number): size for number, size in enumerate(self.widths, 1)}
        return Sheet(rows, merged=merged, bordered=table, widths=widths)


def _header_merges(header: Sequence[Sequence[str]], row: int) -> list[str]:
    if len(header) == 1:
        return []
    upper, lower = header
    merged = []
    for column, title in enumerate(upper, 1):
        letter = get_column_letter(column)
        if title and not lower[column - 1]:
            merged.append(f"{letter}{row}:{letter}{row + 1}")
        elif title:
            merged.append(whole_row(row, _last_column_under(upper, column), column))
    return merged


def _last_column_under(upper: Sequence[str], column: int) -> int:
    while column < len(upper) and not upper[column]:
        column += 1
    return column
