"""Counts of one unit against each other: a part and its whole, a sum and its parts. It only warns. Pure."""

from __future__ import annotations

from scores import vietnamese
from scores.intake.catalogue import CatalogueIndicator, Context
from scores.intake.outcome import Log, ReadFigure
from scores.intake.printed import Figures
from scores.intake.written import about_figure


def check_counts(unit_id: int, figures: Figures, context: Context, log: Log) -> None:
    """Warn of a part above its whole, which no rate need stand beside, and of parts that do not add up."""
    for indicator in context.indicators:
        _part_of_whole(unit_id, indicator, figures, context, log)
        _sum_of_parts(unit_id, indicator, figures, context, log)


def _part_of_whole(
    unit_id: int, rate: CatalogueIndicator, figures: Figures, context: Context, log: Log
) -> None:
    part = figures.get((unit_id, rate.part_id or 0))
    whole = figures.get((unit_id, rate.whole_id or 0))
    if part is None or whole is None or part.count is None or whole.count is None:
        return
    if part.count > whole.count:
        log.warn(
            "part-above-whole",
            f"{vietnamese.count(part.count)}{in_cell(part)} lớn hơn tổng số {vietnamese.count(whole.count)}"
            f"{in_cell(whole)}. Đối chiếu cả hai số với nguồn; số nào sai thì sửa.",
            at=part,
            of=context.label_of(unit_id, part.indicator_id),
            about=about_figure(part, context),
        )


def _sum_of_parts(
    unit_id: int, whole: CatalogueIndicator, figures: Figures, context: Context, log: Log
) -> None:
    """A count against the counts below it of the same measure, where all of them are known."""
    total = figures.get((unit_id, whole.id))
    below = [part for part in context.indicators if part.parent_id == whole.id]
    alike = len(below) > 1 and all(part.measure == whole.measure for part in below)
    if total is None or total.count is None or not alike:
        return
    counts = [figures[unit_id, part.id].count for part in below if (unit_id, part.id) in figures]
    known = [count for count in counts if count is not None]
    if len(known) == len(below) and sum(known) != total.count:
        log.warn(
            "sum-of-counts",
            f"{vietnamese.count(total.count)}, cộng {len(below)} dòng bên dưới được "
            f"{vietnamese.count(sum(known))}. Đối chiếu cả {len(below) + 1} số với nguồn; số nào sai thì "
            "sửa.",
            at=total,
            of=context.label_of(unit_id, whole.id),
            about=about_figure(total, context),
        )


def in_cell(figure: ReadFigure) -> str:
    """` (ô D5)`; nothing of a figure that was typed."""
    return f" (ô {figure.cell})" if figure.cell else ""
