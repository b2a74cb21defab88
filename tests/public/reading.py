"""Reads tables back from pages and files, as a reader's program would."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from openpyxl import load_workbook


class _Tables(HTMLParser):
    """Texts of all cells; what is drawn (svg) and set invisibly has no text of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self._cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"} and self._cell is not None:
            self.rows[-1].append(" ".join("".join(self._cell).split()))
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def table(html: str) -> list[dict[str, str]]:
    """Rows of the first table of a page by column title."""
    parser = _Tables()
    parser.feed(html)
    titles, *rows = parser.rows
    return [dict(zip(titles, row, strict=True)) for row in rows]


def units(html: str) -> list[str]:
    return [row["Đơn vị"] for row in table(html)]


def csv_rows(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def xlsx_rows(data: bytes) -> list[dict[str, Any]]:
    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    titles, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, titles), row, strict=True)) for row in rows]


def json_rows(data: bytes) -> list[dict[str, Any]]:
    """Rows by column title, numbers as text exactly as they stand in the file."""
    answer = json.loads(data, parse_float=str, parse_int=str)
    titles = {column["key"]: column["title"] for column in answer["columns"]}
    return [{titles[key]: value for key, value in row.items()} for row in answer["rows"]]


FILES: dict[str, Callable[[bytes], list[dict[str, Any]]]] = {
    "csv": csv_rows,
    "xlsx": xlsx_rows,
    "json": json_rows,
}
"""File ending → how its rows are read back."""
