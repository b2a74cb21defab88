"""Deadlines in working days, counted as offices count them, and how they are said. Pure.

Saturdays and Sundays do not count. Public holidays do: which days are off is decided each year, so a deadline
is always shown with its day, and whoever sets it near a holiday gives more days.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

from scores import vietnamese

CLOSING = time(17)
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_FRIDAY = 4


def after(day: date, count: int) -> date:
    """The `count`th working day after a day: `after(Friday, 1)` is Monday."""
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() <= _FRIDAY
    return day


def closing(day: date, zone: tzinfo) -> datetime:
    """When offices close that day: 17:00."""
    return datetime.combine(day, CLOSING, tzinfo=zone)


def named(day: date) -> str:
    """`thứ Ba, 24/11/2026`."""
    return f"{_WEEKDAYS[day.weekday()]}, {vietnamese.day(day)}"
