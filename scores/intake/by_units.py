"""Tables with units as rows: which unit each row speaks of, and what its cells claim. Pure."""

from __future__ import annotations

import re

from scores import vietnamese
from scores.intake.catalogue import CatalogueUnit, Context
from scores.intake.claims import (
    Claim,
    Column,
    Names,
    claims_of,
    columns,
    headless_columns,
    looks_like_data,
    number_of,
    tell_columns,
    title_maximum,
    value_cells,
)
from scores.intake.headers import Holds
from scores.intake.layout import Table, is_column_numbers
from scores.intake.matching import Match, asking
from scores.intake.outcome import Log
from scores.intake.workbook import Cell

_SUMMARY = re.compile(r"(?:tổng(?: cộng| số)?|cộng|trung bình|bình quân)(?: (?:chung|toàn|các|của)\b.*)?")


def read_units(table: Table, names: Names, context: Context, log: Log) -> list[Claim]:
    """The claims of all rows; rows without a unit are listed or, where they hold figures, blocked."""
    read = columns(table, names, context, log)
    claims: list[Claim] = []
    first: dict[int, Cell] = {}
    rows: list[int] = []
    for row in table.data_rows:
        if row not in table.sheet.rows:
            continue
        unit, name = _unit_of(row, table, read, names, context, log)
        if unit is None or name is None:
            continue
        if unit.id in first:
            _block_twice(unit, first[unit.id], name, log)
        first.setdefault(unit.id, name)
        if row in table.sheet.hidden_rows:
            sentence = "dòng bị ẩn nhưng có số liệu. Bỏ ẩn dòng, hoặc xóa dòng nếu không dùng."
            log.block("hidden-row", sentence, at=name, of=unit.name)
        rows.append(row)
        claims.extend(claims_of(row, unit, None, read, table, log))
        _tell_note(row, table, read, log)
    log.mark_read(table.sheet.name, [*table.header_rows, *rows])
    tell_columns(table, read, rows, names, context, log)
    headless_columns(table, rows, log)
    if not any(column.meaning and column.meaning.holds is Holds.FIGURE for column in read):
        sentence = "không thấy cột số liệu nào. Ghi tên chỉ số ở dòng tiêu đề, ví dụ “Điểm tổng hợp”."
        log.block("missing-header", sentence, at=table.header_cell(table.name_column))
    return [*claims, *_printed_in_headers(table, read, context)]


def _unit_of(
    row: int, table: Table, read: list[Column], names: Names, context: Context, log: Log
) -> tuple[CatalogueUnit | None, Cell | None]:
    """The unit of a row and the cell that names it; (None, …) where the row was listed or blocked."""
    sheet = table.sheet
    values = value_cells(table, row, read)
    name = table.name_cell(row)
    if row == table.data_rows.start and is_column_numbers(sheet.rows[row]):
        log.leave_out(sheet.name, row, sheet.row_text(row), "dòng đánh số cột")
        return None, name
    if name is None or any(name.column <= cell.column < name.column + name.span[1] for cell in values):
        _tell_nameless(row, values, table, log)
        return None, None
    if name.span[1] > 1 and not values:
        log.leave_out(sheet.name, row, sheet.row_text(row), "tiêu đề, ghi chú hoặc chữ ký")
        return None, None
    code = _code_of(row, table, read)
    match = names.units.find(name.text)
    unit = names.units.by_code(code.text) if code else None
    if unit:
        _check_name(unit, match, name, log)
        return unit, name
    if match.item:
        if code:
            sentence = f"mã “{code.text}” chưa có trong danh mục; dòng được nhận theo tên. Kiểm tra lại mã."
            log.warn("unknown-code", sentence, at=code, of=match.item.name)
        return match.item, name
    _tell_unknown(row, name, match, values, table, read, names, context, log)
    return None, name


def _code_of(row: int, table: Table, read: list[Column]) -> Cell | None:
    for column in read:
        if column.meaning and column.meaning.holds is Holds.CODE:
            return table.sheet.at(row, column.number)
    return None


