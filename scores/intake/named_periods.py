"""Periods that titles, sheet names and file names speak of. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from scores.period import MONTH, QUARTER, YEAR, Period

# Dates of letters, legal bases, and the month a figure is compared with are not the file's own period.
_NOT_ITS_OWN = re.compile(
    r"ngay[\s._]*\d{0,2}[\s._]*thang[\s._]*\d{0,2}[\s._]*nam[\s._]*\d{4}"
    r"|(?:so voi|cung ky|ke hoach|quyet dinh|nghi quyet|nghi dinh|thong tu)[^;.()]*?"
    r"(?:thang|quy|nam)\s*[\divx]{1,4}(?:\s*(?:[/.-]|nam)\s*\d{4})?"
)
_MONTH = re.compile(r"\bthang[\s_.-]*(\d{1,2})(?!\d)(?:[\s_]*(?:[/._-]|nam|\s)[\s_]*(\d{4}))?")
_QUARTER = re.compile(r"\bquy[\s_.-]*(iv|i{1,3}|[1-4])\b(?:[\s_]*(?:[/._-]|nam|\s)[\s_]*(\d{4}))?")
_YEAR = re.compile(r"\bnam[\s_.-]*(\d{4})\b")
_FILE_MONTH = re.compile(r"(?<!\d)(20\d\d)[-_.](0[1-9]|1[0-2])(?![\d])(?![-_.]\d)")
_FILE_MONTH_FIRST = re.compile(r"(?<![\dq])(?:t|th)?(0?[1-9]|1[0-2])[-_.](20\d\d)(?!\d)")
_FILE_QUARTER = re.compile(r"(?<!\d)(20\d\d)[-_.]?q([1-4])\b|\bq([1-4])[-_.]?(20\d\d)(?!\d)")
_AS_OF = re.compile(r"(?:tinh den|den)(?:\s*het)?\s*(?:ngay)?\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_UNTIL_NOW = re.compile(r"\bden nay\b|\bden thoi diem (?:nay|hien tai|bao cao)\b|\btu dau thang\b")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@dataclass(frozen=True)
class Named:
    """A period as named: its kind and number, the year where it is said."""

    kind: str
    number: int
    year: int | None
    text: str

    def agrees(self, period: Period) -> bool:
        """Whether it is the period, or one that the period lies in; a part of the period does not name it."""
        if self.year is not None and self.year != period.year:
            return False
        if self.kind == period.kind:
            return self.number == period.number
        if self.kind == YEAR:
            return True
        return self.kind == QUARTER and period.kind == MONTH and (period.number - 1) // 3 + 1 == self.number

    def lies_in(self, period: Period) -> bool:
        """Whether it is a part of the period: a month of the quarter, a quarter of the year."""
        if self.year is not None and self.year != period.year:
            return False
        if period.kind == YEAR:
            return self.kind in (MONTH, QUARTER)
        return period.kind == QUARTER and self.kind == MONTH and (self.number - 1) // 3 + 1 == period.number


def named(text: str) -> list[Named]:
    """The periods a title names, letter dates and comparisons left away."""
    text = _NOT_ITS_OWN.sub(" ", _plain(text))
    found = [
        Named(
            MONTH, int(match[1]), _year(match[2]), f"tháng {match[1]}" + (f"/{match[2]}" if match[2] else "")
        )
        for match in _MONTH.finditer(text)
        if 1 <= int(match[1]) <= 12
    ]
    for match in _QUARTER.finditer(text):
        number = _ROMAN.get(match[1]) or int(match[1])
        found.append(
            Named(
                QUARTER,
                number,
                _year(match[2]),
                f"quý {match[1].upper()}" + (f"/{match[2]}" if match[2] else ""),
            )
        )
    if not found:
        found = [Named(YEAR, 1, int(match[1]), f"năm {match[1]}") for match in _YEAR.finditer(text)]
    return found


def named_in_file(name: str) -> list[Named]:
    """The periods a file name speaks of: `2024-10-…`, `thang 10-2024`, `T10.2024`, `2025-q3`."""
    text = re.sub(r"\.\w{2,5}$", "", _plain(name))
    found = named(text.replace("_", " "))
    if found:
        return found
    for match in _FILE_QUARTER.finditer(text):
        number, year = match[2] or match[3], match[1] or match[4]
        found.append(Named(QUARTER, int(number), int(year), f"quý {number}/{year}"))
    for match in _FILE_MONTH.finditer(text):
        found.append(Named(MONTH, int(match[2]), int(match[1]), f"tháng {int(match[2])}/{match[1]}"))
    for match in _FILE_MONTH_FIRST.finditer(text):
        if not re.search(r"\d[-_.]$", text[: match.start()]):
            found.append(Named(MONTH, int(match[1]), int(match[2]), f"tháng {int(match[1])}/{match[2]}"))
    return found


def another(text: str, period: Period) -> bool:
    """Whether a column's header names another period, and none that agrees."""
    periods = named(text)
    return bool(periods) and not any(name.agrees(period) or name.lies_in(period) for name in periods)


def part_until(text: str, period: Period) -> tuple[bool, date | None]:
    """Whether a title says that only part of the period is counted, and until which day if it says so."""
    plain = _plain(text)
    for match in _AS_OF.finditer(plain):
        try:
            day = date(int(match[3]), int(match[2]), int(match[1]))
        except ValueError:
            continue
        # A snapshot taken after the period's end counts the whole of it.
        if period.first_day <= day < period.last_day:
            return True, day
        if day >= period.last_day:
            return False, None
    return bool(_UNTIL_NOW.search(plain)), None


def _year(written: str | None) -> int | None:
    return int(written) if written else None


def _plain(text: str) -> str:
    """Lower case without marks; unlike a search key it keeps slashes and dots, which dates need."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d"))
    return " ".join("".join(char for char in decomposed if not unicodedata.combining(char)).split())
