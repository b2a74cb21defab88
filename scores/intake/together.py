"""Cells that one answer settles together: signs, more than two decimals, percent signs under a bare header.

Each is asked once for the file, the sheet or the column, not once for each cell. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from scores import vietnamese
from scores.intake import asking
from scores.intake.catalogue import Context
from scores.intake.claims import Claim
from scores.intake.decisions import Asks, place
from scores.intake.figures import HUNDRED, Kind, Refusal
from scores.intake.outcome import Log
from scores.intake.workbook import Cell, exact
from scores.intake.written import about_claim

_MANY = 3
"""From so many cells on, figures over the maximum speak of the column, not of the cells."""


def sign_of(cell: Cell) -> str:
    """A cell's text as the subject of a question about a sign."""
    return unicodedata.normalize("NFKC", cell.text).casefold()


def has_percent(cell: Cell) -> bool:
    """Whether a cell is written or shown with a percent sign."""
    if isinstance(cell.value, str):
        return cell.text.rstrip(" .;*").endswith("%")
    return "%" in cell.number_format


@dataclass
class Together:
    """Refused or doubtful cells, kept until all are known."""

    context: Context
    log: Log
    _signs: dict[str, list[tuple[Claim, Refusal]]] = field(default_factory=dict)
    _precise: dict[str, list[tuple[Claim, Refusal]]] = field(default_factory=dict)
    _percents: dict[str, list[tuple[Claim, Refusal | None]]] = field(default_factory=dict)
    _over: dict[str, list[tuple[Claim, Refusal]]] = field(default_factory=dict)

    def take(self, claim: Claim, refusal: Refusal) -> None:
        """Keep a refusal; one that no other cell shares is asked about its own cell."""
        if refusal.code == "unclear-mark":
            self._signs.setdefault(sign_of(claim.cell), []).append((claim, refusal))
        elif refusal.code == "too-precise":
            self._precise.setdefault(claim.cell.sheet, []).append((claim, refusal))
        elif refusal.code == "wrong-kind" and claim.column and has_percent(claim.cell):
            self._percents.setdefault(claim.column, []).append((claim, refusal))
        elif refusal.code == "over-maximum" and claim.column and not claim.decided:
            self._over.setdefault(claim.column, []).append((claim, refusal))
        else:
            ask_cell(claim, refusal, self.context, self.log)

    def percent_may_be_points(self, claim: Claim) -> bool:
        """Keep a percent under a header that says neither points nor rate, of an indicator with both."""
        open_kind = claim.kind is None and claim.likely is None and Kind.POINTS in claim.indicator.carries
        doubtful = bool(claim.column) and open_kind and has_percent(claim.cell)
        if doubtful and Kind.RATE in claim.indicator.carries:
            self._percents.setdefault(claim.column, []).append((claim, None))
            return True
        return False

    def tell(self) -> None:
        """One question for each sign, sheet and column."""
        for sign, cells in self._signs.items():
            self._tell_sign(sign, cells)
        for sheet, cells in self._precise.items():
            self._tell_precise(sheet, cells)
        for column, percents in self._percents.items():
            self._tell_percent(column, percents)
        for column, cells in self._over.items():
            self._tell_over(column, cells)

    def _tell_sign(self, sign: str, cells: list[tuple[Claim, Refusal]]) -> None:
        claim, _ = cells[0]
        self.log.block(
            "unclear-mark",
            f"“{claim.cell.text}” không rõ nghĩa{_also(cells)}. Chọn một nghĩa cho cả tệp, hoặc ghi "
            "“Không có số liệu”, “Không phát sinh”, “Không áp dụng”, hoặc để trống nếu chưa nhập.",
            at=claim.cell,
            of=claim.label,
            about=about_claim(claim, self.context),
            question=asking.mark(sign),
        )

    def _tell_precise(self, sheet: str, cells: list[tuple[Claim, Refusal]]) -> None:
        claim, _ = cells[0]
        self.log.block(
            "too-precise",
            f"{claim.cell.text} có hơn hai chữ số thập phân{_also(cells)}. Chọn làm tròn cả trang "
            f"(5 trở lên làm tròn lên){_example(claim.cell)}, hoặc sửa trong tệp.",
            at=claim.cell,
            of=claim.label,
            about=about_claim(claim, self.context),
            question=asking.rounding(sheet),
        )

    def _tell_percent(self, column: str, cells: list[tuple[Claim, Refusal | None]]) -> None:
        claim, refusal = cells[0]
        if refusal and len(cells) == 1:
            ask_cell(claim, refusal, self.context, self.log)
            return
        text = _percent_text(claim.cell)
        both = Kind.RATE in claim.indicator.carries
        meant = "có thể là điểm hoặc tỷ lệ" if both else "nhưng chỉ số này chỉ có điểm"
        self.log.block(
            refusal.code if refusal else "percent",
            f"“{text}” có dấu phần trăm{_also(cells)}, {meant}. Chọn cả cột là gì, hoặc bỏ cột.",
            at=claim.cell,
            of=claim.label,
            about=about_claim(claim, self.context),
            question=asking.points_or_rate(column, claim.indicator, text),
        )

    def _tell_over(self, column: str, cells: list[tuple[Claim, Refusal]]) -> None:
        if len(cells) < _MANY:
            for claim, refusal in cells:
                ask_cell(claim, refusal, self.context, self.log)
            return
        claim, refusal = cells[0]
        self.log.block(
            "over-maximum",
            f"{refusal.sentence} Cột này có {len(cells)} ô như vậy; có thể tiêu đề cột đặt nhầm chỗ. "
            "Chọn cột này là gì, hoặc bỏ cột.",
            at=claim.cell,
            of=claim.label,
            about=about_claim(claim, self.context),
            question=asking.column(column, (claim.indicator,), self.context),
        )


