"""One worksheet's XML → its cells, hidden rows and columns, in a single pass. Pure.

The guard has seen the bytes: no document type, no foreign encoding, bounded size. Neither a wrong
`<dimension>` nor far empty cells cost anything, because cells are taken one by one as the file lists them.
Formulas are never run: the value Excel stored is taken, and its absence is told.
"""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET  # the guard refuses document types, so there are no entities
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from scores.intake.cells import Cell, Sheet, shown
from scores.intake.container import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    NotAWorkbookError,
    too_far,
    too_many_cells,
)
from scores.intake.serial_days import from_serial

BROKEN = "nội dung bên trong bị hỏng. Mở bằng Excel, lưu lại rồi tải lên lại."
_ADDRESS = re.compile(r"\$?([A-Z]{1,7})\$?([0-9]{1,9})")
_PLAIN_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,9})?")
_NUMBER = re.compile(r"[-+]?[0-9.]+(?:[eE][-+]?[0-9]{1,4})?", re.ASCII)
_LONGEST_EXACT = 16
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_TRUE = ("1", "true")
_TELL_EVERY = 200
Place = tuple[int, int]
Tell = Callable[[int], None]
"""Called with the number of rows read so far."""


@dataclass(frozen=True)
class Format:
    """How a style shows a number."""

    code: str = "General"
    is_date: bool = False


@dataclass(frozen=True)
class Shared:
    """What all sheets share: texts, formats by style number, and the day that dates count from."""

    strings: list[str]
    formats: list[Format]
    epoch: datetime


@dataclass
class _Reader:
    """The cells of one sheet as they come."""

    sheet: str
    shared: Shared
    cells: dict[Place, Cell] = field(default_factory=dict)
    spans: dict[Place, tuple[int, int]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: int = 0
    row: int = 0
    numbers: dict[str, tuple[int | float | Decimal, str]] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)


def read_sheet(name: str, markup: bytes, shared: Shared, tell: Tell) -> Sheet:
    """The sheet in a part; NotAWorkbookError where its XML is broken or a limit is passed."""
    reader = _Reader(name, shared)
    try:
        for element in ET.fromstring(markup).iter():  # noqa: S314  # see the import
            tag = element.tag.rpartition("}")[2]
            if tag == "row":
                _row(element, reader)
                element.clear()
                if reader.row % _TELL_EVERY == 0:
                    tell(reader.row)
            elif tag == "col":
                _hide_columns(element, reader)
            elif tag == "mergeCell":
                _merge(element.get("ref", ""), reader)
    except (ET.ParseError, ValueError, LookupError, OverflowError) as error:
        if isinstance(error, NotAWorkbookError):
            raise
        raise NotAWorkbookError(f"Trang “{name}”: {BROKEN}") from error
    _apply_merges(reader)
    return Sheet(name, reader.cells, frozenset(reader.hidden_rows), frozenset(reader.hidden_columns))


def elements(markup: bytes) -> Iterator[ET.Element]:
    """Every element as it ends."""
    for _, element in ET.iterparse(io.BytesIO(markup)):  # noqa: S314  # see the import
        yield element


def text_in(element: ET.Element) -> str:
    """The text of a shared or inline string, its runs joined, the hints how to pronounce it left away."""
    found: list[str] = []
    for child in element:
        tag = child.tag.rpartition("}")[2]
        if tag == "t":
            found.append(child.text or "")
        elif tag == "r":
            found.extend(run.text or "" for run in child if run.tag.endswith("}t"))
    return unescaped("".join(found))


def unescaped(text: str) -> str:
    """Excel writes characters that XML cannot hold as `_x000D_`."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def column_number(letters: str) -> int:
    """`A` is 1, `AA` is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _row(element: ET.Element, reader: _Reader) -> None:
    written = element.get("r")
    reader.row = row = int(written) if written else reader.row + 1
    if element.get("hidden") in _TRUE or _is_zero(element.get("ht")):
        reader.hidden_rows.add(row)
    digits = str(row)
    column = 0
    for found in element:
        address = found.get("r")
        if address is None:
            column += 1
            address = f"{column_letters(column)}{row}"
        elif address.endswith(digits) and (known := reader.columns.get(address[: -len(digits)])):
            column = known
        else:
            column = _column_of(address, row, reader)
        # Most cells without anything in them are there for their borders.
        if len(found):
            _cell(found, address, row, column, reader)


def _column_of(address: str, row: int, reader: _Reader) -> int:
    match = _ADDRESS.fullmatch(address)
    if match is None or int(match[2]) != row:
        raise ValueError(address)
    return reader.columns.setdefault(match[1], column_number(match[1]))


