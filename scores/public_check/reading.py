"""Reads tables back from HTML, CSV, XLSX and JSON, knowing nothing of how they were made."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from openpyxl import load_workbook

Row = dict[str, Any]


@dataclass
class HtmlTable:
    """Caption, titles, and rows of (text, address of the first link) by title."""

    caption: str = ""
    titles: list[str] = field(default_factory=list)
    rows: list[list[tuple[str, str]]] = field(default_factory=list)

    def by_title(self) -> list[Row]:
        """Texts by title, the link of a cell as `title@`."""
        found = []
        for cells in self.rows:
            row: Row = {}
            for title, (text, link) in zip(self.titles, cells, strict=True):
                row[title], row[f"{title}@"] = text, link
            found.append(row)
        return found


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: list[HtmlTable] = []
        self.heading = ""
        self._open = ""
        self._text: list[str] = []
        self._link = ""
        self._head = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append(HtmlTable())
        elif tag == "thead":
            self._head = True
        elif tag == "tr" and self.tables and not self._head:
            self.tables[-1].rows.append([])
        elif tag in {"td", "th", "caption", "h1"}:
            self._open, self._text, self._link = tag, [], ""
        elif tag == "a" and self._open and not self._link:
            self._link = dict(attrs).get("href") or ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "thead":
            self._head = False
        if tag != self._open:
            return
        text = " ".join("".join(self._text).split())
        self._open = ""
        if tag == "h1":
            self.heading = text
        elif tag == "caption":
            self.tables[-1].caption = text
        elif self._head:
            self.tables[-1].titles.append(text)
        elif self.tables:
            self.tables[-1].rows[-1].append((text, self._link))


def page(html: str) -> tuple[str, list[HtmlTable]]:
    """The main heading and all tables of a page."""
    parser = _Page()
    parser.feed(html)
    return parser.heading, parser.tables


_DECIMAL = re.compile(r"-?\d+,\d+")


def csv_rows(data: bytes) -> list[Row]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def excel_csv_rows(data: bytes) -> list[Row]:
    """With semicolons between cells and a comma in decimals; a remark may look like a number and is none."""
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";")
    return [
        {
            title: text.replace(",", ".") if title != "Ghi chú" and _DECIMAL.fullmatch(text) else text
            for title, text in row.items()
        }
        for row in rows
    ]


def xlsx_rows(data: bytes) -> list[Row]:
    """The only sheet, by the titles of its first row."""
    workbook = load_workbook(io.BytesIO(data), read_only=True)
    (sheet,) = workbook.worksheets
    titles, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, titles), row, strict=True)) for row in rows]


def json_rows(data: bytes) -> list[Row]:
    """By key; numbers as the digits that stand in the file."""
    rows: list[Row] = exact_json(data)["rows"]
    return rows


def exact_json(data: bytes) -> Any:
    return json.loads(data, parse_float=str, parse_int=str)