def _check_name(unit: CatalogueUnit, match: Match[CatalogueUnit], name: Cell, log: Log) -> None:
    if unit not in match.items:
        log.warn(
            "name-against-code",
            f"mã {unit.code} là của {unit.name} nhưng tên ghi “{name.text}”; dòng được nhận theo mã. "
            "Kiểm tra lại dòng này.",
            at=name,
        )


def _tell_nameless(row: int, values: list[Cell], table: Table, log: Log) -> None:
    text = table.sheet.row_text(row)
    if looks_like_data(values) and not table.name_cell(row):
        log.leave_out(table.sheet.name, row, text, "có số liệu nhưng không có tên đơn vị")
        sentence = f"dòng {row} có “{values[0].text}” nhưng không có tên đơn vị. Ghi tên hoặc xóa dòng."
        log.block("nameless-row", sentence, at=values[0])
    else:
        log.leave_out(table.sheet.name, row, text, "tiêu đề, ghi chú hoặc chữ ký")


def _tell_unknown(
    row: int,
    name: Cell,
    match: Match[CatalogueUnit],
    values: list[Cell],
    table: Table,
    read: list[Column],
    names: Names,
    context: Context,
    log: Log,
) -> None:
    text = table.sheet.row_text(row)
    if not values and not number_of(table, row, read).isdigit():
        log.leave_out(table.sheet.name, row, text, "không có số liệu: đề mục, ghi chú hoặc chữ ký")
        return
    if _SUMMARY.fullmatch(vietnamese.canonical(name.text)):
        log.leave_out(table.sheet.name, row, text, "dòng tổng hoặc trung bình, không thuộc đơn vị nào")
        return
    if not looks_like_data(values) and not number_of(table, row, read).isdigit():
        log.leave_out(table.sheet.name, row, text, "không có số liệu: đề mục, ghi chú hoặc chữ ký")
        return
    log.leave_out(table.sheet.name, row, text, "chưa biết là đơn vị nào")
    absent = names.absent.find(name.text).items
    if match.items:
        log.block(
            "ambiguous-unit",
            f"có {len(match.items)} đơn vị cùng tên “{name.text}”. Ghi thêm mã đơn vị hoặc tên cấp trên.",
            at=name,
        )
    elif absent:
        log.block("unit-not-in-period", _absence(absent[0], context), at=name)
    else:
        log.block(
            "unknown-unit",
            f"{context.office_name} không có đơn vị “{name.text}” trong {context.period.label}."
            f"{asking(match.suggestions)} Sửa tên trong tệp, hoặc nhờ quản trị thêm cách viết này.",
            at=name,
        )


def _absence(unit: CatalogueUnit, context: Context) -> str:
    if unit.last_day and unit.last_day < context.period.last_day:
        why = f"kết thúc hoạt động ngày {vietnamese.day(unit.last_day)}"
    elif unit.first_day:
        why = f"chỉ có từ ngày {vietnamese.day(unit.first_day)}"
    else:
        why = f"không thuộc {context.office_name}"
    return f"{unit.name} {why}, nên không có số liệu {context.period.label}. Xóa dòng hoặc chọn đúng kỳ."


def _block_twice(unit: CatalogueUnit, before: Cell, again: Cell, log: Log) -> None:
    log.block(
        "unit-twice",
        f"đơn vị đã có ở ô {before.address}. Giữ một dòng, xóa dòng kia.",
        at=again,
        of=unit.name,
    )


def _tell_note(row: int, table: Table, read: list[Column], log: Log) -> None:
    for column in read:
        cell = table.sheet.at(row, column.number)
        if cell and column.meaning and column.meaning.holds is Holds.NOTE:
            log.leave_out(table.sheet.name, row, cell.text, "ghi chú của dòng, không phải số liệu")


def _printed_in_headers(table: Table, read: list[Column], context: Context) -> list[Claim]:
    found: list[Claim] = []
    for column in read:
        if column.meaning and column.meaning.indicator:
            cell = table.header_cell(column.number)
            found.extend(title_maximum(context.own, column.meaning.indicator, cell))
    return found
