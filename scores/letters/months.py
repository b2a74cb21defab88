"""A month of the index as a quarter's report tells it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from scores import vietnamese
from scores.letters import wording
from scores.letters.facts import Figure
from scores.period import Period


@dataclass(frozen=True)
class MonthFacts:
    """One month of the quarter; `version` 0 where nothing of it is public."""

    period: Period
    version: int = 0
    partial: bool = False
    as_of: date | None = None
    published_at: datetime | None = None
    total: Figure | None = None
    unit_before: str = ""
    """The unit the office spoke for then, where that is another than the quarter's."""


def month_told(month: MonthFacts, *, zeros: bool = False) -> str:
    """`Tháng 7/2025: 74,88/100 điểm, xếp hạng 20/34 toàn quốc`; what is not public is said to be so."""
    return f"{month_name(month)}: {_result(month, zeros)}{_version(month)}"


def months_told(months: Sequence[MonthFacts], *, zeros: bool = False) -> str:
    """All of them in one sentence: `Tháng 7/2025: …; tháng 8/2025: …`."""
    first, *others = [month_told(month, zeros=zeros) for month in months]
    return "; ".join((first, *map(wording.lower_first, others)))


def month_name(month: MonthFacts) -> str:
    """`Tháng 7/2025`; a part `Từ đầu tháng 9 đến nay`, or `… đến ngày 15/9/2025` where that is known."""
    if not month.partial:
        return wording.upper_first(month.period.label)
    until = f"ngày {vietnamese.day(month.as_of)}" if month.as_of else "nay"
    return f"Từ đầu tháng {vietnamese.month_number(month.period.number)} đến {until}"


def _result(month: MonthFacts, zeros: bool) -> str:
    if not month.version:
        return "chưa có số liệu công bố"
    told = wording.told(month.total, zeros=zeros) if month.total else "số liệu công bố không có tổng điểm"
    of = f", là kết quả của {wording.lower_first(month.unit_before)} trước khi sắp xếp"
    return f"{told}{of if month.unit_before else ''}"


def _version(month: MonthFacts) -> str:
    """Which version a corrected month is told by; a reader may hold the letter of an earlier one."""
    if month.version < 2 or month.published_at is None:
        return ""
    day = vietnamese.day(localdate(month.published_at))
    return f" (số liệu đính chính, công bố lần {month.version} ngày {day})"
