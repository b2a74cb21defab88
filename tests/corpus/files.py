"""Files that are no workbook, and workbooks changed in their zip, for the cases of the container."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.utils import get_column_letter

from tests import workbooks
from tests.corpus.office import SHEET, good
from tests.workbooks import FIRST_SHEET, change, parts, replaced, with_part

SAVED = Path(__file__).parent / "saved"
WORKBOOK, TYPES = "xl/workbook.xml", "[Content_Types].xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def saved(name: str) -> bytes:
    """A file of the folder `saved`, as LibreOffice wrote it."""
    return (SAVED / name).read_bytes()


def archive(**members: bytes) -> bytes:
    """A zip of members, `__` standing for a slash and `_dot_` for a dot."""
    return workbooks.packed(
        {name.replace("__", "/").replace("_dot_", "."): content for name, content in members.items()}
    )


def ole(stream: str) -> bytes:
    """An OLE file of one directory entry, as far as anybody looks."""
    return OLE + b"\0" * 504 + stream.encode("utf-16-le") + b"\0" * 512


def locked_zip() -> bytes:
    """The good workbook in a zip whose every member says it is encrypted."""
    data = bytearray(good())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(re.escape(mark), bytes(data)):
            data[found.start() + flags] |= 1
    return bytes(data)


def lying_size() -> bytes:
    """A workbook whose directory says that its sheet unpacks to 10 bytes; it unpacks to far more."""
    data = bytearray(good())
    name = FIRST_SHEET.encode()
    for mark, size, at in ((b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)):
        for found in re.finditer(re.escape(mark), bytes(data)):
            start = found.start()
            if bytes(data[start + at : start + at + len(name)]) == name:
                struct.pack_into("<I", data, start + size, 10)
    return bytes(data)


def twice(part: str) -> bytes:
    """A workbook that holds one part twice, with other figures in the second."""
    stream = io.BytesIO()
    members = parts(good())
    second = parts(good(C3=1, I3=78.75))[part]
    with zipfile.ZipFile(stream, "w") as target:
        for name, content in members.items():
            target.writestr(zipfile.ZipInfo(name), content)
    data = stream.getvalue()
    # zipfile warns of a second member of one name; under another of the same length it does not.
    other = part[:-5] + "~.xml"
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as target:
        target.writestr(zipfile.ZipInfo(other), second)
    return stream.getvalue().replace(other.encode(), part.encode())


def sheet_data(xml: bytes) -> bytes:
    """The good workbook whose sheet holds these rows instead of its own."""
    return change(
        good(),
        FIRST_SHEET,
        lambda part: re.sub(rb"<sheetData>.*</sheetData>", lambda _: xml, part, flags=re.S),
    )


def reversed_rows() -> bytes:
    """The good workbook whose rows stand in the file from the last to the first, each with its address."""
    found = re.findall(rb"<row .*?</row>", parts(good())[FIRST_SHEET], flags=re.S)
    return sheet_data(b"<sheetData>" + b"".join(reversed(found)) + b"</sheetData>")


def million_rows() -> bytes:
    return sheet_data(
        b"<sheetData>" + b"".join(b'<row r="%d"/>' % row for row in range(1, 1_000_001)) + b"</sheetData>"
    )


def many_cells() -> bytes:
    row = "".join(f'<c r="{get_column_letter(column)}0"><v>1</v></c>' for column in range(1, 21))
    cells = "".join(
        f'<row r="{number}">{row.replace("0", str(number))}</row>' for number in range(1, 16_001)
    ).encode()
    return sheet_data(b"<sheetData>" + cells + b"</sheetData>")


def wide_row() -> bytes:
    cells = b"".join(
        b'<c r="%s1"><v>1</v></c>' % get_column_letter(column).encode() for column in range(1, 16_385)
    )
    return sheet_data(b'<sheetData><row r="1">' + cells + b"</row></sheetData>")


def doctype(part: str, declaration: str, encoding: str = "utf-8") -> bytes:
    """The good workbook with a DOCTYPE in front of one part's root."""

    def declare(xml: bytes) -> bytes:
        text = re.sub(r"^<\?xml[^>]*\?>\s*", "", xml.decode())
        return f'<?xml version="1.0" encoding="{encoding}"?>{declaration}{text}'.encode(encoding)

    return change(good(), part, declare)


def recoded(encoding: str) -> bytes:
    """The good workbook whose sheet is written in another encoding, which XML allows."""
    return doctype(FIRST_SHEET, "", encoding)


def without_addresses() -> bytes:
    """The good workbook whose rows and cells tell no addresses, as some exporters write them."""

    def strip(xml: bytes) -> bytes:
        head, sep, rest = xml.partition(b"<sheetData>")
        # Cells that are left out of the file would shift; the title row's empty cells come after it.
        return head + sep + re.sub(rb'(<(?:row|c)) r="[^"]*"', rb"\1", rest)

    return change(good(), FIRST_SHEET, strip)


def prefixed() -> bytes:
    """The good workbook whose sheet writes every element with a namespace prefix, as .NET exporters do."""

    def prefix(xml: bytes) -> bytes:
        xml = re.sub(rb"<(/?)(?![?!/])", rb"<\1x:", xml)
        return xml.replace(b"xmlns=", b"xmlns:x=", 1)

    return change(good(), FIRST_SHEET, prefix)


def strict() -> bytes:
    """The good workbook in the namespaces of "Strict Open XML", which Excel offers beside the usual ones."""
    members = parts(good())
    for name, content in members.items():
        content = content.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        )
        members[name] = content.replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
    return workbooks.packed(members)


def backslashes() -> bytes:
    """The good workbook whose zip names its parts with backslashes, as old .NET tools wrote them."""
    data = good()
    for name in parts(data):
        data = data.replace(name.encode(), name.replace("/", "\\").encode()) if "/" in name else data
    return data


def with_macro() -> bytes:
    """An .xlsm under the name of an .xlsx: the macro is there, nobody runs it."""
    data = with_part(good(), "xl/vbaProject.bin", ole("VBA"))
    macro = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    plain = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return replaced(data, plain, macro, TYPES)


def formula(address: str, written: str, cached: str | None) -> bytes:
    """The good workbook with a formula in a cell, with the value stored beside it or without."""
    data = good(**{address: written})
    return data if cached is None else workbooks.with_cached_value(data, address, cached)


def chart_beside() -> bytes:
    """The good workbook with its totals drawn on a chart sheet."""
    return _with_chart(hide=False)


def chart_only() -> bytes:
    """A workbook that shows nothing but a chart: the sheet of its figures is hidden."""
    return _with_chart(hide=True)


def _with_chart(*, hide: bool) -> bytes:
    book = load_workbook(io.BytesIO(good()))
    chart = BarChart()
    chart.add_data(Reference(book[SHEET], min_col=9, min_row=2, max_row=14), titles_from_data=True)
    book.create_chartsheet("Biểu đồ").add_chart(chart)
    if hide:
        book[SHEET].sheet_state = "hidden"
        book.active = 1
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def empty_text() -> bytes:
    """The good workbook whose C3 is a formula that gives an empty text, as Excel stores it."""
    return replaced(formula("C3", '=""', ""), '<c r="C3"', '<c r="C3" t="str"')
