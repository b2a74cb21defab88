"""Tables with indicators as rows, for the office's own unit: which indicator each row is. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from scores.intake import asking
from scores.intake.catalogue import CatalogueIndicator
from scores.intake.claims import STORED, Claim, title_maximum
from scores.intake.columns import TableReading, looks_like_data
from scores.intake.decisions import Asks
from scores.intake.figures import Kind
from scores.intake.headers import Holds, likely_kind
from scores.intake.matching import Match, asking_whether, indicator_key
from scores.intake.named_rows import NamedRow, answer_for, at_place, without_doubles
from scores.intake.outcome import About
from scores.intake.workbook import Cell

_ROMAN = re.compile(r"[IVX]+")


def read_indicators(reading: TableReading) -> list[Claim]:
    """The claims of all rows; rows without an indicator are listed or, where they hold figures, blocked."""
    own = reading.context.own.name
    rows = without_doubles(
        list(_named_rows(reading)), Asks.ROW, reading, lambda row: About(own, row.item.name)
    )
    claims = [claim for named in rows for claim in _claims(named.row, named.name, named.item, reading)]
    reading.finish([named.row for named in rows], "“Điểm”, “Tỷ lệ” hoặc “Số liệu”")
    return claims


def _named_rows(reading: TableReading) -> Iterator[NamedRow[CatalogueIndicator]]:
    """The rows that name an indicator and hold something of the unit's own."""
    part = ""
    for row in reading.filled_rows():
        title = reading.name_of(row, Asks.ROW)
        number = reading.number_of(row)
        part = number if _ROMAN.fullmatch(number) else part
        indicator = _indicator_of(row, title, part, reading) if title else None
        if title is None or indicator is None:
            continue
        if _has_own_figure(row, title, indicator, reading):
            yield NamedRow(row, title, indicator)


def _indicator_of(row: int, title: Cell, part: str, reading: TableReading) -> CatalogueIndicator | None:
    """What was answered, else the indicator a title names; where several bear it, that of part and number."""
    answer = answer_for(Asks.ROW, indicator_key(title.text), title, reading)
    if answer:
        return _answered(row, *answer, reading)
    match = reading.names.indicators.find(title.text)
    number = reading.number_of(row)
    code = f"{part}.{number}" if part else number
    numbered = [item for item in match.items if code in (item.code, item.number)]
    indicator = match.item or (numbered[0] if len(numbered) == 1 else None)
    if indicator is None:
        _tell_unknown(row, title, match, reading)
    return indicator


def _answered(row: int, what: str, answer: str, reading: TableReading) -> CatalogueIndicator | None:
    indicator = reading.context.indicator_by_id.get(int(answer)) if answer.isdigit() else None
    if indicator is None:
        reading.leave_out(row, reading.context.decisions.why_left(Asks.ROW, what))
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
        reading.log.warn(
            "own-figure-blank",
            f"{sentence} Ghi số liệu hoặc “Không có số liệu”.",
            at=title,
            about=About(reading.context.own.name, indicator.name),
        )
    return False


def _tell_unknown(row: int, title: Cell, match: Match[CatalogueIndicator], reading: TableReading) -> None:
    if not looks_like_data(reading.value_cells(row)):
        reading.leave_out(row, "không có số liệu: đề mục, ghi chú hoặc chữ ký")
        return
    reading.leave_out(row, "chưa biết là chỉ số nào")
    context, written = reading.context, indicator_key(title.text)
    edition = context.elsewhere.get(written)
    if match.items:
        code = "ambiguous-indicator"
        sentence = (
            f"“{title.text}” là tên của {len(match.items)} chỉ tiêu. Chọn đúng chỉ tiêu, "
            "hoặc ghi đúng số mục ở cột Stt."
        )
        question = asking.row(at_place(title), match.items, context, others=False)
    elif edition:
        code = "indicator-not-in-edition"
        sentence = (
            f"chỉ số “{title.text}” thuộc “{edition}”, không dùng cho {context.period.label}. "
            "Bỏ dòng hoặc chọn đúng kỳ."
        )
        question = asking.leave_row(Asks.ROW, written)
    else:
        code = "unknown-indicator"
        sentence = (
            f"không có chỉ số “{title.text}”.{asking_whether(match.suggestions)} "
            "Chọn chỉ số, hoặc sửa tên trong tệp rồi tải lên lại."
        )
        question = asking.row(written, match.alike, context)
    reading.log.block(code, sentence, at=title, about=About(context.own.name), question=question)


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
