"""A row of figures as one piece of text, for tables in which rows of many kinds stand together."""

from __future__ import annotations

from decimal import Decimal

from scores import vietnamese
from scores.models import Figures, Indicator


def figures_text(row: Figures, indicator: Indicator) -> str:
    """`15,7/18 điểm · 87,3%`, `86/90 đơn vị`, or why there is no figure."""
    if row.no_data_reason:
        return row.get_no_data_reason_display()
    parts = []
    if row.points is not None:
        parts.append(_points(row.points, indicator))
    if row.rate is not None:
        parts.append(vietnamese.rate(row.rate))
    if row.count is not None:
        of = "" if row.count_of is None else f"/{vietnamese.count(row.count_of)}"
        parts.append(f"{vietnamese.count(row.count)}{of} {indicator.measure or 'lượt đếm'}".strip())
    return " · ".join(parts)


def _points(points: Decimal, indicator: Indicator) -> str:
    if indicator.maximum is None or indicator.role == Indicator.Role.TOTAL:
        return f"{vietnamese.decimal(points)} điểm"
    return vietnamese.points_of(points, indicator.maximum)
