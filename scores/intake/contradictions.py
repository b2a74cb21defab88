"""Two cells that say different things of one figure; a person chooses, or leaves out a whole sheet. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from scores.intake import asking
from scores.intake.catalogue import Context
from scores.intake.claims import Claim
from scores.intake.decisions import Asks, Question, place
from scores.intake.outcome import Log
from scores.intake.written import about_claim

_MANY = 3
"""From so many contradictions on between two sheets, the question is which sheet counts."""


@dataclass
class Contradictions:
    """The pairs found so far, in the order of the file: (the first cell's claim, the later one's)."""

    context: Context
    log: Log
    _pairs: list[tuple[Claim, Claim]] = field(default_factory=list)

    def later_counts(self, first: Claim, later: Claim) -> bool:
        """Whether a person chose the later of two cells; kept to be asked where nobody chose."""
        decisions = self.context.decisions
        if decisions.of(Asks.CELL, place(later.cell.sheet, later.cell.address)) == asking.ONLY:
            return True
        if first.cell.sheet != later.cell.sheet:
            if decisions.of(Asks.SHEET, later.cell.sheet) == asking.PREFER:
                return True
            if decisions.of(Asks.SHEET, first.cell.sheet) == asking.PREFER:
                return False
        self._pairs.append((first, later))
        return False

    def figure_and_reason(self, figure: Claim, reason: Claim) -> None:
        """A figure here, and there the reason why there is none."""
        self._tell_cells(
            figure,
            reason,
            f"ô ghi “{reason.cell.text}” nhưng {_where(figure, reason)} ghi “{figure.cell.text}”. "
            "Bỏ một trong hai ô.",
            asking.leave_cell(place(reason.cell.sheet, reason.cell.address)),
        )

    def tell(self) -> None:
        """One finding for each pair, or one for two sheets that contradict each other in many."""
        by_sheets: dict[tuple[str, str], list[tuple[Claim, Claim]]] = {}
        for first, later in self._pairs:
            by_sheets.setdefault((first.cell.sheet, later.cell.sheet), []).append((first, later))
        for (one, other), pairs in by_sheets.items():
            if one != other and len(pairs) >= _MANY:
                self._tell_sheets(one, other, pairs)
                continue
            for first, later in pairs:
                what = place(later.cell.sheet, later.cell.address)
                self._tell_cells(
                    first,
                    later,
                    f"ô ghi “{later.cell.text}” nhưng {_where(first, later)} ghi “{first.cell.text}”. "
                    "Chọn số đúng.",
                    asking.one_of_two_cells(what, later.cell.text, first.cell.text),
                )

    def _tell_cells(self, first: Claim, later: Claim, sentence: str, question: Question) -> None:
        self.log.block(
            "two-values",
            sentence,
            at=later.cell,
            of=later.label,
            about=about_claim(later, self.context),
            question=question,
        )

    def _tell_sheets(self, one: str, other: str, pairs: list[tuple[Claim, Claim]]) -> None:
        first, later = pairs[0]
        self.log.block(
            "sheets-differ",
            f"trang “{other}” và trang “{one}” ghi khác nhau ở {len(pairs)} số liệu, ví dụ {later.label}: "
            f"“{later.cell.text}” và “{first.cell.text}”. Chọn trang đúng.",
            sheet=other,
            question=asking.one_of_two_sheets(other, one),
        )


def _where(first: Claim, later: Claim) -> str:
    sheet = f" trang “{first.cell.sheet}”" if first.cell.sheet != later.cell.sheet else ""
    return f"ô {first.cell.address}{sheet}"
