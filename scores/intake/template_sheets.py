"""Writes a planned sheet into a workbook: headings locked, figures open and validated. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from scores import vietnamese
from scores.intake.template_plan import Blank, Column, Content, Field, Sheet

REASONS = ("Không có số liệu", "Không phát sinh", "Không áp dụng")
HINT = (
    "Chỉ ghi vào các ô nền vàng. Ô chưa có số liệu thì để trống; không có thì ghi “Không có số liệu”, "
    "“Không phát sinh” hoặc “Không áp dụng”."
)
FONT = "Times New Roman"
_HEADER_ROW = 5
_LONGEST_NOTE = 300
_LINE = Side(style="thin", color="A6A6A6")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_OPEN = PatternFill("solid", fgColor="FFF8DC")
_HEAD = PatternFill("solid", fgColor="DCE6F1")
_GREY = PatternFill("solid", fgColor="EDEDED")
_FORMATS = {
    Field.POINTS: "0.00",
    Field.RATE: "0.00",
    Field.NATIONAL_AVERAGE: "0.00",
    Field.COUNT: "#,##0",
    Field.NATIONAL_RANK: "@",
    Field.NOTE: "@",
}
_NARROW = {"Stt": 6, "Mã đơn vị": 12, "Điểm tối đa": 9, "Ghi chú": 28, "Đơn vị tính": 12}


def cell_at(target: Worksheet, row: int, column: int) -> Cell:
    """A cell that can be written; TypeError where a merged area covers it."""
    cell = target.cell(row, column)
    if isinstance(cell, MergedCell):
        raise TypeError(f"{cell.coordinate} is covered")
    return cell


def put_text(cell: Cell, text: str) -> None:
    """Put a text that stays a text, whatever sign it begins with."""
    cell.value = text
    cell.data_type = "s"
    if text.startswith(("=", "+", "-", "@")):
        cell.quotePrefix = True


def write(plan: Sheet, target: Worksheet) -> None:
    """Fill an empty worksheet with the plan's titles, header, rows, validations and protection."""
    stacked = any(column.group for column in plan.columns)
    first = _HEADER_ROW + (2 if stacked else 1)
    _titles(plan, target)
    _header(plan, target, stacked)
    for number, row in enumerate(plan.rows, first):
        for place, content in enumerate(row, 1):
            _content(
                cell_at(target, number, place), content, plan.columns[place - 1], place - 1 == plan.names
            )
        target.row_dimensions[number].height = _height(row, plan)
    for rule in _validations(plan, first):
        target.add_data_validation(rule)
    _page(plan, target, first)


