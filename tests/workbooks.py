"""Workbooks for tests, built in memory: ordinary ones, and odd ones down to the raw zip.

    data = workbook({"Sheet": [["Stt", "Điểm"], [1, Cell(0.9898, "0.00%")]]})
    data = wrong_dimension(data, "A1:B1")

The same call gives the same bytes: nothing in them depends on the clock.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Literal
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | Decimal | bool | date | datetime | time | timedelta | None

MADE = datetime(2024, 11, 5, 8, 0, tzinfo=UTC)
FIRST_SHEET = "xl/worksheets/sheet1.xml"
SHARED_STRINGS = "xl/sharedStrings.xml"
SHARED_STRINGS_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
SHEET_NS = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
INLINE_TEXT = rb'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?) t="inlineStr"><is>(.*?)</is></c>'
THIN = Side(style="thin")


@dataclass(frozen=True)
class Cell:
    """A value with its number format and the little styling an office table has."""

    value: Value
    number_format: str = "General"
    bold: bool = False
    italic: bool = False
    centred: bool = False


Row = Sequence[Value | Cell]


@dataclass(frozen=True)
class Sheet:
    """Rows from A1 down, and what a sheet has beside its cells. Rows and columns are named as in Excel."""

    rows: Sequence[Row]
    merged: Sequence[str] = ()
    bordered: str = ""
    widths: Mapping[str, float] | None = None
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[str] = ()
    state: Literal["visible", "hidden", "veryHidden"] = "visible"


def workbook(
    sheets: Mapping[str, Sheet | Sequence[Row]], *, active: str | None = None, date_1904: bool = False
) -> bytes:
    """The .xlsx file of these sheets, in this order; the first visible one is active unless told."""
    book = Workbook()
    book.remove(book.worksheets[0])
    if date_1904:
        book.epoch = CALENDAR_MAC_1904
    for name, sheet in sheets.items():
        _fill(book.create_sheet(name), sheet if isinstance(sheet, Sheet) else Sheet(sheet))
    visible = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    book.active = book.sheetnames.index(active or visible[0])
    book.properties.creator = ""
    book.properties.created = MADE
    stream = BytesIO()
    book.save(stream)
    return change(stream.getvalue(), "docProps/core.xml", _without_clock)


def _fill(target: Worksheet, sheet: Sheet) -> None:
    for row_number, row in enumerate(sheet.rows, 1):
        for column_number, value in enumerate(row, 1):
            _write(target, row_number, column_number, value if isinstance(value, Cell) else Cell(value))
    if sheet.bordered:
        for row in target[sheet.bordered]:
            for cell in row:
                cell.border = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
    for area in sheet.merged:
        target.merge_cells(area)
    for column, width in (sheet.widths or {}).items():
        target.column_dimensions[column].width = width
    for number in sheet.hidden_rows:
        target.row_dimensions[number].hidden = True
    for column in sheet.hidden_columns:
        target.column_dimensions[column].hidden = True
    target.sheet_state = sheet.state


def _write(target: Worksheet, row: int, column: int, content: Cell) -> None:
    if content.value is None:
        return
    cell = target.cell(row, column, content.value)
    if content.number_format != "General":
        cell.number_format = content.number_format
    cell.font = Font(name="Times New Roman", size=12, bold=content.bold, italic=content.italic)
    cell.alignment = Alignment(
        horizontal="center" if content.centred else None,
        vertical="center",
        wrap_text=isinstance(content.value, str),
    )


def whole_row(row: int, columns: int, first: int = 1) -> str:
    """The range that a title merged over the table's width takes: `whole_row(2, 4)` is `A2:D2`."""
    return f"{get_column_letter(first)}{row}:{get_column_letter(columns)}{row}"


def _without_clock(core: bytes) -> bytes:
    """openpyxl writes the moment of saving into the properties; put the fixed one there."""
    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + f"{MADE:%Y-%m-%dT%H:%M:%SZ}".encode(), core)


# The raw zip, for files that no spreadsheet program would write.


def parts(data: bytes) -> dict[str, bytes]:
    """The members of the zip by name, in their order."""
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: Mapping[str, bytes]) -> bytes:
    """The zip of these members, all dated 1980."""
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return stream.getvalue()


def change(data: bytes, part: str, how: Callable[[bytes], bytes]) -> bytes:
    """The file with one part rewritten; KeyError where it has no such part."""
    members = parts(data)
    return packed(members | {part: how(members[part])})


def replaced(data: bytes, old: str, new: str, part: str = FIRST_SHEET) -> bytes:
    """The file with a text of one part replaced; the text must be there, or the test would prove nothing."""
    if old.encode() not in parts(data)[part]:
        raise ValueError(f"{part} does not hold {old!r}")
    return change(data, part, lambda content: content.replace(old.encode(), new.encode()))


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The file with a member put in or replaced."""
    return packed(parts(data) | {name: content})


def without_part(data: bytes, name: str) -> bytes:
    """The file with a member taken out; KeyError where there is none."""
    members = parts(data)
    del members[name]
    return packed(members)


def broken_part(data: bytes, part: str = FIRST_SHEET) -> bytes:
    """The file with a part cut off in its middle: a sound zip around XML that never closes."""
    return change(data, part, lambda content: content[: len(content) // 2])


def wrong_dimension(data: bytes, dimension: str, part: str = FIRST_SHEET) -> bytes:
    """The file whose sheet claims another extent than it has, as WPS writes it."""
    claim = f'<dimension ref="{dimension}"/>'.encode()
    return change(data, part, lambda xml: re.sub(rb"<dimension [^>]*/>", claim, xml))


def with_shared_strings(data: bytes, part: str = FIRST_SHEET) -> bytes:
    """The file with one sheet's texts in a shared table, as Excel saves them; openpyxl does not."""
    texts: list[bytes] = []

    def share(found: re.Match[bytes]) -> bytes:
        texts.append(found[2])
        return found[1] + b' t="s"><v>' + str(len(texts) - 1).encode() + b"</v></c>"

    data = change(data, part, lambda xml: re.sub(INLINE_TEXT, share, xml))
    items = b"".join(b"<si>" + text + b"</si>" for text in texts)
    data = with_part(data, SHARED_STRINGS, b'<sst xmlns="' + SHEET_NS + b'">' + items + b"</sst>")
    kind = (
        b'<Override PartName="/' + SHARED_STRINGS.encode() + b'" ContentType="' + SHARED_STRINGS_TYPE + b'"/>'
    )
    return change(data, "[Content_Types].xml", lambda xml: xml.replace(b"</Types>", kind + b"</Types>"))


def with_cached_value(data: bytes, address: str, value: str, part: str = FIRST_SHEET) -> bytes:
    """The file whose formula at this address carries a computed value, as Excel saves it."""
    pattern = rb'(<c r="' + address.encode() + rb'"[^>]*>\s*<f>[^<]*</f>)\s*<v\s*/?>(?:</v>)?'
    if not re.search(pattern, parts(data)[part]):
        raise ValueError(f"{part} has no formula at {address}")
    return change(data, part, lambda xml: re.sub(pattern, rb"\g<1><v>" + value.encode() + rb"</v>", xml))
