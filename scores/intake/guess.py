"""Which office and period a file seems to be of, from its titles and names alone: to be asked, never assumed. Pure."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

import openpyxl

from scores import vietnamese
from scores.intake import named_periods
from scores.intake.container import MAX_FILE, NotAWorkbookError, check_workbook, is_json
from scores.intake.matching import unit_key
from scores.intake.named_periods import Named
from scores.period import MONTH, QUARTER, YEAR, Period

_TITLE_ROWS, _TITLE_COLUMNS, _SHEETS = 10, 12, 20
_CELLS_OF_A_HEADER = 3
_SPELLING = {MONTH: "{year}-{number:02d}", QUARTER: "{year}-Q{number}", YEAR: "{year}"}
_EARLIEST_YEAR, _LATEST_YEAR = 2000, 2099


@dataclass(frozen=True)
class KnownOffice:
    """An office the file may be of: all names of its units, and their codes at the national portal."""

    slug: str
    names: tuple[str, ...]
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mention:
    """A period or an office that a file speaks of, and where: `tên tệp`, `trang “Phụ lục I”`."""

    what: str
    where: str


@dataclass(frozen=True)
class Guess:
    """What the file speaks of, the likeliest first; periods that can both be true count once."""

    periods: tuple[Mention, ...] = ()
    offices: tuple[Mention, ...] = ()
    partial: bool = False
    as_of: date | None = None

    @property
    def period(self) -> Period | None:
        return Period.parse(self.periods[0].what) if self.periods else None

    @property
    def office(self) -> str:
        """The slug of the likeliest office; empty where none is named."""
        return self.offices[0].what if self.offices else ""


def guess(data: bytes, name: str, offices: Sequence[KnownOffice]) -> Guess:
    """What a file's titles, sheet names and name say. A file that cannot be opened says what its name says."""
    texts = [*_titles(data), ("tên tệp", PurePath(name).stem)]
    periods = _periods(texts)
    partial, as_of = _part(texts, Period.parse(periods[0].what)) if periods else (False, None)
    return Guess(periods, _offices(texts, offices), partial, as_of)


def _titles(data: bytes) -> list[tuple[str, str]]:
    """Where and what, from the top of every sheet, or from the portal's answer."""
    try:
        return list(_of_answer(data) if is_json(data) else _of_workbook(data))
    except NotAWorkbookError:
        return []
    except Exception:
        # A broken part: the reading that follows says what is wrong with it, this one only asks.
        return []


def _of_answer(data: bytes) -> Iterator[tuple[str, str]]:
    if len(data) > MAX_FILE:
        return
    answer = json.loads(data.decode("utf-8-sig"))
    overview = answer.get("data", answer).get("overview", {})
    for field in ("departmentName", "departmentCode"):
        if overview.get(field):
            yield "câu trả lời của Cổng", str(overview[field])


def _of_workbook(data: bytes) -> Iterator[tuple[str, str]]:
    check_workbook(data)
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"][:_SHEETS]
    for sheet in sheets:
        where = f"trang “{sheet.title}”"
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=_TITLE_ROWS, max_col=_TITLE_COLUMNS, values_only=True)
        for row in rows:
            texts = [str(value) for value in row if value not in (None, "")]
            if len(texts) >= _CELLS_OF_A_HEADER:
                break
            yield from ((where, " ".join(text.split())) for text in texts)
        yield where, sheet.title


def _periods(texts: Iterable[tuple[str, str]]) -> tuple[Mention, ...]:
    named: list[tuple[str, Named]] = []
    for where, text in texts:
        read = named_periods.named_in_file if where == "tên tệp" else named_periods.named
        named.extend((where, found) for found in read(text))
    dated = [(where, found) for where, found in named if _whole(found)]
    # A year stands beside most months; it is the period only where nothing shorter is named.
    dated.sort(key=lambda pair: pair[1].kind == YEAR)
    chosen: list[tuple[str, Period]] = []
    for where, found in dated:
        fits = any(found.agrees(period) or found.lies_in(period) for _, period in chosen)
        if not fits:
            chosen.append((where, _period(found)))
    return tuple(Mention(str(period), where) for where, period in chosen)


def _whole(found: Named) -> bool:
    return found.year is not None and _EARLIEST_YEAR <= found.year <= _LATEST_YEAR


def _period(found: Named) -> Period:
    return Period.parse(_SPELLING[found.kind].format(year=found.year, number=found.number))


def _part(texts: Iterable[tuple[str, str]], period: Period) -> tuple[bool, date | None]:
    """Whether only a part of the period is counted, and until which day, by the first title that says so."""
    said = [named_periods.part_until(text, period) for _, text in texts]
    return next(((part, until) for part, until in said if part), (False, None))


def _offices(texts: Iterable[tuple[str, str]], offices: Sequence[KnownOffice]) -> tuple[Mention, ...]:
    """The offices named, in the order met; of two in one line the longer name counts first."""
    keys = sorted(
        ((_plain(name), office) for office in offices for name in office.names if _plain(name)),
        key=lambda pair: -len(pair[0]),
    )
    found: dict[str, Mention] = {}
    for where, text in texts:
        line = _plain(text)
        for key, office in keys:
            if re.search(rf"\b{re.escape(key)}\b", line) or text in office.codes:
                found.setdefault(office.slug, Mention(office.slug, where))
    return tuple(found.values())


def _plain(text: str) -> str:
    """Without marks and separators, as file names are written: `2024-10-tinh-hung-yen` names the province."""
    return " ".join(re.sub(r"[-_.]+", " ", vietnamese.without_marks(unit_key(text))).split())
