"""Whether all figures together can be what they say: of their scale, not nothing, of the level named. Pure.

No cell alone shows it: 0,98 is a rate, 9,5 a total, 0 a figure. Everything here only warns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from scores import vietnamese
from scores.intake.catalogue import CatalogueIndicator, Context
from scores.intake.outcome import Log, ReadFigure
from scores.intake.printed import Figures

FEW = 3
"""Fewer figures than this may be small, or nothing, by chance."""
_NAMED = re.compile(r"\b(?:các|cấp) (sở|ban|ngành|huyện|thị xã|xã|phường)\b")
_LEVELS = {
    **dict.fromkeys(("sở", "ban", "ngành"), "department"),
    **dict.fromkeys(("huyện", "thị xã"), "district"),
    **dict.fromkeys(("xã", "phường"), "commune"),
}
_LEVEL_WORDS = {"department": "sở, ban, ngành", "district": "cấp huyện", "commune": "cấp xã"}


def check_magnitudes(figures: Figures, context: Context, log: Log) -> None:
    """Warn of rates that are parts of one, totals that are on ten, and figures that are all zero."""
    if _all_zero(figures.values()):
        log.warn(
            "all-zero",
            f"cả {len(figures)} số liệu đều bằng 0. Kiểm tra có phải tệp chưa nhập số liệu không.",
        )
        return
    by_indicator: dict[int, list[ReadFigure]] = {}
    for (_, key), figure in figures.items():
        by_indicator.setdefault(key, []).append(figure)
    for indicator in context.indicators:
        own = by_indicator.get(indicator.id, [])
        rates = [figure for figure in own if figure.rate is not None]
        small = [f.rate for f in rates if f.rate is not None]
        _tell_small(indicator, rates, small, 1, "tỷ lệ", "98% ghi là 0,98", log)
        points = [figure for figure in own if figure.points is not None and indicator.role == "total"]
        values = [figure.points for figure in points if figure.points is not None]
        _tell_small(indicator, points, values, 10, "điểm tổng", "điểm ghi theo thang 10", log)
    _zero_totals(figures, context, log)


def check_levels(
    titles: Iterable[tuple[str, str]], figures: Iterable[ReadFigure], context: Context, log: Log
) -> None:
    """Warn where a sheet's titles (sheet, text) name levels, and none of its units is of one of them."""
    named: dict[str, set[str]] = {}
    for sheet, text in titles:
        found = _NAMED.findall(vietnamese.canonical(text))
        named.setdefault(sheet, set()).update(_LEVELS[word] for word in found)
    for sheet, levels in named.items():
        units = {figure.unit_id for figure in figures if figure.sheet == sheet} - {context.own.id}
        read = {context.unit_by_id[unit].level for unit in units}
        if levels and read and not levels & read:
            log.warn(
                "other-level",
                f"tiêu đề ghi {_words(levels)}, nhưng {len(units)} đơn vị đọc được là {_words(read)}. "
                "Kiểm tra tiêu đề, hoặc chọn lại tệp.",
                sheet=sheet,
            )


def _words(levels: Iterable[str]) -> str:
    return " và ".join(_LEVEL_WORDS.get(level, "cấp tỉnh") for level in sorted(levels))


def _all_zero(figures: Iterable[ReadFigure]) -> bool:
    values = [value for f in figures for value in (f.points, f.rate, f.count) if value is not None]
    return len(values) >= FEW and not any(values)


def _tell_small(
    indicator: CatalogueIndicator,
    figures: list[ReadFigure],
    values: list[Decimal],
    limit: int,
    what: str,
    why: str,
    log: Log,
) -> None:
    if len(values) >= FEW and 0 < max(values) <= limit:
        log.warn(
            "small-scale",
            f"cả {len(values)} {what} ở cột này đều không quá {limit}. Kiểm tra có phải {why} không.",
            at=figures[0],
            of=indicator.name,
        )


def _zero_totals(figures: Figures, context: Context, log: Log) -> None:
    """A unit whose whole total is 0; where it had one before, the jump tells it already."""
    for (unit_id, indicator_id), figure in figures.items():
        total = context.total is not None and indicator_id == context.total.id
        if total and figure.points == 0 and (unit_id, indicator_id) not in context.previous:
            log.warn(
                "zero-total",
                "điểm tổng bằng 0. Nếu chưa có số liệu, ghi “Không có số liệu”.",
                at=figure,
                of=context.label_of(unit_id, indicator_id),
            )
