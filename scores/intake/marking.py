"""An uploaded workbook with what was found marked in its cells, to be mended and uploaded again.

Values, formats and layout stay as far as openpyxl keeps them; macros, external links, pictures and pivot
tables stay behind, and nothing is ever run. What cannot be opened gets a workbook with the list alone.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from copy import copy

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from scores.intake import marking_list, own_sheets
from scores.intake.container import NotAWorkbookError, check_workbook, is_json
from scores.intake.marking_list import Mark
from scores.models import Finding, Upload

_FILLS = {
    Finding.Severity.BLOCKS: PatternFill("solid", fgColor="FFC7CE"),
    Finding.Severity.WARNS: PatternFill("solid", fgColor="FFEB9C"),
}
_AUTHOR = "Cổng chỉ số"
_LONGEST_COMMENT = 2000
_UNOPENED = {"not-a-workbook"}


def marked_copy(upload: Upload) -> bytes:
    """The .xlsx: first the list of all findings, each linked to its cell, then the file's own sheets."""
    confirmed = {answer.key: answer.by.get_username() for answer in upload.answers.select_related("by")}
    findings = list(upload.findings.all())
    marks = [Mark.of(finding, upload.original_name, confirmed) for finding in findings]
    with upload.file.open("rb") as file:
        data = file.read()
    left_out = upload.reading.get("left_out", [])
    book = None if any(finding.code in _UNOPENED for finding in findings) else _opened(data)
    if book is None:
        return _list_alone(upload, marks, left_out)
    try:
        return _marked(book, upload, marks, left_out)
    except Exception:
        # openpyxl fails in many ways on what it read but cannot write; the list is still of use.
        return _list_alone(upload, marks, left_out)


def _list_alone(upload: Upload, marks: Sequence[Mark], left_out: Sequence[dict[str, str]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    return _marked(book, upload, marks, left_out)


def _marked(
    book: Workbook, upload: Upload, marks: Sequence[Mark], left_out: Sequence[dict[str, str]]
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
    marking_list.write(first, upload.original_name, marks, left_out, seen)
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
        cell.fill = copy(_FILLS[Finding.Severity.BLOCKS if blocks else Finding.Severity.WARNS])
        texts = [f"{mark.severity}: {mark.sentence}" for mark in found]
        if cell.comment and not cell.comment.text.startswith(marking_list.SEVERITIES):
            texts.append(cell.comment.text)
        comment = Comment("\n\n".join(texts)[:_LONGEST_COMMENT], _AUTHOR)
        comment.width, comment.height = 340, min(400, 40 + 22 * (sum(map(len, texts)) // 45 + 2 * len(texts)))
        cell.comment = comment
