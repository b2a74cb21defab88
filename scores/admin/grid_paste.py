"""A block pasted from a sheet, laid out on the grid: by names if it has them, else from the active cell.

Nothing is cut: a block that does not fit is not laid out at all, and every row or column left out is named.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, field

from scores.admin.grid_cells import KINDS, Column
from scores.admin.grid_sheet import Sheet
from scores.intake import context as intake_context
from scores.intake.catalogue import Context
from scores.intake.headers import Holds, Meaning, Reader, fixed
from scores.intake.matching import Indicators, Units
from scores.intake.workbook import printable
from scores.models import Unit

LARGEST = 20_000
"""Cells of a block; a level of the whole country with six columns is as many."""
_FIRST_COLUMNS = 3
"""Names stand in one of these: after a running number, perhaps after a code."""
_QUOTED = 5
_FIGURE = re.compile(r"[\d.,%/ +\-−]*")
"""Marks alone, too: `-` is no unit's name."""


@dataclass(frozen=True)
class Placed:
    """Where one text of the block goes."""

    unit: str
    column: str
    text: str


@dataclass
class Plan:
    """The block laid out; `headline` says how much goes where, `left_out` what does not and why.

    Without cells it does not fit: `headline` then says why.
    """

    headline: str
    cells: list[Placed] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Rows:
    """The rows of a block with their units; `names` is the column that named them, None by position."""

    units: list[Unit]
    texts: list[list[str]]
    names: int | None
    header: list[str] | None


class DoesNotFit(Exception):
    """The block cannot be laid out; the message says why and what to do."""


def plan(sheet: Sheet, columns: list[Column], block: str, unit: Unit, column: Column) -> Plan:
    """Lay a block of tab-separated text out from the cell (unit, column) of the shown columns."""
    try:
        return _Layout(sheet, columns, unit, column).of(_cells(block))
    except DoesNotFit as reason:
        return Plan(f"{reason} Chưa dán ô nào.")


def _cells(block: str) -> list[list[str]]:
    """The block's rows of equal length; blank rows and columns at its edges are no part of it."""
    rows = [
        [printable(cell).strip() for cell in row] for row in csv.reader(io.StringIO(block), delimiter="\t")
    ]
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((len(row) for row in rows), default=0)
    rows = [row + [""] * (width - len(row)) for row in rows]
    while width and not any(row[width - 1] for row in rows):
        width -= 1
    if not width:
        raise DoesNotFit("Khối vừa dán không có nội dung.")
    if len(rows) * width > LARGEST:
        raise DoesNotFit(f"Khối vừa dán có {len(rows)} dòng × {width} cột, quá lớn. Tải tệp lên thay vì dán.")
    return [row[:width] for row in rows]