def ask_cell(claim: Claim, refusal: Refusal, context: Context, log: Log, aside: str = "") -> None:
    """Block a cell until a person says what should stand in it."""
    likely = _likely(claim, refusal)
    meant = f" Có phải {' hoặc '.join(likely)} không?" if likely else ""
    log.block(
        refusal.code,
        refusal.sentence + meant,
        at=claim.cell,
        of=claim.label + aside,
        about=about_claim(claim, context),
        question=asking.cell(place(claim.cell.sheet, claim.cell.address), likely),
    )


def _likely(claim: Claim, refusal: Refusal) -> list[str]:
    """`8,15` and `18` for 81,5 of at most 18 points: the comma at another place, or the maximum."""
    kind = claim.kind or claim.likely or claim.indicator.default_kind
    written = re.fullmatch(r"\d{1,6}(?:[.,]\d{1,2})?", claim.cell.text)
    if refusal.code != "over-maximum" or kind is not Kind.POINTS or written is None:
        return []
    maximum = claim.indicator.maximum or HUNDRED
    tenth = Decimal(written[0].replace(",", ".")) / 10
    fits = tenth <= maximum and tenth == tenth.quantize(Decimal("0.01"))
    return [vietnamese.decimal(number) for number in ((tenth, maximum) if fits else (maximum,))]


def rounds(cell: Cell, context: Context) -> bool:
    """Whether a person said that this sheet's figures are rounded."""
    return context.decisions.of(Asks.ROUND, cell.sheet) == "yes"


def _also(cells: list[tuple[Claim, Refusal]] | list[tuple[Claim, Refusal | None]]) -> str:
    """Where else, if anywhere: ` (và 2 ô khác: C7, C9)`."""
    others = [claim.cell.address for claim, _ in cells[1:]]
    if not others:
        return ""
    more = "…" if len(others) > 5 else ""
    return f" (và {len(others)} ô khác: {', '.join(others[:5])}{more})"


def _percent_text(cell: Cell) -> str:
    value = cell.value
    if isinstance(value, int | float | Decimal):
        return vietnamese.rate(exact(value) * 100)
    return cell.text


def _example(cell: Cell) -> str:
    value = cell.value
    if not isinstance(value, int | float | Decimal):
        return ""
    rounded = exact(value).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f", ví dụ {cell.text} thành {vietnamese.decimal(rounded)}"
