"""Tables as files: CSV, XLSX and JSON from the same columns as the page."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Protocol, TypeVar

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from scores.columns import Value
from scores.formulas import as_text

Row = TypeVar("Row")
Row_contra = TypeVar("Row_contra", contravariant=True)


class Titled(Protocol[Row_contra]):
    """What a file asks of a column, whatever its rows are."""

    @property
    def key(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def value(self) -> Callable[[Row_contra], Value]: ...


BOM = "\ufeff"


def to_csv(columns: Sequence[Titled[Row]], rows: Iterable[Row], title: str) -> bytes:
    """UTF-8 with BOM so that Excel reads the letters; comma between cells, decimal point in numbers."""
    return _separated(columns, rows, ",", csv_cell)


def to_csv_for_excel(columns: Sequence[Titled[Row]], rows: Iterable[Row], title: str) -> bytes:
    """As Excel set to Vietnamese expects it: semicolon between cells, decimal comma in numbers."""
    return _separated(columns, rows, ";", _cell_for_excel)


def _separated(
    columns: Sequence[Titled[Row]], rows: Iterable[Row], separator: str, write: Callable[[Value], str]
) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator)
    writer.writerow([column.title for column in columns])
    writer.writerows([write(column.value(row)) for column in columns] for row in rows)
    return (BOM + out.getvalue()).encode()


def _cell_for_excel(value: Value) -> str:
    written = csv_cell(value)
    return written.replace(".", ",") if isinstance(value, Decimal) else written


def to_xlsx(columns: Sequence[Titled[Row]], rows: Iterable[Row], title: str) -> bytes:
    """One sheet; numbers stay numbers, texts stay texts even where they look like a formula."""
    workbook = Workbook(write_only=True)
    sheet: WriteOnlyWorksheet = workbook.create_sheet("Số liệu")
    sheet.freeze_panes = "A2"
    sheet.append([_xlsx_cell(sheet, column.title, bold=True) for column in columns])
    for row in rows:
        sheet.append([_xlsx_cell(sheet, column.value(row)) for column in columns])
    workbook.properties.title = title
    workbook.properties.language = "vi"
    out = io.BytesIO()
    workbook.save(out)
    return _without_times(out.getvalue())


_TIMES = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")


def _without_times(data: bytes) -> bytes:
    """The same workbook with nothing of when it was made: a published table gives the same file for ever."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in made.namelist():
            kept.writestr(zipfile.ZipInfo(name), _TIMES.sub(b"", made.read(name)), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def to_json(columns: Sequence[Titled[Row]], rows: Iterable[Row], title: str) -> bytes:
    """`{"title", "columns": [{key, title}], "rows": [{key: value}]}`; numbers as published."""
    return dumps(
        {
            "title": title,
            "columns": [{"key": column.key, "title": column.title} for column in columns],
            "rows": [{column.key: number(column.value(row)) for column in columns} for row in rows],
        }
    )


def number(value: Value) -> str | int | float | None:
    """A Decimal as the JSON number of the same digits: a float of at most 15 digits prints them back."""
    return float(value) if isinstance(value, Decimal) else value


def dumps(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def csv_cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return as_text(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)


def _xlsx_cell(sheet: WriteOnlyWorksheet, value: Value, *, bold: bool = False) -> Cell:
    cell = WriteOnlyCell(sheet, value=number(value))
    if isinstance(value, str):
        cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell


class Export(Protocol):
    """Makes a file of columns, rows and a title."""

    def __call__(self, columns: Sequence[Titled[Row]], rows: Iterable[Row], title: str, /) -> bytes: ...


FORMATS: dict[str, tuple[Export, str]] = {
    "xlsx": (to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (to_csv, "text/csv; charset=utf-8"),
    "excel.csv": (to_csv_for_excel, "text/csv; charset=utf-8"),
    "json": (to_json, "application/json; charset=utf-8"),
}
"""File ending → how it is made, and its content type."""

ENDINGS = ("xlsx", "csv", "json")
"""Offered beside every table, in this order: XLSX opens rightly wherever Excel is set to Vietnamese."""


def as_file(
    columns: Sequence[Titled[Row]], rows: Iterable[Row], title: str, name: str, ending: str
) -> HttpResponse:
    """A table as a file to save under `name`, which goes without its ending."""
    make, content_type = FORMATS[ending]
    response = HttpResponse(make(columns, rows, title), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name.lower()}.{ending}"'
    return response
