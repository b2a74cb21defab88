"""Tables with indicators as rows, for the office's own unit: which indicator each row is. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from scores.intake.catalogue import CatalogueIndicator
from scores.intake.claims import STORED, Claim, title_maximum
from scores.intake.columns import TableReading, looks_like_data
from scores.intake.figures import Kind
from scores.intake.headers import Holds, likely_kind
from scores.intake.matching import Match, asking, indicator_key
from scores.intake.workbook import Cell

_ROMAN = re.compile(r"[IVX]+")


def read_indicators(reading: TableReading) -> list[Claim]:
    """The claims of all rows; rows without an indicator are listed or, where they hold figures, blocked."""
    claims: list[Claim] = []
    first: dict[int, Cell] = {}
    rows: list[int] = []
    part = ""
    for row in reading.table.data_rows:
        title = reading.name_of(row, "chỉ số") if row in reading.table.sheet.rows else None
        number = reading.number_of(row)
        part = number if _ROMAN.fullmatch(number) else part
        indicator = _indicator_of(row, title, part, reading) if title else None
        if title is None or indicator is None or not _has_own_figure(row, title, indicator, reading):
            continue
        if indicator.id in first:
            sentence = f"chỉ số đã có ở ô {first[indicator.id].address}. Giữ một dòng, xóa dòng kia."
            reading.log.block("indicator-twice", sentence, at=title, of=indicator.name)
        first.setdefault(indicator.id, title)
        reading.check_hidden_row(row, title)
        rows.append(row)
        claims.extend(_claims(row, title, indicator, reading))
    reading.finish(rows, "“Điểm”, “Tỷ lệ” hoặc “Số liệu”")
    return claims


def _indicator_of(row: int, title: Cell, part: str, reading: TableReading) -> CatalogueIndicator | None:
    """The indicator a title names; where several bear it, the one of this part and number."""
    match = reading.names.indicators.find(title.text)
    number = reading.number_of(row)
    code = f"{part}.{number}" if part else number
    numbered = [item for item in match.items if code in (item.code, item.number)]
    indicator = match.item or (numbered[0] if len(numbered) == 1 else None)
    if indicator is None:
        _tell_unknown(row, title, match, reading)
    return indicator


def _has_own_figure(row: int, title: Cell, indicator: CatalogueIndicator, reading: TableReading) -> bool:
    """Whether the unit's own cells hold anything; a row without is listed."""
    table = reading.table
    filled = [
        column for column in reading.columns if column.has_values and table.sheet.at(row, column.number)
    ]
    if any(column.meaning is None or column.holds(Holds.FIGURE) for column in filled):
        return True
    reading.leave_out(row, "đề mục" if indicator.role == "heading" else "chưa có số liệu")
    if any(column.meaning and column.meaning.holds in STORED for column in filled):
        sentence = "có số của cả nước nhưng ô số liệu của đơn vị trống, nên dòng này không được nhập."
        reading.log.warn("own-figure-blank", f"{sentence} Ghi số liệu hoặc “Không có số liệu”.", at=title)
    return False


def _tell_unknown(row: int, title: Cell, match: Match[CatalogueIndicator], reading: TableReading) -> None:
    if not looks_like_data(reading.value_cells(row)):
        reading.leave_out(row, "không có số liệu: đề mục, ghi chú hoặc chữ ký")
        return
    reading.leave_out(row, "chưa biết là chỉ số nào")
    edition = reading.context.elsewhere.get(indicator_key(title.text))
    if match.items:
        code = "ambiguous-indicator"
        sentence = f"“{title.text}” là tên của {len(match.items)} chỉ tiêu. Ghi đúng số mục ở cột Stt."
    elif edition:
        code = "indicator-not-in-edition"
        sentence = (
            f"chỉ số “{title.text}” thuộc “{edition}”, không dùng cho {reading.context.period.label}. "
            "Xóa dòng hoặc chọn đúng kỳ."
        )
    else:
        code = "unknown-indicator"
        sentence = (
            f"không có chỉ số “{title.text}”.{asking(match.suggestions)} "
            "Sửa tên trong tệp, hoặc nhờ quản trị thêm cách viết này."
        )
    reading.log.block(code, sentence, at=title)


def _claims(row: int, title: Cell, indicator: CatalogueIndicator, reading: TableReading) -> list[Claim]:
    own = reading.context.own
    likely = _kind_of_measure(row, reading) or likely_kind(title.text)
    likely = likely if likely in indicator.carries else None
    claims = [
        replace(claim, likely=claim.likely or likely) for claim in reading.claims_of(row, own, indicator)
    ]
    claims.extend(title_maximum(own, indicator, title))
    note = reading.cell_of(row, Holds.NOTE)
    if note:
        claims.append(Claim(own, indicator, Holds.NOTE, note))
    return claims


def _kind_of_measure(row: int, reading: TableReading) -> Kind | None:
    """What `Đơn vị tính` says: % a rate, điểm points, anything else a count."""
    cell = reading.cell_of(row, Holds.MEASURE)
    return {"%": Kind.RATE, "điểm": Kind.POINTS}.get(cell.text.casefold(), Kind.COUNT) if cell else None
