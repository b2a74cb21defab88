"""What letters remark on, as sentences without their full stop: who and what is low, who moved, what is left
undone. Empty where nobody is concerned. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from scores import vietnamese
from scores.letters import wording
from scores.letters.facts import Figure, IndicatorFact, LevelFacts
from scores.letters.standouts import Standouts
from scores.models import Level


def low_units(level: LevelFacts, indicator: IndicatorFact, limit: Decimal) -> str:
    """`Tiến độ giải quyết dưới 95%: UBND xã Cương Chính 82,71%; …`; empty if nobody is below."""
    units = [
        f"{wording.body_name(unit)} {vietnamese.rate(rate)}"
        for unit in level.below(indicator.code, limit)
        if (rate := unit.figures[indicator.code].rate) is not None
    ]
    return _listed(f"{indicator.name} dưới {vietnamese.rate(limit)}", units)


def open_count(level: LevelFacts, indicator: IndicatorFact) -> str:
    """`Hồ sơ chưa số hóa kết quả: UBND xã Trung Dũng 36 hồ sơ; …`; empty if nothing is left undone."""
    units = [
        f"{wording.body_name(unit)} {wording.counted(unit.figures[indicator.code])}"
        for unit in level.still_open(indicator.code)
    ]
    return _listed(indicator.name, units)


def groups_named(figures: Iterable[Figure], *, zeros: bool = False) -> list[str]:
    """`Số hóa hồ sơ (16,9/22 điểm)`, one a group."""
    return [
        f"{figure.indicator.name} ({wording.points_of(figure.points, figure.indicator.maximum, zeros=zeros)})"
        for figure in figures
        if figure.points is not None
    ]


def below_average(figures: Sequence[Figure], *, zeros: bool = False) -> str:
    """Names the groups below the national average, one or several; empty for none."""
    named = [f"{figure.indicator.name} ({_against_average(figure, zeros)})" for figure in figures]
    start = "Nhóm chỉ số" if len(named) == 1 else "Các nhóm chỉ số"
    return _listed(f"{start} thấp hơn trung bình cả nước", named)


def low_groups(figures: Sequence[Figure], *, zeros: bool = False) -> str:
    """Names the groups low against their maximum, one or several; empty for none."""
    named = groups_named(figures, zeros=zeros)
    start = "Nhóm chỉ số" if len(named) == 1 else "Các nhóm chỉ số"
    return _listed(f"{start} còn thấp so với điểm tối đa", named)


def lowest_units(level: LevelFacts, found: Standouts, *, zeros: bool = False) -> str:
    """`Các đơn vị cấp xã có tổng điểm thấp nhất: UBND xã A 46 điểm; …`; empty for nobody."""
    return _stood_out(f"{_units(level, found)} có tổng điểm thấp nhất", found, zeros=zeros)


def moved_units(level: LevelFacts, found: Standouts, before: str) -> str:
    """`Các đơn vị cấp xã tăng điểm nhiều nhất so với tháng 7/2024: UBND xã A tăng 6,96 điểm; …`."""
    if not found:
        return ""
    start = f"{_units(level, found)} {wording.direction(found.named[0][1])} điểm nhiều nhất so với {before}"
    return _stood_out(start, found, moved=True)


def stood_out(found: Standouts, *, moved: bool = False, zeros: bool = False) -> str:
    """`UBND xã A 46 điểm; UBND xã B 47 điểm và 24 đơn vị khác cùng 47 điểm`; `tăng 6,96 điểm` where moved."""
    told = [
        wording.moved_by(change) if moved else f"{wording.points(change, zeros=zeros)} điểm"
        for _, change in found.named
    ]
    named = [f"{wording.body_name(unit)} {text}" for (unit, _), text in zip(found.named, told, strict=True)]
    others = f" và {found.others} đơn vị khác cùng {told[-1]}" if found.others else ""
    return f"{'; '.join(named)}{others}"


def nobody_moved(level: LevelFacts, direction: str, before: str) -> str:
    return f"Không có {wording.unit_of_level(level)} nào {direction} điểm so với {before}"


def _against_average(figure: Figure, zeros: bool) -> str:
    own = figure.points if figure.average_is_of_points else figure.rate
    if own is None:
        return ""
    text = f"{wording.points(own, zeros=zeros)} điểm" if figure.average_is_of_points else vietnamese.rate(own)
    return f"{text}, trung bình cả nước {wording.average_told(figure, zeros=zeros)}"


def _listed(start: str, items: Sequence[str]) -> str:
    return f"{start}: {'; '.join(items)}" if items else ""


def _units(level: LevelFacts, found: Standouts) -> str:
    several = len(found.named) + found.others > 1
    if several and level.level == Level.DEPARTMENT:
        return "Các sở, ban, ngành"
    unit = wording.unit_of_level(level)
    return f"Các {unit}" if several else wording.upper_first(unit)


def _stood_out(start: str, found: Standouts, *, moved: bool = False, zeros: bool = False) -> str:
    return f"{start}: {stood_out(found, moved=moved, zeros=zeros)}" if found else ""
