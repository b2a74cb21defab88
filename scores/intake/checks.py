"""Checks over a whole file: periods, sums, rates from counts, the release before. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from scores import vietnamese
from scores.groups import adding_up
from scores.intake import asking, named_periods
from scores.intake.against_before import compare_with_before
from scores.intake.catalogue import CatalogueIndicator, CatalogueUnit, Context
from scores.intake.counts import check_counts, in_cell
from scores.intake.decisions import Asks
from scores.intake.matching import unit_key
from scores.intake.outcome import Log
from scores.intake.printed import Figures
from scores.intake.written import about_figure

HALF = Decimal("0.5")
_OF_A_LETTER = re.compile(r"kèm theo|công văn|báo cáo số|văn phòng|quyết định")


def check_periods(titles: Iterable[tuple[str, str]], context: Context, log: Log) -> None:
    """Block titles (sheet, text) that name another period, or a part of one that counts as whole."""
    agreed = False
    told: set[tuple[str, str]] = set()
    titles = list(titles)
    for _, text in titles:
        agreed = agreed or any(name.agrees(context.period) for name in named_periods.named(text))
    for sheet, text in titles:
        for name in named_periods.named(text):
            fits = name.agrees(context.period) or (agreed and name.lies_in(context.period))
            if fits or (sheet, name.text) in told:
                continue
            told.add((sheet, name.text))
            if context.decisions.of(Asks.SHEET, sheet) != asking.READ:
                sentence = _other_period(name.text, f"“{text}”", context, " bỏ trang này,")
                log.block("wrong-period", sentence, sheet=sheet, question=asking.sheet(sheet))
        _check_part(sheet, text, context, log)
    for name in named_periods.named_in_file(log.file_name):
        if not name.agrees(context.period) and ("", name.text) not in told:
            told.add(("", name.text))
            sentence = _other_period(name.text, "tên tệp", context)
            if agreed or name.lies_in(context.period):
                log.warn("wrong-period", sentence)
            else:
                log.block_until_confirmed("wrong-period", sentence, context.decisions)


def check_office(sheet: str, titles: Iterable[str], context: Context, log: Log) -> None:
    """Block the title of a one-unit table that names another office's unit."""
    for title in titles:
        key = unit_key(title)
        if _OF_A_LETTER.search(key) or any(unit_key(name) in key for name in context.own.names):
            continue
        for name in context.other_offices:
            if re.search(rf"\b{re.escape(unit_key(name))}\b", key):
                log.block(
                    "wrong-office",
                    f"“{title}” là của {name}, nhưng đang nhập cho {context.office_name}. "
                    "Chọn lại cơ quan hoặc tệp.",
                    sheet=sheet,
                )
                return


def _other_period(named: str, where: str, context: Context, else_: str = "") -> str:
    """What a title or the file's name says, and what to do: choose, or (`else_`), or mend."""
    said = f"{where} ghi {named}, nhưng đang nhập {context.period.label}."
    return f"{said} Chọn lại kỳ,{else_} hoặc sửa trong tệp."


def _check_part(sheet: str, text: str, context: Context, log: Log) -> None:
    part, until = named_periods.part_until(text, context.period)
    if part and not context.partial:
        day = f" ngày {vietnamese.day(until)}" if until else " ngày lấy số liệu (nếu biết)"
        log.block(
            "part-of-period",
            f"“{text}” cho biết số liệu chỉ tính một phần {context.period.label}. "
            f"Khi lập đợt, đánh dấu “Kỳ chưa hết khi lấy số liệu” và ghi{day}; hoặc tải tệp của cả kỳ.",
            sheet=sheet,
        )
    elif part and until and context.as_of and until != context.as_of:
        log.block(
            "part-of-period",
            f"“{text}” tính đến ngày {vietnamese.day(until)}, nhưng đang nhập số liệu tính đến ngày "
            f"{vietnamese.day(context.as_of)}. Sửa ngày cho khớp.",
            sheet=sheet,
        )


def check_figures(figures: Figures, context: Context, log: Log) -> None:
    """Everything that warns once the figures are known."""
    for unit_id in sorted({unit for unit, _ in figures}):
        _sum_of_groups(unit_id, figures, context, log)
        _rates_of_counts(unit_id, figures, context, log)
        check_counts(unit_id, figures, context, log)
    _counts_of_units(figures, context, log)
    compare_with_before(figures, context, log)


def missing_of_levels(
    figures: Figures, context: Context
) -> Iterator[tuple[Sequence[CatalogueUnit], Sequence[CatalogueUnit]]]:
    """The units left out of each level that the figures touch, and all of that level."""
    present = {unit for unit, _ in figures}
    others = [unit for unit in context.units if unit.id != context.own.id]
    for level in dict.fromkeys(unit.level for unit in others):
        of_level = [unit for unit in others if unit.level == level]
        missing = [unit for unit in of_level if unit.id not in present]
        if missing and len(missing) < len(of_level):
            yield missing, of_level


def names_of(units: Sequence[CatalogueUnit], most: int = 20) -> str:
    """`Sở Y tế, Sở Nội vụ và 3 đơn vị khác`."""
    named = ", ".join(unit.name for unit in units[:most])
    return named + (f" và {len(units) - most} đơn vị khác" if len(units) > most else "")


