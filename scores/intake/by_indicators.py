"""Tables with indicators as rows, for the office's own unit: which indicator each row is. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from scores.intake.catalogue import CatalogueIndicator, Context
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
from scores.intake.figures import Kind
from scores.intake.headers import Holds, likely_kind
from scores.intake.layout import Table, is_column_numbers
from scores.intake.matching import Match, asking, indicator_key
from scores.intake.outcome import Log
from scores.intake.workbook import Cell

_ROMAN = re.compile(r"[IVX]+")


def read_indicators(table: Table, names: Names, context: Context, log: Log) -> list[Claim]:
    """The claims of all rows; rows without an indicator are listed or, where they hold figures, blocked."""
    read = columns(table, names, context, log)
    claims: list[Claim] = []
    first: dict[int, Cell] = {}
    rows: list[int] = []
    part = ""
    for row in table.data_rows:
        if row not in table.sheet.rows:
            continue
        number = number_of(table, row, read)
        part = number if _ROMAN.fullmatch(number) else part
        title, indicator = _indicator_of(row, part, number, table, read, names, context, log)
        if indicator is None or title is None:
            continue
        if indicator.id in first:
            sentence = f"chỉ số đã có ở ô {first[indicator.id].address}. Giữ một dòng, xóa dòng kia."
            log.block("indicator-twice", sentence, at=title, of=indicator.name)
        first.setdefault(indicator.id, title)
        if row in table.sheet.hidden_rows:
            sentence = "dòng bị ẩn nhưng có số liệu. Bỏ ẩn dòng, hoặc xóa dòng nếu không dùng."
            log.block("hidden-row", sentence, at=title, of=indicator.name)
        rows.append(row)
        claims.extend(_claims(row, title, indicator, table, read, context, log))
    log.mark_read(table.sheet.name, [*table.header_rows, *rows])
    tell_columns(table, read, rows, names, context, log)
    headless_columns(table, rows, log)
    if not any(column.meaning and column.meaning.holds is Holds.FIGURE for column in read):
        sentence = "không thấy cột số liệu nào. Ghi tiêu đề cột, ví dụ “Điểm”, “Tỷ lệ” hoặc “Số liệu”."
        log.block("missing-header", sentence, at=table.header_cell(table.name_column))
    return claims


def _indicator_of(
    row: int,
    part: str,
    number: str,
    table: Table,
    read: list[Column],
    names: Names,
    context: Context,
    log: Log,
) -> tuple[Cell | None, CatalogueIndicator | None]:
    """The title cell and indicator of a row; no indicator where the row was listed or blocked."""
    sheet = table.sheet
    text = sheet.row_text(row)
    values = value_cells(table, row, read)
    title = table.name_cell(row)
    if row == table.data_rows.start and is_column_numbers(sheet.rows[row]):
        log.leave_out(sheet.name, row, text, "dòng đánh số cột")
        return title, None
    if title is None or any(title.column <= cell.column < title.column + title.span[1] for cell in values):
        if looks_like_data(values) and title is None:
            log.leave_out(sheet.name, row, text, "có số liệu nhưng không có tên chỉ số")
            sentence = f"dòng {row} có “{values[0].text}” nhưng không có tên chỉ số. Ghi tên hoặc xóa dòng."
            log.block("nameless-row", sentence, at=values[0])
        else:
            log.leave_out(sheet.name, row, text, "tiêu đề, ghi chú hoặc chữ ký")
        return None, None
    match = names.indicators.find(title.text)
    indicator = match.item or _by_number(match.items, part, number)
    if indicator is None:
        _tell_unknown(row, title, match, values, table, context, log)
        return title, None
    own = [cell for cell in values if _is_own(cell, read)]
    if own:
        return title, indicator
    log.leave_out(sheet.name, row, text, "đề mục" if indicator.role == "heading" else "chưa có số liệu")
    stated = [cell for cell in values if looks_like_data([cell]) and not _is_comparison(cell, read)]
    if stated:
        sentence = "có số của cả nước nhưng ô số liệu của đơn vị trống, nên dòng này không được nhập."
        log.warn("own-figure-blank", sentence + " Ghi số liệu hoặc “Không có số liệu”.", at=title)
    return title, None


def _is_own(cell: Cell, read: list[Column]) -> bool:
    """Whether a cell would be a figure of the unit itself, or stands under a header nobody understood."""
    return any(
        c.number == cell.column and (c.meaning is None or c.meaning.holds is Holds.FIGURE) for c in read
    )


def _is_comparison(cell: Cell, read: list[Column]) -> bool:
    stored = (Holds.NATIONAL_AVERAGE, Holds.NATIONAL_RANK)
    return any(c.number == cell.column and c.meaning and c.meaning.holds not in stored for c in read)


def _by_number(items: tuple[CatalogueIndicator, ...], part: str, number: str) -> CatalogueIndicator | None:
    """Of several indicators with one title, the one whose part and number the row carries."""
    code = f"{part}.{number}" if part else number
    found = [item for item in items if code in (item.code, item.number)]
    return found[0] if len(found) == 1 else None


def _tell_unknown(
    row: int,
    title: Cell,
    match: Match[CatalogueIndicator],
    values: list[Cell],
    table: Table,
    context: Context,
    log: Log,
) -> None:
    text = table.sheet.row_text(row)
    if not looks_like_data(values):
        log.leave_out(table.sheet.name, row, text, "không có số liệu: đề mục, ghi chú hoặc chữ ký")
        return
    log.leave_out(table.sheet.name, row, text, "chưa biết là chỉ số nào")
    edition = context.elsewhere.get(indicator_key(title.text))
    if match.items:
        log.block(
            "ambiguous-indicator",
            f"“{title.text}” là tên của {len(match.items)} chỉ tiêu. Ghi đúng số mục ở cột Stt.",
            at=title,
        )
    elif edition:
        log.block(
            "indicator-not-in-edition",
            f"chỉ số “{title.text}” thuộc “{edition}”, không dùng cho {context.period.label}. "
            "Xóa dòng hoặc chọn đúng kỳ.",
            at=title,
        )
    else:
        log.block(
            "unknown-indicator",
            f"không có chỉ số “{title.text}”.{asking(match.suggestions)} "
            "Sửa tên trong tệp, hoặc nhờ quản trị thêm cách viết này.",
            at=title,
        )


def _claims(
    row: int,
    title: Cell,
    indicator: CatalogueIndicator,
    table: Table,
    read: list[Column],
    context: Context,
    log: Log,
) -> list[Claim]:
    likely = _kind_of_measure(row, indicator, table, read) or likely_kind(title.text)
    claims = [
        replace(claim, likely=claim.likely or (likely if likely in indicator.carries else None))
        for claim in claims_of(row, context.own, indicator, read, table, log)
    ]
    claims.extend(title_maximum(context.own, indicator, title))
    for column in read:
        cell = table.sheet.at(row, column.number)
        if cell and column.meaning and column.meaning.holds is Holds.NOTE:
            claims.append(Claim(context.own, indicator, Holds.NOTE, cell))
    return claims


def _kind_of_measure(
    row: int, indicator: CatalogueIndicator, table: Table, read: list[Column]
) -> Kind | None:
    """What `Đơn vị tính` says: % a rate, điểm points, anything else a count."""
    for column in read:
        cell = table.sheet.at(row, column.number)
        if cell and column.meaning and column.meaning.holds is Holds.MEASURE:
            return {"%": Kind.RATE, "điểm": Kind.POINTS}.get(cell.text.casefold(), Kind.COUNT)
    return None
