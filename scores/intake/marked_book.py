"""An uploaded workbook with what was found marked in its cells, to be mended and uploaded again. Pure.

Values, formats and layout stay as far as openpyxl keeps them; macros, external links, pictures and pivot
tables stay behind, and nothing is ever run. What cannot be opened gets a workbook with the list alone.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from scores.intake import marking_list, own_sheets
from scores.intake.container import NotAWorkbookError, check_workbook, is_json
from scores.intake.marking_list import Mark
from scores.intake.outcome import BLOCKS, WARNS

_FILLS = {
    BLOCKS: PatternFill("solid", fgColor="FFC7CE"),
    WARNS: PatternFill("solid", fgColor="FFEB9C"),
}
_AUTHOR = "Cổng chỉ số"
_LONGEST_COMMENT = 2000


@dataclass(frozen=True)
class MarkedCopy:
    """The .xlsx."""

    data: bytes


def marked(
    data: bytes | None, file_name: str, marks: Sequence[Mark], left_out: Sequence[Mapping[str, object]]
) -> MarkedCopy:
    """First the list of all findings, each linked to its cell, then the file's own sheets.

    Without `data`, and of what is no workbook, the list alone.
    """
    book = None if data is None else _opened(data)
    if book is not None:
        try:
            return MarkedCopy(_marked(book, file_name, marks, left_out))
        except Exception:  # noqa: S110  # openpyxl fails in many ways on what it read but cannot write
            pass
    return MarkedCopy(_marked(_list_alone(), file_name, marks, left_out))


def _list_alone() -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def _marked(
    book: Workbook, file_name: str, marks: Sequence[Mark], left_out: Sequence[Mapping[str, object]]
) -> bytes:
    for sheet in list(book.worksheets):
        # The list of an earlier check, where a marked copy was mended and uploaded.
        if own_sheets.is_own(own_sheets.RESULT, sheet.title, str(sheet["A1"].value)):
            book.remove(sheet)
    for sheet in book.worksheets:
        _mark_cells(sheet, [mark for mark in marks if mark.sheet == sheet.title and mark.cell])
        sheet.sheet_view.tabSelected = False
    first = book.create_sheet(own_sheets.RESULT.name, 0)
    seen = {sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"}
    marking_list.write(first, file_name, marks, left_out, seen)
    book.active = 0
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _opened(data: bytes) -> Workbook | None:
    """The workbook with stored values in place of formulas; None for what is no workbook."""
    if is_json(data):
        return None
    try:
        check_workbook(data)
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
        formulas = openpyxl.load_workbook(io.BytesIO(data), keep_links=False) if _has_formulas(data) else None
    except NotAWorkbookError:
        return None
    except Exception:
        # As when reading: openpyxl answers broken parts with whatever came up first.
        return None
    if formulas is not None:
        _keep_uncomputed(book, formulas)
    _leave_behind(book)
    return book


def _has_formulas(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = (name for name in archive.namelist() if name.startswith("xl/worksheets/"))
        return any(re.search(rb"<(?:\w+:)?f[ >/]", archive.read(name)) for name in sheets)


def _keep_uncomputed(book: Workbook, formulas: Workbook) -> None:
    """A formula without a stored value stays one, so that the copy says of it what the file said."""
    for sheet in book.worksheets:
        # As in reading: the public ways walk the whole rectangle up to the farthest cell.
        for place, cell in formulas[sheet.title]._cells.items():
            stored = sheet._cells[place]
            if cell.data_type != "f" or stored.value is not None or stored.data_type == "str":
                continue
            # A formula that reaches into another file cannot stand in a copy without links.
            external = "[" in str(cell.value)
            stored.value = "=#REF!" if external else cell.value


def _leave_behind(book: Workbook) -> None:
    """Drop what could lead out of the file or break the copy: pivots, pictures, charts, names into links."""
    for sheet in book.worksheets:
        for kept in ("_pivots", "_images", "_charts"):
            setattr(sheet, kept, [])
        for names in (book.defined_names, sheet.defined_names):
            for name in [key for key, defined in names.items() if "[" in (defined.attr_text or "")]:
                del names[name]


def _mark_cells(sheet: Worksheet, marks: Iterable[Mark]) -> None:
    """Colour and comment each cell that something was found in; the comment keeps what a person had put."""
    by_cell: dict[str, list[Mark]] = {}
    for mark in marks:
        by_cell.setdefault(mark.cell, []).append(mark)
    for address, found in by_cell.items():
        cell = sheet[address]
        if not isinstance(cell, Cell) or isinstance(cell, MergedCell):
            continue
        blocks = any(mark.blocks for mark in found)
        cell.fill = copy(_FILLS[BLOCKS if blocks else WARNS])
        texts = [f"{mark.severity}: {mark.sentence}" for mark in found]
        if cell.comment and not cell.comment.text.startswith(marking_list.SEVERITIES):
            texts.append(cell.comment.text)
        comment = Comment("\n\n".join(texts)[:_LONGEST_COMMENT], _AUTHOR)
        comment.width, comment.height = 340, min(400, 40 + 22 * (sum(map(len, texts)) // 45 + 2 * len(texts)))
        cell.comment = comment