def _titles(plan: Sheet, target: Worksheet) -> None:
    styles = (
        Font(name=FONT, size=14, bold=True),
        Font(name=FONT, size=13, bold=True),
        Font(name=FONT, size=11, italic=True),
    )
    for number, (text, font) in enumerate(
        zip((plan.title, plan.period.upper(), HINT), styles, strict=True), 1
    ):
        cell = cell_at(target, number, 1)
        put_text(cell, text)
        cell.font = font
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        target.merge_cells(start_row=number, end_row=number, start_column=1, end_column=len(plan.columns))
        width = sum(_width(column, plan, place) for place, column in enumerate(plan.columns))
        target.row_dimensions[number].height = 20 * (1 + int(len(text) * 1.1 // width))


def _header(plan: Sheet, target: Worksheet, stacked: bool) -> None:
    bottom = _HEADER_ROW + (1 if stacked else 0)
    for place, column in enumerate(plan.columns, 1):
        for row in range(_HEADER_ROW, bottom + 1):
            cell = target.cell(row, place)
            cell.font = Font(name=FONT, size=11, bold=True, color="595959" if column.reference else "000000")
            cell.fill = _GREY if column.reference and row == bottom else _HEAD
            cell.border = _BOX
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        if column.group:
            put_text(cell_at(target, bottom, place), column.title)
        else:
            put_text(cell_at(target, _HEADER_ROW, place), column.title)
            if stacked:
                target.merge_cells(
                    start_row=_HEADER_ROW, end_row=bottom, start_column=place, end_column=place
                )
    for start, end in _groups(plan.columns):
        put_text(cell_at(target, _HEADER_ROW, start), plan.columns[start - 1].group)
        if end > start:
            target.merge_cells(start_row=_HEADER_ROW, end_row=_HEADER_ROW, start_column=start, end_column=end)
    target.row_dimensions[_HEADER_ROW].height = 48
    target.row_dimensions[bottom].height = 48


def _groups(columns: Sequence[Column]) -> Iterator[tuple[int, int]]:
    """First and last column, from 1, of each run under one group."""
    start = 0
    for place, column in enumerate(columns):
        if place + 1 == len(columns) or columns[place + 1].group != column.group:
            if column.group:
                yield start + 1, place + 1
            start = place + 1


def _content(cell: Cell, content: Content, column: Column, is_name: bool) -> None:
    cell.border = _BOX
    cell.font = Font(name=FONT, size=12, color="595959" if column.reference else "000000")
    side = "left" if is_name or column.title == "Ghi chú" else "center"
    indent = 1 if side == "left" else 0
    cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True, indent=indent)
    if isinstance(content, Blank):
        cell.fill = _OPEN
        cell.protection = Protection(locked=False)
        cell.number_format = "@" if content.part_of else _FORMATS[content.field]
        if _is_number(content):
            cell.alignment = Alignment(horizontal="right", vertical="center", indent=1)
        return
    if column.reference:
        cell.fill = _GREY
    if isinstance(content, str):
        put_text(cell, content)
    elif content is not None:
        cell.value = content
        if column.reference:
            cell.alignment = Alignment(horizontal="right", vertical="center", indent=1)
            cell.number_format = "0.00" if isinstance(content, Decimal) else "#,##0"


def _is_number(content: Blank) -> bool:
    return content.field not in (Field.NOTE, Field.NATIONAL_RANK) and not content.part_of


def _validations(plan: Sheet, first: int) -> Iterator[DataValidation]:
    """One rule for each run of like cells down a column: its formula speaks of the run's first cell."""
    for place in range(len(plan.columns)):
        column = [row[place] for row in plan.rows]
        start = 0
        for row, content in enumerate(column):
            if row + 1 < len(column) and column[row + 1] == content:
                continue
            if isinstance(content, Blank):
                yield _validation(content, get_column_letter(place + 1), first + start, first + row)
            start = row + 1


def _validation(blank: Blank, letter: str, start: int, end: int) -> DataValidation:
    cell, area = f"{letter}{start}", f"{letter}{start}:{letter}{end}"
    if blank.field is Field.NOTE:
        told = f"Ghi chú dài nhất {_LONGEST_NOTE} ký tự."
        rule = DataValidation(type="textLength", operator="lessThanOrEqual", formula1=str(_LONGEST_NOTE))
    else:
        formula, told = _rule(blank, cell)
        rule = DataValidation(type="custom", formula1=formula)
    rule.allow_blank, rule.showErrorMessage, rule.errorStyle = True, True, "stop"
    rule.errorTitle, rule.error = "Số liệu chưa đúng", told
    rule.add(area)
    return rule


def _rule(blank: Blank, cell: str) -> tuple[str, str]:
    """The formula that lets a value in, and the sentence for one that it keeps out."""
    reasons = ",".join(f'{cell}="{reason}"' for reason in REASONS)
    or_reason = "Hoặc ghi: " + ", ".join(REASONS) + "."
    if blank.field is Field.NATIONAL_RANK:
        return f'ISNUMBER(FIND("/",{cell}))', "Ghi hạng trên số tỉnh được xếp hạng, ví dụ 02/34."
    if blank.choices:
        numbers = ",".join(f"{cell}={number}" for _, number in blank.choices)
        meant = ", ".join(f"{number} ({word})" for word, number in blank.choices)
        return f"OR({numbers},{reasons})", f"Chỉ ghi {meant}. {or_reason}"
    if blank.field is Field.COUNT:
        part = f'ISNUMBER(FIND("/",{cell})),' if blank.part_of else ""
        told = "Ghi số đạt trên tổng số, ví dụ 86/90." if blank.part_of else "Ghi số nguyên, không âm."
        return f"IF(ISNUMBER({cell}),AND({cell}>=0,INT({cell})={cell}),OR({part}{reasons}))", (
            f"{told} {or_reason}"
        )
    limit = blank.maximum or Decimal(100)
    number = f"AND({cell}>=0,{cell}<={limit.normalize():f},ROUND({cell},2)={cell})"
    told = f"Ghi số từ 0 đến {vietnamese.decimal(limit)}, nhiều nhất hai chữ số thập phân, không ghi dấu %."
    if blank.field is Field.NATIONAL_AVERAGE:
        return f"IF(ISNUMBER({cell}),{number},FALSE)", told
    return f"IF(ISNUMBER({cell}),{number},OR({reasons}))", f"{told} {or_reason}"


def _width(column: Column, plan: Sheet, place: int) -> float:
    if place == plan.names:
        longest = max((len(str(row[place])) for row in plan.rows), default=0)
        return min(max(24, longest + 3), 56)
    return _NARROW.get(column.title, 13 if column.reference else 15)


def _height(row: Sequence[Content], plan: Sheet) -> float:
    """Room for the name's lines: Excel does not fit rows by itself while a sheet is protected."""
    width = _width(plan.columns[plan.names], plan, plan.names)
    return 17 * (1 + int(len(str(row[plan.names])) // width))


def _page(plan: Sheet, target: Worksheet, first: int) -> None:
    for place, column in enumerate(plan.columns):
        target.column_dimensions[get_column_letter(place + 1)].width = _width(column, plan, place)
    target.freeze_panes = f"{get_column_letter(plan.names + 2)}{first}"
    target.sheet_view.showGridLines = False
    target.protection.sheet = True
    target.protection.formatColumns = False
    target.protection.formatRows = False
    target.print_title_rows = f"{_HEADER_ROW}:{first - 1}"
    fit_to_width(target, landscape=len(plan.columns) > 5)
    target.print_options.horizontalCentered = True
    target.page_margins.left = target.page_margins.right = 0.5


def fit_to_width(target: Worksheet, *, landscape: bool) -> None:
    """Print on A4, one page wide and as many long as it takes."""
    target.page_setup.paperSize = target.PAPERSIZE_A4
    target.page_setup.orientation = "landscape" if landscape else "portrait"
    target.page_setup.fitToWidth, target.page_setup.fitToHeight = 1, 0
    target.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
