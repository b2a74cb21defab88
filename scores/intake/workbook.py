"""xlsx bytes → its sheets: which there are, which are read, and what they share. Pure."""

from __future__ import annotations

import posixpath
import xml.etree.ElementTree as ET  # the guard refuses document types, so there are no entities
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from scores.intake.cells import Book, Cell, Sheet, exact, printable, shown
from scores.intake.container import NotAWorkbookError, Parts, opened
from scores.intake.serial_days import EPOCH_1900, EPOCH_1904, built_in, shows_day_or_time
from scores.intake.worksheet import BROKEN, Format, Shared, elements, read_sheet, text_in

__all__ = ["Book", "Cell", "Sheet", "exact", "printable", "read_workbook", "shown"]

_LONGEST_NAME = 31
_ROOT = "xl/workbook.xml"
_ROWS = (b"<row ", b":row ")
Tell = Callable[[int, int], None]
"""Called with the number of rows read and of all rows."""


@dataclass(frozen=True)
class _Listed:
    """A sheet as the workbook lists it."""

    name: str
    kind: str
    state: str
    part: str


def read_workbook(data: bytes, tell: Tell = lambda done, of: None) -> Book:
    """The sheets of an .xlsx; NotAWorkbookError with a Vietnamese sentence for anything else."""
    book = opened(data, lambda parts: _book(parts, tell))
    assert isinstance(book, Book)  # noqa: S101  # for the types alone: `opened` gives back what `_book` gave
    return book


def _book(parts: Parts, tell: Tell) -> Book:
    try:
        listed, epoch, related = _listing(parts)
        shared = Shared(_strings(parts, related), _formats(parts, related), epoch)
    except (ET.ParseError, ValueError, LookupError) as error:
        if isinstance(error, NotAWorkbookError):
            raise
        raise NotAWorkbookError(f"Tệp mang dạng .xlsx nhưng {BROKEN}") from error
    _check_listing(listed)
    unread = {sheet.name: why for sheet in listed if (why := _why_unread(sheet))}
    markups = {sheet.name: _markup(parts, sheet) for sheet in listed if sheet.name not in unread}
    of = sum(markup.count(tag) for markup in markups.values() for tag in _ROWS)
    sheets: list[Sheet] = []
    before = 0
    for name, markup in markups.items():
        start = before
        sheets.append(read_sheet(name, markup, shared, lambda row: tell(min(start + row, of), of)))  # noqa: B023
        before += sum(markup.count(tag) for tag in _ROWS)
    tell(of, of)
    return Book(sheets, unread)


def _listing(parts: Parts) -> tuple[list[_Listed], datetime, dict[str, str]]:
    """The sheets in their order, the day that dates count from, and the other parts by what they are."""
    targets: dict[str, tuple[str, str]] = {}
    for element in elements(parts.read("xl/_rels/workbook.xml.rels") or b""):
        if element.tag.endswith("}Relationship"):
            kind = element.get("Type", "").rpartition("/")[2]
            targets[element.get("Id", "")] = (
                kind,
                posixpath.normpath(posixpath.join("/xl", element.get("Target", ""))).lstrip("/"),
            )
    listed: list[_Listed] = []
    epoch = EPOCH_1900
    for element in elements(parts.read(_ROOT) or b""):
        if element.tag.endswith("}workbookPr") and element.get("date1904") in ("1", "true"):
            epoch = EPOCH_1904
        elif element.tag.endswith("}sheet"):
            related = next((value for key, value in element.items() if key.endswith("}id")), "")
            kind, part = targets.get(related, ("", ""))
            listed.append(_Listed(element.get("name", ""), kind, element.get("state", "visible"), part))
    return listed, epoch, dict(targets.values())


def _check_listing(listed: list[_Listed]) -> None:
    names = [sheet.name.casefold() for sheet in listed]
    if not names or not all(names) or len(set(names)) < len(names):
        raise NotAWorkbookError(f"Tệp mang dạng .xlsx nhưng {BROKEN}")
    if any(len(name) > _LONGEST_NAME for name in names):
        raise NotAWorkbookError(f"Tên trang dài hơn Excel cho phép: {BROKEN}")


def _why_unread(sheet: _Listed) -> str:
    if sheet.kind in ("chartsheet", "dialogsheet"):
        return "trang biểu đồ, không có ô số liệu"
    if "macro" in sheet.kind.lower():
        return "trang macro, không chạy và không đọc"
    return "" if sheet.state == "visible" else "trang bị ẩn"


def _markup(parts: Parts, sheet: _Listed) -> bytes:
    markup = parts.read(sheet.part)
    if markup is None:
        raise NotAWorkbookError(f"Tệp thiếu một trang (“{sheet.name}”): {BROKEN}")
    return markup


def _strings(parts: Parts, related: dict[str, str]) -> list[str]:
    markup = parts.read(related.get("sharedStrings", "xl/sharedStrings.xml"))
    if markup is None:
        return []
    return [text_in(element) for element in elements(markup) if element.tag.endswith("}si")]


def _formats(parts: Parts, related: dict[str, str]) -> list[Format]:
    """The formats by style number; a workbook without styles shows everything as General."""
    markup = parts.read(related.get("styles", "xl/styles.xml"))
    own: dict[int, str] = {}
    formats: list[Format] = []
    for element in elements(markup) if markup else ():
        if element.tag.endswith("}numFmt") and element.get("formatCode") is not None:
            own.setdefault(int(element.get("numFmtId", "0")), element.get("formatCode", ""))
        elif element.tag.endswith("}cellXfs"):
            numbers = [int(style.get("numFmtId", "0")) for style in element if style.tag.endswith("}xf")]
            formats = [_format(number, own) for number in numbers]
    return formats


def _format(number: int, own: dict[int, str]) -> Format:
    if number in own:
        return Format(own[number], shows_day_or_time(own[number]))
    return Format(*built_in(number))
