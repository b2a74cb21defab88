"""What a reading gives back: figures, findings, and what was left out. Plain data, no tables, no files."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from scores.intake.decisions import Asks, Choice, Question, key
from scores.intake.workbook import printable

BLOCKS, WARNS = "blocks", "warns"
_LONGEST_TEXT = 500
_LONG_QUOTE = re.compile(r"“([^”]{150})[^”]+”")


class Place(Protocol):
    """Where something stands: a cell, or a figure that was read from one."""

    @property
    def sheet(self) -> str: ...

    @property
    def address(self) -> str: ...


@dataclass(frozen=True)
class Finding:
    """One thing to see: how grave, where, and a Vietnamese sentence that says what to do."""

    severity: str
    code: str
    sheet: str
    cell: str
    message: str
    unit: str = ""
    indicator: str = ""
    raw: str = ""
    understood: str = ""
    before: str = ""
    question: Question | None = None


@dataclass(frozen=True)
class LeftOut:
    """A row (or a column's header) that gave no figure, with its text and the reason. Row 0 is the sheet."""

    sheet: str
    row: int
    text: str
    why: str


@dataclass(frozen=True)
class ReadFigure:
    """The figures of one unit and indicator, and the cell the main one came from."""

    unit_id: int
    indicator_id: int
    sheet: str
    cell: str
    raw: str
    points: Decimal | None = None
    rate: Decimal | None = None
    count: int | None = None
    count_of: int | None = None
    national_average: Decimal | None = None
    national_rank: int | None = None
    national_of: int | None = None
    no_data_reason: str = ""
    note: str = ""

    @property
    def address(self) -> str:
        """Its cell, as a `Place` calls it."""
        return self.cell


@dataclass(frozen=True)
class SheetRead:
    """A sheet that was read: the rows understood (headers among them) and the figures found there."""

    name: str
    rows: frozenset[int]
    figures: int


@dataclass(frozen=True)
class Reading:
    """All that a file says. Nothing of it may be stored while `blocked`."""

    file_name: str
    figures: tuple[ReadFigure, ...]
    findings: tuple[Finding, ...]
    left_out: tuple[LeftOut, ...]
    sheets: tuple[SheetRead, ...]

    @property
    def blocked(self) -> bool:
        return any(finding.severity == BLOCKS for finding in self.findings)

    def summary(self) -> dict[str, Any]:
        """The shape of `Upload.reading`; fit for JSON."""
        return {
            "sheets": [
                {"name": sheet.name, "rows_read": len(sheet.rows), "figures": sheet.figures}
                for sheet in self.sheets
            ],
            "left_out": [
                {"sheet": row.sheet, "row": row.row, "text": row.text, "why": row.why}
                for row in self.left_out
            ],
        }


@dataclass
class Log:
    """Collects what is found while a file is read; every sentence begins with the place it speaks of."""

    file_name: str
    findings: list[Finding] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    rows_read: dict[str, set[int]] = field(default_factory=dict)

    def block(
        self, code: str, sentence: str, *, at: Place | None = None, sheet: str = "", of: str = ""
    ) -> None:
        self._add(BLOCKS, code, sentence, at, sheet, of)

    def warn(
        self, code: str, sentence: str, *, at: Place | None = None, sheet: str = "", of: str = ""
    ) -> None:
        self._add(WARNS, code, sentence, at, sheet, of)

    def leave_out(self, sheet: str, row: int, text: str, why: str) -> None:
        self.left_out.append(LeftOut(sheet, row, printable(text)[:_LONGEST_TEXT], why))

    def mark_read(self, sheet: str, rows: Iterable[int]) -> None:
        self.rows_read.setdefault(sheet, set()).update(rows)

    def _add(self, severity: str, code: str, sentence: str, at: Place | None, sheet: str, of: str) -> None:
        place = f"Tệp “{self.file_name}”"
        sheet = at.sheet if at else sheet
        if sheet:
            place += f", trang “{sheet}”"
        if at:
            place += f", ô {at.address}"
        if of:
            place += f" ({of})"
        message = _LONG_QUOTE.sub(r"“\1…”", printable(f"{place}: {sentence}"))
        cell = at.address if at else ""
        question = None
        if severity == WARNS:
            doubt = key(Asks.CONFIRM, f"{code}:{sheet}!{cell}:{of}")
            question = Question(doubt, (Choice("yes", "Đúng, giữ như đã hiểu"),))
        self.findings.append(Finding(severity, code, sheet, cell, message, question=question))
