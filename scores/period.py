"""Months, quarters and years: parse, order, the one before, how they are called. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, total_ordering

from scores import vietnamese

MONTH, QUARTER, YEAR = "month", "quarter", "year"
_MONTHS = {MONTH: 1, QUARTER: 3, YEAR: 12}
_WRITTEN = re.compile(r"(?P<year>\d{4})(?:-(?:(?P<month>\d{2})|Q(?P<quarter>[1-4])))?")


@total_ordering
@dataclass(frozen=True)
class Period:
    """One month, quarter or year; `str()` gives `2024-10`, `2025-Q3` or `2026`."""

    kind: str
    year: int
    number: int  # 1..12 of a month, 1..4 of a quarter, 1 of a year

    @classmethod
    @lru_cache(maxsize=1024)  # every row of a release has it again
    def parse(cls, text: str) -> Period:
        """Read the spelling used in addresses and commands; ValueError (Vietnamese) for anything else."""
        match = _WRITTEN.fullmatch(text)
        if match is None or match["year"] == "0000":
            raise ValueError(f"“{text}” không phải là kỳ. Viết tháng 2024-10, quý 2025-Q3 hoặc năm 2026.")
        year = int(match["year"])
        if match["quarter"]:
            return cls(QUARTER, year, int(match["quarter"]))
        if match["month"]:
            month = int(match["month"])
            if not 1 <= month <= 12:
                raise ValueError(f"“{text}” không phải là kỳ: không có tháng {month}.")
            return cls(MONTH, year, month)
        return cls(YEAR, year, 1)

    def __str__(self) -> str:
        if self.kind == MONTH:
            return f"{self.year:04d}-{self.number:02d}"
        if self.kind == QUARTER:
            return f"{self.year:04d}-Q{self.number}"
        return f"{self.year:04d}"

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Period):
            return NotImplemented
        # A longer period that ends the same day comes after the shorter ones it is made of.
        return (self.last_day, _MONTHS[self.kind]) < (other.last_day, _MONTHS[other.kind])

    @property
    def first_day(self) -> date:
        return date(self.year, (self.number - 1) * _MONTHS[self.kind] + 1, 1)

    @property
    def last_day(self) -> date:
        """The day whose units count for this period."""
        month = self.number * _MONTHS[self.kind]
        return date(self.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)

    @property
    def before(self) -> Period:
        """The period of the same kind that ends where this one begins."""
        per_year = 12 // _MONTHS[self.kind]
        if self.number == 1:
            return Period(self.kind, self.year - 1, per_year)
        return Period(self.kind, self.year, self.number - 1)

    @property
    def after(self) -> Period:
        """The period of the same kind that begins where this one ends."""
        per_year = 12 // _MONTHS[self.kind]
        if self.number == per_year:
            return Period(self.kind, self.year + 1, 1)
        return Period(self.kind, self.year, self.number + 1)

    @property
    def months(self) -> tuple[Period, ...]:
        """The months it is made of, in order; of a month itself that one."""
        length = _MONTHS[self.kind]
        first = (self.number - 1) * length + 1
        return tuple(Period(MONTH, self.year, first + place) for place in range(length))

    @property
    def label(self) -> str:
        """`tháng 02/2025` (months 1 and 2 with a zero, the others without), `quý III/2025`, `năm 2026`."""
        if self.kind == MONTH:
            month = f"{self.number:02d}" if self.number < 3 else str(self.number)
            return f"tháng {month}/{self.year}"
        if self.kind == QUARTER:
            return f"quý {('I', 'II', 'III', 'IV')[self.number - 1]}/{self.year}"
        return f"năm {self.year}"

    def label_of_part(self, as_of: date | None) -> str:
        """The label where only part of the period has passed; the day is left out where it is not known."""
        if as_of is None:
            return f"{self.label} (một phần kỳ, chưa hết kỳ)"
        return f"{self.label} (tính đến ngày {vietnamese.day(as_of)})"
