"""A sum whose cell is a formula that nobody ever computed: added up here, and told. Pure.

Only a total, or a group of groups, follows from other figures of the file; any other formula is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from scores import vietnamese
from scores.groups import adding_up
from scores.intake.catalogue import CatalogueIndicator, Context
from scores.intake.claims import Claim
from scores.intake.figures import HUNDRED, Kind
from scores.intake.headers import Holds
from scores.intake.outcome import Log, ReadFigure
from scores.intake.workbook import Cell
from scores.intake.written import about_claim

Subject = tuple[int, int]
_RAW = "công thức chưa có kết quả"


def is_open(claims: list[Claim], context: Context) -> bool:
    """Whether these claims of one subject hold a sum that is still to be computed."""
    return any(_is_open(claim, context) for claim in claims)


def computed(
    waiting: Mapping[Subject, list[Claim]],
    figures: dict[Subject, ReadFigure | None],
    read: Callable[[list[Claim]], ReadFigure | None],
    context: Context,
    log: Log,
) -> None:
    """Put what waited among the figures: added up where every summand is there, else refused by `read`.

    Groups of groups come before totals, which may need them.
    """
    for (unit, _), claims in sorted(waiting.items(), key=lambda item: item[1][0].indicator.role == "total"):
        subject = (unit, claims[0].indicator.id)
        added = _added(unit, claims[0].indicator, figures, context)
        if added is None:
            figures[subject] = read(claims)
            continue
        value, number = added
        figure = read([_with_value(claim, value) if _is_open(claim, context) else claim for claim in claims])
        figures[subject] = replace(figure, raw=_RAW) if figure else None
        for claim in (claim for claim in claims if _is_open(claim, context)):
            log.warn(
                "computed-sum",
                f"ô là công thức chưa có kết quả; cộng {number} nhóm được "
                f"{vietnamese.decimal(value)}. Đúng thì xác nhận; nếu không, mở tệp bằng Excel, bấm Lưu rồi "
                "tải lên lại.",
                at=claim.cell,
                of=claim.label,
                about=replace(about_claim(claim, context, figure), raw=_RAW),
            )


def _is_open(claim: Claim, context: Context) -> bool:
    kind = claim.kind or claim.likely or claim.indicator.default_kind
    is_own = claim.holds is Holds.FIGURE and claim.cell.uncomputed
    return is_own and kind is Kind.POINTS and bool(_summands(claim.indicator, {}, context))


def _summands(
    whole: CatalogueIndicator, points: Mapping[int, Decimal], context: Context
) -> list[CatalogueIndicator]:
    if whole.role == "total":
        return adding_up(context.indicators, points)
    return [part for part in context.indicators if part.role == "group" and part.parent_id == whole.id]


def _added(
    unit: int, whole: CatalogueIndicator, figures: Mapping[Subject, ReadFigure | None], context: Context
) -> tuple[Decimal, int] | None:
    """The sum and of how many; None where a summand is missing, or the sum is more than it can be."""
    points = {
        indicator: figure.points
        for (of, indicator), figure in figures.items()
        if of == unit and figure and figure.points is not None
    }
    parts = _summands(whole, points, context)
    if any(part.id not in points for part in parts):
        return None
    added = sum((points[part.id] for part in parts), Decimal(0))
    return (added, len(parts)) if added <= (whole.maximum or HUNDRED) else None


def _with_value(claim: Claim, value: Decimal) -> Claim:
    cell = claim.cell
    return replace(claim, cell=Cell(cell.sheet, cell.address, cell.row, cell.column, value))
