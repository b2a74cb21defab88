"""Which office and period a file seems to be of, from titles and name: to be asked, never assumed. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from scores import vietnamese
from scores.intake import named_periods
from scores.intake.container import NotAWorkbookError, is_json, load_answer
from scores.intake.matching import unit_key
from scores.intake.named_periods import Named
from scores.intake.stamp import stamp_in
from scores.intake.workbook import read_workbook
from scores.period import MONTH, QUARTER, YEAR, Period

_TITLE_ROWS, _SHEETS = 10, 20
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
    """What titles, sheet names and file name say. Of a file that cannot be opened only the name speaks."""
    return _of_texts([*_titles(data), _spoken_by(name)], offices)


def of_name(name: str, offices: Sequence[KnownOffice]) -> Guess:
    """What the file's name alone says."""
    return _of_texts([_spoken_by(name)], offices)


def _spoken_by(name: str) -> tuple[str, str]:
    return "tên tệp", PurePath(name).stem


def _of_texts(texts: Sequence[tuple[str, str]], offices: Sequence[KnownOffice]) -> Guess:
    periods = _periods(texts)
    partial, as_of = _part(texts, Period.parse(periods[0].what)) if periods else (False, None)
    return Guess(periods, _offices(texts, offices), partial, as_of)


def _titles(data: bytes) -> list[tuple[str, str]]:
    """Where and what, from the top of every sheet, or from the portal's answer."""
    try:
        return list(_of_answer(data) if is_json(data) else _of_workbook(data))
    except (NotAWorkbookError, ValueError):
        # What is wrong with it says the reading that follows; this one only asks.
        return []


def _of_answer(data: bytes) -> Iterator[tuple[str, str]]:
    answer = load_answer(data)
    content = answer.get("data", answer) if isinstance(answer, Mapping) else {}
    overview = content.get("overview") if isinstance(content, Mapping) else None
    for field in ("departmentName", "departmentCode"):
        if isinstance(overview, Mapping) and overview.get(field):
            yield "câu trả lời của Cổng", str(overview[field])


def _of_workbook(data: bytes) -> Iterator[tuple[str, str]]:
    book = read_workbook(data)
    stamp = stamp_in(data)
    if stamp is not None:
        yield "mẫu nhập số liệu", stamp.office
        yield "mẫu nhập số liệu", Period.parse(stamp.period).label
    for sheet in book.sheets[:_SHEETS]:
        where = f"trang “{sheet.name}”"
        for row, cells in list(sheet.rows.items())[:_TITLE_ROWS]:
            if len(cells) >= _CELLS_OF_A_HEADER:
                break
            yield where, sheet.row_text(row)
        yield where, sheet.name


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
    """The offices named, in the order met."""
    keys = [(_plain(name), office) for office in offices for name in office.names if _plain(name)]
    found: dict[str, Mention] = {}
    for where, text in texts:
        line = _plain(text)
        places = [(re.search(rf"\b{re.escape(key)}\b", line), office) for key, office in keys]
        named = sorted((match.start(), office.slug) for match, office in places if match)
        coded = [office.slug for office in offices if text in office.codes]
        for slug in [*(slug for _, slug in named), *coded]:
            found.setdefault(slug, Mention(slug, where))
    return tuple(found.values())


def _plain(text: str) -> str:
    """Without marks and separators, as file names are written: `2024-10-tinh-hung-yen` names the province."""
    return " ".join(re.sub(r"[-_.]+", " ", vietnamese.without_marks(unit_key(text))).split())
