"""What a reading gives back: figures, findings, and what was left out. Plain data, no tables, no files."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Protocol

from scores.intake.decisions import Asks, Choice, Decisions, Question, key, place
from scores.intake.workbook import printable

BLOCKS, WARNS = "blocks", "warns"
_LONGEST_TEXT = 500
_OF_ONE_FIGURE = {"sum-of-groups", "sum-of-parts", "rate-of-counts", "counts-of-units", "jump", "zero-total"}
"""Doubts about the very figure of their cell, which a person may mend in its place."""
_LONG_QUOTE = re.compile(r"“([^”]{150})[^”]+”")


class Place(Protocol):
    """Where something stands: a cell, or a figure that was read from one."""

    @property
    def sheet(self) -> str: ...

    @property
    def address(self) -> str: ...

    @property
    def text(self) -> str: ...


@dataclass(frozen=True)
class About:
    """Whose figure a finding speaks of: as written, as understood, and what the period before had."""

    unit: str = ""
    indicator: str = ""
    raw: str = ""
    understood: str = ""
    before: str = ""


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

    @property
    def row(self) -> int:
        """The row of its cell; 0 without one."""
        number = re.search(r"\d+$", self.cell)
        return int(number[0]) if number else 0


@dataclass(frozen=True)
class LeftOut:
    """A row (or a column's header) that gave no figure, with its text and the reason. Row 0 is the sheet."""

    sheet: str
    row: int
    text: str
    why: str


@dataclass(unsafe_hash=True, slots=True)
class ReadFigure:
    """The figures of one unit and indicator, and the cell the main one came from.

    Never changed once made; not frozen, because that takes thrice the time and a file has 83,000.
    """

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

    @property
    def text(self) -> str:
        """What the cell says, as a `Place` calls it."""
        return self.raw


@dataclass(frozen=True)
class SheetRead:
    """A sheet that was read: the rows understood (headers among them) and the figures found there."""

    name: str
    rows: frozenset[int]
    figures: int


@dataclass(frozen=True)
class WithoutData:
    """A unit that the file leaves out and a person said has no data, and the indicators this is said of."""

    unit_id: int
    indicator_ids: tuple[int, ...]

    @property
    def question(self) -> str:
        """The key of the question whose answer says so."""
        return key(Asks.MISSING, str(self.unit_id))


@dataclass(frozen=True)
class Reading:
    """All that a file says. Nothing of it may be stored while `blocked`."""

    file_name: str
    figures: tuple[ReadFigure, ...]
    findings: tuple[Finding, ...]
    left_out: tuple[LeftOut, ...]
    sheets: tuple[SheetRead, ...]
    without_data: tuple[WithoutData, ...] = ()

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
            "units": sorted({figure.unit_id for figure in self.figures}),
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
    _doubts: set[str] = field(default_factory=set)

    def block(
        self,
        code: str,
        sentence: str,
        *,
        at: Place | None = None,
        sheet: str = "",
        of: str = "",
        about: About | None = None,
        question: Question | None = None,
    ) -> None:
        """What nothing may be stored with, until it is mended or its question answered."""
        self._add(BLOCKS, code, sentence, at, sheet, of, about, question)

    def warn(
        self,
        code: str,
        sentence: str,
        *,
        at: Place | None = None,
        sheet: str = "",
        of: str = "",
        about: About | None = None,
    ) -> None:
        """What a person must have seen; the same doubt told twice is told once."""
        question = doubt(code, sentence, at.sheet if at else sheet, at.address if at else "", of)
        if question.key not in self._doubts:
            self._doubts.add(question.key)
            if at and code in _OF_ONE_FIGURE:
                question = replace(question, mends=key(Asks.CELL, place(at.sheet, at.address)))
            self._add(WARNS, code, sentence, at, sheet, of, about, question)

    def block_until_confirmed(
        self, code: str, sentence: str, decisions: Decisions, *, sheet: str = "", of: str = ""
    ) -> bool:
        """What nothing may be stored with, until a person says that it is meant; then it stays in view.

        True once somebody has said so.
        """
        question = doubt(code, sentence, sheet, "", of)
        confirmed = question.key in decisions.answers
        if confirmed:
            self.warn(code, sentence, sheet=sheet, of=of)
        else:
            self.block(code, sentence, sheet=sheet, of=of, question=question)
        return confirmed

    def leave_out(self, sheet: str, row: int, text: str, why: str) -> None:
        self.left_out.append(LeftOut(sheet, row, printable(text)[:_LONGEST_TEXT], why))

    def mark_read(self, sheet: str, rows: Iterable[int]) -> None:
        self.rows_read.setdefault(sheet, set()).update(rows)

    def _add(
        self,
        severity: str,
        code: str,
        sentence: str,
        at: Place | None,
        sheet: str,
        of: str,
        about: About | None,
        question: Question | None,
    ) -> None:
        spoken = f"Tệp “{self.file_name}”"
        sheet = at.sheet if at else sheet
        if sheet:
            spoken += f", trang “{sheet}”"
        if at:
            spoken += f", ô {at.address}"
        if of:
            spoken += f" ({of})"
        message = _LONG_QUOTE.sub(r"“\1…”", printable(f"{spoken}: {sentence}"))
        about = about or About()
        self.findings.append(
            Finding(
                severity,
                code,
                sheet,
                at.address if at else "",
                message,
                unit=about.unit,
                indicator=about.indicator,
                raw=about.raw or (at.text if at else ""),
                understood=about.understood,
                before=about.before,
                question=question,
            )
        )


def doubt(code: str, sentence: str, sheet: str, cell: str, of: str) -> Question:
    """The question that confirms a doubt. Another sentence is another doubt: what was confirmed of two
    missing units is not confirmed of three."""
    digest = hashlib.sha256(f"{of}:{sentence}".encode()).hexdigest()[:12]
    confirmed = key(Asks.CONFIRM, f"{code}:{place(sheet, cell)}:{digest}")
    return Question(confirmed, (Choice("yes", "Đúng, giữ như đã hiểu"),))