class _Layout:
    """Lays blocks out on one grid, from one active cell."""

    def __init__(self, sheet: Sheet, columns: list[Column], unit: Unit, column: Column) -> None:
        self.sheet, self.columns, self.unit, self.column = sheet, columns, unit, column
        self.context: Context = intake_context.load(
            sheet.release.office, sheet.release.period, sheet.release.index_version, partial=True
        )
        by_id = {unit.pk: unit for unit in sheet.units}
        self.units = Units(known for known in self.context.units if known.id in by_id)
        self.unit_by_id = by_id
        self.left_out: list[str] = []

    def of(self, rows: list[list[str]]) -> Plan:
        found = self._rows(rows)
        targets = self._columns(found)
        cells = [
            Placed(unit.slug, target.key, texts[place])
            for unit, texts in zip(found.units, found.texts, strict=True)
            for place, target in targets.items()
            if texts[place]
        ]
        if not cells:
            raise DoesNotFit("Khối vừa dán không có số liệu cho ô nào của bảng.")
        blank = len(found.units) * len(targets) - len(cells)
        if blank:
            self.left_out.append(f"{blank} ô trống trong khối: số đang có ở đó giữ nguyên.")
        return Plan(self._headline(found, targets), cells, self.left_out)

    def _headline(self, found: _Rows, targets: dict[int, Column]) -> str:
        size = f"{len(found.units)} dòng × {len(targets)} cột"
        start = f"{self.sheet.name(self.unit)} · {self.column.indicator.short_name}"
        by_name = found.names is not None
        rows = "xếp theo tên đơn vị" if by_name else f"theo thứ tự, từ ô {start}"
        if found.header is not None:
            return f"{size}, {rows}, cột theo tiêu đề."
        return f"{size}, {rows}, cột từ {self.column.indicator.short_name}." if by_name else f"{size} {rows}."

    def _rows(self, rows: list[list[str]]) -> _Rows:
        header = rows[0] if len(rows) > 1 and self._is_header(rows[0]) else None
        body = rows[1:] if header is not None else rows
        names = self._name_column(body)
        if names is not None:
            return self._by_name(body, names, header)
        start = self.sheet.units.index(self.unit)
        room = len(self.sheet.units) - start
        if len(body) > room:
            raise DoesNotFit(f"Khối có {len(body)} dòng, từ ô đang chọn xuống chỉ còn {room} dòng.")
        return _Rows(self.sheet.units[start : start + len(body)], body, None, header)

    def _is_header(self, row: list[str]) -> bool:
        """Whether the first row names columns: words, none of which is a unit or a reason."""
        words = [text for text in row if text and not _FIGURE.fullmatch(text)]
        reader = self._reader()
        known = [text for text in words if fixed(text) or reader.meaning([text])]
        return bool(known) and not any(self.units.find(text).items for text in words)

    def _reader(self) -> Reader:
        return Reader(Indicators(self.context.indicators), self.context.measures, frozenset())

    def _name_column(self, body: list[list[str]]) -> int | None:
        """The column that names units; None where the block holds figures only."""
        for place in range(min(_FIRST_COLUMNS, len(body[0]))):
            texts = [row[place] for row in body if row[place] and not _FIGURE.fullmatch(row[place])]
            named = sum(1 for text in texts if self.units.find(text).items)
            if named:
                return place
            if texts and all(_is_words(text) for text in texts):
                raise DoesNotFit(f"Khối ghi “{texts[0]}” nhưng không đơn vị nào trong bảng có tên như vậy.")
        return None

    def _by_name(self, body: list[list[str]], names: int, header: list[str] | None) -> _Rows:
        units, texts, unknown = [], [], []
        for row in body:
            match = self.units.find(row[names]).item if row[names] else None
            if match is not None:
                units.append(self.unit_by_id[match.id])
                texts.append(row)
            elif any(row):
                unknown.append(row[names] or " ".join(filter(None, row))[:60])
        twice = [unit for unit, times in Counter(unit.pk for unit in units).items() if times > 1]
        if twice:
            name = self.sheet.name(self.unit_by_id[twice[0]])
            raise DoesNotFit(f"{name} có nhiều dòng trong khối. Giữ một dòng cho mỗi đơn vị.")
        if unknown:
            quoted = ", ".join(f"“{name}”" for name in unknown[:_QUOTED])
            more = f" và {len(unknown) - _QUOTED} dòng khác" if len(unknown) > _QUOTED else ""
            self.left_out.append(f"{len(unknown)} dòng không nhận ra đơn vị: {quoted}{more}.")
        return _Rows(units, texts, names, header)

    def _columns(self, found: _Rows) -> dict[int, Column]:
        """The grid's column for each column of the block that holds figures."""
        if found.header is not None:
            return self._by_header(found.header, found.names)
        first = 0 if found.names is None else found.names + 1
        places = range(first, len(found.texts[0]))
        start = self.columns.index(self.column)
        room = len(self.columns) - start
        if len(places) > room:
            raise DoesNotFit(
                f"Khối có {len(places)} cột số, từ ô đang chọn sang phải chỉ còn {room} cột. "
                "Thêm cột vào bảng, hoặc dán từ ô khác."
            )
        if not places:
            raise DoesNotFit("Khối vừa dán chỉ có tên đơn vị, không có cột số nào.")
        return {place: self.columns[start + step] for step, place in enumerate(places)}

    def _by_header(self, header: list[str], names: int | None) -> dict[int, Column]:
        targets: dict[int, Column] = {}
        reader = self._reader()
        for place, text in enumerate(header):
            if place == names or not text or fixed(text):
                continue
            target = self._headed(reader.meaning([text]))
            if target is not None and target not in targets.values():
                targets[place] = target
            else:
                self.left_out.append(f"Cột “{text}” không có trong bảng này, không dán.")
        if not targets:
            raise DoesNotFit("Không tiêu đề nào của khối là cột của bảng này. Thêm cột vào bảng rồi dán lại.")
        return targets

    def _headed(self, meaning: Meaning | None) -> Column | None:
        """The shown column a header means; a bare name means the indicator's points, or its only kind."""
        if meaning is None or meaning.indicator is None or meaning.holds is not Holds.FIGURE:
            return None
        kind = meaning.kind or meaning.likely or meaning.indicator.default_kind
        fitting = [c for c in self.columns if c.indicator.pk == meaning.indicator.id]
        return next((c for c in fitting if KINDS.get(c.kind) is kind), None)


def _is_words(text: str) -> bool:
    """Whether a text is neither a figure nor a reason for having none."""
    return bool(re.search(r"[^\W\d_]{2}", text)) and not re.match(r"không |kps", text, re.IGNORECASE)
