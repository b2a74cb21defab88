"""Rows of a workbook counted in its XML by the test itself, without the intake and without openpyxl."""

from __future__ import annotations

import re
import unicodedata
from io import BytesIO
from zipfile import ZipFile

from defusedxml.ElementTree import fromstring

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SEEN_BY_NOBODY = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\x00]")


def printable(text: str) -> str:
    return _SEEN_BY_NOBODY.sub("", text)


def filled_rows(data: bytes) -> dict[str, set[int]]:
    """Sheet name → numbers of the rows that show anything; chart sheets are left away."""
    with ZipFile(BytesIO(data)) as archive:
        shared = _shared(archive)
        links = {
            link.get("Id"): link.get("Target", "").removeprefix("/xl/").removeprefix("xl/")
            for link in fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        }
        sheets = fromstring(archive.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")
        found = {sheet.get("name", ""): links.get(sheet.get(_LINK), "") for sheet in sheets}
        return {
            unicodedata.normalize("NFC", name): _rows(archive.read(f"xl/{part}"), shared)
            for name, part in found.items()
            if "worksheets/" in part
        }


def _rows(xml: bytes, shared: list[str]) -> set[int]:
    filled: set[int] = set()
    number = 0
    for row in fromstring(xml).iter(f"{_MAIN}row"):
        # A row without a number comes after the one before.
        number = int(row.get("r") or number + 1)
        for cell in row.iter(f"{_MAIN}c"):
            if _SEEN_BY_NOBODY.sub("", _text(cell, shared)).strip():
                filled.add(int(re.sub(r"[A-Z]+", "", cell.get("r", "")) or number))
    return filled


def _text(cell, shared: list[str]) -> str:  # type: ignore[no-untyped-def]  # defusedxml names no element type
    value = cell.findtext(f"{_MAIN}v") or ""
    if cell.get("t") == "s" and value.isdigit():
        return shared[int(value)] if int(value) < len(shared) else value
    return value + "".join(part.text or "" for part in cell.iter(f"{_MAIN}t"))


def _shared(archive: ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    items = fromstring(archive.read("xl/sharedStrings.xml")).iter(f"{_MAIN}si")
    return ["".join(part.text or "" for part in item.iter(f"{_MAIN}t")) for item in items]