def _cell(element: ET.Element, address: str, row: int, column: int, reader: _Reader) -> None:
    stored, formula, inline = None, None, None
    for child in element:
        tag = child.tag
        if tag.endswith("}v"):
            stored = child.text
        elif tag.endswith("}f"):
            formula = child
        elif tag.endswith("}is"):
            inline = child
    given = element.attrib
    kind = given.get("t", "n")
    form = reader.shared.formats[int(given["s"])] if given.get("s") else _GENERAL
    value: object
    text: str | None = None
    if inline is not None:
        value = text_in(inline)
    elif stored:
        if kind == "n" and not form.is_date:
            value, text = _number_and_text(stored, reader)
        else:
            value = _value(stored, kind, form, reader)
    elif formula is not None and kind != "str":
        value = f"={formula.text or '…'}"
    else:
        # Also a formula whose stored answer is an empty text.
        return
    if isinstance(value, str):
        text = shown(value)
        if not text:
            return
    uncomputed = inline is None and not stored
    is_error = (kind == "e" and not uncomputed) or value is _NO_DATE
    _put(
        Cell(reader.sheet, address, row, column, value, form.code, is_error, uncomputed, _ALONE, text), reader
    )


_GENERAL = Format()
_NO_DATE = "#VALUE!"
_ALONE = (1, 1)


def _put(cell: Cell, reader: _Reader) -> None:
    place, cells = (cell.row, cell.column), reader.cells
    if cell.row > MAX_ROWS or cell.column > MAX_COLUMNS:
        raise too_far(f"Trang “{reader.sheet}”", cell.address)
    if len(cells) >= MAX_CELLS:
        raise too_many_cells()
    if place in cells:
        raise NotAWorkbookError(f"Trang “{reader.sheet}” ghi ô {cell.address} hai lần: {BROKEN}")
    cells[place] = cell


def _value(stored: str, kind: str, form: Format, reader: _Reader) -> object:
    """What stands in a cell, as its type and format say."""
    if kind == "s":
        return _string(int(stored), reader.shared.strings)
    if kind == "b":
        return stored.strip() in _TRUE
    if kind in ("str", "e", "inlineStr"):
        return unescaped(stored)
    if kind == "d":
        return datetime.fromisoformat(stored)
    number, _ = _number_and_text(stored, reader)
    if form.is_date:
        return from_serial(number, form.code, reader.shared.epoch) or _NO_DATE
    return number


def _number_and_text(stored: str, reader: _Reader) -> tuple[int | float | Decimal, str]:
    """A number and how it reads, made once for all cells that hold it: few numbers fill large tables."""
    known = reader.numbers.get(stored)
    if known is None:
        number = _number(stored)
        known = reader.numbers[stored] = number, shown(number)
    return known


def _string(place: int, strings: list[str]) -> str:
    if place < 0:
        raise IndexError(place)
    return strings[place]


def _number(stored: str) -> int | float | Decimal:
    """As written where a double holds that exactly; longer ones as the double they stand for."""
    if len(stored) <= _LONGEST_EXACT and _PLAIN_NUMBER.fullmatch(stored):
        return Decimal(stored) if "." in stored else int(stored)
    if not _NUMBER.fullmatch(stored.strip()):
        raise ValueError(stored)
    number = float(stored)
    return int(number) if number.is_integer() and abs(number) < 10**15 else number


def _hide_columns(element: ET.Element, reader: _Reader) -> None:
    if element.get("hidden") in _TRUE or _is_zero(element.get("width")):
        last = min(int(element.get("max", "1")), MAX_COLUMNS)
        reader.hidden_columns.update(range(int(element.get("min", "1")), last + 1))


def _is_zero(size: str | None) -> bool:
    """Whether a height or width is nothing: nobody sees such a row or column."""
    return size is not None and float(size) == 0


def _merge(area: str, reader: _Reader) -> None:
    first, _, last = area.partition(":")
    corners = [_ADDRESS.fullmatch(corner) for corner in (first, last or first)]
    if corners[0] is None or corners[1] is None:
        raise too_wide_merge()
    top, bottom = int(corners[0][2]), int(corners[1][2])
    left, right = column_number(corners[0][1]), column_number(corners[1][1])
    if bottom < top or right < left:
        raise ValueError(area)
    reader.spans[top, left] = (bottom - top + 1, right - left + 1)
    # A merge is walked cell by cell later on: one over whole columns would take hours.
    reader.merged += (bottom - top + 1) * (right - left + 1)
    if reader.merged > MAX_CELLS:
        raise too_wide_merge()


def too_wide_merge() -> NotAWorkbookError:
    return NotAWorkbookError(
        f"Một trang gộp hơn {MAX_CELLS} ô. Bỏ gộp ô ở các cột, dòng trống rồi tải lên lại."
    )


def _apply_merges(reader: _Reader) -> None:
    """Give the cell at each merge's corner its span; what lies under a merge nobody sees, nor is it read."""
    for (top, left), (rows, columns) in reader.spans.items():
        corner = reader.cells.get((top, left))
        for place in ((top + down, left + right) for down in range(rows) for right in range(columns)):
            reader.cells.pop(place, None)
        if corner:
            corner.span = (rows, columns)
            reader.cells[top, left] = corner
