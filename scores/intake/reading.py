"""The top of the intake: a file and what is known → figures, findings, and what was left out. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from scores.intake import asking, own_sheets, portal_answer
from scores.intake.by_indicators import read_indicators
from scores.intake.by_units import read_units
from scores.intake.catalogue import Context
from scores.intake.cells import shown
from scores.intake.checks import check_figures, check_office, check_periods
from scores.intake.claims import Claim, Names
from scores.intake.columns import TableReading
from scores.intake.container import NotAWorkbookError, is_json
from scores.intake.corrections import corrected
from scores.intake.decisions import Asks
from scores.intake.gathering import gather
from scores.intake.headers import Holds
from scores.intake.layout import tables
from scores.intake.magnitudes import check_levels, check_magnitudes
from scores.intake.missing_units import ask_missing
from scores.intake.outcome import Log, Reading, SheetRead
from scores.intake.printed import compare_printed
from scores.intake.stamp import check_stamp, stamp_in
from scores.intake.workbook import Sheet, read_workbook

_FIGURE = re.compile(r"\d+[.,]\d+ ?%?")
"""A figure written as text; a whole number alone may count the lines of a guide."""


Tell = Callable[[str, int, int], None]
"""Called with stage (`reading`, `matching`), done and of how many."""


def _silent(stage: str, done: int, of: int) -> None:
    """Tell nobody."""


def read(data: bytes, file_name: str, context: Context, tell: Tell = _silent) -> Reading:
    """Read a workbook or a saved answer of the national portal. Never raises for what a file may hold."""
    log = Log(shown(file_name))
    try:
        if is_json(data):
            claims, titles = portal_answer.read_answer(data, Names.of(context), context, log)
        else:
            claims, titles = _read_book(data, context, log, tell)
    except NotAWorkbookError as error:
        log.block("not-a-workbook", str(error))
        return _reading(log, [], context)
    tell("matching", len(claims), len(claims))
    check_periods(titles, context, log)
    return _reading(log, claims, context, titles)


def _reading(
    log: Log, claims: list[Claim], context: Context, titles: Sequence[tuple[str, str]] = ()
) -> Reading:
    claims = list(corrected(claims, context, log))
    figures = gather(claims, context, log)
    by_subject = {(figure.unit_id, figure.indicator_id): figure for figure in figures}
    compare_printed(claims, by_subject, context, log)
    check_figures(by_subject, context, log)
    check_magnitudes(by_subject, context, log)
    check_levels(titles, figures, context, log)
    without_data = ask_missing(by_subject, context, log)
    if not figures and not any(finding.severity == "blocks" for finding in log.findings):
        log.block("no-figures", "không có số liệu nào. Kiểm tra đã chọn đúng tệp và đã nhập số liệu chưa.")
    sheets = tuple(
        # The portal's answer has its figures in `evaluation[3]`, counted under `evaluation`.
        SheetRead(name, frozenset(rows), sum(figure.sheet.partition("[")[0] == name for figure in figures))
        for name, rows in log.rows_read.items()
    )
    order = list(dict.fromkeys([*log.rows_read, *(row.sheet for row in log.left_out)]))
    left_out = tuple(sorted(log.left_out, key=lambda row: (order.index(row.sheet), row.row)))
    return Reading(log.file_name, tuple(figures), tuple(log.findings), left_out, sheets, without_data)


def _read_book(
    data: bytes, context: Context, log: Log, tell: Tell
) -> tuple[list[Claim], list[tuple[str, str]]]:
    """The claims of all visible sheets, and their titles as (sheet, text)."""
    book = read_workbook(data, lambda done, of: tell("reading", done, of))
    check_stamp(stamp_in(data), context, log)
    names = Names.of(context)
    claims: list[Claim] = []
    titles: list[tuple[str, str]] = []
    for name, why in book.unread.items():
        log.leave_out(name, 0, name, why)
    for sheet in book.sheets:
        own = own_sheets.why_left_out(sheet)
        if own:
            log.leave_out(sheet.name, 0, sheet.name, own)
            continue
        if context.decisions.of(Asks.SHEET, sheet.name) == asking.LEAVE:
            _leave_sheet(sheet, context, log)
            continue
        found = tables(sheet)
        first = found[0].header_rows.start if found else 0
        titles.append((sheet.name, sheet.name))
        if any(table.by is Holds.INDICATOR for table in found):
            check_office(sheet.name, [sheet.row_text(row) for row in sheet.rows if row < first], context, log)
        titles.extend((sheet.name, sheet.row_text(row)) for row in sheet.rows if row < first)
        for row in sheet.rows:
            if row < first:
                log.leave_out(sheet.name, row, sheet.row_text(row), "tiêu đề phía trên bảng")
        if found:
            for table in found:
                claims.extend(_read_table(TableReading(table, names, context, log)))
        elif sheet.rows:
            _tell_without_table(sheet, log)
    return claims, titles


def _leave_sheet(sheet: Sheet, context: Context, log: Log) -> None:
    log.mark_read(sheet.name, [])
    for row in sheet.rows:
        why = "trang " + context.decisions.why_left(Asks.SHEET, sheet.name)
        log.leave_out(sheet.name, row, sheet.row_text(row), why)


def _read_table(reading: TableReading) -> list[Claim]:
    return read_indicators(reading) if reading.table.by is Holds.INDICATOR else read_units(reading)


def _tell_without_table(sheet: Sheet, log: Log) -> None:
    """A sheet without a header: text is listed, figures must not be passed over."""
    log.mark_read(sheet.name, [])
    for row in sheet.rows:
        log.leave_out(sheet.name, row, sheet.row_text(row), "không thuộc bảng nào")
    numbers = [
        cell
        for cell in sheet.cells.values()
        if not isinstance(cell.value, str) or _FIGURE.fullmatch(cell.text)
    ]
    if numbers:
        log.block(
            "missing-header",
            "không thấy dòng tiêu đề có cột “Tên cơ quan, đơn vị” hoặc “Nhóm chỉ số”. Thêm dòng tiêu đề, "
            "hoặc bỏ trang nếu không dùng.",
            at=min(numbers, key=lambda cell: (cell.row, cell.column)),
            question=asking.leave_sheet(sheet.name),
        )
