"""Reading small tables with answers given, and taking questions and figures out of what was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from scores.intake.catalogue import Context
from scores.intake.decisions import Decisions, Question
from scores.intake.outcome import Reading
from scores.intake.reading import read
from tests.workbooks import Row, Sheet, workbook

TITLE: Row = ["KẾT QUẢ THÁNG 10/2024"]
HEADER: Row = ["Stt", "Tên cơ quan, đơn vị", "Điểm tổng hợp"]
KIM_DONG, AN_THI = "Huyện Kim Động", "Huyện Ân Thi"
PERSON = "Nguyễn Thị Nhập"


def alone(context: Context) -> Context:
    """The same with an empty draft: the file speaks for all units."""
    return replace(context, entered=frozenset())


def decided(context: Context, given_answers: Mapping[str, str]) -> Context:
    people = dict.fromkeys(given_answers, PERSON)
    return replace(context, decisions=Decisions(dict(given_answers), people))


def read_rows(
    context: Context, *rows: Row, header: Row = HEADER, decisions: Mapping[str, str] | None = None
) -> Reading:
    return read_sheets(context, {"Bảng": [TITLE, header, *rows]}, decisions)


def read_sheets(
    context: Context, sheets: Mapping[str, Sheet | list[Row]], decisions: Mapping[str, str] | None = None
) -> Reading:
    return read(workbook(sheets), "bảng.xlsx", decided(context, decisions or {}))


def question(reading: Reading, code: str) -> Question:
    """The question of the one finding that blocks."""
    (finding,) = [finding for finding in reading.findings if finding.severity == "blocks"]
    assert finding.code == code, finding.message
    assert finding.question is not None
    return finding.question


def choices(asked: Question) -> list[str]:
    return [choice.value for choice in asked.choices]


def points(reading: Reading, name: str, context: Context, code: str = "total") -> Decimal | int | None:
    found = [
        figure.points
        for figure in reading.figures
        if context.unit_by_id[figure.unit_id].name == name
        and context.indicator_by_id[figure.indicator_id].code == code
    ]
    return found[0] if found else None


def unit_id(context: Context, name: str) -> str:
    return str(next(unit.id for unit in context.units if unit.name == name))


def indicator_id(context: Context, code: str) -> int:
    return next(indicator.id for indicator in context.indicators if indicator.code == code)


def left(reading: Reading) -> list[str]:
    return [row.why for row in reading.left_out]
