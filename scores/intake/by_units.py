"""Tables with units as rows: which unit each row speaks of, and what its cells claim. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scores import vietnamese
from scores.intake import asking
from scores.intake.catalogue import CatalogueUnit, Context
from scores.intake.claims import Claim, title_maximum
from scores.intake.columns import TableReading, looks_like_data
from scores.intake.decisions import Asks, Question
from scores.intake.headers import Holds
from scores.intake.matching import Match, asking_whether, unit_key
from scores.intake.named_rows import NamedRow, answer_for, at_place, without_doubles
from scores.intake.outcome import About
from scores.intake.workbook import Cell

_MANY_UNKNOWN = 5
_SUMMARY = re.compile(r"(?:tổng(?: cộng| số)?|cộng|trung bình|bình quân)(?: (?:chung|toàn|các|của)\b.*)?")


def read_units(reading: TableReading) -> list[Claim]:
    """The claims of all rows; rows without a unit are listed or, where they hold figures, blocked."""
    claims: list[Claim] = []
    named_rows = list(_named_rows(reading))
    rows = without_doubles(named_rows, Asks.UNIT, reading, lambda row: About(row.item.name))
    _tell_other_list(len(named_rows), reading)
    for named in rows:
        claims.extend(reading.claims_of(named.row, named.item))
        note = reading.cell_of(named.row, Holds.NOTE)
        if note:
            reading.log.leave_out(note.sheet, named.row, note.text, "ghi chú của dòng, không phải số liệu")
    reading.finish([named.row for named in rows], "“Điểm tổng hợp” hoặc “Tiến độ giải quyết (%)”")
    return [*claims, *_printed_in_headers(reading)]


def _tell_other_list(known: int, reading: TableReading) -> None:
    """Where many names are unknown, the list may be another office's or another level's."""
    sheet, rows = reading.table.sheet.name, reading.table.data_rows
    unknown = sum(
        finding.code == "unknown-unit" and finding.sheet == sheet and finding.row in rows
        for finding in reading.log.findings
    )
    if unknown >= _MANY_UNKNOWN and unknown * 10 > (unknown + known):
        reading.log.block(
            "other-list",
            f"chỉ {known}/{known + unknown} tên thuộc danh sách của {reading.context.office_name} trong "
            f"{reading.context.period.label}. Kiểm tra có chọn nhầm tệp, cấp, cơ quan hay kỳ không.",
            sheet=sheet,
        )


def _named_rows(reading: TableReading) -> Iterator[NamedRow[CatalogueUnit]]:
    """The rows that speak of a unit and hold something."""
    for row in reading.filled_rows():
        name = reading.name_of(row, Asks.UNIT)
        unit = _unit_of(row, name, reading) if name else None
        if name is None or unit is None:
            continue
        if reading.value_cells(row):
            yield NamedRow(row, name, unit)
        else:
            reading.leave_out(row, "chưa có số liệu")


def _unit_of(row: int, name: Cell, reading: TableReading) -> CatalogueUnit | None:
    """The unit of a row, by what was answered, by code, by name; None where the row was listed or blocked."""
    answer = answer_for(Asks.UNIT, unit_key(name.text), name, reading)
    if answer:
        return _answered(row, *answer, reading)
    code = reading.cell_of(row, Holds.CODE)
    match = reading.names.units.find(name.text)
    unit = reading.names.units.by_code(code.text) if code else None
    if unit and unit not in match.items:
        reading.log.warn(
            "name-against-code",
            f"mã {unit.code} là của {unit.name} nhưng tên ghi “{name.text}”; dòng được nhận theo mã. "
            "Kiểm tra lại dòng này.",
            at=name,
            about=About(unit.name, raw=name.text, understood=unit.name),
        )
    if unit:
        return unit
    if match.item is None:
        _tell_unknown(row, name, match, reading)
    elif code:
        reading.log.warn(
            "unknown-code",
            f"mã “{code.text}” chưa có trong danh mục; dòng được nhận theo tên. Kiểm tra lại mã.",
            at=code,
            of=match.item.name,
            about=About(match.item.name, raw=code.text, understood=match.item.name),
        )
    return match.item


def _answered(row: int, what: str, answer: str, reading: TableReading) -> CatalogueUnit | None:
    unit = reading.context.unit_by_id.get(int(answer)) if answer.isdigit() else None
    if unit is None:
        reading.leave_out(row, reading.context.decisions.why_left(Asks.UNIT, what))
    return unit


def _tell_unknown(row: int, name: Cell, match: Match[CatalogueUnit], reading: TableReading) -> None:
    """List a row that is no unit's, block one that may be: it holds figures or is numbered as a line."""
    values = reading.value_cells(row)
    numbered = reading.number_of(row).isdigit()
    if _SUMMARY.fullmatch(vietnamese.canonical(name.text)):
        reading.leave_out(row, "dòng tổng hoặc trung bình, không thuộc đơn vị nào")
    elif not numbered and not looks_like_data(values):
        reading.leave_out(row, "không có số liệu: đề mục, ghi chú hoặc chữ ký")
    else:
        reading.leave_out(row, "chưa biết là đơn vị nào")
        code, sentence, question = _why_unknown(name, match, reading)
        reading.log.block(code, sentence, at=name, question=question)


def _why_unknown(name: Cell, match: Match[CatalogueUnit], reading: TableReading) -> tuple[str, str, Question]:
    context, written = reading.context, unit_key(name.text)
    absent = reading.names.absent.find(name.text).items
    if match.items:
        return (
            "ambiguous-unit",
            f"có {len(match.items)} đơn vị cùng tên “{name.text}”. Chọn đúng đơn vị, hoặc ghi thêm mã đơn vị "
            "hay tên cấp trên vào tệp.",
            asking.unit(at_place(name), match.items),
        )
    if absent:
        return "unit-not-in-period", _absence(absent[0], context), asking.leave_row(Asks.UNIT, written)
    return (
        "unknown-unit",
        f"{context.office_name} không có đơn vị “{name.text}” trong {context.period.label}."
        f"{asking_whether(match.suggestions)} Chọn đơn vị, hoặc sửa tên trong tệp rồi tải lên lại.",
        asking.unit(written, match.alike),
    )


def _absence(unit: CatalogueUnit, context: Context) -> str:
    if unit.last_day and unit.last_day < context.period.last_day:
        why = f"kết thúc hoạt động ngày {vietnamese.day(unit.last_day)}"
    elif unit.first_day and unit.first_day > context.period.last_day:
        why = f"chỉ có từ ngày {vietnamese.day(unit.first_day)}"
    else:
        why = f"không thuộc {context.own.name}"
    return f"{unit.name} {why}, nên không có số liệu {context.period.label}. Xóa dòng hoặc chọn đúng kỳ."


def _printed_in_headers(reading: TableReading) -> list[Claim]:
    """The maxima printed in headers, `(18đ)`, to be compared."""
    return [
        claim
        for column in reading.columns
        if column.meaning and column.meaning.indicator
        for claim in title_maximum(
            reading.context.own, column.meaning.indicator, reading.table.header_cell(column.number)
        )
    ]
