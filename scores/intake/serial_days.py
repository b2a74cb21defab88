"""Excel's numbers that stand for days and times. Pure."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from decimal import Decimal

EPOCH_1900 = datetime(1899, 12, 30)  # noqa: DTZ001  # a cell's date has no zone
EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.I)
_DAY_OR_TIME = re.compile(r"[dmhysb]", re.I)
_DURATION = re.compile(r"\[[hms]+\]", re.I)
_DATE_FORMATS = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_CODES = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    37: "#,##0;(#,##0)",
    38: "#,##0;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)",
    49: "@",
    20: "h:mm",
    21: "h:mm:ss",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
}


def built_in(number: int) -> tuple[str, bool]:
    """The code of a format that every workbook knows by number, and whether it shows a day or a time."""
    is_date = number in _DATE_FORMATS
    return _CODES.get(number, "dd/mm/yyyy" if is_date else "General"), is_date


def shows_day_or_time(code: str) -> bool:
    """Whether a format of a workbook's own shows a day or a time: `dd/mm/yyyy`, `[h]:mm`, not `0" đ"`."""
    if "general" in code.lower():
        return False
    return _DAY_OR_TIME.search(_NOT_SHOWN.sub("", code)) is not None


def from_serial(
    number: int | float | Decimal, code: str, epoch: datetime
) -> datetime | time | timedelta | None:
    """The day, time of day or duration of a number; None where there is no such day."""
    try:
        length = timedelta(milliseconds=round(float(number) * 86_400_000))
        if _DURATION.search(code):
            return length
        if timedelta(0) <= length < timedelta(days=1):
            return (EPOCH_1900 + length).time()
        # Excel counts a 29/02/1900 that never was.
        early = epoch == EPOCH_1900 and length < timedelta(days=60)
        return epoch + length + timedelta(days=1 if early and length > timedelta(0) else 0)
    except (OverflowError, ValueError):
        return None
