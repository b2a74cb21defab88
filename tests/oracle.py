"""The naive re-implementation: slow, obvious, written from the rules and not from the code."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal


def rank(figures: Mapping[str, Decimal | None], unit: str) -> int | None:
    """One more than the number of units with a better figure."""
    own = figures[unit]
    if own is None:
        return None
    return 1 + sum(1 for other in figures.values() if other is not None and other > own)


def of(figures: Mapping[str, Decimal | None]) -> int:
    return sum(1 for figure in figures.values() if figure is not None)


def tied(figures: Mapping[str, Decimal | None], unit: str) -> bool:
    own = figures[unit]
    return own is not None and list(figures.values()).count(own) > 1


def rating(points: Decimal) -> str:
    """The bands of the 2022 index, in integers of hundredths."""
    hundredths = int(points * 100)
    if hundredths >= 9000:
        return "Xuất sắc"
    if hundredths >= 8000:
        return "Tốt"
    if hundredths >= 7000:
        return "Khá"
    if hundredths >= 5000:
        return "Trung bình"
    return "Yếu"
