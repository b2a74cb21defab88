"""Units of a level that a file leaves out: each needs figures in the draft, or a person's reason. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from scores.intake import asking
from scores.intake.catalogue import CatalogueUnit, Context
from scores.intake.checks import names_of
from scores.intake.decisions import Asks
from scores.intake.outcome import BLOCKS, About, Log, WithoutData
from scores.intake.printed import Figures

_NAMED = 5
_OPEN_NAMES = {Asks.UNIT, Asks.SHEET, Asks.HIDDEN}
"""While one of these is open nobody can say which units a file holds."""


@dataclass(frozen=True)
class _Level:
    """The units of one level, and the indicators that the file lacks of each it leaves out."""

    units: list[CatalogueUnit]
    missing: Mapping[int, tuple[int, ...]]

    @property
    def is_few(self) -> bool:
        """Less than nine tenths are there. A single unit may always lack: of nine it is more than a tenth."""
        there = len(self.units) - len(self.missing)
        return len(self.missing) > 1 and there * 10 < len(self.units) * 9


def ask_missing(figures: Figures, context: Context, log: Log) -> tuple[WithoutData, ...]:
    """Block for every unit left out until a person gives the reason; gives back those said to have no data.

    Levels that the file does not touch are let be, and so are units whose figures the draft holds. A file
    that has few of a level's units must first be confirmed to be the right one.
    """
    blocking = [found for found in log.findings if found.severity == BLOCKS]
    if any(found.question and found.question.asks in _OPEN_NAMES for found in blocking):
        return ()
    without: list[WithoutData] = []
    for level in _levels(figures, context, log):
        if level.is_few and not _right_file(level, context, log):
            continue
        answers = {unit: context.decisions.of(Asks.MISSING, str(unit)) for unit in level.missing}
        open_units = [unit for unit in level.units if unit.id in answers and answers[unit.id] is None]
        for unit in level.units:
            if answers.get(unit.id) == asking.NO_DATA:
                without.append(WithoutData(unit.id, level.missing[unit.id]))
            elif answers.get(unit.id, asking.ELSEWHERE) != asking.ELSEWHERE:
                sentence = _sentence(answers[unit.id], level, open_units, context)
                log.block(
                    "missing-unit",
                    sentence,
                    of=unit.name,
                    about=About(unit.name),
                    question=asking.missing(unit),
                )
    return tuple(without)


def _levels(figures: Figures, context: Context, log: Log) -> list[_Level]:
    present = {unit for unit, _ in figures}
    # A unit whose cell is being asked about is not left out.
    asked = {found.unit for found in log.findings if found.severity == BLOCKS}
    levels: list[_Level] = []
    others = [unit for unit in context.units if unit.id != context.own.id]
    for name in dict.fromkeys(unit.level for unit in others):
        units = [unit for unit in others if unit.level == name]
        ids = {unit.id for unit in units}
        indicators = sorted({indicator for unit, indicator in figures if unit in ids})
        missing = {
            unit.id: lacking
            for unit in units
            if unit.id not in present and unit.name not in asked
            if (lacking := _lacking(unit.id, indicators, context))
        }
        if missing:
            levels.append(_Level(units, missing))
    return levels


def _lacking(unit: int, indicators: Collection[int], context: Context) -> tuple[int, ...]:
    return tuple(indicator for indicator in indicators if (unit, indicator) not in context.entered)


def _right_file(level: _Level, context: Context, log: Log) -> bool:
    there = [unit for unit in level.units if unit.id not in level.missing]
    return log.block_until_confirmed(
        "few-units",
        f"tệp chỉ có {len(there)}/{len(level.units)} đơn vị cùng cấp với {there[0].name}. Kiểm tra có chọn "
        "nhầm tệp, cấp, cơ quan hay kỳ không; đúng tệp thì xác nhận, rồi chọn lý do cho từng đơn vị thiếu.",
        context.decisions,
    )


def _sentence(answer: str | None, level: _Level, open_units: list[CatalogueUnit], context: Context) -> str:
    if answer == asking.FORGOTTEN:
        return "chưa có trong tệp. Thêm dòng của đơn vị vào tệp rồi tải tệp đã sửa lên."
    if answer == asking.DISSOLVED:
        return (
            f"danh mục còn ghi đơn vị này hoạt động trong {context.period.label}. Quản trị viên ghi ngày kết "
            "thúc hoạt động ở trang Danh mục, rồi bấm “Đọc lại”."
        )
    names = names_of(open_units, _NAMED)
    return f"thiếu {len(open_units)}/{len(level.units)} đơn vị: {names}. Chọn lý do cho từng đơn vị."