def _sum_of_groups(unit_id: int, figures: Figures, context: Context, log: Log) -> None:
    """The total against its groups, if all are there; each figure may be off by half its last digit."""
    total = context.total
    if total is None:
        return
    of_unit = {
        indicator.id: figure.points
        for indicator in context.indicators
        if (figure := figures.get((unit_id, indicator.id))) and figure.points is not None
    }
    groups = adding_up(context.indicators, of_unit)
    _sum_of_parts(unit_id, figures, of_unit, context, log)
    whole = figures.get((unit_id, total.id))
    points = [of_unit[group.id] for group in groups if group.id in of_unit]
    if whole is None or whole.points is None or not groups or len(points) != len(groups):
        return
    digits = max(map(_places, points))
    slack = HALF.scaleb(-digits) * len(points) + HALF.scaleb(-_places(whole.points))
    added = sum(points, Decimal(0))
    if abs(added - whole.points) > slack:
        log.warn(
            "sum-of-groups",
            f"tổng điểm {vietnamese.decimal(whole.points)}, cộng "
            f"{len(points)} nhóm được {vietnamese.decimal(added)}. Đối chiếu với nguồn; số nào sai thì sửa.",
            at=whole,
            of=context.unit_by_id[unit_id].name,
            about=about_figure(whole, context),
        )


def _sum_of_parts(
    unit_id: int, figures: Figures, of_unit: dict[int, Decimal], context: Context, log: Log
) -> None:
    """A group of groups against its parts, where both are there."""
    groups = [indicator for indicator in context.indicators if indicator.role == "group"]
    for whole in groups:
        parts = [of_unit[part.id] for part in groups if part.parent_id == whole.id and part.id in of_unit]
        if not parts or whole.id not in of_unit:
            continue
        if len(parts) < sum(part.parent_id == whole.id for part in groups):
            continue
        if abs(sum(parts, Decimal(0)) - of_unit[whole.id]) > _slack([*parts, of_unit[whole.id]]):
            figure = figures[unit_id, whole.id]
            log.warn(
                "sum-of-parts",
                f"{vietnamese.decimal(of_unit[whole.id])} điểm, cộng {len(parts)} nhóm bên trong được "
                f"{vietnamese.decimal(sum(parts, Decimal(0)))}. Đối chiếu cả {len(parts) + 1} số "
                "với nguồn; số nào sai thì sửa.",
                at=figure,
                of=context.label_of(unit_id, whole.id),
                about=about_figure(figure, context),
            )


def _slack(numbers: Iterable[Decimal]) -> Decimal:
    """How far printed figures and their sum may be apart: half the last digit of each."""
    return sum((HALF.scaleb(-_places(number)) for number in numbers), Decimal(0))


def _rates_of_counts(unit_id: int, figures: Figures, context: Context, log: Log) -> None:
    """A rate against the two counts it follows from, whether rounded or cut at the digits printed."""
    for indicator in context.indicators:
        if indicator.part_id is None or indicator.whole_id is None:
            continue
        rate = figures.get((unit_id, indicator.id))
        part = figures.get((unit_id, indicator.part_id))
        whole = figures.get((unit_id, indicator.whole_id))
        if rate is None or rate.rate is None or not part or not whole:
            continue
        if part.count is None or not whole.count or part.count > whole.count:
            continue  # a part above its whole is told once
        if not follows(rate.rate, part.count, whole.count):
            computed = (Decimal(part.count) * 100 / whole.count).quantize(Decimal("0.01"))
            log.warn(
                "rate-of-counts",
                f"tỷ lệ {vietnamese.rate(rate.rate)}, nhưng {vietnamese.count(part.count)}{in_cell(part)} "
                f"trên {vietnamese.count(whole.count)}{in_cell(whole)} là {vietnamese.rate(computed)}. "
                "Đối chiếu cả ba số với nguồn; số nào sai thì sửa.",
                at=rate,
                of=indicator.name,
                about=about_figure(rate, context),
            )


def follows(rate: Decimal, part: int, whole: int) -> bool:
    """Whether a printed rate is part/whole in percent, rounded or cut at its own digits."""
    unit = Decimal(1).scaleb(-_places(rate))
    exact = Decimal(part) * 100 / whole
    return rate <= exact < rate + unit or abs(exact - rate) <= unit / 2


def _counts_of_units(figures: Figures, context: Context, log: Log) -> None:
    """The own unit's count against the sum of a level's units, where all of them have one."""
    for indicator in context.indicators:
        own = figures.get((context.own.id, indicator.id))
        if own is None or own.count is None or own.count_of is not None:
            continue
        sums = _sums_of_levels(indicator, figures, context)
        if sums and own.count not in sums.values():
            added = min(sums.values(), key=lambda value: abs(value - (own.count or 0)))
            log.warn(
                "counts-of-units",
                f"{context.own.name} có {vietnamese.count(own.count)}, cộng các đơn vị được "
                f"{vietnamese.count(added)}. Đối chiếu số của từng đơn vị với nguồn; số nào sai thì sửa.",
                at=own,
                of=indicator.name,
                about=about_figure(own, context),
            )


def _sums_of_levels(indicator: CatalogueIndicator, figures: Figures, context: Context) -> dict[str, int]:
    sums: dict[str, int] = {}
    for level in {unit.level for unit in context.units if unit.id != context.own.id}:
        of_level = [unit for unit in context.units if unit.level == level and unit.id != context.own.id]
        counts = [
            figures[unit.id, indicator.id].count for unit in of_level if (unit.id, indicator.id) in figures
        ]
        known = [count for count in counts if count is not None]
        if len(known) == len(of_level):
            sums[level] = sum(known)
    return sums


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
